"""Pages of nothing but plain text: PDFium's drawing of them is the canvas's, or they are read in full."""

from __future__ import annotations

import time
import zlib
from dataclasses import replace
from typing import Any

import printing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.psparser import PSKeyword, PSLiteral, keyword_name
from test_pdf import FONTS, PAGE, PICTURE, doubts, made, only, read, shown, streamed, text_of, written

from pipeline.model import Glyph, Sheet, Source
from pipeline.readers import UnreadableFile
from pipeline.readers.pdf import plain, program, sheets
from pipeline.readers.pdf.limits import MAX_PROGRAM
from pipeline.readers.pdf.second import SecondReader

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
    monkeypatch.setattr(plain, "said", lambda *given: said(*given).replace("12", "21"))
    sheet = only(shown("总值12"))
    assert (text_of(sheet), doubts(sheet), plain_pages) == ("总值12", [], [False])


def test_text_that_runs_down_is_read_in_full(in_full: Any, plain_pages: list[bool]) -> None:
    data = made(shown("总值1225", y=250)).replace(b"UniGB-UCS2-H", b"UniGB-UCS2-V")
    assert read(data) == in_full(data)
    assert plain_pages[0] is False


@pytest.mark.parametrize("meant", ["FFFD", "0001", "0378"])
def test_a_glyph_that_says_nothing_keeps_its_doubt(meant: str, in_full: Any) -> None:
    """A page with a hole in a number is none of plain text, whatever both readers make of the hole."""
    data = named(f"begincmap 2 beginbfchar <0031> <0031> <0032> <{meant}> endbfchar endcmap")
    assert read(data) == in_full(data)
    assert doubts(read(data).sheets[0])


def named(table: str) -> bytes:
    """A page with four glyphs of a font whose codes mean what a table says."""
    font = (
        FONTS[FONTS.index("/N ") :]
        .replace("/Identity-H", "/Identity-H /ToUnicode 7 0 R")
        .replace("/N", "/F", 1)
    )
    content = "BT /F 12 Tf 1 0 0 1 50 200 Tm <0031003200310031> Tj ET"
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            f"<< /Font << {font} >>".encode(),
            f"<< /Type /Page /Parent 2 0 R {PAGE} /Resources 3 0 R /Contents 5 0 R >>".encode(),
            streamed(content.encode()),
            b"<< >>",
            streamed(table.encode()),
        ]
    )


def test_what_is_drawn_twice_is_read_once(in_full: Any) -> None:
    data = made((shown("全市生产总值12亿元") + shown("城镇新增就业", y=150)) * 2)
    assert (
        text_of(read(data).sheets[0]) == text_of(in_full(data).sheets[0]) == "全市生产总值12亿元城镇新增就业"
    )


def test_a_negative_size_is_read_in_full(in_full: Any, plain_pages: list[bool]) -> None:
    data = made(shown("总值12", size=-12))
    assert read(data) == in_full(data)
    assert not any(plain_pages)


def test_black_ink_is_black() -> None:
    assert only(shown("总值12", before="0 0 0 1 k")).glyphs[0].color == 0


@pytest.mark.parametrize(("opening", "closing"), [("0 0 400 300 re W n ", ""), ("/P BMC ", "EMC ")])
def test_strings_in_a_thousand_brackets_take_no_longer(opening: str, closing: str) -> None:
    data = made(opening * 1000 + "".join(shown("总", y=280 - at / 10) for at in range(2000)) + closing * 1000)
    started = time.process_time()
    read(data)
    assert time.process_time() - started < 2


def test_a_bomb_in_a_form_is_not_given_to_pdfium(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(SecondReader, "page", lambda self, number, matrix: asked.append(number))
    bomb = zlib.compress(bytes(MAX_PROGRAM + 1))
    data = made("/P Do", page=PAGE).replace(
        streamed(b"\x80", "/Type /XObject " + PICTURE[6:-3]),
        streamed(bomb, "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Filter /FlateDecode"),
    )
    with pytest.raises(UnreadableFile):
        read(data)
    assert not asked


PIECES = [
    "q", "Q", "/F1 12 Tf", "/F2 -9.5 Tf", "(a)", r"(b\))", "<4 1>", "[(c) -3 <42>] TJ", "Tj", "/q gs",
    "/B 0 gs", "1 0 0 1 2 3 Tm", "/P <</L (zh) /D <</E <43>>>>> BDC", "EMC", "% (d)\n", "[] 0 d", "BT", "ET",
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


def test_a_string_without_a_font_and_all_that_paints_is_unusual() -> None:
    for content in (
        b"(a) Tj",
        *(
            b"/F1 12 Tf (a) Tj " + mark
            for mark in (b"BI", b"/X Do", b"1 1 m S", b"f*", b"/G sh", b"/A#20B 9 Tf", b"9 Tf")
        ),
    ):
        with pytest.raises(program.Unusual):
            list(program.strings([content]))
