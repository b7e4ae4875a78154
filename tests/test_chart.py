"""Target against actual as a picture: every mark with its proof, gaps as gaps."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from panels import dataset, record
from test_panel import panel_of

from pipeline.chart import html, picture, svg
from pipeline.chart.scale import axis, labelled
from pipeline.chart.series import said
from pipeline.chart.svg import ACTUAL, runs
from pipeline.cli import main
from pipeline.dataset.records import Record, records

SVG = "{http://www.w3.org/2000/svg}"


def growth(year: int, value: str, **changes: object) -> Record:
    name = f"d{year}"
    told = {"period": str(year), "report_year": year + 1, "document_id": name, "figure_id": f"{name}:{value}"}
    return record(value, "%", **(told | changes))


def target(year: int, value: str, **changes: object) -> Record:
    section = f"二、{year}年工作安排"
    return growth(year, value, status="target", report_year=year, section=section, **changes)


def drawn(*rows: Record) -> str:
    return svg(picture(panel_of(*rows), "gdp"))


def test_each_mark_has_its_sentence_and_its_figure() -> None:
    text = drawn(growth(2021, "7.5"), target(2021, "6", bound="approx"))
    titles = [one.text or "" for one in ElementTree.fromstring(text).iter(f"{SVG}title")]
    assert any("2021年实际：7.5%" in one and "d2021:7.5" in one for one in titles)
    assert any("2021年目标：6%左右" in one and "地区生产总值6%" in one for one in titles)


def test_a_missing_year_is_a_gap_and_said() -> None:
    text = drawn(growth(2018, "8"), growth(2019, "7"), growth(2021, "6"))
    assert len(re.findall(rf'<path d="M[^"]*L[^"]*" stroke="{ACTUAL}" stroke-width="2"', text)) == 1
    assert "实际缺2020年" in text


def test_bounds_and_ranges_are_drawn() -> None:
    top = {"value_max": Decimal("8.5"), "normalized_value_max": Decimal("8.5"), "bound": "range"}
    text = drawn(growth(2016, "9"), target(2016, "8", **top), target(2017, "8", bound="ge"))
    assert "区间" in text and "8%至8.5%" in text
    assert "以上" in text and "8%以上" in text


def test_words_of_a_report_cannot_become_markup() -> None:
    sentence = "<script>alert(1)</script>地区生产总值增长7%\x00。"
    shown = picture(panel_of(growth(2021, "7", sentence=sentence)), "gdp")
    for text in (svg(shown), html(shown)):
        assert "<script" not in text
        assert "\x00" not in text
    ElementTree.fromstring(svg(shown))


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = html(picture(panel_of(growth(2021, "7")), "gdp"))
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)=|url\(|@import""", page)
    assert "增长" in page and "d2021:7" in page


def test_a_level_is_shown_in_a_unit_of_its_size() -> None:
    shown = picture(panel_of(record("1635")), "gdp", growth=False)
    assert (shown.unit, shown.series[0].actual[0].value) == ("亿元", 1635)


def test_values_in_words() -> None:
    assert said(Decimal("2.40"), None, "万亿元", "gt") == "超过2.4万亿元"
    assert said(Decimal("100"), None, "%", "le") == "100%以内"
    assert runs([2004, 2009, 2010, 2011]) == "2004、2009—2011"


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        (["3.3", "17.3"], ("0", "20")),
        (["-6.8", "8"], ("-10", "10")),
        (["0"], ("0", "0.1")),
        (["38700"], ("0", "40000")),
    ],
)
def test_an_axis_has_zero_and_round_ends(values: list[str], ends: tuple[str, str]) -> None:
    ticks = axis(map(Decimal, values)).ticks
    assert 0 in ticks
    assert (ticks[0], ticks[-1]) == tuple(map(Decimal, ends))


def test_years_under_the_axis_do_not_touch() -> None:
    shown = labelled(list(range(2001, 2027)), 12)
    assert all(b - a >= 3 for a, b in pairwise(shown))


def test_the_command_writes_svg_and_html(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = dataset(tmp_path)
    asked = ["chart", str(folder), "--indicator", "gdp", "--region", "太仓"]
    capsys.readouterr()
    assert main(asked) == 0
    ElementTree.fromstring(capsys.readouterr().out)
    for name in ("c.svg", "c.html"):
        assert main([*asked, "-o", str(tmp_path / name)]) == 0
        assert "地区生产总值" in (tmp_path / name).read_text("utf-8")
    assert main([*asked, "-o", str(tmp_path / "c.png")]) == 4
    assert main([*asked, "--measure", "rank"]) == 4


def test_a_chart_is_told_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = dataset(tmp_path)
    capsys.readouterr()
    assert main(["chart", str(folder), "--indicator", "gdp", "--region", "太仓", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (series,) = told["series"]
    assert (told["indicator"], told["measure"], told["unit"]) == ("地区生产总值", "growth", "%")
    for mark in (*series["actual"], *series["target"]):
        figure = next(one for one in records(folder) if one.figure_id == mark["figure_id"])
        assert (mark["value"], mark["bound"]) == (str(figure.value), figure.bound)
    assert series["actual"]
