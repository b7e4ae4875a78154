"""The tools that tests/bench_peers.py measures: each gives the numbers of a text as hits.

They are imported by name when they are loaded, so that none needs to be installed.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import re
import warnings
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from pipeline.engine import Engine
from pipeline.language import numerals

CHARACTERS, FEW = 100_000, 10_000  # a round, and of slow tools

#: the usual ones, as somebody in a hurry would list them
UNITS = tuple(
    re.findall(
        r"\S+",
        "元 美元 % ％ 个百分点 人 人次 户 家 个 项 所 座 条 件 台 辆 套 张 份 次 天 岁 倍 位 名 亩 公顷 "
        "平方米 平方公里 公里 米 吨 公斤 立方米 千瓦 千瓦时 处 间 标箱",
    )
)
NUMBER = r"\d[\d,]*+(?:\.\d+)?+"
SCALE = r"[十百千万亿]*+"
#: the number that a word begins with, as far as baoshu's own numerals can read it
NUMERAL = re.compile(rf"{NUMBER}{SCALE}|[{numerals.NUMERAL_CHARS}]+")
SENTENCE = re.compile(r"[^。；！？\n]+")


class Hit(NamedTuple):
    """A number that a tool gives; the span is half-open."""

    start: int
    end: int
    value: Decimal
    unit: str = ""
    value_max: Decimal | None = None


Reader = Callable[[str], list[Hit]]


class Tool(NamedTuple):
    """How a tool is loaded; `pip` is what installs it."""

    name: str
    load: Callable[[], Reader]
    modules: tuple[str, ...] = ()
    pip: str = ""
    characters: int = CHARACTERS
    figures: bool = True  # plain jieba gives words only
    context: bool = False  # indicator, period, status


def unit_of(text: str) -> str:
    """The word that a tool's span ends with: 元 of 1653.57亿元, % of 百分之三十.

    A span may begin with a qualifier (达1653.57亿元).
    """
    if "百分之" in text:
        return "%"
    numbers = list(NUMERAL.finditer(text))
    return text[numbers[-1].end() :].strip() if numbers else ""


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence): some peers take more than their share of time on a long text."""
    for match in SENTENCE.finditer(text):
        yield match.start(), match[0]


def load_baoshu(engine: Engine) -> Reader:
    return lambda text: hits_of(engine.extract_text(text).figures)


def hits_of(figures: Iterable[Any]) -> list[Hit]:
    """baoshu's figures as hits."""
    return [
        Hit(one.char_start, one.char_end, one.value, one.unit or "", one.value_max)
        for one in figures
        if one.value is not None
    ]


def load_jieba() -> Reader:
    """Words only: the mark that speed is measured against."""
    jieba = importlib.import_module("jieba")
    jieba.initialize()

    def read(text: str) -> list[Hit]:
        jieba.lcut(text)
        return []

    return read


def load_regex() -> Reader:
    """Digits, 万 and 亿, and one of UNITS."""
    units = "|".join(sorted(UNITS, key=len, reverse=True))
    pattern = re.compile(rf"({NUMBER})\s*({SCALE}(?:{units}))")
    return lambda text: [
        Hit(match.start(), match.end(), Decimal(match[1].replace(",", "")), match[2])
        for match in pattern.finditer(text)
    ]


def load_posseg() -> Reader:
    """Words tagged m or with digits are a number together; its unit is their rest, or the next word."""
    posseg = importlib.import_module("jieba.posseg")

    def read(text: str) -> list[Hit]:
        hits, words, place, start = [], posseg.lcut(text), 0, -1
        for word, tag in words:
            is_number = tag == "m" or any(char.isdigit() for char in word)
            if is_number and start < 0:
                start = place
            elif not is_number and start >= 0:
                follows = word if tag not in ("x", "w") or word in ("%", "％", "‰") else ""
                hits += _counted(text[start:place], start, follows)
                start = -1
            place += len(word)
        return hits + (_counted(text[start:], start, "") if start >= 0 else [])

    return read


def _counted(run: str, start: int, follows: str) -> list[Hit]:
    """The hit of a run of numbers and of the word after it; none where it is no number (一些)."""
    numeral = NUMERAL.match(run)
    try:
        value = numerals.parse(numeral[0]) if numeral else None
    except (ValueError, ArithmeticError):
        return []
    if numeral is None or value is None:
        return []
    rest = run[numeral.end() :].strip()
    return [Hit(start, start + len(run) + len("" if rest else follows), value, rest or follows)]


def load_recognizers() -> Reader:
    """Microsoft's: numbers, percentages and numbers with units; dates are left out, as they eat decimals."""
    number, unit = (importlib.import_module(f"recognizers_{name}") for name in ("number", "number_with_unit"))
    names = ("currency", "dimension", "age", "temperature")
    calls = [number.recognize_percentage, *(getattr(unit, f"recognize_{name}") for name in names)]
    calls.append(number.recognize_number)
    culture = number.Culture.Chinese

    def read(text: str) -> list[Hit]:
        return [
            hit
            for offset, sentence in sentences(text)
            for call in calls
            for one in call(sentence, culture)
            for hit in _recognized(one, offset)
        ]

    return read


def _recognized(one: Any, offset: int) -> Iterator[Hit]:
    told = (one.resolution or {}).get("value") or ""
    value = decimal(told.removesuffix("%"))
    if value is not None:
        unit = "%" if told.endswith("%") else "" if one.type_name == "number" else unit_of(one.text)
        yield Hit(offset + one.start, offset + one.end + 1, value, unit)


def load_jionlp() -> Reader:
    """Money is the only amount that it finds in a text."""
    with contextlib.redirect_stdout(io.StringIO()):
        jionlp = importlib.import_module("jionlp")
    extract = jionlp.ner.extract_money

    def read(text: str) -> list[Hit]:
        return [
            Hit(offset + one["offset"][0], offset + one["offset"][1], low, one["detail"]["case"], high)
            for offset, sentence in sentences(text)
            for one in extract(sentence, with_parsing=True)
            for low, high in _money(one["detail"]["num"])
        ]

    return read


def _money(num: object) -> Iterator[tuple[Decimal, Decimal | None]]:
    """One amount, or the two ends of a range."""
    ends = [decimal(end) for end in (num if isinstance(num, list) else [num])]
    if ends and ends[0] is not None:
        yield ends[0], ends[1] if len(ends) > 1 else None


def load_duckling() -> Reader:
    """Facebook's, its Haskell compiled into a wheel; dates and durations are not asked for."""
    duckling = importlib.import_module("duckling")
    zones = duckling.load_time_zones(zoneinfo.TZPATH[0] if zoneinfo.TZPATH else ".")
    language = duckling.default_locale_lang(duckling.parse_lang("ZH"))
    time_of_reference = duckling.parse_ref_time(zones, "UTC", 1_700_000_000)
    context = duckling.Context(time_of_reference, duckling.parse_locale("ZH_CN", language))
    kinds = ["amount-of-money", "distance", "quantity", "volume", "temperature", "number"]
    dimensions = duckling.parse_dimensions(kinds)

    def read(text: str) -> list[Hit]:
        return [
            hit
            for offset, sentence in sentences(text)
            for one in duckling.parse(sentence, context, dimensions, False)
            for hit in _duckled(one, sentence, offset)
        ]

    return read


def _duckled(one: dict[str, Any], sentence: str, offset: int) -> Iterator[Hit]:
    told = one["value"]
    ends = [decimal(told.get(end, told).get("value")) for end in ("from", "to")]
    if ends[0] is not None:
        unit = unit_of(sentence[one["start"] : one["end"]])
        high = ends[1] if told.get("type") == "interval" else None
        yield Hit(offset + one["start"], offset + one["end"], ends[0], unit, high)


def tools(engine: Engine) -> list[Tool]:
    """baoshu first, its peers after it."""
    recognizers = ("recognizers_number", "recognizers_number_with_unit")
    return [
        Tool("baoshu", lambda: load_baoshu(engine), context=True),
        Tool("jieba.lcut", load_jieba, figures=False),
        Tool("jieba.posseg + digit rule", load_posseg),
        Tool(f"naive regex, {len(UNITS)} units", load_regex),
        Tool("Recognizers-Text", load_recognizers, recognizers, "recognizers-text-suite 'emoji<2'", FEW),
        Tool("JioNLP (money only)", load_jionlp, ("jionlp",), "jionlp"),
        Tool("Duckling", load_duckling, ("duckling",), "pyduckling-native-phihos", FEW),
    ]


def loaded(tool: Tool) -> Reader | str:
    """The tool, or why it cannot be run."""
    lacking = [module for module in tool.modules if importlib.util.find_spec(module) is None]
    if lacking:
        return "not installed"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tool.load()
    except (ImportError, AttributeError) as error:  # a namesake, or one of its own needs is too new
        return f"cannot be imported ({error})"


def decimal(text: object) -> Decimal | None:
    """None where there is no number."""
    try:
        return Decimal(str(text).replace(",", "").strip())
    except InvalidOperation:
        return None
