"""From a figure in its sentence to what it measures: the grammar proper.

For each figure in order: read left and right phrase, settle bound, sign and measure, then the
indicator: own phrase, count before noun, attribute of an owner, relation (占), or the one
carried over.  What is carried lives in `Discourse` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal

import regex

from pipeline.figures.cues import Found, without
from pipeline.figures.discourse import Discourse
from pipeline.figures.phrases import Left, Phrases, Right
from pipeline.figures.scan import Numeral
from pipeline.figures.sentences import Item, Sentence

_PERCENT = {"%", "百分之", "‰", "千分之", "番", "成", "倍"}
_POINTS = {"个百分点", "百分点", "个千分点"}
_RATIO_LEFT = regex.compile(r"(?:是|为|相当于|达到?)[^，。；]{1,20}的$")
_RANK_UNITS = {"", "位", "名", "位次"}
_AMONG = regex.compile(r"[一-龥]中$")
_BY_CLASS = regex.compile(r"^(?:按|分|从).{1,14}(?:看|分)$")
_CAUSING = {"使", "让", "为", "对", "在", "由", "向", "从", "于", "令", "给", "将", "把"}
_HAVE = {"有", "共有", "拥有", "现有", "已有"}
_CLAUSE_END = regex.compile(r"[，。；、：！（）]")


@dataclass(slots=True)
class Reading:
    """One figure with its meaning; period and status are added by the context pass."""

    item: Item
    indicator: str = ""
    measure: str = "level"
    negative: bool = False
    bound: str = "eq"
    qualifier: str = ""
    basis: str = ""
    starts: bool = False
    arrives: bool = False
    parent: int | None = None  # index of the reading of the whole
    cues: list[Found] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @property
    def numeral(self) -> Numeral:
        return self.item.numeral


#: sentence, reading, left text, left, right, discourse before and after, cues
Watch = Callable[
    [Sentence, "Reading", str, Left, Right, Discourse, Discourse, Sequence[Found]], None
]


class Reader:
    """Reads sentences one after the other; `discourse` is the memory between figures."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def read(
        self, text: str, sentence: Sentence, cues: Sequence[Found], talk: Discourse, watch: Watch | None = None
    ) -> list[Reading]:
        """Readings of all figures of one sentence, in order; `watch` sees each of them made."""
        talk.new_sentence(_goes_on(text, sentence))
        talk.tail = self._tail(text, sentence, talk)
        readings: list[Reading] = []
        lefts: dict[int, Left] = {}
        for index, item in enumerate(sentence.items):
            if item.mark == "；" or (item.mark == "，" and talk.verb):
                talk.verb = ""
            left_text, inside = without(text, *item.left, cues)
            left = self._phrases.read_left(left_text, item.numeral.ordinal or item.numeral.unit in ("位", "名"))
            right = self._phrases.read_right(text[item.right[0] : item.right[1]], item.shared)
            lefts[index] = left
            if item.place:
                left = _with_group(left, lefts[item.group])
                inside = inside or readings[item.group].cues
            before = copy(talk) if watch else talk
            reading = Reading(item, cues=inside, rules=list(left.rules))
            _settle_bound(reading, left, right)
            _settle_measure(reading, left, left_text, right, talk)
            self._settle_indicator(reading, left, right, talk, readings, sentence, text)
            self._remember(reading, left, right, talk, index)
            readings.append(reading)
            if watch:
                watch(sentence, reading, left_text, left, right, before, copy(talk), cues)
        _share_bound_backwards(readings)
        return readings

    def _tail(self, text: str, sentence: Sentence, talk: Discourse) -> str:
        """What all items of a list measure: 主要产品产量中，… or 分类别看，… after 零售额."""
        first = sentence.clauses[0]
        if first.figures or first.end - first.start > 40:
            return ""
        said = text[first.start : first.end].strip()
        if _AMONG.search(said):
            tokens = self._phrases.words(said[:-1].removesuffix("之"))
            start, _ = self._phrases.attribute_start(tokens)
            return "".join(tokens[start:])
        if _BY_CLASS.search(said) and talk.last:
            if self._phrases.is_complete(talk.last):
                return talk.last
            tokens = self._phrases.words(talk.last)
            start, _ = self._phrases.attribute_start(tokens)
            return "".join(tokens[start:])
        return ""

    # ---- indicator ----

    def _settle_indicator(
        self, reading: Reading, left: Left, right: Right, talk: Discourse,
        readings: Sequence[Reading], sentence: Sentence, text: str,
    ) -> None:  # fmt: skip
        item = reading.item
        core = left.tokens
        if left.of_which:
            talk.whole = talk.previous
            talk.verb = ""
        if item.size > 1 and (item.place or not right.noun):
            reading.indicator = self._of_group(reading, left, talk, sentence, text)
            reading.rules.append("grammar:group")
            return
        if right.noun and self._counts(reading, left, right, core):
            self._count_before(reading, left, right, talk, item.shared)
            return
        if not core and left.reach and readings and readings[-1].starts:
            reading.indicator = readings[-1].indicator  # 由第39位跃升至21位
            if readings[-1].measure == "rank" and reading.numeral.base_unit in _RANK_UNITS:
                reading.measure = "rank"
            return
        if not core:
            self._carried(reading, left, talk, sentence, text)
            return
        if talk.noun and all(self._phrases.is_verb(t) or t in ("及", "和", "并") for t in core) and self._is_count(reading):
            reading.indicator = "".join(core) + talk.noun  # 开工1200套，竣工6366套
            reading.rules.append("grammar:object_carried")
            return
        self._noun_before(reading, left, right, talk, sentence, text)

    def _is_count(self, reading: Reading) -> bool:
        entry = reading.numeral.unit_entry
        return entry is not None and entry.dimension == "count"

    def _counts(self, reading: Reading, left: Left, right: Right, core: Sequence[str]) -> bool:
        """Is the noun behind the number what it counts?"""
        if reading.measure in ("growth", "rank", "ratio") or left.direction or right.grows:
            return False
        unit = reading.numeral.base_unit
        if unit in _PERCENT or unit in _POINTS:
            return not core and not left.reach and right.noun != []
        if left.reach and core:
            return False
        if not core:
            return True
        last = core[-1]
        if last in ("等", "的", "”", "》") or self._phrases.is_verb(last):
            return True
        entry = reading.numeral.unit_entry
        counted = entry is None or entry.dimension == "count"
        return counted or len(right.noun) > 1 or not reading.item.shared

    def _count_before(self, reading: Reading, left: Left, right: Right, talk: Discourse, shared: bool) -> None:
        core = [t for t in left.tokens if t not in _CAUSING] if len(left.tokens) == 1 else list(left.tokens)
        noun = "".join(right.noun)
        reading.rules.append("grammar:count_before")
        if self._owns_behind(core, reading):
            reading.indicator = noun + "".join(core)
            talk.owner, talk.verb = noun, ""
            return
        predicate = "" if shared else self._predicate(right)
        core = self._without_list(core, noun + predicate)
        verb_count = self._phrases.verb_of(core)
        verb = "".join(core[:verb_count])
        if not core and reading.item.mark in ("、", "") and talk.verb:
            core = [talk.verb]
            verb = talk.verb
            reading.rules.append("grammar:verb_carried")
        if predicate and (not core or (len(noun) <= 2 and all(map(self._phrases.is_verb, core)))):
            noun_said = f"{predicate}的{noun}"  # 晋级国家一级博物馆的博物馆
            reading.indicator = "".join(core) + noun_said
        else:
            reading.indicator = "".join(core) + noun
        talk.noun = noun
        talk.owner = noun
        talk.verb = verb or ("".join(core) if core and self._phrases.is_verb(core[0]) and len(core) == 1 else "")

    def _owns_behind(self, core: Sequence[str], reading: Reading) -> bool:
        """投资3.3亿元的机场快速路: the owner stands behind its attribute."""
        start, kind = self._phrases.attribute_start(core)
        return bool(core) and not start and kind == "sibling" and not self._is_count(reading)

    def _predicate(self, right: Right) -> str:
        """8家博物馆晋级国家一级博物馆: what is said of the things counted belongs to the indicator."""
        rest = self._phrases.without_adverbs(right.rest)
        text = _CLAUSE_END.split("".join(rest))[0]
        if not rest or not self._phrases.is_predicate(rest[0]) or not 2 <= len(text) <= 30:
            return ""
        return text

    def _without_list(self, core: list[str], noun: str) -> list[str]:
        """引进A、B等12个项目: the names before 等 go, the verb stays."""
        verb_count = self._phrases.verb_of(core)
        if core and core[-1] in ("等", "等等"):
            return core[:verb_count] if len(noun) >= 3 else core
        if "、" in core and not verb_count and core[-1] != "的" and not self._phrases.is_verb(core[0]):
            return []  # 华汇、地壹街两个地下商城: the names of what is counted
        return core

    def _carried(
        self, reading: Reading, left: Left, talk: Discourse, sentence: Sentence, text: str
    ) -> None:
        """A bare predicate speaks of the last indicator."""
        reading.indicator = talk.last
        if left.starts or not talk.last:
            topic = self._topic(reading.item, sentence, text)
            talk.last = reading.indicator = topic or talk.last
        reading.rules.append("grammar:last_carried")
        if left.cumulative and talk.last_bare:
            reading.indicator = talk.last_bare

    def _noun_before(
        self, reading: Reading, left: Left, right: Right, talk: Discourse, sentence: Sentence, text: str
    ) -> None:
        core = self._drop_enumeration(left.tokens, left)
        verb_count = self._phrases.verb_of(core)
        if self._relation(reading, core, talk):
            return
        if core[0] == "对" and talk.last and self._phrases.attribute_start(core)[1]:
            reading.indicator = talk.last + "".join(core)  # 对经济增长的贡献率
            reading.rules += ["grammar:relation", "grammar:owner"]
            return
        body = core[verb_count:] or core
        start, kind = self._phrases.attribute_start(body)
        if not start and verb_count and not self._phrases.is_verb(core[0]):
            body = core  # 城市更新供应|用地面积: no verb with its object, a modifier
            start, kind = self._phrases.attribute_start(body)
            verb_count = 0
        owner = body[:start]
        alone = reading.item.mark != "、" and self._phrases.is_indicator("".join(body))
        if not owner and kind == "sibling" and not verb_count and not alone:
            talk.owner = talk.owner or self._topic(reading.item, sentence, text)
            if talk.owner:
                reading.indicator = self._owned(body, talk, reading)
                return
        if not owner and kind == "meta" and talk.last:
            reading.indicator = talk.last + "".join(body)
            reading.rules.append("grammar:meta_attribute")
            return
        graded = self._regraded(core, talk, left.of_which)
        if graded:
            reading.indicator = "".join(graded)
            reading.rules.append("grammar:grade")
            talk.grade_frame = graded
            return
        if reading.numeral.base_unit == "%" and not left.reach and right.rest and not right.noun:
            core = core + [self._predicate(right)]  # 政务服务事项100%网上可办
        if talk.tail and not kind and reading.measure != "rank" and not verb_count:
            core = [*core, talk.tail]  # 主要产品产量中，铝材3万吨
            reading.rules.append("grammar:topic_tail")
        verb = "".join(core[:verb_count])
        if not verb and self._takes_verb(reading, core, talk):
            reading.indicator = talk.verb + "".join(core)
            reading.rules.append("grammar:verb_carried")
        else:
            reading.indicator = "".join(core)
            talk.verb = verb
        if kind != "meta":
            talk.owner = "".join(owner) if kind == "sibling" else "" if kind == "complete" else "".join(body)
        talk.grade_frame = list(core)

    def _topic(self, item: Item, sentence: Sentence, text: str) -> str:
        """What the clause before speaks of, where no figure has named an owner yet."""
        for clause in reversed(sentence.clauses[: item.clause]):
            if clause.figures:
                return ""
            tokens = self._phrases.spoken_of(text[clause.start : clause.end])
            if "、" in tokens:
                return ""
            if tokens:
                return "".join(tokens)
        return ""

    def _owned(self, body: Sequence[str], talk: Discourse, reading: Reading) -> str:
        owner = _without_overlap(talk.owner, "".join(body))
        reading.rules.append("grammar:owner")
        return owner + "".join(body)

    def _takes_verb(self, reading: Reading, core: Sequence[str], talk: Discourse) -> bool:
        return (
            bool(talk.verb)
            and reading.item.mark == "、"
            and reading.measure == "level"
            and not self._phrases.is_verb(core[0])
            and reading.numeral.base_unit not in _PERCENT
        )

    def _relation(self, reading: Reading, core: Sequence[str], talk: Discourse) -> bool:
        """占 B 的 x%: a share of the thing spoken of."""
        if "占" not in core:
            return False
        place = core.index("占")
        body = "".join(core[place:]).removesuffix("的")
        if not body.endswith(("比重", "比例", "比", "份额")):
            body += "比重"
        subject = "".join(core[:place]) or talk.last
        reading.indicator = subject + body
        reading.rules.append("grammar:relation")
        return True

    def _regraded(self, core: Sequence[str], talk: Discourse, of_which: bool) -> list[str]:
        """国家级产业园1个，省级93个: the level word is exchanged in the phrase before."""
        if not core or not self._phrases.is_grade(core[-1]) or len(core) > 2:
            return []
        for place, token in enumerate(talk.grade_frame):
            if self._phrases.is_grade(token):
                return [*talk.grade_frame[:place], *core, *talk.grade_frame[place + 1 :]]
        if of_which and talk.noun:
            return [*core, talk.noun]  # 充电桩2万个，其中农村1万个
        return []

    def _drop_enumeration(self, core: list[str], left: Left) -> list[str]:
        """新增A、B等产业集群4个: a list of names with 等 in front of the head goes."""
        if "等" not in core:
            return core
        place = len(core) - 1 - core[::-1].index("等")
        head = core[place + 1 :]
        before = core[:place]
        if "、" not in before or sum(map(len, head)) < 3:
            return core
        return before[: self._phrases.verb_of(before)] + head

    # ---- groups ----

    def _of_group(self, reading: Reading, left: Left, talk: Discourse, sentence: Sentence, text: str) -> str:
        item = reading.item
        if not item.place:
            talk.listed = self._group_names(left, item, talk, sentence, text)
        return talk.listed[item.place]

    def _group_names(
        self, left: Left, item: Item, talk: Discourse, sentence: Sentence, text: str
    ) -> list[str]:
        core = left.tokens
        start, kind = self._phrases.attribute_start(core)
        if not core or (not start and kind == "meta") or core[0] == "对":
            return [name + "".join(core) for name in self._listed(item, talk, sentence, text)]
        parts_of = self._phrases.split("".join(core), item.size)
        if parts_of:
            return parts_of
        parts = self._phrases.conjuncts(core)
        if len(parts) == item.size:
            return self._distribute(parts, talk)
        text = "".join(core)
        if not self._own_subject(core):
            return [self._owned(core, talk, Reading(item))] * item.size
        return [text] * item.size

    def _listed(self, item: Item, talk: Discourse, sentence: Sentence, text: str) -> list[str]:
        """The subjects of 分别 when its own clause names none: the last group, list or figures."""
        if len(talk.listed) == item.size:
            return talk.listed
        previous = sentence.clauses[item.clause - 1] if item.clause else None
        if previous and not previous.figures:
            parts = self._phrases.conjuncts(self._phrases.spoken_of(text[previous.start : previous.end]))
            if len(parts) == item.size:
                parts[0] = parts[0][self._phrases.verb_of(parts[0]) :]
                return self._distribute(parts, talk)
        if len(talk.recent) >= item.size:
            return talk.recent[-item.size :]
        return [talk.last] * item.size

    def _own_subject(self, core: Sequence[str]) -> bool:
        start, kind = self._phrases.attribute_start(core)
        return bool(start) or kind != "sibling"

    def _distribute(self, parts: list[list[str]], talk: Discourse) -> list[str]:
        """家电、新能源汽车零售额 -> 家电零售额, 新能源汽车零售额; 事故起数、死亡人数 share the owner."""
        tail_start, tail_kind = self._phrases.attribute_start(parts[-1])
        tail = parts[-1][tail_start:]
        verb = parts[0][: self._phrases.verb_of(parts[0])]
        names, owner = [], ""
        for place, part in enumerate(parts):
            start, kind = self._phrases.attribute_start(part)
            own = part[:start]
            if not kind and tail and place + 1 < len(parts):
                part = [*part, *tail]
                start, kind = self._phrases.attribute_start(part)
                own = part[:start]
            if not own and kind == "sibling" and (owner or (not place and talk.owner)):
                names.append((owner or talk.owner) + "".join(part))
                continue
            if place and verb and not self._phrases.is_verb(part[0]):
                part = [*verb, *part]
            owner = owner or "".join(own)
            names.append("".join(part))
        return names

    # ---- memory ----

    def _remember(self, reading: Reading, left: Left, right: Right, talk: Discourse, index: int) -> None:
        if talk.whole is not None:
            reading.parent = talk.whole
        if self._is_count(reading) and reading.measure == "level" and not reading.item.place:
            bare = reading.indicator.removeprefix(talk.verb) if talk.verb else reading.indicator
            talk.recent.append(bare)
        if reading.indicator and reading.measure != "rank":
            talk.last = reading.indicator if not _is_relation(reading) else talk.last
            if "grammar:last_carried" not in reading.rules:
                talk.last_bare = reading.indicator.removeprefix(talk.verb) if talk.verb else reading.indicator
            talk.last_measure = reading.measure
        if talk.whole is None:
            talk.previous = index
        if self._is_count(reading) and "grammar:last_carried" not in reading.rules and not right.noun:
            body = left.tokens[self._phrases.verb_of(left.tokens) :]
            talk.noun = "".join(body) if body and not all(map(self._phrases.is_verb, body)) else talk.noun


_ON = regex.compile(r"\s*(?:实现|完成|其中|累计|共|同时|另)")


def _goes_on(text: str, sentence: Sentence) -> bool:
    """实现利润225亿元 after 产品销售率97%: the sentence speaks on of the same owner."""
    return _ON.match(text, sentence.start) is not None


def _without_overlap(owner: str, body: str) -> str:
    """组团绿化 + 绿化面积: what both have stands once."""
    for size in range(min(len(owner), len(body), 4), 1, -1):
        if owner.endswith(body[:size]):
            return owner[:-size]
    return owner


def _is_relation(reading: Reading) -> bool:
    return "grammar:relation" in reading.rules


def _with_group(left: Left, head: Left) -> Left:
    """A later member of a group shares the predicate and phrase of the first."""
    merged = Left(
        tokens=head.tokens, direction=head.direction, bound=left.bound or head.bound,
        qualifier=left.qualifier or head.qualifier, reach=head.reach, rank=head.rank or left.rank,
        starts=False, of_which=False, together=True, last_verb=head.last_verb,
        rules=[*head.rules, *left.rules],
    )  # fmt: skip
    return merged


def _settle_bound(reading: Reading, left: Left, right: Right) -> None:
    numeral = reading.numeral
    if numeral.value_max is not None:
        reading.bound = "range"
        reading.qualifier = right.qualifier or left.qualifier
    elif right.bound and left.bound != "le":
        reading.bound, reading.qualifier = right.bound, right.qualifier
    elif left.bound:
        reading.bound, reading.qualifier = left.bound, left.qualifier
    elif numeral.more:
        reading.bound, reading.qualifier = "gt", "余"
    reading.rules += right.rules


def _share_bound_backwards(readings: Sequence[Reading]) -> None:
    """分别增长8.5%、10%以上: the qualifier behind the last is for all of the group."""
    for reading in reversed(readings):
        item = reading.item
        if item.size > 1 and item.place + 1 == item.size and reading.qualifier and reading.bound in ("ge", "le", "approx"):
            for other in readings:
                if other.item.group == item.group and other.bound == "eq":
                    other.bound, other.qualifier = reading.bound, reading.qualifier


def _settle_measure(reading: Reading, left: Left, left_text: str, right: Right, talk: Discourse) -> None:
    numeral, unit = reading.numeral, reading.numeral.base_unit
    reading.starts, reading.arrives = left.starts, left.reach and left.last_verb not in _HAVE
    if numeral.ordinal or (left.rank and unit in _RANK_UNITS):
        reading.measure = "rank"
        return
    if numeral.unit == "番":
        reading.measure = "growth"
        return
    if unit == "倍" and not left.direction and _RATIO_LEFT.search(left_text):
        reading.measure = "ratio"
        return
    if left.direction:
        relative = unit in _PERCENT or (numeral.han and not unit and numeral.value is not None and numeral.value < 1)
        reading.measure = "growth" if relative else "change"
        reading.negative = left.direction == "-"
        return
    if unit in _PERCENT and right.grows:
        reading.measure = "growth"
    elif unit in _POINTS:
        reading.measure = "change"
    elif unit == "倍":
        reading.measure = "ratio"
    elif unit in _PERCENT and not left.tokens and not left.reach and not right.noun:
        if talk.last_measure == "growth" and reading.item.mark == "、":
            reading.measure = "growth"
    _fronted_direction(reading, left, unit)


_FRONTED_DOWN = {"减少", "降低", "压减", "缩短", "压缩", "削减", "下降", "降"}


def _fronted_direction(reading: Reading, left: Left, unit: str) -> None:
    """每年减少利息支出130亿元, 压减会议30%: the verb of change stands in front of its noun."""
    if left.tokens and left.tokens[0] in _FRONTED_DOWN and len(left.tokens) > 1 and not left.reach:
        reading.negative = True
        reading.measure = "growth" if unit in _PERCENT else "change"
        left.tokens = left.tokens[1:]


def signed(value: Decimal | None, negative: bool) -> Decimal | None:
    return -value if negative and value is not None else value
