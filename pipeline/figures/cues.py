"""Time, status and basis words of a sentence, found once; phrases are read without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from pipeline.language.lexicon import CueRule


@dataclass(slots=True)
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
    """All cue patterns as one; the longest at a place wins by the order of the alternation."""

    def __init__(self, cues: Mapping[str, Sequence[CueRule]]) -> None:
        self._rules = [rule for kind in ("basis", "period", "status") for rule in cues.get(kind, ())]
        parts = (f"(?P<r{i}>{rule.pattern.pattern})" for i, rule in enumerate(self._rules))
        self._pattern = regex.compile("|".join(parts)) if self._rules else regex.compile("(?!)")

    def find(self, text: str, start: int, end: int) -> list[Found]:
        found: list[Found] = []
        titles = [m.span() for m in _TITLE.finditer(text, start, end)]
        for match in self._pattern.finditer(text, start, end):
            if any(low < match.start() < high for low, high in titles):
                continue
            rule = self._rules[int(str(match.lastgroup)[1:])]
            years = [*map(_plain_year, _YEAR.findall(match[0])), "", ""]
            opens = match.start() == start or text[match.start() - 1] in "，；：。！？\n"
            cue = Found(match.start(), match.end(), rule, match[0], years[0], years[1], opens)
            found.append(cue)
        return found


_TITLE = regex.compile(r"《[^》]*》")
_YEAR = regex.compile(r"(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2}")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def _plain_year(text: str) -> str:
    return text.translate(_HAN_DIGITS)


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
