"""What a part of a document says of its figures: review or plan, and of which years.

Headings decide, openings of paragraphs change the years within them; on a poster, where the
order of the parts says little, their wording decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.figures.periods import plan_period, resolve_period, with_digits, years_in
from pipeline.language.firsts import alternatives, first_characters
from pipeline.language.lexicon import SectionRule
from pipeline.language.patterns import Compiled, compiled
from pipeline.model import Block, Document

_TERM: Final = 48  # characters in which a note says what it explains
_LINE: Final = 40  # characters of the longest title of an annex
_OPENING: Final = 600  # characters in which a report says what it is, and when it was read
_IN_WINTER: Final = re.compile(r"^[—\-（(\s]*(\d{4})年(?:1[12]|十[一二])月[\d一二三十]{1,3}日", re.MULTILINE)
_PLAN_REPORT: Final = re.compile(
    r"关于[^。\n]{0,30}(?:第[一二三四五六七八九十]{1,2}个五年(?:计划|规划)|“[一二三四五六七八九十]{1,2}五”(?:计划|规划))[^。\n]{0,12}的?(?:报告|说明)"
)
_PLAN_AND_YEAR: Final = re.compile(r"“[一二三四五六七八九十]{1,3}五”[^“”\d]{0,12}[和及与暨]\d{4}年")
_ADDRESSED: Final = re.compile(r"\s*(?:各位代表[，！：!:,]\s*)?")
_TITLE: Final = re.compile(r"(?:报告|公报|决议|讲话|说明)(?:（[^）]*）)?\Z")
_UNORDERED: Final = ("poster", "newspaper", "other")  # a text without a title may be a poster too
_ENOUGH: Final = 5  # words of time a part must have
_CLEAR: Final = 0.6  # the share of them that decides
_OFTEN: Final = 4  # 明年: once or twice may be about anything
# 今年1至10月: what has gone of the year, in a report made towards its end
_MONTHS_GONE: Final = re.compile(
    r"今年[1１一]?(?:月份?)?(?:至|到|[—–~～-]{1,2})(?:[7-9７-９七八九十]|1[01]|１[０１]|十一)月"
)
_LAST_YEAR: Final = ("去年", "上年")
_HAN_CENTURY: Final = "一二"  # 一九八二年, 二〇二三年
_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d")  # the first digit of what is no year


@dataclass
class Setting:
    """What a part of the document says of its figures when a sentence says nothing."""

    status: str
    period: str
    text: str  # the heading that decided
    rule: str


class _Rules:
    """Section rules for one kind of place, asked together."""

    def __init__(self, rules: Sequence[SectionRule]) -> None:
        self._rules = rules
        patterns = [rule.pattern.pattern for rule in rules]
        bound, free = [p for p in patterns if _anchored(p)], [p for p in patterns if not _anchored(p)]
        self._begins, self._somewhere = _any_of(bound).match, _any_of(free).search
        #: what a phrase begins with, or holds, if a rule is to match; None where that can be anything
        self._heads = _either(first_characters(pattern) for pattern in bound)
        inside = _either(first_characters(pattern) for pattern in free)
        self._inside = None if inside is None else tuple(sorted(inside))

    def telling(self) -> Callable[[str, int, int], list[str]]:
        """Finds the phrases that open the sentences of text[start:end]; "" for those no rule can match."""
        if self._heads is None or self._inside is None:
            return re.compile(_SENTENCE_START.pattern).findall
        heads, inside = ("".join(map(re.escape, sorted(some))) for some in (self._heads, self._inside))
        dumb = rf"[^{_STOPS}{heads}{inside}][^{_STOPS}{inside}]{{1,23}}+" + (
            f"(?![{inside}])" if inside else ""
        )
        return re.compile(rf"{_OPENS}(?:{dumb}|({_WORDS}))").findall

    def first(self, phrase: str) -> tuple[SectionRule, str] | None:
        """The rule that matches first, and what it matches; of 1998年回顾和1999年任务 the first half."""
        headed = self._heads is None or phrase[:1] in self._heads
        holds = self._inside is None or any(char in phrase for char in self._inside)
        if not headed and not holds:
            return None  # most sentences: cheaper than asking a pattern
        phrase = with_digits(phrase)
        told = (headed and self._begins(phrase)) or (holds and self._somewhere(phrase))
        if not told or _TITLE.search(phrase):
            return None  # a report's title says nothing of its parts
        best: tuple[SectionRule, str] | None = None
        best_span = (0, 0)
        for rule in self._rules:
            found = rule.pattern.search(phrase)
            if found and (best is None or found.span() < best_span):
                best, best_span = (rule, found[0]), found.span()
        return best


def _anchored(pattern: str) -> bool:
    """Whether every alternative of a pattern begins with ^."""
    return all(told.startswith("^") for told in alternatives(pattern))


def _any_of(patterns: Sequence[str]) -> Compiled:
    return compiled("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


def _either(firsts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All the characters of several sets; years may be written in Chinese numerals, too."""
    known: set[str] = set()
    for first in firsts:
        if first is None:
            return None
        known |= first
    return frozenset(known | (set(_HAN_CENTURY) if known & set("12") else set()))


class SectionTable:
    """The section rules that hold for a kind of document, by the place they are for."""

    def __init__(self, sections: Sequence[SectionRule], kind: str = "") -> None:
        # 2025年是“十四五”收官之年 opens a communiqué too: it has no plan to open
        rules = [r for r in sections if kind != "communique" or r.status != "target"]
        self.headings = _Rules([r for r in rules if r.scope in ("section", "document")])
        self.lines = _Rules([r for r in rules if r.scope == "line"])
        self.blocks = _Rules([r for r in rules if r.scope == "block"])
        self.openings = _Rules([r for r in rules if r.scope == "opening"])
        self.phrases = self.openings.telling()
        self.wordings = [r for r in rules if r.scope == "wording"]


class Settings:
    """The setting of every part of a document: headings in order, and openings within them."""

    def __init__(self, document: Document, rules: SectionTable, kind: str, year: int | None) -> None:
        self._year = year
        self._headings, self._openings = rules.headings, rules.openings
        self._lines, self._blocks, self._phrases = rules.lines, rules.blocks, rules.phrases
        self._places = [0]
        self.spoken = _spoken_year(document.text, year)
        self.plan = _plan_reported(document.text, year)
        self.late = _is_late(document.text, self.spoken, year)
        reviewed = year if self.late else year and year - 1
        self._settings = [_default(kind, year, reviewed, self.plan)]
        self._base = self._settings[0]
        self._two_reviews = False  # 2025年和“十四五”时期工作回顾
        self._told_until = 0  # the end of the last heading that tells a setting
        for block in document.blocks:
            self._read_block(block, document.text)
        self._parts = self._worded(document, rules.wordings) if kind in _UNORDERED else {}

    def at(self, offset: int, section: tuple[str, ...] = ()) -> Setting:
        """The setting in force at an offset of the tidy text, in a part of the document."""
        if section and section[0] in self._parts:
            return self._parts[section[0]]
        return self._settings[bisect_right(self._places, offset) - 1]

    def _worded(self, document: Document, rules: Sequence[SectionRule]) -> dict[str, Setting]:
        """On a poster the order of the parts says little: their wording tells done from planned.

        Parts with parallel headings (增强…力, …更强) speak of the same time and are counted together.
        """
        names = {
            b.section[0] for b in document.blocks if b.section and not self._headings.first(b.section[0])
        }
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
                    decided[name] = Setting(
                        rule.status, resolve_period(rule.period, self._year), name, rule.id
                    )
        return decided

    def _mark(self, offset: int, setting: Setting) -> None:
        self._places.append(offset)
        self._settings.append(setting)

    def _read_block(self, block: Block, text: str) -> None:
        if block.kind == "heading":
            found = self._headings.first(text[block.start : block.end])
            if found:
                self._base = self._of_heading(*found, text[block.start : block.end])
                self._told_until = block.end
            self._mark(block.start, self._base)
            return
        if block.end - block.start <= _LINE:
            line = text[block.start : block.end].strip()
            titled = self._lines.first(line)
            if titled:
                self._base = self._of_heading(*titled, line)
                self._mark(block.start, self._base)
                return
        begins = text[block.start : block.start + _TERM]
        explained = self._blocks.first(begins) if "：" in begins or ":" in begins else None
        if explained:
            self._mark(block.start, self._of_heading(*explained, ""))
            self._mark(block.end, self._base)
            return
        for match in _NUMBERED.finditer(text, block.start, block.end):
            found = self._headings.first(match[1])
            if found:
                self._base = self._of_heading(*found, match[1])
                self._told_until = match.end(1)
            if found or match.start(1) == block.start:
                self._mark(match.start(1), self._base)
        if self._is_opened(text, block):
            self._read_openings(block, text)

    def _is_opened(self, text: str, block: Block) -> bool:
        """Whether a rule matches any of what `_openings` gives: sooner told than where."""
        start, first = max(0, block.start - 1), self._openings.first
        if not block.start and (opening := _TEXT_START.match(text, 0, block.end)):
            if first(opening[1]):
                return True
            start = opening.end()
        return any(phrase and first(phrase) for phrase in self._phrases(text, start, block.end))

    def _read_openings(self, block: Block, text: str) -> None:
        lasting = self._settings[-1]
        for begin, opening in _openings(text, block.start, block.end):
            found = self._openings.first(opening[1])
            plan = found is not None and found[0].status == "target"
            if plan and self._only_introduced(text, opening.start(1)):
                continue
            if found and opening.end(1) < block.end and (plan or self._paused(opening, *found)):
                inside = not _ADDRESSED.fullmatch(text, block.start, begin)
                if years_in(found[1]) and inside and not plan:
                    continue  # a year inside a paragraph is for its sentence only
                setting = self._of_opening(*found)
                self._mark(opening.start(1), setting)
                planned = bool(self.plan) and setting.status == "target"
                number = _NUMBER if "/" in found[0].period or self._two_reviews else _DIGIT
                if not planned and not number.search(text, block.start, opening.start(1)):
                    lasting = setting  # in a report on a five-year plan every paragraph begins anew
                    if self._two_reviews and setting.status == "actual":
                        self._base = setting  # the other review has begun: its headings are for it
        if self._settings[-1] is not lasting:
            self._mark(block.end, lasting)

    @staticmethod
    def _paused(opening: re.Match[str], rule: SectionRule, matched: str) -> bool:
        """Whether an opening ends in a comma; 这是成就辉煌的五年 is a sentence of its own."""
        pause = opening.string[opening.end(1)]
        return pause in "，," or (pause == "。" and "/" in rule.period and opening[1].startswith(matched))

    def _only_introduced(self, text: str, offset: int) -> bool:
        """二〇二三年工作回顾 / 今年是…开局之年: right under its heading a review only looks up."""
        if self._base.status != "actual" or not self._told_until:
            return False
        return not _DIGIT.search(text, self._told_until, offset)

    def _of_heading(self, rule: SectionRule, matched: str, phrase: str) -> Setting:
        years = years_in(phrase)
        period = resolve_period(rule.period, self._year)
        self._two_reviews = rule.status == "actual" and bool(years) and bool(plan_period(phrase))
        if self._two_reviews and _PLAN_AND_YEAR.search(with_digits(phrase)):
            period = plan_period(phrase)  # “十三五”成就和2020年工作回顾: the five years come first
        elif years and ("/" not in rule.period or rule.status == "actual"):
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
        return "target" if int(period[:4]) > self._year - ("/" in period) else status

    def _of_opening(self, rule: SectionRule, matched: str) -> Setting:
        """An opening changes the period; the status stays that of the section, unless a plan opens."""
        if rule.status == "target":
            years = years_in(matched)
            period = years[0] if years else resolve_period(rule.period, self._year)
            setting = Setting(self._status_at(period, "target"), period, matched, rule.id)
            self._base = self._base if self.plan else setting
            return setting
        status = self._base.status
        years = years_in(matched)
        period = plan_period(matched) or (years[0] if years else resolve_period(rule.period, self._year))
        if self.late and rule.period == "Y-1" and not years and not matched.startswith(_LAST_YEAR):
            period = str(self._year)  # 过去的一年, said in December
        return Setting(self._status_at(period, status), period or self._base.period, matched, rule.id)


# Both are asked at every character: they begin with one set of characters, which `re` finds at once.
# 一、2022年工作回顾 inside a paragraph: a numbered phrase at a sentence's start
_NUMBERED: Final = re.compile(
    r"([第一二三四五六七八（](?:(?<=^.)|(?<=[。！？：\s].))"
    r"(?:(?<=第)[一二三四五]部分|(?<=[一二三四五六七八])、|(?<=（)[一二三四五六七八九十]+）)[^。；！？\n]{2,40})",
    re.MULTILINE,
)
_STOPS: Final = r"，。；：！？\n"
_ADDRESS: Final = "(?:各位代表[，！：])?"
_WORDS: Final = rf"[^{_STOPS}]{{2,24}}+"
_OPENS: Final = rf"[。！？：—\n]{_ADDRESS}"
_SENTENCE_START: Final = re.compile(rf"{_OPENS}({_WORDS})")
_TEXT_START: Final = re.compile(rf"{_ADDRESS}({_WORDS})")


def _openings(text: str, start: int, end: int) -> Iterator[tuple[int, re.Match[str]]]:
    """The phrases that open the sentences of a block, each with where it starts, 各位代表 included."""
    first = _TEXT_START.match(text, 0, end) if not start else None
    if first:
        yield 0, first
    for match in _SENTENCE_START.finditer(text, first.end() if first else max(0, start - 1), end):
        yield match.start() + 1, match


def _family(name: str, names: Collection[str]) -> str:
    """What the headings parallel to a heading share: their first two characters, or the last but one."""
    if sum(other[:2] == name[:2] for other in names) > 1:
        return name[:2]
    if sum(other[-2:-1] == name[-2:-1] for other in names) > 1:
        return "-" + name[-2:-1]
    return name


def _spoken_year(text: str, year: int | None) -> int | None:
    """The year a report was read in: a December congress plans the next year, 今年 is the one before it."""
    if year is None:
        return None
    opening = with_digits(text[:_OPENING])
    return year - 1 if str(year - 1) in _IN_WINTER.findall(opening) else year


def _plan_reported(text: str, year: int | None) -> str:
    """The years of the plan that a report is about (关于第六个五年计划的报告), if it has not ended."""
    found = _PLAN_REPORT.search(text[:_OPENING])
    period = plan_period(found[0]) if found else ""
    return period if period and year is not None and int(period[-4:]) > year else ""


def _is_late(text: str, spoken: int | None, year: int | None) -> bool:
    """Whether a report was made late in its year: it reviews 今年, and plans 明年 or tells 今年1至10月."""
    if spoken != year or text.count("今年") <= 2 * text.count("去年"):
        return False
    return text.count("明年") >= _OFTEN or _MONTHS_GONE.search(text) is not None


def _default(kind: str, year: int | None, reviewed: int | None, plan: str = "") -> Setting:
    if plan:
        return Setting("target", plan, "", "grammar:plan")
    if kind == "communique":
        return Setting("actual", str(year or ""), "", "grammar:communique")
    return Setting("actual", str(reviewed or ""), "", "grammar:review")
