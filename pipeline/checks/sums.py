"""sum_of_parts, unit_slip: parts that make up their whole by name, and do not.

Held against each other: the level of the whole (or a round total such as 100 for shares) and the
sum of the levels of all its parts, of one period, status and unit, as declared in rules/checks.yaml.
Each number may be off by half a unit of its last digit, so the sum by as many.  Where moving 万 or 亿
in one number or two makes it add up, that is the reason given.  With a part missing, two others may
not exceed the whole.  Not wider: a single part may be of another reach than the whole (税收收入 of all
governments, 预算收入 of the local one); where an indicator is stated several times the statements
nearest to the whole count, and one combination that agrees is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from itertools import combinations, product
from operator import attrgetter
from typing import Final

from pipeline.checks.intervals import Interval
from pipeline.checks.periods import spoken
from pipeline.checks.statements import Alarm, Statement, grouped, nearest, rules
from pipeline.checks.twice import SLIPS
from pipeline.checks.wording import listed, named, span
from pipeline.rulebook import Rulebook
from pipeline.schema import Check

CHECK: Final = "sum_of_parts"
SLIP: Final = "unit_slip"
_REST: Final = Interval(Decimal(0), None)  # parts that are not stated
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
    there = [statements for statements in parts if statements]
    anchors = _stated(check.whole, by_name) if check.whole else parts[0]
    if not anchors or len(there) < (len(parts) if check.totals else 2):
        return
    fault: tuple[Statement, list[Statement]] | None = None
    for anchor in anchors:
        chosen = [nearest(anchor, statements) for statements in there]
        if _agrees(chosen, anchor, check):
            return
        fault = fault or (anchor, chosen)
    if fault:
        yield _alarm(rule, check, *fault)


def _agrees(parts: Sequence[Statement], whole: Statement, check: Check) -> bool:
    """Do all parts add up to the whole; do some of them leave room in it?"""
    intervals = [one.interval for one in parts]
    if len(parts) < len(check.parts):
        intervals.append(_REST)
    return _adds_up(intervals, whole.interval, check)


def _stated(names: Sequence[str], by_name: _ByName) -> list[Statement]:
    found = [one for name in names if name in by_name for one in by_name[name]]
    return sorted(found, key=attrgetter("start")) if len(found) > 1 else found


def _adds_up(parts: Sequence[Interval], whole: Interval, check: Check) -> bool:
    total = reduce(Interval.plus, parts)
    if check.whole:
        return total.meets(whole)
    return any(total.holds(number) for number in check.totals)


def _alarm(rule: str, check: Check, anchor: Statement, parts: Sequence[Statement]) -> Alarm:
    total = reduce(Interval.plus, (one.interval for one in parts))
    said = f"{spoken(anchor.figure.period)}{listed(parts)}合计为{span(total, anchor.figure)}"
    if check.whole and len(parts) < len(check.parts):
        said += f"，还不是全部，已经超过{named(anchor.figure)}"
    elif check.whole:
        said += f"，与{named(anchor.figure)}不符"
    else:
        said += f"，各部分之和应为{check.totals[0]:f}{anchor.figure.unit}"
    wholes = (anchor,) if check.whole else ()
    figures = tuple(one.figure for one in (*wholes, *parts))
    if slip := _slip(check, anchor, parts):
        return Alarm(SLIP, "warning", figures, f"{said}；{slip}。", (rule,))
    return Alarm(CHECK, "warning", figures, f"{said}。", (rule,))


def _slip(check: Check, whole: Statement, parts: Sequence[Statement]) -> str:
    """The one or two parts, or the whole, with which the sum adds up once 万 or 亿 is put right; or ""."""
    if not check.whole or len(parts) < len(check.parts):
        return ""
    for by, (factor, why) in product((1, -1), SLIPS.items()):
        times = factor**by
        if _adds_up([one.interval for one in parts], whole.interval.times(times), check):
            return f"{named(whole.figure)}如果相差{why}，就相符了"
        for wrong in (*combinations(parts, 1), *combinations(parts, 2)):
            righted = [one.interval.times(times) if one in wrong else one.interval for one in parts]
            if _adds_up(righted, whole.interval, check):
                return f"{listed(wrong)}如果相差{why}，就相符了"
    return ""
