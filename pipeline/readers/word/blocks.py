"""The body of a Word file as paragraphs and tables, in document order, with numbers as Word draws them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pipeline.readers import xml
from pipeline.readers.word.numbering import Numbering
from pipeline.readers.word.runs import LEFT_OUT, UNREAD, Runs, alternative, is_prompt, runs_of
from pipeline.readers.word.styles import Styles, hidden, numbered

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST_COLUMNS = 64  # Word has 63
_PAGE = re.compile(r"\t\s*[\dIVXivx]{1,4}\s*$")  # how a line of a table of contents ends
_POINTED = re.compile(r"[0-9a-zA-Z][.．]$")
_FIGURE = re.compile(r"\d")


class Paragraph(NamedTuple):
    """A paragraph: the number Word draws in front, and its text."""

    number: str
    text: str


class Cell(NamedTuple):
    """A cell of a table; columns count from 0 and in columns of the table's grid."""

    column: int
    blocks: tuple[Block, ...]
    column_span: int = 1
    row_span: int = 1  # 0: it goes on with the cell above it


class Table(NamedTuple):
    """A table by its rows; `columns` of the grid."""

    columns: int
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


@dataclass(slots=True)
class Found:
    """What is to be told beside the text."""

    notes: list[tuple[str, str]] = field(default_factory=list)  # (footnote or endnote, id), as referred to
    hidden: list[str] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Reader:
    """Reads blocks one after the other; lists count on from one to the next."""

    styles: Styles
    numbering: Numbering
    found: Found = field(default_factory=Found)

    def blocks(self, container: Element) -> tuple[Block, ...]:
        """The blocks of the body, a cell, a text box or a note."""
        return tuple(self._merged(self._nodes(container)))

    def _nodes(self, container: Element) -> Iterator[Element]:
        """Paragraphs and tables, whatever they are wrapped in."""
        for node in container:
            name = xml.name(node)
            if name in ("w:p", "w:tbl"):
                yield node
            elif name == "mc:AlternateContent":
                yield from self._nodes(alternative(node))
            elif name in UNREAD:
                self.found.unread[UNREAD[name]] += 1
            elif name and name not in LEFT_OUT and not (name == "w:sdt" and is_prompt(node)):
                yield from self._nodes(node)

    def _merged(self, nodes: Iterator[Element]) -> Iterator[Block]:
        """Blocks; a paragraph whose end mark is deleted or hidden goes on in the next."""
        begun = ""
        for node in nodes:
            if xml.name(node) == "w:tbl":
                if begun:
                    yield Paragraph("", begun)
                begun = ""
                yield self._table(node)
                continue
            properties = xml.child(node, "w:pPr")
            style = xml.value(properties, "w:pStyle") or self.styles.default
            runs = runs_of(node, self.styles, style)
            self._tell(runs)
            text = begun + runs.text()
            begun = text if _is_endless(properties) else ""
            if not begun and not self._is_contents(style, text):
                yield Paragraph(self._number(properties, style, text), text)
            for box in runs.boxes:
                yield from self.blocks(box)
        if begun:
            yield Paragraph("", begun)

    def _tell(self, runs: Runs) -> None:
        self.found.notes += runs.notes
        self.found.unread.update(runs.unread)
        if runs.hidden:
            self.found.hidden.append(runs.hidden)

    def _is_contents(self, style: str, text: str) -> bool:
        """Whether it is a line of a table of contents: a heading said again, with its page."""
        return _PAGE.search(text) is not None and self.styles.is_contents(style)

    def _number(self, properties: Element | None, style: str, text: str) -> str:
        """The number Word draws, with what keeps it apart from the text."""
        own, by_style = numbered(properties), self.styles.numbered(style)
        listed = own._replace(list_id=own.list_id or by_style.list_id, level=own.level or by_style.level)
        number = self.numbering.next(listed, style).strip()
        if not number or not text.strip():
            return number
        if _POINTED.search(number) and _FIGURE.match(text.lstrip()):
            return number[:-1] + "、"  # 1. 2023年 is no 1.2023
        return f"{number} " if number[-1].isalnum() else number

    def _table(self, table: Element) -> Table:
        rows = [list(self._cells(row)) for row in self._rows(table)]
        columns = max((cell.column + cell.column_span for row in rows for cell in row), default=0)
        return Table(columns, tuple(_spanned(rows)))

    def _rows(self, container: Element) -> Iterator[Element]:
        """The rows that are not deleted, whatever they are wrapped in."""
        for node in container:
            name = xml.name(node)
            if name == "w:tr":
                if xml.child(xml.child(node, "w:trPr"), "w:del") is None:
                    yield node
            elif name and name not in LEFT_OUT:
                yield from self._rows(node)

    def _cells(self, row: Element) -> Iterator[Cell]:
        column = _count(xml.value(xml.child(row, "w:trPr"), "w:gridBefore"), 0)
        for node in self._columns(row):
            properties = xml.child(node, "w:tcPr")
            span = _count(xml.value(properties, "w:gridSpan"), 1)
            if column + span > _MOST_COLUMNS:
                span = 1
            merged = xml.child(properties, "w:vMerge")
            goes_on = merged is not None and xml.attribute(merged, "val") != "restart"
            yield Cell(column, self.blocks(node), span, 0 if goes_on else 1)
            column += span

    def _columns(self, row: Element) -> Iterator[Element]:
        """The cells that are not deleted, whatever they are wrapped in."""
        for node in row:
            name = xml.name(node)
            if name == "w:tc":
                if xml.child(xml.child(node, "w:tcPr"), "w:cellDel") is None:
                    yield node
            elif name and name not in LEFT_OUT and name != "w:trPr":
                yield from self._columns(node)


def _is_endless(properties: Element | None) -> bool:
    """Whether a paragraph's end mark is deleted or hidden, so that it goes on in the next."""
    mark = xml.child(properties, "w:rPr")
    return xml.child(mark, "w:del") is not None or hidden(mark) is True


def _count(text: str, otherwise: int) -> int:
    """A number of columns; the file may say anything."""
    return min(int(text), _MOST_COLUMNS) if re.fullmatch(r"\d{1,9}", text) and text != "0" else otherwise


def _begun(rows: list[list[Cell]]) -> Iterator[list[Cell]]:
    """The rows; a cell that goes on where no cell stands above it is one of its own."""
    above: set[int] = set()
    for row in rows:
        yield [cell if cell.column in above else cell._replace(row_span=1) for cell in row]
        above = {cell.column for cell in row}


def _spanned(rows: list[list[Cell]]) -> Iterator[tuple[Cell, ...]]:
    """The rows with spans counted: a merged cell spans the rows below that go on with it."""
    rows = list(_begun(rows))
    below: Counter[int] = Counter()  # column -> rows directly below that go on
    counted: list[tuple[Cell, ...]] = []
    for row in reversed(rows):
        counted.append(
            tuple(cell._replace(row_span=1 + below[cell.column]) if cell.row_span else cell for cell in row)
        )
        below = Counter({cell.column: below[cell.column] + 1 for cell in row if not cell.row_span})
    yield from reversed(counted)
