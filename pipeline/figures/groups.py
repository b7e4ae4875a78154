"""Numbers that share a predicate: A、B分别增长x%、y%; who gets which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.figures.case import PERCENT, POINTS, Case
from pipeline.figures.discourse import Discourse
from pipeline.figures.phrases import Phrases
from pipeline.figures.wordclasses import MARKS, WordClasses, without_overlap

_MEASURES: Final = ("数", "率", "量", "额", "度", "GDP")
_COUNTS: Final = ("数", "量")
_ACHIEVED: Final = ("实现", "完成")
_REACHED: Final = "完成"
_SHARES: Final = ("占比", "比重", "比例", "份额")
_COMPARED: Final = ("比", "较", "平均", "平均水平", "水平", "分别", "同期")
_PER_HEAD: Final = ("人均", "户均")
_BALANCE: Final = "余额"
_LENT: Final = ("贷款", "存款")
_NAME: Final = 2  # 宁波舟山港, not 航空港
_WHOSE: Final = {"城乡居民", "城镇职工", "城镇居民", "农村居民", "企业职工"}
_SIZED: Final = {"限上", "规上", "限额以上", "规模以上"}
_PORTS: Final = ("港", "机场", "口岸")
_SIZES: Final = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "3": 3, "4": 4, "5": 5}
_TRADES: Final = ("产业", "行业", "领域")
_LONGEST_THING: Final = 24
_KINDS_OF: Final = "业品类"  # 制造业, 产品, 食品类
_PUSHES: Final = {"发展", "培育", "壮大", "做大", "做强"}
_SOON: Final = 3
_LEVELS: Final = ("级", "性")
_PER_UNIT: Final = re.compile(
    r"(?:每?[百千万亿]元|单位|每[百千万]?人)(?:地区|国内|工业)?(?:生产总值|GDP|增加值)?(?=.*(?:能耗|水耗|电耗|排放|用地))"
)


class Groups:
    """Names the indicators of a group of numbers."""

    def __init__(self, classes: WordClasses, phrases: Phrases) -> None:
        self._classes = classes
        self._phrases = phrases

    def indicator(self, case: Case) -> str:
        """The indicator of one member; the first member settles those of all."""
        if not case.item.place or len(case.talk.listed) != case.item.size:
            case.talk.listed = self._names(case)
        return case.talk.listed[case.item.place]

    def _names(self, case: Case) -> list[str]:
        core, size = case.left.tokens, case.item.size
        if self._compared_with_places(case):
            return [case.talk.last] * size  # 比全国、全省分别高1.4、0.6个百分点
        start, kind = self._classes.attribute_start(core)
        toward = kind == "meta" and core[0] in self._classes.toward  # 对经济增长的贡献率分别为…
        if not core or (not start and kind == "meta") or toward:
            tail = "".join(core) or case.left.stock
            return [name + tail for name in self._subjects(case)]
        text = "".join(core)
        shares = self._shares(case)
        if shares:
            return shares
        if "分别" in core:
            told = core[core.index("分别") + 1 :]
            counted = self._of_counted(case, "".join(told)) if told else []
            return counted or self._each(core, size) or [text.replace("分别", "")] * size
        core = self._without_sum(core, start, size)
        members = [part for part in self._classes.conjuncts(core) if part]
        split = self._classes.split(text, size) if len(members) != size or not self._plain_list(core) else []
        if split:
            return split
        for said, marks in ((core, MARKS), (core, {"、"}), (_parted(core), {"、"})):
            parts = self._classes.conjuncts(said, marks)
            if len(parts) == size:
                names = self.distributed(parts, case.talk)
                bare = all(name in self._classes.stock or name in self._classes.direction for name in names)
                return [case.talk.last + name for name in names] if bare else names  # 总量及增速分别居…
        if start and kind:
            tail = "".join(core[start:])
            if named := self._of_counted(case, tail) or self._in_clauses(case, core, start):
                return named
        if not start and kind == "sibling" and (counted := self._of_counts_before(case, text)):
            return counted
        if not start and kind == "sibling" and case.talk.owner:
            text = case.talk.owner + text
        elif not start and kind == "sibling":
            return self._measured_before(case, text) or self._of_listed(case, text) or [text] * size
        return [text] * size

    def _without_sum(self, core: list[str], start: int, size: int) -> list[str]:
        """索具、零部件、装备|三大主导产业|产值: the sum of the list is no part of its last member."""
        place = next((i for i in range(1, start - 1) if core[i : i + 1] == ["大"]), 0)
        if not place or _SIZES.get(core[place - 1]) != size or not core[start - 1].endswith(_TRADES):
            return core
        kept = [*core[: place - 1], *core[start:]]
        return kept if len(self._classes.conjuncts(core[: place - 1], {"、"})) == size else core

    @staticmethod
    def _of_counted(case: Case, attribute: str) -> list[str]:
        """16条产业链、18个专业镇营业收入分别增长15.6%、14%: of each of the things counted in front."""
        size = case.item.size
        before = case.earlier[-size:] if not case.item.mark and size > 1 else []
        if len(before) < size or any(r.item.clause != case.item.clause or not r.is_count for r in before):
            return []
        return [without_overlap(r.indicator, attribute) + attribute for r in before]

    def _of_listed(self, case: Case, text: str) -> list[str]:
        """公办园、普惠园增至62所、123所，在园儿童占比52%、87%: of each of the group before."""
        names, before = case.talk.listed, case.earlier[-1] if case.earlier else None
        if len(names) != case.item.size or case.item.mark != "，" or before is None:
            return []
        measured = any(self._classes.attribute_start(self._classes.words(name))[1] for name in names)
        if measured or before.indicator != names[-1] or before.measure != "level":
            return []
        return [name + text for name in names]

    def _measured_before(self, case: Case, text: str) -> list[str]:
        """生活垃圾、城市污水处理能力不断提高，处理率分别达到95%、85%."""
        names = []
        parts = self._parts_before(case)
        if parts and "的" in parts[0] and parts[0][-1][-_NAME:] == parts[-1][-1][-_NAME:]:
            parts[0] = parts[0][parts[0].index("的") + 1 :] or parts[0]  # 一流标准的|平湖医院、吉华医院
        if parts:
            pushed = next((i + 1 for i, t in enumerate(parts[0][:_SOON]) if t in _PUSHES), 0)
            parts[0] = parts[0][pushed:] or parts[0]  # 大力发展|新兴产业和未来产业
            summed = next((i for i, t in enumerate(parts[-1]) if t.endswith("大") and t[0] in _SIZES), 0)
            parts[-1] = parts[-1][:summed] or parts[-1]  # 装备|四大|主导产业
        for part in parts:
            kept = text.endswith(_PER_HEAD)  # 低保标准、生活补贴…，月人均分别提高90元、350元
            thing = "".join(part if kept else part[: self._classes.attribute_start(part)[0]])
            names.append(thing.removesuffix(text[:-1]) + text)
        return names

    def _parts_before(self, case: Case) -> list[list[str]]:
        """The members of a list that the clause in front, without figures, speaks of: as many as numbers."""
        previous = case.sentence.clauses[case.item.clause - 1] if case.item.clause else None
        if previous is None or previous.figures:
            return []
        said = self._phrases.spoken_of(case.said(previous))
        for marks in (MARKS, {"、"}):  # 航空航天及装备制造、基础材料产业
            parts = self._classes.conjuncts(said, marks)
            if len(parts) == case.item.size:
                return parts
        return []

    def _in_clauses(self, case: Case, core: list[str], start: int) -> list[str]:
        """电气机械制造业，通用设备制造业产值分别增长4%、5%: a list parted by ，; [] if it is none."""
        size, place = case.item.size, case.item.clause
        clauses = case.sentence.clauses[max(0, place - size + 1) : place]
        end = core[start - 1][-1:]
        if len(clauses) < size - 1 or any(c.figures or c.mark not in "，：。；" for c in clauses):
            return []
        names = [case.said(clause).strip() for clause in clauses]
        names = [name.removeprefix(w) for name in names for w in [self._part_word(name)]]
        things = all(name.endswith(end) and len(name) <= _LONGEST_THING for name in names)
        tail = "".join(core[start:])
        return [*(name + tail for name in names), "".join(core)] if things and end in _KINDS_OF else []

    def _part_word(self, said: str) -> str:
        return next((word for word in self._classes.parts if said.startswith(word)), "")

    def _each(self, core: list[str], size: int) -> list[str]:
        """甲、乙两大产业分别实现年产值: each subject with what stands behind 分别."""
        place = list(core).index("分别")
        tail = [token for token in core[place + 1 :] if token not in self._classes.empty]
        compared = next((i for i, t in enumerate(tail) if t in self._classes.direction), len(tail))
        verb, tail = [], tail[:compared]  # 分别高于全省…: what is compared with says nothing here
        if tail and all(t in self._classes.telling and t not in self._classes.noun for t in tail):
            verb, tail = tail, []  # 分别新增65家和30家
        subjects = self._without_sum(list(core[:place]), place, size)
        parts = self._classes.conjuncts(subjects)
        if len(parts) != size:
            parts = self._classes.conjuncts(subjects, {"、"})
        return ["".join([*verb, *part, *tail]) for part in parts] if len(parts) == size else []

    def _compared_with_places(self, case: Case) -> bool:
        """Nothing but areas in front of a difference in points."""
        tokens, classes = case.left.tokens, self._classes
        if not tokens or not case.left.direction or case.unit not in POINTS:
            return False
        return all(t in classes.place or t in classes.area or t in MARKS or t in _COMPARED for t in tokens)

    def _plain_list(self, core: list[str]) -> bool:
        """城乡居民储蓄存款和手持现金: a list of its own, not a way to say 城镇 and 农村."""
        text = "".join(core)
        wholes = (
            whole for _, entry in self._classes.lexicon.splits for whole in entry.whole if whole in text
        )
        return not any(mark in whole for whole in wholes for mark in MARKS)

    def _shares(self, case: Case) -> list[str]:
        """A、B分别占全省的50%、40%; 甲、乙分别完成年度计划的110%、106%: each with what it is a share of."""
        core, size = case.left.tokens, case.item.size
        each = self._classes.conjuncts(core, {"、"})
        if len(each) == size and all(any(t in self._classes.relation for t in part[1:]) for part in each):
            return ["".join(part).replace("分别", "") for part in each]  # A占甲比重、B占乙比重分别为…
        place = next((i for i, t in enumerate(core) if t in self._classes.relation or t == _REACHED), -1)
        last = case.sentence.items[case.item.group + size - 1].numeral.base_unit  # 7.4个、2.8个百分点
        if last in POINTS and not place and len(case.talk.listed) == size:
            return [name + "".join(core) for name in case.talk.listed]  # 占贷款余额比重分别提高2个、1个百分点
        if case.unit not in PERCENT or case.left.direction:
            return []
        if core[-1] in _SHARES and place < 0:
            place, whole = len(core) - 1, core[-1]  # 工业投资、民间投资占比
        elif place >= 0 and (core[-1] == "的" or core[-1].endswith(_SHARES)):
            whole = "".join(core[place:]).removesuffix("的")
            if not whole.endswith(_SHARES):
                whole += "比例" if core[place] == _REACHED else "比重"
        elif not place and core[0] in self._classes.relation and len(core) > 1:
            listed = case.talk.listed if len(case.talk.listed) == size else []
            listed = listed or self._grown_before(case) or [case.talk.last] * size
            return ["".join([name, *core, "比重"]) for name in listed]  # 占前海61.57%、超过3/5
        else:
            return []
        heads = [t for t in core[:place] if t != "分别"]
        split = self._classes.split("".join(heads), size)
        if split:
            return [name + whole for name in split]
        parts = self._classes.conjuncts(heads)
        if len(parts) == size:
            return [name + whole for name in self.distributed(parts, case.talk)]
        if heads and (named := self._of_listed(case, "".join(heads) + whole)):
            return named
        recent = case.talk.recent if not heads else []
        if not heads and len(case.talk.listed) != size and (grown := self._grown_before(case)):
            return [name + whole for name in grown]
        names = recent[-size:] if len(recent) >= size else ["".join(heads) or case.talk.last] * size
        return [name + whole for name in names]

    def _subjects(self, case: Case) -> list[str]:
        """Those of 分别 when its own clause names none: the last group, a list, or the last figures."""
        talk, size = case.talk, case.item.size
        latest = {talk.last, *(r.indicator for r in case.earlier[-1:])}
        if len(talk.listed) == size and latest & {
            name.removesuffix("的") for name in talk.listed
        }:  # nothing else named since
            return talk.listed
        if ranked := self._ranked_before(case):
            return ranked
        parts = self._parts_before(case)
        if parts:
            parts[0] = parts[0][self._classes.verb_of(parts[0]) :]
            return self.distributed(parts, talk)
        before = case.earlier[-1] if case.earlier else None
        near = case.item.mark == "、" or len(talk.recent) < size
        if near and before is not None and before.indicator == talk.last and before.item.size == 1:
            words = self._classes.words(talk.last)
            named = self._classes.conjuncts(words)
            measured = self._classes.attribute_start(words)[1] and before.measure == "level"
            if len(named) == size and measured:  # A和B双双超过1万亿元、分别达…
                return self.distributed(named, talk)
        if len(talk.recent) >= size:
            grows = case.reading.measure in ("growth", "change", "ratio")  # 新增A、B，分别增长…
            return (talk.recent_full if grows else talk.recent)[-size:]
        return [talk.last] * size

    @staticmethod
    def _grown_before(case: Case) -> list[str]:
        """甲增长8%，乙下降3%，占比重分别为…: the things that grew in front, if they are as many; else []."""
        before = case.earlier[-case.item.size :]
        names = [r.indicator for r in before]
        alike = all(r.measure == "growth" and r.item.clause >= before[0].item.clause for r in before)
        full = alike and len(before) == case.item.size and "" not in names
        return names if full and len(set(names)) == len(names) else []

    @staticmethod
    def _ranked_before(case: Case) -> list[str]:
        """开工率98%、纳统率92%，分别居全省第4、第5位, 分别提高1、2个百分点: the last rates, one by one."""
        before = case.earlier[-case.item.size :]
        moved = case.reading.measure == "change" and case.unit in POINTS
        if (
            not (case.reading.measure == "rank" or moved)
            or len(before) < case.item.size
            or case.item.mark != "，"
        ):
            return []
        names = [r.indicator for r in before]
        alike = all(r.measure == "level" and r.numeral.base_unit in PERCENT for r in before)
        first, last = before[0].item.clause, before[-1].item.clause
        near = last == case.item.clause - 1 and (first == last or (moved and first == last - len(before) + 1))
        return names if alike and near and len(set(names)) == len(names) else []

    @staticmethod
    def _of_counts_before(case: Case, attribute: str) -> list[str]:
        """办结建议148件、提案134件，满意率分别达98%和99%: of each thing counted in the clause before."""
        size, before = case.item.size, case.earlier[-case.item.size :]
        if case.item.mark != "，" or len(before) < size or len(case.talk.recent) < size:
            return []
        alike = all(r.is_count and r.measure == "level" for r in before)
        near = before[-1].item.clause == before[0].item.clause == case.item.clause - 1
        units = {r.numeral.base_unit for r in before}
        return (
            [name + attribute for name in case.talk.recent[-size:]]
            if alike and near and len(units) == 1
            else []
        )

    def distributed(self, parts: Sequence[list[str]], talk: Discourse) -> list[str]:
        """家电、新能源汽车零售额 -> 家电零售额, 新能源汽车零售额; 事故起数、死亡人数 share the owner."""
        tail_start, _ = self._classes.attribute_start(parts[-1])
        tail: list[str] = parts[-1][tail_start:]
        if not tail_start and tail:
            tail = self._shorter(tail)
        if list(tail) == [_BALANCE] and tail_start:  # 民营经济和普惠小微贷款余额
            tail = [next((w for w in _LENT if parts[-1][tail_start - 1].endswith(w)), ""), _BALANCE]
        parts = [part[1:] if len(part) > 1 and part[0] in _ACHIEVED else part for part in parts]
        parts = self._with_front(parts)
        verb = parts[0][: self._classes.verb_of(parts[0])]
        if "等" in parts[-1]:
            place = list(parts[-1]).index("等")
            head = parts[-1][place + 1 : tail_start]
            if tail and head and head[-1] in ("产业", "行业"):
                tail = [head[-1], *tail]  # 食品、石化、信息等(支柱)产业增加值
            parts = [*parts[:-1], [*parts[-1][:place], *tail]]
        parts = self._completed(parts)
        names, owner = [], per_unit("".join(parts[0]))
        grades = self._classes.grade
        for place, own_words in enumerate(parts):
            part = list(own_words)
            if part[-1] in grades and place + 1 < len(parts) and parts[-1][0] in grades:
                part += parts[-1][1:]  # 国家级、省级重点实验室
            start, kind = self._classes.attribute_start(part)
            if not kind and place + 1 < len(parts) and not self._measured(part):
                part = self._with_tail(part, tail)
                start, kind = self._classes.attribute_start(part)
            if (
                place
                and not kind
                and owner
                and per_unit(owner + "能耗") == owner != "".join(part)[: len(owner)]
            ):
                names.append(owner + "".join(part))  # 万元GDP能耗、水耗、建设用地
                continue
            own = part[:start]
            shared = owner or ("" if place else talk.owner)
            per_head = own and len(own) == 1 and own[0] in self._classes.per_head
            if place and per_head and kind == "sibling" and owner and not owner.endswith(own[0]):
                names.append(owner + "".join(part))  # 规上工业企业亩均税收和亩均增加值
                continue
            if not own and kind == "sibling" and shared:
                alike = place and shared == names[0] and shared[-1:] in _COUNTS
                like = alike and len(parts[0]) > 1 and part[-1].endswith(shared[-1:])
                stem = self._head_of(parts[0], "".join(part)) if like else ""
                names.append((stem or shared) + "".join(part))  # 专利申请量、授权量
                continue
            if place and verb and not self._classes.is_verb(part[0]) and kind != "complete":
                part = [*verb, *part]
            lent = part is not own_words and len(part) > len(own_words)
            owner = owner or ("" if lent else "".join(own))
            names.append("".join(part))
        return names

    def _head_of(self, first: list[str], member: str) -> str:
        """专利申请量 for 授权量 -> 专利; 事故数 for 死亡人数 -> 事故: what a later member shares."""
        text, acts = "".join(first), self._classes.is_verb
        if acts(member[:-1]) and acts(text[-len(member) : -1]):
            return text[: -len(member)]
        return "".join(first[:-1])

    def _with_front(self, parts: Sequence[list[str]]) -> Sequence[list[str]]:
        """What the first member begins with and all share: 区级会议、文件; 宁波舟山港货物和集装箱吞吐量."""
        first, others = parts[0], parts[1:]
        if len(first) < _NAME or not others:
            return parts
        level = first[0].endswith(_LEVELS) and all(len(part) == 1 for part in others)
        port = first[0].endswith(_PORTS) and len(first[0]) > _NAME + 1
        verbal = first[1] in self._classes.telling or first[1] in self._classes.empty  # 城乡居民参加养老保险
        people = (
            not verbal
            and first[0] in _WHOSE
            and _WHOSE.isdisjoint(others[0])
            and not self._split_kind(others[0])
        )
        sized = first[0] in _SIZED and others[0][0] not in _SIZED
        named = (port or people or sized) and not self._classes.attribute_start(first)[1]
        return [first, *([first[0], *part] for part in others)] if level or named else parts

    def _split_kind(self, part: list[str]) -> bool:
        """城市低保, 农村低保: with a kind of people of its own."""
        return part[0] in self._classes.grade or part[0] in self._classes.sister

    def _measured(self, part: list[str]) -> bool:
        """Whether a member says itself what is measured: 游客数, GDP."""
        text = "".join(part)
        return text.endswith(_MEASURES) or self._classes.is_complete(text)

    @staticmethod
    def _with_tail(part: list[str], tail: list[str]) -> list[str]:
        """城镇居民 + 居民人均可支配收入: what both have stands once."""
        text, lent = "".join(part), "".join(tail)
        for size in range(min(len(text), len(lent)), 1, -1):
            if text.endswith(lent[:size]):
                return [*part, lent[size:]]
        return [*part, *tail]

    def _shorter(self, attribute: list[str]) -> list[str]:
        """集装箱吞吐量 -> 吞吐量: what an attribute with a name of its own lends to others."""
        text = "".join(attribute)
        return next(([text[i:]] for i in range(1, len(text) - 1) if text[i:] in self._classes.attributes), [])

    def _completed(self, parts: Sequence[list[str]]) -> list[list[str]]:
        """Members that lack what one of them says for all: a noun behind verbs, or the head (事故)."""
        classes = self._classes
        verbal = [all(map(classes.is_verb, part)) and not classes.attribute_start(part)[1] for part in parts]
        if any(verbal) and not all(verbal):
            told = list(parts[verbal.index(False)])
            verbs = classes.verb_of(told)
            front, body = told[: len(told) - _ending_verbs(told, classes)], told[verbs:]
            if verbs and body:  # 新签约、新开工、新竣工亿元以上产业项目
                return [[*p, *body] if v else p for p, v in zip(parts, verbal, strict=True)]
            if len(front) < len(told):  # 亿元以上项目新签约、新开工
                return [[*front, *p] if v else p for p, v in zip(parts, verbal, strict=True)]
        head = next((h for h in classes.shared_head if parts[-1][-1].endswith(h)), "")
        if head and (len(parts[-1]) > 1 or parts[-1][-1] != head):
            plain = {place for place, p in enumerate(parts) if not classes.attribute_start(p)[1]}
            return [
                [*p, head] if place in plain and not p[-1].endswith(head) and p[-1] not in classes.noun else p
                for place, p in enumerate(parts)
            ]
        return list(parts)


def per_unit(name: str) -> str:
    """万元GDP of 万元GDP能耗: what a rate is per; empty if nothing."""
    found = _PER_UNIT.match(name)
    return found[0] if found else ""


def _parted(tokens: list[str]) -> list[str]:
    """“保交楼”|“保交房”交付率: names in quotes side by side are a list."""
    parted: list[str] = []
    for token in tokens:
        if token == "“" and parted[-1:] == ["”"]:
            parted.append("、")
        parted.append(token)
    return parted


def _ending_verbs(tokens: list[str], classes: WordClasses) -> int:
    """How many tokens at the end are verbs."""
    count = 0
    while count < len(tokens) and classes.is_verb(tokens[-1 - count]):
        count += 1
    return count
