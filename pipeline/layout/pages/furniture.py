"""Page numbers, running heads and feet: what stands outermost on the pages and is no part of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.layout import marks
from pipeline.layout.pages.columns import usual_size
from pipeline.layout.pages.rows import Row, segments

_DEEP: Final = 3  # rows of furniture above or below the text, at most
_SHARE: Final = 0.3  # of the pages (left and right ones differ) have a running head
_LEAST: Final = 3  # pages that make a habit
_STEP: Final = 6.0  # points by which a running head moves from page to page, at most
_GAP: Final = 1.0  # em between a running head and its page number, at least
_TABULAR: Final = 3  # pieces apart that make a row of a table
_LARGEST: Final = 1.05  # times the size of the text; larger type is a title


def split(pages: Sequence[Sequence[Row]]) -> list[tuple[list[Row], list[Row]]]:
    """For each page the rows of its text and those of its furniture."""
    largest = _LARGEST * usual_size(pages)
    habits = Counter(key for rows in pages for key in {_key(row) for row in _outer(rows, largest)})
    least = max(_LEAST, _SHARE * len(pages))
    common = {key for key, count in habits.items() if count >= least}
    numbers = _bare_numbers(pages)
    found = []
    for rows in pages:
        top = _count(rows, common, numbers)
        bottom = _count(rows[top:][::-1], common, numbers)
        end = len(rows) - bottom
        found.append((list(rows[top:end]), [*rows[:top], *rows[end:]]))
    return found


def _outer(rows: Sequence[Row], largest: float) -> Iterator[Row]:
    """The outermost rows in type of no more than that size."""
    outer = (*rows[:_DEEP], *rows[max(_DEEP, len(rows) - _DEEP) :])
    return (row for row in outer if row.size <= largest)


def _key(row: Row) -> tuple[str, int]:
    """What a running head has in common from page to page: its words without the page number."""
    pieces = [piece.text for piece in segments(row, _GAP)]
    words = [text for text in pieces if not text.isdecimal()]
    # several numbers and no words are a row of a table
    return "|".join(words if words or len(pieces) < 2 else pieces), round(row.middle / _STEP)


def _count(rows: Sequence[Row], common: set[tuple[str, int]], numbers: set[int]) -> int:
    """How many rows from the edge of the page inwards are furniture."""
    for at, row in enumerate(rows[:_DEEP]):
        if not (marks.is_page_number(row.text) or id(row) in numbers or _key(row) in common):
            return at
        if len(segments(row, _GAP)) >= _TABULAR:
            return at  # the head of a table, printed on every page, or its sums
    return min(len(rows), _DEEP)


def _bare_numbers(pages: Sequence[Sequence[Row]]) -> set[int]:
    """Outermost rows that are numbers and count up with the pages (by `id`)."""
    offsets: dict[int, list[int]] = {}
    for rows in pages:
        for row in {id(row): row for row in (*rows[:1], *rows[-1:])}.values():
            if row.text.isdecimal() and len(row.text) < 5:
                offsets.setdefault(int(row.text) - row.page, []).append(id(row))
    return {row for rows in offsets.values() if len(rows) >= _LEAST for row in rows}
