"""A paragraph torn in two, its second half elsewhere: found only by a word that spans the tear."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Final

from pipeline.layout import marks
from pipeline.layout.cohesion import TOTAL, Frequency, segmented

_SURE: Final = 2.0  # log of how much likelier the word is than its parts side by side
_CLEAR: Final = 1.0  # by how much the best second half must beat the next
_MOST: Final = 8  # bodies that break off
_PARTS: Final = 3  # words on either side that may join into one
_WINDOW: Final = 8  # characters on either side


def torn(texts: Sequence[str], frequency: Frequency) -> tuple[int, int] | None:
    """First and second half, as indices, if one text breaks off and one other surely goes on with it."""
    halves = [i for i, text in enumerate(texts) if not marks.is_closed(text) and marks.PROSE.search(text)]
    if len(halves) > _MOST:
        return None  # a text that often breaks off is no poster with one torn paragraph
    seconds = [k for k, text in enumerate(texts) if marks.must_follow(text)]
    if len(halves) == len(seconds) == 1 and halves[0] < seconds[0]:
        return halves[0], seconds[0]
    found = sorted(
        (
            (bond(before, texts[k], frequency), i, k)
            for i in halves
            for before in [segmented(texts[i][-_WINDOW:], frequency)[-_PARTS:]]
            for k in range(i + 1, len(texts))
        ),
        reverse=True,
    )
    if not found or found[0][0] < _SURE:
        return None
    rivals = [score for score, i, k in found[1:] if i == found[0][1] or k == found[0][2]]
    return found[0][1:] if not rivals or found[0][0] - rivals[0] > _CLEAR else None


def bond(before: Sequence[str], right: str, frequency: Frequency) -> float:
    """How surely a word made of whole words on both sides of the tear spans it; 0 if none does.

    `before`: the last words in front of the tear.  新增人|才公寓: 人 and 才 make 人才.
    新增人|民生改善: 人民 would break 民生, which is no bond.
    """
    right = right[:_WINDOW]
    ends = ["".join(before[-a:]) for a in range(1, len(before) + 1)]
    spanning = [end + right[:b] for end in ends for b in range(1, len(right) + 1)]
    if not any(map(frequency, spanning)):
        return 0.0  # no word at all, as mostly: spares the segmentation
    after = segmented(right, frequency)[:_PARTS]
    best = 0.0
    for a in range(1, len(before) + 1):
        for b in range(1, len(after) + 1):
            best = max(best, _gain([*before[-a:], *after[:b]], frequency))
    return best


def _gain(parts: Sequence[str], frequency: Frequency) -> float:
    count = frequency("".join(parts))
    if not count:
        return 0.0
    apart = sum(log(max(frequency(part), 1) / TOTAL) for part in parts)
    return log(count / TOTAL) - apart
