"""A panel as CSV text in the styles of the field: tidy, CSMAR, CNRDS; and the lists beside it.

Every file is UTF-8 with BOM when written, one line feed a row.  Codes are text of six digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from pipeline.dataset.files import csv_text
from pipeline.identity.regions import Regions
from pipeline.language.numerals import short
from pipeline.panel.nouns import Area, Column, Conflict, Filled, Gap, Panel, Value, name_of

STYLES = ("tidy", "csmar", "cnrds")
Line = tuple[str, ...]


def text(value: Value) -> str:
    """A cell as it stands in the file; a gap is empty."""
    if isinstance(value, Decimal):
        return short(value)
    return "" if value is None else str(value)


def csv_of(panel: Panel, style: str, regions: Regions) -> str:
    """The panel in one of STYLES."""
    lines = {"tidy": _tidy, "csmar": _csmar, "cnrds": _cnrds}[style](panel, regions)
    return csv_text(list(lines))


def _tidy(panel: Panel, _: Regions) -> Iterator[Line]:
    """A row a region and year, ASCII names, one header row."""
    yield tuple(column.name for column in panel.columns)
    yield from (tuple(map(text, row)) for row in panel.rows)


# --- CSMAR: three header rows -----------------------------------------------------------------

_CSMAR_KEYS = (
    ("Sgnyea", "统计年度"), ("Prvcnm", "省份名称"), ("Prvcnm_id", "省份代码"), ("Ctnm", "城市名称"),
    ("Ctnm_id", "城市代码"), ("Cntnm", "区县名称"), ("Cntnm_id", "区县代码"),
)  # fmt: skip
_IN_CSMAR_KEYS = ("region_code", "region", "year")
NO_UNIT = "没有单位"


def _csmar(panel: Panel, regions: Regions) -> Iterator[Line]:
    """Variable, Chinese label, unit; then a row a region and year."""
    at = {column.name: index for index, column in enumerate(panel.columns)}
    shown = [column for column in panel.columns if column.name not in _IN_CSMAR_KEYS]
    yield (*(name for name, _ in _CSMAR_KEYS), *(column.name for column in shown))
    yield (*(title for _, title in _CSMAR_KEYS), *(column.title for column in shown))
    yield (*(NO_UNIT for _ in _CSMAR_KEYS), *(column.unit or NO_UNIT for column in shown))
    for row in panel.rows:
        code, region, year = (text(row[at[name]]) for name in _IN_CSMAR_KEYS)
        values = (text(row[at[column.name]]) for column in shown)
        yield (year, *levels(region, code, int(year), regions), *values)


def levels(region: str, code: str, year: int, regions: Regions) -> Line:
    """Province, its code, city, its code, county, its code; what does not apply is empty.

    An area without a code has its name in the last place under its city, and no code.
    """
    cells = {"province": ("", ""), "city": ("", ""), "county": ("", "")}
    division = regions.with_code(code, year) if code else None
    if division is None:
        above, own = regions.split_full(region)
        cells["county"] = (own, "")
        division = above[0] if above else None
    while division and division.level in cells:
        cells[division.level] = (division.name, division.code)
        division = regions.with_code(division.parent_code, year)
    return tuple(cell for pair in cells.values() for cell in pair)


# --- CNRDS: a long table ----------------------------------------------------------------------

_CNRDS = ("指标", "数值", "年份", "省份", "地区", "地区编码", "单位", "区间上限", "说明", "来源编号", "原文")
_STRIPPED = str.maketrans("", "", "（）()：:")


def _cnrds(panel: Panel, regions: Regions) -> Iterator[Line]:
    """A row a value; gaps have none.  The names in 指标 have no brackets."""
    yield _CNRDS
    titles = {column.name: column for column in panel.columns}
    areas = {area.key: area for area in panel.areas}
    order = {slot: index for index, slot in enumerate(panel.slots)}
    for key, year, slot in sorted(panel.cells, key=lambda k: (order[k[2]], k[0], k[1])):
        filled = panel.cells[key, year, slot]
        yield _long_row(areas[key], year, titles[name_of(slot)], filled, regions)


def _plain(title: str) -> str:
    """A title without the brackets and colons that users strip to make a variable of it."""
    return title.translate(_STRIPPED)


def _long_row(area: Area, year: int, column: Column, filled: Filled, regions: Regions) -> Line:
    one = filled.candidate
    province, *_ = levels(area.region, area.region_code, year, regions)
    return (
        _plain(column.title), text(one.value), str(year), province, area.region, area.region_code,
        column.unit, text(one.value_max), filled.notes, one.record.figure_id, one.record.sentence,
    )  # fmt: skip


# --- beside the panel -------------------------------------------------------------------------


def gaps_csv(gaps: Iterable[Gap]) -> str:
    """The empty cells, a row each."""
    rows = [(*map(text, gap[:-1]), " ".join(gap.figure_ids)) for gap in gaps]
    return csv_text([Gap._fields, *rows])


def conflicts_csv(conflicts: Iterable[Conflict]) -> str:
    """Figures that say different things of one cell, a row each."""
    return csv_text([Conflict._fields, *(tuple(map(str, row)) for row in conflicts)])


def beside(target: Path) -> tuple[Path, Path]:
    """Where gaps and conflicts go: panel.csv -> panel.gaps.csv, panel.conflicts.csv."""
    stem = target.with_suffix("") if target.suffix == ".csv" else target
    return stem.with_name(f"{stem.name}.gaps.csv"), stem.with_name(f"{stem.name}.conflicts.csv")
