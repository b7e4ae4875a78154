"""The structure of tables: cells by row and column, from a reader's grids or from lines with tabs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import regex

from pipeline.model import Block, Document, Grid, GridCell

_LINE: Final = regex.compile(r"[^\n]+")
_PROSE: Final = regex.compile(r"[。；！？]")
#: （%）⇥行业⇥…: the second line of a heading that was broken in its cell
_BROKEN: Final = regex.compile(r"（[^（）\n]{1,8}）(?=\t|\Z)")
_CHART: Final = regex.compile(r"[（(]?图\s?[\d一二三四五六七八九十]")
#: a cell of such a heading that stands on a line of its own
_SCRAP: Final = regex.compile(r"[^\t\d。；！？，]{1,12}")
_DIGIT: Final = regex.compile(r"\d")
_MOST_TORN: Final = 24  # lines of a heading
_LONGEST_CAPTION: Final = 60
#: what stands above a table and is not its name: （单位：亿元）, 以上年为100
NOTE: Final = regex.compile(r"[（(]?(?:计量)?单位[：:]|[（(]?[^（）]{0,8}(?:为|=|＝)100[）)]?\Z")
_ABOVE: Final = 3  # lines in front of a table in which its caption and unit stand


class Cell(NamedTuple):
    """A cell that holds text; rows and columns count from 0."""

    text: str  # without white space
    written: str  # as the tidy text has it
    start: int  # in the tidy text
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


class Table(NamedTuple):
    """Rows of cells, the short lines above them, the nearest first, and the headings in force."""

    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    ruled: bool = True  # False: of lines with tabs, in which empty cells may be lost


class Above:
    """What stands above a place of a document."""

    def __init__(self, document: Document) -> None:
        self._text, self._blocks = document.text, document.blocks
        self._starts = [block.start for block in document.blocks]

    def block(self, place: int) -> Block:
        """The block that holds a place."""
        return self._blocks[max(0, bisect_right(self._starts, place) - 1)]

    def lines(self, place: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Short lines above the block of a place, nearest first; the headings in force there."""
        index = max(0, bisect_right(self._starts, place) - 1)
        section = self._blocks[index].section
        found: list[str] = []
        while index > 0 and len(found) < _ABOVE:
            index -= 1
            block = self._blocks[index]
            line = " ".join(self._text[block.start : block.end].split())
            if block.kind == "furniture":
                continue
            raw = self._text[block.start : block.end]
            if "\t" in raw or _PROSE.search(line) or _CHART.match(line) or len(line) > _LONGEST_CAPTION:
                break
            found.append(line)
            if block.kind == "heading" and not NOTE.match(line):
                break
        return tuple(found), section


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
        words = text[cell.start : cell.end].split()
        rows.setdefault(cell.row, []).append(Cell("".join(words), " ".join(words), *_place(cell)))
    first = min(cell.start for cell in grid.cells)
    return Table(tuple(map(tuple, rows.values())), *above.lines(first))


def _place(cell: GridCell) -> tuple[int, int, int, int, int, int]:
    return cell.start, cell.end, cell.row, cell.column, cell.row_span, cell.column_span


def _runs(text: str, taken: set[int]) -> Iterator[list[tuple[Cell, ...]]]:
    """Lines with tabs that follow each other, cut into cells; a blank line between them does not count."""
    lines = [line for line in _LINE.finditer(text) if line[0].strip() and line.start() not in taken]
    run: list[tuple[Cell, ...]] = []
    place = 0
    while place < len(lines):
        if "\t" in lines[place][0]:
            torn = _torn(lines, place)
            run.append(_cut(lines[place : place + torn], len(run)))
            place += torn
            continue
        if run:
            yield run
            run = []
        place += 1
    if run:
        yield run


def _torn(lines: Sequence[regex.Match[str]], place: int) -> int:
    """How many lines are one row: （%） goes on with the cell above it.

    A heading whose every cell was torn apart is one row if it then has as many cells as the row below.
    """
    end = place + 1
    while end < len(lines) and _BROKEN.match(lines[end][0].strip()):
        end += 1
    last = place + 1
    while last < len(lines) and last - place < _MOST_TORN and _SCRAP.fullmatch(lines[last][0]):
        last += 1
    if last > end and last < len(lines) and not _DIGIT.search(lines[place][0]):
        columns = lines[last][0].count("\t") + 1
        if len(_cut(lines[place:last], 0)) == columns > 1:
            return last - place
    return end - place


def _cut(lines: Sequence[regex.Match[str]], row: int) -> tuple[Cell, ...]:
    """The cells of lines that are one row."""
    cells: list[Cell] = []
    for line in lines:
        place = line.start()
        goes_on = bool(cells) and _BROKEN.match(line[0].strip()) is not None
        for piece in line[0].split("\t"):
            words, end = piece.split(), place + len(piece)
            if goes_on:
                cells[-1] = cells[-1]._replace(text=cells[-1].text + "".join(words), end=end)
            else:
                cells.append(Cell("".join(words), " ".join(words), place, end, row, len(cells)))
            goes_on, place = False, end + 1
    return tuple(cells)
