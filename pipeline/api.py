"""What `from pipeline import …` gives: results with pandas DataFrames.

>>> result = extract("report.txt")  # doctest: +SKIP
>>> result.figures[["indicator_text", "value", "unit"]]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataset import tables
from pipeline.dataset.frames import Dataset, open_dataset, to_frame
from pipeline.engine import Engine
from pipeline.model import Extraction

if TYPE_CHECKING:
    import pandas

__all__ = ["Dataset", "Result", "extract", "open_dataset"]


@dataclass(frozen=True)
class Result:
    """One report, read.  `extraction` holds the typed records, the frames the contract's tables."""

    extraction: Extraction

    @cached_property
    def figures(self) -> pandas.DataFrame:
        """One row a figure, columns as in figures.csv."""
        source = self.extraction.document.source
        return to_frame("figures", tables.figure_rows(source.document_id, self.extraction))

    @cached_property
    def numerals(self) -> pandas.DataFrame:
        """The ledger: one row a number."""
        source = self.extraction.document.source
        return to_frame("numerals", tables.numeral_rows(source.document_id, self.extraction))


def extract(path: str | Path, rules: Sequence[str | Path] = ()) -> Result:
    """Read one report.  `rules`: folders of your own over ours.

    The file is read in this very process, without limits of time and memory: files from strangers are
    safer with `baoshu extract`, which reads each in a process of its own.

    Raises readers.UnreadableFile or rulebook.RuleError, each with a sentence for people.
    """
    return Result(_engine(tuple(map(str, rules))).extract_file(Path(path)))


@cache
def _engine(rules: tuple[str, ...]) -> Engine:
    """Engines are dear to build (rules and dictionary) and hold no state of a document."""
    return Engine([Path(folder) for folder in rules])
