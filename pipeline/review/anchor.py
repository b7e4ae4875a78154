"""Where a verdict belongs: the number as it stands and the text around it, unique in the document.

Strict both ways: an anchor is made wide enough to fit one place only, and holds in another text only
where it fits exactly one place, character for character.  Nothing is moved to what merely looks alike.
"""

from __future__ import annotations

from typing import NamedTuple

WIDTH = 20  # characters on each side, at least, where there are so many


class Anchor(NamedTuple):
    """A span of a text with the text before and after it."""

    before: str
    span: str
    after: str


def anchored(text: str, start: int, end: int) -> Anchor:
    """The anchor of text[start:end]: twenty characters on each side, more until it is unique.

    >>> anchored("共5家。共5家。", 1, 3)
    Anchor(before='共', span='5家', after='。共5家。')
    """
    width = WIDTH
    while True:
        low, high = max(0, start - width), min(len(text), end + width)
        whole = text[low:high]
        if (low, high) == (0, len(text)) or _places(text, whole) == [low]:
            return Anchor(text[low:start], text[start:end], text[end:high])
        width *= 2


def found(text: str, anchor: Anchor) -> list[int]:
    """Where the span of an anchor begins in a text: one place if it holds, none or two if it does not."""
    return [place + len(anchor.before) for place in _places(text, "".join(anchor))]


def _places(text: str, whole: str) -> list[int]:
    """The first two places of a text that stands there, overlapping ones too."""
    first = text.find(whole)
    if first < 0:
        return []
    second = text.find(whole, first + 1)
    return [first] if second < 0 else [first, second]
