"""base_revised, growth_between: numbers of one year in two reports, and growth between two reports.

Last year's 预计 and this year's base differ for good reasons: census, final accounts, another scope
(口径或修订差异), and growth is reckoned on the revised base, of GDP and incomes at comparable prices
besides.  So a difference is an `info` that says so; beyond what rules/across.yaml lets a revision
explain it is a `warning`.  Not wider: growth over several years, and levels that one report states
both, which the checks within reports hold against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.across.choice import GROWTH, LEVEL, Choice, Chooser, Slot
from pipeline.across.reports import Notice, Report, Said, rules
from pipeline.checks.intervals import Interval
from pipeline.checks.statements import rules as check_rules
from pipeline.checks.twice import SLIPS
from pipeline.checks.wording import dated, named, number, percent
from pipeline.rulebook import Rulebook
from pipeline.schema import Across, Check

REVISED, BETWEEN = "base_revised", "growth_between"
_HUNDRED = Decimal(100)
_Told = Mapping[tuple[str, int], Mapping[Slot, Choice]]  # document, year -> what it tells of that year
_BUT = "可能是口径或修订差异（普查、决算、范围调整），不一定有误；跨年计算时请注意。"
_TOO_MUCH = "超出一般的修订，可能是普查后的大修订、换了口径，也可能读错或写错，请核对数字、单位、时期和范围。"


def notices(known: Sequence[Report], book: Rulebook) -> Iterator[Notice]:
    """What the reports of one region say differently, in order of the reports."""
    chooser = Chooser(book)
    told: _Told = {
        (report.document_id, year): found
        for report in known
        for year in (report.year, report.year - 1, report.year - 2)
        if (found := chooser.actuals([report], year))
    }
    for rule, entry in rules(book, "revision"):
        yield from _revised(known, told, rule, entry)
        yield from _between(known, told, rule, entry, book)


# --- one year in two reports ------------------------------------------------------------------


def _revised(known: Sequence[Report], told: _Told, rule: str, entry: Across) -> Iterator[Notice]:
    """Each statement against the one before it of the same year."""
    for year in sorted({year for _, year in told}):
        last: dict[Slot, Said] = {}
        for report in known:
            for slot, choice in told.get((report.document_id, year), {}).items():
                now, before = choice.chosen, last.get(slot)
                last[slot] = now
                if before and _same_unit(now, before):
                    yield from _revision(now, before, rule, entry)


def _revision(now: Said, before: Said, rule: str, entry: Across) -> Iterator[Notice]:
    if now.statement.interval.meets(before.statement.interval):
        return
    gap = _gap(now, before)
    if gap is None or gap < entry.least:
        return
    said = f"{dated(now.figure)}，而{before.year}年的{_kind(before)}说是{number(before.figure)}"
    if now.figure.status != "estimate" and before.figure.status == "estimate":
        said += "（预计数）"
    if gap <= entry.allowance:
        yield Notice(REVISED, "info", (now, before), f"{said}：{_BUT}", (rule,))
    else:
        why = _slip(now, before) or _TOO_MUCH
        yield Notice(REVISED, "warning", (now, before), f"{said}：{why}", (rule,))


def _gap(now: Said, before: Said) -> Decimal | None:
    """Levels: % of the earlier one; growth and rates: points."""
    one, other = now.statement.value, before.statement.value
    if now.figure.normalized_unit == "%":
        return abs(one - other)
    return abs(one / other - 1) * _HUNDRED if other else None


def _slip(now: Said, before: Said) -> str:
    """What was mixed up, if two full numbers agree once it is undone; else ""."""
    if not {now.figure.bound, before.figure.bound} <= {"eq", "approx"} or not now.statement.value:
        return ""
    one, other = now.statement.interval, before.statement.interval
    fit = (why for by, why in SLIPS.items() if one.times(by).meets(other) or other.times(by).meets(one))
    return next((f"相差{why}。" for why in fit), "")


def _same_unit(one: Said, other: Said) -> bool:
    return one.figure.normalized_unit == other.figure.normalized_unit


# --- growth and the levels of two reports -----------------------------------------------------


def _between(
    known: Sequence[Report], told: _Told, rule: str, entry: Across, book: Rulebook
) -> Iterator[Notice]:
    real = check_rules(book, "real")
    for report in known:
        for year in (report.year, report.year - 1):
            own = told.get((report.document_id, year), {})
            for (code, measure), choice in own.items():
                now = own.get((code, LEVEL))
                if measure != GROWTH or now is None or _states(told, report, code, year - 1):
                    continue
                then = _then(known, told, report, code, year - 1)
                if then and _same_unit(now.chosen, then):
                    case = (choice.chosen, now.chosen, then)
                    yield from _growth(case, _prices(choice.chosen, real), rule, entry)


def _states(told: _Told, report: Report, code: str, year: int) -> bool:
    """Whether a report states a level itself."""
    return (code, LEVEL) in told.get((report.document_id, year), {})


def _then(known: Sequence[Report], told: _Told, of: Report, code: str, year: int) -> Said | None:
    """The level of a year by another report before this one; a communiqué first, else the latest."""
    found = [
        choice.chosen
        for report in known
        if report.year < of.year and (choice := told.get((report.document_id, year), {}).get((code, LEVEL)))
    ]
    return max(found, key=lambda one: (one.kind == "communique", one.year), default=None)


def _growth(
    case: tuple[Said, Said, Said], prices: Check | None, rule: str, entry: Across
) -> Iterator[Notice]:
    move, now, then = case
    computed = now.statement.interval.growth(then.statement.interval)
    stated = move.statement.interval
    if computed is None or _widened(stated, entry.least).meets(computed):
        return
    levels = f"{dated(then.figure)}（{then.year}年的{_kind(then)}）、{dated(now.figure)}"
    said = f"{levels}，按两份报告算得{percent(computed)}，而所说的是{named(move.figure)}"
    allowed = prices.allowance if prices else entry.allowance
    if not _widened(stated, allowed).meets(computed):
        yield Notice(BETWEEN, "warning", (move, now, then), f"{said}：{_TOO_MUCH}", (rule,))
    elif prices is None or _opposite(computed, stated):
        why = "增速按可比价格计算，也" if prices else ""
        yield Notice(BETWEEN, "info", (move, now, then), f"{said}：{why}{_BUT}", (rule,))


def _opposite(computed: Interval, stated: Interval) -> bool:
    """Whether the level moves the other way than the growth says."""
    fell = computed.high is not None and computed.high < 0
    rose = computed.low is not None and computed.low > 0
    says_rise = stated.low is not None and stated.low > 0
    says_fall = stated.high is not None and stated.high < 0
    return (fell and says_rise) or (rose and says_fall)


def _prices(move: Said, real: Sequence[tuple[str, Check]]) -> Check | None:
    """The entry that says the growth of this indicator is at comparable prices."""
    name = move.figure.indicator
    return next(
        (c for _, c in real if move.code in c.indicators or (c.written and name.endswith(c.written))), None
    )


def _widened(interval: Interval, by: Decimal) -> Interval:
    return interval.plus(Interval(-by, by))


def _kind(one: Said) -> str:
    return "统计公报" if one.kind == "communique" else "报告"
