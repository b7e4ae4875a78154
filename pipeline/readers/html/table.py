"""Tables: where each cell stands, and whether it is a table of data or one that sets out the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.readers.html.tree import Element
from pipeline.readers.html.weight import Weights

_COLUMNS = 200  # more are no table; also bounds what a colspan can claim
_PARAGRAPHS = 200  # Chinese characters of running text in one cell that make it a part of the page
_ORDER = {"thead": 0, "tfoot": 2}  # the foot may stand before the body in the markup


class Cell(NamedTuple):
    """A cell with the row and column of its upper left corner, from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    element: Element


def cells_of(table: Element) -> list[Cell]:
    """The cells of a table, row by row; spans end where the table ends, rows at the widest there is."""
    rows = list(_rows(table))
    found: list[Cell] = []
    last = len(rows)
    busy: dict[int, int] = {}  # column -> first row that is free again
    for row, cells in enumerate(rows):
        column = 0
        idle = _idle_rows(cells, rows[row + 1 : row + 2])
        for element in cells:
            if column >= _COLUMNS:
                break
            while busy.get(column, 0) > row:
                column += 1
            width = min(_span(element, "colspan"), _COLUMNS)
            height = max(min(_span(element, "rowspan") or last, last - row) - idle, 1)
            found.append(Cell(row, column, height, width, element))
            busy.update(dict.fromkeys(range(column, column + width), row + height))
            column += width
    return found


def _rows(table: Element) -> Iterator[list[Element]]:
    """The cells of each row, the foot last."""
    parts = sorted(table.elements(), key=lambda part: _ORDER.get(part.tag, 1))
    for part in parts:
        rows = [part] if part.tag == "tr" else [row for row in part.elements() if row.tag == "tr"]
        for row in rows:
            yield [cell for cell in row.elements() if cell.tag in ("td", "th")]


def _idle_rows(cells: list[Element], below: list[list[Element]]) -> int:
    """By how much all cells of a row span down for nothing: the row below has cells and no room for them."""
    if not (below and below[0]):
        return 0
    return max(min((_span(cell, "rowspan") for cell in cells), default=1) - 1, 0)


def _span(cell: Element, name: str) -> int:
    """A span as browsers read it: 1 where it is none; rowspan 0 goes on to the end."""
    told = cell.attributes.get(name, "1").strip()
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 1
    return number if name == "rowspan" else max(number, 1)


def is_layout(table: Element, known: Weights) -> bool:
    """Whether a table only sets out the page: its cells hold tables or paragraphs, or stand in one column.

    `known`: the weights of the tree the table stands in.
    """
    if table.attributes.get("role") in ("presentation", "none") or _has_table(table, known):
        return True
    cells = cells_of(table)
    filled = [cell for cell in cells if known[id(cell.element)].text]
    columns = {cell.column for cell in filled}
    if len(columns) < 2 or max(columns) >= _COLUMNS - 1:  # a table that is cut off there would lose cells
        return True
    prose = [known[id(cell.element)].prose for cell in filled if cell.column_span < len(columns)]  # no notes
    return 3 * sum(map(bool, prose)) > len(filled) or max(prose, default=0) > _PARAGRAPHS


def _has_table(element: Element, known: Weights) -> bool:
    """Whether a table stands inside that has more than one cell with text."""
    return any(
        (child.tag == "table" and _filled(child, known) > 1) or _has_table(child, known)
        for child in element.elements()
    )


def _filled(table: Element, known: Weights) -> int:
    return sum(known[id(cell)].text > 0 for row in _rows(table) for cell in row)
