"""targets.csv: what each report aimed at, what was done by the next one's account, and whether it is enough.

One row a region, year, indicator and measure.  A target is one that a report sets for its own year; of
what was done, a communiqué counts more than a work report, an actual number more than an estimate, a
plain number more than a bound (`choice`).  Other numbers that contradict the chosen ones are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.across.attained import UNKNOWN, Judge, Outcome
from pipeline.across.choice import Choice, Chooser, Slot
from pipeline.across.reports import Report, Said
from pipeline.checks.wording import number
from pipeline.language.numerals import optional, plain, short
from pipeline.model import Figure
from pipeline.rulebook import Rulebook

#: why there is nothing to compare with
NO_REPORT = "数据集里没有{year}年的统计公报或{next}年的报告。"
NOT_SAID = "以后的报告没有说这一指标。"
SEVERAL_YEARS = "以后的报告只说了“{words}{said}”，看来不是一年的数。"
OTHER_MEASURE = "以后的报告只说了{said}，没有说{wanted}。"
_MEASURES = {"growth": "增速", "level": "水平值"}


class TargetRow(NamedTuple):
    """One row of targets.csv; every cell is text.  dataset/targets.json describes the columns."""

    region: str
    region_code: str
    year: str
    indicator: str
    indicator_code: str
    measure: str
    target: str
    target_max: str
    target_bound: str
    target_qualifier: str
    target_words: str
    target_basis: str
    target_unit: str
    target_normalized: str
    target_id: str
    actual: str
    actual_max: str
    actual_bound: str
    actual_basis: str
    actual_unit: str
    actual_normalized: str
    actual_status: str
    actual_id: str
    normalized_unit: str
    attained: str
    difference: str
    difference_unit: str
    note: str
    other_target_ids: str
    other_actual_ids: str


class Pair(NamedTuple):
    """A target, what answers it, and the outcome; `rules` are those that were used."""

    report: Report  # that sets the target
    target: Choice
    actual: Choice | None
    outcome: Outcome
    rules: tuple[str, ...] = ()


def pairs(known: Sequence[Report], book: Rulebook) -> Iterator[Pair]:
    """The targets of the reports of one region, in order of year, each with what answers it.

    Where several reports of a year set one, the first in order of choice stands, the others beside it.
    """
    chooser, judge = Chooser(book), Judge(book)
    for year in sorted({report.year for report in known}):
        own = [report for report in known if report.year == year]
        actuals = chooser.actuals(known, year)
        over = any(report.could_know(year) for report in known)
        for slot, (report, target) in _targets(own, chooser).items():
            actual, rule = chooser.answers(slot, actuals, report.region_code)
            used = (rule, chooser.yearly(target.chosen), _soft(target, chooser))
            if actual:
                outcome = judge.agreed(target.chosen, actual)
            elif several := chooser.of_several_years(known, year, slot):
                words = several.words.strip().removesuffix(several.figure.qualifier)  # number() says it
                said = SEVERAL_YEARS.format(words=words, said=number(several.figure))
                outcome = Outcome(UNKNOWN, why=said, rules=(chooser.span(several),))
            else:
                outcome = Outcome(UNKNOWN, why=_why_not(slot, year, over, actuals))
            yield Pair(report, target, actual, outcome, tuple(filter(None, (*used, *outcome.rules))))


def _targets(own: Iterable[Report], chooser: Chooser) -> dict[Slot, tuple[Report, Choice]]:
    found: dict[Slot, tuple[Report, Choice]] = {}
    for report in own:
        for slot, choice in chooser.targets(report).items():
            if slot in found:
                first, before = found[slot]
                found[slot] = first, Choice(before.chosen, (*before.others, choice.chosen, *choice.others))
            else:
                found[slot] = report, choice
    return dict(sorted(found.items()))


def _soft(target: Choice, chooser: Chooser) -> str:
    """The rule by which another target is a hope beside the chosen one."""
    if chooser.soft(target.chosen):
        return ""
    return next(filter(None, map(chooser.soft, target.others)), "")


def _why_not(slot: Slot, year: int, over: bool, actuals: dict[Slot, Choice]) -> str:
    if not over:
        return NO_REPORT.format(year=year, next=year + 1)
    code, measure = slot
    other = next((actuals[code, one] for one in _MEASURES if one != measure and (code, one) in actuals), None)
    if other is None:
        return NOT_SAID
    said = f"{_MEASURES[other.chosen.figure.measure]}{number(other.chosen.figure)}"
    return OTHER_MEASURE.format(said=said, wanted=_MEASURES[measure])


# --- rows -------------------------------------------------------------------------------------


def row(pair: Pair) -> TargetRow:
    """A row of targets.csv."""
    report, target, outcome = pair.report, pair.target.chosen, pair.outcome
    figure, actual = target.figure, pair.actual.chosen.figure if pair.actual else None
    return TargetRow(
        region=report.region,
        region_code=report.region_code,
        year=str(report.year),
        indicator=figure.indicator,
        indicator_code=figure.indicator_code,
        measure=figure.measure,
        target=plain(figure.value),
        target_max=optional(figure.value_max),
        target_bound=figure.bound,
        target_qualifier=figure.qualifier,
        target_words=figure.status_text,
        target_basis=figure.basis,
        target_unit=figure.unit,
        target_normalized=short(figure.normalized_value),
        target_id=target.figure_id,
        **(_actual(actual) if actual else dict.fromkeys(_ACTUAL, "")),
        actual_id=pair.actual.chosen.figure_id if pair.actual else "",
        normalized_unit=figure.normalized_unit,
        attained=outcome.attained,
        difference=optional(outcome.difference),
        difference_unit=outcome.unit,
        note=note(pair),
        other_target_ids=_ids(pair.target.others),
        other_actual_ids=_ids(pair.actual.clashing if pair.actual else ()),
    )


_ACTUAL = (
    "actual", "actual_max", "actual_bound", "actual_basis", "actual_unit", "actual_normalized",
    "actual_status",
)  # fmt: skip


def _actual(figure: Figure) -> dict[str, str]:
    cells = (
        plain(figure.value), optional(figure.value_max), figure.bound, figure.basis, figure.unit,
        short(figure.normalized_value), figure.status,
    )  # fmt: skip
    return dict(zip(_ACTUAL, cells, strict=True))


def _ids(said: Iterable[Said]) -> str:
    return " ".join(one.figure_id for one in said)


def note(pair: Pair) -> str:
    """Why the outcome is unknown, what else was aimed at, what contradicts: Chinese sentences."""
    told = [pair.outcome.why]
    others = list(dict.fromkeys(_number(one) for one in pair.target.others))
    others = [one for one in others if one != _number(pair.target.chosen)]
    if others:
        told.append(f"另有目标{'、'.join(others)}。")
    if pair.actual:
        told += _on_actual(pair.target.chosen, pair.actual)
    return "".join(filter(None, told))


def _on_actual(target: Said, actual: Choice) -> Iterator[str]:
    chosen = actual.chosen
    if clashing := list(dict.fromkeys(_number(one) for one in actual.clashing)):
        yield f"实绩另有{'、'.join(clashing)}，与所取的{_number(chosen)}不一致。"
    if chosen.code != target.code:
        yield f"实绩是{chosen.figure.indicator}。"
    if _prices(target) != _prices(chosen):
        yield f"目标的基准是{_basis(target)}，实绩的是{_basis(chosen)}。"


def _number(one: Said) -> str:
    return number(one.figure)


def _prices(one: Said) -> str:
    """The basis; one that only means the year before says as much as none."""
    return "" if one.plain else one.figure.basis


def _basis(one: Said) -> str:
    return one.figure.basis or "未说明的"


def rows(found: Iterable[Pair]) -> list[TargetRow]:
    """Rows of targets.csv, sorted by region code, region, year, indicator code, measure."""
    return sorted(map(row, found), key=_place)


def _place(one: TargetRow) -> tuple[str, str, int, str, str]:
    return one.region_code, one.region, int(one.year), one.indicator_code, one.measure


def difference_said(outcome: Outcome) -> str:
    """高0.2个百分点, 低3.1%; "" where there is none: 近8000亿元 against 超过8000亿元.

    >>> from decimal import Decimal
    >>> difference_said(Outcome("no", Decimal("-0.2"), "pp"))
    '低0.2个百分点'
    """
    if not outcome.difference:
        return ""
    unit = {"pp": "个百分点", "%": "%"}[outcome.unit]
    size = format(abs(outcome.difference).normalize(), "f")
    return f"{'高' if outcome.difference > 0 else '低'}{size}{unit}"
