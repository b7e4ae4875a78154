"""A dataset -> a panel: region x year, canonical indicators, each cell with the figure it is from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.dataset.folder import DatasetError
from pipeline.dataset.records import documents, records
from pipeline.identity.regions import Regions
from pipeline.panel.build import Wanted, assembled
from pipeline.panel.nouns import Area, Column, Conflict, Gap, Panel, Slot

__all__ = ["Area", "Column", "Conflict", "Gap", "Panel", "Slot", "panel"]


def panel(
    folder: Path | str,
    *,
    indicators: Sequence[str] = (),
    regions: Sequence[str] = (),
    years: tuple[int, int] | None = None,
    codes: int | None = None,
    rules: Sequence[Path] = (),
) -> Panel:
    """The panel of a dataset.

    `indicators`: codes, names or aliases of rules/indicators; none: all that hold a value.
    `regions`: names or codes; none: all.  `years`: first and last.  `codes`: the year to whose division
    codes regions are carried.  `rules`: folders of your own over ours, as for the extraction.
    Raises DatasetError for a folder that is no dataset and for names that are not known.
    """
    from pipeline.rulebook import load

    book = load(*rules)
    known = {entry.code: entry for entry in book.indicators.values()}
    named = {
        word: entry.code for entry in known.values() for word in (entry.name, *entry.aliases, entry.code)
    }
    unknown = [word for word in indicators if word not in named]
    if unknown:
        raise DatasetError(f"there is no indicator {unknown[0]}; the codes and names are in rules/indicators")
    told = documents(Path(folder))
    wanted = Wanted(tuple(named[word] for word in indicators), tuple(regions), years, codes)
    rows = records(Path(folder), told)
    made = assembled(told.values(), rows, known, book.sections.values(), Regions.load(), wanted)
    if regions and not made.areas:
        raise DatasetError(f"no document is of {'、'.join(regions)}; see the column region of documents.csv")
    return made
