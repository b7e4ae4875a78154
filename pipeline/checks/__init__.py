"""Findings over the figures of one report: what cannot be true, what clashes, what is out of range.

Each check is a file of its own; words, sums and ranges are data in rules/checks.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks import growth, ranges, shares, sums, twice, wholes
from pipeline.checks.intervals import ABOUT
from pipeline.checks.statements import Alarm, Statement, rules, statements
from pipeline.model import Figure, Finding, Identity
from pipeline.rulebook import Rulebook

#: the names of the checks, as they stand in findings.csv
CHECKS: Final = frozenset({
    "part_over_whole", "sum_of_parts", "share_range", "growth_level", "stated_twice", "plausible_range",
    "unit_slip",
})  # fmt: skip


def within(
    document_id: str, identity: Identity, figures: Sequence[Figure], book: Rulebook
) -> tuple[Finding, ...]:
    """The findings over the figures of one report, all open; in time linear in the figures.

    Rejected figures and figures without a period take part in nothing.
    """
    return tuple(_finding(document_id, alarm) for alarm in alarms(identity, figures, book))


def alarms(identity: Identity, figures: Sequence[Figure], book: Rulebook) -> Iterator[Alarm]:
    """What the checks have to say, check by check, with the rules they went by."""
    about = rules(book, "about")
    said = statements(figures, about[0][1].share if about else ABOUT)
    for alarm in _all(said, book, identity.level or level_of(identity.region_code)):
        widened = any(figure.bound == "approx" for figure in alarm.figures)
        yield alarm._replace(rules=(*alarm.rules, *(rule for rule, _ in about if widened)))


def _all(said: Sequence[Statement], book: Rulebook, level: str) -> Iterator[Alarm]:
    yield from wholes.alarms(said, book)
    yield from sums.alarms(said, book)
    yield from shares.alarms(said, book)
    yield from growth.alarms(said, book)
    yield from twice.alarms(said, book)
    yield from ranges.alarms(said, book, level)


def level_of(region_code: str) -> str:
    """The level of a six-digit division code; "" without one.

    >>> [level_of(code) for code in ("000000", "320000", "320500", "320585", "")]
    ['national', 'province', 'city', 'county', '']
    """
    if not region_code:
        return ""
    if region_code == "000000":
        return "national"
    if region_code.endswith("0000"):
        return "province"
    return "city" if region_code.endswith("00") else "county"


def _finding(document_id: str, alarm: Alarm) -> Finding:
    names = tuple(f"{document_id}:{figure.char_start}" for figure in alarm.figures)
    return Finding(alarm.check, alarm.severity, document_id, names, alarm.message)
