"""Where the words of an indicator stand: the longest blocks it shares with the text, nearest first.

The grammar builds an indicator of words of the sentence and of what was said before.  Its letters are
looked for where the grammar may have had them from, place by place; what is found nowhere is not marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.audit.marks import Marks

_LEAST = 2  # characters of a block
_SURE = 3  # characters from which on a block need not begin and end with a word of the indicator


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
    cuts = {0}
    for word in words:
        cuts.add(max(cuts) + len(word))
    found: list[Piece] = []
    for place in places:
        while piece := _longest(wanted, cuts, place, found, marks):
            if not marks.add("indicator", piece.place, piece.behind):
                break
            found = sorted([*found, piece])
    return found


def _longest(wanted: str, cuts: set[int], place: Place, found: Sequence[Piece], marks: Marks) -> Piece | None:
    """The longest block of what is still wanted that stands at a place."""
    said = marks.free(place.start, place.end)
    gaps = list(_gaps(len(wanted), found))
    most = min(max((end - start for start, end in gaps), default=0), len(said))
    for size in range(most, 0, -1):
        for low, high in gaps:
            for start in range(low, high - size + 1):
                end = start + size
                if _may_be(start, end, cuts, place) and wanted[start:end] in said:
                    at = _nearest(wanted[start:end], said, place, *_between(start, end, found, place))
                    if at >= 0 and (size >= _LEAST or _is_in_order(start, end, at, found, place)):
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


def _may_be(start: int, end: int, cuts: set[int], place: Place) -> bool:
    """Whether a block may be looked for: a short one only if it is made of whole words."""
    whole = start in cuts and end in cuts
    if end - start < _LEAST:
        return whole and place.near
    return whole or end - start >= _SURE


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


def _is_in_order(start: int, end: int, at: int, found: Sequence[Piece], place: Place) -> bool:
    """Whether a single character stands between its neighbours of the same sentence, and touches one."""
    return any(p.behind == at and p.end == start for p in found) or any(
        p.place == at + end - start and p.start == end for p in found
    )
