"""Paragraphs that break off at a column's foot and go on in the next column, far off, or overleaf."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.layout import marks
from pipeline.layout.cohesion import Frequency, segmented
from pipeline.layout.pages.blocks import Block
from pipeline.layout.stitch import bond

_NEAR: Final = 3.0  # em; a text so near above or below is of the same column
_WINDOW: Final = 8  # characters in front of the tear
_PARTS: Final = 3  # words
_FLOWS: Final = 3.0  # log odds that the text at the top of the next column brings along
_FOLLOWS: Final = 3.0  # and a text that begins with a mark that begins nothing
_ONLY: Final = 1.0  # and the only second half there is
_SURE: Final = 2.0
_SIZE: Final = 1.05  # ratio of sizes within a paragraph


class Place(NamedTuple):
    """A body and where in the columns it stands."""

    block: Block
    is_last: bool  # nothing follows below it in its column
    is_first: bool  # nothing stands above it in its column


def places(bodies: Sequence[Block], headings: Sequence[Block]) -> list[Place]:
    """Where bodies stand among the bodies of their frame and all headings."""
    found = []
    for body in bodies:
        framed = [other for other in bodies if other.home == body.home and other is not body]
        column = [o for o in (*framed, *headings) if o.page == body.page and _over(o, body) > 0]
        gap = _NEAR * body.size
        last = not any(-gap < other.top - body.bottom < gap and other.top > body.top for other in column)
        first = not any(-gap < body.top - other.bottom < gap and other.top < body.top for other in column)
        found.append(Place(body, last, first))
    return found


def _over(a: Block, b: Block) -> float:
    return min(a.x1, b.x1) - max(a.x0, b.x0)


def tears(standing: Sequence[Place], frequency: Frequency) -> list[tuple[int, int]]:
    """Pairs of first and second halves, as indices; each text is at most once the one and once the other."""
    bodies = [place.block for place in standing]
    indents = [body.indented for body in bodies if len(body.lines) > 1]
    indented = sum(indents) > 0.6 * len(indents)
    firsts = [i for i, place in enumerate(standing) if place.is_last and _breaks_off(place.block)]
    seconds = [i for i, place in enumerate(standing) if place.is_first and _may_follow(place.block, indented)]
    scored = sorted(
        (
            (_worth(bodies, i, k, seconds, frequency), i, k)
            for i in firsts
            for k in seconds
            if _may_join(bodies, i, k)
        ),
        reverse=True,
    )
    found: list[tuple[int, int]] = []
    for score, i, k in scored:
        if score >= _SURE and not any(i == a or k == b or (i, k) == (b, a) for a, b in found):
            found.append((i, k))
    return found


def _breaks_off(body: Block) -> bool:
    """Whether a text stops within a sentence at its right edge."""
    if marks.is_closed(body.text) or not marks.PROSE.search(body.text):
        return False
    return body.filled or len(body.lines) == 1 or marks.must_go_on(body.text)


def _may_follow(body: Block, indented: bool) -> bool:
    """Whether a text can be the rest of another; `indented`: paragraphs here begin with a blank."""
    if not marks.PROSE.search(body.text) and not marks.must_follow(body.text):
        return False
    return marks.numbering(body.text) is None and not (indented and body.indented)


def _may_join(bodies: Sequence[Block], i: int, k: int) -> bool:
    a, b = bodies[i], bodies[k]
    ratio = max(a.size, b.size) / min(a.size, b.size)
    return i != k and ratio < _SIZE and a.color == b.color and 0 <= b.page - a.page <= 1


def _worth(bodies: Sequence[Block], i: int, k: int, seconds: Sequence[int], frequency: Frequency) -> float:
    """Log odds, roughly, that one text goes on in another."""
    first, second = bodies[i], bodies[k]
    before = segmented(first.text[-_WINDOW:], frequency)[-_PARTS:]
    worth = bond(before, second.text, frequency)
    worth += _FOLLOWS * marks.must_follow(second.text)
    worth += _ONLY * (len(seconds) <= 2)
    return worth + _FLOWS * _is_next(first, second, [bodies[s] for s in seconds])


def _is_next(first: Block, second: Block, seconds: Sequence[Block]) -> bool:
    """Whether the second half stands at the top of the very next column or page."""
    if (first.home < 0) != (second.home < 0):
        return False
    if second.page > first.page:
        return all(other.x0 >= second.x0 - 1 for other in seconds if other.page == second.page)
    right = [other for other in seconds if other.page == first.page and other.x0 >= first.x1 - 1]
    if second not in right or second.top > first.top:
        return False
    return second.x0 <= min(other.x0 for other in right) + second.size
