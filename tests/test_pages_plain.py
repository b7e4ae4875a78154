"""Pages of one column: paragraphs, furniture, footnotes and tables, on pages set in the tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest

from pipeline.layout.pages import plain
from pipeline.layout.pages.compose import compose
from pipeline.layout.vocabulary import Vocabulary
from pipeline.model import Glyph, Mark, Sheet, Source

SIZE = 16.0
LEFT, RIGHT = 80.0, 512.0  # 27 characters of text
PITCH = 28.0
HAN = "全市经济运行稳中有进城乡居民收入持续增加产业结构不断优化发展质量稳步提升"


def set_at(text: str, x: float, top: float, size: float = SIZE, font: str = "song") -> list[Glyph]:
    """Text as glyphs from a place on: ASCII is half as wide as other characters; blanks are gaps."""
    glyphs = []
    for char in text:
        width = size / 2 if char.isascii() else size
        if not char.isspace():
            glyphs.append(Glyph(char, x, top, x + width, top + size, size, font))
        x += width
    return glyphs


def set_right(text: str, x1: float, top: float, size: float = 10.5) -> list[Glyph]:
    width = sum(size / 2 if char.isascii() else size for char in text)
    return set_at(text, x1 - width, top, size)


def sheet(number: int, *glyphs: Iterable[Glyph], marks: Sequence[Mark] = ()) -> Sheet:
    return Sheet(number, 595, 842, tuple(glyph for group in glyphs for glyph in group), tuple(marks))


def rule(y: float, x0: float = LEFT, x1: float = RIGHT) -> Mark:
    return Mark(x0, y - 0.25, x1, y + 0.25, 0, None)


def post(x: float, top: float, bottom: float) -> Mark:
    return Mark(x - 0.25, top, x + 0.25, bottom, 0, None)


def paragraph(text: str, top: float, indent: int = 2, size: float = SIZE) -> list[Glyph]:
    """Text wrapped in the column, its first line indented by so many characters."""
    glyphs, x, y = [], LEFT + indent * size, top
    for char in text:
        width = size / 2 if char.isascii() else size
        if x + width > RIGHT + 0.1:
            x, y = LEFT, y + PITCH
        glyphs.append(Glyph(char, x, y, x + width, y + size, size, "song"))
        x += width
    return glyphs


def read(*sheets: Sheet) -> Source:
    source = Source("d", "d.pdf", "pdf", "", "", sheets=sheets)
    return compose(source, plain.stretches(sheets, Vocabulary()))


def lines(*sheets: Sheet) -> list[str]:
    return read(*sheets).text.splitlines()


def kinds(source: Source) -> list[tuple[str, str]]:
    return [(passage.kind, source.text[passage.start : passage.end]) for passage in source.passages]


def table_of(source: Source, at: int = 0) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): source.text[c.start : c.end] for c in source.grids[at].cells}


def many(count: int) -> str:
    """A sentence of so many characters, its end mark included."""
    return (HAN * 9)[: count - 1] + "。"


def body(top: float = 90) -> list[Glyph]:
    """Two paragraphs from whose seven lines the column of a page can be told."""
    return paragraph(many(80), top) + paragraph(many(75), top + 4 * PITCH)


def own_body(page: int) -> list[Glyph]:
    """Text that stands on one page only."""
    return paragraph(many(80)[page:], 90) + paragraph(many(75)[page:], 90 + 4 * PITCH)


# --- lines


def test_a_line_is_whole_whatever_the_sizes_and_the_order_of_its_glyphs() -> None:
    line = [
        *set_at("增长", 96, 100),
        *set_at("5.2%", 128, 102, 14, "times"),  # half-width type sits a little lower
        *set_at("[1]", 156, 99, 7),  # a raised mark
        *set_at("，超过预期", 167, 100),
    ]
    assert lines(sheet(1, reversed(line))) == ["增长5.2%[1]，超过预期"]


def test_a_character_that_is_printed_twice_is_read_once() -> None:
    assert lines(sheet(1, set_at("一、综合", 96, 100), set_at("一、综合", 96.4, 100.2))) == ["一、综合"]


def test_two_equal_characters_side_by_side_are_both_read() -> None:
    assert lines(sheet(1, set_at("增长11.11%", 96, 100))) == ["增长11.11%"]


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [("GDP growth of 5G", "GDP growth of 5G"), ("表1  2023年", "表1 2023年"), ("一、综  合", "一、综合")],
)
def test_blanks_stay_between_latin_words_and_numbers_only(printed: str, read_as: str) -> None:
    assert lines(sheet(1, set_at(printed, 96, 100))) == [read_as]


# --- paragraphs


def test_indented_lines_begin_paragraphs() -> None:
    assert lines(sheet(1, body())) == [many(80), many(75)]


def test_a_full_last_line_does_not_swallow_the_next_paragraph() -> None:
    full = many(25 + 27)  # ends at the right side of the column
    page = sheet(
        1, paragraph(full, 90), paragraph(many(60), 90 + 2 * PITCH), paragraph(many(60), 90 + 5 * PITCH)
    )
    assert lines(page) == [full, many(60), many(60)]


def test_a_heading_stands_alone() -> None:
    head = set_at("二、工业", LEFT + 32, 90 + 7 * PITCH, SIZE, "hei")
    page = sheet(1, body(), head, paragraph(many(40), 90 + 8 * PITCH))
    assert lines(page) == [many(80), many(75), "二、工业", many(40)]


def test_a_title_on_two_lines_is_one() -> None:
    title = set_at("关于某市预算执行情况和", 186, 40, 22) + set_at("二〇二六年预算草案的报告", 175, 74, 22)
    assert lines(sheet(1, title, body(130)))[0] == "关于某市预算执行情况和二〇二六年预算草案的报告"


def test_a_line_ends_early_for_a_number_that_cannot_be_torn() -> None:
    first = set_at(HAN[:22] + "达", LEFT + 32, 90)  # 2 characters of room left
    second = set_at("1234567.89亿元，" + HAN[:17] + "长", LEFT, 90 + PITCH)
    rest = set_at("完。", LEFT, 90 + 2 * PITCH)
    page = sheet(1, first, second, rest, body(90 + 3 * PITCH))
    assert lines(page)[0] == HAN[:22] + "达1234567.89亿元，" + HAN[:17] + "长完。"


def test_a_remark_in_small_type_does_not_break_its_paragraph() -> None:
    first = set_at(HAN[:15] + "增长", LEFT + 32, 90) + set_at("（主要是受上年基数", LEFT + 19 * 16, 91, 14)
    second = set_at("较低影响）", LEFT, 91 + PITCH, 14) + set_at("，完成预算。", LEFT + 70, 90 + PITCH)
    page = sheet(1, first, second, body(90 + 2 * PITCH))
    assert lines(page)[0] == HAN[:15] + "增长（主要是受上年基数较低影响），完成预算。"


def test_entries_of_a_table_of_contents_are_furniture() -> None:
    entries = [set_at("一、综合" + "…" * 22 + "1", LEFT, 90), set_at("二、农业" + "…" * 22 + "3", LEFT, 118)]
    assert [kind for kind, _ in kinds(read(sheet(1, *entries)))] == ["furniture", "furniture"]


# --- from page to page


def test_a_sentence_goes_on_over_the_page_break_and_the_page_number_stands_behind_it() -> None:
    first = sheet(1, body(), paragraph(HAN[:25] + HAN[:27], 90 + 7 * PITCH), set_at("— 1 —", 270, 780, 14))
    second = sheet(2, set_at("完成全年目标。", LEFT, 90), body(90 + PITCH), set_at("— 2 —", 270, 780, 14))
    source = read(first, second)
    assert kinds(source) == [
        ("", many(80)),
        ("", many(75)),
        ("", HAN[:25] + HAN[:27] + "完成全年目标。"),
        ("furniture", "—1—"),
        ("", many(80)),
        ("", many(75)),
        ("furniture", "—2—"),
    ]
    assert source.places is not None
    at = source.text.index("完成全年")
    assert (source.places.page[at - 1], source.places.page[at]) == (1, 2)


def test_a_paragraph_that_ended_is_not_joined_over_the_page_break() -> None:
    first = sheet(1, body())
    second = sheet(2, body())
    assert lines(first, second) == [many(80), many(75)] * 2


def test_running_heads_and_bare_page_numbers_are_furniture() -> None:
    pages = [
        sheet(n, set_at("某市人民政府公报", LEFT, 40, 9), own_body(n), set_at(str(n + 6), 300, 790, 9))
        for n in range(1, 5)
    ]
    furniture = [text for kind, text in kinds(read(*pages)) if kind == "furniture"]
    assert furniture == [text for n in range(1, 5) for text in ("某市人民政府公报", str(n + 6))]


def test_numbered_captions_on_every_page_are_no_running_heads() -> None:
    pages = [sheet(n, set_at(f"表{n}", LEFT, 40, 14), own_body(n)) for n in range(1, 6)]
    assert [text for kind, text in kinds(read(*pages)) if kind == "furniture"] == []


def test_text_that_is_turned_is_furniture() -> None:
    turned = [glyph._replace(upright=False) for glyph in set_at("样稿", 20, 400)]
    assert kinds(read(sheet(1, body(), turned)))[-1] == ("furniture", "样稿")


def test_footnotes_do_not_stand_inside_a_sentence() -> None:
    note = set_at("[1]本公报数据为初步数。", LEFT, 720, 10) + set_at("[2]按可比价格计算。", LEFT, 736, 10)
    first = sheet(
        1, body(), paragraph(HAN[:25] + HAN[:27], 90 + 7 * PITCH), note, marks=[rule(712, LEFT, LEFT + 140)]
    )
    second = sheet(2, set_at("完成全年目标。", LEFT, 90), body(90 + PITCH))
    assert lines(first, second)[2:5] == [
        HAN[:25] + HAN[:27] + "完成全年目标。",
        "[1]本公报数据为初步数。",
        "[2]按可比价格计算。",
    ]


# --- tables

HEAD = ("指标", "单位", "绝对量", "比上年增长（%）")
ROWS = [
    ("地区生产总值", "亿元", "1635.16", "2.1"),
    ("第一产业", "亿元", "31.20", "-1.5"),
    ("进出口总额", "亿美元", "168.30", "—"),
    ("粮食产量", "万吨", "15.62", "0.3"),
]
EDGES = (LEFT, 250.0, 320.0, 400.0, RIGHT)


def set_row(cells: Sequence[str], top: float, head: bool = False) -> list[Glyph]:
    """Labels from the left, numbers to the right side of their column, heads near its middle."""
    found: list[Glyph] = []
    for at, text in enumerate(cells):
        if at < 2 or head:
            found += set_at(text, EDGES[at] + (20 if head else 5), top, 10.5)
        else:
            found += set_right(text, EDGES[at + 1] - 5, top)
    return found


def set_table(rows: Sequence[Sequence[str]], top: float, pitch: float = 20) -> list[Glyph]:
    glyphs = set_row(HEAD, top, True)
    for at, row in enumerate(rows, 1):
        glyphs += set_row(row, top + at * pitch)
    return glyphs


EXPECTED = {(i, j): text for i, row in enumerate([HEAD, *ROWS]) for j, text in enumerate(row)}


def grid_marks(tops: Sequence[float]) -> list[Mark]:
    return [*map(rule, tops), *(post(x, tops[0], tops[-1]) for x in EDGES)]


def test_a_ruled_table() -> None:
    marks = grid_marks([296, 316, 336, 356, 376, 396])
    source = read(sheet(1, body(), set_at("表1 主要指标", 240, 280, 12), set_table(ROWS, 301), marks=marks))
    assert table_of(source) == EXPECTED
    assert source.grids[0].columns == 4
    assert ("", "表1主要指标") in [(kind, text.replace(" ", "")) for kind, text in kinds(source)]


def test_rules_drawn_cell_by_cell_make_the_same_table() -> None:
    tops = [296, 316, 336, 356, 376, 396]
    pieces = [rule(y, a + 0.5, b - 0.5) for y in tops for a, b in pairwise(EDGES)]
    pieces += [post(x, a + 0.5, b - 0.5) for x in EDGES for a, b in pairwise(tops)]
    assert table_of(read(sheet(1, set_table(ROWS, 301), marks=pieces))) == EXPECTED


def test_rows_without_rules_between_them_in_a_table_with_open_sides() -> None:
    marks = [rule(296), rule(316), rule(396), *(post(x, 296, 396) for x in EDGES[1:-1])]
    assert table_of(read(sheet(1, body(), set_table(ROWS, 301), marks=marks))) == EXPECTED


def test_merged_heads_span_their_columns_and_rows() -> None:
    x = (80.0, 200.0, 300.0, 400.0, 500.0)
    marks = [rule(100, 80, 500), rule(120, 200, 400), rule(140, 80, 500), rule(160, 80, 500)]
    marks += [post(at, 100, 160) for at in (80, 200, 400, 500)] + [post(300, 120, 160)]
    glyphs = [set_at("项目", x[0] + 40, 114, 10.5), set_at("2025年", x[1] + 80, 105, 10.5)]
    glyphs += [set_at("预算数", x[1] + 30, 125, 10.5), set_at("执行数", x[2] + 30, 125, 10.5)]
    glyphs += [set_at("备注", x[3] + 40, 114, 10.5), set_at("增值税", x[0] + 5, 145, 10.5)]
    glyphs += [set_right("125,900", x[2] - 5, 145), set_right("100,934", x[3] - 5, 145)]
    grid = read(sheet(1, *glyphs, marks=marks)).grids[0]
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in grid.cells}
    assert spans == {
        (0, 0): (2, 1),
        (0, 1): (1, 2),
        (0, 3): (2, 1),
        (1, 1): (1, 1),
        (1, 2): (1, 1),
        (2, 0): (1, 1),
        (2, 1): (1, 1),
        (2, 2): (1, 1),
    }
    assert grid.columns == 4


def test_columns_of_numbers_without_a_rule_between_them() -> None:
    marks = [rule(296), rule(316), rule(396), post(EDGES[1], 296, 396)]
    assert table_of(read(sheet(1, set_table(ROWS, 301), marks=marks)))[1, 3] == "2.1"


def test_a_wrapped_label_is_one_cell() -> None:
    rows = set_row(("彩票发行机构和彩票销售", "万元", "2320", "1.8"), 301)
    wrapped = set_at("机构的业务费用", EDGES[0] + 5, 314, 10.5)
    more = set_row(("车辆通行费", "万元", "50440", "2.7"), 341)
    marks = [rule(290), rule(366), *(post(x, 290, 366) for x in EDGES)]
    cells = table_of(read(sheet(1, rows, wrapped, more, marks=marks)))
    assert cells[0, 0] == "彩票发行机构和彩票销售机构的业务费用"
    assert cells[1, 2] == "50440"


def test_a_table_with_three_rules() -> None:
    marks = [rule(296), rule(316), rule(396)]
    source = read(sheet(1, body(), set_table(ROWS, 301), paragraph(many(60), 410), marks=marks))
    assert table_of(source) == EXPECTED
    assert source.text.endswith(many(60) + "\n")


def test_a_table_without_rules() -> None:
    assert table_of(read(sheet(1, body(), set_table(ROWS, 301), paragraph(many(60), 420)))) == EXPECTED


def test_unit_beside_the_caption_is_a_paragraph_of_its_own() -> None:
    caption = set_at("表一", LEFT, 278, 10.5) + set_at("单位：万元", 440, 278, 10.5)
    marks = grid_marks([296, 316, 336, 356, 376, 396])
    assert lines(sheet(1, caption, set_table(ROWS, 301), marks=marks))[:2] == ["表一", "单位：万元"]


def test_a_ruled_table_goes_on_over_the_page_break_and_its_head_is_read_once() -> None:
    caption = set_at("全市收入情况表", 240, 60, 18)
    first = sheet(1, caption, set_table(ROWS, 101), marks=grid_marks([96, 116, 136, 156, 176, 196]))
    second = sheet(2, caption, set_table(ROWS[:2], 101), marks=grid_marks([96, 116, 136, 156]))
    source = read(first, second)
    assert len(source.grids) == 1
    rows = [HEAD, *ROWS, *ROWS[:2]]
    assert table_of(source) == {(i, j): text for i, row in enumerate(rows) for j, text in enumerate(row)}
    again = [text for kind, text in kinds(source) if kind == "furniture"]
    assert again == [*HEAD, "全市收入情况表"]


def test_another_caption_begins_another_table() -> None:
    marks = grid_marks([96, 116, 136, 156, 176, 196])
    first = sheet(1, set_at("收入情况表", 240, 60, 18), set_table(ROWS, 101), marks=marks)
    second = sheet(2, set_at("支出情况表", 240, 60, 18), set_table(ROWS, 101), marks=marks)
    assert len(read(first, second).grids) == 2


def test_a_table_whose_head_is_all_that_fits_on_the_first_page() -> None:
    first = sheet(1, body(), set_row(HEAD, 701, True), marks=[rule(696), rule(716)])
    rows = [glyph for at, row in enumerate(ROWS) for glyph in set_row(row, 101 + 20 * at)]
    second = sheet(2, rows, body(300), marks=[rule(96), rule(176)])
    source = read(first, second)
    assert table_of(source) == EXPECTED


def test_a_table_in_the_middle_of_a_sentence_stands_behind_it() -> None:
    first = sheet(1, body(), paragraph(HAN[:25] + HAN[:27], 90 + 7 * PITCH))
    marks = grid_marks([96, 116, 136, 156, 176, 196])
    second = sheet(2, set_table(ROWS, 101), set_at("完成全年目标。", LEFT, 210), body(240), marks=marks)
    read_lines = lines(first, second)
    assert read_lines[2] == HAN[:25] + HAN[:27] + "完成全年目标。"
    assert read_lines[3] == "\t".join(HEAD)


@pytest.mark.parametrize(
    "text",
    [
        "其中：第一产业31.20亿元，增长1.5%；第二产业812.45亿元，增长1.9%；第三产业791.51亿元，增长2.4%。",
        "1. 2025年 120 亿元，2. 2024年 110 亿元，3. 2023年 100 亿元，4. 2022年 90 亿元，合计 420 亿元。",
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert not read(sheet(1, paragraph(text * 3, 90))).grids


def test_lines_under_single_rules_are_no_table() -> None:
    marks = [rule(60), rule(400)]
    source = read(sheet(1, body(), set_at("某市公报", LEFT, 40, 9), marks=marks))
    assert not source.grids


def test_a_framed_paragraph_is_no_table() -> None:
    frame = Mark(LEFT - 5, 80, RIGHT + 5, 300, None, 0)
    assert not read(sheet(1, body(), marks=[frame])).grids


def test_an_empty_page_is_nothing() -> None:
    assert read(sheet(1)).text == ""


def test_a_page_full_of_rules_is_a_drawing() -> None:
    marks = [rule(100 + at) for at in range(0, 700, 4)] + [post(80 + at, 100, 800) for at in range(0, 430, 4)]
    source = read(sheet(1, body(), marks=marks))
    assert not source.grids
    assert source.text.splitlines() == [many(80), many(75)]


def test_an_unruled_table_goes_on_over_page_breaks() -> None:
    rows = [(f"{name}{at}", unit, amount, growth) for at in range(3) for name, unit, amount, growth in ROWS]
    pages = [sheet(1, set_table(rows, 101))]
    pages += [
        sheet(n, [g for at, row in enumerate(rows) for g in set_row(row, 101 + 20 * at)]) for n in (2, 3)
    ]
    source = read(*pages)
    assert len(source.grids) == 1
    assert len(source.grids[0].cells) == 4 * (1 + 3 * len(rows))
