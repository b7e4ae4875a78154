"""Datasets as pandas DataFrames, for the Python API.  pandas is imported on use."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.dataset.dictionary import columns, resources, types
from pipeline.dataset.folder import TABLES, TEXT, DatasetError, is_dataset
from pipeline.dataset.tables import Row

if TYPE_CHECKING:
    import pandas


MAX_CELL = 1 << 28  # characters; a report without full stops is one sentence


@dataclass(frozen=True)
class Dataset:
    """An extracted dataset.  Tables are read when first asked for.

    Text columns hold text ("" = unknown), integers are `Int64` (<NA> = unknown), decimals exact
    `decimal.Decimal` (None = unknown).
    """

    folder: Path

    @cached_property
    def figures(self) -> pandas.DataFrame:
        """One row a figure."""
        return to_frame("figures", read_rows(self.folder, "figures"))

    @cached_property
    def numerals(self) -> pandas.DataFrame:
        """The ledger: one row a number, with what became of it."""
        return to_frame("numerals", read_rows(self.folder, "numerals"))

    @cached_property
    def documents(self) -> pandas.DataFrame:
        """One row a document."""
        return to_frame("documents", read_rows(self.folder, "documents"))

    @cached_property
    def findings(self) -> pandas.DataFrame:
        """What the checks found."""
        return to_frame("findings", read_rows(self.folder, "findings"))

    @cached_property
    def run(self) -> dict[str, Any]:
        """run.json: what ran, on what, with which rules; empty where it was not kept.

        Raises DatasetError where it is no such record.
        """
        path = self.folder / "run.json"
        if not path.is_file():
            return {}
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise DatasetError(f"{path} cannot be read; remove it or extract again") from error

    def text(self, document_id: str) -> str:
        """The text that `char_start` and `char_end` of a document count in."""
        return read_text(self.folder, document_id)


def open_dataset(folder: Path | str) -> Dataset:
    """The dataset in a folder.  Raises DatasetError if there is none."""
    return Dataset(existing(Path(folder)))


def existing(folder: Path) -> Path:
    """`folder`, if it is a dataset.  Raises DatasetError if not."""
    if not folder.exists():
        raise DatasetError(f"{folder} does not exist; give the folder that `baoshu extract -o` wrote")
    if not is_dataset(folder):
        for name in TABLES if (folder / "datapackage.json").is_file() else ():
            if not (folder / name).is_file():
                raise _missing(folder / name)
        raise DatasetError(f"{folder} is no dataset; give the folder that `baoshu extract -o` wrote")
    return folder


def _missing(path: Path) -> DatasetError:
    return DatasetError(f"{path} is missing from the dataset; put the table back or extract again")


def read_rows(folder: Path, table: str) -> Iterator[Row]:
    """The rows of a table as text, without pandas.

    Raises DatasetError where the table is missing or its columns are not those of the dictionary.
    """
    path = folder / resources()[table]["path"]
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))
    try:
        file = path.open(encoding="utf-8-sig", newline="")
    except FileNotFoundError as error:
        raise _missing(path) from error
    with file as lines:
        rows = csv.reader(lines)
        if tuple(next(rows, ())) != columns(table):
            raise DatasetError(f"{path} has other columns than this baoshu writes; extract again")
        yield from map(tuple, rows)


def read_text(folder: Path, document_id: str) -> str:
    """The text of a document, character for character."""
    with (folder / TEXT / f"{document_id}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def to_frame(table: str, rows: Iterable[Row]) -> pandas.DataFrame:
    """Rows of text as a DataFrame with the table's types."""
    import pandas

    frame = pandas.DataFrame(list(rows), columns=list(columns(table)), dtype="str")
    for name, kind in types(table).items():
        if kind == "integer":
            frame[name] = pandas.array([int(cell) if cell else None for cell in frame[name]], dtype="Int64")
        elif kind == "number":
            exact = [Decimal(cell) if cell else None for cell in frame[name]]
            frame[name] = pandas.Series(exact, index=frame.index, dtype="object")
    return frame
