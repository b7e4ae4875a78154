"""What counts as right and as false when baoshu is measured against other tools; needs none of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import bench_peers as peers
import peer_tools
import pytest
from bench_peers import Counts
from peer_tools import Hit

TEXT = "2023年，产值1635亿元，增长4.2个百分点，新增企业2~3家，约三分之二，“331”行动。"


def row(quote: str, value: str, unit: str, role: str = "figure", value_max: str = "") -> dict[str, Any]:
    start = TEXT.index(quote)
    end = start + len(quote)
    return {"start": start, "end": end, "role": role, "value": value, "value_max": value_max, "unit": unit}


def hit(quote: str, value: str, unit: str = "", value_max: str = "") -> Hit:
    start = TEXT.index(quote)
    return Hit(start, start + len(quote), Decimal(value), unit, Decimal(value_max) if value_max else None)


MONEY = row("1635亿元", "1635", "亿元")
POINTS = row("4.2个百分点", "4.2", "个百分点")
RANGE = row("2~3家", "2", "家", value_max="3")
SHARE = row("三分之二", "0.6667", "")


@pytest.mark.parametrize(
    ("gold", "given"),
    [
        (MONEY, hit("1635亿元", "163500000000", "元")),
        (MONEY, hit("1635亿元", "1635", "亿元")),
        (MONEY | {"value": "-1635"}, hit("1635亿元", "1635", "亿元")),  # the sign stands in the verb
        (MONEY | {"unit": "万元 | 亿元"}, hit("1635亿元", "1635", "亿元")),
        (POINTS, hit("4.2个百分点", "4.2", "百分点")),
        (MONEY | {"unit": "百分之"}, hit("1635亿元", "1635", "%")),
        (MONEY | {"value": "3", "unit": "成"}, hit("1635亿元", "30", "%")),
        (RANGE, hit("2~3家", "2", "家", "3")),
        (SHARE, hit("三分之二", "0.666666666666667")),
    ],
)
def test_right(gold: dict[str, Any], given: Hit) -> None:
    assert peers.is_right(gold, given)


@pytest.mark.parametrize(
    ("gold", "given"),
    [
        (MONEY, hit("1635亿元", "1635", "元")),
        (MONEY, hit("1635亿", "163500000000")),
        (POINTS, hit("4.2个百分点", "4.2", "%")),
        (RANGE, hit("3家", "3", "家")),
        (RANGE, hit("2~3家", "2", "家")),
        (MONEY | {"value": ""}, hit("1635亿元", "1635", "亿元")),
    ],
)
def test_wrong(gold: dict[str, Any], given: Hit) -> None:
    assert not peers.is_right(gold, given)


def test_a_report_is_counted() -> None:
    name, year = row("331", "331", "", "name"), row("2023年", "2023", "年", "time")
    gold = [year, MONEY, POINTS, RANGE, SHARE, name]
    hits = [
        hit("2023", "2023"),  # a date: no hit
        hit("1635", "1635"),  # within a longer one
        hit("1635亿元", "1635", "亿元"),
        hit("4.2个", "4.2", "个"),
        hit("2", "2"),  # of 2023年
        Hit(
            TEXT.index("2~3"), TEXT.index("2~3") + 1, Decimal(2)
        ),  # one figure read as two: wrong, nothing false
        hit("3家", "3", "家"),
        hit("331", "331"),
    ]
    assert peers.judged(gold, hits, TEXT) == Counts(right=1, found=3, false=1, gold=4)


def test_what_could_be_taken_either_way_counts_for_nothing() -> None:
    optional = row("331", "331", "", "optional")
    assert peers.judged([MONEY, optional], [hit("331", "331")], TEXT) == Counts(gold=1)


def test_a_hit_serves_one_figure() -> None:
    twice = [MONEY, MONEY]
    assert peers.judged(twice, [hit("1635亿元", "1635", "亿元")], TEXT) == Counts(1, 1, 0, 2)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1653.57亿元", "元"),
        ("达3.5亿美元", "美元"),
        ("百分之三十", "%"),
        ("三十五公里", "公里"),
        ("三分之二", ""),
    ],
)
def test_the_unit_of_a_span(text: str, unit: str) -> None:
    assert peer_tools.unit_of(text) == unit


def test_the_regex_and_the_digit_rule_read_a_sentence() -> None:
    money, points = (int(gold["start"]) for gold in (MONEY, POINTS))
    pattern = {one.start: (one.value, one.unit) for one in peer_tools.load_regex()(TEXT)}
    assert pattern[money] == (Decimal(1635), "亿元")
    assert pattern[points] == (Decimal("4.2"), "个百分点")
    tagged = {one.start: peers.amount(one.value, one.unit) for one in peer_tools.load_posseg()(TEXT)}
    assert tagged[money] == (Decimal(163_500_000_000), "元")


def test_what_is_missing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    tool = peer_tools.Tool("Somebody's", peer_tools.load_jieba, ("no_such_module",), "somebodys")
    why = peer_tools.loaded(tool)
    peers.show({"rows": [], "missing": [(tool.name, tool.pip, why)], "reports": 0, "whole": {}})
    assert "Somebody's: not installed; pip install somebodys" in capsys.readouterr().out
