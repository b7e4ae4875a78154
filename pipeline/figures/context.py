"""Period and status: from the section, then from the words of the sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from pipeline.figures.case import Reading
from pipeline.figures.cues import Found
from pipeline.language.lexicon import Lexicon, SectionRule
from pipeline.language.numerals import parse
from pipeline.model import Block, Document

_YEAR = regex.compile(r"(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2}")
_HAN_YEAR = regex.compile(r"[一二][九〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_TITLE = regex.compile(r"(?:报告|公报|决议|讲话|说明)(?:（[^）]*）)?\Z")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@dataclass(slots=True)
class Setting:
    """What a part of the document says of its figures when a sentence says nothing."""

    status: str
    period: str
    text: str  # the heading that decided
    rule: str


_COUNT_OF_YEARS = regex.compile(r"[二三四五六七八九十两]+|\d+")
_UNORDERED = ("poster", "newspaper", "other")  # a text without a title may be a poster too
_ENOUGH, _CLEAR = 5, 0.6  # words of time a part must have, and the share that decides
_DIGIT = regex.compile(r"\d")
_PLAN = regex.compile(r"([一二三四五六七八九十]{1,3})五")


class Settled(NamedTuple):
    """What the context pass says of one figure."""

    period: str
    status: str
    status_text: str
    rule: str  # of the section


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
        elif part.isdigit():
            value = part
        elif year is None or not part.startswith("Y"):
            return ""
        else:
            value = str(year + int(part[1:] or "0"))
        if not value:
            return ""
        parts.append(value)
    return "/".join(dict.fromkeys(parts))


def plan_period(text: str) -> str:
    """The years of a five-year plan named in `text`: 十三五 is 2016/2020, 六五 1981/1985.

    >>> plan_period("“十三五”时期")
    '2016/2020'
    """
    found = _PLAN.search(text)
    if not found:
        return ""
    try:
        number = int(parse(found[1]))
    except ValueError:
        return ""
    first = 1981 + 5 * (number - 6)
    return f"{first}/{first + 4}"


class Settings:
    """The setting of every part of a document: headings in order, and openings within them."""

    def __init__(self, document: Document, lexicon: Lexicon, kind: str, year: int | None) -> None:
        self._year = year
        self._headings = [r for r in lexicon.sections if r.scope in ("section", "document")]
        self._openings = [r for r in lexicon.sections if r.scope == "opening"]
        self._places = [0]
        self._settings = [_default(kind, year)]
        self._base = self._settings[0]
        for block in document.blocks:
            self._read_block(block, document.text)
        self._parts = self._worded(document, lexicon) if kind in _UNORDERED else {}

    def at(self, offset: int, section: tuple[str, ...] = ()) -> Setting:
        """The setting in force at an offset of the tidy text, in a part of the document."""
        if section and section[0] in self._parts:
            return self._parts[section[0]]
        return self._settings[bisect_right(self._places, offset) - 1]

    def _worded(self, document: Document, lexicon: Lexicon) -> dict[str, Setting]:
        """On a poster the order of the parts says little: their wording tells what is done and what is planned.

        Parts with parallel headings (增强…力, …更强) speak of the same time and are counted together.
        """
        rules = [r for r in lexicon.sections if r.scope == "wording"]
        names = {b.section[0] for b in document.blocks if b.section and not self._first(self._headings, b.section[0])}
        family = {name: _family(name, names) for name in names}
        counts: dict[str, Counter[str]] = {}
        for block in document.blocks:
            if block.section and block.section[0] in names and block.kind != "heading":
                told = counts.setdefault(family[block.section[0]], Counter())
                for rule in rules:
                    told[rule.id] += len(rule.pattern.findall(document.text, block.start, block.end))
        decided = {}
        for name in names:
            told = counts.get(family[name], Counter())
            for rule in rules:
                if told.total() >= _ENOUGH and told[rule.id] >= _CLEAR * told.total():
                    decided[name] = Setting(rule.status, resolve_period(rule.period, self._year), name, rule.id)
        return decided

    def _mark(self, offset: int, setting: Setting) -> None:
        self._places.append(offset)
        self._settings.append(setting)

    def _read_block(self, block: Block, text: str) -> None:
        if block.kind == "heading":
            found = self._first(self._headings, text[block.start : block.end])
            if found:
                self._base = self._of_heading(*found, text[block.start : block.end])
            self._mark(block.start, self._base)
            return
        for match in _NUMBERED.finditer(text, block.start, block.end):
            found = self._first(self._headings, match[1])
            if found:
                self._base = self._of_heading(*found, match[1])
            if found or match.start(1) == block.start:
                self._mark(match.start(1), self._base)
        lasting = self._settings[-1]
        for match in _SENTENCE_START.finditer(text, block.start, block.end):
            found = self._first(self._openings, match[1])
            plan = found is not None and found[0].status == "target"
            if found and match.end(1) < block.end and (plan or text[match.end(1)] in "，,"):
                if _YEAR.search(found[1]) and match.start() > block.start and not plan:
                    continue  # a year inside a paragraph is for its sentence only
                setting = self._of_opening(*found)
                self._mark(match.start(1), setting)
                if not _DIGIT.search(text, block.start, match.start(1)):
                    lasting = setting
        if self._settings[-1] is not lasting:
            self._mark(block.end, lasting)

    def _first(self, rules: Sequence[SectionRule], phrase: str) -> tuple[SectionRule, str] | None:
        """The rule that matches first; of 1998年回顾和1999年任务 the first half."""
        if _TITLE.search(phrase):
            return None  # a report's title says nothing of its parts
        best: tuple[SectionRule, str] | None = None
        best_span = (0, 0)
        phrase = _HAN_YEAR.sub(lambda m: m[0].translate(_HAN_DIGITS), phrase)
        for rule in rules:
            found = rule.pattern.search(phrase)
            if found and (best is None or found.span() < best_span):
                best, best_span = (rule, found[0]), found.span()
        return best

    def _of_heading(self, rule: SectionRule, matched: str, phrase: str) -> Setting:
        years = [y.translate(_HAN_DIGITS) for y in _YEAR.findall(phrase)]
        period = resolve_period(rule.period, self._year)
        if years and ("/" not in rule.period or rule.status == "actual"):
            period = years[0]  # 2020年工作回顾和“十三五”成就: the openings in the text tell the span
        elif plan_period(phrase):
            period = plan_period(phrase)
        return Setting(self._status_at(period, rule.status), period, phrase, rule.id)

    def _status_at(self, period: str, status: str) -> str:
        """What has ended is no target, and what begins with the report year has not been reached."""
        if self._year is None or not period[-4:].isdigit():
            return status
        if int(period[-4:]) < self._year:
            return "actual"
        return "target" if "/" in period and int(period[:4]) >= self._year else status

    def _of_opening(self, rule: SectionRule, matched: str) -> Setting:
        """An opening changes the period; the status stays that of the section, unless a plan opens."""
        if rule.status == "target":
            years = _YEAR.findall(matched)
            period = years[0] if years else resolve_period(rule.period, self._year)
            self._base = Setting(self._status_at(period, "target"), period, matched, rule.id)
            return self._base
        status = self._base.status
        years = [y.translate(_HAN_DIGITS) for y in _YEAR.findall(matched)]
        period = plan_period(matched) or (years[0] if years else resolve_period(rule.period, self._year))
        return Setting(self._status_at(period, status), period or self._base.period, matched, rule.id)


# 一、2022年工作回顾 inside a paragraph: a numbered phrase at a sentence's start
_NUMBERED = regex.compile(
    r"(?:(?<=^|[。！？：\s])|^)((?:第[一二三四五]部分|[一二三四五六七八]、|（[一二三四五六七八九十]+）)[^。；！？\n]{2,40})",
    regex.MULTILINE,
)
_SENTENCE_START = regex.compile(
    r"(?:(?<=^|[。！？：—])|^)(?:各位代表[，！：])?((?:(?!各位代表)[^，。；：！？\n]){2,24})", regex.MULTILINE
)


def _family(name: str, names: Collection[str]) -> str:
    """What the headings parallel to a heading share: their first two characters, or the last but one."""
    if sum(other[:2] == name[:2] for other in names) > 1:
        return name[:2]
    if sum(other[-2:-1] == name[-2:-1] for other in names) > 1:
        return "-" + name[-2:-1]
    return name


def _default(kind: str, year: int | None) -> Setting:
    if kind == "communique":
        return Setting("actual", str(year or ""), "", "grammar:communique")
    return Setting("actual", str(year - 1) if year else "", "", "grammar:review")


class Times:
    """Gives every reading of a sentence its period, status and basis."""

    def __init__(self, year: int | None) -> None:
        self._year = year
        self.new_paragraph()

    def new_paragraph(self) -> None:
        """Forget what was said for the paragraph only."""
        self.lasting: Found | None = None  # （预计数，下同）
        self._began = self._reached = ""  # 由1978年的…增加到1982年的…: where changes began and ended

    def settle(self, readings: Sequence[Reading], setting: Setting, cues: Sequence[Found]) -> list[Settled]:
        """Period and status of each reading of a sentence; the basis goes into the reading."""
        periods = [c for c in cues if c.rule.kind == "period" and c.rule.gives]
        against = [c for c in cues if c.rule.kind == "basis" and c.year]
        # 由1978年的…增加到1982年的…, 是1978年的2倍: years that are for that figure only
        single = (
            r for place, r in enumerate(readings)
            if r.starts or r.measure == "ratio" or (r.arrives and place and readings[place - 1].starts)
        )  # fmt: skip
        own = {id(c) for r in single for c in r.cues}
        results = []
        for place, reading in enumerate(readings):
            period, named = self._period(reading, setting, periods, against, own)
            if reading.arrives and place and readings[place - 1].starts and not self._own_year(reading):
                period = _end_of(period)
            if self._began and reading.arrives and self._own_year(reading):
                self._reached = self._own_year(reading)
            elif self._reached and reading.arrives and place and readings[place - 1].starts:
                period = self._reached if not named else period
            status, said = self._status(reading, setting, cues, period, named)
            if status == "target" and not named and not reading.starts and self._has_ended(period):
                period = str(self._year)  # a target in a part that speaks of the past is for this year
            reading.basis = reading.basis or _basis(reading)
            if reading.basis == "年均":
                period = self._mean_period(period, setting, against)
            elif reading.measure in ("level", "rank") and reading.arrives and not reading.starts:
                period = _end_of(period)
            results.append(Settled(period, status, said, setting.rule))
        return results

    def _has_ended(self, period: str) -> bool:
        return self._year is not None and period[-4:].isdigit() and int(period[-4:]) < self._year

    def _own_year(self, reading: Reading) -> str:
        return next((c.year for c in reversed(reading.cues) if c.rule.kind == "period" and c.year), "")

    def _period(
        self,
        reading: Reading,
        setting: Setting,
        periods: Sequence[Found],
        against: Sequence[Found],
        own: set[int],
    ) -> tuple[str, bool]:
        """The nearest time named before the figure in its sentence, else that of the section."""
        start = reading.numeral.start
        if reading.base:
            return reading.base, True  # 比1957年的704亿元增长…: the amount of that year
        if reading.starts:
            year = self._own_year(reading)
            if year:
                self._began = year
                return year, True
            compared = [cue.year for cue in against if cue.start < start]
            if compared:
                return compared[-1], False
            if self._began and not any(c.end <= start and id(c) not in own for c in periods):
                return self._began, False  # 轻工业所占比重由…: the year named for the figure before
        chosen = None
        for cue in periods:
            if cue.end <= start and (id(cue) not in own or any(cue is mine for mine in reading.cues)):
                chosen = cue
        if reading.measure == "ratio" and chosen is not None and any(chosen is mine for mine in reading.cues):
            chosen = None
        period = self._resolve(chosen) if chosen else setting.period
        period = period or setting.period
        if reading.starts and len(period) >= 4 and period[:4].isdigit():
            said = chosen is not None and chosen.rule.gives == "N/M"  # 从1978年到1982年: the first itself
            return (period[:4] if said else str(int(period[:4]) - 1)), False
        return period, chosen is not None

    def _resolve(self, cue: Found) -> str:
        if cue.rule.gives == "plan":
            return plan_period(cue.text)
        if cue.rule.gives == "plan_end":
            return _end_of(plan_period(cue.text))
        if cue.rule.gives == "years":
            return self._last_years(cue.text)
        return resolve_period(cue.rule.gives, self._year, cue.year, cue.year_to)

    def _last_years(self, text: str) -> str:
        """这两年: the two years before the report's."""
        found = _COUNT_OF_YEARS.search(text)
        if self._year is None or not found:
            return ""
        return f"{self._year - int(parse(found[0]))}/{self._year - 1}"

    def _mean_period(self, period: str, setting: Setting, against: Sequence[Found]) -> str:
        """A yearly mean is over a span: since the year compared with, or that of the section."""
        if "/" in period or len(period) != 4:
            return period
        if against and against[-1].year < period:
            return f"{against[-1].year}/{period}"
        return (
            setting.period if setting.period.endswith(period) or setting.period.startswith(period) else period
        )

    def _status(
        self, reading: Reading, setting: Setting, cues: Sequence[Found], period: str, named: bool
    ) -> tuple[str, str]:
        for cue in reversed(cues):
            if cue.rule.kind == "status" and self._reaches(cue, reading):
                return cue.rule.gives, cue.text
        if self.lasting is not None:
            return self.lasting.rule.gives, self.lasting.text
        if named and self._year and period[-4:].isdigit():
            last = int(period[-4:])
            if last < self._year and setting.status == "target":
                return "actual", period
            if last > self._year:
                return "target", period
        return setting.status, setting.text

    def _reaches(self, cue: Found, reading: Reading) -> bool:
        """In front of the figure; （预计数） also right behind it."""
        numeral = reading.numeral
        if cue.rule.scope == "clause" and cue.end <= numeral.start and not self._in_force(cue, reading):
            return False
        if cue.text[0] == "（" and cue.start == numeral.end:
            if cue.rule.scope == "paragraph":
                self.lasting = cue
            return True
        return cue.text[0] != "（" and cue.end <= numeral.start

    def _in_force(self, cue: Found, reading: Reading) -> bool:
        """A cue at the start of a clause goes on to the sentence's end, one inside it stays inside."""
        if cue.opens or cue.start >= reading.item.left[0]:
            return True
        return "grammar:last_carried" in reading.rules and reading.item.mark in "、，"


def _end_of(period: str) -> str:
    return period.rpartition("/")[2]


def _basis(reading: Reading) -> str:
    for cue in reversed(reading.cues):
        if cue.rule.kind == "basis":
            return cue.text if cue.rule.gives == "text" else cue.rule.gives.replace("N", cue.year)
    return ""
