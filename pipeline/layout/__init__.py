"""From a source to a document: characters folded, lines joined, blocks with the headings above them.

The plain way serves all texts that are in order.  A text whose headings may not stand above what
they head (a poster copied out column by column) goes through `poster`, which leaves the order of
the blocks as it is and only finds their sections; one torn paragraph may be stitched.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from pipeline.layout import attach, lines, ordered, pages, poster, seen
from pipeline.layout.cohesion import cohesion
from pipeline.layout.pieces import gathered, is_poster, named
from pipeline.layout.shapes import shapes
from pipeline.layout.stitch import torn
from pipeline.layout.tidy import Line, glue, lines_of, plain
from pipeline.layout.vocabulary import Vocabulary
from pipeline.model import Block, Document, Origin, Source

__all__ = ["Vocabulary", "arrange", "source_span"]

_KINDS: Final = {"title": "heading"}
_PARTS: Final = {
    "H": "heading",
    "I": "heading",
    "B": "paragraph",
    "C": "paragraph",
    "T": "tile",
    "P": "heading",
    "L": "item",
    "F": "furniture",
    "X": "heading",
}
Section = tuple[str, ...]


def arrange(source: Source, words: Vocabulary) -> Document:
    """The document in a source."""
    if source.sheets:
        source = pages.read(source, words)
    if source.passages:
        document = _document(source, *seen.read(plain(source.text), source.passages, words))
        return replace(document, grids=seen.grids(source.grids, document.origin))
    document = _from_text(source, words)
    return replace(document, grids=seen.grids(source.grids, document.origin)) if source.grids else document


def _from_text(source: Source, words: Vocabulary) -> Document:
    """The document in a source of which nothing but the text is known."""
    joined = lines.join(lines_of(plain(source.text)), partial(_binds, words))
    if is_poster(joined):
        return _document(source, *_poster(gathered(joined, words), words))
    found = shapes(joined, words)
    kinds = [_KINDS.get(shape.kind, shape.kind) for shape in found]
    return _document(source, joined, kinds, ordered.sections(found, words))


def _poster(rows: list[Line], words: Vocabulary) -> tuple[list[Line], list[str], list[Section]]:
    """Lines, kinds and sections of a poster; a torn paragraph is whole again where it began."""
    pieces = named(rows, words)
    bodies = [i for i, piece in enumerate(pieces) if piece.kind == "B"]
    tear = torn([pieces[i].text for i in bodies], words.frequency)
    first, second = (bodies[tear[0]], bodies[tear[1]]) if tear else (None, None)
    if second is not None:
        pieces[second] = pieces[second]._replace(kind="C")
    groups = poster.read(pieces, words.outer)
    sections = attach.sections(pieces, groups, first)
    kinds = [_PARTS[piece.kind] for piece in pieces]
    if first is not None and second is not None:
        rows[first] = glue([rows[first], rows[second]])
        del rows[second], kinds[second], sections[second]
    return rows, kinds, sections


def _binds(words: Vocabulary, left: str, right: str) -> float:
    return cohesion(left, right, words.frequency)


def _document(
    source: Source, rows: Sequence[Line], kinds: Sequence[str], sections: Sequence[Section]
) -> Document:
    """Blocks set one below the other, and the runs that lead back."""
    blocks: list[Block] = []
    tidy: list[int] = []
    origin: list[int] = []
    at = 0
    for row, kind, section in zip(rows, kinds, sections, strict=True):
        tidy += [at + offset for offset in row.offsets]
        origin += row.sources
        blocks.append(Block(kind, at, at + len(row.text), section))
        at += len(row.text) + 1
    text = "\n".join(row.text for row in rows)
    return Document(source, text, tuple(blocks), Origin(tuple(tidy), tuple(origin)))


def source_span(origin: Origin, start: int, end: int) -> tuple[int, int]:
    """The half-open span in the source of a span of the tidy text (from its first to its last character)."""
    return _back(origin, start), _back(origin, end - 1) + 1


def _back(origin: Origin, position: int) -> int:
    run = bisect_right(origin.tidy, position) - 1
    return origin.source[run] + position - origin.tidy[run]
