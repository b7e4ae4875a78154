"""Time, status and basis words of a sentence, found once; phrases are read without them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from pipeline.figures.periods import years_in
from pipeline.language.firsts import first_characters
from pipeline.language.lexicon import CueRule

_KEPT = 50_000  # beginnings remembered


@dataclass
class Found:
    """A cue in the text; `year` holds its first year, `years` its second, where it names any."""

    start: int
    end: int
    rule: CueRule
    text: str
    year: str = ""
    year_to: str = ""
    opens: bool = False  # it stands at the start of a clause


class CueFinder:
    """Finds the cues of a sentence.  At each place the first rule that matches wins: basis, period, status.

    Most characters begin no cue, and those that do begin few: the patterns are kept by first character,
    and asked only where the first two, and then the first three, can begin a match, which is remembered
    for all that were seen.
    """

    def __init__(self, cues: Mapping[str, Sequence[CueRule]]) -> None:
        self._rules = [rule for kind in ("basis", "period", "status") for rule in cues.get(kind, ())]
        firsts = [first_characters(rule.pattern.pattern) for rule in self._rules]
        starts = frozenset().union(*(first for first in firsts if first))
        self._patterns = {char: self._compiled(firsts, char) for char in starts}
        self._anywhere = self._compiled(firsts, "") if None in firsts else None
        self._begins: dict[str, bool] = {}  # 全年 can begin a cue, 全国 cannot; 18年, but not 18个
        trigger = "." if self._anywhere else f"[{''.join(map(re.escape, sorted(starts)))}]"
        self._trigger = re.compile(trigger if self._rules else "(?!)")  # of single characters: faster

    def _compiled(self, firsts: Sequence[frozenset[str] | None], char: str) -> regex.Pattern[str]:
        fits = (first is None or char in first for first in firsts)
        return regex.compile(
            "|".join(f"(?P<r{i}>{self._rules[i].pattern.pattern})" for i, fit in enumerate(fits) if fit)
        )

    def _can_begin(self, said: str) -> bool:
        """Whether a cue can begin with two or three characters; all can where a rule looks back."""
        can = self._begins.get(said)
        if can is None:
            if len(self._begins) >= _KEPT:
                self._begins.clear()
            pattern = self._patterns.get(said[0], self._anywhere)
            can = pattern is not None and (
                self._anywhere is not None or pattern.match(said, partial=True) is not None
            )
            self._begins[said] = can
        return can

    def find(self, text: str, start: int, end: int) -> list[Found]:
        """The cues of text[start:end] in order, none inside 《》."""
        found: list[Found] = []
        titles = [m.span() for m in _TITLE.finditer(text, start, end)] if "《" in text[start:end] else ()
        behind, begins = start, self._begins.get
        for trigger in self._trigger.finditer(text, start, end):
            place = trigger.start()
            pair = text[place : place + 2]
            can = begins(pair)
            if place < behind or not (self._can_begin(pair) if can is None else can):
                continue
            if not self._can_begin(text[place : place + 3]):
                continue
            pattern = self._patterns.get(pair[0], self._anywhere)
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


_TITLE = re.compile(r"《[^》]*》")


def without(text: str, start: int, end: int, cues: Sequence[Found]) -> tuple[str, list[Found]]:
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
