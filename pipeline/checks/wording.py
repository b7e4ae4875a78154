"""The sentences of the findings: figures as quoted, computed intervals, periods."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Final

from pipeline.checks.intervals import Interval, factor, sized
from pipeline.checks.periods import spoken
from pipeline.checks.statements import Statement
from pipeline.language.numerals import scale_value
from pipeline.model import Figure

# more places tell nobody anything
_FINEST: Final = Decimal("0.0001")
_PERCENT: Final = Decimal("0.01")
_MANY_DIGITS: Final = 20
_STATUS: Final = {"actual": "", "estimate": "预计", "target": "目标"}
_MOVES: Final = {"growth": ("增长", "下降"), "change": ("增加", "减少")}


def number(figure: Figure) -> str:
    """As quoted, with its qualifier: 突破800万标箱, 1000家以上; 1万多名 holds its own."""
    quote, qualifier = figure.quote, figure.qualifier
    if not qualifier or qualifier in quote or qualifier not in figure.sentence:
        return quote
    behind = unicodedata.normalize("NFKC", quote) + qualifier in figure.sentence
    return quote + qualifier if behind else qualifier + quote


def named(figure: Figure) -> str:
    """Indicator and number: 第一产业增加值13.9亿元, 货运量下降3%, 目标…."""
    moves = _MOVES.get(figure.measure)
    move = moves[figure.value < 0] if moves else ""
    return f"{_STATUS.get(figure.status, '')}{quoted(figure.indicator_text)}{move}{number(figure)}"


def dated(figure: Figure) -> str:
    """The same with its period in front: 2022年地区生产总值1635亿元."""
    return spoken(figure.period) + named(figure)


def quoted(indicator: str) -> str:
    """An indicator; one that ends in a digit would run into its number."""
    return (
        f"“{indicator}”"
        if not indicator or (indicator[-1].isalnum() and indicator[-1].isascii())
        else indicator
    )


def listed(said: Iterable[Statement]) -> str:
    """A、B、C."""
    return "、".join(named(one.figure) for one in said)


def span(interval: Interval, like: Figure) -> str:
    """An interval in the unit of a figure: 1651.35～1651.65亿元, 不低于800万标箱."""
    return bounds(interval.times(1 / factor(like)), like.unit, _FINEST)


def reach(low: Decimal, high: Decimal, like: Figure) -> str:
    """A wide range, each end in its own 万 or 亿: 1亿元～10万亿元."""
    size, unit = sized(like.unit)
    one = factor(like) / scale_value(size)
    return f"{_sized(low / one)}{unit}～{_sized(high / one)}{unit}"


def _sized(value: Decimal) -> str:
    size = next((size for size in ("万亿", "亿", "万") if abs(value) >= scale_value(size)), "")
    return digits(value / scale_value(size), _PERCENT, ROUND_HALF_EVEN) + size


def percent(interval: Interval) -> str:
    """A growth in %: 9.8～10.2%."""
    return bounds(interval, "%", _PERCENT)


def bounds(interval: Interval, unit: str, finest: Decimal) -> str:
    """An interval whose numbers are in `unit`, rounded outwards to `finest`."""
    low = None if interval.low is None else digits(interval.low, finest, ROUND_FLOOR)
    high = None if interval.high is None else digits(interval.high, finest, ROUND_CEILING)
    if low is None or high is None:
        return f"不低于{low}{unit}" if low is not None else f"不高于{high}{unit}"
    return f"{low}{unit}" if low == high else f"{low}～{high}{unit}"


def digits(value: Decimal, finest: Decimal, rounding: str) -> str:
    """A number without exponent and idle zeros, not finer than `finest`.

    >>> [digits(Decimal(text), Decimal("0.01"), ROUND_FLOOR) for text in ("1651.3500", "1E+3")]
    ['1651.35', '1000']
    """
    if value.adjusted() < _MANY_DIGITS:  # with more, its places are no matter, and quantize would fail
        value = value.quantize(finest, rounding)
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
