"""The proof of a figure: its box, cut out of the page, holds its quote and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pandas
import pypdfium2
import pytest
from printing import column, pdf

from pipeline import extract

REPORT = """云溪县2023年政府工作报告
各位代表：
一、2022年工作回顾
全年实现地区生产总值163.5亿元，增长4.2%；一般公共预算收入12.7亿元，增长3.1%；社会消费品零售总额达到58.36亿元，规模以上工业增加值增长6.4%，粮食总产量12.4万吨，城乡居民人均可支配收入分别达到41820元和20315元。
新建农村公路35公里，改造老旧小区26个、惠及群众5100户，新增城镇就业3200人，城镇登记失业率控制在3.5%以内。
二、2023年主要目标
地区生产总值增长6%左右，固定资产投资增长8%以上，新建学校3所，粮食播种面积稳定在21.6万亩，单位地区生产总值能耗下降2.8%。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "yunxi-2023.pdf"
    lines = column(REPORT, width=20)
    first = [line for line in lines if line.y < 300]
    second = [line._replace(y=line.y - 240) for line in lines if line.y >= 300]
    path.write_bytes(pdf(first, second))
    return path


@pytest.fixture(scope="module")
def figures(report: Path) -> pandas.DataFrame:
    return extract(report).figures


def boxes(row: object) -> list[list[float]]:
    """[page, x0, top, x1, bottom] of each line of a figure."""
    written = row.boxes  # type: ignore[attr-defined]
    if written:
        return written if isinstance(written, list) else json.loads(written)
    return [[row.page, *map(float, (row.x0, row.top, row.x1, row.bottom))]]  # type: ignore[attr-defined]


def test_every_figure_is_found_on_its_page(figures: pandas.DataFrame) -> None:
    assert len(figures) == 19
    assert set(figures["page"]) == {1, 2}


def test_the_box_of_a_figure_holds_its_quote(report: Path, figures: pandas.DataFrame) -> None:
    """Read by PDFium, which has no part in making the boxes."""
    with pypdfium2.PdfDocument(report) as opened:
        for row in figures.itertuples():
            assert "".join(cut(opened[int(box[0]) - 1], *box[1:]) for box in boxes(row)) == row.quote


def cut(page: pypdfium2.PdfPage, x0: float, top: float, x1: float, bottom: float) -> str:
    """The characters whose middle lies in a box."""
    text, height = page.get_textpage(), page.get_height()
    found = []
    for i in range(text.count_chars()):
        left, low, right, high = text.get_charbox(i)
        if x0 < (left + right) / 2 < x1 and top < height - (low + high) / 2 < bottom:
            found.append(text.get_text_range(i, 1))
    return "".join("".join(found).split())


def test_a_figure_on_two_lines_has_a_box_a_line(figures: pandas.DataFrame) -> None:
    torn = [boxes(row) for row in figures.itertuples() if len(boxes(row)) > 1]
    assert torn
    for above, below in (lines[:2] for lines in torn):
        assert above[0] < below[0] or above[2] < below[2]
