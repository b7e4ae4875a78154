"""The report of a sample as one HTML page for A4 paper: no script, nothing remote, no untrusted markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from pipeline.audit import report as words
from pipeline.audit.report import Change, Facts, Mistake, Report
from pipeline.offline import Both, frame, text, visible
from pipeline.review.rates import Rate, Rates, Row

#: of a sentence so much is shown on each side of its figure, in characters
_AROUND = 70
_BAND, _POINT, _TRACK = "#a9bdd6", "#14365f", "#eceff3"


def page(report: Report) -> str:
    """The whole page; what comes from documents and people is escaped, bidi-isolated, and hides nothing."""
    title = f"{words.TITLE[0]} · {visible(report.facts.dataset)}"
    return frame(title, _css(), "\n".join(_body(report)))


@cache
def _css() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def _body(report: Report) -> Iterator[str]:
    facts, rates = report.facts, report.rates
    yield from _head(facts)
    yield from _trust(rates)
    yield from _facts(facts, rates)
    yield from _rates(_BY_FIELD, rates.figures, rates.fields)
    yield from _rates(_BY_KIND, rates.figures, rates.kinds)
    if rates.others.drawn:
        yield from _rates(_LEFT_OUT, rates.others, rates.other_kinds)
    yield from _mistakes(report.mistakes)
    yield from _method(facts, rates)
    yield from _signature(facts, rates)


def _head(facts: Facts) -> Iterator[str]:
    yield f'<header><h1>{words.TITLE[0]}</h1><p class="en">{words.TITLE[1]}</p>'
    yield f'<p class="of">数据集 {text(facts.dataset)}</p></header>'


def _trust(rates: Rates) -> Iterator[str]:
    rate = rates.figures.rate
    said = words.headline(rates)
    yield '<section class="trust">'
    if rate:
        yield (
            f'<p class="number">每百个数字约有 <b>{escape(words.per_hundred(rate.estimate))}</b> 个有误'
            f" <span>（95% 置信区间 {escape(words.interval(rate))}）</span></p>"
        )
        scale = _scale([rate])
        yield f'<p class="en">{escape(said.english)}</p>{_bar(rate, scale, 600, 12)}'
        yield f'<p class="axis"><span>0</span><span>{scale:.0%}</span></p>'
    else:
        yield f'<p class="number">{said.chinese}</p><p class="en">{said.english}</p>'
    yield f"{_list(words.second_lines(rates))}</section>"


def _facts(facts: Facts, rates: Rates) -> Iterator[str]:
    figures, others = rates.figures, rates.others
    told = (
        ("文件", "documents", f"{facts.documents:,}"),
        ("数字", "figures", f"{facts.figures:,}"),
        ("抽样", "sample", f"{figures.drawn}（要求 {facts.size}，种子 {facts.seed}）"),
        ("非数据的数", "no figures", f"{others.drawn}（共 {others.population:,}）"),
        ("已核对", "judged", f"数字 {figures.judged}，非数据 {others.judged}"),
        ("存疑", "unsure", f"数字 {figures.unsure}，非数据 {others.unsure}"),
        ("核对人", "reviewers", "、".join(map(text, facts.reviewers)) or "—"),
        ("程序与规则", "program, rules", f"baoshu {text(facts.version)}，{text(facts.rules[:12])}"),
    )
    yield "<dl>"
    yield from (f"<dt>{name} <small>{english}</small></dt><dd>{value}</dd>" for name, english, value in told)
    yield "</dl>"


# --- tables of rates --------------------------------------------------------------------------


def _rates(table: _Table, whole: Row, rows: Sequence[Row]) -> Iterator[str]:
    """A table of rates, the whole in its first line, all bars to one scale."""
    scale = _scale(row.rate for row in (whole, *rows) if row.rate)
    total = [Both("总数", "of")] if table.total else []
    numbers = (*total, Both("已核对", "judged"), table.wrong, table.rate, Both("95% 置信区间", "interval"))
    yield f"<h2>{table.title.chinese}<small>{table.title.english}</small></h2>\n<table><thead><tr>"
    yield _th(table.first)
    yield from (_th(head, "n") for head in numbers)
    yield f"{_th(Both(f'0～{scale:.0%}', 'scale'), 'bar')}</tr></thead><tbody>"
    yield _row(whole, "全部<small>all</small>", scale, table, "all")
    yield from (_row(row, table.name(row.name), scale, table) for row in rows)
    yield "</tbody></table>"


def _th(head: Both, css: str = "") -> str:
    return f'<th class="{css}">{head.chinese}<small>{head.english}</small></th>'


def _row(row: Row, name: str, scale: float, table: _Table, css: str = "") -> str:
    rate = row.rate
    share = f"{words.per_hundred(rate.estimate)}%" if rate else "—"
    ends = f"{words.interval(rate)}%" if rate else "—"
    total = [f"{row.population:,}"] if table.total else []
    cells = (*total, str(row.judged), str(row.wrong), escape(share), escape(ends))
    numbers = "".join(f'<td class="n">{cell}</td>' for cell in cells)
    bar = _bar(rate, scale, 170, 9) if rate else ""
    return f'<tr class="{css}"><td>{name}</td>{numbers}<td class="bar">{bar}</td></tr>'


def _field_name(column: str) -> str:
    return f"{text(words.field_title(column))}<small>{text(words.field_english(column))}</small>"


def _kind_name(kind: str) -> str:
    return f"{text(words.kind_title(kind))}<small>{text(words.kind_english(kind))}</small>"


class _Table(NamedTuple):
    """What stands above the columns of a table of rates, and how its rows are called."""

    title: Both
    first: Both
    name: Callable[[str], str]
    wrong: Both = Both("有误", "wrong")
    rate: Both = Both("错误率", "rate")
    total: bool = True


_BY_FIELD = _Table(Both("按栏目", "by field"), Both("栏目", "field"), _field_name, total=False)
_BY_KIND = _Table(Both("按文种", "by kind of document"), Both("文种", "kind"), _kind_name)
_LEFT_OUT = _Table(
    Both("遗漏", "figures left out"), Both("文种", "kind"), _kind_name,
    wrong=Both("漏掉", "left out"), rate=Both("遗漏率", "rate"),
)  # fmt: skip


def _scale(rates: Iterable[Rate]) -> float:
    """The right end of the bars: a round share that no interval exceeds."""
    highest = max((rate.high for rate in rates), default=1.0)
    return next(end for end in (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0) if highest <= end)


def _bar(rate: Rate, scale: float, width: int, height: int) -> str:
    """The interval as a band and the rate as a stroke on a track from 0 to `scale`."""
    low, at, high = (width * end / scale for end in (rate.low, rate.estimate, rate.high))
    stroke = min(max(at - 1.5, 0), width - 3)
    label = escape(f"{words.per_hundred(rate.estimate)}% ({words.interval(rate)})")
    return (
        f'<svg role="img" aria-label="{label}" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" preserveAspectRatio="none">'
        f'<rect width="{width}" height="{height}" fill="{_TRACK}"/>'
        f'<rect x="{low:.1f}" width="{max(high - low, 1):.1f}" height="{height}" fill="{_BAND}"/>'
        f'<rect x="{stroke:.1f}" y="-1" width="3" height="{height + 2}" fill="{_POINT}"/></svg>'
    )


# --- what was wrong ---------------------------------------------------------------------------


def _mistakes(mistakes: Sequence[Mistake]) -> Iterator[str]:
    yield "<h2>判为有误的<small>judged wrong</small></h2>"
    if not mistakes:
        yield '<p>没有。<span class="en"> None.</span></p>'
        return
    yield '<table class="mistakes"><thead><tr>'
    yield _th(Both("序号", "no."), "no")
    yield _th(Both("原文", "source"), "source")
    yield _th(Both("读作 → 应为", "as read → right"), "change")
    yield _th(Both("理由，核对人", "why, by whom"), "why")
    yield "</tr></thead><tbody>"
    for number, mistake in enumerate(mistakes, 1):
        place = text(mistake.document) + (f" · 第 {text(mistake.page)} 页" if mistake.page else "")
        yield (
            f'<tr><td class="n">{number}</td>'
            f'<td>{_excerpt(mistake)}<span class="place">{place}</span></td>'
            f"<td>{_found(mistake)}</td>"
            f'<td>{text(mistake.why)}<span class="place">{text(mistake.by)}</span></td></tr>'
        )
    yield "</tbody></table>"


def _found(mistake: Mistake) -> str:
    if mistake.verdict == "reject":
        return '<span class="line">不是数据<small>no figure</small></span>'
    if mistake.verdict == "missing":
        return '<span class="line">是数据，漏掉了<small>a figure, left out</small></span>'
    return "".join(map(_change, mistake.changes)) or "—"


def _change(change: Change) -> str:
    read, right = (text(told) if told else "（空）" for told in (change.read, change.right))
    return f'<span class="line">{_field_name(change.column)}：<del>{read}</del> → <ins>{right}</ins></span>'


def _excerpt(mistake: Mistake) -> str:
    """The sentence around its figure; the figure alone where the sentence does not show it in one piece."""
    quote, sentence = visible(mistake.quote), visible(mistake.sentence)
    before, found, after = sentence.partition(quote)
    if not quote or not found:
        return f"<q><mark>{text(quote)}</mark></q>"
    left = ("…" if len(before) > _AROUND else "") + before[-_AROUND:]
    right = after[:_AROUND] + ("…" if len(after) > _AROUND else "")
    return f"<q><bdi>{escape(left)}<mark>{escape(quote)}</mark>{escape(right)}</bdi></q>"


# --- method, rest, signature ------------------------------------------------------------------


def _method(facts: Facts, rates: Rates) -> Iterator[str]:
    said = words.method(facts, rates)
    yield "<h2>方法<small>method</small></h2>"
    yield f'<p>{said.chinese}</p><p class="en">{said.english}</p>'
    yield "<h2>未核对的<small>not judged</small></h2>"
    yield f'<div class="left">{_list(words.not_judged(rates))}</div>'


def _signature(facts: Facts, rates: Rates) -> Iterator[str]:
    said = words.standing(facts, rates)
    yield "<h2>签署<small>signature</small></h2>"
    yield f'<p>{text(said.chinese)} <span class="en">{text(said.english)}</span></p>'
    yield f'<section class="sign"><div><span>核对人 reviewer</span>{text(facts.signed_by)}</div>'
    yield f"<div><span>日期 date</span>{text(facts.signed_at)}</div></section>"


def _list(sentences: Iterable[Both]) -> str:
    items = (
        f'<li>{text(said.chinese)}<span class="en">{text(said.english)}</span></li>' for said in sentences
    )
    return f"<ul>{''.join(items)}</ul>"
