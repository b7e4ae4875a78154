"""The nouns of a panel: slots, candidates, and what a panel is made of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pipeline.dataset.records import Record

Value = str | int | Decimal | None

#: what an indicator has in a year, in the order of the columns; suffix of the name, of the title
LEVEL, GROWTH, TARGET, TARGET_LEVEL = "level", "growth", "growth_target", "level_target"
#: a level in dollars of an indicator in yuan: foreign trade was told so for decades; never converted
DOLLARS = "level_usd"
DOLLAR = "USD"
SLOTS = {
    LEVEL: ("", ""),
    DOLLARS: ("_usd", "美元数"),
    GROWTH: ("_g", "增速"),
    TARGET: ("_tgt", "增速目标"),
    TARGET_LEVEL: ("_tgt_lv", "目标"),
}
LONGEST_NAME = 32  # characters of a variable's name in Stata


class Slot(NamedTuple):
    """A cell before it has a region and a year: which indicator, which of SLOTS."""

    code: str
    kind: str


class Area(NamedTuple):
    """A region as the rows of a panel are told apart: the code, or the name where it has no code."""

    key: str
    region: str
    region_code: str  # in force in the report year
    base_code: str = ""  # that of the chosen year, where the region could be carried there


class Candidate(NamedTuple):
    """A figure that may fill a cell.  Numbers are in the base unit.

    `step`: what the last printed digit is worth.  `refused`: why it may not fill the cell, a code of
    REASONS; empty for one that may.  `late`: years between the report it stands in and the one that is due.
    `paired`: level and growth stand in one sentence.  `named`: the words that made it a target call it one.
    `ahead`: it is told as done under a heading on plans, where most numbers are aims.
    """

    record: Record
    slot: Slot
    year: int
    value: Decimal
    value_max: Decimal | None
    step: Decimal
    late: int
    plausible: bool
    paired: bool = False
    named: bool = False
    ahead: bool = False
    refused: str = ""


class Column(NamedTuple):
    """A column of a panel: ASCII name, Chinese title, unit ("" for text and counts of years)."""

    name: str
    title: str
    unit: str


class Gap(NamedTuple):
    """A cell that is empty, and why: a code of `gaps.REASONS` and a Chinese sentence.

    `column` is the name of the column; `figure_ids` of figures that come near and may not fill it.
    """

    region: str
    region_code: str
    year: int | None  # None: of the region as a whole
    column: str
    title: str
    reason: str
    message: str
    figure_ids: tuple[str, ...] = ()


class Conflict(NamedTuple):
    """Two figures that say different things of one cell beyond their printed digits.

    Values as written, with their unit; `why` the first stands in the panel, in Chinese.
    """

    region: str
    region_code: str
    year: int
    column: str
    title: str
    chosen: str
    chosen_said: str
    other: str
    other_said: str
    why: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell that has a value: the figure that was chosen."""

    candidate: Candidate

    @property
    def notes(self) -> str:
        """What the value alone does not say: bound, estimate, review, and what makes it doubtful."""
        record = self.candidate.record
        told = (
            "" if record.bound == "eq" else record.bound,
            "estimate" if record.status == "estimate" else "",
            record.review if record.review in ("unsure", "stale") else "",
            "ahead" if self.candidate.ahead else "",
            "" if self.candidate.plausible else "implausible",
        )
        return " ".join(filter(None, told))


@dataclass(frozen=True, slots=True)
class Panel:
    """Region x year.  `rows` and `sources` have the shape of `columns`; all are sorted.

    A value is text, a year or an exact Decimal in the column's unit; None is a gap.  `sources` holds
    the figure_id a cell is from, "" for keys and gaps.  `cells`: (region key, year, slot) -> the figure.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    sources: tuple[tuple[str, ...], ...]
    gaps: tuple[Gap, ...]
    conflicts: tuple[Conflict, ...]
    areas: tuple[Area, ...]
    slots: tuple[Slot, ...]
    years: dict[str, tuple[int, ...]]  # region key -> its years
    cells: dict[tuple[str, int, Slot], Filled]
    left_out: tuple[str, ...] = ()  # sentences: documents and indicators that have no place in a panel


def name_of(slot: Slot, ending: str = "") -> str:
    """The ASCII name of a slot's column: gdp, gdp_g, gdp_tgt, gdp_tgt_src; at most LONGEST_NAME long.

    A code too long for its endings is cut and told apart by four hexadecimal digits of its own.
    """
    end = SLOTS[slot.kind][0] + ending
    room = LONGEST_NAME - len(end)
    if len(slot.code) <= room:
        return slot.code + end
    own = hashlib.sha256(slot.code.encode()).hexdigest()[:4]
    return f"{slot.code[: room - 5]}_{own}{end}"
