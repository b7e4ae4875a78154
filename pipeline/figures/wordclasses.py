"""Word classes of `rules/` and jieba's dictionary, as questions about tokens.

jieba's own tags are only evidence: a word listed in `rules/` is what the list says.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from pipeline.language.lexicon import Lexicon

#: first letters of jieba's tags that can stand in a noun phrase; v and what is left end it
_MANNER: Final = frozenset(("vn", "b", "d", "a", "ad"))
_NOMINAL: Final = frozenset("nabjlisxfqmgkhtrzoe")
OPEN: Final = {"“": "”", "《": "》", "（": "）", "‘": "’", "「": "」"}
_MOSTLY: Final = "基本"
_NEW: Final = "新"
_IN_ALL: Final = "累计"
_BUILDS: Final = ("新", "改", "扩", "迁")
_JOINS: Final = ("和", "及", "并")
_SHAPED: Final = ("演进", "演变", "优化", "调整", "转变")
_DIGITS: Final = frozenset("一二三四五六七八九十")  # 三、四期工程
MARKS: Final = {"、", "和", "及", "与", "以及", "或"}
FORMS: Final = {"组成", "构成"}  # what stands in front are the parts of the thing behind
RANK_STEPS: Final = {"位", "个位次", "名", "个名次"}  # 上升3个位次
SPEEDS: Final = (  # 工业增加值增长7%、增速居全市第一: the rank is of the growth
    "增速", "增幅", "降幅", "速度",
)  # fmt: skip
AT_LEAST: Final = ("至少", "最少")  # of all that follows: 至少建成2个示范区、20个示范村
DONE: Final = ("完成", "完成了")  # says no more than that it is done
PUNCTUATION: Final = frozenset("，。；：！？）”、:;,∶")
_KEPT: Final = 50_000  # words remembered


class WordClasses:
    """What a token can be; every list comes from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        kinds, verbs = lexicon.word_kinds, lexicon.verbs
        self.adverb = {**kinds.get("adverb", {}), **kinds.get("moment", {})}
        self.area, self.particle = kinds.get("area", {}), kinds.get("particle", {})
        self.conjunction, self.preposition = kinds.get("conjunction", {}), kinds.get("preposition", {})
        self.stop, self.noun, self.grade = (
            {**kinds.get("verb", {}), **kinds.get("outcome", {})},
            kinds.get("noun", {}),
            kinds.get("grade", {}),
        )
        self.origin, self.goal = kinds.get("origin", {}), kinds.get("goal", {})
        self.stock, self.place = kinds.get("stock", {}), kinds.get("place", {})
        self.causing, self.having = kinds.get("causing", {}), kinds.get("having", {})
        self.inside, self.endeavour = kinds.get("inside", {}), kinds.get("endeavour", {})
        self.manner, self.pushing = kinds.get("manner", {}), kinds.get("pushing", {})
        self.sending, self.park = kinds.get("sending", {}), tuple(kinds.get("park", {}))
        self.sister, self.container = kinds.get("sister", {}), kinds.get("container", {})
        self.giving, self.undoing = tuple(kinds.get("giving", {})), tuple(kinds.get("undoing", {}))
        self.strengthened = kinds.get("strengthened", {})
        self.helping, self.peers = kinds.get("helping", {}), kinds.get("peers", {})
        self.as_manner = kinds.get("as_manner", {})
        self.per_head, self.changes = kinds.get("per_head", {}), "".join(kinds.get("changing", {}))
        self.parts, self.person = kinds.get("parts", {}), tuple(kinds.get("person", {}))
        self._person_ends = {word[-1] for word in self.person}
        self.attributive, self.outcome = kinds.get("attributive", {}), kinds.get("outcome", {})
        self._passed_on: dict[str, list[str]] = {}  # by their last characters, the longest first
        for measure in sorted(kinds.get("passed_on", {}), key=len, reverse=True):
            self._passed_on.setdefault(measure[-1], []).append(measure)
        self.means, self.branch = kinds.get("means", {}), tuple(kinds.get("branch", {}))
        self.after_subject, self.building = kinds.get("after_subject", {}), kinds.get("building", {})
        self.graded, self.shared_head = kinds.get("graded", {}), kinds.get("shared_head", {})
        self.tasks, self.works = kinds.get("task", {}), kinds.get("work", {})
        self.toward, self.fronted = kinds.get("toward", {}), kinds.get("fronted", {})
        self.direction, self.reach = verbs["direction"], verbs["reach"]
        self.empty, self.telling = verbs["empty"], verbs["telling"]
        self.rank, self.relation = verbs["rank"], verbs["relation"]
        self.attributes = lexicon.attributes
        self._attribute_kinds: dict[str, str] = {a: entry.kind for a, (_, entry) in self.attributes.items()}
        self._verbs = self.telling.keys() | self.direction.keys() | self.empty.keys()
        # asked of the same few words all the time
        self._known_verbs: dict[str, bool] = {}
        self._known_kinds: dict[str, str] = {}
        self._longest_attribute = lexicon.longest_attribute
        self._attribute_ends = {attribute[-1] for attribute in self.attributes}
        #: words in front of a phrase that say nothing of what is measured
        self.idle = self.adverb.keys() | self.particle.keys() | self.conjunction.keys() | self.area.keys()
        #: what a heading ends with: 经济实力稳步增强|地区生产总值
        self.grown = (self.direction.keys() | self.strengthened.keys()) - self.fronted.keys()
        self._ends = (
            self.direction.keys()
            | self.reach.keys()
            | self.rank.keys()
            | self.relation.keys()
            | self.empty.keys()
        )

    def words(self, text: str) -> list[str]:
        """The words of a text; the list is the caller's."""
        return self.lexicon.words.cut(text)

    def is_verb(self, token: str) -> bool:
        """Whether a token is a verb of the lists, or of the dictionary and no noun of the lists."""
        known = self._known_verbs.get(token)
        if known is None:
            if len(self._known_verbs) >= _KEPT:
                self._known_verbs.clear()
            known = self._known_verbs[token] = (
                token in self._verbs
                or token in self.stop
                or token in self.building
                or (token not in self.noun and self.lexicon.words.tag(token)[0] == "v")
            )
        return known

    def is_indicator(self, text: str) -> bool:
        """Whether a text is a canonical indicator or one of its aliases."""
        return text in self.lexicon.indicators

    def is_listed_verb(self, token: str) -> bool:
        """Whether the lists know a token as a verb; the dictionary's tags are too free for some tests."""
        return token in self._verbs or token in self.stop

    def is_complete(self, text: str) -> bool:
        """Whether a text is an attribute that never takes an owner (居民消费价格指数)."""
        return self._attribute_kinds.get(text) == "complete"

    def is_predicate(self, token: str) -> bool:
        """Whether a token can begin what is said of the things counted."""
        if token in self.noun or token in PUNCTUATION:
            return False
        return token in self.stop or token in self.preposition or self.is_verb(token)

    def is_growth_noun(self, tokens: list[str]) -> bool:
        """增长速度, 增速 behind a per cent: 以7%的速度增长."""
        grows = bool(tokens) and tokens[0] in self.direction and tokens[0] not in self.stop
        return grows and not (tokens[0] in self.attributive and len(tokens[0]) > 1)  # 落后产能

    def word_kind(self, token: str) -> str:
        """noun, verb, stop, or mark (的, 和, 、)."""
        known = self._known_kinds.get(token)
        if known is None:
            if len(self._known_kinds) >= _KEPT:
                self._known_kinds.clear()
            known = self._known_kinds[token] = self._kind(token)
        return known

    def _kind(self, token: str) -> str:
        if token in self.noun or token in self.attributes:
            return "noun"
        if token in self.stop or token in self.adverb or token in self.preposition:
            return "stop"
        if token in self.rank and len(token) == 1:
            return "noun"  # 居, 列, 位 inside names: 康居
        if token in self._ends or token in PUNCTUATION:
            return "mark" if token in MARKS else "stop"
        if token == "的" or token in MARKS:
            return "mark"
        tag = self.lexicon.words.tag(token)
        if tag[0] in _NOMINAL or tag == "vn":
            return "noun"
        return "verb" if tag[0] == "v" else "stop"

    def is_person(self, token: str) -> bool:
        """群众, 困难人员: a word for people or households, by its last characters."""
        return token[-1:] in self._person_ends and token.endswith(self.person)

    def is_doing(self, token: str) -> bool:
        """A telling verb that is no attribute at the same time (建设, not 投入)."""
        return token in self.telling and token not in self.attributes

    def acts(self, token: str) -> bool:
        """A telling verb, or one that sets others going: 推动."""
        return (token in self.telling or token in self.pushing) and token not in self.after_subject

    def only_verbs(self, tokens: list[str]) -> bool:
        """Whether tokens are verbs and what joins or colours them: 基本建成及竣工."""
        return all(self._joins_verbs(token) for token in tokens)

    def _joins_verbs(self, token: str) -> bool:
        return self.is_verb(token) or token in MARKS or token in self.adverb or token == _MOSTLY

    def is_adverbial(self, token: str) -> bool:
        """全部, 稳定: an adverb of the lists or an adjective or adverb of the dictionary."""
        return token in self.adverb or self.lexicon.words.tag(token)[0] in "ad"

    def is_noun_adverb(self, token: str) -> bool:
        """重点 in 重点项目: an adverb of the lists that is a noun or adjective of the dictionary."""
        return token in self.adverb and self.lexicon.words.tag(token)[0] in "nab"

    def without_adverbs(self, tokens: list[str]) -> list[str]:
        """The tokens behind the adverbs they begin with."""
        kept = list(tokens)
        while kept and (kept[0] in self.adverb or kept[0] in self.particle):
            kept.pop(0)
        return kept

    def passed_on(self, name: str) -> str:
        """The longest measure a name ends with that its parts are measured by too, "" if there is none."""
        measures = self._passed_on.get(name[-1:])
        if measures is None:
            return ""
        return next((measure for measure in measures if name.endswith(measure)), "")

    def verb_of(self, tokens: list[str]) -> int:
        """How many tokens at the front are telling verbs (新增, 改造提升)."""
        size = len(tokens)
        count = _bracketed_verb(tokens)
        if size > 1 and tokens[0] == _NEW and self.is_doing(tokens[1]):
            count = 2  # 新|组建
        if size > 2 and tokens[0] == _IN_ALL and self.is_doing(tokens[1]):
            count = 1  # 累计|建设
        while count < size and tokens[count] in self.telling:
            count += 1
            if count + 2 >= size or not (tokens[count] in _JOINS or (tokens[count] == "、" and count == 1)):
                continue
            named = tokens[count + 1] in self.noun and tokens[count + 2] in PUNCTUATION
            if self.is_doing(tokens[count + 1]) and not named:
                count += 1  # 新建和改造公园
        if count or size < 3:
            return count
        # 社会资本|配建|学校: a subject in front of the verb goes with it
        for place in range(1, min(4, len(tokens) - 1)):
            if tokens[place - 1] in OPEN or (place > 1 and tokens[0] not in self.preposition):
                break  # “小升规”: a name; 国家|地方|联合|实验室
            if len(tokens[place]) > 1 and tokens[place] in self.telling and tokens[place] not in self.noun:
                return place + 1
            if tokens[place] in self.attributes:
                break
        return 0

    def work_of(self, noun: list[str]) -> str:
        """The work a noun phrase ends with: 自助服务改造升级 of 书吧的自助服务改造升级; empty if none.

        任务 and 工作 behind it belong to it; a phrase that is nothing but work (改造) is returned whole.
        """
        last = len(noun) - 1
        while last > 0 and noun[last] in self.tasks:
            last -= 1
        if not noun or not self._is_work(noun[last]):
            return ""
        if "的" in noun:
            return "".join(noun[len(noun) - noun[::-1].index("的") :])
        start = last
        while start > 0 and (
            self._is_work(noun[start - 1]) or self.lexicon.words.tag(noun[start - 1]) in _MANNER
        ):
            start -= 1
        return "".join(noun[start:])

    def _is_work(self, token: str) -> bool:
        """改造, 整治: a verb of the dictionary or the lists that can end a noun phrase."""
        return (
            len(token) > 1
            and (token in self.noun or token in self.works)
            and (self.lexicon.words.tag(token)[0] == "v" or token in self.works)
        )

    def attribute_start(self, tokens: list[str]) -> tuple[int, str]:
        """Where the attribute at the end begins (len if none), and its kind.

        Attributes may be several tokens (实际 完成 投资): the longest that `rules/` knows wins.
        """
        longest, text = len(tokens), ""
        kind = ""
        if not tokens or tokens[-1][-1:] not in self._attribute_ends:
            return longest, kind
        for index in range(len(tokens) - 1, max(-1, len(tokens) - 5), -1):
            text = tokens[index] + text
            if len(text) > self._longest_attribute:
                break
            known = self._attribute_kinds.get(text)
            if known is not None:
                longest, kind = index, known
        return longest, kind

    def conjuncts(self, tokens: list[str], marks: Collection[str] = MARKS) -> list[list[str]]:
        """The core cut at 、 和 及 与 outside quotes and brackets."""
        parts: list[list[str]] = [[]]
        depth = 0
        for token in tokens:
            depth += token in "“《（"
            depth -= token in "”》）"
            if depth <= 0 and token in marks and parts[-1] and parts[-1][-1] not in _DIGITS:
                parts.append([])
            else:
                parts[-1].append(token)
        return [p for p in parts if p]

    def split(self, text: str, size: int) -> list[str]:
        """The parts a phrase with `size` numbers speaks of, by rules/splits.yaml; [] if it has none."""
        shape = text
        for ending in _SHAPED:  # 三次产业结构演进为3.6：48：48.4
            shape = shape.removesuffix(ending)
        for _, entry in self.lexicon.splits:
            if len(entry.parts) != size:
                continue
            for whole in sorted(entry.whole, key=len, reverse=True):
                if entry.how == "instead" and shape.endswith(whole):
                    return list(entry.parts)
                if entry.how == "inside" and whole in text:
                    return [text.replace(whole, part, 1) for part in entry.parts]
        return []


def _bracketed_verb(tokens: list[str]) -> int:
    """新（改）建, 改（扩）建, 新（改、扩）建: how many tokens it takes; 0 if there is none."""
    if len(tokens) < 6 or tokens[0] not in _BUILDS or tokens[1] != "（" or "）" not in tokens[2:6]:
        return 0
    end = tokens.index("）", 2) + 1
    return end + 1 if tokens[end : end + 1] == ["建"] else 0


def without_overlap(owner: str, body: str) -> str:
    """组团绿化 + 绿化面积: what both have stands once."""
    for size in range(min(len(owner), len(body), 4), 1, -1):
        if owner.endswith(body[:size]):
            return owner[:-size]
    return owner
