"""Tables of contents: what stands between their entries belongs to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.layout import marks
from pipeline.layout.pages.paragraphs import is_entry
from pipeline.layout.pages.stretch import Stretch
from pipeline.layout.pages.tables import text_of

_BETWEEN: Final = 5  # headings, first lines of entries and page numbers from one entry to the next, at most
_TITLE: Final = re.compile("目[录次]")


def without_contents(found: Sequence[Stretch]) -> list[Stretch]:
    """The stretches with the title of a table of contents, and all between its entries, as furniture.

    Headings in a table of contents would else be those of all that follows it.
    """
    kinds = [stretch.kind for stretch in found]
    last: int | None = None  # the title or entry before
    for at, stretch in enumerate(found):
        text = text_of(stretch.lines)
        entry = stretch.kind == "furniture" and is_entry(text)
        if entry and last is not None and all(map(_may_be_inside, found[last + 1 : at])):
            first = last if at - last <= _BETWEEN + 1 else at
            kinds[first:at] = ["furniture"] * (at - first)
        if entry or _TITLE.fullmatch(text):
            last = at
    return [stretch._replace(kind=kind) for stretch, kind in zip(found, kinds, strict=True)]


def _may_be_inside(stretch: Stretch) -> bool:
    return not stretch.cells and not marks.SENTENCE.search(text_of(stretch.lines))
