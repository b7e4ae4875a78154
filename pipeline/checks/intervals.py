"""What a printed number leaves open, as a closed interval in base units, in exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

from pipeline.language.numerals import LARGE, scale_value
from pipeline.model import Figure

_DIGIT: Final = re.compile(r"\d")
ABOUT: Final = Decimal("0.1")  # where rules/checks.yaml says nothing of 约


class Interval:
    """Numbers from `low` to `high`, both included; None: without end on that side."""

    def __init__(self, low: Decimal | None, high: Decimal | None) -> None:
        self.low: Final = low
        self.high: Final = high

    def meets(self, other: Interval) -> bool:
        """Is there a number that lies in both?"""
        return not (_below(self.high, other.low) or _below(other.high, self.low))

    def holds(self, number: Decimal) -> bool:
        """Does `number` lie in it?"""
        return self.meets(Interval(number, number))

    def plus(self, other: Interval) -> Interval:
        """All sums of a number of this and one of the other."""
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def minus(self, other: Interval) -> Interval:
        """All differences of a number of this and one of the other."""
        return self.plus(other.times(Decimal(-1)))

    def times(self, factor: Decimal) -> Interval:
        """All numbers times `factor`; a negative one turns the ends round."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high) if factor >= 0 else Interval(high, low)

    def growth(self, before: Interval) -> Interval | None:
        """Growth in % from a number of `before` to one of this; None if `before` reaches down to nothing."""
        if before.low is None or before.low <= 0:
            return None
        low = None if self.low is None or before.high is None else _percent(self.low, before.high)
        return Interval(low, None if self.high is None else _percent(self.high, before.low))


def printed(figure: Figure, about: Decimal = ABOUT) -> Interval:
    """Where the true value lies, by the digits and the qualifier.  `figure.normalized_value` must be known.

    eq: half a unit of the last printed digit to both sides; gt, ge: upwards without end; lt, le:
    downwards; of a fall (-5) the words speak of its size, so the sides change; approx: `about` of the
    value to both sides; range: both its ends.
    """
    assert figure.normalized_value is not None
    value, bound = figure.normalized_value, figure.bound
    if bound in ("gt", "ge"):
        return Interval(value, None) if value >= 0 else Interval(None, value)
    if bound in ("lt", "le"):
        return Interval(None, value) if value >= 0 else Interval(value, None)
    half = half_unit(figure)
    if bound == "approx":
        half = max(half, abs(value) * about)
    elif bound == "range" and figure.normalized_value_max is not None:
        ends = sorted((value, figure.normalized_value_max))
        return Interval(ends[0] - half, ends[1] + half)
    return Interval(value - half, value + half)


def factor(figure: Figure) -> Decimal:
    """What one printed unit (亿元) is in base units (元); of nothing (0亿元) only the 亿 is known."""
    if figure.normalized_value and figure.value:
        return figure.normalized_value / figure.value
    return Decimal(scale_value(sized(figure.unit)[0]))


def sized(unit: str) -> tuple[str, str]:
    """A unit and the 万 or 亿 in front of it.

    >>> sized("万亿元"), sized("家"), sized("千瓦")
    (('万亿', '元'), ('', '家'), ('', '千瓦'))
    """
    bare = unit.lstrip("".join(LARGE))
    return unit[: len(unit) - len(bare)], bare


def half_unit(figure: Figure) -> Decimal:
    """Half a unit of the last printed digit, in base units.

    Chinese numerals have no zeros at their end: of 两百 the last digit is the hundreds.
    """
    value = figure.value if _DIGIT.search(figure.quote) else figure.value.normalize()
    nought = value - value  # of as many places
    half = _half(nought.adjusted())
    in_base_unit = figure.normalized_value is figure.value and value
    return half if in_base_unit else half * abs(factor(figure))


@cache
def _half(exponent: int) -> Decimal:
    """Half of what the digit at a decimal place stands for: 0.5 at 0, 0.05 at -1."""
    return Decimal(5).scaleb(exponent - 1)


def _below(high: Decimal | None, low: Decimal | None) -> bool:
    return high is not None and low is not None and high < low


def _sum(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left + right


def _percent(now: Decimal, before: Decimal) -> Decimal:
    return (now / before - 1) * 100
