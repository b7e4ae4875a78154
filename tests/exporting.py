"""A dataset of what exports break on, and how a file that was read back is compared with it."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from fake_engine import extraction, figure

from pipeline.dataset import files
from pipeline.dataset.dictionary import types
from pipeline.dataset.folder import replacing
from pipeline.model import Figure, Finding, LedgerRow

NUMBERS = [name for name, kind in types("figures").items() if kind == "number"]
TEXT = (
    "增长\n5%，其中出口增长5%；“=1+1”有12家，\r\n其余2~3家；耕地1.96万亩；不是数据7家；下降8.650%。"
    + "长" * 2100
)
SENTENCE = "增长5%，其中出口增长5%；" + "长" * 2100 + "。"


def made() -> tuple[Figure, ...]:
    """Figures whose text and numbers are what exports break on."""
    at = {
        quote: TEXT.index(quote) for quote in ("5%", "12家", "2~3家", "1.96万亩", "7家", "8.650%")
    }  # fmt: skip
    second = TEXT.index("5%", at["5%"] + 1)
    growth: dict[str, Any] = {"measure": "growth", "unit": "%", "normalized_unit": "%", "dimension": "share"}
    return (
        figure(
            at["5%"], at["5%"] + 2, value=Decimal("5"), normalized_value=Decimal("5"), quote="5%",
            sentence=SENTENCE, indicator_text="+增长", indicator="地区生产总值", indicator_code="gdp",
            section="<r>一</r>", basis="同比", **growth,
        ),
        figure(
            second, second + 2, value=Decimal("5"), normalized_value=Decimal("5"), quote="5%",
            sentence=SENTENCE, indicator_text="-出口", parent_start=at["5%"], status="target", **growth,
        ),
        figure(
            at["12家"], at["12家"] + 3, quote="12家", sentence='=HYPERLINK("x")\r\n“=1+1”有12家_x000D_\v，',
            indicator_text="=1+1", status="estimate", period="2018/2022", indicator_code="firms",
        ),
        figure(
            at["2~3家"], at["2~3家"] + 4, value=Decimal(2), value_max=Decimal(3), bound="range",
            quote="2~3家", sentence="@sum(A1)", parent_start=at["7家"], period="",
            normalized_value_max=Decimal(3),
        ),
        figure(
            at["1.96万亩"], at["1.96万亩"] + 6, value=Decimal("1.96"), unit="万亩", quote="1.96万亩",
            normalized_value=Decimal("1306.666666666666666666666667"), normalized_unit="公顷",
            dimension="area", indicator_code="farmland", review="accepted",
        ),
        figure(
            at["7家"], at["7家"] + 2, value=Decimal(7), quote="7家", review="rejected",
            normalized_value=Decimal(7),
        ),
        figure(
            at["8.650%"], at["8.650%"] + 6, value=Decimal("-8.650"), normalized_value=Decimal("-8.65"),
            quote="8.650%", indicator_code="energy_per_gdp", period="2025-11", review="fixed",
            extracted=json.dumps({"unit": "“个百分点\u2028"}, ensure_ascii=False), **growth,
        ),
    )  # fmt: skip


def dataset(target: Path) -> Path:
    """A dataset of one document, with one rejected figure that is the whole of another."""
    figures = made()
    ledger = tuple(LedgerRow(f.char_start, f.char_end, f.quote, "figure", f.char_start, "r") for f in figures)
    ids = tuple(f"report:{f.char_start}" for f in figures[:2])
    findings = (Finding("sum", "warning", "report", ids, "=两个数字不合。"),)
    with replacing(target) as new, files.writing(new) as writer:
        writer.add(files.part("report", extraction(TEXT, figures, ledger, findings)))
    return target


def figures_of(folder: Path, every: bool = False) -> list[dict[str, str]]:
    """The rows that an export must hold, read by the csv module alone."""
    with (folder / "figures.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if every:
        return rows
    gone = {row["figure_id"] for row in rows if row["review"] == "rejected"}
    kept = [row for row in rows if row["figure_id"] not in gone]
    return [row | {"parent_id": "" if row["parent_id"] in gone else row["parent_id"]} for row in kept]


def text(cell: Any) -> str:
    """A cell of another library as the text of figures.csv, but for zeros at a decimal's end."""
    return "" if cell is None else str(cell)


def same(rows: list[dict[str, Any]], expected: list[dict[str, str]]) -> None:
    """Cell by cell; decimals by their value, text character for character."""
    assert len(rows) == len(expected)
    for row, right in zip(rows, expected, strict=True):
        for name, cell in right.items():
            if name in NUMBERS and cell:
                assert Decimal(str(row[name])) == Decimal(cell), name
            else:
                assert text(row[name]) == cell, name
