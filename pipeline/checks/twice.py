"""stated_twice, unit_slip: one indicator with two values that cannot both be right.

Held against each other: all statements of the same indicator (code, or text exactly), measure,
basis, period, status and unit in one report.  Their intervals must have a number in common, so
突破800万 and 812.3万 agree, and so do a rounded and a full number.  Two numbers that agree once 万 or
亿 is moved get that as their reason.  Two sentences that share a name without a code (带动贫困户) may
well speak of different things: that is an `info`.  Not wider: a rank is among others that the row does
not name, and words such as 最高 or 部分 (declared in rules/checks.yaml) let one name stand for several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from pipeline.checks.periods import spoken
from pipeline.checks.statements import Alarm, Statement, excepted, grouped, rules
from pipeline.checks.wording import named, number
from pipeline.rulebook import Rulebook

CHECK: Final = "stated_twice"
SLIP: Final = "unit_slip"
_Key = tuple[str, ...]
#: factor -> what was mixed up
SLIPS: Final = {
    Decimal(10) ** 4: "一万倍（漏了或错了“万”“亿”）",
    Decimal(10) ** 8: "一亿倍（漏了或多了“亿”）",
}


def alarms(said: Sequence[Statement], book: Rulebook) -> Iterator[Alarm]:
    """A warning for each indicator whose statements have no number in common."""
    counts = Counter([one.name for one in said])
    often = [one for one in said if counts[one.name] > 1]
    for rule, check in rules(book, "twice"):
        for together in grouped(often, _key).values():
            same = [one for one in together if not excepted(one, check)] if len(together) > 1 else ()
            if len(same) > 1:
                yield from _clash(rule, same)


def _key(one: Statement) -> _Key | None:
    f = one.figure
    if f.measure not in ("level", "growth", "change") or not one.name:
        return None
    strength = f.status_text if f.status == "target" else ""  # 确保增长6.5%、力争7%: both are meant
    return one.name, f.measure, f.basis, f.period, f.status, strength, f.normalized_unit


def _clash(rule: str, same: Sequence[Statement]) -> Iterator[Alarm]:
    """The statement that reaches down least and the one that reaches up least, if they do not meet.

    Intervals have a number in common if and only if these two do: no need to hold each against each.
    """
    upper = max(same, key=_low)
    lower = min(same, key=_high)
    if _low(upper) <= _high(lower):
        return
    first, second = sorted((lower.figure, upper.figure), key=lambda figure: figure.char_start)
    where = "同一句里又" if first.sentence == second.sentence else "另一处"
    said = f"{spoken(first.period)}{named(first)}，{where}为{number(second)}"
    if slip := _slip(lower, upper):
        yield Alarm(SLIP, "warning", (first, second), f"{said}，相差{slip}。", (rule,))
        return
    sure = first.indicator_code or first.sentence == second.sentence
    message = f"{said}，两数不一致；如果所指不同，应补全指标、时期或范围。"
    yield Alarm(CHECK, "warning" if sure else "info", (first, second), message, (rule,))


def _slip(lower: Statement, upper: Statement) -> str:
    """What was mixed up, if two full numbers agree once it is undone; else ""."""
    if not {lower.figure.bound, upper.figure.bound} <= {"eq", "approx"} or not lower.value:
        return ""
    return next((why for by, why in SLIPS.items() if lower.interval.times(by).meets(upper.interval)), "")


def _low(one: Statement) -> Decimal:
    return Decimal("-Infinity") if one.interval.low is None else one.interval.low


def _high(one: Statement) -> Decimal:
    return Decimal("Infinity") if one.interval.high is None else one.interval.high
