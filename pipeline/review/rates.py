"""How many figures are wrong: error rates and their 95 % intervals, from what people said of a sample.

A rate of one kind of document is a simple proportion; its interval is that of Clopper and Pearson (1934).
A rate over all kinds weights each kind by its number of items (Cochran, Sampling Techniques, ch. 5); its
interval is that of Korn and Graubard (1998), see `estimate`.  All rates are shares from 0 to 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.review.sample import Draw, Item, Sample, Stratum

LEVEL = 0.95
#: the row of `Rates.fields` that tells how many figures are no figures at all
IS_FIGURE = "figure"
#: what a person can find wrong in a figure, in the order of a report; columns of figures.csv
FIELDS = (
    "value", "value_max", "unit", "bound", "measure", "status", "period", "indicator_text",
    "indicator_code", "basis",
)  # fmt: skip

_RIGHT = frozenset({"accept", "right"})
_WRONG = frozenset({"fix", "reject", "missing"})
_UNSURE = "unsure"
_OF_FIGURES = frozenset({"accept", "fix", "reject", "unsure", ""})
_OF_OTHERS = frozenset({"right", "missing", "unsure", ""})


class Judgement(NamedTuple):
    """What was said of one item of a sample.

    `verdict` of a figure: accept, fix, reject, unsure; of a number that is said to be no figure: right (it
    is none), missing (it is one), unsure; empty: nothing yet.  `fields`: the columns that a fix changed.
    """

    verdict: str = ""
    fields: frozenset[str] = frozenset()


class Tally(NamedTuple):
    """Of one kind of document: items there are (N_h), items judged (n_h), items found wrong."""

    population: int
    judged: int
    wrong: int


class Rate(NamedTuple):
    """A share and the 95 % interval it lies in; all from 0 to 1."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of rates.

    `drawn` = `judged` + `unsure` + `open`.  `rate` leaves the unsure and open ones out, as if they had not
    been drawn; `worst` counts the unsure ones as wrong.  None where nothing was judged.
    """

    name: str  # a kind of document, or a column; empty for all
    population: int
    drawn: int
    judged: int
    unsure: int
    open: int
    wrong: int
    rate: Rate | None
    worst: Rate | None


@dataclass(frozen=True, slots=True)
class Rates:
    """What a sample tells.

    `figures`: figures with any field wrong, or that are none.  `fields`: how many of all figures have this
    column wrong; a figure that is none counts in the row IS_FIGURE and in no other.  `others`: numbers
    said to be no figures that are.
    """

    figures: Row
    kinds: tuple[Row, ...]
    fields: tuple[Row, ...]
    others: Row
    other_kinds: tuple[Row, ...]


def rates(sample: Sample, judgements: Mapping[tuple[str, int], Judgement]) -> Rates:
    """The rates of a sample; `judgements`: (document_id, start) -> what was said of it.

    Judgements of items outside the sample count for nothing: they were not chosen at random.
    Raises ValueError for a verdict that an item of its sort cannot have.
    """
    said = {
        item: judgements.get((item.document_id, item.start), Judgement()) for item in sample.figures.items
    }
    other = {
        item: judgements.get((item.document_id, item.start), Judgement()) for item in sample.others.items
    }
    _refuse(said, _OF_FIGURES)
    _refuse(other, _OF_OTHERS)
    return Rates(
        figures=_row("", sample.figures.strata, said, _is_wrong),
        kinds=_by_kind(sample.figures, said),
        fields=tuple(
            _row(name, sample.figures.strata, said, _lacks(name)) for name in _fields(said.values())
        ),
        others=_row("", sample.others.strata, other, _is_wrong),
        other_kinds=_by_kind(sample.others, other),
    )


def estimate(tallies: Iterable[Tally]) -> Rate | None:
    """The share of wrong items over all kinds, and its interval; None where nothing was judged.

    p = sum W_h p_h with W_h = N_h / N.  Kinds without a judged item are left out of N: the rate is that of
    the others.  The interval is Clopper and Pearson's for p n* wrong items of n*, where n* is the effective
    sample size, see `_effective_size`.  For one kind n* = n, and it is Clopper and Pearson's itself.  It is
    cut to what is certain: at least the wrong items found are wrong, at most all that were not judged too.
    When every item was judged it is the rate itself.
    """
    known = [tally for tally in tallies if tally.judged]
    if not known:
        return None
    everything = sum(tally.population for tally in known)
    judged, wrong = sum(tally.judged for tally in known), sum(tally.wrong for tally in known)
    share = sum(tally.population * tally.wrong / tally.judged for tally in known) / everything
    size = _effective_size(known, share)
    low, high = clopper_pearson(share * size, size)
    certain, possible = wrong / everything, (wrong + everything - judged) / everything
    return Rate(share, min(max(low, certain), share), max(min(high, possible), share))


def clopper_pearson(wrong: float, judged: float, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval of a proportion (Clopper and Pearson, Biometrika 26, 1934), by beta quantiles.

    Both numbers may be fractions, as Korn and Graubard use it.

    >>> [round(100 * end, 2) for end in clopper_pearson(5, 100)]
    [1.64, 11.28]
    """
    from scipy.stats import beta

    tail = (1 - level) / 2
    low = float(beta.ppf(tail, wrong, judged - wrong + 1)) if wrong > 0 else 0.0
    high = float(beta.ppf(1 - tail, wrong + 1, judged - wrong)) if wrong < judged else 1.0
    return low, high


def _effective_size(tallies: Sequence[Tally], share: float) -> float:
    """n*: the simple random sample that would tell as much (Korn and Graubard, Survey Methodology 24, 1998).

    n* = n / deff (t(n-1) / t(n-H))^2: deff is the variance of the stratified estimate over that of a simple
    random sample of n, and the quantiles of Student's t account for the H strata.  As usual n* is not taken
    above n; and, stricter, not above the smallest n_h / W_h: no item counts for more than one of n*.  That is
    n where the draw is in proportion, and what decides in most samples that are not tiny.  Without it a large
    kind of which little was judged passes for free of errors: one of the populations in tests/test_rates.py
    is covered 67 % of the time, with it none less than 95 %.
    """
    everything = sum(tally.population for tally in tallies)
    judged = sum(tally.judged for tally in tallies)
    limit = min(tally.judged * everything / tally.population for tally in tallies)
    variance = sum((tally.population / everything) ** 2 * _variance(tally) for tally in tallies)
    if len(tallies) == 1 or variance <= 0:
        return limit
    simple = share * (1 - share) / (judged - 1)
    return min(limit, judged * simple / variance * _freedom(judged, len(tallies)))


def _variance(tally: Tally) -> float:
    """Of the share of one kind, drawn without replacement; one item alone shows none."""
    if tally.judged == 1:
        return 0.0
    share = tally.wrong / tally.judged
    return (1 - tally.judged / tally.population) * share * (1 - share) / (tally.judged - 1)


def _freedom(judged: int, strata: int) -> float:
    from scipy.stats import t

    tail = (1 - LEVEL) / 2
    return float((t.ppf(tail, judged - 1) / t.ppf(tail, max(1, judged - strata))) ** 2)


# --- counting ---------------------------------------------------------------------------------


def _refuse(said: Mapping[Item, Judgement], allowed: frozenset[str]) -> None:
    for item, judgement in said.items():
        if judgement.verdict not in allowed:
            place = f"{item.document_id}:{item.start}"
            raise ValueError(f"{place}: the verdict {judgement.verdict!r} is none of {sorted(allowed)}.")


def _is_wrong(judgement: Judgement) -> bool:
    return judgement.verdict in _WRONG


def _lacks(name: str) -> Callable[[Judgement], bool]:
    """Whether a judgement finds this column wrong."""
    if name == IS_FIGURE:
        return lambda judgement: judgement.verdict == "reject"
    return lambda judgement: judgement.verdict == "fix" and name in judgement.fields


def _fields(said: Iterable[Judgement]) -> tuple[str, ...]:
    """IS_FIGURE, FIELDS, and whatever other column somebody put right."""
    touched = {name for judgement in said if judgement.verdict == "fix" for name in judgement.fields}
    return (IS_FIGURE, *FIELDS, *sorted(touched - {IS_FIGURE, *FIELDS}))


def _by_kind(drawn: Draw, said: Mapping[Item, Judgement]) -> tuple[Row, ...]:
    rows = []
    for stratum in drawn.strata:
        here = {item: judgement for item, judgement in said.items() if item.kind == stratum.kind}
        rows.append(_row(stratum.kind, (stratum,), here, _is_wrong))
    return tuple(rows)


def _row(
    name: str,
    strata: Sequence[Stratum],
    said: Mapping[Item, Judgement],
    is_wrong: Callable[[Judgement], bool],
) -> Row:
    judged = Counter(item.kind for item, j in said.items() if j.verdict in _RIGHT | _WRONG)
    wrong = Counter(item.kind for item, j in said.items() if is_wrong(j))
    unsure = Counter(item.kind for item, j in said.items() if j.verdict == _UNSURE)
    plain = [Tally(s.population, judged[s.kind], wrong[s.kind]) for s in strata]
    worst = [
        Tally(tally.population, tally.judged + unsure[s.kind], tally.wrong + unsure[s.kind])
        for s, tally in zip(strata, plain, strict=True)
    ]
    return Row(
        name=name,
        population=sum(s.population for s in strata),
        drawn=len(said),
        judged=judged.total(),
        unsure=unsure.total(),
        open=len(said) - judged.total() - unsure.total(),
        wrong=wrong.total(),
        rate=estimate(plain),
        worst=estimate(worst),
    )
