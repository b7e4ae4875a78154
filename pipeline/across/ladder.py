"""target_ladder: the growth targets of an area beside those of the area above it.

One `info` a report.  Above a county is its city, above that its province, above that the nation; where
the dataset lacks one, the next.  Which indicators is said in rules/across.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.across.choice import GROWTH, Choice, Chooser, Slot
from pipeline.across.reports import NATION, Notice, Report, Said, rules
from pipeline.checks.wording import number
from pipeline.language.numerals import plain
from pipeline.rulebook import Rulebook

CHECK = "target_ladder"


def notices(known: Sequence[Report], book: Rulebook) -> Iterator[Notice]:
    """What is to be said of the reports of all regions, in their order."""
    chooser = Chooser(book)
    targets = {report.document_id: chooser.targets(report) for report in known}
    by_place: dict[tuple[str, int], Report] = {}
    for report in known:
        if report.region_code and targets[report.document_id]:
            by_place.setdefault((report.region_code, report.year), report)
    for rule, entry in rules(book, "ladder"):
        for report in by_place.values():
            above = _above(report, by_place)
            if above:
                own, others = targets[report.document_id], targets[above.document_id]
                yield from _beside(report, above, _steps(own, others, entry.indicators), rule)


def _above(report: Report, by_place: Mapping[tuple[str, int], Report]) -> Report | None:
    """The report of the nearest area above it in the same year."""
    code = report.region_code
    codes = dict.fromkeys((f"{code[:4]}00", f"{code[:2]}0000", NATION))
    return next(
        (by_place[one, report.year] for one in codes if one != code and (one, report.year) in by_place), None
    )


def _steps(
    own: Mapping[Slot, Choice], others: Mapping[Slot, Choice], codes: Sequence[str]
) -> Iterator[tuple[Said, Said]]:
    for code in codes:
        slot = (code, GROWTH)
        if slot in own and slot in others:
            yield own[slot].chosen, others[slot].chosen


def _beside(report: Report, above: Report, steps: Iterator[tuple[Said, Said]], rule: str) -> Iterator[Notice]:
    pairs = list(steps)
    if not pairs:
        return
    told = "；".join(_step(mine, upper) for mine, upper in pairs)
    said = (*(mine for mine, _ in pairs), *(upper for _, upper in pairs))
    message = f"{report.year}年增长目标与{above.region}对照：{told}。"
    yield Notice(CHECK, "info", said, message, (rule,))


def _step(mine: Said, upper: Said) -> str:
    return f"{mine.figure.indicator}{number(mine.figure)}，上级{number(upper.figure)}，{_gap(mine, upper)}"


def _gap(mine: Said, upper: Said) -> str:
    """By how much one is above or below the other; ranges by their nearer ends."""
    (low, high), (upper_low, upper_high) = _ends(mine), _ends(upper)
    if (low, high) == (upper_low, upper_high):
        return "数值相同"
    if upper_low <= high and low <= upper_high:
        return "区间相交"
    gap = low - upper_high if low > upper_high else upper_low - high
    return f"{'高' if low > upper_high else '低'}{plain(gap.normalize())}个百分点"


def _ends(one: Said) -> tuple[Decimal, Decimal]:
    ends = (one.statement.value, one.figure.normalized_value_max)
    found = sorted(end for end in ends if end is not None)
    return found[0], found[-1]
