"""What a heading may head on its page: in each direction the things it would take, and at what cost.

Costs are in em of the text type: the gap to what is taken before, and more where a colour or a frame
speaks against it.  All four directions are one: the page is turned until the heading is above.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.layout.pages.boxes import area, shared
from pipeline.model import Box, Mark

DIRECTIONS: Final = ("above", "below", "left", "right")  # where the heading stands
_BIAS: Final = {"above": 0.0, "below": 0.2, "left": 0.2, "right": 0.4}  # em; settles what is otherwise equal
INSIDE: Final = "inside"  # the only heading of a frame takes all that is in it
_ASIDE: Final = (
    0.5  # share of the narrower one's width in which heading and thing must stand one above the other
)
_BETWEEN: Final = 0.3  # share in which a heading between them parts them
_ACROSS: Final = 3.0  # em more for a strip that would head what is above or below, a ribbon what is beside
_LONG: Final = 2.0  # ratio of the sides of a strip or ribbon
_FAR: Final = 12.0  # em; a wider gap costs no more
_NEWS: Final = 4.0  # for what stands level with another heading under the same ribbon
_OTHER_COLOR: Final = 4.0
_OTHER_FRAME: Final = 6.0
_OUT_OF_FRAME: Final = 3.0
_FLOW: Final = 3.0  # to go on at the top of the next column
_INSIDE: Final = 0.1


class Thing(NamedTuple):
    """What can stand under a heading, or the heading itself: its box, frames and colour.

    `frames`: indices of those around it, its own ribbon or pill aside; `color` -1: tells nothing.
    """

    box: Box
    frames: frozenset[int]
    color: int = -1


class Claim(NamedTuple):
    """A heading would take a thing at a cost in em."""

    thing: int
    cost: float


def turned(box: Box, direction: str) -> Box:
    """The box on a page turned so that what stands in that direction stands above."""
    x0, top, x1, bottom = box
    if direction == "below":
        return x0, -bottom, x1, -top
    if direction == "left":
        return top, x0, bottom, x1
    if direction == "right":
        return top, -x1, bottom, -x0
    return box


def frames_of(box: Box, frames: Sequence[Mark], straddles: bool = False) -> frozenset[int]:
    """The frames a box stands in; `straddles`: also those on whose edge it sits."""
    least = 0.2 if straddles else 0.7
    size = area(box)
    return frozenset(
        i
        for i, frame in enumerate(frames)
        if area(frame) > 1.05 * size and shared(box, frame[:4]) > least * size
    )


def claims(
    heads: Sequence[Thing],
    things: Sequence[Thing],
    walls: Sequence[Thing],
    frames: Sequence[Mark],
    em: float,
    beside: float,
) -> list[dict[str, list[Claim]]]:
    """For each heading and direction what it would take.

    `walls`: all that parts (the heads too); `em` in points; `beside`: em to the side at most.
    """
    crowd = [sum(i in head.frames for head in heads) for i in range(len(frames))]
    things = _even(things, walls, em)
    found: list[dict[str, list[Claim]]] = []
    for head in heads:
        mine: dict[str, list[Claim]] = {}
        for direction in DIRECTIONS:
            reached = _reached(head, direction, things, walls, em, beside)
            bias = _BIAS[direction] + _ACROSS * _is_across(head, direction)
            mine[direction] = [Claim(i, gap + bias + _against(head, things[i], crowd)) for i, gap in reached]
        mine["above"] = [
            claim._replace(cost=claim.cost + _NEWS * _is_level(head, things[claim.thing], heads, em))
            for claim in mine["above"]
        ]
        mine["above"] += _flow(head, things, walls, mine["above"], em)
        inside = _inside(head, things, frames, crowd)
        if inside:
            mine[INSIDE] = inside
        found.append(mine)
    return found


def _even(things: Sequence[Thing], walls: Sequence[Thing], em: float) -> list[Thing]:
    """Things of one row made equally high, as far as nothing stands below: rows end raggedly."""
    found = []
    for thing in things:
        x0, top, x1, bottom = thing.box
        row = [other.box[3] for other in things if abs(other.box[1] - top) < em]
        below = [
            other.box[1]
            for other in (*things, *walls)
            if other.box[1] > bottom - em / 2 and other is not thing and _along(other.box, thing.box) > 0
        ]
        lowest = max(bottom, min([max(row), *below]))
        found.append(thing._replace(box=(x0, top, x1, lowest)))
    return found


def _reached(
    head: Thing,
    direction: str,
    things: Sequence[Thing],
    walls: Sequence[Thing],
    em: float,
    beside: float,
) -> list[tuple[int, float]]:
    """Things below a heading (the page turned), nothing between, with the widest gap on the way in em."""
    at = turned(head.box, direction)
    middle = (at[1] + at[3]) / 2
    turns = ((turned(thing.box, direction), i) for i, thing in enumerate(things))
    below = sorted(
        ((box, i) for box, i in turns if box[1] > middle and _along(at, box) >= _ASIDE),
        key=lambda pair: pair[0][1],
    )
    is_aside = direction in ("left", "right")  # a strip spans its rows, and some end early
    between = [
        box
        for wall in walls
        if wall.box != head.box
        for box in [turned(wall.box, direction)]
        if (box[1] + box[3]) / 2 > middle and _along(at, box) > 0
    ]
    found: list[tuple[int, float]] = []
    taken: list[tuple[Box, float]] = []
    for box, i in below:
        if any(_along(wall, box) > _BETWEEN and wall[1] + wall[3] < box[1] + box[3] for wall in between):
            continue
        over = [
            (other[3], cost)
            for other, cost in taken
            if _along(other, box) > _BETWEEN or (is_aside and other[3] <= box[1] + em)
        ]
        floor, cost = max(over, default=(at[3], 0.0))
        cost = max(cost, (box[1] - floor) / em)
        if cost < beside or not is_aside:
            found.append((i, min(cost, _FAR)))
            taken.append((box, cost))
    return found


def _along(a: Box, b: Box) -> float:
    """How much of the narrower one's width both share; 0 to 1."""
    least = min(a[2] - a[0], b[2] - b[0])
    return (min(a[2], b[2]) - max(a[0], b[0])) / least if least > 0 else 0.0


def _against(head: Thing, thing: Thing, crowd: Sequence[int]) -> float:
    """What colour and frames say against it."""
    cost = 0.0
    if head.color >= 0 and thing.color >= 0 and head.color != thing.color:
        cost += _OTHER_COLOR
    if any(crowd[i] for i in thing.frames - head.frames):
        cost += _OTHER_FRAME  # it stands in a frame with a heading of its own
    if any(crowd[i] == 1 for i in head.frames - thing.frames):
        cost += _OUT_OF_FRAME  # the heading has a frame to itself, and it is not in it
    return cost


def _inside(
    head: Thing, things: Sequence[Thing], frames: Sequence[Mark], crowd: Sequence[int]
) -> list[Claim]:
    """All that is in the smallest frame in which the heading is the only one."""
    for i in sorted(head.frames, key=lambda i: area(frames[i])):
        if crowd[i] > 1:
            break
        held = [Claim(k, _INSIDE) for k, thing in enumerate(things) if i in thing.frames]
        if held:
            return held
    return []


def _is_across(head: Thing, direction: str) -> bool:
    """Whether a heading has not the shape of one that looks this way."""
    wide, high = head.box[2] - head.box[0], head.box[3] - head.box[1]
    if direction in ("above", "below"):
        return high > _LONG * wide
    return wide > 2 * _LONG * high


def _is_level(head: Thing, thing: Thing, heads: Sequence[Thing], em: float) -> bool:
    """Whether another heading under this one begins beside a thing or above it, and so takes over."""
    return any(
        other.box[1] >= head.box[3] - em / 2
        and other.box[1] < thing.box[1] + em
        and other.box[0] < head.box[2]
        and other.box[2] > head.box[0]
        for other in heads
        if other is not head
    )


def _flow(
    head: Thing, things: Sequence[Thing], walls: Sequence[Thing], below: Sequence[Claim], em: float
) -> list[Claim]:
    """What a heading takes at the top of the next column, if its own column ends with it."""
    column = head.box
    for claim in below:
        box = things[claim.thing].box
        column = min(column[0], box[0]), column[1], max(column[2], box[2]), max(column[3], box[3])
    if any(_along(wall.box, column) > _BETWEEN and wall.box[1] > head.box[3] for wall in walls):
        return []
    right = [
        thing
        for thing in [*things, *walls]
        if thing.box[0] > column[2] - em / 2 and thing.box[1] < column[3] and thing.frames == head.frames
    ]
    if not right or head.box[3] - head.box[1] > head.box[2] - head.box[0]:
        return []
    edge = min(thing.box[0] for thing in right)
    ceiling = _ceiling(column, edge, [*things, *walls])
    top = [
        (thing.box, i)
        for i, thing in enumerate(things)
        if abs(thing.box[0] - edge) < 3 * em and thing.box[1] >= ceiling and thing.frames == head.frames
    ]
    found: list[Claim] = []
    stop = min(
        (w.box[1] for w in walls if w.box[1] >= ceiling and w.box[0] < edge + 3 * em < w.box[2] + em),
        default=float("inf"),
    )
    floor = None
    for box, i in sorted(top, key=lambda pair: pair[0][1]):
        if box[1] + box[3] > 2 * stop:
            break
        gap = _FLOW if floor is None else min(max(box[1] - floor, 0) / em, _FAR)
        found.append(Claim(i, gap))
        floor = box[3]
    return found


def _ceiling(column: Box, edge: float, things: Sequence[Thing]) -> float:
    """The lowest edge above a column of what spans it and the next."""
    return max(
        (
            thing.box[3]
            for thing in things
            if thing.box[0] < column[2] and thing.box[2] > edge and thing.box[3] <= column[1] + 1
        ),
        default=0.0,
    )
