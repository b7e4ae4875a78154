"""A panel -> what a chart shows: for each region the targets and the actual values by year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.dataset.records import Record
from pipeline.language.numerals import optional, plain
from pipeline.panel.nouns import GROWTH, LEVEL, TARGET, TARGET_LEVEL, Panel, Slot, name_of

#: (factor, word before the unit), the largest first
_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


class Mark(NamedTuple):
    """A value of one year, in the chart's unit; `top` is the upper end of a range, else None."""

    year: int
    value: Decimal
    top: Decimal | None
    said: str  # for people: 8%至8.5%
    record: Record

    @property
    def open(self) -> bool:
        """Whether it is drawn open: about, or an estimate."""
        return self.record.bound == "approx" or self.record.status == "estimate"

    def as_dict(self) -> dict[str, Any]:
        """For programs; bound and status are those of the figures table."""
        return {
            "year": self.year,
            "value": plain(self.value),
            "value_max": optional(self.top),
            "bound": self.record.bound,
            "status": self.record.status,
            "said": self.said,
            "figure_id": self.record.figure_id,
        }


class Series(NamedTuple):
    """One region.  `years` are all of its years; those without a mark are gaps."""

    region: str
    years: tuple[int, ...]
    actual: tuple[Mark, ...]
    target: tuple[Mark, ...]


class Picture(NamedTuple):
    """What a chart shows: name of the indicator, unit for people, a series a region."""

    name: str
    unit: str
    growth: bool
    series: tuple[Series, ...]

    def as_dict(self) -> dict[str, Any]:
        """For programs: the values as exact text, each with the figure it stands on."""
        return {
            "indicator": self.name,
            "measure": "growth" if self.growth else "level",
            "unit": self.unit,
            "series": [
                {
                    "region": one.region,
                    "years": list(one.years),
                    "actual": [mark.as_dict() for mark in one.actual],
                    "target": [mark.as_dict() for mark in one.target],
                }
                for one in self.series
            ],
        }


def picture(panel: Panel, code: str, growth: bool = True) -> Picture:
    """Target against actual of one indicator: its growth, or its level.

    Regions without a mark are left out.
    """
    slots = (
        (Slot(code, GROWTH), Slot(code, TARGET)) if growth else (Slot(code, LEVEL), Slot(code, TARGET_LEVEL))
    )
    unit = next(column.unit for column in panel.columns if column.name == name_of(slots[0]))
    factor, scale = _scale(panel, slots, unit)
    told = []
    for area in panel.areas:
        years = panel.years[area.key]
        actual, target = (_marks(panel, area.key, years, slot, factor, scale + unit) for slot in slots)
        if actual or target:
            told.append(Series(area.region, _spanned(years, (*actual, *target)), actual, target))
    return Picture(_title(panel, code), scale + unit, growth, tuple(told))


def _title(panel: Panel, code: str) -> str:
    return next(column.title for column in panel.columns if column.name == name_of(Slot(code, LEVEL)))


def _spanned(years: tuple[int, ...], marks: tuple[Mark, ...]) -> tuple[int, ...]:
    """The years from the first mark to the last."""
    low, high = min(mark.year for mark in marks), max(mark.year for mark in marks)
    return tuple(year for year in years if low <= year <= high)


def _scale(panel: Panel, slots: tuple[Slot, ...], unit: str) -> tuple[Decimal, str]:
    """万, 亿 or 万亿 of a unit written in Chinese, so that the largest value has one digit or more."""
    values = [abs(f.candidate.value) for (_, _, slot), f in panel.cells.items() if slot in slots]
    if unit.isascii():
        return Decimal(1), ""
    fits = (pair for pair in _SCALES if max(values, default=Decimal(0)) >= pair[0])
    return next(fits, (Decimal(1), ""))


def _marks(
    panel: Panel, key: str, years: tuple[int, ...], slot: Slot, factor: Decimal, unit: str
) -> tuple[Mark, ...]:
    found = []
    for year in years:
        filled = panel.cells.get((key, year, slot))
        if filled:
            one = filled.candidate
            value = one.value / factor
            top = None if one.value_max is None else one.value_max / factor
            found.append(Mark(year, value, top, said(value, top, unit, one.record.bound), one.record))
    return tuple(found)


def said(value: Decimal, top: Decimal | None, unit: str, bound: str) -> str:
    """A value in words: 8%至8.5%, 7%左右, 超过2.4万亿元."""
    number = f"{value.normalize():f}{unit}"
    if top is not None:
        return f"{number}至{top.normalize():f}{unit}"
    before = {"gt": "超过", "lt": "低于"}.get(bound, "")
    after = {"ge": "以上", "le": "以内", "approx": "左右"}.get(bound, "")
    return before + number + after
