"""Which documents are read, under which names, and that one of them never harms the others."""

from __future__ import annotations

import hashlib
import json
import os
import signal as signals
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_engine import FakeEngine, extract
from test_dataset import whole

from pipeline.dataset.folder import _is_alive
from pipeline.dataset.frames import read_rows
from pipeline.inputs import Input, NothingToDo, collect
from pipeline.isolation import CannotStart
from pipeline.reading import read_part

OUT = Path("no-dataset-here")


def fill(folder: Path, **texts: str) -> Path:
    """A folder of reports; `a__b` becomes a/b.txt."""
    for name, text in texts.items():
        path = folder / (name.replace("__", "/") + ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def ids(paths: list[Path], target: Path = OUT) -> dict[str, str]:
    """document_id -> file of what is found."""
    return {given.document_id: given.file for given in collect(paths, target).inputs}


# --- finding ----------------------------------------------------------------------------------


def test_folders_are_searched_and_what_is_no_report_is_counted(tmp_path: Path) -> None:
    fill(tmp_path, b="1", sub__a="2", **{".hidden__c": "3", ".d": "4", "~$e": "5"})
    for name in ("b.yaml", "picture.png", "notes.md", "sub/B.TXT", "old.doc"):
        (tmp_path / name).touch()
    found = collect([tmp_path], OUT)
    assert {given.file for given in found.inputs} == {
        "b.txt", "sub/a.txt", "sub/B.TXT", "old.doc", "picture.png",
    }  # fmt: skip
    assert (found.ignored, found.problems) == (1, ())


def test_the_pictures_of_a_saved_page_are_no_reports(tmp_path: Path) -> None:
    for name in ("a.html", "a_files/logo.png", "a_files/b.txt", "c_files/poster.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = collect([tmp_path], OUT)
    assert {given.file for given in found.inputs} == {"a.html", "a_files/b.txt", "c_files/poster.png"}
    assert found.ignored == 1


def test_a_file_given_by_name_may_be_called_anything(tmp_path: Path) -> None:
    (tmp_path / "报告 终稿").touch()
    assert ids([tmp_path / "报告 终稿"]) == {"报告_终稿": "报告 终稿"}


def test_the_inputs_are_sorted_by_id_whatever_the_order_given(tmp_path: Path) -> None:
    fill(tmp_path, b="1", a="2", c__a2="3")
    paths = [tmp_path / "c", tmp_path / "b.txt", tmp_path / "a.txt"]
    assert collect(paths, OUT).inputs == collect(paths[::-1], OUT).inputs
    assert list(ids(paths)) == ["a", "a2", "b"]


def test_what_is_given_twice_is_read_once(tmp_path: Path) -> None:
    fill(tmp_path, a="1")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert len(collect([tmp_path, tmp_path / "a.txt", tmp_path], OUT).inputs) == 1


def test_one_name_in_two_folders_takes_the_folder_in(tmp_path: Path) -> None:
    fill(tmp_path, y2022__report="1", y2023__report="2", y2023__other="3")
    assert list(ids([tmp_path])) == ["other", "y2022-report", "y2023-report"]


def test_two_formats_of_one_name_take_the_suffix_in(tmp_path: Path) -> None:
    folder = fill(tmp_path / "raw", report="1")
    (folder / "report.html").touch()
    assert ids([folder]) == {"raw-report-html": "report.html", "raw-report-txt": "report.txt"}


def test_names_that_stay_the_same_are_numbered(tmp_path: Path) -> None:
    fill(tmp_path, **{"a b": "1", "a:b": "2", "A_b": "3"})
    found = list(ids([tmp_path]))
    assert len({name.casefold() for name in found}) == 3
    assert all(not set(name) & set(" :/") for name in found)


def test_a_dataset_is_no_input(tmp_path: Path) -> None:
    fill(tmp_path, a="1", out__text__a="1", other__text__b="1")
    for name in ("datapackage.json", "figures.csv", "documents.csv"):
        (tmp_path / "other" / name).touch()
    assert ids([tmp_path], tmp_path / "out") == {"a": "a.txt"}
    with pytest.raises(NothingToDo):
        collect([tmp_path / "out"], tmp_path / "out")


def test_a_name_that_is_not_utf8_is_written_all_the_same(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xb1\xa8\xb8\xe6.txt")
    (tmp_path / name).touch()
    assert ids([tmp_path]) == {"document": "????.txt"}


def test_paths_without_a_report_are_named(tmp_path: Path) -> None:
    fill(tmp_path, a="1")
    (tmp_path / "empty").mkdir()
    found = collect([tmp_path / "none.txt", tmp_path / "empty", tmp_path / "a.txt"], OUT)
    assert [given.document_id for given in found.inputs] == ["a"]
    assert "none.txt: there is no such file or folder" in found.problems[0]
    assert "empty: no report in this folder" in found.problems[1]


def test_a_closed_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, a="1", closed__b="2")
    scan = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = collect([tmp_path], OUT)
    assert [given.file for given in found.inputs] == ["a.txt"]
    assert "closed: cannot be opened (Permission denied)" in found.problems[0]


def test_nothing_at_all_raises(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(NothingToDo, match="no ordinary file"):
        collect([tmp_path / "pipe.txt"], OUT)
    with pytest.raises(NothingToDo, match="no report in this folder"):
        collect([tmp_path], OUT)


# --- running ----------------------------------------------------------------------------------


def extracted(folder: Path, out: Path, jobs: int = 0) -> dict[str, object]:
    """Run over a folder with the fake engine; gives the record."""
    return extract(FakeEngine(), [folder], out, jobs)


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    folder = fill(tmp_path / "raw", a="企业12家", b="fail", c="crash", d=" \n", e="3家，第4页")
    record = extracted(folder, tmp_path / "out")
    rows = {row[0]: (row[-2], row[-1]) for row in read_rows(tmp_path / "out", "documents")}
    assert {name: state for name, (state, _) in rows.items()} == {
        "a": "done", "b": "failed", "c": "failed", "d": "empty", "e": "done",
    }  # fmt: skip
    assert rows["b"][1] == "b.txt: cannot be read; give another file."
    assert "c.txt: a fault of baoshu (KeyError in fake_engine.py:" in rows["c"][1]
    assert record["documents"] == {"done": 2, "failed": 2, "empty": 1}
    assert (record["figures"], record["numerals"], record["unexplained"]) == (2, 3, 1)
    assert sorted(path.name for path in (tmp_path / "out/text").iterdir()) == ["a.txt", "e.txt"]


def test_the_record_is_run_json_and_accounts_for_every_number(tmp_path: Path) -> None:
    folder = fill(tmp_path / "raw", a="企业12家，第4页", b="fail")
    record = extracted(folder, tmp_path / "out")
    assert json.loads((tmp_path / "out/run.json").read_text("utf-8")) == record
    assert record["roles"] == {"figure": 1, "unexplained": 1}
    assert (record["schema_version"], record["rules"]) == (2, FakeEngine.rulebook.digest)
    inputs = record["inputs"]
    assert isinstance(inputs, list)
    assert [given["sha256"] for given in inputs] == [
        hashlib.sha256((folder / f"{name}.txt").read_bytes()).hexdigest() for name in "ab"
    ]


def test_no_path_and_no_time_stands_in_the_dataset_but_in_run_json(tmp_path: Path) -> None:
    folder = fill(tmp_path / "raw", a="企业12家", b="fail", c="crash")
    extracted(folder, tmp_path / "out")
    for name, content in whole(tmp_path / "out").items():
        assert str(tmp_path).encode() not in content, name
        assert name == "run.json" or time.strftime("%Y-%m-%d").encode() not in content, name


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_the_tables_do_not_depend_on_the_number_of_workers(tmp_path: Path, jobs: int) -> None:
    texts = {f"d{n:02}": f"企业{n}家，第{n}页" for n in range(20)}
    folder = fill(tmp_path / "raw", **texts, x="fail", y="crash", z="die 1")
    (folder / "z.txt").rename(folder / "z.pdf")
    extracted(folder, tmp_path / "one", jobs=1)
    extracted(folder, tmp_path / "out", jobs=jobs)
    one, many = whole(tmp_path / "one"), whole(tmp_path / "out")
    assert {**one, "run.json": b""} == {**many, "run.json": b""}


def test_a_system_without_another_process_leaves_the_old_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill(tmp_path / "raw", a="企业12家", b="企业13家")
    extracted(folder, tmp_path / "out")
    old = whole(tmp_path / "out")

    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    with pytest.raises(CannotStart, match=r"temporarily unavailable.*--jobs 1"):
        extract(FakeEngine(), [folder], tmp_path / "out", jobs=2, fresh=True)
    assert whole(tmp_path / "out") == old


def test_a_removed_source_leaves_the_dataset(tmp_path: Path) -> None:
    folder = fill(tmp_path / "raw", a="企业12家", b="企业13家")
    extracted(folder, tmp_path / "out")
    (folder / "b.txt").unlink()
    extracted(folder, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out/text").iterdir()] == ["a.txt"]
    assert b"\nb" not in (tmp_path / "out/figures.csv").read_bytes()


RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from fake_engine import FakeEngine, extract
extract(FakeEngine(), [Path("raw")], Path("out"), int(sys.argv[2]))
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("signal", ["SIGKILL", "SIGINT"])
def test_a_run_stopped_from_outside_leaves_the_old_dataset(tmp_path: Path, jobs: str, signal: str) -> None:
    folder = fill(tmp_path / "raw", a="企业12家", b="企业13家")
    extracted(folder, tmp_path / "out")
    old = whole(tmp_path / "out")
    (folder / "b.txt").write_text("slow")
    command = [sys.executable, "-c", RUN, str(Path(__file__).parent), jobs]
    with subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        wait_for(lambda: bool(list(tmp_path.glob(".out.new-*/figures.csv"))))
        if signal == "SIGINT":  # a terminal sends it to all
            os.killpg(process.pid, signals.SIGINT)
        else:
            process.kill()
        assert process.wait(10) != 0
        wait_for(lambda: not alive(process.pid))
        wait_for(lambda: not any(map(_is_alive, tmp_path.glob(".out.new-*"))))  # workers hold it, too
    assert whole(tmp_path / "out") == old
    (folder / "b.txt").write_text("企业14家")
    extracted(folder, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "raw"]


def alive(group: int) -> bool:
    """Whether a process of the group runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(state: Callable[[], bool]) -> None:
    """Fail if it has not come after ten seconds."""
    end = time.monotonic() + 10
    while not state():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_input_that_vanished_is_a_row(tmp_path: Path) -> None:
    given = Input("a", "a.txt", tmp_path / "a.txt")
    row = read_part(FakeEngine(), given).document
    assert (row.state, row.sha256) == ("failed", "")
    assert row.message == "a.txt: cannot be read (No such file or directory); check its permissions."
