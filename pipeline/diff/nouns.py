"""The nouns of a comparison: two datasets, their documents and figures that differ, the counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

#: why something differs, in the order in which the reasons are tried; see causes.py
CAUSES = ("review", "source", "rule", "version", "unknown")
#: what becomes of a document, lost coverage first
DOCUMENT_KINDS = ("lost", "gained", "renamed", "changed")
#: what becomes of a figure that is listed
FIGURE_KINDS = ("lost", "changed", "gained")
#: what becomes of a figure of both datasets that is only counted; each is in the first that holds:
#: the sentence reads otherwise · read by other rules · stands at another place · nothing at all
QUIET = ("reworded", "other_rules", "moved", "same")
#: columns that `said` tells, or that follow from it
_IN_VALUE = frozenset({
    "value", "value_max", "bound", "qualifier", "unit", "quote", "normalized_value", "normalized_value_max",
    "normalized_unit", "dimension",
})  # fmt: skip
#: where the first differs, it tells the second
_FOLLOWS = (("indicator", "indicator_code"), ("review", "extracted"))


class Side(NamedTuple):
    """One of the two datasets.  `baoshu` and `rules` (the digest) are "" where run.json does not say."""

    folder: str
    baoshu: str
    rules: str
    documents: int  # that were read
    figures: int


class Cells(NamedTuple):
    """A cell in OLD and in NEW, as the tables hold it."""

    old: str
    new: str


class DocumentDifference(NamedTuple):
    """A document that differs.  An id or a file is "" where the dataset has no such document.

    `kind`: lost (not in NEW, or no longer read), gained, renamed (the same bytes under another id),
    changed (other bytes, another text, or another title, kind, region, year).
    `figures`: how many it had (OLD) and has (NEW).  `message`: why it could not be read.
    """

    kind: str
    cause: str
    ids: Cells
    files: Cells
    states: Cells
    figures: tuple[int, int]
    columns: Mapping[str, Cells]  # of documents.csv: what is known of it and differs
    message: str = ""

    @property
    def document_id(self) -> str:
        """Its id in NEW, else in OLD."""
        return self.ids.new or self.ids.old

    def as_dict(self) -> dict[str, Any]:
        """As JSON; see schemas/diff.json."""
        return {
            "kind": self.kind, "cause": self.cause,
            "document_id": self.ids._asdict(), "file": self.files._asdict(),
            "state": self.states._asdict(), "figures": dict(zip(Cells._fields, self.figures, strict=True)),
            "columns": _columns(self.columns), "message": self.message,
        }  # fmt: skip


class FigureDifference(NamedTuple):
    """A figure that was lost, changed or gained, in a document that both datasets hold.

    What is said of it is as NEW has it, of a lost one as OLD had it.  `columns`: the cells that differ, of
    a changed one only.  `rules`: ids of the rules that fired in one dataset and not in the other.
    """

    kind: str
    cause: str
    ids: Cells  # figure_id; "" where it is not there
    document_id: str
    indicator: str  # the canonical name, else the report's own words
    indicator_code: str
    measure: str
    period: str
    status: str
    said: Cells  # bound, value and unit
    quote: str
    sentence: str
    page: str
    columns: Mapping[str, Cells]
    rules: Cells

    def told(self) -> dict[str, Cells]:
        """The columns that a person is told beside `said`: without those that follow from others."""
        hidden = {"sentence"}
        if self.said.old != self.said.new:
            hidden |= _IN_VALUE
        hidden |= {name for first, name in _FOLLOWS if first in self.columns}
        kept = {name: cells for name, cells in self.columns.items() if name not in hidden}
        return kept if kept or self.said.old != self.said.new else dict(self.columns)

    def as_dict(self) -> dict[str, Any]:
        """As JSON; see schemas/diff.json."""
        return self._asdict() | {
            "ids": self.ids._asdict(), "said": self.said._asdict(),
            "page": int(self.page) if self.page else None,
            "columns": _columns(self.columns),
            "rules": {side: cell.split() for side, cell in self.rules._asdict().items()},
        }  # fmt: skip


def _columns(columns: Mapping[str, Cells]) -> dict[str, dict[str, str]]:
    return {name: cells._asdict() for name, cells in columns.items()}


class Counts(NamedTuple):
    """Figures of one indicator (`indicator` "" for those without a canonical one), or of all.

    `lost` and `gained` hold those of lost and gained documents, too.  `changed` counts under the indicator
    of NEW.
    """

    indicator: str
    indicator_code: str
    old: int
    new: int
    lost: int
    changed: int
    gained: int


@dataclass(frozen=True, slots=True)
class Diff:
    """What two datasets gained, lost and changed, and why.

    `kinds`: figures by what became of them: FIGURE_KINDS, QUIET, and `with_lost_documents`,
    `with_gained_documents` for those that are told with their document and not listed one by one.  `causes`:
    listed differences (documents and figures) by cause.  `indicators`: the frequent differences first.
    """

    old: Side
    new: Side
    documents: tuple[DocumentDifference, ...]  # by DOCUMENT_KINDS, then by id
    figures: tuple[FigureDifference, ...]  # by FIGURE_KINDS, then by document and place
    kinds: Mapping[str, int]
    causes: Mapping[str, int]
    indicators: tuple[Counts, ...]

    def __bool__(self) -> bool:
        """Whether anything differs that is listed."""
        return bool(self.documents or self.figures)

    @property
    def lost_coverage(self) -> bool:
        """Whether a document that was read in OLD is not in NEW, or could not be read there."""
        return any(one.kind == "lost" for one in self.documents)

    def document_kinds(self) -> dict[str, int]:
        """Documents that differ, by DOCUMENT_KINDS."""
        return {kind: sum(one.kind == kind for one in self.documents) for kind in DOCUMENT_KINDS}

    def as_dict(self) -> dict[str, Any]:
        """As JSON; see schemas/diff.json."""
        return {
            "schema_version": 1,
            "old": self.old._asdict(),
            "new": self.new._asdict(),
            "lost_coverage": self.lost_coverage,
            "counts": {
                "documents": self.document_kinds(),
                "figures": dict(self.kinds),
                "causes": dict(self.causes),
            },
            "indicators": [counts._asdict() for counts in self.indicators],
            "documents": [one.as_dict() for one in self.documents],
            "figures": [one.as_dict() for one in self.figures],
        }
