"""A comparison as lines for a terminal, lost coverage first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from pipeline.dataset.records import place
from pipeline.diff.nouns import (
    DOCUMENT_KINDS,
    FIGURE_KINDS,
    QUIET,
    Cells,
    Diff,
    DocumentDifference,
    FigureDifference,
)
from pipeline.offline import visible

#: characters of a sentence that are shown on both sides of its number
_AROUND = 60
_NAMES = {
    "renamed": "renamed (the same bytes)", "changed": "changed", "reworded": "in a reworded sentence",
    "other_rules": "read by other rules", "moved": "moved",
    "with_lost_documents": "lost with their documents",
    "with_gained_documents": "gained with their documents",
}  # fmt: skip
_Told = TypeVar("_Told")


def lines(diff: Diff, limit: int = 20) -> Iterator[str]:
    """What differs; `limit`: so many of each kind are shown, 0: all."""
    yield from _head(diff)
    for kind in DOCUMENT_KINDS[:-1]:
        yield from _documents(diff, kind, limit)
    for kind in FIGURE_KINDS:
        figures = [one for one in diff.figures if one.kind == kind]
        if figures:
            yield f"figures {kind}:"
            for one in _first(figures, limit):
                yield f"  {_figure(one)}"
                yield f"    {sentence(one)}"
            yield from _left(figures, limit)
    yield from _documents(diff, "changed", limit)


def _documents(diff: Diff, kind: str, limit: int) -> Iterator[str]:
    documents = [one for one in diff.documents if one.kind == kind]
    if documents:
        yield f"documents {_NAMES.get(kind, kind)}:"
        yield from (f"  {_document(one)}" for one in _first(documents, limit))
        yield from _left(documents, limit)


def _head(diff: Diff) -> Iterator[str]:
    old, new = diff.old, diff.new
    if not diff:
        quiet = _counted((kind, diff.kinds[kind]) for kind in QUIET[:-1])
        counts = f"{_some(new.documents, 'document')}, {_some(new.figures, 'figure')}"
        yield f"no difference: {counts}{f'; {quiet}' if quiet else ''}"
        return
    documents = _counted(diff.document_kinds().items())
    listed = _counted((kind, count) for kind, count in diff.kinds.items() if kind not in QUIET)
    quiet = _counted((kind, diff.kinds[kind]) for kind in QUIET[:-1])
    yield f"documents: {old.documents:,} → {new.documents:,}: {documents or 'all there, unchanged'}"
    yield f"figures: {old.figures:,} → {new.figures:,}: {listed or 'none lost, changed or gained'}"
    if quiet:
        yield f"read the same, not listed: {quiet}"
    yield f"causes: {_counted(diff.causes.items())}"


def _some(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count:,} {_NAMES.get(kind, kind)}" for kind, count in counts if count)


def _first(told: Sequence[_Told], limit: int) -> Sequence[_Told]:
    return told[: limit or None]


def _left(told: Sequence[object], limit: int) -> Iterator[str]:
    if limit and len(told) > limit:
        yield f"  … and {len(told) - limit:,} more; see --json or --html, or --limit 0"


def _document(one: DocumentDifference) -> str:
    ids = one.document_id if "" in one.ids or one.ids.old == one.ids.new else " → ".join(one.ids)
    figures = {"lost": f"{one.figures[0]:,}", "gained": f"{one.figures[1]:,}"}.get(
        one.kind, f"{one.figures[0]:,} → {one.figures[1]:,}"
    )
    known = "".join(f"  {name}: {_arrow(cells)}" for name, cells in one.columns.items())
    failed = f"  {one.states.new}: {one.message}" if one.kind == "lost" and one.states.new else ""
    file = one.files.new or one.files.old
    return _visible(f"{ids}  {file}  {figures} figures  ({one.cause}){known}{failed}")


def _figure(one: FigureDifference) -> str:
    value = one.said.new or one.said.old
    if one.kind == "changed" and one.said.old != one.said.new:
        value = _arrow(one.said)
    columns = "".join(f"  {name}: {_arrow(cells)}" for name, cells in one.told().items())
    head = " ".join(filter(None, (one.measure, one.status, one.period)))
    return _visible(f"{one.document_id}  {one.indicator}  {head}: {value}{columns}  ({why(one)})")


def why(one: FigureDifference) -> str:
    """The cause; of a changed figure that other rules read, these: rule: -a +b."""
    if one.kind != "changed" or one.cause != "rule":
        return one.cause
    told = [f"-{rule}" for rule in one.rules.old.split()] + [f"+{rule}" for rule in one.rules.new.split()]
    return f"rule: {' '.join(told)}" if told else "rule"


def _arrow(cells: Cells) -> str:
    return f"{cells.old or '(empty)'} → {cells.new or '(empty)'}"


def _visible(line: str) -> str:
    """The line with control characters named; the gaps of two spaces stay."""
    return "  ".join(map(visible, line.split("  ")))


def sentence(one: FigureDifference) -> str:
    """The sentence around the number, which stands in 【】 where it is plain which of them it is."""
    before, quote, after = parts(one)
    left = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    right = f"{after[:_AROUND]}…" if len(after) > _AROUND else after
    return visible(f"{left}【{quote}】{right}" if quote else left + right)


def parts(one: FigureDifference) -> tuple[str, str, str]:
    """The sentence before, at and behind its number; where the place is not plain, all is behind."""
    at = place(one.quote, one.sentence)
    if at is None:
        return "", "", one.sentence
    end = at + len(one.quote)
    return one.sentence[:at], one.sentence[at:end], one.sentence[end:]
