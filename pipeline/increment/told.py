"""What was done, and what would be, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.increment.plan import Plan

_NAMED = 10  # documents of one kind that are named


def work(done: Mapping[str, int]) -> str:
    """Which documents were not read, and which were: " (529 unchanged, 1 read)"; empty where all were.

    >>> work({"read": 1, "unchanged": 529, "resumed": 0, "removed": 0})
    ' (529 unchanged, 1 read)'
    """
    if not (done["unchanged"] or done["resumed"]):
        return ""
    if not (done["read"] or done["resumed"] or done["removed"]):
        return " (nothing changed)"
    order = ("unchanged", "resumed", "read", "removed")
    return f" ({', '.join(f'{done[kind]} {kind}' for kind in order if done[kind])})"


def would(plan: Plan, gone: Sequence[str], unmade: Sequence[str], is_idle: bool) -> list[str]:
    """What a run would do, a line a reason."""
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for document_id, why in plan.read.items():
        grouped[why].append(document_id)
    lines = [f"read, for {why}: {_named(ids)}" for why, ids in sorted(grouped.items())]
    resumed = [document_id for document_id, place in plan.kept.items() if place]
    if resumed:
        lines.append(f"take over from a run that was stopped: {_named(resumed)}")
    if gone:
        lines.append(f"remove, for its file is no longer given: {_named(gone)}")
    if unmade and not lines:
        lines.append(f"write anew, for they do not fit the rest of the dataset: {', '.join(unmade)}")
    unchanged = len(plan.kept) - len(resumed)
    return ["nothing would change"] if is_idle else [*lines, f"leave unchanged: {unchanged} documents"]


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return f"{', '.join(ids[:_NAMED])}{more}"
