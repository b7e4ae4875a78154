"""Every export says what figures.csv says, read back by another library than wrote it."""

from __future__ import annotations

import csv
import doctest
import json
import sqlite3
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import adbc_driver_sqlite.dbapi
import duckdb
import frictionless
import pyreadstat
import pysdmx.io
import pytest
from exporting import dataset, figures_of, same, text
from fake_engine import extraction, figure
from pyarrow import parquet

from pipeline import cli
from pipeline.dataset import files
from pipeline.dataset.dictionary import columns
from pipeline.dataset.folder import DatasetError, replacing
from pipeline.export import FORMATS, dta, exact, export, marked, sdmx, sqlite
from pipeline.export import fields as fields_room
from pipeline.export.content import Content
from pipeline.export.do import program
from pipeline.export.exact import in_double
from pipeline.export.fields import fields


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dataset(tmp_path_factory.mktemp("export") / "dataset")


def test_the_dataset_is_a_valid_data_package(folder: Path) -> None:
    report = frictionless.Package(folder / "datapackage.json").validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


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


@pytest.mark.parametrize("module", [exact, fields_room, marked, sdmx])
def test_examples_hold(module: ModuleType) -> None:
    failed, tried = doctest.testmod(module)
    assert tried and not failed
