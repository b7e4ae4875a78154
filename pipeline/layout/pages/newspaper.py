"""Bare newspaper columns: nothing is framed or painted, so the columns are read one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.layout import marks
from pipeline.layout.pages.blocks import Block
from pipeline.layout.pages.boxes import is_pale
from pipeline.layout.pages.kinds import Leaf, Piece
from pipeline.layout.pages.order import reading_order
from pipeline.layout.pages.stretch import PrintedLine, Stretch

_DRAWN: Final = 2  # blocks that may be framed or pale: a masthead, a caption
_TEXT: Final = 60  # characters of a text that tells where a column's edges are
_SAME_SIZE: Final = 1.05
_INDENT: Final = 1.2  # em
_FULL: Final = 1.6  # em that the last line of a paragraph that goes on may lack


def is_newspaper(leaves: Sequence[Leaf]) -> bool:
    """Whether hardly anything is framed or pale."""
    blocks = [block for leaf in leaves for block in leaf.blocks]
    return sum(block.home >= 0 or is_pale(block.color) for block in blocks) <= _DRAWN * len(leaves)


def stretches(pages: Sequence[Sequence[Piece]]) -> list[Stretch]:
    """The paragraphs in the order of the columns; what breaks off at a column's foot is whole again."""
    flow = [piece for page in pages for piece in _flow(page)]
    margin = [piece.block for page in pages for piece in page if piece.kind == "furniture"]
    texts = [piece.block for piece in flow if len(piece.block.text) >= _TEXT]
    whole: list[list[Block]] = []
    for piece in flow:
        if whole and _goes_on(whole[-1][-1], piece.block, texts):
            whole[-1].append(piece.block)
        else:
            whole.append([piece.block])
    return [*(_stretch("furniture", [block]) for block in margin), *(_stretch("", parts) for parts in whole)]


def _flow(page: Sequence[Piece]) -> list[Piece]:
    rest = [piece for piece in page if piece.kind != "furniture"]
    return [rest[i] for i in reading_order([piece.block[:4] for piece in rest], columns_first=True)]


def _goes_on(first: Block, second: Block, texts: Sequence[Block]) -> bool:
    """Whether a text is the rest of the one before: that stops in a full line, and it has no indent."""
    if marks.is_closed(first.text) or max(first.size, second.size) > _SAME_SIZE * min(
        first.size, second.size
    ):
        return False
    left, right = _column(second, texts)[0], _column(first, texts)[1]
    starts = second.lines[0][0].x0 if second.lines[0] else second.x0
    ends = max(glyph.x1 for glyph in first.lines[-1])
    return starts < left + _INDENT * second.size and ends > right - _FULL * first.size


def _column(block: Block, texts: Sequence[Block]) -> tuple[float, float]:
    """The left and right edge of the texts above and below a block of the same size, and its own."""
    column = [
        other
        for other in texts
        if other.page == block.page
        and abs(other.size - block.size) < 0.05 * block.size
        and min(other.x1, block.x1) > max(other.x0, block.x0)
    ]
    column.append(block)
    return min(other.x0 for other in column), max(other.x1 for other in column)


def _stretch(kind: str, parts: Sequence[Block]) -> Stretch:
    return Stretch(kind, tuple(PrintedLine(part.page, line) for part in parts for line in part.lines))
