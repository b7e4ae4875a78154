"""Attributes and what they belong to: 总投资 of the projects before, 投资 of the works behind.

An attribute without an owner takes the one in the discourse, the topic of the clause in front, or, where
it is money, what the money was spent on.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.figures.carried import Carried
from pipeline.figures.case import PERCENT, Case
from pipeline.figures.groups import per_unit
from pipeline.figures.phrases import Phrases
from pipeline.figures.scan import Numeral
from pipeline.figures.sentences import Clause
from pipeline.figures.wordclasses import WordClasses, without_overlap

_UNITS_OF_WORK: Final = ("企业", "机构", "学校", "电站", "工厂", "园区", "公司", "集团", "开发区")
_AIR: Final = ("空气", "空气质量")
_GOOD_DAYS: Final = "优良天数"  # 空气优良天数343天，优良率94%
_RATES_OF_ALL: Final = ("办复率", "办结率", "答复率", "满意率", "办理率", "回复率")
_OF_THINGS: Final = {"渗透率", "市场渗透率", "总数"}  # of a thing, not of another measure
_EXTENTS: Final = ("覆盖面", "能力", "力度")
_OF_TRADES: Final = {
    "产值",
    "总产值",
    "税收",
    "利税",
    "营业收入",
    "营收",
    "增加值",
    "产业规模",
    "销售收入",
    "主营业务收入",
}
_TRADE_ENDS: Final = ("产业", "工业", "行业", "制造业", "服务业")
_DEVELOPS: Final = {"发展", "计划", "生产", "转型"}
_TRADE: Final = re.compile(
    r"\s*(?:[一二三四五六七八九]是)?([^，。；：\s\d]{2,24}?(?:产业|行业|产业链|集群))(?!的)"
)
_BUDGET: Final = "收入"
_BUDGETS: Final = ("公共预算", "基金预算")
_BUDGETED: Final = ("支出", "赤字", "结余", "盈余", "结转")
_PROJECTS: Final = ("项目", "工程", "基地", "园区", "产业园")
_SCHEMES: Final = ("计划", "工程", "行动", "政策", "项目")
_BUILT: Final = (
    "项目", "工程", "园区", "产业园", "基地", "集团", "公司", "研究院", "新区", "组团", "大桥", "机场",
)  # fmt: skip
_MANNERS: Final = ("机制", "体系", "流程", "效益", "质量", "环境", "模式", "意识", "步伐", "力度", "进度")
_SORTS: Final = {"招商", "新建", "在建", "续建", "新签约", "签约", "新开工"}
_STOCKS: Final[tuple[str, ...]] = ("总数", "总量", "数量", "新增")  # 高新技术企业新增350家、规模…
_SHORT: Final = 3
_SPANS: Final = "年月"
_EARNS: Final = "增收"
_STAGES: Final = {"一期", "二期", "三期", "首期"}
_BASICALLY: Final = "基本"
_LABEL: Final = 10
_NO_LABELS: Final = ("目标", "方面", "指标", "任务", "工作", "期间", "年", "情况", "如下", "重点")
_BESIDE: Final = ("后", "前", "新", "内")
_CAPACITY: Final = {"学位", "床位", "车位", "泊位", "托位"}
_MONEY_FOR: Final = {"投资", "投入", "投入资金", "计划投资", "计划总投资"}
_ON_WHAT: Final = ("对", "为")
_PLANS: Final = ("计划", "任务", "目标")


class Owners:
    """Gives bare attributes their owner, and leaves the owner of a phrase for what follows."""

    def __init__(self, classes: WordClasses, phrases: Phrases, carried: Carried) -> None:
        self._classes = classes
        self._phrases = phrases
        self._carried = carried

    def settle(self, case: Case, body: list[str], kind: str) -> bool:
        """A bare attribute: 总投资 of the projects before, 占比 of the indicator before."""
        talk, text = case.talk, "".join(body)
        if kind == "meta" and talk.last:
            case.reading.indicator = without_overlap(talk.last, text) + text
            case.fires("meta_attribute")
            return True
        if text in self._classes.per_head and self._average(case, text):
            return True
        self._back_to_whole(case)
        known = case.item.mark != "、" and self._classes.is_indicator(text)
        if self._of_park(case, text, kind):
            case.reading.indicator = talk.owner + text
            case.fires("owner")
            return True
        if talk.owner.endswith(_AIR) and not text.endswith("率"):
            return False
        if text[:2] in self._classes.per_head and talk.owner[:2] in self._classes.per_head:
            return False  # 地均GDP70亿元、地均税收21亿元
        if kind != "sibling" or (known and not talk.owner.endswith((*_UNITS_OF_WORK, *_AIR))):
            return False
        if self._of_the_area(case, text) or (talk.owner.endswith(_BUDGETS) and not text.endswith(_BUDGETED)):
            return False
        ahead = self._object_ahead(case)
        if len(ahead) <= _SHORT and self._classes.is_person(ahead):
            ahead = ""  # 投入资金2565万元，资助学生3.6万人次
        if ahead and (text in _MONEY_FOR or case.right.rest):
            talk.owner = ahead  # 投资3600万元，完成既有建筑节能改造14万平方米
        if text.endswith(_RATES_OF_ALL) and len(talk.recent) > 1 and self._alike(case):
            talk.owner = "、".join(talk.recent[-2:])  # 办理建议89件、提案65件，办复率100%
        before = talk.owner if not case.earlier and not case.item.clause else ""
        if ahead and before and not before.endswith((*_UNITS_OF_WORK, *_BUILT)):
            talk.owner = ahead  # 受灾群众的生活得到保障。完成投资5亿元，建成保障房2000套
        if text in _MONEY_FOR and case.item.mark == "，" and not ahead:
            near = self._carried.topic(case)
            talk.owner = near if near.endswith(_SCHEMES) else talk.owner  # 实施营养改善计划，投入资金…
        if self._other_event(case) and not ahead:
            near = self._without_attribute(self._carried.topic(case))
            talk.owner = talk.owner if near.endswith(_MANNERS) else near or talk.owner
        topic = "" if talk.owner else self._without_attribute(self._carried.topic(case))
        if text in _OF_TRADES:
            topic = self._trade_in(topic)
        if case.reading.is_money and topic.endswith(_MANNERS):
            topic = ""  # 优化对接机制，完成投资3亿元
        talk.owner = talk.owner or ("" if topic.endswith(text[-2:]) else topic) or ahead or talk.note
        if not talk.owner and text in _OF_TRADES:
            talk.owner = _trade_before(case, self._classes)
        if not talk.owner:
            return False
        kept = case.item.mark == "、" and text in _CAPACITY and not talk.owner.startswith(talk.verb)
        verb = talk.verb if kept else ""  # 新增幼儿园5所、学位1900个
        case.reading.indicator = verb + without_overlap(talk.owner, text) + text
        case.fires("owner")
        return True

    def _trade_in(self, topic: str) -> str:
        """工业新兴产业|发展迅速，增加值增长11%: of what a clause says of a trade only the trade."""
        tokens = self._classes.words(topic)
        ends = [i for i, token in enumerate(tokens[:-1]) if token.endswith(_TRADE_ENDS)]
        acts = (
            any(t in self._classes.telling or t in _DEVELOPS for t in tokens[ends[-1] + 1 :])
            if ends
            else False
        )
        return "".join(tokens[: ends[-1] + 1]) if acts else topic

    def _back_to_whole(self, case: Case) -> None:
        """重点项目39个，其中省重点2个、市重点37个，总投资531亿元: of all 39, whom the parts make up."""
        whole = case.talk.whole
        if whole is None or not case.reading.is_money or case.item.mark != "，" or whole not in case.earlier:
            return
        behind = case.earlier[case.earlier.index(whole) + 1 :]
        parts = [r for r in behind if r.is_count and r.numeral.unit == whole.numeral.unit]
        if len(parts) > 1 and sum(r.numeral.value or 0 for r in parts) == whole.numeral.value:
            case.talk.owner = self._carried.given(whole) or case.talk.owner

    def _of_park(self, case: Case, text: str, kind: str) -> bool:
        """开发区营业收入超过450亿元，固定资产投资达到10亿元: of the park, not of the whole area."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or before.measure == "rank" or kind in ("", "meta") or case.item.mark not in "、，":
            return False
        spoken = case.talk.owner.endswith(self._classes.park) and before.indicator.startswith(case.talk.owner)
        return spoken and not self._of_the_area(case, text)

    @staticmethod
    def _other_event(case: Case) -> bool:
        """开展活动800场；举行运动会，参赛人数达2万人次: behind ； something else is spoken of."""
        place = case.item.clause - 1
        if case.item.mark != "，" or place < 0:
            return False
        clause = case.sentence.clauses[place]
        return clause.mark == "；" and not clause.figures

    def _average(self, case: Case, text: str) -> bool:
        """养老金标准继续提高，年人均提高2556元; 地区生产总值110亿元、人均4.6万元."""
        talk = case.talk
        topic = self._carried.topic(case)
        of_last = bool(talk.last) and case.earlier and case.earlier[-1].indicator == talk.last
        if case.left.last_verb == _EARNS:
            case.reading.indicator = text + _EARNS  # 户均增收6000元
        elif topic:
            case.reading.indicator = topic if text[0] in _SPANS else text + topic
        elif of_last and not talk.last.startswith(text):
            case.reading.indicator = text.lstrip(_SPANS) + talk.last
        else:
            return False
        case.fires("owner")
        return True

    def _of_the_area(self, case: Case, text: str) -> bool:
        """辖区税收: the word for the area stands where an owner would."""
        said = case.text[case.item.left[0] : case.item.left[1]]
        place = said.find(text)
        return place > 0 and any(said[:place].endswith(area) for area in self._classes.area if len(area) > 1)

    def settle_list(self, case: Case, body: list[str]) -> bool:
        """办理建议36件、提案31件，办复率、满意率均达100%: attributes of all that was counted."""
        parts = self._classes.conjuncts(body)
        starts = [self._classes.attribute_start(part) for part in parts]
        if any(start or kind != "sibling" for start, kind in starts):
            return False
        counted = (
            case.talk.recent if len(case.talk.recent) > 1 and case.talk.verb_before else [case.talk.owner]
        )
        case.reading.indicator = "、".join(counted) + "".join(body)
        case.fires("owner")
        return True

    @staticmethod
    def _without_attribute(topic: str) -> str:
        """城乡居民养老保险覆盖面 -> 城乡居民养老保险, where a rate of it follows."""
        return next((topic[: -len(end)] for end in _EXTENTS if topic.endswith(end) and topic != end), topic)

    @staticmethod
    def _alike(case: Case) -> bool:
        """Whether the last two counts of the sentence are in one unit."""
        units = [r.numeral.base_unit for r in case.earlier if r.is_count and r.measure == "level"][-2:]
        return len(units) == 2 and units[0] == units[1]

    def _object_ahead(self, case: Case) -> str:
        """投资6万元完成防渗处理; 投资1168万元，完成21个小区改造: what the money is for stands behind it."""
        if not case.reading.is_money or case.right.of or case.item.place:
            return ""
        said = [*case.right.noun, *case.right.rest]
        if said:
            return self._object_of(case, said, case.numeral)
        place = case.item.clause + 1
        clauses = case.sentence.clauses
        if case.item.shared or place >= len(clauses) or clauses[place].mark != "，":
            return ""
        clause = clauses[place]
        tokens = self._classes.words(case.said(clause))
        if clause.figures and (not tokens or tokens[-1] == "等" or not self._phrases.object_in(tokens)):
            return self._counted_in(case, clause, tokens)
        found = "".join(self._phrases.object_in(tokens))
        alone = len(clauses[case.item.clause].figures) == 1 and not clause.figures
        if not found and not case.item.clause and alone:
            found = self._finished_ahead([t for t in tokens if t not in "。；！ "])
        return "" if found.endswith(_PLANS) else found

    def _finished_ahead(self, tokens: list[str]) -> str:
        """投资4500万元，月明河桥主体|基本完工: works and that they are done; "" if it is not so."""
        classes, size = self._classes, len(tokens)
        while size and (tokens[size - 1] in classes.stop or tokens[size - 1] in classes.adverb):
            size -= 1
        while size and (tokens[size - 1] in classes.manner or tokens[size - 1] == _BASICALLY):
            size -= 1
        name = tokens[:size]
        told = 1 < size < len(tokens) and not classes.is_listed_verb(name[0]) and "，" not in name
        return "".join(name) if told and classes.word_kind(name[-1]) == "noun" else ""

    def _object_of(self, case: Case, tokens: list[str], numeral: Numeral) -> str:
        """The object of the verb right behind the money, or what is counted behind that verb."""
        found = self._phrases.object_in(tokens)
        clause = case.sentence.clauses[case.item.clause]
        later = [figure for figure in clause.figures if figure.start > numeral.start]
        if found and later and self._names_only(case.text[numeral.end : later[0].start]):
            return self._counted(case, later, clause.end) or "".join(found)  # 新建甲、乙、丙3座公园
        if case.item.shared and tokens[-1] == "等":
            return self._counted(case, later, clause.end) or "".join(found)  # 实施甲厂扩容等13项治理项目
        if self._classes.attribute_start(found)[1] == "sibling":
            found = []  # 完成了全长25公里的7条公路建设
        if found or not case.item.shared or not self._classes.only_verbs([t for t in tokens if t != "了"]):
            return "".join(found)
        return self._counted(case, later, clause.end)

    def _names_only(self, between: str) -> bool:
        """新建甲公园、乙公园、丙公园: names in a list in front of their number, and no further verb."""
        *names, last = between.split("、")
        if not names or "，" in between or not last:
            return False
        return not any(t in self._classes.telling for t in self._classes.words(last))

    def _counted_in(self, case: Case, clause: Clause, tokens: list[str]) -> str:
        """完成小里中学等12所学校设备购置: the nouns counted in a clause that begins with verbs."""
        if tokens and tokens[0] == "对" and len(clause.figures) == 1:
            behind = self._phrases.read_right(case.text[clause.figures[0].end : clause.end]).rest
            work = "".join(self._phrases.object_in(behind))
            if len(work) > _SHORT:
                return work  # 对1470户“四类人员”实施了危房改造
        said = [t for t in tokens if t not in ("了", "的")]
        classes = self._classes
        acts = [t in classes.telling or t in classes.empty or t in _ON_WHAT for t in said]
        done = any(acts[:1] if tokens and tokens[-1] == "等" else acts)  # 房产证办理等41个问题得到解决
        verbal = done and (tokens[-1] == "等" or self._classes.only_verbs(said))
        return self._counted(case, clause.figures, clause.end) if verbal else ""

    def _counted(self, case: Case, figures: list[Numeral], end: int) -> str:
        """完成54栋住宅楼、14万平方米节能改造: what is counted, the works rather than the things."""
        if not figures:
            return ""
        ends = [*(figure.start for figure in figures[1:]), end]
        nouns = [
            self._phrases.read_right(case.text[figure.end : stop]).noun
            for figure, stop in zip(figures, ends, strict=True)
        ]
        works = [noun for noun in nouns if noun and self._classes.work_of(noun)]
        return "".join(works[-1] if works else next(filter(None, nouns), []))

    def _subject(self, body: list[str]) -> list[str]:
        """养殖项目|累计建成鸡舍 -> 养殖项目: what a verb inside a phrase is said of."""
        classes = self._classes
        for place in range(1, len(body) - 1):
            if body[place] in classes.building and body[place] not in classes.noun:
                subject = list(body[:place])
                while subject and subject[-1] in classes.adverb:
                    subject.pop()
                works = bool(subject) and subject[-1].endswith(_PROJECTS)
                return subject if works else body
        return body

    def leave(self, case: Case, body: list[str], core: list[str], start: int, kind: str) -> None:
        """Leave in the discourse what an attribute behind may belong to."""
        parts = self._classes.conjuncts(body) if kind == "sibling" else []
        if len(parts) > 1 and any(self._classes.attribute_start(part)[1] for part in parts[:-1]):
            case.talk.owner = ""  # 燃气普及率、污水处理率: no owner that both have
        elif kind == "sibling":
            per_head = start == 1 and body[0] in self._classes.per_head  # 亩均收入: no owner
            alone = per_head or "".join(body[:start]) in _STAGES  # 一期投资220亿元
            case.talk.owner = "" if alone else "".join(body[:start])
            if start and case.unit in PERCENT and case.reading.measure == "level" and core[0] in _SORTS:
                case.talk.owner = "".join(core[: len(core) - len(body) + start])  # 招商项目开工率、入库率
            built = case.reading.is_money and case.talk.owner.endswith(_BUILT) and not case.item.clause
            case.talk.invested = case.talk.owner if built and len(case.talk.owner) > _SHORT + 1 else ""
        elif kind == "meta" and start and "".join(body[start:]) in _OF_THINGS:
            case.talk.owner = "".join(body[:start])  # 新能源汽车渗透率…，保有量…
        elif kind != "meta":
            staged = len(body) == 1 and len(core) == 2 and core[0] in self._classes.building
            of = self._classes.words(case.talk.owner) if staged and case.item.mark in "，、" else []
            if len(of) > 1 and of[-1] == body[0] and of[0] not in self._classes.building:
                return  # 实施城建项目233个，竣工项目96个，完成投资402亿元
            short = len("".join(body)) <= 2  # 拆除违建2355栋、面积…; 在建项目57个，总投资…
            owner = "".join(core if short else self._subject(body))
            if owner in _STAGES:
                owner = ""  # 项目落地、一期投资220亿元
            if owner.endswith(_STOCKS):
                for stock in _STOCKS:
                    owner = owner.removesuffix(stock)  # 参股基金总数39支、总规模390亿元
            if kind == "complete":
                budget = owner.removesuffix(_BUDGET)
                own = "" if budget == owner else budget  # 财政收入…，支出…
                if owner.endswith(_GOOD_DAYS):
                    own = owner.removesuffix(_GOOD_DAYS)
                owner = own or per_unit(owner)  # 万元GDP能耗0.4吨、水耗6立方米
            case.talk.owner = owner


def labelled(case: Case, name: str, classes: WordClasses) -> str:
    """原煤：全部建成后增加的年产能力9310万吨: of what stands in front of the colon the line begins with."""
    clauses = case.sentence.clauses
    if not case.item.clause or len(clauses) < 2 or clauses[1].mark != "：" or clauses[0].figures:
        return name
    label = case.text[clauses[0].start : clauses[0].end].strip()
    if not 1 <= len(label) <= _LABEL or "、" in label or label in name:
        return name
    if label.endswith(_NO_LABELS) or not all(classes.word_kind(t) == "noun" for t in classes.words(label)):
        return name
    tokens = classes.words(name)
    start, kind = classes.attribute_start(tokens)
    said = tokens[:start]
    if kind != "sibling" or not said or said[-1] != "的":
        return name
    if any(classes.word_kind(t) == "noun" and not classes.is_verb(t) for t in said[:-1] if t not in _BESIDE):
        return name
    case.fires("owner")
    case.talk.owner = label
    return label + name


def _trade_before(case: Case, classes: WordClasses) -> str:
    """服装产业再上新水平。完成产值161亿元: the trade the sentence before begins with."""
    start = case.sentence.start
    paragraph = case.text[case.text.rfind("\n", 0, start) + 1 : start]
    sentences = [s for s in paragraph.split("。") if s.strip()]
    found = _TRADE.match(sentences[-1]) if sentences else None
    if found and classes.is_listed_verb(classes.words(found[1])[0]):
        return ""  # 坚持传统行业改造与新兴产业培育并举
    return found[1] if found else ""
