"""Pages of one column line by line: marks that overlap, contents, notes, tables with gaps and over pages."""

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


HEADS = ["指标", "单位", "绝对量", "比上年增长%"]
ROWS = [
    ["地区生产总值", "亿元", "1635.16", "2.1"],
    ["第一产业", "亿元", "31.20", "1.5"],
    ["固定资产投资", "亿元", "492.00", "-3.6"],
    ["粮食产量", "万吨", "15.62", "0.3"],
]
EDGES = [LEFT, 210, 270, 380, RIGHT]
MIDDLES = [LEFT + 5, 240, 325, 440]


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


def test_rows_of_numbers_at_the_edge_of_pages_are_no_running_heads() -> None:
    pages = [
        Page(number).line(f"{300 + number}      {180 - number}", 200).paragraph(PROSE[number:])
        for number in (1, 2, 3)
    ]
    assert all(not outer for _, outer in split([rows_of(page.sheet) for page in pages]))


def test_an_empty_cell_keeps_its_column() -> None:
    rows = [HEADS, *ROWS[:2], ["城镇化率", "%", "", "0.8"], *ROWS[2:]]
    assert tables(Page().grid(rows, EDGES)) == [rows]


def test_two_tables_of_one_page_stay_apart() -> None:
    page = Page().grid([HEADS, *ROWS[:2]], EDGES)
    page.y += 10
    page.paragraph(PROSE).grid([HEADS, *ROWS[2:]], EDGES)
    assert tables(page) == [[HEADS, *ROWS[:2]], [HEADS, *ROWS[2:]]]


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


def test_a_signature_and_a_date_are_no_table() -> None:
    page = Page().paragraph(PROSE).line("甲市统计局", 360).line("2023年4月3日", 350)
    assert tables(page) == []
    assert texts(page)[1:] == ["甲市统计局", "2023年4月3日"]


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


def test_paragraphs_without_indent_end_where_a_line_ends_early() -> None:
    assert texts(Page().paragraph(PROSE, 0).paragraph(MORE, 0)) == [PROSE, MORE]


def test_marks_whose_boxes_overlap_stay_in_order() -> None:
    page = Page().line("水平", 100, 90).line("“", 123.5, 90).line("，", 124, 90).line("三公", 140, 90)
    assert texts(page) == ["水平，“三公"]
    assert texts(Page().line("支持", 100, 90).line("“", 124, 90).line("4", 129, 90)) == ["支持“4"]


def test_all_between_the_entries_of_a_table_of_contents_is_furniture() -> None:
    page = Page().centred("目录").line("一、收支报表")
    page.line("（一）收入……………………1").line("（二）支出……………………2").line("二、债务报表")
    page.line("（一）余额……………………4")
    after = Page(2).line("二、债务报表", LEFT + 24).paragraph(PROSE).paragraph(MORE)
    assert texts(page, after) == ["二、债务报表", PROSE, MORE]
