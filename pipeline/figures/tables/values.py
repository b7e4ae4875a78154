"""Puts a number of a table together: indicator from its row, measure, unit and period from its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import regex

from pipeline.figures.scan import Numeral
from pipeline.figures.tables import names
from pipeline.figures.tables.grid import NOTE, Cell, Table
from pipeline.figures.tables.headings import PERCENT, POINTS, Heading, HeadingWords
from pipeline.figures.tables.names import Name
from pipeline.figures.tables.naming import Columns, Naming, joined, overlap, shared_end
from pipeline.figures.tables.rows import Row, Segment
from pipeline.figures.tables.state import State, Value, Whole, find_whole, sum_up
from pipeline.figures.wordclasses import WordClasses

_SIGNS: Final = ("-", "－", "−")
_BARE_NUMBER: Final = regex.compile(r"[附续]?表\s?[\d一二三四五六七八九十]{0,3}")
_UNIT_AT_END: Final = regex.compile(r"[（(\s]*(?:计量)?单位[：:].*\Z")
_YEARS: Final = regex.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_DONE: Final = "比例"


class Values:
    """Composes the values of a table."""

    def __init__(
        self, classes: WordClasses, words: HeadingWords, unit_of: Callable[[str], Numeral | None]
    ) -> None:
        self._words, self._unit_of = words, unit_of
        self._naming = Naming(classes, words)

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
            elif row.kind == "prose" and row.cells:
                self._pass_over(names.read(row.cells[0].text, self._unit_of), state)
            for segment in row.segments:
                found += self._segment(segment, row.headings, state, numerals)
        sum_up(found)
        self._tell_apart(found)
        return found

    def _tell_apart(self, values: Sequence[Value]) -> None:
        """行政运行 of several offices: a name that stands twice in a column is completed by what is above."""
        seen = Counter((value.indicator, value.measure, value.cell.column, value.year) for value in values)
        twice = {name for (name, *_), count in seen.items() if count > 1}
        names = {value.name for value in values if value.indicator in twice}
        above = ""  # the last name that stands once
        for value in values:
            if value.name not in names:
                above = value.name
                continue
            kind = shared_end(above, value.name)
            if len(kind) > 1 and kind != above:
                tail = value.indicator.removeprefix(value.name).rpartition(kind)[2]
                value.indicator = (
                    joined(above.removesuffix(kind), value.name) + tail
                )  # 住户|存款 over 活期|存款
            elif value.context not in ("", value.name):
                value.indicator = self._completed(value)

    def _completed(self, value: Value) -> str:
        """The indicator of a value with its context."""
        context = value.context
        if self._naming.is_measured(context) and not self._naming.is_measured(value.name):
            tail = value.indicator.removeprefix(value.name)  # 铁路周转量 of 货物运输周转量
            return joined(value.name, context) + tail[overlap(context, tail) :]
        return joined(context, value.indicator)

    def _state(self, table: Table, rows: Sequence[Row]) -> State:
        titles = [row.cells[0].written for row in rows if row.kind == "title" and row.cells]
        corner = [cell.text for row in rows if row.kind == "head" for cell in row.cells]
        lines = [*reversed(titles), *table.above]
        caption = next((line for line in lines if not NOTE.match(line)), "")
        unit = self._words.unit_above([*lines, *corner])
        told = self._words.read([caption])
        if len(set(_YEARS.findall(caption))) != 1:
            told.year = ""
        return State(caption, unit, told)

    # --- one row ------------------------------------------------------------------------------

    def _segment(
        self,
        segment: Segment,
        headings: dict[int, Heading],
        state: State,
        numerals: Callable[[int, int], Sequence[Numeral]],
    ) -> Iterator[Value]:
        read = [names.read(cell.text, self._unit_of) for cell in segment.names]
        year = next((name.year for name in read if name.year), "")
        named = [name for name in read if name.text]
        name = named[-1] if named else Name("")
        outer = "".join(one.text for one in named[:-1])
        part = self._is_part(name, segment, state)
        columns = Columns(headings, segment.numbers)
        told: dict[int, Value] = {}
        for cell in segment.numbers:
            held = numerals(cell.start, cell.end)
            if len(held) != 1:
                continue  # 1 2 3 5: digits that stand apart, and nobody knows whether they are one number
            numeral = held[0]
            heading = columns.heading(cell) or self._by_caption(state)
            self._set(numeral, cell, self._unit(heading, name, segment, state))
            value = self._value(numeral, cell, name, heading, part, state, columns, segment)
            value.year = heading.year or year or state.words.year
            value.context = outer or value.context
            told[cell.column] = value
        find_whole(part, name.depth, told, state.wholes)
        self._remember(name, part, told, segment, state)
        yield from told.values()

    def _pass_over(self, name: Name, state: State) -> None:
        """A row that cannot be read: what follows it may be of it, and is of nothing above."""
        state.wholes, state.in_parts, state.last_depth = [], False, name.depth
        measured = self._naming.is_measured(name.text)
        state.last = state.opened = state.measured = name.text if measured else ""

    def _is_part(self, name: Name, segment: Segment, state: State) -> bool:
        """其中：…, and what follows it as long as nothing says that it is a whole of its own."""
        if name.part:
            return True
        follows = state.in_parts and not name.depth and segment.unit == state.last_unit
        told = bool(state.last_depth) or self._naming.is_measured(state.last)
        return follows and told and not self._naming.is_measured(name.text)

    def _remember(
        self, name: Name, part: bool, told: dict[int, Value], segment: Segment, state: State
    ) -> None:
        if not told:
            return
        state.whole = state.whole or name.text
        state.in_parts = part
        state.opened = state.last if name.part else state.opened
        if part:
            return
        state.last, state.last_unit, state.last_depth = name.text, segment.unit, name.depth
        if self._naming.is_measured(name.text):
            state.measured, state.measured_unit, state.own_unit = name.text, segment.unit, name.unit
        if name.depth:
            state.numbered = name.text
            state.wholes = [whole for whole in state.wholes if whole.depth < name.depth]
        state.wholes.append(Whole(name.text, name.depth, told))

    # --- one number ---------------------------------------------------------------------------

    def _value(
        self,
        numeral: Numeral,
        cell: Cell,
        name: Name,
        heading: Heading,
        part: bool,
        state: State,
        columns: Columns,
        segment: Segment,
    ) -> Value:
        value = Value(numeral, cell, "", _measure(numeral, heading, name))
        measure, owner = self._naming.from_heading(heading, columns, name, part, segment.unit, state)
        said = self._naming.bare(columns.said(heading))
        other = columns.differ and said == measure
        written = self._naming.without_other(name.text, measure) if other else name.text
        value.indicator = owner + self._naming.indicator(written, heading, measure, state)
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
        value.context = state.last if part else (state.group or numbered or state.opened)
        value.rules = list(dict.fromkeys(heading.rules or state.words.rules))
        return value

    def _by_caption(self, state: State) -> Heading:
        """A column without heading: 居民消费价格比上年涨跌幅度 above the table speaks for it."""
        told = state.words
        if told.kind not in ("growth", "index"):
            return Heading()
        return Heading(unit=PERCENT if told.kind == "growth" else "", kind=told.kind, rules=told.rules)

    def _unit(self, heading: Heading, name: Name, segment: Segment, state: State) -> str:
        if heading.unit:
            return heading.unit
        if heading.kind in ("growth", "share", "rank", "done", "index"):
            return ""
        own = segment.unit or name.unit or (PERCENT if name.grows else state.unit)
        return own or ("" if self._naming.is_measured(name.text) else state.own_unit)

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
