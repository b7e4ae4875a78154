"""share_range: a share above 100 % or below nothing.

Held: the level of an indicator whose name ends in a word that can only be a share of a whole (比重,
覆盖率 …, declared in rules/checks.yaml) against 0 and 100.  Not wider: 毛入学率, 完成率, 存贷比 and
growth may be over 100, and what is done of a plan (占年计划的116%) is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from pipeline.checks.intervals import Interval
from pipeline.checks.statements import Alarm, Statement, excepted, rules
from pipeline.checks.wording import dated
from pipeline.rulebook import Rulebook

CHECK: Final = "share_range"
_POSSIBLE: Final = Interval(Decimal(0), Decimal(100))


def alarms(said: Sequence[Statement], book: Rulebook) -> Iterator[Alarm]:
    """An error for each share that no digit could bring between 0 and 100."""
    shares = [one for one in said if one.figure.measure == "level" and one.figure.dimension == "share"]
    for rule, check in rules(book, "share"):
        for one in shares:
            if one.figure.indicator_text.endswith(check.written) and not excepted(one, check):
                yield from _alarm(rule, one)


def _alarm(rule: str, one: Statement) -> Iterator[Alarm]:
    if not one.interval.meets(_POSSIBLE):
        message = f"{dated(one.figure)}，而占比一类的数不可能{'小于0' if one.value < 0 else '超过100%'}。"
        yield Alarm(CHECK, "error", (one.figure,), message, (rule,))
