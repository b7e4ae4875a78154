"""Sections of a poster's lines, from the groups that were read and what was left over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from pipeline.layout import marks
from pipeline.layout.costs import Piece
from pipeline.layout.likeness import affinities, grams_among, grams_of
from pipeline.layout.poster import Group

Section = tuple[str, ...]


def sections(pieces: Sequence[Piece], groups: Sequence[Group], first_half: int | None) -> list[Section]:
    """For each piece the headings above it, outer first; `first_half`: of the torn body, if any."""
    outer = _outers(pieces, groups, first_half)
    found: list[Section] = [()] * len(pieces)
    for group, heading in zip(groups, outer, strict=True):
        above = (pieces[heading].text,) if heading is not None else ()
        for i in group.loose:
            found[i] = above if group.outer is not None else ()
        for body, inner in group.bodies:
            found[body] = above
            if inner is not None:
                found[inner] = above
                found[body] = (*above, pieces[inner].text)
    _adopt(pieces, groups, found)
    return _with_panels(pieces, found)


def _adopt(pieces: Sequence[Piece], groups: Sequence[Group], found: list[Section]) -> None:
    """Give the last body, if it has no heading of its own, the section of the one body that breaks off.

    Nothing proves that it goes on there, so the two are not joined; but it is likelier than chance.
    """
    bodies = {body: inner for group in groups for body, inner in group.bodies if pieces[body].kind == "B"}
    torn = [body for body in bodies if not marks.is_closed(pieces[body].text)]
    last = max(bodies, default=None)
    if len(torn) == 1 and last is not None and torn[0] < last and bodies[last] is None:
        found[last] = found[torn[0]]


def _with_panels(pieces: Sequence[Piece], found: list[Section]) -> list[Section]:
    """The sections with the items of each panel put under its own head."""
    head: Section = ()
    for i, piece in enumerate(pieces):
        if piece.kind == "P":
            head = (piece.text,)
        elif piece.kind == "L":
            found[i] = head
    return found


def _outers(pieces: Sequence[Piece], groups: Sequence[Group], first_half: int | None) -> list[int | None]:
    """The outer heading of each group: its own, the torn body's, or one that was left over."""
    outer = [group.outer for group in groups]
    for k, i in enumerate(outer):
        if i is not None and pieces[i].kind == "C":
            outer[k] = next((o for g, o in zip(groups, outer, strict=True) if _holds(g, first_half)), None)
    for k, heading in _matches(pieces, groups, outer):
        outer[k] = heading
    return outer


def _holds(group: Group, body: int | None) -> bool:
    return any(member == body for member, _ in group.bodies)


def _matches(
    pieces: Sequence[Piece], groups: Sequence[Group], outer: Sequence[int | None]
) -> Iterable[tuple[int, int]]:
    """Groups left without a heading and headings left without a group, by what they have in common."""
    headless = [k for k, group in enumerate(groups) if outer[k] is None and group.bodies]
    spare = [
        i for k, group in enumerate(groups) if not group.bodies for i in group.loose if pieces[i].kind == "H"
    ]
    if not headless or not spare:
        return
    names = [grams_of(pieces[i].text) for i in spare]
    wanted = frozenset(chain.from_iterable(names))
    rows = affinities(names, [grams_among(wanted, _text(pieces, groups[k])) for k in headless])
    ranked = sorted(
        ((row[n], k, i) for n, k in enumerate(headless) for i, row in zip(spare, rows, strict=True)),
        reverse=True,
    )
    taken: set[int] = set()
    used: set[int] = set()
    for score, k, i in ranked:
        alone = len(headless) == 1 or len(spare) == 1
        if k not in taken and i not in used and (score > 0 or alone):
            taken.add(k)
            used.add(i)
            yield k, i


def _text(pieces: Sequence[Piece], group: Group) -> str:
    return " ".join(pieces[i].text for pair in group.bodies for i in pair if i is not None)
