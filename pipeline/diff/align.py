"""Two sequences -> which of their items are each other, in order; the time is about linear.

difflib alone takes the square of the length where items repeat.  So what stands once on both sides is
matched first (patience diff), and difflib sees the short gaps between.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

Pair = tuple[int, int]
#: a gap is left to difflib up to so many meetings of equal items
_MEETINGS = 200_000


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pairs of equal items (place in `old`, place in `new`), both rising.

    >>> align("DAD", "AD")
    [(1, 0), (2, 1)]
    >>> align("abxc", "abcb")
    [(0, 0), (1, 1), (3, 2)]
    """
    found: list[Pair] = []
    open_ = [(0, len(old), 0, len(new))]
    while open_:
        from_old, to_old, from_new, to_new = open_.pop()
        while from_old < to_old and from_new < to_new and old[from_old] == new[from_new]:
            found.append((from_old, from_new))
            from_old, from_new = from_old + 1, from_new + 1
        while from_old < to_old and from_new < to_new and old[to_old - 1] == new[to_new - 1]:
            to_old, to_new = to_old - 1, to_new - 1
            found.append((to_old, to_new))
        part, other = old[from_old:to_old], new[from_new:to_new]
        if not part or not other:
            continue
        anchors = [(from_old + i, from_new + j) for i, j in _once(part, other)]
        if anchors:
            found += anchors
            open_ += gaps(anchors, (from_old, from_new), (to_old, to_new))
        else:
            found += ((from_old + i, from_new + j) for i, j in _repeated(part, other))
    return sorted(found)


def gaps(anchors: Sequence[Pair], start: Pair, end: Pair) -> Iterator[tuple[int, int, int, int]]:
    """What lies between rising pairs: (from, to) in the one sequence, (from, to) in the other."""
    before = start
    for i, j in (*anchors, end):
        if i > before[0] and j > before[1]:
            yield before[0], i, before[1], j
        before = (i + 1, j + 1)


def _once(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """The longest rising row of items that stand once on both sides."""
    counts, others = Counter(old), Counter(new)
    there = {item: place for place, item in enumerate(new)}
    pairs = [(i, there[item]) for i, item in enumerate(old) if counts[item] == 1 == others[item]]
    return _rising(pairs)


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest part of pairs (the first numbers rise) whose second numbers rise, too."""
    tails: list[int] = []  # the least second number that ends a row of each length
    ends: list[int] = []  # which pair that is
    before: list[int] = []  # of each pair: the pair before it in its row, -1 for none
    for place, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        tails[length : length + 1] = [j]
        before.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [place]
    row = []
    place = ends[-1] if ends else -1
    while place >= 0:
        row.append(pairs[place])
        place = before[place]
    return row[::-1]


def _repeated(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Where all that is common repeats: difflib, or the first with the first where that would take long."""
    counts, others = Counter(old), Counter(new)
    meetings = sum(count * others[item] for item, count in counts.items())
    if not meetings:
        return []
    if meetings > _MEETINGS:
        return _once(_numbered(old), _numbered(new))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(block.a + k, block.b + k) for block in blocks for k in range(block.size)]


def _numbered(items: Sequence[Hashable]) -> list[tuple[Hashable, int]]:
    """Each item with how often it stood before."""
    seen: Counter[Hashable] = Counter()
    told = []
    for item in items:
        told.append((item, seen[item]))
        seen[item] += 1
    return told
