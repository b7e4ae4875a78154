"""The PDF reader: from bytes to sheets of glyphs.  The PDFs are written here, operator by operator."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pytest

from pipeline.model import Sheet, Source
from pipeline.readers import UnreadableFile, pdf
from pipeline.readers.pdf import opening
from pipeline.readers.pdf.actual import spoken
from pipeline.readers.pdf.drawn import DrawnGlyph
from pipeline.readers.pdf.hygiene import clean, once
from pipeline.readers.pdf.notes import without_marks
from pipeline.readers.pdf.sanity import why_unreadable

PAGE = "/MediaBox [0 0 400 300]"
# F: Chinese by UCS-2 codes; L: Latin; N: a font that does not say what its codes mean.
FONTS = """<< /F << /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H
  /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000
  /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>
  /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /Ascent 880 /Descent -1100
  /CapHeight 700 /StemV 80 /ItalicAngle 0 /FontBBox [0 -200 1000 900] >> >>] >>
  /L << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>
  /N << /Type /Font /Subtype /Type0 /BaseFont /Nameless /Encoding /Identity-H
  /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Nameless
  /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>
  /FontDescriptor << /Type /FontDescriptor /FontName /Nameless /Flags 4 /Ascent 880 /Descent -120
  /CapHeight 700 /StemV 80 /ItalicAngle 0 /FontBBox [0 -200 1000 900] >> >>] >> >>"""
PICTURE = "/P << /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 >>"


def shown(text: str, x: float = 50, y: float = 200, size: float = 12, before: str = "") -> str:
    """Operators that show a text at a place, in page space."""
    return f"q {before} BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET Q\n"


def written(objects: Sequence[bytes], start: int | None = None) -> bytes:
    """A PDF of objects 1, 2, …; `start` where its table of objects shall be said to be."""
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    at = len(data) if start is None else start
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, at)
    )


def streamed(content: bytes, extra: str = "") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), extra.encode(), content)


def made(*pages: str, page: str = PAGE, catalog: str = "") -> bytes:
    """A PDF of pages, each told by its operators."""
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        f"<< /Font {FONTS} /XObject << /P 4 0 R >> /Properties << /Off 2 0 R >> >>".encode(),
        streamed(b"\x80", "/Type /XObject " + PICTURE[6:-3]),
    ]
    for at, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {page} /Resources 3 0 R /Contents {6 + 2 * at} 0 R >>".encode()
        )
        objects.append(streamed(content.encode()))
    return written(objects)


def read(data: bytes) -> Source:
    return pdf.read(data, "x", "x.pdf")


def only(*operators: str, page: str = PAGE, catalog: str = "") -> Sheet:
    """The sheet of a PDF of one page."""
    return read(made("".join(operators), page=page, catalog=catalog)).sheets[0]


def text_of(sheet: Sheet) -> str:
    return "".join(glyph.text for glyph in sheet.glyphs)


def doubts(sheet: Sheet) -> list[tuple[str, str]]:
    return [(glyph.text, glyph.doubt) for glyph in sheet.glyphs if glyph.doubt]


def checks(sheet: Sheet) -> list[str]:
    return [what.check for what in sheet.left_out]


def test_glyphs_stand_where_they_are_printed() -> None:
    sheet = only(shown("增长5%", x=50, y=200, size=10))
    assert (sheet.width, sheet.height, text_of(sheet)) == (400, 300, "增长5%")
    first = sheet.glyphs[0]
    # The box stands on the baseline, 100 points from the top; the font's own descent is nonsense.
    assert (first.x0, first.x1, first.size, first.upright) == (50, 60, 10, True)
    assert first.top < 100 < first.bottom <= 102
    assert not doubts(sheet) and not sheet.left_out


def test_colors_and_marks() -> None:
    sheet = only("1 0 0 rg 50 200 100 20 re f 0 0 1 RG 10 10 m 90 10 l S ", shown("红", before="0 1 0 rg"))
    assert sheet.glyphs[0].color == 0x00FF00
    box, line = sheet.marks
    assert (box.fill, box.stroke, box.x0, box.top, box.bottom) == (0xFF0000, None, 50, 80, 100)
    assert (line.fill, line.stroke, line.top) == (None, 0x0000FF, 290)


def test_a_media_box_may_begin_anywhere() -> None:
    sheet = only(shown("总值", x=150, y=1200), page="/MediaBox [100 1000 500 1300]")
    assert (sheet.width, sheet.height) == (400, 300)
    assert sheet.glyphs[0].x0 == pytest.approx(50)
    assert sheet.glyphs[0].top < 100 < sheet.glyphs[0].bottom


@pytest.mark.parametrize(
    ("rotate", "matrix"), [(90, "0 1 -1 0 300 0"), (180, "-1 0 0 -1 400 300"), (270, "0 -1 1 0 0 400")]
)
def test_a_turned_page_is_read_as_it_is_seen(rotate: int, matrix: str) -> None:
    plain = only(shown("总值12亿元"), "50 60 30 20 re f")
    media = "/MediaBox [0 0 300 400]" if rotate != 180 else PAGE
    turned = only(f"{matrix} cm ", shown("总值12亿元"), "50 60 30 20 re f", page=f"{media} /Rotate {rotate}")
    assert (turned.width, turned.height) == (400, 300)
    assert not doubts(turned)
    for ours, theirs in zip(turned.glyphs, plain.glyphs, strict=True):
        assert ours.text == theirs.text and ours.upright
        assert ours[1:6] == pytest.approx(theirs[1:6])
    assert turned.marks[0][:4] == pytest.approx(plain.marks[0][:4])


def test_a_page_turned_without_saying_so_is_turned_back() -> None:
    plain = only(shown("总值12亿元"))
    turned = only("0 1 -1 0 300 0 cm ", shown("总值12亿元"), page="/MediaBox [0 0 300 400]")
    assert (turned.width, turned.height) == (400, 300)
    assert [glyph[1:6] for glyph in turned.glyphs] == [
        pytest.approx(tuple(glyph[1:6])) for glyph in plain.glyphs
    ]


def test_a_turned_line_on_an_upright_page_keeps_its_size() -> None:
    sheet = only(shown("全市地区生产总值"), "0 1 -1 0 300 0 cm ", shown("图12", x=20, y=20))
    turned = [glyph for glyph in sheet.glyphs if not glyph.upright]
    assert "".join(glyph.text for glyph in turned) == "图12"
    assert {glyph.size for glyph in sheet.glyphs} == {12}


@pytest.mark.parametrize(
    ("operators", "why"),
    [
        (shown("机密", before="3 Tr"), "不可见"),
        (shown("机密", x=900), "页面之外"),
        (shown("机密", before="1 g"), "底色相同"),
        ("1 0 0 rg 40 190 100 30 re f " + shown("机密", before="1 0 0 rg"), "底色相同"),
        (shown("机密") + "0 g 40 190 100 30 re f ", "遮住"),
        (shown("机密") + "q 100 0 0 50 40 190 cm /P Do Q ", "遮住"),
        (shown("机密", before="0 0 20 20 re W n"), "裁切"),
    ],
)
def test_hidden_text_is_left_out_and_said_so(operators: str, why: str) -> None:
    sheet = only(shown("全市生产总值", y=100), operators)
    assert text_of(sheet) == "全市生产总值"
    assert checks(sheet)[0] == "hidden_text"
    assert why in sheet.left_out[0].message and "机密" in sheet.left_out[0].message


def test_text_outside_the_crop_box_is_left_out() -> None:
    sheet = only(shown("总值"), shown("机密", y=20), page=PAGE + " /CropBox [40 100 400 300]")
    assert (text_of(sheet), sheet.width, sheet.height, sheet.glyphs[0].x0) == ("总值", 360, 200, 10)
    assert checks(sheet)[0] == "hidden_text"


def test_a_layer_that_is_switched_off_is_not_read() -> None:
    layers = "/OCProperties << /OCGs [2 0 R] /D << /OFF [2 0 R] >> >>"
    sheet = only(shown("总值"), "/OC /Off BDC ", shown("草稿", y=100), "EMC", catalog=layers)
    assert text_of(sheet) == "总值"


def test_white_text_on_a_coloured_box_or_picture_stays() -> None:
    boxed = only("0.8 0 0 rg 40 190 100 30 re f ", shown("标题", before="1 g"))
    pictured = only("q 100 0 0 50 40 190 cm /P Do Q ", shown("标题", before="1 g"))
    assert text_of(boxed) == text_of(pictured) == "标题"
    assert not boxed.left_out and not pictured.left_out


def test_the_text_behind_a_scan_is_read_with_a_doubt() -> None:
    scan = "q 400 0 0 300 0 0 cm /P Do Q "
    sheet = only(scan, shown("总值12亿元", before="3 Tr"))
    assert text_of(sheet) == "总值12亿元"
    assert {doubt for _, doubt in doubts(sheet)} == {"hidden_layer:"}


def test_a_scan_without_text_is_refused_with_the_remedy() -> None:
    scan = "q 400 0 0 300 0 0 cm /P Do Q "
    with pytest.raises(UnreadableFile, match=r"x\.pdf: this PDF is a scan.*baoshu\[ocr\]"):
        read(made(scan, scan))
    mixed = read(made(scan, shown("总值")))
    assert [checks(sheet) for sheet in mixed.sheets] == [["scanned_page"], []]


def test_fake_bold_is_read_once() -> None:
    bold = "".join(shown("总值11", x=50 + shift) for shift in (0, 0.3, 0.6, 0.9))
    assert text_of(only(bold)) == "总值11"


def test_doubled_letters_are_no_fake_bold() -> None:
    def glyph(text: str, x: float) -> DrawnGlyph:
        return DrawnGlyph(text, (x, 0, x + 2.5, 10), 10, "", 0, 0, "", 0)

    assert len(once([glyph("l", 0), glyph("l", 2.2), glyph("l", 3)])) == 2


def test_radicals_ligatures_and_dingbats_read_plainly() -> None:
    assert [clean(char, "") for char in "⼯⺠⻓ﬁ\u00a0\x01\u200b"] == [
        "工",
        "民",
        "长",
        "fi",
        " ",
        "\ufffd",
        "",
    ]
    assert clean("\uf06c", "ABCDEF+Wingdings") == "●"
    assert clean("\ue001", "Song") == "\ue001"


def drawn(text: str, x: float = 0, size: float = 12, bottom: float = 100) -> list[DrawnGlyph]:
    """Glyphs of half their size's width, side by side."""
    step = size / 2
    return [
        DrawnGlyph(char, (x + at * step, bottom - size, x + (at + 1) * step, bottom), size, "", 0, 0, "", at)
        for at, char in enumerate(text)
    ]


def test_actual_text_speaks_for_glyphs_but_not_for_digits() -> None:
    assert "".join(g.text for g in spoken(drawn("⼯\ufffd3"), "工业8")) == "工业3"
    assert spoken(drawn("ab"), "abc") == drawn("ab")
    assert spoken(drawn("\ufffd"), "fi")[0].text == "fi"


@pytest.mark.parametrize(
    ("mark", "expected"), [("[1]", "总值35亿元，"), ("①", "总值35亿元，"), ("4", "总值35亿元，")]
)
def test_footnote_marks_go(mark: str, expected: str) -> None:
    front, back = drawn("总值35亿元"), drawn("，", x=60)
    found = without_marks([*front, *drawn(mark, x=36, size=7, bottom=95), *back])
    assert "".join(glyph.text for glyph in found) == expected
    away = without_marks([*drawn(mark, x=36, size=7, bottom=95), *front, *back])  # wherever the file has it
    assert "".join(glyph.text for glyph in away) == expected


@pytest.mark.parametrize(
    ("before", "mark", "expected"),
    [("35万m", "2", "35万m²"), ("10", "3", "10³"), ("35米", "3", "35米³"), ("35平方米", "2", "35平方米")],
)
def test_powers_stay(before: str, mark: str, expected: str) -> None:
    raised = drawn(mark, x=6 * len(before), size=7, bottom=95)
    assert "".join(glyph.text for glyph in without_marks([*drawn(before), *raised])) == expected


def test_small_type_on_the_line_is_no_mark() -> None:
    for bottom in (100, 99.2, 101):
        line = [*drawn("增长"), *drawn("12", x=13, size=8, bottom=bottom)]
        assert without_marks(line) == line


def test_sanity() -> None:
    assert not why_unreadable(drawn("全市地区生产总值1635.16亿元，增长2.1%，其中第一产业增加值"))
    assert not why_unreadable(drawn("Annual report on the economy of Taicang, 2022 (GDP 1,635.16)"))
    assert why_unreadable(drawn("全市地区\ufffd产总值1635.16亿元，增长\ufffd.\ufffd%"))
    assert why_unreadable(drawn("\ue001\ue002\ue003\ue004\ue005" * 5))
    assert why_unreadable(drawn("8_m!dE# aX0;Q)z ]b7Kp!c 4$hGt 9k(Wn:e T3v&j"))
    assert why_unreadable(drawn("È«ÊÀ½çÎÞ²úÕßÁªºÏÆðÀ´ È«ÊÀ½çÎÞ²úÕß"))


def test_a_page_whose_font_says_nothing_is_unreadable() -> None:
    nameless = "BT /N 12 Tf 1 0 0 1 50 200 Tm <" + "1234" * 30 + "> Tj ET "
    with pytest.raises(UnreadableFile, match="no meaning to a machine"):
        read(made(nameless))
    mixed = read(made(nameless, shown("总值")))
    assert [checks(sheet) for sheet in mixed.sheets] == [["unreadable_page"], []]
    assert not mixed.sheets[0].glyphs


def test_a_hole_in_a_number_is_seen() -> None:
    line = shown("全市地区生产总值一百亿元，增长百分之五，其中第一产业增加值百亿元，第二产业增加值百亿元1")
    hole = "BT /N 12 Tf 1 0 0 1 200 100 Tm <1234> Tj ET "
    sheet = only(line.replace("/F 12", "/F 5"), hole)
    assert ("\ufffd", "unmapped_glyph:") in doubts(sheet)


def test_actual_text_that_tells_another_digit_is_doubted() -> None:
    sheet = only(shown("总值"), "/Span << /ActualText (8) >> BDC ", shown("3", x=80), "EMC ")
    assert text_of(sheet) == "总值3"
    assert doubts(sheet) == [("3", "second_reader:8")]


def test_readers_that_see_different_revisions_are_told_apart() -> None:
    """An update whose table of objects cannot be found: one reader takes the old page, one the new."""
    old = made("BT /L 12 Tf 50 200 Td (GDP 4100) Tj ET")
    new = b"6 0 obj\n" + streamed(b"BT /L 12 Tf 50 200 Td (GDP 4050) Tj ET") + b"\nendobj\n"
    table = b"xref\n6 1\n%010d 00000 n \n" % len(old)
    data = old + new + table + b"trailer << /Root 1 0 R /Size 7 /Prev 1 >>\nstartxref\n99999\n%%EOF\n"
    source = read(data)
    assert doubts(source.sheets[0]) or checks(source.sheets[0])
    assert [remark.check for remark in source.remarks] == ["damaged_file", "second_reader"]


def test_a_password_is_asked_for_in_one_sentence() -> None:
    lock = "<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + "11" * 32 + "> /U <" + "22" * 32 + "> >>"
    data = made(shown("总值")).replace(
        b"/Root 1 0 R", b"/Root 1 0 R /ID [<00> <00>] /Encrypt " + lock.encode()
    )
    with pytest.raises(UnreadableFile, match=r"x\.pdf: the PDF asks for a password"):
        read(data)


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog", made(shown("总值"))[:40], written([b"<<>>"])],
)
def test_damaged_files_are_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"^x\.pdf: [^\n]+\.$"):
        read(data)


def test_a_damaged_table_of_objects_is_told() -> None:
    whole = made(shown("总值12"))
    source = read(whole.replace(b"startxref\n", b"startxref\n1"))
    assert text_of(source.sheets[0]) == "总值12"
    assert [remark.check for remark in source.remarks] == ["damaged_file"]


def test_a_broken_page_does_not_lose_the_others() -> None:
    source = read(made(shown("总值") + "BT /F 12 Tf <41> Tj 1 0 0 1 [ ) >> ET", shown("增长")))
    assert text_of(source.sheets[1]) == "增长"


def test_a_bomb_is_told_before_it_unpacks() -> None:
    bomb = zlib.compress(zlib.compress(bytes(80 * 2**20), 9), 9)
    whole = made("", shown("总值")).replace(
        streamed(b""), streamed(bomb, "/Filter [/FlateDecode /FlateDecode]")
    )
    source = read(whole)
    assert checks(source.sheets[0]) == ["damaged_page"]
    assert text_of(source.sheets[1]) == "总值"


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_PAGES", 2)
    with pytest.raises(UnreadableFile, match="over the limit of 2"):
        read(made(*[shown("总值")] * 3))
