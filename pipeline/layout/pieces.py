"""The pieces of a poster: lines of one heading put together, number tiles found, each line's part named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.layout import marks
from pipeline.layout.poster import Piece
from pipeline.layout.shapes import is_running
from pipeline.layout.tidy import Line, glue
from pipeline.layout.vocabulary import Vocabulary

_LONGEST = 20  # characters of a heading on a poster
_FEWEST = 4  # headings and bodies that make a poster
_BODY = 400  # characters of a body on a poster, usually at most
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:[-~～—]\d[\d.,]*)?[%‰+]?[\u4e00-\u9fff]{0,4}(?:左右|以上|以内)?")
_TILE = re.compile(r"[\u4e00-\u9fff“”（）]{2,14}[-+]?\d[\d.,]*[%‰]?[\u4e00-\u9fff]{0,4}")
_DATE = re.compile(r"[\d年月日]+")


def is_poster(lines: Sequence[Line]) -> bool:
    """Whether a text is set as short headings and bodies in turn, without numbered headings."""
    numbers = [number.style for line in lines if (number := marks.numbering(line.text))]
    if sum(style in marks.RANKS for style in numbers) > 1:
        return False
    headings = sum(_is_heading(line.text) for line in lines)
    cells = sum(_NUMBER.fullmatch(line.text) is not None for line in lines)
    bodies = sorted(len(line.text) for line in lines if is_running(line.text))
    if min(headings, len(bodies)) < _FEWEST or bodies[len(bodies) // 2] > _BODY:
        return False
    return 0.6 * len(bodies) <= headings <= 3 * len(bodies) and 3 * cells <= headings


def gathered(lines: Sequence[Line], words: Vocabulary) -> list[Line]:
    """The lines with those of one heading and those of one number tile made one."""
    found: list[Line] = []
    for line in lines:
        if found and (_goes_on(found[-1], line, words) or _is_tile(found, line)):
            found[-1] = glue(found[-1], line)
        else:
            found.append(line)
    return _labelled(found)


def _goes_on(above: Line, below: Line, words: Vocabulary) -> bool:
    """Whether a heading goes on in the next line: it ends in a word that wants more, or is a date."""
    if below.gap or below.indent or not _is_heading(below.text) or marks.is_closed(above.text):
        return False
    return (above.text.endswith(words.binders) or bool(_DATE.fullmatch(above.text))) and len(above.text) <= _LONGEST
