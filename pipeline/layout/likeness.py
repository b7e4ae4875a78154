"""What headings and texts have in common: shared rare words, and a shared pattern among headings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_UNIGRAM = 0.25  # weight of one shared character against a shared pair
_PATTERN = 3  # headings that share a pattern, at least


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


def patterns(headings: Sequence[str]) -> list[float]:
    """For each heading, in page order: how surely it is one of a family that stands apart.

    A family shares characters at the same place from the start or the end (增强…力, …更优).
    Outer headings never stand next to each other, with inner ones between; so a family whose
    members follow each other directly is one of inner headings and counts negative.
    """
    families: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, heading in enumerate(headings):
        for frame in _frames(heading):
            families[frame].append(i)
    best = [0.0] * len(headings)
    for members in families.values():
        if len(members) >= _PATTERN:
            strength = _apartness(members)
            for i in members:
                best[i] = max(best[i], strength, key=abs)
    return best


def _frames(heading: str) -> Iterable[tuple[int, str]]:
    """Places of a heading that a family may share: its first pair, its first and last two characters."""
    yield 0, heading[:2]
    for place in (0, 1, -1, -2):
        if len(heading) > 2:
            yield place, heading[place]


def _apartness(members: Sequence[int]) -> float:
    """Size of a family, less where its members are neighbours; negative for a family of neighbours."""
    neighbours = sum(b - a == 1 for a, b in zip(members, members[1:], strict=False))
    share = neighbours / (len(members) - 1)
    return (len(members) - 1) * (1 - 2.5 * share)
