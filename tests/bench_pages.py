"""Seconds a page: baoshu's whole way from a PDF to its figures, against bare pdfplumber on the same pages.

Both sides take turns on each file in one process, in CPU time; the medians of the rounds count.
"""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pdfplumber

from pipeline.engine import Engine
from pipeline.layout import pages
from pipeline.readers import UnreadableFile, read_file

GOAL_PAGES = 1.5  # of bare extract_text, on pages of one column
ROUNDS = 3


def measure(engine: Engine, paths: Sequence[Path]) -> list[dict[str, Any]]:
    """A row a PDF; what cannot be read is left out."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    return [row for path in paths if (row := _row(engine, path)) is not None]


def _row(engine: Engine, path: Path) -> dict[str, Any] | None:
    try:
        source = read_file(path)
    except UnreadableFile:
        return None
    data = path.read_bytes()
    rounds = [(_cpu(lambda: engine.extract_file(path)), _cpu(lambda: _bare(data))) for _ in range(ROUNDS)]
    own, bare = (median(times) for times in zip(*rounds, strict=True))
    return {
        "file": path.name,
        "pages": source.pages,
        "single_column": not pages.is_poster(source.sheets),
        "seconds_a_page": own / source.pages,
        "bare_seconds_a_page": bare / source.pages,
        "ratio": median(ours / theirs for ours, theirs in rounds),
    }


def _bare(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def show(rows: Sequence[dict[str, Any]]) -> None:
    """The table, and the mean over the pages of one column."""
    print(f"\n5. PDF, CPU seconds a page    goal: <= {GOAL_PAGES}x bare extract_text on pages of one column")
    print("   file                                  pages   baoshu     bare    ratio")
    for row in rows:
        name = row["file"][:36].ljust(36 - _wide(row["file"][:36]))
        kind = "" if row["single_column"] else "  (poster)"
        times = f"{row['seconds_a_page']:>8.3f} {row['bare_seconds_a_page']:>8.3f}"
        print(f"   {name} {row['pages']:>6} {times} {row['ratio']:>7.2f}x{kind}")
    plain = [row for row in rows if row["single_column"]]
    if plain:
        count = sum(row["pages"] for row in plain)
        own = sum(row["seconds_a_page"] * row["pages"] for row in plain)
        bare = sum(row["bare_seconds_a_page"] * row["pages"] for row in plain)
        well = "✓" if own / bare <= GOAL_PAGES else "✗"
        print(f"   {'pages of one column, together':<36} {count:>6} {own / count:>8.3f} {bare / count:>8.3f}"
              f" {own / bare:>7.2f}x {well}")  # fmt: skip


def _wide(text: str) -> int:
    return sum(char > "\u2e7f" for char in text)
