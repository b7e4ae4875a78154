"""A dataset as it is compared: documents, the run, and the rows of one document at a time.

The tables are long, so rows stay on the disk: one pass notes at which byte each document begins, and
its rows are read when their turn comes, in whatever order the other dataset has it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pipeline.dataset.dictionary import columns
from pipeline.dataset.folder import TEXT, DatasetError
from pipeline.dataset.frames import Dataset, existing, read_rows
from pipeline.dataset.tables import DocumentRow, Row

FIGURE = {name: place for place, name in enumerate(columns("figures"))}
_ID = FIGURE["document_id"]


class Stored(NamedTuple):
    """One dataset.  `places`: document id -> the bytes of figures.csv (from, to) that hold its rows."""

    folder: Path
    documents: dict[str, DocumentRow]
    baoshu: str  # version and digest of the rules, "" where run.json does not say
    rules: str
    places: dict[str, tuple[int, int]]
    figures: int

    def rows(self, document_id: str) -> list[Row]:
        """The figures of a document, in the order of the text."""
        start, end = self.places.get(document_id, (0, 0))
        if start == end:
            return []
        with _figures(self.folder).open("rb") as file:
            file.seek(start)
            lines = _Lines(file, end)
            return [tuple(row) for row in csv.reader(lines)]

    def text(self, document_id: str) -> bytes | None:
        """The text that the offsets count in, in UTF-8; None where none was kept."""
        path = self.folder / TEXT / f"{document_id}.txt"
        return path.read_bytes() if path.is_file() else None


def stored(folder: Path) -> Stored:
    """The dataset in a folder.

    Raises DatasetError where there is none, or its tables are not those that this baoshu writes.
    """
    existing(folder)
    run = Dataset(folder).run
    try:
        documents = {row[0]: DocumentRow._make(row) for row in read_rows(folder, "documents")}
        next(read_rows(folder, "figures"), None)  # the columns are checked
        places, figures = _places(folder)
    except (UnicodeDecodeError, csv.Error, TypeError, IndexError) as error:
        raise DatasetError(f"the tables of {folder} are damaged; extract again") from error
    return Stored(folder, documents, _word(run.get("baoshu")), _word(run.get("rules")), places, figures)


def _word(told: object) -> str:
    return told if isinstance(told, str) else ""


def _figures(folder: Path) -> Path:
    return folder / "figures.csv"


class _Lines:
    """The lines of a file as text up to the byte `end`; `place` is the byte behind the last one given."""

    def __init__(self, file: BinaryIO, end: int | None = None) -> None:
        self._file, self._end = file, end
        self.place = file.tell()

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            self.place += len(line)
            yield line.decode()
            if self._end is not None and self.place >= self._end:
                return


def _places(folder: Path) -> tuple[dict[str, tuple[int, int]], int]:
    """Where the rows of each document begin and end, and how many rows there are."""
    places: dict[str, tuple[int, int]] = {}
    width, count = len(FIGURE), 0
    with _figures(folder).open("rb") as file:
        lines = _Lines(file)
        rows = csv.reader(lines)
        next(rows)
        before = lines.place
        for row in rows:
            if len(row) != width:
                raise DatasetError(f"{_figures(folder)}: row {count + 2} is not whole; extract again")
            places[row[_ID]] = (places.get(row[_ID], (before, 0))[0], lines.place)
            before, count = lines.place, count + 1
    return places, count
