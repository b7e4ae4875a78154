"""Speed, measured in one run on this machine: `make bench`.

1. End to end (file read, figures found, rows on disk) against `jieba.lcut` of the same whole texts, and
the same with rjieba in jieba's place, and once more compiled, where `make fast` has been made (alone:
`--only text`).
2. Start-up of `baoshu --help`.  3. A cold process up to its first report.  4. Where the time goes.
5. PDF pages against bare pdfplumber (bench_pages.py).  6. A long document against its reports one by
one.  7. Memory (bench_growth.py).  8. A second run over what is unchanged, against the first over all
of it (bench_increment.py; alone: `--only increment`).  9. Other tools, how fast and how many figures
right (bench_peers.py, runs alone; those that are not installed are named).

Machines are noisy and differ, so only ratios are judged: both sides do the same texts in one
process, in turns, in CPU time (user and system), and the median of the rounds counts.  Every round
of the corpus is over other reports (after the last it begins anew); "at once" is all of it in one run;
the copies of the seed are flattered by what is remembered of the first.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import wraps
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from pipeline import runner
from pipeline.engine import Engine
from pipeline.inputs import collect
from pipeline.readers import UnreadableFile, read_file

# isort: split
import bench_growth
import bench_increment
import bench_pages
import bench_peers
import jieba  # after the pipeline, which keeps it from loading pkg_resources

ROOT = Path(__file__).resolve().parent.parent
FAST = ROOT / ".venv-fast" / "bin" / "python"  # where `make fast` has put what it compiled
SEED = ROOT / "raw" / "taicang-2023.txt"
CORPUS = ROOT.parent / "shared" / "corpus" / "txt"
PAGES = ROOT.parent / "shared" / "layout"
REAL_PAGES = ROOT.parent / "shared" / "corpus" / "pdf"
GOAL_RATIO = 1.0  # baoshu's characters a second, in those of jieba.lcut
GOAL_START = 0.3  # seconds
ONLY = ("text", "once", "once-rjieba", "increment")
ROUNDS = (3, 9)  # at least, at most: as many as fit the budget
BUDGET = {"seed": 12.0, "corpus": 60.0}  # seconds for all rounds of a text

Pairs = list[tuple[float, float]]

#: stage -> the functions whose time it is; what they call of another stage is that stage's
STAGES = {
    "reading": ("pipeline.readers:read_file",),
    "layout": ("pipeline.layout:arrange",),
    "identity": ("pipeline.engine:identify",),
    "scan and roles": ("pipeline.figures.scan:Scanner.scan", "pipeline.figures.assemble:assign"),
    "grammar: words": ("pipeline.language.words:Words.cut",),
    "grammar: rest": ("pipeline.figures.assemble:Grammar.read",),
    "rest of the engine": ("pipeline.engine:Engine.extract_file",),
    "writing": ("pipeline.runner:run",),
}

#: run by a fresh interpreter with the report's path: seconds of wall and CPU after each step
COLD = """
import json, sys, time
from pathlib import Path
wall, cpu, steps = time.perf_counter(), time.process_time(), {}
def step(name):
    steps[name] = (time.perf_counter() - wall, time.process_time() - cpu)
from pipeline.engine import Engine
step("imports")
engine = Engine()
step("rules")
engine.lexicon.words.cut("报告")
engine.lexicon.words.tag("报告")
step("dictionary")
engine.extract_file(Path(sys.argv[1]), "report.txt")
step("first report")
print(json.dumps(steps))
"""


# --- 1. end to end ----------------------------------------------------------------------------


def end_to_end(
    engine: Engine, name: str, samples: Sequence[Sequence[Path]], budget: float, least: int = ROUNDS[0]
) -> dict[str, Any]:
    """Paired rounds, `least` at least, each over the next of `samples`; medians of the rounds.

    Words and phrases once read are remembered, so texts that were read before would flatter baoshu.
    """
    count: Counter[str] = Counter()

    def ours(paths: Sequence[Path]) -> None:
        record = dataset(engine, paths)
        count.update(documents=len(paths), done=record["documents"]["done"], figures=record["figures"])

    pairs, characters = rounds(samples, ours, budget, least)
    return {
        "text": name,
        "documents": count["documents"],
        "undone": count["documents"] - count["done"],
        "characters": sum(characters),
        "figures_per_10k": 10_000 * count["figures"] / sum(characters),
        "baoshu_chars_per_s": median(size / own for size, (own, _) in zip(characters, pairs, strict=True)),
        "jieba_chars_per_s": median(
            size / theirs for size, (_, theirs) in zip(characters, pairs, strict=True)
        ),
        "ratios": sorted(theirs / own for own, theirs in pairs),
        "ratio": median(theirs / own for own, theirs in pairs),
    }


def _texts(paths: Sequence[Path]) -> Iterator[str]:
    """The decoded texts; what cannot be read is left out (and counted as undone)."""
    for path in paths:
        try:
            yield read_file(path).text
        except UnreadableFile as error:
            print(f"bench: {error}", file=sys.stderr)


def dataset(engine: Engine, paths: Sequence[Path]) -> dict[str, Any]:
    """Extract into a dataset that is thrown away; gives what run.json holds."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        out = Path(folder, "extracted")
        asked = runner.Asked(lambda: engine, collect(paths, out).inputs, out, jobs=1)
        with runner.planned(asked) as planned:
            return runner.run(planned)


def rounds(
    samples: Sequence[Sequence[Path]], ours: Callable[[Sequence[Path]], None], budget: float, least: int
) -> tuple[Pairs, list[int]]:
    """(our, their) CPU seconds of each round and its characters; they take turns in going first."""
    most = ROUNDS[1]
    pairs: Pairs = []
    characters: list[int] = []
    started = time.perf_counter()
    while len(pairs) < least or (len(pairs) < most and time.perf_counter() - started < budget):
        paths = samples[len(pairs) % len(samples)]
        texts = list(_texts(paths))
        characters.append(sum(map(len, texts)))
        if len(pairs) % 2:
            theirs, own = cpu_of(lambda: cut(texts)), cpu_of(lambda: ours(paths))  # noqa: B023  called at once
        else:
            own, theirs = cpu_of(lambda: ours(paths)), cpu_of(lambda: cut(texts))  # noqa: B023
        pairs.append((own, theirs))
    return pairs, characters


def cut(texts: Sequence[str]) -> None:
    """What baoshu is measured against."""
    for text in texts:
        jieba.lcut(text)


def cpu_of(work: Callable[[], None]) -> float:
    """CPU seconds (user and system) that a call takes in this process."""
    started = time.process_time()
    work()
    return time.process_time() - started


def compiled(chosen: argparse.Namespace) -> list[dict[str, Any]] | None:
    """The end-to-end results of a process in which the grammar is compiled; None where it is not there."""
    if not FAST.exists():
        return None
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        out = Path(folder, "text.json")
        command = [str(FAST), __file__, "--only", "text", "--json", str(out)]
        command += ["--copies", str(chosen.copies), "--sample", str(chosen.sample)]
        command += ["--corpus", chosen.corpus] if chosen.corpus else []
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        found: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))["end_to_end"]
        return [one | {"text": f"{one['text']}, compiled"} for one in found]


# --- 2. and 3. processes ----------------------------------------------------------------------


def start_up(runs: int = 7) -> dict[str, Any]:
    """`baoshu --help` as a user starts it: wall and CPU seconds, medians."""
    script = Path(sys.executable).with_name("baoshu")
    command = [str(script)] if script.is_file() else [sys.executable, "-m", "pipeline.cli"]
    times = [timed([*command, "--help"]) for _ in range(runs)]
    return {
        "command": "baoshu --help" if script.is_file() else "python -m pipeline.cli --help",
        "wall": median(wall for wall, _ in times),
        "cpu": median(cpu for _, cpu in times),
        "runs": runs,
    }


def timed(command: Sequence[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a process.  Raises CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cold(runs: int = 3) -> dict[str, dict[str, float]]:
    """Wall and CPU seconds of each step of a fresh process up to its first report, medians."""
    found = [_cold_steps() for _ in range(runs)]
    return {
        step: {"wall": median(one[step][0] for one in found), "cpu": median(one[step][1] for one in found)}
        for step in found[0]
    }


def _cold_steps() -> dict[str, tuple[float, float]]:
    """Step -> seconds of that step alone."""
    command = [sys.executable, "-c", COLD, str(SEED)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    steps, last = {}, (0.0, 0.0)
    for name, (wall, cpu) in json.loads(done.stdout).items():
        steps[name] = (wall - last[0], cpu - last[1])
        last = (wall, cpu)
    return steps


# --- 4. where the time goes -------------------------------------------------------------------


class Stopwatch:
    """CPU seconds a stage; the innermost stage that runs has the time."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._stack: list[str] = []
        self._last = 0.0

    def _book(self) -> None:
        now = time.process_time()
        if self._stack:
            self.spent[self._stack[-1]] += now - self._last
        self._last = now

    def around(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same function with its time booked."""

        @wraps(call)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            self._book()
            self._stack.append(stage)
            try:
                return call(*args, **kwargs)
            finally:
                self._book()
                self._stack.pop()

        return wrapped


@contextmanager
def watched() -> Iterator[tuple[Stopwatch, list[str]]]:
    """Give a stopwatch around the functions of STAGES, and those that are no longer there."""
    watch, missing, undo = Stopwatch(), [], []
    for stage, names in STAGES.items():
        for name in names:
            holder, attribute = _holder(name)
            original = getattr(holder, attribute, None)
            if original is None:
                missing.append(name)
                continue
            undo.append((holder, attribute, original))
            setattr(holder, attribute, watch.around(stage, original))
    try:
        yield watch, missing
    finally:
        for holder, attribute, original in undo:
            setattr(holder, attribute, original)


def _holder(name: str) -> tuple[Any, str]:
    """ "module:Class.method" -> what holds the function, and its name there."""
    module, _, path = name.partition(":")
    *outer, attribute = path.split(".")
    holder: Any = importlib.import_module(module)
    for part in outer:
        holder = getattr(holder, part, None)
    return holder, attribute


def shares(engine: Engine, paths: Sequence[Path]) -> tuple[dict[str, float], list[str]]:
    """Stage -> share of the CPU time of one run, and the names that could not be timed."""
    with watched() as (watch, missing):
        dataset(engine, paths)
    total = sum(watch.spent.values())
    return {stage: watch.spent[stage] / total for stage in STAGES}, missing


# --- printing ---------------------------------------------------------------------------------


def mark(well: bool) -> str:
    return "✓" if well else "✗"


def print_end_to_end(results: Sequence[dict[str, Any]]) -> None:
    print(f"1. End to end, characters a CPU second    goal: >= {GOAL_RATIO}x jieba.lcut of the whole text")
    print("   text                      docs      chars  figures/10k     baoshu      jieba    ratio   (of n)")
    for one in results:
        sizes = f"{one['documents']:>5} {one['characters']:>10,} {one['figures_per_10k']:>12.0f}"
        speeds = f"{one['baoshu_chars_per_s']:>10,.0f} {one['jieba_chars_per_s']:>10,.0f}"
        ratios = one["ratios"]
        spread = f"({ratios[0]:.2f}-{ratios[-1]:.2f} of {len(ratios)})"
        ratio = f"{one['ratio']:>7.2f}x {mark(one['ratio'] >= GOAL_RATIO)}"
        print(f"   {one['text']:<24} {sizes} {speeds} {ratio} {spread}")
        if one["undone"]:
            print(f"   ✗ {one['undone']} documents of this text were not done: its speed means nothing")


def print_processes(started: dict[str, Any], steps: dict[str, dict[str, float]]) -> None:
    well = mark(started["wall"] < GOAL_START)
    print(f"\n2. Start-up of `{started['command']}`        goal: < {GOAL_START} s wall")
    print(f"   {started['wall']:.3f} s {well}   (CPU {started['cpu']:.3f} s; median of {started['runs']})")
    print("\n3. A cold process, seconds     wall    CPU")
    for step, spent in steps.items():
        print(f"   {step:<24} {spent['wall']:>8.3f} {spent['cpu']:>6.3f}")
    totals = [sum(spent[kind] for spent in steps.values()) for kind in ("wall", "cpu")]
    print(f"   {'together':<24} {totals[0]:>8.3f} {totals[1]:>6.3f}")


def print_shares(found: dict[str, dict[str, float]], missing: Sequence[str]) -> None:
    print("\n4. Where the CPU time goes" + "".join(f"{name:>12}" for name in found))
    for stage in STAGES:
        print(f"   {stage:<23}" + "".join(f"{shares[stage]:>12.1%}" for shares in found.values()))
    for gone in missing:
        print(f"   {gone} is no longer there, so its time is in another line; mend STAGES in tests/bench.py")


# --- the run ----------------------------------------------------------------------------------


def corpus_samples(folder: Path, size: int) -> list[list[Path]]:
    """The texts of a folder in samples of `size` that share none, the same each time; 0: all in one."""
    paths = sorted(folder.glob("*.txt"))
    if not 0 < size < len(paths):
        return [paths] if paths else []
    random.Random(1).shuffle(paths)
    return [sorted(paths[place : place + size]) for place in range(0, len(paths) - size + 1, size)]


def copies(folder: Path, count: int) -> list[Path]:
    """The seed under `count` names."""
    paths = [folder / f"taicang-{number:03}.txt" for number in range(count)]
    return [Path(shutil.copyfile(SEED, path)) for path in paths]


def measure_text(engine: Engine, corpus: list[list[Path]], seed: list[Path]) -> list[dict[str, Any]]:
    """The end-to-end results of the seed and the corpus, with jieba, and of the corpus with rjieba."""
    with without("rjieba"):
        dataset(engine, seed[:1])  # what is loaded or compiled at first use belongs to 3., not here
        found = [end_to_end(engine, f"seed x {len(seed)}", [seed], BUDGET["seed"])]
        if corpus:
            found.append(end_to_end(engine, "corpus", corpus, BUDGET["corpus"]))
    if corpus and find_spec("rjieba"):
        other = Engine()  # what the first one has remembered would flatter it
        other.warm()
        other.quicken()
        found.append(end_to_end(other, "corpus, rjieba", corpus, BUDGET["corpus"]))
    return found


def at_once(everything: Sequence[Path]) -> dict[str, Any]:
    """All of the corpus in one run, then by jieba: a single pair, in which no text was read before."""
    jieba.initialize()
    engine = Engine()
    engine.warm()
    engine.quicken()
    dataset(engine, [SEED])
    name = "at once, rjieba" if find_spec("rjieba") else "at once"
    return end_to_end(engine, name, [everything], 0.0, least=1)


def each_at_once(corpus: str) -> list[dict[str, Any]]:
    """The same with jieba and with rjieba, each by a process of its own."""
    found = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        out = Path(folder, "once.json")
        command = [sys.executable, __file__, "--corpus", corpus, "--json", str(out), "--only"]
        for kind in ("once", *(["once-rjieba"] if find_spec("rjieba") else [])):
            subprocess.run([*command, kind], check=True, stdout=subprocess.DEVNULL)
            found += json.loads(out.read_text(encoding="utf-8"))["end_to_end"]
    return found


@contextmanager
def without(library: str) -> Iterator[None]:
    """As if a library were not installed."""
    before = sys.modules.get(library)
    sys.modules[library] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[library]
        if before is not None:
            sys.modules[library] = before


def measure(corpus: list[list[Path]], seed_copies: int, pdfs: list[Path]) -> dict[str, Any]:
    """All numbers; about three minutes, and one more where all peers are installed."""
    engine = Engine()
    jieba.initialize()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        seed = copies(Path(folder), seed_copies)
        results = measure_text(engine, corpus, seed)
        spent = {f"seed x {seed_copies}": shares(engine, seed)}
        if corpus:
            spent["corpus"] = shares(engine, corpus[-1])
        grown = bench_growth.measure(engine, corpus[0] if corpus else seed)
    everything = [path for sample in corpus for path in sample]
    return {
        "python": platform.python_version(),
        "jieba": version("jieba"),
        "goals": {"ratio": GOAL_RATIO, "start_up_seconds": GOAL_START},
        "end_to_end": results,
        "start_up": start_up(),
        "cold": cold(),
        "shares": {name: found for name, (found, _) in spent.items()},
        "pages": bench_pages.measure(engine, pdfs),
        "plain_pages": bench_pages.plain([*pdfs, *sorted(REAL_PAGES.glob("*.pdf"))]),
        "growth": grown,
        "peers": bench_peers.measure(engine, everything, bench_peers.DEV),
        "not_timed": sorted({name for _, missing in spent.values() for name in missing}),
    }


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = os.environ.get("BAOSHU_CORPUS") or (str(CORPUS) if CORPUS.is_dir() else None)
    parser.add_argument("--corpus", metavar="DIR", default=default, help="texts of your own (BAOSHU_CORPUS)")
    parser.add_argument("--sample", type=int, default=106, metavar="N", help="of them a round; 0: all")
    parser.add_argument("--copies", type=int, default=40, metavar="N", help="of the seed")
    pages = os.environ.get("BAOSHU_PDFS") or (str(PAGES) if PAGES.is_dir() else None)
    parser.add_argument("--pdfs", metavar="DIR", default=pages, help="PDF files of your own (BAOSHU_PDFS)")
    parser.add_argument("--json", metavar="FILE", help="write the numbers here, too")
    parser.add_argument("--only", choices=ONLY, help="this section alone")
    chosen = parser.parse_args(arguments)
    if chosen.copies < 1:
        parser.error("--copies must be at least 1")
    return chosen


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = options(arguments)
    corpus = corpus_samples(Path(chosen.corpus), chosen.sample) if chosen.corpus else []
    if chosen.corpus and not corpus:
        print(f"bench: {chosen.corpus} holds no .txt file; give another --corpus", file=sys.stderr)
        return 4
    everything = sorted(Path(chosen.corpus).glob("*.txt")) if chosen.corpus else []
    if chosen.only == "increment":
        bench_increment.show(bench_increment.measure(everything or [SEED]))
        return 0
    if chosen.only in ("once", "once-rjieba"):
        with nullcontext() if chosen.only == "once-rjieba" else without("rjieba"):
            found = {"end_to_end": [at_once(everything or [SEED])]}
        print_end_to_end(found["end_to_end"])
        _keep(found, chosen.json)
        return 0
    if chosen.only == "text":
        jieba.initialize()
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            found = {"end_to_end": measure_text(Engine(), corpus, copies(Path(folder), chosen.copies))}
        found["end_to_end"] += each_at_once(chosen.corpus) if corpus else []
        print_end_to_end(found["end_to_end"])
        _keep(found, chosen.json)
        return 0
    pdfs = sorted(Path(chosen.pdfs).glob("*.pdf")) if chosen.pdfs else []
    found = measure(corpus, chosen.copies, pdfs)
    found["end_to_end"] += each_at_once(chosen.corpus) if corpus else []
    fast = compiled(chosen)
    found["end_to_end"] += fast or []
    print(f"baoshu bench: Python {found['python']}, jieba {found['jieba']}, one process, engine loaded\n")
    print_end_to_end(found["end_to_end"])
    if fast is None:
        print("   (compiled: not there; `make fast` makes it)")
    if not corpus:
        print("   (no corpus of real reports: give one with --corpus DIR or BAOSHU_CORPUS)")
    print_processes(found["start_up"], found["cold"])
    print_shares(found["shares"], found["not_timed"])
    bench_pages.show(found["pages"])
    bench_pages.show_plain(found["plain_pages"])
    bench_growth.show(found["growth"])
    if everything:  # of the seed alone, starting up is all
        found["increment"] = bench_increment.measure(everything)
        bench_increment.show(found["increment"])
    bench_peers.show(found["peers"])
    _keep(found, chosen.json)
    return 0


def _keep(found: dict[str, Any], file: str | None) -> None:
    if file:
        text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        Path(file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
