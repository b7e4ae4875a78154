"""Sentence cases: how they are read from YAML and held against what the engine says.

A case is data that somebody who does not program can write; `golden/README.md` tells how.  Every
message is Chinese and names what was expected and what came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import yaml

from pipeline.extract import Engine
from pipeline.model import Extraction, Figure, LedgerRow

#: key of a case file -> field of a figure
FIELDS = {
    "indicator": "indicator_text", "name": "indicator", "code": "indicator_code", "measure": "measure",
    "basis": "basis", "value": "value", "value_max": "value_max", "bound": "bound", "qualifier": "qualifier",
    "unit": "unit", "normalized_value": "normalized_value", "normalized_unit": "normalized_unit",
    "dimension": "dimension", "period": "period", "status": "status", "section": "section",
    "parent": "parent",
}  # fmt: skip
CASE_KEYS = ("text", "year", "kind", "why", "expect", "other", "known_gap")
PROPOSED = ("indicator", "measure", "value", "value_max", "bound", "unit", "status", "period", "parent")
ROLES = ("condition", "name", "time", "ordinal", "furniture", "optional")
SPOKEN = {
    "indicator": "指标", "name": "规范指标", "code": "代码", "measure": "类型", "basis": "基准", "value": "数值",
    "value_max": "数值上限", "bound": "界限", "qualifier": "限定词", "unit": "单位", "status": "状态",
    "normalized_value": "折算数值", "normalized_unit": "折算单位", "dimension": "量纲", "period": "时期",
    "section": "章节", "parent": "整体",
}  # fmt: skip

_SILENT = re.compile(r"全[国省市区县州旗镇]|[本我][省市区县]|[\s，。；、：“”《》（）()的]")
_HAN_NUMERAL = "零〇一二两三四五六七八九十百千万亿"


class CaseFileError(Exception):
    """A fault of a case file: one Chinese sentence with file and line."""


@dataclass(frozen=True)
class Row:
    """One number that a case speaks of; `fields` holds only what it states."""

    line: int
    quote: str
    nth: int
    start: int
    end: int
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """One sentence; `expect` is None where the answer is still to be written."""

    file: str
    line: int
    text: str
    year: str
    kind: str
    expect: tuple[Row, ...] | None
    other: tuple[Row, ...]
    known_gap: str


# ---- reading ----


def load(path: Path, shown: str) -> list[Case]:
    """The cases of a file; `shown` is its name in messages."""
    try:
        top = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{shown}:{mark.line + 1}" if mark else shown
        raise CaseFileError(f"{place}: 不是合格的 YAML，看看附近的缩进、逗号、括号和引号（{error.args[2]}）") from error
    if not isinstance(top, yaml.SequenceNode):
        raise CaseFileError(f"{shown}:1: 文件应当是一串用例，每条以“- text: ”开头")
    return [_case(node, shown) for node in top.value]


def _case(node: yaml.Node, shown: str) -> Case:
    said = _mapping(node, shown, CASE_KEYS)
    line = node.start_mark.line + 1
    if "text" not in said:
        raise CaseFileError(f"{shown}:{line}: 用例缺少 text，写上要读的句子")
    words = {key: _scalar(said[key], shown) for key in ("text", "year", "kind", "known_gap") if key in said}
    text = words["text"]
    return Case(
        shown, line, text, words.get("year", ""), words.get("kind", "work_report"),
        _rows(said["expect"], text, shown, FIELDS) if "expect" in said else None,
        _rows(said["other"], text, shown, ("role",)) if "other" in said else (),
        words.get("known_gap", ""),
    )  # fmt: skip


def _mapping(node: yaml.Node, shown: str, keys: Iterable[str]) -> dict[str, yaml.Node]:
    """Keys and their nodes; unknown and repeated keys are faults."""
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise CaseFileError(f"{shown}:{line}: 这里应当是“键: 值”")
    found: dict[str, yaml.Node] = {}
    for key_node, value in node.value:
        key, line = key_node.value, key_node.start_mark.line + 1
        if key not in keys:
            hint = "；值里有逗号时要放在引号里" if value.value == "" else ""
            raise CaseFileError(f"{shown}:{line}: 没有“{key}”这个键，可以用 {'、'.join(keys)}{hint}")
        if key in found:
            raise CaseFileError(f"{shown}:{line}: “{key}”写了两次，删去一个")
        found[key] = value
    return found


def _scalar(node: yaml.Node, shown: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise CaseFileError(f"{shown}:{node.start_mark.line + 1}: 这里应当是一个值，不是列表")
    return str(node.value)


def _rows(node: yaml.Node, text: str, shown: str, keys: Iterable[str]) -> tuple[Row, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise CaseFileError(f"{shown}:{node.start_mark.line + 1}: 这里应当是列表；没有数据时写 []")
    return tuple(_row(item, text, shown, keys) for item in node.value)


def _row(node: yaml.Node, text: str, shown: str, keys: Iterable[str]) -> Row:
    said = {k: _scalar(v, shown) for k, v in _mapping(node, shown, ("quote", "nth", *keys)).items()}
    line = node.start_mark.line + 1
    quote, nth = said.pop("quote", ""), said.pop("nth", "")
    if not quote or (nth and not nth.isdecimal()):
        raise CaseFileError(f"{shown}:{line}: 缺少 quote（照抄数字和单位），或者 nth 不是数字")
    if any(role not in ROLES for role in _either(said.get("role", "name"))):
        raise CaseFileError(f"{shown}:{line}: role 应当是 {'、'.join(ROLES)} 之一")
    places = list(occurrences(text, quote))
    if len(places) > 1 and not nth:
        raise CaseFileError(f"{shown}:{line}: “{quote}”在句中出现{len(places)}次，用 nth: 2 说明是第几次")
    if not 1 <= int(nth or 1) <= len(places):
        raise CaseFileError(f"{shown}:{line}: 句中找不到“{quote}”（数字要完整，照原文抄）")
    start, end = places[int(nth or 1) - 1]
    return Row(line, quote, int(nth or 1), start, end, said)


def occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Where a quote stands in a text, white space apart; 5% does not stand in 15% nor 三 in 十三."""
    digits = r"[\d.,]" if quote[0].isdigit() else f"[{_HAN_NUMERAL}]" if quote[0] in _HAN_NUMERAL else ""
    pattern = r"\s*".join(map(re.escape, quote))
    for match in re.finditer((f"(?<!{digits})" if digits else "") + pattern, text):
        if not (quote[-1].isdigit() and re.match(r"\.?\d", text[match.end() :])):
            yield match.span()


# ---- comparing ----


@cache
def engine() -> Engine:
    """The engine with the project's own rules; made once."""
    return Engine()


def read(case: Case) -> Extraction:
    told = {"kind": case.kind} | ({"year": case.year} if case.year else {})
    return engine().extract_text(case.text, sidecar=told)


def faults(case: Case, got: Extraction) -> list[str]:
    """What is wrong with a reading: sentences that begin with 漏抽, 多抽, 不符 or 未归类."""
    said, rows = [], case.expect or ()
    taken: set[Figure] = set()
    for row in rows:
        figure = next((f for f in got.figures if f not in taken and _overlap(row, f)), None)
        if figure is None:
            said.append(f"{case.file}:{row.line}: 漏抽 {row.quote}（{_told(row.fields)}）{_ledger_says(row, got)}")
            continue
        taken.add(figure)
        said += [f"{case.file}:{row.line}: 不符 {row.quote} {fault}" for fault in _differences(row, figure, got)]
    free = [row for row in case.other if row.fields.get("role") == "optional"]
    for figure in got.figures:
        if figure not in taken and not any(_overlap(row, figure) for row in free):
            said.append(f"{case.file}:{case.line}: 多抽 {figure.quote}（{_shown(figure, got)}）规则 {figure.rule}")
    return said + list(_roles(case, got))


def _overlap(row: Row, it: Figure | LedgerRow) -> bool:
    return it.char_start < row.end and row.start < it.char_end


def _differences(row: Row, figure: Figure, got: Extraction) -> Iterator[str]:
    if (row.start, row.end) != (figure.char_start, figure.char_end):
        yield f"引文：应为 {row.quote}，得到 {figure.quote}  规则 {figure.rule}"
    for key, wanted in row.fields.items():
        held = held_by(figure, key, got)
        if not any(same(key, part, held) for part in _either(wanted)):
            yield f"{SPOKEN[key]}：应为 {wanted or '（空）'}，得到 {held or '（空）'}  规则 {figure.rule}"


def held_by(figure: Figure, key: str, got: Extraction) -> str:
    """A field of a figure as text; `parent` as the indicator of the whole."""
    if key == "parent":
        return next((f.indicator_text for f in got.figures if f.char_start == figure.parent_start), "")
    value = getattr(figure, FIELDS[key])
    return "" if value is None else str(value)


def same(key: str, wanted: str, held: str) -> bool:
    """Whether a field holds what is wanted: numbers as numbers, indicators by the words that tell."""
    if key in ("value", "value_max", "normalized_value", "normalized_value_max"):
        return _number(wanted) == _number(held)
    if key in ("indicator", "parent"):
        return _SILENT.sub("", wanted) == _SILENT.sub("", held)
    if key == "unit":
        return wanted == held.replace("百分之", "%")
    return wanted == held


def _either(text: str) -> list[str]:
    """The answers that a value allows: `A | B`."""
    return [part.strip() for part in text.split("|")]


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _roles(case: Case, got: Extraction) -> Iterator[str]:
    """The ledger against `other`; a number without a role is a fault wherever it stands."""
    for row in case.other:
        role, entry = row.fields.get("role", ""), _entry(row, got)
        if role == "optional":
            continue
        if entry is None:
            yield f"{case.file}:{row.line}: 漏抽 {row.quote}：台账里没有它，应为 {role}"
        elif entry.role not in _either(role) and entry.role != "figure":
            yield f"{case.file}:{row.line}: 不符 {row.quote} 角色：应为 {role}，得到 {entry.role}  规则 {entry.rule}"
    for entry in got.ledger:
        if entry.role == "unexplained" and not any(_overlap(row, entry) for row in case.other):
            yield f"{case.file}:{case.line}: 未归类 {entry.quote}：不是数据，也没有规则说明它是什么"


def _entry(row: Row, got: Extraction) -> LedgerRow | None:
    return next((entry for entry in got.ledger if _overlap(row, entry)), None)


def _ledger_says(row: Row, got: Extraction) -> str:
    entry = _entry(row, got)
    return f"，台账里算作 {entry.role}  规则 {entry.rule or '（无）'}" if entry else "，没有认出这个数"


def _told(fields: Mapping[str, str]) -> str:
    return " ".join(value for value in fields.values() if value) or "字段未写"


def _shown(figure: Figure, got: Extraction) -> str:
    return " ".join(filter(None, (held_by(figure, key, got) for key in PROPOSED)))


# ---- proposing ----


def proposal(got: Extraction) -> str:
    """What the program says, as YAML to copy and to correct."""
    lines = [f"  - {{{_flow(f, got)}}}" for f in got.figures]
    lines = ["  expect:", *("  " + line for line in lines)] if lines else ["  expect: []"]
    others = [e for e in got.ledger if e.role not in ("figure", "unexplained")]
    if others:
        lines += ["  other:", *(f"    - {{quote: {_plain(e.quote)}, role: {e.role}}}" for e in others)]
    return "\n".join(lines)


def _flow(figure: Figure, got: Extraction) -> str:
    parts = [f"quote: {_plain(figure.quote)}"]
    for key in PROPOSED:
        held = held_by(figure, key, got)
        if held:
            parts.append(f"{key}: {_plain(held)}")
    return ", ".join(parts)


def _plain(text: str) -> str:
    """A scalar as it may stand in braces; quoted where YAML would read it otherwise."""
    risky = not text or text[0] in "%@`'\"&*!|>#-?{}[]," or any(c in text for c in ",{}[]:#")
    return "'" + text.replace("'", "''") + "'" if risky else text
