"""Was a target reached?  The words of both numbers and their printed digits are respected.

A target is a floor (增长5%, 50万人以上) or a ceiling (3%以内, and what rules/across.yaml says is the better
the lower); 下降3% is reached by a fall of 3 or more.  Of a range its nearer end is the target.  左右, 约
leave room below the number: what falls into it is `about`, and no more is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.across.choice import GROWTH, LEVEL, Choice
from pipeline.across.reports import Said, rules
from pipeline.checks.intervals import ABOUT, half_unit
from pipeline.checks.statements import rules as check_rules
from pipeline.checks.wording import number
from pipeline.rulebook import Rulebook
from pipeline.schema import Across

YES, ABOUT_IT, ROUNDING, NO, UNKNOWN = "yes", "about", "within_rounding", "no", "unknown"
_CENT, _TENTH = Decimal("0.01"), Decimal("0.05")
_POINTS = frozenset({"%", "pp", "‰"})


class Outcome(NamedTuple):
    """`difference`: actual minus target in points (`pp`), or in % of the target; None where it means nothing.

    `why`: of an unknown, a Chinese sentence.
    """

    attained: str
    difference: Decimal | None = None
    unit: str = ""
    why: str = ""
    rules: tuple[str, ...] = ()


class _Goal(NamedTuple):
    """What must be reached, with signs turned so that more is better."""

    threshold: Decimal
    sign: int  # 1: a floor; -1: a ceiling, turned round
    room: Decimal  # what 左右 leaves open
    strict: bool  # 超过: not the number itself
    rules: tuple[str, ...] = ()


class Judge:
    """The rules on targets, looked up once."""

    def __init__(self, book: Rulebook) -> None:
        self._ceilings: Sequence[tuple[str, Across]] = rules(book, "ceiling")
        self._far = rules(book, "far")
        about = check_rules(book, "about")
        self._about = about[0][1].share if about else ABOUT

    def outcome(self, target: Said, actual: Said) -> Outcome:
        """Whether `actual` reaches `target`, and by how much it is above or below it."""
        if target.figure.normalized_unit != actual.figure.normalized_unit:
            units = f"“{target.figure.unit}”、“{actual.figure.unit}”"
            return Outcome(UNKNOWN, why=f"目标与实绩的单位（{units}）不能相比。")
        goal = self._goal(target)
        difference, unit = _difference(target, actual)
        if far := self._too_far(target, actual):
            why = "实绩与目标相差悬殊，可能不是同一时期或范围，或错了单位，请核对。"
            return Outcome(UNKNOWN, difference, unit, why, (far,))
        attained = _reached(goal, actual)
        if attained == UNKNOWN:
            return Outcome(UNKNOWN, why=f"实绩只说“{number(actual.figure)}”，不能断定。", rules=goal.rules)
        return Outcome(attained, difference, unit, rules=goal.rules)

    def agreed(self, target: Said, actual: Choice) -> Outcome:
        """The same, but unknown where other numbers of the same report would say the contrary."""
        outcome = self.outcome(target, actual.chosen)
        own = (one for one in actual.clashing if one.document_id == actual.chosen.document_id)
        for other in own:
            if {outcome.attained, self.outcome(target, other).attained} == {YES, NO}:
                said = f"“{number(actual.chosen.figure)}”和“{number(other.figure)}”"
                return Outcome(UNKNOWN, why=f"同一份报告里有{said}，按前者和后者结论相反。")
        return outcome

    def _goal(self, target: Said) -> _Goal:
        figure, value = target.figure, target.statement.value
        rule = self._ceiling(target)
        sign = -1 if rule or (figure.measure == GROWTH and value < 0) else 1
        match figure.bound:
            case "gt" | "ge":
                sign, rule = (1 if value >= 0 else -1), ""
            case "lt" | "le":
                sign, rule = (-1 if value >= 0 else 1), ""
            case "range" if figure.normalized_value_max is not None:
                ends = (value, figure.normalized_value_max)
                value = min(ends) if sign > 0 else max(ends)
        room = abs(value) * self._about if figure.bound == "approx" else Decimal(0)
        return _Goal(sign * value, sign, room, figure.bound in ("gt", "lt"), (rule,) if rule else ())

    def _ceiling(self, target: Said) -> str:
        """The rule by which less is better; else ""."""
        name = target.figure.indicator
        return next(
            (
                rule
                for rule, entry in self._ceilings
                if target.code in entry.indicators or (entry.written and name.endswith(entry.written))
            ),
            "",
        )

    def _too_far(self, target: Said, actual: Said) -> str:
        """The rule by which two levels cannot be of one thing; else ""."""
        if target.figure.measure != LEVEL or target.figure.normalized_unit in _POINTS:
            return ""
        ends = sorted((abs(target.statement.value), abs(actual.statement.value)))
        return next((rule for rule, entry in self._far if ends[0] * entry.times < ends[1]), "")


def _reached(goal: _Goal, actual: Said) -> str:
    reached = actual.statement.interval.times(Decimal(goal.sign))
    low, high = reached.low, reached.high
    value, bound = goal.sign * actual.statement.value, actual.figure.bound
    least = goal.threshold - goal.room
    if bound in ("eq", "approx"):
        if value > goal.threshold or (value == goal.threshold and not goal.strict):
            return YES
        if bound == "eq" and value + _half(actual) > goal.threshold:
            return ROUNDING
        return ABOUT_IT if goal.room and value >= least else NO
    if low is not None and low >= goal.threshold:
        return YES
    if high is not None and high < least:
        return NO
    return ABOUT_IT if low is not None and goal.room and low >= least else UNKNOWN


def _half(actual: Said) -> Decimal:
    """Half a unit of the last printed digit; 增长5% is printed so for 5.0%, reports drop the zero."""
    half = half_unit(actual.figure)
    return min(half, _TENTH) if actual.figure.normalized_unit == "%" else half


def _difference(target: Said, actual: Said) -> tuple[Decimal | None, str]:
    """Actual minus the nearer end of the target."""
    ends = [target.statement.value]
    if target.figure.normalized_value_max is not None:
        ends.append(target.figure.normalized_value_max)
    value = actual.statement.value
    near = min(max(value, min(ends)), max(ends)) if len(ends) > 1 else ends[0]
    if target.figure.normalized_unit in _POINTS:
        return value - near, "pp"
    return (((value - near) / near * 100).quantize(_CENT), "%") if near else (None, "")
