"""Files that hang, crash or explode: each a row with its reason, and the others are done all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_engine import HARM, FakeEngine, extract
from test_dataset import whole
from test_runner import fill, wait_for

from pipeline import cli, isolation
from pipeline.cli import common
from pipeline.dataset.frames import read_rows
from pipeline.isolation import Limits, Lost, Work

pytestmark = pytest.mark.skipif(not isolation.forks(), reason="this system has no fork, so no isolation")
SHORT = Limits(seconds=1, megabytes=100)
bounds_memory = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="this system does not bound a process's private memory"
)


def reports(folder: Path, **texts: str) -> Path:
    """A folder of texts that are called PDFs, so that they are read apart."""
    fill(folder, **texts)
    for name in texts:
        (folder / f"{name}.txt").rename(folder / f"{name}.pdf")
    return folder


def states(folder: Path, jobs: int = 0, limits: Limits = SHORT) -> dict[str, str]:
    """document_id -> the message, or its state where it has none; the dataset is beside the folder."""
    out = folder.parent / "out"
    extract(FakeEngine(), [folder], out, jobs, limits, fresh=True)
    return {row[0]: row[-1] or row[-2] for row in read_rows(out, "documents")}


REASONS = {
    "slow": "it took more than 1 s; allow more with --timeout, or split the file.",
    "stuck": "it took more than 1 s; allow more with --timeout, or split the file.",
    "die": "its reader ended without a word (exit code 1); open the file and save it anew.",
    "abort": "its reader crashed (SIGABRT); open the file and save it anew.",
    "wild": "its reader crashed (SIGSEGV); open the file and save it anew.",
    "leave": "its reader ended without a word (exit code 1); open the file and save it anew.",
    "killed": "the system ended the process that read it, maybe for want of memory; try --jobs 1.",
    "dig": "its content is nested too deeply; open the file and save it anew.",
}
HUNGRY = "it took more than 100 MB of memory; allow more with --memory, or split it."


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_does_harm_is_a_row_and_the_others_are_done(tmp_path: Path, jobs: int) -> None:
    folder = reports(tmp_path / "raw", a="企业12家", **{word: word for word in REASONS}, z="企业13家")
    wanted = {word: f"{word}.pdf: {reason}" for word, reason in REASONS.items()}
    assert states(folder, jobs) == {"a": "done", **wanted, "z": "done"}


@bounds_memory
@pytest.mark.parametrize("word", ["eat", "quiet"])
def test_a_file_that_explodes_is_a_row_even_if_its_reader_takes_that_for_damage(
    tmp_path: Path, word: str
) -> None:
    folder = reports(tmp_path / "raw", a="企业12家", b=word, c="企业13家")
    assert states(folder, 1, Limits(60, 100)) == {"a": "done", "b": f"b.pdf: {HUNGRY}", "c": "done"}


def test_the_time_counts_from_the_start_of_a_file_and_not_of_the_run(tmp_path: Path) -> None:
    folder = reports(tmp_path / "raw", a="slow", b="slow", c="slow", d="企业12家")
    started = time.monotonic()
    found = states(folder, 1, Limits(seconds=0.4))
    assert [name for name, state in found.items() if state == "done"] == ["d"]
    assert 1.2 <= time.monotonic() - started < 5


def test_plain_text_has_no_limits_whatever_the_number_of_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HARM, "slow", lambda: time.sleep(0.5))
    folder = fill(reports(tmp_path / "raw", b="企业12家"), a="slow 1", c="2")
    for jobs in (1, 2):
        assert states(folder, jobs, Limits(seconds=0.2)) == {"a": "done", "b": "done", "c": "done"}


def test_the_dataset_is_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    texts = {f"d{n:02}": f"企业{n}家，第{n}页" for n in range(12)}
    folder = reports(tmp_path / "raw", **texts, d03x="die", d07x="abort", d09x="crash", d11x="eat")
    fill(folder, d05y="企业7家", d06y="fail")
    made = []
    for jobs in (1, 2, 5):
        states(folder, jobs, Limits(60, 100))
        made.append(whole(tmp_path / "out") | {"run.json": b""})
    assert made[0] == made[1] == made[2]


def test_a_program_that_a_reader_started_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    states(reports(tmp_path / "raw", a="program"))
    wait_for(lambda: not runs(int(Path("program").read_text())))


def runs(pid: int) -> bool:
    """Whether there is such a process, and it is no mere entry for one that ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from fake_engine import FakeEngine, extract
extract(FakeEngine(), [Path("raw")], Path("out"))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_stopped_from_outside_leaves_no_process(tmp_path: Path, how: signal.Signals) -> None:
    reports(tmp_path / "raw", a="program")
    command = [sys.executable, "-c", RUN, str(Path(__file__).parent)]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: (tmp_path / "program").exists() and bool((tmp_path / "program").read_text()))
        process.send_signal(how)
        assert process.wait(10) != 0
    wait_for(lambda: not runs(int((tmp_path / "program").read_text())))
    assert [path.name for path in tmp_path.iterdir() if path.name == "out"] == []


# --- the crew itself --------------------------------------------------------------------------


def done(do: Callable[[int], object], tasks: int, jobs: int, limits: Limits | None = SHORT) -> list[object]:
    """The results, or why there is none."""
    work = Work(do, range(tasks), lambda task: limits, lambda task, lost: lost)
    return list(isolation.results(work, jobs))


def test_results_come_in_the_order_of_the_tasks() -> None:
    def late(task: int) -> int:
        time.sleep(0.05 * (task % 3))
        return task

    assert done(late, 12, 3) == list(range(12))
    assert done(late, 0, 3) == []


def test_a_result_that_is_too_large_for_the_parent_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "MOST_BYTES", 1000)
    assert done(lambda task: "." * task * 600, 3, 2) == ["", "." * 600, Lost("size")]
    assert done(lambda task: "." * task * 600, 3, 2, limits=None)[-1] == "." * 1200


def test_a_worker_works_on_and_is_replaced_when_too_much_is_left_in_it() -> None:
    kept: list[bytes] = []

    def pile(task: int) -> int:
        kept.append(bytes([1]) * (100 << 20) if task == 1 else b"")
        return os.getpid()

    first, second, third = done(pile, 3, 1)
    assert first == second
    assert (third == first) != Path("/proc/self/statm").exists()


def test_the_limits_are_those_of_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    monkeypatch.setattr(
        "pipeline.runner.run", lambda planned, watch: given.append(planned.asked.limits) or 1 / 0
    )
    monkeypatch.setattr(
        common, "engine", lambda rules: type("Engine", (), {"rulebook": type("", (), {"digest": ""})})
    )
    command = ["extract", str(reports(tmp_path, a="1")), "-o", str(tmp_path / "out")]
    for more in ([], ["--timeout", "7", "--memory", "300"]):
        with pytest.raises(ZeroDivisionError):
            cli.main([*command, *more])
    assert given == [Limits(), Limits(7, 300)]
