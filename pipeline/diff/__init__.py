"""What two datasets gained, lost and changed, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.diff.compare import Wanted, compare
from pipeline.diff.nouns import Cells, Counts, Diff, DocumentDifference, FigureDifference, Side
from pipeline.diff.page import page
from pipeline.diff.stored import stored
from pipeline.diff.tell import lines

__all__ = [
    "Cells", "Counts", "Diff", "DocumentDifference", "FigureDifference", "Side", "diff", "lines", "page",
]  # fmt: skip


def diff(
    old: Path | str, new: Path | str, *, documents: Sequence[str] = (), indicators: Sequence[str] = ()
) -> Diff:
    """The differences between two datasets, lost coverage first.

    `documents`: only these ids (of either dataset).  `indicators`: only figures of these codes or names.
    Raises DatasetError if a folder is no dataset, or neither has what is asked for.
    """
    return compare(stored(Path(old)), stored(Path(new)), Wanted(documents, indicators))
