"""Which heading each thing belongs to: a direction for every heading, settled jointly in bounded time.

The cost of a choice is the sum of what every thing costs its cheapest heading, more for a thing or a
heading left alone, and more for neighbours of one style that look different ways.  It is lowered by
changing one heading, or all of a style, at a time; only what a change touches is counted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.layout.pages.claims import DIRECTIONS, INSIDE, Claim

_EMPTY: Final = 20.0  # em; a heading that takes nothing
_UNLIKE: Final = 0.6  # em; a neighbour of the same style that looks another way
_NEIGHBOURS: Final = 3
_SWEEPS: Final = 8
_RUN: Final = 5  # headings one after the other that may turn together


class Choice(NamedTuple):
    """For each thing its heading (-1: none) and for each heading its direction."""

    of: list[int]
    directions: list[str]


class _Net:
    """The claims, seen from the things; and who is whose neighbour."""

    def __init__(
        self, claims: Sequence[dict[str, list[Claim]]], alone: Sequence[float], near: Sequence[Sequence[int]]
    ) -> None:
        self.alone = alone
        self.near = near
        self.options = [[d for d in (INSIDE, *DIRECTIONS) if mine.get(d)] or ["above"] for mine in claims]
        self.cost: list[dict[tuple[int, str], float]] = [{} for _ in alone]
        for head, mine in enumerate(claims):
            for direction, taken in mine.items():
                for claim in taken:
                    old = self.cost[claim.thing].get((head, direction), claim.cost)
                    self.cost[claim.thing][head, direction] = min(old, claim.cost)
        self.things = [sorted({c.thing for taken in mine.values() for c in taken}) for mine in claims]
        self.rivals = [
            sorted({rival for i in things for rival, _ in self.cost[i]} | {head})
            for head, things in enumerate(self.things)
        ]

    def winner(self, thing: int, looks: Sequence[str]) -> tuple[float, int]:
        best = self.alone[thing], -1
        for (head, direction), cost in self.cost[thing].items():
            if looks[head] == direction and (cost, head) < best:
                best = cost, head
        return best

    def around(self, heads: Sequence[int], looks: Sequence[str]) -> float:
        """The part of the cost that a change of some headings touches."""
        things = {thing for head in heads for thing in self.things[head]}
        total = sum(self.winner(thing, looks)[0] for thing in things)
        touched = {rival for head in heads for rival in self.rivals[head]}
        total += _EMPTY * sum(not self._has_any(head, looks) for head in touched)
        return total + _UNLIKE * sum(self._unlike(head, looks) for head in heads)

    def _has_any(self, head: int, looks: Sequence[str]) -> bool:
        return any(self.winner(thing, looks)[1] == head for thing in self.things[head])

    def _unlike(self, head: int, looks: Sequence[str]) -> int:
        here = looks[head]
        return sum(here != looks[other] and INSIDE not in (here, looks[other]) for other in self.near[head])


def attach(
    claims: Sequence[dict[str, list[Claim]]],
    alone: Sequence[float],
    near: Sequence[Sequence[int]],
    styles: Sequence[object],
) -> Choice:
    """The cheapest choice found.

    The headings are given in reading order.  `alone`: for each thing what it costs to leave it without a
    heading; `near`: for each heading its neighbours of the same style; `styles`: of the headings, those of
    one style may turn together.
    """
    net = _Net(claims, alone, near)
    heads = range(len(claims))
    groups = [[head for head in heads if styles[head] == style] for style in dict.fromkeys(styles)]
    groups += [run for group in groups for run in _runs(group)]
    best: tuple[float, list[str]] | None = None
    for start in DIRECTIONS:
        looks = [
            INSIDE if INSIDE in options else start if start in options else options[0]
            for options in net.options
        ]
        _settle(net, looks, groups)
        cost = net.around(list(heads), looks)
        if best is None or cost < best[0]:
            best = cost, looks
    looks = best[1] if best else []
    return Choice([net.winner(thing, looks)[1] for thing in range(len(alone))], looks)


def _runs(group: list[int]) -> list[list[int]]:
    """Headings that follow each other, in the order given."""
    return [group[i : i + n] for n in range(2, _RUN + 1) for i in range(len(group) - n + 1)]


def _settle(net: _Net, looks: list[str], groups: Sequence[Sequence[int]]) -> None:
    """Lower the cost step by step, a fixed number of times at most."""
    for sweep in range(_SWEEPS):
        changed = False
        for group in groups if sweep % 2 == 0 else ():
            changed |= len(group) > 1 and _turn(net, looks, group)
        for head in range(len(looks)):
            changed |= _turn(net, looks, [head])
            row = [head, *net.near[head]]
            changed |= len(row) > 1 and _turn(net, looks, row)
        if not changed and sweep > 0:
            return


def _turn(net: _Net, looks: list[str], heads: Sequence[int]) -> bool:
    """Turn some headings together to the direction that costs least; whether they turned."""
    before = [looks[head] for head in heads]
    best, kept = net.around(heads, looks) - 1e-6, None
    for direction in _options(net, heads):
        for head in heads:
            if direction in net.options[head]:
                looks[head] = direction
        cost = net.around(heads, looks)
        if cost < best:
            best, kept = cost, [looks[head] for head in heads]
        for head, old in zip(heads, before, strict=True):
            looks[head] = old
    if kept is None:
        return False
    for head, new in zip(heads, kept, strict=True):
        looks[head] = new
    return True


def _options(net: _Net, heads: Iterable[int]) -> list[str]:
    return list(dict.fromkeys(option for head in heads for option in net.options[head]))


def neighbours(centres: Sequence[tuple[float, float]], styles: Sequence[object]) -> list[list[int]]:
    """For each heading the nearest of the same style."""
    found = []
    for i, (x, y) in enumerate(centres):
        others = sorted(
            (abs(x - centres[k][0]) + 2 * abs(y - centres[k][1]), k)
            for k in range(len(centres))
            if k != i and styles[k] == styles[i]
        )
        found.append([k for _, k in others[:_NEIGHBOURS]])
    return found
