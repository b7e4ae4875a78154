"""Shares, effects and parts of a plan: what a per cent is of something else.

占B的x% is a share of B, 对B的贡献率 an effect on B, 完成计划的x% how much of a plan was reached.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.figures.case import PERCENT, Case
from pipeline.figures.wordclasses import SPEEDS, WordClasses

_PLANS: Final = ("计划", "任务", "目标", "概算", "预算", "总量", "指标")
_USES: Final = ("用于", "投向", "投入", "来自")
_CLAUSE_END: Final = re.compile(r"[，。；、：！（）]")
_REACHES: Final = {"达到", "达", "已达", "达到了", "超过", "突破", "接近"}
_THAN: Final = "比"
_DIFFERENCES: Final = ("多", "超过", "少")
_DIFFERS: Final = re.compile(
    r"(?:的(?:水平|数额|规模|总额))?(?:还要?|[只仅要])?(?:[少多差高低]|超[过出]|减少|增[加长]|下降)"
)
_COMES_TO: Final = {"达到", "达", "已达"}
_BY_FAR: Final = {"远", "远远", "大大", "明显"}
_OF: Final = "占"
_ROUGHLY: Final = ("约", "大约")
_HOW_MANY: Final = ("数量", "个数", "总数")
_IN: Final = "在"
_MOVED_TO: Final = ("增加到", "提高到", "上升到", "下降到", "减少到", "降低到", "增长到")
_SHARE_ENDS: Final = ("比重", "比例", "比", "份额")


class Relations:
    """Reads the phrases that say what a number is a share of."""

    def __init__(self, classes: WordClasses) -> None:
        self._classes = classes

    def share_of_plan(self, case: Case, name: str) -> None:
        """完成全年计划的107%: how much of its plan a thing, or the last spoken of, has reached."""
        name = name or case.talk.last
        case.talk.last = name  # 工业总产值完成计划的101%，比上年增长8%
        case.reading.indicator = f"{name}完成{case.left.plan}比例"
        case.reading.measure = "level"
        case.fires("relation")

    def settle(self, case: Case, core: list[str]) -> bool:
        """A share, an effect, or a part of a plan."""
        return (
            self._compared(case, core)
            or self._over_whole(case, core)
            or self._used_for(case, core)
            or self._of_plan(case, core)
            or self._reached_share(case, core)
            or self._relation(case, core)
            or self._effect(case, core)
            or self._share_again(case, core)
        )

    def _compared(self, case: Case, core: list[str]) -> bool:
        """比预算数280亿元少8亿元: the amount compared with is of the same thing, which stays spoken of."""
        if not case.item.shared or _THAN not in core[:-1]:
            return False
        place = core.index(_THAN)
        subject = "".join(core[:place]) or case.talk.last
        if not subject:
            return False
        if not _DIFFERS.match(case.text, case.numeral.end):
            return False
        case.talk.last = subject
        case.reading.indicator = subject + "".join(core[place + 1 :])
        case.reading.measure = "level"
        if case.reading.qualifier in _DIFFERENCES:
            case.reading.bound, case.reading.qualifier = "eq", ""  # 比原来设想的六百亿元|多出54%
        case.fires("relation")
        case.fires("compared")
        return True

    def _used_for(self, case: Case, core: list[str]) -> bool:
        """财政支出的86%用于民生: the share of the one that goes to the other."""
        if core[-1] != "的" or case.unit not in PERCENT:
            return False
        behind = [*case.right.noun, *case.right.rest]
        if not behind or behind[0] not in _USES:
            return False
        use = _CLAUSE_END.split("".join(behind))[0]
        whole = "".join(t for t in core[:-1] if t not in ("将", "把"))
        case.reading.indicator = f"{whole}{use}比重"
        case.reading.measure = "level"
        case.fires("relation")
        return True

    def _over_whole(self, case: Case, core: list[str]) -> bool:
        """文化产业增加值超过全市三分之一: a fraction of the same of an area."""
        classes = self._classes
        core = core[:-1] if core[-1] == "的" else core
        share = case.unit in PERCENT or (case.numeral.han and not case.unit)
        if not share or case.left.direction or len(core) < 2 or case.reading.measure != "level":
            return False
        if core[-2] in classes.relation:
            return False  # 约占|全国
        if (
            core[-2] in _COMES_TO
            and len(core) > 2
            and (core[-1] in classes.area or core[-1] in classes.place)
        ):
            case.talk.last = "".join(core[:-2])
            case.reading.indicator = f"{''.join(core[:-2])}{_OF}{core[-1]}比重"  # 收运量达全市(40%)
            case.fires("relation")
            return True
        bound = classes.lexicon.qualifiers.get(("before", core[-2]))
        if bound is None or not (core[-1] in classes.area or core[-1] in classes.place):
            return False
        case.reading.bound, case.reading.qualifier = bound[1].bound, core[-2]
        if case.right.noun:  # 失业率远低于全市3%控制线
            subject = list(core[:-2])
            while subject and (subject[-1] in classes.adverb or subject[-1] in _BY_FAR):
                subject.pop()
            case.reading.indicator = "".join(subject) or case.talk.last
            return True
        case.reading.indicator = f"{''.join(core[:-2]) or case.talk.last}{_OF}{core[-1]}比重"
        case.fires("relation")
        return True

    def _relation(self, case: Case, core: list[str]) -> bool:
        """占 B 的 x%: a share of the thing spoken of."""
        place = next((i for i, token in enumerate(core) if token in self._classes.relation), -1)
        if place < 0:
            return False
        body = self._share_of_what(case, core[place:])
        subject = self._subject(case, core[:place])
        if subject.startswith(_IN) and subject.endswith(_SHARE_ENDS) and _IN in case.talk.last[1:]:
            subject = (
                case.talk.last.partition(_IN)[0] + subject
            )  # 商业在零售总额中的比重…，在批发总额中的比重
        if not subject and case.right.of and case.right.noun and not case.earlier:
            subject = "".join(case.right.noun[:1])  # 占人口80%以上的农民
        if core[place].startswith(_ROUGHLY) and case.reading.bound == "eq":
            case.reading.bound, case.reading.qualifier = "approx", _ROUGHLY[0]
        if (subject or (case.talk.last if len(core) == 1 else "")).endswith(_SHARE_ENDS[:2]):
            body = ""  # 商业在零售总额中的比重已占50%; …的比重，将只占29%
        subject = subject or _ranked_before(case) or case.talk.last
        case.reading.indicator = subject + body
        case.talk.last = subject
        case.fires("relation")
        return True

    def _share_of_what(self, case: Case, tokens: list[str]) -> str:
        """占全年用水量比重; a bare 占 is a share of what the last was a share of."""
        talk = case.talk
        tokens = [_OF, *tokens[1:]] if tokens[0].endswith(_OF) else tokens  # 约占, 已占
        body = "".join(tokens).removesuffix("的")
        if len(tokens) == 1 or body == tokens[0]:
            body = talk.relation or (f"{tokens[0]}{talk.among}" if talk.among else body)
        if not body.endswith(_SHARE_ENDS):
            body += "比重"
        talk.relation = body
        return body

    def _subject(self, case: Case, tokens: list[str]) -> str:
        """The words in front of 占: without 要, 已; a bare 总量 is that of the thing spoken of."""
        kept = list(tokens)
        while kept and (kept[-1] in self._classes.adverb or kept[-1] in self._classes.stock):
            if kept[-1] in self._classes.stock and len(kept) > 1:
                break
            kept.pop()
        if len(kept) == 1 and kept[0] in _HOW_MANY:
            return case.talk.last + kept[0] if case.talk.last else kept[0]  # 5家企业…，数量占全国的五分之一
        return "".join(kept)

    def _of_plan(self, case: Case, core: list[str]) -> bool:
        """完成年度计划的110%: how much of a plan the thing spoken of has reached."""
        if case.unit not in PERCENT or len(core) < 2 or core[-1] != "的" or case.left.direction:
            return False
        if not core[-2].endswith(_PLANS) or any(token in self._classes.relation for token in core):
            return False
        moved = next((i for i, token in enumerate(core[:-2]) if token.endswith(_MOVED_TO)), -1)
        if moved >= 0:  # 比重从25.5%增加到1954年预算的45.4%
            case.reading.indicator = "".join(core[:moved]) or case.talk.last
            case.fires("last_carried")
            return True
        place = next((i for i, token in enumerate(core) if token in ("完成", "为", "达到")), -1)
        subject = "".join(core[:place]) if place > 0 else case.talk.last
        case.talk.last = subject
        case.reading.indicator = f"{subject}完成{''.join(core[place + 1 : -1])}比例"
        case.reading.measure = "level"
        case.fires("relation")
        return True

    def _reached_share(self, case: Case, core: list[str]) -> bool:
        """新开工装配式建筑达到新建建筑面积的25%: a share of what the 的 belongs to."""
        if case.unit not in PERCENT or core[-1] != "的" or case.left.direction or case.right.noun:
            return False
        place = next((i for i, token in enumerate(core) if token in _REACHES), -1)
        if place < 1 or place > len(core) - 3 or any(token in self._classes.relation for token in core):
            return False
        whole = "".join(core[place + 1 : -1])
        case.reading.indicator = f"{''.join(core[:place])}{_OF}{whole}比重"
        case.reading.measure = "level"
        case.fires("relation")
        return True

    def _share_again(self, case: Case, core: list[str]) -> bool:
        """占全市的30%、全国的18%: the second is a share of the same thing."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or case.item.mark != "、" or "grammar:relation" not in before.rules:
            return False
        if case.unit not in PERCENT or len(core) > 2 or case.left.direction:
            return False
        relation = next(iter(self._classes.relation))
        case.reading.indicator = f"{case.talk.last}{relation}{''.join(core).removesuffix('的')}比重"
        case.fires("relation")
        return True

    def _effect(self, case: Case, core: list[str]) -> bool:
        """对经济增长的贡献率: of the thing spoken of."""
        if core[0] not in self._classes.toward or not case.talk.last:
            return False
        if self._classes.attribute_start(core)[1] != "meta":
            return False
        case.reading.indicator = (_ranked_before(case) or case.talk.last) + "".join(core)
        case.fires("relation")
        return True


def _ranked_before(case: Case) -> str:
    """更新立项数全市第一、占全市四成: what the place right in front was of; "" if it was carried itself."""
    before = case.earlier[-1] if case.earlier else None
    if before is None or before.measure != "rank" or case.item.mark not in "、，":
        return ""
    carried = "grammar:last_carried" in before.rules or before.indicator.endswith((*SPEEDS, "排名"))
    return "" if carried or before.item.clause < case.item.clause - 1 else before.indicator
