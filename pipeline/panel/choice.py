"""Which of several figures becomes the cell, why, and which of the others contradict it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from pipeline.panel.nouns import GROWTH, Candidate

#: the best source first; kinds that are not named come last
SOURCES = ("communique", "work_report", "poster", "newspaper", "plan", "budget")
STATUSES = ("actual", "estimate", "target")
INFINITE = Decimal("Infinity")

#: (smaller is better, why the better one stands), the strongest first
CRITERIA: tuple[tuple[Callable[[Candidate], Any], str], ...] = (
    (lambda c: bool(c.record.parent_id), "不是“其中”的一部分"),
    (lambda c: not c.plausible, "另一数超出该指标的合理范围"),
    (lambda c: c.ahead, "另一数在讲规划的部分"),
    (lambda c: _place(SOURCES, c.record.kind), "统计公报优先于政府工作报告，其次是图解、报纸、计划"),
    (lambda c: _place(STATUSES, c.record.status), "实绩优先于预计数"),
    (lambda c: c.record.status == "target" and not c.named, "原文明说是目标"),
    (lambda c: c.slot.kind == GROWTH and not c.paired, "增速与总量同在一句"),
    # a target is no better for having no bound: 增长7%左右 is what was aimed at
    (lambda c: c.record.bound != "eq" and c.record.status != "target", "确数优先于约数和界限"),
    (lambda c: c.late, "当年应报的报告优先于以后的报告"),
    (lambda c: c.step, "有效数位更多"),
    (lambda c: (c.record.document_id, c.record.char_start), "在文中先出现"),
)


def _place(order: Sequence[str], word: str) -> int:
    return order.index(word) if word in order else len(order)


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates for one cell, the best first."""
    return sorted(candidates, key=lambda one: [key(one) for key, _ in CRITERIA])


def why(better: Candidate, other: Candidate) -> str:
    """The first criterion by which one is better, in Chinese."""
    return next(reason for key, reason in CRITERIA if key(better) != key(other))


def agree(one: Candidate, other: Candidate) -> bool:
    """Whether both can be true of one number, given their printed digits and bounds.

    3.68万亿元 and 36801.87亿元 agree; 超过1.6万亿元 and 16002亿元 agree; 2.77 and 2.83万亿元 do not.
    """
    (low, high), (other_low, other_high) = extent(one), extent(other)
    return low <= other_high and other_low <= high


def extent(one: Candidate) -> tuple[Decimal, Decimal]:
    """The numbers a figure can stand for, both ends included."""
    slack = one.step if one.record.bound == "approx" else one.step / 2
    low, high = one.value - slack, (one.value if one.value_max is None else one.value_max) + slack
    if one.record.bound in ("gt", "ge"):
        return low, INFINITE
    if one.record.bound in ("lt", "le"):
        return -INFINITE, high
    return low, high
