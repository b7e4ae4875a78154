"""The words in front of a number, once its measure is known: what of them is no part of a name.

Verbs of winning before a rank, 稳定 before 达, 在 before the number, a noun that the number before counted.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.figures.case import MEDALS, PERCENT, Case
from pipeline.figures.trims import ON_BASIS
from pipeline.figures.wordclasses import RANK_STEPS, WordClasses

_WINS: Final = {"荣获", "获得", "获", "夺得", "摘得", "获评"}
_STEADILY: Final = {"稳定", "平稳", "稳步"}
_AT: Final = "在"
_RATES: Final = ("涨幅", "增幅", "增速", "降幅", "减幅", "增长率", "增长速度")
_GIVEN_TO: Final = re.compile(
    r"(?:[，。；：\n]|^)[^，。；：、\n]{0,8}(?:为|向|给)(?!主|止)[^，。；：、\n]{0,10}$"
)
_FIELDS: Final = {"方面", "领域", "环节"}
_IN_WAYS: Final = "方面"
_RANKING: Final = "排名"
_RESULT: Final = ("成绩", "佳绩")
_MEAN_LEVEL: Final = "平均水平"
_MEANS: Final = (_MEAN_LEVEL, "平均")
_FALLS: Final = ("降", "减", "下")


def settle_front(case: Case, classes: WordClasses) -> None:
    """Take out of `case.left.tokens` what is no part of a name; the measure may change with it."""
    left, reading = case.left, case.reading
    while len(left.tokens) > 2 and left.tokens[0] in classes.pushing and left.tokens[1] in classes.pushing:
        left.tokens = left.tokens[1:]  # 支持|推动企业年产量突破400万辆
    pushed = len(left.tokens) > 1 and left.tokens[0] in classes.pushing
    known = pushed and left.reach and classes.is_indicator("".join(left.tokens[1:]))
    if pushed and (known or reading.measure == "growth"):
        left.tokens = left.tokens[1:]  # 带动固定资产投资增长10.7%
    if reading.measure == "rank":
        left.tokens = _without_wins(left.tokens)
    if len(left.tokens) > 1 and left.tokens[-1] == _AT and not case.right.noun:
        _stands_at(case)
    if len(left.tokens) > 1 and left.tokens[0] == _AT and ON_BASIS.match(case.text[case.numeral.end :]):
        left.tokens = left.tokens[1:]  # 在新增减税降费18亿元的基础上
    if reading.measure == "change" and case.unit in RANK_STEPS and _ranks_where(case, classes):
        left.tokens = [*left.tokens, _RANKING]  # 经开区全国排名跃升116位
    if left.reach and len(left.tokens) > 1 and left.tokens[-1] in _STEADILY:
        left.tokens = left.tokens[:-1]  # 优良率稳定达95%
    mean = len(case.right.noun) == 1 and case.right.noun[0] in _MEANS and bool(left.tokens)
    if mean and (left.tokens[-1] in classes.area or left.tokens[-1] in classes.place):
        case.right.noun = []  # 高于全市41.78%的平均水平
        left.tokens = [case.talk.last, left.tokens[-1], _MEAN_LEVEL] if case.talk.last else left.tokens
    if case.unit in MEDALS and case.right.noun and case.right.noun[-1].endswith(_RESULT):
        case.right.noun = []  # 取得4金5银3铜的优异成绩
    if _acts_twice(case, classes):
        reading.measure, left.direction = "level", ""
        left.tokens = [*left.tokens, left.last_verb]
    if _inside_the_last(case):
        left.tokens = []
    if served := _served(case, classes):
        left.tokens = left.tokens[served:]


def _ranks_where(case: Case, classes: WordClasses) -> bool:
    """全国排名: the words of an area are left of a ranking whose name went with the verb."""
    if not case.left.tokens or _RANKING not in case.text[slice(*case.item.left)]:
        return False
    return case.left.tokens[-1] in classes.area or case.left.tokens[-1] in classes.place


def _without_wins(tokens: list[str]) -> list[str]:
    """政府网站荣获绩效评估(第一名); the verb stays in 获评数."""
    behind = [*tokens[1:], ""]
    return [t for t, after in zip(tokens, behind, strict=False) if t not in _WINS or after.endswith("数")]


def _stands_at(case: Case) -> None:
    """粮食产量在170万吨以上; 价格涨幅在3%以内 is a growth."""
    left, reading = case.left, case.reading
    left.tokens = left.tokens[:-1]
    last = left.tokens[-1]
    if len(left.tokens) > 1 and last.endswith(_RATES) and case.unit in PERCENT:
        left.tokens = left.tokens[:-1]
        reading.measure, reading.negative = "growth", last.startswith(_FALLS)


def _acts_twice(case: Case, classes: WordClasses) -> bool:
    """整改提升87家: two verbs and a count of things are no growth."""
    left = case.left
    counts = case.reading.measure == "change" and case.reading.is_count and not case.right.noun
    if not counts or left.direction != "+" or not left.tokens:
        return False
    return all(token in classes.telling for token in (*left.tokens, left.last_verb))


def _served(case: Case, classes: WordClasses) -> int:
    """为321名创业人员|发放补贴(200万元): how many tokens are of those it was given to, counted in front."""
    before, tokens = (case.earlier[-1] if case.earlier else None), case.left.tokens
    if before is None or case.item.mark or not (before.is_count or before.counts_people) or before.is_money:
        return 0
    acts = len(tokens) > 1 and (tokens[1] in classes.telling or tokens[0] == _IN_WAYS)
    in_fields = acts and tokens[0] in _FIELDS
    if in_fields and before.item.clause == case.item.clause:
        return 1  # 等7个方面|推出24条措施
    if before.item.clause != case.item.clause or not _GIVEN_TO.search(
        case.text, case.sentence.start, before.numeral.start
    ):
        return 0
    place = next((i for i, token in enumerate(tokens) if token in classes.telling), 0)
    return place if place and "".join(tokens[:place]) == case.talk.noun else 0


def _inside_the_last(case: Case) -> bool:
    """4个村8500余人的饮水安全问题: the noun in front is what the number before counted."""
    if not (case.right.noun and case.left.tokens and case.earlier) or case.item.mark:
        return False
    before = case.earlier[-1]
    touching = before.is_count and before.item.clause == case.item.clause
    counts = case.reading.is_count or case.reading.counts_people
    return touching and counts and "".join(case.left.tokens) == case.talk.noun
