"""What is set above the line: exponents of units and marks of notes, kept apart from the figure before."""

from __future__ import annotations

import re

_EXPONENTS = str.maketrans("0123456789-−－+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁺")
_EXPONENT = re.compile(r"[-−－+]?\d{1,2}")
_BASE = re.compile(r"[A-Za-zμµΩ]$|(?<![\d.])10$")  # m², t/km², 10⁸; behind 10.10 it is a note
_METRE = re.compile(r"米$")
_NOTE = re.compile(r"[\[〔【（(]?\d{1,3}[\]〕】）)]?")


def raised(text: str, before: str) -> str:
    """How a raised text is written on the line; `before`: the text it stands behind.

    A mark of a note is left out, as a reader of the figure does.

    >>> raised("2", "绿地20万m"), raised("1", "1635.16亿元"), raised("[1]", "84人")
    ('²', '', '')
    """
    bare = text.strip()
    if _EXPONENT.fullmatch(bare) and _BASE.search(before.rstrip()):
        return bare.translate(_EXPONENTS)
    if bare in ("2", "3") and _METRE.search(before.rstrip()):
        return bare.translate(_EXPONENTS)  # 米²
    return "" if _NOTE.fullmatch(bare) else text
