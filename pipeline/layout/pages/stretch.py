"""What the ways of reading a page give: stretches of print in reading order."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model import Glyph


class PrintedLine(NamedTuple):
    """Glyphs of one line, from left to right (from top to bottom if it runs down the page).

    A blank between words is a glyph of its own (text " ") or none at all.
    """

    page: int
    glyphs: tuple[Glyph, ...]


class PrintedCell(NamedTuple):
    """A cell of a table; rows and columns count from 0.  Empty cells are left out."""

    row: int
    column: int
    lines: tuple[PrintedLine, ...]
    row_span: int = 1
    column_span: int = 1


class Stretch(NamedTuple):
    """A paragraph, a heading, a number tile, a page number, or a table with its `cells`.

    `kind`: heading, paragraph, item, tile, furniture, table, or empty where the text shall tell.
    `level`: of a heading, 1 the outermost; 0 where the text shall tell.
    """

    kind: str
    lines: tuple[PrintedLine, ...] = ()
    level: int = 0
    cells: tuple[PrintedCell, ...] = ()
    columns: int = 0
