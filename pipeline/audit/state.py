"""A dataset under review: what is read from the disk, judged, taken back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline import review, revise
from pipeline.dataset.dictionary import columns, resources
from pipeline.dataset.frames import Dataset, existing, read_text
from pipeline.dataset.tables import DocumentRow
from pipeline.language.numerals import short
from pipeline.model import Figure
from pipeline.review import log
from pipeline.review.anchor import anchored
from pipeline.review.columns import EDITABLE, JUDGED, fault, texts, written
from pipeline.review.log import Entry
from pipeline.review.overlay import JUDGING, ON_FIGURES, ON_OTHERS, Overlay
from pipeline.revise import Revised, Stored
from pipeline.rulebook import Rulebook

_AT = {name: place for place, name in enumerate(columns("figures"))}
_MOST_WORDS = 2000  # characters of a note

Unit = tuple[Decimal, str, str]  # factor to the base unit, base unit, dimension


class Refused(Exception):
    """What was asked cannot be done.  The message is a Chinese sentence; `status` an HTTP status."""

    def __init__(self, message: str, status: int = 409) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Means:
    """What the review needs from outside.

    `source`: the file of a document, or None; `unit`: what a unit as written means, None where the
    rules do not know how to read it.
    """

    reviewer: str
    source: Callable[[DocumentRow], Path | None]
    unit: Callable[[str], Unit | None]
    book: Rulebook


class Audit:
    """One dataset.  Raises DatasetError where there is none; LogError where a log cannot be read."""

    def __init__(self, folder: Path, means: Means) -> None:
        self.folder = existing(folder)
        self.means = means
        self._load()

    def _load(self) -> None:
        self._seen = self._signature()
        self.stored = {document.row.document_id: document for document in revise.stored(self.folder)}
        self._revised = {id_: self._revise(document) for id_, document in self.stored.items()}

    def _signature(self) -> tuple[tuple[int, int, int], ...]:
        """What tells whether the dataset on the disk has changed."""
        paths = (self.folder / resource["path"] for resource in resources().values())
        try:
            return tuple((known.st_ino, known.st_mtime_ns, known.st_size) for known in map(Path.stat, paths))
        except OSError:
            return ()  # a table has gone, or the dataset is just being replaced

    def refresh(self) -> None:
        """Read the dataset anew if it was extracted again."""
        if self._signature() != self._seen:
            self._load()

    def check_unchanged(self) -> None:
        """Raise Refused where the dataset is another by now: its text and its rows would not fit together."""
        if self._signature() != self._seen:
            raise Refused("数据集已经重新提取，请刷新页面。")

    def rules_digest(self) -> str:
        """Which rules the dataset was extracted with; empty where run.json was not kept."""
        return str(Dataset(self.folder).run.get("rules", ""))

    # --- looking ------------------------------------------------------------------------------

    def document(self, document_id: str) -> Stored:
        """A document as it is stored.  Raises Refused where there is none."""
        if document_id not in self.stored:
            raise Refused("数据集里没有这份文件，请刷新页面。", 404)
        return self.stored[document_id]

    def revised(self, document_id: str) -> Revised:
        """A document under its verdicts."""
        return self._revised[document_id]

    def text(self, document_id: str) -> str:
        """The text of a document that was read."""
        return read_text(self.folder, document_id) if self.document(document_id).row.state == "done" else ""

    def entries(self, row: DocumentRow) -> tuple[Entry, ...] | None:
        """What the log says of a document; None where its file, and so the log, is not known."""
        return review.entries_of(self.means.source(row))

    def _revise(self, document: Stored) -> Revised:
        entries = self.entries(document.row)
        if entries is None or not (entries or any(row[_AT["review"]] for row in document.figures)):
            nothing = Overlay(())
            return Revised(document.figures, document.findings, nothing)
        text = self.text(document.row.document_id)
        return revise.revised(document, text, entries, self.means.book)

    # --- judging ------------------------------------------------------------------------------

    def judge(
        self,
        document_id: str,
        start: int,
        kind: str,
        cells: Mapping[str, str] | None = None,
        why: str = "",
        id_: str = "",
    ) -> None:
        """Save a verdict on the figure or number at `start`.  Raises Refused or LogError.

        `id_`: of the line of the log, where the page chose it; a line that is there already is saved.
        """
        self._check_unchanged()
        if self.is_saved(id_):
            return
        document = self.document(document_id)
        source = self._source(document.row)
        text = self.text(document_id)
        base = self._base(document, start)
        end, quote, was = self._number(document, start) if base is None else _of_figure(base)
        kind, fields = self._said(document_id, base, kind, cells or {})
        entry = self._entry(
            kind, id_, document=source.name, quote=quote, fields=fields, was=was,
            why=why.strip()[:_MOST_WORDS],
        )  # fmt: skip
        place = anchored(text, start, end)
        entry = replace(entry, before=place.before, span=place.span, after=place.after)
        log.append(log.beside(source), entry)
        self._revised[document_id] = self._revise(document)

    def _check_unchanged(self) -> None:
        if self._signature() != self._seen:
            raise Refused("数据集已经重新提取，请刷新页面后再复核；刚才的结论没有保存。")

    def _source(self, row: DocumentRow) -> Path:
        source = self.means.source(row)
        if source is None:
            raise Refused(
                f"找不到原文件{row.file}，复核结论要存在它旁边；请用 --sources 给出它所在的文件夹。"
            )
        return source

    def _base(self, document: Stored, start: int) -> Figure | None:
        """The figure at a place as the program read it."""
        row = next((row for row in document.figures if row[_AT["char_start"]] == str(start)), None)
        return None if row is None else revise.figure(row)

    def _number(self, document: Stored, start: int) -> tuple[int, str, dict[str, str]]:
        """End, quote and role of a number that is no figure."""
        for row in map(revise.numeral, document.numerals):
            if row.char_start == start and row.role != "figure":
                return row.char_end, row.quote, {"role": row.role}
        raise Refused("这里没有数字，请刷新页面。", 404)

    def _said(
        self, document_id: str, base: Figure | None, kind: str, cells: Mapping[str, str]
    ) -> tuple[str, dict[str, tuple[str, str]]]:
        """The kind of an entry and what it puts right; a fix that changes nothing is an acceptance."""
        if kind == "note":
            return kind, {}
        if kind not in (ON_OTHERS if base is None else ON_FIGURES):
            raise Refused(f"这里不能用“{kind}”这个结论。", 400)
        if base is None or kind not in ("accept", "fix"):
            return kind, {}
        before = texts(base)
        shown = self._shown(document_id, base.char_start)
        fields = self._fields(before, shown, cells if kind == "fix" else {})
        return ("fix" if fields else "accept"), fields

    def _shown(self, document_id: str, start: int) -> dict[str, str]:
        """The JUDGED columns of a figure as the page shows them: with the fix that stands."""
        row = next(row for row in self.revised(document_id).figures if row[_AT["char_start"]] == str(start))
        return {name: row[_AT[name]] for name in JUDGED}

    def _fields(
        self, before: Mapping[str, str], shown: Mapping[str, str], cells: Mapping[str, str]
    ) -> dict[str, tuple[str, str]]:
        """What differs from what the program read: column -> (as read, as it is right)."""
        unknown = sorted(set(cells) - set(EDITABLE))
        if unknown:
            raise Refused(f"{unknown[0]}这一列不能改。", 400)
        right = {**shown, **{name: str(cell).strip() for name, cell in cells.items()}}
        if wrong := fault(right):
            raise Refused(wrong, 400)
        right = written(right)
        if right["indicator_code"] != before["indicator_code"]:
            right["indicator"] = self._indicator(right["indicator_code"])
        else:
            right["indicator"] = before["indicator"]  # as the rules of the dataset call it
        right.update(self._normalized(before, right))
        return {name: (before[name], right[name]) for name in JUDGED if right[name] != before[name]}

    def _indicator(self, code: str) -> str:
        """The name of a canonical indicator by its code."""
        if not code:
            return ""
        known = next((entry for entry in self.means.book.indicators.values() if entry.code == code), None)
        if known is None:
            raise Refused(f"没有代码为{code}的规范指标；请从列表里选，或者留空。", 400)
        return known.name

    def _normalized(self, before: Mapping[str, str], right: Mapping[str, str]) -> dict[str, str]:
        """The columns that follow from value and unit."""
        names = ("normalized_value", "normalized_value_max", "normalized_unit", "dimension")
        if all(before[name] == right[name] for name in ("value", "value_max", "unit")):
            return {name: before[name] for name in names}
        unit = self.means.unit(right["unit"])
        if unit is None:
            raise Refused(f"单位“{right['unit']}”读不出来，请按原文写，如万元、亿元、%、个百分点。", 400)
        factor, base, dimension = unit
        scaled = (short(_times(right[name], factor)) for name in ("value", "value_max"))
        return dict(zip(names, (*scaled, base, dimension), strict=True))

    def _entry(self, kind: str, id_: str, **told: Any) -> Entry:
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        return Entry(id_ or secrets.token_hex(8), now, self.means.reviewer, kind, **told)

    def is_saved(self, id_: str) -> bool:
        """Whether a line with an id that the page chose is in the log."""
        return self._line(id_) is not None

    def _line(self, id_: str) -> tuple[str, Entry] | None:
        """A line that was written before, and its document: its answer was lost, and the page asks again."""
        if not id_:
            return None
        lines = (
            (document_id, entry)
            for document_id, document in self.stored.items()
            for entry in self.entries(document.row) or ()
        )
        return next((line for line in lines if line[1].id == id_), None)

    # --- taking back --------------------------------------------------------------------------

    def undo(self, id_: str = "") -> tuple[str, int | None, str]:
        """Take back this reviewer's last verdict or note: its document, place, kind; `id_` as in `judge`."""
        self._check_unchanged()
        if line := self._line(id_):
            document_id, done = line
            entries = self.entries(self.stored[document_id].row) or ()
            return document_id, None, next(entry.kind for entry in entries if entry.id == done.of)
        found = [
            (entry.at, document_id, entry)
            for document_id, document in self.stored.items()
            for entry in log.standing(self.entries(document.row) or ())
            if entry.by == self.means.reviewer and (entry.kind in JUDGING or entry.kind in ("note", "retire"))
        ]
        if not found:
            raise Refused("没有可以撤销的结论。", 404)
        _, document_id, entry = max(found, key=lambda item: item[0])
        start = self._start_of(document_id, entry)
        self._append(document_id, self._entry("undo", id_, document=entry.document, of=entry.id))
        return document_id, start, entry.kind

    def retire(self, entry_id: str, id_: str = "") -> str:
        """Be done with a verdict that has no place any more; gives its document; `id_` as in `judge`."""
        self._check_unchanged()
        if line := self._line(id_):
            return line[0]
        for document_id, left in self._revised.items():
            for orphan in left.overlay.orphans:
                if orphan.entry.id == entry_id:
                    told = self._entry("retire", id_, document=orphan.entry.document, of=entry_id)
                    self._append(document_id, told)
                    return document_id
        raise Refused("没有这条失效的结论，请刷新页面。", 404)

    def _append(self, document_id: str, entry: Entry) -> None:
        document = self.stored[document_id]
        log.append(log.beside(self._source(document.row)), entry)
        self._revised[document_id] = self._revise(document)

    def _start_of(self, document_id: str, entry: Entry) -> int | None:
        """Where an entry holds now."""
        overlay = self.revised(document_id).overlay
        standing = {verdict.entry.id: start for start, verdict in overlay.verdicts.items()}
        noted = {note.id: start for start, notes in overlay.notes.items() for note in notes}
        return standing.get(entry.id, noted.get(entry.id))

    def apply(self) -> None:
        """Write what the verdicts say into the dataset."""
        if self._signature() == self._seen and all(
            document.figures == self._revised[id_].figures
            and document.findings == self._revised[id_].findings
            for id_, document in self.stored.items()
        ):
            return
        revise.apply(self.folder, self.entries, self.means.book)


def _of_figure(figure: Figure) -> tuple[int, str, dict[str, str]]:
    return figure.char_end, figure.quote, texts(figure)


def _times(value: str, factor: Decimal) -> Decimal | None:
    return Decimal(value) * factor if value else None
