"""Stata 118 (Stata 14 and newer): the figures, and a .do file that loads and explains them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas

from pipeline.dataset.dictionary import columns
from pipeline.export.content import Content, Written
from pipeline.export.do import TITLE, program
from pipeline.export.exact import in_double
from pipeline.export.fields import Field, fields

LABEL = 80  # characters of a label
STRING = 2045  # bytes of a fixed string
#: text without a limit (strL), the same each year; keys are never among them: Stata cannot merge by one
_LONG = frozenset({"section", "indicator_text", "sentence", "status_text", "rule", "boxes", "extracted"})

Cells = Sequence[str]


class Variable(NamedTuple):
    """A variable of Stata; `words` are the value labels of an integer one."""

    name: str
    label: str
    values: Any  # a pandas array, or a list of text
    words: dict[float, str]
    long: bool = False


def write(content: Content, target: Path) -> Written:
    """Write the data, and beside them the program of the same name that ends in .do."""
    rows = list(content.rows("figures"))
    cells: list[Cells] = list(zip(*rows, strict=True)) if rows else [()] * len(columns("figures"))
    variables = list(_variables(cells))
    pandas.DataFrame({variable.name: variable.values for variable in variables}).to_stata(
        target,
        write_index=False,
        version=118,
        time_stamp=datetime(1980, 1, 1),  # no clock: the same dataset gives the same bytes
        data_label=TITLE,
        variable_labels={variable.name: variable.label[:LABEL] for variable in variables},
        value_labels={variable.name: variable.words for variable in variables if variable.words},
        convert_strl=[variable.name for variable in variables if variable.long],
    )
    target.with_suffix(".do").write_text(program(target.name), encoding="utf-8", newline="\n")
    return Written(len(rows))


def _variables(cells: Sequence[Cells]) -> Iterator[Variable]:
    by_name = dict(zip(columns("figures"), cells, strict=True))
    for field in fields("figures"):
        yield from _of_field(field, by_name[field.name])
        if field.name == "region_code":
            yield _region_id(by_name["region_code"], by_name["region"])
        elif field.name == "period":
            years = [period.rpartition("/")[2][:4] for period in by_name["period"]]
            yield Variable("year", "时期的年份（区间取末年）", _whole(years), {})


def _of_field(field: Field, cells: Cells) -> Iterator[Variable]:
    label = f"{field.title}（{field.unit}）" if field.unit else field.title
    if field.words:
        number = {word: place for place, word in enumerate(field.words, 1)}
        codes = pandas.array([number.get(cell) for cell in cells], dtype="Int8")
        yield Variable(field.name, label, codes, {place: word for word, place in number.items()})
    elif field.kind == "integer":
        yield Variable(field.name, label, _whole(cells), {})
    elif field.kind == "number":
        doubles = [float(cell) if cell else float("nan") for cell in cells]
        yield Variable(field.name, label, pandas.array(doubles, dtype="float64"), {})
        yield from _digits(field, cells)
    else:
        long = field.name in _LONG or any(len(cell.encode()) > STRING for cell in cells)
        yield Variable(field.name, label, list(cells), {}, long)


def _digits(field: Field, cells: Cells) -> Iterator[Variable]:
    """The digits of the decimals that a double would round, where there are any."""
    texts = ["" if not cell or in_double(cell) else cell for cell in cells]
    if any(texts):
        yield Variable(f"{field.name}_text", f"{field.title}的全部数字（只在双精度数装不下时有）", texts, {})


def _whole(cells: Cells) -> Any:
    return pandas.array([int(cell) if cell else None for cell in cells], dtype="Int32")


def _region_id(codes: Cells, names: Cells) -> Variable:
    """The code as a number, labelled with the region's name: what xtset takes."""
    words: dict[float, str] = {
        int(code): name for code, name in zip(codes, names, strict=True) if code and name
    }
    return Variable("region_id", "行政区划代码（数值）", _whole(codes), words)
