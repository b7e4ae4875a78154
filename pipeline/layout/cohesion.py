"""How strongly a dictionary holds two texts together across the seam between them."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Final

Frequency = Callable[[str], int]

_WINDOW: Final = 6  # characters on either side of the seam; longer words are rare
_LONGEST: Final = 6  # characters of a word
TOTAL: Final = 60_101_967  # sum of the frequencies in jieba's dictionary: makes them probabilities


def cohesion(left: str, right: str, frequency: Frequency) -> float:
    """Natural log of the odds that the two belong together: 0 if no word spans the seam.

    The best segmentation of both as one text against the best of each alone, by word frequency.
    新增人|才公寓 gains 人才 for 人 and 才; 新增人|大力创建 would lose 大力 for 人大.
    """
    left, right = left[-_WINDOW:], right[:_WINDOW]
    if not _is_spanned(left, right, frequency):
        return 0.0  # as most seams: spares the segmentation
    best = _best(left + right, frequency)
    return best - _best(left, frequency) - _best(right, frequency)


def _is_spanned(left: str, right: str, frequency: Frequency) -> bool:
    """Whether any word stands on both sides of the seam."""
    for before in range(1, min(_LONGEST, len(left) + 1)):
        head = left[-before:]
        for behind in range(1, min(_LONGEST - before, len(right)) + 1):
            if frequency(head + right[:behind]):
                return True
    return False


def segmented(text: str, frequency: Frequency) -> list[str]:
    """The likeliest words of a short text."""
    words: list[str] = []
    ways = _ways(text, frequency)
    end = len(text)
    while end:
        start = ways[end][1]
        words.append(text[start:end])
        end = start
    return words[::-1]


def _best(text: str, frequency: Frequency) -> float:
    """Log probability of the likeliest segmentation into dictionary words and single characters."""
    return _ways(text, frequency)[-1][0]


def _ways(text: str, frequency: Frequency) -> list[tuple[float, int]]:
    """For each prefix the log probability of its best segmentation and where the last word begins."""
    ways = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - _LONGEST), end)
        ways.append(max((ways[i][0] + _score(text[i:end], frequency), i) for i in starts))
    return ways


def _score(word: str, frequency: Frequency) -> float:
    count = frequency(word)
    if not count and len(word) > 1:
        return -1e9
    return log(max(count, 1) / TOTAL)
