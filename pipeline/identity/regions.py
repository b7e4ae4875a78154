"""The table of administrative divisions since 1980: names, codes, parents and years.

`valid_from` and `valid_to` are both years in which the division was in force for a part
of the year; a division that changed has its old and its new row in that year.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.rulefiles import packaged

NATION_CODE: Final = "000000"
FIRST_LIST: Final = 1980
FILE: Final = "regions.csv"
OPEN_END: Final = 9999
#: 恩施州 for 恩施土家族苗族自治州: the short name with the plain word for the level
PLAIN_ENDINGS: Final = {"自治州": "州", "自治县": "县", "自治旗": "旗"}


class Division(NamedTuple):
    """One row of rules/regions.csv."""

    code: str
    name: str
    level: str  # national, province, city, county
    parent_code: str
    valid_from: int
    valid_to: int  # OPEN_END while in force
    successors: tuple[str, ...]
    short: str
    word: bool  # the short name is an everyday word too: 合作, 资源

    def under(self, code: str) -> bool:
        """Whether the division lies in the one with that code."""
        return code in (self.parent_code, f"{self.code[:2]}0000") and code != self.code

    def in_force(self, year: int) -> bool:
        """Whether it was in force for a part of the year."""
        return self.valid_from <= year <= self.valid_to


class Mention(NamedTuple):
    """A name found in a text: 江苏省苏州市太仓市 is one mention; all it may mean."""

    start: int
    end: int
    divisions: tuple[Division, ...]  # of its last part
    full: bool  # its last part is a full name, not 太仓 for 太仓市


@dataclass(frozen=True)
class Regions:
    """All divisions and the ways to find them."""

    by_name: Mapping[str, Sequence[Division]]
    by_code: Mapping[str, Sequence[Division]]
    lengths: Mapping[str, Sequence[int]]  # first two characters -> lengths of names, long first
    heads: re.Pattern[str]  # a character that begins a name, in front of one that goes on with it

    @staticmethod
    def load(folder: Path | None = None) -> Regions:
        """The table of a rules folder, of the packaged one if none is given; read once."""
        return load_regions((folder or packaged()) / FILE)

    def path(self, division: Division, year: int | None) -> str:
        """Full name from the province down: 江苏省苏州市太仓市."""
        if division.level in ("national", "province"):
            return division.name
        above = self.by_code.get(division.parent_code, ())
        when = max(year, FIRST_LIST) if year else division.valid_to
        parent = latest(row for row in above if row.in_force(min(when, division.valid_to)))
        return (self.path(parent, year) if parent else "") + division.name

    def with_code(self, code: str, year: int | None) -> Division | None:
        """The division that held the code in the year, else the last that held it."""
        rows = self.by_code.get(code, ())
        return latest(row for row in rows if year and row.in_force(year)) or latest(rows)

    def mentions(self, text: str) -> Iterator[Mention]:
        """Every name in the text, left to right, the longest reading of each."""
        behind = 0
        for head in self.heads.finditer(text):
            start = head.start()
            if start < behind or text[start : start + 2] not in self.lengths:
                continue
            if found := self._chain(text, start, ()):
                yield found
                behind = found.end

    def ending_at_end(self, text: str) -> Mention | None:
        """The longest name that reaches to the end of the text: 在海拉尔区 gives 海拉尔区."""
        for start in range(len(text) - 1):
            found = self._chain(text, start, ())
            if found and found.end == len(text):
                return found
        return None

    def split_full(self, text: str) -> tuple[tuple[Division, ...], str]:
        """The divisions named in full at the beginning, and the rest: 深圳市, 坪山新区."""
        above: tuple[Division, ...] = ()
        while True:
            for length in self.lengths.get(text[:2], ()):
                rows = tuple(row for row in self.by_name.get(text[:length], ()) if row.name == text[:length])
                if rows and length < len(text):
                    above, text = rows, text[length:]
                    break
            else:
                return above, text

    def _chain(self, text: str, start: int, above: tuple[Division, ...]) -> Mention | None:
        """The longest run of names at `start` of which each lies in the one before."""
        best: Mention | None = None
        for length in self.lengths.get(text[start : start + 2], ()):
            name = text[start : start + length]
            rows = tuple(
                row
                for row in self.by_name.get(name, ())
                if not above or any(row.under(parent.code) for parent in above)
            )
            if not rows:
                continue
            end = start + len(name)  # the text may end before the length does
            found = self._chain(text, end, rows) or Mention(start, end, rows, name == rows[0].name)
            if best is None or found.end > best.end:
                best = found._replace(start=start)
        return best


def latest(rows: Iterable[Division]) -> Division | None:
    """The row that began last."""
    return max(rows, key=lambda row: row.valid_from, default=None)


@cache
def load_regions(path: Path) -> Regions:
    """Read rules/regions.csv once; some 20 ms."""
    by_name: dict[str, list[Division]] = defaultdict(list)
    by_code: dict[str, list[Division]] = defaultdict(list)
    lengths: dict[str, set[int]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for code, name, level, parent, first, last, heirs, short, word in lines:
            years = int(first), int(last or OPEN_END)
            row = Division(code, name, level, parent, *years, tuple(heirs.split()), short, word == "1")
            by_code[code].append(row)
            if code != NATION_CODE:  # 国家 and 全国 are in every text
                for spelling in spellings(name, short):
                    by_name[spelling].append(row)
                    lengths[spelling[:2]].add(len(spelling))
    longest_first = {head: sorted(found, reverse=True) for head, found in lengths.items()}
    first, second = ("".join(sorted({head[place] for head in lengths})) for place in (0, 1))
    return Regions(by_name, by_code, longest_first, re.compile(f"[{first}](?=[{second}])"))


def spellings(name: str, short: str) -> tuple[str, ...]:
    """The ways a division is written: 恩施土家族苗族自治州, 恩施州, 恩施."""
    if name == short:
        return (name,)
    plain = PLAIN_ENDINGS.get(name[-3:])
    return (name, short, short + plain) if plain else (name, short)
