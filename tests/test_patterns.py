"""The two engines say the same of every pattern of the rules that `re` takes over."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

from pipeline.engine import shared
from pipeline.figures.cues import CueFinder
from pipeline.figures.scan import _SOLE, Scanner
from pipeline.language.firsts import needed_characters, second_characters
from pipeline.language.patterns import compiled
from pipeline.rulebook import load

REPORT = Path(__file__).resolve().parent.parent / "raw" / "taicang-2023.txt"


def patterns() -> Iterator[str]:
    book = load()
    yield from (cue.pattern for cue in book.cues.values())
    yield from (section.heading for section in book.sections.values())
    for role in book.roles.values():
        yield from filter(None, (role.before, role.number, role.after))


def samples(pattern: str, chance: random.Random) -> Iterator[str]:
    """Texts in which a pattern may stand: of its own characters, and pieces of a report around them."""
    characters = sorted(set(pattern)) + list("0159一二三十，。年月以来的")
    report = REPORT.read_text(encoding="utf-8")
    for _ in range(150):
        own = "".join(chance.choices(characters, k=chance.randint(0, 12)))
        place = chance.randrange(len(report))
        yield own
        yield report[place - 8 : place] + own + report[place : place + 24]


def test_most_patterns_of_the_rules_are_matched_by_re() -> None:
    kinds = [isinstance(compiled(pattern), re.Pattern) for pattern in patterns()]
    assert sum(kinds) > 0.95 * len(kinds)


def test_re_finds_what_regex_finds() -> None:
    chance = random.Random(7)
    for pattern in set(patterns()):
        quick, whole = compiled(pattern), regex.compile(pattern)
        for text in samples(pattern, chance):
            theirs = whole.search(text)
            ours = quick.search(text)
            assert (ours and ours.span()) == (theirs and theirs.span()), (pattern, text)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?<=同|比上)年",  # looks back at words of two lengths
        r"\p{Han}+",
        "[[:digit:]]",  # in `re`: one of [:digt, then ]
        "(?:增长){e<=1}",
        "(?|(年)|(月))",
        "[a-z--[aeiou]]",
    ],
)
def test_what_re_does_not_take_or_takes_for_something_else_stays_with_regex(pattern: str) -> None:
    assert isinstance(compiled(pattern), regex.Pattern)


def test_a_pattern_of_neither_is_refused() -> None:
    with pytest.raises(regex.error):
        compiled("(年")


@pytest.mark.parametrize(
    ("pattern", "first", "seconds"),
    [
        ("今年|今冬明春|全年", "今", {"年", "冬"}),
        (r"\d月", "1", {"月"}),
        ("年|年末", "年", None),  # may be all there is
        ("将(?!来)", "将", None),  # may be anything
        ("到(?=[一-龥])", "到", None),
    ],
)
def test_second_characters(pattern: str, first: str, seconds: set[str] | None) -> None:
    assert second_characters(pattern, first) == seconds


def test_what_a_pattern_needs_stands_wherever_it_matches() -> None:
    chance = random.Random(7)
    asked = 0
    for pattern in patterns():
        needed = needed_characters(pattern)
        if needed:
            asked += 1
            matching = compiled(pattern)
            for text in samples(pattern, chance):
                assert all(needed & set(found[0]) for found in matching.finditer(text)), (pattern, text)
    assert asked > 100


def test_no_number_in_words_goes_on_with_a_character_that_is_not_tried() -> None:
    lexicon = shared().grammar.lexicon
    scanner = Scanner(dict(lexicon.units), lexicon.unit_pattern)
    chance = random.Random(11)
    characters = (
        "一二三十百千万亿半两零〇点分之、到至—~余多来第前破过超翻番数，。；）”的行列天年左右家元吨%些批步"
    )
    units = sorted(lexicon.units)
    for _ in range(20_000):
        text = "".join(chance.choices(characters, k=chance.randint(1, 8)))
        text += chance.choice(units) if chance.random() < 0.5 else ""
        for place, first in enumerate(text):
            if scanner._words.match(text, place):
                assert first in _SOLE or text[place + 1 : place + 2] in scanner._behind, text[place:]


def test_cues_are_found_wherever_a_rule_says_one() -> None:
    lexicon = shared().grammar.lexicon
    finder = CueFinder(lexicon.cues)
    rules = [rule for kind in ("basis", "period", "status") for rule in lexicon.cues[kind]]
    chance = random.Random(13)
    for rule in rules:
        for text in samples(rule.pattern.pattern, chance):
            asked: list[tuple[int, int, str]] = []
            place = 0
            while place < len(text):
                inside = text[place].isdigit() and text[place - 1 : place].isdigit()  # of a number
                hits = () if inside else ((r, r.pattern.match(text, place)) for r in rules)
                first = next(((r, hit) for r, hit in hits if hit and hit.end() > place), None)
                if first:
                    asked.append((place, first[1].end(), first[0].id))
                place = first[1].end() if first else place + 1
            titles = [m.span() for m in re.finditer("《[^》]*》", text)]
            found = [(f.start, f.end, f.rule.id) for f in finder.find(text, 0, len(text))]
            if not titles and not re.search(r"\d(?:19|20)\d\d年", text):
                assert found == asked, text
