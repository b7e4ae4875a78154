"""What an export holds: the tables of a dataset, without the figures that people rejected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.dataset.dictionary import columns, resources
from pipeline.dataset.folder import DatasetError
from pipeline.dataset.frames import existing, read_rows
from pipeline.dataset.tables import Row


class ExportError(DatasetError):
    """An export cannot be made.  The message is one sentence for the user."""


class Written(NamedTuple):
    """What a format's module tells of its work."""

    figures: int
    notes: tuple[str, ...] = ()  # what the user should know of it, English sentences


#: columns that name a figure: emptied where that figure is left out
_REFERENCES = {"figures": "parent_id", "numerals": "figure_id"}


@dataclass(frozen=True, slots=True)
class Content:
    """The tables of a dataset.  They are read from the disk each time they are asked for."""

    folder: Path
    rejected: frozenset[str]  # figure_ids of the figures that are left out
    _signature: tuple[tuple[int, int, int], ...]

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table, each cell the text that stands in the CSV file."""
        rows = read_rows(self.folder, table)
        if not self.rejected or table not in _REFERENCES:
            yield from rows
            return
        place = columns(table).index(_REFERENCES[table])
        for row in rows:
            if table == "figures" and row[0] in self.rejected:
                continue
            yield (*row[:place], "", *row[place + 1 :]) if row[place] in self.rejected else row

    def check_unchanged(self) -> None:
        """Raise ExportError if the dataset was written anew since it was opened."""
        if _signature(self.folder) != self._signature:
            raise ExportError(f"{self.folder} was written anew meanwhile; export again")


def opened(folder: Path, every: bool = False) -> Content:
    """The content of a dataset; with `every`, rejected figures too.

    Raises DatasetError if the folder is no dataset.
    """
    signature = _signature(existing(folder))
    review = columns("figures").index("review")
    rejected = () if every else (row[0] for row in read_rows(folder, "figures") if row[review] == "rejected")
    return Content(folder, frozenset(rejected), signature)


def _signature(folder: Path) -> tuple[tuple[int, int, int], ...]:
    """What tells whether a dataset has changed."""
    known = ((folder / resource["path"]).stat() for resource in resources().values())
    return tuple((stat.st_ino, stat.st_mtime_ns, stat.st_size) for stat in known)
