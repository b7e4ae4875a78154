"""The sections of a page: inner headings with their bodies, outer headings with theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.layout.pages.attach import attach, neighbours
from pipeline.layout.pages.boxes import area, around, is_pale
from pipeline.layout.pages.claims import Claim, Thing, claims, frames_of
from pipeline.layout.pages.kinds import Leaf, Piece
from pipeline.layout.pages.order import reading_order
from pipeline.layout.pages.stretch import PrintedLine
from pipeline.model import Box

_LEAD: Final = 0.55  # of the page's width: a text so wide below the title heads no section and is in none
_ALONE: Final = 14.0  # em; what it costs to leave a text without a heading
_TILE_ALONE: Final = 2.5  # and a number tile without an inner one
_BESIDE: Final = 8.0  # em; farther to the side no inner heading stands
_BESIDE_OUTER: Final = 25.0  # nor an outer one
_MOST_PAIRS: Final = 12_000  # headings times things, and
_MOST_FRAMES: Final = 600_000  # those times frames, that are weighed; beyond, the order of the page decides
_GREY: Final = 40  # of 255 between the parts of a colour that is none


@dataclass(frozen=True, slots=True)
class Held:
    """A body or tile with its inner and outer heading, or None."""

    piece: Piece
    inner: Piece | None
    outer: Piece | None
    lines: tuple[PrintedLine, ...]


def _held(piece: Piece, inner: Piece | None, outer: Piece | None) -> Held:
    lines = tuple(PrintedLine(piece.block.page, line) for line in piece.block.lines)
    return Held(piece, inner, outer, lines)


def sections(leaf: Leaf, pieces: Sequence[Piece], em: float) -> tuple[list[Held], dict[Piece, Piece | None]]:
    """The bodies of a page with their headings; and for each inner heading its outer one."""
    ordered = [pieces[i] for i in reading_order([piece.area for piece in pieces], columns_first=True)]
    outer = [piece for piece in ordered if piece.kind == "outer"]
    inner = [piece for piece in ordered if piece.kind == "inner"]
    titles = [piece for piece in pieces if piece.kind == "title"]
    bodies = [piece for piece in pieces if piece.kind in ("body", "tile")]
    leads = {piece for piece in bodies if titles and _is_lead(piece, leaf, outer + inner)}
    loose = [piece for piece in bodies if piece not in leads]
    if _is_crowded(leaf, inner, outer, loose):
        return _by_order(ordered, leads)
    walls = [*titles, *leads, *outer]
    of = _inner_of(leaf, inner, loose, walls, em)
    units = [_unit(leaf, head, [p for p in loose if of[p] is head]) for head in inner]
    single = [piece for piece in loose if of[piece] is None]
    things = [*units, *(_thing(leaf, piece) for piece in single)]
    heads = _outer_of(leaf, outer, things, walls, em)
    outer_of: dict[Piece, Piece | None] = dict(zip([*inner, *single], heads, strict=True))
    held = [_held(piece, None, None) for piece in leads]
    for piece in loose:
        head = of[piece]
        held.append(_held(piece, head, outer_of[piece if head is None else head]))
    return held, {piece: outer_of[piece] for piece in inner}


def _is_crowded(leaf: Leaf, inner: Sequence[Piece], outer: Sequence[Piece], loose: Sequence[Piece]) -> bool:
    """Whether a page has so much on it (a map, a painted table) that weighing would take too long."""
    heads, things = len(inner) + len(outer), len(inner) + len(loose)
    return heads * things > _MOST_PAIRS or (heads + things) * len(leaf.frames) > _MOST_FRAMES


def _by_order(ordered: Sequence[Piece], leads: set[Piece]) -> tuple[list[Held], dict[Piece, Piece | None]]:
    """Each body under the headings that stand before it."""
    held: list[Held] = []
    outer_of: dict[Piece, Piece | None] = {}
    outer: Piece | None = None
    inner: Piece | None = None
    for piece in ordered:
        if piece.kind == "outer":
            outer, inner = piece, None
        elif piece.kind == "inner":
            inner = piece
            outer_of[piece] = outer
        elif piece in leads:
            held.append(_held(piece, None, None))
        elif piece.kind in ("body", "tile"):
            held.append(_held(piece, inner, outer))
    return held, outer_of


def _is_lead(piece: Piece, leaf: Leaf, heads: Sequence[Piece]) -> bool:
    wide = piece.area[2] - piece.area[0] > _LEAD * leaf.sheet.width
    return piece.kind == "body" and wide and all(head.area[1] > piece.area[1] for head in heads)


def _inner_of(
    leaf: Leaf, inner: Sequence[Piece], loose: Sequence[Piece], walls: Sequence[Piece], em: float
) -> dict[Piece, Piece | None]:
    """For each body and tile its inner heading; a tile has one only if no body stands between."""
    heads = [_head(leaf, piece) for piece in inner]
    bodies = [piece for piece in loose if piece.kind == "body"]
    tiles = [piece for piece in loose if piece.kind == "tile"]
    texts = [_thing(leaf, piece) for piece in bodies]
    numbers = [_thing(leaf, piece) for piece in tiles]
    parts = [*heads, *(_head(leaf, wall) for wall in walls)]
    offered = claims(heads, texts, parts, leaf.frames, em, _BESIDE)
    for mine, more in zip(
        offered, claims(heads, numbers, [*parts, *texts], leaf.frames, em, _BESIDE), strict=True
    ):
        for direction, taken in more.items():
            moved = [claim._replace(thing=claim.thing + len(texts)) for claim in taken]
            mine[direction] = [*mine.get(direction, []), *moved]
    alone = [_ALONE] * len(texts) + [_TILE_ALONE] * len(numbers)
    return dict(zip([*bodies, *tiles], _chosen(inner, offered, alone), strict=True))


def _outer_of(
    leaf: Leaf, outer: Sequence[Piece], things: Sequence[Thing], walls: Sequence[Piece], em: float
) -> list[Piece | None]:
    heads = [_head(leaf, piece) for piece in outer]
    others = [_head(leaf, wall) for wall in walls if wall not in outer]
    offered = claims(heads, things, [*heads, *others], leaf.frames, em, _BESIDE_OUTER)
    return _chosen(outer, offered, [_ALONE] * len(things))


def _chosen(
    pieces: Sequence[Piece], offered: Sequence[dict[str, list[Claim]]], alone: Sequence[float]
) -> list[Piece | None]:
    """For each thing its heading."""
    styles = [_style(piece) for piece in pieces]
    centres = [((p.area[0] + p.area[2]) / 2, (p.area[1] + p.area[3]) / 2) for p in pieces]
    choice = attach(offered, alone, neighbours(centres, styles), styles)
    return [pieces[i] if i >= 0 else None for i in choice.of]


def _style(piece: Piece) -> object:
    """What headings that look the same way have in common."""
    x0, top, x1, bottom = piece.area
    return round(piece.block.size), is_pale(piece.block.color), bottom - top > x1 - x0


def _head(leaf: Leaf, piece: Piece) -> Thing:
    color = piece.block.color
    if is_pale(color):
        ribbon = next((frame for frame in leaf.frames if frame[:4] == piece.area), None)
        color = ribbon.fill if ribbon and ribbon.fill is not None else -1
    return Thing(piece.area, frames_of(piece.area, leaf.frames, straddles=True), _telling(color))


def _thing(leaf: Leaf, piece: Piece) -> Thing:
    around_it = frames_of(piece.area, leaf.frames)
    smallest = min(around_it, key=lambda i: area(leaf.frames[i]), default=None)
    color = leaf.frames[smallest].stroke if smallest is not None else None
    return Thing(piece.area, around_it, _telling(-1 if color is None else color))


def _unit(leaf: Leaf, head: Piece, bodies: Sequence[Piece]) -> Thing:
    """An inner heading with its bodies, those in another column aside."""
    near = [piece.area for piece in bodies if _is_beside(head.area, piece.area)]
    box = around([head.area, *near])
    return Thing(box, frames_of(box, leaf.frames, straddles=True), _head(leaf, head).color)


def _is_beside(a: Box, b: Box) -> bool:
    """Whether two boxes stand on one line or one above the other."""
    return min(a[2], b[2]) > max(a[0], b[0]) or min(a[3], b[3]) > max(a[1], b[1])


def _telling(color: int) -> int:
    """A colour that tells two themes apart; -1 for grey, black, white or none."""
    if color < 0:
        return -1
    parts = color >> 16, color >> 8 & 255, color & 255
    return color if max(parts) - min(parts) > _GREY else -1
