"""Rows of a dataset -> the nouns they were made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pipeline.dataset.dictionary import columns
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.model import Figure, Finding, Identity, LedgerRow

_FIGURE = {name: place for place, name in enumerate(columns("figures"))}
_NUMERAL = {name: place for place, name in enumerate(columns("numerals"))}
_FINDING = {name: place for place, name in enumerate(columns("findings"))}
_TOLD = [(name, place) for name, place in _FIGURE.items() if name in Figure._fields]
_WHOLE = {"char_start", "char_end"}
_DECIMAL = {"value", "value_max", "normalized_value", "normalized_value_max"}


def figure(row: Row) -> Figure:
    """A row of figures.csv as the program read it: without verdicts and what they put right."""
    return _figure(row, {"review": "", "extracted": "", **_replaced(row)})


def as_it_stands(row: Row) -> Figure:
    """A row of figures.csv under the verdicts that were put into it."""
    return _figure(row, {})


def _figure(row: Row, instead: Mapping[str, str]) -> Figure:
    told = {name: row[place] for name, place in _TOLD}
    start = row[_FIGURE["parent_id"]].rpartition(":")[2]
    cells = {name: _typed(name, cell) for name, cell in {**told, **instead}.items()}
    return Figure(**cells, parent_start=_int(start))


def _replaced(row: Row) -> dict[str, str]:
    cell = row[_FIGURE["extracted"]]
    return dict(json.loads(cell)) if cell else {}


def _typed(name: str, cell: str) -> Any:
    if name in _WHOLE:
        return int(cell)
    if name in _DECIMAL:
        return Decimal(cell) if cell else None
    return cell


def _int(cell: str) -> int | None:
    return int(cell) if cell else None


def numeral(row: Row) -> LedgerRow:
    """A row of numerals.csv."""
    at = _NUMERAL
    start = row[at["figure_id"]].rpartition(":")[2]
    return LedgerRow(
        int(row[at["char_start"]]), int(row[at["char_end"]]), row[at["quote"]], row[at["role"]], _int(start),
        row[at["rule"]],
    )  # fmt: skip


def finding(row: Row) -> Finding:
    """A row of findings.csv."""
    at = _FINDING
    ids = tuple(row[at["figure_ids"]].split())
    return Finding(row[1], row[at["severity"]], row[at["document_id"]], ids, row[at["message"]], row[-1])


def identity(row: DocumentRow) -> Identity:
    """Who and when a document speaks of, as far as its row tells."""
    return Identity(row.title, row.kind, "", row.region, row.region_code, _int(row.report_year))
