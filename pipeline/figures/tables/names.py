"""The names of rows: list marks, parts, the unit a name ends with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import regex

from pipeline.figures.scan import Numeral

NAMED: Final = regex.compile(r"[一-龥A-Za-z]")
_HAN: Final = "[一二三四五六七八九十]{1,3}"
_LIST_MARK: Final = regex.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)|（[一二三四五六七八九十\d]{1,2}）|[#＃*＊]|[①-⑳]|其中[：:，]?|在总计中[：:]|[：:])+"
)
_PART: Final = regex.compile(r"^(?:其中|[#＃])")
_BRACKET: Final = regex.compile(r"[（(]([^（）()]{1,12})[）)]$")
_SPEED: Final = regex.compile(r"(?<=[一-龥]{2})(?:的)?(?:增长速度|增速|增长率)$")
#: how deep a numbered name stands: 一、 over （一） over 1. over （1）
_DEPTHS: Final = tuple(
    regex.compile(mark)
    for mark in (rf"{_HAN}、", rf"（{_HAN}）", r"\d{1,2}[.．、](?!\d)", r"（\d{1,2}）", "[①-⑳]")
)
YEAR: Final = regex.compile(r"((?:19|20)\d\d)年?(?:度|末|底)?")


class Name(NamedTuple):
    """A row's name without its marks."""

    text: str
    unit: str = ""
    part: bool = False  # 其中：住宅
    depth: int = 0  # of its number, 1 the outermost; 0 without one
    grows: bool = False  # …增速: what is measured is the growth
    year: str = ""


def read(written: str, unit_of: Callable[[str], Numeral | None]) -> Name:
    """The name in a cell.

    A name that is nothing but a year says when and not what.
    """
    year = YEAR.fullmatch(written)
    if year:
        return Name("", year=year[1])
    part = _PART.match(written) is not None
    bare = regex.sub(r"^(?:其中[：:，]?|[#＃*＊])+", "", written)
    depth = next((i + 1 for i, mark in enumerate(_DEPTHS) if mark.match(bare)), 0)
    text = _LIST_MARK.sub("", written)
    unit = ""
    bracket = _BRACKET.search(text)
    if bracket and unit_of(bracket[1]):
        text, unit = text[: bracket.start()], bracket[1]
    stem = _SPEED.sub("", text)
    return Name(stem.rstrip("：:"), unit, part, depth, stem != text)
