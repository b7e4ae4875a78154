"""Which figures a person is asked to judge: a draw that is reproducible and stratified by kind of document.

Two populations are drawn from: the figures, to learn how many are wrong; and the numbers said to be no
figures, to learn how many were left out.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

#: of each kind of document so many are drawn where there are as many: fewer tell nothing of a kind
LEAST = 5
#: for so many figures one number that is no figure
FIGURES_FOR_ONE_OTHER = 5


class Item(NamedTuple):
    """A number of a document: a figure, or a number of the ledger that is none."""

    document_id: str
    start: int  # char_start, code points of the text
    kind: str  # of the document: work_report, communique …


class Stratum(NamedTuple):
    """The items of one kind of document: how many there are (N_h), how many of them were drawn (n_h)."""

    kind: str
    population: int
    drawn: int


class Draw(NamedTuple):
    """What was drawn from one population.

    `items` stand in the order of the draw, which is mixed over documents and kinds: who stops half-way
    has judged a random part.  `strata` are sorted by kind; all that have items are there.
    """

    items: tuple[Item, ...]
    strata: tuple[Stratum, ...]

    @property
    def population(self) -> int:
        return sum(stratum.population for stratum in self.strata)


class Sample(NamedTuple):
    """A draw of figures and a smaller one of numbers that are no figures; `size` and `seed` as asked for."""

    size: int
    seed: int
    figures: Draw
    others: Draw


def draw(items: Iterable[Item], size: int, seed: int, others: Iterable[Item] = ()) -> Sample:
    """`size` of the figures `items`, and a fifth as many of the numbers `others` that are no figures.

    Inside a kind of document the items stand in the order of a hash of seed, document and start, and the
    first n_h are drawn: a simple random sample without replacement.  It does not depend on the order of
    the items, nor on Python's own hashes.  A larger size with the same seed holds all of the smaller one
    unless a kind gets fewer than before, which the largest remainder may do by one.
    Raises ValueError for a size below 1.
    """
    if size < 1:
        raise ValueError(f"A sample of {size} figures cannot be drawn; ask for 1 or more.")
    fewer = -(-size // FIGURES_FOR_ONE_OTHER)
    return Sample(size, seed, _drawn(items, size, seed), _drawn(others, fewer, seed))


def allocate(populations: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of each kind to draw: kind -> n_h, with 1 <= n_h <= N_h.

    In proportion to N_h by largest remainder; kinds that would get less than min(LEAST, N_h) get that,
    and the rest is shared by the others.  Where that would take more than half of `size` away from a draw
    in proportion, LEAST is lowered, to 1 at last: with more kinds than `size` there is one of each, and
    the sum is above `size`.

    >>> allocate({"budget": 2, "communique": 1000, "plan": 40}, 100)
    {'budget': 2, 'communique': 93, 'plan': 5}
    >>> allocate({"communique": 1000, "plan": 40}, 10)
    {'communique': 8, 'plan': 2}
    """
    size = min(max(size, len(populations)), sum(populations.values()))
    least = _least(populations, size)
    raised: dict[str, int] = {}
    while low := _below(populations, least, raised, size):
        raised |= low
    shared = {kind: n for kind, n in populations.items() if kind not in raised}
    allocated = raised | _largest_remainder(shared, size - sum(raised.values()))
    return {kind: allocated[kind] for kind in sorted(allocated)}


def _least(populations: Mapping[str, int], size: int) -> dict[str, int]:
    for lowest in range(LEAST, 1, -1):
        least = {kind: min(lowest, n) for kind, n in populations.items()}
        if 2 * sum(least.values()) <= size:
            return least
    return dict.fromkeys(populations, 1)


def _below(
    populations: Mapping[str, int], least: Mapping[str, int], raised: Mapping[str, int], size: int
) -> dict[str, int]:
    """The kinds not yet raised whose share of what is left is below their least."""
    free = {kind: n for kind, n in populations.items() if kind not in raised}
    left, all_free = size - sum(raised.values()), sum(free.values())
    return {kind: least[kind] for kind, n in free.items() if left * n < least[kind] * all_free}


def _largest_remainder(populations: Mapping[str, int], seats: int) -> dict[str, int]:
    """`seats` shared in proportion, whole numbers, in integers throughout (ties: by name)."""
    everything = sum(populations.values())
    shares = {kind: divmod(seats * n, everything) for kind, n in populations.items()}
    left = seats - sum(whole for whole, _ in shares.values())
    first = sorted(shares, key=lambda kind: (-shares[kind][1], kind))[:left]
    return {kind: whole + (kind in first) for kind, (whole, _) in shares.items()}


def _drawn(items: Iterable[Item], size: int, seed: int) -> Draw:
    ordered = sorted(set(items), key=lambda item: _rank(item, seed))
    populations = Counter(item.kind for item in ordered)
    wanted = allocate(populations, size)
    taken: Counter[str] = Counter()
    chosen = []
    for item in ordered:
        if taken[item.kind] < wanted[item.kind]:
            taken[item.kind] += 1
            chosen.append(item)
    return Draw(tuple(chosen), tuple(Stratum(kind, populations[kind], n) for kind, n in wanted.items()))


def _rank(item: Item, seed: int) -> tuple[bytes, str, int]:
    # a file name may hold bytes that are no UTF-8, which Python keeps as lone surrogates
    key = f"{seed}\0{item.document_id}\0{item.start}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(key).digest(), item.document_id, item.start
