"""An article's tree -> lines: a paragraph, heading, list item or table row each, and grids of the tables.

Block elements and br end a line, inline elements do not break it; white space of the markup
is one blank at most, and none between Chinese characters, where only the editor wrapped the line.
"""

from __future__ import annotations

import re
from itertools import groupby

from pipeline.model import Grid, GridCell
from pipeline.readers.html.raised import raised
from pipeline.readers.html.table import Cell, cells_of, is_layout
from pipeline.readers.html.tree import Element
from pipeline.readers.html.weight import Weights, text_of

_WHITE = re.compile(r"[ \t\n\r\f]+")
_ENDS = str.maketrans(dict.fromkeys((*range(9), 11, *range(14, 32), *range(127, 160), 0x2028, 0x2029), " "))
_HAN = "\u3000-\u9fff\uf900-\ufaff\uff00-\uffef"
_WRAPPED = re.compile(rf"(?<=[{_HAN}])[ \t]*[\n\r][ \t\n\r\f]*(?=[{_HAN}])")
_INDENT = "\t\xa0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\ufeff "
_NUMBERED = re.compile(r"第?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[、.．)）]|[(（]|[①-⑳⑴-⒛]")
_NUMBER_ONLY = re.compile(r"\s*[（(第]?[一二三四五六七八九十\d]{1,3}[、.．)）部章节条分]{1,2}")
_ASCII_END = re.compile(r"[0-9A-Za-z%]$")
_ASCII_START = re.compile(r"[-+0-9A-Za-z]")


class Writer:
    """The text as it grows.  `known`: the weights of the tree that is written."""

    def __init__(self, known: Weights) -> None:
        self._known = known
        self._parts: list[str] = []
        self._length = 0
        self._line: list[str] = []
        self._marker = ""  # of a list item whose first line is to come
        self._as_typed = 0  # how many <pre> are open
        self.grids: list[Grid] = []

    @property
    def text(self) -> str:
        self._end_line()
        return "".join(self._parts)

    def put(self, element: Element) -> None:
        """An element with all that is in it."""
        for child in element.children:
            if isinstance(child, str):
                self._put_text(child)
            elif child.tag in ("br", "hr"):
                self._end_line()
            elif child.is_raised and len(text_of(child)) < 8:
                self._line.append(raised(text_of(child), "".join(self._line[-3:])))
            elif child.is_block:
                self._put_block(child)
            else:
                self.put(child)

    def _put_text(self, text: str) -> None:
        if not self._as_typed:
            self._line.append(text)
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for line in others:
            self._end_line()
            self._line.append(line)

    def _put_block(self, block: Element) -> None:
        self._end_line()
        typed = block.tag == "pre"
        self._as_typed += typed
        if block.tag == "table" and not is_layout(block, self._known):
            self._put_table(block)
        elif block.tag == "ol":
            self._put_list(block)
        else:
            self.put(block)
        self._end_line()
        self._as_typed -= typed

    def _put_list(self, block: Element) -> None:
        """A list with the numbers a browser shows, unless its items bring their own."""
        items = [child for child in block.elements() if child.tag == "li"]
        numbered = bool(items) and _NUMBERED.match(_tidy(text_of(items[0]))) is not None
        number = _number(block.attributes.get("start", ""), 1)
        step = -1 if "reversed" in block.attributes else 1
        if step < 0 and "start" not in block.attributes:
            number = len(items)
        for child in block.children:
            if isinstance(child, str) or child.tag != "li":
                self.put(Element("ol", {}, [child]))
                continue
            number = _number(child.attributes.get("value", ""), number)
            self._end_line()
            self._marker = "" if numbered else f"{number}、"  # 1. before 2023年 would be a decimal
            self.put(child)
            self._end_line()
            self._marker = ""
            number += step

    def _put_table(self, table: Element) -> None:
        for child in table.elements():
            if child.tag == "caption":
                self._put_block(child)
        cells = cells_of(table)
        written: list[GridCell] = []
        for _, row in groupby(cells, key=lambda cell: cell.row):
            written += self._put_row(list(row))
        columns = max(cell.column + cell.column_span for cell in cells)
        self.grids.append(Grid(columns, tuple(written)))

    def _put_row(self, row: list[Cell]) -> list[GridCell]:
        """A row on a line: a tab for each column before a cell, also for those that are empty."""
        texts = [(cell, _one_line(cell.element, self._known)) for cell in row]
        texts = [(cell, text) for cell, text in texts if text]
        found: list[GridCell] = []
        column = 0
        for cell, text in texts:
            self._write("\t" * (cell.column - column))
            column = cell.column
            start = self._length
            self._write(text)
            found.append(GridCell(cell.row, column, start, self._length, cell.row_span, cell.column_span))
        if texts:
            self._write("\n")
        return found

    def _end_line(self) -> None:
        if not self._line:
            return
        line = _tidy("".join(self._line))
        self._line = []
        if line:
            self._write(f"{self._marker}{line}\n")
            self._marker = ""

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _number(told: str, otherwise: int) -> int:
    """A number from an attribute."""
    return int(told) if re.fullmatch(r"-?[0-9]{1,6}", told.strip()) else otherwise


def _tidy(text: str) -> str:
    """A line without the white space of the markup and without indent."""
    return _WHITE.sub(_blank, _WRAPPED.sub("", text.translate(_ENDS))).strip(_INDENT)


def _blank(white: re.Match[str]) -> str:
    """A tab where it sets columns, as in tables pasted as text: not at a wrap, not behind 一、."""
    if "\t" not in white[0] or "\n" in white[0] or "\r" in white[0]:
        return " "
    return " " if _NUMBER_ONLY.fullmatch(white.string, 0, white.start()) else "\t"


def _one_line(cell: Element, known: Weights) -> str:
    """The lines of a cell as one; a blank only between numbers and Latin words."""
    writer = Writer(known)
    writer.put(cell)
    joined = ""
    for line in writer.text.replace("\t", " ").splitlines():
        apart = _ASCII_END.search(joined) and _ASCII_START.match(line)
        joined += f" {line}" if apart else line
    return joined
