"""Number, unit, qualifier and the words of time of a figure: where the grammar found them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from pipeline.audit.cells import Around, Span
from pipeline.audit.marks import Marks
from pipeline.figures.case import Case, Reading
from pipeline.figures.cues import Found
from pipeline.figures.periods import end_of, plan_period, resolve_period, with_digits
from pipeline.figures.scan import Numeral
from pipeline.figures.settings import Setting
from pipeline.model import Block, Document, Figure

_MORE = "余多几来"  # inside a number: 3亿多元
_LISTED = regex.compile(r"[\d.,、，和或与及至到~～—–\-]+")  # 55、50、24个工作日
_YEAR = regex.compile(r"\d{4}")
_OPENS = "。！？：—\n "  # what stands in front of a sentence
_OPENING = 3  # blocks of a document in which its title stands
_BLANK = " \u3000"


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure as it was read, with what its reading looked at."""

    figure: Figure
    reading: Reading
    setting: Setting
    case: Case | None  # None: a cell of a table
    around: Around | None  # None: prose
    cues: Sequence[Found]  # the words of time of its sentence, or over its column


@dataclass(slots=True)
class Text:
    """A document with its report year, and the blocks by place."""

    document: Document
    year: int | None
    said: str = field(init=False)
    digits: str = field(init=False)  # with its years in digits, as long as the text
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.said = self.document.text
        self.digits = with_digits(self.said)
        self.starts = [block.start for block in self.document.blocks]

    def index(self, place: int) -> int:
        """Which block holds a place."""
        return max(0, bisect_right(self.starts, place) - 1)

    def block(self, place: int) -> Block:
        """The block that holds a place."""
        return self.document.blocks[self.index(place)]


# --- number, unit and qualifier ---------------------------------------------------------------


def mark_number(seen: Seen, marks: Marks) -> None:
    """The number, its unit, and 余 or 多 between them."""
    numeral, text = seen.reading.numeral, marks.text
    units = list(_unit_places(text, numeral))
    if not units and numeral.unit and not _mark_listed(numeral, marks):
        _mark_headed(seen, marks)
    for span in units:
        marks.add("unit", *span)
    more = [at for at in range(numeral.start, numeral.end) if text[at] in _MORE and numeral.more]
    for at in more:
        marks.add("qualifier", at, at + 1)
    held = {at for start, end in units for at in range(start, end)} | set(more)
    for start, end in _runs([at for at in range(numeral.start, numeral.end) if at not in held]):
        marks.add("number", start, end)


def _unit_places(text: str, numeral: Numeral) -> Iterator[tuple[int, int]]:
    """Where the characters of a unit stand, from the end of the numeral or at its start (百分之四十)."""
    unit, said = numeral.unit, text[numeral.start : numeral.end]
    if unit and said.startswith(unit) and not numeral.implicit and not said.endswith(unit):
        yield numeral.start, numeral.start + len(unit)
        return
    behind = len(numeral.number) if numeral.implicit and numeral.number != said else 1
    found: list[int] = []
    at, left = numeral.end, len(unit)
    while left and at > numeral.start + behind:
        at -= 1
        if text[at] == unit[left - 1]:
            found.append(at)
            left -= 1
        elif text[at] not in _MORE:
            break
    if not left or (numeral.implicit and found):
        yield from _runs(found[::-1])
        if numeral.last_start >= 0:  # 6%—7%
            low = numeral.start + len(numeral.number)
            size = next((n for n in range(len(unit), 0, -1) if text.startswith(unit[:n], low)), 0)
            if size and low + size < numeral.last_start:
                yield low, low + size


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of places that follow each other."""
    start = 0
    for i in range(1, len(places) + 1):
        if i == len(places) or places[i] != places[i - 1] + 1:
            yield places[start], places[i - 1] + 1
            start = i


def _mark_listed(numeral: Numeral, marks: Marks) -> bool:
    """The unit behind the last number of a list."""
    listed = _LISTED.match(marks.text, numeral.end)
    told = listed is not None and marks.text.startswith(numeral.unit, listed.end())
    return told and marks.add("unit", listed.end(), listed.end() + len(numeral.unit))  # type: ignore[union-attr]


def _mark_headed(seen: Seen, marks: Marks) -> None:
    """The unit of a number of a table: in its row, over its column, or above the table."""
    if seen.around is not None:
        around = seen.around
        _mark_in("unit", seen.reading.numeral.unit, (*around.names, *around.headings, *around.above), marks)


def _mark_in(kind: str, wanted: str, spans: Sequence[Span], marks: Marks) -> bool:
    """The last place in the first of some stretches that holds a word."""
    for span in spans:
        at = marks.text.rfind(wanted, span.start, span.end)
        if wanted and at >= 0 and marks.add(kind, at, at + len(wanted)):
            return True
    return False


def mark_qualifier(seen: Seen, marks: Marks) -> None:
    """The words that make the bound: behind the number, or in front of it, or of the whole group."""
    word, numeral = seen.figure.qualifier, seen.reading.numeral
    if not word or any(part.kind == "qualifier" for part in marks.parts):
        return
    for low, high, behind in _qualifier_places(seen, numeral):
        at = _behind(marks.text, word, low) if behind else marks.text.rfind(word, low, high)
        if at >= 0 and marks.add("qualifier", at, at + len(word)):
            return


def _qualifier_places(seen: Seen, numeral: Numeral) -> Iterator[tuple[int, int, bool]]:
    """Stretches to look in, the nearest first, and whether only what they begin with counts."""
    yield numeral.end, numeral.end, True
    if seen.case is None:
        around = seen.around
        yield (around.own.start if around else seen.reading.item.left[0]), numeral.start, False
        return
    item, sentence = seen.case.item, seen.case.sentence
    yield item.left[0], numeral.start, False
    group = [other for other in sentence.items if other.group == item.group and other is not item]
    yield from ((other.numeral.end, other.numeral.end, True) for other in reversed(group))
    if group:
        yield group[0].left[0], numeral.start, False
    yield sentence.clauses[item.clause].start, numeral.start, False
    yield sentence.start, numeral.start, False


def _behind(text: str, word: str, at: int) -> int:
    """Where a text goes on with a word, white space aside; -1 if it does not."""
    while text[at : at + 1] and text[at] in _BLANK:
        at += 1
    return at if text.startswith(word, at) else -1


# --- time -------------------------------------------------------------------------------------


def mark_times(seen: Seen, text: Text, marks: Marks) -> None:
    """The words that tell basis, period and status: of the sentence, else of the part it stands in."""
    cues = [cue for cue in seen.cues if marks.text[cue.start : cue.end] == cue.text]
    own = [cue for cue in seen.reading.cues if any(cue is other for other in cues)]
    _mark_basis(seen, [*own, *cues], marks)
    period, setting = seen.figure.period, seen.setting.period
    if not _mark_period(seen, cues, own, text, marks) and period in (setting, end_of(setting)):
        _mark_setting("period", seen, text, marks)
    _mark_status(seen, cues, text, marks)


def _mark_basis(seen: Seen, cues: Sequence[Found], marks: Marks) -> None:
    basis, behind = seen.figure.basis, seen.reading.numeral.start
    for cue in cues:
        gives = cue.rule.gives
        said = cue.text if gives == "text" else gives.replace("N", cue.year)
        if basis and cue.rule.kind == "basis" and said == basis and cue.start < behind:
            marks.add("basis", cue.start, cue.end)
            return


def _mark_period(seen: Seen, cues: Sequence[Found], own: Sequence[Found], text: Text, marks: Marks) -> bool:
    """The nearest time named in front of the figure that gives its period, one of its own first."""
    start, period = seen.reading.numeral.start, seen.figure.period
    before = [cue for cue in cues if cue.rule.kind in ("period", "basis") and cue.end <= start]
    mine = [cue for cue in own if cue.rule.kind == "period"]
    for cue in (*reversed(mine), *reversed(before)):
        if _tells(cue, seen, text.year):
            return marks.add("period", cue.start, cue.end) or cue.rule.kind == "basis"
    if seen.around is None:
        return False
    year = end_of(period)[:4]
    spans = (*seen.around.headings, *seen.around.names, *seen.around.above)
    return _mark_in("period", f"{year}年", spans, marks) or _mark_in("period", year, spans, marks)


def _tells(cue: Found, seen: Seen, year: int | None) -> bool:
    """Whether a word of time gives the period of a figure, or the year it begins or ends with."""
    gives, period = cue.rule.gives, seen.figure.period
    if cue.rule.kind == "basis":  # 比1957年的704亿元增长: the amount of that year
        return bool(cue.year) and cue.year == period == seen.reading.base
    if gives == "section":
        return period == seen.setting.period
    if gives in ("years", "within"):
        return period != seen.setting.period or seen.reading.basis == "年均"
    told = plan_period(cue.text) if gives in ("plan", "plan_end") else ""
    told = told or resolve_period(gives, year, cue.year, cue.year_to)
    if period == seen.setting.period:
        return told != "" and period in (told, end_of(told))
    return told != "" and not {told, end_of(told), told[:4]}.isdisjoint({period, end_of(period), period[:4]})


def _mark_status(seen: Seen, cues: Sequence[Found], text: Text, marks: Marks) -> None:
    word, numeral = seen.figure.status_text, seen.reading.numeral
    if word == seen.figure.period:  # what is for a later year is planned: the time tells
        for part in [part for part in marks.parts if part.kind == "period"]:
            marks.add("status", part.start, part.end)
        return
    if not word:
        return
    for cue in reversed(cues):
        reaches = cue.end <= numeral.start or cue.start == numeral.end
        if cue.rule.kind == "status" and cue.text == word and reaches:
            marks.add("status", cue.start, cue.end)
            return
    if seen.around is not None and _mark_in("status", word, seen.around.headings, marks):
        return
    if word == seen.setting.text:
        _mark_setting("status", seen, text, marks)
        return
    block = text.block(numeral.start)  # （预计数，下同）
    at = marks.text.rfind(word, block.start, numeral.start)
    if at >= 0:
        marks.add("status", at, at + len(word))


def _mark_title(kind: str, year: str, text: Text, marks: Marks) -> None:
    """The year in the title of a document whose figures are all of that year."""
    for block in text.document.blocks[:_OPENING]:
        at = text.digits.find(f"{year}年", block.start, block.end)
        if year and at >= 0:
            marks.add(kind, at, at + len(year) + 1)
            return


def _mark_setting(kind: str, seen: Seen, text: Text, marks: Marks) -> None:
    """The heading, or the opening of a paragraph, that tells the time of what stands below it."""
    word, start = seen.setting.text, seen.reading.numeral.start
    if not word:
        _mark_title(kind, seen.figure.period, text, marks)
        return
    at = start
    while (at := text.digits.rfind(with_digits(word), 0, at)) >= 0:
        block = text.block(at)
        if block.kind == "heading" and text.said[block.start : block.end].strip() == word:
            marks.add(kind, block.start, block.end)
            return
        if at == block.start or text.said[at - 1] in _OPENS:
            marks.add(kind, at, at + len(word))
            return
    for block in text.document.blocks:  # on a poster a heading may stand behind what it heads
        if block.kind == "heading" and text.said[block.start : block.end] == word:
            marks.add(kind, block.start, block.end)
            return
