"""Axes: numbers to places, and the round numbers at which an axis is marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

_ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
LINES = 6  # gridlines, at most


class Axis(NamedTuple):
    """The numbers of an axis, low to high, at the gridlines; always with zero."""

    ticks: tuple[Decimal, ...]

    def share(self, value: Decimal) -> float:
        """How far up a value is: 0 at the lowest tick, 1 at the highest."""
        low, high = self.ticks[0], self.ticks[-1]
        return float((value - low) / (high - low))


def axis(values: Iterable[Decimal]) -> Axis:
    """The axis for some values: steps of 1, 2, 2.5 or 5 by tens; zero is on it, so that lengths are true."""
    low, high = min(Decimal(0), *(given := list(values))), max(Decimal(0), *given)
    spread = (high - low) or Decimal(1)
    power = Decimal(1).scaleb(spread.adjusted() - 1)
    step = next(
        power * ten * factor
        for ten in (Decimal(1), Decimal(10), Decimal(100))
        for factor in _ROUND
        if _count(low, high, power * ten * factor) <= LINES
    )
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return Axis(tuple(step * (first + index) for index in range(int(last - first) + 1)))


def _count(low: Decimal, high: Decimal, step: Decimal) -> int:
    last, first = (high / step).to_integral_value(ROUND_CEILING), (low / step).to_integral_value(ROUND_FLOOR)
    return int(last - first) + 1


def labelled(years: Sequence[int], room: float) -> list[int]:
    """The years that are written under the axis: all, or each second, fifth or tenth, the last too.

    `room`: points between two years; a year takes some 34.
    """
    every = next((n for n in (1, 2, 5, 10, 20) if n * room >= 34), 50)
    shown = [year for year in years if every == 1 or year % every == 0]
    for end in (years[0], years[-1]):
        if all(abs(year - end) * room >= 34 for year in shown):
            shown.append(end)
    return sorted(shown)
