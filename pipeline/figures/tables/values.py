"""Puts a number of a table together: indicator from its row, measure, unit and period from its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from pipeline.figures.scan import Numeral
from pipeline.figures.tables import names
from pipeline.figures.tables.grid import NOTE, Cell, Table
from pipeline.figures.tables.headings import PERCENT, POINTS, Heading, HeadingWords
from pipeline.figures.tables.names import Name
from pipeline.figures.tables.rows import Row, Segment
from pipeline.figures.wordclasses import WordClasses, without_overlap

_SIGNS = ("-", "－", "−")
_CAPTION_ENDS = regex.compile(r"及|完成|情况|构成|增长|比上年|（|\(|表|$")
_BARE_NUMBER = regex.compile(r"[附续]?表\s?[\d一二三四五六七八九十]{0,3}")
_UNIT_AT_END = regex.compile(r"[（(\s]*(?:计量)?单位[：:].*\Z")
_YEARS = regex.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_PRICE = "居民消费价格"
_OUTPUT, _OF_OUTPUT = "生产总值", "增加值"
_PEOPLE, _ALL = ("人口", "人员", "人数"), ("合计", "总计", "总指数")
_MEASURED = ("量", "额", "率", "数", "收入", "支出", "余额")
_SUM, _TOTAL, _SHORTEST_SUM = "合计", "总计", 4
_LONGEST_WHOLE = 6
_LONGEST_MEASURE = 6
_FARTHEST = 3  # rows above that may be the whole
# 表5 2025年 … 分行业|固定资产投资
_CAPTION_FRONT = regex.compile(
    r"^(?:[附续]?表\s?[\d一二三四五六七八九十]{0,2}(?=\D|(?:19|20)\d\d)[\s：:]*)?(?:(?:19|20)\d\d年)?(?:年?[末底])?(?:按[一-龥]{1,8}分|分[一-龥]{2})?的?"
)
_SHARE, _OF = "比重", "占"
_DONE = "比例"


@dataclass(slots=True)
class Value:
    """A number of a table with what its row and its column say of it."""

    numeral: Numeral
    cell: Cell
    indicator: str
    measure: str
    year: str = ""
    whole: int | None = None  # where the number of the whole stands
    before: bool = False  # it is of the year before
    status: str = ""
    status_text: str = ""
    basis: str = ""
    falls: bool = False
    name: str = ""  # of its row
    context: str = ""  # what completes the name, should another row have the same
    rules: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """What the rows above leave to those below."""

    caption: str
    unit: str
    words: Heading  # what the caption says
    whole: str = ""  # name of the first row
    last: str = ""  # name of the last row that is no part: 其中：住宅 is one of it
    last_unit: str = ""
    last_depth: int = 0
    measured: str = ""  # the last name that says what it measures
    measured_unit: str = ""
    own_unit: str = ""  # that its name ends with: 货物运输总量（万吨）
    group: str = ""
    numbered: str = ""  # the last name with a number: what stands below without one may be of it
    in_parts: bool = False
    wholes: list[_Whole] = field(default_factory=list)  # those that a row below may be a part of


class _Whole(NamedTuple):
    """A row that may have parts below it."""

    name: str
    depth: int  # of its number: 一、 is 1
    values: dict[int, Value]  # by column


class Values:
    """Composes the values of a table."""

    def __init__(
        self, classes: WordClasses, words: HeadingWords, unit_of: Callable[[str], Numeral | None]
    ) -> None:
        self._classes, self._words, self._unit_of = classes, words, unit_of

    def caption(self, table: Table, rows: Sequence[Row]) -> str:
        """What the table is called, for the section; "" where the headings above say it, or nothing does."""
        own = [row.cells[0].written for row in rows if row.kind == "title" and row.cells]
        lines = [_UNIT_AT_END.sub("", line) for line in (*own, *table.above) if not NOTE.match(line)]
        named = next(iter(lines), "")
        if _BARE_NUMBER.fullmatch(named):  # 表一, and its name on the line above
            named = " ".join(filter(None, (named, *lines[1:2])))
        return "" if named.rstrip("。：:") in table.section else named

    def subject(self, segment: Segment) -> str:
        """The name of a row, for the prose in its cells."""
        return "".join(names.read(cell.text, self._unit_of).text for cell in segment.names[-1:])

    def of(
        self, table: Table, rows: Sequence[Row], numerals: Callable[[int, int], Sequence[Numeral]]
    ) -> list[Value]:
        """All values of a table, in order."""
        state = self._state(table, rows)
        found: list[Value] = []
        for row in rows:
            if row.kind == "head" and state.wholes:
                state = self._state(table, rows)
            elif row.kind == "group":
                state.group, state.in_parts = names.read(row.cells[0].text, self._unit_of).text, False
            for segment in row.segments:
                found += self._segment(segment, row.headings, state, numerals)
        self._tell_apart(found)
        return found

    def _tell_apart(self, values: Sequence[Value]) -> None:
        """行政运行 of several offices: a name that stands twice in a column is completed by what is above."""
        seen = Counter((value.indicator, value.measure, value.cell.column, value.year) for value in values)
        twice = {name for (name, *_), count in seen.items() if count > 1}
        names = {value.name for value in values if value.indicator in twice}
        for value in values:
            context = value.context
            if value.name not in names or context in ("", value.name):
                continue
            if self._is_measured(context) and not self._is_measured(value.name):
                tail = value.indicator.removeprefix(value.name)  # 铁路周转量 of 货物运输周转量
                value.indicator = _joined(value.name, context) + tail[_overlap(context, tail) :]
            else:
                value.indicator = _joined(context, value.indicator)

    def _state(self, table: Table, rows: Sequence[Row]) -> _State:
        titles = [row.cells[0].written for row in rows if row.kind == "title" and row.cells]
        corner = [cell.text for row in rows if row.kind == "head" for cell in row.cells]
        lines = [*reversed(titles), *table.above]
        caption = next((line for line in lines if not NOTE.match(line)), "")
        unit = self._words.unit_above([*lines, *corner])
        told = self._words.read([caption])
        if len(set(_YEARS.findall(caption))) != 1:
            told.year = ""
        return _State(caption, unit, told)

    # --- one row ------------------------------------------------------------------------------

    def _segment(
        self,
        segment: Segment,
        headings: dict[int, Heading],
        state: _State,
        numerals: Callable[[int, int], Sequence[Numeral]],
    ) -> Iterator[Value]:
        read = [names.read(cell.text, self._unit_of) for cell in segment.names]
        year = next((name.year for name in read if name.year), "")
        named = [name for name in read if name.text]
        name = named[-1] if named else Name("")
        outer = "".join(one.text for one in named[:-1])
        part = self._is_part(name, segment, state)
        columns = _Columns(headings, segment.numbers)
        told: dict[int, Value] = {}
        for cell in segment.numbers:
            numeral = next(iter(numerals(cell.start, cell.end)), None)
            if numeral is None:
                continue
            heading = columns.heading(cell) or self._by_caption(state)
            self._set(numeral, cell, self._unit(heading, name, segment, state))
            value = self._value(numeral, cell, name, heading, part, state, columns, segment)
            value.year = heading.year or year or state.words.year
            value.context = outer or value.context
            told[cell.column] = value
        _find_whole(part, name.depth, told, state.wholes)
        self._remember(name, part, told, segment, state)
        yield from told.values()

    def _is_part(self, name: Name, segment: Segment, state: _State) -> bool:
        """其中：…, and what follows it as long as nothing says that it is a whole of its own."""
        if name.part:
            return True
        follows = state.in_parts and not name.depth and segment.unit == state.last_unit
        told = bool(state.last_depth) or self._is_measured(state.last)
        return follows and told and not self._is_measured(name.text)

    def _remember(
        self, name: Name, part: bool, told: dict[int, Value], segment: Segment, state: _State
    ) -> None:
        if not told:
            return
        state.whole = state.whole or name.text
        state.in_parts = part
        if part:
            return
        state.last, state.last_unit, state.last_depth = name.text, segment.unit, name.depth
        if self._is_measured(name.text):
            state.measured, state.measured_unit, state.own_unit = name.text, segment.unit, name.unit
        if name.depth:
            state.numbered = name.text
            state.wholes = [whole for whole in state.wholes if whole.depth < name.depth]
        state.wholes.append(_Whole(name.text, name.depth, told))

    # --- one number ---------------------------------------------------------------------------

    def _value(
        self,
        numeral: Numeral,
        cell: Cell,
        name: Name,
        heading: Heading,
        part: bool,
        state: _State,
        columns: _Columns,
        segment: Segment,
    ) -> Value:
        value = Value(numeral, cell, "", _measure(numeral, heading, name))
        measure, owner = self._from_heading(heading, columns, name, part, segment.unit, state)
        said = self._bare(columns.said(heading))
        other = columns.differ and said == measure
        written = self._without_other(name.text, measure) if other else name.text
        value.indicator = owner + self._indicator(written, heading, measure, state)
        status = heading
        if heading.kind == "done":
            value.indicator += heading.done + _DONE
            status = Heading(status="actual", status_text=heading.done)
        value.status, value.status_text = status.status, status.status_text
        value.basis = heading.basis if value.measure in ("growth", "change") else ""
        value.before = heading.before and heading.kind in ("level", "share")
        value.falls = heading.falls and value.measure in ("growth", "change")
        value.name = name.text
        numbered = state.numbered if not name.depth else ""
        value.context = state.last if part else (state.group or numbered)
        value.rules = list(dict.fromkeys(heading.rules or state.words.rules))
        return value

    def _from_heading(
        self, heading: Heading, columns: _Columns, name: Name, part: bool, unit: str, state: _State
    ) -> tuple[str, str]:
        """What the column adds to the name: a measure behind it (产量), or whose it is in front (城镇)."""
        said = columns.said(heading)
        for area in self._classes.area:
            said = said.removeprefix(area)
        said = "" if said.startswith(_OF) else self._bare(said)
        if said and (not name.text or self._is_measured(said) or self._classes.is_indicator(said)):
            return said, ""
        measure = self._measure_of(part, unit, state)
        return measure, said if columns.differ else ""

    def _bare(self, said: str) -> str:
        """年末|余额, 产品|产量: what a heading measures, without time and without the things measured."""
        tokens = self._classes.without_adverbs(self._classes.words(said))
        start, _ = self._classes.attribute_start(tokens)
        front = "".join(tokens[:start])
        named = start < len(tokens) and self._words.names_column(front)
        return "".join(tokens[start:] if named else tokens)

    def _indicator(self, name: str, heading: Heading, measure: str, state: _State) -> str:
        """The name of the row, with the measure of the whole, the column or the share."""
        index = heading.kind == "index"
        if _PRICE in state.whole + state.caption + heading.said:
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
        if measure and not self._is_measured(name):
            name = _joined(name, measure)
        if heading.kind == "share" and heading.said.startswith(_OF):
            name += heading.said.rstrip("的") + _SHARE  # 占固定资产投资的|比重
        elif heading.kind == "share":
            name += "" if name.endswith((_SHARE, "占比", "构成", "比例")) else _SHARE
        return name

    def _without_other(self, name: str, measure: str) -> str:
        """农作物总播种面积 under the heading 产量: the row measures what the column says."""
        tokens = self._classes.words(name)
        start, kind = self._classes.attribute_start(tokens)
        other = kind == "sibling" and self._is_measured(measure) and start > 0
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

    def _measure_of(self, part: bool, unit: str, state: _State) -> str:
        """城镇 of 常住人口, 工业 of 生产总值, 住宅 of 施工面积; 夏粮 under the heading 产量."""
        passed = self._inherited(state.last) if part and self._is_measured(state.last) else ""
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

    def _is_measured(self, name: str) -> bool:
        """Whether a name says what is measured: 产量, 出生率, a known indicator."""
        classes = self._classes
        name = name.removesuffix(_SUM).removesuffix(_TOTAL)
        if not name:
            return False
        if name.endswith(_MEASURED):
            return True
        return bool(classes.attribute_start(classes.words(name))[1])

    def _by_caption(self, state: _State) -> Heading:
        """A column without heading: 居民消费价格比上年涨跌幅度 above the table speaks for it."""
        told = state.words
        if told.kind not in ("growth", "index"):
            return Heading()
        return Heading(unit=PERCENT if told.kind == "growth" else "", kind=told.kind, rules=told.rules)

    def _unit(self, heading: Heading, name: Name, segment: Segment, state: _State) -> str:
        if heading.unit:
            return heading.unit
        if heading.kind in ("growth", "share", "rank", "done", "index"):
            return ""
        own = segment.unit or name.unit or (PERCENT if name.grows else state.unit)
        return own or ("" if self._is_measured(name.text) else state.own_unit)

    def _set(self, numeral: Numeral, cell: Cell, unit: str) -> None:
        """Role, sign and unit of a number in a cell."""
        numeral.role, numeral.rule = "figure", "grammar:table_cell"
        if cell.text.lstrip("（(").startswith(_SIGNS) and numeral.value is not None and numeral.value > 0:
            numeral.start -= 1
            numeral.value = -numeral.value
        model = None if numeral.unit else self._unit_of(unit)
        if model is None and unit and not numeral.unit:
            numeral.unit = numeral.base_unit = unit
        if model is not None:
            numeral.unit, numeral.base_unit, numeral.scale = model.unit, model.base_unit, model.scale
            numeral.unit_rule, numeral.unit_entry = model.unit_rule, model.unit_entry


def _find_whole(part: bool, depth: int, told: dict[int, Value], wholes: Sequence[_Whole]) -> None:
    """Give the values of a row those of the row it is a part of: the last that is not smaller.

    A row that nothing marks as a part is one of the row with the next higher number: 1. of 一、.
    """
    for whole in reversed(wholes[-_FARTHEST:]):
        if (part or 0 < whole.depth < depth) and not _exceeds(told, whole.values):
            for column, value in told.items():
                above = whole.values.get(column)
                value.whole = above.numeral.start if above else None
                value.context = value.context if part else whole.name
            return


def _exceeds(told: dict[int, Value], whole: dict[int, Value]) -> bool:
    """Whether an amount of a row is larger than that of another: then it is no part of it."""
    for column, value in told.items():
        above = whole.get(column)
        if above is None or value.measure != "level" or value.numeral.base_unit in ("", PERCENT):
            continue
        part, all_ = value.numeral.value, above.numeral.value
        if part is not None and all_ is not None and part > all_ and value.numeral.unit == above.numeral.unit:
            return True
    return False


class _Columns:
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


def _measure(numeral: Numeral, heading: Heading, name: Name) -> str:
    """What the column says, or the unit in the cell: 1.3倍 and 0.5个百分点 under 比上年增长（%）."""
    if heading.kind in ("growth", "change"):
        if numeral.base_unit in POINTS:
            return "change"
        return heading.kind
    if heading.kind == "rank":
        return "rank"
    grows = name.grows and heading.kind == "level" and numeral.base_unit in (PERCENT, "")
    return "growth" if grows else "level"


def _overlap(front: str, behind: str) -> int:
    """How many characters `behind` begins with that `front` ends with."""
    return next((size for size in range(len(behind), 0, -1) if front.endswith(behind[:size])), 0)


def _joined(front: str, behind: str) -> str:
    return without_overlap(front, behind) + behind
