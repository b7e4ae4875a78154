"""The structure of tables: cells by row and column, from a reader's grids or from lines with tabs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from pipeline.model import Block, Document, Grid

_LINE = regex.compile(r"[^\n]+")
_PROSE = regex.compile(r"[。；！？]")
#: （%）⇥行业⇥…: the second line of a heading that was broken in its cell
_BROKEN = regex.compile(r"（[^（）\n]{1,8}）(?=\t|\Z)")
_CHART = regex.compile(r"[（(]?图\s?[\d一二三四五六七八九十]")
_LONGEST_CAPTION = 60
_ABOVE = 3  # lines in front of a table in which its caption and unit stand


class Cell(NamedTuple):
    """A cell that holds text; rows and columns count from 0."""

    text: str  # without white space
    start: int  # in the tidy text
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


class Table(NamedTuple):
    """Rows of cells, and the short lines above them, the nearest first.

    `told`: the headings in force end with the nearest line above: it need not be said again.
    """

    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[str, ...] = ()
    told: bool = False
    ruled: bool = True  # False: of lines with tabs, in which empty cells may be lost


class Above:
    """What stands above a place of a document."""

    def __init__(self, document: Document) -> None:
        self._text, self._blocks = document.text, document.blocks
        self._starts = [block.start for block in document.blocks]

    def block(self, place: int) -> Block:
        """The block that holds a place."""
        return self._blocks[max(0, bisect_right(self._starts, place) - 1)]

    def lines(self, place: int) -> tuple[tuple[str, ...], bool]:
        """Short lines above the block of a place, nearest first; whether the first is a heading."""
        index = max(0, bisect_right(self._starts, place) - 1)
        found: list[str] = []
        told = False
        while index > 0 and len(found) < _ABOVE:
            index -= 1
            block = self._blocks[index]
            line = "".join(self._text[block.start : block.end].split())
            if block.kind == "furniture":
                continue
            raw = self._text[block.start : block.end]
            if "\t" in raw or _PROSE.search(line) or _CHART.match(line) or len(line) > _LONGEST_CAPTION:
                break
            found.append(line)
            told = told or (block.kind == "heading" and len(found) == 1)
            if block.kind == "heading":
                break
        return tuple(found), told


def tables(document: Document) -> Iterator[Table]:
    """The tables of a document: those a reader saw, and those the text shows by its tabs."""
    above = Above(document)
    taken: set[int] = set()
    for grid in document.grids:
        if grid.cells:
            taken |= {above.block(cell.start).start for cell in grid.cells}
            yield _of_grid(document.text, grid, above)
    if "\t" in document.text:
        for lines in _runs(document.text, taken):
            yield Table(tuple(lines), *above.lines(lines[0][0].start), ruled=False)


def _of_grid(text: str, grid: Grid, above: Above) -> Table:
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        written = "".join(text[cell.start : cell.end].split())
        rows.setdefault(cell.row, []).append(
            Cell(written, cell.start, cell.end, cell.row, cell.column, cell.row_span, cell.column_span)
        )
    first = min(cell.start for cell in grid.cells)
    return Table(tuple(map(tuple, rows.values())), *above.lines(first))


def _runs(text: str, taken: set[int]) -> Iterator[list[tuple[Cell, ...]]]:
    """Lines with tabs that follow each other, cut into cells; a blank line between them does not count."""
    run: list[tuple[Cell, ...]] = []
    for line in _LINE.finditer(text):
        written = line[0]
        if line.start() in taken:
            written = ""
        elif "\t" not in written and not (run and _BROKEN.fullmatch(written.strip())):
            if not written.strip():
                continue
            written = ""
        if written:
            cells = _cut(written, line.start(), len(run))
            if run and _BROKEN.match(written.strip()) and cells[0].column == 0:
                run[-1] = (*run[-1], *_mended(run[-1][-1], cells))
                run[-1] = _joined(run[-1])
            else:
                run.append(cells)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _cut(line: str, start: int, row: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    place = start
    for column, piece in enumerate(line.split("\t")):
        cells.append(Cell("".join(piece.split()), place, place + len(piece), row, column))
        place += len(piece) + 1
    return tuple(cells)


def _mended(last: Cell, cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells of a line that goes on with the last cell of the line above."""
    for cell in cells:
        yield cell._replace(row=last.row, column=last.column + cell.column)


def _joined(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """比上年增长 and （%） of one column are one cell."""
    kept: list[Cell] = []
    for cell in cells:
        if kept and kept[-1].column == cell.column:
            kept[-1] = kept[-1]._replace(text=kept[-1].text + cell.text, end=cell.end)
        else:
            kept.append(cell)
    return tuple(kept)
