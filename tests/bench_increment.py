"""Section 6 of `make bench`: a run over what is unchanged against the first run over all of it."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

GOAL = 0.03  # of the first run's CPU time, where nothing changed
RUNS = 3  # of those that are short


def measure(paths: Sequence[Path]) -> dict[str, Any]:
    """CPU and wall seconds of `baoshu extract` over copies of `paths`, in one process; what it read."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        raw = folder / "raw"
        raw.mkdir()
        copies = [Path(shutil.copyfile(path, raw / path.name)) for path in paths]
        first = _run(folder)
        same = _median([_run(folder) for _ in range(RUNS)])
        changed = _median([_changed(folder, copies[len(copies) // 2]) for _ in range(RUNS)])
    return {"documents": len(copies), "goal": GOAL, "first": first, "unchanged": same, "one_changed": changed}


def _changed(folder: Path, file: Path) -> dict[str, Any]:
    """A run after a sentence was added to a file."""
    with file.open("a", encoding="utf-8") as text:
        text.write("\n新增企业12家。\n")
    return _run(folder)


def _run(folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "pipeline.cli", "extract", "raw", "-o", "out", "--jobs", "1", "--json"]
    before, started = _cpu(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    wall, cpu = time.perf_counter() - started, _cpu() - before
    return {"cpu": cpu, "wall": wall, "read": json.loads(done.stdout)["work"]["read"]}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    return sorted(runs, key=lambda run: float(run["cpu"]))[len(runs) // 2]


def show(found: dict[str, Any]) -> None:
    """Print the section."""
    first, same, changed = found["first"], found["unchanged"], found["one_changed"]
    goal = f"goal: nothing changed < {GOAL:.0%} of the first run"
    print(f"\n8. `baoshu extract` again, {found['documents']} documents    {goal}")
    print("                          CPU s   wall s    read    of the first run's CPU")
    rows = [
        ("first run", first, ""),
        ("nothing changed", same, _mark(same["cpu"] < GOAL * first["cpu"] and same["read"] == 0)),
        ("one file changed", changed, _mark(changed["read"] == 1)),
    ]
    for name, run, mark in rows:
        told = f"{run['cpu']:>8.2f} {run['wall']:>8.2f} {run['read']:>7}"
        print(f"   {name:<19} {told} {run['cpu'] / first['cpu']:>10.2%} {mark}")


def _mark(well: bool) -> str:
    return "✓" if well else "✗"
