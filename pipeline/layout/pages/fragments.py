"""Line fragments: glyphs of one frame on one line without a wide gap; in them no gutter is crossed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.model import Box, Glyph

_GAP: Final = 0.95  # em; a wider gap parts columns
_HUNG: Final = 0.25  # em; a gap so wide behind a mark parts columns where a column's edge follows
_EDGE: Final = 2  # fragments that begin at the same place make an edge
_MARKS: Final = "，。、；：！？”’）》」』%％"
_GAP_WITH_BLANK: Final = 1.6  # em; where a blank is printed in it
_INTO_FRAME: Final = 0.4  # em; nearer than this a line goes on beyond a frame's edge
_OFF_LINE: Final = 0.35  # em between the centres of glyphs on one line
_OVERLAP: Final = 0.97  # em by which a glyph may begin before the one on its left ends: marks are set tight
_BUCKET: Final = 4.0  # points; open lines are looked up by the height of their centre
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_SUBSET: Final = re.compile(r"^[A-Z]{6}\+|^[A-Z]{4}\+|-\d+$|\d+$")

Turn = Callable[[Glyph], Box]


class Fragment(NamedTuple):
    """Glyphs in reading order.

    The box is turned so that the line runs from left to right and lines follow downwards; `size` in
    points; `font` and `color` are those of most of its Chinese glyphs, `plain` if they have no other.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    home: int
    color: int
    font: str
    plain: bool
    text: str
    glyphs: tuple[Glyph, ...]


def level(glyph: Glyph) -> Box:
    """As it stands: lines from left to right."""
    return glyph.x0, glyph.top, glyph.x1, glyph.bottom


def down(glyph: Glyph) -> Box:
    """Vertical writing: lines from top to bottom, the first on the right."""
    return glyph.top, -glyph.x1, glyph.bottom, -glyph.x0


def up(glyph: Glyph) -> Box:
    """Type turned to the left: lines from bottom to top, the first on the left."""
    return -glyph.bottom, glyph.x0, -glyph.top, glyph.x1


class _Open:
    """A fragment that may go on."""

    __slots__ = ("box", "glyphs", "home", "size")

    def __init__(self, glyph: Glyph, box: Box, home: int) -> None:
        self.glyphs = [glyph]
        self.box = box
        self.home = [home]
        self.size = box[3] - box[1]

    def add(self, glyph: Glyph, box: Box, home: int) -> None:
        self.glyphs.append(glyph)
        self.box = box
        self.home.append(home)
        self.size = max(self.size, box[3] - box[1])


def fragments(glyphs: Sequence[Glyph], homes: Sequence[int], turn: Turn = level) -> list[Fragment]:
    """The fragments of glyphs that all run the same way."""
    placed = sorted(
        ((turn(glyph), home, glyph) for glyph, home in zip(glyphs, homes, strict=True)), key=lambda p: p[0]
    )
    blanks = _blanks((box for box, _, glyph in placed if glyph.text.isspace()))
    rows: dict[int, list[_Open]] = defaultdict(list)
    done: list[_Open] = []
    for box, home, glyph in placed:
        if glyph.text.isspace():
            continue
        before = _before(rows, box, home, glyph, blanks)
        if before is None:
            before = _Open(glyph, box, home)
            done.append(before)
        else:
            rows[_bucket(before.box)].remove(before)
            before.add(glyph, box, home)
        rows[_bucket(box)].append(before)
    edges = Counter(round(turn(each.glyphs[0])[0]) for each in done if len(each.glyphs) > 1)
    return [_closed(part, homes, turn) for each in done for part, homes in _unhung(each, edges, turn)]


def _unhung(each: _Open, edges: Counter[int], turn: Turn) -> Iterator[tuple[list[Glyph], list[int]]]:
    """A fragment parted where a mark hangs into the gutter and the next column begins."""
    start = 0
    for i in range(1, len(each.glyphs)):
        before, here = turn(each.glyphs[i - 1]), turn(each.glyphs[i])
        if here[0] - before[2] < _HUNG * (before[3] - before[1]) or each.glyphs[i - 1].text not in _MARKS:
            continue
        if sum(edges[round(here[0]) + near] for near in (-1, 0, 1)) >= _EDGE:
            yield each.glyphs[start:i], each.home[start:i]
            start = i
    yield each.glyphs[start:], each.home[start:]


def _bucket(box: Box) -> int:
    return int((box[1] + box[3]) / 2 // _BUCKET)


def _blanks(boxes: Iterable[Box]) -> dict[int, list[Box]]:
    found: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        found[_bucket(box)].append(box)
    return found


def _before(
    rows: dict[int, list[_Open]], box: Box, home: int, glyph: Glyph, blanks: dict[int, list[Box]]
) -> _Open | None:
    """The open fragment that a glyph goes on with: the nearest on its left."""
    reach = int((box[3] - box[1]) * 0.5 // _BUCKET) + 1
    here = _bucket(box)
    best: _Open | None = None
    for row in range(here - reach, here + reach + 1):
        for each in rows.get(row, ()):
            if (best is None or each.box[2] > best.box[2]) and _goes_on(each, box, home, glyph, blanks):
                best = each
    return best


def _goes_on(each: _Open, box: Box, home: int, glyph: Glyph, blanks: dict[int, list[Box]]) -> bool:
    em = min(max(box[3] - box[1], each.size * 0.6), each.size)
    if abs(box[1] + box[3] - each.box[1] - each.box[3]) / 2 > _OFF_LINE * max(box[3] - box[1], each.size):
        return False
    gap = box[0] - each.box[2]
    if not -_OVERLAP * em < gap < _GAP_WITH_BLANK * em:
        return False
    if home != each.home[-1] and home not in each.home:
        last = each.glyphs[-1]
        return gap < _INTO_FRAME * em and glyph.color == last.color and abs(glyph.size - last.size) < 0.5
    return gap < _GAP * em or any(
        each.box[2] - em / 3 < blank[0] < box[0] and blank[2] - blank[0] < 1.3 * em
        for blank in blanks.get(_bucket(box), ())
    )


def _closed(glyphs: Sequence[Glyph], homes: Sequence[int], turn: Turn) -> Fragment:
    boxes = [turn(glyph) for glyph in glyphs]
    text = "".join(glyph.text for glyph in glyphs)
    told = [glyph for glyph in glyphs if _HAN.search(glyph.text)] or glyphs
    colors = Counter(glyph.color for glyph in told)
    fonts = Counter(family(glyph.font) for glyph in told)
    size = Counter(round(box[3] - box[1], 1) for box in boxes).most_common(1)[0][0]
    return Fragment(
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
        size,
        Counter(homes).most_common(1)[0][0],
        colors.most_common(1)[0][0],
        fonts.most_common(1)[0][0] if _HAN.search(text) else "",
        len(colors) == len(fonts) == 1,
        text,
        tuple(glyphs),
    )


def family(font: str) -> str:
    """A font's name without the marks of a subset.

    >>> family("AAAA+UMingCN-0"), family("ABCDEF+STSong-Light")
    ('UMingCN', 'STSong-Light')
    """
    return _SUBSET.sub("", _SUBSET.sub("", font))


def runs_down(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs are written from top to bottom: most have their nearest neighbour below, not beside."""
    below = beside = 0
    cells: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    em = sorted(glyph.x1 - glyph.x0 for glyph in glyphs)[len(glyphs) * 3 // 4] or 1.0
    for glyph in glyphs:
        cells[int(glyph.x0 // (2 * em)), int(glyph.top // (2 * em))].append(glyph)
    for glyph in glyphs:
        right, under = _gaps(glyph, cells, em)
        below += under < right - em / 10
        beside += right < under - em / 10
    return below > 2 * beside


def _gaps(glyph: Glyph, cells: dict[tuple[int, int], list[Glyph]], em: float) -> tuple[float, float]:
    """Points to the nearest glyph beside and below; two em where there is none."""
    column, row = int(glyph.x0 // (2 * em)), int(glyph.top // (2 * em))
    right = under = 2 * em
    for across in (column - 1, column, column + 1):
        for along in (row, row + 1):
            for other in cells.get((across, along), ()):
                if other is glyph:
                    continue
                if abs(other.top - glyph.top) < em / 3 and other.x0 > glyph.x0:
                    right = min(right, max(other.x0 - glyph.x1, 0))
                elif abs(other.x0 + other.x1 - glyph.x0 - glyph.x1) < em and other.top > glyph.top:
                    under = min(under, max(other.top - glyph.bottom, 0))
    return right, under
