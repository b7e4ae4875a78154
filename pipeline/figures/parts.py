"""Parts of a whole that leave out what the whole has said: insured people, spending per head."""

from __future__ import annotations

import re
from typing import Final

from pipeline.figures.case import PERCENT, Case, Reading
from pipeline.figures.wordclasses import WordClasses

_INSURANCE: Final = re.compile(
    r"^(?:全[市县区州省国])?(?:年末)?(?:参加)?(.{2,20}?保险)(?:参保)?(?:总?人数)?$"
)
_INSURED: Final = {
    *("职工", "在职职工", "参保职工", "参保在职职工"),
    *("退休人员", "离退休人员", "参保退休人员", "参保离退休人员", "参保退休人数", "参保离退休人数"),
    *("参保职工人数", "参保在职职工人数", "参保退休人员人数", "农民工", "参保农民工"),
}
_INSURED_ENDS: Final = tuple(sorted(_INSURED, key=len, reverse=True))
_PEOPLE: Final = "人口"
_REGISTERED: Final = "户籍"
#: verbs that say how things are, not what was done to them
_HOLDS: Final = ("参加", "提供", "发现", "探明", "查明", "检验检测", "授权", "登记", "获得", "拥有")
_GOT: Final = "获"
_CAPACITY: Final = re.compile(
    r"新增(?:加)?的?(?:主要|重要)?生产能力(?:有|为|是|包括|如下)[：:]?|新增(?:主要|重要)?生产能力[：:]"
)
_ABLE: Final = "生产能力"
_NEW: Final = "新增"
_SIZES: Final = frozenset("级亿万千")
_PROJECTS: Final = "项目"
_STAGE: Final = 5
_KEY: Final = "重点"
_PER_HEAD: Final = "人均"
_SPENT: Final = ("支出", "收入")
_YUAN: Final = "元"


def _registered_part(whole: Reading, case: Case, text: str) -> str:
    """户籍人口577万人，其中城镇人口210万人 -> 户籍城镇人口."""
    level = case.reading.measure == whole.measure == "level" and whole.numeral.base_unit == case.unit
    return _REGISTERED + text if level and text.endswith(_PEOPLE) and _REGISTERED not in text else ""


def _stage_of(whole: Reading, case: Case, text: str, classes: WordClasses) -> str:
    """合作项目125项，其中签约项目46项 -> 合作签约项目: a stage of the projects of the whole."""
    counted = case.reading.measure == whole.measure == "level" and whole.numeral.base_unit == case.unit
    if not (
        counted and text.endswith(_PROJECTS) and len(text) <= _STAGE and whole.indicator.endswith(_PROJECTS)
    ):
        return ""
    if not _SIZES.isdisjoint(text):
        return ""  # 百亿级项目
    tokens = classes.words(whole.indicator.removesuffix(_PROJECTS))
    kind = "".join(t for t in tokens[classes.verb_of([*tokens, _PROJECTS]) :] if t not in classes.stock)
    return kind + text if kind and kind not in text and not any(t in text for t in tokens) else ""


def named_by_whole(case: Case, whole: Reading, text: str, classes: WordClasses) -> str:
    """The full name of a part whose `whole` stands in front of 其中; "" if it needs nothing.

    参加企业养老保险人数118万人，其中职工87万人 -> 企业养老保险职工; 全体居民人均消费支出25850元，
    其中食品烟酒支出8026元 -> 全体居民人均食品烟酒支出.
    """
    if case.reading.measure == "rank":
        return ""
    registered = whole.indicator.startswith(_REGISTERED)  # its 城镇人口 is not that of the indicators
    if classes.is_indicator(text) and not registered:
        return ""
    last = case.earlier[-1] if case.earlier else whole
    if text in _INSURED and last.indicator.endswith(_INSURED_ENDS):
        end = next(end for end in _INSURED_ENDS if last.indicator.endswith(end))
        return last.indicator.removesuffix(end) + text if last.indicator != end else ""
    nested = last if case.left.of_which else whole  # 其中企业职工养老保险…，其中在职职工…
    insured = _INSURANCE.match(nested.indicator) if text in _INSURED else None
    if insured:
        return insured[1] + text
    if _PER_HEAD in last.indicator and case.item.mark == "、":
        whole = last  # 城镇居民工资性收入…、经营净收入…
    if registered and (part := _registered_part(whole, case, text)):
        return part
    if stage := _stage_of(whole, case, text, classes):
        return stage
    same = whole.numeral.base_unit == case.unit and whole.indicator.endswith(_KEY + _PROJECTS)
    if same and text.endswith(_KEY):
        return text + _PROJECTS  # 省市重点项目39个，其中省重点2个
    before, mark, _ = whole.indicator.rpartition(_PER_HEAD)
    spent = text.endswith(_SPENT) and _PER_HEAD not in text and whole.numeral.unit == _YUAN
    if mark and spent and (case.numeral.unit == _YUAN or case.left.direction):
        people = before[-2:]
        return text.replace(people, people + mark, 1) if people and people in text else before + mark + text
    return ""


def verb_of_whole(case: Case, core: list[str], classes: WordClasses) -> str:
    """破获案件110万起，其中重大案件27万起: what was done to the whole was done to the part; "" if nothing."""
    whole, verb = case.talk.whole, case.talk.verb_of_whole
    if whole is None or not verb or verb == _GOT or verb.endswith(_HOLDS) or not case.left.of_which:
        return ""
    counted = whole.is_count and whole.measure == case.reading.measure == "level"
    if not counted or whole.numeral.base_unit != case.unit or not whole.indicator.startswith(verb):
        return ""
    return "" if classes.is_person(core[-1]) else verb


def new_capacity(case: Case, text: str) -> str:
    """新增的主要生产能力有：煤炭2714万吨，石油1491万吨: every item of the list is new."""
    if case.reading.measure != "level" or case.unit in PERCENT or case.left.reach:
        return text
    start, end = case.sentence.start, case.item.left[1]
    if case.text.find(_ABLE, start, end) < 0 or _CAPACITY.search(case.text, start, end) is None:
        return text
    named = _CAPACITY.sub("", text)
    if not named or named.startswith(_NEW):
        return text
    case.fires("topic_tail")
    return _NEW + named
