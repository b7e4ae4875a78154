"""Posters and newspaper pages: boxes, blocks, and headings above, below or beside what they head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.layout import marks
from pipeline.layout.pages import newspaper
from pipeline.layout.pages.blocks import blocks
from pipeline.layout.pages.boxes import area, frames
from pipeline.layout.pages.claims import frames_of
from pipeline.layout.pages.kinds import Leaf, Piece, pieces
from pipeline.layout.pages.looks import is_poster
from pipeline.layout.pages.order import reading_order
from pipeline.layout.pages.sections import Held, sections
from pipeline.layout.pages.stretch import PrintedLine, Stretch
from pipeline.layout.pages.tears import places, tears
from pipeline.layout.vocabulary import Vocabulary
from pipeline.model import Sheet

__all__ = ["is_poster", "stretches"]


def stretches(sheets: Sequence[Sheet], words: Vocabulary) -> list[Stretch]:
    """Headings, bodies and tiles; each body behind the headings it belongs to.

    What belongs to no heading comes first, so that it is in no section.  Bare newspaper columns are
    given in their order, and the text tells what is a heading.
    """
    leaves = [Leaf(sheet, frames(sheet), blocks(sheet)) for sheet in sheets]
    told = pieces(leaves)
    if newspaper.is_newspaper(leaves):
        return newspaper.stretches(told)
    held: list[Held] = []
    outer_of: dict[Piece, Piece | None] = {}
    for leaf, page in zip(leaves, told, strict=True):
        of, inner = sections(leaf, page, _text_size(page))
        held += of
        outer_of |= inner
    everything = [piece for page in told for piece in page]
    held = _stitched(held, outer_of, everything, leaves, words)
    return list(_written(everything, held, outer_of))


def _text_size(page: Sequence[Piece]) -> float:
    """Points of the type most bodies are printed in."""
    sizes = sorted(piece.block.size for piece in page if piece.kind == "body")
    return sizes[len(sizes) // 2] if sizes else 10.5


def _stitched(
    held: Sequence[Held],
    outer_of: dict[Piece, Piece | None],
    everything: Sequence[Piece],
    leaves: Sequence[Leaf],
    words: Vocabulary,
) -> list[Held]:
    """Torn paragraphs whole again; what is framed with a second half shares the first one's outer heading."""
    bodies = [each for each in held if each.piece.kind == "body"]
    headings = [piece.block for piece in everything if piece.kind in ("outer", "inner", "title")]
    goes_on = dict(tears(places([each.piece.block for each in bodies], headings), words.frequency))
    whole = {each.piece: each for each in held}
    for i in sorted(set(goes_on) - set(goes_on.values())):
        first, k = bodies[i], i
        lines = first.lines
        while k in goes_on:
            k = goes_on.pop(k)
            lines += bodies[k].lines
            del whole[bodies[k].piece]
            _share_heading(first, bodies[k].piece, leaves, whole, outer_of)
        whole[first.piece] = replace(first, lines=lines)
    return list(whole.values())


def _share_heading(
    first: Held,
    second: Piece,
    leaves: Sequence[Leaf],
    whole: dict[Piece, Held],
    outer_of: dict[Piece, Piece | None],
) -> None:
    """Give the outer heading of a first half to what stands with its second half and has none of its own."""
    leaf = next(leaf for leaf in leaves if leaf.sheet.number == second.block.page)
    heads = {head for head in outer_of.values() if head} | {
        each.outer for each in whole.values() if each.outer
    }
    for piece in _companions(second, [*whole, *outer_of], heads, leaf):
        if piece in outer_of and not _is_below(outer_of[piece], second):
            outer_of[piece] = first.outer
        if piece in whole and whole[piece].inner is None and not _is_below(whole[piece].outer, second):
            whole[piece] = replace(whole[piece], outer=first.outer)
    for piece, each in whole.items():
        if each.inner is not None:
            whole[piece] = replace(each, outer=outer_of[each.inner])


def _companions(second: Piece, pieces: Iterable[Piece], heads: set[Piece], leaf: Leaf) -> list[Piece]:
    """What stands in the smallest frame with a second half, or below it in its column, up to a heading."""
    here = [piece for piece in pieces if piece.block.page == second.block.page]
    heads = {head for head in heads if head.block.page == second.block.page}
    inside = frames_of(second.area, leaf.frames)
    if inside:
        frame = min(inside, key=lambda i: area(leaf.frames[i]))
        if not any(frame in frames_of(head.area, leaf.frames, straddles=True) for head in heads):
            return [piece for piece in here if frame in frames_of(piece.area, leaf.frames)]
    stop = min(
        (head.area[1] for head in heads if _in_column(head, second) and head.area[1] > second.area[1]),
        default=leaf.sheet.height,
    )
    return [piece for piece in here if _in_column(piece, second) and second.area[1] < piece.area[1] < stop]


def _in_column(a: Piece, b: Piece) -> bool:
    return min(a.area[2], b.area[2]) > max(a.area[0], b.area[0])


def _is_below(head: Piece | None, second: Piece) -> bool:
    """Whether a heading stands below a second half, in its column."""
    return (
        head is not None
        and head.block.page == second.block.page
        and _in_column(head, second)
        and head.area[1] > second.area[1]
    )


def _written(
    everything: Sequence[Piece], held: Sequence[Held], outer_of: dict[Piece, Piece | None]
) -> Iterator[Stretch]:
    """Furniture of the head, title, what has no heading, inner headings alone, sections, furniture."""
    margin = [piece for piece in everything if piece.kind == "furniture"]
    first = {
        piece
        for piece in margin
        if piece.block.page == everything[0].block.page and _is_high(piece, everything)
    }
    yield from (_stretch("furniture", piece) for piece in margin if piece in first)
    yield from (_stretch("paragraph", piece) for piece in everything if piece.kind == "title")
    yield from _bodies([each for each in held if each.inner is None and each.outer is None])
    yield from _inner([p for p, head in outer_of.items() if head is None], held)
    for head in _in_order([piece for piece in everything if piece.kind == "outer"]):
        yield _stretch("heading", head, 1)
        yield from _bodies([each for each in held if each.inner is None and each.outer is head])
        yield from _inner([p for p, above in outer_of.items() if above is head], held)
    yield from (_stretch("furniture", piece) for piece in margin if piece not in first)


def _is_high(piece: Piece, everything: Sequence[Piece]) -> bool:
    """Whether furniture stands above all else of its page."""
    return all(
        other.kind == "furniture" or other.block.top > piece.block.top
        for other in everything
        if other.block.page == piece.block.page
    )


def _inner(heads: Sequence[Piece], held: Sequence[Held]) -> Iterator[Stretch]:
    for head in _in_order(heads):
        yield _stretch("heading", head, 2)
        yield from _bodies([each for each in held if each.inner is head])


def _bodies(held: Sequence[Held]) -> Iterator[Stretch]:
    of = {each.piece: each for each in held}
    for piece in _in_order(list(of)):
        yield Stretch("tile" if piece.kind == "tile" else "paragraph", of[piece].lines)


def _in_order(members: Iterable[Piece]) -> list[Piece]:
    """Pieces page by page in reading order."""
    by_page: dict[int, list[Piece]] = {}
    for piece in members:
        by_page.setdefault(piece.block.page, []).append(piece)
    found: list[Piece] = []
    for page in sorted(by_page):
        here = by_page[page]
        found += [here[i] for i in reading_order([piece.area for piece in here])]
    return found


def _stretch(kind: str, piece: Piece, level: int = 0) -> Stretch:
    lines = piece.block.lines
    number = marks.numbering(piece.block.text)
    if kind == "heading" and number and number.style == "bullet" and len(lines[0]) > 1:
        lines = (lines[0][1:], *lines[1:])  # the bullet is drawn, not said
    return Stretch(kind, tuple(PrintedLine(piece.block.page, line) for line in lines), level)
