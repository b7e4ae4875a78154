"""The headings of a text, as the sections of its figures name them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

Heading = tuple[int, int, int]  # start, end, level; 1 the outermost

_BETWEEN = " > "


def headings(text: str, figures: Iterable[tuple[int, str]]) -> list[Heading]:
    """Where the headings of sections stand: the nearest line above a figure that says so, else below it.

    `figures`: char_start and section of each, in order.  On posters a heading may stand under its text.
    What no line says in so many words (a heading set on two lines, say) is shown as plain text.
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
                lines = places.get(_plain(name), ())
                if name and lines:
                    line_start = lines[max(0, bisect_left(lines, place) - 1)]
                    found.setdefault(line_start, (line_start, ends[line_start], level))
        before = section
    return sorted(found.values())


def _plain(line: str) -> str:
    return "".join(line.split())
