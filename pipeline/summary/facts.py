"""The tables of a dataset -> what its summary tells, as data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pipeline.dataset.dictionary import columns, targets
from pipeline.dataset.files import rows_of
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.rulebook import Rulebook
from pipeline.summary.headline import CODES, Headline, Picker

if TYPE_CHECKING:
    import pyarrow

SEVERITIES = ("error", "warning", "info")
STATES = ("failed", "empty", "done")
ATTAINED = ("yes", "about", "within_rounding", "no", "unknown")
_FIGURE = {name: place for place, name in enumerate(columns("figures"))}
_FINDING = {name: place for place, name in enumerate(columns("findings"))}
_TARGET = {field["name"]: place for place, field in enumerate(targets()["schema"]["fields"])}


class Check(NamedTuple):
    """The findings of one check; `example` is the first message."""

    severity: str
    check: str
    findings: int
    documents: int
    example: str


class Outcomes(NamedTuple):
    """The targets of a year by outcome, in the order of ATTAINED."""

    year: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the page tells; the same tables give the same facts."""

    documents: tuple[DocumentRow, ...]  # what could not be read first
    roles: Mapping[str, int]  # numbers by role
    severities: Mapping[str, int]
    checks: tuple[Check, ...]  # the worst and most frequent first
    headlines: tuple[Headline, ...]  # by region
    review: Mapping[str, int]  # figures by verdict, "" for those without
    outcomes: tuple[Outcomes, ...] = ()  # by year, the last first

    @property
    def numerals(self) -> int:
        """All numbers of all documents."""
        return sum(self.roles.values())


def facts(
    documents: Iterable[DocumentRow],
    figures: Iterable[Row],
    findings: Iterable[Row],
    roles: Mapping[str, int],
    book: Rulebook,
    targets_: Iterable[Row] = (),
) -> Facts:
    """The facts of a dataset from its rows; `roles`: numbers of the ledger by role.

    `figures` is gone through once, so it may be read from the disk.
    """
    gathered = Gathered(documents)
    for row in figures:
        gathered.see(row)
    return gathered.facts(findings, roles, book, targets_)


class Gathered:
    """Takes the figures of all `documents` as they go by, row by row or in groups; then it has the facts."""

    def __init__(self, documents: Iterable[DocumentRow]) -> None:
        self._documents = sorted(documents, key=lambda row: (STATES.index(row.state), row.document_id))
        self._picker, self._review = Picker(self._documents), Counter[str]()

    def see(self, row: Row) -> None:
        """A row of figures.csv."""
        self._review[row[_FIGURE["review"]]] += 1
        self._picker.see(row)

    def see_group(self, group: pyarrow.Table) -> None:
        """Rows of figures.csv as Arrow; few of them are ever looked at."""
        import pyarrow
        from pyarrow import compute

        for count in compute.value_counts(group["review"]).to_pylist():
            self._review[count["values"] or ""] += count["counts"]
        told = compute.is_in(group["indicator_code"], pyarrow.array(sorted(CODES)))
        late = compute.is_in(group["document_id"], pyarrow.array(sorted(self._picker.documents), "string"))
        for row in rows_of(group.filter(compute.and_(told, late))):
            self._picker.see(row)

    def facts(
        self,
        findings: Iterable[Row],
        roles: Mapping[str, int],
        book: Rulebook,
        targets_: Iterable[Row] = (),
    ) -> Facts:
        """The facts of a dataset with these figures; see `facts`."""
        checks = _checks(findings)
        found = Counter({kind: sum(c.findings for c in checks if c.severity == kind) for kind in SEVERITIES})
        headlines = self._picker.headlines(book)
        rows = tuple(self._documents)
        return Facts(rows, dict(roles), found, checks, headlines, self._review, _outcomes(targets_))


def _checks(findings: Iterable[Row]) -> tuple[Check, ...]:
    grouped: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in findings:
        grouped[row[_FINDING["severity"]], row[_FINDING["check"]]].append(row)
    found = (
        Check(severity, check, len(rows), len({row[_FINDING["document_id"]] for row in rows}),
              rows[0][_FINDING["message"]])
        for (severity, check), rows in grouped.items()
    )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (SEVERITIES.index(one.severity), -one.findings, one.check)))


def _outcomes(rows: Iterable[Sequence[str]]) -> tuple[Outcomes, ...]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row[_TARGET["year"]]][row[_TARGET["attained"]]] += 1
    years = sorted(counts, key=int, reverse=True)
    return tuple(Outcomes(year, tuple(counts[year][kind] for kind in ATTAINED)) for year in years)
