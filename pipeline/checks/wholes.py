"""part_over_whole: a part (其中) that is more than its whole.

Held against each other: a figure and the one its `parent_start` names, both levels of one period
and status in one unit.  Not wider: a share, a rate or an average (人均) of a part may well be above
that of the whole, and growth of a part has no whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks.statements import AMOUNTS, Alarm, Statement, excepted, rules
from pipeline.checks.wording import named
from pipeline.rulebook import Rulebook

CHECK: Final = "part_over_whole"


def alarms(said: Sequence[Statement], book: Rulebook) -> Iterator[Alarm]:
    """An error for each part whose smallest value is above the greatest of its whole."""
    wanted = {one.figure.parent_start for one in said}
    by_start = {one.start: one for one in said if one.start in wanted}
    parts = [(one, by_start.get(start)) for one in said if (start := one.figure.parent_start) is not None]
    for rule, check in rules(book, "part"):
        for part, whole in parts:
            if whole and _comparable(part, whole) and not (excepted(part, check) or excepted(whole, check)):
                yield from _alarm(rule, part, whole)


def _comparable(part: Statement, whole: Statement) -> bool:
    p, w = part.figure, whole.figure
    return (
        p.measure == w.measure == "level"
        and p.dimension in AMOUNTS
        and (p.normalized_unit, p.period, p.status) == (w.normalized_unit, w.period, w.status)
    )


def _alarm(rule: str, part: Statement, whole: Statement) -> Iterator[Alarm]:
    low, high = part.interval.low, whole.interval.high
    if low is not None and high is not None and low > high:
        said = f"{named(part.figure)}是{named(whole.figure)}的一部分，却比总体还大"
        message = f"{said}；请核对数字，或它属于哪个总体。"
        yield Alarm(CHECK, "error", (part.figure, whole.figure), message, (rule,))
