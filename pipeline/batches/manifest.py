"""`run.json` of a folder of parts: what ran, and which parts there are, in the order of the documents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from pipeline.batches import stores
from pipeline.batches.task import Told
from pipeline.dataset.folder import DatasetError

NAME = "run.json"
SCHEMA_VERSION = 1
STATES = ("done", "failed", "empty")


class NotParts(DatasetError):
    """A folder holds no parts of a finished run.  The message is one sentence for the user."""


def record(told: Iterable[Told], digest: str, started: str, ended: str) -> dict[str, Any]:
    """What run.json of a folder of parts says."""
    ordered = sorted(told, key=lambda one: one["part"])
    sums: dict[str, Counter[str]] = {name: Counter() for name in ("documents", "roles", "findings")}
    for one in ordered:
        for name, counter in sums.items():
            counter.update(one[name])  # type: ignore[literal-required]
    return {
        "schema_version": SCHEMA_VERSION,
        "baoshu": version("baoshu"),
        "rules": digest,
        "started": started,
        "ended": ended,
        "documents": {state: sums["documents"][state] for state in STATES},
        "figures": sum(one["figures"] for one in ordered),
        "numerals": sums["roles"].total(),
        "roles": dict(sorted(sums["roles"].items())),
        "unexplained": sums["roles"]["unexplained"],
        "findings": dict(sorted(sums["findings"].items())),
        "messages": [message for one in ordered for message in one["messages"]],
        "parts": [one["part"] for one in ordered],
    }


def write(target: str, content: dict[str, Any]) -> None:
    """Last of all: where there is a run.json the run is whole."""
    store, root = stores.at(target)
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    store.pipe_file(f"{root}/{NAME}", text.encode())


def read(target: str) -> dict[str, Any]:
    """What run.json of the parts at `target` says.  Raises NotParts."""
    store, root = stores.at(target)
    try:
        told = json.loads(store.cat_file(f"{root}/{NAME}"))
    except (OSError, ValueError):
        told = None
    if not isinstance(told, dict) or "parts" not in told:
        raise NotParts(f"{target}: holds no parts of a finished run; give the folder of one")
    return told
