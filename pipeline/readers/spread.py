"""Where the characters of a line stand when only its two ends are known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from unicodedata import east_asian_width


def spread(text: str, x0: float, x1: float) -> Iterator[tuple[str, float, float]]:
    """Each character that is no blank, with its left and right; Latin ones are half as wide as Chinese.

    >>> list(spread("增 6", 0, 8))
    [('增', 0.0, 4.0), ('6', 6.0, 8.0)]
    """
    widths = [1.0 if east_asian_width(char) in "WF" else 0.5 for char in text]
    unit = (x1 - x0) / (sum(widths) or 1)
    ends = accumulate((unit * width for width in widths), initial=float(x0))
    for char, (left, right) in zip(text, pairwise(ends), strict=True):
        if not char.isspace():
            yield char, left, right
