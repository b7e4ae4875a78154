"""Rows: the glyphs of one baseline, from left to right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.layout.pages.stretch import PrintedLine
from pipeline.model import Glyph, Sheet

_SHARED: Final = 0.5  # of the lower glyph's height that two glyphs of one row have in common
_OPEN: Final = 4  # rows looked back at: raised marks and the row they belong to come in any order
_TWICE: Final = 0.2  # em between two prints of one character (bold by printing twice)
_CLOSE: Final = 0.25  # em between the sides of an opening mark and the mark before it, whose boxes overlap
_OPENERS: Final = "（《“‘「『【〈〔"
_ENDS: Final = "，。、；：！？）》”’」』】〉〕"
_BLANK: Final = 0.25  # em from which on a gap between Latin letters or digits is a blank


class Row(NamedTuple):
    """Glyphs of one baseline without blanks; `size` and `font` are those of most of them."""

    page: int
    glyphs: tuple[Glyph, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str
    text: str

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.top + self.bottom) / 2

    def printed(self) -> PrintedLine:
        """The row with a blank wherever Latin letters or digits stand apart."""
        return PrintedLine(self.page, tuple(_spaced(self.glyphs)))


class _Open:
    """A row while its glyphs come in; its band is that of the highest of them."""

    __slots__ = ("bottom", "glyphs", "top")

    def __init__(self, glyph: Glyph) -> None:
        self.glyphs = [glyph]
        self.top = glyph.top
        self.bottom = glyph.bottom

    def holds(self, glyph: Glyph) -> bool:
        """Whether a glyph stands on the row: the lower of the two is half inside the other's band."""
        common = min(self.bottom, glyph.bottom) - max(self.top, glyph.top)
        return common > _SHARED * min(self.bottom - self.top, glyph.bottom - glyph.top)

    def add(self, glyph: Glyph) -> None:
        self.glyphs.append(glyph)
        if glyph.bottom - glyph.top > self.bottom - self.top:
            self.top, self.bottom = glyph.top, glyph.bottom


def rows_of(sheet: Sheet) -> list[Row]:
    """The rows of a page, from top to bottom."""
    rows: list[_Open] = []
    printed = [glyph for glyph in sheet.glyphs if glyph.upright and not glyph.text.isspace()]
    printed.sort(key=lambda glyph: glyph.top + glyph.bottom)
    for glyph in printed:
        for row in rows[: -_OPEN - 1 : -1]:
            if row.holds(glyph):
                row.add(glyph)
                break
        else:
            rows.append(_Open(glyph))
    found = [row_of(sheet.number, _once(row.glyphs)) for row in rows]
    return sorted(found, key=lambda row: row.middle)


def row_of(page: int, glyphs: Sequence[Glyph]) -> Row:
    """A row of glyphs that stand in order; its looks are those of its wide characters, if it has any."""
    text = "".join([glyph.text for glyph in glyphs])
    telling = [glyph for glyph in glyphs if not glyph.text.isascii()] or glyphs
    looks = Counter([(glyph.size, glyph.font) for glyph in telling])
    size, font = looks.most_common(1)[0][0] if len(looks) > 1 else (telling[0].size, telling[0].font)
    top = min([glyph.top for glyph in telling])
    bottom = max([glyph.bottom for glyph in telling])
    x1 = max([glyph.x1 for glyph in glyphs])
    return Row(page, tuple(glyphs), glyphs[0].x0, top, x1, bottom, size, font, text)


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Glyphs from left to right without those that are printed a second time at the same place."""
    kept: list[Glyph] = []
    for glyph in _in_order(glyphs):
        near = _TWICE * glyph.size
        if not any(old.text == glyph.text and glyph.x0 - old.x0 < near for old in kept[-2:]):
            kept.append(glyph)
    return kept


def _in_order(glyphs: list[Glyph]) -> list[Glyph]:
    """Glyphs from left to right; of two marks set close together (，“) the box of the second begins first."""
    glyphs.sort(key=lambda glyph: glyph.x0)
    for at, (left, right) in enumerate(pairwise(glyphs)):
        if left.text in _OPENERS and right.text in _ENDS and right.x0 - left.x0 < _CLOSE * left.size:
            glyphs[at], glyphs[at + 1] = right, left
    return glyphs


def segments(row: Row, gap: float) -> list[Row]:
    """The pieces of a row between gaps of more than so many em."""
    cuts = [
        at
        for at, (left, right) in enumerate(pairwise(row.glyphs), 1)
        if right.x0 - left.x1 > gap * max(left.size, right.size)
    ]
    if not cuts:
        return [row]
    bounds = pairwise([0, *cuts, len(row.glyphs)])
    return [row_of(row.page, row.glyphs[start:end]) for start, end in bounds]


def _spaced(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and _are_apart(last, glyph):
            yield last._replace(text=" ", x0=last.x1, x1=glyph.x0, doubt="")
        yield glyph
        last = glyph


def _are_apart(left: Glyph, right: Glyph) -> bool:
    """Whether two Latin letters or digits belong to two words."""
    a, b = left.text[-1:], right.text[:1]
    return (a + b).isascii() and a.isalnum() and b.isalnum() and right.x0 - left.x1 > _BLANK * right.size
