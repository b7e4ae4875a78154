"""Time, status and basis words of a sentence, found once; phrases are read without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pipeline.figures.periods import years_in
from pipeline.language.firsts import alternatives, first_characters, second_characters
from pipeline.language.lexicon import CueRule
from pipeline.language.patterns import compiled

_RUNS: Final = ("12", "31", "1978", "2023")
_NAMED: Final = re.compile("[0-9]{2,4}")


class Found:
    """A cue in the text; `year` holds its first year, `year_to` its second, where it names any."""

    def __init__(
        self, start: int, end: int, rule: CueRule, text: str, year: str, year_to: str, opens: bool
    ) -> None:
        self.start = start
        self.end = end
        self.rule = rule
        self.text = text
        self.year = year
        self.year_to = year_to
        self.opens = opens  # it stands at the start of a clause

    def moved(self, by: int) -> Found:
        """The same so many characters further on."""
        start, end = self.start + by, self.end + by
        return Found(start, end, self.rule, self.text, self.year, self.year_to, self.opens)


class CueFinder:
    """Finds the cues of a sentence.  At each place the first rule that matches wins: basis, period, status.

    Most characters begin no cue, and those that do begin few: the patterns are kept by first character,
    and asked only where the two first characters can begin a match, never inside a number.
    """

    def __init__(self, cues: Mapping[str, Sequence[CueRule]]) -> None:
        self._rules = [rule for kind in ("basis", "period", "status") for rule in cues.get(kind, ())]
        told = [[(a, first_characters(a)) for a in alternatives(r.pattern.pattern)] for r in self._rules]
        firsts = [first for rule in told for _, first in rule]
        starts = sorted(frozenset().union(*(first for first in firsts if first)))
        said = {char: _either(told, char) for char in starts}
        self._patterns = {char: compiled(pattern) for char, pattern in said.items()}
        self._anywhere = compiled(_either(told, "")) if None in firsts else None
        seconds = {char: second_characters(pattern, char) for char, pattern in said.items()}
        self._pairs = {first + second for first, found in seconds.items() for second in found or ()}
        self._free = {first for first, found in seconds.items() if found is None}  # go on with anything
        self._trigger = re.compile("." if self._anywhere else _trigger(seconds, _behind_digits(said)))

    def find(self, text: str, start: int, end: int) -> list[Found]:
        """The cues of text[start:end] in order, none inside 《》."""
        found: list[Found] = []
        titles = [m.span() for m in _TITLE.finditer(text, start, end)] if "《" in text[start:end] else ()
        behind = start
        for trigger in self._trigger.finditer(text, start, end):
            place = trigger.start()
            if place < behind:
                continue
            first = text[place]
            known = self._anywhere or first in self._free or text[place : place + 2] in self._pairs
            if not known:
                continue
            pattern = self._patterns.get(first, self._anywhere)
            match = pattern and pattern.match(text, place, end)
            if not match or any(low < place < high for low, high in titles):
                continue
            behind = match.end()
            rule = self._rules[int(str(match.lastgroup)[1:])]
            said = match[0]
            years = [*years_in(said), "", ""]
            opens = place == start or text[place - 1] in "，；：。！？\n"
            found.append(Found(place, behind, rule, said, years[0], years[1], opens))
        return found


def _either(told: Sequence[Sequence[tuple[str, frozenset[str] | None]]], char: str) -> str:
    """The rules, each its alternatives with what they begin with, so far as they can begin with `char`."""
    fits = ([a for a, first in rule if first is None or char in first] for rule in told)
    return "|".join(f"(?P<r{i}>{'|'.join(rule)})" for i, rule in enumerate(fits) if rule)


def _behind_digits(said: Mapping[str, str]) -> set[str] | None:
    """What can stand behind the digits that a cue begins with: 年, 月, …; None where that may be anything.

    `said`: the patterns by first character.  Asked of one digit, of numbers like years and months, and
    of those that the patterns name.
    """
    behind = set[str]()
    for first in filter(str.isdigit, said):
        for run in {first, *_RUNS, *_NAMED.findall(said[first])}:
            found = second_characters(said[first], run) if run[0] == first else frozenset[str]()
            if found is None:
                return None
            behind |= found
    return {char for char in behind if not char.isdigit()}


def _trigger(seconds: Mapping[str, frozenset[str] | None], closing: Iterable[str] | None) -> str:
    """Where a cue may begin: a first character with any second one behind, but no digit inside a number.

    A year that a conversion has glued to a number is one all the same: 表3|2025年分行业…  The pattern
    begins with one set, which `re` looks for without trying the rest.  `closing`: what stands behind
    the digits, if a cue begins with some.
    """
    free = [first for first, found in seconds.items() if found is None]
    bound = [first for first, found in seconds.items() if found]
    digits, others = [c for c in bound if c.isdigit()], [c for c in bound if not c.isdigit()]
    behind = _one_of(set[str]().union(*(found or () for found in seconds.values())))
    number = f"(?<={_one_of(digits)})(?:(?<![0-9].)|(?<=[12])(?=[09][0-9]{{2}}年))"
    if closing is not None:
        number += f"(?=[0-9]{{0,3}}{_one_of(closing)})"
    told = f"(?:(?<={_one_of(others)})|{number})(?={behind})" + (f"|(?<={_one_of(free)})" if free else "")
    return f"{_one_of(seconds)}(?:{told})"


def _one_of(characters: Iterable[str]) -> str:
    said = "".join(map(re.escape, sorted(characters)))
    return f"[{said}]" if said else "(?!)"


_TITLE: Final = re.compile(r"《[^》]*》")


def without(text: str, start: int, end: int, cues: list[Found]) -> tuple[str, list[Found]]:
    """text[start:end] with the cues in it taken out, and those cues."""
    inside = [c for c in cues if c.start >= start and c.end <= end]
    if not inside:
        return text[start:end], inside
    kept, place = [], start
    for cue in inside:
        kept.append(text[place : cue.start])
        place = cue.end
    kept.append(text[place:end])
    return "".join(kept), inside
