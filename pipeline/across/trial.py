"""An example of rules/across.yaml: several reports in one line of text."""

from __future__ import annotations

import re
from typing import NamedTuple

_HEAD = re.compile(r"【(\d{4})(?:·(\d{6}))?】")
_SOMEWHERE = "320500"


class Part(NamedTuple):
    """The words of one report, and whose they are."""

    year: int
    region_code: str
    text: str


def parts(example: str) -> list[Part]:
    """The reports of an example; none where it is an ordinary sentence.

    >>> [tuple(part) for part in parts("【2022】目标5%。【2023·440300】增长4%。")]
    [(2022, '320500', '目标5%。'), (2023, '440300', '增长4%。')]
    """
    if not _HEAD.match(example):
        return []
    pieces = _HEAD.split(example)[1:]
    return [
        Part(int(year), code or _SOMEWHERE, text)
        for year, code, text in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    ]
