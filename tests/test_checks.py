"""Do the checks within a report find what clashes, say it in full, and leave alone what agrees?"""

from __future__ import annotations

import time
from decimal import Decimal
from typing import NamedTuple

import golden_cases
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.checks import within
from pipeline.checks.intervals import Interval, printed
from pipeline.model import Figure, Finding, Identity
from pipeline.rulebook import load

CITY = Identity("", "communique", "city", "", "320500", 2023)
BOOK = load()


def found(text: str, identity: Identity = CITY) -> list[Finding]:
    """The findings over an invented text."""
    figures = golden_cases.engine().extract_text(text, report_year=2023).figures
    return list(within("d", identity, figures, BOOK))


class Case(NamedTuple):
    """A sentence or two, and the one finding they give."""

    text: str
    check: str
    severity: str
    message: str


CASES = [
    Case(
        "2022年地区生产总值1635亿元，第一产业增加值13.9亿元，第二产业增加值837.5亿元，第三产业增加值800.1亿元。",
        "sum_of_parts",
        "warning",
        "2022年第一产业增加值13.9亿元、第二产业增加值837.5亿元、第三产业增加值800.1亿元合计为"
        "1651.35～1651.65亿元，与地区生产总值1635亿元不符。",
    ),
    Case(
        "2022年地区生产总值1000亿元，第二产业增加值637亿元，第三产业增加值500亿元。",
        "sum_of_parts",
        "warning",
        "2022年第二产业增加值637亿元、第三产业增加值500亿元合计为1136～1138亿元，还不是全部，"
        "已经超过地区生产总值1000亿元。",
    ),
    Case(
        "2022年三次产业结构调整为11.1：36.3：62.6。",
        "sum_of_parts",
        "warning",
        "2022年第一产业比重11.1、第二产业比重36.3、第三产业比重62.6合计为109.85～110.15，各部分之和应为100。",
    ),
    Case(
        "2022年猪牛羊禽肉产量41.5万吨，猪肉产量31.1万吨，牛肉产量1.4万吨，羊肉产量1万吨，禽肉产量8.01吨。",
        "unit_slip",
        "warning",
        "2022年猪肉产量31.1万吨、牛肉产量1.4万吨、羊肉产量1万吨、禽肉产量8.01吨合计为32.9008～34.1009万吨，"
        "与猪牛羊禽肉产量41.5万吨不符；禽肉产量8.01吨如果相差一万倍（漏了或错了“万”“亿”），就相符了。",
    ),
    Case(
        "2022年财政收入30亿元，其中税收收入45亿元。",
        "part_over_whole",
        "error",
        "税收收入45亿元是财政收入30亿元的一部分，却比总体还大；请核对数字，或它属于哪个总体。",
    ),
    Case(
        "2022年产品抽查合格率914.02%。",
        "share_range",
        "error",
        "2022年产品抽查合格率914.02%，而占比一类的数不可能超过100%。",
    ),
    Case(
        "2021年货运量200万吨，2022年货运量220万吨，比上年增长20%。",
        "growth_level",
        "warning",
        "2021年货运量200万吨、2022年220万吨，算得变化幅度为9.47～10.53%，与所说的货运量增长20%不符。",
    ),
    Case(
        "2021年地区生产总值1000亿元，2022年地区生产总值2000亿元，比上年增长5%。",
        "growth_level",
        "info",
        "2021年地区生产总值1000亿元、2022年2000亿元，算得变化幅度为99.85～100.16%，"
        "而地区生产总值增长5%；即使按可比价格计算，相差也过大。",
    ),
    Case(
        "2021年森林覆盖率40.1%。2022年森林覆盖率42.3%，比上年提高4.2个百分点。",
        "growth_level",
        "warning",
        "2021年森林覆盖率40.1%、2022年42.3%，算得差额为2.1～2.3个百分点，"
        "与所说的森林覆盖率增加4.2个百分点不符。",
    ),
    Case(
        "2022年粮食总产量312.5万吨。2022年粮食总产量321万吨。",
        "stated_twice",
        "warning",
        "2022年粮食总产量312.5万吨，另一处为321万吨，两数不一致；如果所指不同，应补全指标、时期或范围。",
    ),
    Case(
        "2022年带动贫困户945户。2022年带动贫困户675户。",
        "stated_twice",
        "info",
        "2022年带动贫困户945户，另一处为675户，两数不一致；如果所指不同，应补全指标、时期或范围。",
    ),
    Case(
        "2022年蔬菜产量312.5万吨。2022年蔬菜产量312.5吨。",
        "unit_slip",
        "warning",
        "2022年蔬菜产量312.5万吨，另一处为312.5吨，相差一万倍（漏了或错了“万”“亿”）。",
    ),
    Case(
        "2022年地区生产总值165万元。",
        "plausible_range",
        "warning",
        "2022年地区生产总值165万元，超出地级地区生产总值的合理范围（10亿元～10万亿元），"
        "相差约一万倍（漏了或错了“万”“亿”）。",
    ),
    Case(
        "2022年地区生产总值增长470%。",
        "plausible_range",
        "warning",
        "2022年地区生产总值增长470%，超出一年内可能的增减幅度（-30%～60%）。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check}: {case.text[:20]}")
def test_says_what_clashes_with_both_numbers(case: Case) -> None:
    (finding,) = found(case.text)
    assert (finding.check, finding.severity, finding.message) == case[1:]
    assert finding.state == "open" and finding.document_id == "d" and finding.figure_ids


AGREE = [
    "2022年地区生产总值1651.5亿元，第一产业增加值13.9亿元，第二产业增加值837.5亿元，第三产业增加值800.1亿元。",
    "2022年三次产业结构调整为11.1：36.3：52.7。",
    "2022年一般公共预算收入30亿元，税收收入45亿元。",
    "2022年全市人均收入3万元，其中城镇居民人均收入4万元。",
    "2022年港口货物吞吐量突破800万吨。2022年港口货物吞吐量812.3万吨。",
    "2022年港口货物吞吐量约800万吨。2022年港口货物吞吐量812.3万吨。",
    "2022年港口货物吞吐量812万吨。2022年港口货物吞吐量812.3万吨。",
    "2021年港口货物吞吐量700万吨。2022年港口货物吞吐量812.3万吨。",
    "2022年高中阶段毛入学率102.6%，完成投资14.8亿元，占年计划的126.5%。",
    "2021年地区生产总值1000亿元，2022年地区生产总值1100亿元，比上年增长5%。",
    "2021年货运量200万吨，2022年货运量220万吨，年均增长20%。",
]


@pytest.mark.parametrize("text", AGREE)
def test_leaves_alone_what_agrees(text: str) -> None:
    assert found(text) == []


def test_a_rejected_figure_takes_part_in_nothing() -> None:
    figures = golden_cases.engine().extract_text("2022年产品抽查合格率914.02%。").figures
    rejected = [figure._replace(review="rejected") for figure in figures]
    assert within("d", CITY, figures, BOOK)
    assert within("d", CITY, rejected, BOOK) == ()


@pytest.mark.parametrize("period", ["", "去年", "22", "2022-", "0000"])
def test_a_figure_without_a_period_that_is_known_takes_part_in_nothing(period: str) -> None:
    figures = golden_cases.engine().extract_text("2022年产品抽查合格率914.02%。").figures
    dated = [figure._replace(period=period) for figure in figures]
    assert bool(within("d", CITY, dated, BOOK)) is (period == "0000")


def test_the_ranges_know_that_economies_grow() -> None:
    assert not found("1990年地区生产总值5亿元。")
    assert [finding.check for finding in found("2022年地区生产总值5亿元。")] == ["plausible_range"]


def test_a_sum_over_years_may_be_so_many_times_as_much() -> None:
    assert not found("2018—2022年五年累计城镇新增就业150万人。")
    assert [finding.check for finding in found("2022年城镇新增就业150万人。")] == ["plausible_range"]


@pytest.mark.parametrize(
    ("code", "level"), [("000000", "全国"), ("320000", "省级"), ("320500", "地级"), ("320585", "县级")]
)
def test_the_level_comes_from_the_code_where_the_identity_has_none(code: str, level: str) -> None:
    identity = Identity("", "communique", "", "", code, 2023)
    (finding,) = found("2022年地区生产总值16元。", identity)
    assert f"超出{level}地区生产总值的合理范围" in finding.message


def test_the_extraction_holds_what_the_checks_found() -> None:
    extraction = golden_cases.engine().extract_text("2022年产品抽查合格率914.02%。", "d")
    assert [finding.check for finding in extraction.findings] == ["share_range"]
    assert extraction.findings[0].figure_ids == (f"d:{extraction.figures[0].char_start}",)


def test_every_code_of_the_rules_is_one_of_an_indicator() -> None:
    codes = {indicator.code for indicator in BOOK.indicators.values()}
    for id_, check in BOOK.checks.items():
        names = {*check.indicators, *check.whole, *(name for part in check.parts for name in part)}
        assert {name for name in names if name.isascii()} <= codes, id_


# --- intervals --------------------------------------------------------------------------------

BARE = Figure(
    0, 0, "", "货运量", "", "", "level", "", Decimal(0), None, "eq", "", "吨", None, None, "kg", "mass",
    "2022", "actual", "", None, "", "", "",
)  # fmt: skip


def written(value: Decimal, places: int, scale: int = 1, bound: str = "eq", **more: object) -> Figure:
    """A figure that prints `value` with so many places, in units of `scale`."""
    rounded = (value / scale).quantize(Decimal(1).scaleb(-places))
    unit = {1: "吨", 10**4: "万吨", 10**8: "亿吨"}[scale]
    fields = {"value": rounded, "normalized_value": rounded * scale, "bound": bound, "unit": unit}
    return BARE._replace(**fields, quote=f"{rounded:f}{unit}", **more)  # type: ignore[arg-type]


values = st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=4, allow_nan=False)
places = st.integers(min_value=0, max_value=4)
scales = st.sampled_from([1, 10**4, 10**8])


@given(values, places, scales)
def test_a_true_value_lies_in_the_interval_of_its_printed_one(value: Decimal, n: int, scale: int) -> None:
    assert printed(written(value, n, scale)).holds(value)


@given(values, values, places, scales)
def test_what_a_bound_allows_lies_in_its_interval(value: Decimal, more: Decimal, n: int, scale: int) -> None:
    """突破800: 800 and above; 下降超5%: -5 and below."""
    figure = written(value, n, scale, "gt")
    assert figure.normalized_value is not None
    away = abs(more) if value >= 0 else -abs(more)
    assume(figure.normalized_value != 0)
    assert printed(figure).holds(figure.normalized_value + away)
    assert not printed(figure._replace(bound="lt")).holds(figure.normalized_value + away) or not more


@given(values, values, values, values)
def test_sums_and_differences_hold_those_of_their_parts(
    a: Decimal, b: Decimal, c: Decimal, d: Decimal
) -> None:
    left, right = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    assert left.plus(right).holds(a + c) and left.minus(right).holds(a - d)
    assert left.meets(right) == right.meets(left)


def ends(interval: Interval) -> tuple[Decimal | None, Decimal | None]:
    return interval.low, interval.high


def test_a_chinese_numeral_ends_with_its_last_digit() -> None:
    figure = BARE._replace(value=Decimal(200), normalized_value=Decimal(200_000), quote="两百吨")
    assert ends(printed(figure)) == (150_000, 250_000)


def test_of_nothing_the_size_of_the_unit_counts() -> None:
    nothing = BARE._replace(
        value=Decimal("0.0"), normalized_value=Decimal("0.0"), unit="亿元", quote="0.0亿元"
    )
    assert ends(printed(nothing)) == (-5_000_000, 5_000_000)


wild = st.decimals(min_value=Decimal("-1e40"), max_value=Decimal("1e40"), allow_nan=False).map(
    lambda number: number.quantize(Decimal(1)) if abs(number) < 1 else number
)


@given(st.lists(st.tuples(wild, st.sampled_from(["eq", "gt", "le", "approx"])), max_size=8))
def test_no_number_is_too_wild(numbers: list[tuple[Decimal, str]]) -> None:
    """A misread page can hold any digits; a check must not stop the extraction."""
    levels = [
        BARE._replace(char_start=n, value=value, normalized_value=value, bound=bound, quote=f"{value:f}",
                      indicator_code="gdp", normalized_unit="元", dimension="money", period=f"{2021 + n % 2}")
        for n, (value, bound) in enumerate(numbers)
    ]  # fmt: skip
    moves = [
        one._replace(char_start=one.char_start + 50, measure="growth", dimension="share", parent_start=0)
        for one in levels
    ]
    for finding in within("d", CITY, levels + moves, BOOK):
        assert finding.message.endswith("。")


# --- a report that is consistent by construction ----------------------------------------------

PARTS = {"va_primary": "第一产业增加值", "va_secondary": "第二产业增加值", "va_tertiary": "第三产业增加值"}
amounts = st.decimals(min_value=Decimal("2e9"), max_value=Decimal("5e11"), places=2, allow_nan=False)


sevenfold = st.tuples(places, places, places, places, places, places, places)


@given(st.tuples(amounts, amounts, amounts), amounts, sevenfold, st.sampled_from([10**4, 10**8]))
def test_a_consistent_report_has_no_finding(
    parts: tuple[Decimal, ...], before: Decimal, digits: tuple[int, ...], scale: int
) -> None:
    """Three parts and their sum, the sum once more in other digits, the year before and the growth."""
    total = sum(parts, Decimal(0))
    figures = [
        _level(code, text, value, n, scale)
        for (code, text), value, n in zip(PARTS.items(), parts, digits, strict=False)
    ]
    figures += [_level("gdp", "地区生产总值", total, digits[n], size) for n, size in ((3, scale), (4, 10**8))]
    figures += [_level("", "货运量", total, digits[5], scale)]
    figures += [_level("", "货运量", before, digits[6], scale)._replace(period="2021")]
    figures += [_growth((total / before - 1) * 100, digits[6])]
    placed = [figure._replace(char_start=10 * n) for n, figure in enumerate(figures)]
    assert within("d", CITY, placed, BOOK) == ()


def _level(code: str, text: str, value: Decimal, n: int, scale: int) -> Figure:
    return written(value, n, scale)._replace(
        indicator_code=code, indicator_text=text, normalized_unit="元", dimension="money"
    )


def _growth(value: Decimal, n: int) -> Figure:
    return written(value, n)._replace(
        measure="growth", dimension="share", unit="%", normalized_unit="%", quote="%"
    )


# --- time -------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", ["level", "growth"])
def test_thousands_of_figures_of_one_indicator_stay_quick(measure: str) -> None:
    """Linear: ten times the figures take about ten times as long; measured 15 ms for 2,000."""

    def seconds(count: int) -> float:
        one = _level("gdp", "地区生产总值", Decimal("1e11"), 1, 10**8)
        figures = [one._replace(char_start=n, period=f"{2021 + n % 2}") for n in range(count)]
        figures += [_growth(Decimal(5), 1)._replace(indicator_code="gdp", char_start=n) for n in range(count)]
        tries = []
        for _ in range(3):
            start = time.perf_counter()
            within("d", CITY, figures, BOOK)
            tries.append(time.perf_counter() - start)
        return min(tries)

    assert seconds(5000) < 40 * seconds(500)
