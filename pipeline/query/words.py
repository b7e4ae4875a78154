"""Free words -> a question: 深圳 2023 GDP 目标.

The longest word wins at each place, from the left; what no word covers is looked for in the
indicators' own words, and what is not found there either is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pipeline.query.nouns import Question
from pipeline.schema import Indicator

FILE = Path(__file__).with_name("words.json")
_YEARS = re.compile(r"((?:19|20)\d\d)年?(?:[-—–~～至到]((?:19|20)\d\d)年?)?")
_BLANK = re.compile(r"[\s，,。、；;：:？?！!（）()“”\"]+")
Meanings = dict[str, tuple[str, str]]  # word -> (part of a question, what it stands for)


def meanings(indicators: Iterable[Indicator], regions: Mapping[str, str]) -> Meanings:
    """Every word that is understood.  `regions`: a name of a region of the dataset -> that name."""
    told = dict(_fixed())
    for entry in indicators:
        for word in (entry.code, *entry.aliases, entry.name):
            told[word.lower()] = ("indicators", entry.code)
    return told | {word.lower(): ("regions", name) for word, name in regions.items() if word}


@cache
def _fixed() -> Meanings:
    words = json.loads(FILE.read_text(encoding="utf-8"))
    parts = {"measure": "measures", "status": "statuses"}
    told = {
        word: (parts[kind], name) for kind in parts for name, list_ in words[kind].items() for word in list_
    }
    names = {name: (parts[kind], name) for kind in parts for name in words[kind]}
    return told | names | dict.fromkeys(words["empty"], ("", ""))


def read(text: str, known: Meanings) -> tuple[Question, tuple[str, ...]]:
    """The question, and the pieces that no word covers."""
    parts: dict[str, list[object]] = {name: [] for name in Question._fields}
    pieces: list[str] = []
    longest = max(map(len, known), default=0)
    place, open_ = 0, False
    while place < len(text):
        blank, years = _BLANK.match(text, place), _YEARS.match(text, place)
        word = _word_at(text, place, known, longest)
        if blank or years or word:
            found = blank or years
            end = found.end() if found else place + len(word)
            if years:
                parts["years"] += _span(years)
            elif word and known[word.lower()][0]:
                part, name = known[word.lower()]
                parts[part].append(name)
            place, open_ = end, False
            continue
        pieces[len(pieces) :] = [] if open_ else [""]
        pieces[-1] += text[place]
        place, open_ = place + 1, True
    told = {name: tuple(dict.fromkeys(words)) for name, words in parts.items()}
    return Question(**told), tuple(pieces)  # type: ignore[arg-type]


def _word_at(text: str, place: int, known: Meanings, longest: int) -> str:
    """The longest word there; a word of Latin letters ends where the letters do."""
    for length in range(min(longest, len(text) - place), 0, -1):
        word = text[place : place + length]
        if word.lower() in known and not _cut(text, place, place + length):
            return word
    return ""


def _cut(text: str, start: int, end: int) -> bool:
    """Whether a place lies inside a run of Latin letters: gdp in gdp_g."""
    return any(0 < at < len(text) and _latin(text[at - 1]) and _latin(text[at]) for at in (start, end))


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")


def _span(found: re.Match[str]) -> range:
    first = int(found[1])
    return range(first, int(found[2] or first) + 1)
