"""What a text layer hides: points only a font knows, and words that are printed as pictures."""

from __future__ import annotations

from pipeline.model import Box
from pipeline.readers.pdf.drawn import DrawnGlyph, Picture
from pipeline.readers.pdf.geometry import pictured_words
from pipeline.readers.pdf.private import with_points

PRIVATE = "\U001001b0"


def line(text: str, pitch: float = 10, size: float = 10) -> list[DrawnGlyph]:
    return [
        DrawnGlyph(char, (i * pitch, 100, i * pitch + size, 100 + size), size, "", 0, 0, "", i)
        for i, char in enumerate(text)
    ]


def read(text: str, ink: Box | None) -> str:
    return "".join(glyph.text for glyph in with_points(line(text), lambda box: ink))


def test_a_dot_on_the_line_behind_a_digit_is_a_point() -> None:
    assert read(f"76{PRIVATE}1%", (21, 107, 23, 109)) == "76.1%"


def test_what_is_no_dot_on_the_line_stays() -> None:
    high, wide, gone = (21, 101, 23, 103), (21, 104, 29, 106), None
    for ink in (high, wide, gone):
        assert read(f"76{PRIVATE}1%", ink) == f"76{PRIVATE}1%"


def test_a_bullet_behind_a_word_stays() -> None:
    assert read(f"收入{PRIVATE}1", (21, 107, 23, 109)) == f"收入{PRIVATE}1"


def test_lines_of_pictures_between_digits_are_no_text() -> None:
    words = [Picture((40, 100 * n, 400, 100 * n + 12), False, n) for n in range(8)]
    assert pictured_words(line("886.4"), words) > 0.9
    charts = [Picture((40, 100, 400, 300), False, n) for n in range(8)]
    assert pictured_words(line("886.4"), charts) == 0
    assert pictured_words(line("886.4"), words[:2]) == 0
