"""The likeliest words of a run of Chinese characters: jieba's own choice, found in one pass.

Apart from `tokenizer.py` so that it can be compiled; jieba's class cannot.
"""

from __future__ import annotations

from math import log
from typing import Final

_UNSEEN: Final = 1.0  # no log probability is above 0
_KEPT: Final = 200_000  # log probabilities remembered


def likeliest(
    text: str, known: dict[str, float | None], seen: dict[str, int], total: float
) -> tuple[list[float], list[int]]:
    """At each place the best log probability to the end, and where the word there ends.

    `seen`: how often the dictionary has seen each word, 0 for what only begins words; `total`: the
    logarithm of all of them.  `known` remembers log probabilities, 0 and None for what is no word: `seen`
    is so large that most looks into it miss the processor's cache.
    """
    if len(known) >= _KEPT:
        known.clear()
    single = -total  # of a character that is no word
    size = len(text)
    scores = [0.0] * (size + 1)
    ends = list(range(1, size + 2))
    for start in range(size - 1, -1, -1):
        found, best, last = False, 0.0, start + 1
        for end in range(start + 1, size + 1):
            piece = text[start:end]
            weight = known.get(piece, _UNSEEN)  # one look instead of two, in the hottest loop there is
            if weight == _UNSEEN:
                often = seen.get(piece)
                weight = known[piece] = None if often is None else log(often) - total if often else 0.0
            if weight is None:
                break
            if weight:
                score = weight + scores[end]
                if not found or score >= best:  # of two equals the longer word, as jieba has it
                    found, best, last = True, score, end
        scores[start] = best if found else scores[start + 1] + single
        ends[start] = last
    return scores, ends


def words(text: str, ends: list[int]) -> list[str]:
    """The words from the first place on."""
    found, place = [], 0
    while place < len(text):
        found.append(text[place : ends[place]])
        place = ends[place]
    return found


def joined(words: list[str]) -> list[str]:
    """The words with single letters and digits that stand side by side as one.

    >>> joined(["5", "G", "基站", ".", "x"])
    ['5G', '基站', '.', 'x']
    """
    found: list[str] = []
    glued = False
    for word in words:
        single = len(word) == 1 and word.isascii() and word.isalnum()
        if single and glued:
            found[-1] += word
        else:
            found.append(word)
        glued = single
    return found
