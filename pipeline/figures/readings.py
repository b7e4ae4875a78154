"""Sentence by sentence, figure by figure: phrases, bound, measure, indicator, memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from typing import Final

from pipeline.figures.case import MEDALS, PERCENT, Case, Reading
from pipeline.figures.cues import Found, without
from pipeline.figures.discourse import Discourse
from pipeline.figures.indicators import Indicators
from pipeline.figures.measures import settle_bound, settle_measure, share_bounds
from pipeline.figures.phrases import Left, Phrases, Right
from pipeline.figures.sentences import Item, Sentence
from pipeline.figures.wordclasses import DONE, PUNCTUATION, WordClasses
from pipeline.language.firsts import first_characters

#: sees a case when it has been read, with its left text and the discourse before and after
Watch = Callable[[Case, str, Discourse, Discourse, list[Found]], None]

_AMONG: Final = re.compile(r"[一-龥]中$")
_CLAUSE: Final = re.compile(r"[，。；：！\n\d]")
# 完成25条、总长38公里的道路改造: the noun behind how long, how large, how dear they are is counted
_EXTENT: Final = re.compile(
    r"(?:余|多|以上)?(?:、?(?=[\d.]+公里的)|、(?:合计|共计|共|约)|、?(?:计划)?(?:总|全)?(?:长度?|里程|投资额?|面积|占地|建筑面积|规模|装机|长约))[近约超达为共]{0,2}[\d.]+[一-龥]{1,5}?(?:以上|左右)?的(?=[一-龥“])"
)
_EXTENT_FIRST: Final = first_characters(_EXTENT.pattern) or frozenset()
assert _EXTENT_FIRST, "what goes on with anything has no first characters"
_LIMITS: Final = re.compile("[超过逾]|以上")  # 12个投资超10亿元的项目: they are told by it
_BY_FIRST: Final = ("按", "分", "从")
_BY_CLASS: Final = re.compile(r"^(?:按|分|从).{1,16}(?:看|分|来看|划分|统计|计算)[①-⑳]?$")
_BY: Final = re.compile(r"(?:\s*\[\d+\]\s*)?(?:来看|看|分|划分|统计|计算)[①-⑳]?$")
_GOES_ON: Final = re.compile(r"\s*(?:实现|完成|其中|累计|共|同时|另)")
_GOES_ON_FIRST: Final = "实完其累共同另"
_IN_PARTS: Final = re.compile(
    r"\s*(?:(?:按|分|从)[^，。]{1,16}(?:看|分|划分|统计)，|(?:在|全[市省州县区])?[^，。]{2,16}(?:工业|行业|产业|企业|投资)中，)"
)
_PARTED: Final = "中看分计"
# 居民消费价格与上年持平。分类别看，…: the sentence before has no figure but names the whole
_UNCHANGED: Final = re.compile(
    r"([一-龥]{2,20})(?:（[^（）]*）)?(?:总体|基本)?(?:同比|[与和跟同较比](?:上年|去年)(?:同期)?)(?:总体|基本)?持平。\s*\Z"
)
_NOTE_MARK: Final = (
    r"\s*(?:[(（]见第?\d+页[)）])?\s*[\[〔【（(]\d{1,3}[\]〕】）)][.．、]?\s*"  # (见第3页)〔7〕
)
_NOTE_OPENS: Final = re.compile(r"\s*[(（\[〔【]")
_NOTE: Final = re.compile(
    _NOTE_MARK
    + r"([^：:。，；]{2,24}(?:园区|项目|工程|基地|中心|企业|公司|[猪牛鸡羊]场|产业园|市场|大道|广场|"
    + r"学校|医院|大厦|小镇|园))[：:]"
)
_NOTE_ON_PROJECT: Final = re.compile(_NOTE_MARK + r"([^：:。，；]{2,24})[：:](?=该?项目)")
_SOLD: Final = "零售"
_SALES: Final = "商品零售额"
_AMOUNTS: Final = ("量", "额", "价", "值", "能力")
_BELOW: Final = re.compile(r"(?:[将约共]|大致|大约|分别|预计|估算)*(?:[为是有]|如下)$")
_CAPACITY: Final = "能力"
_AS_FOLLOWS: Final = "如下"
_DATES: Final = ("cues:until_month", "cues:year_end", "cues:season_before")
_LEVEL: Final = "持平"
_END: Final = 8
_LONGEST_TOPIC: Final = 40
_ACHIEVED: Final = "实现"
# 在能源增长不到3%的情况下, 以办结率100%为导向
_CIRCUMSTANCE: Final = {
    "在": re.compile(r"(?:以上|以下|左右)?的?(?:(?:情况|条件|前提|形势|背景)之?下|同时)"),
    "以": re.compile(r"(?:以上|以下|以内)?为(?:导向|目标|标准|底线|基准|牵引)"),
}
# 人口自然增长率，四川省由29‰降到6.1‰: what is told of one place after the other
_OF_PLACES: Final = re.compile(r"，[一-龥]{1,8}[省市县区]由")
_LONGEST_PLACE: Final = 11
_EXTENTS: Final = {"公里", "米", "平方米", "平方公里", "公顷", "亩"}
_AROUND: Final[tuple[str, ...]] = tuple(_CIRCUMSTANCE)
_PAUSES: Final = ("，", "。", "；", "、", "：", "\n", "")


class Reader:
    """Reads sentences one after the other; the `Discourse` is the memory between figures."""

    def __init__(self, classes: WordClasses) -> None:
        self._classes = classes
        self._phrases = Phrases(classes)
        self._indicators = Indicators(classes, self._phrases)

    def read(
        self,
        text: str,
        sentence: Sentence,
        cues: list[Found],
        talk: Discourse,
        watch: Watch | None = None,
    ) -> list[Reading]:
        """Readings of all figures of one sentence, in order; `watch` sees each of them made."""
        talk.new_sentence(_goes_on(text, sentence.start), self.speaks_on(text, sentence.start))
        if _LEVEL in text[max(0, sentence.start - _END) : sentence.start]:
            began = text.rfind("\n", 0, sentence.start) + 1
            if unchanged := _UNCHANGED.search(text, began, sentence.start):
                talk.last = "".join(self._phrases.spoken_of(unchanged[1]))
        talk.tail = self._tail(text, sentence, talk)
        readings: list[Reading] = []
        lefts: list[Left] = []
        counts: list[Case] = []  # of one clause, side by side: 7家图书馆、10家书吧的改造
        aside: tuple[int, Discourse] | None = None  # where a bracket ends, and what was said before it
        for place, item in enumerate(sentence.items):
            if aside and item.numeral.start > aside[0]:
                talk.resume(aside[1])
                aside = None
            if item.mark == "（" and aside is None:
                closes = text.find("）", item.numeral.end, sentence.end)
                aside = (closes, self._outside(text, sentence, item, talk))
            if item.mark in ("，", "；"):
                talk.verb_before = talk.verb if item.mark == "，" else ""
                talk.verb = ""
            begin, end = item.left
            left_text, inside = without(text, begin, end, cues)
            if item.mark == "（" and not left_text.strip():
                left_text = self._restated(text, sentence, item, cues)
            if left_text.startswith(_AROUND) and _CIRCUMSTANCE[left_text[0]].match(text, item.numeral.end):
                left_text = left_text[1:]
            own = self._left(text, sentence, place, left_text)
            lefts.append(own)
            left = own.grouped(lefts[item.group]) if item.place else own
            if item.place:
                inside = inside or readings[item.group].cues
            right = self._right(text, sentence, place, left, cues)
            reading = Reading(item, inside, list(left.rules))
            case = Case(text, sentence, reading, left, right, talk, readings, cues)
            before = copy(talk) if watch else talk
            self._settle(case, left_text)
            readings.append(reading)
            if item.mark not in ("、", "") or (counts and counts[-1].item.clause != item.clause):
                counts.clear()
            counts.append(case)
            if len(counts) > 1:
                self._indicators.share(counts)
            if watch:
                watch(case, left_text, before, copy(talk), cues)
        share_bounds(readings)
        return readings

    @staticmethod
    def _restated(text: str, sentence: Sentence, item: Item, cues: list[Found]) -> str:
        """零售总额超“千亿元”|（1086亿元）: what stands in front of a bracket that holds but a number."""
        before = sentence.clauses[item.clause - 1] if item.clause else None
        if before is None or before.figures or text[before.end - 1] not in _QUOTE_ENDS:
            return ""
        return without(text, before.start, before.end, cues)[0]

    def _outside(self, text: str, sentence: Sentence, item: Item, talk: Discourse) -> Discourse:
        """What is in force behind a bracket: all as before it, and the thing named right in front of it.

        能源消耗总量（按每公斤7000大卡的标准煤计算），比上年降低100万吨
        """
        outside = copy(talk)
        before = sentence.clauses[item.clause - 1] if item.clause else None
        if before is not None and not before.figures:
            name = "".join(self._phrases.spoken_of(text[before.start : before.end]))
            outside.last = outside.last_bare = name or talk.last
            behind = sentence.clauses[item.clause].end + 1
            if text[behind : behind + 1] not in _PAUSES:
                outside.owner = name or talk.owner  # PM2.5（粒径小于等于2.5μm）年平均浓度
        return outside

    @staticmethod
    def speaks_on(text: str, start: int) -> bool:
        """Whether a paragraph goes on with the parts of what the one before spoke of: 分行业看，…"""
        pause = text.find("，", start)  # where the pattern ends, if it matches
        return pause > start and text[pause - 1] in _PARTED and _IN_PARTS.match(text, start) is not None

    @staticmethod
    def explained(text: str, start: int, end: int) -> str:
        """The thing a note at the start of a paragraph explains: 〔6〕加工园区：总面积…; "" if it is none."""
        if not _NOTE_OPENS.match(text, start, end):
            return ""
        found = _NOTE.match(text, start, end) or _NOTE_ON_PROJECT.match(text, start, end)
        return found[1] if found else ""

    def _left(self, text: str, sentence: Sentence, place: int, left_text: str) -> Left:
        item = sentence.items[place]
        numeral = item.numeral
        ranked = numeral.ordinal or numeral.unit in ("位", "名") or numeral.rule.startswith("roles:rank")
        left = self._phrases.read_left(left_text, ranked, numeral.base_unit)
        left.of_which = left.of_which or self._parts_opened(text, sentence, item)
        if (
            left.direction
            and _counted_twice(item)
            and not left.reach
            and left.last_verb in self._classes.telling
        ):
            left.tokens, left.direction = [*left.tokens, left.last_verb], ""  # 实施品质提升8大类25项工程
        if place and not left.tokens and _counted_twice(sentence.items[place - 1]):
            first = sentence.items[place - 1]
            words = self._phrases.read_left(without(text, *first.left, [])[0]).tokens
            if words and words[-1] in ("”", "》"):
                left.tokens = words  # 推出“大盆菜”4批3209个项目
        return left

    def _right(self, text: str, sentence: Sentence, place: int, left: Left, cues: list[Found]) -> Right:
        item = sentence.items[place]
        # 73名特派员、经理人; 新建26所中小学、幼儿园
        listed = item.numeral.base_unit in (_PERSONS if item.shared else _LISTED)
        begin, end = item.right
        times = [c for c in cues if begin < c.start < end and c.rule.id in _DATES]
        said = without(text, begin, end, times)[0] if times else text[begin:end]
        right = self._phrases.read_right(said, item.shared, listed)  # 10所学校8月底前投入使用
        counts = not left.tokens and not item.shared and item.numeral.base_unit not in PERCENT
        if right.noun and item.numeral.base_unit not in _PEOPLE:
            self._asked_for(right)
        if counts and right.noun and right.noun[0] == _ACHIEVED:
            right.noun, right.rest = [], [*right.noun, *right.rest]  # 431项|实现社区通办
        place += 1
        behind_extent = None
        if (
            text[item.numeral.end : item.numeral.end + 1] in _EXTENT_FIRST
            and text.find("的", item.numeral.end, sentence.end) > 0
            and (not right.noun or self._classes.attribute_start(right.noun) == (0, "sibling"))
            and (not left.tokens or self._only_verbs(left) or left.tokens[-1] == "等" or self._spent(left))
        ):
            behind_extent = _EXTENT.match(text, item.numeral.end, sentence.end)
        if behind_extent:
            named = self._phrases.read_right(
                text[behind_extent.end() : self._clause_end(text, behind_extent.end())]
            )
            named.of = self._spent(left)  # 投资6.4亿元7.4公里的大北环
            stated = place < len(sentence.items) and sentence.items[place].numeral.start < behind_extent.end()
            if _LIMITS.search(behind_extent[0]) and not stated:
                named.noun = [*self._classes.words(behind_extent[0].lstrip("余多、")), *named.noun]
            return named
        if item.shared and self._spent_on(right, left) and place < len(sentence.items):
            later = sentence.items[place]  # 启动26个总投资145亿元代建项目
            behind = self._phrases.read_right(text[later.right[0] : later.right[1]])
            if later.numeral.unit.endswith("元") and behind.noun and later.clause == item.clause:
                right.noun, right.rest = behind.noun, behind.rest
        if right.noun or place == len(sentence.items) or sentence.items[place].clause != item.clause:
            return right
        later = sentence.items[place]
        if self._same_thing(text, item, later, left, right):
            behind = self._phrases.read_right(text[later.right[0] : later.right[1]])
            right.noun, right.rest = behind.noun, behind.rest
        return right

    def _asked_for(self, right: Right) -> None:
        """20项群众|关切的民生实事: what is counted stands behind whose it is and the 的."""
        if "的" not in right.rest[1:_ASKED] or not self._classes.is_person(right.noun[-1]):
            return
        place = right.rest.index("的") + 1
        asked = right.rest[: place - 1]
        more = self._phrases.noun_end(right.rest[place:])
        if more and not PUNCTUATION.intersection(asked) and self._classes.word_kind(asked[0]) == "verb":
            right.noun = [*right.noun, *right.rest[: place + more]]
            right.rest = right.rest[place + more :]

    def _spent_on(self, right: Right, left: Left) -> bool:
        """Whether nothing but 总投资 stands between a count and the next figure."""
        bare = not left.tokens or self._only_verbs(left)
        return bare and self._classes.attribute_start(right.noun) == (0, "sibling")

    def _spent(self, left: Left) -> bool:
        return self._classes.attribute_start(left.tokens) == (0, "sibling")

    @staticmethod
    def _clause_end(text: str, start: int) -> int:
        found = _CLAUSE.search(text, start)
        return found.start() if found else len(text)

    def _same_thing(self, text: str, item: Item, later: Item, left: Left, right: Right) -> bool:
        """Whether the noun of the next figure is that of this one as well."""
        if _counted_twice(item) or (item.shared and text[slice(*item.right)] in _IN_ALL):
            pair = {item.numeral.base_unit, later.numeral.base_unit} <= _PAIRED
            bare = not left.tokens and (pair or item.numeral.base_unit in _LOTS)
            ends = (
                bool(left.tokens)
                and item.numeral.base_unit not in MEDALS
                and (left.tokens[-1] == "的" or left.tokens[-1] in self._classes.telling)
            )
            return self._only_verbs(left) or bare or ends  # 1446户2414人脱贫, 8宗16万平方米产业用地
        if item.shared:  # 投资12亿元的40个项目
            bare = right.of and not right.rest
            return bare and self._classes.attribute_start(left.tokens)[1] == "sibling"
        if later.mark != "、" or item.right[0] != item.right[1]:
            return False
        unit, next_unit = item.numeral.base_unit, later.numeral.base_unit
        if unit in _PEOPLE and next_unit in _PEOPLE and self._only_helps(left):
            return True  # 使3200户、近1.2万市民受益
        if self._of_one_extent(text, item, later, left):
            return True
        alike = unit == next_unit or unit in _KINDS  # 6大类、204个具体问题
        if not alike or not (self._only_verbs(left) or self._only_done(left)):
            return False
        own = self._phrases.read_left(text[later.left[0] : later.left[1]])
        if unit in _KINDS and not own.tokens:
            return True  # 制定10大类、6种污染物综合排放清单
        return self._only_verbs(own) or self._only_done(own)  # 新建13个、修缮60个幸福院

    def _of_one_extent(self, text: str, item: Item, later: Item, left: Left) -> bool:
        """改造12条、36公里农村公路: how many and how long, with nothing in between but the mark."""
        units = {item.numeral.base_unit, later.numeral.base_unit}
        if len(units) < 2 or not units & _EXTENTS or text[slice(*later.left)].strip("、约近超"):
            return False
        return self._only_verbs(left) or self._only_done(left)

    @staticmethod
    def _only_done(left: Left) -> bool:
        """完成, 累计完成: nothing but a verb that says no more than that it is done."""
        return not left.tokens and (left.opened or left.last_verb in DONE)

    def _only_helps(self, left: Left) -> bool:
        classes = self._classes
        said = [t for t in left.tokens if t not in classes.manner]
        return all(t in classes.helping or t in classes.causing or t in classes.pushing for t in said)

    def _only_verbs(self, left: Left) -> bool:
        return bool(left.tokens) and self._classes.only_verbs(left.tokens)

    def _parts_opened(self, text: str, sentence: Sentence, item: Item) -> bool:
        """其中，第一产业…: 其中 is a clause of its own."""
        if not item.clause or item.numeral is not sentence.clauses[item.clause].figures[0]:
            return False
        before = sentence.clauses[item.clause - 1]
        return not before.figures and text[before.start : before.end].strip() in self._classes.parts

    def _settle(self, case: Case, left_text: str) -> None:
        settle_bound(case)
        settle_measure(case, left_text, self._classes)
        self._indicators.settle(case)
        self._remember(case)
        case.reading.stands = self._stands(case)
        against = case.left.against
        if against and case.reading.indicator and case.reading.measure == "change":
            own = against[min(case.item.place, len(against) - 1)]
            case.reading.indicator += own  # the indicator itself did not change by so much

    def _stands(self, case: Case) -> bool:
        """商事主体突破22万户, 参保率98%, 居全省第一: no sum over years, and nothing that was done."""
        reading, name = case.reading, case.reading.indicator
        if not name or not (reading.measure == "rank" or (reading.measure == "level" and _is_state(reading))):
            return False
        told = case.left.cumulative or "grammar:verb_carried" in reading.rules or name.endswith(_SPENDS)
        told = told or name.startswith(_ADDED)  # 新增贷款: one word where it is an indicator
        return not told and not self._classes.verb_of(self._classes.words(name))

    def _tail(self, text: str, sentence: Sentence, talk: Discourse) -> str:
        """What all items of a list measure: 主要产品产量中，… or 分类别看，… after 零售额."""
        before = ""
        for clause in sentence.clauses:
            if clause.end - clause.start > _LONGEST_TOPIC:
                return ""
            if clause.figures and text.find(_AS_FOLLOWS, clause.start, clause.end) < 0:
                return ""  # as most sentences begin
            said = text[clause.start : clause.end].strip()
            if clause.figures and not said.endswith(_AS_FOLLOWS):  # 五个煤矿的年产能力如下
                return ""
            if text[clause.end : clause.end + 1] == "：" and (below := _BELOW.search(said)):
                found = self._attribute(said[: below.start()] or before)
                if found and not found.endswith(_CAPACITY):
                    talk.tail_unit = ""
                    return found  # 招生人数将为：高等学校10万人，…
            before = said
            by_class = said[:1] in _BY_FIRST and _BY_CLASS.match(said) is not None
            if said.endswith("中") and _AMONG.search(said):
                talk.among = "".join(self._phrases.spoken_of(said[1:-1])) if said[0] == "在" else ""
                found = self._attribute(said[:-1].removesuffix("之")) or _sold_by_class(said[:-1])
                if found:
                    talk.tail_unit = ""
                    return found
            elif (
                "由" in text[clause.end : clause.end + _LONGEST_PLACE]
                and _OF_PLACES.match(text, clause.end)
                and self._attribute(said)
            ):
                talk.tail_unit = ""
                return self._attribute(said)
            elif said.endswith(_AS_FOLLOWS) and (
                found := self._attribute(said.removesuffix(_AS_FOLLOWS).removesuffix("等"))
            ):
                talk.tail_unit = ""
                return found  # 五个煤矿企业将达到的年产能力如下
            elif by_class and (found := self._attribute(_BY.sub("", said)[1:])).endswith(_AMOUNTS):
                talk.tail_unit = ""
                return found  # 从主要工业产品产量看
            elif by_class and _SOLD in said:
                talk.tail_unit = ""
                return _SALES
            elif by_class and talk.last:
                talk.tail_unit = talk.unit if talk.last_measure == "level" else ""
                if self._classes.is_complete(talk.last):
                    return self._passed_on(talk.last) or talk.last
                return self._attribute(talk.last)
        return ""

    def _remember_measure(self, case: Case, carried: bool) -> None:
        """Leave what parts and branches without an attribute are measured by, and its unit."""
        reading, talk = case.reading, case.talk
        measure = self._passed_on(reading.indicator)
        if not measure and (reading.measure != "level" or carried):
            return
        if reading.measure == "level":
            talk.measure_unit = case.unit
        elif not (carried and measure == talk.measure):
            talk.measure_unit = ""
        talk.measure = measure

    def _passed_on(self, name: str) -> str:
        """规模以上工业增加值 -> 增加值: what branches and parts of it are measured by."""
        if name.endswith(_WHOLE_OUTPUT):
            return _OUTPUT
        return self._classes.passed_on(name)

    def _attribute(self, phrase: str) -> str:
        tokens = self._classes.words(phrase)
        start, _ = self._classes.attribute_start(tokens)
        return "".join(tokens[start:])

    def _is_part(self, case: Case) -> bool:
        """Whether a figure behind 其中 still speaks of a part: in the whole's unit, or the growth of one."""
        if case.left.of_which or "grammar:last_carried" in case.reading.rules:
            return True
        if case.reading.measure == "level" and case.unit != "%":
            return _dimension(case.reading) == case.talk.previous_base
        return case.item.mark == "、"

    def _remember(self, case: Case) -> None:
        """Leave in the discourse what the next figure may need."""
        reading, talk = case.reading, case.talk
        if talk.whole is not None and not self._is_part(case):
            talk.whole = None
        reading.parent = None if talk.whole is None else talk.whole.numeral.start
        if talk.whole is None and reading.measure == "level":
            talk.previous, talk.previous_base = reading, _dimension(reading)
        bare = reading.indicator.removeprefix(talk.verb) if talk.verb else reading.indicator
        if reading.measure == "level" and not case.item.place and case.unit not in PERCENT:
            talk.recent.append(bare or reading.indicator)
            talk.recent_full.append(reading.indicator)
        carried, related = "grammar:last_carried" in reading.rules, "grammar:relation" in reading.rules
        if reading.indicator and reading.measure != "rank":
            if not related:
                talk.last = reading.indicator
            if not carried:
                talk.last_bare = talk.last if related else bare
            talk.last_measure = reading.measure
        if not related:  # 占规模以上工业24.4%: the branches behind it still grow in 增加值
            self._remember_measure(case, carried)
        talk.unit = case.unit
        if reading.measure == "level" and case.unit != "%" and not carried and not case.right.noun:
            body = case.left.tokens[self._classes.verb_of(case.left.tokens) :]
            if talk.noun and body and "".join(body).startswith(talk.noun):
                start, kind = self._classes.attribute_start(body)
                if kind == "sibling" and "".join(body[:start]) == talk.noun:
                    return  # 23个项目|完成投资28亿元、竣工7个
            if body and not self._classes.only_verbs(body):
                talk.noun, talk.noun_unit = "".join(body), case.unit


_STANDING: Final[tuple[str, ...]] = ("余额", "保有量", "拥有量", "密度", "里程")
_PER_HEAD: Final = "人均"
_ADDED: Final = "新增"
_SPENDS: Final[tuple[str, ...]] = ("投入", "投资", "支出", "补助", "资金")
_SHARES: Final[tuple[str, ...]] = ("比重", "占比")
_STATE_ENDS: Final = frozenset(word[-1] for word in (*_STANDING, *_SHARES))
_OUTPUTS: Final = ("增加值", "产值", "生产总值", "GDP")
#: rates of what was dealt with year by year
_OF_CASES: Final[tuple[str, ...]] = (
    "满意率", "办结率", "化解率", "兑现率", "贡献率", "增长率", "完成率", "压减率", "赤字率", "破案率",
    "结案率", "应诉率", "资助率", "创建率", "签约率", "开工率", "入库率", "审结率", "执结率", "落地率",
)  # fmt: skip
_PASSES: Final = {
    "突破", "冲破", "跨越", "迈过", "跃上", "站上", "跨上", "迈上", "越过", "首破", "首次突破", "再破", "破",
}  # fmt: skip
_PAIRED: Final = {"户", "人", "名", "口", "类", "大类", "件", "项", "个", "批", "家", "处", "条", "宗", "栋"}
_WHOLE_OUTPUT: Final = "生产总值"
_OUTPUT: Final = "增加值"  # of which 第一产业…
_LISTED: Final = {"名", "位", "家", "所", "个", "处", "条", "项", "座"}
_LOTS: Final = {"宗", "块", "幅", "栋", "处"}
_KINDS: Final = {"类", "大类", "方面", "个方面", "批", "轮"}
_PERSONS: Final = ("名", "位")
_IN_ALL: Final = ("共", "合计", "共计", "总计")  # 5个共14792套保障性住房
_QUOTE_ENDS: Final = "”’"
_ASKED: Final = 4  # tokens from 群众 to the 的 behind what they ask
_PEOPLE: Final = {"户", "人", "名", "口", ""}


def _goes_on(text: str, start: int) -> bool:
    """实现利润225亿元 after 产品销售率97%: the sentence speaks on of the same owner."""
    first = text[start : start + 1]
    return (first in _GOES_ON_FIRST or first.isspace()) and _GOES_ON.match(text, start) is not None


def _counted_twice(item: Item) -> bool:
    """发放3轮7622万元消费券: the next figure stands right behind this one, of the same noun."""
    return item.shared and item.right[0] == item.right[1]


def _is_state(reading: Reading) -> bool:
    """余额, 人均, 覆盖率, 突破: how things are at the end, by the name of a level or how it was reached."""
    name, state = reading.indicator, False
    if name[-1] == "率":
        state = reading.bound != "le" and not name.endswith(_OF_CASES)
    elif name[-1] in _STATE_ENDS:
        shared = name.endswith(_SHARES) and any(output in name for output in _OUTPUTS)
        state = shared or name.endswith(_STANDING)
    return state or _PER_HEAD in name or reading.qualifier in _PASSES


def _sold_by_class(said: str) -> str:
    """限额以上单位商品零售中: sales, though no attribute says so."""
    return _SALES if said.endswith(_SOLD) else ""


def _dimension(reading: Reading) -> str:
    """Base unit of a reading: what may be added up."""
    entry = reading.numeral.unit_entry
    return (entry.base or entry.dimension) if entry else reading.numeral.base_unit
