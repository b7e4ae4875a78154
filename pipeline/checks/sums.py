"""sum_of_parts: parts that make up their whole by name, and do not.

Held against each other: the level of the whole (or a round total such as 100 for shares) and the
sum of the levels of all its parts, of one period, status and unit, as declared in rules/checks.yaml.
Each number may be off by half a unit of its last digit, so the sum by as many.  Not wider: with one
part missing nothing is said, and where an indicator is stated several times the statements nearest
to the whole count, and one combination that agrees is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce

from pipeline.checks.intervals import Interval
from pipeline.checks.periods import spoken
from pipeline.checks.statements import Alarm, Statement, grouped, nearest, rules
from pipeline.checks.wording import listed, named, span
from pipeline.rulebook import Rulebook
from pipeline.schema import Check

CHECK = "sum_of_parts"
_Setting = tuple[str, str, str]  # period, status, unit
_ByName = Mapping[str, Sequence[Statement]]


def alarms(said: Sequence[Statement], book: Rulebook) -> Iterator[Alarm]:
    """A warning for each declared sum, period and status that does not add up."""
    declared = rules(book, "sum")
    wanted = {name for _, check in declared for names in (check.whole, *check.parts) for name in names}
    levels = (one for one in said if one.figure.measure == "level" and one.name in wanted)
    for same in grouped(levels, _setting).values():
        by_name = grouped(same, lambda one: one.name)
        for rule, check in declared:
            yield from _of_rule(rule, check, by_name)


def _setting(one: Statement) -> _Setting:
    figure = one.figure
    return figure.period, figure.status, figure.normalized_unit


def _of_rule(rule: str, check: Check, by_name: _ByName) -> Iterator[Alarm]:
    parts = [_stated(names, by_name) for names in check.parts]
    if not all(parts):
        return
    anchors = _stated(check.whole, by_name) if check.whole else parts[0]
    faults: list[Alarm] = []
    for anchor in anchors:
        chosen = [nearest(anchor, statements) for statements in parts]
        total = reduce(Interval.plus, (one.interval for one in chosen))
        if _adds_up(total, anchor, check):
            return
        faults.append(_alarm(rule, check, anchor, chosen, total))
    yield from faults[:1]


def _stated(names: Sequence[str], by_name: _ByName) -> list[Statement]:
    found = (one for name in names for one in by_name.get(name, ()))
    return sorted(found, key=lambda one: one.start)


def _adds_up(total: Interval, whole: Statement, check: Check) -> bool:
    if check.whole:
        return total.meets(whole.interval)
    return any(total.holds(number) for number in check.totals)


def _alarm(rule: str, check: Check, anchor: Statement, parts: Sequence[Statement], total: Interval) -> Alarm:
    figures = tuple(one.figure for one in parts)
    when, computed = spoken(anchor.figure.period), span(total, anchor.figure)
    said = f"{when}{listed(figures)}合计为{computed}"
    if check.whole:
        return Alarm(
            CHECK, "warning", (anchor.figure, *figures), f"{said}，与{named(anchor.figure)}不符。", (rule,)
        )
    whole = _round(check.totals)
    return Alarm(CHECK, "warning", figures, f"{said}，各部分之和应为{whole}{anchor.figure.unit}。", (rule,))


def _round(totals: Sequence[Decimal]) -> str:
    return format(totals[0], "f")
