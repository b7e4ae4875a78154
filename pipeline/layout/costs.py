"""What it costs to read pieces of a poster as groups: the sums in which the cheapest reading is sought.

What a piece adds to its group depends on the nearest inner heading and not on where the group
begins.  So running sums over the whole poster, made once, give the cost of any stretch of pieces
by one addition; only what an outer heading shares with the pieces under it is summed for each
outer heading anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import Final, NamedTuple

from pipeline.layout.likeness import affinities, grams_among, grams_of, patterns

MOST: Final = 24  # pieces in a group

# Costs.  Only their relations matter; one unit is about one shared rare pair of characters.
NO_OUTER: Final = 3.5  # a group without outer heading
BEHIND: Final = 0.18  # a group with headings behind, each side: before is the custom
_NO_INNER: Final = 3.0  # a body without inner heading
_NO_BODY: Final = 2.4  # an inner heading without body
_ORPHAN: Final = 2.0  # a heading that heads nothing here
_STRAY: Final = 1.0  # what an outer heading of a strong family saves if it stands alone
_SECOND_BODY: Final = 1.5  # a further body under the same inner heading
_LARGE: Final = 1.5  # a group is large if it has so many times the bodies of a mean one
_CROWD: Final = 0.6  # each body more than a large group has
_PATTERN: Final = 1.7  # all of a family's strength
_TILE: Final = 0.3  # a number tile without a heading
_TIE: Final = 0.05  # breaks a tie
_BREAK: Final = 1.5  # a foreign line inside a group
_OUTER_INNER_FIT: Final = 0.15  # weight of affinity between an outer and an inner heading
_INNER_FIT: Final = 0.4  # the same between a body and its inner heading
_OUTER_FIT: Final = 0.25  # and its outer one
_FIT_MAX: Final = 7.0  # the most of affinity that counts


class Piece(NamedTuple):
    """One line of a poster, by its part in it.

    H heading · I bulleted heading, always an inner one · B body · C second half of a torn body,
    carries on the section of the first · T number tile · P head of a panel and L its items, a
    section of their own · F furniture · X other, such as a title in between.
    """

    kind: str
    text: str


class Fits:
    """What headings and bodies have in common, and what it costs to take a heading for an outer or inner one.

    Numbers are indices of pieces.
    """

    def __init__(self, pieces: Sequence[Piece], outer: tuple[str, ...]) -> None:
        self.kinds = "".join(piece.kind for piece in pieces)
        self.headings = [i for i, kind in enumerate(self.kinds) if kind in "HI"]
        self.outer = [i for i in self.headings if self.kinds[i] == "H"]  # that can be outer ones
        bodies = [i for i, kind in enumerate(self.kinds) if kind == "B"]
        names = [pieces[i].text for i in self.headings]
        expected = len(names) - len(bodies)  # outer headings
        self._large = _LARGE * len(bodies) / max(1, expected)  # bodies in a large group
        self._strength = dict(zip(self.headings, patterns(names, expected), strict=True))
        self._strength |= {i: 1.0 for i in self.headings if any(map(pieces[i].text.__contains__, outer))}
        self._number = {i: k for row in (self.headings, bodies) for k, i in enumerate(row)}
        self._numbered = [(kind, self._number.get(i, 0)) for i, kind in enumerate(self.kinds)]
        self._compare(names, [pieces[i].text for i in bodies])

    def _compare(self, names: Sequence[str], bodies: Sequence[str]) -> None:
        """Affinity of headings to bodies and of possible outer headings to all headings."""
        grams = [grams_of(name) for name in names]
        wanted = frozenset(chain.from_iterable(grams))
        to_body = affinities(grams, [grams_among(wanted, body) for body in bodies], _FIT_MAX)
        self._to_body = dict(zip(self.headings, to_body, strict=True))
        to_heading = affinities([grams[self._number[i]] for i in self.outer], grams, _FIT_MAX)
        self._to_heading = dict(zip(self.outer, to_heading, strict=True))

    def as_outer(self, i: int) -> float:
        strength = self._strength.get(i, 0.0)  # a torn body has none
        return -_PATTERN * strength * (2 if strength < 0 else 1)

    def as_inner(self, i: int) -> float:
        return 0.0 if self.kinds[i] == "I" else _PATTERN * self._strength[i] / 2

    def alone(self, i: int) -> float:
        """Cost of a piece that belongs to no group; an outer heading may have strayed."""
        if self.kinds[i] not in "HIB":
            return _TILE * (self.kinds[i] == "T")
        return _ORPHAN - _STRAY * max(0.0, self._strength.get(i, 0.0))

    def inner(self, heading: int, body: int) -> float:
        return -_INNER_FIT * self._to_body[heading][self._number[body]]

    def under(self, outer: int, inside: slice, back: bool = False) -> tuple[list[float], list[float]]:
        """Cost of the pieces beside an outer heading, from it up to each of them; `back`: above the heading.

        An inner heading counts with each of its bodies.  Seen from the outer heading it stands in
        front of them in the first list, and behind them in the second.
        """
        if self.kinds[outer] == "C":
            nothing = [0.0] * len(self.kinds[inside])
            return nothing, nothing
        near_side: list[float] = []
        far_side: list[float] = []
        to_body, to_heading = self._to_body[outer], self._to_heading[outer]
        near = far = fit = 0.0  # fit: of the inner heading met last
        bodies = waiting = 0
        for kind, number in reversed(self._numbered[inside]) if back else self._numbered[inside]:
            if kind == "B":
                bodies += 1
                cost = -_OUTER_FIT * to_body[number]
                if bodies > self._large:
                    cost += _CROWD * min(1.0, bodies - self._large)
                near += cost + fit
                far += cost
                waiting += 1
            elif kind in "HI":
                fit = -_OUTER_INNER_FIT * to_heading[number]
                far += waiting * fit
                waiting = 0
            near_side.append(near)
            far_side.append(far)
        return near_side, far_side


class Sums(NamedTuple):
    """Running sums for inner headings on one side, by place (the number of pieces before it).

    The pieces from place a to place b cost `upto[b] + since[a]` if a heading is among them, else
    `bare[b] - bare[a]`.
    """

    bare: list[float]
    upto: list[float]
    since: list[float]


def sums_before(fits: Fits) -> Sums:
    """Running sums where each inner heading stands before its bodies."""
    bare = _sums_bare(fits.kinds, _TILE + _TIE)
    upto, since = bare.copy(), [0.0] * len(bare)
    for last, heading, end in _stretches(fits):
        apart = bare[heading] - upto[heading]
        since[last : heading + 1] = [apart - cost for cost in bare[last : heading + 1]]
        before = upto[heading] + fits.as_inner(heading)
        costs = _headed(fits, heading, range(heading + 1, end), tiles=True)
        upto[heading + 1 : end + 1] = [before + cost for cost in costs]
    return Sums(bare, upto, since)


def sums_behind(fits: Fits) -> Sums:
    """Running sums where each inner heading stands behind its bodies."""
    bare = _sums_bare(fits.kinds, _TILE)
    upto, since = bare.copy(), [0.0] * len(bare)
    for last, heading, end in _stretches(fits):
        costs = [*_headed(fits, heading, range(heading - 1, last - 1, -1), tiles=False)]
        as_inner = fits.as_inner(heading)
        upto[heading + 1] = upto[last] + costs[-1] + as_inner
        since[last : heading + 1] = [cost + as_inner - upto[heading + 1] for cost in reversed(costs)]
        for place in range(heading + 2, end + 1):
            upto[place] = upto[heading + 1] + bare[place] - bare[heading + 1]
    return Sums(bare, upto, since)


def _stretches(fits: Fits) -> Iterator[tuple[int, int, int]]:
    """Each heading with the place behind the heading before it and the place of the next one."""
    places = [-1, *fits.headings, len(fits.kinds)]
    return ((before + 1, heading, after) for (before, heading), (_, after) in pairwise(pairwise(places)))


def _sums_bare(kinds: str, tile: float) -> list[float]:
    """Cost of the pieces before each place if no inner heading heads them."""
    costs = {"B": _NO_INNER, "T": tile, "X": _BREAK}
    return [0.0, *accumulate(costs.get(kind, 0.0) for kind in kinds)]


def _headed(fits: Fits, heading: int, pieces: Sequence[int], tiles: bool) -> Iterator[float]:
    """Cost of an inner heading with nothing, with the first of some pieces, with the first two …

    `tiles`: a number tile counts as a body, so that the first body is one too many.
    """
    cost, idle, first = 0.0, _NO_BODY, True
    yield idle
    for i in pieces:
        kind = fits.kinds[i]
        if kind == "X":
            cost += _BREAK
        elif kind == "B":
            cost += fits.inner(heading, i) if first else _SECOND_BODY
            idle, first = 0.0, False
        elif kind == "T":  # needs no heading but takes the one there is
            idle, first = 0.0, first and not tiles
        yield cost + idle
