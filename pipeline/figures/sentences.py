"""Sentences, clauses and the places of figures in them, cut once.

A clause ends at ，；： outside quotes and brackets; a bracket that holds a figure is a clause
of its own.  Between two figures of one clause the text is shared out at 、 and 和.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from pipeline.figures.scan import Numeral

# 六、国内贸易 全年社会消费品零售总额…: a heading and the line below it, run together
_HEADING: Final = re.compile(
    r"\s*[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十、])[^，。；：“”\d\n]{2,24}?(?=全年|年末)"
)
# here as below: what begins with one set of characters, `re` finds without trying the rest everywhere
_HAN_DIGITS: Final = "一二三四五六七八九十"
_SENTENCE_END: Final = re.compile(r"[。！？\n][。！？\n]*[”’」』）]?")
# ① is a list mark, but that of a note in 三次产业结构③为3.7：40.1：56.2 and “两金免收”⑧近9亿元
_PIECES: Final = re.compile(
    r"[“《（，；：①-⑳⑴-⒇—](?:(?<=[，；：])|(?<=“)[^”“\n]{0,60}”|(?<=《)[^》\n]{0,60}》|(?<=（)[^（）\n]{0,200}）"
    r"|(?<=[①-⑳⑴-⒇])(?<!”.)(?![为达近看的是增下比占、。；：，\s]|实现)|(?<=—)—)"
)
_NUMBERS: Final = "".join(map(chr, [*range(0x2460, 0x2488)]))  # ①-⑳, ⑴-⒇: a list in one line
_ITEM_MARK: Final = re.compile(
    r"[“《（以、和及与或](?:(?<=、)|(?<=“)[^”“\n]{0,60}”|(?<=《)[^》\n]{0,60}》|(?<=（)[^（）\n]{0,200}）|(?<=以)及"
    r"|(?<=[和及与或])(?!谐|平|睦|时|格|其|否|者|美(?!丽|化)))"
)
# 11个省、市重点项目, 总投资3亿元的省、市重点项目, 投资4亿元新修和改造道路: no mark between two things
_OF_LEVELS: Final = re.compile(
    r"(?<=[个项家所处条座名位件])(?:[国省市县区]、(?=[省市县区乡镇村](?:级|直|属|重点|人大|政府|两级))"
    r"|国家和(?=地区)|(?:国考|国控|国家级|省级|市级|县级)、(?=[省市县区](?:考|控|级)[^\d、]))"
    r"|(?<=元)的[国省市县区]、(?=[省市县区乡镇村](?:级|直|属|重点))"
    r"|(?<=元)(?:(?:新|改|扩|修)建|新修|改造|整治|维修|修缮|提升)(?:[和及、]|并)"
    r"(?=(?:(?:新|改|扩|修|改扩)建|新修|改造|整治|维修|修缮|提升)[^\d])"
)
_LEADING_MARK: Final = re.compile(r"\s*(?:、|以及|和(?!美(?!丽|化)|谐)|及|与|或|并|，)")


class Clause:
    """A part of a sentence; `mark`: the delimiter in front, ，；：（ or 。 at the sentence's start."""

    def __init__(self, start: int, end: int, mark: str) -> None:
        self.start = start
        self.end = end
        self.mark = mark
        self.figures: list[Numeral] = []


class Item:
    """One figure in its clause: the text that may speak of it on either side."""

    shared: bool = False  # the right text is also the left text of the next figure
    group: int = 0  # first item of the group it stands in
    place: int = 0  # place in the group
    size: int = 1

    def __init__(
        self, numeral: Numeral, clause: int, mark: str, left: tuple[int, int], right: tuple[int, int]
    ) -> None:
        self.numeral = numeral
        self.clause = clause
        self.mark = mark  # what stands before its left text
        self.left = left
        self.right = right


class Sentence:
    """The clauses of a sentence, and its figures as items, both in order."""

    def __init__(self, start: int, end: int, clauses: list[Clause], items: list[Item]) -> None:
        self.start = start
        self.end = end
        self.clauses = clauses
        self.items = items


def sentences(text: str, start: int, end: int, figures: list[Numeral]) -> list[Sentence]:
    """The sentences of text[start:end] that hold a figure; `figures` are sorted by start."""
    found: list[Sentence] = []
    starts = [f.start for f in figures]
    low, cut = bisect_left(starts, start), start
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    for after in (*ends, end):
        high = bisect_left(starts, after, low)
        if low < high:
            found.append(_sentence(text, cut, after, figures[low:high]))
        low, cut = high, after
    return found


def _sentence(text: str, start: int, end: int, inside: list[Numeral]) -> Sentence:
    first = text[start]
    listed = first in _HAN_DIGITS or first.isspace()
    heading = _HEADING.match(text, start, inside[0].start) if listed else None
    clauses = _clauses(text, heading.end() if heading else start, end, inside)
    items: list[Item] = []
    for index, clause in enumerate(clauses):
        _add_items(text, clause, index, items)
    _group(text, items, clauses)
    return Sentence(start, end, clauses, items)


def _clauses(text: str, start: int, end: int, figures: list[Numeral]) -> list[Clause]:
    cuts: list[tuple[int, int, str]] = []
    _cuts(text, start, end, figures, cuts)
    clauses, begin, mark = [], start, "。"
    for cut_start, cut_end, sign in cuts:
        clauses.append(Clause(begin, cut_start, mark))
        begin, mark = cut_end, sign
    clauses.append(Clause(begin, end, mark))
    place = 0
    for figure in figures:
        while place + 1 < len(clauses) and clauses[place + 1].start <= figure.start:
            place += 1
        clauses[place].figures.append(figure)
    return [c for c in clauses if c.end > c.start]


def _cuts(text: str, start: int, end: int, figures: list[Numeral], cuts: list[tuple[int, int, str]]) -> None:
    for match in _PIECES.finditer(text, start, end):
        low, high = match.span()
        sign = text[low]
        if sign == "（":
            if any(low < f.start < high for f in figures):
                cuts.append((low, low + 1, "（"))
                _cuts(text, low + 1, high - 1, figures, cuts)
                listed = text[high : high + 1] == "、"  # 新增学位1050个（…）、床位85张
                cuts.append((high - 1, high + listed, "、" if listed else "）"))
        elif sign == "；" or sign in _NUMBERS:
            cuts.append((low, high, "；"))
        elif sign in "，：" and not _in_ratio(text, low, figures):
            cuts.append((low, high, sign))
        elif sign == "—":
            cuts.append((low, high, "："))


def _in_ratio(text: str, place: int, figures: list[Numeral]) -> bool:
    """11.1：36.3：52.6 is no clause boundary."""
    return text[place] == "：" and text[place - 1].isdigit() and text[place + 1 : place + 2].isdigit()


def _add_items(text: str, clause: Clause, index: int, items: list[Item]) -> None:
    left_start, mark = clause.start, clause.mark
    for number, figure in enumerate(clause.figures):
        is_last = number + 1 == len(clause.figures)
        next_start = clause.end if is_last else clause.figures[number + 1].start
        left_end = figure.start - 1 if figure.ordinal else figure.start
        item = Item(figure, index, mark, (left_start, left_end), (figure.end, next_start))
        if not is_last:
            left_start, mark = _share(text, item)
        else:
            item.right = (figure.end, clause.end)
        items.append(item)


_TO_ONE: Final = re.compile(r"[：:∶]1(?![\d.])")  # 由2.1：1缩小到1.9：1: the 1 belongs to the ratio


def _share(text: str, item: Item) -> tuple[int, str]:
    """Split the text up to the next figure; returns where the next left text starts and its mark."""
    low, high = item.right
    if to_one := _TO_ONE.match(text, low, high):
        low = to_one.end()
        item.right = (low, high)
    leading = _LEADING_MARK.match(text, low, high)
    if leading:
        item.right = (low, low)
        return leading.end(), "、"
    levels = _OF_LEVELS.match(text, low, high)  # 11个省、市重点项目
    first, after = _first_mark(text, levels.end() if levels else low, high)
    if first < high:
        item.right = (low, first)
        return after, "、"
    item.shared = True
    return low, ""


def _first_mark(text: str, low: int, high: int) -> tuple[int, int]:
    """Where the first 、 or 和 outside quotes and brackets stands; (high, high) if there is none."""
    for match in _ITEM_MARK.finditer(text, low, high):
        if match[0][0] in "、和及与或以":
            return match.span()
    return high, high


_BETWEEN: Final = re.compile(
    r"(?:[、和及与，]|以及)第?|[：:∶]|(?:左右|上下|以上|以下|以内|余|多)?(?:[、和及与]|以及)(?:超过?|近|约|不低于|不少于)?"
)


# 播种面积和产量稳定在318万亩、16.5亿斤: as many things measured as there are numbers
_EACH_MEASURED: Final = re.compile(
    r"(?:面积|数|量|额|时间)[、和与及][^，。；、\d]{0,12}(?:面积|数|量|额|时间)(?:均|双双|总体)?"
    r"(?:稳定在|保持在|达到?|[增升提降]至|提高到|压[减缩]至|缩短至|突破|超过?)$"
)


def _group(text: str, items: list[Item], clauses: list[Clause]) -> None:
    """Figures with nothing but 、 or 和 (or ：) between them share one predicate."""
    for index in range(1, len(items)):
        item, before = items[index], items[index - 1]
        if item.clause != before.clause:
            item.group = index
            continue
        between = text[before.numeral.end : item.numeral.start]
        units = {item.numeral.base_unit, before.numeral.base_unit} - {""}
        said = text[clauses[item.clause].start : items[before.group].numeral.start] if len(units) > 1 else ""
        if len(units) > 1 and "分别" not in said and not _EACH_MEASURED.search(said):
            item.group = index  # 500万元和100亩: two things
        elif _BETWEEN.fullmatch(between):
            item.group, item.place = before.group, before.place + 1
        else:
            item.group = index
    last: dict[int, int] = {}
    for item in items:
        last[item.group] = max(item.place, last.get(item.group, 0))
    for index, item in enumerate(items):
        item.size = 1 + last[item.group]
        if item.place == 0:
            item.group = index if item.size == 1 else item.group
