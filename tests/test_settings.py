"""Which year and status hold where nothing in the sentence says so?"""

from __future__ import annotations

import random

from pipeline.engine import shared
from pipeline.figures.settings import _SENTENCE_START, SectionTable
from pipeline.language.firsts import first_characters


def test_a_communique_has_no_plan_to_open() -> None:
    title = "某市2025年国民经济和社会发展统计公报"
    text = f"{title}\n2025年是“十四五”收官之年，全市经济稳中有进。\n粮食产量30万吨。\n"
    (figure,) = shared().extract_text(text).figures
    assert (figure.status, figure.period) == ("actual", "2025")


def test_every_cue_begins_with_characters_that_can_be_told() -> None:
    """One that could begin anywhere would be asked at every character of a text: a quarter slower."""
    engine = shared()
    rules = [rule for kind in engine.lexicon.cues.values() for rule in kind]
    assert not [rule.id for rule in rules if first_characters(rule.pattern.pattern) is None]


def test_only_openings_that_no_rule_can_match_are_passed_over() -> None:
    table = SectionTable(shared().grammar.lexicon.sections)
    pieces = [
        "各位代表，",
        "今年",
        "“",
        "回顾",
        "。",
        "，",
        "五年来",
        "过去",
        "是",
        "的",
        "工作",
        "—",
        "取得",
        "：",
        "总",
        "x",
    ]
    chance, spared = random.Random(3), 0
    for _ in range(5_000):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 30)))
        found, told = _SENTENCE_START.findall(text), table.phrases(text, 0, len(text))
        assert len(found) == len(told), text
        for phrase, kept in zip(found, told, strict=True):
            assert kept == phrase or (not kept and table.openings.first(phrase) is None), text
            spared += not kept
    assert spared > 1_000
