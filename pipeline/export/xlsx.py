"""Excel: the figures, the panel, the dictionary, the sources, and for each figure its evidence.

Row n of 数据 and row n of 核对 are one figure, and each leads to the other.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from xlsxwriter import Workbook

from pipeline.dataset.dictionary import columns
from pipeline.dataset.folder import TEXT
from pipeline.dataset.frames import read_text
from pipeline.dataset.tables import Row
from pipeline.export import marked
from pipeline.export.content import Content, Written
from pipeline.export.fields import Field, fields
from pipeline.export.sheet import CHARACTERS, Head, Sheet, Styles
from pipeline.language.numerals import plain

DATA, PANEL, DICTIONARY, SOURCES, EVIDENCE = "数据", "面板", "数据字典", "来源", "核对"
#: what stands in 核对; all else stands in 数据, and the first three in both
_PROOF = (
    "figure_id", "review", "quote", "sentence", "section", "page", "file", "finding", "status_text",
    "char_start", "char_end", "x0", "top", "x1", "bottom", "boxes", "extracted", "rule",
)  # fmt: skip
_BOTH = frozenset({"figure_id", "review", "quote"})
_WIDEST = {"sentence": 80, "finding": 60, "sha256": 68, "title": 60, "file": 48, "message": 60}
_WRAPPED = frozenset({"sentence", "finding", "message"})
_KINDS = {"string": "文本", "integer": "整数", "number": "小数", "array": "JSON", "object": "JSON"}


class Column(Protocol):
    """A column of a panel."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...


class Panel(Protocol):
    """What of a panel is needed; `sources` holds the figure_id a cell is from, "" for none."""

    @property
    def columns(self) -> Sequence[Column]: ...
    @property
    def rows(self) -> Sequence[Sequence[str | int | Decimal | None]]: ...
    @property
    def sources(self) -> Sequence[Sequence[str]]: ...


def write(content: Content, target: Path) -> Written:
    """Write the workbook."""
    options = {
        "constant_memory": True, "tmpdir": str(target.parent),
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with Workbook(str(target), options) as book:
        # no clock: the same dataset gives the same bytes
        book.set_properties({"title": "报数：政府报告中的数字", "created": datetime(1980, 1, 1)})
        return _filled(book, content, panel_of(content.folder))


def panel_of(folder: Path) -> Panel | None:
    """The panel of a dataset; None where this baoshu makes none."""
    if find_spec("pipeline.panel") is None:
        return None
    made: Panel = import_module("pipeline.panel").panel(folder)
    return made


def _filled(book: Workbook, content: Content, panel: Panel | None) -> Written:
    styles = Styles(book)
    kept = _kept(panel) if panel else []
    data = Sheet(book, styles, DATA, [_head(field) for field in _data_fields()])
    grid = Sheet(book, styles, PANEL, [_panel_head(panel.columns[i]) for i in kept]) if panel else None
    words = Sheet(book, styles, DICTIONARY, _DICTIONARY)
    sources = Sheet(book, styles, SOURCES, [_head(field) for field in fields("documents")])
    proof = Sheet(book, styles, EVIDENCE, [_head(field) for field in _proof_fields()])
    places = _figures(data, proof, Proofs(content))
    if panel and grid:
        fill_panel(grid, panel, kept, places)
    figures = len(places)
    _dictionary(words, figures, len(content.rejected), [panel.columns[i] for i in kept] if panel else [])
    _sources(sources, content)
    sheets = [sheet for sheet in (data, grid, words, sources, proof) if sheet]
    for sheet in sheets:
        sheet.close()
    return Written(figures, _notes(sheets))


def _notes(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    cut = sum(len(sheet.cut) for sheet in sheets)
    note = f"{cut} cells were cut, and say so: Excel holds {CHARACTERS:,} characters a cell"
    return (note,) if cut else ()


# --- 数据 and 核对 -----------------------------------------------------------------------------


def _data_fields() -> list[Field]:
    return [field for field in fields("figures") if field.name in _BOTH or field.name not in _PROOF]


def _proof_fields() -> list[Field]:
    known = {field.name: field for field in (*fields("documents"), *fields("figures"))}
    finding = Field("finding", "核查发现", "string", "", "核查对这个数字提出的问题。", (), False)
    return [known.get(name, finding) for name in _PROOF]


def _head(field: Field) -> Head:
    title = f"{field.title}（{field.unit}）" if field.unit else field.title
    return Head(
        title,
        f"{field.name}\n{field.description}",
        _WIDEST.get(field.name, 32),
        field.name in _WRAPPED,
        field.kind in ("integer", "number"),
    )


@dataclasses.dataclass
class Proofs:
    """What stands beside a figure in 核对 and in no column of the figures."""

    content: Content
    _files: dict[str, str] = dataclasses.field(default_factory=dict)  # document_id -> file
    _findings: dict[str, list[str]] = dataclasses.field(default_factory=lambda: defaultdict(list))
    _open: tuple[str, str] = ("", "")  # document_id and text of the document at hand

    def __post_init__(self) -> None:
        names = columns("documents")
        for row in self.content.rows("documents"):
            self._files[row[0]] = row[names.index("file")]
        at = {name: place for place, name in enumerate(columns("findings"))}
        for row in self.content.rows("findings"):
            for figure_id in row[at["figure_ids"]].split():
                self._findings[figure_id].append(row[at["message"]])

    def of(self, figure: Mapping[str, str]) -> dict[str, str]:
        """`file` and `finding` of a figure."""
        found = "\n".join(self._findings.get(figure["figure_id"], ()))
        return {"file": self._files.get(figure["document_id"], ""), "finding": found}

    def span(self, figure: Mapping[str, str]) -> tuple[int, int] | None:
        """Where the number stands in its sentence."""
        start = int(figure["char_start"])
        before = self._text(figure["document_id"])[max(start - marked.BEFORE, 0) : start]
        return marked.place(figure["sentence"], figure["quote"], before)

    def _text(self, document_id: str) -> str:
        if self._open[0] != document_id:
            there = (self.content.folder / TEXT / f"{document_id}.txt").is_file()
            self._open = (document_id, read_text(self.content.folder, document_id) if there else "")
        return self._open[1]


def _figures(data: Sheet, proof: Sheet, proofs: Proofs) -> dict[str, int]:
    """Fill 数据 and 核对; gives the row of each figure_id, as Excel counts."""
    names, shown, proving = columns("figures"), _data_fields(), _proof_fields()
    places: dict[str, int] = {}
    for row in proofs.content.rows("figures"):
        figure = dict(zip(names, row, strict=True))
        place = places[figure["figure_id"]] = data.next_row()
        proof.next_row()
        data.link(0, f"'{EVIDENCE}'!A{place}", figure["figure_id"])
        for column, field in enumerate(shown[1:], 1):
            _cell(data, column, field, figure[field.name])
        proof.link(0, f"'{DATA}'!A{place}", figure["figure_id"])
        more = figure | proofs.of(figure)
        for column, field in enumerate(proving[1:], 1):
            if field.name == "sentence":
                proof.marked(column, figure["sentence"], proofs.span(figure))
            else:
                _cell(proof, column, field, more[field.name])
    return places


def _cell(sheet: Sheet, column: int, field: Field, cell: str) -> None:
    if field.kind in ("number", "integer"):
        sheet.number(column, cell)
    else:
        sheet.text(column, cell)


# --- 面板 -------------------------------------------------------------------------------------


def _kept(panel: Panel) -> list[int]:
    """The columns of a panel, without those that only repeat the source: the link says it."""
    cells = [list(zip(*pair, strict=True)) for pair in zip(panel.rows, panel.sources, strict=True)]

    def repeats(column: int) -> bool:
        told = [row[column] for row in cells if row[column][0] is not None]
        return bool(told) and all(value == source for value, source in told)

    return [column for column in range(len(panel.columns)) if not repeats(column)]


def _panel_head(column: Column) -> Head:
    title = f"{column.title}（{column.unit}）" if column.unit else column.title
    return Head(title, column.name, 24, numeric=bool(column.unit))


def fill_panel(sheet: Sheet, panel: Panel, kept: Sequence[int], places: Mapping[str, int]) -> None:
    """Fill 面板; each value leads to its row in 核对.  `places`: figure_id -> row."""
    for row, sources in zip(panel.rows, panel.sources, strict=True):
        sheet.next_row()
        for column, index in enumerate(kept):
            _panel_cell(sheet, column, row[index], places.get(sources[index], 0))


def _panel_cell(sheet: Sheet, column: int, value: str | int | Decimal | None, place: int) -> None:
    target = f"'{EVIDENCE}'!A{place}" if place else ""
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.link(column, target, value) if target else sheet.text(column, value)
    elif target:
        sheet.linked_number(column, target, plain(Decimal(value)))
    else:
        sheet.number(column, plain(Decimal(value)))


# --- 来源 and 数据字典 -------------------------------------------------------------------------


def _sources(sheet: Sheet, content: Content) -> None:
    for row in content.rows("documents"):
        sheet.next_row()
        for column, field in enumerate(fields("documents")):
            _cell(sheet, column, field, row[column])


_DICTIONARY = (
    Head("工作表"), Head("列名"), Head("名称"), Head("类型"), Head("单位"),
    Head("取值", widest=40, wrapped=True), Head("说明", widest=80, wrapped=True),
)  # fmt: skip


def _dictionary(sheet: Sheet, figures: int, rejected: int, panel: Sequence[Column]) -> None:
    for line in _about(figures, rejected, panel):
        sheet.next_row()
        for column, text in enumerate(line):
            sheet.text(column, text)


def _about(figures: int, rejected: int, panel: Sequence[Column]) -> Iterator[Row]:
    left_out = f"，复核为“不是数据”的{rejected}个没有列入" if rejected else ""
    for text in (
        f"共{figures}个数字{left_out}。",
        "数据的每一行与核对的同一行是同一个数字，点编号互相跳转；核对里有原文、句子、页和规则。",
        "小数按原文的位数显示。Excel 只保留15位有效数字，超过的小数以文本保存，一位不少。",
        "编号、代码和时期是文本，不是数；以 = + - @ 开头的文字也是文本，不会当作公式。",
    ):
        yield ("说明", "", "", "", "", "", text)
    for name, listed in ((DATA, _data_fields()), (EVIDENCE, _proof_fields()), (SOURCES, fields("documents"))):
        yield from (_told(name, field) for field in listed)
    for column in panel:
        yield (PANEL, column.name, column.title, "", column.unit, "", "")


def _told(sheet: str, field: Field) -> Row:
    return (
        sheet,
        field.name,
        field.title,
        _KINDS[field.kind],
        field.unit,
        "、".join(field.words),
        field.description,
    )
