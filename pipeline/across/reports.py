"""Reports as the checks across them see them: what each says of its own area, in which year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.checks.intervals import ABOUT
from pipeline.checks.statements import Statement, statements
from pipeline.checks.statements import rules as check_rules
from pipeline.model import Figure, Finding, Identity
from pipeline.rulebook import Rulebook
from pipeline.schema import Across

#: kinds that tell what was done in the year they are given for; the others tell of the year before
OWN_YEAR = frozenset({"communique"})
#: what parts clauses; a bracket begins one: 增长20.7%（全市9.7%）
_BREAK = re.compile(r"[，,；;。：:（(]")
_PAUSE = re.compile(r"[，,；;。：:（(、]")
_WHOLE_AREA = re.compile(r"全(国|省|区|市|州|盟|县|旗)")
NATION = "000000"
_DIGIT = re.compile(r"[\d.．]")


class Given(NamedTuple):
    """A document as the checks get it."""

    document_id: str
    identity: Identity
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """A document with a region and a year; `said` in order of place."""

    document_id: str
    kind: str
    region: str
    region_code: str
    year: int
    said: tuple[Said, ...] = ()

    @property
    def key(self) -> str:
        """What tells regions apart: the code, or the name where there is none."""
        return self.region_code or self.region

    def could_know(self, year: int) -> bool:
        """Whether what was done in the whole of a year can stand in it."""
        return self.year > year or (self.kind in OWN_YEAR and self.year == year)


class Said(NamedTuple):
    """A figure of a report; its name is the indicator's code."""

    document_id: str
    kind: str
    year: int  # the report's
    statement: Statement
    lead: str = ""  # its sentence up to the number
    plain: bool = True  # its basis is unsaid, or means just the year before

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.statement.figure

    @property
    def code(self) -> str:
        """The code of its indicator."""
        return self.statement.figure.indicator_code

    @property
    def words(self) -> str:
        """What stands right before the number: 、力争达到."""
        return _PAUSE.split(self.lead)[-1]

    @property
    def figure_id(self) -> str:
        """As in the tables."""
        return f"{self.document_id}:{self.figure.char_start}"


class Notice(NamedTuple):
    """What a check across reports has to say; the first of `said` is of the report it is about."""

    check: str
    severity: str
    said: tuple[Said, ...]
    message: str
    rules: tuple[str, ...] = ()

    def finding(self) -> Finding:
        """As it stands in findings.csv."""
        ids = tuple(one.figure_id for one in self.said)
        return Finding(self.check, self.severity, self.said[0].document_id, ids, self.message)


def reports(documents: Iterable[Given], book: Rulebook) -> list[Report]:
    """The documents with a region and a year, in order of region, year and id.

    Of their figures those with a canonical indicator that are of the whole area; a document without a
    region or year has no place among others.
    """
    about = check_rules(book, "about")
    share = about[0][1].share if about else ABOUT
    plain = {"", *(basis for _, check in check_rules(book, "growth") for basis in check.written)}
    found = (
        _report(one, statements(one.figures, share), plain) for one in documents if _placed(one.identity)
    )
    return sorted(found, key=lambda report: (report.key, report.year, report.document_id))


def _placed(identity: Identity) -> bool:
    return bool((identity.region_code or identity.region) and identity.report_year)


def _report(given: Given, found: Iterable[Statement], plain: Container[str]) -> Report:
    identity = given.identity
    year = identity.report_year or 0
    by_start = {figure.char_start: figure for figure in given.figures}
    leads = _leads(given.figures)
    coded = ((one, leads[one.start]) for one in found if one.figure.indicator_code)
    said = tuple(
        Said(given.document_id, identity.kind, year, one, lead, one.figure.basis in plain)
        for one, lead in coded
        if not _is_part(one.figure, by_start) and not _is_of_another(lead, identity)
    )
    return Report(given.document_id, identity.kind, identity.region, identity.region_code, year, said)


def _leads(figures: Iterable[Figure]) -> dict[int, str]:
    """char_start -> what stands before the number in its sentence; a quote may stand there twice."""
    found: dict[int, str] = {}
    sentence, end = "", 0
    for figure in sorted(figures, key=lambda figure: figure.char_start):
        if figure.sentence != sentence:
            sentence, end = figure.sentence, 0
        at = sentence.find(figure.quote, end)
        while at > 0 and _DIGIT.match(sentence[at - 1]):  # 5% is no part of 15%
            at = sentence.find(figure.quote, at + 1)
        found[figure.char_start] = sentence[:at] if at >= 0 else ""
        end = at + len(figure.quote) if at >= 0 else end
    return found


def _is_part(figure: Figure, by_start: Mapping[int, Figure]) -> bool:
    """Whether the figure is a part of one of the same name."""
    whole = by_start.get(-1 if figure.parent_start is None else figure.parent_start)
    return whole is not None and whole.indicator_code == figure.indicator_code


def _is_of_another(lead: str, identity: Identity) -> bool:
    """Whether the clause says 全国, 全省, 全市 of an area that is not the report's own."""
    if identity.region_code == NATION or "全" not in lead:
        return False
    told = set(_WHOLE_AREA.findall(_BREAK.split(lead)[-1]))
    return bool(told) and identity.region[-1:] not in told


def by_region(found: Iterable[Report]) -> Iterator[Sequence[Report]]:
    """The reports of each region, in order of region."""
    groups: defaultdict[str, list[Report]] = defaultdict(list)
    for report in found:
        groups[report.key].append(report)
    yield from groups.values()


def rules(book: Rulebook, kind: str) -> list[tuple[str, Across]]:
    """The entries of rules/across.yaml of a kind, each with its rule id."""
    return [(f"across:{id_}", entry) for id_, entry in book.across.items() if entry.kind == kind]
