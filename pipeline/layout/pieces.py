"""The pieces of a poster: lines of one heading put together, number tiles found, each line's part named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.layout import marks
from pipeline.layout.costs import Piece
from pipeline.layout.shapes import is_clutter, is_running
from pipeline.layout.tidy import Line, glue
from pipeline.layout.vocabulary import Vocabulary

_LONGEST: Final = 20  # characters of a heading on a poster
_MOST: Final = 1500  # lines; no poster has more, and reading one costs their square
_FEWEST: Final = 4  # headings and bodies that make a poster
_LABEL: Final = 8  # characters of a tile's label line
_LIST: Final = 3  # lines of a heading with its list
_BODY: Final = 400  # characters of a body on a poster, usually at most
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_NUMBER: Final = re.compile(r"[-+]?\d[\d.,]*(?:[-~～—]\d[\d.,]*)?[%‰+]?[\u4e00-\u9fff]{0,6}")
_TILE: Final = re.compile(r"[\u4e00-\u9fff“”（）]{2,14}[-+]?\d[\d.,]*[%‰]?[\u4e00-\u9fff]{0,4}")
_DATE: Final = re.compile(r"\d{4}年?|\d*[年月日\d]*[年月日]")


def is_poster(lines: Sequence[Line]) -> bool:
    """Whether a text is set as short headings and bodies in turn, without numbered headings."""
    if len(lines) > _MOST:
        return False
    if _has_numbered_headings(lines):
        return False
    headings = sum(_is_heading(line.text) for line in lines)
    cells = sum(_is_number(line.text) for line in lines)
    bodies = sorted(len(line.text) for line in lines if is_running(line.text))
    if min(headings, len(bodies)) < _FEWEST or bodies[len(bodies) // 2] > _BODY:
        return False
    return 0.6 * len(bodies) <= headings <= 3 * len(bodies) and 3 * cells <= headings


def _has_numbered_headings(lines: Sequence[Line]) -> bool:
    """Whether more than one line is numbered as headings are."""
    seen = False
    for line in lines:
        number = line.number
        if number and number.style in marks.RANKS:
            if seen:
                return True
            seen = True
    return False


def gathered(lines: Sequence[Line], words: Vocabulary) -> list[Line]:
    """The lines with those of one heading and those of one number tile made one."""
    found: list[Line] = []
    for line in lines:
        if found and _goes_on(found[-1], line, words):
            found[-1] = glue([found[-1], line])
        elif _is_number(line.text):
            found[-1:] = [*_tile(found, line)]
        else:
            found.append(line)
    return found


def _goes_on(above: Line, below: Line, words: Vocabulary) -> bool:
    """Whether a heading goes on in the next line: it ends in a word that wants more, or is a date."""
    if below.gap or below.indent or not _is_heading(below.text) or len(above.text) > _LONGEST:
        return False
    return above.text.endswith(words.binders) or _DATE.fullmatch(above.text) is not None


def _tile(found: list[Line], number: Line) -> list[Line]:
    """A number with the label above it as one line; takes the label's first lines off `found`."""
    if not found or not _is_label(found[-1]):
        return [*found[-1:], number]
    label = found[-1]
    if not label.gap and len(found) > 1 and _is_label(found[-2]) and found[-2].gap:
        label = glue([found[-2], label])
        del found[-2]
    return [glue([label, number])]


def _is_number(text: str) -> bool:
    """Whether a line is a number with its unit and nothing more; a date is none."""
    return _NUMBER.fullmatch(text) is not None and not _DATE.fullmatch(text)


def _is_label(line: Line) -> bool:
    return len(line.text) <= _LABEL and _is_heading(line.text) and not line.number


def _is_heading(text: str) -> bool:
    """Whether a line can be a heading of a poster: a few words, no sentence."""
    if not 2 <= len(text) <= _LONGEST or marks.is_closed(text) or marks.PROSE.search(text) or "\t" in text:
        return False
    return len(_HAN.findall(text)) >= max(2, len(text) / 2) and not _TILE.fullmatch(text)


def named(lines: Sequence[Line], words: Vocabulary) -> list[Piece]:
    """Each line's part on the poster."""
    short = [_is_heading(line.text) for line in lines]
    return [_named(lines, i, short, words) for i in range(len(lines))]


def _named(lines: Sequence[Line], i: int, short: Sequence[bool], words: Vocabulary) -> Piece:
    """One line's part; `short`: by line, whether it can be a heading."""
    text = lines[i].text
    number = lines[i].number
    if marks.is_page_number(text) or (not is_running(text) and is_clutter(text, words)):
        return Piece("F", text)
    if number and number.style == "bullet" and _is_heading(text[number.end :]):
        return Piece("I", text[number.end :])
    if number is None and short[i]:
        return Piece(_place_in_list(lines, i, short), text)
    if marks.PROSE.search(text):
        return Piece("B", text)
    return Piece("T" if _TILE.fullmatch(text) or _is_number(text) else "X", text)


def _place_in_list(lines: Sequence[Line], i: int, short: Sequence[bool]) -> str:
    """Kind of a short line: head (P) or item (L) of a panel of short lines bounded by empty ones, else H."""
    start = end = i
    while start and not lines[start].gap and short[start - 1]:
        start -= 1
    while end + 1 < len(lines) and not lines[end + 1].gap and short[end + 1]:
        end += 1
    bounded = (start == 0 or lines[start].gap > 0) and (end + 1 == len(lines) or lines[end + 1].gap > 0)
    if not bounded or end - start + 1 < _LIST:
        return "H"
    return "P" if i == start else "L"
