"""Which characters a pattern can begin or end with, or must hold: most places need not be tried at all."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator
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


_SET: Final = r"\[\^?\]?(?:\\.|[^\]\\])*\]"
_GROUP: Final = re.compile(rf"\((?:\\.|{_SET}|[^()\[\]\\])*\)", re.DOTALL)  # with no group inside it
_COVER: Final = ("\ue000", "\ue001")  # a group's first character, and all others
_PART: Final = re.compile(
    r"(?:\[(?P<set>[^\]\[^\\-]+)\]|(?P<group>\ue000\ue001*)|(?P<literal>[^\\\[\](){}?*+|^$.])"
    rf"|\\(?P<escaped>[^\w\s])|\\.|{_SET}|.)(?P<how>(?:[?*+]|\{{\d*,?\d*\}})?)[?+]?",
    re.DOTALL,
)
_MAYBE: Final = ("?", "*", "{0", "{,")
_PLAIN_GROUP: Final = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")


def _parts(pattern: str) -> Iterator[re.Match[str]]:
    """The parts of a pattern in order; groups are covered up, places are those of the pattern."""
    flat, groups = pattern, 1
    while groups:
        flat, groups = _GROUP.subn(lambda found: _COVER[0] + _COVER[1] * (len(found[0]) - 1), flat)
    yield from _PART.finditer(flat)


def alternatives(pattern: str) -> list[str]:
    """A pattern cut at the | that stand in no group and no set.

    >>> alternatives("今年|(?:去|上)年|[|]")
    ['今年', '(?:去|上)年', '[|]']
    """
    places = [part.start() for part in _parts(pattern) if part[0][0] == "|"]
    begins = [0, *(place + 1 for place in places)]
    return [pattern[begin:end] for begin, end in zip(begins, [*places, len(pattern)], strict=True)]


def needed_characters(pattern: str) -> frozenset[str]:
    """Characters of which every match holds one, as few as the pattern shows; none where it shows none.

    What may be left out and what only looks around is passed over: a test that spares trying, never more.

    >>> needed_characters("（按[^（）。]{0,16}"), sorted(needed_characters("第?[一二]+[^，]{2}"))
    (frozenset({'（'}), ['一', '二'])
    >>> sorted(needed_characters("(?:同比|比上年|较)增?")), needed_characters("(?:同比|比上年)?[一-龥]")
    (['比', '较'], frozenset())
    """
    if re.search(r"\(\?[aiLmsux]", pattern):
        return frozenset()
    return min(_needed(pattern), key=len, default=frozenset())


def _needed(pattern: str) -> list[frozenset[str]]:
    """Sets of characters, of each of which every match holds one."""
    either = alternatives(pattern)
    if len(either) > 1:
        each = [_needed(pattern) for pattern in either]
        often = Counter(characters for needed in each for characters in set(needed))
        one = frozenset[str]()
        for needed in sorted(each, key=len):  # those first that leave little choice
            if not needed:
                return []
            fresh = {characters: (len(characters - one), -often[characters]) for characters in needed}
            best = min(fresh, key=fresh.__getitem__)
            one |= best
        return [one]
    found = []
    for part in _parts(pattern):
        if part["how"].startswith(_MAYBE):
            continue
        if part["group"]:
            inside = pattern[part.start("group") : part.end("group")]
            if opened := _PLAIN_GROUP.match(inside):
                found += _needed(inside[opened.end() : -1])
        elif said := part["set"] or part["literal"] or part["escaped"]:
            found.append(frozenset(said))
    return found


def _beginnings(pattern: str, compiled: regex.Pattern[str], behind: str = "") -> frozenset[str] | None:
    """The characters with which, `behind` some others, `compiled` can begin, in its own direction."""
    if compiled.match(behind + _ANY_HAN, partial=True) or compiled.match(behind, partial=False):
        return None
    tried = set(_PLAIN) | set(pattern)
    return frozenset(char for char in tried if compiled.match(behind + char, partial=True))
