"""The files of a dataset: exact, complete, the same bytes each time, swapped in whole."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import frictionless
import pytest
from fake_engine import extraction, figure
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from pipeline import schema
from pipeline.dataset import files, tables
from pipeline.dataset.dictionary import columns, resources
from pipeline.dataset.files import Part
from pipeline.dataset.folder import DatasetError, replacing
from pipeline.dataset.frames import open_dataset, read_rows
from pipeline.dataset.gaps import gaps
from pipeline.dataset.tables import figure_rows, finding_rows, numeral_rows, plain
from pipeline.model import Finding, LedgerRow

CONTRACT = {  # the tables of the contract, column by column; at the end what people said of a row
    "figures": "figure_id document_id region region_code report_year section indicator_text indicator"
    " indicator_code measure basis value value_max bound qualifier unit normalized_value"
    " normalized_value_max normalized_unit dimension period status status_text parent_id quote sentence"
    " char_start char_end page x0 top x1 bottom boxes rule review extracted",
    "numerals": "document_id char_start char_end quote role figure_id rule",
    "documents": "document_id file sha256 format kind title region region_code report_year pages"
    " characters figures unexplained state message",
    "findings": "finding_id check severity document_id figure_ids message state",
}


def write(folder: Path, *parts: Part) -> Path:
    """A dataset of parts."""
    with replacing(folder) as new:
        with files.writing(new) as writer:
            for part in parts:
                writer.add(part)
        files.write_parquet(new, writer.longest)
        files.write_run(new, {"schema_version": 1})
    return folder


def whole(folder: Path) -> dict[str, bytes]:
    """All files of a folder by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def rich_part(document_id: str = "report") -> Part:
    """A document with a child, a range, a finding, awkward characters."""
    text = "企业有12家，\r\n其中“大”企业2~3家；第4页。"
    figures = (
        figure(),
        figure(
            19, 23, value=Decimal("2"), value_max=Decimal("3"), bound="range", parent_start=3, quote="2~3家",
            sentence='其中"大"企业2~3家，\r也', normalized_value=None,
        ),
    )  # fmt: skip
    ledger = (
        LedgerRow(19, 20, "2", "figure", 19, "r"),
        LedgerRow(3, 5, "12", "figure", 3, "r"),
        LedgerRow(21, 22, "3", "figure", 19, "r"),
        LedgerRow(25, 26, "4", "unexplained", None, ""),
    )
    findings = (Finding("parts", "warning", "report", ("report:3", "report:19"), "部分多于整体。"),)
    return files.part(document_id, extraction(text, figures, ledger, findings))


# --- rows -------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", CONTRACT)
def test_columns_are_those_of_the_contract_in_its_order(table: str) -> None:
    assert columns(table) == tuple(CONTRACT[table].split())


def test_the_dimensions_of_the_dictionary_are_those_of_the_rules() -> None:
    fields = {field["name"]: field for field in resources()["figures"]["schema"]["fields"]}
    assert set(fields["dimension"]["constraints"]["enum"]) == set(get_args(schema.Dimension))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.635E+11", "163500000000"),
        ("-8.650", "-8.650"),
        ("1E-7", "0.0000001"),
        ("-0", "0"),
        ("0.10", "0.10"),
    ],
)
def test_decimals_are_written_without_exponent_and_as_they_are(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


def test_a_value_that_is_no_number_raises() -> None:
    with pytest.raises(ValueError, match="NaN"):
        plain(Decimal("NaN"))


def test_a_figure_becomes_a_row_with_all_its_fields() -> None:
    row = dict(zip(columns("figures"), figure_rows("a", extraction())[0], strict=True))
    assert row["figure_id"] == "a:3"
    assert (row["region_code"], row["report_year"]) == ("990100", "2023")
    assert (row["value"], row["value_max"], row["normalized_value"]) == ("12", "", "12")
    assert (row["quote"], row["char_start"], row["char_end"]) == ("12家", "3", "6")
    assert row["rule"] == "units:enterprise"


def test_two_figures_at_one_place_raise() -> None:
    with pytest.raises(ValueError, match="a:3: two figures"):
        figure_rows("a", extraction(figures=(figure(), figure(indicator_text="乙"))))


def test_a_parent_that_is_no_figure_raises() -> None:
    with pytest.raises(ValueError, match="refers to a figure at 9"):
        figure_rows("a", extraction(figures=(figure(parent_start=9),)))


@pytest.mark.parametrize(
    "row", [LedgerRow(3, 5, "12", "figure", None, ""), LedgerRow(3, 5, "12", "name", 3, "")]
)
def test_a_ledger_row_that_contradicts_itself_raises(row: LedgerRow) -> None:
    with pytest.raises(ValueError, match="role"):
        numeral_rows("a", extraction(ledger=(row,)))


def test_findings_have_stable_ids_that_differ() -> None:
    twice = [Finding("sum", "error", "a", ("a:7",), message) for message in ("甲。", "乙。")]
    about_all = Finding("few", "info", "a", (), "数字很少。")
    ids = [row[0] for row in finding_rows("a", [*twice, about_all])]
    assert ids == ["a:few:0", "a:sum:7", "a:sum:7-2"]


# --- files ------------------------------------------------------------------------------------


def test_tables_open_in_excel_and_read_back_exactly(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", rich_part())
    for table in CONTRACT:
        assert (folder / f"{table}.csv").read_bytes().startswith(b"\xef\xbb\xbf" + columns(table)[0].encode())
    rows = list(read_rows(folder, "figures"))
    assert [row[0] for row in rows] == ["report:3", "report:19"]
    assert rows[1][columns("figures").index("sentence")] == '其中"大"企业2~3家，\r也'


def test_the_text_is_kept_character_for_character(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", rich_part())
    assert "12家，\r\n其中" in open_dataset(folder).text("report")
    assert b"\r\n" in (folder / "text/report.txt").read_bytes()


def test_frictionless_finds_the_package_valid(tmp_path: Path) -> None:
    unread = Part(tables.unread_row("z", "z.txt", "", "failed", "z.txt: is a picture."))
    folder = write(tmp_path / "out", rich_part(), unread)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "type", "note"])
    assert sum(task.stats["rows"] for task in report.tasks) == 2 + 4 + 2 + 1


def test_frictionless_finds_a_wrong_table(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", rich_part())
    path = folder / "figures.csv"
    path.write_bytes(
        path.read_bytes().replace(b'"level"', b'"levle"', 1).replace(b'"report:19"', b'"other:19"')
    )
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert {"constraint-error", "foreign-key"} <= {kind for (kind,) in report.flatten(["type"])}


def test_an_empty_dataset_is_valid_too(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", Part(tables.unread_row("z", "z.txt", "", "empty", "z.txt: is empty.")))
    assert frictionless.validate(str(folder / "datapackage.json")).valid
    assert len(open_dataset(folder).figures) == 0


def test_parquet_holds_the_same_rows(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", rich_part())
    table = parquet.read_table(folder / "figures.parquet").to_pylist()
    assert tuple(table[0]) == columns("figures")
    as_text = [tuple("" if cell is None else str(cell) for cell in row.values()) for row in table]
    assert as_text == list(read_rows(folder, "figures"))
    assert (table[0]["char_start"], table[0]["value"], table[0]["page"]) == (3, "12", None)


def test_a_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    first = whole(write(tmp_path / "one", rich_part()))
    assert whole(write(tmp_path / "two", rich_part())) == first
    assert whole(write(tmp_path / "one", rich_part())) == first


def test_a_dataset_opens_as_frames_with_exact_types(tmp_path: Path) -> None:
    dataset = open_dataset(write(tmp_path / "out", rich_part()))
    figures = dataset.figures
    assert figures["region_code"].tolist() == ["990100", "990100"]
    assert figures["value"].tolist() == [Decimal("12"), Decimal("2")]
    assert figures["value_max"].tolist() == [None, Decimal("3")]
    assert (figures["char_start"].dtype, figures["report_year"].dtype) == ("Int64", "Int64")
    assert figures["page"].isna().all()
    assert figures["indicator"].tolist() == ["", ""]
    assert dataset.numerals["role"].value_counts().to_dict() == {"figure": 3, "unexplained": 1}
    assert dataset.documents["state"].tolist() == ["done"]
    assert dataset.findings["severity"].tolist() == ["warning"]
    assert dataset.run == {"schema_version": 1}


def test_what_is_no_dataset_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="does not exist"):
        open_dataset(tmp_path / "none")
    with pytest.raises(DatasetError, match="is no dataset"):
        open_dataset(tmp_path)


def test_a_table_of_another_version_is_said(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", rich_part())
    (folder / "findings.csv").write_text("other,columns\n", "utf-8-sig")
    with pytest.raises(DatasetError, match=r"findings\.csv has other columns"):
        _ = open_dataset(folder).findings


def test_gaps_come_by_frequency(tmp_path: Path) -> None:
    def gap(start: int, **changes: object) -> object:
        return figure(start, start + 2, **changes)

    figures = (
        gap(0, unit="万标箱", normalized_unit="标箱", dimension="unknown", indicator="集装箱"),
        gap(2),
        gap(4),
        gap(6, indicator_text="商户"),
    )
    ledger = (LedgerRow(9, 10, "7", "unexplained", None, ""),)
    part = files.part("a", extraction("企业有12家。第7页", figures, ledger))  # type: ignore[arg-type]
    found = gaps(write(tmp_path / "out", part))
    assert [(gap.what, gap.word, gap.times, gap.example) for gap in found] == [
        ("unit", "标箱", 1, "a:0"),
        ("indicator", "企业", 2, "a:2"),
        ("indicator", "商户", 1, "a:6"),
        ("numeral", "7", 1, "a:9"),
    ]


# --- the folder -------------------------------------------------------------------------------


def test_a_failing_run_leaves_the_old_dataset_and_no_trace(tmp_path: Path) -> None:
    old = whole(write(tmp_path / "out", rich_part()))
    with pytest.raises(RuntimeError), replacing(tmp_path / "out") as new:
        (new / "figures.csv").write_text("half")
        raise RuntimeError
    assert whole(tmp_path / "out") == old
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_files_of_others_are_refused_or_carried_over(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".gitkeep").touch()
    (out / "letter.doc").touch()
    with pytest.raises(DatasetError, match="holds other files"):
        write(out, rich_part())
    (out / "letter.doc").unlink()
    write(out, rich_part())
    (out / "notes.md").write_text("mine")
    write(out, rich_part("other"))
    assert (out / "notes.md").read_text() == "mine"
    assert (out / ".gitkeep").exists()
    assert [path.name for path in (out / "text").iterdir()] == ["other.txt"]


@pytest.mark.parametrize("inside", ["", "text"])
def test_the_folder_one_stands_in_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    monkeypatch.chdir(write(tmp_path / "out", rich_part()) / inside)
    with pytest.raises(DatasetError, match="the folder you are in"):
        write(tmp_path / "out", rich_part())


def test_a_file_in_the_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(DatasetError, match="is a file"):
        write(tmp_path / "out", rich_part())


def test_a_swap_killed_half_way_is_taken_back(tmp_path: Path) -> None:
    old = whole(write(tmp_path / "out", rich_part()))
    (tmp_path / "out").rename(tmp_path / ".out.old")
    with pytest.raises(RuntimeError), replacing(tmp_path / "out"):
        raise RuntimeError
    assert whole(tmp_path / "out") == old


def test_what_a_killed_run_left_is_cleared_and_files_of_others_kept(tmp_path: Path) -> None:
    write(tmp_path / "out", rich_part())
    for name in (".out.old", ".out.new-1"):
        write(tmp_path / name, rich_part("stale"))
    (tmp_path / ".out.old/notes.md").write_text("mine")
    write(tmp_path / "out", rich_part())
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out/notes.md").read_text() == "mine"


def test_a_run_leaves_what_another_run_is_filling(tmp_path: Path) -> None:
    with replacing(tmp_path / "out") as mine:
        other = mine.rename(tmp_path / ".out.new-other")
        write(tmp_path / "out", rich_part())
        assert other.is_dir()
        other.rename(mine)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_dataset import rich_part, write
while True:
    write(Path({out!r}), *(rich_part(f"d{{n:03}}") for n in range(60)))
    print("done", flush=True)
"""


def test_a_killed_run_leaves_a_whole_dataset(tmp_path: Path) -> None:
    """Killed at many moments, by SIGKILL, while it writes the same dataset again and again."""
    out = tmp_path / "out"
    write(out, *(rich_part(f"d{n:03}") for n in range(60)))
    wanted = whole(out)
    script = KILLED.format(tests=str(Path(__file__).parent), out=str(out))
    for pause in range(8):
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.013 * pause)
            process.send_signal(signal.SIGKILL)
        if not out.exists():  # between the two renames: the next run takes it back
            assert whole(tmp_path / ".out.old") == wanted
            with pytest.raises(RuntimeError), replacing(out):
                raise RuntimeError
        assert whole(out) == wanted


def test_csv_module_reads_what_it_wrote(tmp_path: Path) -> None:
    rows = [("a,b", 'c"d', "e\nf", "g\rh", "")]
    path = tmp_path / "t.csv"
    path.write_text(files.csv_text(rows), "utf-8", newline="")
    with path.open(newline="", encoding="utf-8") as file:
        assert [tuple(row) for row in csv.reader(file)] == rows


CELL = st.text(st.sampled_from('ab,"\n\r 中；\u2028'), max_size=6)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=4).map(tuple), max_size=3)


@given(ROWS)
def test_rows_are_what_the_csv_module_writes(rows: list[tuple[str, ...]]) -> None:
    buffer = io.StringIO(newline="")
    quoting: Any = csv.QUOTE_ALL if any("\r" in cell for row in rows for cell in row) else csv.QUOTE_MINIMAL
    csv.writer(buffer, lineterminator="\n", quoting=quoting).writerows(rows)
    assert files.csv_text(rows) == buffer.getvalue()


def test_the_descriptor_says_utf8_and_names_the_sources(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", rich_part())
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert {resource["encoding"] for resource in package["resources"]} == {"utf-8"}
    assert package["sources"][0]["file"] == "report.txt"


def test_a_cell_of_any_length_is_read_back(tmp_path: Path) -> None:
    long = "有" * (9 << 20)
    part = files.part("a", extraction(figures=(figure(sentence=long),)))
    folder = write(tmp_path / "out", part)
    assert open_dataset(folder).figures["sentence"][0] == long
