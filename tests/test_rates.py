"""Error rates and their intervals: against published values, by exact enumeration, by simulation."""

from __future__ import annotations

from functools import cache
from itertools import product
from math import comb, prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.review import rates as rating
from pipeline.review.rates import IS_FIGURE, Judgement, Rates, Row, Tally, clopper_pearson, estimate
from pipeline.review.sample import Draw, Item, Sample, Stratum, allocate, draw

# --- one proportion ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "judged", "low", "high"),
    [
        # as tables of exact binomial limits have them; the upper end of 0 of n is 1 - 0.025^(1/n)
        (0, 100, 0.00, 3.62),
        (1, 100, 0.03, 5.45),
        (5, 100, 1.64, 11.28),
        (50, 100, 39.83, 60.17),
        (100, 100, 96.38, 100.00),
        (0, 10, 0.00, 30.85),
        (1, 10, 0.25, 44.50),
        (0, 1, 0.00, 97.50),
        (0, 1000, 0.00, 0.37),
    ],
)
def test_clopper_pearson_as_published(wrong: int, judged: int, low: float, high: float) -> None:
    assert [round(100 * end, 2) for end in clopper_pearson(wrong, judged)] == [low, high]


@given(judged=st.integers(1, 300), share=st.floats(0, 1))
def test_clopper_pearson_leaves_two_and_a_half_percent_on_each_side(judged: int, share: float) -> None:
    """By its definition, from binomial sums and not from beta quantiles."""
    wrong = round(share * judged)
    low, high = clopper_pearson(wrong, judged)

    def tail(p: float, counts: range) -> float:
        return sum(comb(judged, k) * p**k * (1 - p) ** (judged - k) for k in counts)

    if wrong > 0:
        assert tail(low, range(wrong, judged + 1)) == pytest.approx(0.025)
    if wrong < judged:
        assert tail(high, range(wrong + 1)) == pytest.approx(0.025)


def test_one_kind_is_a_simple_proportion() -> None:
    found = estimate([Tally(10**9, 100, 5)])
    assert found
    assert found.estimate == pytest.approx(0.05)
    assert (found.low, found.high) == pytest.approx(clopper_pearson(5, 100))


# --- over kinds -------------------------------------------------------------------------------


def test_kinds_are_weighted_by_their_numbers() -> None:
    found = estimate([Tally(9000, 50, 1), Tally(1000, 50, 10)])
    assert found
    assert found.estimate == pytest.approx(0.9 * 0.02 + 0.1 * 0.2)


def test_korn_and_graubard_by_hand() -> None:
    """Three kinds of a thousand each; 3, 2 and 2 judged, one of each wrong: every step worked out apart."""
    found = estimate([Tally(1000, 3, 1), Tally(1000, 2, 1), Tally(1000, 2, 1)])
    share = (1 / 3 + 1 / 2 + 1 / 2) / 3
    variance = (0.997 * (2 / 9) / 2 + 2 * 0.998 * (1 / 4) / 1) / 9
    design_effect = variance / (share * (1 - share) / 6)
    effective = 7 / design_effect * (2.446912 / 2.776445) ** 2  # Student's t of 6 and of 4 at 0.975
    assert effective < 6  # the limit would be 2 / (1/3)
    assert found and found.estimate == pytest.approx(share)
    assert (found.low, found.high) == pytest.approx(clopper_pearson(share * effective, effective), rel=1e-5)


def test_a_draw_in_proportion_is_worth_what_was_judged() -> None:
    """Kinds that differ make a stratified draw better than a simple one; n* is not taken above n for it."""
    found = estimate([Tally(600_000, 60, 3), Tally(400_000, 40, 10)])
    assert found
    assert (found.low, found.high) == pytest.approx(clopper_pearson(13, 100))


def test_no_item_counts_for_more_than_one() -> None:
    """Half of the items stand for nine tenths of the figures: less is known than 100 items would tell."""
    found = estimate([Tally(9000, 50, 0), Tally(1000, 50, 0)])
    assert found
    assert found.high == pytest.approx(clopper_pearson(0, 50 / 0.9)[1])


def test_when_all_were_judged_nothing_is_left_to_chance() -> None:
    found = estimate([Tally(40, 40, 3), Tally(5, 5, 1)])
    assert found == pytest.approx((4 / 45, 4 / 45, 4 / 45))


def test_what_was_found_wrong_is_certain() -> None:
    """99 of 100 judged, one wrong: it is 1 or 2 of 100."""
    found = estimate([Tally(100, 99, 1)])
    assert found
    assert (found.low, found.high) == (0.01, 0.02)


def test_without_a_judgement_there_is_no_rate() -> None:
    assert estimate([]) is None
    assert estimate([Tally(100, 0, 0)]) is None


TALLIES = st.lists(
    st.integers(1, 50).flatmap(
        lambda judged: st.tuples(st.integers(judged, 5000), st.just(judged), st.integers(0, judged))
    ),
    min_size=1,
    max_size=7,
).map(lambda told: [Tally(*one) for one in told])


@given(tallies=TALLIES)
def test_an_interval_holds_its_estimate(tallies: list[Tally]) -> None:
    found = estimate(tallies)
    assert found
    assert 0 <= found.low <= found.estimate <= found.high <= 1


# --- coverage: the interval holds the true rate at least 95 times of 100 ----------------------

cached = cache(lambda *tallies: estimate(tallies))


def covers(populations: list[int], judged: list[int], seen: list[int], truth: float) -> bool:
    found = cached(*map(Tally, populations, judged, seen))
    return bool(found and found.low - 1e-9 <= truth <= found.high + 1e-9)


def exact_coverage(populations: list[int], wrong: list[int], judged: list[int]) -> float:
    """Summed over all that can be drawn (hypergeometric), so that no chance is left in the test."""
    truth = sum(wrong) / sum(populations)
    total = 0.0
    for seen in product(*(range(n + 1) for n in judged)):
        chances = (
            comb(bad, x) * comb(all_ - bad, n - x) / comb(all_, n)
            for all_, bad, n, x in zip(populations, wrong, judged, seen, strict=True)
        )
        chance = prod(chances)
        if chance and covers(populations, judged, list(seen), truth):
            total += chance
    return total


@pytest.mark.parametrize(
    ("populations", "wrong", "judged"),
    [
        ([2000], [40], [100]),
        ([2000], [2], [100]),
        ([1000, 40], [20, 20], [50, 5]),
        ([1000, 40], [20, 0], [50, 5]),
        ([1000, 40], [0, 8], [50, 5]),
        ([1500, 500], [300, 5], [30, 10]),
        ([1500, 500], [300, 5], [5, 30]),  # judged unevenly: 67 % without the limit of n*
        ([1500, 500], [100, 5], [2, 30]),
        ([625, 1930], [91, 16], [1, 24]),
        ([147, 29, 14], [67, 29, 2], [2, 2, 2]),
        ([300, 200, 3], [3, 60, 3], [12, 8, 3]),
    ],
)
def test_exact_coverage(populations: list[int], wrong: list[int], judged: list[int]) -> None:
    assert exact_coverage(populations, wrong, judged) >= 0.95


def test_coverage_over_many_populations() -> None:
    """Kinds of all sizes with rates of their own, drawn as `allocate` does; one draw of each population."""
    chance = np.random.default_rng(5)
    covered = []
    for _ in range(3000):
        kinds = int(chance.integers(1, 8))
        spread = chance.uniform(0.2, 2)
        populations = [int(n) + 1 for n in chance.lognormal(chance.uniform(2, 6), spread, kinds)]
        base, unlike = chance.choice([0.002, 0.01, 0.03, 0.1, 0.3]), chance.uniform(0, 1.5)
        wrong = [
            int(chance.binomial(n, min(1.0, base * f)))
            for n, f in zip(populations, chance.lognormal(0, unlike, kinds), strict=True)
        ]
        size = int(chance.choice([10, 30, 100, 200]))
        judged = [*allocate({f"{n}": all_ for n, all_ in enumerate(populations)}, size).values()]
        seen = [
            int(chance.hypergeometric(bad, all_ - bad, n))
            for all_, bad, n in zip(populations, wrong, judged, strict=True)
        ]
        covered.append(covers(populations, judged, seen, sum(wrong) / sum(populations)))
    assert np.mean(covered) >= 0.95


def test_from_draw_to_interval_over_many_seeds() -> None:
    """Errors stand together at the head of documents, as they do: a draw that is not random would show."""
    population = [*items("work_report", 900), *items("poster", 120)]
    wrong = {item for item in population if item.start < 60}
    truth, covered, estimates = len(wrong) / len(population), [], []
    for seed in range(200):
        sample = draw(population, 60, seed)
        said = {item[:2]: Judgement("reject" if item in wrong else "accept") for item in sample.figures.items}
        rate = rating.rates(sample, said).figures.rate
        assert rate
        covered.append(rate.low <= truth <= rate.high)
        estimates.append(rate.estimate)
    assert np.mean(covered) >= 0.95
    assert np.mean(estimates) == pytest.approx(truth, abs=0.01)


# --- from judgements --------------------------------------------------------------------------


def items(kind: str, number: int, start: int = 0) -> tuple[Item, ...]:
    return tuple(Item(kind, start + n, kind) for n in range(number))


def sampled(verdicts: dict[str, list[Judgement]], others: str = "") -> Rates:
    """Rates of a sample of 1000 figures of each kind; `others`: verdicts of numbers by their initial."""
    drawn = tuple(item for kind, said in verdicts.items() for item in items(kind, len(said)))
    rest = items("plan", len(others), 5000)
    sample = Sample(
        len(drawn),
        1,
        Draw(drawn, tuple(Stratum(kind, 1000, len(said)) for kind, said in verdicts.items())),
        Draw(rest, (Stratum("plan", 400, len(rest)),) if rest else ()),
    )
    said = {(kind, n): judgement for kind, told in verdicts.items() for n, judgement in enumerate(told)}
    word = {"r": "right", "m": "missing", "u": "unsure", "-": ""}
    said |= {("plan", 5000 + n): Judgement(word[letter]) for n, letter in enumerate(others)}
    return rating.rates(sample, said)


def fix(*fields: str) -> Judgement:
    return Judgement("fix", frozenset(fields))


ACCEPT, REJECT, UNSURE, NONE = Judgement("accept"), Judgement("reject"), Judgement("unsure"), Judgement()


def row(rows: tuple[Row, ...], name: str) -> Row:
    return next(row for row in rows if row.name == name)


def counts(row: Row) -> tuple[int, int, int, int, int]:
    return row.drawn, row.judged, row.unsure, row.open, row.wrong


def test_a_figure_with_two_wrong_fields_is_one_wrong_figure() -> None:
    found = sampled({"plan": [ACCEPT] * 8 + [fix("unit", "period"), REJECT]})
    assert counts(found.figures) == (10, 10, 0, 0, 2)
    assert found.figures.rate and found.figures.rate.estimate == pytest.approx(0.2)
    assert {row.name: row.wrong for row in found.fields if row.wrong} == {
        IS_FIGURE: 1, "unit": 1, "period": 1,
    }  # fmt: skip


def test_every_field_is_there_in_order_and_a_new_one_is_added() -> None:
    found = sampled({"plan": [fix("section", "value"), ACCEPT]})
    assert [row.name for row in found.fields] == [IS_FIGURE, *rating.FIELDS, "section"]


def test_the_unsure_are_left_out_and_counted_as_wrong_in_the_worst_case() -> None:
    found = sampled({"plan": [ACCEPT] * 8 + [fix("unit")] + [UNSURE] + [NONE] * 2}).figures
    assert counts(found) == (12, 9, 1, 2, 1)
    assert found.rate and found.worst
    assert found.rate.estimate == pytest.approx(1 / 9)
    assert found.worst.estimate == pytest.approx(2 / 10)
    assert found.worst.high > found.rate.high


def test_by_kind_and_over_kinds() -> None:
    found = sampled({"plan": [ACCEPT] * 10, "poster": [ACCEPT] * 5 + [REJECT] * 5})
    assert [(row.name, row.wrong) for row in found.kinds] == [("plan", 0), ("poster", 5)]
    assert found.figures.population == 2000
    assert found.figures.rate and found.figures.rate.estimate == pytest.approx(0.25)


def test_a_kind_that_nobody_judged_has_no_rate() -> None:
    found = sampled({"plan": [ACCEPT] * 10, "poster": [NONE] * 10})
    assert row(found.kinds, "poster").rate is None
    assert found.figures.rate and found.figures.rate.estimate == 0


def test_numbers_that_should_be_figures() -> None:
    found = sampled({"plan": [ACCEPT]}, others="rrrrrrrrmu-").others
    assert counts(found) == (11, 9, 1, 1, 1)
    assert found.rate and found.rate.estimate == pytest.approx(1 / 9)


def test_nothing_judged_and_nothing_drawn() -> None:
    found = rating.rates(draw([], 10, 1), {})
    assert found.figures.rate is None and found.others.worst is None
    assert found.kinds == ()


def test_judgements_of_other_figures_count_for_nothing() -> None:
    sample = draw(items("plan", 500), 10, 1)
    chosen = {(item.document_id, item.start) for item in sample.figures.items}
    said = {("plan", n): Judgement("accept" if ("plan", n) in chosen else "reject") for n in range(500)}
    assert counts(rating.rates(sample, said).figures) == (10, 10, 0, 0, 0)


def test_an_unknown_verdict_is_refused() -> None:
    with pytest.raises(ValueError, match="plan:0: the verdict 'missing'"):
        sampled({"plan": [Judgement("missing")]})
