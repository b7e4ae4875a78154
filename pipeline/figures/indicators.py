"""What a figure measures: own phrase, count before noun, owner's attribute, relation, or carried over.

The order of the tests is the grammar: group, count before noun, bare predicate, bare verb,
relation (占), attribute of an owner, grade, own phrase with the verb of the list before it.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.figures.case import PERCENT, POINTS, RANK_UNITS, Case
from pipeline.figures.counts import Counts
from pipeline.figures.groups import Groups
from pipeline.figures.phrases import Left, Phrases, Right
from pipeline.figures.scan import Numeral
from pipeline.figures.sentences import Clause
from pipeline.figures.wordclasses import MARKS, WordClasses

_CLAUSE_END = regex.compile(r"[，。；、：！（）]")
_TAXES = ("税", "税收", "收入", "支出")
_MEDAL, _GRADE_ENDS = "牌", "牌奖等星类"
_UNITS_OF_WORK = ("企业", "机构", "学校", "电站", "工厂")
_RATES_OF_ALL = ("办复率", "办结率", "答复率", "满意率", "办理率", "回复率")
_PLANS = ("计划", "任务", "目标", "概算", "预算", "总量", "指标")
_CLASS, _SOLD_BY_CLASS = "类", ("零售额", "零售总额")
_OWN_LEVEL = "国省市县区乡镇村"
_MONEY_FOR, _SPENDS = (
    {"投资", "投入", "投入资金", "计划投资", "计划总投资"},
    ("投资", "投入", "出资", "投入资金"),
)
_ACHIEVES = {"实现", "完成", "实现了", "完成了"}
_OF = "占"
_DONE, _ARRANGES, _ROUGHLY = "完成", "安排", ("约", "大约")
_FACILITY = {"个", "座", "处", "条", "套", "台", "家", "所", "项"}
_MOSTLY = "基本"  # 基本建成
_POINTS_BACK = {"这个", "这一", "该", "其"}
_SHARE_ENDS = ("比重", "比例", "比", "份额")


class Indicators:
    """Settles the indicator of a case and leaves in the discourse what the next may need."""

    def __init__(self, classes: WordClasses, phrases: Phrases) -> None:
        self._classes = classes
        self._phrases = phrases
        self._groups = Groups(classes, phrases)
        self._counts = Counts(classes)

    def settle(self, case: Case) -> None:
        reading, left, right, talk = case.reading, case.left, case.right, case.talk
        if left.of_which:
            talk.whole, talk.verb = talk.previous, ""
        if left.plan:
            self._share_of_plan(case)
        elif case.item.size > 1 and (case.item.place or not right.noun):
            reading.indicator = self._groups.indicator(case)
            case.fires("group")
        elif right.noun and self._counts.applies(case):
            self._counts.settle(case)
        elif not left.tokens or self._only_grows(left):
            if right.noun or not self._counts.settle_people(case):
                self._carried(case)
        elif not (self._only_verbs(left.tokens) and self._object_carried(case)):
            self._own_phrase(case)
        noun, name = talk.alias
        if name and reading.indicator.startswith(noun):
            reading.indicator = name + reading.indicator.removeprefix(noun)

    def _share_of_plan(self, case: Case) -> None:
        """完成全年计划的107%: how much of its plan the thing spoken of has reached."""
        name = "".join(case.left.tokens) or case.talk.last
        case.reading.indicator = f"{name}完成{case.left.plan}比例"
        case.reading.measure = "level"
        case.fires("relation")

    def share(self, counts: Sequence[Case]) -> None:
        """Give what stands behind the last of several counts side by side to all of them."""
        self._counts.share(counts)

    def _only_verbs(self, tokens: Sequence[str]) -> bool:
        classes = self._classes
        return all(classes.is_verb(t) or t in MARKS or t in classes.adverb or t == _MOSTLY for t in tokens)

    def _only_grows(self, left: Left) -> bool:
        """增长下降1.46%: nothing but a second word of change."""
        grows = bool(left.direction) and all(t in self._classes.direction for t in left.tokens)
        return grows or left.tokens == ["比"]  # 71.5%比28.5%

    # ---- nothing of its own ----

    def _carried(self, case: Case) -> None:
        """A bare predicate speaks of the last indicator."""
        reading, left, talk = case.reading, case.left, case.talk
        before = case.earlier[-1] if case.earlier else None
        if (left.reach or left.rank) and before and before.starts:  # 由第39位跃升至21位
            reading.indicator = before.indicator
            if "grammar:relation" in before.rules:
                case.fires("relation")
            if before.measure == "rank" and case.unit in RANK_UNITS:
                reading.measure = "rank"
            return
        if left.starts or not talk.last:
            talk.last = self._topic(case) or talk.last
        elif left.reach and case.item.mark == "，":
            talk.last = self._named_before(case) or talk.last
        share = case.unit in POINTS or (left.starts and case.unit in PERCENT)
        if share and before and "grammar:relation" in before.rules:
            reading.indicator = before.indicator  # 占比重达64.5%，较上年提高4个百分点
            case.fires("relation")
            return
        reading.indicator = talk.last_bare if left.cumulative and talk.last_bare else talk.last
        case.fires("last_carried")

    def _named_before(self, case: Case) -> str:
        """同我国有外交关系的国家，现在已增加到129个: the clause before is nothing but the name."""
        clause = case.sentence.clauses[case.item.clause - 1]
        said = case.said(clause)
        tokens = [] if clause.figures else self._phrases.spoken_of(said)
        name = "".join(tokens)
        if said.endswith(name) or self._classes.is_indicator(name):
            return name  # 社会消费品零售总额稳定增长，完成94.8亿元
        return name if self._classes.attribute_start(tokens)[1] else ""

    def _topic(self, case: Case) -> str:
        """What the clause before speaks of, where no figure has named an owner yet."""
        for clause in reversed(case.sentence.clauses[: case.item.clause]):
            if clause.figures:
                return ""
            said = case.said(clause)
            whole = self._phrases.read_left(said).tokens
            if case.left.starts and self._classes.attribute_start(whole)[1]:
                return "".join(whole)  # 财政收入占国民收入的比重，由…降到…
            tokens = self._phrases.spoken_of(said)
            if "等" in tokens:
                tokens = tokens[tokens.index("等") + 1 :]  # A、B等重点片区
            if tokens:
                return "" if "、" in tokens else "".join(tokens)
        return ""

    def _object_carried(self, case: Case) -> bool:
        """Verbs alone: 开工1200套，竣工6366套; 加快保障性住房建设，开工1200套; 建立补贴制度，惠及2100万人."""
        talk, tokens = case.talk, case.left.tokens
        verb = "".join(tokens)
        classes, last = self._classes, tokens[-1]
        if classes.attribute_start(tokens)[1] or case.reading.measure != "level" or last in classes.relation:
            return False  # 招生, 投入 are attributes of an owner
        if last in classes.noun and last in classes.telling and last not in classes.building:
            return False  # 造林, 培训 name their own object
        if talk.noun and talk.noun_unit == case.unit and case.item.mark not in "；":
            case.reading.indicator = verb + self._without_stock(talk.noun)
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

    def _without_stock(self, noun: str) -> str:
        """社康中心总数 -> 社康中心; 棚户区改造开工 -> 棚户区."""
        ends = sorted((*self._classes.stock, *self._classes.building), key=len, reverse=True)
        return next((noun[: -len(w)] for w in ends if noun.endswith(w) and noun != w), noun)

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
        while len(tokens) > 1 and self._classes.is_listed_verb(tokens[-1]):
            tokens = tokens[:-1]  # 保障性住房|建设
        return "" if "、" in tokens or len("".join(tokens)) < 2 else "".join(tokens)

    # ---- a phrase of its own ----

    def _own_phrase(self, case: Case) -> None:
        core = self._without_enumeration(case.left.tokens)
        if len(core) > 1 and core[0] in _POINTS_BACK:
            core = core[1:]  # 这个比重
        if len(core) > 1 and case.right.grows and ("before", core[0]) in self._classes.lexicon.qualifiers:
            core = core[1:]  # 超过重工业每年增长3.4%的速度
        core = self._without_empty(core)
        if self._related(case, core):
            return
        verbs = self._classes.verb_of(core)
        if verbs == len(core) and self._classes.attribute_start(core)[1] == "sibling":
            verbs = 0  # 投入 is a verb and an attribute
        body = core[verbs:] or core
        start, kind = self._classes.attribute_start(body)
        if not start and verbs and not self._classes.is_verb(core[0]):
            verbs, body = 0, core  # 城市更新供应|用地面积: no verb with its object, a modifier
            start, kind = self._classes.attribute_start(body)
        if not start and not verbs and self._of_owner(case, body, kind):
            return
        if "、" in body and self._of_all(case, body):
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
        self._leave_owner(case, core, body, start, kind)

    def _related(self, case: Case, core: Sequence[str]) -> bool:
        """A share, an effect, or a part of a plan."""
        return (
            self._of_plan(case, core)
            or self._relation(case, core)
            or self._effect(case, core)
            or self._share_again(case, core)
        )

    def _plain(self, case: Case, core: Sequence[str], verbs: int, kind: str) -> None:
        """The phrase as it stands, with what the sentence adds in front or behind."""
        talk, text = case.talk, "".join(core)
        if case.unit == "%" and case.reading.measure == "level" and not case.left.reach:
            text += self._done_to_all(case.right)
        tail = self._tail(case, core) if not kind and not verbs and case.reading.measure != "rank" else ""
        if tail:
            text += tail  # 主要产品产量中，铝材3万吨
            case.fires("topic_tail")
        if not verbs and self._takes_verb(case, core):
            text = talk.verb + self._grade_before(case, core) + text
            case.fires("verb_carried")
        else:
            talk.verb = "".join(core[:verbs])
        case.reading.indicator = text

    def _grade_before(self, case: Case, core: Sequence[str]) -> str:
        """争创省级先进乡镇1个、示范村2个: the level in front of the first holds for the second."""
        frame, grades = case.talk.grade_frame, self._classes.grade
        place = self._classes.verb_of(frame)
        if case.item.mark != "、" or place >= len(frame) or any(t in grades for t in core):
            return ""
        if (
            core[0] in self._classes.place
            or core[0] in _OWN_LEVEL
            or not any(t in self._classes.graded for t in core)
        ):
            return ""
        return frame[place] if frame[place] in grades and frame[place].endswith("级") else ""

    def _measured(self, core: Sequence[str]) -> bool:
        """城镇零售额（限额以上法人）: an attribute in front of a bracket."""
        if core[-1] != "）" or "（" not in core:
            return False
        return bool(self._classes.attribute_start(core[: core.index("（")])[1])

    def _tail(self, case: Case, core: Sequence[str]) -> str:
        """What a member of a list, a part or a branch is measured by, where it does not say so itself."""
        text, talk = "".join(core), case.talk
        if self._measured(core) or text.endswith(_TAXES) or self._classes.is_complete(text):
            return ""
        level = case.reading.measure == "level" and case.unit not in PERCENT
        tail, unit = talk.tail, talk.tail_unit
        if not tail:
            tail, unit = self._tail_of_parts(case, core), talk.measure_unit if level else ""
        if level and unit and unit != case.unit:
            return ""
        return "" if tail and (tail in text or text.endswith(tail[-2:])) else tail

    def _tail_of_parts(self, case: Case, core: Sequence[str]) -> str:
        """食品烟酒类 of prices, 住宅 of 施工面积, 重工业 of 增加值: measured as their whole or neighbour."""
        talk = case.talk
        if core[-1].endswith(_CLASS):
            tokens = self._classes.words(talk.last)
            tail = "".join(tokens[self._classes.attribute_start(tokens)[0] :])
            if tail.endswith(_SOLD_BY_CLASS):
                return _SOLD_BY_CLASS[0]
            return tail if "价格" in tail else ""
        part = case.left.of_which or talk.whole is not None
        branch = case.reading.measure == "growth" and core[-1].endswith(self._classes.branch)
        if part and case.reading.measure == "level" and case.unit != talk.measure_unit:
            return ""
        return talk.measure if part or (branch and case.item.mark in "，；、。") else ""

    def _done_to_all(self, right: Right) -> str:
        """政务服务事项100%网上可办: what a share of them is or does, if it is short and a verb."""
        text = _CLAUSE_END.split("".join([*right.noun, *right.rest]))[0]
        said = [*right.noun, *right.rest][:4]
        verbal = any(self._classes.is_predicate(token) for token in said)
        return text if verbal and 2 <= len(text) <= 8 and not right.bound else ""

    def _leave_owner(
        self, case: Case, core: Sequence[str], body: Sequence[str], start: int, kind: str
    ) -> None:
        if kind == "sibling":
            per_head = start == 1 and body[0] in self._classes.per_head  # 亩均收入: no owner
            case.talk.owner = "" if per_head else "".join(body[:start])
        elif kind != "meta":
            short = sum(map(len, body)) <= 2  # 拆除违建2355栋、面积…; 在建项目57个，总投资…
            case.talk.owner = "" if kind == "complete" else "".join(core if short else body)
        carried = "grammar:verb_carried" in case.reading.rules
        before = [case.talk.verb, self._grade_before(case, core)] if carried else []
        case.talk.grade_frame = [*filter(None, before), *core]

    def _takes_verb(self, case: Case, core: Sequence[str]) -> bool:
        """新增A 5家、B 3家: only behind 、, for amounts, and where there is no verb of its own."""
        parallel = bool(case.talk.verb_before) and not case.left.opened and self._parallel(case, core)
        if parallel:
            case.talk.verb = case.talk.verb_before  # 授予博士学位18人，硕士学位15000人
        return (
            bool(case.talk.verb)
            and not case.left.opened
            and (case.item.mark == "、" or parallel)
            and case.reading.measure == "level"
            and not self._has_verb(core)
            and not (case.reading.is_money and self._classes.is_indicator("".join(core)))
            and case.unit not in PERCENT
        )

    def _has_verb(self, core: Sequence[str]) -> bool:
        """Whether a phrase begins with a verb of its own; 示范乡村 does not."""
        classes = self._classes
        if core[0] in classes.noun and len(core) > 1:
            return False
        return classes.is_listed_verb(core[0]) or any(t in classes.telling for t in core[1:2])

    def _of_all(self, case: Case, body: Sequence[str]) -> bool:
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

    def _parallel(self, case: Case, core: Sequence[str]) -> bool:
        """Behind ，: the same kind of thing in the same unit as the figure before."""
        before = case.earlier[-1] if case.earlier else None
        return (
            case.item.mark == "，"
            and before is not None
            and (before.numeral.base_unit == case.unit or self._builds(case, before.numeral.base_unit))
            and case.reading.is_count
            and not case.left.reach
            and not case.left.of_which
            and self._classes.attribute_start(core)[0] > 0
        )

    def _builds(self, case: Case, unit: str) -> bool:
        """新建充电站10座，充电桩2000个."""
        return case.talk.verb_before in self._classes.building and {unit, case.unit} <= _FACILITY

    def _of_owner(self, case: Case, body: Sequence[str], kind: str) -> bool:
        """A bare attribute: 总投资 of the projects before, 占比 of the indicator before."""
        talk, text = case.talk, "".join(body)
        if kind == "meta" and talk.last:
            case.reading.indicator = _without_overlap(talk.last, text) + text
            case.fires("meta_attribute")
            return True
        known = case.item.mark != "、" and self._classes.is_indicator(text)
        if kind != "sibling" or (known and not talk.owner.endswith(_UNITS_OF_WORK)):
            return False
        ahead = self._object_ahead(case)
        if ahead and (text in _MONEY_FOR or case.right.rest):
            talk.owner = ahead  # 投资3600万元，完成既有建筑节能改造14万平方米
        if text.endswith(_RATES_OF_ALL) and len(talk.recent) > 1 and self._alike(case):
            talk.owner = "、".join(talk.recent[-2:])  # 办理建议89件、提案65件，办复率100%
        talk.owner = talk.owner or self._topic(case) or ahead
        if not talk.owner:
            return False
        case.reading.indicator = _without_overlap(talk.owner, text) + text
        case.fires("owner")
        return True

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
        return "" if found.endswith(_PLANS) else found

    def _object_of(self, case: Case, tokens: Sequence[str], numeral: Numeral) -> str:
        """The object of the verb right behind the money, or what is counted behind that verb."""
        found = self._phrases.object_in(tokens)
        if self._classes.attribute_start(found)[1] == "sibling":
            found = []  # 完成了全长25公里的7条公路建设
        if found or not case.item.shared or not self._only_verbs([t for t in tokens if t != "了"]):
            return "".join(found)
        clause = case.sentence.clauses[case.item.clause]
        later = [figure for figure in clause.figures if figure.start > numeral.start]
        return self._counted(case, later, clause.end)

    def _counted_in(self, case: Case, clause: Clause, tokens: Sequence[str]) -> str:
        """完成小里中学等12所学校设备购置: the nouns counted in a clause that begins with verbs."""
        verbal = bool(tokens) and (
            tokens[-1] == "等" or self._only_verbs([t for t in tokens if t not in "了的"])
        )
        return self._counted(case, clause.figures, clause.end) if verbal else ""

    def _counted(self, case: Case, figures: Sequence[Numeral], end: int) -> str:
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

    def _relation(self, case: Case, core: Sequence[str]) -> bool:
        """占 B 的 x%: a share of the thing spoken of."""
        place = next((i for i, token in enumerate(core) if token in self._classes.relation), -1)
        if place < 0:
            return False
        body = self._share_of_what(case, core[place:])
        subject = self._subject(core[:place])
        if core[place].startswith(_ROUGHLY) and case.reading.bound == "eq":
            case.reading.bound, case.reading.qualifier = "approx", _ROUGHLY[0]
        case.reading.indicator = (subject or case.talk.last) + body
        case.talk.last = subject or case.talk.last
        case.fires("relation")
        return True

    def _share_of_what(self, case: Case, tokens: Sequence[str]) -> str:
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

    def _subject(self, tokens: Sequence[str]) -> str:
        """The words in front of 占: without 要, 已; a bare 总量 is that of the thing spoken of."""
        kept = list(tokens)
        while kept and (kept[-1] in self._classes.adverb or kept[-1] in self._classes.stock):
            if kept[-1] in self._classes.stock and len(kept) > 1:
                break
            kept.pop()
        return "".join(kept)

    def _of_plan(self, case: Case, core: Sequence[str]) -> bool:
        """完成年度计划的110%: how much of a plan the thing spoken of has reached."""
        if case.unit not in PERCENT or len(core) < 2 or core[-1] != "的" or case.left.direction:
            return False
        if not core[-2].endswith(_PLANS) or any(token in self._classes.relation for token in core):
            return False
        place = next((i for i, token in enumerate(core) if token in ("完成", "为", "达到")), -1)
        subject = "".join(core[:place]) if place > 0 else case.talk.last
        case.reading.indicator = f"{subject}完成{''.join(core[place + 1 : -1])}比例"
        case.reading.measure = "level"
        case.fires("relation")
        return True

    def _share_again(self, case: Case, core: Sequence[str]) -> bool:
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

    def _effect(self, case: Case, core: Sequence[str]) -> bool:
        """对经济增长的贡献率: of the thing spoken of."""
        if core[0] not in self._classes.toward or not case.talk.last:
            return False
        if self._classes.attribute_start(core)[1] != "meta":
            return False
        case.reading.indicator = case.talk.last + "".join(core)
        case.fires("relation")
        return True

    def _regraded(self, case: Case, core: Sequence[str]) -> list[str]:
        """国家级产业园1个，省级93个: the level word is exchanged in the phrase before."""
        grades, frame = self._classes.grade, case.talk.grade_frame
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
        if case.left.of_which and case.talk.noun and _family(core[-1]) != _MEDAL:
            return [*core, case.talk.noun]  # 充电桩2万个，其中农村1万个
        return []

    def _without_empty(self, core: list[str]) -> list[str]:
        """服务业实现增加值 -> 服务业增加值; 完成投资 stays; 安排工农业总产值 -> 工农业总产值."""
        if core[0] == _ARRANGES and self._classes.is_complete("".join(core[1:])):
            return core[1:]
        for place in range(1, len(core) - 1):
            if core[place] not in _ACHIEVES:
                continue
            start, kind = self._classes.attribute_start(core[place + 1 :])
            if kind and not start and not core[-1].endswith(_SPENDS):
                return core[:place] + core[place + 1 :]
        return core

    def _without_enumeration(self, core: list[str]) -> list[str]:
        """新增A、B等产业集群4个: a list of names with 等 in front of the head goes."""
        if "等" not in core:
            return core
        place = len(core) - 1 - core[::-1].index("等")
        head, before = core[place + 1 :], core[:place]
        verbs = self._classes.verb_of(before)
        single = verbs and "“" not in before and sum(map(len, head)) > 5  # 发布米易红糖等县级旅游名品
        if not single and ("、" not in before or sum(map(len, head)) < 3):
            return core
        return before[:verbs] + head


def _without_overlap(owner: str, body: str) -> str:
    """组团绿化 + 绿化面积: what both have stands once."""
    for size in range(min(len(owner), len(body), 4), 1, -1):
        if owner.endswith(body[:size]):
            return owner[:-size]
    return owner


def _family(grade: str) -> str:
    """国家级 and 省级 are exchanged for each other, 金牌 and 银牌, but not one for the other."""
    return grade[-1] if grade[-1] in _GRADE_ENDS else ""
