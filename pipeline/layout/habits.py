"""How a whole text is set: where its lines end, and what an empty line means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from math import inf
from typing import Final, NamedTuple

from pipeline.layout import marks
from pipeline.layout.tidy import Line, width

Cohesion = Callable[[str, str], float]

SLACK: Final = 1.6  # full-width characters by which the lines of a wrapped column differ
LOOSE: Final = 3.2  # the same where a lost indent or an unbreakable word may add to it
SURE: Final = 4.0  # cohesion (natural log of odds) of a word across a break
STUB: Final = 0.65  # a line shorter than this part of the next one is no wrapped line
WIDEST: Final = 70  # characters; no column is wider
_NARROWEST: Final = 8
_NEAR: Final = 5  # lines on either side that show the width of a column
_COLUMN: Final = 3  # lines of one width that make a column
_SHARE: Final = 0.3  # of the lines that break off, at least, must do so at the width of a column
_PART: Final = 0.1  # of all lines, at least, must be wrapped at a column


class Row:
    """A line with what its text shows of it; made once for each line, as every rule asks for it again."""

    _width: float = -1.0

    def __init__(self, line: Line) -> None:
        text = line.text
        self.line: Final = line
        self.text: Final = text
        self.number: Final = line.number
        self.prose: Final = _is_prose(text, self.number)
        self.page: Final = marks.is_page_number(text)
        self.closed: Final = marks.is_closed(text)  # ends as a sentence ends

    @property
    def width(self) -> float:
        """With its indent, in full-width characters; few lines are asked for it."""
        if self._width < 0:
            self._width = self.line.indent + width(self.text)
        return self._width

    @property
    def breaks_off(self) -> bool:
        """Whether it is running text without an end, and no table row."""
        return self.prose and not self.closed and "\t" not in self.text


class Habits(NamedTuple):
    """How a whole text is set: what its line ends mean."""

    delimited: bool  # empty lines between the paragraphs
    columns: tuple[float, ...]  # widths at which it is hard wrapped, the most frequent first
    spaced: tuple[float, ...]  # the same for lines with an empty line after each
    broken: bool  # links or the like stand on lines of their own
    indexed: bool  # sections are numbered 01, 02 on lines of their own
    topped: bool  # headings stand right above their paragraphs, without an empty line


def _is_prose(text: str, number: marks.Number | None) -> bool:
    """Whether a line has the marks of running text (its numbering aside)."""
    return marks.PROSE.search(text, number.end if number else 0) is not None


def habits_of(rows: Sequence[Row], cohesion: Cohesion) -> Habits:
    """The line habits of a text, counted over all of it."""
    body = [row for row in rows if not row.page]
    delimited = _is_delimited(body)
    votes: dict[bool, Counter[float]] = {False: Counter(), True: Counter()}
    for i in _wrapped(body):
        votes[delimited and body[i].line.gap > 0 and body[i + 1].line.gap > 0][round(body[i].width)] += 1
    wrapped = sum(votes[False].values()) + sum(votes[True].values())
    most = wrapped and wrapped >= max(_SHARE * sum(row.breaks_off for row in body), _PART * len(body))
    columns, spaced = (_peaks(votes[False]), _peaks(votes[True])) if most else ((), ())
    broken = not (columns or spaced) and _is_broken(body, cohesion)
    indexed = any(row.text == "01" for row in body)
    return Habits(delimited, columns, spaced, broken, indexed, delimited and _is_topped(body))


def _is_broken(rows: Sequence[Row], cohesion: Cohesion) -> bool:
    """Whether sentences are torn by more than wraps (by links on lines of their own), at least twice."""
    torn = (
        marks.must_follow(b.text) or (a.prose and not b.number and cohesion(a.text, b.text) > SURE)
        for a, b in pairwise(rows)
        if not a.closed and "\t" not in a.text
    )
    return len(list(islice(filter(None, torn), 2))) == 2


def any_open(lines: Iterable[Line]) -> bool:
    """Whether any line could want its continuation: prose without an end, or debris of a link."""
    return any(
        marks.must_follow(line.text) or (not marks.is_closed(line.text) and _is_prose(line.text, line.number))
        for line in lines
    )


def _is_delimited(rows: Sequence[Row]) -> bool:
    """Whether the paragraphs stand apart by empty lines."""
    gaps = [below.line.gap > 0 for row, below in pairwise(rows) if row.closed and row.prose]
    return sum(gaps) > 0.7 * len(gaps)


def _wrapped(rows: Sequence[Row]) -> Iterator[int]:
    """The lines that break off at the width at which lines near them break off."""
    edges = [inf if row.closed or len(row.text) > 2 * WIDEST else row.width for row in rows]
    for i, (row, below) in enumerate(pairwise(rows)):
        if row.breaks_off and not below.number and _could_wrap(row, below):
            near = edges[max(0, i - _NEAR) : i + _NEAR + 1]
            least, most = row.width - LOOSE, row.width + LOOSE
            if len([edge for edge in near if least <= edge <= most]) >= _COLUMN:
                yield i


def _could_wrap(row: Row, below: Row) -> bool:
    """Whether a line and the one below are about as wide as two lines of a column."""
    if max(len(row.text), len(below.text)) > 2 * WIDEST:
        return False
    return _NARROWEST <= row.width <= WIDEST and below.width <= row.width + LOOSE


def _is_topped(rows: Sequence[Row]) -> bool:
    """Whether paragraphs bounded by empty lines begin with a short line that is a heading."""
    tops = [
        first.width < STUB * second.width
        for first, second in pairwise(rows)
        if first.line.gap and not second.line.gap and not first.prose and second.prose
    ]
    return sum(tops) > 2 and 2 * sum(tops) > len(tops)


def _peaks(votes: Counter[float]) -> tuple[float, ...]:
    """Widths with enough votes, the most frequent first; a vote counts for near widths too."""
    return tuple(w for w, _ in votes.most_common() if sum(votes[w + d] for d in (-2, -1, 0, 1, 2)) >= _COLUMN)
