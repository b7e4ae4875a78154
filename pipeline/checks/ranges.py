"""plausible_range: a value no region of that level has ever had.

Held: the level of a canonical indicator in its base unit against the range of rules/checks.yaml for
the level of the region (national, province, city, county), else of the indicator itself; growth
against what is possible for it.  The ranges are wide, a factor of ten and more beyond what reports
say, so that only 万 for 亿, a lost point or a wrong reading falls out.  Not wider: indicators of the
reports' own have no range, and other units than the base unit are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from pipeline.checks.intervals import Interval
from pipeline.checks.periods import before, years
from pipeline.checks.statements import AMOUNTS, Alarm, Statement, rules
from pipeline.checks.twice import SLIPS
from pipeline.checks.wording import dated, reach
from pipeline.model import Figure
from pipeline.rulebook import Rulebook
from pipeline.schema import Check, Indicator

CHECK: Final = "plausible_range"
_LEVELS: Final = {"national": "全国", "province": "省级", "city": "地级", "county": "县级"}
_SHARE: Final = "%"
_NEAR: Final = Decimal(10)  # as far outside as an uncommon region may be, without a slip
_Range = tuple[Decimal, Decimal]


def alarms(said: Sequence[Statement], book: Rulebook, level: str) -> Iterator[Alarm]:
    """A warning for each canonical indicator outside its range."""
    known = book.by_code
    declared = {code: entry for entry in rules(book, "range") for code in entry[1].indicators}
    yearly = {"", *(basis for _, check in rules(book, "growth") for basis in check.written)}
    for one in said:
        figure = one.figure
        if figure.indicator_code not in known:
            continue
        entry, alarm = declared.get(figure.indicator_code), None
        if figure.measure == "growth" and figure.basis in yearly and entry:
            alarm = _growth(one, entry)
        elif figure.measure == "level":
            indicator = known[figure.indicator_code]
            if figure.normalized_unit == indicator[1].unit:
                alarm = _level(one, level, entry, indicator)
        if alarm:
            yield alarm


def _growth(one: Statement, declared: tuple[str, Check]) -> Alarm | None:
    """A growth over one year; over several years there is hardly any limit."""
    figure, (rule, check) = one.figure, declared
    yearly = figure.dimension == "share" and before(figure.period, "")
    if not check.growth or not yearly or one.interval.meets(Interval(*check.growth)):
        return None
    low, high = check.growth
    message = f"{dated(figure)}，超出一年内可能的增减幅度（{low:f}%～{high:f}%）。"
    return Alarm(CHECK, "warning", (figure,), message, (rule,))


def _level(
    one: Statement, level: str, declared: tuple[str, Check] | None, known: tuple[str, Indicator]
) -> Alarm | None:
    rule, indicator = known
    span = indicator.plausible
    if declared:
        rule, span = declared[0], _range(declared[1], level, one.figure.period)
    if span is None:
        return None
    low, high = _over_time(span, one.figure)
    if one.interval.meets(Interval(low, high)):
        return None
    whose = _LEVELS.get(level, "") if declared else ""
    said = f"{dated(one.figure)}，超出{whose}{indicator.name}的合理范围（{reach(low, high, one.figure)}）"
    message = f"{said}{_why(one, Interval(low, high))}。"
    return Alarm(CHECK, "warning", (one.figure,), message, (rule,))


def _over_time(span: _Range, figure: Figure) -> _Range:
    """The range of a year, for a sum over several years or over some months."""
    low, high = span
    if figure.normalized_unit == _SHARE:
        return span
    return (low / 12 if "-" in figure.period else low), high * years(figure.period)


def _range(check: Check, level: str, period: str) -> _Range | None:
    """The range of a level; where that is unknown, from the least of all levels to the greatest."""
    ranges = {name: getattr(check, name) for name in _LEVELS if getattr(check, name)}
    if not ranges or (level and level not in ranges):
        return None
    chosen = [ranges[level]] if level else list(ranges.values())
    times = check.recent[1] if check.recent and int(period[:4]) >= check.recent[0] else 1
    return min(low for low, _ in chosen) * times, max(high for _, high in chosen)


def _why(one: Statement, possible: Interval) -> str:
    """The slip that would bring a value far outside back into its range."""
    if one.figure.dimension not in AMOUNTS or _back(one, possible, _NEAR):
        return ""
    return next((f"，相差约{why}" for by, why in SLIPS.items() if _back(one, possible, by)), "")


def _back(one: Statement, possible: Interval, by: Decimal) -> bool:
    return any(one.interval.times(factor).meets(possible) for factor in (by, 1 / by))
