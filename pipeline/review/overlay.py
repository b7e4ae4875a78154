"""Verdicts -> the figures of a document as people left them, and what they must look at again.

A verdict holds where its anchor fits exactly one place of the text and the row there reads as it
did when it was judged.  Else it is `stale`: it stays in the log, is said, and comes back to the queue.
A fix changes a column only while the program still reads there what the fix replaced (the guard of a
correction); where it now reads what the fix says, the fix is `settled`.  Columns that make up one
statement (value, unit and what follows from them; an indicator and its code) change together or not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.dataset.dictionary import titles
from pipeline.model import Figure, Finding, LedgerRow
from pipeline.review.anchor import Anchor, found
from pipeline.review.columns import changed, texts, together
from pipeline.review.log import Entry, standing

ON_FIGURES = frozenset({"accept", "fix", "reject", "unsure"})
ON_OTHERS = frozenset({"right", "missing"})
JUDGING = ON_FIGURES | ON_OTHERS
#: word of the log -> word of the column `review`
REVIEW = {"accept": "accepted", "fix": "fixed", "reject": "rejected", "unsure": "unsure"}
CHECKS = frozenset({"verdict_stale", "verdict_settled", "missing_figure"})
ROLES = {
    "figure": "数据", "condition": "限定条件", "name": "名称", "time": "时间", "ordinal": "序号",
    "furniture": "版面文字", "unexplained": "未解释的数字",
}  # fmt: skip
_WORDS = {
    "accept": "正确", "fix": "已改正", "reject": "不是数据", "unsure": "存疑", "right": "不是数据，原因正确",
    "missing": "应是数据",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands at a place: the entry, whether it no longer holds (`stale`: why) or needs no more."""

    entry: Entry
    stale: str = ""  # a Chinese sentence
    settled: str = ""  # a Chinese sentence


@dataclass(frozen=True, slots=True)
class Orphan:
    """A verdict that has no place in the text, and why."""

    entry: Entry
    reason: str  # a Chinese sentence


@dataclass(frozen=True, slots=True)
class Overlay:
    """A document as people left it.  `verdicts` and `notes` by char_start."""

    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...] = ()
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    notes: dict[int, list[Entry]] = field(default_factory=dict)
    orphans: tuple[Orphan, ...] = ()


def overlaid(
    document_id: str,
    text: str,
    figures: Sequence[Figure],
    ledger: Iterable[LedgerRow],
    entries: Sequence[Entry],
) -> Overlay:
    """The figures (as the program read them) under the verdicts of the log on this document.

    `entries`: all entries on the document, in the order of the log.
    """
    if not entries:
        return Overlay(tuple(figures))
    placed, orphans, notes = _placed(text, entries)
    rows = {figure.char_start: figure for figure in figures}
    others = {row.char_start: row for row in ledger if row.role != "figure"}
    inside = {row.char_start: row.figure_start for row in _figures_of(ledger)}
    verdicts: dict[int, Verdict] = {}
    for start, entry in placed.items():
        figure = rows.get(start)
        if figure is not None and entry.kind in ON_FIGURES:
            rows[start], verdicts[start] = _judged(figure, entry)
        elif figure is not None or start in inside:
            verdicts[start] = _became_figure(entry)
        else:
            verdicts[start] = _on_other(others.get(start), entry)
    orphans += [Orphan(v.entry, v.stale) for s, v in verdicts.items() if v.stale and s not in rows]
    gone = {orphan.entry.id for orphan in orphans}
    verdicts = {start: verdict for start, verdict in verdicts.items() if verdict.entry.id not in gone}
    told = tuple(_findings(document_id, verdicts, orphans, rows))
    return Overlay(tuple(rows.values()), told, verdicts, notes, tuple(orphans))


def _figures_of(ledger: Iterable[LedgerRow]) -> Iterable[LedgerRow]:
    return (row for row in ledger if row.role == "figure")


def _placed(
    text: str, entries: Sequence[Entry]
) -> tuple[dict[int, Entry], list[Orphan], dict[int, list[Entry]]]:
    """The last judging entry at each place, those without a place, and the notes by place."""
    stand = standing(tuple(entries))
    retired = {entry.of for entry in stand if entry.kind == "retire"}
    last = {_anchor(entry): entry.id for entry in stand if entry.kind in JUDGING}
    placed: dict[int, Entry] = {}
    orphans: list[Orphan] = []
    notes: dict[int, list[Entry]] = {}
    for entry in stand:
        if entry.kind != "note" and last.get(_anchor(entry)) != entry.id:
            continue  # no judgement, or one that a later one of the same place took the place of
        places = found(text, _anchor(entry))
        if len(places) != 1:
            if entry.id not in retired:
                orphans.append(Orphan(entry, _lost(entry, len(places))))
        elif entry.kind == "note":
            notes.setdefault(places[0], []).append(entry)
        else:
            placed.pop(places[0], None)
            placed[places[0]] = entry
    placed = {start: entry for start, entry in placed.items() if entry.id not in retired}
    return placed, orphans, notes


def _anchor(entry: Entry) -> Anchor:
    return Anchor(entry.before, entry.span, entry.after)


def _lost(entry: Entry, places: int) -> str:
    where = "找不到它和前后文" if not places else "它和前后文出现了不止一次"
    return f"“{entry.quote}”的复核结论（{_word(entry)}）已失效：现在的文本里{where}，请重新复核。"


def _word(entry: Entry) -> str:
    return _WORDS.get(entry.kind, "备注")


# --- one figure -------------------------------------------------------------------------------


def _judged(figure: Figure, entry: Entry) -> tuple[Figure, Verdict]:
    """A figure under a verdict that fits its place."""
    now = texts(figure)
    if figure.quote != entry.quote:
        why = f"复核时数字是“{entry.quote}”，现在读出的是“{figure.quote}”，请重新复核。"
        return figure._replace(review="stale"), Verdict(entry, why)
    if entry.kind == "reject":
        return figure._replace(review="rejected"), Verdict(entry)
    wanted, settled = _applying(entry, now)
    others = [
        name for name, was in entry.was.items()
        if name in now and now[name] != was and name not in wanted and name not in settled
    ]  # fmt: skip
    told = {name: now[name] for name in wanted}
    left = changed(figure, wanted)._replace(extracted=json.dumps(told, ensure_ascii=False) if told else "")
    if others:
        name = others[0]
        why = f"复核时{_titled(name)}是{_quoted(entry.was[name])}，现在读作{_quoted(now[name])}，请重新复核。"
        return left._replace(review="stale"), Verdict(entry, why)
    if entry.fields and not wanted:
        said = "、".join(f"{_titled(name)}{_quoted(now[name])}" for name in settled)
        return left._replace(review="accepted"), Verdict(
            entry, settled=f"“{figure.quote}”的改正不再需要：程序现在自己读出了{said}。"
        )
    return left._replace(review=REVIEW[entry.kind]), Verdict(entry)


def _applying(entry: Entry, now: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What a fix changes in a row that reads `now`, column -> text; and what reads so by itself already.

    Of columns that go together all are in one of the two, or none: half a fix would be a new mistake.
    """
    wanted: dict[str, str] = {}
    settled: list[str] = []
    for names in together(entry.fields):
        fixed = [name for name in names if name in entry.fields]
        was = {name: entry.was.get(name) for name in names}
        before = {**was, **{name: entry.fields[name][0] for name in fixed}}
        after = {**was, **{name: entry.fields[name][1] for name in fixed}}
        if _reads(now, after):
            settled += fixed
        elif _reads(now, before):
            wanted |= {name: entry.fields[name][1] for name in fixed if now[name] != entry.fields[name][1]}
    return wanted, settled


def _reads(now: Mapping[str, str], cells: Mapping[str, str | None]) -> bool:
    """Whether a row reads so; a column of which nobody knows how it read (None) is let pass."""
    return all(text is None or now.get(name) == text for name, text in cells.items())


def _titled(name: str) -> str:
    return titles("figures").get(name, name)


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "空"


def _became_figure(entry: Entry) -> Verdict:
    """A number that was judged to be none, or to be missing, is a figure now."""
    if entry.kind == "missing":
        return Verdict(entry, settled=f"“{entry.quote}”原来漏抽，现在已是数据，请复核它的各个字段。")
    return Verdict(entry, f"“{entry.quote}”复核时不是数据，现在读成了数据，请重新复核。")


def _on_other(row: LedgerRow | None, entry: Entry) -> Verdict:
    """A verdict at a number that is no figure now, or at no number at all."""
    if row is None:
        return Verdict(entry, f"“{entry.quote}”处现在没有单独的数字，复核结论（{_word(entry)}）已失效。")
    if entry.kind == "reject":
        return Verdict(entry, settled=f"“{entry.quote}”复核为不是数据，程序现在也不再把它当作数据。")
    if entry.kind == "missing":
        return Verdict(entry)
    role = entry.was.get("role", "") if entry.kind == "right" else "figure"
    if role == row.role:
        return Verdict(entry)
    before, now = ROLES.get(role, role), ROLES[row.role]
    return Verdict(entry, f"“{entry.quote}”复核时是{before}，现在归为{now}，请重新复核。")


# --- what is said -----------------------------------------------------------------------------


def _findings(
    document_id: str, verdicts: dict[int, Verdict], orphans: Sequence[Orphan], rows: dict[int, Figure]
) -> Iterable[Finding]:
    for start, verdict in sorted(verdicts.items()):
        ids = (f"{document_id}:{start}",) if start in rows else ()
        if verdict.stale:
            yield Finding("verdict_stale", "warning", document_id, ids, verdict.stale)
        elif verdict.settled:
            yield Finding("verdict_settled", "info", document_id, ids, verdict.settled)
        elif verdict.entry.kind == "missing":
            yield Finding("missing_figure", "warning", document_id, ids, _missing(verdict.entry))
    for orphan in orphans:
        yield Finding("verdict_stale", "warning", document_id, (), orphan.reason)


def _missing(entry: Entry) -> str:
    why = f"（{entry.why}）" if entry.why else ""
    said = f"{entry.before[-10:]}{entry.span}{entry.after[:10]}"
    return f"复核人{entry.by}认为“{said}”应是数据{why}，程序没有抽取。"
