"""targets_reviewed, target_missed, target_far: this year's numbers against last year's targets.

One `info` a report for all its year's targets, one `info` a target that was missed, and a `warning`
where target and actual differ so much that one of them is likely misread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from pipeline.across.attained import ABOUT_IT, NO, ROUNDING, UNKNOWN, YES
from pipeline.across.reports import Notice, Said
from pipeline.across.targets import Pair, difference_said
from pipeline.checks.wording import dated, named

REVIEWED, MISSED, FAR = "targets_reviewed", "target_missed", "target_far"
_COUNTED = {YES: "完成", ABOUT_IT: "基本完成", ROUNDING: "因四舍五入不能断定", NO: "未完成"}


def notices(found: Iterable[Pair]) -> Iterator[Notice]:
    """What is to be said of the targets of one region, year by year."""
    for year, group in groupby(found, key=lambda pair: pair.report.year):
        judged = [pair for pair in group if pair.actual]
        if judged:
            yield _reviewed(year, judged)
        for pair in judged:
            yield from _one(pair)


def _reviewed(year: int, judged: list[Pair]) -> Notice:
    counts = {word: sum(pair.outcome.attained == key for pair in judged) for key, word in _COUNTED.items()}
    told = "、".join(f"{word}{count}项" for word, count in counts.items() if count)
    open_ = sum(pair.outcome.attained == UNKNOWN for pair in judged)
    told = "，".join(filter(None, (told, f"{open_}项不能比较" if open_ else "")))
    said = [one for pair in judged for one in _both(pair)]
    first = next(_both(judged[0]))
    own = [one for one in said if one.document_id == first.document_id]
    others = [one for one in said if one.document_id != first.document_id]
    rules = tuple(dict.fromkeys(rule for pair in judged for rule in pair.rules))
    message = f"{year}年的目标有实绩可对照的{len(judged)}项：{told}。"
    return Notice(REVIEWED, "info", (*own, *others), message, rules)


def _one(pair: Pair) -> Iterator[Notice]:
    outcome, said = pair.outcome, tuple(_both(pair))
    if outcome.attained == NO:
        by = difference_said(outcome)
        message = f"{_sentence(said)}，未完成{f'，{by}' if by else ''}。"
        yield Notice(MISSED, "info", said, message, pair.rules)
    elif outcome.attained == UNKNOWN and outcome.rules:
        yield Notice(FAR, "warning", said, f"{_sentence(said)}；{outcome.why}", pair.rules)


def _sentence(said: tuple[Said, ...]) -> str:
    actual, target = said
    return f"{dated(actual.figure)}，而上年报告的{named(target.figure)}"


def _both(pair: Pair) -> Iterator[Said]:
    assert pair.actual is not None
    yield pair.actual.chosen
    yield pair.target.chosen
