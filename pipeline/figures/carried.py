"""Predicates without a subject, verbs without an object: what they speak of was said before.

The last indicator, the noun counted last, or what the clause in front, without figures, names.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pipeline.figures.case import PERCENT, POINTS, RANK_UNITS, Case, Reading
from pipeline.figures.nouns import NounPhrases
from pipeline.figures.phrases import Left, Phrases
from pipeline.figures.scan import Numeral
from pipeline.figures.wordclasses import PUNCTUATION, RANK_STEPS, SPEEDS, WordClasses, without_overlap

_CLAUSE_END: Final = re.compile(r"[，。；、！（）]")
_THIS: Final = re.compile(r"这(?:个|一|种|项)?(?:比重|比例|数字|指标|水平|总额|产量)$")
_SHARE_NAMED: Final = re.compile(r"([^，。；]{2,30}?)所?占(?:的)?(比重|比例|份额)")
_BRACKET_END: Final = re.compile(r"（[^（）]*）$")
_LEVELS: Final = ("水平", "标准")
_LEVEL_TOLD: Final = ("了", "超过", "高于", "低于")
_BUT: Final = ("而", "但")
_NO_THING: Final = tuple("由这那其该此据如按以")
_SHARE_WITHIN: Final = re.compile(r"(在[^，。；]{2,20}中)(?:所占)?的?比重")
_AS_TO: Final = re.compile(r"(?:例如)?(?:以|拿|就)([^，。；]{1,16}?)(?:来说|来讲|而言|来看)")
# 钢、石油、水泥等主要工业产品: goods in a list and what they are
_LISTED_GOODS: Final = re.compile(
    r"((?:[^，。；、]{1,8}、)+[^，。；、]{1,8}等(?:主要|重要)?[一-龥]{0,4}(?:产品|商品|用品|作物|物资))"
)
_LONGEST_NAME: Final = 6  # tokens
_THESE: Final = "这些"
_SUMS: Final = {"共计", "合计", "总计"}
_NO_GROWTH: Final = ("率", "比重", "占比", "比例", "度")
_SHORT: Final = 8
_NAMED: Final = 3
_PART: Final = 6
#: verbs that make a count one of new things, not of all
_NEW: Final = ("新增加", "新增", "净增", "新设立", "新设", "新建", "新认定", "新培育", "新推出", "新创建")
_ACHIEVED: Final = "实现"
_LONGEST_DEED: Final = 14
_WORKS: Final = ("建", "改造", "整治", "更新", "更换", "建设")
_LABEL: Final = 12  # characters in front of a colon
_NEW_OF: Final = ("新增", "净增", "新推出", "新认定", "新设立", "新培育")
_NEWLY: Final = ("新签约", "新开工", "新竣工", "新投产", "新入库", "新落地", "新签")
_ALL: Final = ("均", "都", "双双")
_SERVES: Final = ("惠及", "受惠", "惠泽")
_TAKE_PART: Final = ("参加", "参与", "参赛", "参会")
_SERVE_BEGINS: Final = frozenset(word[0] for word in (*_SERVES, *_TAKE_PART))
_EVENTS: Final = re.compile(
    r"(?:活动|赛|大会|论坛|培训|讲座|运动会|节|展会|会议|指导|演出|招聘会|推介会|宣讲|课程|比武|展览)$"
)
_AS_FRONT: Final = ("在", "加上", "对", "从", "按", "根据", "由于", "因为", "为", "为了", "通过")
_AND_SO_ON: Final = ("等", "等等")
_SUCH_AS: Final = ("包括", "其中包括", "含", "例如", "主要包括")
_SAYS_NOTHING: Final = {"比", "按照", "按", "以", "这", "基本"}  # 按照4%的速度计算
_DAY: Final = "天"
_INCLUDING: Final = ("不包括", "包括", "不含", "含", "扣除", "剔除")
_AMOUNTS_TO: Final = ("level", "growth")
_LIST_END: Final = re.compile(r"等?(?:主要|核心|经济)*指标$|等$")
_MORE: Final = ("新增", "净增")
_EFFORT: Final = "力度"  # 加大安居工程建设力度，新开工700万套
_DEEDS: Final = {"步伐", "力度", "进程", "进度", "水平", "短板", "成果", "成效", "转型升级", "升级", "全链条"}
_TRADES: Final = ("产业", "行业")
_OFFERS: Final = {
    "入驻", "进驻", "提供", "吸引", "供应", "接待", "招收", "集聚", "聚集", "汇聚", "云集", "释放",
}  # fmt: skip
_SPENT: Final = {"兑付资金", "投入资金", "投入", "总投资", "投资", "完成投资", "授信总额"}
_HOLDS_THEM: Final = (
    "园", "园区", "基地", "中心", "大厦", "平台",
    "载体", "楼宇", "综合体", "空间", "汽车城", "街区",
)  # fmt: skip
_MOVES_IN: Final = {"入驻", "进驻", "集聚", "汇聚"}
_SERVES_PEOPLE: Final = "服务"
_RECEIVES: Final = "接待"  # 接待游客: of the whole area
_OPENS: Final = re.compile(
    r"(?:成功|全新|率先|正式|高标准|高水平|新)?(?:成立|建设|建成|举办|开展|推出|上线|启动|打造|设立|组建|承办|开通|启用)了?"
    r"(?![^，。；]*等)"
)
_HAS_OPENED: Final = re.compile(
    r"(?:投入(?:使用|运营|运行)|启用|建成|开放|开园|开业|开馆|运营|运行|挂牌|揭牌|成立|落成|竣工|完工|投用|投运"
    r"|开学|上线|开通|召开|举办|举行|开幕|亮相)$"
)


class Carried:
    """Names the indicators of figures that have no noun of their own."""

    def __init__(self, classes: WordClasses, phrases: Phrases) -> None:
        self._classes = classes
        self._phrases = phrases
        self._nouns = NounPhrases(classes)

    def settle(self, case: Case) -> None:
        """A bare predicate speaks of the last indicator."""
        reading, left, talk = case.reading, case.left, case.talk
        before = case.earlier[-1] if case.earlier else None
        if before and before.measure == "rank" and left.direction and case.unit in RANK_STEPS:
            reading.indicator = before.indicator  # 名列全国第23位，较上一年上升3个位次
            case.fires("last_carried")
            return
        if (left.reach or left.rank) and before and before.starts:  # 由第39位跃升至21位
            reading.indicator = before.indicator
            if "grammar:relation" in before.rules:
                case.fires("relation")
            if before.measure == "rank" and case.unit in RANK_UNITS:
                reading.measure = "rank"
            if "verbs:growth_noun" in before.rules and case.unit in PERCENT:
                reading.measure, reading.negative = before.measure, before.negative  # 涨幅从21.7%回落到14.8%
            return
        if reading.measure == "rank" and before and before.measure == "rank" and case.item.mark == "、":
            reading.indicator = before.indicator  # 居全省第五、全市第一
            return
        self._choose_last(case)
        if self._of_share(case) and before and "grammar:relation" in before.rules:
            reading.indicator = before.indicator  # 占比重达64.5%，较上年提高4个百分点
            case.fires("relation")
            return
        if self._another(case):
            reading.indicator = self._named_behind(case)
            return
        total = talk.last_bare and (left.cumulative or self._is_total(case))
        counted = (
            before is not None and before.measure == "level" and (before.is_count or before.counts_people)
        )
        if total and counted and reading.is_money:
            total = False  # 奖励人才2934人共8875万元
        if reading.measure == "rank" and talk.last.startswith(self._classes.undoing):
            total = ""  # 拆除违法建筑445万平方米，总量全市第二
        reading.indicator = self._sum_of(case) or (self._total_of(talk.last_bare) if total else talk.last)
        if case.unit == _DAY:
            reading.indicator = reading.indicator.removesuffix("比例").removesuffix("比率")  # 优良天数
        self._part_of_counted(case)
        self._grows_on(case)
        said = case.text[case.item.left[0] : case.item.left[1]]
        if reading.measure == "rank" and talk.last in talk.listed and said.lstrip("，、").startswith(_ALL):
            reading.indicator = "、".join(talk.listed)  # 甲、乙分别达到234家、91个，均居全市第一
        if case.unit in POINTS and left.direction and left.tokens and left.tokens[-1] in SPEEDS:
            reading.indicator += left.tokens[-1] if reading.indicator else ""  # 进出口额…，降幅收窄22个百分点
        if reading.measure == "rank" and left.last_verb in SPEEDS and reading.indicator:
            reading.indicator = without_overlap(reading.indicator, left.last_verb) + left.last_verb
        case.fires("last_carried")

    def _choose_last(self, case: Case) -> None:
        """Set what is spoken of, where the clauses in front name something nearer than the last figure."""
        left, talk = case.left, case.talk
        if left.rank and (names := self._listed_before(case)):
            talk.last = names
        elif name := self.subject_before(case):
            talk.last = talk.last_bare = name
        elif left.starts or not talk.last:
            talk.last = self.topic(case) or talk.last
        elif left.rank and not case.earlier:
            topic = self.topic(case)  # 高考成绩再创新高，排名全市第三
            named = len(topic) > 2 and topic not in self._classes.attributes
            talk.last = topic if named else talk.last
        elif (left.reach or (left.direction and self._begins(case))) and case.item.mark == "，":
            talk.last = self._named_before(case) or talk.last

    def _listed_before(self, case: Case) -> str:
        """甲、乙增加值等指标，均居全市前三: the clause in front is nothing but a list; "" if it is not."""
        said = case.text[slice(*case.item.left)]
        if not case.item.clause or not said.lstrip("，").startswith(_ALL):
            return ""
        clause = case.sentence.clauses[case.item.clause - 1]
        names = _LIST_END.sub("", case.said(clause).strip())
        if clause.figures or "、" not in names:
            return ""
        last = self._classes.words(names)[-1:]
        known = bool(last) and (last[0] in self._classes.attributes or self._classes.is_indicator(last[0]))
        return names if known or names != case.said(clause).strip() else ""

    def _grows_on(self, case: Case) -> None:
        """增长4%，力争达到5%: what is reached is the growth, unless a share or rate is spoken of."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or before.measure != "growth" or case.reading.measure != "level":
            return
        percent = case.unit in PERCENT and before.numeral.base_unit == case.unit
        near = _amount(case.numeral) <= 3 * _amount(before.numeral)
        shares = any(r.indicator.endswith(_NO_GROWTH) for r in (before, case.reading))
        if percent and near and not shares:
            case.reading.measure, case.reading.negative = "growth", before.negative

    def _is_total(self, case: Case) -> bool:
        """新增16条、达到54条: behind new ones, in the same unit, the larger number is all there are."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or not case.left.reach or before.measure != "level" or case.item.mark not in "、，":
            return False
        new = before.indicator.startswith(_NEW) or before.indicator.endswith(_NEW)
        same = before.numeral.base_unit == case.unit and case.reading.measure == "level"
        return new and same and _amount(case.numeral) > _amount(before.numeral)

    def _total_of(self, name: str) -> str:
        """新增甲、乙等公园 -> 公园: all there are, not the new ones that were named."""
        name = self._without_new(name)
        behind = name.rpartition("等")[2]
        return behind if "、" in name and len(behind) > 1 else name

    @staticmethod
    def _without_new(name: str) -> str:
        """经营主体净增 -> 经营主体."""
        for word in _NEW:
            name = name.removeprefix(word) if name != word else name
            name = name.removesuffix(word) if name != word else name
        for word in _NEW_OF:
            owner, new, thing = name.partition(word)
            name = owner + thing if new and len(thing) > 1 else name  # 区属医院|新增|病床
        return name

    def variant(self, case: Case, name: str) -> str:
        """农业总产值增长4%（包括村办工业为6%）: the growth before a bracket, of more or less than that."""
        before, clause = case.earlier[-1] if case.earlier else None, case.sentence.clauses[case.item.clause]
        if before is None or case.item.mark != "（":
            return name
        said = case.text[clause.start : clause.end]
        if not said.startswith(_INCLUDING):
            return name
        if case.unit not in PERCENT or before.measure != "growth" or case.reading.measure not in _AMOUNTS_TO:
            return name
        case.reading.measure = "growth"
        opening = next(w for w in _INCLUDING if said.startswith(w))
        return f"{before.indicator}（{opening}{name.removeprefix(opening)}）"

    def _another(self, case: Case) -> bool:
        """A count that begins a sentence, in another unit than the last, speaks of something else."""
        left, talk = case.left, case.talk
        bare = not (left.reach or left.cumulative or left.starts or left.direction or left.of_which)
        counts = case.reading.measure == "level" and case.reading.is_count
        return counts and bare and not case.earlier and bool(talk.unit) and talk.unit != case.unit

    def _named_behind(self, case: Case) -> str:
        """The first noun behind the number, where the last indicator cannot be meant."""
        tokens = [t for t in case.right.rest if t not in self._classes.attributive]
        return "".join(tokens[: self._nouns.noun_end(tokens, False)]) if tokens else ""

    def _part_of_counted(self, case: Case) -> None:
        """20个项目纳入省重点，5个竣工: of the things counted those of which something is said."""
        talk, rest = case.talk, self._classes.without_adverbs(case.right.rest)
        text = _CLAUSE_END.split("".join(rest))[0]
        first = next((t for t in rest if t not in self._classes.manner), "")
        if (
            first == _ACHIEVED
            and case.reading.is_count
            and not case.left.tokens
            and talk.last
            and 2 <= len(text) <= _LONGEST_DEED
        ):
            alike = case.unit in (talk.noun_unit, talk.unit)
            noun = (talk.noun or talk.last).rpartition("的")[2] if alike else ""
            case.reading.indicator = f"{text}的{noun}" if noun else text  # 431项|实现社区通办
            return
        if not first or not 2 <= len(text) <= _SHORT or not self._classes.is_predicate(first):
            return
        bare = not (case.left.reach or case.left.direction or case.left.tokens or case.item.shared)
        if bare and case.reading.is_count and talk.noun and talk.noun_unit == case.unit:
            case.reading.indicator = f"{text}的{talk.noun.rpartition('的')[2]}"

    @staticmethod
    def _of_share(case: Case) -> bool:
        """比重达21%，首次突破20%; 占比提高4个百分点: a figure that can only be of the share in front."""
        left, before = case.left, case.earlier[-1] if case.earlier else None
        if case.unit in POINTS or (left.starts and case.unit in PERCENT):
            return True
        if before is None or case.unit not in PERCENT or before.numeral.base_unit not in PERCENT:
            return False
        return case.reading.measure == before.measure == "level" and bool(left.reach or left.bound)

    @staticmethod
    def _sum_of(case: Case) -> str:
        """甲部有101个项目，地方有18个项目，共计119个: the things counted, whosever they are; or ""."""
        talk, adds = case.talk, case.left.last_verb in _SUMS and len(case.earlier) > 1
        return talk.noun if adds and talk.noun_unit == case.unit else ""

    @staticmethod
    def _begins(case: Case) -> bool:
        """Whether the clause in front begins a sentence or what stands behind its ；."""
        place = case.item.clause - 1
        return not case.earlier or (place >= 0 and case.sentence.clauses[place].mark == "；")

    def _share_named(self, case: Case, said: str) -> str:
        """在总产值中，手工业所占的比重，1952年为12%; "" if a clause is no such name."""
        found = _SHARE_NAMED.fullmatch(said.strip())
        if not found:
            return ""
        among = case.talk.among
        name = f"{found[1]}所占{found[2]}"
        return f"{among}中{name}" if among and among not in name else name

    def _named_before(self, case: Case) -> str:
        """同我国有外交关系的国家，现在已增加到129个: the clause before is nothing but the name."""
        clause = case.sentence.clauses[case.item.clause - 1]
        said = case.said(clause)
        if not clause.figures and (share := self._share_named(case, said)):
            return share
        tokens = [] if clause.figures else self._indicator_in(self._phrases.spoken_of(said))
        name = "".join(tokens)
        if said.endswith(name) or self._classes.is_indicator(name):
            return name  # 社会消费品零售总额稳定增长，完成94.8亿元
        if self._classes.attribute_start(tokens)[1]:
            return name
        return "" if clause.figures else self._as_to(said) or self._relative_name(said) or self._grown(said)

    def _grown(self, said: str) -> str:
        """创新载体倍增 -> 创新载体: a thing, and nothing but how it went; "" if a clause says more."""
        tokens, size = self._phrases.words_of(said), 0
        while len(tokens) > 1 and (
            tokens[-1] in self._classes.direction or tokens[-1] in self._classes.outcome
        ):
            tokens, size = tokens[:-1], size + 1
            while len(tokens) > 1 and tokens[-1] in self._classes.adverb:
                tokens = tokens[:-1]
        plain = not any(t in PUNCTUATION or t in self._classes.preposition for t in tokens)
        named = plain and 0 < len(tokens) <= _LONGEST_NAME and self._classes.word_kind(tokens[-1]) == "noun"
        return "".join(tokens) if size and named else ""

    def _as_to(self, said: str) -> str:
        """拿钢来说 -> 钢, 以钢的产量来说 -> 钢的产量; "" if a clause is no such topic."""
        found = _AS_TO.fullmatch(said.strip())
        return found[1] if found and "、" not in found[1] else ""

    def _relative_name(self, said: str) -> str:
        """农民从集体分得的收入，每人平均达到83元: a clause that is a name with its relative clause; or ""."""
        tokens = self._phrases.read_left(said).tokens
        if "的" not in tokens[1:-1] or "，" in tokens or tokens[0] in _AS_FRONT:
            return ""
        behind = tokens[len(tokens) - tokens[::-1].index("的") :]
        named = self._classes.attribute_start(behind)[1] and not any(map(self._classes.is_verb, behind[:-1]))
        acts = tokens[0] in self._classes.telling or self._classes.is_listed_verb(tokens[0])
        return "".join(tokens) if named and not acts and not said.startswith(_AS_FRONT) else ""

    def _indicator_in(self, tokens: list[str]) -> list[str]:
        """生产总值|高位竞进 -> 生产总值: an indicator, and in other words how it went."""
        size = next((n for n in (2, 1) if self._classes.is_indicator("".join(tokens[:n]))), 0)
        if not size or self._classes.attribute_start(tokens[size:])[1]:
            return tokens
        return tokens[:size]

    def subject_before(self, case: Case) -> str:
        """全国粮食总产量，在过去四年中共增加…: what the clauses in front name, where that is a measure
        or all that a clause says; "" where they name nothing of the kind.
        """
        if case.item.mark not in ("，", "：") or case.item.place:
            return ""
        clauses, begin = case.sentence.clauses, case.item.clause
        while begin and not clauses[begin - 1].figures:
            begin -= 1
        before = clauses[begin : case.item.clause]
        if not before:
            return ""
        anew = before[0].mark == "；" or case.said(before[0]).strip().startswith(_BUT)
        if begin and not anew:
            return ""
        for clause in reversed(before):
            said = _BRACKET_END.sub("", case.said(clause)).strip()
            if within := _SHARE_WITHIN.fullmatch(said):
                named = before[-2:-1]
                whole = "".join(self._phrases.read_left(case.said(named[0])).tokens) if named else ""
                return f"{whole}{within[1]}比重" if whole else ""
            tokens = self._phrases.read_left(said).tokens
            tokens = tokens[1:] if tokens[:1] == ["而"] else tokens
            if self._is_measure(tokens) or (clause is before[-1] and self._is_level(case, tokens)):
                return "".join(tokens)
        name, place = self.topic(case), len(before) - 1
        while place and case.said(before[place]).startswith(_AS_FRONT):
            place -= 1  # 在三种不同的地区
        all_said = case.said(before[place]).strip() == name
        thing = len(name) >= _NAMED and name[0] not in _NO_THING
        return name if all_said and thing and self._classes.word_kind(name[-2:]) == "noun" else ""

    def _is_level(self, case: Case, tokens: list[str]) -> bool:
        """低保对象人均补差水平，分别从…提高到…: nothing but nouns, the last of them a level or standard."""
        if not (case.left.starts or case.left.together) or len(tokens) < 2 or tokens[0] in _AS_FRONT:
            return False
        classes = self._classes
        if not (tokens[-1].endswith(_LEVELS) or classes.attribute_start(tokens)[1]):
            return False
        told = (classes.direction, classes.stop, classes.reach, classes.adverb, _LEVEL_TOLD)
        acts = any(token in words for token in tokens for words in told) or classes.is_listed_verb(tokens[0])
        return not acts and not PUNCTUATION.intersection(t for t in tokens if t != "、")

    def _is_measure(self, tokens: list[str]) -> bool:
        """每个农民一年的农业生产净收入: a noun phrase that ends in an attribute, and more than that."""
        start, kind = self._classes.attribute_start(tokens)
        if not kind or tokens[0] in _AS_FRONT or "了" in tokens or PUNCTUATION.intersection(tokens[:-1]):
            return False
        first = tokens[0]
        acts = first in self._classes.telling or self._classes.is_listed_verb(first) or first in _NO_THING
        known = self._classes.is_indicator("".join(tokens))
        return known or (bool(start) and not acts and "的" in tokens and "、" not in tokens)

    def topic(self, case: Case) -> str:
        """What the clause before speaks of, where no figure has named an owner yet."""
        for clause in reversed(case.sentence.clauses[: case.item.clause]):
            if clause.figures:
                return ""
            said = case.said(clause)
            if said.lstrip(" ").startswith(_SUCH_AS) and said.endswith(_AND_SO_ON):
                continue  # 成人高等学校，包括电视大学、夜大学等，在校生…
            if named := self._share_named(case, said) or self._as_to(said):
                return named
            if listed := _LISTED_GOODS.fullmatch(said.strip()):
                return listed[1]
            whole = self._phrases.read_left(said).tokens
            if case.left.starts and self._classes.attribute_start(whole)[1]:
                return "".join(whole)  # 财政收入占国民收入的比重，由…降到…
            if _THIS.match(said.strip()):
                return case.talk.last  # 这个比重，1978年为17.4%
            if name := self._relative_name(said):
                return name
            tokens = self._indicator_in(self._phrases.spoken_of(said))
            while len(tokens) > 1 and tokens[-1] in _DEEDS:
                tokens = tokens[:-1]  # 产业转型升级步伐
            trades = bool(tokens) and tokens[-1].endswith(_TRADES)
            if "等" in tokens and not trades:
                tokens = tokens[tokens.index("等") + 1 :]  # A、B等重点片区
            if tokens:
                label = case.item.mark == "：" and len(said.strip()) <= _LABEL  # 黄麻、洋麻：达到730万担
                return "" if "、" in tokens and not (trades or label) else "".join(tokens)
        return ""

    def settle_served(self, case: Case) -> None:
        """加大学生资助力度，4.3亿人次受益: the people served are served by what was said before."""
        served = case.reading.indicator
        if served not in self._classes.after_subject or case.item.mark not in "，、":
            return
        subject = self.topic(case)
        if subject:
            case.reading.indicator = f"{subject}{served}"
            case.fires("object_carried")

    def built_by(self, case: Case, name: str) -> str:
        """某项目完成投资8亿元，铺设管网31公里: what the project did next, without a subject of its own."""
        before, owner = (case.earlier[-1] if case.earlier else None), case.talk.invested
        if before is None or not owner or not case.left.tokens or case.reading.measure != "level":
            return name
        next_clause = case.item.mark == "，" and case.item.clause == before.item.clause + 1
        acts = case.left.tokens[0] in self._classes.telling and case.left.tokens[0] not in self._classes.empty
        if len(case.earlier) > 1 or not (
            next_clause and before.is_money and before.indicator.startswith(owner) and acts
        ):
            return name
        if case.reading.is_money or case.unit in PERCENT or name.startswith((owner, *_MORE)):
            return name
        case.fires("object_carried")
        return owner + name

    def opened(self, case: Case, name: str) -> str:
        """创新中心投入运营，入驻企业43家: what a place that has opened holds or gives, without a subject."""
        tokens, place = case.left.tokens, case.item.clause - 1
        if case.item.mark != "，" or place < 0 or not tokens or case.reading.measure != "level":
            return name
        serves = tokens[0] == _SERVES_PEOPLE and len(tokens) > 1 and self._classes.is_person(tokens[1])
        clause = case.sentence.clauses[place]
        last = case.earlier[-1] if case.earlier else None
        if last is not None and tokens[0] in _MOVES_IN and last.item.clause == place and last.is_count:
            held = case.talk.noun if case.talk.noun.endswith(_HOLDS_THEM) else ""
            return held + name if len(held) > _NAMED else name  # 新认定科技园6家，入驻企业超100家
        if not (serves or tokens[0] in _OFFERS) or clause.figures:
            return name
        if case.text[slice(*case.item.left)].lstrip().startswith(tuple(self._classes.area)):
            return name
        before = case.said(clause).strip()
        if not (_HAS_OPENED.search(before) or (_OPENS.match(before) and tokens[0] != _RECEIVES)):
            return name
        subject = self.topic(case)
        if len(subject) <= _NAMED or name.startswith(subject):
            return name
        case.fires("object_carried")
        return subject + name

    def served(self, case: Case, name: str) -> str:
        """设立扶持资金1亿元，惠及企业30家、项目50个: by what they are served stands in the clause before."""
        talk = case.talk
        told = case.reading.measure == "level" and name[:1] in _SERVE_BEGINS
        takes_part = told and name.startswith(_TAKE_PART) and len(name) <= _PART
        if not takes_part and not (told and name.startswith(_SERVES)):
            talk.serves = ""
            return name
        before = case.earlier[-1] if case.earlier else None
        again = before is not None and any(word in before.indicator for word in _SERVES)
        if case.item.mark == "，":
            near = before is not None and before.item.clause + 1 >= case.item.clause
            talk.serves = (self.topic(case) or (self.given(before) if near else "")).lstrip("、及和与")
        elif case.item.mark != "、":
            talk.serves = ""
        elif not talk.serves and not again:
            talk.serves = self.given(before)  # 发放补贴4亿元、惠及企业1300家
        if takes_part and not _EVENTS.search(talk.serves):
            talk.serves = ""  # 参与人员 of an event, not of whatever stands in front
        if len(talk.serves) > _NAMED:
            case.fires("object_carried")
            return talk.serves + name
        return name

    def given(self, before: Reading | None) -> str:
        """What the figure in front gives, without 设立 or 开展; works keep their verb (改造老旧小区)."""
        if before is None or before.measure != "level" or before.numeral.base_unit in PERCENT:
            return ""
        words = self._classes.words(before.indicator)
        while len(words) > 1 and words[0] in self._classes.stock:
            words = words[1:]
        if len(words) > 1 and words[0] in self._classes.telling and not words[0].endswith(_WORKS):
            words = words[1:]
        start, kind = self._classes.attribute_start(words)
        if start and kind == "sibling" and "".join(words[start:]) in _SPENT:
            words = words[:start]  # 惠企政策兑付资金5.8亿元，惠及企业9884户
        return "" if words and words[0].startswith(_SERVES) else "".join(words)

    def settle_verbs(self, case: Case) -> bool:
        """Verbs alone: 开工1200套，竣工6366套; 加快保障性住房建设，开工1200套; 建立补贴制度，惠及2100万人."""
        talk, tokens = case.talk, case.left.tokens
        verb = "".join(tokens)
        classes, last = self._classes, tokens[-1]
        if case.reading.starts and not case.left.opened and case.unit not in PERCENT and len(tokens) == 1:
            return False  # 亏损|由6亿元减少到1亿元
        if classes.attribute_start(tokens)[1] or case.reading.measure != "level" or last in classes.relation:
            return False  # 招生, 投入 are attributes of an owner
        again = (
            len(tokens) == 1
            and last in classes.works
            and talk.noun_unit == case.unit
            and case.item.mark in "，、"
        )
        if last in classes.noun and last in classes.telling and last not in classes.building and not again:
            return False  # 造林, 培训 name their own object; 铺设步道100条，更新30条
        if talk.noun and classes.only_verbs(classes.words(talk.noun)):
            return False  # 宣布失效15份，废止50份
        if last in classes.building and self._another_stage(case, verb):
            case.fires("object_carried")
            return True
        goes_on = case.item.mark != "；" or verb in _NEW  # 商事主体93万户；一年新增12万户
        if talk.noun and talk.noun_unit == case.unit and goes_on:
            noun = self._without_stock(talk.noun)
            case.reading.indicator = without_overlap(verb, noun) + noun
        elif last in classes.building and self._stage_of_last(case):
            case.reading.indicator = talk.noun + verb  # 棚户区改造完成680套、主体施工229套
        elif last in classes.after_subject and talk.noun and case.item.mark in "，、" and case.earlier:
            case.reading.indicator = talk.noun + verb  # 组织惠民活动4500场，吸引25万人次
        elif self._works_on(case):
            case.reading.indicator = talk.owner + verb  # 某项目完成投资6.1亿元，开工25.9万平方米
        else:
            subject = last in classes.after_subject
            topic = self._spoken_before(case) if subject or last in classes.building else ""
            if not topic:
                return False
            talk.noun, talk.noun_unit = topic, case.unit
            case.reading.indicator = f"{topic}{verb}" if subject else f"{verb}{topic}"
        case.fires("object_carried")
        return True

    def _another_stage(self, case: Case, verb: str) -> bool:
        """基地项目开工11万平方米，完工2万平方米: the same works, measured and not counted."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or before.is_count or case.item.mark not in ("、", "，"):
            return False
        ends = sorted(self._classes.building, key=len, reverse=True)
        done = next((w for w in ends if before.indicator.endswith(w)), "")
        works = before.indicator.removesuffix(done)
        if not done or len(works) < _NAMED or before.numeral.base_unit != case.unit:
            return False
        case.reading.indicator = works + verb
        return True

    def _stage_of_last(self, case: Case) -> bool:
        """The same works at another stage, in the same unit; leaves them as the noun in force."""
        talk, before = case.talk, case.earlier[-1] if case.earlier else None
        if before is None or not before.is_count or before.numeral.base_unit != case.unit:
            return False
        if (
            case.item.mark not in ("、", "，")
            or not before.indicator
            or self._classes.only_verbs(self._classes.words(before.indicator))
        ):
            return False
        if "grammar:object_carried" not in before.rules:
            talk.noun = before.indicator
        return bool(talk.noun) and before.indicator.startswith(talk.noun)

    def _without_stock(self, noun: str) -> str:
        """社康中心总数 -> 社康中心; 棚户区改造开工 -> 棚户区."""
        ends = sorted((*self._classes.stock, *self._classes.building), key=len, reverse=True)
        noun = next((noun[: -len(w)] for w in ends if noun.endswith(w) and noun != w), noun)
        done = next((w for w in _NEWLY if noun.endswith(w) and noun != w), "")
        return noun.removesuffix(done)  # 亿元以上项目|新签约513个、新开工510个

    def _works_on(self, case: Case) -> bool:
        """Behind the money of a project, in another unit: what the project built with it."""
        before, owner = (case.earlier[-1] if case.earlier else None), case.talk.owner
        if before is None or len(owner) < 4 or not before.indicator.startswith(owner):
            return False
        return before.is_money and case.item.mark == "，" and before.indicator != owner

    def _spoken_before(self, case: Case) -> str:
        """What the clause right in front, without a figure of its own, works on."""
        if case.item.mark != "，" or not case.item.clause:
            return ""
        clause = case.sentence.clauses[case.item.clause - 1]
        if clause.figures:
            return ""
        tokens = self._phrases.spoken_of(case.said(clause))
        tokens = tokens[1:] if tokens[:1] == [_THESE] else tokens  # 这些|建设项目，可以完工的有14个
        while len(tokens) > 1 and (tokens[-1] == _EFFORT or self._classes.is_listed_verb(tokens[-1])):
            tokens = tokens[:-1]  # 保障性住房|建设
        return "" if "、" in tokens or len("".join(tokens)) < 2 else "".join(tokens)

    def relative(self, case: Case) -> str:
        """进行建设的规模较大的纺织厂，共有39个: a noun with its relative clause, and then how many."""
        left = case.left
        if case.item.mark != "，" or case.right.noun or len(left.tokens) > 1:
            return ""
        has = left.tokens[0] == "共有" if left.tokens else left.last_verb in self._classes.having
        if not has or not case.reading.is_count:
            return ""
        clause = case.sentence.clauses[case.item.clause - 1]
        tokens = [] if clause.figures else self._phrases.words_of(case.said(clause))
        named = len(tokens) > 2 and "的" in tokens[1:-1] and self._classes.word_kind(tokens[-1]) == "noun"
        named = named and tokens[-1] != "中"
        return "".join(tokens) if named and "，" not in tokens and tokens[0] not in _AS_FRONT else ""

    def only_grows(self, left: Left) -> bool:
        """增长下降1.46%: nothing but a second word of change."""
        grows = bool(left.direction) and all(t in self._classes.direction for t in left.tokens)
        return grows or (len(left.tokens) == 1 and left.tokens[0] in _SAYS_NOTHING)


def _amount(numeral: Numeral) -> Decimal:
    """The value in the base unit's scale."""
    return (numeral.value or Decimal(0)) * numeral.scale
