"""The report of a sample: what it says, as data and as lines for a terminal; `report_html` prints it.

Every sentence is a pair, Chinese first, English second.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.dataset.dictionary import resources
from pipeline.offline import Both, visible
from pipeline.review.rates import IS_FIGURE, Rate, Rates, Row

TITLE = ("抽样核对报告", "Sampling audit report")


@dataclass(frozen=True, slots=True)
class Change:
    """A column of a figure that was wrong: the text as it was read, and as it is right."""

    column: str
    read: str
    right: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One item of the sample that was judged wrong."""

    document: str  # title, or the file's name where it has none
    quote: str
    sentence: str
    verdict: str  # fix, reject, missing
    changes: tuple[Change, ...] = ()
    why: str = ""
    by: str = ""
    page: str = ""  # empty where the source has none


@dataclass(frozen=True, slots=True)
class Facts:
    """What was audited, with what, by whom.  `signed_by` and `signed_at` are empty until it is signed."""

    dataset: str
    documents: int
    figures: int
    rules: str  # digest of the rules
    version: str  # of baoshu
    seed: int
    size: int
    reviewers: tuple[str, ...] = ()
    signed_by: str = ""
    signed_at: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that is told of a sample."""

    facts: Facts
    rates: Rates
    mistakes: tuple[Mistake, ...] = ()


def as_dict(report: Report) -> dict[str, Any]:
    """The report as data for JSON; rates are shares from 0 to 1, null where nothing was judged.

    Keys: text (the lines for a terminal), facts, and rates and mistakes as in their dataclasses, where a
    rate is an object of estimate, low, high.
    """
    told = asdict(report)
    return {"text": "\n".join(lines(report)), **_named(told)}


def lines(report: Report) -> list[str]:
    """The report for a terminal."""
    return list(_lines(report))


# --- what is said -----------------------------------------------------------------------------


def headline(rates: Rates) -> Both:
    """The number for trust."""
    rate = rates.figures.rate
    if rate is None:
        return Both(
            "抽中的数字还没有一个核对过，没有错误率可报。", "No figure of the sample has been judged yet."
        )
    share, low, high = map(per_hundred, (rate.estimate, rate.low, rate.high))
    return Both(
        f"每百个数字约有 {share} 个有误（95% 置信区间 {low}～{high}）",
        f"About {share} of every 100 figures are wrong (95% confidence interval {low} to {high})",
    )


def second_lines(rates: Rates) -> Iterator[Both]:
    """What belongs under the headline: the whole dataset, the unsure, what was left out."""
    figures, others = rates.figures, rates.others
    if figures.rate:
        share, low, high = _counts(figures.rate, _covered(rates.kinds))
        yield Both(
            f"据此推算，{_covered(rates.kinds):,} 个数字中约有 {share} 个有误（{low}～{high}）。",
            f"That is about {share} of {_covered(rates.kinds):,} figures ({low} to {high}).",
        )
    if figures.rate and figures.open:
        yield Both(
            f"这是初步的结果：抽中 {figures.drawn} 个，还有 {figures.open} 个没有核对。",
            f"This is preliminary: {figures.open} of the {figures.drawn} drawn are not judged yet.",
        )
    if figures.unsure and figures.worst:
        share, low, high = map(per_hundred, (figures.worst.estimate, figures.worst.low, figures.worst.high))
        yield Both(
            f"另有 {figures.unsure} 个存疑，未计入；若全部算作有误，则每百个有 {share} 个（{low}～{high}）。",
            f"{figures.unsure} unsure, not counted; if all were wrong: {share} of 100 ({low} to {high}).",
        )
    if others.rate:
        share, low, high = map(per_hundred, (others.rate.estimate, others.rate.low, others.rate.high))
        yield Both(
            f"判为“不是数据”的数中，每百个约有 {share} 个其实是数据，被漏掉了（{low}～{high}）。",
            f"Of 100 numbers said to be no figures, about {share} are figures left out ({low} to {high}).",
        )


def method(facts: Facts, rates: Rates) -> Both:
    """How it was drawn and reckoned, in two sentences."""
    figures, others = rates.figures.drawn, rates.others.drawn
    return Both(
        f"按文种分层，各层内按种子 {facts.seed} 的散列次序不放回抽取数字 {figures} 个，"
        f"另从判为“不是数据”的数中抽取 {others} 个以估计遗漏，由核对人逐个对照原文；"
        "任一栏目有误，或根本不是数据，即算一个错误。"
        "错误率说的是程序读出、未经改正的结果，按各文种的数字个数加权，所以不一定等于有误个数除以已核对个数；"
        "置信区间用 Clopper–Pearson 精确法，各文种合计用 Korn–Graubard 有效样本量。",
        f"{figures} figures were drawn without replacement, stratified by kind of document, in the order of "
        f"a hash with seed {facts.seed}, and {others} of the numbers said to be no figures for omissions; "
        "each was compared with its source, and a figure is wrong if any field is, or if it is no figure. "
        "Rates are of what the program read, before corrections, and weight each kind by its number of "
        "figures; intervals are Clopper–Pearson's, over kinds with the effective sample size of Korn and "
        "Graubard.",
    )


def not_judged(rates: Rates) -> Iterator[Both]:
    """What the rates do not speak of."""
    figures, others = rates.figures, rates.others
    if figures.open or others.open:
        yield Both(
            f"抽中而尚未核对的：数字 {figures.open} 个，判为“不是数据”的数 {others.open} 个。",
            f"Drawn but not judged: figures {figures.open}, numbers said to be none {others.open}.",
        )
    if figures.unsure or others.unsure:
        yield Both(
            f"核对后存疑的：数字 {figures.unsure} 个，判为“不是数据”的数 {others.unsure} 个。",
            f"Judged unsure: figures {figures.unsure}, numbers said to be none {others.unsure}.",
        )
    blank = [row.name for row in rates.kinds if row.rate is None]
    if blank:
        chinese, english = (visible("、".join(map(name, blank))) for name in (kind_title, kind_english))
        yield Both(
            f"没有任何结论的文种：{chinese}；错误率不包括它们。",
            f"Kinds without a judgement, left out of the rates: {english}.",
        )
    rest, outside = figures.population - figures.drawn, others.population - others.drawn
    yield Both(
        f"没有抽中的：数字 {rest:,} 个，判为“不是数据”的数 {outside:,} 个；它们的情况由样本推断。",
        f"Not drawn: figures {rest:,}, numbers said to be none {outside:,}; the sample speaks for them.",
    )
    yield Both(
        "原文中没有读成文字的数（如图片里的）不在总账中，无从抽取。",
        "Numbers that were not read as text (in pictures, say) are not in the ledger and could not be drawn.",
    )


def standing(facts: Facts, rates: Rates) -> Both:
    """Signed, and by whom; or not."""
    if facts.signed_by:
        who, when = visible(facts.signed_by), visible(facts.signed_at)
        return Both(f"已由 {who} 于 {when} 签署", f"Signed by {who}, {when}")
    if rates.figures.open or rates.others.open:
        return Both("未签署，核对尚未完成", "Not signed; judging is not finished")
    return Both("未签署", "Not signed")


# --- names and numbers ------------------------------------------------------------------------


def field_title(column: str) -> str:
    """The Chinese name of a column of figures.csv, from the data dictionary."""
    if column == IS_FIGURE:
        return "是否数据"
    fields = resources()["figures"]["schema"]["fields"]
    return next((str(field["title"]) for field in fields if field["name"] == column), column)


def field_english(column: str) -> str:
    return "is a figure at all" if column == IS_FIGURE else column


def kind_title(kind: str) -> str:
    """The Chinese name of a kind of document, from the data dictionary: `work_report 政府工作报告；…`."""
    fields = resources()["documents"]["schema"]["fields"]
    told = next(str(field["description"]) for field in fields if field["name"] == "kind")
    titles: dict[str, str] = dict(re.findall(r"(\w+) (\w+)[；。]", told))
    return titles.get(kind, kind or "未注明")


def kind_english(kind: str) -> str:
    return kind.replace("_", " ") or "not stated"


def per_hundred(share: float) -> str:
    """A share as a number of a hundred, with one decimal.

    >>> [per_hundred(share) for share in (0, 0.0004, 0.02, 0.9999, 1)]
    ['0', '<0.1', '2.0', '>99.9', '100']
    """
    if share in (0, 1):
        return f"{100 * share:.0f}"
    if share < 0.0005:
        return "<0.1"
    return ">99.9" if share >= 0.9995 else f"{100 * share:.1f}"


def interval(rate: Rate) -> str:
    """The interval as `0.6～5.0`."""
    return f"{per_hundred(rate.low)}～{per_hundred(rate.high)}"


def _covered(kinds: Sequence[Row]) -> int:
    """The figures of the kinds that were judged: all that the rate speaks of."""
    return sum(row.population for row in kinds if row.rate)


def _counts(rate: Rate, population: int) -> tuple[str, str, str]:
    share, low, high = (f"{round(end * population):,}" for end in (rate.estimate, rate.low, rate.high))
    return share, low, high


def _named(told: Any) -> Any:
    """Rates as objects: `asdict` leaves named tuples as they are."""
    if isinstance(told, Rate):
        return told._asdict()
    if isinstance(told, dict):
        return {key: _named(value) for key, value in told.items()}
    return [_named(value) for value in told] if isinstance(told, tuple) else told


# --- for a terminal ---------------------------------------------------------------------------


def _lines(report: Report) -> Iterator[str]:
    facts, rates = report.facts, report.rates
    yield f"{TITLE[0]} {TITLE[1]} · {visible(facts.dataset)}"
    for said in (headline(rates), *second_lines(rates)):
        yield from said
    figures = rates.figures
    yield (
        f"抽中 {figures.drawn}（种子 {facts.seed}）  已核对 {figures.judged}  存疑 {figures.unsure}"
        f"  未核对 {figures.open}"
    )
    names = [(f"{field_title(row.name)} {field_english(row.name)}", row) for row in rates.fields]
    yield from _table("按栏目 by field", names)
    names = [(f"{kind_title(row.name)} {kind_english(row.name)}", row) for row in rates.kinds]
    yield from _table("按文种 by kind", names)
    yield from standing(facts, rates)


def _table(title: str, rows: Sequence[tuple[str, Row]]) -> Iterator[str]:
    yield title
    shown = [(visible(name), row) for name, row in rows]
    widest = max((_width(name) for name, _ in shown), default=0)
    for name, row in shown:
        rate = f"{per_hundred(row.rate.estimate):>5}%  ({interval(row.rate)})" if row.rate else "    —"
        yield f"  {name}{' ' * (widest - _width(name))}  {row.wrong:>4}/{row.judged:<4}  {rate}"


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
