"""Whether a page's text layer says what is printed, told by the text alone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from pipeline.readers.pdf.drawn import DrawnGlyph
from pipeline.readers.pdf.hygiene import UNREAD

_HOLES = 0.1  # of the characters that say nothing: more makes a page unreadable
_ENOUGH = 20  # characters from which on a page is judged
_HAN_AT_LEAST = 0.2  # of the letters on a page of a Chinese report
_ODD_AT_MOST = 0.25  # of the words without Han, with digits, marks or capitals inside
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef]{3,}")
_LATIN_WORD = re.compile(r"[(\[\"'‘“]*[A-Za-zÀ-ÿ]?[a-zß-ÿ]+(?:[-'’./@:][A-Za-zÀ-ÿ]*)*[)\]\"'’”.,;:!?]*|[A-Z&./-]+[.,;:)]*")
_NUMBER = re.compile(r"[($¥€<>=~±+-]*\d[\d.,:/%-]*[)%‰.,;]*")


def why_unreadable(glyphs: Sequence[DrawnGlyph]) -> str:
    """A clause that says why the glyphs of a page are no text; empty if they are.

    Judged: characters that say nothing, and words of letters, digits and marks in one where Han should be.
    """
    text = _text(glyphs)
    kinds = Counter(map(_kind, text))
    total = kinds.total() - kinds["blank"]
    if total < _ENOUGH:
        return "字形没有对应的文字" if total and kinds["hole"] > 0.5 * total else ""
    if kinds["hole"] > _HOLES * total:
        return f"{total}个字中有{kinds['hole']}个没有对应的文字"
    letters = kinds["han"] + kinds["letter"]
    if kinds["letter"] < _ENOUGH or kinds["han"] >= _HAN_AT_LEAST * letters:
        return ""
    words = [word for word in _WORD.findall(text) if not _NUMBER.fullmatch(word)]
    odd = sum(1 for word in words if not _LATIN_WORD.fullmatch(word))
    return "字形对应的文字杂乱无章" if words and odd > _ODD_AT_MOST * len(words) else ""


def _kind(char: str) -> str:
    if char.isspace():
        return "blank"
    if _HAN.match(char):
        return "han"
    if char == UNREAD or unicodedata.category(char) == "Co":
        return "hole"
    return "letter" if char.isalpha() else "other"


def _text(glyphs: Sequence[DrawnGlyph]) -> str:
    """The characters as drawn, with a blank wherever the next glyph stands apart."""
    parts: list[str] = []
    last: DrawnGlyph | None = None
    for glyph in glyphs:
        if last is not None and _apart(last, glyph):
            parts.append(" ")
        parts.append(glyph.text)
        last = glyph
    return "".join(parts)


def _apart(left: DrawnGlyph, right: DrawnGlyph) -> bool:
    gap = right.box[0] - left.box[2]
    return not -left.size < gap < 0.2 * left.size or abs(left.box[3] - right.box[3]) > 0.5 * left.size
