"""Text of documents -> markup in which nothing of it can act, hide, or turn what stands beside it."""

from __future__ import annotations

import unicodedata
from html import escape


def text(told: str) -> str:
    """Untrusted text: escaped, its direction kept inside, hidden characters named; "" stays "".

    >>> text("<b>12\\u202e万")
    '<bdi>&lt;b&gt;12[U+202E]万</bdi>'
    """
    return f"<bdi>{escape(visible(told))}</bdi>" if told else ""


def visible(told: str) -> str:
    """On one line; control, direction and zero-width characters are named."""
    return "".join(map(_shown, " ".join(told.split())))


def quoted(sentence: str, quote: str, around: int) -> str:
    """A sentence with its number marked and `around` characters on both sides; "" without a sentence.

    >>> quoted("全年增长5%左右。", "5%", 3)
    '<bdi>…年增长<mark>5%</mark>左右。</bdi>'
    """
    at = sentence.find(quote) if quote else -1
    if at < 0:
        return text(sentence[: 2 * around])
    before, after = visible(sentence[:at]), visible(sentence[at + len(quote) :])
    left = f"…{before[-around:]}" if len(before) > around else before
    right = f"{after[:around]}…" if len(after) > around else after
    return f"<bdi>{escape(left)}<mark>{escape(visible(quote))}</mark>{escape(right)}</bdi>"


def _shown(char: str) -> str:
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs")
    return f"[U+{ord(char):04X}]" if hidden else char
