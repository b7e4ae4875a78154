"""The columns of a panel and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.panel.nouns import (
    DOLLAR,
    DOLLARS,
    GROWTH,
    SLOTS,
    TARGET,
    Area,
    Column,
    Filled,
    Slot,
    Value,
    name_of,
)
from pipeline.schema import Indicator

Key = tuple[str, int, Slot]
#: beside each value: what of it stands there, by the ending of the column's name
MAX, NOTE, SOURCE = "_max", "_note", "_src"
_UNITS = {GROWTH: "%", TARGET: "%", DOLLARS: DOLLAR}
_TITLES = {MAX: "区间上限", NOTE: "说明", SOURCE: "来源编号"}


def key_columns(base: int | None) -> tuple[Column, ...]:
    """Region and year, and with a chosen year its codes."""
    harmonised = (Column("region_code_base", f"{base}年行政区划代码", ""),) if base else ()
    return (
        Column("region_code", "行政区划代码", ""),
        *harmonised,
        Column("region", "地区", ""),
        Column("year", "年份", ""),
    )


def columns_of(
    slots: Sequence[Slot], cells: Mapping[Key, Filled], indicators: Mapping[str, Indicator]
) -> Iterator[Column]:
    """For each slot: value, upper end (where one has a range), note, source."""
    ranges = {slot for (_, _, slot), filled in cells.items() if filled.candidate.value_max is not None}
    for slot in slots:
        title = indicators[slot.code].name + SLOTS[slot.kind][1]
        unit = _UNITS.get(slot.kind) or indicators[slot.code].unit
        yield Column(name_of(slot), title, unit)
        if slot in ranges:
            yield Column(name_of(slot, MAX), title + _TITLES[MAX], unit)
        yield Column(name_of(slot, NOTE), title + _TITLES[NOTE], "")
        yield Column(name_of(slot, SOURCE), title + _TITLES[SOURCE], "")


def row_of(
    area: Area,
    year: int,
    codes: Mapping[tuple[str, int], str],
    slots: Sequence[Slot],
    cells: Mapping[Key, Filled],
    columns: Sequence[Column],
    base: int | None,
) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """A row and its sources.  `codes`: (region key, report year) -> the code in force then."""
    told = _keys(area, year, codes, base)
    made: dict[str, tuple[Value, str]] = {name: (value, "") for name, value in told.items()}
    for slot in slots:
        filled = cells.get((area.key, year, slot))
        if filled:
            made |= _of_cell(slot, filled)
    empty: tuple[Value, str] = (None, "")
    row = [made.get(column.name, empty) for column in columns]
    return tuple(value for value, _ in row), tuple(source for _, source in row)


def _keys(area: Area, year: int, codes: Mapping[tuple[str, int], str], base: int | None) -> dict[str, Value]:
    """The code is that of the year's own report, else of the next, else of the region's last."""
    code = codes.get((area.key, year)) or codes.get((area.key, year + 1)) or area.region_code
    harmonised: dict[str, Value] = {"region_code_base": area.base_code or None} if base else {}
    return {"region_code": code, **harmonised, "region": area.region, "year": year}


def _of_cell(slot: Slot, filled: Filled) -> dict[str, tuple[Value, str]]:
    one = filled.candidate
    source = one.record.figure_id
    return {
        name_of(slot): (one.value, source),
        name_of(slot, MAX): (one.value_max, source if one.value_max is not None else ""),
        name_of(slot, NOTE): (filled.notes or None, ""),
        name_of(slot, SOURCE): (source, source),
    }
