"""Findings and targets over the reports of several years and regions; each check is a file of its own.

Words and numbers are data in rules/across.yaml.  Only figures with a canonical indicator that are of the
whole area take part; rejected ones do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from pipeline.across import attainment, ladder, revisions, targets
from pipeline.across.reports import Given, Notice, Report, by_region, reports
from pipeline.model import Finding
from pipeline.rulebook import Rulebook

__all__ = ["CHECKS", "Across", "Given", "across", "fired"]

#: the names of the checks, as they stand in findings.csv
CHECKS = frozenset({
    attainment.REVIEWED, attainment.MISSED, attainment.FAR, revisions.REVISED, revisions.BETWEEN,
    ladder.CHECK,
})  # fmt: skip


class Across(NamedTuple):
    """What a dataset says as a whole.

    `targets`: rows of targets.csv; None where no region has more than one report.
    """

    findings: tuple[Finding, ...]
    targets: tuple[targets.TargetRow, ...] | None


def across(documents: Iterable[Given], book: Rulebook) -> Across:
    """The findings over the documents of a dataset, all open, and its targets; pure."""
    known = list(by_region(reports(documents, book)))
    compared = [list(targets.pairs(region, book)) for region in known]
    found = tuple(notice.finding() for notice in _notices(known, compared, book))
    several = any(len(region) > 1 for region in known)
    return Across(found, tuple(targets.rows(chain.from_iterable(compared))) if several else None)


def fired(documents: Iterable[Given], book: Rulebook) -> frozenset[str]:
    """The rules of rules/across.yaml that have a say on these documents (for the self-test)."""
    known = list(by_region(reports(documents, book)))
    compared = [list(targets.pairs(region, book)) for region in known]
    said = {rule for notice in _notices(known, compared, book) for rule in notice.rules}
    return frozenset(said | {rule for pair in chain.from_iterable(compared) for rule in pair.rules})


def _notices(
    known: Sequence[Sequence[Report]], compared: Sequence[Sequence[targets.Pair]], book: Rulebook
) -> Iterator[Notice]:
    for region, pairs in zip(known, compared, strict=True):
        yield from attainment.notices(pairs)
        yield from revisions.notices(region, book)
    yield from ladder.notices(list(chain.from_iterable(known)), book)
