"""Posters and newspaper pages, on sheets made here."""

from __future__ import annotations

import random
import time
from dataclasses import replace

from pipeline.layout import Vocabulary, seen
from pipeline.layout.pages import poster
from pipeline.layout.pages.blocks import blocks
from pipeline.layout.pages.compose import compose
from pipeline.layout.tidy import fold
from pipeline.model import Glyph, Mark, Sheet, Source

RED, BLUE, WHITE, BLACK = 0xC8102E, 0x1F5FA8, 0xFFFFFF, 0
SIZE = 10.0

BODIES = (
    "全年新增就业一万二千人，发放补贴三千万元，惠及企业四百家，各项任务提前完成，群众更加满意。",
    "改造老旧小区十四个，新增泊位两万个，完成路口改造二百一十四处，道路更加畅通，出行更加方便。",
    "粮食产量超过三亿斤，高标准农田达到一万九千亩，村均收入一千一百五十万元，农民收入稳步增长。",
    "空气优良天数比率百分之八十三，整治河道四十九条，新建污水管网十八公里，生态环境持续改善。",
)
NAMES = ("稳定就业", "城市更新", "乡村振兴", "生态环境")


class Paper:
    """A page that is drawn on."""

    def __init__(self, width: float = 800, height: float = 1000, number: int = 1) -> None:
        self.sheet = Sheet(number, width, height, ())

    def line(self, text: str, x: float, top: float, size: float = SIZE, color: int = BLACK) -> None:
        glyphs = [
            Glyph(char, x + i * size, top, x + (i + 1) * size, top + size, size, "Song", color)
            for i, char in enumerate(text)
        ]
        self.sheet = replace(self.sheet, glyphs=(*self.sheet.glyphs, *glyphs))

    def text(self, text: str, x: float, top: float, per_line: int, indent: bool = True) -> float:
        """A paragraph; its bottom."""
        lines, rest = [], text
        if indent:
            lines, rest = [rest[: per_line - 2]], rest[per_line - 2 :]
        lines += [rest[i : i + per_line] for i in range(0, len(rest), per_line)]
        for i, line in enumerate(lines):
            self.line(line, x + 2 * SIZE * (indent and i == 0), top + 15 * i)
        return top + 15 * (len(lines) - 1) + SIZE

    def box(
        self, x0: float, top: float, x1: float, bottom: float, fill: int | None, stroke: int | None = None
    ) -> None:
        self.sheet = replace(self.sheet, marks=(*self.sheet.marks, Mark(x0, top, x1, bottom, fill, stroke)))

    def pill(self, text: str, middle: float, top: float, size: float = 12, color: int = RED) -> float:
        """A heading in white on a ground of its own; its bottom."""
        half = len(text) * size / 2
        self.box(middle - half - 8, top, middle + half + 8, top + size + 8, color)
        self.line(text, middle - half, top + 4, size, WHITE)
        return top + size + 8

    def ribbon(self, text: str, x0: float, top: float, x1: float, color: int = RED) -> float:
        self.box(x0, top, x1, top + 26, color)
        self.line(text, (x0 + x1) / 2 - len(text) * 8, top + 5, 16, WHITE)
        return top + 26

    def strip(self, text: str, x: float, top: float, bottom: float, color: int = RED) -> None:
        """A heading written downwards."""
        self.box(x, top, x + 26, bottom, color)
        start = (top + bottom) / 2 - len(text) * 9
        for i, char in enumerate(text):
            self.line(char, x + 5, start + 18 * i, 16, WHITE)


def read(*papers: Paper, frequency: dict[str, int] | None = None) -> list[tuple[str, str]]:
    """For each text that is no heading the headings above it, and the text."""
    words = Vocabulary(frequency=lambda word: (frequency or {}).get(word, 0))
    sheets = tuple(paper.sheet for paper in papers)
    source = compose(Source("p", "p.pdf", "pdf", "", "", sheets=sheets), poster.stretches(sheets, words))
    lines, kinds, sections = seen.read(fold(source.text), source.passages, words)
    return [
        (" > ".join(section), line.text)
        for line, kind, section in zip(lines, kinds, sections, strict=True)
        if kind not in ("heading", "furniture")
    ]


def row(paper: Paper, top: float, below: bool, names: tuple[str, ...] = NAMES, first: int = 0) -> float:
    """Units side by side, their headings above or below them; the lowest edge."""
    edges = []
    for i, name in enumerate(names):
        x = 60 + 350 * i
        if below:
            edges.append(paper.pill(name, x + 150, paper.text(BODIES[first + i], x, top, 30) + 6))
        else:
            edges.append(paper.text(BODIES[first + i], x, paper.pill(name, x + 150, top) + 6, 30))
    return max(edges)


def expected(outer: str, names: tuple[str, ...], first: int) -> set[tuple[str, str]]:
    return {(f"{outer} > {name}", BODIES[first + i]) for i, name in enumerate(names)}


def test_headings_above_and_below() -> None:
    paper = Paper()
    edge = row(paper, paper.ribbon("民生持续改善", 50, 60, 750) + 10, False, NAMES[:2])
    edge = row(paper, edge + 25, True, NAMES[2:], 2)
    paper.ribbon("城乡更加协调", 50, edge + 10, 750)
    assert set(read(paper)) == expected("民生持续改善", NAMES[:2], 0) | expected("城乡更加协调", NAMES[2:], 2)


def test_all_headings_below() -> None:
    paper = Paper()
    edge = paper.ribbon("民生持续改善", 50, row(paper, 60, True, NAMES[:2]) + 10, 750)
    paper.ribbon("城乡更加协调", 50, row(paper, edge + 25, True, NAMES[2:], 2) + 10, 750)
    assert set(read(paper)) == expected("民生持续改善", NAMES[:2], 0) | expected("城乡更加协调", NAMES[2:], 2)


def test_strips_at_either_side() -> None:
    paper = Paper(860)
    row(paper, 80, False, NAMES[:2])
    paper.strip("民生持续改善", 20, 60, 190)
    row(paper, 240, False, NAMES[2:], 2)
    paper.strip("城乡更加协调", 730, 220, 350)
    assert set(read(paper)) == expected("民生持续改善", NAMES[:2], 0) | expected("城乡更加协调", NAMES[2:], 2)


def test_labels_beside_their_bodies() -> None:
    paper = Paper()
    for i, name in enumerate(NAMES):
        top = 60 + 90 * i
        paper.box(50, top, 90, top + 60, BLUE)
        paper.line(name[:2], 58, top + 14, 12, WHITE)
        paper.line(name[2:], 58, top + 32, 12, WHITE)
        paper.text(BODIES[i], 110, top + 5, 25)
    assert set(read(paper)) == {(name, body) for name, body in zip(NAMES, BODIES, strict=True)}


def test_a_title_and_a_lead_are_in_no_section() -> None:
    paper = Paper()
    paper.line("一图读懂政府工作报告", 250, 60, 30, RED)
    edge = paper.text("过去一年，" + "各项事业迈出坚实步伐，" * 8 + "成绩来之不易。", 50, 110, 70)
    row(paper, paper.ribbon("民生持续改善", 50, edge + 20, 750) + 10, False, NAMES[:2])
    found = read(paper)
    assert [section for section, _ in found[:2]] == ["", ""]
    assert found[0][1] == "一图读懂政府工作报告"
    assert set(found[2:]) == expected("民生持续改善", NAMES[:2], 0)


def test_number_tiles_with_their_labels() -> None:
    paper = Paper()
    paper.box(50, 60, 200, 140, RED)
    paper.line("主要预期目标", 65, 90, 20, WHITE)
    for i, (label, number) in enumerate((("规上工业产值", "8%"), ("生产总值", "6%左右"))):
        x = 220 + 200 * i
        paper.box(x, 60, x + 180, 140, 0xFDEEEE, RED)
        paper.line(number, x + 50, 70, 30, RED)
        paper.line(label, x + 50, 115, 11)
    row(paper, paper.ribbon("民生持续改善", 50, 170, 750) + 10, False, NAMES[:2])
    found = read(paper)
    assert ("主要预期目标", "规上工业产值8%") in found
    assert ("主要预期目标", "生产总值6%左右") in found
    assert expected("民生持续改善", NAMES[:2], 0) <= set(found)


def test_a_paragraph_goes_on_in_a_far_column() -> None:
    paper = Paper(900)
    first = "力争引进领军人才七十人，重大创新团队实现零的突破，全年新增人"
    second = "才公寓三千套，打响引才品牌，让各类人才近悦远来，安居乐业。"
    paper.box(40, 690, 290, 930, None, RED)
    paper.ribbon("增强转型动力", 40, 690, 290)
    paper.text(first, 50, paper.pill("人才引留", 150, 730) + 6, 16)
    paper.box(600, 60, 850, 300, None, RED)
    edge = paper.text(second, 610, 70, 16, indent=False)
    paper.text(BODIES[1], 610, paper.pill("科技赋能", 720, edge + 12) + 6, 16)
    paper.box(320, 60, 570, 300, None, RED)
    paper.ribbon("民生持续改善", 320, 60, 570)
    paper.text(BODIES[0], 330, paper.pill("稳定就业", 440, 100) + 6, 16)
    found = read(paper, frequency={"人": 900, "才": 900, "人才": 9000, "新增": 900})
    assert ("增强转型动力 > 人才引留", first + second) in found
    assert ("增强转型动力 > 科技赋能", BODIES[1]) in found


def test_newspaper_columns_flow() -> None:
    paper = Paper(800, 400)
    texts = [f"{i}、今年安排项目{i}个，" + "推进各项建设，" * 9 + "全部完成。" for i in range(1, 7)]
    lines: list[tuple[str, bool]] = []
    for text in texts:
        lines.append((text[:14], True))
        lines += [(text[k : k + 16], False) for k in range(14, len(text), 16)]
    for i, (line, indent) in enumerate(lines):
        paper.line(line, 50 + 200 * (i // 11) + 20 * indent, 80 + 15 * (i % 11))
    assert poster.is_poster([paper.sheet])
    words = Vocabulary()
    source = compose(
        Source("p", "p.pdf", "pdf", "", "", sheets=(paper.sheet,)), poster.stretches([paper.sheet], words)
    )
    assert source.text.split("\n")[:-1] == texts


def test_the_order_of_the_file_does_not_matter() -> None:
    paper = Paper()
    row(paper, paper.ribbon("民生持续改善", 50, 60, 750) + 10, False, NAMES[:2])
    told = read(paper)
    glyphs = list(paper.sheet.glyphs)
    random.Random(7).shuffle(glyphs)
    paper.sheet = replace(paper.sheet, glyphs=tuple(glyphs))
    assert read(paper) == told


def test_vertical_writing_is_read_from_the_right() -> None:
    paper = Paper()
    text = "今年新增就业一万人粮食产量三亿斤改造小区十四个"
    paper.box(90, 40, 180, 170, None, BLACK)
    for i, char in enumerate(text):
        paper.line(char, 150 - 20 * (i // 10), 50 + 10.5 * (i % 10))
    assert [block.text for block in blocks(paper.sheet)] == [text]


def test_one_column_and_tables_are_no_poster() -> None:
    plain = Paper()
    edge = 60.0
    for body in BODIES:
        edge = plain.text(body, 60, edge, 40) + 5
    table = Paper()
    for i in range(20):
        for k, cell in enumerate(("生产总值", "1635.16", "亿元", "2.0")):
            table.line(cell, 60 + 180 * k, 60 + 20 * i)
    assert not poster.is_poster([plain.sheet])
    assert not poster.is_poster([table.sheet])


def test_columns_are_a_poster() -> None:
    paper = Paper()
    row(paper, 60, False, NAMES[:2])
    assert poster.is_poster([paper.sheet])


def test_a_full_page_takes_bounded_time() -> None:
    paper = Paper(1200, 2200)
    glyphs: list[Glyph] = []
    for i in range(60):
        top = 40 + 140 * (i // 4)
        unit = Paper()
        unit.text(
            BODIES[i % 4] * 3, 30 + 290 * (i % 4), unit.pill("稳定就业", 150 + 290 * (i % 4), top) + 5, 26
        )
        glyphs += unit.sheet.glyphs
        paper.sheet = replace(paper.sheet, marks=(*paper.sheet.marks, *unit.sheet.marks))
    paper.sheet = replace(paper.sheet, glyphs=tuple(glyphs))
    start = time.process_time()
    poster.stretches([paper.sheet], Vocabulary())
    assert len(glyphs) > 8000
    assert time.process_time() - start < 6  # some 1 s on a quiet machine
