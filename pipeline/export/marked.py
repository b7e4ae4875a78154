"""Where a figure's number stands in its sentence."""

from __future__ import annotations

from collections.abc import Iterator

#: characters before the number that may be needed to tell two places of a sentence apart
BEFORE = 2000


def place(sentence: str, quote: str, before: str) -> tuple[int, int] | None:
    """The span of the number in its sentence; None where the text does not tell it apart.

    `before`: the source text in front of the number.  White space counts nowhere.

    >>> place("增长5%，其中出口增长 5%。", "5%", "一季度增长5%，其中出口增长")
    (12, 14)
    """
    offsets = [offset for offset, char in enumerate(sentence) if not char.isspace()]
    squeezed = "".join(sentence[offset] for offset in offsets)
    quote, before = "".join(quote.split()), "".join(before.split())
    if not quote:
        return None
    starts = list(_starts(squeezed, quote))
    if len(starts) > 1:
        starts = [start for start in starts if before.endswith(squeezed[:start])]
    if len(starts) > 1:  # the beginning of a sentence fits everywhere
        starts = [max(starts)]
    return (offsets[starts[0]], offsets[starts[0] + len(quote) - 1] + 1) if starts else None


def _starts(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)
