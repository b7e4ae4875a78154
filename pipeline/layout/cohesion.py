"""How strongly a dictionary holds two texts together across the seam between them."""

from __future__ import annotations

from collections.abc import Callable
from math import log

Frequency = Callable[[str], int]

_WINDOW = 6  # characters on either side of the seam; longer words are rare
_LONGEST = 6  # characters of a word
_TOTAL = 60_101_967  # sum of the frequencies in jieba's dictionary: makes them probabilities


def cohesion(left: str, right: str, frequency: Frequency) -> float:
    """Natural log of the odds that the two belong together: 0 if no word spans the seam.

    The best segmentation of both as one text against the best of each alone, by word frequency.
    新增人|才公寓 gains 人才 for 人 and 才; 新增人|大力创建 would lose 大力 for 人大.
    """
    left, right = left[-_WINDOW:], right[:_WINDOW]
    best = _best(left + right, frequency)
    return best - _best(left, frequency) - _best(right, frequency)


def _best(text: str, frequency: Frequency) -> float:
    """Log probability of the likeliest segmentation into dictionary words and single characters."""
    scores = [0.0]
    for end in range(1, len(text) + 1):
        scores.append(max(scores[i] + _score(text[i:end], frequency) for i in range(max(0, end - _LONGEST), end)))
    return scores[-1]


def _score(word: str, frequency: Frequency) -> float:
    count = frequency(word)
    if not count and len(word) > 1:
        return -1e9
    return log(max(count, 1) / _TOTAL)
