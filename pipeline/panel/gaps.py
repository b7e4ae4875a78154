"""The empty cells of a panel, each with the reason where one is known."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.panel.nouns import TARGET, TARGET_LEVEL, Candidate, Slot

#: reason code -> what is said of a figure that comes near; {} as in `_said`
REASONS = {
    "rejected": "“{quote}”经复核不是数据",
    "other_area": "“{quote}”所在分句说的是别的区域",
    "part": "“{quote}”只是其中一部分",
    "part_of_year": "“{quote}”的时期是{period}，不是全年",
    "year_not_over": "“{quote}”出自{report}年的报告，当年尚未结束",
    "span": "“{quote}”的时期是{period}，不是一年",
    "basis": "“{quote}”不是与上年相比的百分比（{basis}）",
    "unit": "“{quote}”的单位不是该指标的基本单位",
    "far_target": "“{quote}”是{report}年的报告提出的目标，不是当年的",
    "looks_back": "“{quote}”虽读作目标，却在回顾部分",
    "change": "只说了变化幅度“{quote}”",
    "ratio": "只说了倍数“{quote}”",
    "rank": "只说了位次“{quote}”",
}
NO_REPORT, NOT_SAID = "no_report", "not_said"
NEAR = 3  # figures that are named, at most


def reason(
    slot: Slot, year: int, near: Sequence[Candidate], reports: Sequence[tuple[int, str]]
) -> tuple[str, str, tuple[str, ...]]:
    """Why a cell is empty: a code, a Chinese sentence, the figures that come near.

    `near`: figures of the cell that were refused.  `reports`: (report year, kind) of the region.
    """
    if near:
        order = list(REASONS)
        named = sorted(near, key=lambda one: (order.index(one.refused), one.record.figure_id))[:NEAR]
        said = "；".join(dict.fromkeys(_said(one) for one in named))
        return named[0].refused, f"{said}。", tuple(one.record.figure_id for one in named)
    target = slot.kind in (TARGET, TARGET_LEVEL)
    due = {year} if target else {year + 1}
    have = {given for given, kind in reports if kind != "communique"}
    told = not target and any(given == year and kind == "communique" for given, kind in reports)
    if not told and not due & have:
        return NO_REPORT, f"数据集里没有{'、'.join(map(str, sorted(due)))}年的报告。", ()
    return NOT_SAID, "应报的报告里没有读到这个数。", ()


def _said(one: Candidate) -> str:
    record = one.record
    return REASONS[one.refused].format(
        quote=record.quote,
        period=record.period,
        report=record.report_year,
        basis=record.basis or record.normalized_unit or "未说明",
    )
