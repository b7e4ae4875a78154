"""Posters and newspaper pages: boxes, blocks, and headings above, below or beside what they head."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.pages.stretch import Stretch
from pipeline.layout.vocabulary import Vocabulary
from pipeline.model import Sheet


def is_poster(sheets: Sequence[Sheet]) -> bool:
    """Whether the pages are no single column."""
    return False


def stretches(sheets: Sequence[Sheet], words: Vocabulary) -> list[Stretch]:
    """Headings, bodies and tiles; each body behind the headings it belongs to."""
    raise NotImplementedError
