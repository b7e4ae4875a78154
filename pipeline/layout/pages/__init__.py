"""From printed pages to a source with text: reading order, passages, tables, and where each character stands.

Pages of one column go the plain way; posters and newspaper pages go the way of blocks.  Both give
`Stretch`es in reading order; `compose` alone writes text and keeps the places.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.pages import plain, poster
from pipeline.layout.pages.compose import compose
from pipeline.layout.pages.poster import is_poster
from pipeline.layout.pages.stretch import Stretch
from pipeline.layout.vocabulary import Vocabulary
from pipeline.model import Sheet, Source

__all__ = ["is_poster", "read"]


def read(source: Source, words: Vocabulary) -> Source:
    """The source with the text of its sheets; they are let go."""
    return compose(source, _stretches(source.sheets, words))


def _stretches(sheets: Sequence[Sheet], words: Vocabulary) -> list[Stretch]:
    if is_poster(sheets):
        return poster.stretches(sheets, words)
    return plain.stretches(sheets, words)
