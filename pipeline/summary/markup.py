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


def marked(before: str, quote: str, after: str, around: int) -> str:
    """A number marked in its sentence, with `around` characters on both sides.

    >>> marked("全年增长", "5%", "左右。", 3)
    '<bdi>…年增长<mark>5%</mark>左右。</bdi>'
    """
    before, after = visible(before), visible(after)
    left = f"…{before[-around:]}" if len(before) > around else before
    right = f"{after[:around]}…" if len(after) > around else after
    return f"<bdi>{escape(left)}<mark>{escape(visible(quote))}</mark>{escape(right)}</bdi>"


def _shown(char: str) -> str:
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs")
    return f"[U+{ord(char):04X}]" if hidden else char
