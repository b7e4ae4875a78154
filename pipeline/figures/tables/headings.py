"""What the heading of a column says of the numbers under it: measure, unit, year, status, whose they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import regex

from pipeline.figures.cues import CueFinder
from pipeline.figures.scan import Numeral
from pipeline.language.trie import alternation

PERCENT: Final = "%"
POINTS: Final = ("个百分点", "百分点")
SAYS_COLUMN: Final = ("name", "unit", "serial", "code")  # what a column is, not what its numbers measure
_STATUS: Final = ("target", "actual", "estimate")
_BRACKET: Final = regex.compile(r"[（(]([^（）()]{1,12})[）)]")
_UNIT_ABOVE: Final = regex.compile(r"单位[：:]?([^（）()，。\s]{1,20})")
_UNIT_MARKS: Final = regex.compile(r"[、，,/／；;和及]")
# 2025年, 2025, 2025|年末数; 2000万元 is none
_YEAR: Final = regex.compile(r"(?<!\d)((?:19|20)\d\d)(?:年(?![末底初])度?|(?=年)|(?=\Z|[（(]))")
_SPAN: Final = regex.compile(r"(?:19|20)\d\d年?(?:[-—–~～至到]{1,2})(?:(?:19|20)\d\d|\d\d)年?")
# 比2025年执行数|增减
_THAN: Final = regex.compile(
    r"[比较](?![重例率值])(?=[^（）]{0,12}[年期末初数月])[^（）]{1,16}?(?=增|减|±|上[涨升]|下[降跌]|升|降|涨|提高|变动|变化|[（%]|\Z)"
)
_LIST_MARK: Final = regex.compile(r"^(?:[一二三四五六七八九十]{1,3}、|其中[：:，]?|[#＃*＊：:])+|[：:，、]+$")
_BRACKETS: Final = regex.compile(r"[（(][^（）()]*[）)]")
_PLUS_MINUS: Final = "±"
_TO_TELL_BASIS: Final = "增长5"  # the cues want a change behind them


@dataclass
class Heading:
    """What the headings over a column say, the outer ones and the inner."""

    said: str = ""  # what no word of the rules explains: a measure (产量) or whose it is (城镇)
    unit: str = ""
    year: str = ""
    kind: str = "level"  # level, growth, change, share, index, rank, done
    column: str = ""  # name, unit, serial, code, where it is no column of values
    status: str = ""
    status_text: str = ""
    basis: str = ""
    done: str = ""  # 完成年初预算: what the per cent is of
    before: bool = False  # 上年决算数: of the year before
    falls: bool = False  # 下降（%）: the numbers are written without their sign
    rules: list[str] = field(default_factory=list)
    written: str = ""


class HeadingWords:
    """Reads headings with the words of `rules/tables.yaml`."""

    def __init__(
        self,
        words: Mapping[str, tuple[str, str]],
        units: Callable[[str], Numeral | None],
        cues: CueFinder,
        signs: Mapping[str, tuple[str, str]],
    ) -> None:
        """`words`: written -> (kind, rule id); `units`: a written unit as a numeral; `signs`: of verbs."""
        self._words, self._unit, self._cues, self._signs = words, units, cues, signs
        self._pattern = regex.compile(alternation(words) if words else "(?!)")

    def column(self, text: str) -> tuple[str, str]:
        """Which kind of column a heading makes if it holds no values (name, unit …), and the rule."""
        kind, rule = self._words.get(_BRACKET.sub("", text), ("", ""))
        return (kind, rule) if kind in SAYS_COLUMN else ("", "")

    def tells(self, text: str) -> bool:
        """Whether a text holds any word of headings, a year or a unit in brackets."""
        if self._pattern.search(text) or _YEAR.fullmatch(text):
            return True
        return any(self._known(found[1]) for found in _BRACKET.finditer(text))

    def names_column(self, text: str) -> bool:
        """Whether a text is what the column of names is headed by: 产品, 项目."""
        return self._words.get(text, ("", ""))[0] == "name"

    def said(self, text: str) -> set[str]:
        """Rule ids of the words in a text."""
        return {self._words[found[0]][1] for found in self._pattern.finditer(text)}

    def unit_above(self, lines: list[str]) -> str:
        """The unit of （单位：亿元） above a table; of several the first that is no per cent."""
        for line in lines:
            found = _UNIT_ABOVE.search(line)
            if not found:
                continue
            known = [unit for unit in _UNIT_MARKS.split(found[1]) if self._known(unit)]
            return next((unit for unit in known if unit != PERCENT), known[0] if known else "")
        return ""

    def read(self, parts: list[str]) -> Heading:
        """The headings over one column, outer first."""
        heading = Heading(written="".join(parts))
        kinds: set[str] = set()
        rests: list[str] = []
        amount = False  # the innermost heading says that it is no per cent
        for part in parts:
            heading.column, rule = self.column(part)
            heading.rules += [rule] if rule else []
            if heading.column:
                continue
            rest, found = self._part(part, heading)
            amount = "amount" in found or (amount and not found)
            kinds |= found
            rests.append(rest)
        heading.said = "".join(dict.fromkeys(filter(None, rests)))
        heading.kind = self._kind(heading, kinds, amount)
        if heading.kind in ("growth", "share", "done") and not heading.unit:
            heading.unit = PERCENT
        return heading

    def _kind(self, heading: Heading, kinds: set[str], amount: bool) -> str:
        for kind in ("done", "rank", "index"):
            if kind in kinds:
                return kind
        if "growth" not in kinds and not (heading.basis and "share" not in kinds):  # 比上年+,-%
            return "share" if "share" in kinds else "level"
        if heading.unit in POINTS or (heading.unit and heading.unit != PERCENT):
            return "change"
        return "change" if amount and not heading.unit else "growth"

    def _part(self, part: str, heading: Heading) -> tuple[str, set[str]]:
        """What is left of one heading; unit, year, status and basis go into `heading`."""
        kinds: set[str] = set()
        basis = (c for c in self._cues.find(part + _TO_TELL_BASIS, 0, len(part)) if c.rule.kind == "basis")
        told = next(basis, None)
        if told is not None:
            gives = told.rule.gives
            heading.basis = told.text if gives == "text" else gives.replace("N", told.year)
            heading.rules.append(told.rule.id)
        part = _THAN.sub("", part, 1)
        part = self._unit_in(part, heading)
        part = _SPAN.sub("", part)
        year = _YEAR.search(part)
        if year:
            heading.year = year[1]
            part = part[: year.start()] + part[year.end() :]
        left, place = [], 0
        for found in self._pattern.finditer(part):
            kind, rule = self._words[found[0]]
            if kind in SAYS_COLUMN or kind in ("amount", "whole"):
                continue
            left.append(part[place : found.start()])
            place = found.end()
            kinds.add(kind)
            heading.rules.append(rule)
            self._note(kind, found[0], heading)
        left.append(part[place:])
        if {"actual", "target"} <= kinds and heading.unit == PERCENT:
            heading.done = part  # 执行数为调整预算数|%
            return "", {"done"}
        rest = _LIST_MARK.sub("", _BRACKETS.sub("", "".join(left))).strip("（）()+-,，/、")
        kind, rule = self._words.get(rest, ("", ""))
        if kind == "amount":
            heading.rules.append(rule)
            return "", kinds | {kind}
        return rest, kinds

    def _note(self, kind: str, word: str, heading: Heading) -> None:
        if kind in _STATUS:
            heading.status, heading.status_text = kind, word
        elif kind == "done":
            heading.done = word
        elif kind == "before":
            heading.before = True
        elif kind == "growth" and _PLUS_MINUS not in heading.written:
            sign = self._signs.get(word, ("", ""))[1]
            heading.falls = sign == "-" and not heading.falls

    def _unit_in(self, part: str, heading: Heading) -> str:
        """Take the unit out: in brackets, at the end (增长%), or all there is (亿元)."""
        for found in _BRACKET.finditer(part):
            written = found[1].replace("％", PERCENT)
            known = written.replace(_PLUS_MINUS, "").removeprefix("单位：")
            if self._known(known):
                heading.unit = known
                return part.replace(found[0], _PLUS_MINUS if _PLUS_MINUS in written else "", 1)
        if part.endswith((PERCENT, "％")):
            heading.unit = PERCENT
            return part[:-1]
        if self._known(part) and part not in self._words:
            heading.unit = part
            return ""
        return part

    def _known(self, written: str) -> bool:
        return written == PERCENT or written in POINTS or self._unit(written) is not None
