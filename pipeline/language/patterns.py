"""The patterns of the rules, compiled by the engine that answers sooner.

Rules are written for `regex`, which looks back as far as it likes.  Most say the same to `re`, which
needs a third of the time for short texts; those that do not, or might not, stay with `regex`.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

import regex

Compiled: TypeAlias = re.Pattern[str] | regex.Pattern[str]
Found: TypeAlias = re.Match[str] | regex.Match[str]

#: what `re` takes as well, but for something else: sets in sets, classes of POSIX, fuzzy counts
_OTHERWISE: Final = re.compile(r"\[\[|\[:|--|&&|\|\||~~|\{(?![\d,]+\})")


def compiled(pattern: str) -> Compiled:
    """A pattern of `regex`, compiled by `re` where that means the same.

    Raises regex.error if neither takes it.

    >>> type(compiled("同比|比上年")).__module__, type(compiled("(?<=同|比上)年")).__module__
    ('re', '_regex')
    """
    if not _OTHERWISE.search(pattern):
        try:
            return re.compile(pattern)
        except re.error:
            pass
    return regex.compile(pattern)
