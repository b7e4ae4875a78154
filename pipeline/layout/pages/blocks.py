"""Blocks: lines of one frame and one type that follow each other downwards, one paragraph each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.layout import marks
from pipeline.layout.pages.boxes import frames, homes, is_pale
from pipeline.layout.pages.fragments import Fragment, Turn, down, fragments, level, runs_down, up
from pipeline.model import Glyph, Sheet

_SAME_SIZE: Final = 1.12  # ratio of sizes within a block
_LOOSE: Final = 2.0  # em; lines farther apart than this are never of one block
_BESIDE_PITCH: Final = 0.3  # em by which a gap may exceed the usual one
_SHORT: Final = 1.6  # em by which a paragraph's last line is shorter
_INDENT: Final = (1.2, 3.2)  # em
_LEAST_ITEM: Final = 4  # characters of a line that may be an item of its own


class Block(NamedTuple):
    """A paragraph, a heading or a scrap, with its place on the page."""

    x0: float
    top: float
    x1: float
    bottom: float
    page: int
    home: int  # index of its frame, -1: none
    size: float
    color: int
    font: str
    plain: bool  # of one font and colour throughout
    indented: bool
    filled: bool  # its last line reaches the right edge
    text: str
    lines: tuple[tuple[Glyph, ...], ...]


def blocks(sheet: Sheet) -> list[Block]:
    """The blocks of a page; their `home` counts in `frames(sheet)`."""
    inside = homes(sheet.glyphs, frames(sheet))
    groups: dict[tuple[int, Turn], list[Glyph]] = defaultdict(list)
    for home, turn, glyphs in _by_run(sheet.glyphs, inside):
        groups[-2 if turn is level else home, turn] += glyphs
    found: list[Block] = []
    of = {id(glyph): home for glyph, home in zip(sheet.glyphs, inside, strict=True)}
    for (_, turn), glyphs in groups.items():
        parts = fragments(glyphs, [of[id(glyph)] for glyph in glyphs], turn)
        found += [_block(sheet.number, chain) for chain in _chains(parts, _usual_size(parts))]
    return found


def _usual_size(parts: Sequence[Fragment]) -> float:
    """Points of the type that most is printed in."""
    told: Counter[float] = Counter()
    for part in parts:
        told[round(part.size, 1)] += len(part.text)
    return told.most_common(1)[0][0] if told else 0.0


def _by_run(glyphs: Sequence[Glyph], inside: Sequence[int]) -> Iterator[tuple[int, Turn, list[Glyph]]]:
    """The glyphs of each frame, and which way they run."""
    by_home: dict[tuple[int, bool], list[Glyph]] = defaultdict(list)
    for glyph, home in zip(glyphs, inside, strict=True):
        by_home[home, glyph.upright].append(glyph)
    for (home, upright), members in by_home.items():
        if not upright:
            yield home, up if _climbs(members) else down, members
        elif home >= 0 and len(members) > 3 and runs_down(members):
            yield home, down, members
        else:
            yield home, level, members


def _climbs(glyphs: Sequence[Glyph]) -> bool:
    """Whether turned type is read from bottom to top: so it stands in the file."""
    steps = [b.top - a.top for a, b in pairwise(glyphs) if abs(b.x0 - a.x0) < a.x1 - a.x0]
    return sum(step < 0 for step in steps) * 2 >= len(steps)


def _chains(parts: Sequence[Fragment], usual: float) -> list[list[Fragment]]:
    """Fragments one below the other, cut into paragraphs."""
    by_home: dict[int, list[Fragment]] = defaultdict(list)
    for part in parts:
        by_home[part.home].append(part)
    found: list[list[Fragment]] = []
    for members in by_home.values():
        for chain in _columns(members):
            found += _paragraphs(chain, usual)
    return found


def _columns(members: list[Fragment]) -> list[list[Fragment]]:
    """Chains downwards: each fragment with the only one below it, if that has only it above."""
    members.sort(key=lambda f: (f.top, f.x0))
    below: dict[int, list[int]] = defaultdict(list)
    above: dict[int, list[int]] = defaultdict(list)
    for i, upper in enumerate(members):
        for k in _next_below(members, i, upper):
            above[k].append(i)
    for k, uppers in above.items():
        lowest = max(members[i].bottom for i in uppers)
        above[k] = [i for i in uppers if members[i].bottom > lowest - members[i].size / 2]
        for i in above[k]:
            below[i].append(k)
    usual = _usual_gap(members, below)
    chains: list[list[Fragment]] = []
    chain_of: dict[int, list[Fragment]] = {}
    for i, part in enumerate(members):
        up_from = above[i]
        if len(up_from) == 1 and len(below[up_from[0]]) == 1 and _binds(members[up_from[0]], part, usual):
            chain = chain_of[up_from[0]]
        else:
            chain = []
            chains.append(chain)
        chain.append(part)
        chain_of[i] = chain
    return chains


def _next_below(members: Sequence[Fragment], i: int, upper: Fragment) -> list[int]:
    """The fragments directly below one: the nearest and those on its line."""
    found: list[int] = []
    for k in range(i + 1, len(members)):
        lower = members[k]
        if lower.top > upper.bottom + _LOOSE * upper.size or (
            found and lower.top > members[found[0]].top + members[found[0]].size / 2
        ):
            break
        wide = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
        if lower.top > upper.top + upper.size / 2 and wide > 0.3 * min(
            upper.x1 - upper.x0, lower.x1 - lower.x0
        ):
            found.append(k)
    return found


def _usual_gap(members: Sequence[Fragment], below: dict[int, list[int]]) -> dict[int, float]:
    """For each size (in points) the usual gap between lines, in em: the lower quartile of what is seen."""
    seen: dict[int, list[float]] = defaultdict(list)
    for i, under in below.items():
        for k in under:
            upper, lower = members[i], members[k]
            if _alike(upper, lower):
                seen[round(upper.size)].append((lower.top - upper.bottom) / upper.size)
    return {size: sorted(gaps)[len(gaps) // 3] for size, gaps in seen.items()}


def _alike(upper: Fragment, lower: Fragment) -> bool:
    return max(upper.size, lower.size) < _SAME_SIZE * min(upper.size, lower.size)


def _binds(upper: Fragment, lower: Fragment, usual: dict[int, float]) -> bool:
    """Whether two lines one above the other are of one block."""
    if not _alike(upper, lower):
        return False
    gap = (lower.top - upper.bottom) / upper.size
    if gap > usual.get(round(upper.size), 0.5) + _BESIDE_PITCH:
        return False
    if not (upper.plain and lower.plain):
        return True
    fonts = {upper.font, lower.font} - {""}
    return upper.color == lower.color and len(fonts) < 2


def _paragraphs(chain: list[Fragment], usual: float) -> Iterator[list[Fragment]]:
    """A chain cut where a paragraph ends; `usual`: points of the text type."""
    right = max(part.x1 for part in chain)
    left = min(part.x0 for part in chain)
    if chain[0].size < _SAME_SIZE * usual and not is_pale(chain[0].color) and _is_list(chain, left, right):
        yield from ([part] for part in chain)
        return
    start = 0
    for i in range(1, len(chain)):
        if _ends(chain, i, left):
            yield chain[start:i]
            start = i
    yield chain[start:]


def _is_list(chain: Sequence[Fragment], left: float, right: float) -> bool:
    """Whether lines are items each by itself: centred on one axis with other widths, no mark in any."""
    if len(chain) < 3 or any(marks.PROSE.search(part.text) for part in chain[:-1]):
        return False
    if any(len(part.text) < _LEAST_ITEM for part in chain):
        return False
    em = chain[0].size
    return sum(part.x1 < right - em for part in chain[:-1]) > 0 or right - left < 8 * em


def _ends(chain: Sequence[Fragment], i: int, left: float) -> bool:
    """Whether a paragraph ends before line i."""
    before, here = chain[i - 1], chain[i]
    em = here.size
    if (number := marks.numbering(here.text)) and number.style in ("bullet", "dash", "circle"):
        return True
    short = before.x1 < here.x1 - _SHORT * em and not (i > 1 and abs(chain[i - 2].x1 - before.x1) < 0.8 * em)
    closed = marks.is_closed(before.text)
    indent = _INDENT[0] * em < here.x0 - left < _INDENT[1] * em
    if closed and (short or (indent and i > 1 and here.x0 > before.x0 + em)):
        return True
    return closed and indent and i == 1 and before.x1 < max(part.x1 for part in chain) - _SHORT * em


def _block(page: int, chain: Sequence[Fragment]) -> Block:
    glyphs = [glyph for part in chain for glyph in part.glyphs]
    most = max(chain, key=lambda part: len(part.glyphs))
    right = max(part.x1 for part in chain)
    left = min((part.x0 for part in chain[1:]), default=chain[0].x0)
    return Block(
        min(glyph.x0 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
        page,
        most.home,
        most.size,
        most.color,
        most.font,
        all(part.plain for part in chain),
        len(chain) > 1 and chain[0].x0 > left + _INDENT[0] * most.size,
        len(chain) > 1 and chain[-1].x1 > right - _SHORT * most.size,
        "".join(part.text for part in chain),
        tuple(part.glyphs for part in chain),
    )
