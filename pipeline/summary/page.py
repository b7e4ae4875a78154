"""The summary as one HTML page for A4 paper: no script, nothing remote, no clock, no untrusted markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from pipeline.dataset.tables import DocumentRow
from pipeline.offline import Both, frame, text
from pipeline.summary import words
from pipeline.summary.facts import ATTAINED, Check, Facts
from pipeline.summary.indicators import indicators

#: rows of the list of documents; what could not be read comes first
MOST_DOCUMENTS = 30
_PALETTE = {
    "figure": "#14365f", "condition": "#5f7fa8", "name": "#9db3cf", "time": "#c3d0e0", "ordinal": "#dbe3ec",
    "furniture": "#e9eef4", "unexplained": "#b4472f",
}  # fmt: skip
_OUTCOMES = {
    "yes": "#2f6b4f", "about": "#8fb8a0", "within_rounding": "#cfd9d2", "no": "#b4472f",
}  # fmt: skip
_JUDGED = ("accepted", "fixed", "rejected", "unsure")


def page(facts: Facts) -> str:
    """The whole page; the same facts give the same bytes."""
    return frame("数据集概览 Dataset summary", _css(), "\n".join(_body(facts)))


@cache
def _css() -> str:
    return Path(__file__).with_name("summary.css").read_text(encoding="utf-8")


def _body(facts: Facts) -> Iterator[str]:
    yield from _head(facts)
    yield from _coverage(facts)
    yield from indicators(facts.headlines)
    yield from _targets(facts)
    yield from _findings(facts)
    yield from _review(facts)
    yield from _documents(facts.documents)


def _head(facts: Facts) -> Iterator[str]:
    done = [row for row in facts.documents if row.state == "done"]
    regions = len({row.region_code or row.region for row in done if row.region_code or row.region})
    years = sorted({int(row.report_year) for row in done if row.report_year})
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}" if years else ""
    told = [f"文件 {len(facts.documents):,} 份", f"地区 {regions:,} 个", f"报告年份 {span}" if span else ""]
    yield '<header><h1>数据集概览</h1><p class="en">Dataset summary</p>'
    yield f'<p class="of">{" · ".join(filter(None, told))}</p></header>'


def heading(chinese: str, english: str) -> str:
    """The heading of a section."""
    return f"<h2>{chinese}<small>{english}</small></h2>"


# --- coverage ---------------------------------------------------------------------------------


def _coverage(facts: Facts) -> Iterator[str]:
    numbers, open_ = facts.roles.get("figure", 0), facts.roles.get("unexplained", 0)
    figures = sum(facts.review.values())
    yield '<section class="cover">'
    yield (
        f'<p class="number"><b>{facts.numerals:,}</b> 个数<span>，每个都有去处：'
        f"{numbers:,} 个组成 {figures:,} 个数据"
        f"{f'，{open_:,} 个尚未解释' if open_ else ''}</span></p>"
    )
    yield (
        f'<p class="en">All {facts.numerals:,} numbers are accounted for: '
        f"{numbers:,} of them make {figures:,} figures"
        f"{f', {open_:,} are not yet explained' if open_ else ''}.</p>"
    )
    yield from _bar(facts.roles, words.ROLES, _PALETTE)
    yield "</section>"


def _bar(counts: Mapping[str, int], named: Mapping[str, Both], colors: Mapping[str, str]) -> Iterator[str]:
    """A bar of shares with its legend; parts of nothing are left out."""
    total = sum(counts.get(key, 0) for key in named)
    if not total:
        return
    yield '<svg viewBox="0 0 1000 22" preserveAspectRatio="none" aria-hidden="true">'
    place = 0
    for key in named:
        count = counts.get(key, 0)
        left, right = 1000 * place / total, 1000 * (place + count) / total
        place += count
        if count:
            yield f'<rect x="{left:.2f}" width="{right - left:.2f}" height="22" fill="{colors[key]}"/>'
    yield '</svg><ul class="legend">'
    for key, name in named.items():
        if count := counts.get(key, 0):
            yield (
                f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" '
                f'fill="{colors[key]}"/></svg>{name.chinese}<b>{count:,}</b>'
                f"<small>{name.english} {_share(count, total)}</small></li>"
            )
    yield "</ul>"


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f}%"


# --- targets ----------------------------------------------------------------------------------


def _targets(facts: Facts) -> Iterator[str]:
    known = [one for one in facts.outcomes if sum(one.counts) > one.counts[ATTAINED.index("unknown")]]
    if not known:
        return
    yield heading("目标与实绩", "targets against actuals")
    heads = "".join(
        f'<th class="n">{words.ATTAINED[key].chinese}<small>{words.ATTAINED[key].english}</small></th>'
        for key in ATTAINED
    )
    yield f"<table><thead><tr><th>年份<small>year</small></th>{heads}"
    yield '<th class="bar"></th></tr></thead><tbody>'
    for year, counts in known[:30]:
        cells = "".join(f'<td class="n">{count or "–"}</td>' for count in counts)
        yield f'<tr><td>{text(year)}</td>{cells}<td class="bar">{_strip(counts[:-1])}</td></tr>'
    yield "</tbody></table>"
    yield '<p class="foot">逐项见 targets.csv；不能判断的写明了原因。'
    yield '<span class="en">Each in targets.csv, with the reason where it is unknown.</span></p>'


def _strip(counts: Sequence[int]) -> str:
    """The shares of the outcomes that are known."""
    total, place, parts = sum(counts), 0, []
    for key, count in zip(ATTAINED, counts, strict=False):
        left, width = 300 * place / total, 300 * count / total
        place += count
        if count:
            parts.append(f'<rect x="{left:.2f}" width="{width:.2f}" height="10" fill="{_OUTCOMES[key]}"/>')
    drawn = "".join(parts)
    return f'<svg viewBox="0 0 300 10" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'


# --- findings ---------------------------------------------------------------------------------


def _findings(facts: Facts) -> Iterator[str]:
    yield heading("核对发现", "findings")
    if not facts.checks:
        yield '<p>没有发现。<span class="en">Nothing was found.</span></p>'
        return
    told = "，".join(
        f"{words.SEVERITIES[kind].chinese} {count:,}" for kind, count in facts.severities.items() if count
    )
    yield f"<p>{told}。逐条见 findings.csv；下面每类一行，各举一例，重的在前。</p>"
    yield (
        '<table class="findings"><thead><tr><th>程度<small>severity</small></th>'
        '<th>核查<small>check</small></th><th class="n">条数<small>count</small></th>'
        '<th class="n">文件<small>documents</small></th><th>例<small>example</small></th></tr></thead><tbody>'
    )
    yield from map(_check, facts.checks)
    yield "</tbody></table>"


def _check(one: Check) -> str:
    name = words.SEVERITIES[one.severity].chinese
    return (
        f'<tr><td><span class="tag {one.severity}">{name}</span></td><td><code>{text(one.check)}</code></td>'
        f'<td class="n">{one.findings:,}</td><td class="n">{one.documents:,}</td>'
        f'<td class="said">{text(_short(one.example, 110))}</td></tr>'
    )


def _short(told: str, most: int) -> str:
    return told if len(told) <= most else told[:most] + "…"


# --- review -----------------------------------------------------------------------------------


def _review(facts: Facts) -> Iterator[str]:
    total = sum(facts.review.values())
    judged = sum(facts.review.get(key, 0) for key in _JUDGED)
    yield heading("人工复核", "review")
    yield (
        f"<p>{total:,} 个数据中已复核 {judged:,} 个（{_share(judged, total) if total else '0%'}）。"
        f'<span class="en">{judged:,} of {total:,} figures judged by a person.</span></p>'
    )
    if any(count for key, count in facts.review.items() if key):
        told = (
            f"<li>{name.chinese}<b>{facts.review[key]:,}</b><small>{name.english}</small></li>"
            for key, name in words.REVIEW.items()
            if facts.review.get(key)
        )
        yield f'<ul class="legend">{"".join(told)}</ul>'


# --- documents --------------------------------------------------------------------------------


def _documents(rows: Sequence[DocumentRow]) -> Iterator[str]:
    yield heading("文件", "documents")
    yield f"<p>{_counted(Counter(row.state for row in rows), words.STATES)}{_kinds(rows)}</p>"
    yield (
        '<table class="documents"><thead><tr><th>题名<small>title</small></th>'
        "<th>文种<small>kind</small></th><th>地区<small>region</small></th>"
        '<th class="n">年份<small>year</small></th>'
        '<th class="n">数据<small>figures</small></th><th class="n">未解释<small>unexplained</small></th>'
        "<th>状态<small>state</small></th></tr></thead><tbody>"
    )
    yield from map(_document, rows[:MOST_DOCUMENTS])
    yield "</tbody></table>"
    if len(rows) > MOST_DOCUMENTS:
        left = len(rows) - MOST_DOCUMENTS
        yield (
            f'<p class="foot">另有 {left:,} 份，见 documents.csv。'
            f'<span class="en">{left:,} more in documents.csv.</span></p>'
        )


def _counted(counts: Mapping[str, int], named: Mapping[str, Both]) -> str:
    told = [f"{name.chinese} {counts[key]:,} 份" for key, name in named.items() if counts.get(key)]
    return "，".join(told) + "。" if told else ""


def _kinds(rows: Iterable[DocumentRow]) -> str:
    counts = Counter(row.kind for row in rows if row.kind)
    told = [f"{words.KINDS.get(kind, '其他')} {count:,}" for kind, count in counts.most_common()]
    return "、".join(told) + "。" if told else ""


def _document(row: DocumentRow) -> str:
    state = words.STATES[row.state].chinese
    title = text(row.title or row.file)
    said = f'<span class="why">{text(row.message)}</span>' if row.message else ""
    return (
        f"<tr><td>{title}{said}</td><td>{words.KINDS.get(row.kind, '')}</td><td>{text(row.region)}</td>"
        f'<td class="n">{text(row.report_year)}</td><td class="n">{int(row.figures):,}</td>'
        f'<td class="n">{int(row.unexplained) or "–"}</td>'
        f'<td><span class="tag {row.state}">{state}</span></td></tr>'
    )
