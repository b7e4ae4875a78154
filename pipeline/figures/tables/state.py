"""A number of a table, and what the rows above it leave to those below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.figures.scan import Numeral
from pipeline.figures.tables.grid import Cell
from pipeline.figures.tables.headings import PERCENT, Heading

_FARTHEST = 3  # rows above that may be the whole


@dataclass(slots=True)
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


@dataclass(slots=True)
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
