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
    """The glyphs, those that are unreadable by themselves with the text told for them.

    A glyph that can be read keeps its own text: what is printed counts, not what is said of it.
    """
    if len(glyphs) == 1:
        return [_with(glyphs[0], text)]
    if len(glyphs) != len(text):
        return list(glyphs)
    return [_with(glyph, char) for glyph, char in zip(glyphs, text, strict=True)]


def _with(glyph: DrawnGlyph, text: str) -> DrawnGlyph:
    return glyph if is_plain(glyph.text) else glyph._replace(text=text)


def is_plain(text: str) -> bool:
    """Whether a glyph's text is no radical, private character, control or replacement character.

    >>> is_plain("工"), is_plain("⼯"), is_plain("\\ue001")
    (True, False, False)
    """
    return text.isprintable() and "\ufffd" not in text and text not in plain_characters()
