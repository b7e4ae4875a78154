"""Twenty thousand documents: time, memory, and a cluster that loses a worker (`python tests/bench_scale.py`).

The texts of the corpus, copied again and again until there are as many as are asked for, are read into
Parquet parts by two processes of this machine: first a twentieth of them, then all.  Then Dask reads them
with two workers, one of which is killed from outside on the way, and one more document that ends each
worker that reads it.  Told are the CPU seconds a document, the most MiB that any one process held,
and how many documents differ between the two runs: none may, but the one that kills.

It takes most of an hour of two cores, so `make bench` leaves it out; `--documents 1000` is quicker.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import cloudpickle
import psutil
from distributed import Client

from pipeline import batches
from pipeline.batches import dask
from pipeline.batches.items import Item
from pipeline.batches.task import Job
from pipeline.engine import Engine, shared
from pipeline.isolation import Limits
from pipeline.model import Extraction

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "txt"
DOCUMENTS = 20_000
WORKERS = 2
GOAL_MEMORY = 500  # MiB of any process
GOAL_GROWTH = 1.15  # seconds a document of all, in those of a twentieth
DEADLY = "010-ends-its-reader"  # by its name in the middle

# Dask's workers have no folder of tests to import from
cloudpickle.register_pickle_by_value(sys.modules[__name__])


class Mortal:
    """The engine, but that one document ends the process."""

    def __init__(self) -> None:
        self._engine = shared()
        self.rulebook = self._engine.rulebook

    def warm(self) -> None:
        self._engine.warm()

    def quicken(self) -> None:
        self._engine.quicken()

    def extract_file(self, path: Path, name: str) -> Extraction:
        if path.stem == DEADLY:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._engine.extract_file(path, name)


def load(rules: tuple[str, ...]) -> Engine | Mortal:
    """What the workers read with."""
    return Mortal()


# --- documents --------------------------------------------------------------------------------


def repeated(corpus: Path, folder: Path, count: int) -> None:
    """Copy the texts of the corpus into `folder` until there are `count`; each round has its folder."""
    texts = sorted(corpus.glob("*.txt"))
    for number in range(count):
        there, text = divmod(number, len(texts))
        copy = folder / f"{there:03}" / texts[text].name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(texts[text], copy)


# --- memory and time --------------------------------------------------------------------------


class Peaks:
    """The most MiB that each process of this run has held."""

    def __init__(self) -> None:
        self.peaks: dict[int, int] = {}

    def look(self) -> None:
        me = psutil.Process()
        for process in (me, *me.children(recursive=True)):
            with suppress(psutil.Error):  # it has just ended
                held = process.memory_info().rss >> 20
                self.peaks[process.pid] = max(self.peaks.get(process.pid, 0), held)

    @property
    def most(self) -> int:
        return max(self.peaks.values(), default=0)


@contextmanager
def watched() -> Iterator[Peaks]:
    """Look at the memory of all processes twice a second."""
    peaks, ended = Peaks(), threading.Event()

    def look() -> None:
        while not ended.wait(0.5):
            peaks.look()

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield peaks
    finally:
        ended.set()
        looking.join()


def _cpu() -> float:
    """CPU seconds of this process and of those of its children that have ended."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


# --- runs -------------------------------------------------------------------------------------


def run(
    source: Path,
    target: Path,
    client: Client | None = None,
    meanwhile: Callable[[int], None] = lambda n: None,
) -> dict[str, Any]:
    """Read all of `source` into parts at `target`; `meanwhile` is told how many parts are there."""
    items: Sequence[Item] = batches.listed([str(source)], str(target)).items
    job = Job(str(target), load, (), shared().rulebook.digest, Limits())
    ready: list[object] = []

    def watch(told: object) -> None:
        ready.append(told)
        meanwhile(len(ready))

    started, used = time.perf_counter(), _cpu()
    with watched() as peaks:
        record = batches.run(job, items, WORKERS, client, watch)
    return {
        "documents": len(items),
        "states": record["documents"],
        "figures": record["figures"],
        "numbers": record["numerals"],
        "messages": record["messages"],
        "wall_seconds": time.perf_counter() - started,
        "cpu_seconds": _cpu() - used,
        "most_mib": peaks.most,
    }


def on_dask(source: Path, target: Path) -> dict[str, Any]:
    """The same by Dask; one of its workers is killed when a fifth is done."""
    killed: list[int] = []
    total = len(batches.cut(batches.listed([str(source)], str(target)).items))
    with dask.cluster("", WORKERS) as client:

        def kill_once(done: int) -> None:
            if not killed and done > total // 5:
                killed.extend(client.run(os.getpid).values())
                os.kill(killed[0], signal.SIGKILL)

        found = run(source, target, client, kill_once)
    return found | {"workers_killed": len(killed[:1])}


def differing(one: Path, other: Path) -> int:
    """How many documents of two runs are not alike, byte for byte; the one that kills is left out."""
    left = batches.documents(str(one))
    right = (part for part in batches.documents(str(other)) if part.document.document_id != DEADLY)
    return sum(a != b for a, b in zip(left, right, strict=True))


def measure(corpus: Path, count: int, folder: Path) -> dict[str, Any]:
    """All runs and what came of them."""
    repeated(corpus, folder / "few", count // 20)
    repeated(corpus, folder / "all", count)
    found = {"few": run(folder / "few", folder / "few-parts")}
    _tell("few", found)
    found["all"] = run(folder / "all", folder / "here")
    _tell("all", found)
    (folder / "all" / "000" / f"{DEADLY}.txt").write_text("全市新增企业12家。\n", encoding="utf-8")
    found["dask"] = on_dask(folder / "all", folder / "there")
    _tell("dask", found)
    each = {name: found[name]["cpu_seconds"] / found[name]["documents"] for name in ("few", "all")}
    return found | {
        "growth": each["all"] / each["few"],
        "differing": differing(folder / "here", folder / "there"),
    }


def _tell(name: str, found: dict[str, Any]) -> None:
    """A run takes long: say at once what it gave."""
    print(name, json.dumps(found[name], ensure_ascii=False), file=sys.stderr, flush=True)


def show(found: dict[str, Any]) -> None:
    """A row a run, and what is judged."""
    for name in ("few", "all", "dask"):
        told = found[name]
        print(
            f"{name:<5} {told['documents']:>7,} documents {told['wall_seconds']:>7,.0f} s"
            f" {told['documents'] / told['wall_seconds']:>6.1f} a second;"
            f" {told['figures']:,} figures of {told['numbers']:,} numbers;"
            f" at most {told['most_mib']} MiB {_mark(told['most_mib'] <= GOAL_MEMORY)}"
        )
    print(f"CPU a document, all against few: {found['growth']:.2f}x {_mark(found['growth'] <= GOAL_GROWTH)}")
    print(f"Dask: {found['dask']['workers_killed']} worker killed; {found['dask']['messages']}")
    print(f"documents that differ from the local run: {found['differing']} {_mark(not found['differing'])}")


def _mark(held: bool) -> str:
    return "✓" if held else "✗"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="how many (default: %(default)s)")
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="DIR", help="a folder of .txt files")
    parser.add_argument("--json", action="store_true", help="print data")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found = measure(asked.corpus, asked.documents, Path(folder))
    print(json.dumps(found, ensure_ascii=False, indent=2)) if asked.json else show(found)


if __name__ == "__main__":
    main()
