"""Seconds a page: baoshu's whole way from a PDF to its figures, against bare pdfplumber on the same pages.

Both sides take turns on each file in one process, in CPU time; the medians of the rounds count.  Also:
how long reading alone takes (to the sheets) on pages of plain text, which PDFium draws
(readers/pdf/plain.py), page by page against bare pdfplumber on the same pages.
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
from pipeline.readers.pdf import opening, sheets
from pipeline.readers.pdf.second import SecondReader

GOAL_PAGES = 1.2  # of bare extract_text, on pages of one column
GOAL_PLAIN = 0.3  # of the same, where PDFium draws a page
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
        "ratio": median(whole / theirs for whole, theirs in rounds),
    }


def plain(paths: Sequence[Path]) -> dict[str, float]:
    """Pages of plain text in PDF files: how many of how many, and the seconds that all of them take.

    The way of a page is from the open document to its sheet, with a share of what opening takes.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found = {"pages": 0.0, "of": 0.0, "seconds": 0.0, "bare_seconds": 0.0}
    for path in paths:
        try:
            read_file(path)
        except UnreadableFile:
            continue
        for name, value in _plain_of(path.read_bytes()).items():
            found[name] += value
    return found


def _plain_of(data: bytes) -> dict[str, float]:
    opened = opening.opened(data, "")
    with SecondReader(data) as other:
        places = [at for at, page in enumerate(opened.pages) if _is_plain(opened, page, at + 1, other)]
    total, own, bare = len(opened.pages), 0.0, 0.0
    started = time.process_time()
    opened = opening.opened(data, "")  # anew, as all fonts are known by now
    with SecondReader(data) as other, pdfplumber.open(io.BytesIO(data)) as pdf:
        own += (time.process_time() - started) * len(places) / total
        for at in places:
            page, shared, off = opened.pages[at], opened.pdf.rsrcmgr, opening.layers_off(opened.pdf)
            own += _cpu(lambda: sheets.sheet_of(page, at + 1, shared, other, off))  # noqa: B023  called at once
            bare += _cpu(pdf.pages[at].extract_text)
            pdf.pages[at].close()
    return {"pages": len(places), "of": total, "seconds": own, "bare_seconds": bare}


def _is_plain(opened: opening.Opened, page: Any, number: int, other: SecondReader) -> bool:
    return sheets._plain(page, number, opened.pdf.rsrcmgr, other) is not None


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


def show_plain(found: dict[str, float]) -> None:
    """Pages of plain text, in one line."""
    if found["pages"]:
        own, bare = (found[key] / found["pages"] for key in ("seconds", "bare_seconds"))
        name = f"reading alone, {found['pages']:.0f} of {found['of']:.0f} pages, of plain text"
        print(f"   {name:<43} {own:>8.3f} {bare:>8.3f} {own / bare:>7.2f}x"
              f" {'✓' if own / bare <= GOAL_PLAIN else '✗'} (goal: <= {GOAL_PLAIN}x)")  # fmt: skip


def _together(rows: Sequence[dict[str, Any]], key: str) -> float:
    return float(sum(row[key] * row["pages"] for row in rows))


def _wide(text: str) -> int:
    return sum(char > "\u2e7f" for char in text)
