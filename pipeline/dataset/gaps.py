"""What `rules/` does not know yet, found in a dataset and sorted by frequency."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from pipeline.dataset.dictionary import columns
from pipeline.dataset.frames import existing, read_rows


class Gap(NamedTuple):
    """A word that the rules do not know: how many times it stands, and one place to look at."""

    what: str  # unit, indicator, numeral
    word: str
    times: int
    example: str  # a figure_id, or document_id:char_start
    context: str  # the sentence there, empty for numerals


def gaps(folder: Path) -> list[Gap]:
    """Unknown units, indicators without a canonical name and unexplained numbers, the frequent first.

    Raises DatasetError if the folder is no dataset.
    """
    existing(folder)
    found: dict[tuple[str, str], tuple[str, str]] = {}  # (what, word) -> first place, its context
    counts: Counter[tuple[str, str]] = Counter()
    for key, place, context in (*_of_figures(folder), *_of_numerals(folder)):
        counts[key] += 1
        found.setdefault(key, (place, context))
    listed = (Gap(*key, count, *found[key]) for key, count in counts.items())
    return sorted(listed, key=lambda gap: (_ORDER.index(gap.what), -gap.times, gap.word))


_ORDER = ("unit", "indicator", "numeral")
_Place = tuple[tuple[str, str], str, str]


def _of_figures(folder: Path) -> list[_Place]:
    at = {name: index for index, name in enumerate(columns("figures"))}
    places: list[_Place] = []
    for row in read_rows(folder, "figures"):
        place, context = row[at["figure_id"]], row[at["sentence"]]
        text = row[at["indicator_text"]]
        if row[at["dimension"]] == "unknown":  # then the base unit is what was written after 万, 亿
            places.append((("unit", row[at["normalized_unit"]]), place, context))
        if text and not row[at["indicator"]]:
            places.append((("indicator", text), place, context))
    return places


def _of_numerals(folder: Path) -> list[_Place]:
    at = {name: index for index, name in enumerate(columns("numerals"))}
    return [
        (("numeral", row[at["quote"]]), f"{row[at['document_id']]}:{row[at['char_start']]}", "")
        for row in read_rows(folder, "numerals")
        if row[at["role"]] == "unexplained"
    ]
