"""From the passages a reader saw to lines with kinds and sections; the text tells what the page does not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from pipeline.layout import ordered, tidy
from pipeline.layout.shapes import Shape, shapes
from pipeline.layout.tidy import Line
from pipeline.layout.vocabulary import Vocabulary
from pipeline.model import Grid, GridCell, Origin, Passage

Section = tuple[str, ...]
_KINDS: Final = {"title": "heading", "row": "paragraph"}
_TRAILING: Final = "。：:；;，、 "


def read(
    text: str, passages: Sequence[Passage], words: Vocabulary
) -> tuple[list[Line], list[str], list[Section]]:
    """Lines, kinds and sections of a source whose passages are known; `text` is folded."""
    lines: list[Line] = []
    kept: list[Passage] = []
    for passage in passages:
        line = tidy.line_of(text, passage.start, passage.end)
        if line is not None:
            lines.append(line)
            kept.append(passage)
    told = shapes(lines, words)
    found = [
        Shape(passage.kind, shape.line, shape.number) if passage.kind else shape
        for shape, passage in zip(told, kept, strict=True)
    ]
    kinds = [_KINDS.get(shape.kind, shape.kind) for shape in found]
    if any(passage.level for passage in kept):
        return lines, kinds, _by_level(lines, kinds, kept)
    return lines, kinds, ordered.sections(found, words)


def _by_level(lines: Sequence[Line], kinds: Sequence[str], passages: Sequence[Passage]) -> list[Section]:
    """For each line the headings above it, by the levels the page gave them."""
    deepest = max(passage.level for passage in passages) + 1
    stack: list[tuple[int, str]] = []
    found: list[Section] = []
    for line, kind, passage in zip(lines, kinds, passages, strict=True):
        if kind != "heading":
            found.append(tuple(text for _, text in stack))
            continue
        level = passage.level or deepest
        while stack and stack[-1][0] >= level:
            stack.pop()
        found.append(tuple(text for _, text in stack))
        stack.append((level, line.text.rstrip(_TRAILING)))
    return found


def grids(given: Sequence[Grid], origin: Origin) -> tuple[Grid, ...]:
    """The tables with spans of the tidy text."""
    if not given:
        return ()
    runs = sorted(zip(origin.source, origin.tidy, strict=True))
    starts = [source for source, _ in runs]

    def tidy_of(place: int) -> int:
        source, at = runs[bisect_right(starts, place) - 1]
        return at + place - source

    return tuple(
        grid._replace(
            cells=tuple(_moved(cell, tidy_of(cell.start), tidy_of(cell.end - 1) + 1) for cell in grid.cells)
        )
        for grid in given
    )


def _moved(cell: GridCell, start: int, end: int) -> GridCell:
    return cell._replace(start=start, end=end)
