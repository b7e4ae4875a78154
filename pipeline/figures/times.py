"""Period, status and basis of each figure: the words of its sentence, else the setting of its part."""

from __future__ import annotations

import re
from typing import Final

from pipeline.figures.case import Reading
from pipeline.figures.cues import Found
from pipeline.figures.periods import end_of, months_in, plan_period, resolve_period, within
from pipeline.figures.settings import Setting
from pipeline.language.numerals import parse

_FIVE_YEARS: Final = re.compile("(?:这|今后)?五年(?:内|间|中)?")
_IN_YEARS: Final = re.compile("(?:这|近|过去)?[三四五六七八九十]年(?:来|间|内|中)")
_FIVE_AHEAD: Final = re.compile("五年(?![来间])")  # 五年累计: of the years the part speaks of
_SPENT: Final = ("投入", "投资", "支出", "总规模", "投资规模", "投资总额", "财政投入", "资金")
_WILL: Final = "将"
_YEAR: Final = 4  # digits
_COUNTS: Final = "3456789三四五六七八九"  # 五年累计: in a review of years it is these
_SPAN: Final = "期间"
_MADE_SURE: Final = "确保"
_ASSUMED: Final = "grammar:"  # a setting that no heading tells
_SPOKEN: Final = ("今年", "去年", "上年", "明年")
_COUNT_OF_YEARS: Final = re.compile(r"[二三四五六七八九十两]+|\d+")


class Settled:
    """What the context pass says of one figure; `rule`: of the section."""

    def __init__(self, period: str, status: str, status_text: str, rule: str) -> None:
        self.period = period
        self.status = status
        self.status_text = status_text
        self.rule = rule


class Times:
    """Gives every reading of a sentence its period, status and basis."""

    def __init__(
        self, year: int | None, spoken: int | None = None, plan: str = "", late: bool = False
    ) -> None:
        """`spoken`: the year in which it was read, where that is not the report year (a December
        congress); `plan`: the years of the five-year plan it is about, 五年 are these; `late`: it
        reviews its own year before that has ended.
        """
        self._year = year
        self._spoken = year if spoken is None else spoken
        self._plan = plan
        self._late = late
        self._last = year if late or year is None else year - 1  # the year it looks back on
        self.new_paragraph()

    def new_paragraph(self) -> None:
        """Forget what was said for the paragraph only."""
        self.lasting: Found | None = None  # （预计数，下同）
        self._named = ""  # 1982年积累率由上年的…提高到…: the year of what was reached
        self._began_at = 0
        self._reviewed = ""  # “六五”期间…。这五年…: the plan that a report on the next one looks back on
        self._began = self._reached = ""  # 由1978年的…增加到1982年的…: where changes began and ended

    def settle(self, readings: list[Reading], setting: Setting, cues: list[Found]) -> list[Settled]:
        """Period and status of each reading of a sentence; the basis goes into the reading."""
        periods = [c for c in cues if c.rule.kind == "period" and (c.rule.gives or self._is_plan(c))]
        against = [c for c in cues if c.rule.kind == "basis" and c.year]
        for cue in periods:
            if self._plan and cue.rule.gives == "plan":
                plan = plan_period(cue.text)
                self._reviewed = plan if self._has_ended(plan) else ""
        own = _for_one(readings, periods) if periods else set[int]()
        results: list[Settled] = []
        for place, reading in enumerate(readings):
            period, named = self._period(reading, setting, periods, against, own)
            if reading.arrives and place and readings[place - 1].starts and not self._own_year(reading):
                period = self._named or end_of(period)
            if not reading.starts:
                self._named = ""
            if self._began and reading.arrives and self._own_year(reading):
                self._reached = self._own_year(reading)
            elif self._reached and reading.arrives and place and readings[place - 1].starts:
                period = self._reached if not named else period
            first = readings[reading.item.group].item if reading.item.place else reading.item
            status, said = self._status(reading, setting, cues, period, named, first.left[0])
            if status == "actual" and reading.done and setting.status == "target" and not named:
                period = str(self._last or "")
            elif status == "target" and not named and not reading.starts and self._has_ended(period):
                period = str(self._year)  # a target in a part that speaks of the past is for this year
            before = readings[place - 1] if place else None
            if before is not None and "grammar:last_carried" in reading.rules and reading.measure == "growth":
                between = (c for c in cues if c.rule.kind == "status" and c.start >= before.numeral.start)
                if reading.item.mark == "，" and not any(c.start < reading.numeral.start for c in between):
                    status, said = results[-1].status, results[-1].status_text  # as the level it grows from
            reading.basis = reading.basis or _basis(reading)
            if reading.basis == "年均":
                period = self._mean_period(period, setting, against)
            elif reading.stands and not named and not reading.starts and not self._plan:
                period = end_of(period)
            elif reading.measure in ("level", "rank") and reading.arrives and not reading.starts:
                told = named or any(_IN_YEARS.match(c.text) for c in cues if c.end <= reading.numeral.start)
                spent = told and reading.is_money and reading.indicator.endswith(_SPENT)
                spent = spent or (bool(self._plan) and reading.is_money and reading.amounts)
                period = period if spent else end_of(period)  # 五年来教育投入达3200亿元
            if status != "target" and not reading.starts and len(period) == _YEAR and period.isdigit():
                months = _months(reading, cues)
                period = within(period, months) if months else period
            if results and before is not None and not named and _is_times_as_much(reading, before):
                period = results[-1].period
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
        periods: list[Found],
        against: list[Found],
        own: set[int],
    ) -> tuple[str, bool]:
        """The nearest time named before the figure in its sentence, else that of the section."""
        start = reading.numeral.start
        if reading.base:
            return reading.base, True  # 比1957年的704亿元增长…: the amount of that year
        if reading.starts and self._year_before(reading):
            self._named = next(c.year for c in reading.cues if c.rule.kind == "period" and c.year)
            return str(int(self._named) - 1), True
        if reading.starts:
            year = self._own_year(reading)
            if year:
                self._began, self._began_at = year, start
                return year, True
            compared = [cue.year for cue in against if cue.start < start]
            if compared:
                return compared[-1], False
            if self._began and not any(
                self._began_at <= c.end <= start and id(c) not in own for c in periods
            ):
                return self._began, False  # 轻工业所占比重由…: the year named for the figure before
        chosen = None
        for cue in periods:
            if cue.end <= start and (id(cue) not in own or any(cue is mine for mine in reading.cues)):
                chosen = cue
        if reading.measure == "ratio" and chosen is not None and any(chosen is mine for mine in reading.cues):
            chosen = None
        period = self._resolve(chosen, setting) if chosen else setting.period
        if chosen is not None and chosen.rule.gives == "within" and reading.starts:
            return setting.period, False  # 三年内由4.5批次提升至9批次
        period = period or setting.period
        if chosen is not None and reading.starts and any(chosen is mine for mine in reading.cues):
            spoken_of = setting.period[:4]
            if chosen.text.startswith("上年") and spoken_of.isdigit():
                return str(int(spoken_of) - 1), True  # 由上年的1.68缩小为1.66: before the year spoken of
            if self._names_start(chosen, setting):
                return period, True  # 由去年的44%提高到45%; 由“十二五”末的33%提高到38%
        if reading.starts and len(period) >= 4 and period[:4].isdigit():
            said = chosen is not None and chosen.rule.gives == "N/M"  # 从1978年到1982年: the first itself
            return (period[:4] if said else str(int(period[:4]) - 1)), False
        return period, chosen is not None and chosen.rule.gives != "section"

    @staticmethod
    def _year_before(reading: Reading) -> bool:
        """1982年积累率由上年的12%…: a year, and then the one before it."""
        said = [c for c in reading.cues if c.rule.kind == "period"]
        return len(said) > 1 and bool(said[0].year) and said[-1].text.startswith(("上年", "去年"))

    @staticmethod
    def _names_start(cue: Found, setting: Setting) -> bool:
        """Whether the time named with a starting value is the time of the value itself."""
        if cue.rule.gives == "plan_end" or cue.text[:1] in "去今":
            return True
        return cue.rule.gives == "Y-1" and setting.status == "target"

    def _is_plan(self, cue: Found) -> bool:
        """五年 in a report on a five-year plan."""
        return bool(self._plan) and _FIVE_YEARS.fullmatch(cue.text) is not None

    def _resolve(self, cue: Found, setting: Setting) -> str:
        if self._is_plan(cue):
            return self._reviewed or (setting.period if self._has_ended(setting.period) else self._plan)
        if cue.text.startswith(_SPOKEN):
            return resolve_period(cue.rule.gives, self._spoken)
        if cue.rule.gives == "plan":
            return plan_period(cue.text)
        if cue.rule.gives == "plan_end":
            return end_of(plan_period(cue.text))
        if cue.rule.gives == "years":
            bare = cue.text[0] in _COUNTS and cue.text[-1] == "年"
            planned = setting.status == "target" or "/" in setting.period
            return setting.period if bare and planned else self._last_years(cue.text)
        if cue.rule.gives == "within":
            return self._next_years(cue.text, setting)
        if _FIVE_AHEAD.match(cue.text) and setting.status == "target" and "/" in setting.period:
            return setting.period  # 五年累计投资, in a plan of these five years
        return resolve_period(cue.rule.gives, self._year, cue.year, cue.year_to)

    def _last_years(self, text: str) -> str:
        """这两年: the two years before the report's."""
        found, last = _COUNT_OF_YEARS.search(text), self._last
        if last is None or not found:
            return ""
        return f"{last - int(parse(found[0])) + 1}/{last}"

    def _next_years(self, text: str, setting: Setting) -> str:
        """三年内, in a plan: the year of the plan and those that follow; in a review it says nothing."""
        found = _COUNT_OF_YEARS.search(text)
        if setting.status != "target" or not setting.period.isdigit() or not found:
            return ""
        return f"{setting.period}/{int(setting.period) + int(parse(found[0])) - 1}"

    def _mean_period(self, period: str, setting: Setting, against: list[Found]) -> str:
        """A yearly mean is over a span: since the year compared with, or that of the section."""
        if "/" in period or len(period) != 4:
            return period
        if against and against[-1].year < period:
            return f"{against[-1].year}/{period}"
        return (
            setting.period if setting.period.endswith(period) or setting.period.startswith(period) else period
        )

    def _status(
        self, reading: Reading, setting: Setting, cues: list[Found], period: str, named: bool, begins: int
    ) -> tuple[str, str]:
        """Status and its words; `begins`: where the phrase of the reading (or of its group) begins."""
        ends = period[-_YEAR:]
        last = int(ends) if self._year and ends.isdigit() else None
        year = self._year or 0
        if reading.starts and setting.status == "target" and last is not None and last < year:
            return "actual", period  # 力争由2家增至5家: it began with what there is
        for cue in reversed(cues):
            reviewed = cue.text == _MADE_SURE and setting.status == "actual"
            if reviewed and not setting.rule.startswith(_ASSUMED):
                continue  # 确保: in a review it is told of what has been done
            if cue.rule.kind == "status" and self._reaches(cue, reading, begins):
                return self._as_told(cue, setting, period), cue.text
        if self.lasting is not None:
            return self.lasting.rule.gives, self.lasting.text
        if (named or reading.starts) and last is not None:
            if last < year + bool(self._plan) and setting.status == "target":
                return "actual", period
            if last > year:
                return "target", period
        done = reading.done and setting.status == "target" and self._year is not None
        if done and (not named or int(ends or 0) <= year):
            return "actual", ""  # in a plan: 劳动生产率已提高29%
        if last is not None and last > year:
            return "target", period
        return setting.status, setting.text

    def _as_told(self, cue: Found, setting: Setting, period: str) -> str:
        """今年将比上年增长3%: in the review of a year that has not ended a prospect is an estimate."""
        prospect = self._late and setting.status == "actual" and cue.text.startswith(_WILL)
        return "estimate" if prospect and period == str(self._year) else cue.rule.gives

    def _reaches(self, cue: Found, reading: Reading, begins: int) -> bool:
        """In front of the figure; （预计数） also right behind it."""
        numeral = reading.numeral
        if (
            cue.rule.scope == "clause"
            and cue.end <= numeral.start
            and not self._in_force(cue, reading, begins)
        ):
            return False
        if cue.rule.scope == "paragraph" and (cue.start == numeral.end or cue.end <= numeral.start):
            self.lasting = cue  # 预计（下同）, 4800亿元（预计数，下同）
        if cue.text[0] == "（" and cue.start == numeral.end:
            return True
        return cue.text[0] != "（" and cue.end <= numeral.start

    def _in_force(self, cue: Found, reading: Reading, begins: int) -> bool:
        """A cue at the start of a clause goes on to the sentence's end, one inside it stays inside."""
        if cue.opens or cue.start >= begins:
            return True
        return "grammar:last_carried" in reading.rules and reading.item.mark in "、，"


def _for_one(readings: list[Reading], periods: list[Found]) -> set[int]:
    """The times that are for their own figure only: 由1978年的…增加到1982年的…, 是1978年的2倍."""
    single = (
        r for place, r in enumerate(readings)
        if r.starts or r.measure == "ratio" or "grammar:compared" in r.rules
        or (r.arrives and place and readings[place - 1].starts)
    )  # fmt: skip
    own = {id(c) for r in single for c in (_last_period(r) if r.starts else r.cues)}
    means = (c for c in periods if c.rule.scope == "figure" and c.rule.gives == "years")  # 两年平均增长
    return own | {id(c) for c in means}


def _is_times_as_much(reading: Reading, before: Reading) -> bool:
    """钢二百十七万吨，等于一九四九年的十三点七倍: so many times what it was, of the amount in front."""
    of_level = reading.measure == "ratio" and before.measure == "level" and not before.starts
    of_span = any(_SPAN in cue.text for cue in reading.cues)  # 是“十二五”期间的2.4倍: of all these years
    return of_level and not of_span and before.indicator == reading.indicator


def _last_period(reading: Reading) -> list[Found]:
    """今年粮食产量由去年的…: of several times only the last is that of the value itself."""
    said = [c for c in reading.cues if c.rule.kind == "period"]
    return [*said[-1:], *(c for c in reading.cues if c.rule.kind != "period")]


def _months(reading: Reading, cues: list[Found]) -> tuple[int, int] | None:
    """The part of the year a figure is for: 一季度，… goes on until another time, GDP一季度增长… does not."""
    chosen: tuple[int, int] | None = None
    begins = -1  # where a time ends that opens a clause: 今年|一季度
    for cue in cues:
        if cue.rule.kind != "period" or cue.end > reading.numeral.start:
            continue
        months, opens = months_in(cue.text), cue.opens or cue.start == begins
        begins = cue.end if opens else begins
        if not months or opens or any(cue is own for own in reading.cues):
            chosen = months
    return chosen


def _basis(reading: Reading) -> str:
    for cue in reversed(reading.cues):
        if cue.rule.kind == "basis":
            return cue.text if cue.rule.gives == "text" else cue.rule.gives.replace("N", cue.year)
    return ""
