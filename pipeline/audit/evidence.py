"""The evidence of a document: where each part of each figure stands, and on paper where that is printed.

The document is read again as extraction read it, with all that the grammar looked at; what it used is
looked up, what it built of words is found again in the text.  Nothing is marked that is not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline import readers
from pipeline.audit.cells import Around, Cells, Span
from pipeline.audit.marks import Marks, Part, in_source
from pipeline.audit.parts import Seen, Text, mark_number, mark_qualifier, mark_times
from pipeline.audit.pieces import Place, align
from pipeline.dataset import printed, tables
from pipeline.dataset.dictionary import columns
from pipeline.engine import Engine
from pipeline.explain import stored_source, told_identity, uses
from pipeline.figures.case import Case, Reading
from pipeline.figures.cues import Found
from pipeline.figures.discourse import SLOTS, Discourse
from pipeline.figures.settings import Setting
from pipeline.model import Document, Extraction, Figure, Identity, LedgerRow
from pipeline.readers import UnreadableFile

_TRAILING = "。：:；;，、 \u3000"
_TO_TELL = "增长5"  # behind 比上年, for it to be what a change is against
_SAYS = 3  # characters of a word that is not found in the paragraph by chance
_TELLS = 4  # characters that are not found in another paragraph by chance
_COMPOSED = "relation"  # the slot whose words (比重) the grammar puts there itself
_BLOCKS = 2  # paragraphs in front of its own in which a figure's subject is looked for
#: columns that are what was read of a figure; the others follow from these or from the document
_READ = (
    "char_end", "indicator_text", "measure", "basis", "value", "value_max", "bound", "unit", "period",
    "status",
)  # fmt: skip
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the page gets; offsets count in the stored text.

    `parts`: char_start of a figure -> its parts; `boxes`: "start-end" -> [page, x0, top, x1, bottom] a line;
    `rules`: id -> where it stands, and an example.
    """

    message: str = ""  # a Chinese sentence where something is missing
    parts: dict[str, list[Part]] = field(default_factory=dict)
    boxes: dict[str, list[list[float]]] = field(default_factory=dict)
    rules: dict[str, tuple[str, str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        parts = {start: [list(part) for part in parts] for start, parts in self.parts.items()}
        rules = {name: list(told) for name, told in self.rules.items()}
        return {"message": self.message, "parts": parts, "boxes": self.boxes, "rules": rules}


def evidence(engine: Engine, path: Path | None, row: Row, text: str, figures: Sequence[Row] = ()) -> Evidence:
    """The evidence of a document.

    `path`: its file, None where there is none; `row`: of documents.csv; `text`: as the dataset holds it;
    `figures`: its rows of figures.csv, to tell where they were read otherwise than today.
    """
    document, message = _document(engine, path, row, text)
    read = _Read(engine, document, told_identity(row))
    place = engine.grammar.places(document)
    parts = {
        str(seen.figure.char_start): in_source(document, place, _parts(engine, seen, read))
        for seen in read.seen
    }
    messages = [message, _differing(read, row["document_id"], figures, parts)]
    return Evidence(
        "".join(messages),
        parts,
        _boxes(document, read.ledger, parts.values()),
        {use.id: (use.place, use.example) for use in uses(sorted(_rules(read)), engine.rulebook)},
    )


def _document(engine: Engine, path: Path | None, row: Row, text: str) -> tuple[Document, str]:
    """The document as extraction had it; where that cannot be, made of the stored text, and why."""
    if path is None:
        return engine.arrange(stored_source(row, text)), ""
    try:
        document = engine.arrange(readers.read_file(path, row["document_id"], row["file"]))
    except (UnreadableFile, OSError):
        message = "原文件现在无法读取，依据按数据集保存的文字标出，页面上不能画框。"
    else:
        if document.source.text == text:
            return document, ""
        message = "今天从原文件读出的文字与数据集保存的不同，依据按保存的文字标出；请重新抽取。"
    return engine.arrange(stored_source(row, text)), message


class _Read:
    """A document read by the grammar, with all that it looked at."""

    def __init__(self, engine: Engine, document: Document, identity: Identity) -> None:
        self.text = Text(document, identity.report_year)
        self.identity = identity
        self.seen: list[Seen] = []
        self._cases: dict[int, Case] = {}  # by reading, which each case keeps alive
        self.before: dict[int, Discourse] = {}  # by reading: what was remembered
        self._cells = Cells(document)
        self._found: dict[Span, list[Found]] = {}  # the words of time of cells
        self._grammar = engine.grammar
        self.figures, self.ledger = engine.grammar.read(document, identity, self._watch, self._tell)
        self.headings = {
            document.text[block.start : block.end].strip(_TRAILING): block
            for block in document.blocks
            if block.kind == "heading"
        }

    def _watch(
        self, case: Case, left: str, before: Discourse, after: Discourse, cues: Sequence[Found]
    ) -> None:
        self._cases[id(case.reading)] = case
        self.before[id(case.reading)] = before

    def _tell(self, figure: Figure, reading: Reading, setting: Setting) -> None:
        case = self._cases.get(id(reading))
        around = None if case else self._cells.around(reading.numeral.start)
        cues = case.cues if case else self._headed(around) if around else reading.cues
        self.seen.append(Seen(figure, reading, setting, case, around, cues))

    def _headed(self, around: Around) -> list[Found]:
        """The words of time of the name of a row and the headings over a column."""
        return [cue for span in (*around.names, *reversed(around.headings)) for cue in self._cues_in(span)]

    def _cues_in(self, span: Span) -> list[Found]:
        if span not in self._found:
            said = self.text.said[span.start : span.end] + _TO_TELL
            moved = (cue.moved(span.start) for cue in self._grammar.cues(said))
            self._found[span] = [cue for cue in moved if cue.end <= span.end]
        return self._found[span]


# --- the parts of one figure ------------------------------------------------------------------


def _parts(engine: Engine, seen: Seen, read: _Read) -> list[Part]:
    marks = Marks(read.text.said)
    mark_number(seen, marks)
    mark_qualifier(seen, marks)
    mark_times(seen, read.text, marks)
    wanted = seen.figure.indicator_text
    align(wanted, engine.lexicon.words.cut(wanted), list(_places(seen, read)), marks)
    return marks.parts


def _places(seen: Seen, read: _Read) -> Iterator[list[Place]]:
    """Where the words of an indicator may be from, those as near together, the nearest first."""
    start, text = seen.reading.numeral.start, read.text
    handed: tuple[str, ...] | None = None
    first = start
    if seen.case is not None:
        yield from _in_sentence(seen.case)
        first = seen.case.sentence.start
        handed = tuple(_handed_on(read.before[id(seen.reading)]))
    elif seen.around is not None:
        yield from _in_table(seen.around, start)
        first = seen.around.own.start
    at = text.index(start)
    blocks = text.document.blocks
    yield [Place(blocks[at].start, first, handed=handed, least=_SAYS)]
    for name in reversed(blocks[at].section):
        heading = read.headings.get(name.strip(_TRAILING))
        if heading is not None:
            yield [Place(heading.start, heading.end, least=_TELLS)]
    for block in reversed(blocks[max(0, at - _BLOCKS) : at]):
        yield [Place(block.start, block.end, handed=handed, least=_TELLS)]


def _in_sentence(case: Case) -> Iterator[list[Place]]:
    """What the grammar gave the figure to itself, then its clause, then its sentence."""
    item, sentence, numeral = case.item, case.sentence, case.numeral
    clause = sentence.clauses[item.clause]
    for left, right in (
        (item.left[0], item.right[1]),
        (clause.start, clause.end),
        (sentence.start, sentence.end),
    ):
        yield [Place(left, numeral.start, near=True), Place(numeral.end, right, onward=True, near=True)]


def _in_table(around: Around, start: int) -> Iterator[list[Place]]:
    own = around.own
    yield [Place(own.start, start, near=True), Place(start, own.end, onward=True, near=True)]
    for span in (*around.names, *around.headings, *around.outer, *around.above):
        yield [Place(span.start, span.end, near=True)]


def _handed_on(talk: Discourse) -> Iterator[str]:
    """The words that were remembered when a figure was read."""
    for slot in SLOTS:
        held = getattr(talk, slot) if slot != _COMPOSED else ""
        if isinstance(held, str):
            yield held
        elif isinstance(held, Reading):
            yield held.indicator
        elif held:
            yield from held
            yield "".join(held)


# --- boxes, rules, and what was read otherwise ------------------------------------------------


def _boxes(
    document: Document, ledger: Iterable[LedgerRow], parts: Iterable[Sequence[Part]]
) -> dict[str, list[list[float]]]:
    """The boxes of all numbers and of all parts, by place; none for what has no pages."""
    places = document.source.places
    if places is None:
        return {}
    spans = {(row.char_start, row.char_end) for row in ledger}
    spans |= {(part.start, part.end) for held in parts for part in held}
    found = ((span, printed.boxes(places, *span)) for span in sorted(spans))
    return {f"{start}-{end}": boxes for (start, end), boxes in found if boxes}


def _rules(read: _Read) -> set[str]:
    fired = {rule for figure in read.figures for rule in figure.rule.split()}
    return fired | {rule for row in read.ledger for rule in row.rule.split()}


def _differing(read: _Read, document_id: str, rows: Sequence[Row], parts: dict[str, list[Part]]) -> str:
    """How many rows were read otherwise; those that are no figure today have at least their place marked."""
    if not rows:
        return ""
    extraction = Extraction(read.text.document, read.identity, tuple(read.figures), tuple(read.ledger))
    names = columns("figures")
    today = {
        told["char_start"]: told
        for cells in tables.figure_rows(document_id, extraction)
        for told in [dict(zip(names, cells, strict=True))]
    }
    count = 0
    for row in map(_as_extracted, rows):
        told = today.get(row["char_start"])
        if told is None:
            parts[row["char_start"]] = [Part("number", int(row["char_start"]), int(row["char_end"]))]
        count += told is None or any(told[name] != row[name] for name in _READ)
    return f"有{count}个数字今天的规则读得与数据集不同，它们标出的是今天的读法；请重新抽取。" if count else ""


def _as_extracted(row: Row) -> dict[str, str]:
    """A row as the program read it, before a person mended it."""
    before = json.loads(row["extracted"]) if row.get("extracted") else {}
    return {**row, **before}
