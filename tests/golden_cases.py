"""Sentence cases: read from YAML, and held against what the engine says.

A case is data that somebody who does not program can write; golden/README.md tells how.  Every
message is Chinese, names file and line, what was expected and what came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from pipeline.engine import Engine, shared
from pipeline.model import Extraction, Figure, LedgerRow

#: key of a case file -> (field of a figure, how messages call it)
FIELDS = {
    "indicator": ("indicator_text", "指标"),
    "name": ("indicator", "规范指标"),
    "code": ("indicator_code", "代码"),
    "measure": ("measure", "类型"),
    "basis": ("basis", "基准"),
    "value": ("value", "数值"),
    "value_max": ("value_max", "数值上限"),
    "bound": ("bound", "界限"),
    "qualifier": ("qualifier", "限定词"),
    "unit": ("unit", "单位"),
    "normalized_value": ("normalized_value", "折算数值"),
    "normalized_unit": ("normalized_unit", "折算单位"),
    "dimension": ("dimension", "量纲"),
    "period": ("period", "时期"),
    "status": ("status", "状态"),
    "section": ("section", "章节"),
    "parent": ("parent_start", "整体"),
}
NUMBERS = ("value", "value_max", "normalized_value")
PROPOSED = ("indicator", "measure", "value", "value_max", "bound", "unit", "status", "period", "parent")
CASE_KEYS = ("text", "year", "kind", "why", "known_gap", "expect", "other")
ROLES = ("condition", "name", "time", "ordinal", "furniture", "optional")

_SILENT = re.compile(r"全[国省市区县州旗镇]|[本我][省市区县]|[\s，。；、：“”《》（）()的]")
_HAN_NUMERAL = "零〇一二两三四五六七八九十百千万亿"


class CaseFileError(Exception):
    """A fault of a case file: one Chinese sentence with file and line."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")


@dataclass(frozen=True)
class Row:
    """One number that a case speaks of; `fields` holds only what the case states."""

    line: int
    quote: str
    start: int
    end: int
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """One text; `expect` is None where the answer is still to be written."""

    file: str
    line: int
    text: str
    year: str
    kind: str
    known_gap: str
    expect: tuple[Row, ...] | None
    other: tuple[Row, ...]


# ---- reading ----


def load(path: Path, shown: str) -> list[Case]:
    """The cases of a file; `shown` is its name in messages."""
    try:
        top = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"不是合格的 YAML，看看附近的缩进、逗号、括号和引号（{error.problem}）"
        raise CaseFileError(shown, line, message) from error
    if not isinstance(top, yaml.SequenceNode):
        raise CaseFileError(shown, 1, "文件应当是一串用例，每条以“- text: ”开头")
    return [_case(node, shown) for node in top.value]


def _case(node: yaml.Node, shown: str) -> Case:
    said = _mapping(node, shown, CASE_KEYS)
    line = node.start_mark.line + 1
    if "text" not in said:
        raise CaseFileError(shown, line, "用例缺少 text，写上要读的句子")
    plain = {key: _scalar(said[key], shown) for key in CASE_KEYS[:5] if key in said}
    text = plain["text"]
    return Case(
        shown,
        line,
        text,
        plain.get("year", ""),
        plain.get("kind", "work_report"),
        plain.get("known_gap", ""),
        _rows(said["expect"], text, shown, tuple(FIELDS)) if "expect" in said else None,
        _rows(said["other"], text, shown, ("role",)) if "other" in said else (),
    )


def _mapping(node: yaml.Node, shown: str, keys: Iterable[str]) -> dict[str, yaml.Node]:
    """Keys and their nodes; unknown and repeated keys are faults."""
    if not isinstance(node, yaml.MappingNode):
        raise CaseFileError(shown, node.start_mark.line + 1, "这里应当是“键: 值”")
    found: dict[str, yaml.Node] = {}
    for key_node, value in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key not in keys:
            hint = "" if value.value else "；值里有逗号时，要放在单引号里"
            raise CaseFileError(shown, line, f"没有“{key}”这个键，可以用 {'、'.join(keys)}{hint}")
        if key in found:
            raise CaseFileError(shown, line, f"“{key}”写了两次，删去一个")
        found[key] = value
    return found


def _scalar(node: yaml.Node, shown: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise CaseFileError(shown, node.start_mark.line + 1, "这里应当是一个值，不是列表")
    return str(node.value)


def _rows(node: yaml.Node, text: str, shown: str, keys: tuple[str, ...]) -> tuple[Row, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise CaseFileError(shown, node.start_mark.line + 1, "这里应当是列表；没有数据时写 []")
    return tuple(_row(item, text, shown, keys) for item in node.value)


def _row(node: yaml.Node, text: str, shown: str, keys: tuple[str, ...]) -> Row:
    nodes = _mapping(node, shown, ("quote", "nth", *keys))
    said = {key: _scalar(value, shown) for key, value in nodes.items()}
    line = node.start_mark.line + 1
    quote, nth = said.pop("quote", ""), said.pop("nth", "")
    if not quote:
        raise CaseFileError(shown, line, "缺少 quote，照抄数字和单位")
    if any(role not in ROLES for role in either(said.get("role", "name"))):
        raise CaseFileError(shown, line, f"role 应当是 {'、'.join(ROLES)} 之一")
    start, end = _place(text, quote, nth, shown, line)
    return Row(line, quote, start, end, said)


def _place(text: str, quote: str, nth: str, shown: str, line: int) -> tuple[int, int]:
    """The span of the quote, the nth where it stands several times."""
    places = list(occurrences(text, quote))
    if not places:
        raise CaseFileError(shown, line, f"句中找不到“{quote}”；数字要完整，照原文抄")
    if len(places) > 1 and not nth:
        raise CaseFileError(shown, line, f"“{quote}”在句中有{len(places)}处，用 nth: 2 说明是第几处")
    if nth and not (nth.isdecimal() and 1 <= int(nth) <= len(places)):
        raise CaseFileError(shown, line, f"nth 应当是 1 到 {len(places)} 的数")
    return places[int(nth or 1) - 1]


def occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Where a quote stands in a text, white space apart; 5% does not stand in 15%, nor 三 in 十三."""
    before = r"(?<![\d.,])" if quote[0].isdigit() else ""
    if quote[0] in _HAN_NUMERAL:
        before = f"(?<![{_HAN_NUMERAL}])"
    for match in re.finditer(before + r"\s*".join(map(re.escape, quote)), text):
        if not (quote[-1].isdigit() and re.match(r"\.?\d", text[match.end() :])):
            yield match.span()


# ---- comparing ----


def engine() -> Engine:
    """The engine with the project's own rules; made once for all tests."""
    return shared()


def read(case: Case) -> Extraction:
    told = {"kind": case.kind} | ({"year": case.year} if case.year else {})
    return engine().extract_text(case.text, sidecar=told)


def faults(case: Case, got: Extraction) -> list[str]:
    """What is wrong with a reading: file and line, then 漏抽, 多抽, 不符 or 未归类, then the details."""
    found = [*_of_figures(case, got), *_of_ledger(case, got)]
    return [f"{case.file}:{line}: {message}" for line, message in sorted(found, key=lambda fault: fault[0])]


def _of_figures(case: Case, got: Extraction) -> Iterator[tuple[int, str]]:
    taken: set[int] = set()
    for row in case.expect or ():
        figure = next((f for f in got.figures if f.char_start not in taken and _overlap(row, f)), None)
        if figure is None:
            stated = " ".join(filter(None, row.fields.values()))
            yield row.line, f"漏抽 {row.quote}（{stated}）{_in_ledger(row, got)}"
            continue
        taken.add(figure.char_start)
        for difference in _differences(row, figure, got):
            yield row.line, f"不符 {row.quote} {difference}  规则 {figure.rule}"
    free = [row for row in case.other if row.fields.get("role") == "optional"]
    for figure in got.figures:
        if figure.char_start not in taken and not any(_overlap(row, figure) for row in free):
            shown = " ".join(filter(None, (held_by(figure, key, got) for key in PROPOSED)))
            yield case.line, f"多抽 {figure.quote}（{shown}）  规则 {figure.rule}"


def _overlap(row: Row, it: Figure | LedgerRow) -> bool:
    return it.char_start < row.end and row.start < it.char_end


def _differences(row: Row, figure: Figure, got: Extraction) -> Iterator[str]:
    if (row.start, row.end) != (figure.char_start, figure.char_end):
        yield f"引文：应为 {row.quote}，得到 {figure.quote}"
    for key, wanted in row.fields.items():
        held = held_by(figure, key, got)
        if not any(same(key, answer, held) for answer in either(wanted)):
            yield f"{FIELDS[key][1]}：应为 {wanted or '（空）'}，得到 {held or '（空）'}"


def held_by(figure: Figure, key: str, got: Extraction) -> str:
    """What a figure holds under a key of the case files; `parent` as the indicator of the whole."""
    if key == "parent":
        return next((f.indicator_text for f in got.figures if f.char_start == figure.parent_start), "")
    value = getattr(figure, FIELDS[key][0])
    return "" if value is None else str(value)


def same(key: str, wanted: str, held: str) -> bool:
    """Whether a field holds what is wanted: numbers as numbers, indicators by the words that tell."""
    if key in NUMBERS:
        return _number(wanted) == _number(held)
    if key in ("indicator", "parent"):
        return plain(wanted) == plain(held)
    if key == "unit":
        return wanted == held.replace("百分之", "%")
    return wanted == held


def plain(text: str) -> str:
    """A phrase without punctuation, 的 and words for the report's own area."""
    return _SILENT.sub("", text)


def either(text: str) -> list[str]:
    """The answers that a value allows: `A | B`."""
    return [part.strip() for part in text.split("|")]


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _of_ledger(case: Case, got: Extraction) -> Iterator[tuple[int, str]]:
    """The ledger against `other`; a number without a role is a fault wherever it stands."""
    for row in case.other:
        roles, entry = either(row.fields.get("role", "")), _entry(row, got)
        if "optional" in roles:
            continue
        if entry is None:
            yield row.line, f"漏抽 {row.quote}：台账里没有它，应为 {' | '.join(roles)}"
        elif entry.role not in (*roles, "figure"):  # a figure is already told as 多抽
            wrong = f"应为 {' | '.join(roles)}，得到 {entry.role}"
            yield row.line, f"不符 {row.quote} 角色：{wrong}  规则 {entry.rule or '（无）'}"
    for entry in got.ledger:
        if entry.role == "unexplained" and not any(_overlap(row, entry) for row in case.other):
            yield case.line, f"未归类 {entry.quote}：不是数据，也没有规则说明它是什么"


def _entry(row: Row, got: Extraction) -> LedgerRow | None:
    return next((entry for entry in got.ledger if _overlap(row, entry)), None)


def _in_ledger(row: Row, got: Extraction) -> str:
    entry = _entry(row, got)
    return f"，台账里算作 {entry.role}  规则 {entry.rule or '（无）'}" if entry else "，没有认出这个数"


# ---- proposing ----


def proposal(got: Extraction) -> str:
    """What the program says, as YAML to correct and to copy."""
    figures = [f"    - {{{', '.join(_pairs(figure, got))}}}" for figure in got.figures]
    lines = ["  expect:", *figures] if figures else ["  expect: []"]
    others = [entry for entry in got.ledger if entry.role not in ("figure", "unexplained")]
    if others:
        lines.append("  other:")
        lines += [f"    - {{{_quote(entry, got)}, role: {entry.role}}}" for entry in others]
    return "\n".join(lines)


def _pairs(figure: Figure, got: Extraction) -> Iterator[str]:
    yield _quote(figure, got)
    for key in PROPOSED:
        held = held_by(figure, key, got)
        if held:
            yield f"{key}: {_quoted(held)}"


def _quote(it: Figure | LedgerRow, got: Extraction) -> str:
    starts = [start for start, _ in occurrences(got.document.source.text, it.quote)]
    several = len(starts) > 1 and it.char_start in starts
    return f"quote: {_quoted(it.quote)}" + (f", nth: {starts.index(it.char_start) + 1}" if several else "")


def _quoted(text: str) -> str:
    """A scalar as it may stand in braces; in quotes where YAML would read something else."""
    risky = text[0] in "%@`'\"&*!|>#-? " or any(char in text for char in ",{}[]:#")
    return "'" + text.replace("'", "''") + "'" if risky else text
