"""Seconds a page: baoshu's whole way from a PDF to its figures, against bare pdfplumber on the same pages.

Both sides take turns on each file in one process, in CPU time; the medians of the rounds count.  Also:
how long reading alone takes (from the file to its sheets), and on how many pages the program is cut into
objects in one go (readers/pdf/program.py), the rest being left to pdfminer's parser.
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
from pdfminer.pdftypes import stream_value

from pipeline.engine import Engine
from pipeline.layout import pages
from pipeline.readers import UnreadableFile, read_file
from pipeline.readers.pdf import opening, program

GOAL_PAGES = 1.2  # of bare extract_text, on pages of one column
GOAL_QUICK = 0.3  # of the same, where a page is read the quick way
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
    rounds = [
        (_cpu(lambda: engine.extract_file(path)), _cpu(lambda: read_file(path)), _cpu(lambda: _bare(data)))
        for _ in range(ROUNDS)
    ]
    own, reading, bare = (median(times) for times in zip(*rounds, strict=True))
    return {
        "file": path.name,
        "pages": source.pages,
        "quick_pages": _quick(data),
        "single_column": not pages.is_poster(source.sheets),
        "seconds_a_page": own / source.pages,
        "reading_seconds_a_page": reading / source.pages,
        "bare_seconds_a_page": bare / source.pages,
        "ratio": median(whole / theirs for whole, _, theirs in rounds),
    }


def _quick(data: bytes) -> int:
    """Pages whose own program is cut into objects in one go."""
    return sum(_is_quick(page.contents) for page in opening.opened(data, "").pages)


def _is_quick(contents: Sequence[object]) -> bool:
    try:
        program.objects([stream_value(stream).get_data() for stream in contents])
    except ValueError:
        return False
    return True


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
        own, bare = (_together(plain, key) for key in ("seconds_a_page", "bare_seconds_a_page"))
        well = "✓" if own / bare <= GOAL_PAGES else "✗"
        print(f"   {'pages of one column, together':<36} {count:>6} {own / count:>8.3f} {bare / count:>8.3f}"
              f" {own / bare:>7.2f}x {well}")  # fmt: skip
    _show_quick(rows)


def _show_quick(rows: Sequence[dict[str, Any]]) -> None:
    """The files whose every page is read the quick way: the whole way, and reading alone."""
    quick = [row for row in rows if row["quick_pages"] == row["pages"]]
    print(f"   pages read in one go: {sum(row['quick_pages'] for row in rows)}"
          f" of {sum(row['pages'] for row in rows)}    goal there: <= {GOAL_QUICK}x")  # fmt: skip
    for key, name in (("seconds_a_page", "the whole way"), ("reading_seconds_a_page", "reading alone")):
        if quick:
            ratio = _together(quick, key) / _together(quick, "bare_seconds_a_page")
            print(f"     {name:<34} {ratio:>32.2f}x {'✓' if ratio <= GOAL_QUICK else '✗'}")


def _together(rows: Sequence[dict[str, Any]], key: str) -> float:
    return float(sum(row[key] * row["pages"] for row in rows))


def _wide(text: str) -> int:
    return sum(char > "\u2e7f" for char in text)
