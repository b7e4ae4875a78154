"""What a page's program draws, thing by thing, before anything is judged.

Coordinates are points from the top left corner of the page as a person sees it (crop box and
/Rotate honoured).  `order` counts what is drawn on a page: the later lies on top.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.model import Box

UNKNOWN = -1  # a colour that cannot be told: pattern, gradient, picture


class DrawnGlyph(NamedTuple):
    """One glyph as it was drawn.

    `turn`: quarter turns clockwise of its baseline; `unseen`: why nobody sees it
    (invisible, clipped, layer), or empty; `doubt` as in `Glyph`.
    """

    text: str
    box: Box
    size: float
    font: str
    color: int
    turn: int
    unseen: str
    order: int
    doubt: str = ""


class Paint(NamedTuple):
    """A filled or stroked path by its box; `covers`: whatever was there before is gone."""

    box: Box
    fill: int | None
    stroke: int | None
    covers: bool
    order: int


class Picture(NamedTuple):
    """A raster picture by its box; `covers` as with `Paint`."""

    box: Box
    covers: bool
    order: int


@dataclass(slots=True)
class Drawing:
    """All that is drawn on one page of `width` x `height` points."""

    width: float
    height: float
    glyphs: list[DrawnGlyph] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def area(box: Box) -> float:
    """Square points."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def shared(one: Box, other: Box) -> Box:
    """What two boxes have in common; its sides are negative where they have nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def centre(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
