"""Why a figure is what it is: the sentence, its pieces, the discourse, the rules with their examples."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from pipeline.dataset.dictionary import columns
from pipeline.dataset.folder import DatasetError
from pipeline.dataset.frames import existing, read_rows
from pipeline.engine import Engine
from pipeline.figures.case import Case, Reading
from pipeline.figures.cues import Found
from pipeline.figures.discourse import SLOTS, Discourse
from pipeline.model import Figure, Identity, Passage, Source
from pipeline.rulebook import Rulebook, entries


@dataclass(frozen=True)
class RuleUse:
    """One rule that fired: where it stands in `rules/`, and an example of it."""

    id: str
    place: str
    example: str


@dataclass(frozen=True)
class Explanation:
    """All that `explain` prints, as plain data."""

    figure_id: str
    row: dict[str, str]
    sentence: str  # the figure in 【】
    pieces: tuple[tuple[str, str], ...]  # (what, text)
    discourse: tuple[tuple[str, str, str], ...]  # (slot, before, after)
    rules: tuple[RuleUse, ...]
    warning: str = ""

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    def lines(self) -> list[str]:
        return list(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.warning:
            yield f"注意 {self.warning}"
        yield f"{self.figure_id}  {self.row['quote']}"
        yield f"原文  {self.sentence}"
        yield "读作  " + "  ".join(f"{name}={self.row[name]}" for name in _SHOWN if self.row[name])
        yield "成分"
        yield from (f"  {what}：{text}" for what, text in self.pieces)
        yield "承接（读这个数字之前 → 之后）"
        yield from (f"  {slot}：{old or '（空）'} → {new or '（空）'}" for slot, old, new in self.discourse)
        yield "规则"
        yield from (
            f"  {use.id}  {use.place}{'  例：' + use.example if use.example else ''}" for use in self.rules
        )


_SHOWN = (
    "indicator_text", "indicator", "measure", "basis", "value", "value_max", "bound", "unit",
    "normalized_value", "normalized_unit", "period", "status", "status_text", "section", "parent_id",
)  # fmt: skip
_CHANGED = "数据集是用另一套规则做的，下面是今天的规则的读法"
_OF_COLUMN = {"measure": "口径", "basis": "相比于", "unit": "单位", "period": "时期", "status": "状态"}
#: mechanisms of the grammar, which are code and no entries of `rules/`
MECHANISMS = {
    "unit": "有单位的数字是数据",
    "bare_number": "没有单位，但前面有引出数值的词",
    "fraction": "分数",
    "han_count": "中文数词后面是量词和名词",
    "implicit_one": "省略了“一”：超亿元",
    "scale_word": "亿元、百亿等词前面没有“超、近”，是类别",
    "in_title": "数字在文件或作品的名称里",
    "han_word": "中文数词是固定说法的一部分",
    "ordinal": "带“第”的序号",
    "group": "几个数字共用一个谓语，按顺序分给各个主语",
    "count_before": "数在前、名词在后：20个项目",
    "last_carried": "本句只有谓语，指标承接前一个数字",
    "owner": "只有属性名词，主体承接前文",
    "meta_attribute": "说的是前一个指标的另一面（占比、排名）",
    "relation": "占…的比重：说的是前一个指标",
    "verb_carried": "并列项承接前面的动词：新增A、B",
    "object_carried": "只有动词，承接前面的名词",
    "grade": "级别词换入前面的短语：省级…、市级…",
    "topic_tail": "全句共同的量：主要产品产量中，…",
    "shared_work": "并列的几个数共用后面的工作：7家图书馆、10家书吧的改造",
    "growth_of_amount": "总量指标后面的百分数是增长",
    "table_cell": "表格的一格，按行名和栏目读",
    "review": "没有章节说明时按回顾部分读",
    "communique": "公报的数字是当年的实际数",
}


@dataclass(frozen=True)
class Note:
    """One figure as it was read, with the discourse before and after."""

    case: Case
    before: Discourse
    after: Discourse
    cues: list[Found]


def explain(dataset: Path, figure_id: str, rules: Sequence[Path] = ()) -> Explanation:
    """The explanation of one figure of a dataset.

    Raises DatasetError where the folder is no dataset or has no such figure.
    """
    existing(dataset)
    row = _row(dataset, figure_id)
    engine = Engine(rules)
    source, identity = _document(dataset, row["document_id"])
    document = engine.arrange(source)
    notes: list[Note] = []

    def watch(case: Case, left: str, before: Discourse, after: Discourse, cues: Sequence[Found]) -> None:
        notes.append(Note(case, before, after, list(cues)))

    figures, _ = engine.grammar.read(document, identity, watch)
    place = engine.grammar.places(document)
    note = next(
        (n for n in notes if place.start(n.case.reading.numeral.start) == int(row["char_start"])), None
    )
    figure = next((f for f in figures if f.char_start == int(row["char_start"])), None)
    if figure is None:
        raise DatasetError(f"{figure_id}: today's rules do not read this number as a figure; extract again.")
    if note is None:
        return _explained_cell(figure_id, row, figure, engine.rulebook, _digest(dataset))
    return _explained(figure_id, row, figure, note, document.text, engine.rulebook, _digest(dataset))


def _row(dataset: Path, figure_id: str) -> dict[str, str]:
    names = columns("figures")
    for row in read_rows(dataset, "figures"):
        if row[0] == figure_id:
            return dict(zip(names, row, strict=True))
    raise DatasetError(f"{dataset}: there is no figure {figure_id}; see the column figure_id of figures.csv.")


def _document(dataset: Path, document_id: str) -> tuple[Source, Identity]:
    names = columns("documents")
    rows = (dict(zip(names, row, strict=True)) for row in read_rows(dataset, "documents"))
    row = next(r for r in rows if r["document_id"] == document_id)
    text = (dataset / "text" / f"{document_id}.txt").read_bytes().decode("utf-8")
    return stored_source(row, text), told_identity(row)


def stored_source(row: Mapping[str, str], text: str) -> Source:
    """The source of a document as the dataset holds it: its row of documents.csv, and its text."""
    # the lines of a page are whole paragraphs: they must not be joined anew
    passages = _lines(text) if row["pages"] else ()
    return Source(row["document_id"], row["file"], row["format"], row["sha256"], text, passages=passages)


def told_identity(row: Mapping[str, str]) -> Identity:
    """Who and when a document speaks of, by its row of documents.csv."""
    year = int(row["report_year"]) if row["report_year"] else None
    return Identity(row["title"], row["kind"], "", row["region"], row["region_code"], year)


def _lines(text: str) -> tuple[Passage, ...]:
    ends = list(accumulate(len(line) + 1 for line in text.split("\n")))
    return tuple(Passage(start, end - 1) for start, end in pairwise([0, *ends]) if end - 1 > start)


def _digest(dataset: Path) -> str:
    path = dataset / "run.json"
    return str(json.loads(path.read_text(encoding="utf-8")).get("rules", "")) if path.is_file() else ""


def _explained(
    figure_id: str, row: dict[str, str], figure: Figure, note: Note, text: str, book: Rulebook, digest: str
) -> Explanation:
    numeral = note.case.reading.numeral
    start, end = note.case.sentence.start, note.case.sentence.end
    marked = f"{text[start : numeral.start]}【{text[numeral.start : numeral.end]}】{text[numeral.end : end]}"
    return Explanation(
        figure_id, row, marked.strip(), tuple(_pieces(note, text)), tuple(_discourse(note)),
        tuple(uses(figure.rule.split(), book)),
        _CHANGED if digest and digest != book.digest else "",
    )  # fmt: skip


def _explained_cell(
    figure_id: str, row: dict[str, str], figure: Figure, book: Rulebook, digest: str
) -> Explanation:
    """A cell of a table: its row, and what the headings above it give."""
    quote = row["quote"]
    cells = row["sentence"].split("\t")
    place = next((at for at, cell in enumerate(cells) if "".join(cell.split()) == quote), None)
    if place is not None:
        cells[place] = f"【{quote}】"
    marked = " | ".join(cells)
    pieces = [("表格", row["section"]), ("单元格", quote), ("行名和栏目给出", row["indicator_text"])]
    pieces += [(what, row[name]) for name, what in _OF_COLUMN.items() if row[name]]
    return Explanation(
        figure_id, row, marked.strip(), tuple(pieces), (), tuple(uses(figure.rule.split(), book)),
        _CHANGED if digest and digest != book.digest else "",
    )  # fmt: skip


def _pieces(note: Note, text: str) -> Iterator[tuple[str, str]]:
    case = note.case
    item, numeral, left, right = case.item, case.reading.numeral, case.left, case.right
    clause = case.sentence.clauses[item.clause]
    yield "分句", text[clause.start : clause.end]
    yield "数字", f"{numeral.number}（单位 {numeral.unit or '无'}）"
    yield "左边的文字", text[item.left[0] : item.left[1]] or "（空）"
    yield "左边的中心词", " ".join(left.tokens) or "（空）"
    if left.direction:
        yield "变化方向", f"{left.direction}（{left.last_verb}）"
    if left.bound:
        yield "左边的限定词", left.qualifier
    if right.bound:
        yield "右边的限定词", right.qualifier
    if right.noun:
        yield "右边的名词短语", " ".join(right.noun)
    if item.size > 1:
        yield "同组", f"第{item.place + 1}个，共{item.size}个"
    for cue in (c for c in note.cues if c.start < clause.end):
        yield f"线索（{cue.rule.kind}）", f"{cue.text} ← {cue.rule.id}"


_SLOTS = {
    "last": "前一个指标", "owner": "主体", "verb": "动词", "noun": "前一个名词", "listed": "前一组指标",
    "tail": "全句共同的量", "whole": "其中的整体",
}  # fmt: skip


def _discourse(note: Note) -> Iterator[tuple[str, str, str]]:
    for slot in filter(_SLOTS.__contains__, SLOTS):
        old, new = getattr(note.before, slot), getattr(note.after, slot)
        if old or new:
            yield _SLOTS[slot], _shown(old), _shown(new)


def _shown(value: object) -> str:
    if isinstance(value, Reading):
        return f"{value.indicator}（{value.numeral.number}）"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def uses(ids: Iterable[str], book: Rulebook) -> Iterator[RuleUse]:
    """Where rules stand, each with an example."""
    examples = {id_: entry.examples[0] for id_, entry in entries(book)}
    for rule in ids:
        family, _, name = rule.partition(":")
        if family == "grammar":
            yield RuleUse(rule, MECHANISMS.get(name, ""), "")
        else:
            path, line = book.files[rule]
            yield RuleUse(rule, f"rules/{_short(path)}:{line}", examples.get(rule, ""))


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}" if path.parent.name == "indicators" else path.name
