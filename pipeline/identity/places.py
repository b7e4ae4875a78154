"""The region a document speaks for.

Strongest first: whom the speaker stands for (我代表苏州市人民政府), whose congress it is,
whose mayor speaks, the title, who signs; then the file name; then which place the text
keeps speaking of.  Evidence that names several divisions (鼓楼区 of four cities) is
narrowed by the evidence after it and by the parent the text speaks of most; what stays
open is left empty with a reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from pipeline.identity.clues import Clues, Title
from pipeline.identity.regions import FIRST_LIST, NATION_CODE, OPEN_END, Division, Regions

BEFORE: Final = 25  # characters in front of a fixed word that may hold a name
SIGNATURE: Final = 400  # characters at either end that may hold who signs
OPENING: Final = 1500  # characters in which a document says who it is

SPEAKS_FOR: Final = re.compile(
    r"(?:我谨?(?:代表|受)|[：:，,。]受)(?P<name>[^，。；：！？、,]{0,25}?)(?:第[一二三四五六七八九十百\d]+届)?"
    r"(?:党工委、|党工委和)?(?:人民政府|政府|管委会|管理委员会|行政公署|行署)"
)
NATIONAL: Final = ("国务院", "中央人民政府", "國務院")
FOR_NATION: Final = re.compile(rf"(?:我谨?(?:代表|受)|[：:，,。]受)(?:中共中央和)?(?:{'|'.join(NATIONAL)})")
NATIONAL_CONGRESS: Final = re.compile(r"第[一二三四五六七八九十]+届全国人民代表大会第.{1,3}次会议上")
NATIONAL_TITLE: Final = re.compile(r"^(?:[（(]?\d{4}年)?(?:中华人民共和国|国务院|全国)(?!.{0,4}[省市县区])")
NATIONAL_FILE: Final = re.compile(
    r"(?<![a-z])national(?![a-z])|(?:^|[_\-\s\d年])(?:全国|国务院|国家)(?=$|[_\-\s\d政])", re.I
)
CONGRESS: Final = re.compile(r"第[一二三四五六七八九十百\d]{1,4}届人民代表大会")
#: 人民政府代市长, 代理县长: looks back from its first character
HEAD_OF: Final = re.compile(
    r"[人代省市区县州旗盟](?:(?<=[省市区县州旗盟])|(?<=人)民政府(?:代理|代)?[省市区县州旗盟]|(?<=代)理?[省市区县州旗盟])长"
)
SIGNED: Final = re.compile(r"统计局|调查总?队")
TITLE_REST: Final = re.compile(r"(?:人民)?政府|国民经济|统计公报|预算|决算|财政|计划|规划|经济和社会|[（(]")
TITLE_YEAR: Final = re.compile(r"\d{4}年度?|关于|^[—－-]+")
FILE_PARTS: Final = re.compile(r"[_\-\s—]+")

OWN_WORDS: Final = ("国", "省", "市", "州", "盟", "区", "县", "旗")
OFTEN: Final = 5
LONGEST: Final = 100_000  # characters that are read for the place a text keeps speaking of

#: levels that 我代表市人民政府 allows
LEVEL_WORDS: Final = {
    "省": {"province"},
    "自治区": {"province"},
    "市": {"province", "city", "county"},
    "州": {"city"},
    "自治州": {"city"},
    "盟": {"city"},
    "区": {"county"},
    "新区": {"county"},
    "县": {"county"},
    "自治县": {"county"},
    "旗": {"county"},
    "自治旗": {"county"},
}
#: areas with an administration of their own and, as a rule, without a code
AREA_WORDS: Final = "新区|开发区|高新区|经开区|管理区|示范区|合作区|园区|实验区|试验区|度假区|保税区|工业区"
SUB_AREA: Final = re.compile(rf"(?P<own>[^\d，。；：、的在]{{0,14}}?(?:{AREA_WORDS}))(?:党工委)?$")
NEW_AREA: Final = re.compile(r"(?=([一-龥]{2}新区))")


class Place(NamedTuple):
    """What a document speaks for: all divisions it may be, best known when there is one."""

    divisions: tuple[Division, ...] = ()
    own: str = ""  # an area without a code, inside the division if there is one: 坪山新区
    reason: str = ""


def find_place(found: Clues, titles: list[Title], year: int | None, regions: Regions) -> Place:
    """The region of the document; its divisions are of one code when it is known."""
    if is_national(found, titles):
        return nation(regions)
    fits = Fit(found, year)
    place = Place()
    lapsed: tuple[Division, ...] = ()
    for said in sayings(found, titles, regions):
        if said.own:
            return parented(said, fits, found, regions)
        own = fits.only(said.divisions)
        lapsed = lapsed or said.divisions
        place = Place(common(place.divisions, own) or place.divisions or own)
        if single(place.divisions):
            return place
    if not place.divisions and fits.word == "国":
        return nation(regions)
    if not place.divisions:
        place = from_file(found, fits, regions) or most_spoken_of(found, fits, regions)
    if not place.divisions and single(lapsed):
        return Place(lapsed)  # named, and not in force in the year
    return narrowed(place, found, fits, regions)


def nation(regions: Regions) -> Place:
    """The place of what is reported to the national congress."""
    return Place(tuple(regions.by_code[NATION_CODE]))


def is_national(found: Clues, titles: list[Title]) -> bool:
    """Whether it was given to the national congress or speaks for the nation."""
    start = found.head[:OPENING]
    return (
        (any(name in start for name in NATIONAL) and bool(FOR_NATION.search(start)))
        or bool(NATIONAL_CONGRESS.search(start))
        or any(NATIONAL_TITLE.search(title.line) for title in titles)
        or bool(NATIONAL_FILE.search(found.name) and not SPEAKS_FOR.search(start))
    )


class Fit:
    """Which divisions the document can be: in force in its year, of the level it calls itself."""

    def __init__(self, found: Clues, year: int | None) -> None:
        """The level word is the 市 of 我代表市人民政府, else of 全市."""
        self.year = year
        spoken = SPEAKS_FOR.search(found.head)
        word = spoken.group("name").removeprefix("全") if spoken else ""
        self.word = word if word in LEVEL_WORDS else "" if word else own_word(found.text)
        self.levels = LEVEL_WORDS.get(self.word, set())
        if not word and self.word == "区":
            self.levels = {"county", "province"}  # 全区 of a 自治区

    def only(self, rows: tuple[Division, ...]) -> tuple[Division, ...]:
        """The rows that fit: in force in the year, else in the year before."""
        if self.levels:
            rows = tuple(row for row in rows if row.level in self.levels and row.name[-1] == self.word[-1])
        return dated(rows, self.year)


def dated(rows: Sequence[Division], year: int | None) -> tuple[Division, ...]:
    """The rows in force in the year, else in the year before; all where no year is known."""
    if year is None:
        return tuple(rows)
    year = max(year, FIRST_LIST)
    now = tuple(row for row in rows if row.in_force(year) and not replaced(row, rows, year))
    return now or tuple(row for row in rows if row.in_force(year - 1))


def replaced(row: Division, rows: Iterable[Division], year: int) -> bool:
    """Whether another row of the same name took over in the year: a new code of an old name."""
    return row.valid_to == year and any(
        other.valid_from == year and other.name == row.name and other.code in row.successors
        for other in rows
        if other is not row
    )


def own_word(text: str) -> str:
    """What the document calls its own area: 市 where 全市 is all over it, 国 for the nation.

    Every report compares itself with 全省 and 全国, so those count only where nothing smaller does.
    """
    counts = Counter({word: text.count(f"全{word}") for word in OWN_WORDS})
    nation, province = counts.pop("国"), counts.pop("省")
    (word, count), (_, second) = counts.most_common(2)
    if count >= OFTEN:
        return word if 2 * count >= 3 * second else ""
    if text.count("新区党工委") > 1:
        return "新区"
    if province >= OFTEN:
        return "省"
    return "国" if nation >= 2 * OFTEN and text.count("我国") >= OFTEN else ""


def sayings(found: Clues, titles: list[Title], regions: Regions) -> Iterator[Place]:
    """What each fixed form says, strongest first."""
    start = found.head[:OPENING]
    spoken = SPEAKS_FOR.search(found.head)
    if spoken and spoken.group("name") not in LEVEL_WORDS:
        yield reading(spoken.group("name"), regions)
    for pattern in (CONGRESS, HEAD_OF):
        for match in islice(pattern.finditer(start), 2):
            yield reading(start[max(0, match.start() - BEFORE) : match.start()], regions)
    for title in titles:
        yield reading(TITLE_REST.split(TITLE_YEAR.sub("", title.line))[0], regions)
    for text in (start[:SIGNATURE], found.tail[-SIGNATURE:]):
        for match in islice(SIGNED.finditer(text), 3):
            yield reading(text[max(0, match.start() - BEFORE) : match.start()], regions)


def reading(text: str, regions: Regions) -> Place:
    """The division or the area whose name ends the text: …在深圳市龙华区, 深圳市坪山新区."""
    mention = regions.ending_at_end(text)
    area = SUB_AREA.search(text)
    if area and not (mention and mention.full and mention.start <= area.start()):
        parent, own = regions.split_full(area.group("own"))
        bare = own in AREA_WORDS.split("|")
        return Place() if bare else Place(tuple(parent), own)
    return Place(tuple(mention.divisions) if mention else ())


def parented(place: Place, fits: Fit, found: Clues, regions: Regions) -> Place:
    """An area without a code, with the division it lies in: from the text, else from the file name."""
    above = dated(place.divisions, fits.year)
    if not above:
        above = dated(regions.split_full(named_part(found, regions))[0], fits.year)
    if not above:
        cities = Counter(
            mention.divisions[0]
            for mention in regions.mentions(found.head + found.tail)
            if mention.full and mention.divisions[0].level == "city"
        )
        above = tuple(row for row, count in cities.most_common(1) if count >= OFTEN)
    return Place(above if single(above) else (), place.own, f"{place.own}没有自己的行政区划代码。")


def named_part(found: Clues, regions: Regions) -> str:
    """The part of the file name that names a region: county_2016_深圳市光明新区_work_report."""
    parts = (TITLE_REST.split(TITLE_YEAR.sub("", part))[0] for part in FILE_PARTS.split(found.name))
    return next((part for part in parts if any(regions.mentions(part)) or SUB_AREA.search(part)), "")


def from_file(found: Clues, fits: Fit, regions: Regions) -> Place | None:
    """The division or the area in the file name, if the text speaks of it too."""
    part = named_part(found, regions)
    place = reading(part, regions)
    if place.own:
        return parented(place, fits, found, regions) if place.own in found.text else None
    rows = fits.only(place.divisions)
    spoken = tuple(row for row in rows if row.level == "province" or row.short in found.text)
    if spoken or not rows:
        return Place(spoken) if spoken else None
    return Place(reason=f"文件名里的{rows[0].name}在正文里没有出现，不能确定地区。")


def most_spoken_of(found: Clues, fits: Fit, regions: Regions) -> Place:
    """The division that a text without any fixed form keeps speaking of; its parent is spoken of too."""
    text = found.text[:LONGEST]
    (area, area_count), *_ = [*Counter(NEW_AREA.findall(text)).most_common(1), ("", 0)]
    if fits.word == "新区" and area_count >= OFTEN:
        return parented(Place(own=area), fits, found, regions)
    scores = own_names(text, found, fits, regions)
    (best, count), (_, second) = [*scores.most_common(2), (None, 0), (None, 0)][:2]
    if best is not None and best.word:
        count = text.count(best.name)  # 合作 is said of much else; 合作市 is not
    if best is None or count < OFTEN or count < 2 * max(second, area_count):
        return Place(reason="正文和文件名里都看不出是哪个地区的报告。")
    return Place((best,))


def own_names(text: str, found: Clues, fits: Fit, regions: Regions) -> Counter[Division]:
    """How often the text says the short name of each division that fits and whose parent it names."""
    mentions = regions.mentions(found.head + found.tail)
    named = {rows[-1] for rows in (fits.only(mention.divisions) for mention in mentions) if single(rows)}
    return Counter(
        {
            row: text.count(row.short)
            for row in named
            if row.level == "province"
            or spoken_of(row.parent_code, text, regions)
            or spoken_of(f"{row.code[:2]}0000", text, regions)
        }
    )


def narrowed(place: Place, found: Clues, fits: Fit, regions: Regions) -> Place:
    """One of several divisions of a name: by the file name, else by the parent the text speaks of."""
    if not place.divisions or single(place.divisions):
        return place
    for mention in regions.mentions(found.name):
        both = common(place.divisions, mention.divisions) or tuple(
            row for row in place.divisions if any(row.under(above.code) for above in mention.divisions)
        )
        if single(both):
            return Place(both)
    current = tuple(row for row in place.divisions if row.valid_to == OPEN_END)
    if fits.year is None and single(current):
        return Place(current, reason=f"不知道是哪一年的报告，{current[0].name}换过代码，不能确定。")
    for place_of in (lambda row: row.parent_code, lambda row: f"{row.code[:2]}0000"):
        votes = Counter({row: spoken_of(place_of(row), found.text, regions) for row in place.divisions})
        (best, count), (_, second) = votes.most_common(2)
        if count and count >= 2 * second:
            return Place((best,))
    names = "、".join(sorted({regions.path(row, fits.year) for row in place.divisions})[:4])
    return Place(reason=f"“{place.divisions[0].short}”可能是{names}，正文里没有写明是哪一个。")


def spoken_of(code: str, text: str, regions: Regions) -> int:
    """How often the text names the division of that code."""
    return sum(text.count(name) for name in {row.short for row in regions.by_code.get(code, ())})


def common(some: tuple[Division, ...], others: tuple[Division, ...]) -> tuple[Division, ...]:
    """The rows that are in both."""
    return tuple(row for row in some if row in others)


def single(rows: tuple[Division, ...]) -> bool:
    """Whether all rows are of one code."""
    return len({row.code for row in rows}) == 1
