"""The closed systems of a page: how a line is numbered, how it ends, whether it is a page number."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_HAN_NUMBER: Final = "[一二三四五六七八九十百零〇]+"
_DEBRIS: Final = r"(?:&[a-z]+;?\s*|\?+)*"  # blanks lost in a conversion: &nbsp; ????
_STYLES: Final = (
    ("part", rf"第{_HAN_NUMBER}(?:部分|篇|编)"),
    ("chapter", rf"第{_HAN_NUMBER}章"),
    ("clause", rf"第{_HAN_NUMBER}节"),
    ("han", rf"{_HAN_NUMBER}[、．.]"),
    ("han_paren", rf"[（〔【]{_HAN_NUMBER}[）〕】]、?"),
    ("digit", r"\d{1,2}[、.](?!\d)"),
    ("digit_paren", r"（?\d{1,2}）、?"),
    ("circle", r"[①-⑳⑴-⒇]"),
    ("first", rf"第{_HAN_NUMBER}[，、,：]|{_HAN_NUMBER}[是要]"),
    ("dash", r"[—―–]{1,2}(?=[^—―–\d\s])"),
    ("bullet", r"[●■◆◎▲★◇□►➢※•·○△▪]"),
)
#: numbering that makes headings -> how deep it nests
RANKS: Final = {
    "part": 0,
    "chapter": 1,
    "clause": 2,
    "han": 3,
    "han_paren": 4,
    "first": 5,
    "digit": 6,
    "digit_paren": 7,
    "circle": 8,
}
PLAIN: Final = 9  # a heading without a number stands below those that have one

_NUMBERED: Final = re.compile(
    _DEBRIS + "(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _STYLES) + ")"
)
_CIRCLES: Final = "".join(map(chr, range(ord("①"), ord("⒇") + 1)))
#: what, besides a digit, a line that is numbered begins with
_BEGINNINGS: Final = frozenset(f"&?第一二三四五六七八九十百零〇（〔【{_CIRCLES}—―–●■◆◎▲★◇□►➢※•·○△▪")
_DEBRIS_ONLY: Final = re.compile(_DEBRIS)
_CLOSERS: Final = "”’」』）》】]\"'"
_ENDS: Final = "。！？；：…!?;:"
_PAGE: Final = re.compile(
    r"[-—–―·－\s]+\d{1,4}[-—–―·－\s]*|\d{1,4}[-—–―－]+|第\d{1,4}页(?:[，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}|"
    r"[Pp]age\s?\d{1,4}(?:\s?of\s?\d{1,4})?"
)
_OPENERS: Final = "，、（《“‘「『【〈,"
_CONTINUERS: Final = "，。、；：》”’）！？%％」』】〉"
SENTENCE: Final = re.compile(r"[。！？；]")
PROSE: Final = re.compile(r"[，。；：！？、]")


class Number(NamedTuple):
    """How a line is numbered: the style and where the text behind the number begins."""

    style: str
    end: int


def numbering(text: str) -> Number | None:
    """The numbering at a line's start.

    >>> numbering("（二）城市建设")
    Number(style='han_paren', end=3)
    >>> numbering("2.6亿吨") is None
    True
    """
    first = text[:1]
    if first not in _BEGINNINGS and not first.isdecimal():
        return None  # as most
    match = _NUMBERED.match(text)
    return Number(match.lastgroup or "", match.end()) if match else None


def without_debris(text: str) -> str:
    """The line behind what a conversion left at its start (&nbsp;, ????)."""
    if not text.startswith(("&", "?")):
        return text
    return text[_DEBRIS_ONLY.match(text).end() :]  # type: ignore[union-attr]


def is_closed(text: str) -> bool:
    """Whether a line ends as a sentence ends (closing quotes aside)."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDS


def must_go_on(text: str) -> bool:
    """Whether a line surely lacks its continuation: it ends in a comma or an opening mark."""
    return text[-1] in _OPENERS


def must_follow(text: str) -> bool:
    """Whether a line surely continues another: it begins with a mark that begins nothing."""
    return text[0] in _CONTINUERS


def is_page_number(text: str) -> bool:
    """Whether a line is a page number: - 3 -, 第3页共9页.

    >>> is_page_number("—12—"), is_page_number("12")
    (True, False)
    """
    return len(text) < 16 and _PAGE.fullmatch(text) is not None
