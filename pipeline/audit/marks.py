"""The parts of one figure as they are found, in the tidy text; no character is of two parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import category

from pipeline.figures.assemble import Places
from pipeline.model import Document

TIMES = frozenset({"period", "status"})  # the same words may tell both
KINDS = ("number", "unit", "qualifier", "indicator", "period", "status", "basis")
_TAKEN = "\0"  # stands in no text that is searched


class Part(NamedTuple):
    """A stretch of a text and what it tells of a figure, one of KINDS."""

    kind: str
    start: int
    end: int


class Marks:
    """The parts of one figure; what is taken first stays."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[Part] = []
        self._taken: set[int] = set()

    def add(self, kind: str, start: int, end: int) -> bool:
        """Take a stretch if nobody has it; whether that could be done."""
        if not 0 <= start < end <= len(self.text):
            return False
        both = kind in TIMES and any(
            part.kind in TIMES - {kind} and part[1:] == (start, end) for part in self.parts
        )
        if not both and not self._taken.isdisjoint(range(start, end)):
            return False
        self.parts.append(Part(kind, start, end))
        self._taken.update(range(start, end))
        return True

    def free(self, start: int, end: int) -> str:
        """A stretch of the text in which what is taken cannot be found."""
        said = self.text[start:end]
        if self._taken.isdisjoint(range(start, end)):
            return said
        return "".join(_TAKEN if place in self._taken else char for place, char in enumerate(said, start))


def in_source(document: Document, place: Places, parts: Iterable[Part]) -> list[Part]:
    """The parts in the source text, in order; one that is torn there is several."""
    text = document.source.text
    found = {
        Part(part.kind, start, end)
        for part in parts
        for start, end in _runs(text, [place.start(at) for at in range(part.start, part.end)])
    }
    return sorted(found, key=lambda part: (part.start, part.end, KINDS.index(part.kind)))


def _runs(text: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of the source that hold characters at these places; white space between does not tear."""
    first, last = places[0], places[0] + 1
    for at in places[1:]:
        if at < last or not all(map(_is_blank, text[last:at])):
            yield first, last
            first = at
        last = at + 1
    yield first, last


def _is_blank(char: str) -> bool:
    return char.isspace() or category(char) == "Cf"
