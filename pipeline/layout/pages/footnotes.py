"""Footnotes: smaller type at a page's foot, below a rule or behind a note mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.layout.pages.columns import Setting
from pipeline.layout.pages.rows import Row
from pipeline.layout.pages.strokes import Rule

_SMALL: Final = 0.92  # times the size of the text, at most
_MARK: Final = re.compile(r"[\[［〔【]\d{1,3}[\]］〕】]|[①-⑳⑴-⒇*＊]|注\d{0,2}[:：]|[（(]\d{1,2}[）)]")


def begins_note(text: str) -> bool:
    """Whether a line begins with a note mark.

    >>> begins_note("[2]地区生产总值"), begins_note("地区生产总值[2]")
    (True, False)
    """
    return _MARK.match(text) is not None


def first_note(rows: Sequence[Row], across: Sequence[Rule], setting: Setting) -> int:
    """Where the footnotes of a page begin among its last rows of text; their number if there are none."""
    start = len(rows)
    while start and rows[start - 1].size < _SMALL * setting.size:
        start -= 1
    for at in range(start, len(rows)):
        above = rows[at - 1].bottom if at else 0.0
        below_rule = any(above - rows[at].size < rule.at < rows[at].middle for rule in across)
        if at and (below_rule or begins_note(rows[at].text)):
            return at
    return len(rows)
