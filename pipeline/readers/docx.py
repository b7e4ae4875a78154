"""Word files: one paragraph a line in document order, tables as rows with their grid, notes at the end."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from pipeline.model import Grid, GridCell, Remark, Source
from pipeline.readers import xml
from pipeline.readers.refusal import UnreadableFile
from pipeline.readers.word.blocks import Block, Cell, Found, Paragraph, Reader, Table
from pipeline.readers.word.numbering import numbering_of
from pipeline.readers.word.parts import Parts, parts_of
from pipeline.readers.word.styles import styles_of

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_RUNNING = 1000  # characters from which on a cell of several paragraphs is a frame around text
_FIGURE = re.compile(r"\d")
_EXCERPT = 20  # characters of hidden text that are shown
_ENDS = " \t\r\n\u3000\xa0\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_APART = re.compile(r"[0-9A-Za-z%.]$")


def read(data: bytes, document_id: str, file: str) -> Source:
    """The text of a Word file with its tables; UnreadableFile in one sentence where there is none."""
    parts = parts_of(data, file)
    reader = Reader(styles_of(parts.styles), numbering_of(parts.numbering))
    writer = _Writer()
    for block in _blocks(parts, reader):
        writer.block(block)
    text = writer.text()
    _check(text, reader.found, file)
    return Source(
        document_id,
        file,
        "docx",
        hashlib.sha256(data).hexdigest(),
        text,
        grids=tuple(writer.grids),
        remarks=tuple(_remarks(reader.found)),
    )


def _blocks(parts: Parts, reader: Reader) -> Iterator[Block]:
    """The body, then the notes it refers to, in the order of their marks."""
    yield from reader.blocks(parts.document)
    notes = {
        (kind, xml.attribute(node, "id")): node
        for kind, part in (("footnote", parts.footnotes), ("endnote", parts.endnotes))
        for node in xml.children(part, f"w:{kind}")
    }
    for kind in ("footnote", "endnote"):
        for mark in dict.fromkeys(reader.found.notes):
            if mark[0] == kind and mark in notes:
                yield from reader.blocks(notes[mark])


def _check(text: str, found: Found, file: str) -> None:
    """Refuse what holds no report."""
    if _HAN.search(text):
        return
    if not text.strip(_ENDS) and found.unread:
        raise UnreadableFile(
            f"{file}: the Word file holds pictures or embedded files but no text; give the report as text."
        )
    if not text.strip(_ENDS):
        raise UnreadableFile(f"{file}: the Word file holds no text; give a file with the report's text.")
    raise UnreadableFile(f"{file}: there is no Chinese text in it; check that it is the right file.")


def _remarks(found: Found) -> Iterator[Remark]:
    if found.hidden:
        size = sum(map(len, found.hidden))
        first = found.hidden[0][:_EXCERPT]
        message = f"文中有{len(found.hidden)}处隐藏文字，共{size}字，未读取，首处为“{first}”，请核对。"
        severity = "warning" if any(_FIGURE.search(text) for text in found.hidden) else "info"
        yield Remark(0, 0, "hidden_text", severity, message)
    if found.unread:
        counts = "、".join(f"{kind}{count}个" for kind, count in sorted(found.unread.items()))
        yield Remark(0, 0, "unread_part", "info", f"文中有{counts}，其中的文字未读取，请核对是否含有数据。")


class _Writer:
    """The text as it grows, and the tables in it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.grids: list[Grid] = []

    def text(self) -> str:
        return "".join(self._parts)

    def block(self, block: Block) -> None:
        """A paragraph on a line of its own, or a table."""
        if isinstance(block, Table):
            self._table(block)
        else:
            self._put((block.number + block.text if block.text.strip() else "") + "\n")

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _table(self, table: Table) -> None:
        """Rows with cells; a row that only frames other text is that text."""
        cells: list[GridCell] = []
        for number, row in enumerate(table.rows):
            if _is_frame(table, row):
                for cell in row:
                    for block in cell.blocks:
                        self.block(block)
            else:
                cells += self._row(number, row, table.columns)
        if cells:
            self.grids.append(Grid(table.columns, tuple(cells)))

    def _row(self, number: int, row: Sequence[Cell], columns: int) -> Iterator[GridCell]:
        """One line: as many tabs in front of a cell as there are columns before it."""
        column = 0
        for cell in row:
            self._put("\t" * (cell.column - column))
            column = cell.column
            text = _in_cell(cell.blocks) if cell.row_span else ""
            if text:
                start = self._length
                self._put(text)
                yield GridCell(number, column, start, self._length, cell.row_span, cell.column_span)
        self._put("\t" * (columns - 1 - column) + "\n")


def _is_frame(table: Table, row: Sequence[Cell]) -> bool:
    """Whether a row only sets text on the page: one cell a row, a table in a cell, a whole report in one."""
    return all(len(cells) < 2 for cells in table.rows) or any(
        any(isinstance(block, Table) for block in cell.blocks) or _is_report(cell.blocks) for cell in row
    )


def _is_report(blocks: Sequence[Block]) -> bool:
    texts = [block.text for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
    return len(texts) > 1 and sum(map(len, texts)) >= _RUNNING


def _in_cell(blocks: Sequence[Block]) -> str:
    """The paragraphs of a cell as one without tabs and line feeds; a blank between words and numbers."""
    whole = "\n".join(block.number + block.text for block in blocks if isinstance(block, Paragraph))
    text = ""
    for part in filter(None, (part.strip(_ENDS) for part in _BREAKS.split(whole))):
        text += " " + part if _APART.search(text) else part
    return text
