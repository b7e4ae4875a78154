"""Extraction -> rows.  Every cell is the text that will stand in the CSV file.

Rows are plain tuples in the order of `dictionary.json`; an unknown value is an empty cell.
What would make a table wrong (two figures at one place, a parent that is no figure) raises here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import NamedTuple

from pipeline.dataset import printed
from pipeline.language.numerals import optional, plain, short, trimmed
from pipeline.model import Extraction, Figure, Finding, LedgerRow, Places

Row = tuple[str, ...]
_Head = tuple[str, str, str, str]  # document_id, region, region_code, report_year

_by_start: Callable[[Figure | LedgerRow], int] = attrgetter("char_start")


class DocumentRow(NamedTuple):
    """One row of documents.csv."""

    document_id: str
    file: str
    sha256: str
    format: str
    kind: str
    title: str
    region: str
    region_code: str
    report_year: str
    pages: str
    characters: str
    figures: str
    unexplained: str
    state: str
    message: str


def document_row(document_id: str, extraction: Extraction) -> DocumentRow:
    """The row of a document that was read."""
    source, identity = extraction.document.source, extraction.identity
    return DocumentRow(
        document_id=document_id,
        file=source.file,
        sha256=source.sha256,
        format=source.format,
        kind=identity.kind,
        title=identity.title,
        region=identity.region,
        region_code=identity.region_code,
        report_year=_whole(identity.report_year),
        pages=_whole(source.pages or None),
        characters=str(len(source.text)),
        figures=str(len(extraction.figures)),
        unexplained=str(sum(row.role == "unexplained" for row in extraction.ledger)),
        state="done",
        message="",
    )


def unread_row(document_id: str, file: str, sha256: str, state: str, message: str) -> DocumentRow:
    """The row of a document that could not be read (`failed`) or holds no text (`empty`)."""
    nothing = ("",) * 7  # format, kind, title, region, region_code, report_year, pages
    return DocumentRow(document_id, file, sha256, *nothing, "0", "0", "0", state, message)


def figure_rows(document_id: str, extraction: Extraction) -> list[Row]:
    """Rows of figures.csv, sorted by place.

    Raises ValueError if two figures start at one place or a parent is no figure.
    """
    figures = sorted(extraction.figures, key=_by_start)
    starts = {figure.char_start for figure in figures}
    if len(starts) != len(figures):
        twice, _ = Counter(figure.char_start for figure in figures).most_common(1)[0]
        raise ValueError(f"{document_id}:{twice}: two figures start at one place")
    identity = extraction.identity
    head = (document_id, identity.region, identity.region_code, _whole(identity.report_year))
    places = extraction.document.source.places
    return [_figure_row(head, figure, starts, places) for figure in figures]


def _figure_row(head: _Head, f: Figure, starts: set[int], places: Places | None) -> Row:
    document_id, region, region_code, year = head
    start = str(f.char_start)
    parent = _reference(document_id, f.parent_start, starts, f.char_start)
    value = plain(f.value)
    normalized = trimmed(value) if f.normalized_value is f.value else short(f.normalized_value)
    page, x0, top, x1, bottom, boxes = printed.cells(places, f.char_start, f.char_end)
    return (
        f"{document_id}:{start}", document_id, region, region_code, year, f.section,
        f.indicator_text, f.indicator, f.indicator_code, f.measure, f.basis, value,
        optional(f.value_max), f.bound, f.qualifier, f.unit, normalized,
        short(f.normalized_value_max), f.normalized_unit, f.dimension, f.period, f.status,
        f.status_text, parent, f.quote, f.sentence, start, str(f.char_end),
        page, x0, top, x1, bottom, boxes, f.rule, f.review, f.extracted,
    )  # fmt: skip


def numeral_rows(document_id: str, extraction: Extraction) -> list[Row]:
    """Rows of numerals.csv, sorted by place.

    Raises ValueError if a row names a figure that is none, or is called a figure and names none.
    """
    starts = {figure.char_start for figure in extraction.figures}
    return [_numeral_row(document_id, row, starts) for row in sorted(extraction.ledger, key=_by_start)]


def _numeral_row(document_id: str, row: LedgerRow, starts: set[int]) -> Row:
    if (row.role == "figure") != (row.figure_start is not None):
        raise ValueError(f"{document_id}:{row.char_start}: role {row.role}, but figure {row.figure_start}")
    figure_id = _reference(document_id, row.figure_start, starts, row.char_start)
    return (
        document_id, str(row.char_start), str(row.char_end), row.quote, row.role, figure_id, row.rule,
    )  # fmt: skip


def finding_rows(document_id: str, findings: Iterable[Finding]) -> list[Row]:
    """Rows of findings.csv, sorted by check and place; the id counts up where two share a place."""
    seen: Counter[str] = Counter()
    rows: list[Row] = []
    for finding in sorted(findings, key=lambda f: (f.check, _anchor(f), f.message)):
        name = f"{document_id}:{finding.check}:{_anchor(finding)}"
        seen[name] += 1
        finding_id = name if seen[name] == 1 else f"{name}-{seen[name]}"
        rows.append((
            finding_id, finding.check, finding.severity, document_id, " ".join(finding.figure_ids),
            finding.message, finding.state,
        ))  # fmt: skip
    return rows


def _anchor(finding: Finding) -> int:
    """Where the first of a finding's figures starts; 0 for one about the document."""
    return int(finding.figure_ids[0].rpartition(":")[2]) if finding.figure_ids else 0


def _reference(document_id: str, start: int | None, starts: set[int], place: int) -> str:
    if start is None:
        return ""
    if start not in starts:
        raise ValueError(f"{document_id}:{place}: refers to a figure at {start}, where none is")
    return f"{document_id}:{start}"


def _whole(value: int | None) -> str:
    return "" if value is None else str(value)
