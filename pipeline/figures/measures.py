"""Bound, sign and measure: what the words on both sides say of the number itself."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pipeline.figures.case import PERCENT, POINTS, RANK_UNITS, Case, Reading
from pipeline.figures.wordclasses import AT_LEAST, WordClasses

_RATIO: Final = re.compile(r"(?:是|为|相当于|达到?)[^，。；]{1,20}的$")
_ARRIVAL: Final = ("到", "达", "至", "为")  # 完成, 实现, 有 say how much, not where it went
_COLONS: Final = ":：∶"
_FOR_ALL: Final = (*AT_LEAST, "不少于")  # said once for a whole list
_RECOVERED: Final = "cues:recovered_to"
_FOR_WHOM: Final = "为"
_PLACE: Final = "位"
_LISTS: Final = ("百强", "百强县", "百强区", "百强市", "百强榜", "十强", "千强")  # 进至全国百强57位
_TOP: Final = "前"
_TOP_UNITS: Final = ("", "位", "名")
_BEST: Final = "强"
_THAT_IS: Final = ("即", "或", "也就是", "即增长")
_AMOUNTS_TO: Final = ("为", "达", "达到", "将为", "约为")
_GROWS: Final = ("增长", "递增")
_DIFFERENCE: Final = re.compile(r"超[过出]|[多少差高低]|减少|增[加长]|下降")
_LESS: Final = ("少", "差", "低", "减少", "下降")
_PLANNED: Final = ("计划", "预算", "规定")
_LATER_COUNT: Final = ("ge", "le", "approx")
_DONE: Final = re.compile(
    r"已经?(?:有|(?:达|增加|增长|提高|上升|下降|降低|减少|发展|超过|突破|降)[到至为]?了?)(?:近|约|将近|超过|大约)?$"
    r"|(?:增加|增长|提高|上升|下降|降低|减少|翻|缩短|浪费|损失|达到|超过)了(?:近|约|将近|超过|大约)?$"
)


def settle_bound(case: Case) -> None:
    """以上, 超, 余 …; a range is a bound of its own."""
    reading, left, right = case.reading, case.left, case.right
    if reading.numeral.value_max is not None:
        reading.bound, reading.qualifier = "range", right.qualifier or left.qualifier
    elif _is_top(case):
        reading.bound, reading.qualifier = "le", _BEST if case.unit == _BEST else _TOP  # 十强, 前20名
    elif right.bound and not (left.bound == "le" and right.bound == "ge"):
        reading.bound, reading.qualifier = right.bound, right.qualifier
    elif left.bound:
        reading.bound, reading.qualifier = left.bound, left.qualifier
    elif case.item.mark == "、" and case.earlier and case.earlier[-1].qualifier in _FOR_ALL:
        before = case.earlier[-1]
        if before.item.clause == case.item.clause or before.item.clause + 1 == case.item.clause:
            reading.bound, reading.qualifier = before.bound, before.qualifier  # 至少建成2个示范区、20个示范村
    elif reading.numeral.implicit and left.tokens and left.tokens[-1] == "上":
        left.tokens.pop()  # 上万人
        reading.bound, reading.qualifier = "ge", "上"
    elif reading.numeral.more:
        reading.bound, reading.qualifier = "gt", "余"
    if right.rule:
        reading.rules.append(right.rule)


def _is_top(case: Case) -> bool:
    """前20名, 跻身全省十强."""
    numeral = case.reading.numeral
    if numeral.base_unit == _BEST:
        return True
    return numeral.base_unit in _TOP_UNITS and case.text[numeral.start - 1 : numeral.start] == _TOP


def share_bounds(readings: list[Reading]) -> None:
    """分别增长8.5%、10%以上: the qualifier behind the last is for all of the group."""
    for reading in readings:
        item = reading.item
        if item.size == 1 or item.place + 1 < item.size or reading.bound not in _LATER_COUNT:
            continue
        for other in readings:
            if other.item.group == item.group and other.bound == "eq":
                other.bound, other.qualifier = reading.bound, reading.qualifier


def settle_measure(case: Case, left_text: str, classes: WordClasses) -> None:
    """level, growth, change, ratio or rank, and the sign."""
    reading, left = case.reading, case.left
    reading.starts, reading.reaches = left.starts or _goes_on_from_start(case), left.reach
    stock = bool(left.stock)  # 三年新增25万户，总量突破56万户: how many there are in the end
    reached = left.reach and left.last_verb[-1:] in _ARRIVAL and not left.cumulative
    reading.arrives = reached or (stock and (left.reach or bool(left.bound)))
    reading.amounts = left.reach and left.last_verb == _FOR_WHOM
    reading.done = ("已" in left_text or "了" in left_text) and _is_done(case, left_text)
    compared = reading.cues[-1] if reading.cues else None
    if compared and compared.rule.kind == "basis" and compared.year and left_text.strip() in ("的", "为"):
        reading.base = compared.year
    _differs(case, left_text)
    reading.measure = _measure(case, left_text)
    began = bool(case.earlier) and case.earlier[-1].starts
    reading.arrives = reading.arrives or (reading.measure == "rank" and began and not reading.starts)
    if left.direction and reading.measure in ("growth", "change"):
        reading.negative = left.direction == "-"
    elif not left.direction:
        _fronted_direction(case, classes)


def _differs(case: Case, left_text: str) -> None:
    """比计划的3856亿斤的水平|超过133亿斤: a difference from the amount in front, however it is told."""
    before, left, reading = case.earlier[-1] if case.earlier else None, case.left, case.reading
    if before is None or case.item.mark or "grammar:compared" not in before.rules:
        return
    told = _DIFFERENCE.search(left_text)
    if told:
        left.tokens, left.reach = [], False
        left.direction = "-" if told[0] in _LESS else "+"
        if reading.qualifier.startswith(told[0]):
            reading.bound, reading.qualifier = "eq", ""


def _is_done(case: Case, left_text: str) -> bool:
    """已达到, 增加了; 预算规定…减少了5% tells what will be."""
    said = case.text[case.sentence.start : case.numeral.start]
    return _DONE.search(left_text) is not None and not any(word in said for word in _PLANNED)


def _goes_on_from_start(case: Case) -> bool:
    """由12.3:45.6:42.1调整为…: all three are where it started."""
    before, colon = case.earlier[-1] if case.earlier else None, case.reading.numeral.start - 1
    return (
        before is not None and before.starts and before.numeral.end == colon and case.text[colon] in _COLONS
    )


def _measure(case: Case, left_text: str) -> str:
    numeral, left, unit = case.reading.numeral, case.left, case.unit
    share = unit in PERCENT
    listed = unit == _PLACE and bool(left.tokens) and left.tokens[-1].endswith(_LISTS)
    if numeral.ordinal or (left.rank and unit in RANK_UNITS) or _is_top(case) or listed:
        return "rank"
    if unit == "番":
        return "growth"
    if share and left.reach and left.goal in _AMOUNTS_TO and left.last_verb in _GROWS:
        left.direction = "+"
        return "growth"  # 产值增长将为130.1%
    if left.direction:
        return "growth" if _is_relative(case) else "change"
    if unit == "倍":
        return "ratio" if _RATIO.search(left_text) or not case.right.grows else "growth"
    if not share:
        return "change" if unit in POINTS else "level"
    if any(cue.rule.id == _RECOVERED for cue in case.reading.cues):
        return "ratio"
    if not left.starts and (case.right.grows or _continues_growth(case)):
        return "growth"
    if case.earlier and case.earlier[-1].measure == "change" and left_text.strip() in _THAT_IS:
        left.direction = "-" if case.earlier[-1].negative else "+"
        return "growth"  # 增产二千二百万吨，即百分之七点八
    return "level"


def _is_relative(case: Case) -> bool:
    """5%, 一倍, 三分之一 of what it was; 300人 is an absolute difference."""
    numeral = case.reading.numeral
    fraction = (
        (numeral.han or "/" in numeral.number)
        and not case.unit
        and numeral.value is not None
        and numeral.value < 1
    )
    return case.unit in PERCENT or fraction


def _continues_growth(case: Case) -> bool:
    """增长5%、6%: a bare per cent behind 、 goes on with the growth before."""
    bare = not (case.left.tokens or case.left.reach or case.right.noun)
    return bare and case.talk.last_measure == "growth" and case.item.mark == "、"


def _fronted_direction(case: Case, classes: WordClasses) -> None:
    """每年减少利息支出130亿元, 为企业减轻负担: the verb of change stands in front of its noun."""
    tokens = case.left.tokens
    if _fronted_before(case):
        case.reading.negative, case.reading.measure = True, "growth"
        case.fires("fronted")
        return  # 压减会议经费31.7%、培训经费43.1%
    if len(tokens) > 3 and tokens[0] == _FOR_WHOM:
        place = next((i for i, token in enumerate(tokens) if token in classes.fronted), 0)
        tokens = [tokens[place], *tokens[1:place], *tokens[place + 1 :]]
    if len(tokens) < 2 or case.left.reach or tokens[0] not in classes.fronted:
        return
    if any(token in classes.relation for token in tokens):
        return  # 减少收入的农户只占10%
    case.reading.negative = True
    case.reading.measure = "growth" if _is_relative(case) else "change"
    case.left.tokens = tokens[1:]
    case.fires("fronted")


def _fronted_before(case: Case) -> bool:
    """Whether the verb of change in front of an earlier noun of the list is of this one too."""
    before = case.earlier[-1] if case.earlier else None
    bare = case.left.tokens and not (case.left.reach or case.right.noun or case.left.starts)
    if before is None or not bare or case.item.mark != "、" or case.unit not in PERCENT:
        return False
    return before.measure == "growth" and before.negative and "grammar:fronted" in before.rules


def signed(value: Decimal | None, negative: bool) -> Decimal | None:
    """The value with the sign of its verb."""
    return -value if negative and value is not None else value
