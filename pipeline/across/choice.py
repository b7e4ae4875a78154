"""Which of several figures stands for an indicator of a year, and which of the others contradict it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.across.reports import NATION, Report, Said, rules
from pipeline.rulebook import Rulebook
from pipeline.schema import Indicator

#: the best source of what was done first; kinds that are not named come last
SOURCES = ("communique", "work_report", "poster", "newspaper", "plan", "budget")
LEVEL, GROWTH = "level", "growth"
Slot = tuple[str, str]  # indicator code, LEVEL or GROWTH


class Choice(NamedTuple):
    """The figure that stands for a slot, and the others, the best first."""

    chosen: Said
    others: tuple[Said, ...] = ()

    @property
    def clashing(self) -> tuple[Said, ...]:
        """The others that cannot be the same number, given their printed digits and bounds."""
        here = self.chosen.statement.interval
        return tuple(one for one in self.others if not one.statement.interval.meets(here))


class Chooser:
    """The rules on what may stand for an indicator, looked up once."""

    def __init__(self, book: Rulebook) -> None:
        self._indicators: Mapping[str, Indicator] = {one.code: one for one in book.indicators.values()}
        self._yearly = {basis: rule for rule, entry in rules(book, "yearly") for basis in entry.written}
        self._soft = {word: rule for rule, entry in rules(book, "soft") for word in entry.written}
        self._spans = [(rule, _any_of(entry.written)) for rule, entry in rules(book, "span")]
        self._same = {
            code: (rule, entry.indicators) for rule, entry in rules(book, "same") for code in entry.indicators
        }

    # --- candidates ---------------------------------------------------------------------------

    def targets(self, report: Report) -> dict[Slot, Choice]:
        """What a report aims at in its own year."""
        year = str(report.year)
        found = [
            one
            for one in report.said
            if one.figure.status == "target" and one.figure.period == year and self.counts(one)
        ]
        together = Counter(one.figure.sentence for one in found)
        return _chosen(found, lambda one: self._target_rank(one, together))

    def actuals(self, known: Iterable[Report], year: int) -> dict[Slot, Choice]:
        """What reports of one region tell of a year that is over, estimates among it."""
        found = [
            one
            for report in known
            if report.could_know(year)
            for one in report.said
            if one.figure.status != "target" and one.figure.period == str(year) and self.counts(one)
        ]
        return _chosen(found, self._actual_rank)

    def counts(self, one: Said) -> bool:
        """Whether it is a level, or a growth over the year before; not of several years together."""
        figure = one.figure
        if self.span(one):
            return False
        if figure.measure == GROWTH:
            return figure.normalized_unit == "%" and (not figure.basis or figure.basis in self._yearly)
        return figure.measure == LEVEL

    def span(self, one: Said) -> str:
        """The rule by which the words at a number say that it is of several years; else ""."""
        return next((rule for rule, words in self._spans if words.search(one.words)), "")

    def of_several_years(self, known: Iterable[Report], year: int, slot: Slot) -> Said | None:
        """What a report tells of several years together, where it is all that it tells of a slot."""
        return next(
            (
                one
                for report in known
                if report.year == year + 1
                for one in report.said
                if (one.code, one.figure.measure) == slot and one.figure.status != "target" and self.span(one)
            ),
            None,
        )

    # --- ranks, smaller is better -------------------------------------------------------------

    def _target_rank(self, one: Said, together: Mapping[str, int]) -> tuple[Any, ...]:
        """The passage on targets is the sentence that holds most of them."""
        figure = one.figure
        return (
            figure.parent_start is not None, not self.plausible(one), -together[figure.sentence],
            bool(self.soft(one)), figure.bound != "eq", figure.char_start,
        )  # fmt: skip

    def _actual_rank(self, one: Said) -> tuple[Any, ...]:
        figure = one.figure
        return (
            figure.parent_start is not None, not self.plausible(one), _place(one.kind),
            figure.status != "actual", figure.bound != "eq", one.year, -_places(one),
            one.document_id, figure.char_start,
        )  # fmt: skip

    def plausible(self, one: Said) -> bool:
        """Whether it lies in the range that rules/indicators has for it."""
        indicator = self._indicators.get(one.code)
        ends = indicator and (
            indicator.plausible if one.figure.measure == LEVEL else indicator.plausible_growth
        )
        return not ends or ends[0] <= one.statement.value <= ends[1]

    def soft(self, one: Said) -> str:
        """The rule by which a target is a hope and no promise, by the words at the number; else ""."""
        words = one.words
        return next((rule for word, rule in self._soft.items() if word in words), "")

    def yearly(self, one: Said) -> str:
        """The rule that knows the basis of a growth; "" where it has none."""
        return self._yearly.get(one.figure.basis, "")

    def answers(
        self, slot: Slot, found: Mapping[Slot, Choice], region_code: str
    ) -> tuple[Choice | None, str]:
        """What was done of a slot, in a local report maybe under another code; with the rule that says so."""
        if slot in found or region_code == NATION:
            return found.get(slot), ""
        rule, codes = self._same.get(slot[0], ("", ()))
        choice = next((found[code, slot[1]] for code in codes if (code, slot[1]) in found), None)
        return choice, rule if choice else ""


def _chosen(found: Sequence[Said], rank: Any) -> dict[Slot, Choice]:
    groups: dict[Slot, list[Said]] = {}
    for one in found:
        groups.setdefault((one.code, one.figure.measure), []).append(one)
    ordered = {slot: sorted(group, key=rank) for slot, group in groups.items()}
    return {slot: Choice(group[0], tuple(group[1:])) for slot, group in sorted(ordered.items())}


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words; 5年 is not in 2025年."""
    return re.compile("|".join(rf"(?<!\d){re.escape(word)}" for word in words))


def _place(kind: str) -> int:
    return SOURCES.index(kind) if kind in SOURCES else len(SOURCES)


def _places(one: Said) -> Decimal:
    """More where the number is printed to finer digits."""
    interval = one.statement.interval
    if interval.low is None or interval.high is None:
        return Decimal(0)
    return -(interval.high - interval.low)
