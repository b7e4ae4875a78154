"""The whole-report golden, every number of raw/taicang-2023.txt as a reader annotated it; and how cases fail.

The sentence cases of golden/sentences themselves are collected by conftest.py, one test a case.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import NamedTuple

import golden_cases as golden
import pytest

from pipeline.model import Extraction, Figure, LedgerRow

ROOT = Path(__file__).parents[1]
TABLE = Path(__file__).parent / "golden" / "reports" / "taicang-2023.tsv"
FIELDS = (
    *(field for field in golden.PROPOSED if field != "parent"),
    "parent",
    "section",
)
LIKE = 0.85  # of two indicators, so that 推进智能化改造项目 and 智能化改造项目 are one
NUMBERS = 135  # digit numbers of the report, decimals whole


class Marked(NamedTuple):
    """A row of the table with its line in the file and its span in the report."""

    line: int
    start: int
    end: int
    row: dict[str, str]

    def __str__(self) -> str:
        return f"{TABLE.name}:{self.line}: {self.row['before']}【{self.row['quote']}】"


@cache
def reading() -> Extraction:
    return golden.engine().extract_file(ROOT / "raw" / "taicang-2023.txt")


@cache
def marked() -> tuple[Marked, ...]:
    text = reading().document.source.text
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t"))
    return tuple(_mark(line, row, text) for line, row in enumerate(rows, 2))


def _mark(line: int, row: dict[str, str], text: str) -> Marked:
    start = int(row["start"])
    found = re.compile(r"\s*".join(map(re.escape, row["quote"]))).match(text, start)
    assert found, f"{TABLE.name}:{line}: 原文第{start}字起不是“{row['quote']}”"
    return Marked(line, start, found.end(), row)


def _overlap(mark: Marked, it: Figure | LedgerRow) -> bool:
    return it.char_start < mark.end and mark.start < it.char_end


def _at(mark: Marked) -> Figure | None:
    return next((figure for figure in reading().figures if _overlap(mark, figure)), None)


def _report(faults: Sequence[str]) -> None:
    if faults:
        pytest.fail("\n".join([f"{len(faults)} 处：", *faults]), pytrace=False)


def test_every_figure_is_found() -> None:
    wanted = [mark for mark in marked() if mark.row["role"] == "figure"]
    _report([f"漏抽 {mark}（{mark.row['indicator']}）" for mark in wanted if _at(mark) is None])


def test_nothing_is_taken_that_is_no_figure() -> None:
    kept = [mark for mark in marked() if mark.row["role"] in ("figure", "optional")]
    stray = [f for f in reading().figures if not any(_overlap(mark, f) for mark in kept)]
    _report([f"多抽 {f.quote}（{f.indicator_text}），原文第{f.char_start}字" for f in stray])


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_right(field: str) -> None:
    _report(list(_wrong(field)))


def _wrong(field: str) -> Iterator[str]:
    for mark in marked():
        figure = _at(mark)
        if mark.row["role"] != "figure" or figure is None:
            continue
        wanted, held = mark.row[field], golden.held_by(figure, field, reading())
        if not any(_right(field, answer, held) for answer in golden.either(wanted)):
            yield f"不符 {mark} {golden.FIELDS[field][1]}：应为 {wanted or '（空）'}，得到 {held or '（空）'}"


def _right(field: str, wanted: str, held: str) -> bool:
    if field == "section":
        return golden.plain(wanted) in golden.plain(held)
    if field in ("indicator", "parent"):
        wanted, held = golden.plain(wanted), golden.plain(held)
        return wanted == held or SequenceMatcher(None, wanted, held, autojunk=False).ratio() >= LIKE
    return golden.same(field, wanted, held)


def test_every_digit_of_the_report_is_in_the_ledger() -> None:
    text = reading().document.source.text
    numbers = [match.span() for match in re.finditer(r"\d+(?:\.\d+)?", text)]
    assert len(numbers) == NUMBERS
    rows = [(row.char_start, row.char_end) for row in reading().ledger]
    lost = [(low, high) for low, high in numbers if not any(a <= low and high <= b for a, b in rows)]
    _report([f"台账里没有 {text[low:high]}（原文第{low}字）" for low, high in lost])


def test_no_number_of_the_report_is_left_unexplained() -> None:
    rows = [row for row in reading().ledger if row.role == "unexplained"]
    _report([f"未归类 {row.quote}（原文第{row.char_start}字）" for row in rows])


CONDITION_GAP = "“百亿项目”的百亿算作名称，应当是条件"


@pytest.mark.parametrize(
    "role", ["name", "time", pytest.param("condition", marks=pytest.mark.xfail(reason=CONDITION_GAP))]
)
def test_what_is_no_figure_has_its_role(role: str) -> None:
    wrong = []
    for mark in marked():
        row = next((row for row in reading().ledger if _overlap(mark, row)), None)
        if mark.row["role"] == role and (row is None or row.role != role):
            wrong.append(f"不符 {mark} 角色：应为 {role}，得到 {row.role if row else '（没有认出）'}")
    _report(wrong)


# ---- how a case fails ----

FAULTY = {
    "- text: 增长5%。\n  expect:\n    - {quote: 5%, valu: 3}\n": "c.yaml:3: 没有“valu”这个键",
    "- text: 投资1,000元。\n  expect:\n    - {quote: 1,000元}\n": "c.yaml:3: 没有“000元”这个键",
    "- text: 增长5%。\n  text: 增长6%。\n": "c.yaml:2: “text”写了两次",
    "- txt: 增长5%。\n": "c.yaml:1: 没有“txt”这个键",
    "- year: 2024\n": "c.yaml:1: 用例缺少 text",
    "text: 增长5%。\n": "c.yaml:1: 文件应当是一串用例",
    "- text: 增长5%。\n  expect: 5%\n": "c.yaml:2: 这里应当是列表",
    "- text: 增长5%、5%。\n  expect:\n    - {quote: 5%}\n": "c.yaml:3: “5%”在句中有2处",
    "- text: 增长15%。\n  expect:\n    - {quote: 5%}\n": "c.yaml:3: 句中找不到“5%”",
    "- text: 增长5%。\n  expect:\n    - {quote: 5%, nth: 2}\n": "c.yaml:3: nth 应当是 1 到 1 的数",
    "- text: G15通车。\n  other:\n    - {quote: '15', role: nam}\n": "c.yaml:3: role 应当是",
    "- text: 增长5%。\n  expect: [{quote: 5%\n": "c.yaml:3: 不是合格的 YAML",
}


@pytest.mark.parametrize("content", FAULTY)
def test_a_faulty_case_file_is_told_with_its_line(content: str, tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(golden.CaseFileError) as raised:
        golden.load(path, "c.yaml")
    assert str(raised.value).startswith(FAULTY[content])


def test_each_fault_has_its_own_word(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(
        "- text: 规上工业产值增长5%，G15通车，新建学校6所。\n"
        "  expect:\n"
        "    - {quote: 5%, value: 6}\n"
        "    - {quote: '15'}\n",
        encoding="utf-8",
    )
    (case,) = golden.load(path, "c.yaml")
    more, differs, less = golden.faults(case, golden.read(case))
    assert more.startswith("c.yaml:1: 多抽 6所（新建学校")
    assert differs.startswith("c.yaml:3: 不符 5% 数值：应为 6，得到 5")
    assert less.startswith("c.yaml:4: 漏抽 15")


def test_a_proposal_can_be_copied_as_it_is(tmp_path: Path) -> None:
    text = "- text: 2023年，G15通车，规上工业产值1,200亿元、增长5%，占“5+1”产业的48%。\n"
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="utf-8")
    (case,) = golden.load(path, "c.yaml")
    path.write_text(text + golden.proposal(golden.read(case)) + "\n", encoding="utf-8")
    (case,) = golden.load(path, "c.yaml")
    assert case.expect
    assert not golden.faults(case, golden.read(case))
