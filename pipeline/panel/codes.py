"""Division codes of one year carried to another, where the table of divisions knows how.

A division is carried only where it stayed one area: renamed, recoded, a county made a city or a
district.  One that was split, or went into another that was there already (莱芜市 into 济南市 in 2019),
is another area, and its numbers are not those of the heir: it keeps its own code and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.identity.regions import OPEN_END, Division, Regions

STEPS = 20  # of changes that are followed; more would be a circle in the table


class Carried(NamedTuple):
    """A division in the chosen year; without one, `reason` says why in Chinese."""

    division: Division | None
    reason: str = ""


class Codes:
    """Carries codes to one year."""

    def __init__(self, regions: Regions, year: int) -> None:
        """`year`: the one whose codes are wanted."""
        self._regions = regions
        self._year = year
        self._before: dict[str, list[Division]] = {}
        for row in self._all():
            for heir in row.successors:
                self._before.setdefault(heir, []).append(row)

    def _all(self) -> Iterable[Division]:
        return (row for rows in self._regions.by_code.values() for row in rows)

    def carried(self, code: str, year: int) -> Carried:
        """The division that held `code` in `year`, as it is in the chosen year."""
        division = self._regions.with_code(code, year)
        if division is None:
            return Carried(None, f"行政区划表里没有代码{code}")
        for _ in range(STEPS):
            if division.in_force(self._year) and not self._replaced(division):
                return Carried(division)
            step = self._next(division) if division.valid_to <= self._year else self._last(division)
            if step.division is None:
                return step
            division = step.division
        return Carried(None, f"代码{code}的沿革在区划表里成环")

    def _replaced(self, division: Division) -> bool:
        """Whether the division ended in the chosen year and an heir took over: the heir is in force."""
        return division.valid_to == self._year and self._next(division).division is not None

    def _next(self, division: Division) -> Carried:
        heirs = division.successors
        name, ended = division.name, division.valid_to
        if not heirs:
            return Carried(None, f"{name}（{division.code}）{ended}年撤销，区划表不知道由谁承接")
        if len(heirs) > 1:
            parts = "、".join(self._named(heir, ended) for heir in heirs)
            return Carried(None, f"{name}（{division.code}）{ended}年拆分为{parts}，不再是同一区域")
        begun = [row for row in self._regions.by_code.get(heirs[0], ()) if row.valid_from == ended]
        if not begun:
            into = self._named(heirs[0], ended)
            return Carried(None, f"{name}（{division.code}）{ended}年并入{into}，不再是同一区域")
        others = [row.name for row in self._parents(begun[0]) if row != division]
        if others:
            return Carried(
                None, f"{name}（{division.code}）{ended}年与{'、'.join(others)}合并，不再是同一区域"
            )
        return Carried(begun[0])

    def _named(self, code: str, year: int) -> str:
        division = self._regions.with_code(code, year)
        return f"{division.name}（{code}）" if division else code

    def _last(self, division: Division) -> Carried:
        """The one division that it came from."""
        name, begun = division.name, division.valid_from
        parents = self._parents(division)
        if len(parents) != 1 or len(parents[0].successors) != 1:
            return Carried(None, f"{name}（{division.code}）{begun}年才设立，{self._year}年没有同一区域")
        return Carried(parents[0])

    def _parents(self, division: Division) -> list[Division]:
        """What ended in the year in which the division began, and went into it."""
        return [
            row
            for row in self._before.get(division.code, ())
            if row.valid_to == division.valid_from and row.valid_to != OPEN_END and row != division
        ]
