"""growth_level: a growth that the two levels in the same report do not give.

Held: the growth (%) or change stated of an indicator against its level of that period and its level
of the period before (or the year the basis names), intervals against intervals.  Growth of GDP,
value added and real incomes is at comparable prices and levels are at current ones: these are
declared in rules/checks.yaml with what prices may explain, and beyond that get an `info`.  Not
wider: growth over several years or on another basis (同口径, 年均, 环比) is not of two levels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from pipeline.checks.intervals import Interval
from pipeline.checks.periods import YEAR_NAMED, before, spoken
from pipeline.checks.statements import Alarm, Statement, excepted, grouped, nearest, rules
from pipeline.checks.wording import named, number, percent, span
from pipeline.rulebook import Rulebook
from pipeline.schema import Check

CHECK: Final = "growth_level"
_Place = tuple[str, str, str, str]  # name, period, status (done: actual or estimate), unit (empty: any)
_BRACKET: Final = re.compile(r"（[^（）]*）$")  # 生产总值（GDP）
_DONE: Final = "done"
_ANY: Final = ""
_LEVEL_UNIT: Final = {"pp": "%"}  # of a change in points


class _Case(NamedTuple):
    """A growth or change with the two levels it goes between."""

    move: Statement
    now: Statement
    then: Statement


def alarms(said: Sequence[Statement], book: Rulebook) -> Iterator[Alarm]:
    """A warning (info where prices may explain it) for each growth that its levels do not give."""
    real = rules(book, "real")
    for rule, check in rules(book, "growth"):
        moves = [one for one in said if _plain(one, check)]
        moving = {move.name for move in moves}
        levels = [one for one in said if one.figure.measure == "level" and one.name in moving]
        stated = {**grouped(levels, _now), **grouped(levels, _of_any_unit), **grouped(levels, _then)}
        for move in moves:
            if case := _case(move, stated):
                yield from _alarm(rule, case, real)


def _of_a_year(basis: str, check: Check) -> bool:
    return not basis or basis in check.written or YEAR_NAMED.fullmatch(basis) is not None


def _plain(move: Statement, check: Check) -> bool:
    """Is it a growth or change between two levels?"""
    figure = move.figure
    return (
        figure.measure in ("growth", "change")
        and (figure.dimension in ("share", "points") or figure.measure == "change")
        and _of_a_year(figure.basis, check)
        and not excepted(move, check)
    )


def _now(one: Statement) -> _Place:
    return one.name, one.figure.period, one.figure.status, one.figure.normalized_unit


def _of_any_unit(one: Statement) -> _Place:
    return one.name, one.figure.period, one.figure.status, _ANY


def _then(one: Statement) -> _Place | None:
    if one.figure.status == "target":
        return None
    return one.name, one.figure.period, _DONE, one.figure.normalized_unit


def _case(move: Statement, stated: Mapping[_Place, Sequence[Statement]]) -> _Case | None:
    """The levels nearest in the text: the new one of the same status, the old one done, in one unit."""
    figure = move.figure
    unit = _LEVEL_UNIT.get(figure.normalized_unit, figure.normalized_unit)
    unit = _ANY if figure.measure == "growth" else unit
    now = stated.get((move.name, figure.period, figure.status, unit))
    if not now:
        return None
    earlier = before(figure.period, figure.basis)
    if not earlier:
        return None
    new = nearest(move, now)
    then = stated.get((move.name, earlier, _DONE, new.figure.normalized_unit))
    return _Case(move, new, nearest(move, then)) if then else None


def _alarm(rule: str, case: _Case, real: Sequence[tuple[str, Check]]) -> Iterator[Alarm]:
    computed = _computed(case)
    if computed is None or computed.meets(case.move.interval):
        return
    prices = _prices(case.move, real)
    figures = (case.move.figure, case.now.figure, case.then.figure)
    said = _sentence(case, computed)
    if prices is None:
        yield Alarm(CHECK, "warning", figures, f"{said}，与所说的{named(case.move.figure)}不符。", (rule,))
    elif case.move.figure.measure == "growth" and not _widened(case.move.interval, prices[1].allowance).meets(
        computed
    ):
        why = f"{said}，而{named(case.move.figure)}；即使按可比价格计算，相差也过大。"
        yield Alarm(CHECK, "info", figures, why, (prices[0],))


def _computed(case: _Case) -> Interval | None:
    now, then = case.now.interval, case.then.interval
    return now.growth(then) if case.move.figure.measure == "growth" else now.minus(then)


def _sentence(case: _Case, computed: Interval) -> str:
    move, now, then = (one.figure for one in case)
    levels = f"{spoken(then.period)}{named(then)}、{spoken(now.period)}{number(now)}"
    if move.measure == "growth":
        return f"{levels}，算得变化幅度为{percent(computed)}"
    return f"{levels}，算得差额为{span(computed, move)}"


def _prices(move: Statement, real: Sequence[tuple[str, Check]]) -> tuple[str, Check] | None:
    """The entry that says the growth of this indicator is at comparable prices."""
    text = _BRACKET.sub("", move.figure.indicator_text)
    return next(
        (
            (rule, check)
            for rule, check in real
            if move.name in check.indicators or (check.written and text.endswith(check.written))
        ),
        None,
    )


def _widened(interval: Interval, by: Decimal) -> Interval:
    return interval.plus(Interval(-by, by))
