"""Tables: from a grid, or from lines with tabs, to figures like those of prose."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from pipeline.engine import Engine, shared
from pipeline.model import Extraction, Figure, Grid, GridCell, Passage, Source

#: a cell: its text, or (text, rows, columns) where it is merged; "" is empty, None is covered by another
Cell = str | tuple[str, int, int] | None
YEAR = {"year": "2023", "kind": "communique"}


@cache
def engine() -> Engine:
    return shared()


class _Page:
    """A source that grows by headings, paragraphs and tables, as a reader writes it."""

    def __init__(self) -> None:
        self.text = ""
        self.passages: list[Passage] = []
        self.grids: list[Grid] = []

    def line(self, text: str, kind: str = "", level: int = 0) -> None:
        self.passages.append(Passage(len(self.text), len(self.text) + len(text), kind, level))
        self.text += text + "\n"

    def table(self, rows: list[list[Cell]]) -> None:
        cells = []
        for number, row in enumerate(rows):
            start, at = len(self.text), 0
            for column, cell in enumerate(row):
                text, down, across = cell if isinstance(cell, tuple) else (cell or "", 1, 1)
                if not text:
                    continue
                self.text += "\t" * (column - at)
                at = column
                cells.append(
                    GridCell(number, column, len(self.text), len(self.text) + len(text), down, across)
                )
                self.text += text
            if len(self.text) > start:
                self.passages.append(Passage(start, len(self.text), "row"))
                self.text += "\n"
        self.grids.append(Grid(max(map(len, rows)), tuple(cells)))


def read(rows: list[list[Cell]], *above: str, heading: str = "一、综合") -> Extraction:
    """What is read of a table below a heading and the lines `above`."""
    page = _Page()
    page.line(heading, "heading", 1)
    page.line("全年经济运行总体平稳，质量效益稳步提升。", "paragraph")
    for line in above:
        page.line(line, "paragraph")
    page.table(rows)
    page.line("各项事业全面进步，民生持续改善。", "paragraph")
    source = Source("t", "t", "docx", "", page.text, passages=tuple(page.passages), grids=tuple(page.grids))
    result = engine().extract_source(source, "t", YEAR)
    assert all(row.role != "unexplained" for row in result.ledger)
    figures = {row.figure_start for row in result.ledger if row.role == "figure"}
    assert figures == {figure.char_start for figure in result.figures}
    return result


def told(result: Extraction) -> list[tuple[str, str, str, str]]:
    """Indicator, measure, value with unit, period of each figure."""
    return [(f.indicator_text, f.measure, f"{f.value}{f.unit}", f.period) for f in result.figures]


def parents(result: Extraction) -> dict[str, str]:
    by_start = {f.char_start: f.indicator_text for f in result.figures}
    return {f.indicator_text: by_start[f.parent_start] for f in result.figures if f.parent_start is not None}


def only(result: Extraction, quote: str) -> Figure:
    (found,) = [f for f in result.figures if f.quote == quote]
    return found


MAIN: list[list[Cell]] = [
    ["指标", "单位", "绝对量", "比上年增长%"],
    ["地区生产总值", "亿元", "1635.16", "2.1"],
    ["第一产业", "亿元", "31.20", "-1.5"],
    ["进出口总额", "亿美元", "168.30", "—"],
]


def test_a_row_gives_a_level_and_a_growth() -> None:
    result = read(MAIN, "表1 主要经济指标")
    assert told(result) == [
        ("地区生产总值", "level", "1635.16亿元", "2023"),
        ("地区生产总值", "growth", "2.1%", "2023"),
        ("第一产业增加值", "level", "31.20亿元", "2023"),
        ("第一产业增加值", "growth", "-1.5%", "2023"),
        ("进出口总额", "level", "168.30亿美元", "2023"),
    ]
    assert {f.basis for f in result.figures if f.measure == "growth"} == {"同比"}
    assert only(result, "1635.16").indicator_code == "gdp"


def test_the_section_names_the_table() -> None:
    assert {f.section for f in read(MAIN, "表1 主要经济指标").figures} == {"一、综合 > 表1主要经济指标"}
    assert {f.section for f in read(MAIN, "表1 主要经济指标", "单位：亿元").figures} == {
        "一、综合 > 表1主要经济指标"
    }
    titled = [[("主要经济指标", 1, 4), None, None, None], *MAIN]
    assert {f.section for f in read(titled).figures} == {"一、综合 > 主要经济指标"}
    assert {f.section for f in read(MAIN).figures} == {"一、综合"}


def test_lines_with_tabs_are_read_like_a_grid() -> None:
    lines = ["\t".join(str(cell) for cell in row if cell != "") for row in MAIN]
    text = "\n".join(["一、综合", "全年经济平稳。", "表1 主要经济指标", *lines, "各项事业进步。"])
    result = engine().extract_text(text, sidecar=YEAR)
    assert told(result) == told(read(MAIN, "表1 主要经济指标"))


def test_an_empty_cell_moves_nothing() -> None:
    rows: list[list[Cell]] = [["指标", "2022年", "2023年"], ["货物吞吐量", "", "12"], ["客运量", "8", ""]]
    assert told(read(rows, "单位：万吨")) == [
        ("货物吞吐量", "level", "12万吨", "2023"),
        ("客运量", "level", "8万吨", "2022"),
    ]


def test_headings_on_two_levels() -> None:
    rows: list[list[Cell]] = [
        [("指标", 2, 1), ("2022年", 1, 2), None, ("2023年", 1, 2), None],
        [None, "绝对量（亿元）", "增长（%）", "绝对量（亿元）", "增长（%）"],
        ["固定资产投资", "20", "3.5", "21", "5.0"],
    ]
    assert told(read(rows)) == [
        ("固定资产投资", "level", "20亿元", "2022"),
        ("固定资产投资", "growth", "3.5%", "2022"),
        ("固定资产投资", "level", "21亿元", "2023"),
        ("固定资产投资", "growth", "5.0%", "2023"),
    ]


def test_headings_on_two_levels_in_lines_with_tabs() -> None:
    heads = "指标\t2022年\t2023年\n绝对量\t增长（%）\t绝对量\t增长（%）\n"
    text = heads + "固定资产投资\t20\t3.5\t21\t5\n工业投资\t9\t1\t8\t-2"
    result = engine().extract_text(text, sidecar=YEAR)
    assert [(f.measure, f.period) for f in result.figures[:4]] == [
        ("level", "2022"), ("growth", "2022"), ("level", "2023"), ("growth", "2023"),
    ]  # fmt: skip


def test_columns_tell_whose_the_numbers_are() -> None:
    rows: list[list[Cell]] = [
        [("指标", 2, 1), ("居民收入", 1, 2), None],
        [None, "城镇", "农村"],
        ["人均可支配收入", "52000", "25000"],
    ]
    names = [f.indicator_text for f in read(rows, "单位：元").figures]
    assert [name.endswith("人均可支配收入") for name in names] == [True, True]
    assert "城镇" in names[0]
    assert "农村" in names[1]


def test_a_budget_holds_targets_and_what_was_done() -> None:
    rows: list[list[Cell]] = [
        [("项目", 3, 1), ("2023年", 1, 3), None, None, ("2024年预算", 1, 3), None, None],
        [None, ("预算数", 2, 1), ("执行数", 2, 1), ("完成预算%", 2, 1), ("建议数", 2, 1),
         ("比2023年执行数增减", 1, 2), None],
        [None, None, None, None, None, "金额", "%"],
        ["", "1", "2", "3=2/1*100", "4", "5=4-2", "6=5/2*100"],
        ["一般公共预算收入", "3,480", "3,667", "105.4", "3,859", "-192", "-5.2"],
    ]  # fmt: skip
    result = read(rows, "单位：万元")
    assert [(f.measure, f"{f.value}{f.unit}", f.period, f.status) for f in result.figures] == [
        ("level", "3480万元", "2023", "target"),
        ("level", "3667万元", "2023", "actual"),
        ("level", "105.4%", "2023", "actual"),
        ("level", "3859万元", "2024", "target"),
        ("change", "-192万元", "2024", "target"),
        ("growth", "-5.2%", "2024", "target"),
    ]
    assert result.figures[0].status_text == "预算数"
    assert result.figures[2].indicator_text == "一般公共预算收入完成预算比例"
    assert result.figures[5].basis == "较2023年"
    assert [row.role for row in result.ledger if row.rule == "grammar:table_header"].count("ordinal") >= 6


def test_the_year_before_and_a_per_cent_of_the_budget() -> None:
    rows: list[list[Cell]] = [
        ["项目", "调整预算数", "执行数", "执行数为调整预算数%", "上年决算数", "执行数比上年+,-%"],
        ["税收收入", "13098", "12251", "93.5", "12235", "0.1"],
    ]
    result = read(rows, "单位：万元")
    assert [(f.measure, f.status, f.period) for f in result.figures] == [
        ("level", "target", "2023"),
        ("level", "actual", "2023"),
        ("level", "actual", "2023"),
        ("level", "actual", "2022"),
        ("growth", "actual", "2023"),
    ]


def test_shares_indices_points_and_ranks() -> None:
    rows: list[list[Cell]] = [
        ["指标", "绝对量（万人）", "占比（%）", "比上年增减（百分点）", "位次"],
        ["常住人口", "859.9", "100.0", "0.5", "3"],
    ]
    assert [(f.indicator_text, f.measure, f"{f.value}{f.unit}") for f in read(rows).figures] == [
        ("常住人口", "level", "859.9万人"),
        ("常住人口比重", "level", "100.0%"),
        ("常住人口", "change", "0.5百分点"),
        ("常住人口", "rank", "3"),
    ]
    prices: list[list[Cell]] = [["类别", "指数（上年=100）"], ["居民消费价格", "100.3"], ["衣着", "101.2"]]
    assert told(read(prices)) == [
        ("居民消费价格指数", "level", "100.3", "2023"),
        ("衣着居民消费价格指数", "level", "101.2", "2023"),
    ]


def test_parts_have_their_whole() -> None:
    rows: list[list[Cell]] = [
        ["指标", "单位", "绝对量"],
        ["房屋施工面积", "万平方米", "1308"],
        ["其中：住宅", "万平方米", "766"],
        ["商品房销售额", "亿元", "318"],
        ["其中：住宅", "亿元", "250"],
    ]
    assert parents(read(rows)) == {"住宅施工面积": "房屋施工面积", "住宅销售额": "商品房销售额"}


def test_a_row_that_cannot_be_read_ends_what_is_above() -> None:
    text = (
        "表2 财政收支\n指标\t绝对数（亿元）\t增长（%）\n财政总收入\t148.87\t3.5\n"
        "其中：税收收入\t69.10\t12.5\n"
        "一般公共预算支出\t376.82\t5.24.6\n其中：教育\t85.51\t11.1\n"
    )
    result = engine().extract_text(text, sidecar=YEAR)
    found = only(result, "85.51")
    assert (found.indicator_text, found.parent_start) == ("教育支出", None)


def test_a_part_is_not_larger_than_its_whole() -> None:
    rows: list[list[Cell]] = [
        ["产品名称", "产量（万吨）"],
        ["粮食", "933"],
        ["其中：夏粮", "551"],
        ["秋粮", "381"],
        ["其中：谷物", "907"],
    ]
    assert parents(read(rows)) == {"夏粮产量": "粮食产量", "谷物产量": "粮食产量"}


def test_numbers_of_names_give_the_whole_too() -> None:
    rows: list[list[Cell]] = [
        ["项目", "金额"],
        ["一、社会保险基金收入", "900"],
        ["（一）养老保险基金收入", "500"],
        ["1.财政补贴收入", "100"],
        ["（二）医疗保险基金收入", "400"],
        ["1.财政补贴收入", "50"],
    ]
    result = read(rows, "单位：万元")
    assert only(result, "50").indicator_text == "医疗保险基金财政补贴收入"
    assert parents(result)["养老保险基金财政补贴收入"] == "养老保险基金收入"
    assert parents(result)["医疗保险基金收入"] == "社会保险基金收入"


def test_a_name_without_numbers_heads_those_below() -> None:
    rows: list[list[Cell]] = [
        ["指标", "单位", "数量"],
        ["城镇", "", ""],
        ["人均可支配收入", "元", "52000"],
        ["农村", "", ""],
        ["人均可支配收入", "元", "25000"],
    ]
    assert [f.indicator_text for f in read(rows).figures] == ["城镇人均可支配收入", "农村人均可支配收入"]


def test_a_merged_name_goes_down_its_rows() -> None:
    rows: list[list[Cell]] = [
        ["地区", "指标", "数值（元）"],
        [("城镇", 2, 1), "人均可支配收入", "52000"],
        [None, "人均消费支出", "31000"],
        [("农村", 2, 1), "人均可支配收入", "25000"],
        [None, "人均消费支出", "19000"],
    ]
    assert [f.indicator_text for f in read(rows).figures] == [
        "城镇人均可支配收入", "城镇人均消费支出", "农村人均可支配收入", "农村人均消费支出",
    ]  # fmt: skip


def test_a_table_with_indicators_as_columns() -> None:
    rows: list[list[Cell]] = [
        ["地区", "生产总值（亿元）", "工业增加值（亿元）"],
        ["甲县", "120", "35"],
        ["乙县", "90", "20"],
    ]
    assert [f.indicator_text for f in read(rows).figures] == [
        "甲县生产总值", "甲县工业增加值", "乙县生产总值", "乙县工业增加值",
    ]  # fmt: skip
    years: list[list[Cell]] = [["年份", "粮食产量（万吨）"], ["2021年", "30"], ["2022", "31"]]
    assert told(read(years)) == [
        ("粮食产量", "level", "30万吨", "2021"),
        ("粮食产量", "level", "31万吨", "2022"),
    ]


def test_names_side_by_side() -> None:
    rows: list[list[Cell]] = [
        ["行业", "比上年增长（%）", "行业", "比上年增长（%）"],
        ["采矿业", "-6.8", "金融业", "-86.9"],
        ["制造业", "1.3倍", "教育", "29.8"],
    ]
    result = read(rows, "表4 分行业固定资产投资增长速度")
    assert told(result) == [
        ("采矿业投资", "growth", "-6.8%", "2023"),
        ("金融业投资", "growth", "-86.9%", "2023"),
        ("制造业投资", "growth", "1.3倍", "2023"),
        ("教育投资", "growth", "29.8%", "2023"),
    ]


def test_words_in_a_cell_are_prose_of_the_row() -> None:
    rows: list[list[Cell]] = [
        ["指标", "2023年完成", "2024年目标"],
        ["社会消费品零售总额", "512.66亿元", "增长6%左右"],
        ["城镇登记失业率", "2.8", "控制在4%以内"],
    ]
    result = read(rows)
    found = only(result, "512.66亿元")
    assert (found.indicator_text, found.status, found.period) == ("社会消费品零售总额", "actual", "2023")
    found = only(result, "6%")
    assert (found.indicator_text, found.measure, found.bound) == ("社会消费品零售总额", "growth", "approx")
    assert only(result, "4%").bound == "le"


def test_a_table_of_prose_is_prose() -> None:
    rows: list[list[Cell]] = [
        ["序号", "任务", "落实情况"],
        ["1", "新增幼儿园学位2700个", "已新增幼儿园学位2800个。"],
        ["2", "打通断头路8条", "已打通断头路9条，改造人行道12公里。"],
    ]
    result = read(rows)
    assert [(f.quote, f.indicator_text) for f in result.figures] == [
        ("2700个", "新增幼儿园学位"),
        ("2800个", "新增幼儿园学位"),
        ("8条", "打通断头路"),
        ("9条", "打通断头路"),
        ("12公里", "改造人行道"),
    ]


def test_serial_numbers_and_codes_are_no_figures() -> None:
    rows: list[list[Cell]] = [
        ["序号", "科目编码", "科目名称", "预算数"],
        ["1", "205", "教育支出", "300"],
        ["2", "206", "科学技术支出", "200"],
    ]
    result = read(rows, "单位：万元")
    assert [f.quote for f in result.figures] == ["300", "200"]


def test_rows_of_a_table_do_not_end_a_section() -> None:
    page = _Page()
    page.line("九、居民收入")
    page.line("全年居民收入稳步增长，生活水平不断提高。", "paragraph")
    page.table([["指标", "绝对量（元）"], ["一、人均可支配收入", "37334"], ["二、人均消费支出", "21116"]])
    page.line("年末参加养老保险91.08万人。", "paragraph")
    source = Source("t", "t", "docx", "", page.text, passages=tuple(page.passages), grids=tuple(page.grids))
    assert {f.section for f in engine().extract_source(source, "t", YEAR).figures} == {"九、居民收入"}


def test_a_heading_torn_into_lines_is_whole_again() -> None:
    text = (
        "表2 主要农作物\n项目\t播种面积\n（万亩）\n比上年增长\n（%）\n产量\n（万吨）\n"
        "小麦\t162.75\t-6.8\t61.54\n玉米\t35.6\t2.1\t40.2\n"
    )
    assert told(engine().extract_text(text, sidecar=YEAR))[:3] == [
        ("小麦播种面积", "level", "162.75万亩", "2023"),
        ("小麦播种面积", "growth", "-6.8%", "2023"),
        ("小麦产量", "level", "61.54万吨", "2023"),
    ]


@pytest.mark.parametrize(
    ("heading", "measure", "unit"),
    [
        ("比上年±%", "growth", "%"),
        ("同比增减（±%）", "growth", "%"),
        ("增速（%）", "growth", "%"),
        ("比上年增减（亿元）", "change", "亿元"),
        ("比重（%）", "level", "%"),
        ("2000万元以上项目（个）", "level", "个"),
    ],
)
def test_what_a_heading_says(heading: str, measure: str, unit: str) -> None:
    figure = read([["指标", heading], ["固定资产投资", "12.5"]]).figures[0]
    assert (figure.measure, figure.unit, figure.period) == (measure, unit, "2023")
    assert isinstance(figure, Figure)


def test_two_numbers_in_one_cell_are_said_to_be_unread() -> None:
    rows: list[list[Cell]] = [
        ["产品名称", "产量（万吨）比上年增长%"],
        ["粮食", "303.2 0.3"],
        ["油料", "18.7-0.5"],
    ]
    page = _Page()
    page.table(rows)
    source = Source("t", "t", "pdf", "", page.text, passages=tuple(page.passages), grids=tuple(page.grids))
    result = engine().extract_source(source, "t", YEAR)
    assert not result.figures
    assert [row.role for row in result.ledger].count("unexplained") == 4


def test_rows_that_add_up_are_parts_and_tell_repeated_names_apart() -> None:
    result = read([
        ["指标", "年末余额（亿元）", "比上年末增长（%）"],
        ["各项存款", "3934.85", "11.1"],
        ["住户存款", "2833.08", "9.7"],
        ["活期存款", "530.23", "6.1"],
        ["定期存款", "2302.85", "10.6"],
        ["企业存款", "705.09", "10.5"],
        ["活期存款", "194.11", "3.4"],
        ["定期存款", "510.98", "13.4"],
    ])  # fmt: skip
    assert only(result, "530.23").indicator_text.startswith("住户活期存款")
    assert only(result, "510.98").indicator_text.startswith("企业定期存款")
    whole = {name: only(result, name).char_start for name in ("2833.08", "705.09", "9.7")}
    assert only(result, "2302.85").parent_start == whole["2833.08"]
    assert only(result, "194.11").parent_start == whole["705.09"]
    assert only(result, "6.1").parent_start == whole["9.7"]
    assert only(result, "705.09").parent_start is None


def test_a_row_that_stands_alone_and_a_minus_before_a_per_cent() -> None:
    result = engine().extract_text(
        "一、工业\n指标\t单位\t数量\t比上年增长\n大米\t万吨\t267.0\t-1.1%\n", sidecar=YEAR
    )
    assert [(f.quote, f.value, f.unit, f.measure) for f in result.figures] == [
        ("267.0", Decimal("267.0"), "万吨", "level"),
        ("-1.1%", Decimal("-1.1"), "%", "growth"),
    ]
