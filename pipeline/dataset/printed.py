"""Where a span of the source text is printed: page, box, and a box for each line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from pipeline.model import Box, Places

Cells = tuple[str, str, str, str, str, str]  # page, x0, top, x1, bottom, boxes

NOWHERE: Final[Cells] = ("", "", "", "", "", "")


def cells(places: Places | None, start: int, end: int) -> Cells:
    """The cells page, x0, top, x1, bottom, boxes of a span.

    `boxes` is empty for a span on one line; else a list of [page, x0, top, x1, bottom].  A span that
    goes over a page's end has the page where it begins, and the union of its boxes there.
    """
    if places is None:
        return NOWHERE
    found = list(lines(places, start, end))
    if not found:
        return NOWHERE
    page = found[0][0]
    here = [box for number, box in found if number == page]
    x0, top = min(box[0] for box in here), min(box[1] for box in here)
    x1, bottom = max(box[2] for box in here), max(box[3] for box in here)
    several = boxes(places, start, end) if len(found) > 1 else None
    return (
        str(page), str(_rounded(x0)), str(_rounded(top)), str(_rounded(x1)), str(_rounded(bottom)),
        json.dumps(several) if several else "",
    )  # fmt: skip


def boxes(places: Places, start: int, end: int) -> list[list[float]]:
    """[page, x0, top, x1, bottom] of each line that a span stands on."""
    return [[number, *map(_rounded, box)] for number, box in lines(places, start, end)]


def _rounded(edge: float) -> float:
    return round(edge, 1)


def lines(places: Places, start: int, end: int) -> Iterator[tuple[int, Box]]:
    """Page and box of each line that a span stands on."""
    page, box = 0, (0.0, 0.0, 0.0, 0.0)
    for i in range(start, end):
        if not places.page[i]:
            continue
        here = (places.x0[i], places.top[i], places.x1[i], places.bottom[i])
        if page == places.page[i] and _on_one_line(box, here):
            box = (min(box[0], here[0]), min(box[1], here[1]), max(box[2], here[2]), max(box[3], here[3]))
            continue
        if page:
            yield page, box
        page, box = places.page[i], here
    if page:
        yield page, box


def _on_one_line(box: Box, next_one: Box) -> bool:
    """Whether a character goes on to the right of a box, or below it in a line that runs down."""
    middle = (next_one[1] + next_one[3]) / 2
    if box[1] <= middle <= box[3]:
        return next_one[0] >= box[0]
    centre = (next_one[0] + next_one[2]) / 2
    height = next_one[3] - next_one[1]
    return box[0] <= centre <= box[2] and 0 <= next_one[1] - box[3] < height and box[2] - box[0] < 2 * height
