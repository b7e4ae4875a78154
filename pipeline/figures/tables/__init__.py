"""Tables: a name in the first cell of a row, and numbers under headings that say what they are.

`grid` knows cells by row and column, `headings` what the words over a column say, `names` what a
row is called, `rows` which rows are headings and which hold numbers; `naming` and `state` complete
a name by its column and by the rows above, `values` puts them together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.figures.case import Reading
from pipeline.figures.cues import CueFinder
from pipeline.figures.scan import Numeral, Scanner
from pipeline.figures.sentences import Item
from pipeline.figures.tables.grid import Above, Cell, Table, tables
from pipeline.figures.tables.headings import HeadingWords
from pipeline.figures.tables.names import NAMED, YEAR
from pipeline.figures.tables.rows import Row, Rows
from pipeline.figures.tables.state import Value
from pipeline.figures.tables.values import Values
from pipeline.figures.wordclasses import WordClasses
from pipeline.model import Document

__all__ = ["Piece", "TableRow", "Tables", "Value"]

_UNREAD: Final = ("figure", "unexplained")
_LEAST_LINES: Final = 1  # rows of a table that shows by nothing but its tabs
_LONGEST_UNIT: Final = 8


@dataclass(frozen=True)
class Piece:
    """A cell that is read as prose; `subject`: the name of its row, for 增长2.1%."""

    start: int
    end: int
    subject: str = ""


@dataclass
class TableRow:
    """What one block holds of a table."""

    caption: str = ""  # the last heading above the numbers
    values: list[Value] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @property
    def named_until(self) -> int:
        """Where the first of the numbers stands: in front of it is the name."""
        return min((value.numeral.start for value in self.values), default=0)

    def readings(self) -> list[Reading]:
        """The numbers as readings, in order."""
        return [_reading(value) for value in self.values]


class Tables:
    """Finds the tables of a document and tells what each of their numbers is."""

    def __init__(self, scanner: Scanner, classes: WordClasses, cues: CueFinder) -> None:
        self._scanner = scanner
        self._units: dict[str, Numeral | None] = {}
        words = classes.lexicon.heading_words
        self._words = HeadingWords(words, self._unit, cues, classes.direction)
        self._rows = Rows(self._words, self._unit)
        self._values = Values(classes, self._words, self._unit)

    def find(self, document: Document, numerals: Sequence[Numeral]) -> dict[int, TableRow]:
        """Start of a block -> the row it is; roles and units of the numerals of tables are set."""
        if "\t" not in document.text and not document.grids:
            return {}
        found: dict[int, TableRow] = {}
        above = Above(document)
        index = _Index(numerals)
        for table in tables(document):
            rows = self._rows.read(table, lambda cell: index.figures(cell.start, cell.end))
            bodies = sum(row.kind == "body" and any(s.numbers for s in row.segments) for row in rows)
            if not table.ruled and bodies < _LEAST_LINES:
                continue
            if not bodies:
                rows = [Row("prose", row.cells, pieces=[(c, None) for c in row.cells]) for row in rows]
            self._enter(table, rows, above, index, found)
        return found

    def said(self, text: str) -> set[str]:
        """Ids of the rules whose words stand in cells of a text."""
        cells = (cell for line in text.split("\n") if "\t" in line for cell in line.split("\t"))
        return {rule for cell in cells for rule in (*self._words.said(cell), self._words.column(cell)[1])} - {
            ""
        }

    def _enter(
        self, table: Table, rows: Sequence[Row], above: Above, index: _Index, found: dict[int, TableRow]
    ) -> None:
        """Values and pieces of the rows of a table, each where its block begins."""
        caption = self._values.caption(table, rows)
        read: set[int] = set()
        for value in self._values.of(table, rows, index.within):
            found.setdefault(above.block(value.cell.start).start, TableRow()).values.append(value)
            read.add(id(value.numeral))
        for row in rows:
            if row.kind == "prose" and not table.ruled:
                continue  # a line of prose that happens to hold a tab
            for cell in row.cells:
                held = found.setdefault(above.block(cell.start).start, TableRow(caption))
                held.caption = caption
            _set_roles(row, index)
            for cell, piece in self._pieces(row, read, index):
                found[above.block(cell.start).start].pieces.append(piece)

    def _pieces(self, row: Row, read: set[int], index: _Index) -> Iterator[tuple[Cell, Piece]]:
        """The cells that hold figures besides those that were `read`: no number is lost."""
        subjects = {cell: segment for cell, segment in row.pieces if segment is not None}
        for cell in row.cells:
            left = [n for n in index.figures(cell.start, cell.end) if id(n) not in read]
            if not NAMED.search(cell.text):
                for numeral in left:  # 303.2 0.3: two cells in one, and nobody knows which is which
                    numeral.role, numeral.rule = "unexplained", "grammar:table_squeezed"
            elif left:
                segment = subjects.get(cell)
                yield cell, Piece(cell.start, cell.end, self._values.subject(segment) if segment else "")

    def _unit(self, written: str) -> Numeral | None:
        """The numeral 1 with a unit, if that is one."""
        if written not in self._units:
            self._units[written] = self._read_unit(written)
        return self._units[written]

    def _read_unit(self, written: str) -> Numeral | None:
        if not written or len(written) > _LONGEST_UNIT or any(map(str.isdigit, written)):
            return None
        found = self._scanner.scan("1" + written)
        whole = len(found) == 1 and found[0].end == len(written) + 1
        return found[0] if whole and found[0].unit_entry is not None else None


class _Index:
    """The numerals of a text by place."""

    def __init__(self, numerals: Sequence[Numeral]) -> None:
        self._numerals = numerals
        self._starts = [numeral.start for numeral in numerals]

    def within(self, start: int, end: int) -> Sequence[Numeral]:
        low = bisect_left(self._starts, start)
        return self._numerals[low : bisect_left(self._starts, end, low)]

    def figures(self, start: int, end: int) -> list[Numeral]:
        """Those that prose would count."""
        return [numeral for numeral in self.within(start, end) if numeral.role == "figure"]


def _set_roles(row: Row, index: _Index) -> None:
    """What the numbers of headings, names and columns are."""
    if row.kind in ("head", "numbered"):
        for cell in row.cells:
            _name(cell, index, "ordinal" if row.kind == "numbered" else "name", "grammar:table_header")
    for cell in row.ordinals:
        _name(cell, index, "ordinal", "grammar:table_serial")
    for segment in row.segments:
        for cell in segment.names:
            _name(cell, index, "condition", "grammar:table_name")


def _name(cell: Cell, index: _Index, role: str, rule: str) -> None:
    year = YEAR.fullmatch(cell.text)
    for numeral in index.within(cell.start, cell.end):
        if numeral.role in _UNREAD:
            numeral.role, numeral.rule = ("time" if year else role), rule


def _reading(value: Value) -> Reading:
    numeral = value.numeral
    item = Item(numeral, 0, "", (numeral.start, numeral.start), (numeral.end, numeral.end))
    reading = Reading(item, [], list(value.rules))
    reading.indicator, reading.measure, reading.basis = value.indicator, value.measure, value.basis
    reading.negative, reading.base, reading.parent = value.falls, value.year, value.whole
    return reading
