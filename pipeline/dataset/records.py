"""Rows of a dataset -> typed records: a figure with what is known of its document.

Pure Python without pandas: what panels, queries and charts work on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.dataset.dictionary import columns
from pipeline.dataset.frames import existing, read_rows
from pipeline.layout.tidy import fold


class Record(NamedTuple):
    """One figure of a dataset; unknown text is "", an unknown number None.

    `value`, `value_max` are in `unit`, as written; the normalized ones in the base unit.
    `kind`, `file`, `title` are those of its document.
    """

    figure_id: str
    document_id: str
    region: str
    region_code: str
    report_year: int | None
    section: str
    indicator_text: str
    indicator: str
    indicator_code: str
    measure: str
    basis: str
    value: Decimal
    value_max: Decimal | None
    bound: str
    qualifier: str
    unit: str
    normalized_value: Decimal | None
    normalized_value_max: Decimal | None
    normalized_unit: str
    period: str
    status: str
    status_text: str
    parent_id: str
    quote: str
    sentence: str
    char_start: int
    page: int | None
    review: str
    kind: str = ""
    file: str = ""
    title: str = ""


_OF_DOCUMENT = ("kind", "file", "title")
_OF_FIGURE = tuple(name for name in Record._fields if name not in _OF_DOCUMENT)
_WHOLE = frozenset({"report_year", "char_start", "page"})
_EXACT = frozenset({"value", "value_max", "normalized_value", "normalized_value_max"})


class Told(NamedTuple):
    """What documents.csv says of a document that was read."""

    document_id: str
    region: str
    region_code: str
    report_year: int | None
    kind: str
    file: str
    title: str


def documents(folder: Path) -> dict[str, Told]:
    """Document id -> what is known of it; those that could not be read are left out.

    Raises DatasetError if the folder is no dataset.
    """
    existing(folder)
    at = {name: index for index, name in enumerate(columns("documents"))}
    told = {}
    for row in read_rows(folder, "documents"):
        if row[at["state"]] == "done":
            told[row[0]] = Told._make(_typed(name, row[at[name]]) for name in Told._fields)
    return told


def records(folder: Path, known: dict[str, Told] | None = None) -> Iterator[Record]:
    """Every figure of the dataset, in the order of the table, the rejected ones too.

    Raises DatasetError if the folder is no dataset.
    """
    known = documents(folder) if known is None else known
    at = [(name, columns("figures").index(name)) for name in _OF_FIGURE]
    for row in read_rows(folder, "figures"):
        document = known.get(row[1])
        of = (document.kind, document.file, document.title) if document else ("", "", "")
        yield Record._make([*(_typed(name, row[index]) for name, index in at), *of])


def _typed(name: str, cell: str) -> Any:
    if name in _WHOLE:
        return int(cell) if cell else None
    if name in _EXACT:
        return Decimal(cell) if cell else None
    return cell


def place(quote: str, sentence: str) -> int | None:
    """Where a quote starts in its sentence; None where it stands there more than once, or not.

    A sentence is folded (％ is %), a quote is as the source has it; folding keeps the length.
    """
    found = list(re.finditer(rf"(?<![\d.]){re.escape(fold(quote))}", fold(sentence)))
    return found[0].start() if len(found) == 1 else None


def marked(record: Record) -> str:
    """The sentence with the quote in 【】, where it is plain which of its numbers it is."""
    at = place(record.quote, record.sentence)
    if at is None:
        return record.sentence
    end = at + len(record.quote)
    return f"{record.sentence[:at]}【{record.sentence[at:end]}】{record.sentence[end:]}"
