"""What a figure measures: own phrase, count before noun, owner's attribute, relation, or carried over.

The order of the tests is the grammar: group, count before noun, bare predicate, bare verb,
relation (占), attribute of an owner, grade, own phrase with the verb of the list before it.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.figures.carried import Carried
from pipeline.figures.case import MEDALS, PERCENT, Case, Reading
from pipeline.figures.counts import Counts
from pipeline.figures.fronts import settle_front
from pipeline.figures.groups import Groups, per_unit
from pipeline.figures.owners import Owners, labelled
from pipeline.figures.parts import named_by_whole, new_capacity, verb_of_whole
from pipeline.figures.phrases import Phrases, Right
from pipeline.figures.ranks import given_in, rank_of_share, ranks_of_all, won_by
from pipeline.figures.relations import Relations
from pipeline.figures.wordclasses import SPEEDS, WordClasses, without_overlap

_CLAUSE_END: Final = re.compile(r"[，。；、：！（）]")
_RATIOS: Final = ("比", "率", "占比", "比重")
_NO_TAIL: Final[tuple[str, ...]] = (  # taxes and quantities say themselves what is measured
    "税", "税收", "收入", "支出", "费", "产量", "总量", "数量", "出口", "进口", "网络零售",
)  # fmt: skip
_ALIAS: Final = re.compile(r"（[^（）]*）$")  # 居民消费价格指数（CPI）
_OTHER_MEDAL: Final = re.compile("[金银铜]牌$")
_MARK: Final = re.compile(r"（\d{1,2}）|〔\d{1,2}〕|\[\d{1,2}\]")  # of a footnote
_MARK_ENDS: Final[tuple[str, ...]] = ("）", "]", "〕")
_SEE: Final = re.compile(r"（(?:详?见|附件|详情)[^（）]*）")
_LONGEST_DONE: Final = 12
_SHORT_INNER: Final = 2
_TRADES: Final = ("产业", "行业", "领域")
_SAYS_NO_MORE: Final = {"的", "项", "事业", "各项", "部门"}
_PUBLISHES: Final = "出版"
_PRINTED: Final = {"份", "册", "种", "部", "盘", "张"}
_COMPANY: Final = "公司"
_IN_FIELDS: Final = {"方面", "领域"}
_PRICE: Final = "价格"
_PRICES: Final = ("价格指数", "总指数", "总水平")
_MEDAL: Final = "牌"
_GRADE_ENDS: Final = "牌奖等星类"
_CLASS: Final = "类"
_SOLD_BY_CLASS: Final = ("零售额", "零售总额")
_OWN_LEVEL: Final = "国省市县区乡镇村"
_SPENDS: Final = ("投资", "投入", "出资", "投入资金")
_ACHIEVES: Final = {"实现", "完成", "实现了", "完成了"}
_OBJECT: Final = ("把", "将", "使")
_FUNDS: Final = ("资金", "经费", "专项资金", "补贴")
_ARRANGES: Final = "安排"
_INCOME: Final = ("收入", "创收", "总收入")
_VISITORS: Final = "游客"
_PROJECT: Final = "项目"
_BEFORE: Final = ("前", "后")
_FACILITY: Final = {"个", "座", "处", "条", "套", "台", "家", "所", "项"}
_ALL_OF: Final = re.compile(
    r"(?:上述|以上|这)?([两二三四])(?:项|个|大)?(?:主要|经济|核心)*(?:指标)?(增速|总量|规模|)"
)
_POINTING: Final = frozenset("上以这两二三四")
_HOW_MANY: Final = {"两": 2, "二": 2, "三": 3, "四": 4}
_AND_ABOVE: Final = (["以上"], ["及以上"], ["及", "以上"])
_MORE: Final = ("净增", "新增", "增加")  # 新增规上企业10户，纳税亿元以上企业净增2户
_IN_CHARGE: Final = re.compile(r"（[^（）]*(?:主办|协办|承办|牵头|责任单位|具体负责)[^（）]*）")
_WINS: Final = {"取得", "获得", "获", "荣获", "夺得", "勇夺", "摘得", "斩获"}
_HONOURS: Final = {
    "获", "获得", "荣获", "获评", "获聘", "入选", "当选", "评为", "脱贫", "考取", "考上", "晋升",
}  # fmt: skip
_HAS: Final = "共有"
_RIGHT: Final = "产权"
_OF_SAME: Final = {"总额", "强度", "规模"}
_PLACES: Final = ("排名", "位次", "名次", "排位")
_THRESHOLDS: Final = ("以上", "及以上", "以下", "以内")
_GETS: Final = {"得到", "达到"}  # 环保投诉100%得到妥善处理
_TURNED_INTO: Final = (
    "化", "利用", "覆盖", "达标", "处理", "处置", "回收", "监控",
    "排查", "服务", "检测", "检查", "接入", "公示", "上线", "监管",
)  # fmt: skip
_SIZE_AND_SPEED: Final = {"总量", "增量", "规模", "总额", "绝对值", *SPEEDS, "、", "和", "及", "与"}
# 新建14座，充电设施数量突破1万个
_STOCKS: Final = ("总量", "总数", "数量", "保有量", "拥有量", "总额", "人数", "印数")
_AT_TIME: Final = "在"
_MEASURED: Final = ("量", "数", "率", "额")
_THINGS: Final = {*_FACILITY, "件", "支", "间", "栋", "名", "人", "种", "类"}
_ONLY_NEW: Final = "新"
_IN_ALL: Final = "累计"
_GIVEN: Final = (
    "补贴", "补助", "津贴", "救助金", "补助金", "奖金", "贷款", "资金", "助学金", "保障金", "经费",
)  # fmt: skip
_COME_TO: Final = {"实现", "在", "上", "达到"}
_UNDERWAY: Final = "在建"
_YEARLY: Final = "年度"
_USED: Final = "能耗"
_SHARED: Final = {"%", "成"}
_BEYOND: Final = {"超", "超过", "过", "逾"}
_GOES_TO: Final = ("投入", "投向")
_SHOWS: Final = {"演出", "展览", "讲座", "比赛"}
_PER_SO_MANY: Final = ("千人", "万人", "每")
_MONEY_ENDS: Final = ("元", "万", "亿", "千", "百")
_NEW: Final = "新增"
_CAPACITIES: Final = ("能力", "容量", "里程")
_TOTALS: Final = ("总", "累计", "年末")
_APIECE: Final = "分别"
_HEADS: Final = "人数"
_THESE: Final = "这些"
_POINTS_BACK: Final = {"这个", "这一", "该", "其"}


class Indicators:
    """Settles the indicator of a case and leaves in the discourse what the next may need."""

    def __init__(self, classes: WordClasses, phrases: Phrases) -> None:
        self._classes = classes
        self._phrases = phrases
        self._groups = Groups(classes, phrases)
        self._counts = Counts(classes)
        self._relations = Relations(classes)
        self._carried = Carried(classes, phrases)
        self._owners = Owners(classes, phrases, self._carried)

    def settle(self, case: Case) -> None:
        reading, left, right, talk = case.reading, case.left, case.right, case.talk
        if left.of_which:
            if nearer := self._whole_behind(case):
                talk.outer, talk.whole = talk.outer or talk.whole, nearer
            else:
                talk.whole = talk.previous
            talk.verb_of_whole, talk.verb = talk.verb or talk.verb_before, ""
        elif talk.outer is not None and case.item.mark == "；":
            talk.whole, talk.outer = talk.whole and talk.outer, None
        settle_front(case, self._classes)
        if case.item.size > 1 and (case.item.place or not right.noun) and not self._counted_with(case):
            if not (left.tokens or case.item.place) and (name := self._carried.subject_before(case)):
                left.tokens = self._classes.words(name)  # 粮食每亩产量，在三种地区，分别达到400斤、500斤
            reading.indicator = self._groups.indicator(case)
            case.fires("group")
            if left.plan:
                self._relations.share_of_plan(case, reading.indicator)
        elif left.plan:
            self._relations.share_of_plan(case, "".join(left.tokens))
        elif self._counts.settle_times(case):
            pass
        elif case.right.noun and self._moves(case):
            self._carried.settle(case)  # 每吨钢的综合能耗，由上年的2.51吨煤，降低到2.28吨煤
        elif right.noun and self._counts.applies(case):
            self._counts.settle(case)
        elif name := self._named_before(case):
            reading.indicator = name
            case.fires("last_carried")
        elif not left.tokens or self._carried.only_grows(left):
            if right.noun or not self._counts.settle_people(case):
                self._carried.settle(case)
            else:
                self._carried.settle_served(case)
        elif all(t in self._classes.helping for t in left.tokens) and self._counts.settle_people(case):
            reading.indicator = "".join(left.tokens) + reading.indicator  # 帮助8686人脱贫
        elif not (self._classes.only_verbs(left.tokens) and self._carried.settle_verbs(case)):
            self._own_phrase(case)
        name = self._carried.built_by(case, self._carried.served(case, reading.indicator))
        name = self._carried.variant(case, self._carried.opened(case, name))
        if reading.measure == "rank" and left.last_verb in SPEEDS and name and not name.endswith(SPEEDS):
            name = without_overlap(name, left.last_verb) + left.last_verb  # 资产总额增速居全市第一
        reading.indicator = labelled(case, self._finished(case, name), self._classes)
        self._counts.share_touching(case)

    @staticmethod
    def _whole_behind(case: Case) -> Reading | None:
        """存款48亿元，其中住户存款39亿元；贷款34亿元，其中住户贷款10亿元: the second 其中 is of 贷款."""
        if case.talk.whole is None or case.talk.whole not in case.earlier:
            return None
        for reading in reversed(case.earlier):
            if reading is case.talk.whole:
                break
            if reading.measure == "level" and reading.item.mark == "；" and not reading.item.place:
                return reading
        return None

    def _moves(self, case: Case) -> bool:
        """Whether the clause in front names what moves from one value to another, in units of a thing."""
        left = case.left
        if left.tokens or case.item.mark != "，" or case.reading.is_count or case.reading.counts_people:
            return False
        if left.starts:
            return bool(self._carried.subject_before(case))
        before = case.earlier[-1] if case.earlier else None
        return before is not None and before.starts and left.reach and "grammar:last_carried" in before.rules

    @staticmethod
    def _counted_with(case: Case) -> bool:
        """使3200户、近1.2万市民受益: households and persons, counted by one noun, are no group."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or not case.right.noun or "grammar:count_before" not in before.rules:
            return False
        return before.counts_people and case.reading.counts_people and before.numeral.base_unit != case.unit

    @staticmethod
    def _finished(case: Case, name: str) -> str:
        """The name with what the sentence calls its noun, its metal, and without marks."""
        noun, alias = case.talk.alias
        if alias and name.startswith(noun):
            name = alias + name.removeprefix(noun)
        if case.unit in MEDALS and case.reading.measure == "level" and not case.right.noun:
            name = _OTHER_MEDAL.sub("", name) + case.unit + _MEDAL  # 荣获3金2银
        if len(name) > 4:  # 5亿元以上产业项目: the condition's own words
            name = name.removeprefix("以上")
        # 新增品牌首店、旗舰店等20家; 粮食产量比(1957年)的1.9亿吨增长60%
        name = name.removesuffix("等").removesuffix("的").removeprefix("的")
        if "（" in name:
            name = _SEE.sub("", name) or name  # 办好民生实事（详见附件3）
            name = _IN_CHARGE.sub("", name) or name  # 改造工程（主办：区住建局）
        if case.talk.note and name.startswith(_PROJECT) and not name.startswith(case.talk.note):
            name = without_overlap(case.talk.note, name) + name  # 〔7〕产业园：项目占地1669亩
        if "）" in name and name.count("）") > name.count("（"):
            name = _opened(name)
        elif case.reading.measure == "rank" and name.count("（") > name.count("）"):
            name += "）"  # 网站评估（区县级）第一名: the mark went with the words of the place
        if name.endswith(_MARK_ENDS) or "[" in name:
            name = _MARK.sub("", name) or name
        return name

    def share(self, counts: list[Case]) -> None:
        """Give what stands behind the last of several counts side by side to all of them."""
        self._counts.share(counts)

    def _named_before(self, case: Case) -> str:
        """What a rank was won in or given in, or whose number alone the clause has; "" if not so."""
        if case.reading.measure == "rank":
            return (
                won_by(case)
                or given_in(case, self._classes)
                or ranks_of_all(case)
                or rank_of_share(case, self._classes)
            )
        return self._carried.relative(case)

    def _pointed_at(self, case: Case) -> str:
        """两项增速均居全市第二: the last two things spoken of in the sentence."""
        if case.left.tokens[0][0] not in _POINTING:
            return ""
        found = _ALL_OF.fullmatch("".join(case.left.tokens))
        names = list(dict.fromkeys(r.indicator for r in case.earlier if r.measure != "rank"))
        if not found or len(names) < (count := _HOW_MANY[found[1]]):
            return ""
        speed = case.left.last_verb if case.left.last_verb in SPEEDS else found[2]
        return "、".join(names[-count:]) + speed

    def _core(self, case: Case) -> list[str]:
        """The words of the phrase itself; leaves in the discourse what a 占 without a subject speaks of."""
        core = self._without_enumeration(case.left.tokens)
        if len(core) > 1 and core[0] in _POINTS_BACK:
            core = core[1:]  # 这个比重
        if len(core) > 2 and core[0] == _THESE and case.talk.last.endswith(core[1]):
            core = [*self._classes.words(case.talk.last), *core[2:]]  # 这些农场的耕地面积
        if len(core) > 1 and case.right.grows and ("before", core[0]) in self._classes.lexicon.qualifiers:
            core = core[1:]  # 超过重工业每年增长3.4%的速度
        core = self._without_empty(case, core)
        if len(core) > 2 and core[0] == _AT_TIME and core[1] in self._classes.adverb:
            place = next((i for i, t in enumerate(core) if t not in self._classes.adverb and i > 1), 2)
            core = core[place:] if core[place] in self._classes.relation else core  # 在目前又|占
        if core[0] in self._classes.relation and not case.earlier:
            case.talk.last = self._carried.subject_before(case) or case.talk.last
        return core

    def _own_phrase(self, case: Case) -> None:
        pointed = self._pointed_at(case)
        if pointed:
            case.reading.indicator = pointed
            case.fires("last_carried")
            return
        core = self._core(case)
        if self._relations.settle(case, core):
            return
        if again := self._again(case, core):
            case.reading.indicator = again
            case.fires("last_carried")
            return
        if case.reading.measure == "rank" and len(core) == 1 and core[0] in _WINS:
            case.reading.indicator = self._carried.topic(case) or case.talk.last
            case.fires("last_carried")
            return  # 参加主题擂台赛，取得第4名的好成绩
        before = case.earlier[-1] if case.earlier else None
        if before is not None and before.measure == "rank" and "".join(core) in _PLACES:
            case.reading.indicator = without_overlap(before.indicator, core[-1]) + core[-1]
            case.fires("last_carried")
            return  # 跻身全国百强区第13位，排名上升1个位次
        whole = case.talk.whole
        part = "" if whole is None else named_by_whole(case, whole, "".join(core), self._classes)
        if part:
            case.reading.indicator = part
            case.fires("part_of_whole")
            return
        verbs = self._classes.verb_of(core)
        if verbs == len(core) and self._classes.attribute_start(core)[1] == "sibling":
            verbs = 0  # 投入 is a verb and an attribute
        body = core[verbs:] or core
        start, kind = self._classes.attribute_start(body)
        if not start and verbs and not self._classes.is_verb(core[0]):
            verbs, body = 0, core  # 城市更新供应|用地面积: no verb with its object, a modifier
            start, kind = self._classes.attribute_start(body)
        if not start and not verbs and self._owners.settle(case, body, kind):
            return
        if "、" in body and self._owners.settle_list(case, body):
            return
        if kind == "meta" and start and case.talk.among:
            case.reading.indicator = f"{case.talk.among}中{''.join(core)}"  # 在总产值中，农业所占比重
            case.fires("topic_tail")
            return
        graded = self._regraded(case, core)
        if graded:
            case.reading.indicator = "".join(graded)
            case.talk.grade_frame = graded
            case.fires("grade")
            return
        self._plain(case, core, verbs, kind)
        self._owners.leave(case, body, core, start, kind)
        self._leave_frame(case, core)

    def _leave_frame(self, case: Case, core: list[str]) -> None:
        """Leave the phrase with its level, for 省级…, 市级… behind it."""
        talk, rules = case.talk, case.reading.rules
        if "grammar:topic_tail" in rules:  # 城镇 of 常住人口, and then 乡村
            talk.grade_frame = self._classes.words(case.reading.indicator)
        elif "grammar:verb_carried" in rules:
            grade = self._grade_before(case, core)
            verb = self._classes.words(talk.verb) if talk.verb else []
            talk.grade_frame = [*verb, grade, *core] if grade else [*verb, *core]
        else:
            talk.grade_frame = core.copy()

    def _plain(self, case: Case, core: list[str], verbs: int, kind: str) -> None:
        """The phrase as it stands, with what the sentence adds in front or behind."""
        talk, text = case.talk, "".join(core)
        if text in _INCOME and case.earlier and _VISITORS in case.earlier[-1].indicator:
            text = f"旅游{text}"  # 接待游客360万人次，实现收入24亿元
        share = case.unit in _SHARED and case.reading.measure == "level"
        achieved = not case.left.reach or case.left.last_verb in _ACHIEVES  # 事项实现100%网上可办
        if share and achieved and not case.left.starts:
            text += self._done_to_all(case.right)
        if case.reading.counts_people and not kind and case.unit:
            text += self._honoured(case)
        tail = self._tail(case, core) if not kind and not verbs and case.reading.measure != "rank" else ""
        if tail:
            text = without_overlap(text, tail) + tail  # 主要产品产量中，铝材3万吨
            case.fires("topic_tail")
        text = new_capacity(case, text)
        each = per_unit(talk.owner + _USED) if case.item.mark == "、" and not verbs else ""
        if each and each == talk.owner and not per_unit(text + _USED) and case.unit not in PERCENT:
            text = each + text  # 万元GDP能耗0.4吨、水耗6立方米、建设用地4平方米
        of_whole = "" if verbs or self._has_verb(core) else verb_of_whole(case, core, self._classes)
        if of_whole:
            talk.verb = of_whole
            text = without_overlap(of_whole, text) + text
            case.fires("verb_carried")
        elif not verbs and self._takes_verb(case, core):
            text = without_overlap(talk.verb, text) + self._grade_before(case, core) + text
            case.fires("verb_carried")
        else:
            alone = verbs == len(core) and core[-1] in self._classes.noun  # 造林1.6万亩、森林抚育6万亩
            alone = alone or (verbs + 1 == len(core) and core[verbs] == _COMPANY)  # 融资担保公司
            own = verbs and not alone and not self._qualifies(case, core)
            talk.verb = "".join(core[:verbs]) if own else ""
        case.reading.indicator = text

    @staticmethod
    def _qualifies(case: Case, core: list[str]) -> bool:
        """共有|通过认定的机构9个，…: the verb tells which, not what was done; nor does 供养|人数."""
        if case.left.opened and "的" in core:
            return True
        return len(core) > 1 and (core[1] == "的" or (len(core) == 2 and core[1] == _HEADS))

    def _grade_before(self, case: Case, core: list[str]) -> str:
        """争创省级先进乡镇1个、示范村2个: the level in front of the first holds for the second."""
        frame, grades = case.talk.grade_frame, self._classes.grade
        place = self._classes.verb_of(frame)
        named = next((i for i in range(place, min(place + 3, len(frame))) if frame[i] in grades), place)
        if case.item.mark != "、" or place >= len(frame) or any(t in grades for t in core):
            return ""
        if (
            core[0] in self._classes.place
            or core[0] in _OWN_LEVEL
            or not (any(t in self._classes.graded for t in core) or self._alike(frame[named + 1 :], core))
            or self._classes.is_indicator("".join([*frame[:place], *core]))
        ):
            return ""
        if frame[named] not in grades or not frame[named].endswith("级"):
            return ""
        over = frame[named + 1 : named + 2] == ["以上"]  # 市级以上孵化载体7个、众创空间5家
        return "".join(frame[place : named + 1 + over])

    @staticmethod
    def _alike(frame: list[str], core: list[str]) -> bool:
        """卫生乡镇, 卫生村: they begin alike."""
        return "".join(frame)[:2] == "".join(core)[:2]

    def _measured(self, core: list[str]) -> bool:
        """城镇零售额（限额以上法人）: an attribute in front of a bracket."""
        if core[-1] != "）" or "（" not in core:
            return False
        return bool(self._classes.attribute_start(core[: core.index("（")])[1])

    def _tail(self, case: Case, core: list[str]) -> str:
        """What a member of a list, a part or a branch is measured by, where it does not say so itself."""
        text, talk = "".join(core), case.talk
        if self._measured(core) or text.endswith(_NO_TAIL) or self._classes.is_complete(text):
            return ""
        level = case.reading.measure == "level" and case.unit not in PERCENT
        tail, unit = talk.tail, talk.tail_unit
        if not tail:
            tail, unit = self._tail_of_parts(case, core), talk.measure_unit if level else ""
        if (level and unit and unit != case.unit) or (tail.endswith(_RATIOS) and not self._is_share(case)):
            return ""
        return "" if tail and (tail in text or text.endswith(tail[-2:])) else tail

    @staticmethod
    def _is_share(case: Case) -> bool:
        return case.reading.measure == "level" and case.unit in PERCENT

    def _tail_of_parts(self, case: Case, core: list[str]) -> str:
        """食品烟酒类 of prices, 住宅 of 施工面积, 重工业 of 增加值: measured as their whole or neighbour."""
        talk = case.talk
        if core[-1].endswith(_CLASS):
            tokens = self._classes.words(_ALIAS.sub("", talk.last))
            tail = "".join(tokens[self._classes.attribute_start(tokens)[0] :])
            if tail.endswith(_SOLD_BY_CLASS):
                return _SOLD_BY_CLASS[0]
            return _PRICE if tail.endswith(_PRICES) else tail if _PRICE in tail else ""
        part = case.left.of_which or talk.whole is not None
        branch = case.reading.measure == "growth" and core[-1].endswith(self._classes.branch)
        if part and case.reading.measure == "level" and case.unit != talk.measure_unit:
            return ""
        sister = core[-1] in self._classes.sister and len(core) == 1 and case.unit == talk.measure_unit
        branch = branch and not talk.measure.endswith("产量")  # 汽车产量…，电子信息产业增速…
        alike = (branch or sister) and case.item.mark in "，；、。"
        return talk.measure if part or alike else ""

    def _done_to_all(self, right: Right) -> str:
        """政务服务事项100%网上可办: what a share of them is or does, if it is short and a verb."""
        text = _CLAUSE_END.split("".join([*right.noun, *right.rest]))[0]
        said = [*right.noun, *right.rest][:4]
        verbal = any(self._classes.is_predicate(token) for token in said) or text.startswith("“")
        verbal = verbal or text.startswith(_GOES_TO) or text.endswith(_TURNED_INTO)  # 公交车100%纯电动化
        told = verbal and 2 <= len(text) <= _LONGEST_DONE
        reached = said[:1] and said[0] in self._classes.reach and said[0] not in _GETS
        return text if told and not reached else ""

    @staticmethod
    def _honoured(case: Case) -> str:
        """教师4人|获评特级教师, 已帮扶6761人|脱贫: what became of the people counted."""
        said = [] if case.right.noun or case.item.shared else case.right.rest
        if not said or said[0] not in _HONOURS:
            return ""
        text = _CLAUSE_END.split("".join(said))[0]
        return text if len(text) <= _LONGEST_DONE else ""

    def _takes_verb(self, case: Case, core: list[str]) -> bool:
        """新增A 5家、B 3家: only behind 、, for amounts, and where there is no verb of its own."""
        if self._of_sum(case) and not self._has_verb(core):
            return True
        parallel = bool(case.talk.verb_before) and not case.left.opened and self._parallel(case, core)
        if parallel:
            case.talk.verb = case.talk.verb_before  # 授予博士学位18人，硕士学位15000人
        return (
            bool(case.talk.verb)
            and not case.left.opened
            and (case.item.mark == "、" or parallel)
            and case.reading.measure == "level"
            and not self._has_verb(core)
            and not core[-1].endswith(_MORE)
            and not "".join(core).startswith(_PER_SO_MANY)
            and not self._money_apart(case, core)
            and case.unit not in PERCENT
            and not case.reading.starts  # 取消许可19项，即来即办事项由16项增至95项
        )

    def _again(self, case: Case, core: list[str]) -> str:
        """The name of the figure before, where this one is of the same thing; "" where it is not."""
        named = self._in_all(case, core) or self._of_same(case, core)
        if case.reading.measure == "rank" and len(core) > 2 and _SIZE_AND_SPEED.issuperset(core):
            return case.talk.last + "".join(core) if case.talk.last else ""  # 总量及增速均居全市第二
        return named or (case.earlier[-1].indicator if self._ratio_again(case) else "")

    @staticmethod
    def _in_all(case: Case, core: list[str]) -> str:
        """出让9宗居住用地|共(16.9公顷): the same things in another unit; "" if it is not so."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or case.item.mark or not case.left.cumulative or not before.is_count:
            return ""
        same = before.item.clause == case.item.clause and "".join(core) == case.talk.noun
        return before.indicator if same else ""

    @staticmethod
    def _ratio_again(case: Case) -> bool:
        """是全省平均密度的51倍、大湾区平均密度的15倍: the second is of the same thing."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or case.item.mark != "、" or before.item.clause != case.item.clause:
            return False
        if case.reading.measure != "ratio" or before.measure != "ratio":
            return False
        said = case.text[slice(*case.item.left)]
        return said.endswith("的") and "是" not in said and "为" not in said

    @staticmethod
    def _of_same(case: Case, core: list[str]) -> str:
        """投资五年翻一番，总额达629亿元: the amount of what has grown; "" if it is something else."""
        before = case.earlier[-1] if case.earlier else None
        if len(core) != 1 or core[0] not in _OF_SAME or before is None or before.measure != "growth":
            return ""
        if case.item.mark != "，" or case.reading.measure not in ("level", "rank"):
            return ""
        named = before.indicator.removesuffix(core[0][-1])
        return without_overlap(named, core[0]) + core[0]

    @staticmethod
    def _of_sum(case: Case) -> bool:
        """实施总投资55亿元的重点项目21个: the verb stands in front of the sum."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or not before.is_money or not case.reading.is_count or case.item.mark:
            return False
        return bool(case.talk.verb) and case.text.startswith("的", before.numeral.end)

    def _money_apart(self, case: Case, core: list[str]) -> bool:
        """获评优秀214个、奖补资金28亿元: money beside a count, or with a name of its own, was not done."""
        if not case.reading.is_money:
            return False
        before = case.earlier[-1] if case.earlier else None
        if before is not None and before.is_money and case.talk.verb.endswith(self._classes.giving):
            return False  # 发放补贴8920万元、创业担保贷款3.2亿元
        start, kind = self._classes.attribute_start(core)
        beside = before is not None and before.is_count and bool(start) and bool(kind)
        return beside or self._classes.is_indicator("".join(core))

    def _has_verb(self, core: list[str]) -> bool:
        """Whether a phrase begins with a verb of its own; 示范乡村 does not."""
        classes = self._classes
        if core[0] in classes.noun and len(core) > 1:
            return False
        if classes.is_listed_verb(core[0]) and not self._names(core):  # 供气|管网
            return True
        if len(core) < 2 or core[1] not in classes.telling or (len(core) == 2 and core[1] in _SHOWS):
            return False  # 惠民|演出
        inside = len(core) > 2 and core[2] not in classes.telling  # 大学生|创业|指导工作室
        return not (inside and self._names(core))

    def _names(self, core: list[str]) -> bool:
        """Whether a phrase begins with what the dictionary knows as a noun."""
        classes = self._classes
        apart = len(core) > 1 and core[0] not in classes.telling
        return apart and classes.lexicon.words.tag(core[0])[0] == "n"

    def _parallel(self, case: Case, core: list[str]) -> bool:
        """Behind ，: the same kind of thing in the same unit as the figure before."""
        before = case.earlier[-1] if case.earlier else None
        return (
            case.item.mark == "，"
            and before is not None
            and not self._acts(core)
            and _UNDERWAY not in core
            and (
                self._adds_capacity(case, core)
                or self._gives_more(case, core)
                or (
                    (
                        before.numeral.base_unit == case.unit
                        or self._builds(case, before.numeral.base_unit)
                        or self._prints(case, before.numeral.base_unit)
                        or self._only_named(case, core, before.numeral.base_unit)
                    )
                    and case.reading.is_count
                )
            )
            and not case.left.reach
            and not (case.left.bound == "gt" and case.left.qualifier)  # 引进企业10家，高新技术企业突破800家
            and not case.left.of_which
            and self._classes.attribute_start(core)[0] > 0
            and not core[-1].endswith(_STOCKS)
            and not case.text[slice(*case.item.left)].lstrip().startswith(tuple(self._classes.area))
            and not any(t in self._classes.telling and t not in self._classes.noun for t in core[2:-1])
        )

    def _only_named(self, case: Case, core: list[str], unit: str) -> bool:
        """培育智能工厂1家，数字化车间3个: a thing that nouns name and nothing measures, in another unit."""
        tag, classes = self._classes.lexicon.words.tag, self._classes
        if not {unit, case.unit} <= _THINGS or core[-1].endswith(_MEASURED) or case.right.noun:
            return False
        nouns = all(classes.word_kind(t) in ("noun", "mark") and t not in classes.telling for t in core)
        if not nouns or tag(core[-1])[0] != "n" or classes.attribute_start(core)[1]:
            return False
        begun = core[0][:2]  # 解决问题, 破获案件 are words of the dictionary
        acts = "v" in (tag(core[0])[0], tag(begun)[0], tag(core[0][-2:])[0])  # 业务培训|教师
        return not acts and not begun.startswith(_ONLY_NEW) and not any(t.startswith(_IN_ALL) for t in core)

    def _gives_more(self, case: Case, core: list[str]) -> bool:
        """发放用煤补贴193万元，大学生补助167万元."""
        giving = case.talk.verb_before.endswith(self._classes.giving)
        before = case.earlier[-1] if case.earlier else None
        sums = before is not None and before.is_money and case.reading.is_money
        return giving and sums and core[-1].endswith(_GIVEN) and not self._classes.is_verb(core[0])

    def _acts(self, core: list[str]) -> bool:
        """停业整顿中介机构13家, 企业上平台5000家: with a verb of the dictionary that no list has."""
        tag, nouns = self._classes.lexicon.words.tag, self._classes.noun
        if len(core) < 2:
            return core[0] not in nouns and tag(core[0]) == "v"  # 受理案件170宗，结案135宗
        if not _COME_TO.isdisjoint(core) or self._classes.acts(core[-1]):
            return True  # 新增就业2万人，失业人员实现再就业1万人; 收储资源90宗，生态资源交易30宗
        first = len(core[0]) > 1 and core[0] not in nouns and not core[0].endswith(_BEFORE)
        second = len(core[1]) == 1 and core[1] not in nouns  # 北交所|上市|企业 acts not
        return (first and tag(core[0]) == "v") or (second and tag(core[1]) == "v")

    @staticmethod
    def _adds_capacity(case: Case, core: list[str]) -> bool:
        """新增装机容量一千万千瓦，原油开采能力五千万吨，通车里程…: all of the list is new."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or case.talk.verb_before != _NEW or before.measure != "level":
            return False
        alike = before.indicator.endswith(_CAPACITIES) and core[-1].endswith(_CAPACITIES)
        return alike and not core[0].startswith(_TOTALS)

    def _builds(self, case: Case, unit: str) -> bool:
        """新建充电站10座，充电桩2000个."""
        return case.talk.verb_before in self._classes.building and {unit, case.unit} <= _FACILITY

    @staticmethod
    def _prints(case: Case, unit: str) -> bool:
        """出版报纸5万份，各类期刊2万册."""
        return case.talk.verb_before == _PUBLISHES and {unit, case.unit} <= _PRINTED

    def _narrower(self, case: Case, core: list[str]) -> list[str]:
        """产值超千万元的企业37家，其中超亿元的12家: the things of the whole with another limit."""
        talk, bare = case.talk, core[:-1] if core[-1] == "的" else core
        again = case.item.mark == "、" and bool(case.earlier) and "grammar:grade" in case.earlier[-1].rules
        part = case.left.of_which or again
        limit = part and bare[0] in _BEYOND and bare[-1].endswith(_MONEY_ENDS)
        if not limit or case.right.noun or not talk.noun or talk.noun_unit != case.unit:
            return []
        verb = talk.verb_of_whole if talk.whole is not None else ""
        head = case.earlier[-1].indicator.rpartition("的")[2] if again else self._classes.words(talk.noun)[-1]
        return [*filter(None, [verb]), *bare, "的", head]

    def _regraded(self, case: Case, core: list[str]) -> list[str]:
        """国家级产业园1个，省级93个: the level word is exchanged in the phrase before."""
        grades, frame = self._classes.grade, case.talk.grade_frame
        if case.left.of_which and core[0] in grades and core[1:] in _AND_ABOVE and case.talk.noun:
            verb, whole = case.talk.verb_of_whole, case.talk.whole
            done = [verb] if verb and whole is not None and whole.indicator.startswith(verb) else []
            return [*done, *core, case.talk.noun]  # 新增创新平台22家，其中市级以上13家
        if above := self._threshold(case, core) or self._narrower(case, core):
            return above
        if core[-1] not in grades or len(core) > 2:
            return []
        for place in range(len(frame) - 1, -1, -1):
            if frame[place] in grades and _family(frame[place]) == _family(core[-1]):
                behind = (
                    place + 2
                    if frame[place + 1 : place + 2] in (["以上"], ["及以上"], ["以下"])
                    else place + 1
                )
                return [*frame[:place], *core, *frame[behind:]]
        if case.talk.tail or case.talk.measure:
            return []  # 乡村 of 零售额
        if case.left.of_which and case.talk.noun and _family(core[-1]) != _MEDAL:
            return [*core, case.talk.noun]  # 充电桩2万个，其中农村1万个
        return []

    @staticmethod
    def _threshold(case: Case, core: list[str]) -> list[str]:
        """新设企业211家，其中注册资本1亿元以上8家、1千万元以上108家: what the thresholds are of."""
        talk, frame = case.talk, case.talk.grade_frame
        part = case.left.of_which or case.item.mark == "、"
        if core[-1] not in _THRESHOLDS or not part or talk.noun_unit != case.unit or not talk.noun:
            return []
        number = next((i for i, token in enumerate(core) if token[0].isdigit()), -1)
        said = talk.noun if case.left.of_which else talk.last
        noun = next((said.rpartition(w)[2] for w in _THRESHOLDS if w in said), talk.noun)
        if number < 0 or not noun or not case.reading.is_count:
            return []
        verb = talk.verb_of_whole if case.left.of_which else talk.verb
        before = list(core[:number])
        if not before and case.item.mark == "、":
            first = next((i for i, token in enumerate(frame) if token[0].isdigit()), 0)
            before = frame[:first]  # 注册资本
        if "级" in core:
            noun = noun.removeprefix("A级")
        done = [verb] if verb and not case.left.opened and before[:1] != [verb] else []
        return [*done, *before, *core[number:], noun]

    def _without_empty(self, case: Case, core: list[str]) -> list[str]:
        """服务业实现增加值 -> 服务业增加值; 完成投资 stays; 安排工农业总产值 -> 工农业总产值."""
        if core[0] == _ARRANGES and self._classes.attribute_start(core[1:])[1] in ("complete", "sibling"):
            return core[1:] if core[-1] not in _FUNDS else core
        left = case.left
        moved = left.reach or left.direction or left.starts or left.bound
        if moved and len(core) > 1 and core[0] in _OBJECT:
            core = core[1:]  # 把总产量稳定在一亿吨
        has = _HAS in core and _HAS in core[1:-1] and case.reading.is_count
        if has and core[core.index(_HAS) + 1] != _RIGHT:
            core = [t for t in core if t not in (_HAS, _OBJECT[1])]  # 农村乡镇共有卫生院154个
        yearly = len(core) > 2 and core[0] == _YEARLY and core[1] in _ACHIEVES
        if yearly and self._classes.is_complete("".join(core[2:])):
            return core[2:]  # 年度完成固定资产投资
        for place in range(1, len(core) - 1):
            if core[place] not in _ACHIEVES:
                continue
            start, kind = self._classes.attribute_start(core[place + 1 :])
            if kind and not start and not core[-1].endswith(_SPENDS):
                apiece = place > 1 and core[place - 1] == _APIECE  # 三大产业分别实现产值
                return core[: place - apiece] + core[place + 1 :]
        return core

    def _without_enumeration(self, core: list[str]) -> list[str]:
        """新增A、B等产业集群4个: a list of names with 等 in front of the head goes."""
        if "等" not in core:
            return core
        place = len(core) - 1 - core[::-1].index("等")
        head, before = core[place + 1 :], core[:place]
        if head[:1] and head[0] in _TRADES and self._classes.attribute_start(head)[1]:
            return core  # 智能家电、食品饮料等产业增加值
        if head[:1] and head[0] in _IN_FIELDS:
            return core  # 在农业、林业等方面支出: the list says on what
        if head[:1] and (head[0] in _SAYS_NO_MORE or self._classes.attribute_start(head) == (0, "sibling")):
            return core  # 粮食、棉花等的价格补贴; 文化、科学等事业费用
        verbs = self._classes.verb_of(before)
        single = verbs and "“" not in before and sum(map(len, head)) > 5  # 发布米易红糖等县级旅游名品
        if not single and ("、" not in before or sum(map(len, head)) < 3):
            return core
        return before[:verbs] + head


def _opened(name: str) -> str:
    """固定）互联网宽带接入用户 with its bracket, 不含航空港区）参加工伤保险 without what it holds."""
    inner, _, behind = name.partition("）")
    behind = behind.removeprefix("的")
    return (
        f"（{inner}）{behind}"
        if len(inner) <= _SHORT_INNER and not name.startswith(f"{inner}）的")
        else behind
    )


def _family(grade: str) -> str:
    """国家级 and 省级 are exchanged for each other, 金牌 and 银牌, but not one for the other."""
    return grade[-1] if grade[-1] in _GRADE_ENDS else ""
