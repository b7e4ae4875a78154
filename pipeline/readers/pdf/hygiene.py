"""Clean glyphs: plain characters for radicals, ligatures and dingbats; fake bold once."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.readers.pdf.drawn import DrawnGlyph, centre
from pipeline.readers.radicals import plain_characters

UNREAD = "\ufffd"  # a glyph whose code says nothing: kept, so that a number with a hole is no other number
_NEAR = 0.15  # of the type size: how far apart the copies of one glyph are drawn
_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_SPACES = dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\t", " ")
_UPRIGHT = dict(
    zip(
        "︐︑︒︓︔︕︖︙︰︱︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄",
        "，、。：；！？…：—（）｛｝〔〕【】《》〈〉「」『』",
        strict=True,
    )
)  # of vertical lines
_MARKS = _UPRIGHT | {"\u00ad": "-"}  # printed, so it is no soft hyphen any more
# The symbol fonts of word processors put their characters at U+F000 + code.
_SYMBOL = {
    0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈",
    0xD7: "·",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "□",
    0xB2: "◇", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFC: "✓", 0xFE: "☑",
}  # fmt: skip


@lru_cache(4096)
def clean(text: str, font: str) -> str:
    """The plain text of a glyph; empty if nothing is printed, U+FFFD if it cannot be known.

    >>> clean("⼯", ""), clean("ﬁ", ""), clean("\\uf06c", "ABCDEF+Wingdings-Regular")
    ('工', 'fi', '●')
    """
    found = "".join(_plain(char, font) for char in text)
    return " " if found.isspace() else found


def _plain(char: str, font: str) -> str:
    if char.isascii() and char.isprintable():
        return char
    simple = plain_characters().get(char) or _LIGATURES.get(char) or _SPACES.get(char) or _MARKS.get(char)
    if simple:
        return simple
    kind = unicodedata.category(char)
    if kind == "Co":
        return _dingbat(ord(char), font) or char
    if kind in ("Cc", "Cn", "Cs"):
        return UNREAD
    return "" if kind == "Cf" else char


def _dingbat(code: int, font: str) -> str:
    """The character of a symbol font; empty where its meaning is not known."""
    if not 0xF000 <= code <= 0xF0FF:
        return ""
    name = font.lower()
    if "wingding" in name:
        return _WINGDINGS.get(code - 0xF000, "")
    if "symbol" in name:
        return _SYMBOL.get(code - 0xF000, chr(code - 0xF000) if code - 0xF000 < 0x40 else "")
    return ""


def cleaned(glyphs: Iterable[DrawnGlyph]) -> list[DrawnGlyph]:
    """The glyphs that print something, with plain text."""
    found: list[DrawnGlyph] = []
    for glyph in glyphs:
        text = clean(glyph.text, glyph.font)
        if text:
            found.append(glyph if text == glyph.text else glyph._replace(text=text))
    return found


def once(glyphs: Sequence[DrawnGlyph]) -> list[DrawnGlyph]:
    """The glyphs, those drawn again at nearly the same place (fake bold, shadows) left out."""
    taken: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
    kept: list[DrawnGlyph] = []
    often = Counter(glyph.text for glyph in glyphs)
    for glyph in glyphs:
        text = glyph.text
        if often[text] == 1:
            kept.append(glyph)
            continue
        near = max(0.2, glyph.size * _NEAR)
        x, y = centre(glyph.box)
        cell = near * 8  # so wide that most glyphs are entered once
        known = taken.get((text, int(x // cell), int(y // cell)))
        if known and any(abs(x - a) <= near and abs(y - b) <= near for a, b in known):
            continue
        kept.append(glyph)
        # Entered in the cells of its corners, it is found from wherever a copy's centre may lie.
        down = {int((y - near) // cell), int((y + near) // cell)}
        for column in {int((x - near) // cell), int((x + near) // cell)}:
            for row in down:
                taken.setdefault((text, column, row), []).append((x, y))
    return kept
