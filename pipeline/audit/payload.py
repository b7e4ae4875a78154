"""What the page gets: plain data for JSON.  Offsets count characters of the document's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pipeline.audit.headings import headings
from pipeline.audit.queue import REASONS, queue
from pipeline.audit.state import Audit
from pipeline.dataset.dictionary import columns, titles
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.review.columns import EDITABLE, WORDS
from pipeline.review.log import Entry
from pipeline.review.overlay import Orphan, Verdict

Sizes = Callable[[DocumentRow], Sequence[Sequence[float]]]  # width, height of each page, points

_AT = {name: place for place, name in enumerate(columns("figures"))}
_NUMERAL = {name: place for place, name in enumerate(columns("numerals"))}
_FINDING = {name: place for place, name in enumerate(columns("findings"))}
_MOST_UNITS = 400  # suggested
_MOST_ELSEWHERE = 8  # shown for a figure


class Payload:
    """The parts of what the page gets, made of one Audit."""

    def __init__(self, audit: Audit, sizes: Sizes, notices: Sequence[str] = ()) -> None:
        self._audit = audit
        self._sizes = sizes
        self._notices = tuple(notices)
        self._same: dict[tuple[str, ...], list[tuple[str, Row]]] | None = None
        self._made_of: object = None
        self._index()  # now, and not while the first document is waited for

    def dataset(self, only: Sequence[str] = ()) -> dict[str, Any]:
        """The dataset without its documents; `only`: ids of documents, all if empty."""
        audit = self._audit
        ids = [id_ for id_ in audit.stored if not only or id_ in only]
        parts = [(audit.revised(id_).figures, audit.revised(id_).findings) for id_ in ids]
        return {
            "name": audit.folder.resolve().name,
            "reviewer": audit.means.reviewer,
            "readonly": self._readonly(),
            "notices": list(self._notices),
            "columns": list(columns("figures")),
            "titles": titles("figures"),
            "vocabulary": self._vocabulary(),
            "editable": list(EDITABLE),
            "documents": [self._document_row(id_) for id_ in ids],
            "reasons": list(REASONS),
            "queue": [list(place) for place in queue(parts)],
            "judged": {key: word for id_ in ids for key, word in self._judged(id_).items()},
            "sample": None,
        }

    def _readonly(self) -> str:
        rows = [document.row for document in self._audit.stored.values()]
        if any(self._audit.means.source(row) for row in rows):
            return ""
        return "找不到原文件，结论无处可存：请用 baoshu audit DIR --sources 文件夹 重新打开。"

    def _vocabulary(self) -> dict[str, Any]:
        stored = self._audit.stored.values()
        units = Counter(row[_AT["unit"]] for document in stored for row in document.figures)
        bases = Counter(row[_AT["basis"]] for document in stored for row in document.figures)
        book = self._audit.means.book
        return {
            **{name: list(words) for name, words in WORDS.items()},
            "unit": [unit for unit, _ in units.most_common(_MOST_UNITS) if unit],
            "basis": [basis for basis, _ in bases.most_common(_MOST_UNITS) if basis],
            "indicator": sorted([entry.code, entry.name] for entry in book.indicators.values()),
        }

    def _document_row(self, document_id: str) -> dict[str, Any]:
        document = self._audit.stored[document_id]
        row = document.row
        return {
            "id": document_id,
            **{name: getattr(row, name) for name in _TOLD},
            "report_year": int(row.report_year) if row.report_year else None,
            "pages": int(row.pages) if row.pages else 0,
            "figures": int(row.figures),
            "unexplained": int(row.unexplained),
            "roles": dict(Counter(numeral[_NUMERAL["role"]] for numeral in document.numerals)),
        }

    # --- one document -------------------------------------------------------------------------

    def document(self, document_id: str) -> dict[str, Any]:
        """A document with its text and rows.  Raises state.Refused where there is none."""
        document = self._audit.document(document_id)
        self._audit.check_unchanged()
        text = self._audit.text(document_id)
        rows = self._audit.revised(document_id).figures
        sections = ((int(row[_AT["char_start"]]), row[_AT["section"]]) for row in rows)
        return {
            "id": document_id,
            "text": text,
            "headings": [list(heading) for heading in headings(text, sections)],
            "pages": [list(size) for size in self._sizes(document.row)],
            "figures": [list(row) for row in rows],
            "numerals": [_numeral(row) for row in document.numerals],
            "elsewhere": self._elsewhere(document_id, rows),
            **self._reviewed(document_id),
        }

    def _reviewed(self, document_id: str) -> dict[str, Any]:
        left = self._audit.revised(document_id)
        overlay = left.overlay
        return {
            "findings": [_finding(row) for row in left.findings],
            "verdicts": {str(start): _verdict(verdict) for start, verdict in overlay.verdicts.items()},
            "notes": {str(start): [_note(note) for note in notes] for start, notes in overlay.notes.items()},
            "orphans": [_orphan(orphan) for orphan in overlay.orphans],
        }

    def changes(self, document_id: str, before: Sequence[Row] | None) -> dict[str, Any]:
        """What a verdict changed in a document: its rows that differ from `before`, and all that is said.

        `before` None: nobody knows which rows the page has; it gets them all.
        """
        rows = self._audit.revised(document_id).figures
        old = rows if before is None else before
        changed = {
            new[_AT["char_start"]]: list(new)
            for was, new in zip(old, rows, strict=True)
            if before is None or was != new
        }
        return {
            "document": document_id,
            "figures": changed,
            "judged": self._judged(document_id),
            **self._reviewed(document_id),
        }

    def _judged(self, document_id: str) -> dict[str, str]:
        """What stands at figures (the column `review`) and at numbers that are none (the verdict)."""
        left = self._audit.revised(document_id)
        others = {
            f"{document_id}:{start}": "stale" if verdict.stale else verdict.entry.kind
            for start, verdict in left.overlay.verdicts.items()
        }
        figures = {row[0]: row[_AT["review"]] for row in left.figures}
        return {key: word for key, word in (others | figures).items() if word}

    # --- the same in other documents ----------------------------------------------------------

    def _elsewhere(self, document_id: str, rows: Iterable[Row]) -> dict[str, list[list[Any]]]:
        index = self._index()
        found = {}
        for row in rows:
            others = [
                [other, int(said[_AT["char_start"]]), said[_AT["quote"]]]
                for other, said in index.get(_key(row), ())
                if other != document_id
            ]
            if others:
                found[row[_AT["char_start"]]] = others[:_MOST_ELSEWHERE]
        return found

    def _index(self) -> Mapping[tuple[str, ...], list[tuple[str, Row]]]:
        """Figures by what they state; made anew where the dataset was read anew."""
        if self._same is None or self._made_of is not self._audit.stored:
            self._same, self._made_of = {}, self._audit.stored
            for id_, document in self._audit.stored.items():
                for row in document.figures if len(self._audit.stored) > 1 else ():
                    if row[_AT["region_code"]] and row[_AT["period"]]:
                        self._same.setdefault(_key(row), []).append((id_, row))
        return self._same


#: columns of a document that the page gets as they are
_TOLD = ("file", "title", "kind", "region", "format", "state", "message")


def _key(row: Row) -> tuple[str, ...]:
    what = row[_AT["indicator_code"]] or row[_AT["indicator_text"]]
    same = (row[_AT[name]] for name in ("region_code", "measure", "period", "status", "dimension"))
    return (what, *same)


def _numeral(row: Row) -> list[Any]:
    start = row[_NUMERAL["figure_id"]].rpartition(":")[2]
    low, high = int(row[_NUMERAL["char_start"]]), int(row[_NUMERAL["char_end"]])
    return [low, high, row[_NUMERAL["role"]], int(start) if start else None, row[_NUMERAL["rule"]]]


def _finding(row: Row) -> list[Any]:
    at = _FINDING
    places = (figure_id.rpartition(":") for figure_id in row[at["figure_ids"]].split())
    starts = [int(start) for document_id, _, start in places if document_id == row[at["document_id"]]]
    return [row[at["finding_id"]], row[at["check"]], row[at["severity"]], starts, row[at["message"]]]


def _verdict(verdict: Verdict) -> dict[str, Any]:
    entry = verdict.entry
    return {
        **_note(entry),
        "verdict": entry.kind,
        "fields": {name: list(pair) for name, pair in entry.fields.items()},
        "stale": verdict.stale,
        "settled": verdict.settled,
    }


def _note(entry: Entry) -> dict[str, Any]:
    return {"id": entry.id, "at": entry.at, "by": entry.by, "why": entry.why}


def _orphan(orphan: Orphan) -> dict[str, Any]:
    entry = orphan.entry
    place = {"quote": entry.quote, "before": entry.before, "after": entry.after}
    return {**_note(entry), "verdict": entry.kind, **place, "reason": orphan.reason}
