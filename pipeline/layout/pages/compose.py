"""Stretches in reading order -> the source text, with passages, grids, places and remarks."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from pipeline.layout.pages.stretch import PrintedCell, PrintedLine, Stretch
from pipeline.layout.tidy import are_latin
from pipeline.model import Glyph, Grid, GridCell, Passage, Places, Remark, Sheet, Source

_DOUBTS: Final = {
    "second_reader": "另一种读法在此读作“{told}”，与“{read}”不同，请对照原页。",
    "ocr": "“{read}”由图像识别得出，置信度{told}，请对照原页。",
    "hidden_layer": "“{read}”取自扫描页背后看不见的文字层，可能是识别结果，请对照原页。",
    "unmapped_glyph": "此处有一个字形没有对应的文字，按另一种读法读作“{read}”，请对照原页。",
}
_MINOR: Final = "unread_part"  # a chart or a photograph: most hold no figure that the text does not
_UNSEEN: Final = "另一种读法在此没有读到“{read}”，请对照原页。"


class _Writer:
    """The text as it grows, and what is known of each of its characters."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._places = Places(array("H"), array("f"), array("f"), array("f"), array("f"))
        self._doubts: list[tuple[int, str]] = []
        self.passages: list[Passage] = []
        self.grids: list[Grid] = []

    def stretch(self, stretch: Stretch) -> None:
        """One stretch with its line feed; a table has a passage a row."""
        if stretch.cells:
            self._table(stretch)
            return
        start = self._length
        self._lines(stretch.lines)
        self._end_passage(start, stretch.kind, stretch.level)

    def _table(self, stretch: Stretch) -> None:
        cells: list[GridCell] = []
        ordered = sorted(stretch.cells, key=lambda cell: (cell.row, cell.column))
        for _, row in groupby(ordered, key=lambda cell: cell.row):
            start = self._length
            column = 0
            for cell in row:
                self._put("\t" * (cell.column - column))
                column = cell.column
                cells.append(self._cell(cell))
            self._end_passage(start, "row", 0)
        self.grids.append(Grid(stretch.columns, tuple(cells)))

    def _cell(self, cell: PrintedCell) -> GridCell:
        start = self._length
        self._lines(cell.lines)
        return GridCell(cell.row, cell.column, start, self._length, cell.row_span, cell.column_span)

    def _lines(self, lines: Sequence[PrintedLine]) -> None:
        """Lines as one; a blank only between Latin words."""
        last = ""
        for line in lines:
            for at, glyph in enumerate(line.glyphs):
                text = glyph.text.replace("\n", " ").replace("\t", " ")
                if at == 0 and are_latin(last[-1:], text[:1]):
                    self._put(" ")
                self._glyph(glyph, text, line.page)
                last = text

    def _end_passage(self, start: int, kind: str, level: int) -> None:
        if self._length > start:
            self.passages.append(Passage(start, self._length, kind, level))
            self._put("\n")

    def _put(self, text: str) -> None:
        """Characters that are printed nowhere."""
        self._parts.append(text)
        self._length += len(text)
        for column in self._places:
            column.extend([0] * len(text))

    def _glyph(self, glyph: Glyph, text: str, page: int) -> None:
        if glyph.doubt:
            self._doubts.append((self._length, glyph.doubt))
        places = self._places
        for char in text:  # a ligature is one glyph of several characters
            self._parts.append(char)
            self._length += 1
            places.page.append(page)
            places.x0.append(glyph.x0)
            places.top.append(glyph.top)
            places.x1.append(glyph.x1)
            places.bottom.append(glyph.bottom)

    def written(self, source: Source) -> Source:
        text = "".join(self._parts)
        remarks = [*_left_out(source.sheets), *_doubted(text, self._doubts)]
        return replace(
            source,
            text=text,
            sheets=(),
            passages=tuple(self.passages),
            grids=tuple(self.grids),
            places=self._places,
            remarks=(*source.remarks, *remarks),
        )


def compose(source: Source, stretches: Iterable[Stretch]) -> Source:
    """The source with the text of the stretches, one a line; its sheets are let go."""
    writer = _Writer()
    for stretch in stretches:
        writer.stretch(stretch)
    return writer.written(source)


def _left_out(sheets: Sequence[Sheet]) -> Iterator[Remark]:
    for sheet in sheets:
        for what in sheet.left_out:
            severity = "info" if what.check == _MINOR else "warning"
            yield Remark(0, 0, what.check, severity, what.message)


def _doubted(text: str, doubts: Sequence[tuple[int, str]]) -> Iterator[Remark]:
    """One remark a run of characters that are in doubt for the same reason."""
    for start, end, check, told in _runs(doubts):
        message = _DOUBTS[check] if told or check != "second_reader" else _UNSEEN
        yield Remark(start, end, check, "warning", message.format(told=told, read=text[start:end]))


def _runs(doubts: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, check and what was told of each run; the second reader tells character by character."""
    start, end, check, told = 0, 0, "", ""
    for place, doubt in doubts:
        kind, _, what = doubt.partition(":")
        letters = kind == "second_reader"
        if place == end and kind == check and (letters or what == told):
            end, told = place + 1, told + what if letters else told
            continue
        if end:
            yield start, end, check, told
        start, end, check, told = place, place + 1, kind, what
    if end:
        yield start, end, check, told
