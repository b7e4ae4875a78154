"""Pictures of pages: where characters stand, how sure they are, and what is said where none is read."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.engine import shared
from pipeline.model import Glyph, Source
from pipeline.readers import UnreadableFile, read_file, scan

needs_ocr = pytest.mark.skipif(not scan.available(), reason="needs the extra: pip install 'baoshu[ocr]'")


def picture(width: int = 200, height: int = 100) -> Image.Image:
    return Image.new("RGB", (width, height), "white")


def saved(folder: Path, image: Image.Image, name: str = "page.png", **how: object) -> Path:
    image.save(folder / name, **how)  # type: ignore[arg-type]
    return folder / name


def box(x0: float, top: float, x1: float, bottom: float) -> list[list[float]]:
    return [[x0, top], [x1, top], [x1, bottom], [x0, bottom]]


def told(monkeypatch: pytest.MonkeyPatch, *lines: tuple[str, float, list[list[float]], object]) -> None:
    """Have every strip of a picture hold these lines: text, confidence, box, characters."""
    texts, scores, boxes, chars = zip(*lines, strict=True) if lines else (None, None, None, None)
    found = SimpleNamespace(txts=texts, scores=scores, boxes=boxes, word_results=chars or ())
    monkeypatch.setattr(scan, "available", lambda: True)
    monkeypatch.setattr(scan, "_recogniser", lambda: lambda strip, **_: found)


def places(glyphs: tuple[Glyph, ...]) -> list[tuple[str, float, float]]:
    return [(glyph.text, round(glyph.x0, 2), round(glyph.x1, 2)) for glyph in glyphs]


def test_without_the_extra_a_picture_is_one_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    with pytest.raises(UnreadableFile) as refusal:
        read_file(saved(tmp_path, picture()))
    told = "page.png: it is a picture and holds no text; pip install 'baoshu[ocr]' and it is read by OCR."
    assert str(refusal.value) == told


def test_characters_are_spread_by_their_widths(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, ("增长 6%", 0.93, box(20, 10, 90, 30), ()))
    page = scan.sheet(picture(), 3, 100, 50)  # half a point a pixel
    assert (page.number, page.width, page.height) == (3, 100, 50)
    assert places(page.glyphs) == [("增", 10, 20), ("长", 20, 30), ("6", 35, 40), ("%", 40, 45)]
    assert {(glyph.top, glyph.bottom, glyph.size) for glyph in page.glyphs} == {(5, 15, 10)}
    assert [glyph.doubt for glyph in page.glyphs] == ["", "", "ocr:0.93", "ocr:0.93"]


def test_where_the_recogniser_says_each_character_it_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    chars = [("长", 1.0, box(20, 11, 40, 31)), ("6", 0.9, box(41, 9, 50, 29)), ("%", 0.7, box(52, 9, 61, 29))]
    told(monkeypatch, ("长6%", 0.87, box(20, 10, 62, 30), chars))
    glyphs = scan.sheet(picture(), 1, 200, 100).glyphs
    assert places(glyphs) == [("长", 20, 40), ("6", 41, 50), ("%", 52, 61)]
    assert {(glyph.top, glyph.bottom) for glyph in glyphs} == {(10, 30)}
    assert [glyph.doubt for glyph in glyphs] == ["", "ocr:0.70", "ocr:0.70"]


def test_a_line_that_stands_upright_is_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    chars = [("长", 1.0, box(20, 10, 40, 30)), ("6", 0.9, box(20, 31, 40, 40))]
    told(monkeypatch, ("长6", 0.9, box(20, 10, 40, 60), chars))
    glyphs = scan.sheet(picture(), 1, 200, 100).glyphs
    assert [(glyph.top, glyph.bottom, glyph.upright) for glyph in glyphs] == [
        (10, 30, False),
        (31, 40, False),
    ]


def test_an_unsure_line_is_left_out_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, ("增长6%", 0.9, box(0, 0, 60, 20), ()), ("1l|", 0.3, box(0, 30, 60, 50), ()))
    page = scan.sheet(picture(), 2, 200, 100)
    assert "".join(glyph.text for glyph in page.glyphs) == "增长6%"
    assert [what.check for what in page.left_out] == ["unreadable_page"]
    assert page.left_out[0].message.startswith("第2页有1行文字")


def test_a_long_picture_is_cut_where_nothing_is_printed() -> None:
    pixels = numpy.full((4500, 50, 3), 255, "uint8")
    pixels[:, ::2] = 0
    pixels[1900:1911] = 255
    cuts = scan._cuts(pixels)
    assert (cuts[:2], cuts[-1]) == ([0, 1905], 4500)
    assert all(0 < bottom - top <= 2000 for top, bottom in pairwise(cuts))


def test_the_size_of_a_page_is_that_of_its_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, ("增长6%", 0.9, box(0, 0, 60, 20), ()))
    page = read_file(saved(tmp_path, picture(), "page.jpg", dpi=(144, 144))).sheets[0]
    assert (page.width, page.height) == (100, 50)
    page = read_file(saved(tmp_path, picture(), "page.bmp", dpi=(1, 1))).sheets[0]
    assert (page.width, page.height) == (200, 100)


def test_a_file_of_several_pictures_has_several_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, ("增长6%", 0.9, box(0, 0, 60, 20), ()))
    path = saved(tmp_path, picture(), "pages.tif", save_all=True, append_images=[picture(60, 40)])
    source = read_file(path)
    assert (source.format, source.pages) == ("picture", 2)
    assert [(page.number, page.width) for page in source.sheets] == [(1, 200), (2, 60)]


def test_what_is_no_picture_is_refused_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch)
    whole = io.BytesIO()
    picture().save(whole, "PNG")
    for data, reason in (
        (whole.getvalue()[:40], "the picture is damaged"),
        (b"no picture at all", "the picture is damaged"),
        (b"%PDF-1.7", "the content is a PDF"),
        (whole.getvalue(), "no text is recognised"),
    ):
        (tmp_path / "page.png").write_bytes(data)
        with pytest.raises(UnreadableFile, match=reason):
            read_file(tmp_path / "page.png")
    monkeypatch.setattr(scan, "_MOST_PIXELS", 10_000)
    (tmp_path / "page.png").write_bytes(whole.getvalue())
    with pytest.raises(UnreadableFile, match=r"has over 0\.01 million pixels"):
        read_file(tmp_path / "page.png")


def test_a_figure_by_ocr_has_one_finding_with_the_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, ("2022年全市新增企业128家。", 0.93, box(0, 0, 190, 20), ()))
    page = scan.sheet(picture(), 1, 200, 100)
    extraction = shared().extract_source(Source("d", "d.png", "picture", "", "", pages=1, sheets=(page,)))
    assert [figure.quote for figure in extraction.figures] == ["128家"]
    (finding,) = extraction.findings
    assert (finding.check, finding.severity) == ("ocr", "warning")
    assert finding.figure_ids == (f"d:{extraction.figures[0].char_start}",)
    assert "置信度0.93" in finding.message


@needs_ocr
def test_the_recogniser_reads_a_picture_where_it_is_printed() -> None:
    page = picture(600, 200)
    font = ImageFont.load_default(size=40)
    ImageDraw.Draw(page).text((100, 60), "1635.16", fill="black", font=font)
    glyphs = scan.sheet(page, 1, 300, 100).glyphs
    assert "".join(glyph.text for glyph in glyphs) == "1635.16"
    wanted = [(100 + font.getlength("1635.16"[:at])) / 2 for at in range(7)]
    assert all(abs(glyph.x0 - x) < 6 for glyph, x in zip(glyphs, wanted, strict=True))
    assert all(glyph.doubt.startswith("ocr:") for glyph in glyphs)
