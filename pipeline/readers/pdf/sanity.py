"""Whether a page's text layer says what is printed, told by the text alone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from pipeline.readers.pdf.drawn import DrawnGlyph
from pipeline.readers.pdf.hygiene import UNREAD

_HOLES = 0.02  # of the characters that stand for nothing: more, and no number of the page can be trusted
_A_FEW = 2  # holes that any page may have: they stay as U+FFFD, each with its doubt
_PRIVATE = 0.1  # of the characters with a meaning only their font knows; bullets and symbols are fewer
_ENOUGH = 20  # characters from which on a page is judged
_HAN_AT_LEAST = 0.2  # of the letters on a page of a Chinese report
_ODD_AT_MOST = 0.25  # of the other words, that change between capitals, digits and marks again and again
_CHANGES = 3  # such changes that make a word odd
_ACCENTED = 0.3  # of the other letters: more than any language has, so it is Chinese read byte by byte
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef]{3,}")
_ADDRESS = re.compile(r"://|www\.|@")


def why_unreadable(glyphs: Sequence[DrawnGlyph]) -> str:
    """A clause that says why the glyphs of a page are no text; empty if they are.

    Judged: characters that say nothing, and words of letters, digits and marks in one where Han should be.
    """
    text = _text(glyphs)
    kinds = Counter(map(_kind, text))
    total = kinds.total() - kinds["blank"]
    holes = kinds["hole"]
    if total < _ENOUGH:
        return "字形没有对应的文字" if holes > 0.5 * total else ""
    if holes > max(_A_FEW, _HOLES * total) or holes + kinds["private"] > _PRIVATE * total:
        return f"{total}个字中有{holes + kinds['private']}个没有对应的文字"
    others = kinds["letter"] + kinds["accented"]
    if others < _ENOUGH or kinds["han"] >= _HAN_AT_LEAST * (kinds["han"] + others):
        return ""
    words = [word for word in _WORD.findall(text) if not _ADDRESS.search(word)]
    odd = sum(1 for word in words if _changes(word) >= _CHANGES)
    is_noise = odd > _ODD_AT_MOST * len(words) or kinds["accented"] > _ACCENTED * others
    return "字形对应的文字杂乱无章" if is_noise else ""


def _changes(word: str) -> int:
    """How often small letters, capitals, digits and marks take turns; a word's first capital is none.

    >>> _changes("Report"), _changes("3,480.5"), _changes("8_m!dE#")
    (0, 0, 6)
    """
    if not any(char.isalpha() for char in word):
        return 0
    kinds = ["A" if c.isupper() else "a" if c.isalpha() else "0" if c.isdigit() else "." for c in word]
    runs = [kind for kind, _ in groupby(kinds)]
    return len(runs) - 1 - (runs[:2] == ["A", "a"])


def _kind(char: str) -> str:
    if char.isspace():
        return "blank"
    if _HAN.match(char):
        return "han"
    if char == UNREAD:
        return "hole"
    if unicodedata.category(char) == "Co":
        return "private"
    if "\u0080" <= char <= "\u024f":
        return "accented"
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
