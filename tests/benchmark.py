"""Accuracy, and what a change did to real reports: `make benchmark`.

1. Scores of the annotated reports.  2. What the working tree gained, lost and changed on a sample of
the corpus against the last commit.  3. Signals that need no annotation.

    benchmark.py --errors ID      the errors of one report as sentences (not of those held out)
    benchmark.py --base REV       against another commit than HEAD
    benchmark.py --sample 0       on the whole corpus

Both trees run side by side, each in a process of its own with its own package on the path.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import json
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
#: measured only: their errors are never read, so that they tell what the rules are worth elsewhere
HELD_OUT = frozenset({"futian-2022", "xinyang-communique-2025", "yixian-2022"})
GOAL_F1, GOAL_READ, GOAL_HELD_OUT = 0.985, 0.95, 0.90
SCORED = ("value", "unit", "bound", "measure", "status", "period", "indicator", "section")
COMPARED = (
    "indicator_text", "measure", "period", "status", "value", "value_max", "bound", "unit", "basis",
    "indicator_code", "normalized_value", "normalized_unit", "section", "parent_start", "char_end",
)  # fmt: skip
LONG = 28  # characters; a longer indicator has most likely swallowed its neighbours
USAGE = 4

Figure = dict[str, str]
Example = tuple[str, int, int, str]  # document, start, end, what to say


class Report(NamedTuple):
    """What one tree read in one document."""

    text: str = ""
    figures: tuple[Figure, ...] = ()
    ledger: tuple[Figure, ...] = ()
    error: str = ""


Reports = Mapping[str, Report]


class Unavailable(Exception):
    """A tree cannot be run.  The message is one sentence."""


# --- one tree, in its own process -------------------------------------------------------------


def dump(paths: Iterable[str], out: str) -> None:
    """Write a JSON line a document with all that the package on the path finds in it."""
    package = importlib.import_module("pipeline.extract")
    if not Path(str(package.__file__)).is_relative_to(Path.cwd()):
        raise ModuleNotFoundError("No module named 'pipeline.extract' in this tree")
    read_file = importlib.import_module("pipeline.readers").read_file
    engine = package.Engine()
    by_file = getattr(engine, "extract_file", None)
    with Path(out).open("w", encoding="utf-8") as lines:
        for path in map(Path, paths):
            found = _read(by_file or (lambda p, name: engine.extract_source(read_file(p), name)), path)
            lines.write(json.dumps([path.stem, found], ensure_ascii=False) + "\n")


def _read(extract: Callable[[Path, str], Any], path: Path) -> Report:
    try:
        found = extract(path, path.name)
    except Exception as error:  # of any tree, however old: it is counted and shown
        return Report(error=f"{type(error).__name__}: {error}")
    return Report(found.document.source.text, _plain(found.figures), _plain(found.ledger))


def _plain(rows: Iterable[Any]) -> tuple[Figure, ...]:
    return tuple({k: "" if v is None else f"{v}" for k, v in row._asdict().items()} for row in rows)


def run_trees(trees: Mapping[str, Path], paths: Sequence[Path]) -> dict[str, Reports | Unavailable]:
    """Name -> what its tree read; all trees at once."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        running = {name: _started(tree, Path(folder, name), paths) for name, tree in trees.items()}
        return {name: _ended(process, Path(folder, name)) for name, process in running.items()}


def _started(tree: Path, out: Path, paths: Sequence[Path]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, __file__, "--dump", str(out)],
        stdin=subprocess.PIPE,
        stderr=out.with_suffix(".err").open("w", encoding="utf-8"),
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONIOENCODING": "utf-8"},
        text=True,
        encoding="utf-8",
    )
    assert process.stdin
    process.stdin.write("\n".join(map(str, paths)))
    process.stdin.close()
    return process


def _ended(process: subprocess.Popen[str], out: Path) -> Reports | Unavailable:
    if process.wait():
        said = out.with_suffix(".err").read_text(encoding="utf-8").strip().splitlines()
        return Unavailable(said[-1] if said else f"it ended with code {process.returncode}")
    with out.open(encoding="utf-8") as lines:
        return {name: Report(*found) for name, found in map(json.loads, lines)}


def base_tree(revision: str, folder: Path) -> str:
    """Unpack a commit into a folder; gives its short name.  Nothing in the checkout changes."""
    try:
        name = _git("rev-parse", "--short", f"{revision}^{{commit}}").decode().strip()
        archive = _git("archive", "--format=tar", name)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unavailable(f"git knows no commit {revision} here") from error
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return name


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True).stdout


# --- 1. annotated reports ---------------------------------------------------------------------


def scorer(folder: Path) -> Any:
    """The module score.py beside the annotated reports."""
    path = folder.parent / "score.py"
    spec = importlib.util.spec_from_file_location("score", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        raise Unavailable(f"{path} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotated(folder: Path) -> list[Path]:
    """The texts that have an annotation beside them."""
    return [path for path in sorted(folder.glob("*.txt")) if path.with_suffix(".tsv").is_file()]


def scored(score: Any, path: Path, report: Report) -> tuple[dict[str, Any], list[Any]]:
    """(result, errors) of score.py; "has_section" tells whether the annotation names sections."""
    gold = score.read(path.with_suffix(".tsv"), "\t")
    result, errors = score.score(score.anchor(gold, report.text), report.figures)
    return {**result, "has_section": any(row.get("section") for row in gold)}, errors


def print_scores(score: Any, paths: Sequence[Path], now: Reports, base: Reports) -> None:
    print("1. Annotated reports (* held out: measured, their errors never read)")
    print(f"   {'report':<27} gold missed false     f1    perfect   (was)  " + " ".join(SCORED))
    results = {path.stem: scored(score, path, now[path.stem])[0] for path in paths}
    before = {
        path.stem: scored(score, path, base[path.stem])[0]["perfect_f1"] for path in paths if path.stem in base
    }
    for name, result in results.items():
        print(_score_line(name, result, before.get(name)))
    for title, kept, goal in (("read", False, GOAL_READ), ("held out *", True, GOAL_HELD_OUT)):
        names = [name for name in results if (name in HELD_OUT) == kept]
        if names:
            print(_mean_line(f"mean of {len(names)} {title}", [results[n] for n in names], goal))
            print(f"{'':>59}({mean(before[n] for n in names):.3f})" if before.keys() >= set(names) else "", end="")
    for name in results:
        if now[name].error:
            print(f"   {name}: {now[name].error}")


def _score_line(name: str, result: Mapping[str, Any], before: float | None) -> str:
    starred = name + " *" * (name in HELD_OUT)
    fields = [
        f"{result['fields'][field]:>{len(field)}.3f}"[-max(5, len(field)) :]
        if field != "section" or result["has_section"]
        else f"{'-':>{len(field)}}"
        for field in SCORED
    ]
    return f"{starred}{fields}{before}"


if __name__ == "__main__":
    sys.exit(0)
