"""The rulebook compiled for reading: every word list and pattern once, in the form that is fast."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

import regex

from pipeline.language.firsts import first_characters, last_characters, needed_characters
from pipeline.language.patterns import Compiled, compiled
from pipeline.language.trie import alternation
from pipeline.language.words import Words
from pipeline.rulebook import Rulebook
from pipeline.schema import Attribute, Cue, Entry, LineWord, Qualifier, Role, Section, Split, Unit

_FEW: Final = 4  # characters looked for before a pattern is tried
_NUMBERS: Final = 1_000  # numbers that are remembered for each rule


@dataclass(frozen=True)
class RoleRule:
    """One entry of roles.yaml, compiled.  `before` is anchored at its end, the others at their start."""

    id: str
    role: str
    before: Compiled | None
    number: Compiled | None
    after: Compiled | None
    after_first: frozenset[str] | None  # what `after` can begin with, None = anything
    number_first: frozenset[str] | None
    before_last: frozenset[str] | None  # what `before` can end with
    before_needs: tuple[str, ...]  # one of them stands wherever `before` matches; () = nothing is known
    after_needs: tuple[str, ...]


class Selection:
    """Role rules by the characters around a number; most are out by one of the three.

    The rules are the bits of a number, and so are those that a character leaves.
    """

    def __init__(self, rules: tuple[RoleRule, ...]) -> None:
        self._rules = rules
        self._last = _Leaves(rule.before_last for rule in rules)
        self._number = _Leaves(rule.number_first for rule in rules)
        self._behind = _Leaves(rule.after_first for rule in rules)
        self._chosen: dict[int, tuple[RoleRule, ...]] = {}

    def among(self, last: str, number: str, behind: str) -> tuple[RoleRule, ...]:
        """The rules that all three characters leave; "" = end of the line."""
        left = self._last.by(last) & self._number.by(number) & self._behind.by(behind)
        chosen = self._chosen.get(left)
        if chosen is None:
            chosen = tuple(rule for place, rule in enumerate(self._rules) if left >> place & 1)
            self._chosen[left] = chosen
        return chosen


class _Leaves:
    """Which of several sets (None: all there is) hold a character, as the bits of a number."""

    def __init__(self, sets: Iterable[frozenset[str] | None]) -> None:
        kept = list(sets)
        self._all = sum(1 << place for place, characters in enumerate(kept) if characters is None)
        self._by: dict[str, int] = {}
        for place, characters in enumerate(kept):
            for char in characters or ():
                self._by[char] = self._by.get(char, self._all) | 1 << place

    def by(self, char: str) -> int:
        return self._by.get(char, self._all)


@dataclass(frozen=True)
class CueRule:
    id: str
    kind: str
    gives: str
    scope: str
    pattern: Compiled


@dataclass(frozen=True)
class SectionRule:
    id: str
    status: str
    period: str
    scope: str
    pattern: Compiled


@dataclass(frozen=True)
class Lexicon:
    """Look-ups by written form.  Word classes are (kind, detail, rule id)."""

    words: Words
    units: dict[str, tuple[str, Unit]]
    unit_pattern: str
    before: Compiled  # a qualifier at the end of a text
    after: Compiled  # a qualifier at the start of a text
    qualifiers: dict[tuple[str, str], tuple[str, Qualifier]]  # (side, written)
    verbs: dict[str, dict[str, tuple[str, str]]]  # kind -> written -> (rule id, sign)
    attributes: dict[str, tuple[str, Attribute]]
    word_kinds: dict[str, dict[str, str]]  # kind -> written -> rule id
    roles: dict[str, tuple[RoleRule, ...]]  # by unit; "*" = any
    sections: tuple[SectionRule, ...]
    cues: Mapping[str, tuple[CueRule, ...]]  # by kind
    indicators: dict[str, tuple[str, str, str]]  # plain text -> (rule id, name, code)
    governs: Compiled  # a verb (and 了) at the end of a text: what follows is its object
    splits: tuple[tuple[str, Split], ...]
    line_words: tuple[tuple[str, LineWord], ...]
    heading_words: Mapping[str, tuple[str, str]]  # of tables: written -> (kind, rule id)
    dimensions: dict[str, tuple[str, ...]]  # indicator code -> dimensions of its level
    longest_attribute: int = field(default=8)
    _roles_of: dict[str, Selection] = field(default_factory=dict)  # by unit
    _fitting: dict[str, dict[str, bool]] = field(default_factory=dict)  # rule id -> number -> whether it fits

    def roles_at(self, unit: str, last: str, number: str, behind: str) -> tuple[RoleRule, ...]:
        """The role rules for a unit that the characters around do not rule out: `last` in front of the
        number, `number` its first, `behind` the one behind the unit."""
        rules = self._roles_of.get(unit)
        if rules is None:
            rules = self._roles_of[unit] = Selection(self.roles.get(unit) or self.roles["*"])
        return rules.among(last, number, behind)

    def fits(self, rule: RoleRule, number: str) -> bool:
        """Whether a rule's `number` is said of a number; the same few numbers come all the time."""
        if rule.number is None:
            return True
        told = self._fitting.get(rule.id)
        if told is None or len(told) >= _NUMBERS:
            told = self._fitting[rule.id] = {}
        known = told.get(number)
        if known is None:
            known = told[number] = rule.number.fullmatch(number) is not None
        return known


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
        before=compiled(_qualifier_pattern(rulebook, "before") + r"\Z"),
        after=compiled(_qualifier_pattern(rulebook, "after")),
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


def _governs(verbs: Mapping[str, Mapping[str, tuple[str, str]]]) -> Compiled:
    words = [w for kind in ("telling", "reach", "empty") for w in verbs[kind] if len(w) > 1 or w in "有达"]
    return compiled(rf"{alternation(words)}(?:了)?(?:近|约|超过)?\Z")


def _not_before(words: tuple[str, ...]) -> str:
    return f"(?!{'|'.join(map(regex.escape, words))})" if words else ""


def _not_after(words: tuple[str, ...]) -> str:
    """Not behind any of the words, those of one length at a time, as `re` looks back."""
    by_length = groupby(sorted(words, key=len), key=len)
    return "".join(f"(?<!{'|'.join(map(regex.escape, same))})" for _, same in by_length)


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
        last = last_characters(entry.before) if entry.before else None
        first = first_characters(entry.after) if entry.after else None
        role = RoleRule(
            f"roles:{rule}",
            entry.role,
            compiled(f"(?:{entry.before})\\Z") if entry.before else None,
            compiled(entry.number) if entry.number else None,
            compiled(entry.after) if entry.after else None,
            first,
            first_characters(entry.number) if entry.number else None,
            last,
            _needs(entry.before, last),
            _needs(entry.after, first),
        )
        for unit in entry.units or ("*",):
            table.setdefault(unit, []).append(role)
    anywhere = table["*"]
    return {unit: tuple(rules if unit == "*" else rules + anywhere) for unit, rules in table.items()}


def _needs(pattern: str, beside: frozenset[str] | None) -> tuple[str, ...]:
    """What a pattern cannot do without, where that is asked sooner than the pattern.

    `beside`: what stands next to the number, if it matches; that is asked already.
    """
    needed = needed_characters(pattern) if pattern else frozenset[str]()
    known = beside is not None and beside <= needed
    return () if known or len(needed) > _FEW else tuple(sorted(needed))


def _section(rule: str, entry: Section) -> SectionRule:
    return SectionRule(f"sections:{rule}", entry.status, entry.period, entry.scope, compiled(entry.heading))


def _cues(cues: Mapping[str, Cue]) -> dict[str, tuple[CueRule, ...]]:
    table: dict[str, list[CueRule]] = {"status": [], "period": [], "basis": []}
    for rule, cue in cues.items():
        table[cue.kind].append(CueRule(f"cues:{rule}", cue.kind, cue.gives, cue.scope, compiled(cue.pattern)))
    return {kind: tuple(rules) for kind, rules in table.items()}


_SAYS_NOTHING: Final = re.compile(
    r"[（(全本我的“”）)\s](?:(?<=[（(])包括[^（）()]*[）)]|(?<=全)[国省市区县州旗镇]|(?<=[本我])[省市区县]"
    r"|(?<=[的“”（）()\s]))"
)


def plain(indicator: str) -> str:
    """An indicator's text as it is looked up: without the own area, 的, brackets and quotes."""
    return _SAYS_NOTHING.sub("", indicator)


def _indicators(rulebook: Rulebook) -> dict[str, tuple[str, str, str]]:
    table = {}
    for rule, entry in rulebook.indicators.items():
        for text in (entry.name, *entry.aliases):
            table[plain(text)] = (f"indicators:{rule}", entry.name, entry.code)
    return table
