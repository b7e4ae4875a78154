"""Tables: where each cell stands, and whether it is a table of data or one that sets out the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.readers.html.tree import Element
from pipeline.readers.html.weight import Weight, Weights, weights

_COLUMNS = 200  # more are no table; bounds what a colspan can claim
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
    """The cells of a table, row by row; spans end where the table ends."""
    rows = list(_rows(table))
    found: list[Cell] = []
    busy: dict[int, int] = {}  # column -> first row that is free again
    for row, cells in enumerate(rows):
        column = 0
        for element in cells:
            while busy.get(column, 0) > row:
                column += 1
            width = min(_span(element, "colspan"), max(_COLUMNS - column, 1))
            height = min(_span(element, "rowspan") or len(rows), len(rows) - row)
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


def _span(cell: Element, name: str) -> int:
    """A span as browsers read it: 1 where it is none; rowspan 0 goes on to the end."""
    told = cell.attributes.get(name, "1").strip()
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 1
    return number if name == "rowspan" else max(number, 1)


def is_layout(table: Element) -> bool:
    """Whether a table only sets out the page: cells hold tables or paragraphs, or stand in one column."""
    if table.attributes.get("role") in ("presentation", "none") or _has_table(table):
        return True
    known = weights(table)
    filled = [cell for cell in cells_of(table) if known[id(cell.element)].text]
    columns = {cell.column for cell in filled}
    prose = [cell for cell in filled if _is_prose(cell, known, len(columns))]
    return len(columns) < 2 or 3 * len(prose) > len(filled) or any(map(_is_part, _weighed(prose, known)))


def _weighed(cells: list[Cell], known: Weights) -> Iterator[Weight]:
    return (known[id(cell.element)] for cell in cells)


def _is_prose(cell: Cell, known: Weights, columns: int) -> bool:
    """Whether a cell holds running text and is no note over the whole width."""
    return known[id(cell.element)].prose > 0 and (columns < 2 or cell.column_span < columns)


def _is_part(weight: Weight) -> bool:
    return weight.prose > _PARAGRAPHS


def _has_table(element: Element) -> bool:
    """Whether a table with text stands inside."""
    return any(
        (child.tag == "table" and weights(child)[id(child)].text > 0) or _has_table(child)
        for child in element.elements()
    )
