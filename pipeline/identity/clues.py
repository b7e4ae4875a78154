"""The text in a form that short patterns can read, and what its words say of its kind.

The patterns here and in the files beside are the fixed forms of such documents (how a
report opens, what its title looks like), not vocabulary of what the reports speak about.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.language.numerals import parse
from pipeline.model import Document

HEAD: Final = 3000
TAIL: Final = 1500
TITLE_LINES: Final = 40
TITLE_LENGTH: Final = 70
KINDS: Final = ("work_report", "communique", "poster", "newspaper", "plan", "budget", "other")

# Patterns for long texts begin with one character or one set of them, which `re` finds at once, and
# look back or ahead from there.
ANY_YEAR: Final = re.compile(r"年(?<=(19[4-9]\d|20[0-4]\d)年)(?<!\d\d{4}年)")
CHINESE_YEAR: Final = re.compile(r"年(?<=[一二][〇○零一二三四五六七八九]{3}年)")
CHINESE_DATE: Final = re.compile(
    r"(?P<year>[一二][〇○零一二三四五六七八九]{3})年"
    r"(?:(?P<month>十[一二]?|[一二三四五六七八九])月"
    r"(?:(?P<day>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日)?)?"
)
FOOTNOTE: Final = re.compile(r"[\[［【(（①②③④⑤⑥⑦⑧⑨](?:(?<=[①②③④⑤⑥⑦⑧⑨])|\d{1,2}[\]］】)）])")

TITLES: Final = (
    ("communique", re.compile(r"统计公报")),
    ("work_report", re.compile(r"政府工作的?报告")),
    ("budget", re.compile(r"预算.{0,24}报告|决算.{0,10}报告|预算草案|年财政预算")),
    ("plan", re.compile(r"国民经济和社会发展.{0,30}(?:计划|规划)|五年规划.{0,12}纲要|发展计划.{0,12}报告")),
)
#: the second line of a title set on two: 和社会发展统计公报, 2026年预算草案的报告 after …执行情况
BROKEN_TITLE: Final = re.compile(r"^(?:和|国民经济和|社会发展)|^\d{4}年.{0,12}(?:预算|计划).{0,4}草案")
OPEN_TITLE: Final = re.compile(r"关于|情况[和与及]?$|国民经济|\d{4}年$|[省市区县州旗盟]$|年国$")
LEADERS: Final = re.compile(r"…|\.{3}|·{3}")
SENTENCE_END: Final = re.compile(r"[。；;！!？?]")
POSTER: Final = re.compile(r"一图(?:读懂|看懂|速览)|图解|长图")
NEWSPAPER: Final = re.compile(
    r"(?:上接|下转).{0,6}\d+版|[^，。]{2,8}(?:日报|晚报|早报).{0,12}(?:星期[一二三四五六日天]|第?[A-Z]?\d+版)"
)
PAGE: Final = re.compile(r"^(?:第?[A-Z]?\d{1,2}版|责任?编辑?|版式|校对)[:：].{0,12}$")
BEGINS: Final = re.compile(r"(?:各位代表|同志们)[:：]|现在[,，]?我")
SPOKEN: Final = re.compile(
    r"我谨?(?:代表|受).{0,25}(?:报告|建议)|各位代表[:：!！,，]|代表大会第.{1,3}次会议上"
)
REVIEWS: Final = re.compile(r"年(?:政府)?工作回顾$|^.{0,6}过去.{1,3}年(?:政府)?工作回顾$")
COMPILED: Final = re.compile(r"国家统计局.{1,12}调查总?队|初步核算|根据.{0,12}统一核算|本公报")
#: in file names
NAMED: Final = (
    ("work_report", re.compile(r"work[_-]?report|工作报告|gongzuobaogao|zfgzbg", re.I)),
    ("communique", re.compile(r"communique|统计公报|tjgb", re.I)),
    ("poster", re.compile(r"poster|一图|图解|长图", re.I)),
    ("budget", re.compile(r"budget|预算|决算", re.I)),
    ("plan", re.compile(r"(?<![a-z])plan(?![a-z])|规划|计划", re.I)),
)


class Clues(NamedTuple):
    """What the other files of this room read."""

    head: str  # the beginning without white space, years in digits
    tail: str  # the end without white space
    lines: tuple[str, ...]  # of the beginning, without white space, none empty
    text: str  # all of it, as it stands
    name: str  # of the file, without folder and ending


class Title(NamedTuple):
    """A line that reads like a title, and the kind it names."""

    line: str
    kind: str


def clues(document: Document, file_name: str) -> Clues:
    """Prepare the text."""
    text = document.text
    start = text[:HEAD]
    if CHINESE_YEAR.search(start):  # most texts have none
        start = CHINESE_DATE.sub(in_digits, start)
    lines = tuple(filter(None, ("".join(line.split()) for line in start.split("\n"))))
    stem = file_name.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    return Clues("".join(lines), "".join(text[-TAIL:].split()), lines, text, stem)


def in_digits(date: re.Match[str]) -> str:
    """一九八七年三月二十五日 as 1987年3月25日."""
    parts = zip(date.groupdict().values(), "年月日", strict=True)
    return "".join(f"{parse(part.replace('○', '〇'))}{unit}" for part, unit in parts if part)


def title_lines(found: Clues) -> list[Title]:
    """Lines of the beginning that read like a title, in order."""
    titles = []
    for number, marked in enumerate(found.lines[:TITLE_LINES]):
        if BEGINS.match(marked):
            break  # from here on it speaks: what it names is not itself
        line = LEADERS.split(FOOTNOTE.sub("", marked))[0].lstrip("—－–-")
        if len(line) > TITLE_LENGTH:
            continue
        kind = next((kind for kind, pattern in TITLES if pattern.search(line)), "")
        if kind and not SENTENCE_END.search(line):
            titles.append(Title(joined(line, found.lines[max(0, number - 2) : number]), kind))
    return titles


def joined(line: str, before: tuple[str, ...]) -> str:
    """A title whose beginning stands on the lines before, put together."""
    for previous in reversed(before):
        whole = previous + line
        if not (BROKEN_TITLE.match(line) and OPEN_TITLE.search(previous)) or len(whole) > TITLE_LENGTH:
            break
        line = whole
    return line


def main_title(titles: list[Title], kind: str) -> str:
    """The title of that kind that tells most: the first with a year, else the first."""
    own = [title for title in titles if title.kind == kind] or titles
    lines = [title.line for title in own]
    return next(filter(ANY_YEAR.search, lines), lines[0] if lines else "")


def document_kind(found: Clues, titles: list[Title]) -> tuple[str, str]:
    """(kind, kind of what it reports): a newspaper page may hold a communiqué."""
    speech = bool(SPOKEN.search(found.head))
    content = content_kind(found, titles, speech)
    if is_newspaper(found):
        return "newspaper", content
    drawn = any(len(line) <= TITLE_LENGTH and POSTER.search(line) for line in found.lines[:TITLE_LINES])
    if (drawn or content == "poster") and not speech:
        return "poster", "work_report" if content in ("poster", "other") else content
    return content, content


def content_kind(found: Clues, titles: list[Title], speech: bool) -> str:
    """What it reports: by its title, how it opens, phrases all through it, the file name.

    A bare 政府工作报告 over a text that nobody speaks may be a menu of the web page.
    """
    dated = [title for title in titles if ANY_YEAR.search(title.line)]
    if titles and (speech or dated):
        return titles[0].kind if speech else dated[0].kind
    if speech or "各位代表" in found.text or any(map(REVIEWS.search, found.lines[:TITLE_LINES])):
        return "work_report"
    if COMPILED.search(found.head) or COMPILED.search(found.tail):
        return "communique"
    if titles:
        return titles[0].kind
    return next((kind for kind, pattern in NAMED if pattern.search(found.name)), "other")


def is_newspaper(found: Clues) -> bool:
    """A page of a newspaper: its running head, or a jump to another page."""
    return (
        any(
            ("版" in line or "星期" in line) and NEWSPAPER.search(line)  # the words are sooner told
            for line in (*found.lines[:8], found.tail[-200:])
        )
        or any(PAGE.match(line) for line in found.lines[:8])
    )
