"""Every export says what figures.csv says, read back by another library than wrote it."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import adbc_driver_sqlite.dbapi
import duckdb
import frictionless
import openpyxl
import pyreadstat
import pysdmx.io
import pytest
from fake_engine import extraction, figure
from pyarrow import parquet

from pipeline import cli
from pipeline.dataset import files
from pipeline.dataset.dictionary import columns, types
from pipeline.dataset.folder import DatasetError, replacing
from pipeline.export import FORMATS, dta, export, sheet, sqlite, xlsx
from pipeline.export.content import Content
from pipeline.export.do import program
from pipeline.export.exact import in_double
from pipeline.export.fields import fields
from pipeline.model import Figure, Finding, LedgerRow

NUMBERS = [name for name, kind in types("figures").items() if kind == "number"]
TEXT = (
    "增长\n5%，其中出口增长5%；“=1+1”有12家，\r\n其余2~3家；耕地1.96万亩；不是数据7家；下降8.650%。"
    + "长" * 2100
)
SENTENCE = "增长5%，其中出口增长5%；" + "长" * 2100 + "。"


def made() -> tuple[Figure, ...]:
    """Figures whose text and numbers are what exports break on."""
    at = {
        quote: TEXT.index(quote) for quote in ("5%", "12家", "2~3家", "1.96万亩", "7家", "8.650%")
    }  # fmt: skip
    second = TEXT.index("5%", at["5%"] + 1)
    growth: dict[str, Any] = {"measure": "growth", "unit": "%", "normalized_unit": "%", "dimension": "share"}
    return (
        figure(
            at["5%"], at["5%"] + 2, value=Decimal("5"), normalized_value=Decimal("5"), quote="5%",
            sentence=SENTENCE, indicator_text="+增长", indicator="地区生产总值", indicator_code="gdp",
            section="<r>一</r>", basis="同比", **growth,
        ),
        figure(
            second, second + 2, value=Decimal("5"), normalized_value=Decimal("5"), quote="5%",
            sentence=SENTENCE, indicator_text="-出口", parent_start=at["5%"], status="target", **growth,
        ),
        figure(
            at["12家"], at["12家"] + 3, quote="12家", sentence='=HYPERLINK("x")\r\n“=1+1”有12家_x000D_\v，',
            indicator_text="=1+1", status="estimate", period="2018/2022", indicator_code="firms",
        ),
        figure(
            at["2~3家"], at["2~3家"] + 4, value=Decimal(2), value_max=Decimal(3), bound="range",
            quote="2~3家", sentence="@sum(A1)", parent_start=at["7家"], normalized_value_max=Decimal(3), period="",
        ),
        figure(
            at["1.96万亩"], at["1.96万亩"] + 6, value=Decimal("1.96"), unit="万亩", quote="1.96万亩",
            normalized_value=Decimal("1306.666666666666666666666667"), normalized_unit="公顷",
            dimension="area", indicator_code="farmland", review="accepted",
        ),
        figure(
            at["7家"], at["7家"] + 2, value=Decimal(7), quote="7家", review="rejected",
            normalized_value=Decimal(7),
        ),
        figure(
            at["8.650%"], at["8.650%"] + 6, value=Decimal("-8.650"), normalized_value=Decimal("-8.65"),
            quote="8.650%", indicator_code="energy_per_gdp", period="2025-11", review="fixed",
            extracted=json.dumps({"unit": "“个百分点\u2028"}, ensure_ascii=False), **growth,
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of one document, with one rejected figure that is the whole of another."""
    figures = made()
    ledger = tuple(LedgerRow(f.char_start, f.char_end, f.quote, "figure", f.char_start, "r") for f in figures)
    ids = tuple(f"report:{f.char_start}" for f in figures[:2])
    findings = (Finding("sum", "warning", "report", ids, "=两个数字不合。"),)
    target = tmp_path_factory.mktemp("export") / "dataset"
    with replacing(target) as new, files.writing(new) as writer:
        writer.add(files.part("report", extraction(TEXT, figures, ledger, findings)))
    return target


def figures_of(folder: Path, every: bool = False) -> list[dict[str, str]]:
    """The rows that an export must hold, read by the csv module alone."""
    with (folder / "figures.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if every:
        return rows
    gone = {row["figure_id"] for row in rows if row["review"] == "rejected"}
    kept = [row for row in rows if row["figure_id"] not in gone]
    return [row | {"parent_id": "" if row["parent_id"] in gone else row["parent_id"]} for row in kept]


def text(cell: Any) -> str:
    """A cell of another library as the text of figures.csv, but for zeros at a decimal's end."""
    return "" if cell is None else str(cell)


def same(rows: list[dict[str, Any]], expected: list[dict[str, str]]) -> None:
    """Cell by cell; decimals by their value, text character for character."""
    assert len(rows) == len(expected)
    for row, right in zip(rows, expected, strict=True):
        for name, cell in right.items():
            if name in NUMBERS and cell:
                assert Decimal(str(row[name])) == Decimal(cell), name
            else:
                assert text(row[name]) == cell, name


def test_the_dataset_is_a_valid_data_package(folder: Path) -> None:
    report = frictionless.Package(folder / "datapackage.json").validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


# --- xlsx, read by openpyxl -------------------------------------------------------------------


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


# --- Stata, read by pyreadstat ----------------------------------------------------------------


def test_dta_holds_the_figures(folder: Path, tmp_path: Path) -> None:
    export(folder, "dta", tmp_path / "a.dta")
    frame, meta = pyreadstat.read_dta(str(tmp_path / "a.dta"))
    words = meta.variable_value_labels
    frame = frame.astype(object).where(frame.notna(), None)
    rows: list[dict[str, Any]] = frame.to_dict("records")
    for row in rows:
        for field in fields("figures"):
            if field.words and row[field.name] is not None:
                row[field.name] = words[field.name][row[field.name]]
            elif field.kind == "integer" and row[field.name] is not None:
                row[field.name] = int(row[field.name])
            elif field.kind == "number" and row.get(f"{field.name}_text"):
                row[field.name] = row[f"{field.name}_text"]
    same(rows, figures_of(folder))
    assert [row["year"] for row in rows] == [2022, 2022, 2022, None, 2022, 2025]
    assert {row["region_id"] for row in rows} == {990100}
    assert words["region_id"] == {990100: "甲省甲市"}


def test_dta_has_names_and_labels_that_stata_takes(folder: Path, tmp_path: Path) -> None:
    export(folder, "dta", tmp_path / "a.dta")
    _, meta = pyreadstat.read_dta(str(tmp_path / "a.dta"), metadataonly=True)
    for name, label in meta.column_names_to_labels.items():
        assert name.isascii() and len(name) <= 32
        assert label and len(label) <= dta.LABEL and not label.isascii()
    assert meta.column_names_to_labels["x0"] == "左（pt）"
    assert meta.file_label == "报数：政府报告中的数字"
    assert (tmp_path / "a.dta").read_bytes().startswith(b"<stata_dta><header><release>118<")


def test_the_program_names_every_variable_and_word(folder: Path, tmp_path: Path) -> None:
    export(folder, "dta", tmp_path / "a.dta")
    told = (tmp_path / "a.do").read_text(encoding="utf-8")
    assert told == program("a.dta")
    assert 'use "a.dta", clear' in told
    assert all(f"\nnotes {name}: " in told for name in columns("figures"))
    assert 'label define status_zh 1 "实绩" 2 "预计" 3 "目标"' in told


def test_every_word_that_stata_labels_has_a_meaning() -> None:
    told = [field for field in fields("figures") if field.words and field.name != "dimension"]
    assert all(field.meaning(word) != word for field in told for word in field.words)


# --- Parquet, DuckDB, SQLite ------------------------------------------------------------------


def test_parquet_holds_the_figures_for_duckdb(folder: Path, tmp_path: Path) -> None:
    export(folder, "parquet", tmp_path / "a.parquet")
    relation = duckdb.read_parquet(str(tmp_path / "a.parquet"))
    same([dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()], figures_of(folder))
    kinds = dict(zip(relation.columns, map(str, relation.types), strict=True))
    assert (kinds["value"], kinds["normalized_value"]) == ("DECIMAL(38,3)", "DECIMAL(38,24)")
    assert (kinds["report_year"], kinds["region_code"]) == ("BIGINT", "VARCHAR")


def test_parquet_says_what_it_is(folder: Path, tmp_path: Path) -> None:
    export(folder, "parquet", tmp_path / "a.parquet")
    schema = parquet.read_schema(tmp_path / "a.parquet")
    assert schema.metadata[b"datapackage"] == (folder / "datapackage.json").read_bytes()
    assert schema.field("value").metadata[b"title"].decode() == "数值"
    assert str(schema.field("status").type).startswith("dictionary<values=string")


def test_decimals_that_fit_no_type_stay_text(tmp_path: Path) -> None:
    large, small = Decimal("163500000000000000"), Decimal("0.0000000000000000000001234567890123456789")
    two = (figure(3, 6, normalized_value=large), figure(9, 12, normalized_value=small))
    with replacing(tmp_path / "dataset") as new, files.writing(new) as writer:
        writer.add(files.part("report", extraction("企业有12家。企业有12家。", two, ())))
    for kind in ("parquet", "duckdb"):
        export(tmp_path / "dataset", kind, tmp_path / kind)
    held = parquet.read_table(tmp_path / "parquet").column("normalized_value").to_pylist()
    assert list(map(Decimal, held)) == [large, small]
    with closing(duckdb.connect(str(tmp_path / "duckdb"), read_only=True)) as base:
        found = base.execute(
            "SELECT normalized_value, normalized_value_double FROM figures_checked"
        ).fetchall()
    assert found == [(format(n, "f"), float(n)) for n in (large, small)]


def in_base(base: Any, table: str) -> list[dict[str, Any]]:
    order = {"figures": "document_id, char_start"}.get(table, "1")
    cursor = base.execute(f'SELECT * FROM "{table}" ORDER BY {order}')
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_sqlite_holds_the_figures_for_adbc(folder: Path, tmp_path: Path) -> None:
    export(folder, "sqlite", tmp_path / "a.sqlite")
    with (
        closing(adbc_driver_sqlite.dbapi.connect(str(tmp_path / "a.sqlite"))) as base,
        base.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM figures ORDER BY document_id, char_start")
        rows = cursor.fetch_arrow_table().to_pylist()
    same(rows, figures_of(folder))
    assert rows[-1]["value"] == "-8.650"


def test_sqlite_adds_doubles_and_keeps_its_keys(folder: Path, tmp_path: Path) -> None:
    export(folder, "sqlite", tmp_path / "a.sqlite")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        assert base.execute("SELECT min(value_double) FROM figures_checked").fetchone() == (-8.65,)
        assert not base.execute("PRAGMA foreign_key_check").fetchall()
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_duckdb_holds_the_figures(folder: Path, tmp_path: Path) -> None:
    export(folder, "duckdb", tmp_path / "a.duckdb")
    with closing(duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True)) as base:
        same(in_base(base, "figures"), figures_of(folder))
        base.execute(f"COPY figures TO '{tmp_path / 'again.parquet'}'")
        (comment,) = base.execute("SELECT comment FROM duckdb_columns() WHERE column_name='value'").fetchone()
    again = parquet.read_table(tmp_path / "again.parquet").to_pylist()
    same(again, figures_of(folder))
    assert comment == "数值"


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_bases_hold_all_tables_and_a_view_without_rejected(kind: str, folder: Path, tmp_path: Path) -> None:
    export(folder, kind, tmp_path / "a", every=True)
    base = sqlite3.connect(tmp_path / "a") if kind == "sqlite" else duckdb.connect(str(tmp_path / "a"))
    with closing(base):
        counts = {
            table: base.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("documents", "figures", "numerals", "findings", "figures_checked")
        }
        error = sqlite3.IntegrityError if kind == "sqlite" else duckdb.ConstraintException
        with pytest.raises(error):
            base.execute("UPDATE figures SET status = 'done'")
    assert counts == {"documents": 1, "figures": 7, "numerals": 7, "findings": 1, "figures_checked": 6}


# --- JSON Lines and SDMX ----------------------------------------------------------------------


def test_jsonl_holds_the_figures(folder: Path, tmp_path: Path) -> None:
    export(folder, "jsonl", tmp_path / "a.jsonl")
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line, parse_float=Decimal) for line in lines]
    for row in rows:
        row["extracted"] = row["extracted"] and json.dumps(row["extracted"], ensure_ascii=False)
    same(rows, figures_of(folder))
    assert '"value": -8.650,' in lines[-1]
    assert '"normalized_value": 1306.666666666666666666666667,' in lines[-2]
    assert '"value_max": null,' in lines[0]


def test_sdmx_is_read_by_pysdmx(folder: Path, tmp_path: Path) -> None:
    done = export(folder, "sdmx-csv", tmp_path / "a.csv")
    assert done.figures == 4
    assert done.notes == (
        "2 figures without indicator_code, region_code or period cannot be SDMX observations",
    )
    (dataset,) = pysdmx.io.read_sdmx(tmp_path / "a.csv", validate=False).data
    assert dataset.short_urn == "Dataflow=BAOSHU:FIGURES(1.0)"
    rows = {row["FIGURE"]: row for row in dataset.data.astype(str).to_dict("records")}
    right = {row["figure_id"]: row for row in figures_of(folder)}
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as written:
        exact = {row["FIGURE"]: row for row in csv.DictReader(written)}
    assert exact.keys() == rows.keys()
    for figure_id, row in exact.items():
        value = Decimal(row["OBS_VALUE"] + f"E{row['UNIT_MULT']}")
        assert value == Decimal(right[figure_id]["normalized_value"])
        assert float(rows[figure_id]["OBS_VALUE"]) == float(row["OBS_VALUE"])  # pysdmx makes doubles of them
    told = [(row["MEASURE"], row["FREQ"], row["TIME_PERIOD"], row["OBS_STATUS"]) for row in rows.values()]
    assert told == [
        ("GROWTH", "A", "2022", "A"), ("LEVEL", "A5", "2018-01-01/P5Y", "E"), ("LEVEL", "A", "2022", "A"),
        ("GROWTH", "M", "2025-11", "A"),
    ]  # fmt: skip


# --- all formats ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(set(FORMATS) - {"duckdb"}))  # DuckDB puts ids of its own into a file
def test_the_same_dataset_gives_the_same_bytes(kind: str, folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        export(folder, kind, tmp_path / name / "same")
    assert (tmp_path / "a" / "same").read_bytes() == (tmp_path / "b" / "same").read_bytes()


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_is_left_beside_and_the_old_file_stays_when_it_fails(
    kind: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / f"out.{kind}"
    target.write_text("old")
    dead = tmp_path / f".out.{kind}.new-1"
    dead.mkdir()

    def changed(content: Content) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Content, "check_unchanged", changed)
        assert cli.main(["export", str(folder), "--to", kind, "-o", str(target)]) == cli.FAILED
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.read_text() == "old"
    assert cli.main(["export", str(folder), "--to", kind, "-o", str(target), "-q"]) == cli.WELL
    there = {target.name, "out.do"} if kind == "dta" else {target.name}
    assert {path.name for path in tmp_path.iterdir()} == there


@pytest.mark.parametrize("kind", FORMATS)
def test_a_dataset_without_figures_can_be_exported(kind: str, tmp_path: Path) -> None:
    with replacing(tmp_path / "dataset") as new, files.writing(new):
        pass
    assert export(tmp_path / "dataset", kind, tmp_path / "out").figures == 0


def test_rejected_figures_are_left_out_unless_asked_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.jsonl"
    assert cli.main(["export", str(folder), "--to", "jsonl", "-o", str(target)]) == cli.WELL
    assert capsys.readouterr().out == f"{target}: 6 figures (1 rejected left out)\n"
    assert (
        cli.main(["export", str(folder), "--to", "jsonl", "-o", str(target), "--all", "--json"]) == cli.WELL
    )
    told = json.loads(capsys.readouterr().out)
    assert told == {"files": [str(target)], "figures": 7, "rejected": 0, "notes": []}
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [text(row["parent_id"]) for row in rows] == [row["parent_id"] for row in figures_of(folder, True)]


# --- what goes wrong --------------------------------------------------------------------------


def test_faults_are_said_in_one_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(kind: str, target: Path, source: Path = folder) -> str:
        assert cli.main(["export", str(source), "--to", kind, "-o", str(target)]) == cli.USAGE
        return capsys.readouterr().err

    assert said("xls", tmp_path / "a") == (
        "baoshu: there is no format xls; there are xlsx, parquet, dta, sqlite, duckdb, jsonl, sdmx-csv\n"
    )
    assert "is a folder; give the name of a file in it" in said("xlsx", tmp_path)
    assert "belongs to the dataset itself" in said("parquet", folder / "figures.parquet")
    assert "end it in .dta" in said("dta", tmp_path / "a.do")
    assert "is no dataset" in said("xlsx", tmp_path / "a.xlsx", tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_missing_library_is_named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.delitem(sys.modules, "pipeline.export.duckdb", raising=False)
    with pytest.raises(DatasetError, match=r"run pip install 'baoshu\[duckdb\]'"):
        export(folder, "duckdb", tmp_path / "a.duckdb")


def test_a_dataset_written_anew_meanwhile_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite.write

    def slow(content: Content, target: Path) -> Any:
        table = content.folder / "documents.csv"
        table.write_bytes(table.read_bytes())
        return real(content, target)

    monkeypatch.setattr(sqlite, "write", slow)
    with pytest.raises(DatasetError, match="was written anew meanwhile; export again"):
        export(folder, "sqlite", tmp_path / "a.sqlite")


def test_tables_that_do_not_fit_each_other_are_said(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "dataset"
    with replacing(broken) as new:
        for file in folder.glob("*.*"):
            content = file.read_text(encoding="utf-8")
            (new / file.name).write_text(
                content.replace(",report:", ",gone:") if file.stem == "numerals" else content
            )
        (new / "text").mkdir()
    for kind in ("sqlite", "duckdb"):
        with pytest.raises(DatasetError, match="extract again"):
            export(broken, kind, tmp_path / "a")


@pytest.mark.parametrize(
    ("number", "fits"),
    [("0.1", True), ("-8.650", True), ("123456789012345", True), ("1234567890123456", False), ("1e0", True)],
)
def test_a_double_holds_fifteen_digits(number: str, fits: bool) -> None:
    assert in_double(number) is fits
