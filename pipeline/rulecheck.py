"""The self-test of rules/: every example fires its rule, no counter-example does, no pattern runs away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import regex

from pipeline.rulebook import Rulebook, RuleError, entries
from pipeline.schema import Cue, Entry, Role, Section
from pipeline.strictyaml import Flaw, shown

#: what long stretches of a report, or of a broken file, look like
STRETCHES = ("7", "一", "的", "增长", " ")
LONG, SHORT = 20_000, 1_000  # characters
TIME_LIMIT = 0.2  # seconds a pattern and attack
TRIES = 3  # a busy machine can stop any pattern for that long, but not each time


class Fault(NamedTuple):
    """One rule that does not do what its entry says; `sentence` is empty for patterns."""

    rule: str
    path: Path
    line: int
    sentence: str
    message: str

    def __str__(self) -> str:
        said = f"：“{self.sentence}”" if self.sentence else ""
        return f"{shown(self.path)}:{self.line}: {self.rule}: {self.message}{said}"


def check(book: Rulebook, fired: Callable[[str], frozenset[str]]) -> list[Fault]:
    """Both directions over all examples.  `fired` gives the ids of all rules that fired on a sentence."""
    fired = cache(fired)  # rules share sentences
    return [
        Fault(rule, *book.files[rule], sentence, "应触发而未触发" if wanted else "不应触发却触发了")
        for rule, entry in entries(book)
        for sentence, wanted in _trials(entry)
        if (rule in fired(sentence)) is not wanted
    ]


def _trials(entry: Entry) -> Iterator[tuple[str, bool]]:
    yield from ((sentence, True) for sentence in entry.examples)
    yield from ((sentence, False) for sentence in entry.not_)


def runaways(book: Rulebook, limit: float = TIME_LIMIT) -> list[Fault]:
    """Patterns of `book.files` that need more than `limit` seconds on some text of 20,000 characters."""
    return [
        Fault(rule, *book.files[rule], "", message)
        for rule, entry in entries(book)
        if rule in book.files
        for key, pattern in _patterns(entry)
        if (message := _runaway(key, pattern, limit))
    ]


def refuse_runaways(book: Rulebook, folders: Sequence[Path]) -> None:
    """Raise RuleError where a pattern of the user's own folders runs away; ours are tested before release."""
    inside = [folder.resolve() for folder in folders]
    files = {rule: home for rule, home in book.files.items() if _lies_in(home[0], inside)}
    faults = runaways(replace(book, files=files))
    if faults:
        raise RuleError(Flaw(shown(one.path), one.line, 1, one.rule, one.message) for one in faults)


def _lies_in(path: Path, folders: Sequence[Path]) -> bool:
    return any(path.resolve().is_relative_to(folder) for folder in folders)


def _patterns(entry: Entry) -> Iterator[tuple[str, str]]:
    match entry:
        case Role():
            yield from (("before", entry.before), ("number", entry.number), ("after", entry.after))
        case Section():
            yield "heading", entry.heading
        case Cue():
            yield "pattern", entry.pattern


def _runaway(key: str, pattern: str, limit: float) -> str:
    """What is wrong with a pattern, or nothing."""
    run = _as_engine(key, pattern)
    for stretch, attack in _attacks(pattern):
        if not any(_ends_in_time(run, attack, limit) for _ in range(TRIES)):
            return (
                f"{key} 的模式 {pattern} 在一长串“{stretch}”上超过 {limit:g} 秒；"
                "请把 + 或 * 换成有上限的次数，例如 {1,20}"
            )
    return ""


def _ends_in_time(run: Callable[..., object], attack: str, limit: float) -> bool:
    try:
        run(attack, timeout=limit)
    except TimeoutError:
        return False
    return True


def _as_engine(key: str, pattern: str) -> Callable[..., object]:
    """The way the grammar applies the pattern of this key."""
    if key == "before":
        return regex.compile(f"(?:{pattern})\\Z").search
    compiled = regex.compile(pattern)
    return {"number": compiled.fullmatch, "after": compiled.match}.get(key, compiled.search)


def _attacks(pattern: str) -> Iterator[tuple[str, str]]:
    """(what is repeated, text): long stretches, alone and behind each literal of the pattern.

    All literals follow behind a full stop: `regex` gives up at once where a literal that the
    pattern needs is missing, and the attack would never reach the costly part.
    """
    literals = _literals(pattern)
    tail = "。" + "".join(literals)
    for stretch in STRETCHES:
        repeated = stretch * (LONG // len(stretch)) + tail
        yield from ((stretch, literal + repeated) for literal in ("", *literals))
    for stretch in literals:
        repeated = stretch * (SHORT // len(stretch)) + tail
        yield from ((stretch, literal + repeated) for literal in literals)


def _literals(pattern: str) -> list[str]:
    """Runs of plain characters of a pattern; some noise like the : of (?: does no harm."""
    plain = regex.sub(r"\\[\p{L}\d]|\{[\d,]*\}", " ", pattern)
    return list(dict.fromkeys(regex.findall(r"(?<=\\)\W|[^\\^$.|?*+()\[\]{}\s]+", plain)))
