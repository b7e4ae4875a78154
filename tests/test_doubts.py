"""A reader's doubts reach the figures they are about, all of them and no others."""

from __future__ import annotations

import golden_cases
import pytest

from pipeline.doubts import findings
from pipeline.model import Figure, Remark, Source

TEXT = "粮食产量56.2万吨，油料、蔬菜分别增长5%、6%。"


@pytest.fixture(scope="module")
def figures() -> tuple[Figure, ...]:
    return golden_cases.engine().extract_text(TEXT).figures


def told(figures: tuple[Figure, ...], *spans: tuple[int, int]) -> list[tuple[str, ...]]:
    remarks = tuple(Remark(start, end, "ocr", "warning", "请对照原页。") for start, end in spans)
    source = Source("d", "d.png", "picture", "", TEXT, remarks=remarks)
    quotes = {f"d:{figure.char_start}": figure.quote for figure in figures}
    return [tuple(quotes[name] for name in finding.figure_ids) for finding in findings(source, figures)]


def test_a_doubt_is_about_the_figure_it_lies_on_and_not_the_one_before(figures: tuple[Figure, ...]) -> None:
    place = TEXT.index("6%")
    assert told(figures, (place, place + 1)) == [("6%",)]


def test_a_doubt_over_several_figures_is_about_each(figures: tuple[Figure, ...]) -> None:
    assert told(figures, (0, len(TEXT))) == [("56.2万吨",), ("5%",), ("6%",)]


def test_two_doubts_on_one_figure_are_one_finding(figures: tuple[Figure, ...]) -> None:
    place = TEXT.index("56.2")
    assert told(figures, (place, place + 1), (place + 3, place + 4)) == [("56.2万吨",)]


def test_a_doubt_beside_a_figure_is_about_it_and_one_far_away_about_none(figures: tuple[Figure, ...]) -> None:
    place = TEXT.index("56.2")
    assert told(figures, (place - 1, place)) == [("56.2万吨",)]
    assert told(figures, (0, 1)) == []


def test_a_doubt_about_the_document_stands_alone(figures: tuple[Figure, ...]) -> None:
    assert told(figures, (0, 0)) == [()]
