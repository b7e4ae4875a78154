"""Does the self-test of the rules notice silent rules, loud rules and runaway patterns?"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.engine import Engine
from pipeline.rulebook import Rulebook, RuleError, load
from pipeline.rulecheck import check, runaways

YUAN = """\
yuan:
  written: [元]
  dimension: money
  examples: [收入3亿元。]
  not: [2024元旦。]
"""


@pytest.fixture(autouse=True)
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(rulebook, "packaged", lambda: tmp_path)
    return tmp_path


def book(stem: str, text: str) -> Rulebook:
    Path(f"{stem}.yaml").write_text(text, encoding="utf-8")
    return load()


def test_a_rule_that_does_what_it_says_has_no_fault() -> None:
    fired = {"收入3亿元。": frozenset({"units:yuan", "roles:other"}), "2024元旦。": frozenset({"roles:year"})}
    assert check(book("units", YUAN), fired.__getitem__) == []


def test_names_the_silent_and_the_loud_rule() -> None:
    fired = {"收入3亿元。": frozenset[str](), "2024元旦。": frozenset({"units:yuan"})}
    assert [str(fault) for fault in check(book("units", YUAN), fired.__getitem__)] == [
        "units.yaml:1: units:yuan: 应触发而未触发：“收入3亿元。”",
        "units.yaml:1: units:yuan: 不应触发却触发了：“2024元旦。”",
    ]


def test_reads_a_shared_sentence_once() -> None:
    asked: list[str] = []

    def fired(sentence: str) -> frozenset[str]:
        asked.append(sentence)
        return frozenset({"units:yuan", "units:fen"} if "收入" in sentence else {})

    text = YUAN + YUAN.replace("yuan", "fen").replace("[元]", "[分]")
    assert check(book("units", text), fired) == []
    assert len(asked) == 2


ROLE = "phone:\n  role: name\n  {key}: '{pattern}'\n  examples: [12345热线。]\n"
CUE = "than:\n  pattern: '{pattern}'\n  kind: basis\n  gives: 同比\n  examples: [同比增长5%。]\n"


@pytest.mark.parametrize(
    ("key", "pattern"),
    [
        ("number", r"(\d+)+年"),  # `regex` sees at once that 年 is missing, unless it is there
        ("before", r"(?:[一-龥]+)+："),
        ("after", r"热线(?:\d+\.?)+号"),  # costly only behind its literal
    ],
)
def test_names_a_runaway_pattern_of_a_role(key: str, pattern: str) -> None:
    (fault,) = runaways(book("roles", ROLE.format(key=key, pattern=pattern)), limit=0.05)
    assert (fault.rule, fault.line) == ("roles:phone", 1)
    assert fault.message.startswith(f"{key} 的模式 {pattern} 在一长串“")


def test_names_a_cue_that_starts_everywhere_and_reads_to_the_end() -> None:
    (fault,) = runaways(book("cues", CUE.format(pattern=r"\d+年")), limit=0.05)
    assert str(fault) == (
        "cues.yaml:1: cues:than: pattern 的模式 \\d+年 在一长串“7”上超过 0.05 秒；"
        "请把 + 或 * 换成有上限的次数，例如 {1,20}"
    )


@pytest.mark.parametrize("pattern", [r"\d{1,9}年", r"(?<!\d)\d++年", r"(?:同比|较上年)(?:增长|下降)"])
def test_leaves_tame_patterns_alone(pattern: str) -> None:
    assert runaways(book("cues", CUE.format(pattern=pattern))) == []


def test_a_runaway_does_not_outlast_its_limit() -> None:
    start = time.perf_counter()
    runaways(book("cues", CUE.format(pattern=r"(\d+)+年")), limit=0.05)
    assert time.perf_counter() - start < 2


def test_our_own_patterns_do_not_run_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert [str(fault) for fault in runaways(load())] == []


def test_an_overlay_that_runs_away_is_refused_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    (tmp_path / "cues.yaml").write_text(CUE.format(pattern=r"(\d+)+年"), encoding="utf-8")
    with pytest.raises(RuleError, match=r"cues\.yaml:1:1: cues:than: pattern 的模式"):
        Engine([tmp_path])
