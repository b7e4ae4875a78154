"""Where the words of an indicator stand: the longest blocks it shares with the text, nearest first.

The grammar builds an indicator of words of the sentence and of what was handed on from before.  They are
looked for where the grammar may have had them from, place by place; what is found nowhere is not marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from pipeline.audit.marks import Marks

_LEAST = 2  # characters of a block; single ones go with their neighbours
_SURE = 4  # characters from which on a block need not be whole words of the indicator
_BOTH = 2  # ends of a block


class Place(NamedTuple):
    """A stretch of the tidy text to look in; `onward`: its beginning is nearest, else its end."""

    start: int
    end: int
    onward: bool = False
    near: bool = False  # of the figure's own sentence: words of one character count
    handed: tuple[str, ...] | None = None  # only what one of these holds may be from there
    least: int = _LEAST


class Piece(NamedTuple):
    """wanted[start:end] stands at `place` of the tidy text."""

    start: int
    end: int
    place: int

    @property
    def behind(self) -> int:
        return self.place + self.end - self.start


def align(wanted: str, words: Sequence[str], groups: Sequence[Sequence[Place]], marks: Marks) -> list[Piece]:
    """The pieces of an indicator, each part of it once; they are marked.

    `words`: those of the indicator, joined they are the indicator; `groups`: places that are as near, one
    group after the other, the last near one holding all that is near.
    """
    aligned = _Aligned(wanted, words, groups, marks)
    for ends in (_BOTH, 1):  # whole words first: 增 of 增加值 may be that of 增长
        for group in groups:
            while piece := aligned.longest(group, ends):
                marks.add("indicator", piece.place, piece.behind)
                aligned.found = sorted([*aligned.found, piece])
    return aligned.found


class _Aligned:
    """An indicator and the pieces found so far."""

    def __init__(
        self, wanted: str, words: Sequence[str], groups: Sequence[Sequence[Place]], marks: Marks
    ) -> None:
        self._wanted, self._marks = wanted, marks
        self._ends = [0, *accumulate(map(len, words))]
        self._cuts = set(self._ends)
        self._near = [place for group in groups for place in group if place.near]
        self.found: list[Piece] = []

    def longest(self, group: Sequence[Place], ends: int) -> Piece | None:
        """The longest block of what is still wanted that stands in a group of places.

        `ends`: how many ends of the block must be those of words; if not both, only long blocks count.
        """
        gaps = list(self._gaps())
        most = max((end - start for start, end in gaps), default=0)
        if most < (1 if ends == _BOTH else _SURE):
            return None
        said = [(place, self._marks.free(place.start, place.end)) for place in group]
        for size in range(most, 0 if ends == _BOTH else _SURE - 1, -1):
            for start in (at for low, high in gaps for at in range(low, high - size + 1)):
                for place, text in said:
                    piece = self._piece(start, start + size, place, text)
                    if piece and self._whole_ends(piece, text, place) >= ends:
                        return piece
        return None

    def _gaps(self) -> Iterator[tuple[int, int]]:
        """What of the indicator is still wanted."""
        behind = 0
        for piece in [*self.found, Piece(len(self._wanted), 0, 0)]:
            if piece.start > behind:
                yield behind, piece.start
            behind = piece.end

    def _piece(self, start: int, end: int, place: Place, text: str) -> Piece | None:
        """A block at a place, if it is there and may be from there."""
        block, size = self._wanted[start:end], end - start
        if block not in text or size < (1 if place.near else place.least):
            return None
        if place.handed is not None and not any(block in told for told in place.handed):
            return None
        if place.near and _LEAST <= size <= _SURE and self._is_torn(start, end):
            return None
        piece = Piece(start, end, self._nearest(start, end, place, text))
        return piece if size >= _LEAST or self._touches(piece) else None

    def _whole_ends(self, piece: Piece, text: str, place: Place) -> int:
        """How many ends of a block are no cut through a word of the indicator, or are ends in the text."""
        before, behind = piece.place - place.start, piece.behind - place.start
        cuts = self._cuts.union(*((other.start, other.end) for other in self.found))
        opens = piece.start in cuts or not text[:before][-1:].isalpha()
        return opens + (piece.end in cuts or not text[behind : behind + 1].isalpha())

    def _is_torn(self, start: int, end: int) -> bool:
        """Whether a short block stands together with the word beside it elsewhere: 全省 of 全省|项目."""
        before = max((at for at in self._ends if at < start), default=start)
        behind = min((at for at in self._ends if at > end), default=end)
        longer = {(before, end), (start, behind)}
        covered = {i for piece in self.found for i in range(piece.start, piece.end)}
        return any(
            self._wanted[low:high] in self._marks.free(place.start, place.end)
            for low, high in longer - {(start, end)}
            if covered.isdisjoint(range(low, high))
            for place in self._near
        )

    def _nearest(self, start: int, end: int, place: Place, text: str) -> int:
        """Where a block stands nearest to the figure, in the order of the indicator if it can be."""
        before = [p.behind for p in self.found if p.end <= start and place.start <= p.place < place.end]
        after = [p.place for p in self.found if p.start >= end and place.start <= p.place < place.end]
        low = max(before, default=place.start) - place.start
        high = min(after, default=place.end) - place.start
        block, look = self._wanted[start:end], text.find if place.onward else text.rfind
        ordered = look(block, low, high) if low < high else -1
        return place.start + (ordered if ordered >= 0 else look(block))

    def _touches(self, piece: Piece) -> bool:
        """Whether a single character goes on with a piece, or leads to one."""
        return any(
            (other.end, other.behind) == (piece.start, piece.place)
            or (other.start, other.place) == (piece.end, piece.behind)
            for other in self.found
        )
