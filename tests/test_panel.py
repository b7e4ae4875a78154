"""Which figure becomes a cell of a panel, which never does, and what is said of the others."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from panels import dataset, record, told

from pipeline.cli import main
from pipeline.dataset.records import Record
from pipeline.identity.regions import Regions
from pipeline.panel.build import Wanted, assembled, told_by
from pipeline.panel.choice import agree
from pipeline.panel.codes import Codes
from pipeline.panel.nouns import LONGEST_NAME, SLOTS, Candidate, Panel, Slot, name_of
from pipeline.panel.places import names
from pipeline.panel.styles import csv_of
from pipeline.rulebook import load

BOOK = load()
INDICATORS = {entry.code: entry for entry in BOOK.indicators.values()}
REGIONS = Regions.load()


def panel_of(*rows: Record, wanted: Wanted = Wanted(indicators=("gdp",))) -> Panel:  # noqa: B008  frozen
    documents = {row.document_id: told(row) for row in rows}
    return assembled(documents.values(), rows, INDICATORS, BOOK.sections.values(), REGIONS, wanted)


def cell(panel: Panel, column: str, year: int = 2022) -> object:
    at = [one.name for one in panel.columns].index(column)
    return next(row[at] for row in panel.rows if year in row)


def reason(panel: Panel, column: str, year: int = 2022) -> str:
    return next(gap.reason for gap in panel.gaps if (gap.column, gap.year) == (column, year))


# --- cells ------------------------------------------------------------------------------------


def test_level_growth_and_target_stand_in_the_year_they_speak_of() -> None:
    target = {"period": "2023", "status": "target", "section": "二、2023年工作安排"}
    panel = panel_of(
        record("1635"), record("2", "%", bound="ge"), record("5", "%", **target), record("1720", **target)
    )
    assert cell(panel, "gdp") == Decimal(163500000000)
    assert (cell(panel, "gdp_g"), cell(panel, "gdp_g_note")) == (Decimal(2), "ge")
    assert cell(panel, "gdp_tgt", 2023) == Decimal(5)
    assert cell(panel, "gdp_tgt_lv", 2023) == Decimal(172000000000)
    assert cell(panel, "gdp_src") == "r:1635"
    assert {one.name: one.unit for one in panel.columns}["gdp"] == "元"


def test_sources_have_the_shape_of_the_rows() -> None:
    panel = panel_of(record())
    assert [len(row) for row in panel.rows] == [len(row) for row in panel.sources]
    at = [one.name for one in panel.columns].index("gdp")
    assert [row[at] for row in panel.sources] == ["r:1635", ""]


def test_a_range_has_its_upper_end_beside_it() -> None:
    row = record("8", "%", value_max=Decimal("8.5"), normalized_value_max=Decimal("8.5"), bound="range")
    panel = panel_of(row)
    assert (cell(panel, "gdp_g"), cell(panel, "gdp_g_max")) == (Decimal(8), Decimal("8.5"))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"kind": "communique", "report_year": 2022}, {}),
        ({}, {"status": "estimate"}),
        ({}, {"bound": "gt"}),
        ({}, {"report_year": 2027}),
        ({}, {"kind": "poster"}),
        ({}, {"parent_id": "r:1"}),
        ({"bound": "gt"}, {"section": "二、2023年工作安排"}),
    ],
)
def test_the_better_source_fills_the_cell(better: dict[str, object], worse: dict[str, object]) -> None:
    rows = record("1700", document_id="a", **worse), record("1635", document_id="b", **better)
    panel = panel_of(*rows)
    assert cell(panel, "gdp_src") == "r:1635"


def test_more_digits_win_and_what_agrees_is_no_conflict() -> None:
    panel = panel_of(record("0.16", "万亿元"), record("1635.4", char_start=9))
    assert cell(panel, "gdp_src") == "r:1635.4"
    assert not panel.conflicts


def test_figures_that_disagree_are_listed_and_the_choice_is_said() -> None:
    panel = panel_of(record("1635"), record("1649", report_year=2026, document_id="later"))
    (conflict,) = panel.conflicts
    assert (conflict.chosen_said, conflict.other_said) == ("1635亿元", "1649亿元")
    assert conflict.why == "当年应报的报告优先于以后的报告"


def test_a_growth_that_stands_with_its_level_is_the_headline() -> None:
    sentence = "地区生产总值1635亿元、增长2%。"
    rows = [
        record("7.4", "%"),
        record("1635", sentence=sentence, char_start=50),
        record("2", "%", sentence=sentence, char_start=60),
    ]
    assert cell(panel_of(*rows), "gdp_g") == 2


def test_the_figure_that_is_called_a_target_is_the_target() -> None:
    aimed = {"period": "2023", "status": "target", "section": "二、2023年工作安排"}
    first = record("9.6", "%", **aimed)
    named = record("7", "%", status_text="预期目标是", bound="approx", char_start=90, **aimed)
    assert cell(panel_of(first, named), "gdp_tgt", 2023) == 7


# --- what never fills a cell ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "row", "why"),
    [
        ("gdp", record("1635", review="rejected"), "rejected"),
        ("gdp", record("1635", period="2018/2022"), "span"),
        ("gdp", record("1635", period="2022-06"), "part_of_year"),
        ("gdp_g", record("4.7", "%", sentence="GDP一季度增长4.7%，全年好于上年。"), "part_of_year"),
        ("gdp_g", record("6", "%", sentence="增长7%（全省6%）。"), "other_area"),
        ("gdp_g", record("86", "%", basis="较2005年"), "basis"),
        ("gdp_g", record("7", "%", basis="年均"), "basis"),
        ("gdp_g", record("4", "个百分点", measure="change"), "change"),
        ("gdp", record("2000", "吨", measure="level"), "unit"),
        ("gdp_tgt", record("9", "%", status="target", report_year=2018), "far_target"),
    ],
)
def test_a_figure_that_is_not_the_years_own_leaves_a_gap_with_the_reason(
    column: str, row: Record, why: str
) -> None:
    panel = panel_of(row, wanted=Wanted(indicators=("gdp",), years=(2022, 2022)))
    assert cell(panel, column) is None
    gap = next(gap for gap in panel.gaps if gap.column == column)
    assert (gap.reason, gap.figure_ids) == (why, (row.figure_id,))
    assert row.quote in gap.message


def test_a_part_of_the_same_indicator_is_not_the_whole() -> None:
    panel = panel_of(record("1635"), record("300", parent_id="r:1635", char_start=9))
    assert cell(panel, "gdp") == Decimal(163500000000)
    assert not panel.conflicts


def test_a_place_among_others_is_the_reports_own() -> None:
    panel = panel_of(record("1635", sentence="地区生产总值在全省率先突破1635亿元。"))
    assert cell(panel, "gdp_src") == "r:1635"


def test_a_half_year_told_in_its_own_year_is_no_result() -> None:
    assert reason(panel_of(record("800", period="2023")), "gdp", 2023) == "year_not_over"


def test_a_target_read_in_the_review_is_none() -> None:
    panel = panel_of(record("5.6", "%", period="2023", status="target", status_text="预期"))
    assert reason(panel, "gdp_tgt", 2023) == "looks_back"


def test_a_missing_report_is_told_from_a_silent_one() -> None:
    panel = panel_of(record())
    assert reason(panel, "gdp_g", 2022) == "not_said"
    assert reason(panel, "gdp", 2023) == "no_report"


def test_an_unsure_figure_stays_and_is_flagged() -> None:
    assert cell(panel_of(record(review="unsure")), "gdp_note") == "unsure"


def test_the_shares_of_a_ratio_are_per_cent() -> None:
    row = record("46.5", "", indicator_code="share_tertiary", measure="level")
    panel = panel_of(row, wanted=Wanted(indicators=("share_tertiary",)))
    assert cell(panel, "share_tertiary") == Decimal("46.5")


def test_dollars_have_a_column_of_their_own() -> None:
    panel = panel_of(record("1635"), record("240", "亿美元", char_start=9))
    assert (cell(panel, "gdp"), cell(panel, "gdp_usd")) == (Decimal(163500000000), Decimal(24000000000))
    assert {one.name: one.unit for one in panel.columns}["gdp_usd"] == "USD"


def test_a_document_without_region_is_said() -> None:
    assert "r:" in panel_of(record(region="", region_code="")).left_out[0]


def test_headings_look_back_or_ahead() -> None:
    rules = tuple(BOOK.sections.values())
    assert told_by("一、2022年工作回顾 > （一）稳经济", rules) == "actual"
    assert told_by("二、2023年工作安排", rules) == "target"
    assert told_by("第一部分", rules) == ""


# --- agreement --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (record("3.68", "万亿元"), record("36801.87"), True),
        (record("1.6", "万亿元", bound="gt"), record("16002"), True),
        (record("2.77", "万亿元"), record("2.83", "万亿元"), False),
        (record("10", "%", bound="approx"), record("10.5", "%"), True),
        (record("3", "%", bound="le"), record("3.6", "%"), False),
    ],
)
def test_agreement_goes_by_the_printed_digits(one: Record, other: Record, same: bool) -> None:
    def candidate(row: Record) -> Candidate:
        step = Decimal(1).scaleb(row.value.as_tuple().exponent) * row.normalized_value / row.value
        return Candidate(row, Slot("gdp", "level"), 2022, row.normalized_value, None, step, 0, True)

    assert agree(candidate(one), candidate(other)) is same


# --- regions and codes ------------------------------------------------------------------------


def test_a_renamed_region_is_one_row_a_year_under_the_chosen_code() -> None:
    old = record("30", region="江苏省苏州市太仓县", region_code="320522", report_year=1992, period="1991",
                 document_id="old")  # fmt: skip
    panel = panel_of(old, record(), wanted=Wanted(indicators=("gdp",), codes=2020))
    (area,) = panel.areas
    assert (area.base_code, area.region) == ("320585", "江苏省苏州市太仓市")
    codes = [one.name for one in panel.columns].index("region_code")
    assert {row[codes] for row in panel.rows if 1991 in row} == {"320522"}


def test_a_region_that_went_into_another_is_said_and_not_carried() -> None:
    carried = Codes(REGIONS, 2020).carried("371200", 2018)
    assert carried.division is None
    assert "并入济南市（370100）" in carried.reason
    row = record("100", region="山东省莱芜市", region_code="371200", report_year=2018, period="2017")
    panel = panel_of(row, wanted=Wanted(indicators=("gdp",), codes=2020))
    assert next(gap for gap in panel.gaps if gap.reason == "code").message.endswith("保留原代码。")
    assert panel.areas[0].base_code == ""


def test_codes_go_back_where_one_became_one() -> None:
    carried = Codes(REGIONS, 2005).carried("420600", 2015)
    assert carried.division and carried.division.name == "襄樊市"
    assert "拆分为" in Codes(REGIONS, 2020).carried("341400", 2010).reason


def test_words_for_a_region() -> None:
    assert {"深圳", "深圳市", "440300"} <= names("广东省深圳市", "440300", 2020, REGIONS)
    assert "坪山新区" in names("广东省深圳市坪山新区", "", 2014, REGIONS)
    assert "深圳" not in names("广东省深圳市南山区", "440305", 2020, REGIONS)
    assert "全国" in names("国家", "000000", 2020, REGIONS)


# --- names and styles -------------------------------------------------------------------------


def test_names_are_ascii_short_and_different() -> None:
    endings = ("", "_max", "_note", "_src")
    made = [name_of(Slot(code, kind), end) for code in INDICATORS for kind in SLOTS for end in endings]
    assert len(set(made)) == len(made)
    assert all(name.isascii() and len(name) <= LONGEST_NAME for name in made)


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_csmar_has_three_header_rows() -> None:
    names_, titles, units, first, *_ = table(csv_of(panel_of(record()), "csmar", REGIONS))
    assert names_[:3] == ["Sgnyea", "Prvcnm", "Prvcnm_id"]
    assert first[:7] == ["2022", "江苏省", "320000", "苏州市", "320500", "太仓市", "320585"]
    at = names_.index("gdp")
    assert (titles[at], units[at], first[at]) == ("地区生产总值", "元", "163500000000")


def test_cnrds_is_long_and_its_names_have_no_brackets() -> None:
    head, row = table(csv_of(panel_of(record()), "cnrds", REGIONS))
    assert head[:6] == ["指标", "数值", "年份", "省份", "地区", "地区编码"]
    assert row[:6] == ["地区生产总值", "163500000000", "2022", "江苏省", "江苏省苏州市太仓市", "320585"]


def test_the_command_writes_panel_gaps_and_conflicts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = dataset(tmp_path), tmp_path / "panel.csv"
    capsys.readouterr()
    asked = ["panel", str(folder), "-o", str(out), "--indicators", "GDP", "--region", "太仓", "--json"]
    assert main(asked) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["cells"]) == (3, 6)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    head, *rows = table(out.read_text("utf-8-sig"))
    by_year = {row[head.index("year")]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_year["2022"]["gdp_tgt"] == "6"
    assert by_year["2022"]["gdp_tgt_note"] == "approx"
    assert by_year["2022"]["gdp_note"] == "estimate"
    assert by_year["2023"]["gdp"] == ""
    gaps = table((tmp_path / "panel.gaps.csv").read_text("utf-8-sig"))
    assert ["2023", "gdp"] in [row[2:4] for row in gaps]
    assert (tmp_path / "panel.conflicts.csv").is_file()
    for wrong in (["--style", "sas"], ["--years", "20"], ["--indicators", "nothing"], ["--region", "火星"]):
        assert main(["panel", str(folder), "-o", str(out), *wrong]) == 4
