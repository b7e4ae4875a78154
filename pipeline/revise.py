"""The rows of a dataset under today's verdicts and checks, without reading the reports again.

The rows as the program read them come back by putting `extracted` into its columns; verdicts and checks
are then what they are in the recipe.  What readers found stays as it is.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pipeline import across, summary
from pipeline.across import Given
from pipeline.checks import CHECKS, within
from pipeline.dataset import files, tables
from pipeline.dataset.dictionary import columns, resources
from pipeline.dataset.folder import renewing
from pipeline.dataset.frames import Dataset, read_rows, read_text
from pipeline.dataset.nouns import as_it_stands, figure, finding, identity, numeral
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.inputs import sha256
from pipeline.model import Figure, Finding
from pipeline.review import overlay
from pipeline.review.columns import texts
from pipeline.review.log import Entry
from pipeline.rulebook import Rulebook

__all__ = ["Revised", "Stored", "apply", "figure", "identity", "numeral", "revised", "stored"]

_FIGURE = {name: place for place, name in enumerate(columns("figures"))}
_ROLE = columns("numerals").index("role")
_FINDING = {name: place for place, name in enumerate(columns("findings"))}


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as its dataset holds it; rows are tuples of text in the order of the dictionary."""

    row: DocumentRow
    figures: tuple[Row, ...]
    numerals: tuple[Row, ...]
    findings: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """The same under verdicts and checks."""

    figures: tuple[Row, ...]
    findings: tuple[Row, ...]
    overlay: overlay.Overlay


def stored(folder: Path) -> list[Stored]:
    """The documents of a dataset.  Raises DatasetError where its tables are not those of this baoshu."""
    grouped = {name: _by_document(folder, name) for name in ("figures", "numerals", "findings")}
    rows = (DocumentRow(*row) for row in read_rows(folder, "documents"))
    return [
        Stored(row, *(grouped[name].get(row.document_id, ()) for name in ("figures", "numerals", "findings")))
        for row in rows
    ]


def _by_document(folder: Path, table: str) -> dict[str, tuple[Row, ...]]:
    key = itemgetter(columns(table).index("document_id"))
    known: dict[str, str] = {}  # many cells say the same: one string for all
    rows = (tuple([known.setdefault(cell, cell) for cell in row]) for row in read_rows(folder, table))
    return {document: tuple(group) for document, group in groupby(rows, key)}


def revised(document: Stored, text: str, entries: Sequence[Entry] | None, book: Rulebook) -> Revised:
    """A document under the verdicts of `entries` and the checks of `book`; pure.

    `entries` None: nobody knows where the log is; what it said before stays.
    """
    document_id = document.row.document_id
    if entries is None:
        left = overlay.Overlay(tuple(map(as_it_stands, document.figures)))
    else:
        base = [figure(row) for row in document.figures]
        left = overlay.overlaid(document_id, text, base, map(numeral, document.numerals), entries)
    found = (*left.findings, *within(document_id, identity(document.row), left.figures, book))
    anew = CHECKS if entries is None else CHECKS | overlay.CHECKS
    kept = (finding(row) for row in document.findings if row[_FINDING["check"]] not in anew)
    rows = tuple(map(_rewritten, document.figures, left.figures))
    return Revised(rows, tuple(tables.finding_rows(document_id, (*kept, *found))), left)


def _rewritten(row: Row, left: Figure) -> Row:
    """A row with what verdicts say of it."""
    cells = list(row)
    for name, text in texts(left).items():
        cells[_FIGURE[name]] = text
    cells[_FIGURE["review"]], cells[_FIGURE["extracted"]] = left.review, left.extracted
    return tuple(cells)


# --- on the disk ------------------------------------------------------------------------------


def apply(
    folder: Path, entries: Callable[[DocumentRow], Sequence[Entry] | None], book: Rulebook
) -> list[Revised]:
    """Bring the tables of a dataset up to date with verdicts and checks; gives its documents.

    `entries` gives what the log says of a document, None where there is no telling.  Findings across
    reports, targets.csv and summary.html are made anew.  Only files that change are written.
    Raises DatasetError, LogError or OSError; the dataset is whole then.
    """
    with renewing(folder) as new:
        documents = stored(folder)
        now = [_now(folder, document, entries(document.row), book) for document in documents]
        now, targets = _together(documents, now, book)
        if any(old.figures != left.figures for old, left in zip(documents, now, strict=True)):
            longest = _write(new, "figures", (document.figures for document in now))
            files.write_parquet(new, longest)
        if any(old.findings != left.findings for old, left in zip(documents, now, strict=True)):
            _write(new, "findings", (document.findings for document in now))
        rows = [document.row for document in documents]
        if targets is not None:
            files.renew_targets(folder, new, targets, rows)
        files.renew(folder, new, "summary.html", summary.page(_facts(documents, now, targets, book)))
        _tell(folder, new, now)
    return now


def _together(
    documents: Sequence[Stored], now: Sequence[Revised], book: Rulebook
) -> tuple[list[Revised], Sequence[Row] | None]:
    """What the documents say together: each with the findings across reports, and the targets."""
    given = (
        Given(document.row.document_id, identity(document.row), left.overlay.figures)
        for document, left in zip(documents, now, strict=True)
    )
    told = across.across(given, book)
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for one in told.findings:
        found[one.document_id].append(one)
    return [
        _with(left, document.row.document_id, found.get(document.row.document_id, ()))
        for document, left in zip(documents, now, strict=True)
    ], told.targets


def _with(left: Revised, document_id: str, found: Sequence[Finding]) -> Revised:
    """A document with its findings across reports in place of those that were there."""
    kept = (finding(row) for row in left.findings if row[_FINDING["check"]] not in across.CHECKS)
    return replace(left, findings=tuple(tables.finding_rows(document_id, (*kept, *found))))


def _facts(
    documents: Sequence[Stored], now: Sequence[Revised], targets: Sequence[Row] | None, book: Rulebook
) -> summary.Facts:
    roles = Counter(row[_ROLE] for document in documents for row in document.numerals)
    return summary.facts(
        [document.row for document in documents],
        (row for document in now for row in document.figures),
        (row for document in now for row in document.findings),
        roles,
        book,
        targets or (),
    )


def _now(folder: Path, document: Stored, entries: Sequence[Entry] | None, book: Rulebook) -> Revised:
    text = read_text(folder, document.row.document_id) if entries else ""
    return revised(document, text, entries, book)


def _write(folder: Path, table: str, documents: Iterable[Sequence[Row]]) -> int:
    """Write a table as extraction does; gives the bytes that one document takes at most."""
    longest = 0
    with (folder / resources()[table]["path"]).open("wb") as file:
        file.write(BOM_UTF8 + files.csv_bytes([columns(table)]))
        for rows in documents:
            content = files.csv_bytes(rows)
            longest = max(longest, len(content))
            file.write(content)
    return longest


def _tell(folder: Path, new: Path, now: Iterable[Revised]) -> None:
    """run.json counts the findings, too, and has the digests of what is made of the tables."""
    record = Dataset(folder).run
    if not record:
        return
    made = {name: sha256(new / name) or digest for name, digest in record.get("files", {}).items()}
    severity = _FINDING["severity"]
    counts = Counter(row[severity] for document in now for row in document.findings)
    told = {**record, "findings": dict(sorted(counts.items()))}
    if made:
        told["files"] = made
    if told != record:
        files.write_run(new, told)
