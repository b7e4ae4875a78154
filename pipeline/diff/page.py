"""A comparison as one HTML page: no script, nothing remote, no clock, no untrusted markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from pipeline.dataset.dictionary import titles
from pipeline.diff import words
from pipeline.diff.nouns import (
    DOCUMENT_KINDS,
    Cells,
    Counts,
    Diff,
    DocumentDifference,
    FigureDifference,
    Side,
)
from pipeline.diff.tell import parts
from pipeline.offline import Both, frame, marked, text

#: so many rows of each list are shown; what is left out is said
MOST_DOCUMENTS, MOST_FIGURES, MOST_INDICATORS = 200, 500, 12
_AROUND = 70  # characters of a sentence on both sides of its number


def page(diff: Diff) -> str:
    """The whole page; the same comparison gives the same bytes."""
    return frame(f"{words.TITLE.chinese} {words.TITLE.english}", _css(), "\n".join(_body(diff)))


@cache
def _css() -> str:
    return Path(__file__).with_name("diff.css").read_text(encoding="utf-8")


def _body(diff: Diff) -> Iterator[str]:
    yield from _head(diff)
    if not diff:
        yield '<p class="none">没有差别。<span class="en">No difference.</span></p>'
    yield from _counts(diff)
    yield from _indicators(diff.indicators)
    for kind in DOCUMENT_KINDS[:-1]:
        yield from _documents(kind, diff.documents)
    for kind, name in words.FIGURES.items():
        yield from _figures(name, [one for one in diff.figures if one.kind == kind])
    yield from _documents("changed", diff.documents)


def _head(diff: Diff) -> Iterator[str]:
    yield f'<header><h1>{words.TITLE.chinese}</h1><p class="en">{words.TITLE.english}</p>'
    yield '<dl class="of">'
    for name, side in ((Both("旧", "old"), diff.old), (Both("新", "new"), diff.new)):
        yield f"<dt>{name.chinese}<small>{name.english}</small></dt><dd>{_side(side)}</dd>"
    yield "</dl></header>"


def _side(side: Side) -> str:
    made = f"baoshu {text(side.baoshu)}" if side.baoshu else "版本不明"
    rules = f"规则 {text(side.rules[:12])}" if side.rules else "规则不明"
    return f"<b>{text(side.folder)}</b> <small>{made} · {rules}</small>"


def _heading(name: Both, count: int) -> str:
    return f"<h2>{name.chinese}<b>{count:,}</b><small>{name.english}</small></h2>"


# --- the counts -------------------------------------------------------------------------------

_HEADS = "".join(
    f'<th class="n">{chinese}<small>{english}</small></th>'
    for chinese, english in (
        ("旧", "old"), ("新", "new"), ("少", "lost"), ("变", "changed"), ("多", "gained"),
    )
)  # fmt: skip


def _counts(diff: Diff) -> Iterator[str]:
    documents, kinds = diff.document_kinds(), diff.kinds
    lost = kinds["lost"] + kinds["with_lost_documents"]
    gained = kinds["gained"] + kinds["with_gained_documents"]
    changed = documents["changed"] + documents["renamed"]
    rows = (
        (Both("文件", "documents"), diff.old.documents, diff.new.documents, documents["lost"], changed,
         documents["gained"]),
        (Both("数据", "figures"), diff.old.figures, diff.new.figures, lost, kinds["changed"], gained),
    )  # fmt: skip
    yield f'<table class="counts"><thead><tr><th></th>{_HEADS}</tr></thead><tbody>'
    for name, *counts in rows:
        yield f"<tr><td>{name.chinese}<small>{name.english}</small></td>{_numbers(counts)}</tr>"
    yield "</tbody></table>"
    yield from _legend("原因", "causes", words.CAUSES, diff.causes)
    yield from _legend("只计数、不列出", "counted, not listed", words.QUIET, kinds)


def _numbers(counts: Sequence[int]) -> str:
    """Cells: old, new, lost, changed, gained; what is lost stands out."""
    marks = ("", "", " lost", "", "")
    cells = zip(counts, marks, strict=True)
    return "".join(f'<td class="n{mark if n else ""}">{f"{n:,}" if n else "–"}</td>' for n, mark in cells)


def _legend(name: str, english: str, named: Mapping[str, Both], counts: Mapping[str, int]) -> Iterator[str]:
    told = [
        f"<li>{one.chinese}<b>{counts[key]:,}</b><small>{one.english}</small></li>"
        for key, one in named.items()
        if counts.get(key)
    ]
    if told:
        yield f'<ul class="legend"><li class="name">{name}<small>{english}</small></li>{"".join(told)}</ul>'


def _indicators(rows: Sequence[Counts]) -> Iterator[str]:
    differing = [row for row in rows if row.lost or row.changed or row.gained]
    if not differing:
        return
    yield _heading(Both("按指标", "by indicator"), len(differing))
    yield '<table class="indicators"><thead><tr><th>指标<small>indicator</small></th>'
    yield f"{_HEADS}</tr></thead><tbody>"
    for row in differing[:MOST_INDICATORS]:
        name = text(row.indicator) or "无规范指标<small>no canonical indicator</small>"
        yield f"<tr><td>{name}</td>{_numbers(row[2:])}</tr>"
    yield "</tbody></table>"
    yield from _left(len(differing) - MOST_INDICATORS, "个指标", "indicators")


def _left(count: int, chinese: str, english: str) -> Iterator[str]:
    if count > 0:
        yield (
            f'<p class="foot">另有 {count:,} {chinese}未列出，用 --json 可得全部。'
            f'<span class="en">{count:,} more {english} are left out; --json has all.</span></p>'
        )


# --- documents --------------------------------------------------------------------------------


def _documents(kind: str, documents: Sequence[DocumentDifference]) -> Iterator[str]:
    rows = [one for one in documents if one.kind == kind]
    if not rows:
        return
    yield _heading(words.DOCUMENTS[kind], len(rows))
    yield '<ul class="list">'
    yield from map(_document, rows[:MOST_DOCUMENTS])
    yield "</ul>"
    yield from _left(len(rows) - MOST_DOCUMENTS, "份文件", "documents")


def _document(one: DocumentDifference) -> str:
    ids = text(one.document_id) if "" in one.ids or one.ids.old == one.ids.new else _arrow(one.ids)
    old, new = one.figures
    figures = {"lost": f"{old:,}", "gained": f"{new:,}"}.get(one.kind, f"{old:,} → {new:,}")
    state = f'<span class="tag">{words.STATES[one.states.new]}</span>' if one.kind == "lost" else ""
    said = f'<p class="why">{text(one.message)}</p>' if one.kind == "lost" and one.message else ""
    return (
        f'<li class="{one.kind}"><p class="what"><code>{ids}</code> {figures} 个数据 {state}'
        f"{_cause(one.cause)}</p>{_columns(one.columns, 'documents')}{said}</li>"
    )


def _cause(cause: str) -> str:
    name = words.CAUSES[cause]
    return f'<span class="cause {cause}" title="{name.english}">{name.chinese}</span>'


def _arrow(cells: Cells) -> str:
    old, new = (text(cell) or "<i>空</i>" for cell in cells)
    return f"<del>{old}</del> → <ins>{new}</ins>"


def _columns(columns: Mapping[str, Cells], table: str) -> str:
    named = titles(table)
    rows = "".join(
        f"<li><small>{named[name]}</small> {_arrow(cells)}</li>" for name, cells in columns.items()
    )
    return f'<ul class="columns">{rows}</ul>' if rows else ""


# --- figures ----------------------------------------------------------------------------------


def _figures(name: Both, rows: Sequence[FigureDifference]) -> Iterator[str]:
    """A list, with a heading for each document."""
    if not rows:
        return
    yield _heading(name, len(rows))
    for document_id, found in groupby(rows[:MOST_FIGURES], key=lambda one: one.document_id):
        yield f'<h3><code>{text(document_id)}</code></h3><ul class="list">'
        yield from map(_figure, found)
        yield "</ul>"
    yield from _left(len(rows) - MOST_FIGURES, "个数据", "figures")


def _figure(one: FigureDifference) -> str:
    said = Cells(_said(one.said.old), _said(one.said.new))
    value = _arrow(said) if one.kind == "changed" and said.old != said.new else text(said.new or said.old)
    about = " ".join((words.MEASURES[one.measure], words.STATUSES[one.status], text(one.period)))
    page = f"第{text(one.page)}页 " if one.page else ""
    return (
        f'<li class="{one.kind}"><p class="what">{text(one.indicator)} <small>{about}</small> <b>{value}</b> '
        f"{_cause(one.cause)}{_rules(one)}</p>{_columns(one.told(), 'figures')}"
        f'<p class="said">{page}{_sentence(one)}</p></li>'
    )


def _said(said: str) -> str:
    """A value with the sign of its bound: ≥6 %."""
    bound, _, rest = said.partition(" ")
    return f"{words.BOUNDS[bound]}{rest}" if bound in words.BOUNDS else said


def _rules(one: FigureDifference) -> str:
    """Of a changed figure that other rules read: which no longer fired, and which did."""
    if one.kind != "changed" or one.cause != "rule":
        return ""
    told = [f"−{rule}" for rule in one.rules.old.split()] + [f"+{rule}" for rule in one.rules.new.split()]
    return "".join(f" <code>{text(rule)}</code>" for rule in told)


def _sentence(one: FigureDifference) -> str:
    before, quote, after = parts(one)
    return marked(before, f"【{quote}】", after, _AROUND) if quote else marked("", "", after, 2 * _AROUND)
