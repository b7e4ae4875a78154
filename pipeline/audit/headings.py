"""The headings of a text, as the sections of its figures name them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

Heading = tuple[int, int, int]  # start, end, level; 1 the outermost

_BETWEEN = " > "


def headings(text: str, figures: Iterable[tuple[int, str]]) -> list[Heading]:
    """Where the headings of sections stand: the last line above a figure that says so, and no more.

    `figures`: char_start and section of each, in order.  What no line says in so many words (a heading
    set on two lines, say) is left out: it is shown as plain text.
    """
    places: dict[str, list[int]] = {}
    ends: dict[int, int] = {}
    start = 0
    for line in text.split("\n"):
        places.setdefault(_plain(line), []).append(start)
        ends[start] = start + len(line)
        start += len(line) + 1
    found: dict[int, Heading] = {}
    before = ""
    for place, section in figures:
        if section != before:
            for level, name in enumerate(section.split(_BETWEEN), 1):
                above = places.get(_plain(name), ())
                nearest = bisect_left(above, place)
                if name and nearest:
                    line_start = above[nearest - 1]
                    found.setdefault(line_start, (line_start, ends[line_start], level))
        before = section
    return sorted(found.values())


def _plain(line: str) -> str:
    return "".join(line.split())
