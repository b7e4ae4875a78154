"""How time and memory grow: a long document against the same reports one by one, and the peak of a process.

The reports are read into a dataset, each in a file of its own, and all of them in one file, in turns and
in CPU time; the median of the rounds counts.  Memory is the most that a fresh process has held at once
(Linux only).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from pipeline import runner
from pipeline.engine import Engine
from pipeline.inputs import collect
from pipeline.readers import UnreadableFile, read_file

GOAL_GROWTH = 1.15  # time of a long document, in that of its reports one by one
REPORTS = 50
ROUNDS = 3

#: run by a fresh interpreter with a dataset's folder and reports: the most MiB it held, step by step
PEAK = """
import json, sys
from pathlib import Path
steps = {}
def step(name):
    state = Path("/proc/self/status").read_text()  # ru_maxrss would count the process that began this one
    steps[name] = int(state.partition("VmHWM:")[2].split()[0]) / 1024
from pipeline import runner
from pipeline.engine import Engine
from pipeline.inputs import collect
engine = Engine()
engine.warm()
step("rules and dictionary")
out, *paths = map(Path, sys.argv[1:])
with runner.planned(runner.Asked(lambda: engine, collect(paths, out).inputs, out, jobs=1)) as planned:
    runner.run(planned)
step("all reports")
print(json.dumps(steps))
"""


def measure(engine: Engine, paths: Sequence[Path]) -> dict[str, Any]:
    """Growth over the first REPORTS of the texts, a single one repeated to as many; peaks over all."""
    texts = list(_texts(paths))[:REPORTS]
    texts = (texts * REPORTS)[:REPORTS]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        short = [Path(folder, f"report-{number}.txt") for number in range(len(texts))]
        for path, text in zip(short, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        long = Path(folder, "long.txt")
        long.write_text("\n".join(texts), encoding="utf-8")
        rounds = [(_cpu(engine, [long]), _cpu(engine, short)) for _ in range(ROUNDS)]
        return {
            "reports": len(texts),
            "characters": sum(map(len, texts)),
            "long_seconds": median(own for own, _ in rounds),
            "short_seconds": median(apart for _, apart in rounds),
            "growth": median(own / apart for own, apart in rounds),
            "peak": _peak(Path(folder, "all"), paths),
            "peak_long": _peak(Path(folder, "one"), [long]),
        }


def _texts(paths: Sequence[Path]) -> Iterator[str]:
    """The decoded texts; what cannot be read is left out."""
    for path in paths:
        try:
            yield read_file(path).text
        except UnreadableFile:
            continue


def _cpu(engine: Engine, paths: Sequence[Path]) -> float:
    """CPU seconds from files to a dataset."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        out = Path(folder, "extracted")
        asked = runner.Asked(lambda: engine, collect(paths, out).inputs, out, jobs=1)
        with runner.planned(asked) as planned:
            started = time.process_time()
            runner.run(planned)
            return time.process_time() - started


def _peak(out: Path, paths: Sequence[Path]) -> dict[str, float]:
    """Step -> MiB of a process of its own; empty where the system does not tell."""
    if not Path("/proc/self/status").is_file():
        return {}
    command = [sys.executable, "-c", PEAK, str(out), *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def show(found: dict[str, Any]) -> None:
    """Growth and peaks, in two lines and a row each."""
    well = "✓" if found["growth"] <= GOAL_GROWTH else "✗"
    print(f"\n6. Growth, CPU seconds    goal: one long file <= {GOAL_GROWTH}x its {found['reports']} reports")
    print(f"   {found['characters']:,} characters: {found['long_seconds']:.2f} s in one file, "
          f"{found['short_seconds']:.2f} s one by one: {found['growth']:.2f}x {well}")  # fmt: skip
    print("\n7. Memory, the most MiB a process held")
    for name, peaks in (("one by one", found["peak"]), ("one file", found["peak_long"])):
        print(f"   {name:<12}" + "".join(f"   {step} {size:,.0f}" for step, size in peaks.items()))
