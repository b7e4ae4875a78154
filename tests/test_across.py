"""Do reports held against each other give the targets that were met, and findings that say why?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import golden_cases
import pytest
from fake_engine import extract

from pipeline import revise
from pipeline.across import CHECKS, Across, Given, across
from pipeline.across.targets import TargetRow
from pipeline.dataset.dictionary import targets
from pipeline.dataset.frames import read_rows
from pipeline.model import Finding, Identity
from pipeline.rulebook import load

BOOK = load()
CITY, PROVINCE = "320500", "320000"
AIM = "2022年，预期目标是"


def report(year: int, text: str, code: str = CITY, kind: str = "work_report", name: str = "") -> Given:
    """An invented report, read by the grammar."""
    names = {CITY: "江苏省苏州市", PROVINCE: "江苏省", "000000": "国家"}
    identity = Identity("", kind, "", names[code], code, year)
    engine = golden_cases.engine()
    told = {"year": str(year), "kind": kind, "region": names[code]}
    figures = engine.extract_text(text, sidecar=told).figures
    return Given(name or f"{code}-{kind}-{year}", identity, figures)


def told(*reports: Given) -> Across:
    """What a dataset of these says."""
    return across(reports, BOOK)


def rows(*reports: Given) -> dict[str, TargetRow]:
    """The targets by code; a code has one measure in these texts."""
    return {row.indicator_code: row for row in told(*reports).targets or ()}


def found(check: str, *reports: Given) -> list[Finding]:
    return [one for one in told(*reports).findings if one.check == check]


class Case(NamedTuple):
    """A target, what was done, and what targets.csv makes of it."""

    target: str
    actual: str
    attained: str
    difference: str = ""
    unit: str = ""
    note: str = ""


CASES = [
    Case("地区生产总值增长5%。", "2022年地区生产总值增长5.2%。", "yes", "0.2", "pp"),
    Case("地区生产总值增长5%。", "2022年地区生产总值增长5%。", "yes", "0", "pp"),
    Case("地区生产总值增长5%左右。", "2022年地区生产总值增长4.8%。", "about", "-0.2", "pp"),
    Case("地区生产总值增长5%左右。", "2022年地区生产总值增长4%。", "no", "-1", "pp"),
    Case("地区生产总值增长5%以上。", "2022年地区生产总值增长4.9%。", "no", "-0.1", "pp"),
    Case("地区生产总值增长6%—6.5%。", "2022年地区生产总值增长6.2%。", "yes", "0.0", "pp"),
    Case("地区生产总值增长6%—6.5%。", "2022年地区生产总值增长6.7%。", "yes", "0.2", "pp"),
    Case("地区生产总值增长6%—6.5%。", "2022年地区生产总值增长5.9%。", "no", "-0.1", "pp"),
    Case("居民消费价格涨幅3%左右。", "2022年居民消费价格上涨2.1%。", "yes", "-0.9", "pp"),
    Case("居民消费价格涨幅3%左右。", "2022年居民消费价格上涨4.1%。", "no", "1.1", "pp"),
    Case("城镇调查失业率控制在5.5%以内。", "2022年城镇调查失业率5.2%。", "yes", "-0.3", "pp"),
    Case("单位地区生产总值能耗下降3%左右。", "2022年单位地区生产总值能耗下降3.4%。", "yes", "-0.4", "pp"),
    Case("单位地区生产总值能耗下降3%左右。", "2022年单位地区生产总值能耗下降2%。", "no", "1", "pp"),
    Case("城镇新增就业12万人以上。", "2022年城镇新增就业13.2万人。", "yes", "10.00", "%"),
    Case("粮食总产量300万吨以上。", "2022年粮食总产量60.4亿斤。", "yes", "0.67", "%"),
    Case("粮食总产量312万吨。", "2022年粮食总产量310.9万吨。", "no", "-0.35", "%"),
    Case("粮食总产量超过312万吨。", "2022年粮食总产量312万吨。", "within_rounding", "0.00", "%"),
    Case("粮食总产量312.4万吨。", "2022年粮食总产量312万吨。", "within_rounding", "-0.13", "%"),
    Case(
        "粮食总产量320万吨。", "2022年粮食总产量突破312万吨。", "unknown",
        note="实绩只说“突破312万吨”，不能断定。",
    ),
    Case("城镇新增就业12万人。", "2022年新增城镇就业90万人。", "unknown", "650.00", "%", "相差悬殊"),
    Case(
        "社会消费品零售总额增长5%。", "2022年社会消费品零售总额512亿元。", "unknown",
        note="以后的报告只说了水平值512亿元，没有说增速。",
    ),
    Case("社会消费品零售总额增长5%。", "2022年粮食总产量312万吨。", "unknown", note="没有说这一指标"),
    Case("城镇新增就业12万人。", "2022年全国城镇新增就业1256万人。", "unknown", note="没有说这一指标"),
    Case(
        "城镇新增就业12万人。", "2022年城镇新增就业累计56万人。", "unknown",
        note="只说了“2022年城镇新增就业累计56万人”，看来不是一年的数",
    ),
    Case(
        "城镇新增就业12万人。", "2022年城镇新增就业累计超过56万人。", "unknown",
        note="只说了“2022年城镇新增就业累计超过56万人”，看来不是一年的数",
    ),
    Case(
        "一般公共预算收入增长5%。", "2022年地方一般公共预算收入增长6%。", "yes", "1", "pp",
        "实绩是地方一般公共预算收入。",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.target}{case.actual}")
def test_a_target_is_held_against_what_was_done(case: Case) -> None:
    (row,) = rows(report(2022, f"{AIM}{case.target}"), report(2023, case.actual)).values()
    assert (row.attained, row.difference, row.difference_unit) == (case.attained, case.difference, case.unit)
    assert case.note in row.note


def test_a_hope_beside_a_target_is_not_the_target() -> None:
    aims = "2022年，预期目标是地区生产总值增长5%以上、力争达到7%。"
    row = rows(report(2022, aims), report(2023, "2022年地区生产总值增长6%。"))["gdp"]
    assert (row.target, row.target_bound, row.attained, row.note) == ("5", "ge", "yes", "另有目标7%。")


def test_a_communique_counts_more_than_a_report_and_the_clash_is_said() -> None:
    aim = report(2022, "2022年，预期目标是地区生产总值增长5%。")
    row = rows(
        aim,
        report(2023, "2022年地区生产总值增长5.3%。"),
        report(2022, "2022年地区生产总值增长4.8%。", kind="communique"),
    )["gdp"]
    assert (row.actual, row.attained) == ("4.8", "no")
    assert row.note == "实绩另有5.3%，与所取的4.8%不一致。"
    assert row.other_actual_ids.startswith("320500-work_report-2023:")


def test_contrary_numbers_of_one_report_leave_the_target_unknown() -> None:
    text = "2022年新增学位3.2万个。2022年新增学位1.1万个。"
    (row,) = rows(report(2022, f"{AIM}新增学位2万个。"), report(2023, text)).values()
    assert (row.attained, row.note.split("。")[0]) == (
        "unknown",
        "同一份报告里有“3.2万个”和“1.1万个”，按前者和后者结论相反",
    )


def test_the_targets_of_the_last_report_wait_for_the_next() -> None:
    (row,) = rows(
        report(2021, "2021年粮食总产量312万吨。"), report(2022, f"{AIM}粮食总产量320万吨。")
    ).values()
    assert (row.attained, row.note) == ("unknown", "数据集里没有2022年的统计公报或2023年的报告。")


def test_one_report_of_each_region_makes_no_table() -> None:
    one, other = report(2022, f"{AIM}粮食总产量320万吨。"), report(2022, "粮食总产量1亿吨。", PROVINCE)
    assert told(one, other).targets is None
    assert told().targets is None


def test_a_rejected_figure_takes_part_in_nothing() -> None:
    aim, done = report(2022, f"{AIM}粮食总产量320万吨。"), report(2023, "2022年粮食总产量312万吨。")
    gone = done._replace(figures=[figure._replace(review="rejected") for figure in done.figures])
    assert rows(aim, done)["grain_output"].attained == "no"
    assert rows(aim, gone)["grain_output"].attained == "unknown"


def test_what_was_missed_is_said_with_both_figures() -> None:
    aim = report(2022, "2022年，预期目标是地区生产总值增长5%左右。")
    (one,) = found("target_missed", aim, report(2023, "2022年地区生产总值增长4%。"))
    assert (
        one.message
        == "2022年地区生产总值增长4%，而上年报告的目标地区生产总值增长5%左右，未完成，低1个百分点。"
    )
    assert one.severity == "info"
    assert [id_.split(":")[0][-4:] for id_ in one.figure_ids] == ["2023", "2022"]
    assert one.document_id == "320500-work_report-2023"


# --- two reports of one number ----------------------------------------------------------------


def test_a_base_that_was_restated_is_a_revision_and_no_error() -> None:
    """Levels fall, growth at comparable prices is stated: the base was revised in between."""
    before = report(2018, "2017年地区生产总值预计4100亿元。")
    now = report(2019, "2018年地区生产总值预计4050亿元，增长3%。")
    (one,) = told(before, now).findings
    assert (one.check, one.severity) == ("growth_between", "info")
    assert "口径或修订差异" in one.message
    assert "可比价格" in one.message


@pytest.mark.parametrize(
    ("before", "now", "severity", "word"),
    [
        ("2021年社会消费品零售总额预计500亿元。", "2021年社会消费品零售总额460亿元。", "info", "（预计数）"),
        ("2021年社会消费品零售总额500亿元。", "2021年社会消费品零售总额900亿元。", "warning", "请核对"),
        ("2021年社会消费品零售总额500亿元。", "2021年社会消费品零售总额500万元。", "warning", "一万倍"),
        ("2021年社会消费品零售总额突破500亿元。", "2021年社会消费品零售总额512亿元。", "", ""),
        ("2021年社会消费品零售总额500亿元。", "2021年社会消费品零售总额500.3亿元。", "", ""),
    ],
)
def test_one_year_in_two_reports(before: str, now: str, severity: str, word: str) -> None:
    said = [
        (one.severity, one.message) for one in found("base_revised", report(2022, before), report(2023, now))
    ]
    assert [kind for kind, _ in said] == ([severity] if severity else [])
    assert all(word in message for _, message in said)


@pytest.mark.parametrize(
    ("growth", "severities"), [("4%", []), ("8%", ["info"]), ("40%", ["warning"]), ("年均增长9%", [])]
)
def test_growth_against_the_levels_of_two_reports(growth: str, severities: list[str]) -> None:
    stated = growth if "增长" in growth else f"增长{growth}"
    before = report(2022, "2021年社会消费品零售总额500亿元。")
    now = report(2023, f"2022年社会消费品零售总额520亿元，{stated}。")
    assert [one.severity for one in found("growth_between", before, now)] == severities


# --- province and city ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("city", "said"),
    [
        ("6%左右", "6%左右，上级5%—5.5%，高0.5个百分点"),
        ("4.5%", "4.5%，上级5%—5.5%，低0.5个百分点"),
        ("5.5%—6%", "5.5%—6%，上级5%—5.5%，区间相交"),
    ],
)
def test_the_targets_of_city_and_province_side_by_side(city: str, said: str) -> None:
    mine = report(2022, f"2022年，预期目标是地区生产总值增长{city}。")
    above = report(2022, "2022年，预期目标是地区生产总值增长5%—5.5%。", PROVINCE)
    (one,) = found("target_ladder", mine, above)
    assert one.message == f"2022年增长目标与江苏省对照：地区生产总值{said}。"
    assert found("target_ladder", mine, report(2023, "2023年，地区生产总值增长5%。", PROVINCE)) == []


# --- in a dataset -----------------------------------------------------------------------------

FIRST = "苏州市政府工作报告\n\n2021年社会消费品零售总额500亿元。\n\n2022年，预期目标是地区生产总值增长5%。\n"
SECOND = "苏州市2023年政府工作报告\n\n2022年地区生产总值增长4%。2022年社会消费品零售总额510亿元，增长8%。\n"


def dataset(folder: Path, texts: Sequence[str] = (FIRST, SECOND)) -> Path:
    """Reports of one city, extracted and checked."""
    raw, out = folder / "raw", folder / "out"
    raw.mkdir()
    for year, text in enumerate(texts, 2022):
        (raw / f"suzhou-{year}.txt").write_text(text, encoding="utf-8")
        (raw / f"suzhou-{year}.yaml").write_text(f"region: 江苏省苏州市\nyear: {year}\n", encoding="utf-8")
    engine = golden_cases.engine()
    extract(engine, [raw], out, jobs=1)
    revise.apply(out, lambda row: (), BOOK)
    return out


def content(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def test_a_check_writes_the_findings_once_and_the_same_bytes_again(tmp_path: Path) -> None:
    out = dataset(tmp_path)
    once = content(out)
    checks = [row[1] for row in read_rows(out, "findings") if row[1] in CHECKS]
    assert sorted(checks) == ["growth_between", "target_missed", "targets_reviewed"]
    counts = json.loads(once["run.json"])["findings"]
    assert sum(counts.values()) == len(list(read_rows(out, "findings")))
    revise.apply(out, lambda row: (), BOOK)
    assert content(out) == once


def test_the_table_is_as_its_dictionary_says(tmp_path: Path) -> None:
    out = dataset(tmp_path)
    text = (out / "targets.csv").read_text(encoding="utf-8-sig")
    header, *lines = csv.reader(io.StringIO(text))
    names = [field["name"] for field in targets()["schema"]["fields"]]
    assert header == names == list(TargetRow._fields)
    (row,) = (TargetRow(*line) for line in lines)
    assert (row.region, row.year, row.indicator_code, row.attained) == ("江苏省苏州市", "2022", "gdp", "no")
    assert Decimal(row.difference) == -1
    figures = {line[0]: line for line in read_rows(out, "figures")}
    assert {row.target_id, row.actual_id} <= set(figures)


def test_the_descriptor_tells_of_the_table_where_there_is_one(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    out = dataset(tmp_path)
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in package["resources"]][-1] == "targets"
    assert frictionless.validate(str(out / "datapackage.json")).valid


def test_one_report_alone_has_no_table(tmp_path: Path) -> None:
    out = dataset(tmp_path, [FIRST])
    assert not (out / "targets.csv").exists()
    assert "targets" not in (out / "datapackage.json").read_text(encoding="utf-8")


def test_the_table_goes_with_its_dataset(tmp_path: Path) -> None:
    out = dataset(tmp_path)
    engine = golden_cases.engine()
    extract(engine, [tmp_path / "raw" / "suzhou-2022.txt"], out, jobs=1)
    assert not (out / "targets.csv").exists()
