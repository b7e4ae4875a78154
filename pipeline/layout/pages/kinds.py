"""What each block of a poster is by its looks: title, outer or inner heading, body, tile, furniture."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from math import log
from typing import Final, NamedTuple

from pipeline.layout import marks
from pipeline.layout.pages.blocks import Block
from pipeline.layout.pages.boxes import around, is_pale
from pipeline.model import Box, Mark, Sheet

_LONGEST: Final = 40  # characters of a heading
_LONGEST_PLAIN: Final = 24  # of one with a comma in it, or told by colour or font alone
_BIGGER: Final = 1.15  # than the text type: a heading
_LEVELS: Final = 1.1  # ratio of sizes between outer and inner headings, at least
_TITLE: Final = 1.2  # times the size of the next heading
_MARGIN: Final = 0.06  # of the page's height
_PROSE: Final = 40  # characters in sentences that make a style one of running text
_TILE: Final = 1.25  # times the text type: the number of a tile
_TILE_TEXT: Final = 40  # characters of all that stands in a tile
_LABEL_TEXT: Final = 24  # and of its label
_LABEL: Final = 0.9  # times the size of its number: the label at most
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_NUMBER: Final = re.compile(
    r"[^\d。，、；：]{0,4}\d[\d,.]*(?:[-~～—–]\d[\d.]*)?\s?(?:%|％|‰|[\u3400-\u9fff]{0,4})"
    r"(?:左右|以[上下内]|之间)?[+＋↑↓]?"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d年?")

Style = tuple[int, int, str]


class Piece(NamedTuple):
    """A block with its kind; `area`: a heading's own ribbon or pill, else the print itself."""

    kind: str  # title, outer, inner, body, tile, furniture
    block: Block
    area: Box


class Leaf(NamedTuple):
    """A page taken apart."""

    sheet: Sheet
    frames: Sequence[Mark]
    blocks: Sequence[Block]


class _Looks(NamedTuple):
    """The running text of a document: its commonest size, colour, font, and all its styles."""

    size: float
    color: int
    font: str
    styles: frozenset[Style]


def pieces(leaves: Sequence[Leaf]) -> list[list[Piece]]:
    """The pieces of each page."""
    looks = _looks(chain.from_iterable(leaf.blocks for leaf in leaves))
    found = [_page(leaf, looks) for leaf in leaves]
    if found:
        found[0] = _titled(found[0], leaves[0])
    bound = _bound([piece for page in found for piece in page if piece.kind == "heading"])
    return [[_leveled(piece, bound) for piece in page] for page in found]


def _style(block: Block) -> Style:
    return round(block.size * 2), block.color, block.font


def _looks(blocks: Iterable[Block]) -> _Looks:
    told: Counter[Style] = Counter()
    size_of: dict[Style, float] = {}
    for block in blocks:
        if marks.SENTENCE.search(block.text):
            told[_style(block)] += len(block.text)
            size_of[_style(block)] = block.size
    if not told:
        return _Looks(10.5, 0, "", frozenset())
    most = told.most_common(1)[0][0]
    return _Looks(size_of[most], most[1], most[2], frozenset(s for s, n in told.items() if n >= _PROSE))


def _page(leaf: Leaf, looks: _Looks) -> list[Piece]:
    rest = list(leaf.blocks)
    margin = _furniture(leaf, looks)
    rest = [block for block in rest if block not in margin]
    tiles, rest = _tiles(leaf, rest, looks)
    own = _own_frames(leaf, rest)
    found = [Piece("furniture", block, block[:4]) for block in leaf.blocks if block in margin]
    found += [Piece("tile", tile, _cell(tile, tiles, leaf)) for tile in tiles]
    for block in rest:
        frame = own.get(block)
        heading = _is_heading(block, frame, looks)
        found.append(
            Piece("heading" if heading else "body", block, frame[:4] if heading and frame else block[:4])
        )
    return found


def _furniture(leaf: Leaf, looks: _Looks) -> set[Block]:
    """Headers, footers and page numbers: small single lines in the margins."""
    high = leaf.sheet.height
    texts = [block for block in leaf.blocks if len(block.lines) > 1 and len(block.text) >= _LABEL_TEXT]
    return {
        block
        for block in leaf.blocks
        if len(block.lines) == 1
        and block.size < _BIGGER * looks.size
        and (block.bottom < _MARGIN * high or block.top > (1 - _MARGIN) * high)
        and not is_pale(block.color)
        and not marks.SENTENCE.search(block.text)
        and not any(_goes_with(block, text) for text in texts)
    }


def _goes_with(block: Block, other: Block) -> bool:
    """Whether a line in the margin is the first or last of a text."""
    apart = max(block.top - other.bottom, other.top - block.bottom)
    wide = min(block.x1, other.x1) - max(block.x0, other.x0)
    return wide > 0 and apart < block.size


def _own_frames(leaf: Leaf, blocks: Sequence[Block]) -> dict[Block, Mark]:
    """For each block that stands alone in a frame, that frame."""
    alone: dict[Block, Mark] = {}
    for block in blocks:
        if block.home < 0:
            continue
        frame = leaf.frames[block.home]
        if sum(_holds(frame, other) for other in blocks) == 1:
            alone[block] = frame
    return alone


def _holds(frame: Mark, block: Block) -> bool:
    x, y = (block.x0 + block.x1) / 2, (block.top + block.bottom) / 2
    return frame.x0 <= x <= frame.x1 and frame.top <= y <= frame.bottom


def _is_heading(block: Block, frame: Mark | None, looks: _Looks) -> bool:
    text = block.text
    if len(text) > _LONGEST or marks.SENTENCE.search(text) or len(_HAN.findall(text)) < 2:
        return False
    pale = is_pale(block.color) and not is_pale(looks.color)
    short = len(text) <= _LONGEST_PLAIN
    if ("，" in text and not pale and not short) or text[-1] in "，、：":
        return False
    if pale:
        return _style(block) not in looks.styles
    other = not _is_same(block, looks)
    if frame and frame.fill is not None and short and not is_pale(frame.fill):
        return True
    if _style(block) in looks.styles:
        return False
    if block.size >= _BIGGER * looks.size:
        return True
    number = marks.numbering(text)
    return other and block.plain and (short or (number is not None and number.style == "bullet"))


def _is_same(block: Block, looks: _Looks) -> bool:
    return block.color == looks.color and block.font in (looks.font, "") and block.size < _BIGGER * looks.size


def _tiles(leaf: Leaf, blocks: list[Block], looks: _Looks) -> tuple[list[Block], list[Block]]:
    """Numbers in large type with their labels, as blocks of one each; and the blocks that are left."""
    numbers = [
        block
        for block in blocks
        if _NUMBER.fullmatch(block.text)
        and not _YEAR.fullmatch(block.text)
        and (block.size >= _TILE * looks.size or not _is_same(block, looks))
    ]
    labels: dict[Block, list[Block]] = defaultdict(list)
    taken = set(numbers)
    for block in blocks:
        if block in taken or len(block.text) > _LABEL_TEXT or marks.SENTENCE.search(block.text):
            continue
        near = [
            (_away(number, block), number) for number in numbers if _may_label(block, number, leaf, blocks)
        ]
        if near:
            labels[min(near, key=lambda pair: pair[0])[1]].append(block)
    joined = []
    for number in numbers:
        mine = labels[number]
        if mine:
            joined.append(_joined([*sorted(mine, key=lambda b: (b.top, b.x0)), number]))
            taken.update(mine)
        else:
            taken.discard(number)
    return joined, [block for block in blocks if block not in taken]


def _cell(tile: Block, tiles: Sequence[Block], leaf: Leaf) -> Box:
    """The place of a tile: its frame, or as far as halfway to the tiles beside it."""
    if tile.home >= 0 and sum(other.home == tile.home for other in tiles) == 1:
        return leaf.frames[tile.home][:4]
    row = [other for other in tiles if abs(other.top - tile.top) < tile.size and other is not tile]
    gaps = [max(other.x0 - tile.x1, tile.x0 - other.x1) for other in row]
    half = min((gap for gap in gaps if gap > 0), default=0.0) / 2
    return tile.x0 - half, tile.top, tile.x1 + half, tile.bottom


def _may_label(block: Block, number: Block, leaf: Leaf, blocks: Sequence[Block]) -> bool:
    """Whether a short block may tell what a large number counts."""
    if block.size > _LABEL * number.size or "，" in block.text:
        return False
    if number.home >= 0 or block.home >= 0:
        if number.home != block.home:
            return False
        inside = sum(len(other.text) for other in blocks if other.home == number.home)
        if inside <= _TILE_TEXT:
            return True
    wide = min(block.x1, number.x1) - max(block.x0, number.x0)
    apart = max(block.top - number.bottom, number.top - block.bottom)
    return wide > 0 and apart < number.size


def _away(number: Block, block: Block) -> float:
    across = abs(number.x0 + number.x1 - block.x0 - block.x1) / 2
    return across + max(block.top - number.bottom, number.top - block.bottom, 0)


def _joined(parts: Sequence[Block]) -> Block:
    """Blocks as one; the last gives its looks."""
    x0, top, x1, bottom = around([part[:4] for part in parts])
    return parts[-1]._replace(
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        text="".join(part.text for part in parts),
        lines=tuple(line for part in parts for line in part.lines),
    )


def _titled(page: list[Piece], leaf: Leaf) -> list[Piece]:
    """The first page with its title told: the largest headings, in the middle, above all else."""
    order = sorted((piece for piece in page if piece.kind != "furniture"), key=lambda p: p.area[1])
    titles: list[Piece] = []
    for piece in order:
        middle = (piece.block.x0 + piece.block.x1) / 2
        if piece.kind != "heading" or abs(middle - leaf.sheet.width / 2) > 0.06 * leaf.sheet.width:
            break
        if (
            titles
            and piece.block.home != titles[0].block.home
            and piece.block.size < titles[-1].block.size / _TITLE
        ):
            break
        titles.append(piece)
    rest = [piece.block.size for piece in page if piece.kind == "heading" and piece not in titles]
    if not titles or max(piece.block.size for piece in titles) < _TITLE * max(rest, default=0):
        return page
    return [piece._replace(kind="title") if piece in titles else piece for piece in page]


def _bound(headings: Sequence[Piece]) -> float:
    """Points from which a heading is an outer one: where the sizes fall best into two groups.

    0 where all have one size (then all are inner).
    """
    sizes = sorted(piece.block.size for piece in headings)
    best, bound = 0.0, float("inf")
    for i in range(1, len(sizes)):
        if sizes[i] < _LEVELS * sizes[i - 1]:
            continue
        low = [log(size) for size in sizes[:i]]
        high = [log(size) for size in sizes[i:]]
        apart = sum(high) / len(high) - sum(low) / len(low)
        worth = len(low) * len(high) * apart * apart
        if worth > best:
            best, bound = worth, sizes[i]
    return bound


def _leveled(piece: Piece, bound: float) -> Piece:
    if piece.kind != "heading":
        return piece
    return piece._replace(kind="outer" if piece.block.size >= bound - 0.01 else "inner")
