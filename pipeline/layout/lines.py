"""Which lines are one paragraph: hard wraps joined, broken lines mended, all others left alone.

A wrong join is worse than none, so a line is joined to the next only when

* a mark says so: it ends in a comma or opening mark, or the next begins with a closing one;
* it breaks off in mid-sentence as wide as its neighbours that do so too (a wrapped column);
* empty lines separate the paragraphs of the text, and there is none here;
* it breaks off behind a full sentence and a dictionary word spans the break.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.layout import marks
from pipeline.layout.tidy import Line, glue, width

Cohesion = Callable[[str, str], float]

_SLACK = 1.6  # full-width characters by which the lines of a wrapped column differ
_LOOSE = 3.2  # the same where a lost indent or an unbreakable word may add to it
_NARROWEST, _WIDEST = 8, 70  # of a column, in characters
_NEAR = 5  # lines on either side that show the width of a column
_COLUMN = 3  # lines of one width that make a column
_SHARE = 0.3  # of the lines that break off, at least, must do so at the width of a column
_PART = 0.1  # of all lines, at least, must be wrapped at a column
_SURE = 4.0  # cohesion (natural log of odds) of a word across a break
_HEADING = 13  # characters up to which headings of a poster commonly go
_INDEX = re.compile(r"[01]\d")
_STUB = 0.65  # a line shorter than this part of the next one is no wrapped line
_FRAGMENT = 15  # characters of a link that stands on a line of its own, at most


class Habits(NamedTuple):
    """How a whole text is set: what its line ends mean."""

    delimited: bool  # empty lines between the paragraphs
    columns: tuple[float, ...]  # widths at which it is hard wrapped
    spaced: tuple[float, ...]  # the same for lines with an empty line after each
    broken: bool  # links or the like stand on lines of their own
    indexed: bool  # sections are numbered 01, 02 on lines of their own
    topped: bool  # headings stand right above their paragraphs, without an empty line


class Seam(NamedTuple):
    """One line end: the paragraph so far, its last line, the line in question and the one after."""

    paragraph: str
    above: Line
    below: Line
    after: Line | None
    alone: bool  # the paragraph so far is the line above and nothing more
    turned: bool  # a page number stands between


def join(lines: Sequence[Line], cohesion: Cohesion) -> list[Line]:
    """The paragraphs, in order; page numbers inside one come out behind it."""
    habits = habits_of(lines, cohesion) if _any_open(lines) else None
    if habits is None:
        return list(lines)
    joined: list[Line] = []
    aside: list[Line] = []  # page numbers met inside the paragraph
    last: Line | None = None  # the last line of the paragraph, as it stood
    alone = True
    for i, line in enumerate(lines):
        if marks.is_page_number(line.text):
            aside.append(line)
            continue
        after = lines[i + 1] if i + 1 < len(lines) else None
        seam = Seam(joined[-1].text, last, line, after, alone, bool(aside)) if last else None
        if seam and _belongs(seam, habits, cohesion):
            joined[-1] = glue(joined[-1], line)
            alone = False
        else:
            joined += [*aside, line]
            aside = []
            alone = True
        last = line
    return joined + aside


def habits_of(lines: Sequence[Line], cohesion: Cohesion) -> Habits:
    """The line habits of a text, counted over all of it."""
    body = [line for line in lines if not marks.is_page_number(line.text)]
    delimited = _is_delimited(body)
    votes: dict[bool, Counter[float]] = {False: Counter(), True: Counter()}
    for i in range(len(body) - 1):
        if _is_wrapped(body, i):
            votes[delimited and body[i].gap > 0 and body[i + 1].gap > 0][round(_wide(body[i]))] += 1
    wrapped = sum(votes[False].values()) + sum(votes[True].values())
    most = wrapped >= max(_SHARE * sum(map(_breaks_off, body)), _PART * len(body))
    columns, spaced = ((_peaks(votes[kind]) if most else ()) for kind in (False, True))
    broken = not (columns or spaced) and _is_broken(body, cohesion)
    indexed = any(line.text == "01" for line in body)
    return Habits(delimited, columns, spaced, broken, indexed, delimited and _is_topped(body))


def _is_broken(lines: Sequence[Line], cohesion: Cohesion) -> bool:
    """Whether sentences are torn by something else than wraps (links on lines of their own), at least twice."""
    torn = (
        marks.must_follow(b.text)
        or (_is_prose(a.text) and not marks.numbering(b.text) and cohesion(a.text, b.text) > _SURE)
        for a, b in _pairs(lines)
        if not marks.is_closed(a.text) and "\t" not in a.text
    )
    return len(list(islice(filter(None, torn), 2))) == 2


def _any_open(lines: Iterable[Line]) -> bool:
    """Whether any line could want its continuation: prose without an end, or debris of a link."""
    return any(
        marks.must_follow(line.text) or (not marks.is_closed(line.text) and _is_prose(line.text))
        for line in lines
    )


def _pairs(lines: Sequence[Line]) -> Iterable[tuple[Line, Line]]:
    return zip(lines, lines[1:], strict=False)


def _is_prose(text: str) -> bool:
    """Whether a line has the marks of running text (its numbering aside)."""
    number = marks.numbering(text)
    return marks.PROSE.search(text, number.end if number else 0) is not None


def _goes_into_prose(seam: Seam) -> bool:
    """Whether the line below, or the one after it in the same paragraph, is running text."""
    after = seam.after
    return _is_prose(seam.below.text) or (after is not None and not after.gap and _is_prose(after.text))


def _is_delimited(lines: Sequence[Line]) -> bool:
    """Whether the paragraphs stand apart by empty lines."""
    gaps = [b.gap > 0 for a, b in _pairs(lines) if marks.is_closed(a.text) and _is_prose(a.text)]
    return sum(gaps) > 0.7 * len(gaps)


def _breaks_off(line: Line) -> bool:
    """Whether a line is running text without an end, and no table row."""
    return not marks.is_closed(line.text) and "\t" not in line.text and _is_prose(line.text)


def _is_wrapped(lines: Sequence[Line], i: int) -> bool:
    """Whether line i breaks off at the width at which lines near it break off."""
    line, below = lines[i], lines[i + 1]
    if (
        max(len(line.text), len(below.text)) > 2 * _WIDEST
        or not _breaks_off(line)
        or marks.numbering(below.text)
    ):
        return False
    wide = _wide(line)
    if not _NARROWEST <= wide <= _WIDEST or _wide(below) > wide + _LOOSE:
        return False
    near = lines[max(0, i - _NEAR) : i + _NEAR + 1]
    like = (other for other in near if len(other.text) <= 2 * _WIDEST and not marks.is_closed(other.text))
    return sum(abs(_wide(other) - wide) <= _LOOSE for other in like) >= _COLUMN


def _is_topped(lines: Sequence[Line]) -> bool:
    """Whether paragraphs bounded by empty lines begin with a short line that is a heading."""
    tops = [
        _wide(first) < _STUB * _wide(second)
        for first, second in _pairs(lines)
        if first.gap and not second.gap and not _is_prose(first.text) and _is_prose(second.text)
    ]
    return sum(tops) > 2 and 2 * sum(tops) > len(tops)


def _wide(line: Line) -> float:
    """The width of a line with its indent."""
    return line.indent + width(line.text)


def _peaks(votes: Counter[float]) -> tuple[float, ...]:
    """Widths with enough votes, the most frequent first; a vote counts for near widths too."""
    return tuple(w for w, _ in votes.most_common() if sum(votes[w + d] for d in (-2, -1, 0, 1, 2)) >= _COLUMN)


def _belongs(seam: Seam, habits: Habits, cohesion: Cohesion) -> bool:
    """Whether the line below goes on with the paragraph above it."""
    above, below = seam.above.text, seam.below.text
    if "\t" in above or "\t" in below:
        return False  # rows of a table
    number, bare = marks.numbering(below), marks.numbering(above)
    if habits.indexed and _INDEX.fullmatch(above) and len(below) <= _HEADING and not number:
        return seam.after is not None and _is_prose(seam.after.text)
    if bare and bare.end == len(above) and not number:
        return bare.style not in ("part", "chapter", "clause")
    if marks.must_follow(below):
        # Below a heading it is the second half of a paragraph torn elsewhere, unless links tear this text.
        return (
            habits.broken
            or not seam.alone
            or _is_prose(above)
            or (not seam.below.gap and _is_full(seam, habits))
        )
    if number and not (
        number.style.startswith("digit") and _is_full(seam, habits) and not marks.is_closed(above)
    ):
        return False
    if marks.must_go_on(above) or (above[-1].isdigit() and "，" in above and _is_prose(below) and below[0].isalpha()):
        return True
    return _is_wrapped_seam(seam, habits, cohesion) or _is_mended(seam, habits, cohesion)


def _is_full(seam: Seam, habits: Habits) -> bool:
    """Whether the line above fills its column, as far as the lines around tell."""
    above, below = seam.above, seam.below
    if len(above.text) > 2 * _WIDEST:
        return False
    wide = _wide(above)
    if below.gap:
        double = above.gap > 0 and (seam.after is None or seam.after.gap > 0)
        return double and any(abs(wide - column) <= _LOOSE for column in habits.spaced)
    if habits.delimited and not habits.topped:
        return bool(habits.columns) and wide >= _STUB * _wide(below)
    if habits.delimited and not seam.alone:
        return bool(habits.columns) and wide >= _wide(below) - _LOOSE
    slack = _slack(seam)
    return any(min(abs(wide - column), abs(len(above.text) - column)) <= slack for column in habits.columns)


def _slack(seam: Seam) -> float:
    """By how much a full line may fall short: a first line of running text may have lost its indent."""
    return _LOOSE if seam.alone and _is_prose(seam.above.text) else _SLACK


def _is_wrapped_seam(seam: Seam, habits: Habits, cohesion: Cohesion) -> bool:
    """Whether the seam is a hard wrap."""
    above, below = seam.above.text, seam.below.text
    if not _is_full(seam, habits) or seam.below.indent > seam.above.indent:
        return False
    if marks.is_closed(above):
        return habits.delimited and not seam.below.gap and _goes_into_prose(seam)
    if habits.delimited and not habits.topped:
        return _is_prose(seam.paragraph) or _goes_into_prose(seam) or _is_long_heading(seam, habits, cohesion)
    if not (_is_prose(seam.paragraph) or _goes_into_prose(seam)):
        return _is_long_heading(seam, habits, cohesion)
    if _wide(seam.below) > _wide(seam.above) + _slack(seam) and len(below) > len(above):
        return False
    if _is_prose(above) or not seam.alone:
        return True
    # An unpunctuated first line may be a heading of about the column's width.
    if habits.columns[0] > _HEADING and abs(_wide(seam.above) - habits.columns[0]) <= 0.5:
        return True
    even = abs(_wide(seam.above) - _wide(seam.below)) <= 0.5 or len(above) == len(below)
    return even or cohesion(above, below) > 0


def _is_long_heading(seam: Seam, habits: Habits, cohesion: Cohesion) -> bool:
    """Whether a heading was wrapped: it fills its column to the last character."""
    above, below = seam.above, seam.below
    if below.gap or not habits.columns or habits.columns[0] - len(above.text) > _SLACK:
        return False
    exact = min(abs(_wide(above) - habits.columns[0]), abs(len(above.text) - habits.columns[0])) <= 0.5
    return exact and (habits.delimited or cohesion(above.text, below.text) > 0)


def _is_mended(seam: Seam, habits: Habits, cohesion: Cohesion) -> bool:
    """Whether a line was broken off in mid-sentence by something else than a wrap."""
    above, below = seam.above.text, seam.below.text
    if marks.is_closed(above):
        return False
    if habits.broken and len(below) < 3 and cohesion(above, below) > _SURE:
        return True
    in_prose = marks.SENTENCE.search(seam.paragraph) is not None
    wrapped = bool(habits.columns) and not seam.below.gap
    if in_prose and (seam.turned or wrapped or cohesion(above, below) > _SURE):
        return True
    loose = habits.broken and _is_prose(seam.paragraph) and not marks.numbering(seam.paragraph)
    if habits.delimited and seam.below.gap == 0:
        return in_prose or loose
    return habits.broken and (in_prose or loose) and _is_fragment(seam, cohesion)


def _is_fragment(seam: Seam, cohesion: Cohesion) -> bool:
    """Whether one side of the seam is a few words torn out of a sentence."""
    above, below = seam.above.text, seam.below.text
    if len(above) <= _FRAGMENT and not seam.alone and not _is_prose(above):
        return True
    if len(below) > _FRAGMENT or marks.is_closed(below) or _is_prose(below) or seam.after is None:
        return False
    if marks.must_follow(seam.after.text) or marks.SENTENCE.search(seam.paragraph):
        return True
    return cohesion(below, seam.after.text) > _SURE
