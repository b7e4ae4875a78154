"""Whether pages are a poster or newspaper: texts side by side, or type that does not run across the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.layout import marks
from pipeline.layout.pages.blocks import Block, blocks
from pipeline.layout.pages.boxes import is_pale
from pipeline.model import Sheet

_SAMPLE: Final = 4  # pages looked at
_LEAST: Final = 60  # glyphs of a page that tells something
_BESIDE: Final = 0.25  # of the running text: from here on it is set in columns
_RUNNING: Final = 0.35  # of a page's characters must be running text
_TURNED: Final = 0.15  # of the glyphs
_LABEL: Final = 3  # characters of a heading
_TEXT: Final = 16  # characters of a text


def is_poster(sheets: Sequence[Sheet]) -> bool:
    """Whether most that is printed on some pages, spread over the document, is no single column."""
    telling = [sheet for sheet in sheets if len(sheet.glyphs) >= _LEAST]
    step = max(1, len(telling) // _SAMPLE)
    sample = telling[::step][:_SAMPLE]
    printed = sum(len(sheet.glyphs) for sheet in sample)
    return sum(len(sheet.glyphs) for sheet in sample if _is_poster(sheet)) * 2 > printed


def _is_poster(sheet: Sheet) -> bool:
    turned = sum(not glyph.upright for glyph in sheet.glyphs)
    if turned > _TURNED * len(sheet.glyphs):
        return True
    return beside(blocks(sheet)) > _BESIDE


def beside(found: Sequence[Block]) -> float:
    """The share of running text that has other running text or a pale heading beside it; 0 to 1.

    0 where little is running text: cells of a table stand side by side too.
    """
    texts = [block for block in found if _is_text(block)]
    labels = [block for block in found if is_pale(block.color) and len(block.text) >= _LABEL]
    told = sum(len(block.text) for block in texts)
    if told < _RUNNING * sum(len(block.text) for block in found):
        return 0.0
    paired = sum(len(a.text) for a in texts if any(_are_beside(a, b) for b in (*texts, *labels)))
    return paired / told if told else 0.0


def _is_text(block: Block) -> bool:
    return len(block.lines) > 1 and len(block.text) >= _TEXT and marks.PROSE.search(block.text) is not None


def _are_beside(a: Block, b: Block) -> bool:
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    apart = max(a.x0, b.x0) - min(a.x1, b.x1)
    return apart > -1 and high > 0.4 * min(a.bottom - a.top, b.bottom - b.top)
