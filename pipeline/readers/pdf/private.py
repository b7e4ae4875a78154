"""Decimal points with a meaning only their font knows.

Founder's typesetting prints the point of 76.1 with a character of the private use area.  Its code says
nothing, but its ink does: a dot on the line behind a digit is a decimal point.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from pipeline.model import Box
from pipeline.readers.pdf.drawn import DrawnGlyph

_SMALL = 0.3  # of the type size: a dot is no wider and no higher
_LOW = 0.5  # of the glyph's box: a dot on the line has its middle in the lower half
_FAR = 1.5  # of the type size: how far from a digit the point may stand


def with_points(glyphs: Sequence[DrawnGlyph], ink: Callable[[Box], Box | None]) -> list[DrawnGlyph]:
    """The glyphs with decimal points for such characters; `ink` tells where the one in a box is dark."""
    found = list(glyphs)
    for at, glyph in enumerate(glyphs):
        if at and _is_private(glyph.text) and _follows_digit(glyphs[at - 1], glyph):
            dark = ink(glyph.box)
            if dark is not None and _is_low_dot(dark, glyph):
                found[at] = glyph._replace(text=".")
    return found


def _is_private(text: str) -> bool:
    return len(text) == 1 and unicodedata.category(text) == "Co"


def _follows_digit(left: DrawnGlyph, glyph: DrawnGlyph) -> bool:
    apart = max(abs(left.box[0] - glyph.box[0]), abs(left.box[1] - glyph.box[1]))
    return left.text.isdecimal() and apart < _FAR * glyph.size


def _is_low_dot(dark: Box, glyph: DrawnGlyph) -> bool:
    small = max(dark[2] - dark[0], dark[3] - dark[1]) <= _SMALL * glyph.size
    _, top, _, bottom = glyph.box
    return small and (dark[1] + dark[3]) / 2 > top + _LOW * (bottom - top)
