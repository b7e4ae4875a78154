"""Rows of tables: a name in the first cell, and numbers under headers that say what they are.

A row is a line with tabs.  The rows above it without numbers are its header: they give unit (（万人）),
measure (比上年增长), share (比重) or year of a column.  A row that is part of the first one
(城镇 of 常住人口, 衣着 of 居民消费价格) takes its measure from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from pipeline.figures.case import Reading
from pipeline.figures.scan import Numeral, Scanner
from pipeline.figures.sentences import Sentence
from pipeline.figures.wordclasses import WordClasses, without_overlap

_LINE = regex.compile(r"[^\n]+")
_NUMBER = regex.compile(r"\s*[-－−+]?\d[\d,]*(?:\.\d+)?\s*%?\s*")
_EMPTY = regex.compile(r"\s*(?:[-－—–−.…/]*)\s*")
_SIGNS = ("-", "－", "−")
_NAMED = regex.compile(r"[一-龥A-Za-z]")
_PROSE = regex.compile(r"[。；！？]")
_LIST_MARK = regex.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)|（[一二三四五六七八九十\d]{1,2}）|[#＃*＊]|[①-⑳]|其中[：:，]?|在总计中[：:]|[：:])+"
)
_PART = regex.compile(r"^(?:其中|[#＃])")
_BRACKET = regex.compile(r"[（(]([^（）()]{1,12})[）)]$")
_SPEED = regex.compile(r"(?<=[一-龥]{2})(?:的)?(?:增长速度|增速|增长率)$")
_PLAIN = regex.compile(r"^(?:绝对|本年|指标|数量|总量|合计|增长|比上|同比|年末数|期末)")
_CAPTION_ENDS = regex.compile(r"及|情况|构成|增长|比上年|（|\(|表|$")
_UNIT_LIKE = regex.compile(r"\s*[一-龥]{1,6}\s*")
_YEAR = regex.compile(r"^((?:19|20)\d\d)年?$")
_GROWTH = regex.compile(r"增长|增速|增幅|增减|涨跌|涨幅|上涨|下降|升降|同比|±")
_POINTS, _PERCENT = "个百分点", "%"
_SHARE = regex.compile(r"比重|占比|构成|比例")
_INDEX = regex.compile(r"指数|=100|＝100|为100")
_PRICE = "居民消费价格"
_OUTPUT, _OF_OUTPUT = "生产总值", "增加值"
_PEOPLE, _ALL = ("人口", "人员", "人数"), ("合计", "总计", "总指数")
_MEASURED = ("量", "额", "率", "数")
_LONGEST_WHOLE = 6
_ABOVE = 160  # characters in front of a table in which its caption stands


@dataclass(slots=True)
class _Column:
    """What a header says of the numbers under it."""

    name: str = ""
    unit: str = ""
    year: str = ""
    growth: bool = False
    share: bool = False
    index: bool = False


@dataclass(slots=True)
class Cell:
    """A number of a table with what its row and its column say of it."""

    indicator: str
    measure: str
    year: str
    whole: int | None  # where the number of the whole stands


@dataclass(slots=True)
class _Table:
    columns: list[_Column] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    caption: str = ""
    whole: str = ""  # name of the first row
    last: str = ""  # name of the last row that is no part: 其中：住宅 is one of it
    wholes: dict[int, int] = field(default_factory=dict)  # column -> where its first number stands


class Tables:
    """Finds the rows of tables in a text and tells what each of their numbers is."""

    def __init__(self, scanner: Scanner, classes: WordClasses) -> None:
        self._scanner = scanner
        self._classes = classes

    def find(self, text: str, numerals: Sequence[Numeral]) -> dict[int, Cell]:
        """Start of a numeral -> its cell; roles and units of the numerals of tables are set."""
        if "\t" not in text:
            return {}
        cells: dict[int, Cell] = {}
        for lines in _runs(text):
            told = {n.end for n in numerals if n.role == "figure" and n.unit}
            rows = [
                (low, high)
                for low, high in lines
                if self._is_row(text[low:high]) and text.index("\t", low) not in told
            ]  # 零售总额715亿元 in front of a tab says its own number
            if len(rows) < 2:
                continue
            table = _Table(caption=_caption(text, lines[0][0]))
            for low, high in lines:
                inside = [n for n in numerals if low <= n.start < high]
                if (low, high) in rows:
                    self._read_row(text, low, high, table, inside, cells)
                elif not any(map(_NUMBER.fullmatch, text[low:high].split("\t"))):
                    _read_header(text[low:high], table)
                    for numeral in inside:
                        if numeral.role in ("figure", "unexplained"):
                            numeral.role, numeral.rule = "name", "grammar:table_header"
        return cells

    def _is_row(self, line: str) -> bool:
        """A name, and at least one number in cells of their own."""
        first, *rest = line.split("\t")
        named = bool(_NAMED.search(first)) and not _PROSE.search(line)
        kept = [cell for cell in rest if not _EMPTY.fullmatch(cell)]
        numbers = [cell for cell in kept if _NUMBER.fullmatch(cell)]
        units = [cell for cell in kept if self._unit(cell.strip())]
        if not units and kept == rest and _UNIT_LIKE.fullmatch(kept[0]):
            units = kept[:1]  # 对开色令: a unit nobody has listed
        return named and bool(numbers) and len(numbers) + len(units) == len(kept) and len(units) < 2

    def _unit(self, written: str) -> Numeral | None:
        """The numeral 1 with a unit, if that is one."""
        if not written or len(written) > 8 or written[0].isdigit():
            return None
        found = self._scanner.scan("1" + written)
        whole = len(found) == 1 and found[0].end == len(written) + 1
        return found[0] if whole and found[0].unit_entry is not None else None

    def _read_row(
        self,
        text: str,
        low: int,
        high: int,
        table: _Table,
        inside: Sequence[Numeral],
        cells: dict[int, Cell],
    ) -> None:
        first, *rest = text[low:high].split("\t")
        part = bool(_PART.match(first.strip()))
        name, own_unit = self._name(first)
        unit = next((cell.strip() for cell in rest if self._unit(cell.strip())), own_unit)
        if not unit and _UNIT_LIKE.fullmatch(rest[0]):
            unit = rest[0].strip()
        for numeral in inside:
            if numeral.start < low + len(first) and numeral.role in ("figure", "unexplained"):
                numeral.role, numeral.rule = "condition", "grammar:table_name"
        place = low + len(first) + 1
        for index, cell in enumerate(rest):
            column = _column(table, index, len(rest))
            held = next((n for n in inside if place <= n.start < place + len(cell)), None)
            if held is not None and _NUMBER.fullmatch(cell):
                self._set(held, cell, column.unit or ("" if column.growth or column.share else unit))
                indicator = self._indicator(name, column, self._measure_of(table, column, part), table)
                measure = "level"
                if column.growth:
                    measure = "change" if column.unit == _POINTS else "growth"
                whole = table.wholes.get(index) if part else None
                cells[held.start] = Cell(indicator, measure, column.year, whole)
                table.wholes.setdefault(index, held.start)
            place += len(cell) + 1
        table.whole = table.whole or name
        table.last = table.last if part else name

    def _name(self, first: str) -> tuple[str, str]:
        """The name of a row without list marks, and the unit it may end with."""
        name = "".join(first.split())
        name = _SPEED.sub("", _LIST_MARK.sub("", name))
        unit = _BRACKET.search(name)
        if unit and self._unit(unit[1]):
            return name[: unit.start()], unit[1]
        return name, ""

    def _set(self, numeral: Numeral, cell: str, unit: str) -> None:
        """Role, sign and unit of a number in a cell."""
        numeral.role, numeral.rule = "figure", "grammar:table_cell"
        if cell.strip().startswith(_SIGNS) and numeral.value is not None and numeral.value > 0:
            numeral.start -= 1
            numeral.value = -numeral.value
        model = None if numeral.unit else self._unit(unit)
        if model is None and unit and not numeral.unit:
            numeral.unit = numeral.base_unit = unit
        if model is not None:
            numeral.unit, numeral.base_unit, numeral.scale = model.unit, model.base_unit, model.scale
            numeral.unit_rule, numeral.unit_entry = model.unit_rule, model.unit_entry

    def _indicator(self, name: str, column: _Column, measure: str, table: _Table) -> str:
        """The name of the row, with the measure of the whole, the column or the share."""
        classes = self._classes
        prices = _PRICE in table.whole + table.caption + column.name
        if prices:
            stem = _PRICE + ("指数" if column.index or not column.growth else "")
            if name in _ALL or _PRICE in name:
                return stem if name in _ALL else name
            return name if name.endswith(("价格", "指数")) else name + stem
        measured = name.endswith(_MEASURED) or classes.attribute_start(classes.words(name))[1]
        if measure and not measured:
            name = without_overlap(name, measure) + measure
        if column.share:
            name += "" if _SHARE.search(name) else "比重"
        return name

    def _measure_of(self, table: _Table, column: _Column, part: bool) -> str:
        """城镇 of 常住人口, 工业 of 生产总值, 住宅 of 施工面积; 夏粮 under the header 产量."""
        passed = self._classes.passed_on(table.last) if part else ""
        whole = table.whole
        for area in self._classes.area:
            whole = whole.removeprefix(area)
        if whole.endswith(_OUTPUT):
            return _OF_OUTPUT
        if whole.endswith(_PEOPLE) and len(whole) <= _LONGEST_WHOLE:
            return whole
        if passed:
            return passed
        place = next((i for i, c in enumerate(table.columns) if c is column), -1)
        before = reversed(table.columns[: place + 1])  # 播种面积, 增长, 产量, 增长: the one to the left
        named = (c.name for c in before if c.name in self._classes.attributes)
        header = next((name for name in named if not _PLAIN.search(name)), "")
        ends = (table.caption[: end.start()] for end in _CAPTION_ENDS.finditer(table.caption))
        return header or next(filter(None, map(self._classes.passed_on, ends)), "")

    @staticmethod
    def readings(sentence: Sentence, cells: dict[int, Cell]) -> list[Reading] | None:
        """The readings of a row; None for a sentence that is none."""
        found = [cells.get(item.numeral.start) for item in sentence.items]
        if not found or any(cell is None for cell in found):
            return None
        return [
            Reading(item, cell.indicator, cell.measure, base=cell.year, parent=cell.whole)
            for item, cell in zip(sentence.items, found, strict=True)
            if cell is not None
        ]


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Spans of the lines with tabs that follow each other; blank lines between them do not count."""
    run: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        if "\t" in line[0]:
            run.append(line.span())
        elif line[0].strip() and run:
            yield run
            run = []
    if run:
        yield run


def _caption(text: str, start: int) -> str:
    """The line above a table, without white space."""
    above = text[max(0, start - _ABOVE) : start].strip().rpartition("\n")[2]
    return "" if _PROSE.search(above) else "".join(above.split())


def _read_header(line: str, table: _Table) -> None:
    """A row without numbers: a first header, or the second line of one."""
    written = ["".join(cell.split()) for cell in line.split("\t")]
    if table.wholes:  # a new head in the middle of a table
        table.headers, table.wholes, table.whole, table.last = [], {}, "", ""
    if len(written) == len(table.headers):
        written = [above + below for above, below in zip(table.headers, written, strict=True)]
    table.headers = written
    table.columns = [_told(header) for header in written]


def _told(header: str) -> _Column:
    """What one header says."""
    column = _Column()
    bracket = _BRACKET.search(header)
    if bracket:
        column.unit = bracket[1].replace("％", _PERCENT)
        header = header[: bracket.start()]
    year = _YEAR.match(header)
    column.year = year[1] if year else ""
    column.growth = bool(_GROWTH.search(header)) and not _INDEX.search(header)
    column.share = bool(_SHARE.search(header)) and not column.growth
    column.index = bool(_INDEX.search(header))
    if (column.growth or column.share) and not column.unit:
        column.unit = _PERCENT
    column.name = header
    return column


def _column(table: _Table, index: int, size: int) -> _Column:
    """The column of a cell: a header has one over the names too, or none there, or fewer, at its end."""
    shift = index + (1 if len(table.columns) > size else len(table.columns) - size)
    if 0 <= shift < len(table.columns):
        return table.columns[shift]
    column = _Column(growth=bool(_GROWTH.search(table.caption)) and not _INDEX.search(table.caption))
    column.index = bool(_INDEX.search(table.caption))
    column.unit = _PERCENT if column.growth else ""
    return column
