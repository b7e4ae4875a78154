"""Figures as the checks see them: what is stated, of when, and in which interval it lies."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Final, NamedTuple, TypeVar

from pipeline.checks.intervals import Interval, printed
from pipeline.checks.periods import KNOWN
from pipeline.model import Figure
from pipeline.rulebook import Rulebook
from pipeline.schema import Check

Key = TypeVar("Key", bound=Hashable)
#: dimensions of what can be summed
AMOUNTS: Final = frozenset({"count", "money", "area", "mass", "volume", "energy", "power", "length", "data"})


class Statement:
    """A figure with `name`, what it states something of: the code, else the text exactly."""

    _interval: Interval | None = None

    def __init__(self, figure: Figure, about: Decimal) -> None:
        self.figure: Final = figure
        self.name: Final = figure.indicator_code or figure.indicator_text
        self.start: Final = figure.char_start  # where it stands
        self._about: Final = about

    @property
    def interval(self) -> Interval:
        """Where its true value lies; most statements are never held against another."""
        if self._interval is None:
            self._interval = printed(self.figure, self._about)
        return self._interval

    @property
    def value(self) -> Decimal:
        """Its number in the base unit."""
        assert self.figure.normalized_value is not None
        return self.figure.normalized_value


class Alarm(NamedTuple):
    """What a check has to say; `rules` are the entries of rules/checks.yaml it went by."""

    check: str
    severity: str
    figures: tuple[Figure, ...]
    message: str
    rules: tuple[str, ...] = ()


def statements(figures: Iterable[Figure], about: Decimal) -> tuple[Statement, ...]:
    """The figures that can be compared, in order of place.

    Left out: what a person has rejected, what has no period (2022, 2018/2022, 2022-11), what has no
    value in a base unit.
    """
    in_order = sorted(figures, key=attrgetter("char_start"))
    known = {period for period in {figure.period for figure in in_order} if KNOWN.fullmatch(period)}
    return tuple(
        [
            Statement(figure, about)
            for figure in in_order
            if figure.period in known and figure.review != "rejected" and figure.normalized_value is not None
        ]
    )


def grouped(
    said: Iterable[Statement], key: Callable[[Statement], Key | None]
) -> Mapping[Key, Sequence[Statement]]:
    """Statements by key, in order of place; those whose key is None are left out."""
    groups: defaultdict[Key, list[Statement]] = defaultdict(list)
    for one in said:
        if (name := key(one)) is not None:
            groups[name].append(one)
    return groups


def rules(book: Rulebook, kind: str) -> list[tuple[str, Check]]:
    """The entries of rules/checks.yaml of a kind, each with its rule id."""
    return book.checks_by_kind.get(kind, [])


def excepted(one: Statement, check: Check) -> bool:
    """Does the indicator hold a word that the entry wants left alone?"""
    return any(word in one.figure.indicator_text for word in check.except_)


def nearest(to: Statement, among: Sequence[Statement]) -> Statement:
    """The statement that stands nearest in the text; `among` is in order of place and not empty."""
    place = bisect_left(among, to.start, key=attrgetter("start"))
    return min(among[max(0, place - 1) : place + 1] or among[-1:], key=lambda one: abs(one.start - to.start))
