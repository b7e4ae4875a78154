"""What headings and texts have in common: shared rare words, and a shared pattern among headings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain, combinations, pairwise
from math import inf, log
from typing import Final

_HAN_RUN: Final = re.compile(r"[\u4e00-\u9fff]+")
Trait = tuple[int, str]
Grams = Collection[int]
_PAIRS: Final = 1 << 16  # from here on a gram is a pair
_UNIGRAM: Final = 0.25  # weight of one shared character against a shared pair


def affinities(headings: Iterable[Grams], texts: Sequence[Grams], most: float = inf) -> list[list[float]]:
    """For each heading how much its words speak for each text rather than the others, `most` at most.

    Shared character pairs (and, less, characters), each weighted by how few texts have it; the
    mean over all texts is taken off, so that 0 is what a random text would get.
    """
    size = len(texts)
    holders: dict[int, list[int]] = defaultdict(list)  # by gram: the texts that have it
    for k, grams in enumerate(texts):
        for gram in grams:
            holders[gram].append(k)
    rarity = [log((size + 1) / (having + 0.5)) for having in range(size + 1)]
    weighted = {
        gram: (rarity[len(having)] * (_UNIGRAM if gram < _PAIRS else 1.0), having)
        for gram, having in holders.items()
    }
    return [_scores([weighted[gram] for gram in own if gram in weighted], size, most) for own in headings]


def grams_of(text: str) -> list[int]:
    """Its characters and pairs of neighbouring characters, Han only, each once."""
    return list(dict.fromkeys(chain.from_iterable(map(_codes, _HAN_RUN.findall(text)))))


def grams_among(wanted: frozenset[int], text: str) -> frozenset[int]:
    """Those of some grams that a text has; quick, for the many texts that are long."""
    return wanted.intersection(_codes(text))


def _codes(text: str) -> Iterable[int]:
    """Characters and pairs of neighbours as numbers of 16 and 32 bits, sooner made and found than strings."""
    units = text.encode("utf-16-le", "surrogatepass")
    whole = memoryview(units)
    even, odd = whole[: len(units) & ~3], whole[2 : (len(units) - 2 & ~3) + 2]
    return chain(whole.cast("H"), even.cast("I"), odd.cast("I"))


def _scores(shared: Sequence[tuple[float, list[int]]], size: int, most: float) -> list[float]:
    """The weights of shared grams summed up by text, less their mean."""
    found, total = [0.0] * size, 0.0
    for weight, having in shared:
        total += weight * len(having)
        for k in having:
            found[k] += weight
    mean = total / max(1, size)
    top = mean + most
    return [(score if score < top else top) - mean for score in found]


def patterns(headings: Sequence[str], outer: int) -> list[float]:
    """For each heading, in page order: from -1 (surely an inner one) to 1 (surely an outer one).

    Headings of one family share characters at the same places from their start or end, and
    mostly their length (增强…力, …更优).  Outer headings have inner ones between them, so a family
    whose members follow each other directly is one of inner headings.  `outer`: how many outer
    headings there are to be expected; a family has to account for a good part of them.
    """
    traits = [_traits(heading) for heading in headings]
    counts = Counter(chain.from_iterable(traits))
    families: dict[tuple[Trait, Trait], list[int]] = defaultdict(list)
    for i, own in enumerate(traits):
        for pair in combinations([trait for trait in own if counts[trait] > 1], 2):
            families[pair].append(i)
    standing = [0.0] * len(headings)
    for members in families.values():
        if len(members) > 1:
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
    strayed = len(family) > 4  # one of them may stand out of its place, beside another
    touching = sum(b - a == 1 for a, b in pairwise(family))
    neighbours = max(0, touching - strayed) / (len(family) - 1)
    part = min(1.0, max(0.0, 3 * (len(family) / outer - 0.15)))
    return part * max(-1.0, 1 - 2.5 * neighbours) * (0.5 if len(family) == 2 else 1.0)
