"""A program cut in one go is cut as pdfminer cuts it, and a page read so is the same page."""

from __future__ import annotations

import time
from typing import Any

import printing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF
from test_pdf import made, only, read, shown

from pipeline.readers.pdf import interpreter, program

PIECES = [
    "1", "-3", "+.5", "12.", "007", "1.2.3", "1e5", "--5", "-", ".", "Tf", "T*", "'", '"', "TJ", "true",
    "null", "/F1", "/中", "/A#20B", "/", "(a)", "(a(b)c)", "(a((b))c)", r"(\101\7\z\))", "(\\\r\n)", "(", ")",
    "<41 4>", "<>", "<4z>", "<", ">", "<<", ">>", "[", "]", "{", "}", "% said\n", "%", "BI", "ID", "EI", " ",
    "\n", "\r", "\0", "<</ActualText<FEFF0031>>>", "\u00a0",
]  # fmt: skip


def by_pdfminer(streams: list[bytes]) -> list[Any]:
    found: list[Any] = []
    try:
        parser = PDFContentParser([PDFStream({}, data) for data in streams])
        while True:
            found.append(parser.nextobject()[1])
    except PSEOF:
        return found


def alike(one: list[Any], other: list[Any]) -> bool:
    return one == other and repr(one) == repr(other)


@pytest.mark.parametrize(
    "text",
    [
        "q 1 0 0 1 72.5 -0.25 cm BT /F1 12. Tf <00410042> Tj ET Q",
        r"[(a\(b\)\051) -120 (c(d)e) .5 <4>] TJ T* (x) ' 1 2 (y) " + '"',
        "/Span <</MCID 0 /ActualText<FEFF0031>>> BDC EMC % a remark (with a bracket\n0 g",
        "/P <</A [1 2 [3]] /B <</C true /D null>>>> BDC[]0 d",
    ],
)
def test_programs_as_they_are_written_are_cut_in_one_go(text: str) -> None:
    assert alike(program.objects([text.encode()]), by_pdfminer([text.encode()]))


@settings(max_examples=1000, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), min_size=1, max_size=3),
    st.booleans(),
)
def test_what_is_cut_in_one_go_is_cut_as_pdfminer_cuts_it(pieces: list[list[str]], apart: bool) -> None:
    streams = [(" " if apart else "").join(some).encode() for some in pieces]
    try:
        found = program.objects(streams)
    except ValueError:
        return  # pdfminer reads it
    assert alike(found, by_pdfminer(streams))


@pytest.mark.parametrize(
    "data",
    [
        b"BI /W 1 ID \x80 EI",
        b"[1 2",
        b"1 ]",
        b"<</A>> gs",
        b"(a",
        b"/A#20B gs",
        b"{1}",
        b"(a\\\r\nb) Tj",
        b"(\\777)",
    ],
)
def test_what_is_unusual_is_left_to_pdfminer(data: bytes) -> None:
    with pytest.raises(ValueError):
        program.objects([data])


def test_programs_of_many_megabytes_are_read_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "MOST", 10)
    with pytest.raises(program.Unusual):
        program.objects([b"0 g 0 g ", b"0 g 0 g "])


def test_brackets_that_never_close_cost_no_more_than_their_length() -> None:
    for data in (b"(" + b"\\(" * 10**5, b"(" * 10**5, b"<" + b"4 " * 10**5, b"(a" * 10**5, b"[" * 10**5):
        started = time.process_time()
        with pytest.raises(ValueError):
            program.objects([data])
        assert time.process_time() - started < 5


def by_steps(_: object) -> list[Any]:
    raise program.Unusual


PAGES = {
    "plain": printing.pdf(printing.column("一、工作\n2022年全市生产总值1635亿元，增长2%以上。" * 9)),
    "table": made(
        "50 250 300 20 re S 50 230 300 20 re S " + shown("指标 1635", y=255) + shown("合计 2", y=235)
    ),
    "hidden": made(
        shown("看得见12") + shown("看不见34", y=100, before="3 Tr") + "1 g " + shown("白56", y=50)
    ),
    "covered": made(shown("盖住78") + "1 g 40 190 200 30 re f 0 g " + shown("后来9", y=100)),
    "clipped": made("q 0 0 60 300 re W n " + shown("裁切123456") + "Q " + shown("外面7", y=60)),
    "told": made("/Span <</ActualText <FEFF5DE5>>> BDC " + shown("⼯") + "EMC " + shown("作5", y=90)),
    "layer": made("/OC /Off BDC " + shown("关1") + "EMC " + shown("开2", y=90)),
    "turned": made("BT /F 12 Tf 0 1 -1 0 200 50 Tm <00350036> Tj ET " + shown("平7")),
    "picture": made("q 200 0 0 100 50 50 cm /P Do Q " + shown("图8", y=250)),
    "inline": made("BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI " + shown("行9")),
    "note": made(shown("增长5%", y=200) + "/Annots " + shown("二", y=100)),
    "broken": made(shown("好1") + "(never closed"),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_the_same_read_both_ways(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read(PAGES[kind])
    monkeypatch.setattr(interpreter, "objects", by_steps)
    assert read(PAGES[kind]) == quick
    assert quick.sheets[0].glyphs


def test_operands_too_many_or_too_few_are_treated_as_by_pdfminer(monkeypatch: pytest.MonkeyPatch) -> None:
    operators = (
        "7 7 1 0 0 rg 5 rg 1 0 g 0.5 " + shown("红5") + " scn 9 nonsense 0 0 1 rg " + shown("蓝6", y=90)
    )
    quick = only(operators)
    monkeypatch.setattr(interpreter, "objects", by_steps)
    assert only(operators) == quick
