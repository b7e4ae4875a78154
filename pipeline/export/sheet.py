"""One sheet of a workbook, written from top to bottom: heads, cells, links, widths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.export.content import ExportError
from pipeline.export.exact import in_double

ROWS = 1_048_576  # of a sheet, its head included
CHARACTERS = 32_767  # of a cell, in units of UTF-16
LINKS = 65_530  # of a sheet; a link made by a formula is not counted
_FORMULA_TEXT = 255  # characters of a text in a formula
_MEASURED = 300  # rows whose cells decide the width of a column
_LINE = 15  # points
_READABLE = 600  # digits across a printed page
_HIGHEST = 409  # points of a row
_RIGHT = {"align": "right", "indent": 1}
_LINK = {"font_color": "#0563C1"}
#: control characters, and what looks like their escapes: the library escapes them twice in text with a mark
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f]|_x[0-9a-fA-F]{4}_")
_CUT = "……（此处截断，全文见数据集的 csv 文件）"


class Head(NamedTuple):
    """Head of a column: its Chinese title and what its comment says.

    `widest`: what it may become, in digits; a column that wraps its text is that wide.
    """

    title: str
    comment: str = ""
    widest: int = 32
    wrapped: bool = False
    numeric: bool = False


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        top = {"valign": "top"}
        head = {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        self.head = book.add_format(head)
        self.numeric_head = book.add_format({**head, **_RIGHT})
        self.text = book.add_format(top)
        self.wrapped = book.add_format({**top, "text_wrap": True})
        self.digits = book.add_format({**top, **_RIGHT})
        self.link = book.add_format({**top, **_LINK, "underline": 1})
        self.mark = book.add_format({**top, "bold": True, "font_color": "#C00000"})
        self.plain = book.add_format()
        self._numbers: dict[tuple[int, bool], Format] = {}

    def number(self, places: int, linked: bool = False) -> Format:
        """A number with as many places as were written: 177.80 stays 177.80."""
        key = (places, linked)
        if key not in self._numbers:
            look = {"num_format": "0." + "0" * places if places else "0", "valign": "top", **_RIGHT}
            self._numbers[key] = self._book.add_format(look | (_LINK if linked else {}))
        return self._numbers[key]


class Sheet:
    """A sheet with a frozen, filtered head."""

    def __init__(self, book: Workbook, styles: Styles, name: str, heads: Sequence[Head]) -> None:
        self.name = name
        self.cut: set[tuple[int, int]] = set()  # row and column of the cells that were too long
        self.rows = 0  # written so far
        self._sheet: Worksheet = book.add_worksheet(name)
        self._styles = styles
        self._heads = heads
        self._links = 0
        self._lines = 1  # of text in the row at hand
        self._widths = [_width(head.title) + 3 for head in heads]  # 3: the filter's button
        lines = (-(-width // head.widest) for width, head in zip(self._widths, heads, strict=True))
        self._sheet.set_row(0, _LINE * max(lines, default=1) + 7)
        for column, head in enumerate(heads):
            style = styles.numeric_head if head.numeric else styles.head
            self._sheet.write_string(0, column, head.title, style)
            if head.comment:
                self._sheet.write_comment(0, column, head.comment, {"x_scale": 2})

    def next_row(self) -> int:
        """Begin the next row; gives its number as Excel counts (the first below the head is 2)."""
        self._set_height()
        self.rows += 1
        if self.rows >= ROWS:
            raise ExportError(
                f"a sheet of Excel holds {ROWS - 1:,} rows and {self.name} needs more;"
                " export to parquet, sqlite or duckdb instead"
            )
        return self.rows + 1

    def text(self, column: int, text: str) -> None:
        """Text stays text, whatever it begins with."""
        if text:
            style = self._styles.wrapped if self._heads[column].wrapped else self._styles.text
            self._string(column, self._fitted(column, text), style)

    def number(self, column: int, number: str) -> None:
        """A decimal as a number if Excel keeps all its digits, else as text."""
        self._measure(column, number)
        if not number:
            return
        if in_double(number):
            self._sheet.write_number(self.rows, column, float(number), self._styles.number(_places(number)))
        else:
            self._sheet.write_string(self.rows, column, number, self._styles.digits)

    def marked(self, column: int, text: str, span: tuple[int, int] | None) -> None:
        """Text with a part of it in bold; plain where Excel writes it with escapes, or cuts it."""
        if span is None or _ESCAPED.search(text) or self._fitted(column, text) != text:
            return self.text(column, text)
        start, end = span
        pieces: list[str | Format] = [self._styles.plain, text[:start]] if start else []
        pieces += [self._styles.mark, text[start:end]]
        pieces += [self._styles.plain, text[end:]] if text[end:] else []
        if len(pieces) == 2:
            self._sheet.write_string(self.rows, column, text, self._styles.mark)
        else:
            self._sheet.write_rich_string(self.rows, column, *pieces, self._styles.wrapped)
        return None

    def link(self, column: int, place: str, text: str) -> None:
        """Text that leads to a place of this workbook: `'核对'!A5`."""
        self._measure(column, text)
        if self._linked(column, place):
            self._sheet.write_string(self.rows, column, text, self._styles.link)
        elif len(text) <= _FORMULA_TEXT:
            shown = text.replace('"', '""')
            formula = f'=HYPERLINK("#{place}","{shown}")'
            self._sheet.write_formula(self.rows, column, formula, self._styles.link, text)
        else:
            self.text(column, text)

    def linked_number(self, column: int, place: str, number: str) -> None:
        """A number that leads to a place; only text where the sheet holds no more links."""
        self._measure(column, number)
        if not in_double(number):
            return self.link(column, place, number)
        style = self._styles.number(_places(number), linked=True)
        if self._linked(column, place):
            self._sheet.write_number(self.rows, column, float(number), style)
        else:
            formula = f'=HYPERLINK("#{place}",{number})'
            self._sheet.write_formula(self.rows, column, formula, style, float(number))
        return None

    def close(self) -> None:
        """Widths, filter, and how it is printed; call it after the last row."""
        self._set_height()
        last = len(self._heads) - 1
        for column, (head, width) in enumerate(zip(self._heads, self._widths, strict=True)):
            self._sheet.set_column(column, column, min(width, head.widest))
        self._sheet.freeze_panes(1, 1)
        self._sheet.autofilter(0, 0, max(self.rows, 1), last)
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self._sheet.set_landscape()
        self._sheet.set_paper(8)  # A3
        if sum(self._widths) < _READABLE:
            self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_columns(0)
        self._sheet.repeat_rows(0)

    def _set_height(self) -> None:
        """As high as the text of the row needs: not every program finds out by itself."""
        if self._lines > 1:
            self._sheet.set_row(self.rows, min(_LINE * self._lines, _HIGHEST))
        self._lines = 1

    def _linked(self, column: int, place: str) -> bool:
        """Give the cell a link that Excel counts, if it may have more; what it shows is written after."""
        if self._links >= LINKS:
            return False
        self._links += 1
        self._sheet.write_url(self.rows, column, f"internal:{place}", self._styles.link, "-")
        return True

    def _string(self, column: int, text: str, style: Format) -> None:
        if text.startswith("<r>") and text.endswith(
            "</r>"
        ):  # the library would take it for markup of its own
            self._sheet.write_rich_string(
                self.rows, column, self._styles.plain, text[0], self._styles.plain, text[1:], style
            )
        else:
            self._sheet.write_string(self.rows, column, text, style)

    def _fitted(self, column: int, text: str) -> str:
        """Text, cut if it is too long for a cell; its width or its lines are noted."""
        if len(text) > CHARACTERS // 2:  # a character takes one unit or two
            units = text.encode("utf-16-le")
            if len(units) > 2 * CHARACTERS:
                self.cut.add((self.rows, column))
                text = units[: 2 * (CHARACTERS - len(_CUT))].decode("utf-16-le", errors="ignore") + _CUT
        head = self._heads[column]
        if head.wrapped:
            lines = sum(-(-_width(line) // (head.widest - 2)) or 1 for line in text.split("\n"))
            self._lines = max(self._lines, lines)
            self._widths[column] = head.widest
        else:
            self._measure(column, text)
        return text

    def _measure(self, column: int, text: str) -> None:
        if self.rows <= _MEASURED:
            self._widths[column] = max(self._widths[column], _width(text[:100]) + 1)


def _width(text: str) -> int:
    """Width in digits: Chinese characters take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _places(number: str) -> int:
    return len(number.partition(".")[2])
