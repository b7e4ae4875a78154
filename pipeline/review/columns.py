"""The columns of a figure that a person judges, as the text that stands in the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import Any

from pipeline.language.numerals import optional, short
from pipeline.model import Figure

#: what a verdict is about, in the order of the table
JUDGED = (
    "indicator_text", "indicator", "indicator_code", "measure", "basis", "value", "value_max", "bound",
    "unit", "normalized_value", "normalized_value_max", "normalized_unit", "dimension", "period", "status",
)  # fmt: skip
#: what a person may put right; the others of JUDGED follow from these
EDITABLE = (
    "indicator_text", "indicator_code", "measure", "basis", "value", "value_max", "bound", "unit", "period",
    "status",
)  # fmt: skip
#: what is one amount: a value means nothing without its unit, and the rest follows from both
AMOUNT = (
    "value", "value_max", "unit", "normalized_value", "normalized_value_max", "normalized_unit", "dimension",
)  # fmt: skip
_CANONICAL = ("indicator", "indicator_code")  # a name and its code
#: columns that take one of a few words
WORDS = {
    "measure": ("level", "growth", "change", "ratio", "rank"),
    "bound": ("eq", "gt", "ge", "lt", "le", "approx", "range"),
    "status": ("actual", "estimate", "target"),
}
_EXACT = frozenset({"value", "value_max"})
_SHORT = frozenset({"normalized_value", "normalized_value_max"})
_cells = attrgetter(*JUDGED)
_DATE = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_PERIOD = re.compile(rf"{_DATE}(?:/{_DATE})?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def texts(figure: Figure) -> dict[str, str]:
    """JUDGED column -> its text in the table."""
    told = dict(zip(JUDGED, _cells(figure), strict=True))
    return {name: _text(name, cell) for name, cell in told.items()}


def _text(name: str, cell: object) -> str:
    if isinstance(cell, Decimal):
        return short(cell) if name in _SHORT else optional(cell)
    return "" if cell is None else str(cell)


def changed(figure: Figure, cells: Mapping[str, str]) -> Figure:
    """The figure with other texts in some JUDGED columns."""
    told: dict[str, Any] = {name: _value(name, text) for name, text in cells.items()}
    return figure._replace(**told)


def written(cells: Mapping[str, str]) -> dict[str, str]:
    """The same cells, without `fault`, as the table writes them: 0012.70 is 12.70."""
    return {name: _text(name, _value(name, text)) for name, text in cells.items()}


def together(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The groups of columns that a change of some columns is about, each to be changed whole or not at all.

    A range has two values and says so in `bound`: where the upper one changes, `bound` is of the amount.
    """
    amount = (*AMOUNT, "bound") if "value_max" in (touched := set(names)) else AMOUNT
    for group in (amount, _CANONICAL):
        if not touched.isdisjoint(group):
            yield group
            touched.difference_update(group)
    yield from ((name,) for name in JUDGED if name in touched)


def is_cell(name: object, text: object) -> bool:
    """Whether a text can stand in a column at all."""
    if not (isinstance(name, str) and isinstance(text, str) and is_text(text)):
        return False
    return name not in _EXACT | _SHORT or not text or _is_number(text)


def is_text(text: str) -> bool:
    """Whether a text can be written to a file: half a character (a lone surrogate) cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _value(name: str, text: str) -> Decimal | str | None:
    if name not in _EXACT | _SHORT:
        return text
    return Decimal(text) if text else None


def fault(cells: Mapping[str, str]) -> str:
    """What is wrong with a row whose EDITABLE columns hold these texts: a Chinese sentence, or nothing."""
    for name, words in WORDS.items():
        if cells[name] not in words:
            return f"“{cells[name]}”不是{name}可用的词，请从{'、'.join(words)}中选一个。"
    for name in ("value", "value_max"):
        if cells[name] and not _is_number(cells[name]):
            return f"数值“{cells[name]}”不是十进制数，请写成1635或-8.65的样子，万、亿写在单位里。"
    if not cells["value"]:
        return "数值不能为空；这里如果不是数据，请用“不是数据”。"
    if (cells["bound"] == "range") != bool(cells["value_max"]):
        return "区间要写上限，不是区间就不能有上限；请改界限或区间上限。"
    if cells["value_max"] and Decimal(cells["value_max"]) < Decimal(cells["value"]):
        return f"区间上限{cells['value_max']}小于下限{cells['value']}，请核对。"
    if cells["period"] and not _PERIOD.fullmatch(cells["period"]):
        return f"时期“{cells['period']}”不合格式，请写成2022、2025-11或2018/2022。"
    if not cells["indicator_text"]:
        return "指标原文不能为空，请用报告的原话写出所衡量的事物。"
    return ""


def _is_number(text: str) -> bool:
    try:
        return bool(_NUMBER.fullmatch(text)) and Decimal(text).is_finite()
    except InvalidOperation:
        return False
