"""A number of a table, and what the rows above it leave to those below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from pipeline.figures.scan import Numeral
from pipeline.figures.tables.grid import Cell
from pipeline.figures.tables.headings import PERCENT, Heading

_MOST_PARTS: Final = 12  # of one whole
_LEAST_DIGITS: Final = 1000  # of its last digit: smaller numbers add up by chance
_FARTHEST: Final = 3  # rows above that may be the whole


@dataclass
class Value:
    """A number of a table with what its row and its column say of it."""

    numeral: Numeral
    cell: Cell
    indicator: str
    measure: str
    year: str = ""
    whole: int | None = None  # where the number of the whole stands
    before: bool = False  # it is of the year before
    status: str = ""
    status_text: str = ""
    basis: str = ""
    falls: bool = False
    name: str = ""  # of its row
    context: str = ""  # what completes the name, should another row have the same
    rules: list[str] = field(default_factory=list)


@dataclass
class State:
    """What the rows above leave to those below."""

    caption: str
    unit: str
    words: Heading  # what the caption says
    whole: str = ""  # name of the first row
    last: str = ""  # name of the last row that is no part: 其中：住宅 is one of it
    last_unit: str = ""
    last_depth: int = 0
    measured: str = ""  # the last name that says what it measures
    measured_unit: str = ""
    own_unit: str = ""  # that its name ends with: 货物运输总量（万吨）
    group: str = ""
    opened: str = ""  # the whole of the last row that is marked as a part
    numbered: str = ""  # the last name with a number: what stands below without one may be of it
    in_parts: bool = False
    wholes: list[Whole] = field(default_factory=list)  # those that a row below may be a part of


class Whole(NamedTuple):
    """A row that may have parts below it."""

    name: str
    depth: int  # of its number: 一、 is 1
    values: dict[int, Value]  # by column


def find_whole(part: bool, depth: int, told: dict[int, Value], wholes: Sequence[Whole]) -> None:
    """Give the values of a row those of the row it is a part of: the last that is not smaller.

    A row that nothing marks as a part is one of the row with the next higher number: 1. of 一、.
    """
    for whole in reversed(wholes[-_FARTHEST:]):
        if (part or 0 < whole.depth < depth) and not _exceeds(told, whole.values):
            for column, value in told.items():
                above = whole.values.get(column)
                value.whole = above.numeral.start if above else None
                value.context = value.context if part else whole.name
            return


def _exceeds(told: dict[int, Value], whole: dict[int, Value]) -> bool:
    """Whether an amount of a row is larger than that of another: then it is no part of it."""
    for column, value in told.items():
        above = whole.get(column)
        if above is None or value.measure != "level" or value.numeral.base_unit in ("", PERCENT):
            continue
        part, all_ = value.numeral.value, above.numeral.value
        if part is not None and all_ is not None and part > all_ and value.numeral.unit == above.numeral.unit:
            return True
    return False


def sum_up(values: Sequence[Value]) -> None:
    """Give rows that add up to a row above that row as their whole: 住户存款 = 活期存款 + 定期及其他存款.

    From the last row up: what is not yet part of a row may be part of the next above.
    """
    by_column: dict[int, list[Value]] = {}
    for value in values:
        if value.measure == "level" and value.numeral.value is not None:
            by_column.setdefault(value.cell.column, []).append(value)
    wholes: dict[int, Value] = {}  # row of a part -> the whole
    for column in by_column.values():
        open_: list[Value] = []  # nearest first
        for value in reversed(column):
            count = _parts(value, open_)
            for part in open_[:count]:
                wholes.setdefault(part.cell.row, value)
            open_ = [value, *open_[count:]]
    starts = {(value.cell.row, value.cell.column): value.numeral.start for value in values}
    for value in values:
        whole = wholes.get(value.cell.row)
        if whole is not None:
            value.whole = starts.get((whole.cell.row, value.cell.column), value.whole)
            value.context = whole.name


def _parts(whole: Value, below: Sequence[Value]) -> int:
    """How many of the values below a value add up to it; 0 if none do, or chance may have made them."""
    number = whole.numeral.value
    assert number is not None
    digit = Decimal(1).scaleb(int(number.as_tuple().exponent))
    if number < _LEAST_DIGITS * digit:
        return 0
    total = Decimal(0)
    for count, part in enumerate(below[:_MOST_PARTS], 1):
        if part.numeral.unit != whole.numeral.unit or part.numeral.value is None or part.numeral.value < 0:
            return 0
        total += part.numeral.value
        if count > 1 and abs(total - number) <= digit * count / 2:
            return count
        if total > number + digit * count:
            return 0
    return 0
