"""Why a figure is what it is, as `baoshu explain` tells it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import golden_cases
import pytest

from pipeline import runner
from pipeline.dataset.folder import DatasetError
from pipeline.explain import Explanation, explain
from pipeline.inputs import collect

REPORT = (
    "2023年政府工作报告\n2022年，全市共有医疗卫生机构100个，其中医院9个；新增绿地3.5平方公里，增长2%以上。\n"
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    out = folder / "out"
    asked = runner.Asked(golden_cases.engine, collect([folder / "a.txt"], out).inputs, out, jobs=1)
    with runner.planned(asked) as planned:
        runner.run(planned)
    return folder / "out"


def told(dataset: Path, quote: str) -> Explanation:
    return explain(dataset, f"a:{REPORT.index(quote)}")


@pytest.mark.parametrize("quote", ["100个", "9个", "3.5平方公里", "2%"])
def test_every_figure_is_explained_with_its_sentence_and_rules(dataset: Path, quote: str) -> None:
    found = told(dataset, quote)
    said = "\n".join(found.lines())
    assert quote in said and "医疗卫生机构" in said
    assert found.rules and all(use.place for use in found.rules)
    assert not re.search(r" at 0x|<pipeline", said)  # words for people, no objects of the program


def test_a_part_says_what_its_whole_is(dataset: Path) -> None:
    assert "其中的整体：（空） → 医疗卫生机构（100）" in "\n".join(told(dataset, "9个").lines())


def test_an_explanation_is_the_same_each_time_and_can_be_written_as_json(dataset: Path) -> None:
    first, second = (json.dumps(told(dataset, "9个").as_dict(), ensure_ascii=False) for _ in range(2))
    assert first == second


def test_a_figure_that_is_none_is_said_to_be_so(dataset: Path) -> None:
    with pytest.raises(DatasetError, match="a:1"):
        explain(dataset, "a:1")
