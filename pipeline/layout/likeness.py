"""What headings and texts have in common: shared rare words, and a shared pattern among headings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from math import log

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
Trait = tuple[int, str]
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
    families: dict[tuple[Trait, Trait], list[int]] = defaultdict(list)
    for i, heading in enumerate(headings):
        for pair in combinations(_traits(heading), 2):
            families[pair].append(i)
    standing = [0.0] * len(headings)
    for members in families.values():
        value = _standing(members, max(2, outer))
        for i in members:
            standing[i] = max(standing[i], value, key=abs)
    return standing


def _traits(heading: str) -> list[Trait]:
    """What headings of one family share, two of these at least: characters by place, and the length."""
    core = heading.strip("“”")
    return [(place, core[place]) for place in (0, 1, -1, -2) if len(core) > 2] + [(len(core), "")]


def _standing(family: Sequence[int], outer: int) -> float:
    """How surely a family is one of outer headings, 1 to -1, by its size and its spread over the page."""
    if len(family) < 2:
        return 0.0
    strayed = len(family) > 4  # one of them may stand out of its place, beside another
    touching = sum(b - a == 1 for a, b in pairwise(family))
    neighbours = max(0, touching - strayed) / (len(family) - 1)
    part = min(1.0, max(0.0, 3 * (len(family) / outer - 0.15)))
    return part * max(-1.0, 1 - 2.5 * neighbours) * (0.5 if len(family) == 2 else 1.0)
