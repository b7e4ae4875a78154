"""The column of text of each page, and how the text of all pages is set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from pipeline.layout.pages.rows import Row

_NEAR: Final = 0.4  # em between rows that begin or end at the same place
_SHARE: Final = 0.12  # of a page's rows begin at the left side of its column, at least
_WIDE: Final = 0.6  # of the widest row: wide enough to tell where a column is
_SIZE: Final = 12.0  # points, where there is nothing to measure
_ROWS: Final = 5  # that tell a page's own column
_MARKS: Final = "，。、；：！？）》”’,.;:!?)"


class Column(NamedTuple):
    """Where lines that neither are indented nor end early begin and end on a page; points."""

    left: float
    right: float


class Setting(NamedTuple):
    """How the text is set: its size, and from one line's middle to the next, both in points."""

    size: float
    pitch: float


def usual_size(pages: Iterable[Sequence[Row]]) -> float:
    """The size of most characters."""
    sizes: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            sizes[round(row.size, 1)] += len(row.glyphs)
    return sizes.most_common(1)[0][0] if sizes else _SIZE


def setting_of(pages: Sequence[Sequence[Row]]) -> Setting:
    """The size of most characters, and the pitch of most lines."""
    size = usual_size(pages)
    gaps = (below.middle - above.middle for rows in pages for above, below in pairwise(rows))
    likely = Counter(round(gap) for gap in gaps if 0.9 * size < gap < 3.5 * size)
    return Setting(size, float(likely.most_common(1)[0][0]) if likely else 1.5 * size)


def columns_of(pages: Sequence[Sequence[Row]]) -> list[Column]:
    """The column of each page; where a page does not tell, that of the nearest page of its side."""
    own = [_column(rows) for rows in pages]
    return [column or _borrowed(at, own, pages[at]) for at, column in enumerate(own)]


def _column(rows: Sequence[Row]) -> Column | None:
    if len(rows) < _ROWS:
        return None
    widest = max(row.x1 - row.x0 for row in rows)
    wide = [row for row in rows if row.x1 - row.x0 > _WIDE * widest]
    if len(wide) < _ROWS:
        return None
    near = _NEAR * median(row.size for row in wide)
    left = _outermost([row.x0 for row in wide], near, 1 + int(_SHARE * len(wide)))
    ends = [-row.x1 for row in wide if row.text[-1] not in _MARKS] or [-row.x1 for row in wide]
    right = -_outermost(ends, near, 2 if len(ends) > 2 else 1)
    return Column(left, right)


def _outermost(places: Iterable[float], near: float, least: int) -> float:
    """The first place that so many rows share."""
    ordered = sorted(places)
    for at in range(len(ordered) - least + 1):
        if ordered[at + least - 1] - ordered[at] <= near:
            return ordered[at + least - 1] if least < 3 else median(ordered[at : at + least])
    return ordered[0]


def _borrowed(at: int, own: Sequence[Column | None], rows: Sequence[Row]) -> Column:
    told = [(abs(other - at), column) for other, column in enumerate(own) if column]
    if told:
        return min(told, key=lambda entry: (entry[0] % 2, entry[0]))[1]
    if not rows:
        return Column(0, 0)
    return Column(min(row.x0 for row in rows), max(row.x1 for row in rows))
