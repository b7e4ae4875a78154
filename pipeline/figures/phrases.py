"""Phrases as token lists: what stands left of a figure, what right, cut once.

Left of the number, from the right: qualifier, predicate (growth, reach, rank), adverbs; from
the left: adverbs, own-area words, empty verbs.  What remains is the core: the words of the
indicator.  Right of the number only a noun phrase counts, and only where it begins at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from pipeline.language.lexicon import Lexicon

_NOUN_TAGS = ("n", "vn", "an", "a", "b", "j", "l", "i", "s", "x", "eng", "f", "q", "m", "ng", "g", "k", "h")
_FROM = {"由", "从", "自"}
_TOWARDS = {"到", "至", "为"}
_WHERE = {"全国", "全球", "世界", "全省", "全市", "国内", "前", "各区", "各市", "新区", "）", "（"}
_STOCK = {"累计", "总数", "总量", "累积", "共", "总计", "合计"}
_ENUMERATION = regex.compile(r"^\s*(?:[一二三四五六七八九十]{1,2}是|[(（]?\d{1,2}[)）.．、]|[（(][一二三四五六七八九十]+[）)])")
_OPEN = {"“": "”", "《": "》", "（": "）", "‘": "’", "「": "」"}
_MARKS = {"、", "和", "及", "与", "以及", "或"}


@dataclass(slots=True)
class Left:
    """The reading of the text in front of a number."""

    tokens: list[str] = field(default_factory=list)  # the core
    direction: str = ""  # + or -
    bound: str = ""
    qualifier: str = ""
    reach: bool = False
    rank: bool = False
    starts: bool = False  # 由/从: the value is where something began
    of_which: bool = False
    together: bool = False  # 分别
    cumulative: bool = False  # 累计, 总数: the stock, not the new ones
    last_verb: str = ""
    rules: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Right:
    """The reading of the text behind a number and its unit."""

    bound: str = ""
    qualifier: str = ""
    noun: list[str] = field(default_factory=list)  # the noun phrase that begins at once
    rest: list[str] = field(default_factory=list)
    grows: bool = False  # 的增长速度: the per cent is a growth
    rules: list[str] = field(default_factory=list)


class Phrases:
    """Reads phrases with the word classes of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        kinds, verbs = lexicon.word_kinds, lexicon.verbs
        self._adverb = {**kinds.get("adverb", {}), **kinds.get("moment", {})}
        self._area = kinds.get("area", {})
        self._particle = kinds.get("particle", {})
        self._conjunction = kinds.get("conjunction", {})
        self._preposition = kinds.get("preposition", {})
        self._stop = kinds.get("verb", {})
        self._noun = kinds.get("noun", {})
        self._grades = kinds.get("grade", {})
        self._direction, self._reach = verbs["direction"], verbs["reach"]
        self._empty, self._telling = verbs["empty"], verbs["telling"]
        self._rank, self._relation = verbs["rank"], verbs["relation"]
        self._attributes = lexicon.attributes
        self._qualifiers = lexicon.qualifiers
        self._verb_tokens = self._telling.keys() | self._direction.keys() | self._empty.keys()

    # ---- left ----

    def read_left(self, text: str, ordinal: bool = False) -> Left:
        """The reading of `text`, which ends at the number (or at its 第, then `ordinal`)."""
        left = Left()
        text = _ENUMERATION.sub("", text)
        if not text:
            return left
        tokens = self._lexicon.words.cut(text)
        self._strip_right(tokens, left, ordinal)
        self._strip_left(tokens, left)
        if left.reach and len(tokens) > 1 and tokens[0] in ("争取", "努力", "计划"):
            del tokens[0]
            self._strip_left(tokens, left)
        left.tokens = tokens
        return left

    def _strip_right(self, tokens: list[str], left: Left, ordinal: bool) -> None:
        while tokens:
            token = tokens[-1]
            if self._take_qualifier(tokens, left) or self._take_predicate(token, tokens, left, ordinal):
                tokens.pop()
            elif token in ("等", "等等"):
                break
            elif token == "的":
                if not (left.reach or left.direction or left.bound) and not _linked(tokens):
                    break  # 国家下达的90亿元…: the noun comes behind the number
                tokens.pop()
            elif token in self._adverb or token == "了" or token in "，、：；":
                if token == "分别":
                    left.together = True
                if token in _STOCK:
                    left.cumulative = True
                tokens.pop()
            elif token in _FROM:
                left.starts = True
                tokens.pop()
            elif (left.rank or ordinal) and (token in self._area or token in _WHERE):
                tokens.pop()
            else:
                break

    def _take_qualifier(self, tokens: list[str], left: Left) -> bool:
        token = tokens[-1]
        entry = self._qualifiers.get(("before", token))
        if entry is None or left.bound:
            return False
        rule, qualifier = entry
        previous = tokens[-2][-1:] if len(tokens) > 1 else ""
        if previous and previous in qualifier.not_preceded_by:
            return False
        left.bound, left.qualifier = qualifier.bound, token
        left.rules.append(rule)
        return True

    def _take_predicate(self, token: str, tokens: list[str], left: Left, ordinal: bool) -> bool:
        if token in self._direction:
            if left.reach and tokens[-1] is token and left.last_verb in _TOWARDS:
                left.last_verb = token  # 增加|到: where it went, not by how much
                return True
            if left.direction or left.reach and len(tokens) == 1 and token in self._telling:
                return False
            rule, left.direction = self._direction[token]
            left.rules.append(rule)
            left.last_verb = token
            return True
        if token in self._reach and not (ordinal and token in self._rank):
            left.reach = True
            left.last_verb = token
            return True
        if token in self._rank and not left.direction:
            left.rank = True
            left.rules.append(self._rank[token][0])
            return True
        return False

    def _strip_left(self, tokens: list[str], left: Left) -> None:
        self._drop_finished(tokens)
        count = 0
        while count < len(tokens):
            token = tokens[count]
            if token in ("其中", "含", "包括", "包含"):
                left.of_which = True
            elif token == "分别":
                left.together = True
            elif token in _STOCK and count + 1 == len(tokens):
                left.cumulative = True
            elif token == "累计" and count + 2 < len(tokens) and tokens[count + 1] in self._telling:
                break
            elif not self._skips(token, tokens, count):
                break
            count += 1
        del tokens[:count]

    def _drop_finished(self, tokens: list[str]) -> None:
        """转移支付规模大幅增加、专项项目(减少三分之二): what is complete before 、 says nothing here."""
        for place in range(len(tokens) - 1, 0, -1):
            if tokens[place] == "、" and place + 1 < len(tokens):
                if tokens[place - 1] in self._direction or tokens[place - 1] in self._stop:
                    del tokens[: place + 1]
                return

    def _skips(self, token: str, tokens: list[str], place: int) -> bool:
        if token in self._adverb or token in self._particle or token in self._conjunction:
            return True
        if token in self._area:
            return True
        if token in self._empty:
            return place + 1 < len(tokens)
        return token in "，、：；。）（的 "

    # ---- right ----

    def read_right(self, text: str, shared: bool = False) -> Right:
        """Qualifier behind the unit, then the noun phrase that follows without a break."""
        right = Right()
        found = self._lexicon.after.match(text)
        if found:
            rule, entry = self._qualifiers["after", found[0]]
            right.bound, right.qualifier = entry.bound, found[0]
            right.rules.append(rule)
            text = text[found.end() :]
        if not text or text[0] in "，。；、：）！？”—（":
            return right
        tokens = self._lexicon.words.cut(text)
        if tokens and tokens[0] == "的":
            tokens = tokens[1:]
        right.grows = self.is_growth_noun(tokens)
        end = 0 if right.grows else self.noun_end(tokens, shared)
        right.noun, right.rest = tokens[:end], tokens[end:]
        return right

    def noun_end(self, tokens: Sequence[str], shared: bool) -> int:
        """How many of the tokens form the noun phrase a count in front of them counts."""
        end, place = 0, 0
        while place < len(tokens):
            token = tokens[place]
            if token in _OPEN:
                place = _closing(tokens, place)
                end, place = place, place
                continue
            kind = self.word_kind(token)
            if kind == "stop" and not end and place + 1 < len(tokens):
                if self._is_noun_adverb(token) or (token in self._stop and self.word_kind(tokens[place + 1]) == "noun"):
                    kind = "mark+"  # 3个重点项目, 3个落地项目
            if kind == "noun":
                if shared and end and token in self._attributes:
                    return self._before_attribute(tokens, place)
                end = place + 1
            elif kind == "stop":
                break
            elif kind == "verb":
                if (shared and end and token in self._telling) or not self._is_modifier(tokens, place, end):
                    break
                end = place + 1 if place + 1 == len(tokens) and end else end
            elif kind == "mark" and token in _MARKS and end:
                more = self.noun_end(tokens[place + 1 :], False)
                if all(t in self._telling for t in tokens[:place]):
                    return place + 1 + more  # 11所新建、改扩建学校
                if token != "、" and more and place + 1 + more == len(tokens):
                    return len(tokens)  # 10家平价蔬菜超市和直销店
                break
            elif kind == "mark" and token == "的" and end and place + 1 < len(tokens):
                pass
            elif kind == "mark" and not place:
                break
            place += 1
        return end

    def _before_attribute(self, tokens: Sequence[str], place: int) -> int:
        """三级重点项目|年度投资完成率: the count ends at its own head, not at a modifier of the next."""
        for index in range(place - 1, 0, -1):
            if self.word_kind(tokens[index - 1]) == "noun" and tokens[index] in ("年度", "投资", "年均", "平均"):
                place = index
        return place

    def _is_modifier(self, tokens: Sequence[str], place: int, end: int) -> bool:
        """A verb inside a noun phrase: 签约项目, 改造提升工程; not the predicate behind one."""
        if not end:
            return True
        last = ""
        for token in tokens[place + 1 :]:
            last = self.word_kind(token)
            if last not in ("noun", "verb"):
                break
        else:
            return last == "noun" or (not last and self._lexicon.words.tag(tokens[place]) == "vn")
        return token in "，。；：、！？）" and self.word_kind(tokens[place + 1]) == "noun"

    def _is_noun_adverb(self, token: str) -> bool:
        """重点 in 重点项目: an adverb of the lists that is a noun or adjective of the dictionary."""
        return token in self._adverb and self._lexicon.words.tag(token)[0] in "nab"

    def word_kind(self, token: str) -> str:
        """noun, verb, stop, or mark (的, 和, 、)."""
        if token in self._noun or token in self._attributes:
            return "noun"
        if token in self._stop or token in self._adverb or token in self._preposition:
            return "stop"
        if token in self._rank and len(token) == 1:
            return "noun"  # 居, 列, 位 inside names: 康居
        if token in self._direction or token in self._reach or token in self._rank or token in self._relation:
            return "stop"
        if token == "的" or token in _MARKS:
            return "mark"
        if token in self._empty or token in "，。；：！？）”":
            return "stop"
        tag = self._lexicon.words.tag(token)
        if tag[0] in "nabjlisxfqmgkhtrzo" or tag in ("vn", "eng", "an"):
            return "noun"
        return "verb" if tag[0] == "v" else "stop"

    def is_growth_noun(self, tokens: Sequence[str]) -> bool:
        """增长速度, 增速 behind a per cent: 以7%的速度增长."""
        return bool(tokens) and (tokens[0] in ("速度", "增长速度") or (tokens[0] in self._direction and tokens[0] not in self._stop))

    def without_adverbs(self, tokens: Sequence[str]) -> list[str]:
        kept = list(tokens)
        while kept and (kept[0] in self._adverb or kept[0] in self._particle):
            kept.pop(0)
        return kept

    def is_predicate(self, token: str) -> bool:
        if token in self._noun or token in "，。；：、！？）":
            return False
        return token in self._stop or token in self._preposition or self.is_verb(token)

    def spoken_of(self, text: str) -> list[str]:
        """The thing a clause without figures speaks of: its subject, else the object of its verb."""
        tokens = self._lexicon.words.cut(text)
        self._strip_left(tokens, Left())
        while tokens and tokens[0] not in _OPEN and self.word_kind(tokens[0]) in ("verb", "stop"):
            if tokens[0] not in self._telling and tokens[0] not in self._adverb:
                return []
            tokens.pop(0)
        end = self.noun_end(tokens, False)
        if tokens[end : end + 1] and tokens[end] in _MARKS:
            end = self._list_end(tokens, end)
        if tokens[end : end + 1] and self.word_kind(tokens[end]) == "mark":
            return []  # cut in the middle of something
        return tokens[:end]

    def _list_end(self, tokens: Sequence[str], end: int) -> int:
        """Behind the last member of a list of noun phrases that begins before `end`."""
        while end < len(tokens) and tokens[end] in _MARKS:
            more = self.noun_end(tokens[end + 1 :], False)
            if not more:
                break
            end += 1 + more
        return end

    # ---- parts of a core ----

    def words(self, text: str) -> list[str]:
        return self._lexicon.words.cut(text)

    def is_complete(self, text: str) -> bool:
        entry = self._attributes.get(text)
        return entry is not None and entry[1].kind == "complete"

    def split(self, text: str, size: int) -> list[str]:
        """The parts a phrase with `size` numbers speaks of, by rules/splits.yaml; [] if it has none."""
        for _, entry in self._lexicon.splits:
            if len(entry.parts) != size:
                continue
            for whole in sorted(entry.whole, key=len, reverse=True):
                if entry.how == "instead" and text.endswith(whole):
                    return list(entry.parts)
                if entry.how == "inside" and whole in text:
                    return [text.replace(whole, part, 1) for part in entry.parts]
        return []

    def is_indicator(self, text: str) -> bool:
        return text in self._lexicon.indicators

    def is_grade(self, token: str) -> bool:
        return token in self._grades

    def verb_of(self, tokens: Sequence[str]) -> int:
        """How many tokens at the front are telling verbs (新增, 改造提升)."""
        count = 0
        while count < len(tokens) and tokens[count] in self._telling:
            count += 1
        if count or len(tokens) < 3:
            return count
        # 社会资本|配建|学校: a subject in front of the verb goes with it
        for place in range(1, min(4, len(tokens) - 1)):
            if len(tokens[place]) > 1 and tokens[place] in self._telling and tokens[place] not in self._noun:
                return place + 1
            if tokens[place] in self._attributes:
                break
        return 0

    def is_verb(self, token: str) -> bool:
        return token in self._verb_tokens or (
            token not in self._noun and self._lexicon.words.tag(token)[0] == "v"
        )

    def attribute_start(self, tokens: Sequence[str]) -> tuple[int, str]:
        """Where the attribute at the end begins (len if none), and its kind.

        Attributes may be several tokens (实际 完成 投资): the longest that `rules/` knows wins.
        """
        longest, text = len(tokens), ""
        kind = ""
        for index in range(len(tokens) - 1, max(-1, len(tokens) - 5), -1):
            text = tokens[index] + text
            if len(text) > self._lexicon.longest_attribute:
                break
            entry = self._attributes.get(text)
            if entry:
                longest, kind = index, entry[1].kind
        return longest, kind

    def conjuncts(self, tokens: Sequence[str]) -> list[list[str]]:
        """The core cut at 、 和 及 与 outside quotes and brackets."""
        parts: list[list[str]] = [[]]
        depth = 0
        for token in tokens:
            depth += token in "“《（"
            depth -= token in "”》）"
            if depth <= 0 and token in _MARKS and parts[-1]:
                parts.append([])
            else:
                parts[-1].append(token)
        return [p for p in parts if p]


def _closing(tokens: Sequence[str], place: int) -> int:
    """Behind the quote or bracket that opens at `place`; behind the last token if it never closes."""
    close = _OPEN[tokens[place]]
    for index in range(place + 1, len(tokens)):
        if tokens[index] == close:
            return index + 1
    return len(tokens)


def _linked(tokens: Sequence[str]) -> bool:
    """由(一九七八年)的…, 增加到(一九八二年)的…: 的 belongs to the time that was taken out."""
    if len(tokens) > 2 and tokens[-2] in ("年初", "上年", "去年", "当年", "年末", "目前"):
        return tokens[-3] in _FROM or tokens[-3].endswith(("到", "至"))
    return len(tokens) > 1 and (tokens[-2] in _FROM or tokens[-2].endswith(("到", "至")))
