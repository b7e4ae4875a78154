"""The sentences of the findings: figures as quoted, computed intervals, periods."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pipeline.checks.intervals import Interval, factor
from pipeline.checks.periods import spoken
from pipeline.model import Figure

_FINEST = Decimal("0.0001")  # more places tell nobody anything
_STATUS = {"actual": "", "estimate": "预计", "target": "目标"}
_MOVES = {"growth": ("增长", "下降"), "change": ("增加", "减少")}


def number(figure: Figure) -> str:
    """As quoted, with its qualifier: 突破800万标箱, 1000家以上."""
    if not figure.qualifier or figure.qualifier in figure.quote:
        return figure.quote
    behind = "".join(figure.sentence.split()).find(figure.quote + figure.qualifier) >= 0
    return figure.quote + figure.qualifier if behind else figure.qualifier + figure.quote


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


def listed(figures: Iterable[Figure]) -> str:
    """A、B、C."""
    return "、".join(map(named, figures))


def span(interval: Interval, like: Figure) -> str:
    """An interval in the unit of a figure: 1651.35～1651.65亿元, 不低于800万标箱."""
    size, unit = factor(like), like.unit
    return bounds(interval.times(1 / size) if size else interval, unit)


def bounds(interval: Interval, unit: str) -> str:
    """An interval whose numbers are in `unit`: 9.8～10.2%."""
    low = None if interval.low is None else digits(interval.low, ROUND_FLOOR)
    high = None if interval.high is None else digits(interval.high, ROUND_CEILING)
    if low is None or high is None:
        return f"不低于{low}{unit}" if low is not None else f"不高于{high}{unit}"
    return f"{low}{unit}" if low == high else f"{low}～{high}{unit}"


def digits(value: Decimal, rounding: str) -> str:
    """A number without exponent and idle zeros, rounded so that the interval never shrinks."""
    if value.as_tuple().exponent < _FINEST.as_tuple().exponent:  # type: ignore[operator]
        value = value.quantize(_FINEST, rounding)
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
