"""What a figure measures: own phrase, count before noun, owner's attribute, relation, or carried over.

The order of the tests is the grammar: group, count before noun, bare predicate, bare verb,
relation (占), attribute of an owner, grade, own phrase with the verb of the list before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from pipeline.figures.case import PERCENT, POINTS, RANK_UNITS, Case
from pipeline.figures.groups import Groups
from pipeline.figures.phrases import Phrases, Right
from pipeline.figures.wordclasses import MARKS, WordClasses

_CLAUSE_END = regex.compile(r"[，。；、：！（）]")
_PREDICATE_END = regex.compile(r"[，。；：！（）]")
_SHARE_ENDS = ("比重", "比例", "比", "份额")
_CLOSED = {"等", "等等", "的", "”", "》"}


class Indicators:
    """Settles the indicator of a case and leaves in the discourse what the next may need."""

    def __init__(self, classes: WordClasses, phrases: Phrases) -> None:
        self._classes = classes
        self._phrases = phrases
        self._groups = Groups(classes, phrases)

    def settle(self, case: Case) -> None:
        reading, left, right, talk = case.reading, case.left, case.right, case.talk
        if left.of_which:
            talk.whole, talk.verb = talk.previous, ""
        if case.item.size > 1 and (case.item.place or not right.noun):
            reading.indicator = self._groups.indicator(case)
            case.fires("group")
        elif right.noun and self._counts(case):
            self._count_before(case)
        elif not left.tokens:
            self._carried(case)
        elif talk.noun and talk.unit == case.unit and self._only_verbs(left.tokens):
            reading.indicator = "".join(left.tokens) + talk.noun  # 开工1200套，竣工6366套
            case.fires("object_carried")
        else:
            self._own_phrase(case)

    def _only_verbs(self, tokens: Sequence[str]) -> bool:
        return all(self._classes.is_verb(token) or token in MARKS for token in tokens)

    # ---- count before noun ----

    def _counts(self, case: Case) -> bool:
        """Is the noun behind the number what it counts?"""
        left, right = case.left, case.right
        if case.reading.measure in ("growth", "rank", "ratio") or right.grows:
            return False
        if left.direction:  # 增加5000个学位, but not 职工增加600人
            return not left.tokens and case.reading.is_count
        if case.unit in PERCENT or case.unit in POINTS:
            return right.of or (not left.tokens and not left.reach)
        if not left.tokens or left.reach:
            return not left.tokens
        last = left.tokens[-1]
        if last in _CLOSED or self._classes.is_verb(last):
            return True
        counted = case.reading.is_count or case.reading.numeral.unit_entry is None
        return counted or len(right.noun) > 1 or not case.item.shared

    def _count_before(self, case: Case) -> None:
        talk, noun = case.talk, "".join(case.right.noun)
        core: Sequence[str] = case.left.tokens or ([case.left.last_verb] if case.left.direction else [])
        if core and (core[-1] in self._classes.causing or core[-1] in self._classes.having):
            core = core[: self._classes.verb_of(core)]  # 我国又同15个国家建立邦交
        elif len(core) == 1 and core[0] in self._classes.empty and core[0] not in self._classes.telling:
            core = []  # 抓好8个项目
        elif case.left.listed:
            core = core[: self._classes.verb_of(core)]  # 完成公园带、10公里碧道建设
        case.fires("count_before")
        if self._owner_behind(core, case):
            start, _ = self._classes.attribute_start(core)
            case.reading.indicator = noun + "".join(core[start:])
            talk.owner, talk.verb = noun, "".join(core[:start])
            return
        predicate = "" if case.item.shared else self._predicate(case.right)
        core = self._without_names(core, noun + predicate)
        verb = "".join(core[: self._classes.verb_of(core)])
        if not core and case.item.mark in ("、", "") and talk.verb:
            core, verb = [talk.verb], talk.verb
            case.fires("verb_carried")
        if case.unit in PERCENT:
            case.reading.indicator = noun + predicate  # 80%的幼儿园达到标准
            return
        if case.left.direction and case.left.last_verb[:1] not in self._classes.changes:
            case.reading.measure, case.reading.negative = "level", False  # 加快17个项目建设
        bare = len(noun) <= 2 and all(map(self._classes.is_verb, core))
        said = f"{predicate}的" if predicate and (not core or bare) else ""  # 晋级国家一级博物馆的博物馆
        case.reading.indicator = "".join(core) + said + noun
        talk.noun = noun
        talk.owner = noun if len(noun) > 2 else verb + noun  # 新开工项目24个，总投资…
        talk.verb = verb or ("".join(core) if len(core) == 1 and self._classes.is_verb(core[0]) else "")

    def share_work(self, counts: Sequence[Case]) -> None:
        """完成7家图书馆、10家书吧的改造升级: the work named behind the last is done to all."""
        last = counts[-1]
        work = self._classes.work_of(last.right.noun) if len(counts) > 1 else ""
        if not work or "grammar:count_before" not in last.reading.rules:
            return
        for case in counts[:-1]:
            rules = case.reading.rules
            if "grammar:count_before" not in rules or "grammar:shared_work" in rules:
                continue
            if not self._classes.work_of(case.right.noun):
                case.reading.indicator += work
                case.fires("shared_work")

    def _owner_behind(self, core: Sequence[str], case: Case) -> bool:
        """投资3.3亿元的机场快速路, 完成投资3亿元的…: the owner stands behind its attribute."""
        start, kind = self._classes.attribute_start(core)
        bare = all(self._classes.is_listed_verb(token) for token in core[:start])
        return bool(core) and bare and kind == "sibling" and not case.reading.is_count

    def _predicate(self, right: Right) -> str:
        """8家博物馆晋级国家一级博物馆: what is said of the things counted belongs to the indicator."""
        rest = self._classes.without_adverbs(right.rest)
        text = _PREDICATE_END.split("".join(rest))[0]
        if not rest or not self._classes.is_predicate(rest[0]) or not 2 <= len(text) <= 30:
            return ""
        return text

    def _without_names(self, core: Sequence[str], noun: str) -> Sequence[str]:
        """引进A、B等12个项目: the names before 等 go, the verb stays."""
        verbs = self._classes.verb_of(core) if core and self._classes.is_verb(core[0]) else 0
        if core and core[-1] in ("等", "等等"):
            return core[:verbs] if len(noun) >= 3 else core
        names = "、" in core or any(a == "”" and b == "“" for a, b in pairwise(core))
        named = names and core[-1] != "的" and not any(t in self._classes.grade for t in core)
        if named and (verbs or not self._classes.is_verb(core[0])):
            return core[:verbs]  # 打造伊敏河、六二六小河两条景观带: the names of what is counted
        return core

    # ---- nothing of its own ----

    def _carried(self, case: Case) -> None:
        """A bare predicate speaks of the last indicator."""
        reading, left, talk = case.reading, case.left, case.talk
        before = case.earlier[-1] if case.earlier else None
        if (left.reach or left.rank) and before and before.starts:  # 由第39位跃升至21位
            reading.indicator = before.indicator
            if before.measure == "rank" and case.unit in RANK_UNITS:
                reading.measure = "rank"
            return
        if left.starts or not talk.last:
            talk.last = self._topic(case) or talk.last
        elif left.reach and case.item.mark == "，":
            talk.last = self._named_before(case) or talk.last
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
            if tokens:
                return "" if "、" in tokens else "".join(tokens)
        return ""

    # ---- a phrase of its own ----

    def _own_phrase(self, case: Case) -> None:
        core = self._without_enumeration(case.left.tokens)
        if self._relation(case, core) or self._effect(case, core) or self._share_again(case, core):
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

    def _plain(self, case: Case, core: Sequence[str], verbs: int, kind: str) -> None:
        """The phrase as it stands, with what the sentence adds in front or behind."""
        talk, text = case.talk, "".join(core)
        if case.unit == "%" and case.reading.measure == "level":
            text += self._done_to_all(case.right)
        if talk.tail and not kind and case.reading.measure != "rank" and not verbs:
            text += talk.tail  # 主要产品产量中，铝材3万吨
            case.fires("topic_tail")
        if not verbs and self._takes_verb(case, core):
            text = talk.verb + text
            case.fires("verb_carried")
        else:
            talk.verb = "".join(core[:verbs])
        case.reading.indicator = text

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
            case.talk.owner = "" if kind == "complete" else "".join(body)
        case.talk.grade_frame = list(core)

    def _takes_verb(self, case: Case, core: Sequence[str]) -> bool:
        """新增A 5家、B 3家: only behind 、, for amounts, and where there is no verb of its own."""
        parallel = bool(case.talk.verb_before) and self._parallel(case, core)
        if parallel:
            case.talk.verb = case.talk.verb_before  # 授予博士学位18人，硕士学位15000人
        return (
            bool(case.talk.verb)
            and (case.item.mark == "、" or parallel)
            and case.reading.measure == "level"
            and not any(map(self._classes.is_listed_verb, core[:2]))
            and case.unit not in PERCENT
        )

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
            and before.numeral.base_unit == case.unit
            and case.reading.is_count
            and not case.left.reach
            and not case.left.of_which
            and self._classes.attribute_start(core)[0] > 0
        )

    def _of_owner(self, case: Case, body: Sequence[str], kind: str) -> bool:
        """A bare attribute: 总投资 of the projects before, 占比 of the indicator before."""
        talk, text = case.talk, "".join(body)
        if kind == "meta" and talk.last:
            case.reading.indicator = talk.last + text
            case.fires("meta_attribute")
            return True
        if kind != "sibling" or (case.item.mark != "、" and self._classes.is_indicator(text)):
            return False
        talk.owner = talk.owner or self._topic(case) or self._object_ahead(case)
        if not talk.owner:
            return False
        case.reading.indicator = _without_overlap(talk.owner, text) + text
        case.fires("owner")
        return True

    def _object_ahead(self, case: Case) -> str:
        """投资2.5亿元，实施管网改造工程: what the money is for stands in the clause behind."""
        place = case.item.clause + 1
        entry = case.reading.numeral.unit_entry
        if case.item.mark != "。" or place >= len(case.sentence.clauses):
            return ""
        if entry is None or entry.dimension != "money":
            return ""
        clause = case.sentence.clauses[place]
        return "".join(self._phrases.words_behind_verb(case.said(clause)))

    def _relation(self, case: Case, core: Sequence[str]) -> bool:
        """占 B 的 x%: a share of the thing spoken of."""
        place = next((i for i, token in enumerate(core) if token in self._classes.relation), -1)
        if place < 0:
            return False
        body = "".join(core[place:]).removesuffix("的")
        if not body.endswith(_SHARE_ENDS):
            body += "比重"
        subject = "".join(core[:place])
        case.reading.indicator = (subject or case.talk.last) + body
        case.talk.last = subject or case.talk.last
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
        for place, token in enumerate(frame):
            if token in grades:
                return [*frame[:place], *core, *frame[place + 1 :]]
        if case.left.of_which and case.talk.noun:
            return [*core, case.talk.noun]  # 充电桩2万个，其中农村1万个
        return []

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
