"""What headings and texts have in common: shared rare words, and a shared pattern among headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_UNIGRAM = 0.25  # weight of one shared character against a shared pair


class Affinity:
    """How much a heading's words speak for one text rather than the others.

    Shared character pairs (and, less, characters), each weighted by how few texts have it; the
    mean over all texts is taken off, so that 0 is what a random text would get.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._grams = [frozenset(_grams(text)) for text in texts]
        spread = Counter(gram for grams in self._grams for gram in grams)
        self._weight = {
            gram: (1.0 if len(gram) == 2 else _UNIGRAM) * log((len(texts) + 1) / (count + 0.5))
            for gram, count in spread.items()
        }
        self._known: dict[str, tuple[float, ...]] = {}

    def of(self, heading: str, text: int) -> float:
        """Affinity of a heading to the text with this index."""
        if heading not in self._known:
            self._known[heading] = self._scores(heading)
        return self._known[heading][text]

    def _scores(self, heading: str) -> tuple[float, ...]:
        wanted = frozenset(_grams(heading))
        raw = [sum(self._weight[gram] for gram in wanted & grams) for grams in self._grams]
        mean = sum(raw) / len(raw) if raw else 0.0
        return tuple(score - mean for score in raw)


def _grams(text: str) -> Iterable[str]:
    """Its characters and pairs of neighbouring characters, Han only."""
    for run in _HAN_RUN.findall(text):
        yield from run
        yield from (run[i : i + 2] for i in range(len(run) - 1))


def patterns(headings: Sequence[str], outer: int) -> list[float]:
    """For each heading, in page order: from -1 (surely an inner one) to 1 (surely an outer one).

    Headings of one family share characters at the same places from their start or end, and
    mostly their length (增强…力, …更优).  Outer headings have inner ones between them, so a family
    whose members follow each other directly is one of inner headings.  `outer`: how many outer
    headings there are to be expected; a family has to account for a good part of them.
    """
    marks = [_family_marks(heading) for heading in headings]
    return [_standing(i, marks, max(2, outer)) for i in range(len(headings))]


def _family_marks(heading: str) -> frozenset[tuple[int, str]]:
    """What members of a family have in common: characters by place, and the length (place 99)."""
    core = heading.strip("“”")
    ends = {(place, core[place]) for place in (0, 1, -1, -2) if len(core) > 2}
    return frozenset(ends | {(99, str(len(core)))})


def _standing(i: int, marks: Sequence[frozenset[tuple[int, str]]], outer: int) -> float:
    family = [k for k, other in enumerate(marks) if k == i or len(other & marks[i]) >= 2]
    if len(family) < 2:
        return 0.0
    neighbours = sum(b - a == 1 for a, b in zip(family, family[1:], strict=False)) / (len(family) - 1)
    part = min(1.0, max(0.0, 3 * (len(family) / outer - 0.15)))
    return part * max(-1.0, 1 - 2.5 * neighbours) * (0.5 if len(family) == 2 else 1.0)
