"""Tables: their parts on single pages, rows of lines, and parts that go on over a page break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from pipeline.layout.pages.rows import Row
from pipeline.layout.pages.stretch import PrintedCell, PrintedLine, Stretch
from pipeline.model import Box

NUMBER: Final = re.compile(r"[-+－﹣−—–▲△]{0,2}\d[\d,，.\s]*[%％‰]?|[-—–－/…]+")

_NEAR: Final = 0.6  # of the pitch of a table's rows: lines nearer than this are of one row
_FULL: Final = 1.5  # em that a wrapped label may end before its column does
_SAME: Final = 4.0  # points by which the width of one table differs from page to page


class Piece(NamedTuple):
    """What of a printed line stands in one cell."""

    column: int
    row: Row


_Texts = tuple[tuple[int, str], ...]  # columns and texts of the cells of a row
Line = tuple[Piece, ...]  # the pieces of one baseline, from left to right


class Part(NamedTuple):
    """A table, or as much of it as stands on one page.  `edges`: x of the columns' sides, left to right."""

    page: int
    box: Box
    edges: tuple[float, ...]
    cells: tuple[PrintedCell, ...]
    height: int  # rows

    @property
    def columns(self) -> int:
        """How many columns it has, empty ones too."""
        return len(self.edges) - 1

    @property
    def width(self) -> float:
        """From its left side to its right side, in points."""
        return self.edges[-1] - self.edges[0]


def is_numeric(line: Line) -> bool:
    """Whether a line has a number in a cell behind its first column."""
    return any(piece.column > 0 and NUMBER.fullmatch(piece.row.text) for piece in line)


def rows_of_lines(lines: Sequence[Line], label_end: float) -> list[list[Line]]:
    """The lines of an undivided part of a table, row by row; `label_end`: where the first column ends.

    A row has one line with numbers; a line without is a wrapped label or remark, or a row of its own.
    """
    anchors = [at for at, line in enumerate(lines) if is_numeric(line)]
    if len(anchors) < 2:
        return [list(lines)]
    middles = [line[0].row.middle for line in lines]
    pitch = min(middles[b] - middles[a] for a, b in pairwise(anchors))
    home = list(range(len(lines)))
    for at, line in enumerate(lines):
        if is_numeric(line):
            continue
        nearest = min(anchors, key=lambda anchor, y=middles[at]: abs(middles[anchor] - y))  # type: ignore[misc]
        if abs(middles[nearest] - middles[at]) < _NEAR * pitch:
            home[at] = nearest
        elif at and _is_wrapped(lines[at - 1], line, label_end):
            home[at] = home[at - 1]
    order = sorted(range(len(lines)), key=lambda at: (home[at], at))
    return [[lines[at] for at in group] for _, group in groupby(order, key=lambda at: home[at])]


def _is_wrapped(above: Line, below: Line, label_end: float) -> bool:
    """Whether a label that is alone on its line goes on from the line above."""
    label = above[0].row
    alone = len(below) == 1 and below[0].column == 0 == above[0].column
    return alone and label.x1 > label_end - _FULL * label.size


def cell_of(row: int, column: int, pieces: Iterable[Row], spans: tuple[int, int] = (1, 1)) -> PrintedCell:
    """A cell of the pieces that stand in it, from top to bottom; `spans`: rows and columns."""
    ordered = sorted(pieces, key=lambda piece: (piece.middle, piece.x0))
    return PrintedCell(row, column, tuple(piece.printed() for piece in ordered), *spans)


def goes_on(part: Part, other: Part) -> bool:
    """Whether the part on the next page has the same columns."""
    return part.columns == other.columns and abs(part.width - other.width) < _SAME


def table(parts: Sequence[Part]) -> list[Stretch]:
    """One table of its parts; heads that are printed again come out behind it as furniture."""
    cells: list[PrintedCell] = []
    again: list[Stretch] = []
    below = 0
    head = _texts(parts[0])
    for part in parts:
        same = _repeated(head, _texts(part)) if cells else 0
        for cell in sorted(part.cells, key=lambda cell: (cell.row, cell.column)):
            if cell.row >= same:
                cells.append(cell._replace(row=cell.row - same + below))
            else:
                again.append(Stretch("furniture", cell.lines))
        below += part.height - same
    return [Stretch("table", cells=tuple(cells), columns=parts[0].columns), *again]


def _texts(part: Part) -> list[_Texts]:
    """The texts of each row with their columns."""
    found: list[_Texts] = [()] * part.height
    for cell in part.cells:
        found[cell.row] += ((cell.column, text_of(cell.lines)),)
    return found


def text_of(lines: Iterable[PrintedLine]) -> str:
    """The characters of lines, without blanks."""
    return "".join(glyph.text for line in lines for glyph in line.glyphs if glyph.text != " ")


def _repeated(head: Sequence[_Texts], rows: Sequence[_Texts]) -> int:
    """How many rows at the top of a page are those at the top of the table, its rows of data aside."""
    count = 0
    for above, here in zip(head, rows, strict=False):
        if above != here or _is_data(here):
            break
        count += 1
    return count


def _is_data(row: _Texts) -> bool:
    """Whether a row has a label and a number."""
    return any(column == 0 for column, _ in row) and any(
        column > 0 and NUMBER.fullmatch(text) for column, text in row
    )
