"""What stands around a number of a table: the name of its row, the headings over it, the lines above."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from pipeline.figures.tables.grid import Cell, Table, tables
from pipeline.model import Document

_SAYS = regex.compile(r"[一-龥A-Za-z%‰]|(?<!\d)(?:19|20)\d\d(?!\d)")
_LINES = 3  # above a table in which its caption and unit stand
_LONGEST = 60  # characters of such a line


class Span(NamedTuple):
    """A stretch of the tidy text."""

    start: int
    end: int


class Around(NamedTuple):
    """What may speak of a number of a table, the nearest first."""

    own: Span
    names: tuple[Span, ...]  # cells of its row
    headings: tuple[Span, ...]  # cells over it
    outer: tuple[Span, ...]  # names of the rows above
    above: tuple[Span, ...]  # lines above the table


class Cells:
    """The cells of a document by place."""

    def __init__(self, document: Document) -> None:
        self._document = document
        held = ((cell, table, at) for table in _tables(document) for at in table.rows for cell in at)
        self._held = sorted(held, key=lambda one: one[0].start)
        self._starts = [cell.start for cell, _, _ in self._held]

    def around(self, place: int) -> Around | None:
        """What stands around the cell that holds a place of the tidy text; None where there is none."""
        at = bisect_right(self._starts, place) - 1
        if at < 0 or place >= self._held[at][0].end:
            return None
        cell, table, row = self._held[at]
        index = next(i for i, other in enumerate(table.rows) if other is row)
        over = [other for other in reversed(table.rows[:index]) if other]
        named = next((other for other in row if _says(other) and other is not cell), cell)
        headings = (found for other in over for found in _over(cell, len(row), other, table.ruled))
        outer = (found for other in over for found in other if found.column <= named.column)
        sides = sorted((c for c in row if c is not cell), key=lambda c: (c.start > cell.start, -c.start))
        return Around(
            Span(cell.start, cell.end),
            tuple(_spans(sides)),
            tuple(_spans(headings)),
            tuple(_spans(outer)),
            tuple(self._above(table.rows[0][0].start)),
        )

    def _above(self, place: int) -> Iterator[Span]:
        """The short lines in front of a table, nearest first."""
        blocks = self._document.blocks
        at = bisect_right([block.start for block in blocks], place) - 1
        for block in blocks[max(0, at - _LINES) : at][::-1]:
            if block.end - block.start > _LONGEST or "\t" in self._document.text[block.start : block.end]:
                return
            yield Span(block.start, block.end)


def _tables(document: Document) -> Iterator[Table]:
    if "\t" in document.text or document.grids:
        yield from tables(document)


def _over(cell: Cell, size: int, row: Sequence[Cell], ruled: bool) -> Iterator[Cell]:
    """The cells of a row above that stand over a cell; lines with tabs may lack those over the names."""
    shift = 0 if ruled else max(0, size - 1 - row[-1].column)
    for other in row:
        first = other.column + shift
        if first <= cell.column < first + other.column_span or (shift and other.column == cell.column):
            yield other


def _says(cell: Cell) -> bool:
    return _SAYS.search(cell.text) is not None


def _spans(cells: Iterator[Cell] | Sequence[Cell]) -> Iterator[Span]:
    return (Span(cell.start, cell.end) for cell in cells if _says(cell))
