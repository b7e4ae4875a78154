"""The data dictionary `dictionary.json`: tables, columns, types, keys, in the contract's order."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("dictionary.json")
TARGETS = Path(__file__).with_name("targets.json")


@cache
def resources() -> dict[str, dict[str, Any]]:
    """Table name -> its Frictionless resource (name, path, description, schema)."""
    loaded = json.loads(FILE.read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in loaded["resources"]}


@cache
def targets() -> dict[str, Any]:
    """The resource of targets.csv, a table that not every dataset has."""
    return dict(json.loads(TARGETS.read_text(encoding="utf-8")))


def tables() -> tuple[str, ...]:
    """Names of the tables, in the order of the contract."""
    return tuple(resources())


@cache
def types(table: str) -> dict[str, str]:
    """Column name -> Frictionless type, in the order of the columns."""
    return {field["name"]: field["type"] for field in resources()[table]["schema"]["fields"]}


def columns(table: str) -> tuple[str, ...]:
    """Names of a table's columns, in order."""
    return tuple(types(table))


@cache
def titles(table: str) -> dict[str, str]:
    """Column name -> its Chinese name."""
    return {field["name"]: field["title"] for field in resources()[table]["schema"]["fields"]}
