"""Drawn rules: thin rectangles, lines and the edges of frames, joined where they were drawn in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.model import Box, Mark

_THIN: Final = 3.0  # points; what is thicker is no rule
_LONG: Final = 8.0  # points; what is shorter is a corner, a tick or a dash
_SAME: Final = 1.5  # points between two rules that are one
_JOIN: Final = 4.0  # points between two pieces of one rule
_TOUCH: Final = 4.0  # points by which rules that meet may miss each other
_MANY: Final = 400  # rules of one direction on a page from which on they are a drawing, no tables
_WHITE: Final = 0xFFFFFF


class Rule(NamedTuple):
    """A straight rule: `at` is its y (of a horizontal one) or x, from `start` to `end` along it."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """Its length in points."""
        return self.end - self.start


class Frame(NamedTuple):
    """Horizontal and vertical rules that touch each other."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    box: Box


def rules_of(marks: Iterable[Mark]) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules of a page, each from top to bottom and left to right.

    None of a page that is full of them: a drawing, and the time to read it would grow with its square.
    """
    across: list[Rule] = []
    down: list[Rule] = []
    for mark in marks:
        if mark.stroke is None and mark.fill == _WHITE:
            continue
        _sort_in(mark, across, down)
    across, down = _joined(across), _joined(down)
    return ([], []) if max(len(across), len(down)) > _MANY else (across, down)


def _sort_in(mark: Mark, across: list[Rule], down: list[Rule]) -> None:
    """Adds the rules a mark draws; filled areas without an edge draw none."""
    x0, top, x1, bottom = mark[:4]
    if bottom - top <= _THIN:
        if x1 - x0 >= _LONG:
            across.append(Rule((top + bottom) / 2, x0, x1))
    elif x1 - x0 <= _THIN:
        down.append(Rule((x0 + x1) / 2, top, bottom))
    elif mark.stroke is not None and mark.stroke != _WHITE:
        across += [Rule(top, x0, x1), Rule(bottom, x0, x1)]
        down += [Rule(x0, top, bottom), Rule(x1, top, bottom)]


def _joined(rules: list[Rule]) -> list[Rule]:
    """Rules of one height that overlap or nearly meet are one."""
    found: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and rule.at - group[0].at > _SAME:
            found += _along(group)
            group = []
        group.append(rule)
    found += _along(group)
    return [rule for rule in found if rule.length >= _LONG]


def _along(group: Sequence[Rule]) -> list[Rule]:
    found: list[Rule] = []
    for rule in sorted(group, key=lambda rule: rule.start):
        if found and rule.start <= found[-1].end + _JOIN:
            found[-1] = found[-1]._replace(end=max(found[-1].end, rule.end))
        else:
            found.append(rule)
    return found


def frames(across: Sequence[Rule], down: Sequence[Rule]) -> list[Frame]:
    """The groups of rules that touch, from top to bottom; each has rules of both directions."""
    group_of = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while group_of[at] != at:
            group_of[at] = group_of[group_of[at]]
            at = group_of[at]
        return at

    for i, flat in enumerate(across):
        for j, steep in enumerate(down, len(across)):
            if _touch(flat, steep):
                group_of[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate((*across, *down)):
        groups.setdefault(root(i), ([], []))[i >= len(across)].append(rule)
    found = [_frame(flat, steep) for flat, steep in groups.values() if flat and steep]
    return sorted(found, key=lambda frame: frame.box[1])


def _touch(flat: Rule, steep: Rule) -> bool:
    return (
        flat.start - _TOUCH <= steep.at <= flat.end + _TOUCH
        and steep.start - _TOUCH <= flat.at <= steep.end + _TOUCH
    )


def _frame(across: Sequence[Rule], down: Sequence[Rule]) -> Frame:
    x0 = min(*(rule.start for rule in across), *(rule.at for rule in down), down[0].at)
    x1 = max(*(rule.end for rule in across), *(rule.at for rule in down), down[0].at)
    top = min(*(rule.at for rule in across), *(rule.start for rule in down), across[0].at)
    bottom = max(*(rule.at for rule in across), *(rule.end for rule in down), across[0].at)
    return Frame(tuple(across), tuple(down), (x0, top, x1, bottom))
