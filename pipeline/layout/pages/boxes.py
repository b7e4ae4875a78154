"""Frames drawn on a page, and which frame each glyph stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pipeline.model import Box, Glyph, Mark, Sheet

_LEAST: Final = 8.0  # points; what is lower or narrower is a rule or a dot, no frame
_MOST: Final = 2000  # frames looked at on a page, the largest first: drawings have any number of scraps
_WHOLE: Final = 0.9  # share of the page from which a frame is the page's ground
_BAND: Final = 24.0  # points; height of the bands in which frames are looked up
_PALE: Final = 190  # of 255: brightness from which type can only be read on a dark ground


def frames(sheet: Sheet) -> list[Mark]:
    """The frames of a page, smallest first; equal ones (ground and border drawn apart) once."""
    found: dict[tuple[int, ...], Mark] = {}
    for mark in sorted(sheet.marks, key=area, reverse=True)[:_MOST]:
        if not _may_hold(mark, sheet):
            continue
        key = tuple(round(side / 3) for side in mark[:4])
        old = found.get(key)
        fill = mark.fill if old is None or mark.fill is not None else old.fill
        stroke = mark.stroke if old is None or mark.stroke is not None else old.stroke
        found[key] = mark._replace(fill=fill, stroke=stroke)
    return sorted(found.values(), key=area)


def _may_hold(mark: Mark, sheet: Sheet) -> bool:
    high, wide = mark.bottom - mark.top, mark.x1 - mark.x0
    return min(high, wide) >= _LEAST and high * wide < _WHOLE * sheet.width * sheet.height


def area(box: Sequence[float | None] | Mark) -> float:
    """Square points of anything that begins with x0, top, x1, bottom."""
    x0, top, x1, bottom = box[:4]
    return (x1 - x0) * (bottom - top)  # type: ignore[operator]


def homes(glyphs: Sequence[Glyph], found: Sequence[Mark]) -> list[int]:
    """For each glyph the smallest frame around its centre, as an index; -1 outside of all.

    A frame without paint (a clip, behind which a gradient is drawn) holds pale type only.
    """
    bands: dict[int, list[int]] = defaultdict(list)
    for i, frame in enumerate(found):
        for band in range(int(frame.top // _BAND), int(frame.bottom // _BAND) + 1):
            bands[band].append(i)
    told = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        pale = is_pale(glyph.color)
        told.append(next((i for i in bands[int(y // _BAND)] if _around(found[i], x, y, pale)), -1))
    return told


def _around(frame: Mark, x: float, y: float, pale: bool) -> bool:
    painted = frame.fill is not None or frame.stroke is not None
    return frame.x0 <= x <= frame.x1 and frame.top <= y <= frame.bottom and (painted or pale)


def is_pale(color: int) -> bool:
    """Whether type of this colour needs a dark ground.

    >>> is_pale(0xFFFFFF), is_pale(0xFFE060), is_pale(0xC8102E)
    (True, True, False)
    """
    red, green, blue = color >> 16, color >> 8 & 255, color & 255
    return (299 * red + 587 * green + 114 * blue) / 1000 > _PALE


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around boxes."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def shared(a: Sequence[float], b: Sequence[float]) -> float:
    """Square points that two boxes share."""
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
