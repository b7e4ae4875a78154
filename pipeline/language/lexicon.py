"""The rulebook compiled for reading: every word list and pattern once, in the form that is fast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from pipeline.language.firsts import first_characters, last_characters
from pipeline.language.trie import alternation
from pipeline.language.words import Words
from pipeline.rulebook import Rulebook
from pipeline.schema import Attribute, Cue, Entry, LineWord, Qualifier, Role, Section, Split, Unit

_KEPT = 50_000  # surroundings of numbers remembered


@dataclass(frozen=True)
class RoleRule:
    """One entry of roles.yaml, compiled.  `before` is anchored at its end, the others at their start."""

    id: str
    role: str
    before: regex.Pattern[str] | None
    number: regex.Pattern[str] | None
    after: regex.Pattern[str] | None
    after_first: frozenset[str] | None  # what `after` can begin with, None = anything
    number_first: frozenset[str] | None
    before_last: frozenset[str] | None  # what `before` can end with


@dataclass(frozen=True)
class CueRule:
    id: str
    kind: str
    gives: str
    scope: str
    pattern: regex.Pattern[str]


@dataclass(frozen=True)
class SectionRule:
    id: str
    status: str
    period: str
    scope: str
    pattern: regex.Pattern[str]


@dataclass(frozen=True)
class Lexicon:
    """Look-ups by written form.  Word classes are (kind, detail, rule id)."""

    words: Words
    units: Mapping[str, tuple[str, Unit]]
    unit_pattern: str
    before: regex.Pattern[str]  # a qualifier at the end of a text
    after: regex.Pattern[str]  # a qualifier at the start of a text
    qualifiers: Mapping[tuple[str, str], tuple[str, Qualifier]]  # (side, written)
    verbs: Mapping[str, Mapping[str, tuple[str, str]]]  # kind -> written -> (rule id, sign)
    attributes: Mapping[str, tuple[str, Attribute]]
    word_kinds: Mapping[str, Mapping[str, str]]  # kind -> written -> rule id
    roles: Mapping[str, tuple[RoleRule, ...]]  # by unit; "*" = any
    sections: tuple[SectionRule, ...]
    cues: Mapping[str, tuple[CueRule, ...]]  # by kind
    indicators: Mapping[str, tuple[str, str, str]]  # plain text -> (rule id, name, code)
    governs: regex.Pattern[str]  # a verb (and 了) at the end of a text: what follows is its object
    splits: tuple[tuple[str, Split], ...]
    line_words: tuple[tuple[str, LineWord], ...]
    heading_words: Mapping[str, tuple[str, str]]  # of tables: written -> (kind, rule id)
    dimensions: Mapping[str, tuple[str, ...]]  # indicator code -> dimensions of its level
    longest_attribute: int = field(default=8)
    _roles_at: dict[tuple[str, str, str], tuple[RoleRule, ...]] = field(default_factory=dict)
    _roles_near: dict[tuple[str, str, str], tuple[RoleRule, ...]] = field(default_factory=dict)

    def roles_at(self, unit: str, last: str, behind: str) -> tuple[RoleRule, ...]:
        """The role rules for a unit that one character before a number and two behind do not rule out."""
        near = self._roles_near.get((unit, last, behind))
        if near is None:
            if len(self._roles_near) >= _KEPT:
                self._roles_near.clear()
            near = self._roles_near[unit, last, behind] = tuple(
                rule
                for rule in self._roles_beside(unit, last, behind[:1])
                if rule.after is None or rule.after.match(behind, partial=True)
            )
        return near

    def _roles_beside(self, unit: str, last: str, behind: str) -> tuple[RoleRule, ...]:
        found = self._roles_at.get((unit, last, behind))
        if found is None:
            found = self._roles_at[unit, last, behind] = tuple(
                rule
                for rule in self.roles.get(unit) or self.roles["*"]
                if (rule.after_first is None or behind in rule.after_first)
                and (rule.before_last is None or last in rule.before_last)
            )
        return found

    def fits(self, rule: RoleRule, number: str) -> bool:
        """Whether a rule's `number` is said of a number; the same few numbers come all the time."""
        return rule.number is None or _fits(rule.number, number)


@lru_cache(20_000)
def _fits(pattern: regex.Pattern[str], number: str) -> bool:
    return pattern.fullmatch(number) is not None


def build(rulebook: Rulebook) -> Lexicon:
    """Compile a rulebook.  Raises nothing: the rulebook has been validated."""
    attributes = {w: (f"attributes:{i}", a) for i, a in rulebook.attributes.items() for w in a.written}
    verbs = _by_kind(rulebook.verbs, "verbs")
    kinds: dict[str, dict[str, str]] = {}
    for rule, word in rulebook.words.items():
        kinds.setdefault(word.kind, {}).update(dict.fromkeys(word.written, f"words:{rule}"))
    units = {w: (f"units:{i}", u) for i, u in rulebook.units.items() for w in u.written}
    qualifiers: dict[tuple[str, str], tuple[str, Qualifier]] = {
        (q.side, w): (f"qualifiers:{i}", q) for i, q in rulebook.qualifiers.items() for w in q.written
    }
    return Lexicon(
        words=Words(_segmenter_words(rulebook), kinds.get("split", ())),
        units=units,
        unit_pattern=alternation(units, {w: _not_before(u.not_followed_by) for w, (_, u) in units.items()}),
        before=regex.compile(_qualifier_pattern(rulebook, "before") + r"\Z"),
        after=regex.compile(_qualifier_pattern(rulebook, "after")),
        qualifiers=qualifiers,
        verbs=verbs,
        attributes=attributes,
        word_kinds=kinds,
        roles=_roles(rulebook.roles),
        sections=tuple(_section(i, s) for i, s in rulebook.sections.items()),
        cues=_cues(rulebook.cues),
        indicators=_indicators(rulebook),
        governs=_governs(verbs),
        splits=tuple((f"splits:{i}", s) for i, s in rulebook.splits.items()),
        line_words=tuple(rulebook.layout.items()),
        heading_words={w: (h.kind, f"tables:{i}") for i, h in rulebook.tables.items() for w in h.written},
        dimensions={i.code: i.dimension for i in rulebook.indicators.values()},
        longest_attribute=max(map(len, attributes), default=0),
    )


def _by_kind(verbs: Mapping[str, Entry], file: str) -> dict[str, dict[str, tuple[str, str]]]:
    table: dict[str, dict[str, tuple[str, str]]] = {
        k: {} for k in ("direction", "reach", "empty", "telling", "relation", "rank")
    }
    for rule, verb in verbs.items():
        for word in verb.written:  # type: ignore[attr-defined]
            table[verb.kind][word] = (f"{file}:{rule}", verb.sign)  # type: ignore[attr-defined]
    return table


def _segmenter_words(rulebook: Rulebook) -> list[str]:
    """Words jieba must know: generated from the rules, kept nowhere else."""
    kept = {i: w for i, w in rulebook.words.items() if w.kind != "split"}
    tables: tuple[Mapping[str, Entry], ...] = (rulebook.verbs, rulebook.attributes, kept)
    found = {w for table in tables for entry in table.values() for w in entry.written if len(w) > 1}  # type: ignore[attr-defined]
    found |= {w for q in rulebook.qualifiers.values() if q.side == "before" for w in q.written if len(w) > 1}
    return sorted(found)


def _governs(verbs: Mapping[str, Mapping[str, tuple[str, str]]]) -> regex.Pattern[str]:
    words = [w for kind in ("telling", "reach", "empty") for w in verbs[kind] if len(w) > 1 or w in "有达"]
    return regex.compile(rf"{alternation(words)}(?:了)?(?:近|约|超过)?\Z")


def _not_before(words: tuple[str, ...]) -> str:
    return f"(?!{'|'.join(map(regex.escape, words))})" if words else ""


def _not_after(words: tuple[str, ...]) -> str:
    return f"(?<!{'|'.join(map(regex.escape, words))})" if words else ""


def _qualifier_pattern(rulebook: Rulebook, side: str) -> str:
    found = [
        (word, _not_after(q.not_preceded_by) + regex.escape(word) + _not_before(q.not_followed_by))
        for q in rulebook.qualifiers.values()
        if q.side == side
        for word in q.written
    ]
    found.sort(key=lambda pair: -len(pair[0]))
    return f"(?:{'|'.join(p for _, p in found)})" if found else "(?!)"


def _roles(roles: Mapping[str, Role]) -> dict[str, tuple[RoleRule, ...]]:
    table: dict[str, list[RoleRule]] = {"*": []}
    for rule, entry in roles.items():
        compiled = RoleRule(
            f"roles:{rule}",
            entry.role,
            regex.compile(f"(?:{entry.before})\\Z") if entry.before else None,
            regex.compile(entry.number) if entry.number else None,
            regex.compile(entry.after) if entry.after else None,
            first_characters(entry.after) if entry.after else None,
            first_characters(entry.number) if entry.number else None,
            last_characters(entry.before) if entry.before else None,
        )
        for unit in entry.units or ("*",):
            table.setdefault(unit, []).append(compiled)
    anywhere = table["*"]
    return {unit: tuple(rules if unit == "*" else rules + anywhere) for unit, rules in table.items()}


def _section(rule: str, entry: Section) -> SectionRule:
    return SectionRule(
        f"sections:{rule}", entry.status, entry.period, entry.scope, regex.compile(entry.heading)
    )


def _cues(cues: Mapping[str, Cue]) -> dict[str, tuple[CueRule, ...]]:
    table: dict[str, list[CueRule]] = {"status": [], "period": [], "basis": []}
    for rule, cue in cues.items():
        table[cue.kind].append(
            CueRule(f"cues:{rule}", cue.kind, cue.gives, cue.scope, regex.compile(cue.pattern))
        )
    return {kind: tuple(rules) for kind, rules in table.items()}


_SAYS_NOTHING = re.compile(r"[（(]包括[^（）()]*[）)]|全[国省市区县州旗镇]|[本我][省市区县]|[的“”（）()\s]")


def plain(indicator: str) -> str:
    """An indicator's text as it is looked up: without the own area, 的, brackets and quotes."""
    return _SAYS_NOTHING.sub("", indicator)


def _indicators(rulebook: Rulebook) -> dict[str, tuple[str, str, str]]:
    table = {}
    for rule, entry in rulebook.indicators.items():
        for text in (entry.name, *entry.aliases):
            table[plain(text)] = (f"indicators:{rule}", entry.name, entry.code)
    return table
