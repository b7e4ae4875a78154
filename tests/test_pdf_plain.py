"""Pages of nothing but plain text: PDFium's drawing of them is the canvas's, or they are read in full."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import printing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.psparser import PSKeyword, PSLiteral, keyword_name
from test_pdf import PAGE, doubts, made, only, read, shown, text_of

from pipeline.model import Glyph, Sheet, Source
from pipeline.readers.pdf import plain, program, sheets

REPORT = "一、过去一年的工作\n全年实现地区生产总值1635.4亿元，增长2.1%；一般公共预算收入150亿元。\n" * 4
NEAR = 1.2  # points: of a font that is not in the file the two know other widths


@pytest.fixture
def in_full(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Gives what reads a PDF without the way that is tested here."""

    def run(data: bytes) -> Source:
        with monkeypatch.context() as patched:
            patched.setattr(sheets, "_plain", lambda *_: None)
            return read(data)

    return run


@pytest.fixture
def plain_pages(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each page that is read from now on whether it was one of plain text."""
    seen: list[bool] = []
    way = sheets._plain

    def watched(*given: Any) -> Sheet | None:
        sheet = way(*given)
        seen.append(sheet is not None)
        return sheet

    monkeypatch.setattr(sheets, "_plain", watched)
    return seen


def near(one: Glyph, other: Glyph) -> bool:
    sides = zip(one[1:6], other[1:6], strict=True)
    same = (one.text, one.color, one.upright, one.doubt) == (
        other.text,
        other.color,
        other.upright,
        other.doubt,
    )
    return same and all(abs(a - b) <= NEAR for a, b in sides)


@pytest.mark.parametrize(
    "data",
    [
        printing.pdf(printing.column(REPORT), printing.column("城镇新增就业5.6万人。")),
        made(shown("增长5%", size=10) + shown("总值12", y=180, before="1 0 0 rg")),
        made(shown("总值12") + shown("上标3", x=120, y=206, size=6)),
        made("q 40 100 300 150 re W n Q " + shown("总值12", before="40 100 300 150 re W n")),
        made("/P <</MCID 0 /Lang (zh)>> BDC " + shown("总值12") + "EMC"),
        made(shown("总值12"), page=PAGE + " /CropBox [40 100 400 300]"),
    ],
)
def test_a_page_of_plain_text_is_the_same_sheet_both_ways(
    data: bytes, in_full: Any, plain_pages: list[bool]
) -> None:
    found = read(data)
    assert plain_pages and all(plain_pages)
    for sheet, other in zip(found.sheets, in_full(data).sheets, strict=True):
        assert len(sheet.glyphs) == len(other.glyphs)
        assert all(map(near, sorted(sheet.glyphs), sorted(other.glyphs)))
        assert replace(sheet, glyphs=()) == replace(other, glyphs=())


@pytest.mark.parametrize(
    ("operators", "page"),
    [
        ("50 50 m 90 50 l S", PAGE),
        ("q 100 0 0 100 50 50 cm /P Do Q", PAGE),
        ("q BT 3 Tr /F 12 Tf 1 0 0 1 50 50 Tm <673a> Tj ET Q", PAGE),
        (shown("机密", y=100, before="1 g"), PAGE),
        (shown("机密", y=100, before="45 100 10 30 re W n"), PAGE),
        ("q BT /F 12 Tf 0 1 -1 0 50 50 Tm <673a> Tj ET Q", PAGE),
        ("q BT /F 12 Tf -1 0 0 1 50 50 Tm <673a> Tj ET Q", PAGE),
        ("/OC /Off BDC " + shown("机密", y=100) + "EMC", PAGE),
        ("/Span <</ActualText<FEFF0031>>> BDC " + shown("七", y=100) + "EMC", PAGE),
        ("q BT /N 12 Tf 1 0 0 1 50 50 Tm <0102> Tj ET Q", PAGE),
        (shown("机密", x=900), PAGE),
        ("", PAGE + " /Rotate 90"),
    ],
)
def test_a_page_with_anything_else_is_read_in_full(
    operators: str, page: str, in_full: Any, plain_pages: list[bool]
) -> None:
    data = made(shown("全市生产总值12亿元") + operators, page=page)
    assert read(data) == in_full(data)
    assert not any(plain_pages)


def test_where_the_two_readers_differ_by_a_digit_the_page_is_read_in_full(
    monkeypatch: pytest.MonkeyPatch, plain_pages: list[bool]
) -> None:
    said = plain.said
    monkeypatch.setattr(plain, "said", lambda *given: said(*given) - Counter("1") + Counter("7"))
    sheet = only(shown("总值12"))
    assert (text_of(sheet), doubts(sheet), plain_pages) == ("总值12", [], [False])


PIECES = [
    "q", "Q", "/F1 12 Tf", "/F2 -9.5 Tf", "(a)", r"(b\))", "<4 1>", "[(c) -3 <42>] TJ", "Tj", "/q gs",
    "/B 0 Do", "1 0 0 1 2 3 Tm", "/P <</L (zh) /D <</E <43>>>>> BDC", "EMC", "% (d)\n", "[] 0 d", "BT", "ET",
    "12 TL",
]  # fmt: skip


def told(found: list[Any]) -> list[tuple[Any, bytes]]:
    """The strings among the objects of a program, each with its font."""
    shown_: list[tuple[Any, bytes]] = []
    font, name, saved = None, None, []
    for item in found:
        if isinstance(item, (bytes, list)):
            shown_ += [
                (font, one) for one in (item if isinstance(item, list) else [item]) if isinstance(one, bytes)
            ]
        elif isinstance(item, PSLiteral):
            name = item
        elif isinstance(item, PSKeyword):
            word = keyword_name(item)
            if word == "Tf":
                font = name
            elif word == "q":
                saved.append(font)
            elif word == "Q" and saved:
                font = saved.pop()
    return shown_


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from([" ", "\n", "\r\n"]))
def test_the_strings_of_a_program_are_those_among_its_objects(pieces: list[str], between: str) -> None:
    streams = [between.join(["/F0 1 Tf", *pieces]).encode()]
    assert list(program.strings(streams)) == told(program.objects(streams))


def test_a_string_without_a_font_or_a_picture_inside_is_unusual() -> None:
    for content in (b"(a) Tj", b"/F1 12 Tf BI /W 1 ID x EI (a) Tj"):
        with pytest.raises(program.Unusual):
            list(program.strings([content]))
