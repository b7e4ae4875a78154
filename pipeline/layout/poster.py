"""Sections of a text whose headings may stand before or after what they head, as on a poster.

The text is read as a row of pieces: headings, bodies, others.  Every way to read the row as groups
(an outer heading with its pairs of inner heading and body, each before or after what it heads) has
a cost; the cheapest reading wins.  Cost falls with words that a heading shares with its bodies and
with the pattern that outer headings share, and rises with every change of direction, every
heading without a body and every body without a heading.  The plain reading, headings first, is
left only when another is cheaper by a clear margin: a text in order must come out in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import inf
from operator import add
from typing import Final, NamedTuple

from pipeline.layout.costs import BEHIND, MOST, NO_OUTER, Fits, Piece, sums_before, sums_behind


class Style(NamedTuple):
    """Where headings stand: outer and inner; True = behind what they head.  No outer at all: None."""

    outer: bool | None
    inner: bool


class Group(NamedTuple):
    """A stretch of pieces under one outer heading: all numbers are indices of pieces."""

    outer: int | None
    bodies: tuple[tuple[int, int | None], ...] = ()  # body and its inner heading
    loose: tuple[int, ...] = ()  # headings without a body


PLAIN: Final = (Style(False, False), Style(None, False))  # headings first
# By side of the inner headings; `_entered` counts on the order.
STYLES: Final = (*PLAIN, Style(True, False), Style(False, True), Style(None, True), Style(True, True))

_TURN: Final = 4.5  # cost: inner or outer headings change sides
_MARGIN: Final = 3.0  # by which another reading must beat the plain one
_ALONE: Final = -1
_SINGLE: Final = Style(None, False)


class _Way(NamedTuple):
    """The cheapest readings up to each place that end in a group of one style."""

    style: Style
    cost: list[float]
    start: list[int]  # where the last group begins, or _ALONE: the last piece belongs to none
    headed: list[float]  # cost of what comes before a group that begins here, less its running sums
    bare: list[float]  # the same for a group without an inner heading


def read(pieces: Sequence[Piece], outer: tuple[str, ...] = ()) -> list[Group]:
    """The groups of the cheapest reading, in order; headings first unless another is clearly cheaper.

    `outer`: words by which an outer heading is known (工作回顾, 主要预期目标).
    """
    search = _Search(Fits(pieces, outer))
    plain, free = search.ways(PLAIN), search.ways(STYLES)
    clear = min(way.cost[-1] for way in free) + _MARGIN < min(way.cost[-1] for way in plain)
    return _traced(free if clear else plain, search.kinds)


class _Search:
    """The costs of groups, and the cheapest rows of them.

    A place is the number of pieces before it; a group goes from one place to another.  Where there
    is a pair of things, the first is for inner headings before their bodies, the second for behind.
    """

    def __init__(self, fits: Fits) -> None:
        self.kinds = kinds = fits.kinds
        self._alone = [fits.alone(i) for i in range(len(kinds))]
        self._sums = (sums_before(fits), sums_behind(fits))
        self._heading, self._body = _last(kinds, "HI"), _last(kinds, "BT")
        # By its end where a group can begin at the earliest; a torn body can only open one.
        self._first = [max(0, end - MOST, torn) for end, torn in enumerate(_last(kinds, "C"))]
        self._dear = [self._dear_ends(inner) for inner in (False, True)]
        self._opened = {i: self._opens(fits, i) for i, kind in enumerate(kinds) if kind in "HC"}
        self._closed = {i: self._closes(fits, i) for i in fits.outer}

    def _dear_ends(self, inner: bool) -> list[bool]:
        """For each piece whether it costs no less as the last one of a group than alone.

        Not said of headings behind their bodies: what they cost depends on where the group began.
        """
        bare, upto, _ = self._sums[inner]
        dear = []
        for i, (kind, alone) in enumerate(zip(self.kinds, self._alone, strict=True)):
            more = upto[i + 1] - upto[i]
            if kind in "HI":
                dear.append(not inner and more >= alone)
            else:
                dear.append(min(more, bare[i + 1] - bare[i]) >= alone)
        return dear

    def _opens(self, fits: Fits, outer: int) -> list[list[float]]:
        """Costs of the groups whose outer heading stands before them, by where they end: outer + 2, …"""
        start, torn = outer + 1, self.kinds.find("C", outer + 2)
        stop = min(outer + MOST, len(self.kinds) if torn < 0 else torn)
        inside = self.kinds[start:stop]
        heading = next((i for i in range(start, stop) if self.kinds[i] in "HI"), stop)
        rows = []
        for inner, costs in enumerate(fits.under(outer, slice(start, stop))):
            bare, upto, since = self._sums[inner]
            base = fits.as_outer(outer) + BEHIND * inner
            alone, under = base - bare[start], base + since[start]
            below = [cost + alone for cost in bare[start + 1 : heading + 1]]
            below += [cost + under for cost in upto[heading + 1 : stop + 1]]
            rows.append(list(map(add, below, costs)))
        if "X" in inside:  # no group ends with a foreign line
            for row in rows:
                row[:] = [inf if kind == "X" else cost for kind, cost in zip(inside, row, strict=True)]
        return rows

    def _closes(self, fits: Fits, outer: int) -> list[list[float]]:
        """What an outer heading adds to the groups it stands behind, by where they begin."""
        near, far = fits.under(outer, slice(self._first[outer + 1], outer), back=True)
        base = fits.as_outer(outer) + BEHIND
        return [[base + cost for cost in reversed(costs)] for costs in (far, near)]

    def ways(self, styles: Sequence[Style]) -> list[_Way]:
        """The cheapest readings by groups of some styles, piece by piece."""
        size = len(self.kinds)
        ways = [_Way(style, [0.0] + [inf] * size, [_ALONE] * (size + 1), [], []) for style in styles]
        for i in range(size):
            costs = [way.cost[i] for way in ways]
            for way, before, cost in zip(ways, _entered(costs), costs, strict=True):
                if way.style.outer is False:
                    self._open(way, i, before)
                else:
                    self._close(way, i, before)
                if cost + self._alone[i] < way.cost[i + 1]:
                    way.cost[i + 1], way.start[i + 1] = cost + self._alone[i], _ALONE
        return ways

    def _open(self, way: _Way, i: int, before: float) -> None:
        """The groups that a piece opens as their outer heading; `before`: cost of what comes before it."""
        if i not in self._opened:
            return
        costs, starts = way.cost, way.start
        for end, cost in enumerate(self._opened[i][way.style.inner], i + 2):
            if before + cost < costs[end]:
                costs[end], starts[end] = before + cost, i

    def _close(self, way: _Way, i: int, before: float) -> None:
        """The best group that a piece closes, as its outer heading or, without one, as its last piece."""
        inner = way.style.inner
        way.headed.append(before + self._sums[inner].since[i])
        way.bare.append(before - self._sums[inner].bare[i])
        if way.style.outer is None:
            # A group that could do without a dear last piece is no cheaper than the same without it.
            first = self._body[i] + 1 if self._dear[inner][i] else 0
            self._end(way, i + 1, i + 1, max(first, self._first[i + 1]), [])
        elif i in self._closed:
            self._end(way, i + 1, i, self._first[i + 1], self._closed[i][inner])

    def _end(self, way: _Way, end: int, inside: int, first: int, outer: list[float]) -> None:
        """The best group of what stands between a place, at `first` or behind it, and the place `inside`.

        `outer`: what the outer heading behind that adds, by place; empty: there is none.
        """
        sums, last = self._sums[way.style.inner], self._body[inside] + 1  # no group without a body
        headed = max(first, min(self._heading[inside] + 1, last))  # up to here an inner heading is inside
        costs = way.headed[first:headed]
        if headed < last:
            apart = sums.bare[inside] - sums.upto[inside]
            costs += [cost + apart for cost in way.bare[headed:last]]
        if not costs:
            return
        if outer:
            costs = list(map(add, costs, outer))
        least = min(costs)
        cost = least + sums.upto[inside] + BEHIND * way.style.inner + (0.0 if outer else NO_OUTER)
        if cost < way.cost[end]:
            way.cost[end], way.start[end] = cost, first + costs.index(least)


def _entered(costs: Sequence[float]) -> list[float]:
    """For each style the least cost of what comes before a group of it, changes of sides included."""
    if len(costs) == len(PLAIN):
        return [min(costs)] * len(PLAIN)
    before, behind = _sided(costs[0], costs[1], costs[2]), _sided(costs[3], costs[4], costs[5])
    pairs = zip(before + behind, behind + before, strict=True)
    return [same if same < turned + _TURN else turned + _TURN for same, turned in pairs]


def _sided(before: float, none: float, behind: float) -> tuple[float, float, float]:
    """The same for the three styles with inner headings on one side.  Without `min`: as often, it is slow."""
    before = none if none < before else before
    behind = none if none < behind else behind
    least = before if before < behind else behind
    turned = least + _TURN
    return (before if before < turned else turned), least, (behind if behind < turned else turned)


def _last(kinds: str, wanted: str) -> list[int]:
    """For each place the last piece before it that is of some kinds; -1 if there is none."""
    return [-1, *accumulate((i if kind in wanted else -1 for i, kind in enumerate(kinds)), max)]


def _turn(before: Style, now: Style) -> float:
    """Cost of changing from one style to another."""
    outer = before.outer is not None and now.outer is not None and before.outer != now.outer
    return _TURN * (outer + (before.inner != now.inner))


def _traced(ways: Sequence[_Way], kinds: str) -> list[Group]:
    """The groups of the cheapest reading."""
    groups: list[Group] = []
    place = len(kinds)
    way = min(ways, key=lambda way: way.cost[place])
    while place:
        start = way.start[place]
        if start != _ALONE:
            groups.append(_group(kinds, start, place, way.style))
            now, place = way.style, start
            way = min(ways, key=lambda way: way.cost[place] + _turn(way.style, now))
            continue
        place -= 1
        if kinds[place] in "HIB":
            groups.append(_group(kinds, place, place + 1, _SINGLE))
    return groups[::-1]


def _group(kinds: str, start: int, end: int, style: Style) -> Group:
    """A group's make-up: a body belongs to the nearest inner heading on the side where these stand."""
    inside = range(start + (style.outer is False), end - (style.outer is True))
    heading: int | None = None
    headings: list[int] = []
    bodies: list[tuple[int, int | None]] = []
    for i in reversed(inside) if style.inner else inside:
        if kinds[i] in "HI":
            heading = i
            headings.append(i)
        elif kinds[i] in "BT":
            bodies.append((i, heading))
    loose = set(headings).difference(heading for _, heading in bodies)
    outer = None if style.outer is None else end - 1 if style.outer else start
    return Group(outer, tuple(sorted(bodies)), tuple(sorted(loose)))
