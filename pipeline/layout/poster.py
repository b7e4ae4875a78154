"""Sections of a text whose headings may stand before or after what they head, as on a poster.

The text is read as a row of pieces: headings, bodies, others.  Every way to read the row as groups
(an outer heading with its pairs of inner heading and body, each before or after what it heads) has
a cost; the cheapest reading wins.  Cost falls with words that a heading shares with its bodies and
with the pattern that outer headings share, and rises with every change of direction, every
heading without a body and every body without a heading.  The plain reading, headings first, is
left only when another is cheaper by a clear margin: a text in order must come out in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.layout.likeness import Affinity, patterns


class Piece(NamedTuple):
    """One line of a poster, by its part in it.

    H heading · I bulleted heading, always an inner one · B body · C second half of a torn body,
    carries on the section of the first · T number tile · P head of a panel and L its items, a
    section of their own · F furniture · X other, such as a title in between.
    """

    kind: str
    text: str


class Style(NamedTuple):
    """Where headings stand: outer and inner; True = behind what they head.  No outer at all: None."""

    outer: bool | None
    inner: bool


class Group(NamedTuple):
    """A stretch of pieces under one outer heading: all numbers are indices of pieces."""

    outer: int | None
    bodies: tuple[tuple[int, int | None], ...] = ()  # body and its inner heading
    loose: tuple[int, ...] = ()  # headings without a body


PLAIN = (Style(False, False), Style(None, False))  # headings first
STYLES = (*PLAIN, Style(False, True), Style(True, False), Style(True, True), Style(None, True))

# Costs.  Only their relations matter; one unit is about one shared rare pair of characters.
_TURN = 4.5  # inner or outer headings change sides
_BEHIND = 0.18  # a group with headings behind, each side: before is the custom
_NO_OUTER = 3.5  # a group without outer heading
_NO_INNER = 3.0  # a body without inner heading
_NO_BODY = 2.4  # an inner heading without body
_ORPHAN = 2.0  # a heading that heads nothing here
_STRAY = 1.0  # what an outer heading of a strong family saves if it stands alone
_SECOND_BODY = 1.5  # a further body under the same inner heading
_LARGE = 1.5  # a group is large if it has so many times the bodies of a mean one
_CROWD = 0.6  # each body more than a large group has
_MARKED_OUTER = 8.0  # a bulleted heading taken for an outer one
_PATTERN = 1.7  # all of a family's strength
_TILE = 0.3  # a number tile without a heading
_TIE = 0.05  # breaks a tie
_BREAK = 1.5  # a foreign line inside a group
_OUTER_INNER_FIT = 0.15  # weight of affinity between an outer and an inner heading
_INNER_FIT, _OUTER_FIT, _FIT_MAX = 0.4, 0.25, 7.0  # weight of affinity, and the most that counts
_MARGIN = 3.0  # by which another reading must beat the plain one
_MOST = 24  # pieces in a group


def read(pieces: Sequence[Piece], outer: tuple[str, ...] = ()) -> list[Group]:
    """The groups of the cheapest reading, in order; headings first unless another is clearly cheaper.

    `outer`: words by which an outer heading is known (工作回顾, 主要预期目标).
    """
    fits = _Fits(pieces, outer)
    plain, plain_cost = _cheapest(pieces, fits, PLAIN)
    free, free_cost = _cheapest(pieces, fits, STYLES)
    return free if free_cost + _MARGIN < plain_cost else plain


class _Fits:
    """What it costs to take a heading for an outer or inner one, alone and with a body."""

    def __init__(self, pieces: Sequence[Piece], outer: tuple[str, ...]) -> None:
        self._pieces = pieces
        headings = [i for i, piece in enumerate(pieces) if piece.kind in "HI"]
        bodies = [i for i, piece in enumerate(pieces) if piece.kind == "B"]
        self._strength = dict(
            zip(
                headings,
                patterns([pieces[i].text for i in headings], len(headings) - len(bodies)),
                strict=True,
            )
        )
        self._strength |= {i: 1.0 for i in headings if any(word in pieces[i].text for word in outer)}
        self._row = {i: k for k, i in enumerate(bodies)} | {i: k for k, i in enumerate(headings)}
        self.crowd = _LARGE * len(bodies) / max(1, len(headings) - len(bodies))  # bodies in a large group
        self._to_body = Affinity([pieces[i].text for i in bodies])
        self._to_heading = Affinity([pieces[i].text for i in headings])

    def as_outer(self, i: int) -> float:
        strength = self._strength[i]
        marked = _MARKED_OUTER if self._pieces[i].kind == "I" else 0.0
        return marked - _PATTERN * strength * (2 if strength < 0 else 1)

    def as_inner(self, i: int) -> float:
        return 0.0 if self._pieces[i].kind == "I" else _PATTERN * self._strength[i] / 2

    def alone(self, i: int) -> float:
        """Cost of a piece that belongs to no group; an outer heading may have strayed."""
        if self._pieces[i].kind not in "HIB":
            return _TILE * (self._pieces[i].kind == "T")
        return _ORPHAN - _STRAY * max(0.0, self._strength.get(i, 0.0))

    def inner(self, heading: int, body: int) -> float:
        return -_INNER_FIT * min(_FIT_MAX, self._to_body.of(self._pieces[heading].text, self._row[body]))

    def outer(self, heading: int, other: int) -> float:
        """Cost of a body or inner heading under an outer one."""
        affinity = self._to_body if self._pieces[other].kind == "B" else self._to_heading
        weight = _OUTER_FIT if self._pieces[other].kind == "B" else _OUTER_INNER_FIT
        return -weight * min(_FIT_MAX, affinity.of(self._pieces[heading].text, self._row[other]))


@dataclass(slots=True)
class _Scan:
    """A group while it grows piece by piece; `cost` is without its outer heading."""

    pieces: Sequence[Piece]
    fits: _Fits
    behind: bool  # inner headings stand behind their bodies
    cost: float = 0.0
    heading: int | None = None  # inner heading whose body is to come (headings first)
    used: bool = False  # it has a body already
    waiting: list[int] = field(default_factory=list)  # bodies whose heading is to come
    bodies: list[tuple[int, int | None]] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)

    def add(self, i: int) -> None:
        kind = self.pieces[i].kind
        if kind in "HI":
            self.cost += self.fits.as_inner(i)
            (self._close if self.behind else self._open)(i)
        elif kind == "X":
            self.cost += _BREAK
        elif kind == "T":
            (self._wait if self.behind else self._hang)(i)
        elif kind == "B":
            (self._wait if self.behind else self._fill)(i)

    def _open(self, i: int) -> None:
        self._drop()
        self.heading, self.used = i, False

    def _drop(self) -> None:
        """The inner heading so far, if it got no body."""
        if self.heading is not None and not self.used:
            self.loose.append(self.heading)
            self.cost += _NO_BODY

    def _fill(self, i: int) -> None:
        if self.heading is None:
            self.cost += _NO_INNER
        else:
            self.cost += (
                _SECOND_BODY if self.used else self.fits.inner(self.heading, i)
            )  # a tile counts as one
            self.used = True
        self.bodies.append((i, self.heading))

    def _hang(self, i: int) -> None:
        """A number tile needs no heading but takes the one there is."""
        self.used = self.used or self.heading is not None
        self.cost += 0.0 if self.heading is not None else _TILE + _TIE
        self.bodies.append((i, self.heading))

    def _wait(self, i: int) -> None:
        self.waiting.append(i)

    def _close(self, i: int) -> None:
        if not self.waiting:
            self.loose.append(i)
            self.cost += _NO_BODY
            return
        bodies = [body for body in self.waiting if self.pieces[body].kind == "B"]
        self.cost += sum(self.fits.inner(i, body) for body in bodies[-1:]) + _SECOND_BODY * len(bodies[1:])
        self.bodies += [(body, i) for body in self.waiting]
        self.waiting = []

    def ended(self) -> tuple[float, Group]:
        """Cost and group if it ended here, outer heading aside."""
        bare = sum(self.pieces[body].kind == "B" for body in self.waiting)
        cost = self.cost + _NO_INNER * bare + _TILE * (len(self.waiting) - bare)
        loose = list(self.loose)
        if not self.behind and self.heading is not None and not self.used:
            cost += _NO_BODY
            loose.append(self.heading)
        bodies = [*self.bodies, *((body, None) for body in self.waiting)]
        return cost, Group(None, tuple(bodies), tuple(loose))


def _groups(
    pieces: Sequence[Piece], fits: _Fits, start: int, style: Style
) -> Iterator[tuple[int, float, Group]]:
    """Every group of a style that begins at a piece: its end, cost and make-up."""
    scan = _Scan(pieces, fits, style.inner)
    base = _BEHIND * (bool(style.outer) + style.inner)
    first = start
    if style.outer is False:
        if pieces[start].kind not in "HIC":
            return
        first += 1
    for end in range(first, min(len(pieces), start + _MOST)):
        kind = pieces[end].kind
        if style.outer and kind in "HI" and scan.bodies + [(b, None) for b in scan.waiting]:
            yield end + 1, *_under(end, scan, fits, base)
        if kind == "C" and end > first:
            return
        scan.add(end)
        if style.outer is False and kind != "X":
            yield end + 1, *_under(start, scan, fits, base)
        if style.outer is None and (scan.bodies or scan.waiting):
            cost, group = scan.ended()
            yield end + 1, cost + base + _NO_OUTER, group


def _under(outer: int, scan: _Scan, fits: _Fits, base: float) -> tuple[float, Group]:
    """A scanned group put under an outer heading."""
    cost, group = scan.ended()
    if scan.pieces[outer].kind == "C":
        return cost + base, group._replace(outer=outer)
    cost += base + fits.as_outer(outer)
    bodies = [(body, inner) for body, inner in group.bodies if scan.pieces[body].kind == "B"]
    for body, inner in bodies:
        cost += fits.outer(outer, body) + (fits.outer(outer, inner) if inner is not None else 0.0)
    return cost + _CROWD * max(0.0, len(bodies) - fits.crowd), group._replace(outer=outer)


def _cheapest(pieces: Sequence[Piece], fits: _Fits, styles: Sequence[Style]) -> tuple[list[Group], float]:
    """The cheapest row of groups over all pieces, and its cost."""
    Step = tuple[float, int, int, Group | None]  # cost so far, piece and style before, group taken
    table: list[dict[int, Step]] = [{} for _ in range(len(pieces) + 1)]
    table[0] = dict.fromkeys(range(len(styles)), (0.0, -1, -1, None))
    for i in range(len(pieces)):
        for k in list(table[i]):
            alone = table[i][k][0] + fits.alone(i)
            _offer(table[i + 1], k, (alone, i, k, _alone(pieces, i)))
        for k, style in enumerate(styles):
            before, turn = min(
                ((j, step[0] + _turn(styles[j], style)) for j, step in table[i].items()),
                key=lambda pair: pair[1],
            )
            for end, cost, group in _groups(pieces, fits, i, style):
                _offer(table[end], k, (turn + cost, i, before, group))
    return _traced(table)


def _offer(
    column: dict[int, tuple[float, int, int, Group | None]],
    k: int,
    step: tuple[float, int, int, Group | None],
) -> None:
    if k not in column or step[0] < column[k][0]:
        column[k] = step


def _alone(pieces: Sequence[Piece], i: int) -> Group | None:
    """A piece that belongs to no group."""
    kind = pieces[i].kind
    if kind == "B":
        return Group(None, ((i, None),))
    return Group(None, (), (i,)) if kind in "HI" else None


def _turn(before: Style, now: Style) -> float:
    """Cost of changing from one style to another."""
    outer = before.outer is not None and now.outer is not None and before.outer != now.outer
    return _TURN * (outer + (before.inner != now.inner))


def _traced(table: Sequence[dict[int, tuple[float, int, int, Group | None]]]) -> tuple[list[Group], float]:
    """The groups on the cheapest way through the table."""
    i = len(table) - 1
    k = min(table[i], key=lambda style: table[i][style][0])
    cost = table[i][k][0]
    groups: list[Group] = []
    while i:
        _, i, k, group = table[i][k]
        if group:
            groups.append(group)
    return groups[::-1], cost
