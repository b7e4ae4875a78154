"""What holds for every text, however odd: spans, quotes, order, and the ledger's book-keeping."""

from __future__ import annotations

import random
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import golden_cases as golden
import jieba
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.language import lexicon
from pipeline.language.numerals import parse
from pipeline.language.words import Words
from pipeline.model import Extraction, Figure, LedgerRow
from pipeline.rulebook import load

ROLES = {"figure", "condition", "name", "time", "ordinal", "furniture", "unexplained"}
PLAIN = "全年地区生产总值1635亿元、增长2%以上，新增高新技术企业36家。"
ODD = {
    "plain": PLAIN,
    "nothing": "",
    "no number": "各位代表：现在我向大会报告工作。",
    "empty lines": "\n\n\n" + PLAIN + "\n\n\n\n" + PLAIN + "\n\n",
    "crlf": "一、工作回顾\r\n" + PLAIN + "\r\n\r\n二、工作安排\r\n" + PLAIN + "\r\n",
    "carriage returns": PLAIN + "\r" + PLAIN + "\r",
    "full width": "粮食产量１２．５万吨，增长３．２％；引进项目１，２００个。",
    "spaces in numbers": "研发投入 3.85 亿元，政协提案 1 55件，占比 4 8 . 5 %。",
    "wrapped in a number": "固定资产投资4\n92亿元，工业投资190\n亿元，货物吞吐量超2.\n6亿吨。",
    "wrapped in a unit": "城镇化率提高4.2个百\n分点，新增学位6105\n个。",
    "brackets open": "地区生产总值1635亿元（预计数，增长2%。工业投资190亿元。",
    "quotes open": "打造“5+1产业体系，新增企业30家。完善“331治理机制，投资2亿元。",
    "closing marks first": "”）》，。；1635亿元”增长2%）。",
    "only digits": "20231635177",
    "digit lines": "1\n22\n333\n4444\n55555",
    "very long digits": "编号" + "7" * 5000 + "，投资3亿元。",
    "many decimals": "1.2.3.4.5.6、7..8、9.，,1,000,00。",
    "marks between": "1-2-3~4—5至6到7、8和9/10*11×12+13=14",
    "percent alone": "%、‰、亿元、万、百分之，百分点，第，翻番，两成。",
    "other digits": "①②③ ⅣⅤ ²³ ½ ㈠ ٣٤ १२ 𝟏𝟐 〇二",
    "han numerals": "三亿六千万元、百分之四点五、十点四倍、三分之二、两千零八年、一万二、几十个、三四十家。",
    "no end": "完成投资86",
    "tabs": "指标\t2022年\t2023年\t增长\n地区生产总值\t1500\t1635\t2.1%\n",
    "zero width": "地区生产总值\u200b16\u200b35亿元，增长\ufeff2%。",
    "one long line": PLAIN * 60,
    "control": "投资\x0b3亿元\x0c增长\x1f2%。",
    "astral": "𠮷县投资3亿元😀，增长2%😀。",
}


def read(text: str) -> Extraction:
    return golden.engine().extract_text(text, sidecar={"year": "2023", "kind": "work_report"})


def check(text: str) -> None:
    """All invariants of one reading."""
    got = read(text)
    assert got.document.source.text == text
    _check_spans(text, got)
    _check_ledger(text, got)


def _check_spans(text: str, got: Extraction) -> None:
    rows: list[Figure | LedgerRow] = [*got.figures, *got.ledger]
    for row in rows:
        assert 0 <= row.char_start < row.char_end <= len(text), row
        assert row.quote == _squeezed(text[row.char_start : row.char_end]), row
    starts = [figure.char_start for figure in got.figures]
    assert starts == sorted(set(starts))
    spans = [(row.char_start, row.char_end) for row in got.ledger]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\x1f]+", "", text)


def _check_ledger(text: str, got: Extraction) -> None:
    roles = Counter(row.role for row in got.ledger)
    assert roles.keys() <= ROLES
    assert sum(roles.values()) == len(got.ledger)
    figures = {figure.char_start for figure in got.figures}
    assert {row.figure_start for row in got.ledger if row.role == "figure"} == figures
    assert all(row.figure_start is None for row in got.ledger if row.role != "figure")
    for match in re.finditer(r"[0-9０-９]+", text):
        owners = [row for row in got.ledger if row.char_start < match.end() and match.start() < row.char_end]
        assert len(owners) == 1, (match[0][:20], match.start(), [row[:3] for row in owners])
        assert owners[0].char_start <= match.start() and match.end() <= owners[0].char_end, match.start()


@pytest.mark.parametrize("name", [pytest.param(n) if n == "full width" else n for n in ODD])
def test_an_odd_text_keeps_its_books(name: str) -> None:
    check(ODD[name])


_CHARACTERS = "0123456789.,，、。；：（）“”《》—~-+% \n\r\t一二三十百千万亿两零半第超家年月占由"
_WORDS = (
    *("增长", "下降", "以上", "亿元", "个百分点", "%", "其中", "分别", "比重", "提高到", "总投资", "新增"),
    *("企业", "百分之", "分之", "翻番", "1.", "（一）", "2023年", "5+1", "G15", "\r\n"),
)
_PIECES = st.lists(st.sampled_from([*_CHARACTERS, *_WORDS]), max_size=24).map("".join)
_WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_FEW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@_FEW
@given(_PIECES)
def test_any_text_keeps_its_books(text: str) -> None:
    check(text)


@_FEW
@given(_PIECES)
def test_any_text_in_full_width_keeps_its_books(text: str) -> None:
    check(text.translate(_WIDE))


@pytest.mark.parametrize("name", ["plain", "crlf", "full width", "han numerals"])
def test_the_same_text_gives_the_same_reading(name: str) -> None:
    assert read(ODD[name]) == read(ODD[name])


def test_words_are_cut_as_jieba_cuts_them() -> None:
    """The faster search for the best path chooses the very words jieba's own graph leads to."""
    report = next((Path(__file__).parents[1] / "raw").glob("*.txt")).read_text(encoding="utf-8")
    plain, words = jieba.Tokenizer(), Words()
    for line in [*report.splitlines(), *"\n".join(ODD.values()).splitlines()]:
        assert words.cut(line) == plain.lcut(line, HMM=False)
    chance = random.Random(5)
    known = chance.sample(sorted(plain.FREQ), 5_000) + [word for word in plain.FREQ if not word.isalpha()]
    for _ in range(5_000):
        parts = [chance.choice(known) for _ in range(chance.randint(0, 5))]
        parts += chance.choices(
            [*"a1Gx.-%#&+_，“（ 〇㐀龥５Ⅲ°\n\t", "\r\n", "PM2.5", "5G"], k=chance.randint(1, 5)
        )
        chance.shuffle(parts)
        text = "".join(parts)
        assert words.cut(text) == plain.lcut(text, HMM=False), text


@pytest.fixture(scope="module")
def both() -> tuple[Words, Words]:
    """The words of the rules, found by ourselves and by rjieba."""
    pytest.importorskip("rjieba")
    ours, theirs = lexicon.build(load()).words, lexicon.build(load()).words
    theirs.quicken()
    return ours, theirs


def test_rjieba_finds_the_same_words_in_the_report(both: tuple[Words, Words]) -> None:
    ours, theirs = both
    report = next((Path(__file__).parents[1] / "raw").glob("*.txt")).read_text(encoding="utf-8")
    for line in [*report.splitlines(), *"\n".join(ODD.values()).splitlines()]:
        assert theirs.cut(line) == ours.cut(line)


def test_rjieba_finds_the_same_words_in_anything(both: tuple[Words, Words]) -> None:
    """Words of the dictionary run together, rare characters, letters and signs among them."""
    ours, theirs = both
    chance = random.Random(11)
    known = chance.sample(sorted(ours._tokenizer().FREQ), 20_000)
    for _ in range(20_000):
        parts = [chance.choice(known) for _ in range(chance.randint(1, 6))]
        parts += [chr(chance.randint(0x3400, 0x9FFF)) for _ in range(chance.randint(0, 4))]
        parts += chance.choices("a1.-%#&+_，“（ 〇㐀龥", k=chance.randint(0, 2))
        chance.shuffle(parts)
        text = "".join(parts)
        assert theirs.cut(text) == ours.cut(text)


def test_a_reading_does_not_depend_on_what_was_read_before() -> None:
    alone = read(PLAIN)
    read("二、今年工作安排\n力争新增就业5000人（预计数，下同）；其中失业人员800人。")
    assert read(PLAIN) == alone


# ---- numerals ----


@_FEW
@given(st.integers(0, 10**12))
def test_a_chinese_integer_is_read_back(number: int) -> None:
    assert parse(_chinese(number)) == number


@_FEW
@given(st.integers(0, 9999), st.text("0123456789", min_size=1, max_size=6))
def test_a_chinese_decimal_is_read_back(whole: int, digits: str) -> None:
    said = _chinese(whole) + "点" + "".join("零一二三四五六七八九"[int(digit)] for digit in digits)
    assert parse(said) == Decimal(f"{whole}.{digits}")


@_FEW
@given(st.decimals(0, 10**9, places=3), st.sampled_from(["", "万", "亿", "千", "万亿"]))
def test_an_arabic_numeral_is_exact(number: Decimal, scale: str) -> None:
    factor = {"": 1, "千": 10**3, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    assert parse(f"{number:,}{scale}") == number * factor


def _chinese(number: int) -> str:
    """An integer in words, as it is written: 10 十, 120 一百二十, 1002 一千零二, 10^8 一亿."""
    if number == 0:
        return "零"
    places = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, ""))
    said = "".join(_group(number // at % 10**4, number // (at * 10**4) > 0, name) for at, name in places)
    return said.removeprefix("一") if said.startswith("一十") else said


def _group(value: int, follows: bool, name: str) -> str:
    """Four digits with their 万 or 亿; 零 where places are skipped."""
    if not value:
        return ""
    said, skipped = "", follows and value < 1000
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            said += ("零" if skipped else "") + "零一二三四五六七八九"[digit] + word
        skipped = not digit and (bool(said) or follows)
    return said + name
