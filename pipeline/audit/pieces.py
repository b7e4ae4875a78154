"""Where the words of an indicator stand: the longest blocks it shares with the text, nearest first.

The grammar builds an indicator of words of the sentence and of what was said before.  Its letters are
looked for where the grammar may have had them from, place by place; what is found nowhere is not marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from pipeline.audit.marks import Marks

_LEAST = 2  # characters of a block
_SURE = 4  # characters from which on a block need not begin and end with a word of the indicator


class Place(NamedTuple):
    """A stretch of the tidy text to look in; `onward`: its beginning is nearest, else its end."""

    start: int
    end: int
    onward: bool = False
    near: bool = False  # of the figure's own sentence: words of one character count


class Piece(NamedTuple):
    """wanted[start:end] stands at `place` of the tidy text."""

    start: int
    end: int
    place: int

    @property
    def behind(self) -> int:
        return self.place + self.end - self.start


def align(wanted: str, words: Sequence[str], places: Sequence[Place], marks: Marks) -> list[Piece]:
    """The pieces of an indicator, each part of it once; they are marked.

    `words`: those of the indicator, joined they are the indicator.
    """
    cuts = {0, *accumulate(map(len, words))}
    found: list[Piece] = []
    for whole in (True, False):  # what is no whole word may be of another: 增 of 增加值 in 增长
        for place in places:
            while piece := _longest(wanted, cuts, place, found, marks, whole):
                marks.add("indicator", piece.place, piece.behind)
                found = sorted([*found, piece])
    return found


def _longest(
    wanted: str, cuts: set[int], place: Place, found: Sequence[Piece], marks: Marks, whole: bool
) -> Piece | None:
    """The longest block of what is still wanted that stands at a place."""
    said = marks.free(place.start, place.end)
    gaps = list(_gaps(len(wanted), found))
    most = min(max((end - start for start, end in gaps), default=0), len(said))
    least = (1 if place.near else _LEAST) if whole else _SURE
    for size in range(most, least - 1, -1):
        for low, high in gaps:
            for start in range(low, high - size + 1):
                end = start + size
                if whole and not (start in cuts and end in cuts):
                    continue
                if wanted[start:end] in said:
                    at = _nearest(wanted[start:end], said, place, *_between(start, end, found, place))
                    if at >= 0 and (size >= _LEAST or _touches(start, end, at, found)):
                        return Piece(start, end, at)
    return None


def _gaps(size: int, found: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """What of the indicator is still wanted."""
    behind = 0
    for piece in found:
        if piece.start > behind:
            yield behind, piece.start
        behind = piece.end
    if behind < size:
        yield behind, size


def _between(start: int, end: int, found: Sequence[Piece], place: Place) -> tuple[int, int]:
    """Where a block stands in order: behind the piece before it, in front of the one after it."""
    before = [p.behind for p in found if p.end <= start and place.start <= p.place < place.end]
    after = [p.place for p in found if p.start >= end and place.start <= p.place < place.end]
    return max(before, default=place.start), min(after, default=place.end)


def _nearest(wanted: str, said: str, place: Place, low: int, high: int) -> int:
    """Where a block stands nearest to the figure, in order if it can be."""
    look = said.find if place.onward else said.rfind
    ordered = look(wanted, low - place.start, max(low, high) - place.start)
    at = ordered if ordered >= 0 else look(wanted)
    return at + place.start if at >= 0 else -1


def _touches(start: int, end: int, at: int, found: Sequence[Piece]) -> bool:
    """Whether a single character goes on with a piece, or leads to one."""
    return any((p.end, p.behind) == (start, at) or (p.start, p.place) == (end, at + 1) for p in found)
