"""PDFium as a second reader of the same page: what it reads at the place of each digit.

The two share no code, so where they agree a digit is read as it was meant; where they do not, a
font, a damaged table of objects or text over text fooled one of them.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from math import isfinite
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.model import Box, LeftOut
from pipeline.readers.pdf.drawn import DrawnGlyph, area, centre
from pipeline.readers.pdf.hygiene import UNREAD, clean

if TYPE_CHECKING:
    from pdfminer.utils import Matrix

_CELL = 16.0  # points
_SLACK = 0.3  # of the type size: how far outside a glyph's box the other's ink may lie
_ALIKE = 0.6  # of the characters in common: less is another text
_ENOUGH = 8  # characters from which on texts are compared
_SHOWN = 8  # characters of the other reading that are quoted
_DOTS = 2.0  # dots a point when looking at a place of the finished page
_WIDEST = 4000  # dots of its longer side, at most
_FLAT = 24  # of 255: the widest range of a place where nothing is seen


class Char(NamedTuple):
    """A character as PDFium reads it, with the box of its ink in the sheet's coordinates."""

    text: str
    box: Box


class SecondReader:
    """The document as PDFium opens it; closed by `with`.  `pages` is 0 where it cannot."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document: Any = pypdfium2.PdfDocument(data)
            self.pages = len(self._document)
        except pypdfium2.PdfiumError:
            self._document = None
            self.pages = 0

    def __enter__(self) -> SecondReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._document is not None:
            self._document.close()

    def page(self, number: int, matrix: Matrix) -> SecondPage | None:
        """The page (from 1), or None where there is none; `matrix` leads to the sheet's coordinates."""
        if number > self.pages:
            return None
        try:
            return SecondPage(self._document[number - 1], matrix)
        except pypdfium2.PdfiumError:
            return None

    def picture(self, number: int, dpi: int) -> Any:
        """The page (from 1) as a PIL image."""
        page = self._document[number - 1]
        try:
            return page.render(scale=dpi / 72).to_pil()
        finally:
            page.close()


class SecondPage:
    """One page: its characters, and what is seen at a place."""

    def __init__(self, page: Any, matrix: Matrix) -> None:
        self.page = page
        self.text = page.get_textpage()
        self._matrix = matrix
        self._picture: Any = None
        self._dots = _DOTS

    @cached_property
    def codes(self) -> list[int]:
        """The code of each character."""
        count = max(0, pdfium.FPDFText_CountChars(self.text))
        return [pdfium.FPDFText_GetUnicode(self.text, at) for at in range(count)]

    @cached_property
    def digits(self) -> list[Char]:
        """The digits, with their boxes."""
        return [
            Char(_digit(chr(code)), self._box(at))
            for at, code in enumerate(self.codes)
            if 0x30 <= code <= 0x39 or 0xFF10 <= code <= 0xFF19
        ]

    def close(self) -> None:
        """Let go of the page."""
        self.text.close()
        self.page.close()

    def chars(self) -> Iterator[Char]:
        """All characters that print something, with their boxes."""
        for at, code in enumerate(self.codes):
            char = chr(code) if code < 0x110000 else UNREAD
            if not char.isspace() and code:
                yield Char(_digit(clean(char, "")), self._box(at))

    def _box(self, at: int) -> Box:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self.text, at, left, right, bottom, top)
        a, b, c, d, e, f = self._matrix
        xs = [a * x + c * y + e for x, y in ((left.value, bottom.value), (right.value, top.value))]
        ys = [b * x + d * y + f for x, y in ((left.value, bottom.value), (right.value, top.value))]
        return min(xs), min(ys), max(xs), max(ys)

    def is_blank(self, box: Box) -> bool:
        """Whether the finished page shows one flat colour at a place."""
        if self._picture is None:
            self._dots = min(_DOTS, _WIDEST / max(1.0, *self.page.get_size()))
            self._picture = self.page.render(scale=self._dots).to_numpy()
        x0, top, x1, bottom = (max(0, int(side * self._dots)) for side in box)
        part = self._picture[top : bottom + 1, x0 : x1 + 1]
        if part.size == 0:
            return True
        return int((part.max(axis=(0, 1)).astype(int) - part.min(axis=(0, 1))).max()) < _FLAT

    def private_ink(self, box: Box) -> Box | None:
        """Where a character of the private use area that belongs to a box is dark; None if there is none."""
        return next((char.box for char in self._private.within(box)), None)

    @cached_property
    def _private(self) -> _Places:
        """Characters of the private use area; those beyond the first plane come as two codes."""
        return _Places(
            Char(UNREAD, self._box(at))
            for at, code in enumerate(self.codes)
            if 0xDB80 <= code <= 0xDBFF or 0xE000 <= code <= 0xF8FF or 0xF0000 <= code < 0x110000
        )


def _digit(text: str) -> str:
    return chr(ord(text) - 0xFEE0) if len(text) == 1 and "０" <= text <= "９" else text


class _Places:
    """Characters by where they are."""

    def __init__(self, chars: Iterable[Char]) -> None:
        self._cells: dict[tuple[int, int], list[Char]] = {}
        for char in chars:
            x, y = centre(char.box)
            if isfinite(x) and isfinite(y):
                self._cells.setdefault((int(x // _CELL), int(y // _CELL)), []).append(char)

    def within(self, box: Box) -> Iterator[Char]:
        """Those whose middle is in a box."""
        for cell in self._near(box):
            for char in self._cells.get(cell, ()):
                x, y = centre(char.box)
                if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                    yield char

    def _near(self, box: Box) -> Iterable[tuple[int, int]]:
        """The cells a box touches; all there are, if it is so large that they are fewer."""
        if not all(map(isfinite, box)) or area(box) > len(self._cells) * _CELL * _CELL:
            return list(self._cells)
        columns = range(int(box[0] // _CELL), int(box[2] // _CELL) + 1)
        rows = range(int(box[1] // _CELL), int(box[3] // _CELL) + 1)
        return [(column, row) for column in columns for row in rows]


def compared(glyphs: Sequence[DrawnGlyph], other: SecondPage) -> dict[int, str]:
    """Place of a glyph -> what PDFium reads there instead, for digits and unreadable glyphs."""
    digits = _Places(other.digits)
    differing = [
        at
        for at, glyph in enumerate(glyphs)
        if glyph.text == UNREAD or (glyph.text.isdecimal() and not _confirmed(glyph, digits))
    ]
    if not differing:
        return {}
    chars = _Places(other.chars())
    return {at: _read_there(glyphs[at], chars) for at in differing}


def _confirmed(glyph: DrawnGlyph, digits: _Places) -> bool:
    text = _digit(glyph.text)
    return any(char.text == text for char in digits.within(_around(glyph, _SLACK)))


def _read_there(glyph: DrawnGlyph, chars: _Places) -> str:
    x, y = centre(glyph.box)
    found = list(chars.within(_around(glyph, 0.1)))
    return (
        min(found, key=lambda char: abs(centre(char.box)[0] - x) + abs(centre(char.box)[1] - y)).text
        if found
        else ""
    )


def _around(glyph: DrawnGlyph, slack: float) -> Box:
    x0, top, x1, bottom = glyph.box
    more = slack * glyph.size
    return x0 - more, top - more, x1 + more, bottom + more


def unread_digits(glyphs: Sequence[DrawnGlyph], other: SecondPage, width: float, height: float) -> str:
    """The digits PDFium reads on the page where there is no digit among the glyphs."""
    ours = _Places(Char(glyph.text, glyph.box) for glyph in glyphs if glyph.text.isdecimal())
    found = ""
    for char in other.digits:
        x, y = centre(char.box)
        reach = max(6.0, char.box[3] - char.box[1])
        near = (x - reach, y - reach, x + reach, y + reach)
        if 0 <= x <= width and 0 <= y <= height and not any(True for _ in ours.within(near)):
            found += char.text
    return found


def differs(glyphs: Sequence[DrawnGlyph], other: SecondPage) -> bool:
    """Whether the two read other texts altogether."""
    ours = Counter(char for glyph in glyphs for char in glyph.text if not char.isspace())
    theirs = Counter(clean(chr(code), "") for code in other.codes if 32 < code < 0x110000)
    theirs.pop(" ", None)
    both = (ours & theirs).total()
    return max(ours.total(), theirs.total()) >= _ENOUGH and both < _ALIKE * max(ours.total(), theirs.total())


def remarks(
    glyphs: Sequence[DrawnGlyph], other: SecondPage, page: int, size: tuple[float, float]
) -> Iterator[LeftOut]:
    """What the second reader has to say of a page as a whole."""
    if differs(glyphs, other):
        yield LeftOut(
            "second_reader", f"第{page}页用两种方式读出的文字大不相同，文件可能损坏或另有版本，请对照原页。"
        )
        return
    more = unread_digits(glyphs, other, *size)
    if more:
        shown = more[:_SHOWN] + ("…" if len(more) > _SHOWN else "")
        yield LeftOut("second_reader", f"第{page}页另一种读法还读到数字“{shown}”，没有读取，请对照原页。")
