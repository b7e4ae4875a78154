"""The list numbers that Word draws itself and that are nowhere in the text: 一、 （一） 1. ①."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pipeline.readers import xml
from pipeline.readers.word.styles import Numbered

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LEVELS = 9
_HAN = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_COUNTED = re.compile(r"chinesecounting|taiwanesecounting|japanesecounting|chineselegal")
_BY_DIGIT = ("ideographdigital", "taiwanesedigital", "japanesedigitaltenthousand")
_ENCLOSED = {"decimalenclosedcircle": "①", "decimalenclosedcirclechinese": "①", "decimalenclosedparen": "⑴"}
_MOST_ENCLOSED = 20
_MOST_LETTERS = 26 * 26
_LEGAL = str.maketrans("〇一二三四五六七八九十", "零壹贰叁肆伍陆柒捌玖拾")
_BULLET = "•"  # for characters of symbol fonts, which are other characters without their font
_PLACE = re.compile(r"%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class Level(NamedTuple):
    """How the paragraphs of one depth of a list are numbered."""

    start: int = 1
    form: str = "decimal"  # w:numFmt in lower case
    text: str = ""  # “（%1）”: %1 is the number of the first level
    plain: bool = False  # all numbers in ordinary digits, whatever their own form
    style: str = ""  # paragraph style bound to it


class List(NamedTuple):
    """A list as paragraphs name it: its definition, and at what number levels begin anew."""

    definition: str
    levels: Mapping[int, Level]
    restarts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """All lists of a file and how far each has counted; lists of one definition count on together."""

    lists: Mapping[str, List]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, numbered: Numbered, style: str) -> str:
        """The number of the next paragraph of a list, as Word draws it; empty if it draws none."""
        own = self.lists.get(numbered.list_id)
        if own is None:
            return ""
        depth = _depth(numbered, own, style)
        level = own.levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(own.definition, {})
        self._count(own, numbered.list_id, depth, counts)
        return _drawn(level, own, counts)

    def _count(self, own: List, list_id: str, depth: int, counts: dict[int, int]) -> None:
        """One further at this depth; what lies deeper begins anew."""
        if depth in own.restarts and (list_id, depth) not in self._begun:
            counts[depth] = own.restarts[depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = own.levels[depth].start
        self._begun.add((list_id, depth))
        for above in range(depth):
            counts.setdefault(above, own.levels[above].start if above in own.levels else 1)
        for below in [deeper for deeper in counts if deeper > depth]:
            del counts[below]


def _depth(numbered: Numbered, own: List, style: str) -> int:
    """The level named, else the one bound to the style, else the first."""
    if numbered.level:
        return _int(numbered.level, 0)
    return next((depth for depth, level in own.levels.items() if style and level.style == style), 0)


def _drawn(level: Level, own: List, counts: Mapping[int, int]) -> str:
    if level.form == "bullet":
        return _BULLET if _PRIVATE.search(level.text) else level.text
    if level.form == "none":
        return _PLACE.sub("", level.text)

    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        form = "decimal" if level.plain else own.levels.get(depth, Level()).form
        return written(counts.get(depth, 1), form)

    return _PLACE.sub(number, level.text)


def written(number: int, form: str) -> str:
    """A number in a form of Word; a form that is not known here gives ordinary digits.

    >>> written(12, "chinesecountingthousand"), written(20, "japanesecounting"), written(3, "upperroman")
    ('十二', '二十', 'III')
    >>> written(3, "decimalenclosedcirclechinese"), written(28, "lowerletter"), written(7, "decimalzero")
    ('③', 'bb', '07')
    """
    if not 1 <= number <= _MOST_LETTERS:
        return str(number)
    if form in _BY_DIGIT:
        return _digits(number)
    if _COUNTED.match(form):
        han = _han(number)
        return han.translate(_LEGAL) if form.startswith("chineselegal") else han
    if form in _ENCLOSED and number <= _MOST_ENCLOSED:
        return chr(ord(_ENCLOSED[form]) + number - 1)
    if form in ("upperletter", "lowerletter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperletter" else letter
    if form in ("upperroman", "lowerroman"):
        return _roman(number).upper() if form == "upperroman" else _roman(number)
    if form == "ideographtraditional":
        return _STEMS[(number - 1) % len(_STEMS)]
    if form == "ideographzodiac":
        return _BRANCHES[(number - 1) % len(_BRANCHES)]
    return f"{number:02d}" if form == "decimalzero" else str(number)


def _han(number: int) -> str:
    """Counting numbers to 99, as far as lists go; above that digit by digit."""
    if number > 99:
        return _digits(number)
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _HAN[tens]) + "十" if tens else ""
    return ten + (_HAN[ones] if ones or not tens else "")


def _digits(number: int) -> str:
    return "".join(_HAN[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    found = ""
    for size, letters in _ROMAN:
        count, number = divmod(number, size)
        found += letters * count
    return found


def numbering_of(root: Element | None) -> Numbering:
    """The numbering part."""
    definitions = {xml.attribute(node, "abstractNumId"): node for node in xml.children(root, "w:abstractNum")}
    linked = {
        xml.value(node, "w:styleLink"): key
        for key, node in definitions.items()
        if xml.value(node, "w:styleLink")
    }
    lists: dict[str, List] = {}
    for node in xml.children(root, "w:num"):
        key = xml.value(node, "w:abstractNumId")
        if key in definitions:
            key = linked.get(xml.value(definitions[key], "w:numStyleLink"), key)
            lists[xml.attribute(node, "numId")] = _list(node, key, definitions[key])
    return Numbering(lists)


def _list(node: Element, key: str, definition: Element) -> List:
    levels = _levels(definition)
    restarts: dict[int, int] = {}
    for override in xml.children(node, "w:lvlOverride"):
        levels |= _levels(override)
        start = xml.value(override, "w:startOverride")
        if start:
            restarts[_int(xml.attribute(override, "ilvl"), 0)] = _int(start, 1)
    return List(key, levels, restarts)


def _levels(node: Element) -> dict[int, Level]:
    """Depth -> level; Word knows nine depths."""
    found = {_int(xml.attribute(level, "ilvl"), 0): _level(level) for level in xml.children(node, "w:lvl")}
    return {depth: level for depth, level in found.items() if depth < _LEVELS}


def _level(node: Element) -> Level:
    return Level(
        _int(xml.value(node, "w:start"), 0),
        xml.value(node, "w:numFmt").lower() or "decimal",
        xml.value(node, "w:lvlText"),
        xml.child(node, "w:isLgl") is not None,
        xml.value(node, "w:pStyle"),
    )


def _int(text: str, otherwise: int) -> int:
    """A number of the file, which may hold anything."""
    return int(text) if re.fullmatch(r"\d{1,6}", text) else otherwise
