"""What is unchanged is not read again, and the dataset is the same as if it had been."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import golden_cases
import pytest
from fake_engine import FakeEngine, extract
from test_across import FIRST, SECOND
from test_dataset import whole
from test_runner import fill, wait_for

from pipeline import cli, inputs, readers, revise, runner
from pipeline.cli import common
from pipeline.dataset.folder import JOURNAL, left_behind
from pipeline.increment import keys, plan
from pipeline.isolation import Limits
from pipeline.model import Extraction
from pipeline.review import log
from pipeline.review.log import Entry
from pipeline.rulebook import load

ROOT = Path(__file__).parent.parent
HEAVY = {"pandas", "numpy", "pyarrow", "jieba", "regex", "yaml", "rich", "pdfplumber", "lxml"}
TEXTS = {"a": "企业12家", "b": "企业13家，第4页", "c": "fail", "d": "企业14家", "e": " \n"}


class Watched(FakeEngine):
    """Tells which files were read; one `until` of which it is told stops it like Ctrl-C."""

    def __init__(self, until: str = "") -> None:
        self.read: list[str] = []
        self._until = until

    def extract_file(self, path: Path, name: str) -> Extraction:
        if name == self._until:
            raise KeyboardInterrupt
        self.read.append(path.stem)
        return super().extract_file(path, name)


def read_by(folder: Path, out: Path, **more: Any) -> list[str]:
    """Run in this process; gives the stems of the files that were read."""
    engine = Watched()
    extract(engine, [folder], out, jobs=1, **more)
    return engine.read


def planned(folder: Path, out: Path, **more: Any) -> runner.Planned:
    """What a run would do."""
    found = inputs.collect([folder], out).inputs
    with runner.planned(runner.Asked(FakeEngine, found, out, **more)) as told:
        return told


def tables(out: Path) -> dict[str, bytes]:
    """All of a dataset that holds no times."""
    return {name: content for name, content in whole(out).items() if name != "run.json"}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder of reports, extracted into `out` beside it."""
    folder = fill(tmp_path / "raw", **TEXTS)
    extract(FakeEngine(), [folder], tmp_path / "out", jobs=1)
    return folder


@pytest.fixture
def out(raw: Path) -> Path:
    return raw.parent / "out"


def is_as_fresh(folder: Path, out: Path) -> bool:
    """Whether a dataset is what a first run makes of the folder."""
    other = out.with_name("other")
    extract(FakeEngine(), [folder], other, jobs=1)
    return tables(out) == tables(other)


# --- what is done -----------------------------------------------------------------------------


def test_where_nothing_changed_the_engine_is_not_even_loaded(raw: Path, out: Path) -> None:
    before, place = whole(out), out.stat().st_ino

    def engine() -> FakeEngine:
        raise AssertionError

    found = inputs.collect([raw], out).inputs
    with runner.planned(runner.Asked(engine, found, out)) as told:
        record = runner.run(told)
    assert told.is_idle
    assert record["work"] == {"read": 0, "unchanged": 5, "resumed": 0, "removed": 0}
    assert record["documents"] == {"done": 3, "failed": 1, "empty": 1}
    assert (whole(out), out.stat().st_ino) == (before, place)


def content(raw: Path) -> None:
    (raw / "b.txt").write_text("企业99家", "utf-8")


def sidecar(raw: Path) -> None:
    (raw / "b.yaml").write_text("year: 2020\n", "utf-8")


def verdict(raw: Path) -> None:
    log.append(raw / log.NAME, Entry("1", "2026-01-01T00:00:00Z", "me", "note", "b.txt", why="看过"))


@pytest.mark.parametrize(
    ("change", "why"), [(content, plan.CONTENT), (sidecar, plan.SIDECAR), (verdict, plan.VERDICTS)]
)
def test_only_a_document_with_a_change_is_read(
    raw: Path, out: Path, change: Callable[[Path], None], why: str
) -> None:
    change(raw)
    assert planned(raw, out).plan.read == {"b": why}
    assert read_by(raw, out) == ["b"]
    assert is_as_fresh(raw, out)
    assert read_by(raw, out) == []


def test_a_sidecar_and_a_verdict_that_change_or_go_are_seen(raw: Path, out: Path) -> None:
    for step in ("year: 2020\n", "year: 2021\n", ""):
        (raw / "b.yaml").write_text(step, "utf-8") if step else (raw / "b.yaml").unlink()
        verdict(raw)
        assert read_by(raw, out) == ["b"]
    (raw / log.NAME).unlink()
    assert read_by(raw, out) == ["b"]


def test_new_and_removed_files(raw: Path, out: Path) -> None:
    (raw / "a.txt").unlink()
    fill(raw, a2="企业15家", z="企业16家")
    told = planned(raw, out)
    assert (told.plan.read, told.gone) == ({"a2": plan.NEW, "z": plan.NEW}, ("a",))
    assert read_by(raw, out) == ["a2", "z"]
    assert is_as_fresh(raw, out)
    (raw / "z.txt").unlink()
    assert read_by(raw, out) == []
    assert is_as_fresh(raw, out)


def test_a_file_in_another_place_of_the_folder_is_read(raw: Path, out: Path) -> None:
    (raw / "sub").mkdir()
    (raw / "a.txt").rename(raw / "sub" / "a.txt")
    assert planned(raw, out).plan.read == {"a": plan.NAME}
    assert read_by(raw, out) == ["a"]
    assert is_as_fresh(raw, out)


def test_a_moved_folder_is_remembered_without_reading(raw: Path, out: Path) -> None:
    moved = raw.rename(raw.with_name("moved"))
    before = tables(out)
    assert read_by(moved, out) == []
    assert json.loads((out / "run.json").read_text("utf-8"))["roots"] == ["../moved"]
    assert tables(out) == before


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_the_bytes_do_not_depend_on_what_is_kept_or_on_the_workers(tmp_path: Path, jobs: int) -> None:
    texts = {f"d{n:02},{n}": f"企业{n}家，\n第{n}页\r又{n}" for n in range(20)}
    raw = fill(tmp_path / "raw", **texts, x="fail")
    extract(FakeEngine(), [raw], tmp_path / "one", jobs=1)
    for name in ("d03,3", "d11,11", "x"):
        (raw / f"{name}.txt").rename(tmp_path / name)
    fill(raw, **{"d05,5": "别的1"})
    extract(FakeEngine(), [raw], tmp_path / "out", jobs=jobs)
    for name in ("d03,3", "d11,11", "x"):
        (tmp_path / name).rename(raw / f"{name}.txt")
    fill(raw, **{"d05,5": texts["d05,5"]})
    record = extract(FakeEngine(), [raw], tmp_path / "out", jobs=jobs)
    assert record["work"] == {"read": 4, "unchanged": 17, "resumed": 0, "removed": 0}
    assert tables(tmp_path / "out") == tables(tmp_path / "one")
    extract(FakeEngine(), [raw], tmp_path / "out", jobs=jobs, fresh=True)
    assert tables(tmp_path / "out") == tables(tmp_path / "one")


def test_fresh_reads_everything(raw: Path, out: Path) -> None:
    before = tables(out)
    assert read_by(raw, out, fresh=True) == ["a", "b", "c", "d", "e"]
    assert tables(out) == before


def test_what_failed_by_its_limits_is_tried_again_but_not_what_failed_by_its_content(tmp_path: Path) -> None:
    raw, out = fill(tmp_path / "raw", a="slow", b="die", c="fail", d="企业1家"), tmp_path / "out"
    for name in ("a", "b"):
        (raw / f"{name}.txt").rename(raw / f"{name}.pdf")
    limits = Limits(0.5, 100)
    extract(FakeEngine(), [raw], out, limits=limits)
    assert planned(raw, out).plan.read == {"a": plan.AGAIN}


def test_a_log_that_cannot_be_read_is_tried_again(raw: Path, out: Path) -> None:
    (raw / log.NAME).mkdir()
    assert set(planned(raw, out).plan.read.values()) == {plan.UNKNOWN}


# --- the program and its rules ----------------------------------------------------------------


def test_another_version_of_a_library_reads_everything(
    raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_version", lambda name: "99" if name == "jieba" else "1")
    assert set(planned(raw, out).plan.read.values()) == {plan.PROGRAM}


def test_other_code_reads_everything_and_another_summary_only_writes(
    raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = keys.rulefiles.digest_of

    def changed(room: str) -> Callable[..., str]:
        return lambda folder, paths: of(folder, [p for p in paths if room not in p.relative_to(folder).parts])

    monkeypatch.setattr(keys.rulefiles, "digest_of", changed("chart"))
    assert planned(raw, out).is_idle
    monkeypatch.setattr(keys.rulefiles, "digest_of", changed("summary"))
    told = planned(raw, out)
    assert (dict(told.plan.read), told.unmade) == ({}, ("summary.html",))
    monkeypatch.setattr(keys.rulefiles, "digest_of", changed("figures"))
    assert set(planned(raw, out).plan.read.values()) == {plan.PROGRAM}


class Ruled(Watched):
    """With rules of the user."""

    def __init__(self, rules: Path) -> None:
        super().__init__()
        self.rulebook = load(rules)


def test_a_rule_that_changes_reads_everything_and_a_comment_nothing(raw: Path, out: Path) -> None:
    rules = raw.with_name("rules")
    rules.mkdir()
    file = rules / "units.yaml"
    entry = "basket:\n  written: [筐]\n  dimension: mass\n  base: kg\n  factor: {}\n  examples: [草莓3筐。]\n"

    def read() -> list[str]:
        engine = Ruled(rules)
        found = inputs.collect([raw], out).inputs
        with runner.planned(runner.Asked(lambda: engine, found, out, [rules], jobs=1)) as told:
            runner.run(told)
        return engine.read

    everything = ["a", "b", "c", "d", "e"]
    file.write_text(entry.format(10), "utf-8")
    assert read() == everything
    file.write_text("# 一筐十公斤\n" + entry.format(10), "utf-8")
    assert read() == []
    assert planned(raw, out, rules=[rules]).is_idle
    file.write_text(entry.format(20), "utf-8")
    assert read() == everything


def imported(module: str) -> set[str]:
    """The modules of the package that one imports, at its head or anywhere in it."""
    path = ROOT / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not file.is_file():
        return set()
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    parents = {name.rsplit(".", depth)[0] for name in found for depth in range(1, name.count("."))}
    return {name for name in found | parents if name.startswith("pipeline.")}


def test_no_room_that_is_left_out_of_the_digest_has_a_part_in_reading() -> None:
    seen, ahead = set[str](), {"pipeline.engine", "pipeline.reading", "pipeline.dataset.files"}
    while ahead:
        seen |= ahead
        ahead = set[str]().union(*map(imported, ahead)) - seen
    rooms = {name.split(".")[1] for name in seen}
    assert {"figures", "layout", "readers", "across", "checks", "sidecar", "strictyaml"} <= rooms
    assert not rooms & (keys.AFTER | keys.TELLING)


def test_the_names_in_the_list_of_rooms_are_rooms() -> None:
    there = {path.stem for path in (ROOT / "pipeline").iterdir()}
    assert there >= keys.AFTER | keys.TELLING


def test_what_is_looked_for_is_what_can_be_read() -> None:
    assert set(readers.READERS) | {".rtf"} == inputs.SUFFIXES
    assert set(readers.scan.SUFFIXES) == inputs.PICTURES


# --- a dataset that is not as it was ----------------------------------------------------------


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("figures.csv", "企业13家，第4页", "企业31家，第4页"),
        ("figures.csv", "\nb:", "\nbb:"),
        ("numerals.csv", "b,7,8,4,unexplained", "b,7,8,4,name"),
        ("documents.csv", "b,b.txt", "b,c.txt"),
        ("text/b.txt", "企业", "事业"),
        ("findings.csv", "state\n", "state\nb:x:0,x,info,b,,x,open\n"),
        ("run.json", '"b.txt"', '"x.txt"'),
    ],
)
def test_a_document_whose_rows_were_edited_is_read_again(
    raw: Path, out: Path, name: str, old: str, new: str
) -> None:
    before = tables(out)
    replaced(out / name, old, new)
    assert read_by(raw, out) == ["b"]
    assert tables(out) == before


def test_a_table_with_another_header_is_made_anew(raw: Path, out: Path) -> None:
    before = tables(out)
    replaced(out / "numerals.csv", "quote", "text")
    extract(FakeEngine(), [raw], out)
    assert tables(out) == before


@pytest.mark.parametrize("name", ["figures.parquet", "summary.html", "datapackage.json", "text/zz.txt"])
@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_is_made_of_the_tables_is_made_again_without_reading(
    raw: Path, out: Path, name: str, gone: bool
) -> None:
    if name == "datapackage.json" and gone:
        pytest.skip("without it the folder is no dataset")
    before = tables(out)
    (out / name).write_bytes(b"?")
    if gone:
        (out / name).unlink()
    assert read_by(raw, out) == []
    assert tables(out) == before


def test_rows_of_no_document_go(raw: Path, out: Path) -> None:
    before = tables(out)
    with (out / "figures.csv").open("a", encoding="utf-8") as file:
        file.write("zz:1,x\n")
    assert read_by(raw, out) == []
    assert tables(out) == before


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"inputs": 3}', '{"inputs": [3, {}], "program": 4}'])
def test_a_record_that_says_nothing_is_no_reason_to_fail(raw: Path, out: Path, told: str) -> None:
    before = tables(out)
    (out / "run.json").write_text(told)
    assert read_by(raw, out) == ["a", "b", "c", "d", "e"]
    assert tables(out) == before


def test_a_check_is_no_change_and_goes_with_the_tables_it_was_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    engine, book, out = golden_cases.engine(), golden_cases.engine().rulebook, tmp_path / "out"
    monkeypatch.setattr(common, "engine", lambda rules: engine)
    raw = fill(tmp_path / "raw", **{"suzhou-2022": FIRST, "suzhou-2023": SECOND})
    for year in (2022, 2023):
        (raw / f"suzhou-{year}.yaml").write_text(f"region: 江苏省苏州市\nyear: {year}\n", "utf-8")
    extract(engine, [raw], out)
    revise.apply(out, lambda row: (), book)
    checked = whole(out)
    assert "targets.csv" in checked
    assert extract(engine, [raw], out)["work"]["read"] == 0
    assert whole(out) == checked
    (raw / "suzhou-2023.txt").write_text(SECOND + "\n新增企业12家。\n", "utf-8")
    cli.main(["extract", str(raw), "-o", str(out)])
    said = capsys.readouterr()
    assert "(1 unchanged, 1 read)" in said.out
    assert "targets.csv was made of the old tables" in said.err
    extract(engine, [raw], tmp_path / "other")
    assert tables(out) == tables(tmp_path / "other")


# --- stopped, and two at once -----------------------------------------------------------------

RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from fake_engine import FakeEngine, extract
print(extract(FakeEngine(), [Path("raw")], Path("out"), int(sys.argv[2]))["work"])
"""


def started(folder: Path, jobs: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RUN, str(Path(__file__).parent), str(jobs)]
    return subprocess.Popen(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def journal(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in folder.glob(f".out.new-*/{JOURNAL}"))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("torn", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path, jobs: int, torn: bool, first: bool) -> None:
    raw = fill(tmp_path / "raw", a="企业1家", b="企业2家", c="企业3家", d="slow", e="企业5家")
    out = tmp_path / "out"
    if not first:  # an older dataset, of which one document is still right
        fill(raw, b="企业22家", d="企业4家")
        extract(FakeEngine(), [raw / "b.txt", raw / "c.txt"], out)
        fill(raw, b="企业2家", d="slow")
    with started(tmp_path, jobs) as process:
        wait_for(lambda: '"c"' in journal(tmp_path))
        process.kill()
    wait_for(lambda: bool(free(out)))
    if torn:  # the machine stopped while it was written
        for file in tmp_path.glob(".out.new-*/*"):
            if file.name in (JOURNAL, "figures.csv"):
                os.truncate(file, file.stat().st_size - 5)
    fill(raw, d="企业4家")
    engine = Watched()
    work = extract(engine, [raw], out, jobs=1)["work"]
    again = ["c"] if torn and first else []
    assert engine.read == [*again, "d", "e"]
    assert work["resumed"] + work["unchanged"] == 5 - len(engine.read)
    assert work["resumed"] >= 2 - len(again)
    assert is_as_fresh(raw, out)
    assert not list(tmp_path.glob(".out.*"))
    assert not (out / JOURNAL).exists()


def free(out: Path) -> list[Path]:
    """What dead runs left; workers hold it a moment longer than their parent."""
    with left_behind(out) as found:
        return list(found)


def test_two_stops_one_after_the_other_lose_nothing(tmp_path: Path) -> None:
    raw = fill(tmp_path / "raw", **{name: f"企业{n}家" for n, name in enumerate("abcdef")})
    out = tmp_path / "out"
    reads = []
    for until in ("c.txt", "e.txt", ""):
        engine = Watched(until)
        try:
            extract(engine, [raw], out, jobs=1)
        except KeyboardInterrupt:
            assert not out.exists()
        reads.append(engine.read)
    assert reads == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert is_as_fresh(raw, out)
    assert not list(tmp_path.glob(".out.*"))


def test_what_changed_since_a_stop_is_read_anew(tmp_path: Path) -> None:
    raw, out = fill(tmp_path / "raw", a="企业1家", b="企业2家", c="企业3家"), tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        extract(Watched("c.txt"), [raw], out, jobs=1)
    fill(raw, a="企业9家")
    assert read_by(raw, out) == ["a", "c"]
    assert is_as_fresh(raw, out)


def test_a_check_between_stop_and_resumption_leaves_what_was_read(raw: Path, out: Path) -> None:
    fill(raw, a="企业1家", d="企业2家")
    with pytest.raises(KeyboardInterrupt):
        extract(Watched("d.txt"), [raw], out, jobs=1)
    revise.apply(out, lambda row: (), FakeEngine.rulebook)
    assert read_by(raw, out) == ["d"]
    assert is_as_fresh(raw, out)


def test_fresh_takes_nothing_from_a_stopped_run_and_clears_it(tmp_path: Path) -> None:
    raw, out = fill(tmp_path / "raw", a="企业1家", b="企业2家"), tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        extract(Watched("b.txt"), [raw], out, jobs=1)
    assert read_by(raw, out, fresh=True) == ["a", "b"]
    assert not list(tmp_path.glob(".out.*"))


@pytest.mark.parametrize("jobs", [1, 2])
def test_two_runs_at_once_do_not_harm_each_other(tmp_path: Path, jobs: int) -> None:
    raw, out = fill(tmp_path / "raw", a="企业1家", b="企业2家", c="slow", d="企业4家"), tmp_path / "out"
    with started(tmp_path, jobs) as process:
        wait_for(lambda: '"b"' in journal(tmp_path))
        fill(raw, c="企业3家")
        engine = Watched()
        work = extract(engine, [raw], out, jobs=1)["work"]
        assert work == {"read": 4, "unchanged": 0, "resumed": 0, "removed": 0}  # the other one is alive
        assert process.poll() is None
        assert list(tmp_path.glob(".out.new-*"))
        process.kill()
    assert is_as_fresh(raw, out)


def test_a_dataset_that_another_run_replaces_meanwhile_is_read_anew(raw: Path, out: Path) -> None:
    fill(raw, d="企业15家")
    engine = Watched()
    found = inputs.collect([raw], out).inputs
    with runner.planned(runner.Asked(lambda: engine, found, out, jobs=1)) as told:
        extract(FakeEngine(), [raw / "d.txt"], out)
        runner.run(told)
    assert engine.read == ["a", "b", "c", "d", "e"]
    assert is_as_fresh(raw, out)


# --- the command ------------------------------------------------------------------------------


def test_a_dry_run_says_why_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(common, "engine", lambda rules: FakeEngine())
    monkeypatch.chdir(tmp_path)
    raw = fill(tmp_path / "raw", a="企业12家", b="企业13家", c="企业14家")

    def said(*more: str) -> str:
        assert cli.main(["extract", "raw", "-o", "out", *more]) == 0
        return capsys.readouterr().out

    assert said("--dry-run") == "read, for it is new: a, b, c\nleave unchanged: 0 documents\n"
    assert not Path("out").exists()
    assert "documents: 3 done; figures" in said()
    assert said("--dry-run") == "nothing would change\n"
    assert "documents: 3 done (nothing changed); figures" in said()
    content(raw)
    (raw / "c.txt").unlink()
    before = whole(tmp_path)
    lines = said("--dry-run").splitlines()
    assert lines == [
        "read, for its content has changed: b",
        "remove, for its file is no longer given: c",
        "leave unchanged: 1 documents",
    ]
    told = json.loads(said("--dry-run", "--json"))
    assert told == {
        "read": {"b": plan.CONTENT}, "unchanged": ["a"], "resumed": [], "removed": ["c"], "renewed": [],
    }  # fmt: skip
    assert whole(tmp_path) == before
    assert "documents: 2 done (1 unchanged, 1 read, 1 removed); figures" in said()
    assert "(nothing changed)" not in said("--fresh")


def test_a_run_with_nothing_to_do_loads_nothing_heavy(raw: Path, out: Path) -> None:
    code = (
        "import sys; from pipeline.cli import main\n"
        f"main(['extract', {str(raw)!r}, '-o', {str(out)!r}]); print({HEAVY} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "(nothing changed)" in done.stdout
    assert done.stdout.splitlines()[-1] == "set()"
