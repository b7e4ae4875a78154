"""What each number is: a figure, or a condition, name, time, ordinal, furniture.

The rules of `rules/roles.yaml` are asked first; the longest match wins.  What no rule names
is a figure when it has a unit, and a bare number only where a verb or a ratio leads to it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pipeline.figures.scan import Numeral
from pipeline.language.lexicon import Lexicon, RoleRule

_LOOK_LEFT: Final = 24
_LOOK_RIGHT: Final = 24
_STATES: Final = {"番", "倍", "成", "%", "个百分点", "百分点"}
_FRACTION: Final = re.compile(r"分之|半|/")
_RATIO: Final = re.compile(
    r"[：:∶]\s?\d"
)  # 6：61：33; behind a bare number and a colon its meaning may follow
_LOOSE: Final = {"个", "条", "项", "种", "面", "次", "头", "支", "类", "大", "点", "届", "方面", "省", "路"}
_ALWAYS: Final = Decimal(10)
# a bare number is a figure behind one of these: 缩小至1.83, 为99.7
_LEADS: Final = re.compile(
    r"(?:[至到为达于近约超逾是过占破]|增长|下降|提高|指数|系数|比重|总数|总量|倍差|比|[：:∶])\Z"
)
_QUALIFIED: Final = re.compile(
    r"(?:超|超过|近|逾|破|突破|约|达|达到|过|上|跃上|站上|迈上|跨上|首破|不足|接近)“?\Z"
)
_CHANGED: Final = re.compile(r"(?:增加|减少|提高|下降|降低|增长|缩短|增产|减产|上涨)(?:了|到|为|至)?\Z")
_MEASURED: Final = ("money", "mass", "time", "area", "length", "volume")
_LISTED: Final = re.compile(r"(?:[、”》][一-龥A-Za-z（）·\d.]{1,22}|等|等等)\Z")
_PAIRED: Final = re.compile(r"[一-龥A-Za-z\d]{2}[和及与][一-龥A-Za-z（）][一-龥A-Za-z\d（）]{1,15}\Z")
_LAST_LISTED: Final = re.compile(r"[、”》]即?([^、”》]*)\Z")
#: units of things one can point at: two of them are counted wherever they stand
_TIGHT: Final = {"家", "所", "座", "处", "栋", "幢", "幅", "艘", "名", "宗", "辆", "套", "枚", "款"}
_TIGHTER: Final = _TIGHT | {"个", "户", "项", "场"}
_PLAIN_MEASURES: Final = {"元", "斤", "公斤", "吨", "亩", "公里", "公顷", "千瓦"}
# in reports that write all numbers in words: works that stand behind, and words that only point at them
_WORKS: Final = re.compile(
    r"[一-龥]{0,8}?(?:厂|矿|电站|铁路|新干线|港口|水库|农场|油田|气田|企业|学校|医院|研究所|直辖市|自治州|自治县)"
    r"(?![一-龥]{0,2}(?:都|一样|之间))"
)
_POINTED_AT: Final = re.compile(r"(?:[这那上以]|上述|以上|其他|另外)\Z")
_LISTED_COUNT: Final = re.compile(r"[一二三四五六七八九十百]+[个座所条项][，、][一-龥]{1,10}\Z")
_BOUNDS: Final = ("以上", "以内", "左右")
_STOPS: Final = "，。；、）！\n"
_LONGEST_TITLE: Final = 80
_TITLE_GOES_ON: Final = re.compile(r"[^《》\n]*")
_TITLE_ENDS: Final = re.compile(r"[^《》\n]*》")
_OPENING: Final = ("“", "‘", "《", '"')


def assign(text: str, numerals: list[Numeral], lexicon: Lexicon) -> None:
    """Set role and rule of every numeral of a text."""
    han_style = _written_in_han(numerals)
    for numeral in numerals:
        rule = _longest(text, numeral, lexicon)
        if rule is not None:
            numeral.role, numeral.rule = rule.role, rule.id
        else:
            numeral.role, numeral.rule = _without_rule(text, numeral, han_style, lexicon)


def _longest(text: str, numeral: Numeral, lexicon: Lexicon) -> RoleRule | None:
    """The rule that explains the most characters around a numeral."""
    start, end, number = numeral.start, numeral.end, numeral.number
    left = text[max(0, start - _LOOK_LEFT) : start]
    if "\n" in left:
        left = left.rpartition("\n")[2]
    right = text[end : end + _LOOK_RIGHT]
    if "\n" in right:
        right = right.partition("\n")[0]
    best, best_length = None, -1
    # most rules are out by one character: cheaper than asking a pattern
    for rule in lexicon.roles_at(numeral.unit, left[-1:], number[:1], right[:1]):
        length = 0
        if rule.before_needs and not any(char in left for char in rule.before_needs):
            continue
        if rule.after_needs and not any(char in right for char in rule.after_needs):
            continue
        if rule.number is not None:
            if not lexicon.fits(rule, number):
                continue
            length = len(number)
        if rule.after is not None:
            found = rule.after.match(right)
            if not found:
                continue
            length += found.end()
        if rule.before is not None:
            found = rule.before.search(left)
            if not found:
                continue
            length += len(left) - found.start()
        if length > best_length:
            best, best_length = rule, length
    return best


def _written_in_han(numerals: list[Numeral]) -> bool:
    """Reports before 1990 write amounts in Chinese numerals; there small ones count too."""
    han = sum(n.han and n.value is not None and n.value >= _ALWAYS for n in numerals)
    return han > 3 * sum(not n.han for n in numerals)


def _in_title(text: str, numeral: Numeral) -> bool:
    """出台《支持工业企业智能制造七条措施》: a number in the title of a document says nothing by itself."""
    opening = text.rfind("《", max(0, numeral.start - _LONGEST_TITLE), numeral.start)
    if opening < 0 or not _TITLE_GOES_ON.fullmatch(text, opening + 1, numeral.start):
        return False
    return _TITLE_ENDS.match(text, numeral.end, numeral.end + _LONGEST_TITLE) is not None


def _without_rule(text: str, numeral: Numeral, han_style: bool, lexicon: Lexicon) -> tuple[str, str]:
    if _in_title(text, numeral):
        return "name", "grammar:in_title"
    left = text[max(0, numeral.start - _LOOK_LEFT) : numeral.start]
    if numeral.implicit:
        bounded = _QUALIFIED.search(left) is not None or _at_least(text, numeral)  # 超亿元, 千元以上
        said = numeral.more or bounded  # 百余项
        return ("figure", "grammar:implicit_one") if said else ("name", "grammar:scale_word")
    if numeral.more and not numeral.unit and not numeral.ordinal:
        return "figure", "grammar:unit"  # 3400多贫困户
    if numeral.han and _is_small_count(numeral):
        if numeral.unit in _TIGHTER and _at_least(text, numeral):
            return "figure", "grammar:han_count"  # 新创建一个以上安全社区
        if _counts_in_words(text, numeral, left, han_style, lexicon):
            return "figure", "grammar:han_count"
        return "name", "grammar:han_word"
    if numeral.unit and not numeral.ordinal:
        return "figure", "grammar:unit"
    if numeral.han and not numeral.ordinal and _FRACTION.search(numeral.number):
        return "figure", "grammar:fraction"
    if numeral.ordinal:
        return "ordinal", "grammar:ordinal"
    if _LEADS.search(left) or "." in numeral.number or _RATIO.match(text, numeral.end):
        return "figure", "grammar:bare_number"
    return "unexplained", ""


def _at_least(text: str, numeral: Numeral) -> bool:
    """增收万元以上。百家以上企业: a bound behind, and for money nothing behind that it could narrow down."""
    right = text[numeral.end : numeral.end + 3]
    return right[:2] in _BOUNDS and (numeral.unit in _TIGHTER or not right[2:] or right[2] in _STOPS)


def _ends_behind(text: str, numeral: Numeral) -> bool:
    """四元左右; 二元结构, 三元材料 measure nothing."""
    right = text[numeral.end : numeral.end + 2]
    return right in _BOUNDS or (right[:1] in _STOPS and right[:1] != "、")


def _is_small_count(numeral: Numeral) -> bool:
    if _FRACTION.search(numeral.number) or numeral.scale > 1 or numeral.base_unit in _STATES:
        return False
    return numeral.value is not None and numeral.value <= _ALWAYS


def _counts_in_words(text: str, numeral: Numeral, left: str, han_style: bool, lexicon: Lexicon) -> bool:
    """两个地下商城 behind a list of names counts; 一个体系 and 三个“一号工程” do not.

    In reports that write all numbers in words, what a verb governs counts too: 建成六个港口.
    """
    if numeral.number == "十" and _CHANGED.search(left) and numeral.unit_entry is not None:
        return numeral.unit_entry.dimension in _MEASURED  # 平均工资增加十元
    if numeral.more and numeral.unit and not left.endswith(_OPENING):
        return True  # 十余个项目
    if numeral.number == "十" and numeral.unit in _TIGHT and not left.endswith(_OPENING):
        return True  # 十所学校
    if han_style and numeral.unit and not left.endswith(_OPENING) and numeral.number != "一":
        if _LISTED_COUNT.search(left) and text[numeral.end : numeral.end + 1] in _STOPS:
            return True  # 制糖厂十二个，盐场十个。
        works = not _POINTED_AT.search(left) and _WORKS.match(text, numeral.end) is not None
        if works and (numeral.unit in _LOOSE or numeral.number == "十"):
            return True  # 其中有六个水泥厂
    if numeral.number in ("一", "十") or left.endswith(_OPENING):
        return False
    if numeral.unit in _PLAIN_MEASURES and _ends_behind(text, numeral):
        return True  # 每人每年只有四元左右
    if numeral.number == "二" and not han_style:
        return False  # 二次供水, 二层连廊: two of them are 两
    if numeral.unit in _TIGHT or (left.endswith("》") and numeral.unit not in _LOOSE):
        return True  # 《山河》三部作品
    listed = _PAIRED.search(left) or _LISTED.search(left)
    if listed is not None and (han_style or not _verb_listed(left, lexicon)):
        return not han_style or numeral.unit not in _LOOSE
    if not han_style:
        counted = numeral.unit_entry is not None and numeral.unit_entry.dimension == "count"
        return counted and numeral.unit not in _LOOSE and lexicon.governs.search(left) is not None
    return numeral.unit not in _LOOSE or lexicon.governs.search(left) is not None


def _verb_listed(left: str, lexicon: Lexicon) -> bool:
    """利用三个资源、打造|三个增长极: behind the mark stands a verb, and no name; 哈萨尔、东升路|两个广场."""
    last = _LAST_LISTED.search(left)
    verb = lexicon.governs.search(last[1]) if last else None
    return verb is not None and verb.start() == 0
