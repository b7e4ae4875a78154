"""/ActualText: what an author's program says its glyphs mean."""

from __future__ import annotations

from collections.abc import Sequence

from pdfminer.utils import decode_text

from pipeline.readers.pdf.drawn import DrawnGlyph
from pipeline.readers.radicals import plain_characters


def told(raw: bytes) -> str:
    """The decoded text without what marks its language."""
    return decode_text(raw).strip("\x00")


def spoken(glyphs: Sequence[DrawnGlyph], text: str) -> list[DrawnGlyph]:
    """The glyphs with the text told for them, one character each or all for the only one.

    Digits keep what their font says, so that a figure has two witnesses: the second reader goes
    by what is told here, and where they differ the figure is doubted.
    """
    if len(glyphs) == 1:
        return [_with(glyphs[0], text)]
    if len(glyphs) != len(text):
        return list(glyphs)
    return [_with(glyph, char) for glyph, char in zip(glyphs, text, strict=True)]


def _with(glyph: DrawnGlyph, text: str) -> DrawnGlyph:
    is_digit = any(char.isdecimal() for char in glyph.text) or any(char.isdecimal() for char in text)
    return glyph if is_digit and is_plain(glyph.text) else glyph._replace(text=text)


def is_plain(text: str) -> bool:
    """Whether a glyph's text is no radical, private character, control or replacement character.

    >>> is_plain("工"), is_plain("⼯"), is_plain("\\ue001")
    (True, False, False)
    """
    return text.isprintable() and "\ufffd" not in text and text not in plain_characters()
