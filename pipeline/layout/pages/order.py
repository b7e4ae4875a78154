"""Reading order of boxes: bands from top to bottom, columns from left to right, by turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.model import Box

_DEEPEST: Final = 40  # cuts within cuts; no page is read like that
_TOUCH: Final = 2.0  # points by which neighbours may overlap


def reading_order(boxes: Sequence[Box], columns_first: bool = False) -> list[int]:
    """The indices of boxes as they are read; where both cuts are possible, `columns_first` decides."""
    return _ordered(list(range(len(boxes))), boxes, columns_first, _DEEPEST)


def _ordered(members: list[int], boxes: Sequence[Box], columns_first: bool, depth: int) -> list[int]:
    if len(members) < 2 or not depth:
        return sorted(members, key=lambda i: (boxes[i][1], boxes[i][0]))
    for axis in (0, 1) if columns_first else (1, 0):
        parts = _cut(members, boxes, axis)
        if len(parts) > 1:
            return [i for part in parts for i in _ordered(part, boxes, columns_first, depth - 1)]
    return sorted(members, key=lambda i: (boxes[i][1], boxes[i][0]))


def _cut(members: Sequence[int], boxes: Sequence[Box], axis: int) -> list[list[int]]:
    """Members parted at every gap along an axis (0: across, 1: down)."""
    parts: list[list[int]] = []
    end = float("-inf")
    for i in sorted(members, key=lambda i: boxes[i][axis]):
        if boxes[i][axis] > end - _TOUCH or not parts:
            parts.append([])
        parts[-1].append(i)
        end = max(end, boxes[i][axis + 2])
    return parts
