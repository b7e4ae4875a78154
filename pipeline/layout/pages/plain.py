"""Pages of one column: lines from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.pages.stretch import PrintedLine, Stretch
from pipeline.layout.vocabulary import Vocabulary
from pipeline.model import Glyph, Sheet


def stretches(sheets: Sequence[Sheet], words: Vocabulary) -> list[Stretch]:
    """The paragraphs of the pages, in order."""
    return [Stretch("", (line,)) for sheet in sheets for line in _lines(sheet)]


def _lines(sheet: Sheet) -> list[PrintedLine]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(sheet.glyphs, key=lambda g: (g.bottom, g.x0)):
        if rows and abs(rows[-1][-1].bottom - glyph.bottom) < glyph.size / 3:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [PrintedLine(sheet.number, tuple(sorted(row, key=lambda g: g.x0))) for row in rows]
