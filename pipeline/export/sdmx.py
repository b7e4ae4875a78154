"""SDMX-CSV 2.0: the figures that have a canonical indicator, a region's code and a period.

An observation is found by its dimensions, and a report may state one thing twice, or two reports state
it differently: so the figure itself is a dimension, too, and no observation hides another.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from pipeline.dataset.dictionary import columns
from pipeline.export.content import Content, Written
from pipeline.export.exact import tens

STRUCTURE = "BAOSHU:FIGURES(1.0)"
HEADER = (
    "STRUCTURE", "STRUCTURE_ID", "ACTION",
    "REF_AREA", "INDICATOR", "MEASURE", "FREQ", "FIGURE", "TIME_PERIOD", "OBS_VALUE",
    "OBS_STATUS", "UNIT_MEASURE", "UNIT_MULT", "OBS_VALUE_MAX", "BOUND", "BASIS", "REPORT_YEAR", "QUOTE",
)  # fmt: skip
#: what is planned is a measure of its own and says nothing of the state of an observation
_STATUS = {"actual": "A", "estimate": "E", "target": "A"}
#: units that have a code in SDMX's lists; others stay as they are
_UNITS = {"元": "CNY", "%": "PT"}


def write(content: Content, target: Path) -> Written:
    """Write the observations; the figures that cannot be one are counted and said."""
    names = columns("figures")
    figures = others = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(HEADER)
        for row in content.rows("figures"):
            figure = dict(zip(names, row, strict=True))
            if not (figure["indicator_code"] and figure["region_code"] and figure["period"]):
                others += 1
                continue
            lines.writerow(_observation(figure))
            figures += 1
    note = f"{others} figures without indicator_code, region_code or period cannot be SDMX observations"
    return Written(figures, (note,) if others else ())


def _observation(figure: Mapping[str, str]) -> tuple[str, ...]:
    value, value_max, unit, mult = _measured(figure)
    freq, period = time(figure["period"])
    target = "_TARGET" if figure["status"] == "target" else ""
    return (
        "dataflow", STRUCTURE, "I",
        figure["region_code"], figure["indicator_code"], figure["measure"].upper() + target, freq,
        figure["figure_id"], period, value,
        _STATUS[figure["status"]], unit, mult, value_max, figure["bound"], figure["basis"],
        figure["report_year"], figure["quote"],
    )  # fmt: skip


def _measured(figure: Mapping[str, str]) -> tuple[str, str, str, str]:
    """OBS_VALUE, OBS_VALUE_MAX, UNIT_MEASURE, UNIT_MULT: as written (1635, 8), else in the base unit."""
    unit = figure["normalized_unit"]
    pairs = [
        (figure["value"], figure["normalized_value"]),
        (figure["value_max"], figure["normalized_value_max"]),
    ]
    if not figure["normalized_value"]:
        return figure["value"], figure["value_max"], figure["unit"], "0"
    steps = {tens(*pair) for pair in pairs if pair[0]}
    step = steps.pop()
    unit = _UNITS.get(unit, unit)
    if steps or step is None:
        return figure["normalized_value"], figure["normalized_value_max"], unit, "0"
    return figure["value"], figure["value_max"], unit, str(step)


def time(period: str) -> tuple[str, str]:
    """FREQ and TIME_PERIOD of a period; a span becomes its first day and its length.

    >>> time("2022"), time("2025-11"), time("2018/2022")
    (('A', '2022'), ('M', '2025-11'), ('A5', '2018-01-01/P5Y'))
    """
    first, _, last = period.partition("/")
    letter = {4: "A", 7: "M", 10: "D"}[len(first)]
    if not last:
        return letter, first
    count = _count(first, last)
    day = first + "-01-01"[len(first) - 4 :]
    word = {"A": "Y", "M": "M", "D": "D"}[letter]
    return f"{letter}{count if count > 1 else ''}", f"{day}/P{count}{word}"


def _count(first: str, last: str) -> int:
    """Years, months or days of a span, both ends counted."""
    if len(first) == 10:
        return (date.fromisoformat(last) - date.fromisoformat(first) + timedelta(days=1)).days
    numbers = [int(part[:4]) * 12 + int(part[5:7] or 1) for part in (first, last)]
    months = numbers[1] - numbers[0]
    return (months if len(first) == 7 else months // 12) + 1
