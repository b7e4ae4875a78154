"""Ranks without a noun of their own: what was won by them, where they were given, all the last things.

以全省第一的成绩通过…验收, 在全省…考核中，我区排名第三, 增速均居全市第一.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from pipeline.figures.case import Case
from pipeline.figures.wordclasses import SPEEDS, WordClasses

_BY: Final = "以"
_TWO: Final = 2
_WON: Final = re.compile(
    r"(?:[位名])?(?:[、和](?:全[国省市区县]|[一-龥]{1,4})第[一二三四五六七八九十\d]{1,3}[位名]?)?(?:的)?(?:优异|良好|优秀|总)?"
    r"(成绩|名次|得分|分|排名|身份|)(?:顺利|成功)?(?:通过|实现|获评为?|荣获|入选|获选|获得|夺得|摘得|蝉联|创成|成功创建|当选|晋级)了?([^，。；]{3,30})"
)
_GIVEN_IN: Final = re.compile(
    r"在([^，。；]{2,32}?(?:考核|考评|评估|测评|评价|评选|评比|排行榜|排行|检查|竞赛|大赛|普查|调查|监测)(?:排名|结果)?)中$"
)
_AMOUNT: Final = re.compile("总量|总数|规模|总额")
_SAID_OF_ALL: Final = ("均", "都", "双双", "皆")
_RANKING: Final = ("排名", "名次", "位次", "排位", "综合排名", "得分", "总分", "综合得分")


def won_by(case: Case) -> str:
    """以全省第一的成绩通过国家卫生县城复审 -> 国家卫生县城复审成绩; "" if nothing was won."""
    said = case.text[case.sentence.clauses[case.item.clause].start : case.numeral.start]
    if not said.lstrip(" 并且也又").startswith(_BY) or len(said) > 24:
        return ""
    if case.left.tokens not in ([], [_BY]):
        return ""
    found = _WON.match(case.text, case.numeral.end, case.sentence.end)
    return found[2] + found[1] if found else ""


def given_in(case: Case, classes: WordClasses) -> str:
    """在全省营商环境评价中，排名第3 -> 营商环境评价排名; "" where the clause in front names no contest."""
    if case.item.mark != "，" or not case.item.clause:
        return ""
    if case.left.tokens and "".join(case.left.tokens) not in _RANKING:
        return ""
    clause = case.sentence.clauses[case.item.clause - 1]
    found = None if clause.figures else _GIVEN_IN.search(case.said(clause).strip())
    if not found:
        return ""
    words = classes.words(found[1].rpartition("的")[2])
    while len(words) > 1 and (words[0] in classes.area or words[0] in classes.place):
        words = words[1:]
    return "".join(words)


def rank_of_share(case: Case, classes: WordClasses) -> str:
    """增加值占规上工业比重56.2%，居全省第4位: of the share, not of the thing; "" if no share is before."""
    before = case.earlier[-1] if case.earlier else None
    if before is None or case.left.tokens or case.item.mark not in "，、" or case.item.size > 1:
        return ""
    if case.left.last_verb in SPEEDS:
        return ""
    said = case.text[slice(*case.item.left)]
    share = before.measure == "level" and "grammar:relation" in before.rules and not _AMOUNT.search(said)
    whole = before.indicator.rpartition("占")[2]
    of_area = whole.startswith(
        (*classes.area, *classes.place, "全", "世界")
    )  # 占全国1/6，居第一: the amount is
    return before.indicator if share and not of_area and before.item.clause >= case.item.clause - 1 else ""


def ranks_of_all(case: Case) -> str:
    """A增长10%；B增长16%，增速均居全市第一 -> A、B增速, where the sentence has spoken of just two things."""
    if case.left.tokens:
        return ""
    said = case.text[case.item.left[0] : case.item.left[1]]
    if not any(word in said for word in _SAID_OF_ALL):
        return ""
    names = list(dict.fromkeys(r.indicator for r in case.earlier if r.indicator and r.measure != "rank"))
    if len(names) != _TWO or any(a.startswith(b) or b.startswith(a) for a, b in pairwise(names)):
        return ""
    return "、".join(names) + (case.left.last_verb if case.left.last_verb in SPEEDS else "")
