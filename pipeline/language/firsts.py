"""Which characters a pattern can begin with, so that most places need not be tried at all."""

from __future__ import annotations

import string

import regex

_PLAIN = (
    string.digits
    + string.ascii_letters
    + string.punctuation
    + " \u3000\n，。、；：？！（）“”‘’《》〔〕【】—…·～％＋－"
)
_ANY_HAN = "龘"  # stands for every Chinese character a pattern does not name


def first_characters(pattern: str) -> frozenset[str] | None:
    """The characters a match can begin with; None where that may be any Chinese character.

    A character of no pattern and outside ASCII and the usual punctuation counts as no beginning.

    >>> sorted(first_characters("同比|比上年"))
    ['同', '比']
    >>> first_characters("[一-龥]{2}市")
    """
    if "(?<=" in pattern:  # cannot be tried on a character alone
        return None
    compiled = regex.compile(pattern)
    if compiled.match(_ANY_HAN, partial=True) or compiled.match("", partial=False):
        return None
    tried = set(_PLAIN) | set(pattern)
    return frozenset(char for char in tried if compiled.match(char, partial=True))
