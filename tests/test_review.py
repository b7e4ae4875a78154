"""Verdicts: the log that lasts, the anchors that never move, the overlay with its guards."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import golden_cases
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extract
from pipeline.dataset.frames import open_dataset
from pipeline.engine import Engine
from pipeline.model import Extraction, Figure
from pipeline.review import entries_on, log, log_of
from pipeline.review.anchor import Anchor, anchored, found
from pipeline.review.columns import EDITABLE, fault, texts
from pipeline.review.log import Entry
from pipeline.review.overlay import Overlay, overlaid

TEXT = (
    "云溪县2023年政府工作报告\n全年实现地区生产总值163.5亿元，增长4.2%；新建学校3所。\n"
    "今年，地区生产总值增长6%左右。\n"
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return golden_cases.engine()


@pytest.fixture(scope="module")
def read(engine: Engine) -> Extraction:
    return engine.extract_text(TEXT, "yunxi")


def figure(read: Extraction, quote: str) -> Figure:
    return next(figure for figure in read.figures if figure.quote == quote)


def verdict(read: Extraction, quote: str, kind: str, id_: str = "1", **told: object) -> Entry:
    """An entry on a figure, as the page writes it."""
    one = figure(read, quote)
    place = anchored(read.document.source.text, one.char_start, one.char_end)
    entry = Entry(id_, f"2026-01-01T00:00:0{id_[-1]}", "甲", kind, "yunxi.txt", quote, *place, was=texts(one))
    return replace(entry, **told)  # type: ignore[arg-type]


def under(read: Extraction, *entries: Entry, text: str = "") -> Overlay:
    source = read.document.source
    return overlaid("yunxi", text or source.text, read.figures, read.ledger, entries)


def row(left: Overlay, quote: str) -> Figure:
    return next(figure for figure in left.figures if figure.quote == quote)


# --- the log ----------------------------------------------------------------------------------

ENTRY = Entry(
    "a1", "2026-01-02T03:04:05", "李审核", "fix", "x.txt", "5家", "共", "5\n家", "。",
    {"period": ("2022", "2021")}, {"period": "2022"}, "去年的数",
)  # fmt: skip


def test_an_entry_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / log.NAME
    log.append(path, ENTRY)
    log.append(path, Entry("a2", "", "李审核", "undo", of="a1"))
    assert log.read(path).entries == (ENTRY, Entry("a2", "", "李审核", "undo", of="a1"))
    assert not log.read(path).broken


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_may_be_a_reason(why: str) -> None:
    line = log._line(replace(ENTRY, why=why))
    assert line.count(b"\n") == 1
    assert log._entry(line) == replace(ENTRY, why=why)


def test_a_line_can_be_read_by_people(tmp_path: Path) -> None:
    log.append(tmp_path / log.NAME, ENTRY)
    told = json.loads((tmp_path / log.NAME).read_text(encoding="utf-8"))
    assert (told["by"], told["fields"]) == ("李审核", {"period": ["2022", "2021"]})


def test_a_torn_line_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / log.NAME
    log.append(path, ENTRY)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    log.append(path, replace(ENTRY, id="a2"))
    assert [entry.id for entry in log.read(path).entries] == ["a1", "a2"]
    assert log.read(path).broken == (2,)


@pytest.mark.parametrize("change", [("2021", "2020"), ('"fix"', '"nix"'), ("李", "王")])
def test_a_line_that_was_changed_is_not_taken(tmp_path: Path, change: tuple[str, str]) -> None:
    path = tmp_path / log.NAME
    log.append(path, ENTRY)
    path.write_text(path.read_text("utf-8").replace(*change), "utf-8")
    assert log.read(path) == log.Log((), (1,))


def test_there_need_be_no_log(tmp_path: Path) -> None:
    assert log_of(tmp_path / "report.txt") == log.Log()


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(log.LogError, match="nothing was saved"):
        log.append(tmp_path / "none" / log.NAME, ENTRY)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_killed_writer_loses_its_last_verdict_at_most(tmp_path: Path) -> None:
    """kill -9 at a hundred random moments; what was reported as saved is there."""
    path, moments = tmp_path / log.NAME, random.Random(20260101)
    saved: list[str] = []
    for round_ in range(100):
        saved += _killed_while_saving(path, round_, moments.uniform(0.001, 0.03))
        entries = [entry.id for entry in log.read(path).entries]
        assert len(log.read(path).broken) <= round_ + 1  # the line that was being written, never reported
        assert entries[: len(saved)] == saved
        assert len(entries) <= len(saved) + 1
        saved = entries
    assert saved


def _killed_while_saving(path: Path, round_: int, seconds: float) -> list[str]:
    """The ids that a process reported as saved before it was killed."""
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        number = 0
        while True:
            id_ = f"{round_}-{number}"
            log.append(path, replace(ENTRY, id=id_, why="为什么" * 50))
            os.write(tell, f"{id_}\n".encode())
            number += 1
    os.close(tell)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(told) as reports:
        return reports.read().split()


def test_the_entries_on_a_file_bring_what_takes_them_back() -> None:
    own, other = replace(ENTRY, id="1"), replace(ENTRY, id="2", document="y.txt")
    back = Entry("3", "", "", "undo", of="1")
    assert entries_on(log.Log((own, other, back)), "x.txt") == (own, back)


# --- anchors ----------------------------------------------------------------------------------


@given(st.text(alphabet="共5家。\n", min_size=1, max_size=60), st.data())
def test_an_anchor_finds_its_own_place_and_no_other(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert found(text, anchored(text, start, end)) == [start]


def test_an_anchor_goes_with_its_surroundings() -> None:
    text = "甲" * 30 + "新建学校3所，改造12所。" + "乙" * 30
    anchor = anchored(text, text.index("3所"), text.index("3所") + 2)
    assert found("丙" * 100 + text, anchor) == [134]


@pytest.mark.parametrize(("old", "new"), [("新建", "新增"), ("12所", "13所"), ("3所", "4所"), ("，", ",")])
def test_an_anchor_holds_nowhere_else(old: str, new: str) -> None:
    text = "去年我们新建学校3所，改造12所，全部完工。"
    anchor = anchored(text, text.index("3所"), text.index("3所") + 2)
    assert found(text.replace(old, new, 1), anchor) == []


def test_two_places_that_fit_are_none() -> None:
    text = "去年我们新建学校3所，改造12所，全部完工。"
    assert len(found(text * 2, Anchor("新建学校", "3所", "，改造"))) == 2


# --- the overlay ------------------------------------------------------------------------------


def test_an_acceptance_marks_the_row(read: Extraction) -> None:
    left = under(read, verdict(read, "163.5亿元", "accept"))
    assert row(left, "163.5亿元").review == "accepted"
    assert [figure.review for figure in left.figures if figure.quote != "163.5亿元"] == [""] * 3
    assert not left.findings


def test_a_fix_is_put_into_the_row_and_what_it_replaced_is_kept(read: Extraction) -> None:
    fix = verdict(read, "163.5亿元", "fix", fields={"value": ("163.5", "16.35"), "period": ("2022", "2021")})
    fixed = row(under(read, fix), "163.5亿元")
    assert (fixed.value, fixed.period, fixed.review) == (Decimal("16.35"), "2021", "fixed")
    assert json.loads(fixed.extracted) == {"value": "163.5", "period": "2022"}


def test_a_rejected_figure_stays_and_says_so(read: Extraction) -> None:
    assert row(under(read, verdict(read, "3所", "reject")), "3所").review == "rejected"


def test_what_was_taken_back_is_gone(read: Extraction) -> None:
    accept, undo = verdict(read, "3所", "accept"), Entry("2", "", "甲", "undo", of="1")
    assert under(read, accept, undo) == Overlay(read.figures)


def test_the_last_word_counts(read: Extraction) -> None:
    left = under(read, verdict(read, "3所", "reject"), verdict(read, "3所", "accept", "2"))
    assert row(left, "3所").review == "accepted"


def test_a_row_that_reads_otherwise_now_comes_back(read: Extraction) -> None:
    """The rules have changed since: what was accepted is not what is there."""
    accept = verdict(read, "3所", "accept")
    accept = replace(accept, was={**accept.was, "indicator_text": "学校"})
    left = under(read, accept)
    assert row(left, "3所").review == "stale"
    assert [(f.check, f.severity) for f in left.findings] == [("verdict_stale", "warning")]
    assert left.findings[0].message == "复核时指标原文是“学校”，现在读作“新建学校”，请重新复核。"


def test_a_fix_whose_original_became_right_says_so(read: Extraction) -> None:
    fix = verdict(read, "3所", "fix", fields={"indicator_text": ("学校", "新建学校")})
    fix = replace(fix, was={**fix.was, "indicator_text": "学校"})
    left = under(read, fix)
    assert (row(left, "3所").review, row(left, "3所").extracted) == ("accepted", "")
    assert [(f.check, f.severity) for f in left.findings] == [("verdict_settled", "info")]
    assert "改正不再需要" in left.findings[0].message


def test_a_fix_of_what_is_no_longer_read_is_not_applied(read: Extraction) -> None:
    fix = verdict(read, "3所", "fix", fields={"indicator_text": ("小学", "新建小学")})
    fix = replace(fix, was={**fix.was, "indicator_text": "小学"})
    left = row(under(read, fix), "3所")
    assert (left.indicator_text, left.review, left.extracted) == ("新建学校", "stale", "")


def test_a_fix_holds_where_another_column_has_changed_and_is_looked_at_again(read: Extraction) -> None:
    fix = verdict(read, "3所", "fix", fields={"period": ("2022", "2021")})
    fix = replace(fix, was={**fix.was, "status": "target"})
    left = row(under(read, fix), "3所")
    assert (left.period, left.review, json.loads(left.extracted)) == ("2021", "stale", {"period": "2022"})


def test_a_fix_of_a_value_is_not_put_beside_another_unit(read: Extraction) -> None:
    """The rules have learned another unit since: the value that was put right was one of the old unit."""
    fields = {"value": ("163.5", "16.35"), "normalized_value": ("1635000", "163500")}
    fix = verdict(read, "163.5亿元", "fix", fields=fields)
    fix = replace(fix, was={**fix.was, "unit": "万元", "normalized_value": "1635000"})
    left = under(read, fix)
    assert row(left, "163.5亿元") == figure(read, "163.5亿元")._replace(review="stale")
    assert [finding.check for finding in left.findings] == ["verdict_stale"]
    assert "复核时单位是“万元”，现在读作“亿元”" in left.findings[0].message


def test_a_fix_of_which_half_is_read_by_now_is_not_put_in_by_half(read: Extraction) -> None:
    """Value and unit were both wrong; the rules now read the unit right, and another value than before."""
    fields = {"value": ("16.35", "1635"), "unit": ("万元", "亿元"), "indicator_code": ("", "gdp")}
    fix = verdict(read, "163.5亿元", "fix", fields=fields)
    fix = replace(fix, was={**fix.was, "value": "16.35", "unit": "万元"})
    fixed = row(under(read, fix), "163.5亿元")
    assert (fixed.value, fixed.unit, fixed.review) == (Decimal("163.5"), "亿元", "stale")


def test_a_name_that_the_rules_give_anew_does_not_stand_beside_a_code_that_was_put_in(
    read: Extraction,
) -> None:
    now = texts(figure(read, "163.5亿元"))
    fields = {"indicator_code": (now["indicator_code"], "other"), "indicator": ("国内生产总值", "别的指标")}
    fix = verdict(read, "163.5亿元", "fix", fields=fields)
    fix = replace(fix, was={**fix.was, "indicator": "国内生产总值"})
    left = row(under(read, fix), "163.5亿元")
    assert (left.indicator_code, left.indicator) == (now["indicator_code"], now["indicator"])
    assert left.review == "stale"


def test_an_amount_that_was_put_right_whole_still_holds(read: Extraction) -> None:
    now = texts(figure(read, "163.5亿元"))
    right = {"value": "16.35", "normalized_value": "1635000000"}
    fields = {name: (now[name], text) for name, text in right.items()}
    fixed = row(under(read, verdict(read, "163.5亿元", "fix", fields=fields)), "163.5亿元")
    assert (fixed.value, fixed.unit, fixed.review) == (Decimal("16.35"), "亿元", "fixed")
    assert fixed.normalized_value == Decimal("1635000000")


def test_a_verdict_follows_its_text(engine: Engine, read: Extraction) -> None:
    moved = engine.extract_text("（送审稿）\n" + TEXT, "yunxi")
    left = under(moved, verdict(read, "3所", "accept"))
    assert row(left, "3所").review == "accepted"


def test_a_verdict_whose_surroundings_changed_is_said_and_not_moved(engine: Engine, read: Extraction) -> None:
    other = engine.extract_text(TEXT.replace("；新建", "；扩建"), "yunxi")
    left = under(other, verdict(read, "3所", "accept"))
    assert row(left, "3所").review == ""
    assert [orphan.entry.id for orphan in left.orphans] == ["1"]
    assert "找不到" in left.findings[0].message


def test_a_verdict_that_fits_twice_is_said_and_not_moved(engine: Engine, read: Extraction) -> None:
    twice = engine.extract_text(TEXT + TEXT, "yunxi")
    left = under(twice, verdict(read, "3所", "accept"))
    assert not any(figure.review for figure in left.figures)
    assert "不止一次" in left.orphans[0].reason


def test_a_retired_verdict_is_not_said_again(engine: Engine, read: Extraction) -> None:
    other = engine.extract_text(TEXT.replace("；新建", "；扩建"), "yunxi")
    assert not under(other, verdict(read, "3所", "accept"), Entry("2", "", "甲", "retire", of="1")).findings


def test_a_retirement_can_be_taken_back(engine: Engine, read: Extraction) -> None:
    changed = engine.extract_text(TEXT.replace("163.5", "164.5"), "yunxi")
    entries = (verdict(read, "163.5亿元", "accept"), Entry("2", "", "甲", "retire", of="1"))
    assert not under(changed, *entries).orphans
    again = under(changed, *entries, Entry("3", "", "甲", "undo", of="2"))
    assert [orphan.entry.id for orphan in again.orphans] == ["1"]


def test_only_the_last_word_on_a_place_comes_back(engine: Engine, read: Extraction) -> None:
    changed = engine.extract_text(TEXT.replace("163.5", "164.5"), "yunxi")
    entries = (verdict(read, "163.5亿元", "accept"), verdict(read, "163.5亿元", "reject", "2"))
    assert [orphan.entry.id for orphan in under(changed, *entries).orphans] == ["2"]
    taken_back = under(changed, *entries, Entry("3", "", "甲", "undo", of="2"))
    assert [orphan.entry.id for orphan in taken_back.orphans] == ["1"]


def number(read: Extraction, quote: str, kind: str, role: str) -> Entry:
    """An entry on a number that is no figure."""
    one = next(line for line in read.ledger if line.quote == quote)
    place = anchored(read.document.source.text, one.char_start, one.char_end)
    return Entry("1", "", "甲", kind, "yunxi.txt", quote, *place, was={"role": role})


def test_a_missing_figure_is_a_finding(read: Extraction) -> None:
    left = under(read, number(read, "2023", "missing", "time"))
    assert [finding.check for finding in left.findings] == ["missing_figure"]


def test_a_reason_that_was_right_holds_while_it_is_given(read: Extraction) -> None:
    assert not under(read, number(read, "2023", "right", "time")).findings
    assert "现在归为时间" in under(read, number(read, "2023", "right", "name")).orphans[0].reason


def test_nothing_is_lost(engine: Engine, read: Extraction) -> None:
    """Each standing verdict holds, is settled, or is said: on any later text."""
    given_: Sequence[Entry] = [
        verdict(read, quote, kind, str(at))
        for at, (quote, kind) in enumerate([("163.5亿元", "accept"), ("3所", "reject"), ("6%", "unsure")])
    ]
    for text in (TEXT, TEXT[20:], TEXT.replace("增长", "下降"), TEXT * 2, "空"):
        later = engine.extract_text(text, "yunxi")
        left = under(later, *given_)
        kept = {verdict.entry.id for verdict in left.verdicts.values()}
        assert kept | {orphan.entry.id for orphan in left.orphans} == {"0", "1", "2"}
        stale = sum(bool(verdict.stale) for verdict in left.verdicts.values()) + len(left.orphans)
        assert len([f for f in left.findings if f.check == "verdict_stale"]) == stale


# --- what may be written into a row -----------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("measure", "总量"), ("value", "一百"), ("value", ""), ("value", "1e5"), ("value", "NaN"),
        ("value_max", "200"), ("bound", "range"), ("period", "2022年"), ("period", "2022-13"),
        ("status", ""), ("indicator_text", ""),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_column_is_refused_with_a_sentence(
    read: Extraction, column: str, text: str
) -> None:
    told = texts(figure(read, "163.5亿元"))
    assert not fault(told)
    assert fault({**told, column: text}).endswith("。")
    assert column in EDITABLE


# --- through the program ----------------------------------------------------------------------


def test_a_report_is_extracted_with_what_people_said_of_it(tmp_path: Path, read: Extraction) -> None:
    path = tmp_path / "yunxi.txt"
    path.write_text(TEXT, encoding="utf-8")
    log.append(log.beside(path), verdict(read, "3所", "fix", fields={"period": ("2022", "2021")}))
    log.append(log.beside(path), verdict(read, "6%", "accept", "2"))
    told = extract(path).figures.set_index("quote")
    assert told.loc["3所", ["period", "review"]].tolist() == ["2021", "fixed"]
    assert told.loc["6%", "review"] == "accepted"


def test_the_log_is_no_report_and_no_other_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline import cli

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "yunxi.txt").write_text(TEXT, encoding="utf-8")
    log.append(tmp_path / "in" / log.NAME, ENTRY)
    assert cli.main(["extract", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == cli.WELL
    assert "ignored" not in capsys.readouterr().out
    assert len(open_dataset(tmp_path / "out").documents) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"fields": {"value": ("5", "abc")}}, {"fields": {"period": ("2022", "\ud800")}}, {"why": "\ud800"},
        {"at": 5}, {"before": None, "span": 3}, {"document": ["x"]}, {"was": ["x"]}, {"of": {}},
        {"was": {"normalized_value": "NaN"}},
    ],
)  # fmt: skip
def test_a_line_with_what_no_table_can_hold_is_not_taken(tmp_path: Path, told: dict[str, Any]) -> None:
    """Its checksum may be right: the log may come from anywhere."""
    whole = {**log.asdict(log._plain(ENTRY)), **told}
    content = {**whole, log._SUM: log._checksum(whole)}
    (tmp_path / log.NAME).write_bytes(log._dumped(content) + b"\n")
    assert log.read(tmp_path / log.NAME) == log.Log((), (1,))


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes with names")
def test_a_log_that_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / log.NAME)
    with pytest.raises(log.LogError, match="no file"):
        log.read(tmp_path / log.NAME)
