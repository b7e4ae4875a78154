"""Which lines are one paragraph, from how they are set: indent, fullness, pitch, size and marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.layout import marks
from pipeline.layout.pages.columns import Column, Setting
from pipeline.layout.pages.footnotes import begins_note
from pipeline.layout.pages.rows import Row

_INDENT: Final = 0.8  # em from which on a line is indented
_EVEN: Final = 0.5  # em by which lines that begin at one place may differ
_SIZE: Final = 0.12  # of the size by which lines of one paragraph may differ
_LARGE: Final = 1.2  # times the size of the text from which on type is that of a title
_WIDE: Final = 1.5  # times the usual pitch from which on white space parts paragraphs
_CENTRE: Final = 1.0  # em by which the middles of centred lines may differ
_SPARE: Final = 0.35  # em a full line may lack beyond what its next word needs
_TITLES: Final = 2.2  # times their size that the lines of one title may be apart
_BROAD: Final = 0.6  # of the column's width that a line fills which breaks off without being full
_OPENERS: Final = "（《“‘「『【〈([{"
_HELD: Final = (
    _OPENERS + "，。、；：！？）》”’」』】〉％‰,.;:!?)]}%"
)  # stay on the line of the character before
_DATE: Final = re.compile(r"[（(]?\d{4}年\d{1,2}月(?:\d{1,2}日)?[）)]?")
_ENTRY: Final = re.compile(r"[.．·…_]{4,}[^\d…]{0,30}[-—–（(]?\d{1,4}[-—–）)]?$")


class Seam(NamedTuple):
    """The paragraph so far and the row that may go on with it, with the columns they stand in.

    `turned`: something stands between them: the end of a page, a table.
    """

    paragraph: Sequence[Row]
    below: Row
    column: Column  # of the last row of the paragraph
    next_column: Column  # of the row below
    turned: bool


def goes_on(seam: Seam, setting: Setting) -> bool:
    """Whether the row below goes on with the paragraph."""
    above, below = seam.paragraph[-1], seam.below
    if not _share_size(above, below):
        return False
    if not seam.turned and _is_title(seam, setting):
        return True
    if is_entry(above.text):
        return False
    if _is_indented(seam) and not _hangs(seam):
        return _is_full(seam) and _is_set_in(seam)
    if not _is_full(seam):
        return marks.must_go_on(above.text) or _breaks_off(seam, setting)
    if not marks.is_closed(above.text):
        return True
    return not _is_parted(seam, setting)


def _share_size(above: Row, below: Row) -> bool:
    """Whether two rows are set in one size, or the second begins in the size in which the first ends."""

    def near(a: float, b: float) -> bool:
        return abs(a - b) < _SIZE * max(a, b)

    return near(above.size, below.size) or near(above.glyphs[-1].size, below.glyphs[0].size)


def _is_indented(seam: Seam) -> bool:
    return seam.below.x0 - seam.next_column.left > _INDENT * seam.below.size


def _is_full(seam: Seam) -> bool:
    """Whether the first word of the row below had no room behind the row above."""
    above, below = seam.paragraph[-1], seam.below
    room = seam.column.right - above.x1
    return room < _first_word(below) + _SPARE * above.size


def _first_word(row: Row) -> float:
    """The width of what cannot be torn apart at a row's start: a character, number or word with its marks."""
    glyphs = row.glyphs
    end = 0
    while end < len(glyphs) and glyphs[end].text.isascii():
        end += 1
    end = max(end, 1)
    while end < len(glyphs) and (glyphs[end - 1].text in _OPENERS or glyphs[end].text in _HELD):
        end += 1
    return glyphs[end - 1].x1 - row.x0


def _breaks_off(seam: Seam, setting: Setting) -> bool:
    """Whether running text breaks off well behind the middle of its column: some fonts tell wrong widths."""
    above, below, column = seam.paragraph[-1], seam.below, seam.column
    if marks.is_closed(above.text) or marks.numbering(below.text) or above.font != below.font:
        return False
    if above.x1 - column.left < _BROAD * (column.right - column.left):
        return False
    prose = any(marks.PROSE.search(row.text) for row in seam.paragraph)
    return prose and not (seam.turned or below.middle - above.middle > _WIDE * setting.pitch)


def _hangs(seam: Seam) -> bool:
    """Whether the row below keeps to the indent of its paragraph's other rows, or hangs out of its first."""
    above, below = seam.paragraph[-1], seam.below
    if seam.turned:
        return False
    if len(seam.paragraph) > 1:
        return abs(below.x0 - above.x0) < _EVEN * below.size
    return below.x0 < above.x0 - _INDENT * below.size


def _is_set_in(seam: Seam) -> bool:
    """Whether a sentence goes on in a row that is set in below the first, as in notes."""
    above, below = seam.paragraph[-1], seam.below
    if seam.turned or above.font != below.font or marks.is_closed(above.text) or marks.numbering(below.text):
        return False
    at_left = above.x0 - seam.column.left < _INDENT * above.size
    return at_left and len(seam.paragraph) == 1 and marks.PROSE.search(above.text) is not None


def is_entry(text: str) -> bool:
    """Whether a line is an entry of a table of contents.

    >>> is_entry("一、综合…………3"), is_entry("增长3.3")
    (True, False)
    """
    return _ENTRY.search(text) is not None


def _is_title(seam: Seam, setting: Setting) -> bool:
    """Whether both are rows of one title: large type of one font, set on one axis."""
    above, below = seam.paragraph[-1], seam.below
    if above.size < _LARGE * setting.size or above.font != below.font or marks.numbering(below.text):
        return False
    if below.middle - above.middle > _TITLES * above.size:
        return False
    if marks.is_closed(above.text) or _DATE.fullmatch(below.text):
        return False
    return abs((above.x0 + above.x1) - (below.x0 + below.x1)) < 2 * _CENTRE * above.size


def _is_parted(seam: Seam, setting: Setting) -> bool:
    """Whether a new paragraph begins behind a full row that ends a sentence."""
    above, below = seam.paragraph[-1], seam.below
    if begins_note(below.text):
        return True
    number = marks.numbering(below.text)
    if number and number.style in marks.RANKS and number.style not in ("circle", "first"):
        return True
    if seam.turned:
        return False
    scale = max(above.size / setting.size, 0.5)
    return below.middle - above.middle > _WIDE * setting.pitch * scale
