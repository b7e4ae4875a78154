"""Two datasets -> what differs: document by document, so that two documents are held at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from pipeline.dataset.dictionary import columns
from pipeline.dataset.folder import DatasetError
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.diff import causes
from pipeline.diff.match import document_pairs, figure_pairs
from pipeline.diff.nouns import (
    CAUSES,
    DOCUMENT_KINDS,
    FIGURE_KINDS,
    QUIET,
    Cells,
    Counts,
    Diff,
    DocumentDifference,
    FigureDifference,
    Side,
)
from pipeline.diff.stored import FIGURE, Stored

#: no difference by themselves: they tell where a figure stands, or follow from its document
PLACE = (
    "figure_id", "document_id", "char_start", "char_end", "page", "x0", "top", "x1", "bottom", "boxes",
    "region", "region_code", "report_year",
)  # fmt: skip
#: told of a changed figure, but alone no change: the words around it, and how it was read
_BESIDE = ("sentence", "rule")
_OWN = tuple(name for name in columns("figures") if name not in (*PLACE, *_BESIDE, "parent_id"))
_own_cells = itemgetter(*(FIGURE[name] for name in _OWN))
_place_cells = itemgetter(*(FIGURE[name] for name in PLACE[2:10]))
_ID, _PARENT, _SENTENCE, _RULE = (FIGURE[name] for name in ("figure_id", "parent_id", "sentence", "rule"))
_CODE, _NAME = FIGURE["indicator_code"], FIGURE["indicator"]
_FROM_ROW = ("indicator_code", "measure", "period", "status", "quote", "sentence", "page")
#: of a figure that is listed: what is hardly ever the same twice
_UNLIKE = ("ids", "columns")


class Wanted:
    """Which documents and figures are compared; both empty: all."""

    def __init__(self, documents: Sequence[str], indicators: Sequence[str]) -> None:
        self._documents, self._indicators = frozenset(documents), frozenset(indicators)
        self.unseen = set(self._indicators)

    def document(self, old: DocumentRow | None, new: DocumentRow | None) -> bool:
        """Whether a document is asked for, by its id in either dataset."""
        ids = {row.document_id for row in (old, new) if row}
        return not self._documents or not ids.isdisjoint(self._documents)

    def figures(self, rows: list[Row]) -> list[Row]:
        """The rows whose indicator is asked for, by code or canonical name."""
        if not self._indicators:
            return rows
        kept = [row for row in rows if {row[_CODE], row[_NAME]} & self._indicators]
        self.unseen -= {cell for row in kept for cell in (row[_CODE], row[_NAME])}
        return kept

    def check(self, old: Stored, new: Stored) -> None:
        """Raises DatasetError for a document that is in neither."""
        for id_ in sorted(self._documents - old.documents.keys() - new.documents.keys()):
            raise DatasetError(
                f"neither dataset has a document {id_}; see the column document_id of documents.csv"
            )

    def check_seen(self) -> None:
        """Raises DatasetError for an indicator that no figure has; call it when all is compared."""
        for name in sorted(self.unseen):
            raise DatasetError(
                f"no figure of the two has the indicator {name}; see the column indicator_code of figures.csv"
            )


class _Tally:
    """What has been found so far."""

    def __init__(self) -> None:
        self.documents: list[DocumentDifference] = []
        self.figures: list[FigureDifference] = []
        self.kinds: Counter[str] = Counter()
        self.indicators: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)

        self._kept: dict[str | Cells, str | Cells] = {}

    def add(self, one: FigureDifference) -> None:
        """List a figure.  Many say the same in many cells, and each such cell is kept once."""
        cells = {name: self._once(cell) for name, cell in one._asdict().items() if name not in _UNLIKE}
        columns = {name: self._once(cells) for name, cells in one.columns.items()}
        ids = Cells(one.ids.old, one.ids.old) if one.ids.old == one.ids.new else one.ids
        self.figures.append(one._replace(**cells, columns=columns, ids=ids))
        self.kinds[one.kind] += 1

    def _once(self, cell: Any) -> Any:
        if isinstance(cell, Cells):
            cell = Cells(*map(self._once, cell))
        return self._kept.setdefault(cell, cell)

    def count(self, rows: Sequence[Row], kind: str) -> None:
        """Count figures by indicator."""
        for row in rows:
            key = (row[_NAME], row[_CODE]) if row[_CODE] else ("", "")
            self.indicators[key][kind] += 1


def compare(old: Stored, new: Stored, wanted: Wanted) -> Diff:
    """All that differs.  Raises DatasetError where what is wanted is in neither."""
    wanted.check(old, new)
    how, tally = causes.made(old, new), _Tally()
    read = Counter[str]()
    for one, other in document_pairs(old.documents, new.documents):
        if not wanted.document(one, other):
            continue
        rows = [wanted.figures(_rows(old, one)), wanted.figures(_rows(new, other))]
        tally.count(rows[0], "old")
        tally.count(rows[1], "new")
        read["old"] += one is not None and one.state == "done"
        read["new"] += other is not None and other.state == "done"
        _document(old, new, one, other, rows[0], rows[1], how, tally)
    wanted.check_seen()
    totals = {side: sum(counts[side] for counts in tally.indicators.values()) for side in ("old", "new")}
    told = Counter(one.cause for one in tally.documents) + Counter(one.cause for one in tally.figures)
    return Diff(
        Side(str(old.folder), old.baoshu, old.rules, read["old"], totals["old"]),
        Side(str(new.folder), new.baoshu, new.rules, read["new"], totals["new"]),
        tuple(sorted(tally.documents, key=lambda one: (DOCUMENT_KINDS.index(one.kind), one.document_id))),
        tuple(sorted(tally.figures, key=lambda one: FIGURE_KINDS.index(one.kind))),
        {
            kind: tally.kinds[kind]
            for kind in (*FIGURE_KINDS, "with_lost_documents", "with_gained_documents", *QUIET)
        },
        {cause: told[cause] for cause in CAUSES},
        tuple(sorted(_counts(tally), key=_most_first)),
    )


def _rows(of: Stored, document: DocumentRow | None) -> list[Row]:
    return of.rows(document.document_id) if document else []


def _counts(tally: _Tally) -> Iterator[Counts]:
    for (name, code), counts in tally.indicators.items():
        yield Counts(name, code, *(counts[kind] for kind in Counts._fields[2:]))


def _most_first(counts: Counts) -> tuple[int, int, str]:
    return -(counts.lost + counts.changed + counts.gained), -counts.old, counts.indicator_code


# --- a document -------------------------------------------------------------------------------


def _document(
    old: Stored,
    new: Stored,
    one: DocumentRow | None,
    other: DocumentRow | None,
    mine: list[Row],
    theirs: list[Row],
    how: causes.Made,
    tally: _Tally,
) -> None:
    """Add what differs in one document, which is in both, or in one of the two."""
    was, is_ = one is not None and one.state == "done", other is not None and other.state == "done"
    if one and other and was and is_:
        same_text = old.text(one.document_id) == new.text(other.document_id)
        cause = causes.of_document(one, other, same_text, how)
        tally.documents += _both(one, other, same_text, cause, len(mine), len(theirs))
        for found in _figures(mine, theirs, same_text, cause, how, tally):
            tally.add(found)
    elif was or is_:
        kind, rows = ("lost", mine) if was else ("gained", theirs)
        cause = causes.of_document(one, other, True, how) if one and other else "source"
        tally.documents.append(_told(kind, cause, one, other, len(mine), len(theirs)))
        tally.kinds[f"with_{kind}_documents"] += len(rows)
        tally.count(rows, kind)


def _both(
    one: DocumentRow, other: DocumentRow, same_text: bool, cause: str, old: int, new: int
) -> Iterator[DocumentDifference]:
    """The document itself, if it differs."""
    if one.document_id != other.document_id:
        yield _told("renamed", "source", one, other, old, new)
    elif one.sha256 != other.sha256 or not same_text or causes.known_differs(one, other):
        yield _told("changed", cause, one, other, old, new)


def _told(
    kind: str, cause: str, one: DocumentRow | None, other: DocumentRow | None, old: int, new: int
) -> DocumentDifference:
    return DocumentDifference(
        kind,
        cause,
        Cells(one.document_id if one else "", other.document_id if other else ""),
        Cells(one.file if one else "", other.file if other else ""),
        Cells(one.state if one else "", other.state if other else ""),
        (old, new),
        causes.known_differs(one, other) if one and other else {},
        other.message if other else "",
    )


# --- its figures ------------------------------------------------------------------------------


def _figures(
    old: list[Row], new: list[Row], same_text: bool, cause: str, how: causes.Made, tally: _Tally
) -> Iterator[FigureDifference]:
    """What differs in the figures of a document that is in both; the others are counted."""
    if same_text and old == new:
        tally.kinds["same"] += len(old)
        return
    pairs = figure_pairs(old, new, same_text)
    partner = {old[i][_ID]: new[j][_ID] for i, j in pairs}
    for i, j in pairs:
        one, other = old[i], new[j]
        differ = _differing(one, other, partner)
        if not differ:
            tally.kinds[_quiet(one, other)] += 1
            continue
        tally.count([other], "changed")
        rules = causes.other_rules(one, other)
        yield _difference("changed", causes.of_pair(one, other, cause, how), one, other, differ, rules)
    gone, come = {i for i, _ in pairs}, {j for _, j in pairs}
    lost = [row for i, row in enumerate(old) if i not in gone]
    gained = [row for j, row in enumerate(new) if j not in come]
    tally.count(lost, "lost")
    tally.count(gained, "gained")
    why = causes.of_single(cause, how)
    yield from (_difference("lost", why, row, None, {}, Cells(row[_RULE], "")) for row in lost)
    yield from (_difference("gained", why, None, row, {}, Cells("", row[_RULE])) for row in gained)


def _differing(old: Row, new: Row, partner: dict[str, str]) -> dict[str, Cells]:
    """The columns that differ, the sentence among them where any does; the parent by who it is."""
    found = {}
    if _own_cells(old) != _own_cells(new):
        found = {name: Cells(old[FIGURE[name]], new[FIGURE[name]]) for name in _OWN}
        found = {name: cells for name, cells in found.items() if cells.old != cells.new}
    if old[_PARENT] != new[_PARENT] and partner.get(old[_PARENT], "") != new[_PARENT]:
        found["parent_id"] = Cells(old[_PARENT], new[_PARENT])
    if found and old[_SENTENCE] != new[_SENTENCE]:
        found["sentence"] = Cells(old[_SENTENCE], new[_SENTENCE])
    return found


def _quiet(old: Row, new: Row) -> str:
    """What becomes of a figure that reads the same; see nouns.QUIET."""
    if old[_SENTENCE] != new[_SENTENCE]:
        return "reworded"
    if old[_RULE] != new[_RULE]:
        return "other_rules"
    return "moved" if _place_cells(old) != _place_cells(new) else "same"


def _difference(
    kind: str, cause: str, old: Row | None, new: Row | None, differ: dict[str, Cells], rules: Cells
) -> FigureDifference:
    row = new or old
    assert row
    told = {name: row[FIGURE[name]] for name in _FROM_ROW}
    return FigureDifference(
        kind, cause, Cells(old[_ID] if old else "", new[_ID] if new else ""), row[FIGURE["document_id"]],
        row[_NAME] or row[FIGURE["indicator_text"]],
        said=Cells(said(old) if old else "", said(new) if new else ""), columns=differ, rules=rules, **told,
    )  # fmt: skip


def said(row: Row) -> str:
    """A value with its bound and unit: ge 6 %, 8 至 8.5 %, 1635 亿元."""
    bound = row[FIGURE["bound"]]
    top = row[FIGURE["value_max"]]
    bounded = "" if bound in ("eq", "range") else f"{bound} "
    return f"{bounded}{row[FIGURE['value']]}{f' 至 {top}' if top else ''} {row[FIGURE['unit']]}".strip()
