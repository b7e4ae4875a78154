"""Document -> figures and ledger: the passes in order, each adding facts to the same numerals."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from pipeline.figures.case import Reading
from pipeline.figures.cues import CueFinder, Found
from pipeline.figures.discourse import Discourse
from pipeline.figures.measures import signed
from pipeline.figures.readings import Reader, Watch
from pipeline.figures.roles import assign
from pipeline.figures.scan import Numeral, Scanner
from pipeline.figures.sentences import sentences
from pipeline.figures.settings import SectionTable, Setting, Settings
from pipeline.figures.tables import Piece, TableRow, Tables, Value
from pipeline.figures.times import Settled, Times
from pipeline.figures.wordclasses import SPEEDS, WordClasses
from pipeline.language.lexicon import Lexicon, plain
from pipeline.model import Block, Document, Figure, Identity, LedgerRow

_ZERO: Final = Decimal(0)
_YEAR: Final = 4  # digits
_NO_CODE: Final = ("", "", "")
_NO_END: Final = sys.maxsize
_OF_SHARES: Final = {"share", "rate", "points", "standard"}
_WHITE: Final = re.compile(r"\s+")
_LETTER: Final = re.compile(r"[一-龥A-Za-z]")

#: makes a row of all the fields in their order, which takes half the time of calling its class
_new: Final = tuple.__new__

#: sees each figure when it has been made, with its reading and what its part of the document says
Tell = Callable[[Figure, Reading, Setting], None]


class Grammar:
    """All compiled state of the grammar; one object serves any number of documents."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._scanner = Scanner(dict(lexicon.units), lexicon.unit_pattern)
        self._cues = CueFinder(lexicon.cues)
        self._sections = SectionTable(lexicon.sections)
        self._sections_of = {"communique": SectionTable(lexicon.sections, "communique")}
        classes = WordClasses(lexicon)
        self._reader = Reader(classes)
        self._tables = Tables(self._scanner, classes, self._cues)
        # of each unit as it is written: its factor (None: 1), base unit and dimension
        self._bases: dict[tuple[str, str], tuple[Decimal | None, str, str]] = {}

    def read(
        self,
        document: Document,
        identity: Identity,
        watch: Watch | None = None,
        tell: Tell | None = None,
    ) -> tuple[list[Figure], list[LedgerRow]]:
        """Figures and ledger of a document, sorted by place in the source.

        `watch` sees each figure of prose being read, `tell` each figure as it was made.
        """
        text = document.text
        numerals = self._scanner.scan(text)
        assign(text, numerals, self.lexicon)
        rows = self._tables.find(document, numerals)
        kind = identity.kind
        settings = Settings(document, self._sections_of.get(kind, self._sections), kind, identity.report_year)
        times = Times(identity.report_year, settings.spoken, settings.plan, settings.late)
        counted = [n for n in numerals if n.role == "figure"]
        place = Places(document)
        figures: list[Figure] = []
        talk = Discourse()
        for block, inside in _by_block(document.blocks, counted):
            if not self._reader.speaks_on(text, block.start):
                talk = Discourse(note=self._reader.explained(text, block.start, block.end))
            times.new_paragraph()
            section = " > ".join(block.section)
            row = rows.get(block.start)
            if row is not None:
                setting = settings.at(block.start, block.section)
                for told in self._row(text, block, row, inside, times, setting):
                    figures.append(self._figure(*told, _in_table(section, row), place))
                    if tell:
                        tell(figures[-1], told[1], setting)
                continue
            for sentence in sentences(text, block.start, block.end, inside):
                cues = self._cues.find(text, sentence.start, sentence.end)
                setting = settings.at(sentence.items[0].numeral.start, block.section)
                readings = self._reader.read(text, sentence, cues, talk, watch)
                said = text[sentence.start : sentence.end].strip()
                for reading, settled in zip(readings, times.settle(readings, setting, cues), strict=True):
                    figures.append(self._figure(said, reading, settled, section, place))
                    if tell:
                        tell(figures[-1], reading, setting)
        figures.sort()
        return figures, _ledger(document, numerals, place)

    def _row(
        self,
        text: str,
        block: Block,
        row: TableRow,
        inside: list[Numeral],
        times: Times,
        setting: Setting,
    ) -> Iterator[tuple[str, Reading, Settled]]:
        """What a block of a table says: its sentence, reading and time, figure by figure."""
        said = text[block.start : block.end].strip()
        readings = row.readings()
        cues = self._cues.find(text, block.start, row.named_until)
        for told, reading, settled in zip(
            row.values, readings, times.settle(readings, setting, cues), strict=True
        ):
            yield said, reading, _as_headed(told, settled)
        for piece in row.pieces:
            valued = {id(value.numeral) for value in row.values}
            figures = [n for n in inside if piece.start <= n.start < piece.end and id(n) not in valued]
            yield from self._spoken(text, piece, figures, times, setting)

    def _spoken(
        self, text: str, piece: Piece, figures: list[Numeral], times: Times, setting: Setting
    ) -> Iterator[tuple[str, Reading, Settled]]:
        """A cell read as prose; where it does not say what it measures, the name of its row does."""
        found = []
        for sentence in sentences(text, piece.start, piece.end, figures):
            cues = self._cues.find(text, sentence.start, sentence.end)
            readings = self._reader.read(text, sentence, cues, Discourse())
            said = text[sentence.start : sentence.end].strip()
            settled = times.settle(readings, setting, cues)
            found += [(said, reading, when) for reading, when in zip(readings, settled, strict=True)]
        if piece.subject and not all(reading.indicator for _, reading, _ in found):
            shift = piece.start - len(piece.subject)
            said = piece.subject + text[piece.start : piece.end]
            again = [numeral.moved(-shift) for numeral in figures]
            named = list(self._spoken(said, Piece(0, len(said)), again, times, setting))
            for (_, reading, _), (_, whole, _) in zip(named, found, strict=True):
                reading.item.numeral = whole.item.numeral
                reading.parent = None
            return iter(named)
        return iter(found)

    def cues(self, text: str) -> list[Found]:
        """The words of time, status and basis of a text, in order."""
        return self._cues.find(text, 0, len(text))

    def units(self, written: str) -> tuple[Decimal, str, str] | None:
        """Factor to the base unit, the base unit and the dimension of a unit as it is written.

        万标箱 is (10000, TEU, count), no unit at all (1, "", ""); None where it is no unit of the rules.
        """
        if not written:
            return Decimal(1), "", ""
        for said in ("1" + written, written + "1"):  # 百分之 stands in front
            found = self._scanner.scan(said)
            if len(found) == 1 and (found[0].start, found[0].end, found[0].unit) == (0, len(said), written):
                return _base(found[0])
        return None

    def places(self, document: Document) -> Places:
        """The way back from offsets of the tidy text to the source."""
        return Places(document)

    def said(self, document: Document) -> set[str]:
        """Ids of the rules that speak of words, cues, sections and splits in a document.

        Not needed to read it; the self-test of `rules/` asks whether an example holds its rule.
        """
        text, lexicon = document.text, self.lexicon
        words = set(lexicon.words.cut(text))
        found = {c.rule.id for c in self._cues.find(text, 0, len(text))}
        found |= {n.unit_rule for n in self._scanner.scan(text)}
        found |= self._tables.said(text)
        found |= {rule for word, (rule, _) in lexicon.attributes.items() if word in words}
        tables: list[Mapping[str, str | tuple[str, str]]] = []
        tables += [*lexicon.verbs.values(), *lexicon.word_kinds.values()]
        for table in tables:
            for word, entry in table.items():
                rule = entry if isinstance(entry, str) else entry[0]
                if (word in words) != (table is lexicon.word_kinds.get("split")) and word in text:
                    found.add(rule)
        found |= {rule for rule, split in lexicon.splits if any(whole in text for whole in split.whole)}
        found |= {
            f"layout:{rule}"
            for rule, line in lexicon.line_words
            if any(word in text for word in line.written)
        }
        found |= {s.id for s in lexicon.sections if any(s.pattern.search(line) for line in _openings(text))}
        return found

    def _figure(self, said: str, reading: Reading, settled: Settled, section: str, place: Places) -> Figure:
        numeral = reading.numeral
        parent = None if reading.parent is None else place.start(reading.parent)
        if "\t" in reading.indicator:  # a line that was no row after all
            reading.indicator = _of_last_cell(reading.indicator)
        known = reading.indicator
        if reading.measure == "rank":
            known = known.removesuffix("排名")
            for speed in SPEEDS:
                known = known.removesuffix(speed)  # the growth of an indicator has its code
        rule, name, code = self.lexicon.indicators.get(plain(known), _NO_CODE)
        dimensions = self.lexicon.dimensions.get(code, ()) if code else ()
        _growth_of_amount(reading, dimensions)
        value = signed(numeral.value, reading.negative)
        value_max = signed(numeral.value_max, reading.negative)
        written = (numeral.unit, numeral.base_unit)
        found = self._bases.get(written)
        if found is None:
            times, base, dimension = _base(numeral)
            found = self._bases[written] = (None if times == 1 else times, base, dimension)
        factor, base, dimension = found
        if reading.measure == "level" and not _can_measure(dimensions, dimension):
            rule = name = code = ""
        fired = [numeral.unit_rule, numeral.rule, *reading.rules]
        fired += [cue.rule.id for cue in reading.cues]
        fired += [settled.rule, rule]
        start, end, quote = place.row(numeral.start, numeral.end)
        return _new(Figure, (
            start, end, section,
            reading.indicator, name, code, reading.measure, reading.basis,
            value or _ZERO, value_max, reading.bound, reading.qualifier, numeral.unit,
            value if factor is None or value is None else value * factor,
            value_max if factor is None or value_max is None else value_max * factor,
            base, dimension,
            settled.period, settled.status, settled.status_text,
            parent, quote, said, _listed(fired), "", "",
        ))  # fmt: skip


def _in_table(section: str, row: TableRow) -> str:
    """The headings, then the caption of the table."""
    return " > ".join(filter(None, (section, row.caption)))


def _as_headed(value: Value, settled: Settled) -> Settled:
    """预算数, 执行数, 上年: the heading of the column knows better than the part of the document."""
    if value.before and len(settled.period) == _YEAR and settled.period.isdigit():
        settled.period, settled.status = str(int(settled.period) - 1), "actual"
    if value.status:
        settled.status, settled.status_text = value.status, value.status_text
    return settled


def _of_last_cell(name: str) -> str:
    """The last of the cells in a name that says something: 建筑业⇥-⇥居民服务业⇥ -> 居民服务业."""
    return next((cell for cell in reversed(name.split("\t")) if _LETTER.search(cell)), "")


def _openings(text: str) -> list[str]:
    return [part for line in text.split("\n") for part in (line, _WHITE.split(line.replace("，", " "))[0])]


class Places:
    """From offsets of the tidy text to offsets of the source."""

    def __init__(self, document: Document) -> None:
        self._tidy, self._source = document.origin.tidy, document.origin.source
        self._text = document.source.text
        self._begins, self._ends, self._shift = 0, 0, 0  # of the run asked for last, in the tidy text

    def start(self, offset: int) -> int:
        self._seek(offset)
        return offset + self._shift

    def _seek(self, offset: int) -> None:
        """Go to the run an offset lies in; mostly it is that of the offset before."""
        if self._begins <= offset < self._ends:
            return
        run = bisect_right(self._tidy, offset) - 1
        self._begins = self._tidy[run]
        self._ends = self._tidy[run + 1] if run + 1 < len(self._tidy) else _NO_END
        self._shift = self._source[run] - self._begins

    def end(self, offset: int) -> int:
        return self.start(offset - 1) + 1

    def row(self, low: int, high: int) -> tuple[int, int, str]:
        """Start, end and quote of a numeral in the source."""
        self._seek(low)
        start, whole = low + self._shift, high <= self._ends  # most lie in one run
        end = high + self._shift if whole else self.end(high)
        text = self._text[start:end]
        return start, end, text if whole else _unspaced(text)


def _unspaced(text: str) -> str:
    return text if text.isalnum() else "".join(text.split())


def _by_block(blocks: Sequence[Block], numerals: list[Numeral]) -> Iterable[tuple[Block, list[Numeral]]]:
    place = 0
    for block in blocks:
        inside = []
        while place < len(numerals) and numerals[place].start < block.end:
            inside.append(numerals[place])
            place += 1
        if inside:
            yield block, inside


def _can_measure(dimensions: Sequence[str], dimension: str) -> bool:
    """Whether an indicator can have a level in such a unit: 出口6.5万辆 is no amount of money.

    `dimensions`: those of the indicator, empty where it has no code.  A unit the figure does not name
    (a table's column does) says nothing; 元/月 is money.
    """
    if dimension in ("", "unknown") or not dimensions or dimension in dimensions:
        return True
    return dimension == "rate" and "money" in dimensions


def _growth_of_amount(reading: Reading, dimensions: Sequence[str]) -> None:
    """规上工业产值 8%: a per cent of an indicator that is an amount of money or things is its growth."""
    if reading.measure != "level" or not dimensions or reading.numeral.base_unit not in ("%", "百分之"):
        return
    if "grammar:count_before" in reading.rules:
        return  # 世界7%的耕地
    if not _OF_SHARES & set(dimensions) and not reading.reaches and not reading.starts:
        reading.measure = "growth"
        reading.rules.append("grammar:growth_of_amount")


def _base(numeral: Numeral) -> tuple[Decimal, str, str]:
    """Factor to the base unit, the base unit, the dimension."""
    entry = numeral.unit_entry
    if numeral.unit == "百分之":
        return Decimal(1), "%", "share"
    if entry is None:
        return Decimal(numeral.scale), numeral.base_unit, "unknown" if numeral.base_unit else ""
    factor = Decimal(numeral.scale) * entry.factor / entry.divisor
    return factor, entry.base or numeral.base_unit, entry.dimension


def _listed(rules: list[str]) -> str:
    """The ids of rules, each once, in order."""
    kept: list[str] = []
    for rule in rules:
        if rule and rule not in kept:
            kept.append(rule)
    return " ".join(kept)


def _ledger(document: Document, numerals: list[Numeral], place: Places) -> list[LedgerRow]:
    rows = []
    for numeral in numerals:
        start, end = numeral.start, numeral.number_end
        if numeral.last_start >= 0:  # 2~3家: two numbers of one figure
            end = start + len(numeral.number)
        row = place.row(start, end)
        role, rule = numeral.role, numeral.rule
        figure = row[0] if role == "figure" else None
        rows.append(_new(LedgerRow, (row[0], row[1], row[2], role, figure, rule)))
        if numeral.last_start >= 0:
            last = place.row(numeral.last_start, numeral.number_end)
            rows.append(_new(LedgerRow, (last[0], last[1], last[2], role, figure, rule)))
    return sorted(rows)
