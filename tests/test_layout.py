"""From lines to blocks: tidy characters, joined lines, sections, and the way back to the source."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.words import Words
from pipeline.layout import Vocabulary, arrange, source_span
from pipeline.layout.cohesion import cohesion
from pipeline.layout.stitch import torn
from pipeline.layout.tidy import fold, lines_of
from pipeline.model import Document, Source

HERE = Path(__file__).parent
FREQUENCY = Words().frequency
WORDS = Vocabulary(
    clutter=("责任编辑", "分享到", "来源：", "浏览次数", "版权所有", "ICP备"),
    titles=("报告", "公报"),
    outer=("工作回顾", "主要预期目标", "工作安排"),
    annex=("名词解释", "附件"),
    turns=("各位代表",),
    binders=("的", "年"),
    frequency=FREQUENCY,
)


def arranged(text: str) -> Document:
    return arrange(Source("text", "text.txt", "txt", "", text), WORDS)


def blocks(text: str) -> list[tuple[str, str, str]]:
    """Kind, section and text of every block."""
    document = arranged(text)
    return [(b.kind, " > ".join(b.section), document.text[b.start : b.end]) for b in document.blocks]


def texts(text: str) -> list[str]:
    return arranged(text).text.split("\n")


# --- characters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("增长２．１％，总值１，６３５亿元", "增长2.1%，总值1,635亿元"),
        ("出口3,100万美元,增长5.2%;其中:民企占61%.", "出口3,100万美元，增长5.2%；其中：民企占61%."),
        ("(一)⼯业⻓⾜发展", "（一）工业长足发展"),
        ("比例为2.0︰50.5∶47.5，占48℅", "比例为2.0：50.5：47.5，占48%"),
        ("完成投资 520亿元、增 长 2.1%，占比达 48 %", "完成投资520亿元、增长2.1%，占比达48%"),
        ("产值1 6 3 5 亿元，增长1 2. 5%", "产值1635亿元，增长12.5%"),
        ("收入177 .8亿元，增长4. 8%", "收入177.8亿元，增长4.8%"),
        ("2 022 年和202 3年", "2022年和2023年"),
        ("指标 2022 2023 年", "指标2022 2023年"),
        ("增幅 99.0 -1.0", "增幅99.0 -1.0"),
        ("推进“1 5 1”行动", "推进“1 5 1”行动"),
        ("引进 New Energy 企业 3 家", "引进New Energy企业3家"),
        ("全年\u200b增长\ufeff5\u00a0%", "全年增长5%"),
        ("网址http://www.yunxi.cn/a?b=1", "网址http://www.yunxi.cn/a?b=1"),
        ("8:30开馆，比分3:2", "8:30开馆，比分3:2"),
        ("粮食\t12.4\t3.1", "粮食\t12.4\t3.1"),
    ],
)  # fmt: skip
def test_characters_are_folded_and_white_space_goes(written: str, tidy: str) -> None:
    assert texts(written) == [tidy]


def test_folding_keeps_every_position() -> None:
    text = "⻓⼯Ａ１２，３４５（）()︰%℅\u200b\u3000,;:?!⺠"
    assert len(fold(text)) == len(text)


def test_a_text_torn_by_blanks_everywhere_has_its_numbers_mended() -> None:
    text = "2 016年总值40.8 2 亿元，比201 5年增长8 3 %，人均收入 74 76 元，比2 014年多1 0条路。"
    assert texts(text) == ["2016年总值40.82亿元，比2015年增长83%，人均收入7476元，比2014年多10条路。"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u0085"])
def test_every_line_end_ends_a_line(end: str) -> None:
    assert texts(f"粮食增产。{end}油料减产。") == ["粮食增产。", "油料减产。"]


# --- lines ----------------------------------------------------------------------------------------

SPEECH = """各位代表：
现在，我代表县人民政府向大会报告工作，请予审议，并请县政协委员提出意见。
一、2023年工作回顾
过去一年，全县生产总值增长6.2%，固定资产投资增长9.4%，城镇新增就业6120人。
（一）工业经济稳步增长。规模以上工业增加值增长6.8%，新增规上工业企业23家。
装备制造产业园二期建成投产，工业用电量达到8.6亿千瓦时。
（二）农业生产连年丰收
粮食总产量达到42.7万吨，新建高标准农田5.2万亩。
各位代表！成绩来之不易，我们也看到发展中还有不少困难。
二、2024年工作安排
今年的主要任务是抓好六件大事，确保生产总值增长6%以上。
附件
名词解释
1.两个确保：指省里提出的两项要求。
"""


def test_a_text_in_order_comes_out_untouched() -> None:
    assert texts(SPEECH) == SPEECH.splitlines()
    assert texts(SPEECH.replace("\n", "\n\n")) == SPEECH.splitlines()
    assert texts("　　" + SPEECH.replace("\n", "\n　　")) == SPEECH.splitlines()


def test_sections_follow_numbers_run_in_headings_and_turns() -> None:
    review, plan = "一、2023年工作回顾", "二、2024年工作安排"
    assert [(kind, section) for kind, section, _ in blocks(SPEECH)] == [
        ("paragraph", ""),
        ("paragraph", ""),
        ("heading", ""),
        ("paragraph", review),
        ("paragraph", f"{review} > （一）工业经济稳步增长"),
        ("paragraph", f"{review} > （一）工业经济稳步增长"),
        ("heading", review),
        ("paragraph", f"{review} > （二）农业生产连年丰收"),
        ("paragraph", review),
        ("heading", ""),
        ("paragraph", plan),
        ("heading", ""),
        ("heading", ""),
        ("item", "名词解释"),
    ]


def wrapped(text: str, width: int) -> str:
    lines = (line[i : i + width] for line in text.splitlines() for i in range(0, len(line), width))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("width", [20, 24, 28])
def test_hard_wraps_are_joined(width: int) -> None:
    prose = [line for line in SPEECH.splitlines() if len(line) > width]
    joined = texts(wrapped(SPEECH, width))
    assert [line for line in prose if line not in joined] == []


def test_a_page_number_does_not_break_a_sentence() -> None:
    paragraph = SPEECH.splitlines()[3]
    lines = wrapped(SPEECH, 24).splitlines()
    lines.insert(5, "— 1 —")
    found = blocks("\n".join(lines))
    assert ("furniture", "一、2023年工作回顾", "—1—") in found
    assert paragraph in [text for _, _, text in found]


def test_a_line_broken_at_a_link_is_mended() -> None:
    text = """各位代表：

现在报告工作。去年出台《

云溪县促进就业办法

》，城镇新增就业6120人。扎实开展环境综合

整治

，关停企业45家，投资增长9.4%。

全年建成公路96公里，改造老旧小区36个。
"""
    assert texts(text) == [
        "各位代表：",
        "现在报告工作。去年出台《云溪县促进就业办法》，城镇新增就业6120人。扎实开展环境综合整治，关停企业45家，投资增长9.4%。",
        "全年建成公路96公里，改造老旧小区36个。",
    ]


def test_a_paragraph_without_its_full_stop_is_not_joined() -> None:
    text = "一、回顾\n高能耗产业下降5.7%，高新技术产业增长9.6%\n全年新建公路96公里，增长3%。\n二、安排\n"
    assert texts(text) == text.splitlines()


def test_a_report_in_one_line_is_cut_at_its_wide_blanks() -> None:
    body = "全年生产总值增长6.2%，固定资产投资增长9.4%，城镇新增就业6120人。" * 16
    text = f"各位代表：　　现在报告工作。　　一、去年工作　　{body}　　二、今年工作　　{body}"
    assert texts(text) == ["各位代表：", "现在报告工作。", "一、去年工作", body, "二、今年工作", body]


def test_the_frame_of_a_web_page_is_furniture() -> None:
    menu = ["首页", "新闻中心", "政务公开", "办事服务", "互动交流", "走进云溪", "数据开放"]
    text = "\n".join(
        [
            *menu,
            "云溪县政府工作报告",
            "来源：云溪日报",
            SPEECH,
            "责任编辑：王明",
            "分享到",
            *menu,
            "滇ICP备0001号",
        ]
    )
    kinds = {block: kind for kind, _, block in blocks(text)}
    assert {kinds[line] for line in [*menu, "来源：云溪日报", "责任编辑：王明", "滇ICP备0001号"]} == {
        "furniture"
    }
    assert kinds["云溪县政府工作报告"] == "heading"


def test_table_rows_keep_their_cells_and_make_no_headings() -> None:
    text = (
        "一、综合\n全年价格上涨0.3%。\n表1 价格指数\n指标\t指数\n食品\t99.7\n居住\t101.2\n全年就业6120人。\n"
    )
    assert [(kind, section) for kind, section, _ in blocks(text)][2:] == [("paragraph", "一、综合")] * 5
    assert "食品\t99.7" in texts(text)


# --- posters --------------------------------------------------------------------------------------


class Panel(NamedTuple):
    """One body of the made-up poster with its headings."""

    outer: str
    inner: str
    body: str


def panels() -> list[Panel]:
    found, outer, inner = [], "", ""
    for line in (HERE / "layout" / "poster.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            outer = line[2:]
        elif line.startswith("- "):
            inner = line[2:]
        elif not line.startswith("#"):
            found.append(Panel(outer, inner, line))
    return found


class Setting(NamedTuple):
    """How a poster is set: headings before (B) or after (A), outer first; width; what is between blocks."""

    case: str
    width: int = 0
    gap: str = "\n"
    bullet: str = ""
    cut: bool = False


def poster(setting: Setting, seed: int) -> str:
    """The made-up poster with its sections in another order, set as told."""
    rng = random.Random(seed)
    groups = grouped(panels())
    rng.shuffle(groups)
    for group in groups:
        rng.shuffle(group)
    tail = ""
    rows: list[str] = []
    for k, group in enumerate(groups):
        inner: list[str] = []
        for n, panel in enumerate(group):
            body = panel.body
            if setting.cut and (k, n) == (1, 1):
                place = body.rindex("，") - 1  # in the last word of a clause
                body, tail = body[:place], body[place:]
            inner += around(setting.case[1], setting.bullet + panel.inner, [body])
        rows += around(setting.case[0], group[0].outer, inner)
    if tail:
        rows.append(tail)
    return "\n".join(set_in_lines(row, setting.width) + setting.gap for row in rows)


def grouped(found: Iterable[Panel]) -> list[list[Panel]]:
    groups: dict[str, list[Panel]] = {}
    for panel in found:
        groups.setdefault(panel.outer, []).append(panel)
    return list(groups.values())


def around(side: str, heading: str, rows: Sequence[str]) -> list[str]:
    return [heading, *rows] if side == "B" else [*rows, heading]


def set_in_lines(row: str, width: int) -> str:
    return "\n".join(row[i : i + width] for i in range(0, len(row), width)) if width else row


def placed(document: Document, panel: Panel) -> bool | None:
    """Whether a body has its section; None if it did not come out in one piece."""
    for block in document.blocks:
        if panel.body in document.text[block.start : block.end].replace("\n", ""):
            return block.section == (panel.outer, panel.inner)
    return None


SETTINGS = [
    Setting(case, width, gap, bullet)
    for case in ("BB", "BA", "AB", "AA")
    for width, gap, bullet in [(0, "\n", ""), (12, "\n", ""), (17, "\n", "●"), (25, "", ""), (40, "\n", "●")]
]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: f"{s.case}-{s.width}-{len(s.gap)}{s.bullet}")
def test_bodies_find_the_headings_before_or_behind_them(setting: Setting) -> None:
    documents = [arranged(poster(setting, seed)) for seed in range(12)]
    results = [placed(document, panel) for document in documents for panel in panels()]
    assert None not in results, "a body was torn or joined to another"
    assert sum(map(bool, results)) >= 0.9 * len(results)


@pytest.mark.parametrize("seed", range(6))
def test_a_poster_in_order_is_left_in_order(seed: int) -> None:
    text = poster(Setting("BB"), seed)
    document = arranged(text)
    assert document.text.split("\n") == text.split()
    assert all(placed(document, panel) for panel in panels())


@pytest.mark.parametrize("case", ["BB", "BA", "AB", "AA"])
def test_a_torn_paragraph_is_stitched_only_with_its_own_half(case: str) -> None:
    for seed in range(8):
        document = arranged(poster(Setting(case, 20, cut=True), seed))
        whole = {panel.body for panel in panels()}
        bodies = {document.text[b.start : b.end] for b in document.blocks if b.kind == "paragraph"}
        halves = bodies - whole
        assert len(halves) in (0, 2), halves  # stitched rightly, or left alone


def test_a_word_across_the_tear_is_what_stitches() -> None:
    bodies = [
        "去年建成道路八条。力争新增人",
        "大力发展旅游，民生改善。",
        "才公寓3000套，打响品牌。",
        "民生持续改善。",
    ]
    assert torn(bodies, FREQUENCY) == (0, 2)
    assert torn(["去年建成道路八条。力争新增", *bodies[1:]], FREQUENCY) is None
    assert cohesion("力争新增人", "才公寓", FREQUENCY) > 2
    assert cohesion("力争新增人", "大力发展", FREQUENCY) == pytest.approx(0, abs=1e-6)


def test_the_seed_poster_comes_out_with_every_section() -> None:
    text = (HERE.parent / "raw" / "taicang-2023.txt").read_text("utf-8")
    document = arranged(text)
    expected = [
        line.split("\t") for line in (HERE / "layout" / "seed.tsv").read_text("utf-8").splitlines()[1:]
    ]
    for outer, inner, start in expected:
        found = [b.section for b in document.blocks if document.text.startswith(start, b.start)]
        assert found == [tuple(filter(None, (outer, inner)))], start


def test_the_seed_poster_has_one_stitch_one_tile_and_one_goal_heading() -> None:
    found = blocks((HERE.parent / "raw" / "taicang-2023.txt").read_text("utf-8"))
    assert any("新增人才公寓3000套，打响“人到太仓就有房”" in text for _, _, text in found)
    assert [text for kind, _, text in found if kind == "tile"] == ["规上工业产值8%"]
    goal = "2023年经济社会发展的主要预期目标"
    assert [(kind, section) for kind, section, text in found if text == goal] == [("heading", "")]
    assert ("item", "增强干事创业凝聚力", "坚持党的领导") in found


# --- the way back ---------------------------------------------------------------------------------


def assert_nothing_lost(text: str) -> None:
    """Every character that is not white stands in the tidy text once, and leads back to its place."""
    document = arranged(text)
    folded = fold(text)
    back = [
        source_span(document.origin, i, i + 1)[0]
        for i, char in enumerate(document.text)
        if not char.isspace()
    ]
    assert [folded[i] for i in back] == [char for char in document.text if not char.isspace()]
    assert sorted(back) == [i for i, char in enumerate(folded) if not char.isspace()]
    assert "\n".join(document.text[b.start : b.end] for b in document.blocks) == document.text


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        "太仓增长亿元一二（）()“”，,。、：:；●—-1234567890.%％２ \n\r\t\u3000\u200b\u2028⻓Ab", max_size=120
    )
)
def test_every_character_has_its_way_back(text: str) -> None:
    assert_nothing_lost(text)


@pytest.mark.parametrize("setting", SETTINGS[::3], ids=str)
def test_every_character_of_a_poster_has_its_way_back(setting: Setting) -> None:
    assert_nothing_lost(poster(setting._replace(cut=True), 3))


def test_a_span_over_a_hard_wrap_covers_both_lines() -> None:
    text = (HERE.parent / "raw" / "taicang-2023.txt").read_text("utf-8")
    document = arranged(text)
    at = document.text.index("1635亿元")
    start, end = source_span(document.origin, at, at + len("1635亿元"))
    assert text[start:end] == "1635亿\n元"


@pytest.mark.parametrize(
    "text",
    ["报告" + "1" * 1_000_000, "报告" + "1 " * 300_000, "报告" + "，" * 300_000, "增长，强\n" * 40_000],
    ids=["digits", "spaced digits", "commas", "lines"],
)
def test_monstrous_lines_do_not_hang(text: str) -> None:
    assert len(lines_of(fold(text))) >= 1
    assert arranged(text).blocks
