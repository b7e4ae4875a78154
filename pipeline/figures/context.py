"""Period and status: from the section, then from the words of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.figures.cues import Found
from pipeline.figures.readings import Reading
from pipeline.language.lexicon import Lexicon, SectionRule
from pipeline.model import Document

_YEAR = regex.compile(r"(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2}")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@dataclass(slots=True)
class Setting:
    """What a part of the document says of its figures when a sentence says nothing."""

    status: str
    period: str
    text: str  # the heading that decided
    rule: str


def resolve_period(expression: str, year: int | None, named: str = "", named_to: str = "") -> str:
    """A period expression of `rules/` as ISO years; empty where a part is unknown.

    >>> resolve_period("Y-5/Y-1", 2023)
    '2018/2022'
    >>> resolve_period("N", None, "1982")
    '1982'
    """
    parts = []
    for part in expression.split("/"):
        if part == "N":
            value = named
        elif part == "M":
            value = named_to
        elif year is None or not part.startswith("Y"):
            return ""
        else:
            value = str(year + int(part[1:] or "0"))
        if not value:
            return ""
        parts.append(value)
    return "/".join(dict.fromkeys(parts))


class Settings:
    """The setting of every block of a document, from its headings in order."""

    def __init__(self, document: Document, lexicon: Lexicon, kind: str, year: int | None) -> None:
        self._lexicon, self._year = lexicon, year
        self._default = _default(kind, year)
        self._marks = self._find_marks(document)

    def at(self, offset: int) -> Setting:
        """The setting in force at an offset of the tidy text."""
        chosen = self._default
        for place, setting in self._marks:
            if place > offset:
                break
            chosen = setting
        return chosen

    def _find_marks(self, document: Document) -> list[tuple[int, Setting]]:
        marks = []
        for block in document.blocks:
            text = document.text[block.start : block.end]
            if block.kind == "heading":
                candidates = [(0, text)]
            else:
                candidates = [(m.start(1), m[1]) for m in _OPENING.finditer(text)]
            for offset, phrase in candidates:
                setting = self._read(phrase)
                if setting:
                    marks.append((block.start + offset, setting))
        return marks

    def _read(self, phrase: str) -> Setting | None:
        best: tuple[int, SectionRule] | None = None
        for rule in self._lexicon.sections:
            found = rule.pattern.search(phrase)
            if found and (best is None or len(found[0]) > best[0]):
                best = (len(found[0]), rule)
        if best is None:
            return None
        rule = best[1]
        years = [y.translate(_HAN_DIGITS) for y in _YEAR.findall(phrase)]
        period = resolve_period(rule.period, self._year)
        if years and "/" not in rule.period:
            period = years[0]
        return Setting(rule.status, period, phrase, rule.id)


# 一、2022年工作回顾 inside a paragraph: a numbered phrase at a sentence's start, or a short opening
_OPENING = regex.compile(r"(?:(?<=^|[。！？：\s])|^)((?:第[一二三四五]部分|[一二三四五六七八]、)[^。；！？\n]{2,40})")


def _default(kind: str, year: int | None) -> Setting:
    if kind in ("communique",):
        return Setting("actual", str(year or ""), "", "grammar:communique")
    return Setting("actual", str(year - 1) if year else "", "", "grammar:review")


class Times:
    """Gives every reading of a sentence its period, status and basis."""

    def __init__(self, year: int | None) -> None:
        self._year = year

    def settle(
        self, readings: Sequence[Reading], setting: Setting, cues: Sequence[Found], start: int
    ) -> list[tuple[str, str, str]]:
        """(period, status, status_text) for each reading."""
        results = []
        for reading in readings:
            period, bare = self._period(reading, setting, cues, start)
            status, said = self._status(reading, setting, cues, period, bare)
            results.append((period, status, said))
            reading.basis = reading.basis or self._basis(reading)
        return results

    def _period(self, reading: Reading, setting: Setting, cues: Sequence[Found], start: int) -> tuple[str, bool]:
        """The nearest time named before the figure in its sentence, else that of the section."""
        chosen = None
        for cue in cues:
            if cue.rule.kind != "period" or not cue.rule.gives or cue.end > reading.numeral.start:
                continue
            chosen = cue
        if chosen is None:
            return setting.period, False
        period = resolve_period(chosen.rule.gives, self._year, chosen.year, chosen.year_to)
        return (period or setting.period), True

    def _status(
        self, reading: Reading, setting: Setting, cues: Sequence[Found], period: str, named: bool
    ) -> tuple[str, str]:
        for cue in reversed(cues):
            if cue.rule.kind == "status" and self._reaches(cue, reading):
                return cue.rule.gives, cue.text
        if named and self._year and period[-4:].isdigit():
            last = int(period[-4:])
            if last < self._year and setting.status == "target":
                return "actual", period
            if last > self._year:
                return "target", period
        return setting.status, setting.text

    def _reaches(self, cue: Found, reading: Reading) -> bool:
        if cue.end > reading.numeral.start:
            return False
        return True

    def _basis(self, reading: Reading) -> str:
        for cue in reversed(reading.cues):
            if cue.rule.kind == "basis":
                return cue.rule.gives.replace("N", cue.year)
        return ""
