"""The headline indicators of each region: what its latest report says of them, with the words.

The choice among several figures is that of `across`: a communiqué before a work report, actual before
estimate, a plain number before a bound, the whole area only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.across.choice import GROWTH, LEVEL, Choice, Chooser, Slot
from pipeline.across.reports import Given, Report, Said, by_region, reports
from pipeline.checks import level_of
from pipeline.dataset.dictionary import columns
from pipeline.dataset.nouns import as_it_stands, identity
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.rulebook import Rulebook

#: rows of the page: codes of which the first that is told stands for the row
INDICATORS = (
    ("gdp", "gnp"),
    ("industrial_va_above_scale", "industrial_va", "industrial_output"),
    ("fixed_asset_investment", "fixed_investment_whole"),
    ("retail_sales",),
    ("imports_exports",),
    (
        "general_public_revenue", "local_general_revenue", "public_budget_revenue",
        "local_public_budget_revenue", "general_budget_revenue", "local_budget_revenue", "fiscal_revenue",
    ),
    ("disposable_income_all",),
    ("disposable_income_urban",),
    ("disposable_income_rural", "net_income_rural"),
    ("urban_new_jobs",),
    ("unemployment_surveyed", "unemployment_registered"),
    ("cpi",),
    ("grain_output",),
)  # fmt: skip
LEVELS = ("national", "province", "city", "county", "")
CODES = frozenset(code for codes in INDICATORS for code in codes)
_AT = {name: place for place, name in enumerate(columns("figures"))}


class Line(NamedTuple):
    """One indicator: level and growth of the year that is over, target of the year to come."""

    level: Said | None
    growth: Said | None
    target: Said | None

    @property
    def first(self) -> Said:
        """The one whose words are shown."""
        found = self.level or self.growth or self.target
        assert found
        return found


class Headline(NamedTuple):
    """A region; `lines` in the order of INDICATORS, None where nothing is told."""

    region: str
    region_code: str
    year: int  # that is over
    lines: tuple[Line | None, ...]


class Picker:
    """Takes the rows of figures.csv one by one and keeps what headlines are made of."""

    def __init__(self, documents: Sequence[DocumentRow]) -> None:
        self.documents = {row.document_id: row for row in _latest(documents)}  # those that are looked at
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)

    def see(self, row: Row) -> None:
        """Keep a row if it may be a headline."""
        if row[_AT["indicator_code"]] in CODES and row[_AT["document_id"]] in self.documents:
            self._rows[row[_AT["document_id"]]].append(row)

    def headlines(self, book: Rulebook) -> tuple[Headline, ...]:
        """Of each region with any: the nation, provinces, cities, counties, each in order of code."""
        if not self._rows:
            return ()
        given = (
            Given(id_, identity(self.documents[id_]), [as_it_stands(row) for row in rows])
            for id_, rows in sorted(self._rows.items())
        )
        chooser = Chooser(book)
        found = (_headline(known, chooser) for known in by_region(reports(given, book)))
        return tuple(sorted((one for one in found if any(one.lines)), key=_place))


def _latest(documents: Sequence[DocumentRow]) -> Iterator[DocumentRow]:
    """The documents of each region's last two years; a communiqué may be of the year before."""
    last: dict[str, int] = {}
    placed = [row for row in documents if row.report_year and (row.region_code or row.region)]
    for row in placed:
        key = row.region_code or row.region
        last[key] = max(last.get(key, 0), int(row.report_year))
    yield from (row for row in placed if int(row.report_year) >= last[row.region_code or row.region] - 1)


def _headline(known: Sequence[Report], chooser: Chooser) -> Headline:
    last = max(report.year for report in known)
    done = chooser.actuals(known, last)
    year = last if done else last - 1
    done = done or chooser.actuals(known, year)
    aims: dict[Slot, Choice] = {}
    for report in known:
        if report.year == year + 1:
            aims = {**chooser.targets(report), **aims}
    lines = tuple(_line(codes, done, aims) for codes in INDICATORS)
    return Headline(known[-1].region, known[-1].region_code, year, lines)


def _place(one: Headline) -> tuple[int, str, str]:
    return LEVELS.index(level_of(one.region_code)), one.region_code, one.region


def _line(codes: Sequence[str], done: dict[Slot, Choice], aims: dict[Slot, Choice]) -> Line | None:
    for told in (done, aims):
        for code in codes:
            if (code, LEVEL) in told or (code, GROWTH) in told:
                aim = _of(aims, code, GROWTH) or _of(aims, code, LEVEL)
                return Line(_of(done, code, LEVEL), _of(done, code, GROWTH), aim)
    return None


def _of(told: dict[Slot, Choice], code: str, measure: str) -> Said | None:
    choice = told.get((code, measure))
    return choice.chosen if choice else None
