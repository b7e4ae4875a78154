"""Pages of one column: lines, paragraphs, furniture, notes and tables, on sheets made here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.layout import Vocabulary
from pipeline.layout.pages import plain
from pipeline.layout.pages.compose import compose
from pipeline.layout.pages.furniture import split
from pipeline.layout.pages.rows import rows_of
from pipeline.model import Glyph, Mark, Sheet, Source

LEFT, TOP, PITCH, SIZE, WIDTH = 70.0, 90.0, 22.0, 12.0, 36  # WIDTH in characters
RIGHT = LEFT + WIDTH * SIZE
SONG, HEI = "Song", "Hei"

PROSE = (
    "全年粮食总产量十五万六千吨，比上年增长百分之二，其中夏粮六万吨，秋粮九万六千吨，油料产量三千吨。"
    "蔬菜产量四十万吨，水产品产量两万吨，生猪出栏八万头，家禽出栏九十万只，年末农业机械总动力二十万千瓦。"
)
MORE = (
    "全年新建道路三十公里，改造老旧小区十四个，新增公共停车泊位两千个，建成口袋公园二十个，新增绿地三百公顷，"
    "整治河道四十条，新建污水管网六十公里，完成背街小巷整治二百条，惠及居民五万户，群众更加满意。"
)


class Page:
    """A page that is set line by line; a Han character is one em wide, a Latin one half."""

    def __init__(self, number: int = 1) -> None:
        self.sheet = Sheet(number, 595, 842, ())
        self.y = TOP

    def line(
        self, text: str, x: float = LEFT, y: float | None = None, size: float = SIZE, font: str = SONG
    ) -> Page:
        """A line at a place of its own, or below the last one; blanks only move on."""
        top = self.y if y is None else y
        glyphs = []
        for char in text:
            wide = size if char > "ÿ" else size / 2
            if char != " ":
                glyphs.append(Glyph(char, x, top, x + wide, top + size, size, font))
            x += wide
        self.sheet = replace(self.sheet, glyphs=(*self.sheet.glyphs, *glyphs))
        if y is None:
            self.y += PITCH
        return self

    def centred(self, text: str, size: float = SIZE, font: str = SONG) -> Page:
        return self.line(text, (LEFT + RIGHT - size * len(text)) / 2, size=size, font=font)

    def paragraph(self, text: str, indent: int = 2) -> Page:
        """A paragraph whose first line is indented, wrapped after `WIDTH` characters."""
        rest = text
        while rest:
            self.line(rest[: WIDTH - indent], LEFT + SIZE * indent)
            rest, indent = rest[WIDTH - indent :], 0
        return self

    def across(self, y: float, x0: float = LEFT, x1: float = RIGHT) -> Page:
        return self._mark(Mark(x0, y - 0.3, x1, y + 0.3, 0, None))

    def down(self, x: float, top: float, bottom: float) -> Page:
        return self._mark(Mark(x - 0.3, top, x + 0.3, bottom, 0, None))

    def _mark(self, mark: Mark) -> Page:
        self.sheet = replace(self.sheet, marks=(*self.sheet.marks, mark))
        return self

    def row(self, cells: Sequence[str], at: Sequence[float]) -> Page:
        """A row of a table: its first cell begins at `at[0]`, the others have their middles there."""
        for text, x in zip(cells, at, strict=True):
            half = SIZE * sum(1 if char > "ÿ" else 0.5 for char in text) / 2
            self.line(text, x if x == at[0] else x - half, self.y)
        self.y += PITCH
        return self

    def grid(self, rows: Sequence[Sequence[str]], edges: Sequence[float]) -> Page:
        """A table with all its rules."""
        first = top = self.y - 5
        for row in rows:
            self.across(top, edges[0], edges[-1])
            self.row(row, [edges[0] + 5, *((a + b) / 2 for a, b in pairwise(edges[1:]))])
            top += PITCH
        self.across(top, edges[0], edges[-1])
        for x in edges:
            self.down(x, first, top)
        return self


def read(*pages: Page) -> Source:
    sheets = tuple(page.sheet for page in pages)
    source = Source("p", "p.pdf", "pdf", "", "", sheets=sheets)
    return compose(source, plain.stretches(sheets, Vocabulary()))


def texts(*pages: Page) -> list[str]:
    """What was read, a passage each, without furniture."""
    source = read(*pages)
    return [source.text[p.start : p.end] for p in source.passages if p.kind != "furniture"]


def furniture(*pages: Page) -> list[str]:
    source = read(*pages)
    return [source.text[p.start : p.end] for p in source.passages if p.kind == "furniture"]


def tables(*pages: Page) -> list[list[list[str]]]:
    """The tables that were read, row by row, with their empty cells."""
    source = read(*pages)
    found = []
    for grid in source.grids:
        rows = [[""] * grid.columns for _ in range(1 + max(cell.row for cell in grid.cells))]
        for cell in grid.cells:
            rows[cell.row][cell.column] = source.text[cell.start : cell.end]
        found.append(rows)
    return found


# --- lines


def test_glyphs_of_one_baseline_are_a_row_in_whatever_order_they_were_drawn() -> None:
    page = Page().line("全年粮食产量").line("比上年增长")
    sheet = replace(page.sheet, glyphs=page.sheet.glyphs[::-1])
    assert [row.text for row in rows_of(sheet)] == ["全年粮食产量", "比上年增长"]


def test_a_raised_note_mark_belongs_to_the_row_it_stands_on() -> None:
    page = Page().line("生产总值", y=90).line("[1]", LEFT + 48, 88, 6).line("三亿元", LEFT + 60, 90)
    assert [row.text for row in rows_of(page.sheet)] == ["生产总值[1]三亿元"]


def test_bold_by_printing_twice_is_read_once() -> None:
    page = Page().line("增长", y=90).line("增长", LEFT + 0.4, 90)
    assert [row.text for row in rows_of(page.sheet)] == ["增长"]


def test_a_gap_between_latin_words_is_a_blank() -> None:
    assert texts(Page().line("GDP growth 5")) == ["GDP growth 5"]


# --- paragraphs


def test_wrapped_lines_are_one_paragraph_and_an_indent_begins_the_next() -> None:
    assert texts(Page().paragraph(PROSE).paragraph(MORE)) == [PROSE, MORE]


def test_a_paragraph_that_ends_at_the_right_edge_ends_at_the_next_indent() -> None:
    full = PROSE[: 3 * WIDTH - 3] + "。"
    page = Page().paragraph(full).paragraph(MORE)
    assert texts(page) == [full, MORE]


def test_paragraphs_without_indent_end_where_a_line_ends_early() -> None:
    assert texts(Page().paragraph(PROSE, 0).paragraph(MORE, 0)) == [PROSE, MORE]


def test_a_heading_is_no_part_of_the_text_below_it() -> None:
    page = Page().paragraph(MORE).line("二、农业", LEFT + 24, font=HEI).paragraph(PROSE)
    assert texts(page) == [MORE, "二、农业", PROSE]


def test_a_title_on_two_lines_is_one() -> None:
    page = Page().centred("甲市国民经济和", 22, HEI)
    page.y += 10
    page.centred("社会发展统计公报", 22, HEI)
    page.y += 20
    assert texts(page.paragraph(PROSE)) == ["甲市国民经济和社会发展统计公报", PROSE]


def test_a_sentence_goes_on_over_a_page_break_with_page_numbers_between() -> None:
    pages = [Page(number) for number in (1, 2, 3)]
    wrapped = [PROSE[: WIDTH - 2], *[PROSE[at : at + WIDTH] for at in range(WIDTH - 2, len(PROSE), WIDTH)]]
    pages[0].paragraph(MORE)
    pages[0].line(wrapped[0], LEFT + 24)
    for line in wrapped[1:]:
        pages[1].line(line)
    pages[1].paragraph(MORE)
    pages[2].paragraph(MORE).paragraph(PROSE)
    for page in pages:
        page.line(f"— {page.sheet.number} —", 270, 790)
    assert texts(*pages) == [MORE, PROSE, MORE, MORE, PROSE]
    assert [text.replace(" ", "") for text in furniture(*pages)] == ["—1—", "—2—", "—3—"]


def test_a_paragraph_that_ends_with_its_page_does_not_take_in_the_next() -> None:
    pages = Page(1).paragraph(MORE).paragraph(PROSE), Page(2).paragraph(MORE)
    assert texts(*pages) == [MORE, PROSE, MORE]


def test_entries_of_a_table_of_contents_stay_apart() -> None:
    page = Page()
    for entry in ("一、综合……………………1", "二、农业……………………2", "三、工业……………………4"):
        page.line(entry)
    page.y += 40
    source = read(page.paragraph(PROSE).paragraph(MORE))
    kinds = [(source.text[p.start : p.start + 4], p.kind) for p in source.passages]
    assert kinds[:3] == [("一、综合", "furniture"), ("二、农业", "furniture"), ("三、工业", "furniture")]


# --- furniture


def test_running_heads_and_bare_page_numbers_are_furniture() -> None:
    bodies = [[PROSE, MORE], [MORE, PROSE]] * 2
    pages = [Page(number).paragraph(one).paragraph(two) for number, (one, two) in enumerate(bodies, 1)]
    for page in pages:
        page.line("甲市统计公报", LEFT, 50).line(str(page.sheet.number + 6), 300, 790)
    assert texts(*pages) == [text for body in bodies for text in body]
    assert set(furniture(*pages)) == {"甲市统计公报", "7", "8", "9", "10"}


def test_rows_of_numbers_at_the_edge_of_pages_are_no_running_heads() -> None:
    pages = [
        Page(number).line(f"{300 + number}      {180 - number}", 200).paragraph(PROSE[number:])
        for number in (1, 2, 3)
    ]
    assert all(not outer for _, outer in split([rows_of(page.sheet) for page in pages]))


# --- footnotes


def test_footnotes_stand_behind_the_paragraph_they_interrupt() -> None:
    first, second = Page(1), Page(2)
    lines = [PROSE[: WIDTH - 2], *[PROSE[at : at + WIDTH] for at in range(WIDTH - 2, len(PROSE), WIDTH)]]
    first.paragraph(MORE).paragraph(MORE).line(lines[0], LEFT + 24)
    first.across(700, LEFT, LEFT + 140)
    first.line("[1]本公报数据为初步统计数。", y=710, size=9).line("[2]按现价计算。", y=725, size=9)
    for line in lines[1:]:
        second.line(line)
    second.paragraph(MORE)
    found = texts(first, second)
    assert found == [MORE, MORE, PROSE, "[1]本公报数据为初步统计数。", "[2]按现价计算。", MORE]


# --- tables

HEADS = ["指标", "单位", "绝对量", "比上年增长%"]
ROWS = [
    ["地区生产总值", "亿元", "1635.16", "2.1"],
    ["第一产业", "亿元", "31.20", "1.5"],
    ["固定资产投资", "亿元", "492.00", "-3.6"],
    ["粮食产量", "万吨", "15.62", "0.3"],
]
EDGES = [LEFT, 210, 270, 380, RIGHT]
MIDDLES = [LEFT + 5, 240, 325, 440]


def test_a_ruled_table_between_paragraphs() -> None:
    page = Page().paragraph(PROSE).grid([HEADS, *ROWS], EDGES)
    page.y += 8
    page.paragraph(MORE)
    assert tables(page) == [[HEADS, *ROWS]]
    found = texts(page)
    assert (found[0], found[-1]) == (PROSE, MORE)


def test_an_empty_cell_keeps_its_column() -> None:
    rows = [HEADS, *ROWS[:2], ["城镇化率", "%", "", "0.8"], *ROWS[2:]]
    assert tables(Page().grid(rows, EDGES)) == [rows]


def test_a_label_wrapped_in_its_cell_is_one_cell() -> None:
    page = Page()
    tall = page.y - 5
    page.across(tall).row(HEADS, MIDDLES).across(tall + 22)
    page.line("城镇职工基本养老", LEFT + 5).line("保险参保人数", LEFT + 5)
    page.line("万人", 228, tall + 38).line("41.26", 310, tall + 38).line("3.5", 430, tall + 38)
    page.across(tall + 66)
    for x in EDGES:
        page.down(x, tall, tall + 66)
    assert tables(page) == [[HEADS, ["城镇职工基本养老保险参保人数", "万人", "41.26", "3.5"]]]


def test_merged_heads_span_their_columns() -> None:
    page = Page()
    top = page.y - 5
    page.line("指标", LEFT + 5, top + 16).line("全市", 300, top + 5)
    page.line("绝对量", 225, top + 27).line("增长%", 420, top + 27)
    for y in (top, top + 44, top + 66, top + 88):
        page.across(y)
    page.across(top + 22, 210, RIGHT)
    for x in (LEFT, 210, RIGHT):
        page.down(x, top, top + 88)
    page.down(380, top + 22, top + 88)
    page.line("粮食产量", LEFT + 5, top + 49).line("15.62", 280, top + 49).line("0.3", 430, top + 49)
    page.line("油料产量", LEFT + 5, top + 71).line("3.10", 280, top + 71).line("1.2", 430, top + 71)
    source = read(page)
    spans = {source.text[c.start : c.end]: (c.row_span, c.column_span) for c in source.grids[0].cells}
    assert (spans["指标"], spans["全市"], spans["绝对量"]) == ((2, 1), (1, 2), (1, 1))
    assert tables(page)[0][1:] == [
        ["", "绝对量", "增长%"],
        ["粮食产量", "15.62", "0.3"],
        ["油料产量", "3.10", "1.2"],
    ]


def test_numbers_in_two_columns_without_a_rule_between_them() -> None:
    page = Page()
    top = page.y - 5
    page.across(top).row(["产品名称", "产量", "比上年增长%"], [LEFT + 5, 290, 420]).across(page.y - 5)
    for cells in (["粮食", "303.2", "0.3"], ["油料", "18.7", "-0.5"], ["蔬菜", "267.0", "2.5"]):
        page.row(cells, [LEFT + 5, 290, 420])
        page.across(page.y - 5)
    for x in (LEFT, 210, RIGHT):
        page.down(x, top, page.y - 5)
    assert tables(page) == [
        [
            ["产品名称", "产量", "比上年增长%"],
            ["粮食", "303.2", "0.3"],
            ["油料", "18.7", "-0.5"],
            ["蔬菜", "267.0", "2.5"],
        ]
    ]


def three_line(page: Page, rows: Sequence[Sequence[str]]) -> Page:
    page.across(page.y - 5).row(HEADS, MIDDLES).across(page.y - 5)
    for row in rows:
        page.row(row, MIDDLES)
    return page.across(page.y - 5)


def test_a_three_line_table() -> None:
    page = three_line(Page().paragraph(PROSE), ROWS)
    page.y += 8
    page.paragraph(MORE)
    assert tables(page) == [[HEADS, *ROWS]]
    assert (texts(page)[0], texts(page)[-1]) == (PROSE, MORE)


def test_a_table_without_rules() -> None:
    page = Page().paragraph(PROSE).row(HEADS, MIDDLES)
    for row in ROWS:
        page.row(row, MIDDLES)
    page.y += 20
    page.paragraph(MORE)
    assert tables(page) == [[HEADS, *ROWS]]
    assert (texts(page)[0], texts(page)[-1]) == (PROSE, MORE)


def test_the_caption_of_a_table_stays_above_it_with_the_unit_apart() -> None:
    page = Page().paragraph(PROSE)
    page.line("表1 主要指标", 210, page.y).line("单位：亿元", 430, page.y)
    page.y += PITCH
    found = texts(three_line(page, ROWS))
    assert found[1:3] == ["表1主要指标", "单位：亿元"]


@pytest.mark.parametrize("heads_again", [True, False])
def test_a_table_goes_on_over_a_page_break(heads_again: bool) -> None:
    first = Page(1).paragraph(PROSE).grid([HEADS, *ROWS[:2]], EDGES)
    second = Page(2).grid([HEADS, *ROWS[2:]] if heads_again else ROWS[2:], EDGES)
    for page in (first, second):
        page.line(f"—{page.sheet.number}—", 280, 790)
    second.y += 8
    second.paragraph(MORE)
    assert tables(first, second) == [[HEADS, *ROWS]]
    assert (texts(first, second)[0], texts(first, second)[-1]) == (PROSE, MORE)


def test_two_tables_of_one_page_stay_apart() -> None:
    page = Page().grid([HEADS, *ROWS[:2]], EDGES)
    page.y += 10
    page.paragraph(PROSE).grid([HEADS, *ROWS[2:]], EDGES)
    assert tables(page) == [[HEADS, *ROWS[:2]], [HEADS, *ROWS[2:]]]


def test_prose_with_numbers_between_two_rules_is_no_table() -> None:
    text = "全年完成投资 1635 亿元，增长 2.1 %；其中工业投资 190 亿元，增长 9.8 %，民间投资 300 亿元。"
    page = Page().across(80).paragraph(text).paragraph(MORE).across(300)
    assert tables(page) == []


def test_a_signature_and_a_date_are_no_table() -> None:
    page = Page().paragraph(PROSE).line("甲市统计局", 360).line("2023年4月3日", 350)
    assert tables(page) == []
    assert texts(page)[1:] == ["甲市统计局", "2023年4月3日"]
