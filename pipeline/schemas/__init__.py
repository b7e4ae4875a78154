"""The JSON Schemas of what baoshu gives to programs: rows, query answers, comparisons, run.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NAMES = ("diff", "figures", "findings", "query", "run")


def schema(name: str) -> dict[str, Any]:
    """The schema of one of NAMES (JSON Schema 2020-12)."""
    return dict(json.loads(Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8")))
