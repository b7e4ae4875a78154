"""Figures -> candidates for the cells of a panel, or why a figure is none.

A report of year t tells what was done in t-1 and what is aimed at in t; a communiqué of year t tells
what was done in t.  A figure of another area, another span or another unit is never a candidate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.dataset.records import Record, place
from pipeline.panel.nouns import DOLLAR, DOLLARS, GROWTH, LEVEL, TARGET, TARGET_LEVEL, Candidate, Slot
from pipeline.schema import Indicator

#: growth that is against the year before, whatever the prices
YEARLY = frozenset({"", "同比", "同口径", "可比价"})
OWN_YEAR = frozenset({"communique"})  # kinds that tell what was done in their own year
_YEAR = re.compile(r"\d{4}")
#: the last clause before a number; a bracket begins one: 增长20.7%（全市9.7%）
_CLAUSE = re.compile(r"[^，,；;。：:（(、]*$")
#: not 在全国率先突破1000亿元, which is the report's own
_WHOLE_AREA = re.compile(r"(?<![在居列占位])全(国|省|区|市|州|盟|县|旗)")
#: a quarter's growth whose year alone was read: 一季度累计增长4.7%、全年累计增长6.7%
_PART_OF_YEAR = re.compile(r"半年|季度")
#: the word by which a target calls itself one; 好于预期 in a review does not
_GOAL = "目标"
#: in a review only this sets one: 今年的主要预期目标是 under a heading that was not told from the text
_SETS_GOAL = re.compile(r"目标(?:是|为|[：:])")
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a figure of the dataset.

    `indicators`: code -> rule.  `codes`: figure_id -> indicator_code.  `pairs`: how many figures of level
    and growth of one indicator a sentence has.  `headings`: section -> status that its headings tell of.
    """

    indicators: Mapping[str, Indicator]
    codes: Mapping[str, str]
    pairs: Mapping[tuple[str, str, str], set[str]]
    headings: Mapping[str, str]


def pair_key(record: Record) -> tuple[str, str, str]:
    """Document, indicator and sentence: where a level and its growth stand together."""
    return record.document_id, record.indicator_code, record.sentence


def candidate(record: Record, around: Around) -> Candidate | None:
    """What a figure can be in a panel; None if it has no year or no indicator."""
    indicator = around.indicators.get(record.indicator_code)
    year = _year(record)
    value = record.normalized_value
    if indicator is None or year is None or value is None:
        return None
    slot = Slot(record.indicator_code, _kind(record, indicator))
    due = year if record.status == "target" or record.kind in OWN_YEAR else year + 1
    late = (record.report_year or due) - due
    named = _GOAL in record.status_text
    return Candidate(
        record, slot, year, value, record.normalized_value_max, _step(record), max(late, 0),
        plausible=_plausible(record, indicator),
        paired=around.pairs.get(pair_key(record), set()) >= {"level", "growth"},
        named=named,
        ahead=record.status != "target" and around.headings.get(record.section) == "target",
        refused=_refused(record, indicator, late, around),
    )  # fmt: skip


def _year(record: Record) -> int | None:
    """The year a figure speaks of, of a span the last; None where it is not known."""
    years = _YEAR.findall(re.sub(r"-\d\d", "", record.period))
    return int(years[-1]) if years else None


def _kind(record: Record, indicator: Indicator) -> str:
    """The slot's kind; what is neither level nor growth stands beside the growth."""
    level = record.measure == "level"
    if record.status == "target":
        return TARGET_LEVEL if level else TARGET
    if level and record.normalized_unit == DOLLAR != indicator.unit and "money" in indicator.dimension:
        return DOLLARS
    return LEVEL if level else GROWTH


def _refused(record: Record, indicator: Indicator, late: int, around: Around) -> str:
    """Why a figure may not fill the cell of its year; a code of gaps.REASONS, empty if it may."""
    if record.review == "rejected":
        return "rejected"
    if record.measure not in ("level", "growth"):
        return record.measure
    if not _YEAR.fullmatch(record.period):
        return "part_of_year" if "-" in record.period else "span"
    if record.status == "target" and late:
        return "far_target"
    looks_back = around.headings.get(record.section) == "actual" and not _SETS_GOAL.search(record.status_text)
    if record.status == "target" and looks_back:
        return "looks_back"
    if late < 0 and record.status == "actual":
        return "year_not_over"
    if around.codes.get(record.parent_id) == record.indicator_code:
        return "part"
    clause = clause_before(record)
    if _PART_OF_YEAR.search(clause):
        return "part_of_year"
    if other_area(record, clause):
        return "other_area"
    if record.measure == "growth":
        return "" if _yearly(record) else "basis"
    if _kind(record, indicator) == DOLLARS:
        return ""
    return "" if _in_unit(record, indicator) else "unit"


def clause_before(record: Record) -> str:
    """The clause of the sentence in front of the number; empty where it cannot be told."""
    at = place(record.quote, record.sentence)
    clause = _CLAUSE.search(record.sentence[:at]) if at is not None else None
    return clause.group() if clause else ""


def other_area(record: Record, clause: str) -> bool:
    """Whether the clause says 全国, 全省, 全市 of an area that is not the report's own."""
    said = set(_WHOLE_AREA.findall(clause))
    return bool(said) and record.region[-1:] not in said and record.region_code != "000000"


def _yearly(record: Record) -> bool:
    last_year = f"较{int(record.period) - 1}年"
    return record.normalized_unit == "%" and (record.basis in YEARLY or record.basis == last_year)


def _in_unit(record: Record, indicator: Indicator) -> bool:
    """Whether the level is in the indicator's base unit; 三次产业比3:40:57 are per cent that are unsaid."""
    if record.normalized_unit == indicator.unit:
        return True
    share = indicator.unit == "%" and indicator.plausible and indicator.plausible[1] <= 100
    return bool(share and not record.normalized_unit and _plausible(record, indicator))


def _plausible(record: Record, indicator: Indicator) -> bool:
    """Whether the value lies in the rules' range."""
    ends = indicator.plausible if record.measure == "level" else indicator.plausible_growth
    if record.measure == "level" and record.normalized_unit == DOLLAR != indicator.unit:
        return True
    value = record.normalized_value
    return ends is None or value is None or ends[0] <= value <= ends[1]


def _step(record: Record) -> Decimal:
    """What the last printed digit is worth in the base unit: 1.75万亿元 is known to 10000000000 元."""
    exponent = record.value.as_tuple().exponent
    printed = _ONE.scaleb(exponent if isinstance(exponent, int) else 0)
    if not record.value or record.normalized_value is None:
        return printed
    return printed * abs(record.normalized_value / record.value)
