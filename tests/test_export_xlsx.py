"""The workbook for Excel, read by openpyxl: numbers, text, links, and what Excel cannot hold."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from exporting import dataset, figures_of, same

from pipeline.dataset.folder import DatasetError
from pipeline.export import export, marked, sheet, xlsx


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dataset(tmp_path_factory.mktemp("export") / "dataset")


def sheets(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def in_sheet(workbook: Any, name: str) -> list[dict[str, Any]]:
    """Rows by the column names, which the comments of the head begin with."""
    head, *rows = workbook[name].iter_rows()
    names = [cell.comment.text.partition("\n")[0] for cell in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


def unescaped(cell: Any) -> Any:
    """openpyxl leaves Excel's escapes of control characters as they are."""
    if not isinstance(cell, str):
        return cell
    return re.sub(r"_x005F(_x\w{4}_)|_x(\w{4})_", lambda m: m[1] or chr(int(m[2], 16)), cell)


def test_xlsx_holds_the_figures(folder: Path, tmp_path: Path) -> None:
    export(folder, "xlsx", tmp_path / "a.xlsx")
    workbook = sheets(tmp_path / "a.xlsx")
    pairs = zip(in_sheet(workbook, "数据"), in_sheet(workbook, "核对"), strict=True)
    rows = [{name: unescaped(cell.value) for name, cell in (proof | data).items()} for data, proof in pairs]
    same(rows, figures_of(folder))
    assert {row["file"] for row in rows} == {"report.txt"}
    assert [row["finding"] for row in rows[:3]] == ["=两个数字不合。", "=两个数字不合。", None]


def test_xlsx_has_numbers_and_text_where_each_belongs(folder: Path, tmp_path: Path) -> None:
    export(folder, "xlsx", tmp_path / "a.xlsx")
    workbook = sheets(tmp_path / "a.xlsx")
    for name in ("数据", "核对", "数据字典", "来源"):
        kinds = {cell.data_type for row in workbook[name].iter_rows() for cell in row}
        assert kinds <= {"s", "n", "inlineStr"}, f"{name} holds a formula"
    rows = in_sheet(workbook, "数据")
    by_quote = {row["quote"].value: row for row in rows}
    assert by_quote["8.650%"]["value"].value == -8.65
    assert by_quote["8.650%"]["value"].number_format == "0.000"
    assert by_quote["1.96万亩"]["normalized_value"].value == "1306.666666666666666666666667"
    assert (rows[0]["region_code"].value, rows[0]["period"].value) == ("990100", "2022")
    assert rows[0]["report_year"].value == 2023


def test_xlsx_leads_from_each_figure_to_its_evidence_and_back(folder: Path, tmp_path: Path) -> None:
    export(folder, "xlsx", tmp_path / "a.xlsx")
    workbook = sheets(tmp_path / "a.xlsx")
    for name, other in (("数据", "核对"), ("核对", "数据")):
        for cell in (row["figure_id"] for row in in_sheet(workbook, name)):
            leaf, _, place = cell.hyperlink.location.partition("!")
            assert leaf == f"'{other}'"
            assert workbook[other][place].value == cell.value


def test_xlsx_shows_the_number_in_its_sentence(folder: Path, tmp_path: Path) -> None:
    export(folder, "xlsx", tmp_path / "a.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "a.xlsx", rich_text=True)
    first, second = (row["sentence"].value for row in in_sheet(workbook, "核对")[:2])
    assert [part.text for part in first if part.font.b] == ["5%"]
    before = [next(part.text for part in cell if not part.font.b) for cell in (first, second)]
    assert before == ["增长", "增长5%，其中出口增长"]


def test_xlsx_sheets_are_frozen_filtered_and_documented(folder: Path, tmp_path: Path) -> None:
    export(folder, "xlsx", tmp_path / "a.xlsx")
    workbook = sheets(tmp_path / "a.xlsx")
    assert [name for name in workbook.sheetnames if name != "面板"] == ["数据", "数据字典", "来源", "核对"]
    for leaf in workbook:
        assert leaf.freeze_panes == "B2"
        assert leaf.auto_filter.ref.startswith("A1:")
    told = {(row[0].value, row[1].value) for row in workbook["数据字典"].iter_rows(min_row=2)}
    shown = {("数据", name) for name in in_sheet(workbook, "数据")[0]}
    shown |= {("核对", name) for name in in_sheet(workbook, "核对")[0]}
    assert shown <= told
    assert "1个没有列入" in "".join(str(row[6].value) for row in workbook["数据字典"].iter_rows())


class Column(NamedTuple):
    """As of a panel."""

    name: str
    title: str
    unit: str


class Grid:
    """A panel of two years."""

    def __init__(self, source: str) -> None:
        self.columns = (
            Column("region_code", "行政区划代码", ""), Column("year", "年份", ""),
            Column("gdp_g", "地区生产总值增速", "%"), Column("gdp_g_src", "来源编号", ""),
        )  # fmt: skip
        self.rows = (("990100", 2022, Decimal("5.0"), source), ("990100", 2023, None, None))
        self.sources = (("", "", source, source), ("", "", "", ""))


@pytest.mark.parametrize("links", [sheet.LINKS, 1])
def test_xlsx_panel_leads_to_the_evidence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: int
) -> None:
    source = figures_of(folder)[0]["figure_id"]
    monkeypatch.setattr(xlsx, "panel_of", lambda folder: Grid(source))
    monkeypatch.setattr(sheet, "LINKS", links)
    export(folder, "xlsx", tmp_path / "a.xlsx")
    workbook = sheets(tmp_path / "a.xlsx")
    assert workbook.sheetnames[1] == "面板"
    grid = workbook["面板"]
    assert [cell.value for cell in grid[1]] == ["行政区划代码", "年份", "地区生产总值增速（%）"]
    assert [cell.value for cell in grid[2]] == ["990100", 2022, 5]
    assert grid["C2"].hyperlink.location == "'核对'!A2"
    assert grid["C3"].value is None
    if links == 1:  # Excel takes no more links than that: the rest are formulas
        formula = workbook["数据"]["A3"].value
        assert formula == f'=HYPERLINK("#\'核对\'!A3","{figures_of(folder)[1]["figure_id"]}")'


def test_xlsx_says_what_excel_cannot_hold(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "CHARACTERS", 2000)
    done = export(folder, "xlsx", tmp_path / "a.xlsx")
    assert [note.partition(",")[0] for note in done.notes] == ["2 cells were cut"]
    monkeypatch.setattr(sheet, "ROWS", 4)
    with pytest.raises(DatasetError, match="holds 3 rows and 数据 needs more; export to parquet"):
        export(folder, "xlsx", tmp_path / "b.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("sentence", "quote", "before", "place"),
    [
        ("增长5%。", "5%", "", (2, 4)),
        ("增长15%，增长5%。", "5%", "去年也好。增长15%，增长", (8, 10)),
        ("增长5%，增长 5 %。", "5%", "增长", (2, 4)),
        ("增长5%，增长 5 %。", "5%", "增长5%，\n增长", (8, 11)),
        ("增长5%，增长5%。", "5%", "别处", None),
        ("增长5%。", "6%", "增长", None),
    ],
)
def test_a_number_is_found_in_its_sentence(
    sentence: str, quote: str, before: str, place: tuple[int, int] | None
) -> None:
    assert marked.place(sentence, quote, before) == place
