"""In which order figures are looked at: what is most likely wrong comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.dataset.dictionary import columns
from pipeline.dataset.tables import Row

#: why a figure is looked at, the most pressing first
REASONS = ("stale", "error", "warning", "unknown_unit", "first_of_rule", "no_indicator", "rest")
_AT = {name: place for place, name in enumerate(columns("figures"))}
_FINDING = {name: place for place, name in enumerate(columns("findings"))}

Place = tuple[int, int, int]  # document, char_start, reason: positions in the lists of documents and REASONS


def queue(documents: Iterable[tuple[Sequence[Row], Sequence[Row]]]) -> list[Place]:
    """All figures of a dataset by reason, then by place.  `documents`: figures and findings of each."""
    seen: set[str] = set()
    found: list[Place] = []
    for number, (figures, findings) in enumerate(documents):
        amiss = _amiss(findings)
        for row in figures:
            fresh = not seen.issuperset(row[_AT["rule"]].split())
            seen.update(row[_AT["rule"]].split())
            reason = REASONS.index(_reason(row, amiss, fresh))
            found.append((number, int(row[_AT["char_start"]]), reason))
    return sorted(found, key=lambda place: (place[2], place[0], place[1]))


def _amiss(findings: Iterable[Row]) -> Mapping[str, str]:
    """figure_id -> the worst severity of its findings."""
    found: dict[str, str] = {}
    for row in findings:
        severity = row[_FINDING["severity"]]
        for figure_id in row[_FINDING["figure_ids"]].split() if severity in REASONS else ():
            if found.get(figure_id) != "error":
                found[figure_id] = severity
    return found


def _reason(row: Row, amiss: Mapping[str, str], fresh: bool) -> str:
    if row[_AT["review"]] == "stale":
        return "stale"
    if severity := amiss.get(row[_AT["figure_id"]]):
        return severity
    if row[_AT["dimension"]] == "unknown":
        return "unknown_unit"
    if fresh:
        return "first_of_rule"
    return "rest" if row[_AT["indicator_code"]] else "no_indicator"
