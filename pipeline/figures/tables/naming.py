"""What a number of a table is called: the name of its row, completed by its column and the rows above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from pipeline.figures.tables.grid import Cell
from pipeline.figures.tables.headings import Heading, HeadingWords
from pipeline.figures.tables.names import Name
from pipeline.figures.tables.state import State
from pipeline.figures.wordclasses import WordClasses, without_overlap

_CAPTION_ENDS: Final = regex.compile(r"及|完成|情况|构成|增长|比上年|（|\(|表|$")
_PRICE: Final = "居民消费价格"
_OUTPUT: Final = "生产总值"
_OF_OUTPUT: Final = "增加值"
_PEOPLE: Final = ("人口", "人员", "人数")
_ALL: Final = ("合计", "总计", "总指数")
_MEASURED: Final = ("量", "额", "率", "数", "收入", "支出", "余额")
_SUM: Final = "合计"
_TOTAL: Final = "总计"
_SHORTEST_SUM: Final = 4
_LONGEST_WHOLE: Final = 6
_LONGEST_MEASURE: Final = 6
# 表5 2025年 … 分行业|固定资产投资
_CAPTION_FRONT: Final = regex.compile(
    r"^(?:[附续]?表\s?[\d一二三四五六七八九十]{0,2}(?=\D|(?:19|20)\d\d)[\s：:]*)?(?:(?:19|20)\d\d年)?(?:年?[末底])?(?:按[一-龥]{1,8}分|分[一-龥]{2})?的?"
)
_SHARE: Final = "比重"
_OF: Final = "占"


class Naming:
    """Composes indicators with the word classes of the rules."""

    def __init__(self, classes: WordClasses, words: HeadingWords) -> None:
        self._classes, self._words = classes, words

    def from_heading(
        self, heading: Heading, columns: Columns, name: Name, part: bool, unit: str, state: State
    ) -> tuple[str, str]:
        """What the column adds to the name: a measure behind it (产量), or whose it is in front (城镇)."""
        said = columns.said(heading)
        for area in self._classes.area:
            said = said.removeprefix(area)
        said = "" if said.startswith(_OF) else self.bare(said)
        if said and (not name.text or self.is_measured(said) or self._classes.is_indicator(said)):
            return said, ""
        measure = self._measure_of(part, unit, state)
        return measure, said if columns.differ else ""

    def bare(self, said: str) -> str:
        """年末|余额, 产品|产量: what a heading measures, without time and without the things measured."""
        tokens = self._classes.without_adverbs(self._classes.words(said))
        start, _ = self._classes.attribute_start(tokens)
        front = "".join(tokens[:start])
        named = start < len(tokens) and self._words.names_column(front)
        return "".join(tokens[start:] if named else tokens)

    def indicator(self, name: str, heading: Heading, measure: str, state: State) -> str:
        """The name of the row, with the measure of the whole, the column or the share."""
        index = heading.kind == "index"
        if _PRICE in name + state.whole + state.caption + heading.said:
            stem = _PRICE + ("指数" if index or heading.kind not in ("growth", "change") else "")
            if name.endswith("价格") and index:
                return name + "指数"
            if name in _ALL or _PRICE in name:
                return stem if name in _ALL else name
            return name if name.endswith(("价格", "指数")) else name + stem
        if len(name) > _SHORTEST_SUM:
            name = name.removesuffix(_SUM)  # 一般公共预算收入|合计
        if measure and name in _ALL:
            name = self._spoken_of(state.caption, measure) or name
        if measure and not self.is_measured(name):
            name = joined(name, measure)
        if heading.kind == "share" and heading.said.startswith(_OF):
            name += heading.said.rstrip("的") + _SHARE  # 占固定资产投资的|比重
        elif heading.kind == "share":
            name += "" if name.endswith((_SHARE, "占比", "构成", "比例")) else _SHARE
        return name

    def without_other(self, name: str, measure: str) -> str:
        """农作物总播种面积 under the heading 产量: the row measures what the column says."""
        tokens = self._classes.words(name)
        start, kind = self._classes.attribute_start(tokens)
        other = kind == "sibling" and self.is_measured(measure) and start > 0
        return "".join(tokens[:start]) if other and not name.endswith(measure) else name

    def _spoken_of(self, caption: str, measure: str) -> str:
        """分行业固定资产投资（不含农户）增速: what 总计 is the sum of."""
        end = caption.find(measure)
        front = caption[:end] if end >= 0 else ""
        for area in self._classes.area:
            front = front.replace(area, "")
        front = _CAPTION_FRONT.sub("", front)
        return front + measure if front or end >= 0 else ""

    def _inherited(self, whole: str) -> str:
        """What the parts of a whole are measured by: 支出 of 一般公共预算支出, else the whole itself."""
        classes = self._classes
        passed = classes.passed_on(whole)
        for length in range(min(len(whole) - 1, _LONGEST_MEASURE), 1, -1):
            entry = classes.attributes.get(whole[-length:])
            if not passed and entry is not None and entry[1].kind == "sibling":
                passed = whole[-length:]
        return passed or whole

    def _measure_of(self, part: bool, unit: str, state: State) -> str:
        """城镇 of 常住人口, 工业 of 生产总值, 住宅 of 施工面积; 夏粮 under the heading 产量."""
        passed = self._inherited(state.last) if part and self.is_measured(state.last) else ""
        whole = state.whole
        for area in self._classes.area:
            whole = whole.removeprefix(area)
        if whole.endswith(_OUTPUT):
            return _OF_OUTPUT
        if whole.endswith(_PEOPLE) and len(whole) <= _LONGEST_WHOLE:
            return whole
        if passed:
            return passed
        ends = (state.caption[: end.start()] for end in _CAPTION_ENDS.finditer(state.caption))
        named = next(filter(None, map(self._classes.passed_on, ends)), "")
        if not state.measured or unit != state.measured_unit:
            return named
        above = self._inherited(state.measured)  # 食品烟酒 below 人均消费支出
        return above if not named or (above in state.caption and above != named) else named

    def is_measured(self, name: str) -> bool:
        """Whether a name says what is measured: 产量, 出生率, a known indicator."""
        classes = self._classes
        name = name.removesuffix(_SUM).removesuffix(_TOTAL)
        if not name:
            return False
        if name.endswith(_MEASURED):
            return True
        return bool(classes.attribute_start(classes.words(name))[1])


class Columns:
    """The headings over the numbers of one name."""

    def __init__(self, headings: dict[int, Heading], numbers: Sequence[Cell]) -> None:
        self._headings = headings
        self._own = [headings[c.column] for c in numbers if c.column in headings]
        levels = {heading.said for heading in headings.values() if not heading.column}
        #: whether what is left of the headings tells columns apart: 城镇 | 农村
        self.differ = len(levels - {""}) > 1

    def heading(self, cell: Cell) -> Heading | None:
        return self._headings.get(cell.column)

    def said(self, heading: Heading) -> str:
        """Its own words, or those of the column to its left: 播种面积, 增长, 产量, 增长."""
        if heading.said or heading.kind == "level":
            return heading.said
        before = ""
        for own in self._own:
            if own is heading:
                return before
            before = own.said or before
        return ""


def overlap(front: str, behind: str) -> int:
    """How many characters `behind` begins with that `front` ends with."""
    return next((size for size in range(len(behind), 0, -1) if front.endswith(behind[:size])), 0)


def joined(front: str, behind: str) -> str:
    return without_overlap(front, behind) + behind


def shared_end(left: str, right: str) -> str:
    """The characters both end with.

    >>> shared_end("住户存款", "活期存款")
    '存款'
    """
    size = next((i for i, (a, b) in enumerate(zip(left[::-1], right[::-1], strict=False)) if a != b), None)
    size = min(len(left), len(right)) if size is None else size
    return right[len(right) - size :]
