"""Questions in words and in options, answers with their proof, and the published schemas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from panels import dataset, record

from pipeline import open_dataset
from pipeline.cli import main
from pipeline.dataset.dictionary import columns
from pipeline.dataset.frames import read_rows
from pipeline.query import Question, ask
from pipeline.query.words import meanings, read
from pipeline.rulebook import load
from pipeline.schemas import NAMES, schema

KNOWN = meanings(load().indicators.values(), {"深圳": "深圳", "广东省深圳市": "广东省深圳市"})


@pytest.mark.parametrize(
    ("text", "asked", "left"),
    [
        ("深圳 2023 GDP 目标", Question(("深圳",), (2023,), ("gdp",), (), (), ("target",)), ()),
        (
            "广东省深圳市2023年gdp增速是多少",
            Question(("广东省深圳市",), (2023,), ("gdp",), (), ("growth",)),
            (),
        ),
        ("2021—2023年 地区生产总值", Question((), (2021, 2022, 2023), ("gdp",)), ()),
        ("深圳 火星人口数目", Question(("深圳",)), ("火星人口数目",)),
        ("gdp_per_capita target", Question((), (), ("gdp_per_capita",), (), (), ("target",)), ()),
    ],
)
def test_words_become_a_question(text: str, asked: Question, left: tuple[str, ...]) -> None:
    understood, pieces = read(text, KNOWN)
    if left:
        assert understood.regions == asked.regions
        assert pieces
    else:
        assert (understood, pieces) == (asked, left)


def test_rejected_figures_never_answer() -> None:
    rows = [record("1635"), record("1700", review="rejected")]
    assert [one.figure.figure_id for one in ask(rows, Question(indicators=("gdp",))).answers] == ["r:1635"]


def test_words_of_the_report_find_what_has_no_code() -> None:
    rows = [record("12", "家", indicator_text="新增草莓企业", indicator="", indicator_code="")]
    told = ask(rows, Question(), ("草莓", "鲸鱼"))
    assert (len(told.answers), told.not_understood) == (1, ("鲸鱼",))


def test_the_year_is_that_of_the_period() -> None:
    rows = [record("1635"), record("9", period="2018/2022"), record("1", period="2022/2026")]
    found = ask(rows, Question(years=(2022,))).answers
    assert [one.figure.figure_id for one in found] == ["r:1635", "r:9"]


def test_the_best_answer_comes_first() -> None:
    rows = [
        record("1640", status="estimate"),
        record("1635"),
        record("1634", kind="communique", report_year=2022),
    ]
    found = ask(rows, Question(indicators=("gdp",))).answers
    assert [one.figure.figure_id for one in found] == ["r:1634", "r:1635", "r:1640"]


def test_an_answer_marks_its_number_where_that_is_plain() -> None:
    (answer,) = ask([record("5", "%", sentence="增长5.5%，目标5%。")], Question(indicators=("gdp",))).answers
    assert "增长5.5%，目标【5%】" in answer.lines()[1]

    wide = record("5", "%", quote="5％", sentence="目标5%。")
    assert "目标【5%】。" in ask([wide], Question(indicators=("gdp",))).answers[0].lines()[1]


# --- the command, Python, the schemas ---------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dataset(tmp_path_factory.mktemp("query"))


def test_the_command_gives_the_figure_with_its_proof(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", str(folder), "太仓 2023 GDP 目标"]) == 0
    out = capsys.readouterr().out
    assert "ge 5 %" in out
    assert "地区生产总值增长【5%】以上" in out
    assert "tai-2023:" in out


def test_what_is_not_understood_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", str(folder), "太仓 2023 GDP 目标 呜呼"]) == 3
    assert "not understood: 呜呼" in capsys.readouterr().err
    assert main(["query", str(folder)]) == 4
    assert main(["query", str(folder), "GDP", "--status", "maybe"]) == 4


def test_options_and_words_ask_the_same(folder: Path) -> None:
    opened = open_dataset(folder)
    in_words = opened.query("太仓 2022 GDP 目标")
    one_by_one = opened.query(region="太仓", year=2022, indicator="gdp", status="target")
    assert in_words.answers == one_by_one.answers
    assert in_words.answers[0].figure.normalized_value == 6


def test_the_panel_of_the_python_api_is_typed(folder: Path) -> None:
    panel = open_dataset(folder).panel(indicators=["gdp"])
    assert [column.name for column in panel.columns][:4] == ["region_code", "region", "year", "gdp"]


def test_query_json_is_as_its_schema_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", str(folder), "太仓 GDP", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema("query")).validate(said)
    assert said["answers"]


def test_rows_and_run_are_as_their_schemas_say(folder: Path) -> None:
    seed = Path(__file__).parent.parent / "extracted"
    for place in (folder, seed):
        for table in ("figures", "findings"):
            check = Draft202012Validator(schema(table))
            for row in read_rows(place, table):
                check.validate(dict(zip(columns(table), row, strict=True)))
    run = json.loads((folder / "run.json").read_text("utf-8"))
    Draft202012Validator(schema("run")).validate(run)


def test_the_schemas_are_sound_and_name_the_columns_of_the_tables() -> None:
    for name in NAMES:
        Draft202012Validator.check_schema(schema(name))
    for table in ("figures", "findings"):
        assert tuple(schema(table)["properties"]) == columns(table)
