"""Identity: kind, region with its code, report year; texts written for these tests."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.identity import Regions, identify
from pipeline.model import Document, Identity, Origin, Source

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.load()


def document(text: str) -> Document:
    source = Source("t", "t.txt", "txt", "", text)
    return Document(source, text, (), Origin((0,), (0,)))


def seen(regions: Regions, text: str, file_name: str = "t.txt", **sidecar: str) -> Identity:
    return identify(document(text), file_name, sidecar or None, regions)


def summary(found: Identity) -> tuple[str, str, str, int | None]:
    return found.kind, found.region, found.region_code, found.report_year


SPEECH = (
    "各位代表：\n现在，我代表{who}，向大会报告工作，请予审议。\n"
    "一、{last}年工作回顾\n经济平稳。\n二、{year}年工作安排\n"
)


def speech(who: str, year: int) -> str:
    return SPEECH.format(who=who, last=year - 1, year=year)


# --- the whole identity -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "year", "expected"),
    [
        ("太仓市人民政府", 2023, ("江苏省苏州市太仓市", "320585", "county")),
        ("太仓县人民政府", 1990, ("江苏省苏州市太仓县", "320522", "county")),
        ("黔东南州人民政府", 2020, ("贵州省黔东南苗族侗族自治州", "522600", "city")),
        ("凉山彝族自治州人民政府", 2024, ("四川省凉山彝族自治州", "513400", "city")),
        ("浦东新区人民政府", 2022, ("上海市浦东新区", "310115", "county")),
        ("重庆市人民政府", 2025, ("重庆市", "500000", "province")),
        ("四川省重庆市人民政府", 1990, ("四川省重庆市", "510200", "city")),
        ("仙桃市人民政府", 2024, ("湖北省仙桃市", "429004", "county")),
        ("莱芜市人民政府", 2019, ("山东省莱芜市", "371200", "city")),  # ended on the last days of 2018
        ("济南市莱芜区人民政府", 2020, ("山东省济南市莱芜区", "370116", "county")),
        ("内蒙古自治区人民政府", 2021, ("内蒙古自治区", "150000", "province")),
        ("岑岭县人民政府", 2026, ("新疆维吾尔自治区喀什地区岑岭县", "653132", "county")),
        ("国务院", 2018, ("国家", "000000", "national")),
    ],
)
def test_whom_the_speaker_stands_for(
    regions: Regions, who: str, year: int, expected: tuple[str, str, str]
) -> None:
    found = seen(regions, speech(who, year))
    assert (found.region, found.region_code, found.level) == expected
    assert (found.kind, found.report_year, found.reasons) == ("work_report", year, ())


def test_congress_and_date_in_the_head(regions: Regions) -> None:
    text = "政府工作报告\n——2013年2月20日在海拉尔区第十四届人民代表大会第二次会议上\n各位代表：报告如下。"
    found = seen(regions, text)
    assert summary(found) == ("work_report", "内蒙古自治区呼伦贝尔市海拉尔区", "150702", 2013)
    assert found.title == "政府工作报告"


def test_december_congress_is_for_the_next_year(regions: Regions) -> None:
    text = "政府工作报告\n（2023年12月27日）\n" + speech("昆山市人民政府", 2024)
    assert seen(regions, text).report_year == 2024


def test_day_of_web_publication_is_not_the_day_of_the_report(regions: Regions) -> None:
    text = "发布时间：\n2023年3月30日\n" + speech("昆山市人民政府", 2020)
    assert seen(regions, text).report_year == 2020


def test_years_in_chinese_digits(regions: Regions) -> None:
    text = "政府工作报告\n（一九八七年三月二十五日在第六届全国人民代表大会第五次会议上）\n各位代表："
    assert summary(seen(regions, text)) == ("work_report", "国家", "000000", 1987)
    assert seen(regions, text.replace("三月", "二二月")).report_year is None


def test_national_report_takes_the_year_of_the_file_name(regions: Regions) -> None:
    text = "各位代表：\n我代表国务院，就经济形势和方针向大会作报告。"
    assert seen(regions, text, "national_1984_part.txt").report_year == 1984


def test_what_is_planned_for_next_year_does_not_outweigh_the_file_name(regions: Regions) -> None:
    text = "各位代表：\n我代表国务院，向大会作报告。\n明年任务更重：一九八二年计划工业增长百分之四。"
    assert seen(regions, text, "national_1981_report.txt").report_year == 1981


def test_communique_is_for_the_year_of_its_data(regions: Regions) -> None:
    text = "昆明市2025年国民经济\n和社会发展统计公报[1]\n昆明市统计局\n2026年4月2日\n初步核算，全年增长。"
    found = seen(regions, text)
    assert summary(found) == ("communique", "云南省昆明市", "530100", 2025)
    assert found.title == "昆明市2025年国民经济和社会发展统计公报"


def test_communique_without_title(regions: Regions) -> None:
    text = "许昌市统计局  国家统计局许昌调查队\n2026年5月12日\n2025年是收官之年。\n初步核算，全年增长。"
    assert summary(seen(regions, text)) == ("communique", "河南省许昌市", "411000", 2025)


def test_poster(regions: Regions) -> None:
    text = "一图读懂2023年太仓市政府工作报告\n稳经济\n地区生产总值增长2%以上\n2023年\n地区生产总值增长5%左右"
    assert summary(seen(regions, text)) == ("poster", "江苏省苏州市太仓市", "320585", 2023)


def test_budget_is_for_the_year_of_its_draft(regions: Regions) -> None:
    text = "关于宣城市2025年预算执行情况和\n2026年预算草案的报告\n宣城市财政局\n各位代表：受市人民政府委托"
    found = seen(regions, text)
    assert summary(found) == ("budget", "安徽省宣城市", "341800", 2026)
    assert found.title == "关于宣城市2025年预算执行情况和2026年预算草案的报告"


def test_plan(regions: Regions) -> None:
    text = "关于常熟市2024年国民经济和社会发展计划执行情况与2025年计划草案的报告\n各位代表：\n"
    assert summary(seen(regions, text)) == ("plan", "江苏省苏州市常熟市", "320581", 2025)


def test_newspaper_page_with_a_communique(regions: Regions) -> None:
    text = (
        "克拉玛依日报 2026年4月9日 星期四 06版\n"
        "克拉玛依市2025年国民经济和社会发展统计公报\n初步核算，增长。\n（下转07版）"
    )
    assert summary(seen(regions, text)) == ("newspaper", "新疆维吾尔自治区克拉玛依市", "650200", 2025)


def test_other(regions: Regions) -> None:
    found = seen(regions, "今天天气很好。")
    assert summary(found) == ("other", "", "", None)
    assert len(found.reasons) == 2


# --- names that are not enough ----------------------------------------------------------


def test_same_name_needs_its_parent(regions: Regions) -> None:
    found = seen(regions, speech("鼓楼区人民政府", 2024))
    assert (found.region, found.region_code) == ("", "")
    assert "“鼓楼”可能是" in found.reasons[0]
    assert "南京市鼓楼区" in found.reasons[0]


def test_parent_from_the_text(regions: Regions) -> None:
    text = speech("鼓楼区人民政府", 2024) + "服务徐州淮海经济区中心城市建设，徐州软件园扩容。"
    assert seen(regions, text).region_code == "320302"


def test_parent_from_the_file_name(regions: Regions) -> None:
    assert seen(regions, speech("鼓楼区人民政府", 2024), "福州市_2024.txt").region_code == "350102"


def test_level_word_with_the_file_name(regions: Regions) -> None:
    text = speech("市人民政府", 2024) + "东营港扩建。"
    assert summary(seen(regions, text, "city_2024_东营_work_report.txt"))[1:3] == ("山东省东营市", "370500")


@pytest.mark.parametrize(("who", "code"), [("市人民政府", "220200"), ("省人民政府", "220000")])
def test_province_and_city_of_one_name(regions: Regions, who: str, code: str) -> None:
    text = speech(who, 2024) + "吉林发展迈出新步伐。"
    assert seen(regions, text, "2024_吉林.txt").region_code == code


def test_a_region_that_the_text_never_names_is_not_taken_from_the_file(regions: Regions) -> None:
    text = speech("县人民政府", 2024) + "建设现代化新安，新安旅游升温。"
    found = seen(regions, text, "county_2024_保定市安新.txt")
    assert found.region_code == ""
    assert "文件名里的安新县在正文里没有出现" in found.reasons[0]


def test_new_area_without_a_code(regions: Regions) -> None:
    text = "各位代表：\n现在，我代表坪山新区管委会向大会作报告。\n一、2014年工作回顾\n"
    found = seen(regions, text, "county_2015_深圳市坪山新区.txt")
    assert (found.region, found.region_code, found.level) == ("广东省深圳市坪山新区", "", "county")
    assert found.reasons == ("坪山新区没有自己的行政区划代码。",)


def test_the_district_that_followed_has_a_code(regions: Regions) -> None:
    assert seen(regions, speech("坪山区人民政府", 2017)).region_code == "440310"


def test_new_code_of_an_old_name_wins_in_the_year_of_the_change(regions: Regions) -> None:
    assert seen(regions, speech("三元区人民政府", 2021)).region_code == "350404"


def test_everyday_words_are_no_regions(regions: Regions) -> None:
    text = "各位代表：\n我代表市人民政府报告工作。\n" + "深化合作，扩大合作，甘肃合作项目落地。" * 9
    assert seen(regions, text).region_code == ""


# --- years that do not agree ------------------------------------------------------------


def test_text_decides_over_the_file_name(regions: Regions) -> None:
    found = seen(regions, speech("池州市人民政府", 2023), "city_2024_池州.txt")
    assert (found.report_year, found.reasons) == (2023, ())


def test_old_text_under_a_new_web_title(regions: Regions) -> None:
    text = (
        "米易县2024年政府工作报告\n政府工作报告\n（2022年1月24日在米易县第十九届人民代表大会第二次会议上）\n"
    )
    assert seen(regions, text + speech("县人民政府", 2022)).report_year == 2022


def test_weak_evidence_against_the_file_name_leaves_it_open(regions: Regions) -> None:
    found = seen(
        regions, "各位代表：\n我代表国务院报告工作。\n1982年的计划，要求稳步增长。", "national-1981.txt"
    )
    assert found.report_year is None
    assert "文件名写的是1981年" in found.reasons[0]


def test_far_targets_are_no_report_years(regions: Regions) -> None:
    text = speech("昆山市人民政府", 2021) + "到2035年的目标是基本实现现代化。到2025年主要目标如下。" * 5
    assert seen(regions, text).report_year == 2021


# --- the sidecar ------------------------------------------------------------------------


def test_sidecar_wins(regions: Regions) -> None:
    found = seen(
        regions,
        speech("昆山市人民政府", 2021),
        title="题目",
        region="江苏省苏州市太仓市",
        year="2023",
        kind="poster",
    )
    assert summary(found) == ("poster", "江苏省苏州市太仓市", "320585", 2023)
    assert found.title == "题目"


def test_sidecar_code(regions: Regions) -> None:
    found = seen(regions, "无", region_code="130608", year="2020年")
    assert (found.region, found.region_code, found.report_year) == ("河北省保定市清苑区", "130608", 2020)


def test_sidecar_code_out_of_its_time_is_kept_with_a_word(regions: Regions) -> None:
    found = seen(regions, "无", region_code="371200", year="2024")
    assert found.region_code == "371200"
    assert "在2024年没有代码" in found.reasons[0]


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("kind", "report", "kind“report”不在"),
        ("year", "去年", "不是四位数的年份"),
        ("region_code", "999999", "不在行政区划代码表里"),
        ("region", "桃花源", "找不到唯一的一个"),
    ],
)
def test_sidecar_faults_are_told(regions: Regions, key: str, value: str, reason: str) -> None:
    found = identify(document(speech("太仓市人民政府", 2023)), "t.txt", {key: value}, regions)
    assert any(reason in text for text in found.reasons)


# --- the table --------------------------------------------------------------------------


def test_every_parent_and_successor_is_in_the_table(regions: Regions) -> None:
    for rows in regions.by_code.values():
        for row in rows:
            assert row.parent_code in regions.by_code or row.level == "national", row
            for heir in row.successors:
                assert any(other.in_force(row.valid_to) for other in regions.by_code[heir]), row


def test_one_name_a_code_at_the_end_of_a_year(regions: Regions) -> None:
    for code, rows in regions.by_code.items():
        for year in (1985, 1997, 2010, 2025):
            held = [row for row in rows if row.valid_from <= year < row.valid_to]
            assert len(held) <= 1, (code, year)


def test_changes_of_2025_and_2026(regions: Regions) -> None:
    assert regions.by_code["500112"][0].valid_to == 2025
    assert "500157" in regions.by_code["500112"][0].successors
    assert regions.by_code["500157"][0].name == "两江新区"
    assert regions.by_code["659013"][0].valid_from == 2026


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_regions", RULES / "make_regions.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_table_is_made_from_yearly_lists() -> None:
    names = "year province_name city_name county_name province_adcode city_adcode county_adcode"
    ids = "province_id city_id county_id province_short city_short county_short rank"
    keys = f"{names} {ids}".split()
    lists = [
        "1992,江苏省,苏州市,太仓县,320000,320500,320522,320000,320500,320585,江苏,苏州,太仓,3",
        "1993,江苏省,苏州市,太仓市,320000,320500,329022,320000,320500,320585,江苏,苏州,太仓,3",
        "2024,江苏省,苏州市,太仓市,320000,320500,320585,320000,320500,320585,江苏,苏州,太仓,3",
    ]
    rows = script().table([dict(zip(keys, line.split(","), strict=True)) for line in lists])
    assert [tuple(row)[:7] for row in rows if row.code.startswith("32")] == [
        ("320522", "太仓县", "county", "320500", 1992, 1993, "329022"),
        ("320585", "太仓市", "county", "320500", 2024, 0, ""),
        ("329022", "太仓市", "county", "320500", 1993, 1994, ""),
    ]


def test_seed(regions: Regions) -> None:
    seed = ROOT / "raw" / "taicang-2023.txt"
    found = identify(document(seed.read_text(encoding="utf-8")), "taicang-2023.txt", None, regions)
    assert summary(found) == ("poster", "江苏省苏州市太仓市", "320585", 2023)
    assert found.title == "一图读懂政府工作报告"
