"""Which lines are one paragraph: hard wraps joined, broken lines mended, all others left alone.

A wrong join is worse than none, so a line is joined to the next only when

* a mark says so: it ends in a comma or opening mark, or the next begins with a closing one;
* it breaks off in mid-sentence as wide as its neighbours that do so too (a wrapped column);
* empty lines separate the paragraphs of the text, and there is none here;
* it breaks off behind a full sentence and a dictionary word spans the break.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.layout import marks
from pipeline.layout.habits import (
    LOOSE,
    SLACK,
    STUB,
    SURE,
    WIDEST,
    Cohesion,
    Habits,
    Row,
    any_open,
    habits_of,
)
from pipeline.layout.tidy import Line, glue

_HEADING: Final = 13  # characters up to which headings of a poster commonly go
_FRAGMENT: Final = 15  # characters of a link that stands on a line of its own, at most
_FULL: Final = 0.85  # of the column's width: enough for a line that breaks off in mid-sentence
_BROAD: Final = 20  # characters from which on a column is no narrow one
_INDEX: Final = re.compile(r"[01]\d")


class _Paragraph:
    """A paragraph while its lines come in."""

    prose: bool = False  # has the marks of running text
    sentence: bool = False  # has the end of a sentence in it

    def __init__(self) -> None:
        self.parts: Final[list[Row]] = []

    def add(self, row: Row) -> None:
        self.parts.append(row)
        self.prose = self.prose or row.prose
        self.sentence = self.sentence or "。" in row.text or marks.SENTENCE.search(row.text) is not None

    def joined(self) -> Line:
        return glue([row.line for row in self.parts])


class _Seam:
    """One line end: the paragraph so far, its last line, the line in question and the one after."""

    def __init__(self, paragraph: _Paragraph, below: Row, after: Row | None, turned: bool) -> None:
        self.paragraph: Final = paragraph
        self.above: Final = paragraph.parts[-1]
        self.below: Final = below
        self.after: Final = after
        self.turned: Final = turned  # a page number stands between

    @property
    def alone(self) -> bool:
        """Whether the paragraph so far is the line above and nothing more."""
        return len(self.paragraph.parts) == 1


def join(lines: Sequence[Line], cohesion: Cohesion) -> list[Line]:
    """The paragraphs, in order; page numbers inside one come out behind it."""
    if not any_open(lines):
        return list(lines)
    rows = [Row(line) for line in lines]
    habits = habits_of(rows, cohesion)
    joined: list[Line] = []
    aside: list[Line] = []  # page numbers met inside the paragraph
    paragraph = _Paragraph()
    for i, row in enumerate(rows):
        if row.page:
            aside.append(row.line)
            continue
        if paragraph.parts:
            after = rows[i + 1] if i + 1 < len(rows) else None
            seam = _Seam(paragraph, row, after, bool(aside))
            if not _belongs(seam, habits, cohesion):
                joined += [paragraph.joined(), *aside]
                paragraph, aside = _Paragraph(), []
        paragraph.add(row)
    whole = [paragraph.joined()] if paragraph.parts else []
    return joined + whole + aside


def _goes_into_prose(seam: _Seam) -> bool:
    """Whether the line below, or the one after it in the same paragraph, is running text."""
    after = seam.after
    return seam.below.prose or (after is not None and not after.line.gap and after.prose)


def _belongs(seam: _Seam, habits: Habits, cohesion: Cohesion) -> bool:
    """Whether the line below goes on with the paragraph above it."""
    above, below = seam.above.text, seam.below.text
    if "\t" in above or "\t" in below:
        return False  # rows of a table
    number, bare = seam.below.number, seam.above.number
    if habits.indexed and _INDEX.fullmatch(above) and len(below) <= _HEADING and not number:
        return seam.after is not None and seam.after.prose
    if bare and bare.end == len(above) and not number:
        return bare.style not in ("part", "chapter", "clause")
    if marks.must_follow(below):
        # Below a heading it is the second half of a paragraph torn elsewhere, unless links tear this text.
        return (
            habits.broken
            or not seam.alone
            or seam.above.prose
            or (not seam.below.line.gap and _is_full(seam, habits))
        )
    if number and not (number.style.startswith("digit") and _is_full(seam, habits) and not seam.above.closed):
        return False
    if marks.must_go_on(above) or _lacks_unit(seam):
        return True
    return _is_wrapped_seam(seam, habits, cohesion) or _is_mended(seam, habits, cohesion)


def _lacks_unit(seam: _Seam) -> bool:
    """Whether running text breaks off behind a number and its unit may stand below."""
    above, below = seam.above.text, seam.below.text
    return above[-1].isdigit() and "，" in above and seam.below.prose and below[0].isalpha()


def _is_full(seam: _Seam, habits: Habits) -> bool:
    """Whether the line above fills its column, as far as the lines around tell."""
    above, below = seam.above, seam.below
    if len(above.text) > 2 * WIDEST:
        return False
    measure = above.width
    if below.line.gap:
        double = above.line.gap > 0 and (seam.after is None or seam.after.line.gap > 0)
        return double and any(abs(measure - column) <= LOOSE for column in habits.spaced)
    if habits.delimited and not habits.topped:
        return bool(habits.columns) and measure >= STUB * below.width
    if habits.delimited and not seam.alone:
        return bool(habits.columns) and measure >= below.width - LOOSE
    slack = _slack(seam)
    measures = (measure, len(above.text))  # some programs wrap by width, some by count
    return any(abs(value - column) <= slack for value in measures for column in habits.columns)


def _slack(seam: _Seam) -> float:
    """By how much a full line may fall short: a first line of running text may have lost its indent."""
    return LOOSE if seam.alone and seam.above.prose else SLACK


def _is_wrapped_seam(seam: _Seam, habits: Habits, cohesion: Cohesion) -> bool:
    """Whether the seam is a hard wrap."""
    above, below = seam.above.text, seam.below.text
    if not _is_full(seam, habits) or seam.below.line.indent > seam.above.line.indent:
        return False
    if seam.above.closed:
        return habits.delimited and not seam.below.line.gap and _goes_into_prose(seam)
    if habits.delimited and not habits.topped:
        return seam.paragraph.prose or _goes_into_prose(seam) or _is_long_heading(seam, habits, cohesion)
    if not (seam.paragraph.prose or _goes_into_prose(seam)):
        return _is_long_heading(seam, habits, cohesion)
    if seam.below.width > seam.above.width + _slack(seam) and len(below) > len(above):
        return False
    if seam.above.prose or not seam.alone:
        return True
    # An unpunctuated first line may be a heading of about the column's width.
    if habits.columns[0] > _HEADING and abs(seam.above.width - habits.columns[0]) <= 0.5:
        return True
    even = abs(seam.above.width - seam.below.width) <= 0.5 or len(above) == len(below)
    return even or cohesion(above, below) > 0


def _is_long_heading(seam: _Seam, habits: Habits, cohesion: Cohesion) -> bool:
    """Whether a heading was wrapped: it fills its column to the last character."""
    above, below = seam.above, seam.below
    if below.line.gap or not habits.columns or habits.columns[0] - len(above.text) > SLACK:
        return False
    exact = min(abs(above.width - habits.columns[0]), abs(len(above.text) - habits.columns[0])) <= 0.5
    return exact and (habits.delimited or cohesion(above.text, below.text) > 0)


def _is_mended(seam: _Seam, habits: Habits, cohesion: Cohesion) -> bool:
    """Whether a line was broken off in mid-sentence by something else than a wrap."""
    above, below = seam.above.text, seam.below.text
    if seam.above.closed:
        return False
    if habits.broken and len(below) < 3 and cohesion(above, below) > SURE:
        return True
    in_prose = seam.paragraph.sentence
    if in_prose and (seam.turned or _is_nearly_full(seam, habits) or cohesion(above, below) > SURE):
        return True
    loose = habits.broken and seam.paragraph.prose and not seam.paragraph.parts[0].number
    if habits.delimited and seam.below.line.gap == 0:
        return in_prose or loose
    return habits.broken and (in_prose or loose) and _is_fragment(seam, cohesion)


def _is_nearly_full(seam: _Seam, habits: Habits) -> bool:
    """Whether a line of a broad column breaks off near its end: no heading comes below that."""
    if seam.below.line.gap or seam.below.line.indent > seam.above.line.indent or not habits.columns:
        return False
    column = habits.columns[0]
    return column > _BROAD and _FULL * column <= seam.above.width <= column + LOOSE


def _is_fragment(seam: _Seam, cohesion: Cohesion) -> bool:
    """Whether one side of the seam is a few words torn out of a sentence."""
    above, below = seam.above.text, seam.below.text
    if len(above) <= _FRAGMENT and not seam.alone and not seam.above.prose:
        return True
    if len(below) > _FRAGMENT or seam.below.closed or seam.below.prose or seam.after is None:
        return False
    if marks.must_follow(seam.after.text) or seam.paragraph.sentence:
        return True
    return cohesion(below, seam.after.text) > SURE
