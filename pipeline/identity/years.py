"""The year a document is given for.

A work report speaks of a year that is over and of targets for the year that has begun;
the latter is its report year.  Several places say it, and each is a vote with a weight:
two strong ones that disagree leave the year open rather than guessed.  A communiqué
carries the year of its data in the title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from pipeline.identity.clues import ANY_YEAR, FOOTNOTE, Clues, Title

STRONG: Final = 4
REVIEWED: Final = 3
FAIR: Final = 2
WEAK: Final = 1
NEXT_YEAR: Final = "明年"

YEAR: Final = r"(19[4-9]\d|20[0-4]\d)年(?<!\d\d{4}年)"
#: 到2035年的目标, 2021—2025年: no year that a report is given for
FAR: Final = re.compile(r"[到至—－–~-]$")

#: right behind the year, on the same line
REVIEW: Final = re.compile(
    r"[^，。；：\n]{0,20}?(?:工作|发展|任务|计划)[^，。；：\n]{0,8}?(?:回顾|总结)"
    r"|(?:的)?(?:主要|政府)?工作(?:完成|进展)?情况|.{0,8}发展成[就绩]|计划执行情况"
)
REVIEW_LEAD: Final = re.compile(r"(?:时期|成[就绩]|(?<!今后)五年)[^，。；]{0,14}和$|回顾$|首先报告$")
TARGET: Final = re.compile(
    r"(?:我[省市区县州旗]|[全本][省市区县州旗]|政府|经济(?:和|与)?社会发展|国民经济和社会发展|"
    r"工作|全面|各项|重点|主要|的|[、和])*"
    r"(?:安排|计划(?!执行|完成)|目标|任务|重点工作|总体要求|总要求|总体思路|总体部署|部署|打算|建议|"
    r"预期|指导思想|思路|主要工作|基本方针)"
)
DONE: Final = re.compile(r"的?(?:主要|政府)?(?:工作|任务)")
DONE_LEAD: Final = re.compile(r"(?:完成|确定的|实现|随着|下达的?)了?$")
BARE: Final = re.compile(r"的?(?:政府)?工作\s*$")
DOING: Final = re.compile(r"(?:做好|完成|扎实推进|抓好|实现)$")
DOING_AFTER: Final = re.compile(r"的?(?:[各全].{0,4}|政府|经济)?(?:工作|目标|任务)")
OPENING: Final = re.compile(
    r"^(?:[（(]?[一二三四1][）)、.．])?(?:刚刚过去的)?" + YEAR + r"[,，]?(?:是|全|面对|我)"
)
DATA_OPENING: Final = re.compile(r"^(?:[（(]?[一二三四1][）)、.．])?" + YEAR + r"(?:是|,|，|全)")

DATE: Final = re.compile(ANY_YEAR.pattern + r"(\d{1,2})月(\d{1,2})日")
DATE_LINE: Final = re.compile(
    r"^[—－\-–―*]*[（(\[]?" + YEAR + r"(\d{1,2})月(?:\d{1,2}日)?[）)\]]?(?:$|在|.{0,6}审议)"
)
PUBLISHED: Final = re.compile(r"(?:时间|日期|发布|更新|来源|浏览|印发)[:：]?$")
IN_CONGRESS: Final = re.compile(r".{0,30}(?:代表大会|人大|会议|委员会)")
FILE_YEAR: Final = re.compile(r"(?<!\d)(19[4-9]\d|20[0-4]\d)(?=\D|$|(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d))")


def report_year(kind: str, titles: list[Title], found: Clues) -> tuple[int | None, str]:
    """The report year, or None with the reason in Chinese."""
    votes: Counter[int] = Counter()
    for year, weight in evidence(kind, titles, found):
        votes[year] += weight
    named = file_years(found.name)
    if not votes:
        return from_file(named)
    (best, score), *others = votes.most_common(2)
    if others and others[0][1] * 2 > score:
        second = others[0][0]
        agreed = {best, second} & named
        if len(agreed) == 1:
            return agreed.pop(), ""
        return None, f"正文里有的地方像{best}年、有的地方像{second}年的报告，不能确定是哪一年。"
    if score <= FAIR and best - 1 in named and NEXT_YEAR in found.text:
        return best - 1, ""  # what it plans is the year after its own: 明年
    if score <= FAIR and named and best not in named:
        return None, f"正文像{best}年的报告，文件名写的是{min(named)}年，不能确定是哪一年。"
    return best, ""


def from_file(named: set[int]) -> tuple[int | None, str]:
    """What is left when the text says nothing: one year in the file name."""
    if len(named) == 1:
        return next(iter(named)), ""
    return None, "正文和文件名里都没有写明是哪一年的报告。"


def file_years(name: str) -> set[int]:
    """Years in a file name: 2023, 2023年, 20230105."""
    return {int(year) for year in FILE_YEAR.findall(name)}


def evidence(kind: str, titles: list[Title], found: Clues) -> Iterator[tuple[int, int]]:
    """(report year, weight) for every place that says it."""
    dated = kind in ("communique", "plan", "budget")
    in_titles = [int(years[-1]) for years in (ANY_YEAR.findall(title.line) for title in titles) if years]
    if in_titles:
        yield in_titles[0], STRONG if dated else FAIR
    if kind == "communique":
        yield from data_years(found)
    elif not (in_titles and dated):
        yield from spoken_years(found)


def data_years(found: Clues) -> Iterator[tuple[int, int]]:
    """The data's year opens the first paragraph; the day of issue is in the next one."""
    for line in found.lines[:20]:
        opening = DATA_OPENING.match(line)
        if opening:
            yield int(opening.group(1)), STRONG
            return
    for year, month in dates(found.lines[:20]):
        if month <= 8:
            yield year - 1, WEAK
            return


def spoken_years(found: Clues) -> Iterator[tuple[int, int]]:
    """What a report that is read to a congress says of its years."""
    for year, month in dates(found.lines[:30]):
        yield (year + 1, FAIR) if month >= 11 else (year, STRONG if month <= 6 else WEAK)
        break
    reviews, targets, others = mentioned_years(found.text)
    yield from ((year + 1, REVIEWED) for year, _ in reviews.most_common(1))
    kept = [(count, year) for year, count in targets.items() if year not in reviews]
    if kept:
        yield max(kept)[1], FAIR
    yield from ((year, WEAK) for year in others)
    for line in found.lines[:12]:
        opening = OPENING.match(line)
        if opening:
            yield int(opening.group(1)) + 1, WEAK
            break


def mentioned_years(text: str) -> tuple[Counter[int], Counter[int], set[int]]:
    """How often each year is reviewed, is planned for, and stands as the time of work to do."""
    reviews: Counter[int] = Counter()
    targets: Counter[int] = Counter()
    bare: set[int] = set()
    others: set[int] = set()
    for found in ANY_YEAR.finditer(text):
        year, start, end = int(found.group(1)), found.start(1), found.end()
        lead = text[max(0, start - 18) : start].rpartition("\n")[2]
        after = text[end : end + 40].partition("\n")[0]
        if FAR.search(lead):
            continue
        if REVIEW.match(after) or (REVIEW_LEAD.search(lead) and DONE.match(after)):
            reviews[year] += 1
        elif DOING.search(lead) and DOING_AFTER.match(after):
            others.add(year)
        elif TARGET.match(after) and not DONE_LEAD.search(lead):
            targets[year] += 1
        elif BARE.match(after):
            bare.add(year)
        elif not lead.strip() and not after.strip():
            others.add(year)  # a lone 2023年 over the targets of a poster
    if bare:
        targets[max(bare)] += 1
    return reviews, targets, others


def dates(lines: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """(year, month) of the days on which a report was given; not of web publication."""
    before = ""
    for line in lines:
        if "月" in line:  # as few have
            yield from _dates_in(line, before)
        before = line


def _dates_in(line: str, before: str) -> Iterator[tuple[int, int]]:
    """The same of one line; `before`: the line above it."""
    on_its_own = DATE_LINE.match(FOOTNOTE.sub("", line))
    if on_its_own and not PUBLISHED.search(before):
        yield int(on_its_own.group(1)), int(on_its_own.group(2))
    elif not on_its_own:
        for day in DATE.finditer(line):
            if IN_CONGRESS.match(line[day.end() :]) or line[day.end() : day.end() + 1] in "）)":
                yield int(day.group(1)), int(day.group(2))
