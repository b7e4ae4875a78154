"""Text that nobody sees: invisible, off the page, clipped, painted over, or of its ground's colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box, LeftOut
from pipeline.readers.pdf.colors import contrast
from pipeline.readers.pdf.drawn import UNKNOWN, Drawing, DrawnGlyph, area
from pipeline.readers.pdf.geometry import FULL_PAGE, pictured

FAINT = 16  # of 255: less contrast than that nobody sees
_SMALL = 4.0  # square points; less paint than that is no ground and covers nothing
_BEGINNING = 20  # characters of hidden text that are quoted
PAPER = 0xFFFFFF
_WHY = {
    "invisible": "以不可见方式书写",
    "layer": "在关闭的图层中",
    "outside": "在页面之外",
    "clipped": "被裁切掉",
    "covered": "被后画的图形遮住",
    "faint": "与底色相同",
}


class Ground(NamedTuple):
    """For each glyph what lies under it (0xRRGGBB or UNKNOWN) and whether something lies over it."""

    color: NDArray[np.int64]
    covered: NDArray[np.bool_]


def why_unseen(drawing: Drawing, is_blank: Callable[[Box], bool]) -> list[str]:
    """For each glyph why it is not seen, or empty.

    `is_blank` tells of a place on the finished page whether nothing is seen there; it is asked
    only where the drawing alone does not tell.
    """
    glyphs = drawing.glyphs
    if not glyphs:
        return []
    ground = _ground(drawing)
    found: list[str] = []
    for glyph, color, covered in zip(glyphs, ground.color.tolist(), ground.covered.tolist(), strict=True):
        found.append(glyph.unseen or _why(glyph, color, covered, drawing, is_blank))
    return found


def _why(
    glyph: DrawnGlyph, ground: int, covered: bool, drawing: Drawing, is_blank: Callable[[Box], bool]
) -> str:
    x0, top, x1, bottom = glyph.box
    if not (0 <= x0 + x1 <= 2 * drawing.width and 0 <= top + bottom <= 2 * drawing.height):
        return "outside"
    if covered:
        return "covered"
    if glyph.text.isspace() or UNKNOWN in (ground, glyph.color) or contrast(glyph.color, ground) >= FAINT:
        return ""
    # A look at the page is dear, and white dashes beside page numbers are common.
    worth_a_look = any(char.isalnum() for char in glyph.text)
    return "faint" if not worth_a_look or is_blank(glyph.box) else ""


def _ground(drawing: Drawing) -> Ground:
    """What lies under and over the middle of each glyph, thing by thing in the order of drawing."""
    glyphs = drawing.glyphs
    boxes = np.array([glyph.box for glyph in glyphs])
    xs, ys = boxes[:, ::2].mean(axis=1), boxes[:, 1::2].mean(axis=1)
    orders = np.array([glyph.order for glyph in glyphs])
    color = np.full(len(glyphs), PAPER, dtype=np.int64)
    covered = np.zeros(len(glyphs), dtype=np.bool_)
    for (x0, top, x1, bottom), fill, covers, order in _layers(drawing):
        inside = (xs > x0) & (xs < x1) & (ys > top) & (ys < bottom)
        if inside.any():
            color[inside & (orders > order)] = fill
            if covers:
                covered |= inside & (orders < order)
    return Ground(color, covered)


def _layers(drawing: Drawing) -> list[tuple[Box, int, bool, int]]:
    """Everything that has a surface: box, colour, whether it covers, order; in order."""
    found = [
        (paint.box, paint.fill, paint.covers, paint.order)
        for paint in drawing.paints
        if _has_surface(paint.box)
    ]
    layers = [(box, fill, covers, order) for box, fill, covers, order in found if fill is not None]
    layers += [(picture.box, UNKNOWN, picture.covers, picture.order) for picture in drawing.pictures]
    return sorted(layers, key=lambda layer: layer[3])


def _has_surface(box: Box) -> bool:
    return area(box) > _SMALL and box[2] - box[0] > 1 and box[3] - box[1] > 1


def is_hidden_layer(drawing: Drawing, why: Sequence[str]) -> bool:
    """Whether the page is a picture and all its text lies behind it: a scan with recognised text."""
    behind = sum(1 for reason in why if reason in ("invisible", "covered"))
    return behind > 0.95 * len(why) and pictured(drawing) >= FULL_PAGE


def left_out(glyphs: Sequence[DrawnGlyph], why: Sequence[str], page: int) -> Iterator[LeftOut]:
    """One remark for the hidden text of a page; hidden dashes and dots are not worth one."""
    hidden = [
        (glyph, reason)
        for glyph, reason in zip(glyphs, why, strict=True)
        if reason and not glyph.text.isspace()
    ]
    if not any(char.isalnum() for glyph, _ in hidden for char in glyph.text):
        return
    reasons = "、".join(_WHY[reason] for reason in dict.fromkeys(reason for _, reason in hidden))
    text = "".join(glyph.text for glyph, _ in hidden)
    quoted = text[:_BEGINNING] + ("…" if len(text) > _BEGINNING else "")
    yield LeftOut(
        "hidden_text", f"第{page}页有{len(hidden)}个字看不见（{reasons}），没有读取；其文字为“{quoted}”。"
    )
