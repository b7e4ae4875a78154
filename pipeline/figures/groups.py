"""Numbers that share a predicate: A、B分别增长x%、y%; who gets which."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.figures.case import Case
from pipeline.figures.discourse import Discourse
from pipeline.figures.phrases import Phrases
from pipeline.figures.wordclasses import MARKS, WordClasses


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
        start, kind = self._classes.attribute_start(core)
        toward = kind == "meta" and core[0] in self._classes.toward  # 对经济增长的贡献率分别为…
        if not core or (not start and kind == "meta") or toward:
            tail = "".join(core) or case.left.stock
            return [name + tail for name in self._subjects(case)]
        text = "".join(core)
        if "分别" in core:
            return self._each(core, size) or [text.replace("分别", "")] * size
        split = self._classes.split(text, size)
        if split:
            return split
        for marks in (MARKS, {"、"}):
            parts = self._classes.conjuncts(core, marks)
            if len(parts) == size:
                return self.distributed(parts, case.talk)
        if not start and kind == "sibling" and case.talk.owner:
            text = case.talk.owner + text
        return [text] * size

    def _each(self, core: Sequence[str], size: int) -> list[str]:
        """甲、乙两大产业分别实现年产值: each subject with what stands behind 分别."""
        place = list(core).index("分别")
        tail = [token for token in core[place + 1 :] if token not in self._classes.empty]
        compared = next((i for i, t in enumerate(tail) if t in self._classes.direction), len(tail))
        verb, tail = [], tail[:compared]  # 分别高于全省…: what is compared with says nothing here
        if tail and all(t in self._classes.telling and t not in self._classes.noun for t in tail):
            verb, tail = tail, []  # 分别新增65家和30家
        parts = self._classes.conjuncts(core[:place])
        if len(parts) != size:
            parts = self._classes.conjuncts(core[:place], {"、"})
        return ["".join([*verb, *part, *tail]) for part in parts] if len(parts) == size else []

    def _subjects(self, case: Case) -> list[str]:
        """Those of 分别 when its own clause names none: the last group, a list, or the last figures."""
        talk, size = case.talk, case.item.size
        if len(talk.listed) == size:
            return talk.listed
        previous = case.sentence.clauses[case.item.clause - 1] if case.item.clause else None
        if previous and not previous.figures:
            spoken = self._phrases.spoken_of(case.said(previous))
            parts = self._classes.conjuncts(spoken)
            if len(parts) == size:
                parts[0] = parts[0][self._classes.verb_of(parts[0]) :]
                return self.distributed(parts, talk)
        if len(talk.recent) >= size:
            return talk.recent[-size:]
        return [talk.last] * size

    def distributed(self, parts: Sequence[Sequence[str]], talk: Discourse) -> list[str]:
        """家电、新能源汽车零售额 -> 家电零售额, 新能源汽车零售额; 事故起数、死亡人数 share the owner."""
        tail_start, _ = self._classes.attribute_start(parts[-1])
        tail = parts[-1][tail_start:]
        verb = parts[0][: self._classes.verb_of(parts[0])]
        names, owner = [], ""
        grades = self._classes.grade
        for place, own_words in enumerate(parts):
            part = list(own_words)
            if part[-1] in grades and place + 1 < len(parts) and parts[-1][0] in grades:
                part += parts[-1][1:]  # 国家级、省级重点实验室
            start, kind = self._classes.attribute_start(part)
            if not kind and place + 1 < len(parts):
                part += tail
                start, kind = self._classes.attribute_start(part)
            own = part[:start]
            shared = owner or ("" if place else talk.owner)
            if not own and kind == "sibling" and shared:
                names.append(shared + "".join(part))
                continue
            if place and verb and not self._classes.is_verb(part[0]):
                part = [*verb, *part]
            owner = owner or "".join(own)
            names.append("".join(part))
        return names
