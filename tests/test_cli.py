# mypy: disable-error-code="no-untyped-def"
"""The command line as a user meets it: what is said where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import frictionless
import golden_cases
import pytest
from fake_engine import FakeEngine
from test_dataset import whole

from pipeline import cli, rulecheck
from pipeline.cli import common
from pipeline.dataset.frames import read_rows
from pipeline.engine import Engine
from pipeline.review import log

SEED = Path(__file__).parent.parent / "raw/taicang-2023.txt"
GOOD = "2022年，全市新增企业12家。\n"
HEAVY = {"pandas", "numpy", "pyarrow", "jieba", "regex", "pydantic", "yaml", "rich", "pdfplumber"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    """One engine for all tests here: loading the rules takes its time."""
    return golden_cases.engine()


@pytest.fixture
def command(engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a command in this process: gives code, stdout and the lines of stderr."""
    monkeypatch.setattr(common, "engine", lambda rules: engine)

    def run(*arguments: str | Path) -> tuple[int, str, list[str]]:
        code = cli.main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        return code, output.out, output.err.splitlines()

    return run


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `raw` with one good report, in the working folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, "utf-8")
    return folder


def states(out: str = "out") -> dict[str, str]:
    """document_id -> state."""
    return {row[0]: row[-2] for row in read_rows(Path(out), "documents")}


# --- start ------------------------------------------------------------------------------------


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys; from pipeline.cli import main; main(['--help']); print({HEAVY} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
    assert "extract" in done.stdout


def test_the_version_is_printed(command) -> None:
    code, out, _ = command("--version")
    assert (code, out.split()[0]) == (0, "baoshu")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no command"),
        (["extract"], "Missing argument"),
        (["extract", "raw"], "Missing option"),
        (["extract", "raw", "-o", "out", "--jobs", "-1"], "jobs"),
        (["extract", "raw", "-o", "out", "--nonsense"], "nonsense"),
        (["nonsense"], "nonsense"),
        (["rules"], "Missing command"),
        (["extract", "none.txt", "-o", "out"], "none.txt: there is no such file or folder; check the path"),
        (["extract", "empty", "-o", "out"], "empty: no report in this folder"),
        (["extract", "raw", "-o", "raw"], "raw holds other files and no dataset"),
        (["explain", "none", "good:1"], "none does not exist"),
        (["rules", "gaps", "raw"], "raw is no dataset"),
    ],
)
def test_wrong_usage_is_one_sentence_and_code_4(
    command, reports: Path, arguments: list[str], said: str
) -> None:
    Path("empty").mkdir()
    code, out, err = command(*arguments)
    assert (code, out, len(err)) == (4, "", 1)
    assert err[0].startswith("baoshu: ")
    assert said in err[0]
    assert not Path("out").exists()


# --- extract ----------------------------------------------------------------------------------


def test_extract_writes_a_dataset_and_says_so(command, reports: Path) -> None:
    code, out, err = command("extract", "raw", "-o", "out")
    assert (code, err) == (0, [])
    assert out == "out: documents: 1 done; figures: 1 of 2 numbers; unexplained: 0\n"
    assert states() == {"good": "done"}


def test_json_is_pure_and_quiet_is_quiet(command, reports: Path) -> None:
    code, out, err = command("extract", "raw", "-o", "out", "--json")
    assert (code, err) == (0, [])
    assert json.loads(out) == json.loads(Path("out/run.json").read_text("utf-8"))
    assert command("extract", "raw", "-o", "out", "-q") == (0, "", [])


def test_unexplained_numbers_are_a_warning(command, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeEngine()
    monkeypatch.setattr(fake, "rulebook", SimpleNamespace(digest="d"), raising=False)
    monkeypatch.setattr(common, "engine", lambda rules: fake)
    (reports / "good.txt").write_text("企业12家，第4页", "utf-8")
    code, out, err = command("extract", "raw", "-o", "out")
    assert (code, len(err)) == (3, 1)
    assert "unexplained numbers: 1" in err[0]
    assert "unexplained: 1" in out


def bad_files(folder: Path) -> dict[str, str]:
    """Writes bad inputs; gives document_id -> state to come."""
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200)
    contents = {
        "empty": (b"", "empty"),
        "blank": (b" \r\n\t\n", "empty"),
        "picture": (png, "failed"),
        "nul": (GOOD.encode() + b"\x00\x00" + GOOD.encode(), "failed"),
        "latin": ("Größe über alles, café".encode("latin-1"), "failed"),
        "utf16": (GOOD.encode("utf-16"), "done"),
        "gb18030": (GOOD.encode("gb18030"), "done"),
        "digits": (b"7" * 1_000_000, "failed"),
        "number": ("共有".encode() + b"7" * 1_000_000 + "家企业。\n".encode() + GOOD.encode(), "done"),
    }
    for name, (content, _) in contents.items():
        (folder / f"{name}.txt").write_bytes(content)
    with (folder / "large.txt").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    return {"good": "done", "large": "failed"} | {name: state for name, (_, state) in contents.items()}


def test_bad_inputs_are_named_one_sentence_each_and_the_others_done(command, reports: Path) -> None:
    wanted = bad_files(reports)
    code, _, err = command("extract", "raw", "-o", "out", "--jobs", "1")
    assert code == 2
    assert states() == wanted
    bad = sorted(name for name, state in wanted.items() if state != "done")
    named = sorted(line.removeprefix("baoshu: ").split(".txt: ")[0] for line in err if ".txt: " in line)
    assert named == bad
    assert all(";" in line or "." in line for line in err)
    assert sorted(path.stem for path in Path("out/text").iterdir()) == sorted(set(wanted) - set(bad))
    assert frictionless.validate("out/datapackage.json").valid
    assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []


def test_a_missing_path_among_others_is_named_and_the_others_done(command, reports: Path) -> None:
    code, _, err = command("extract", "none.txt", "raw", "-o", "out")
    assert (code, err) == (2, ["baoshu: none.txt: there is no such file or folder; check the path"])
    assert states() == {"good": "done"}


def test_a_path_that_cannot_be_written_is_said(command, reports: Path) -> None:
    Path("file").touch()
    code, out, err = command("extract", "raw", "-o", "file/out")
    assert (code, out, len(err)) == (2, "", 1)
    assert "file/out: cannot be written" in err[0]


def test_the_seed_gives_the_same_bytes_twice_and_for_any_number_of_jobs(command, reports: Path) -> None:
    (reports / "taicang-2023.txt").write_bytes(SEED.read_bytes())
    code, _, err = command("extract", "raw", "-o", "one")
    assert (code, err) == (0, [])
    command("extract", "raw", "-o", "two", "--jobs", "2")
    one, two = whole(Path("one")), whole(Path("two"))
    assert one | {"run.json": b""} == two | {"run.json": b""}
    assert one["text/taicang-2023.txt"] == SEED.read_bytes()
    assert frictionless.validate("one/datapackage.json").valid


def test_the_committed_dataset_is_what_the_seed_gives(command, tmp_path: Path) -> None:
    command("extract", SEED.parent, "-o", tmp_path / "out")
    files = whole(tmp_path / "out")
    made = {
        name: files[name] for name in files if name.endswith((".csv", ".json", ".txt")) and name != "run.json"
    }
    committed = SEED.parent.parent / "extracted"
    different = [name for name in made if (committed / name).read_bytes() != made[name]]
    assert not different, f"{different} in extracted/ are not what the code gives: run make, look at git diff"


def test_a_closed_pipe_is_no_error(reports: Path) -> None:
    subprocess.run([sys.executable, "-m", "pipeline.cli", "extract", "raw", "-o", "out", "-q"], check=True)
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "rules", "gaps", "out"],
        stdout=write, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")


def test_ctrl_c_is_said_and_changes_nothing(command, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    command("extract", "raw", "-o", "out")
    old = whole(Path("out"))
    monkeypatch.setattr(Engine, "extract_file", interrupted)
    code, out, err = command("extract", "raw", "-o", "out", "--fresh")
    said = "baoshu: stopped; nothing was changed, and the next run goes on from here"
    assert (code, out, [line for line in err if line]) == (130, "", [said])
    assert whole(Path("out")) == old
    command("extract", "raw", "-o", "out")
    assert sorted(path.name for path in Path().iterdir()) == ["out", "raw"]


def test_a_terminal_shows_how_far_it_is_and_the_time_left(
    command, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    for number in range(4):
        (reports / f"more{number}.txt").write_text(GOOD, "utf-8")
    command("extract", "raw", "-o", "out", "--jobs", "1")
    assert "more3" in terminal.getvalue()
    assert "100%" in terminal.getvalue()
    assert re.search(r"\d:\d\d:\d\d", terminal.getvalue())


# --- explain and rules ------------------------------------------------------------------------


def test_explain_shows_a_figure(command, reports: Path) -> None:
    command("extract", SEED, "-o", "out")
    code, out, err = command("explain", "out", "taicang-2023:467")
    assert (code, err) == (0, [])
    assert "1635亿元" in out
    code, out, _ = command("explain", "out", "taicang-2023:467", "--json")
    assert code == 0
    assert json.loads(out)


def test_explain_says_when_there_is_no_such_figure(command, reports: Path) -> None:
    command("extract", "raw", "-o", "out")
    code, out, err = command("explain", "out", "good:99999")
    assert (code, out, len(err)) == (4, "", 1)
    assert "good:99999" in err[0]


def test_rules_check_tells_each_fault(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulecheck, "check", lambda book, fired: [])
    monkeypatch.setattr(rulecheck, "runaways", lambda book: [])
    code, out, err = command("rules", "check")
    assert (code, err) == (0, [])
    assert out.endswith("rules hold\n")
    fault = rulecheck.Fault("units:yuan", Path("units.yaml"), 7, "3元。", "应触发而未触发")
    monkeypatch.setattr(rulecheck, "check", lambda book, fired: [fault])
    code, out, err = command("rules", "check")
    assert (code, out, err) == (2, "", ["baoshu: units.yaml:7: units:yuan: 应触发而未触发：“3元。”"])
    code, out, _ = command("rules", "check", "--json")
    (told,) = json.loads(out)["faults"]
    assert (code, told["rule"], told["path"], told["line"]) == (2, "units:yuan", "units.yaml", 7)


def test_rules_of_a_user_with_a_flaw_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "units.yaml").write_text("yuan:\n  writen: [元]\n", "utf-8")
    code = cli.main(["rules", "check", "--rules", str(tmp_path)])
    err = capsys.readouterr().err
    assert code == 4
    assert "units.yaml:2" in err
    assert "Traceback" not in err


def test_rules_try_shows_a_sentence(command) -> None:
    code, out, _ = command("rules", "try", "2022年，全市新增企业12家。", "--year", "2023")
    assert code == 0
    assert "12家" in out
    assert "time" in out
    code, out, _ = command("rules", "try", "2022年，全市新增企业12家。", "--json")
    found = json.loads(out)
    assert [row["quote"] for row in found["figures"]] == ["12家"]
    assert [row["role"] for row in found["numerals"]] == ["time", "figure"]


def test_rules_try_without_a_number(command) -> None:
    assert command("rules", "try", "各项工作稳步推进。") == (0, "no number in it\n", [])


def test_rules_gaps_lists_what_is_unknown(command, reports: Path) -> None:
    (reports / "good.txt").write_text("全市新增龙舟12艘，新增龙舟13艘。\n", "utf-8")
    command("extract", "raw", "-o", "out")
    code, out, _ = command("rules", "gaps", "out", "--json")
    indicators = [gap for gap in json.loads(out) if gap["what"] == "indicator"]
    assert (code, indicators[0]["word"], indicators[0]["times"]) == (0, "新增龙舟", 2)
    assert "新增龙舟" in command("rules", "gaps", "out")[1]


def test_columns_are_aligned_on_a_terminal() -> None:
    rows = [{"a": "报数", "b": "1", "c": ""}, {"a": "ab", "b": "22", "c": ""}]
    assert common.table(rows, ("a", "b", "c")) == ["a     b", "报数  1", "ab    22"]


# --- what is amiss with verdicts --------------------------------------------------------------


def test_broken_lines_and_verdicts_on_a_renamed_file_are_said(command, reports) -> None:
    entry = log.Entry(
        "a1", "2026-01-02T03:04:05", "李审核", "accept", "good.txt", "12家", "企业", "12家", "。"
    )
    log.append(reports / log.NAME, entry)
    command("extract", "raw", "-o", "out")
    assert command("check", "out")[2] == []
    with (reports / log.NAME).open("ab") as file:
        file.write(b"{torn\n")
    (reports / "good.txt").rename(reports / "better.txt")
    broken = f"baoshu: raw/{log.NAME}: broken lines are skipped: 1 (line 2); judge again what they were about"
    gone = (
        f"baoshu: raw/{log.NAME}: verdicts on files that are not there: 1 (good.txt);"
        " give a renamed file its name back"
    )
    for arguments in (
        ("check", "out"), ("audit", "out", "--html", "page.html", "-q"), ("extract", "raw", "-o", "out"),
    ):  # fmt: skip
        assert {broken, gone} <= set(command(*arguments)[2]), arguments


def test_the_pages_of_an_audit_are_told_as_data(command, reports) -> None:
    command("extract", "raw", "-o", "out")
    ids = [row[0] for row in read_rows(Path("out"), "documents")]
    code, out, _ = command("audit", "out", "--html", "page.html", "--json")
    assert (code, json.loads(out)) == (0, {"file": "page.html", "documents": ids})
    code, out, _ = command("audit", "out", "--sample", "1", "--report", "report.html", "--json")
    assert (code, json.loads(out)["facts"]["size"]) == (0, 1)


def test_a_missing_table_is_named(command, reports) -> None:
    for name in ("figures", "numerals", "documents", "findings"):
        command("extract", "raw", "-o", "out")
        (Path("out") / f"{name}.csv").unlink()
        for arguments in (("check", "out"), ("audit", "out", "--html", "page.html")):
            code, _, said = command(*arguments)
            assert code == cli.USAGE
            table = Path("out") / f"{name}.csv"
            assert said == [
                f"baoshu: {table} is missing from the dataset; put the table back or extract again"
            ]
        shutil.rmtree("out")
