"""How a whole text is set: where its lines end, and what an empty line means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from pipeline.layout import marks
from pipeline.layout.tidy import Line, width

Cohesion = Callable[[str, str], float]

SLACK = 1.6  # full-width characters by which the lines of a wrapped column differ
LOOSE = 3.2  # the same where a lost indent or an unbreakable word may add to it
SURE = 4.0  # cohesion (natural log of odds) of a word across a break
STUB = 0.65  # a line shorter than this part of the next one is no wrapped line
WIDEST = 70  # characters; no column is wider
_NARROWEST = 8
_NEAR = 5  # lines on either side that show the width of a column
_COLUMN = 3  # lines of one width that make a column
_SHARE = 0.3  # of the lines that break off, at least, must do so at the width of a column
_PART = 0.1  # of all lines, at least, must be wrapped at a column


class Habits(NamedTuple):
    """How a whole text is set: what its line ends mean."""

    delimited: bool  # empty lines between the paragraphs
    columns: tuple[float, ...]  # widths at which it is hard wrapped, the most frequent first
    spaced: tuple[float, ...]  # the same for lines with an empty line after each
    broken: bool  # links or the like stand on lines of their own
    indexed: bool  # sections are numbered 01, 02 on lines of their own
    topped: bool  # headings stand right above their paragraphs, without an empty line


def is_prose(text: str) -> bool:
    """Whether a line has the marks of running text (its numbering aside)."""
    number = marks.numbering(text)
    return marks.PROSE.search(text, number.end if number else 0) is not None


def wide(line: Line) -> float:
    """The width of a line with its indent, in full-width characters."""
    return line.indent + width(line.text)


def habits_of(lines: Sequence[Line], cohesion: Cohesion) -> Habits:
    """The line habits of a text, counted over all of it."""
    body = [line for line in lines if not marks.is_page_number(line.text)]
    delimited = _is_delimited(body)
    votes: dict[bool, Counter[float]] = {False: Counter(), True: Counter()}
    for i in range(len(body) - 1):
        if _is_wrapped(body, i):
            votes[delimited and body[i].gap > 0 and body[i + 1].gap > 0][round(wide(body[i]))] += 1
    wrapped = sum(votes[False].values()) + sum(votes[True].values())
    most = wrapped >= max(_SHARE * sum(map(_breaks_off, body)), _PART * len(body))
    columns, spaced = ((_peaks(votes[kind]) if most else ()) for kind in (False, True))
    broken = not (columns or spaced) and _is_broken(body, cohesion)
    indexed = any(line.text == "01" for line in body)
    return Habits(delimited, columns, spaced, broken, indexed, delimited and _is_topped(body))


def _is_broken(lines: Sequence[Line], cohesion: Cohesion) -> bool:
    """Whether sentences are torn by more than wraps (by links on lines of their own), at least twice."""
    torn = (
        marks.must_follow(b.text)
        or (is_prose(a.text) and not marks.numbering(b.text) and cohesion(a.text, b.text) > SURE)
        for a, b in _pairs(lines)
        if not marks.is_closed(a.text) and "\t" not in a.text
    )
    return len(list(islice(filter(None, torn), 2))) == 2


def any_open(lines: Iterable[Line]) -> bool:
    """Whether any line could want its continuation: prose without an end, or debris of a link."""
    return any(
        marks.must_follow(line.text) or (not marks.is_closed(line.text) and is_prose(line.text))
        for line in lines
    )


def _pairs(lines: Sequence[Line]) -> Iterable[tuple[Line, Line]]:
    return pairwise(lines)


def _is_delimited(lines: Sequence[Line]) -> bool:
    """Whether the paragraphs stand apart by empty lines."""
    gaps = [b.gap > 0 for a, b in _pairs(lines) if marks.is_closed(a.text) and is_prose(a.text)]
    return sum(gaps) > 0.7 * len(gaps)


def _breaks_off(line: Line) -> bool:
    """Whether a line is running text without an end, and no table row."""
    return not marks.is_closed(line.text) and "\t" not in line.text and is_prose(line.text)


def _is_wrapped(lines: Sequence[Line], i: int) -> bool:
    """Whether line i breaks off at the width at which lines near it break off."""
    line, below = lines[i], lines[i + 1]
    if (
        max(len(line.text), len(below.text)) > 2 * WIDEST
        or not _breaks_off(line)
        or marks.numbering(below.text)
    ):
        return False
    measure = wide(line)
    if not _NARROWEST <= measure <= WIDEST or wide(below) > measure + LOOSE:
        return False
    near = lines[max(0, i - _NEAR) : i + _NEAR + 1]
    like = (other for other in near if len(other.text) <= 2 * WIDEST and not marks.is_closed(other.text))
    return sum(abs(wide(other) - measure) <= LOOSE for other in like) >= _COLUMN


def _is_topped(lines: Sequence[Line]) -> bool:
    """Whether paragraphs bounded by empty lines begin with a short line that is a heading."""
    tops = [
        wide(first) < STUB * wide(second)
        for first, second in _pairs(lines)
        if first.gap and not second.gap and not is_prose(first.text) and is_prose(second.text)
    ]
    return sum(tops) > 2 and 2 * sum(tops) > len(tops)


def _peaks(votes: Counter[float]) -> tuple[float, ...]:
    """Widths with enough votes, the most frequent first; a vote counts for near widths too."""
    return tuple(w for w, _ in votes.most_common() if sum(votes[w + d] for d in (-2, -1, 0, 1, 2)) >= _COLUMN)
