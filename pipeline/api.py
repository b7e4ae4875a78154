"""What `from pipeline import …` gives: results with pandas DataFrames.

>>> result = extract("report.txt")  # doctest: +SKIP
>>> result.figures[["indicator_text", "value", "unit"]]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataset import tables
from pipeline.dataset.frames import Dataset as Tables
from pipeline.dataset.frames import existing, to_frame
from pipeline.engine import shared
from pipeline.model import Extraction

if TYPE_CHECKING:
    import pandas

    from pipeline.diff import Diff
    from pipeline.panel import Panel
    from pipeline.query import Answers

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


class Dataset(Tables):
    """An extracted dataset: its tables as DataFrames, and typed answers and panels made of them."""

    def query(
        self,
        text: str = "",
        *,
        region: str | Sequence[str] = (),
        year: int | Sequence[int] = (),
        indicator: str | Sequence[str] = (),
        measure: str | Sequence[str] = (),
        status: str | Sequence[str] = (),
    ) -> Answers:
        """Figures with their proof, the best first: `.answers`, each with `.figure` and `.as_dict()`.

        `text` is free (深圳 2023 GDP 目标), the other arguments say it one by one; `.not_understood` holds
        what of it was not.  `year` is that of the period.  `measure` and `status` are words of the figures
        table.  Values are exact Decimals, in `unit` and in the base unit.
        """
        from pipeline.query import query

        return query(
            self.folder, text, region=region, year=year, indicator=indicator, measure=measure, status=status
        )

    def panel(
        self,
        *,
        indicators: Sequence[str] = (),
        regions: Sequence[str] = (),
        years: tuple[int, int] | None = None,
        codes: int | None = None,
    ) -> Panel:
        """Region x year: `.columns`, `.rows`, `.sources` (figure ids), `.gaps`, `.conflicts`.

        Values are exact Decimals in the column's base unit, None where there is none.  `codes`: a year
        to whose division codes the regions are carried.
        """
        from pipeline.panel import panel

        return panel(self.folder, indicators=indicators, regions=regions, years=years, codes=codes)

    def diff(
        self, old: Dataset | Path | str, *, documents: Sequence[str] = (), indicators: Sequence[str] = ()
    ) -> Diff:
        """What this dataset gained, lost, changed against an older one: `.documents`, `.figures`, `.kinds`.

        Each difference has its `kind`, its `cause` (review, source, rule, version, unknown), and `columns`
        with the cells of both.  A Diff in which nothing differs is false.  `documents`: only these ids.
        `indicators`: only figures of these codes or names.  Raises DatasetError if there is no dataset.
        """
        from pipeline.diff import diff

        folder = old.folder if isinstance(old, Tables) else old
        return diff(folder, self.folder, documents=documents, indicators=indicators)


def open_dataset(folder: Path | str) -> Dataset:
    """The dataset in a folder.  Raises DatasetError if there is none."""
    return Dataset(existing(Path(folder)))


def extract(path: str | Path, rules: Sequence[str | Path] = ()) -> Result:
    """Read one report.  `rules`: folders of your own over ours.

    The file is read in this very process, without limits of time and memory: files from strangers are
    safer with `baoshu extract`, which reads each in a process of its own.

    Raises readers.UnreadableFile or rulebook.RuleError, each with a sentence for people.
    """
    return Result(shared([Path(folder) for folder in rules]).extract_file(Path(path)))
