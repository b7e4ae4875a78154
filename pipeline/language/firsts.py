"""Which characters a pattern can begin or end with, or must hold: most places need not be tried at all."""

from __future__ import annotations

import re
import string
from typing import Final

import regex

_PLAIN: Final = (
    string.digits
    + string.ascii_letters
    + string.punctuation
    + " \u3000\n，。、；：？！（）“”‘’《》〔〕【】—…·～％＋－"
)
_ANY_HAN: Final = "龘"  # stands for every Chinese character a pattern does not name


def first_characters(pattern: str) -> frozenset[str] | None:
    """The characters a match can begin with; None where that may be any Chinese character.

    A character of no pattern and outside ASCII and the usual punctuation counts as no beginning.

    >>> sorted(first_characters("同比|比上年"))
    ['同', '比']
    >>> first_characters("[一-龥]{2}市")
    """
    if "(?<=" in pattern:  # cannot be tried on a character alone
        return None
    return _beginnings(pattern, regex.compile(pattern))


def second_characters(pattern: str, first: str) -> frozenset[str] | None:
    """The characters a match can go on with behind its first; None where that may be any, or nothing.

    >>> sorted(second_characters("今年|今冬明春|全年", "今"))
    ['冬', '年']
    >>> second_characters("今(?!天)", "今")
    """
    return _beginnings(pattern, regex.compile(pattern), first)


def last_characters(pattern: str) -> frozenset[str] | None:
    """The characters a match can end with; None where that may be any Chinese character.

    >>> sorted(last_characters("同比|比上年"))
    ['年', '比']
    """
    if "(?=" in pattern or "(?!" in pattern:
        return None
    return _beginnings(pattern, regex.compile(pattern, regex.REVERSE))


def alternatives(pattern: str) -> list[str]:
    """A pattern cut at the | that stand in no group and no set.

    >>> alternatives("今年|(?:去|上)年|[|]")
    ['今年', '(?:去|上)年', '[|]']
    """
    flat, groups = pattern, 1
    while groups:  # what is inside is covered up, all places stay
        flat, groups = _GROUP.subn(lambda found: "\\" + "_" * (len(found[0]) - 1), flat)
    places = [part.start() for part in _PART.finditer(flat) if part[0][0] == "|"]
    begins = [0, *(place + 1 for place in places)]
    return [pattern[begin:end] for begin, end in zip(begins, [*places, len(pattern)], strict=True)]


_SET: Final = r"\[\^?\]?(?:\\.|[^\]\\])*\]"
_GROUP: Final = re.compile(rf"\((?:\\.|{_SET}|[^()\[\]\\])*\)", re.DOTALL)  # with no group inside it
_PART: Final = re.compile(
    r"(?:\[(?P<set>[^\]\[^\\-]+)\]|(?P<literal>[^\\\[\](){}?*+|^$.])|\\(?P<escaped>[^\w\s])"
    rf"|\\.|{_SET}|.)(?P<how>(?:[?*+]|\{{\d*,?\d*\}})?)[?+]?",
    re.DOTALL,
)
_MAYBE: Final = ("?", "*", "{0", "{,")


def needed_characters(pattern: str) -> frozenset[str]:
    """Characters of which every match holds one, as few as the pattern shows; none where it shows none.

    Groups and what may be left out are passed over, so it is a test that spares trying, never more.

    >>> needed_characters("（按[^（）。]{0,16}"), sorted(needed_characters("第?[一二]+(?:个|次)"))
    (frozenset({'（'}), ['一', '二'])
    >>> needed_characters("同比|比上年"), needed_characters("(?:同比|比上年)年?")
    (frozenset(), frozenset())
    """
    if re.search(r"\(\?[aiLmsux]", pattern):
        return frozenset()
    flat, groups = pattern, 1
    while groups:
        flat, groups = _GROUP.subn(r"\\G", flat)  # an escape that says nothing
    parts = list(_PART.finditer(flat))
    if any(part[0][0] == "|" for part in parts):
        return frozenset()
    needed = [
        frozenset(part["set"] or part["literal"] or part["escaped"])
        for part in parts
        if (part["set"] or part["literal"] or part["escaped"]) and not part["how"].startswith(_MAYBE)
    ]
    return min(needed, key=len, default=frozenset())


def _beginnings(pattern: str, compiled: regex.Pattern[str], behind: str = "") -> frozenset[str] | None:
    """The characters with which, `behind` some others, `compiled` can begin, in its own direction."""
    if compiled.match(behind + _ANY_HAN, partial=True) or compiled.match(behind, partial=False):
        return None
    tried = set(_PLAIN) | set(pattern)
    return frozenset(char for char in tried if compiled.match(behind + char, partial=True))
