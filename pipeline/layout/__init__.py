"""From a source to a document: characters folded, lines joined, blocks with the headings above them.

The plain way serves all texts that are in order.  A text whose headings do not stand above what
they head (a poster copied out column by column) goes through `poster`, which leaves the order of the blocks as
it is and only finds their sections; one torn paragraph may be stitched.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import partial

from pipeline.layout import lines, ordered
from pipeline.layout.cohesion import cohesion
from pipeline.layout.shapes import Shape, shapes
from pipeline.layout.tidy import Line, fold, lines_of
from pipeline.layout.vocabulary import Vocabulary
from pipeline.model import Block, Document, Origin, Source

__all__ = ["Vocabulary", "arrange", "source_span"]

_KINDS = {"title": "heading"}


def arrange(source: Source, words: Vocabulary) -> Document:
    """The document in a source."""
    binds = partial(_binds, words)
    joined = lines.join(lines_of(fold(source.text)), binds)
    found = shapes(joined, words)
    return _document(source, found, ordered.sections(found, words))


def _binds(words: Vocabulary, left: str, right: str) -> float:
    return cohesion(left, right, words.frequency)


def _document(source: Source, shapes: Iterable[Shape], sections: Iterable[tuple[str, ...]]) -> Document:
    """Blocks set one below the other, and the runs that lead back."""
    blocks: list[Block] = []
    texts: list[str] = []
    tidy: list[int] = []
    origin: list[int] = []
    at = 0
    for shape, section in zip(shapes, sections, strict=True):
        line = shape.line
        tidy += [at + offset for offset in line.offsets]
        origin += line.sources
        blocks.append(Block(_KINDS.get(shape.kind, shape.kind), at, at + len(line.text), section))
        texts.append(line.text)
        at += len(line.text) + 1
    return Document(source, "\n".join(texts), tuple(blocks), Origin(tuple(tidy), tuple(origin)))


def source_span(origin: Origin, start: int, end: int) -> tuple[int, int]:
    """The half-open span in the source of a span of the tidy text (from its first to its last character)."""
    return _back(origin, start), _back(origin, end - 1) + 1


def _back(origin: Origin, position: int) -> int:
    run = bisect_right(origin.tidy, position) - 1
    return origin.source[run] + position - origin.tidy[run]
