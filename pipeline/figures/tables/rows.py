"""The rows of a table: its titles and headings, groups, and rows with a name and numbers under headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import regex

from pipeline.figures.scan import Numeral
from pipeline.figures.tables.grid import Cell, Table
from pipeline.figures.tables.headings import Heading, HeadingWords
from pipeline.figures.tables.names import NAMED, YEAR

NUMBER: Final = regex.compile(r"[（(]?[-－−+＋±]?\d[\d,]*(?:\.\d+)?(?P<unit>\D{0,8})")
_PLAIN: Final = regex.compile(r"[-－−+]?\d[\d,]*(?:\.\d+)?%?")
_EMPTY: Final = regex.compile(r"[-－—–−.…/]*|无")
_PROSE: Final = regex.compile(r"[。；！？]")
_UNIT_LIKE: Final = regex.compile(r"[一-龥]{1,6}")
_APART: Final = 5  # years between two columns of years, at most
_COUNTED: Final = 3  # columns behind a name that are counted, at least
_FORMULA: Final = regex.compile(r"[（(]?(\d{1,2})[）)]?(?:[=＝].{1,24})?")
_LONGEST_NAME: Final = 40


@dataclass
class Segment:
    """A name with the numbers that stand behind it; a row may hold several, side by side."""

    names: list[Cell] = field(default_factory=list)
    unit: str = ""
    numbers: list[Cell] = field(default_factory=list)


@dataclass
class Row:
    """A row and what it is: title, head, group, body, bare (no numbers), numbered (1, 2, 3=2/1), prose."""

    kind: str
    cells: tuple[Cell, ...]
    segments: list[Segment] = field(default_factory=list)
    pieces: list[tuple[Cell, Segment | None]] = field(default_factory=list)  # cells to be read as prose
    ordinals: list[Cell] = field(default_factory=list)  # serial numbers, codes
    headings: dict[int, Heading] = field(default_factory=dict)  # by column, those in force


class Rows:
    """Tells the rows of tables apart."""

    def __init__(self, words: HeadingWords, unit_of: Callable[[str], Numeral | None]) -> None:
        self.words, self._unit_of = words, unit_of

    def read(self, table: Table, figures: Callable[[Cell], Sequence[Numeral]]) -> list[Row]:
        """The rows in order; `figures` are the numerals of a cell that prose would count."""
        told = {id(row): self._line_kind(row, table, figures) for row in table.rows}
        cells = table.rows if table.ruled else _aligned(table.rows, [told[id(row)] for row in table.rows])
        kinds = [told[id(row)] for row in table.rows]
        reading = _Reading(self, table.ruled, figures)
        return [reading.row(row, kind) for row, kind in zip(cells, kinds, strict=True)]

    def is_number(self, text: str) -> bool:
        """A number, with or without a unit, and nothing else; a year with its 年 is none."""
        if _PLAIN.fullmatch(text):
            return True
        found = NUMBER.fullmatch(text)
        if not found or YEAR.fullmatch(text):
            return False
        unit = found["unit"].rstrip("）)")
        return not unit or unit == "％" or self._unit_of(unit) is not None

    def is_unit(self, text: str) -> bool:
        """A known unit, alone."""
        return self._unit_of(text) is not None

    def _line_kind(
        self, row: Sequence[Cell], table: Table, figures: Callable[[Cell], Sequence[Numeral]]
    ) -> str:
        """A first guess from the row alone: numbers, words, one, numbered, or prose."""
        kept = [cell for cell in row if not _EMPTY.fullmatch(cell.text)]
        if _counts_columns(kept):
            return "numbered"
        if any(_PROSE.search(cell.text) for cell in kept):
            return "prose"
        numbers = [cell for cell in kept if self.is_number(cell.text)]
        if not numbers:
            return "one" if len(kept) == 1 else "words"
        if not table.ruled:
            return "numbers" if self._is_line_of_numbers(row, kept, figures) else "prose"
        return "numbers"

    def _is_line_of_numbers(
        self, row: Sequence[Cell], kept: Sequence[Cell], figures: Callable[[Cell], Sequence[Numeral]]
    ) -> bool:
        """Whether a line with tabs is a row: names, at most one unit each, and numbers, nothing else."""
        first = row[0]
        if not NAMED.search(first.text) or any(n.unit and n.end >= first.end for n in figures(first)):
            return False  # 零售总额715亿元 in front of a tab says its own number
        rest = [cell for cell in row[1:] if cell in kept]
        words = [c for c in rest if not self.is_number(c.text) and not self.is_unit(c.text)]
        if (
            words
            and words[0] is rest[0]
            and len(rest) == len(row) - 1
            and _UNIT_LIKE.fullmatch(words[0].text)
        ):
            words = words[1:]  # 对开色令: a unit nobody has listed
        units = [c for c in rest if self.is_unit(c.text)]
        sides = len(words) + 1
        if any(figures(c) or len(c.text) > _LONGEST_NAME for c in words) or len(units) > sides:
            return False
        return not words or (len(rest) + 1) % sides == 0


@dataclass
class _Reading:
    """The state while the rows of one table come by."""

    rows: Rows
    ruled: bool
    figures: Callable[[Cell], Sequence[Numeral]]
    heads: list[tuple[Cell, ...]] = field(default_factory=list)
    headings: dict[int, Heading] = field(default_factory=dict)
    bodies: int = 0  # since the last heading
    spanning: dict[int, tuple[Cell, int]] = field(default_factory=dict)  # names that go down several rows

    def row(self, cells: tuple[Cell, ...], guess: str) -> Row:
        kept = tuple(cell for cell in cells if cell.text)
        kind = self._kind(kept, guess)
        if kind == "head":
            self._head(kept)
            return Row("head", kept)
        if kind == "body":
            return self._body(kept)
        if kind in ("prose", "title", "group"):
            return Row(kind, kept, pieces=[(cell, None) for cell in kept])
        return Row(kind, kept)

    def _kind(self, cells: Sequence[Cell], guess: str) -> str:
        if guess in ("numbered", "prose"):
            return guess
        if guess == "numbers":
            return "head" if self._is_of_years(cells) else "body"
        words = self.rows.words
        told = sum(words.tells(cell.text) or words.column(cell.text)[0] != "" for cell in cells)
        plain = guess == "words" and (self.bodies > 0 or told * 2 < len(cells))
        if plain and any(n.unit for cell in cells for n in self.figures(cell)):
            return "prose"  # 新建学校3所 | 已建成2所
        if guess == "one":
            inner = not cells or cells[-1].column > 0
            if self.heads and not inner:
                return "group"
            return "head" if inner and not self.bodies else "title"
        if not self.bodies:
            return "head"
        return "head" if told * 2 >= len(cells) and not _EMPTY.fullmatch(cells[-1].text) else "bare"

    def _is_of_years(self, cells: Sequence[Cell]) -> bool:
        """指标 | 2021 | 2022: years as headings."""
        numbers = [cell for cell in cells if self.rows.is_number(cell.text)]
        years = [int(cell.text[:4]) for cell in numbers if YEAR.fullmatch(cell.text)]
        if len(years) != len(numbers) or any(self.rows.is_unit(cell.text) for cell in cells):
            return False  # 行政村数 | 个 | 2012
        if len(years) == 1:
            return not (self.bodies or self.heads)
        return all(0 < abs(left - right) <= _APART for left, right in pairwise(years))

    def _head(self, cells: tuple[Cell, ...]) -> None:
        if self.bodies:
            self.heads, self.bodies = [], 0
            self.spanning = {}
        self.heads.append(cells)
        stacks: dict[int, list[str]] = {}
        for row in self.heads:
            for cell in row:
                for column in range(cell.column, cell.column + cell.column_span):
                    stacks.setdefault(column, []).append(cell.text)
        self.headings = {column: self.rows.words.read(parts) for column, parts in stacks.items()}

    def _body(self, cells: tuple[Cell, ...]) -> Row:
        self.bodies += 1
        row = Row("body", cells, headings=self.headings)
        segment = Segment(names=[cell for cell, last in self.spanning.values() if last >= cells[0].row])
        for place, cell in enumerate(cells):
            heading = self.headings.get(cell.column, Heading())
            if _EMPTY.fullmatch(cell.text):
                continue
            if heading.column in ("serial", "code") or self._is_serial(cells, place):
                row.ordinals.append(cell)
            elif self.rows.is_number(cell.text) and not (place == 0 and self._is_year_row(cell, cells)):
                segment.numbers.append(cell)
            elif heading.column == "unit" or self._is_unit(cells, place, segment):
                segment.unit = cell.text
            elif self.figures(cell) and (segment.names or segment.numbers):
                row.pieces.append((cell, segment))
            else:
                segment = self._named(row, segment, cell)
        if segment.names or segment.numbers:
            row.segments.append(segment)
        return row

    def _named(self, row: Row, segment: Segment, cell: Cell) -> Segment:
        """A name begins a new segment where numbers stand in front of it."""
        if segment.numbers:
            row.segments.append(segment)
            segment = Segment()
        segment.names.append(cell)
        if cell.row_span > 1:
            self.spanning[cell.column] = (cell, cell.row + cell.row_span - 1)
        return segment

    def _is_unit(self, cells: Sequence[Cell], place: int, segment: Segment) -> bool:
        if segment.unit or not segment.names:
            return False
        text = cells[place].text
        if self.rows.is_unit(text):
            return True
        ahead = place + 1 < len(cells) and self.rows.is_number(cells[place + 1].text)
        return not self.ruled and ahead and not segment.numbers and _UNIT_LIKE.fullmatch(text) is not None

    def _is_serial(self, cells: Sequence[Cell], place: int) -> bool:
        """1 | 存款余额 | 30: a small number in front of the name."""
        if place or not cells[0].text.isdigit() or len(cells[0].text) > 2 or len(cells) < 3:
            return False
        return not self.rows.is_number(cells[1].text) and not self.rows.is_unit(cells[1].text)

    def _is_year_row(self, cell: Cell, cells: Sequence[Cell]) -> bool:
        """2021 | 30 | 5: the year is the row's name."""
        return YEAR.fullmatch(cell.text) is not None and cell.column == 0 and len(cells) > 1


def _counts_columns(cells: Sequence[Cell]) -> bool:
    """1 | 2 | 3=2/1*100: numbers of columns, one after the other."""
    numbers = [_FORMULA.fullmatch(cell.text) for cell in cells if any(map(str.isdigit, cell.text))]
    counted = [int(found[1]) for found in numbers if found]
    if len(counted) < 2 or len(counted) != len(numbers):
        return False
    names = len(cells) - len(counted)
    first = counted[0]
    if names and len(counted) < _COUNTED:
        return False  # 医院数（个） | 1 | 2
    return names <= 1 and first <= 2 and counted == list(range(first, first + len(counted)))


def _aligned(rows: Sequence[tuple[Cell, ...]], kinds: list[str]) -> list[tuple[Cell, ...]]:
    """Lines with tabs in columns: a heading over the names too, or over the numbers only, at their end."""
    found: list[tuple[Cell, ...]] = []
    for place, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        if kind not in ("words", "one") or (row and not row[0].text):
            found.append(row)
            continue
        size = max(_sizes_below(rows, kinds, place), default=0)
        each, left = divmod(size - 1, max(1, len(row) - 1))
        if each > 1 and not left and kinds[place + 1] == "words" and len(rows[place + 1]) < size:
            found.append(tuple(_spread(row, each)))  # 2022年 over 绝对量 and 增长
            continue
        shift = max(0, size - len(row))
        found.append(tuple(cell._replace(column=cell.column + shift) for cell in row))
    return found


def _spread(row: Sequence[Cell], each: int) -> Iterator[Cell]:
    """Headings over `each` columns, the first over the names."""
    yield row[0]
    for cell in row[1:]:
        yield cell._replace(column=1 + (cell.column - 1) * each, column_span=each)


def _sizes_below(rows: Sequence[tuple[Cell, ...]], kinds: list[str], place: int) -> Iterator[int]:
    """How many cells the rows have that stand under a heading."""
    numbers = False
    for row, kind in zip(rows[place + 1 :], kinds[place + 1 :], strict=True):
        if kind == "numbers":
            numbers = True
            yield len(row)
        elif kind == "words" and numbers:
            return
