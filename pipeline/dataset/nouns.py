"""Rows of a dataset -> the nouns they were made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from operator import itemgetter
from typing import Any

from pipeline.dataset.dictionary import columns
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.model import Figure, Finding, Identity, LedgerRow

_FIGURE = {name: place for place, name in enumerate(columns("figures"))}
_NUMERAL = {name: place for place, name in enumerate(columns("numerals"))}
_FINDING = {name: place for place, name in enumerate(columns("findings"))}
_COLUMNS = {"parent_start": "parent_id"}  # fields of Figure that have another name
_cells = itemgetter(*(_FIGURE[_COLUMNS.get(name, name)] for name in Figure._fields))
_WHOLE = ("char_start", "char_end")
_DECIMAL = ("value", "value_max", "normalized_value", "normalized_value_max")


def figure(row: Row) -> Figure:
    """A row of figures.csv as the program read it: without verdicts and what they put right."""
    return _figure(row, {"review": "", "extracted": "", **_replaced(row)})


def as_it_stands(row: Row) -> Figure:
    """A row of figures.csv under the verdicts that were put into it."""
    return _figure(row, {})


def _figure(row: Row, instead: Mapping[str, str]) -> Figure:
    cells: dict[str, Any] = dict(zip(Figure._fields, _cells(row), strict=True))
    cells |= instead
    for name in _WHOLE:
        cells[name] = int(cells[name])
    for name in _DECIMAL:
        cells[name] = Decimal(cells[name]) if cells[name] else None
    cells["parent_start"] = _int(cells["parent_start"].rpartition(":")[2])
    return Figure._make(cells.values())


def _replaced(row: Row) -> dict[str, str]:
    cell = row[_FIGURE["extracted"]]
    return dict(json.loads(cell)) if cell else {}


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
