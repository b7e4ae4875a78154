"""Offline pages: their frame, and untrusted text as markup in which nothing of it can act, hide, or turn
what stands beside it.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from html import escape
from typing import NamedTuple


class Both(NamedTuple):
    """The same in both languages: Chinese first, English second."""

    chinese: str
    english: str


def frame(title: str, css: str, body: str) -> str:
    """A whole page of `body` (markup): no script, nothing remote, and no style but `css`."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{css}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def text(told: str) -> str:
    """Untrusted text: escaped, its direction kept inside, hidden characters named; "" stays "".

    >>> text("<b>12\\u202e万")
    '<bdi>&lt;b&gt;12[U+202E]万</bdi>'
    """
    return f"<bdi>{escape(visible(told))}</bdi>" if told else ""


def visible(told: str) -> str:
    """On one line; control, direction and zero-width characters are named.

    >>> visible("12\\u202e万元\\n")
    '12[U+202E]万元'
    """
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
