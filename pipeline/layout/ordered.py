"""Sections of a text in order: each heading stands above what it heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.layout import marks
from pipeline.layout.shapes import LONGEST_HEADING, Shape
from pipeline.layout.vocabulary import Vocabulary

Section = tuple[str, ...]
_TRAILING: Final = "。：:；;，、 "
_OUTERMOST: Final = marks.RANKS["han"]
_RUN_IN: Final = ("part", "chapter", "clause", "han", "han_paren", "digit", "digit_paren")
_DIGIT: Final = re.compile(r"\d")


_Stack = list[tuple[int, Section]]  # rank of each heading in force, and the path down to it


def sections(shapes: Sequence[Shape], words: Vocabulary) -> list[Section]:
    """For each line the headings above it, outer first."""
    found: list[Section] = []
    stack: _Stack = []
    numbered = any(
        shape.kind == "heading" and shape.number and _is_part(shape.line.text, words) for shape in shapes
    )
    for shape in shapes:
        text = marks.without_debris(shape.line.text)
        if shape.kind == "heading":
            rank = _rank(shape, text, words, numbered)
            _close(stack, rank)
            found.append(_path(stack))
            _open(stack, rank, text.rstrip(_TRAILING))
            continue
        if shape.kind != "row" and "\t" not in text:
            _enter(stack, shape, text, words)
        found.append(_path(stack))
    return found


def _enter(stack: _Stack, shape: Shape, text: str, words: Vocabulary) -> None:
    """What a paragraph does to the headings in force: its own run-in heading, or a turn of the speech."""
    style = shape.number.style if shape.number else ""
    if style in _RUN_IN:
        rank = marks.RANKS[style]
        _close(stack, rank)
        heading = run_in(text)
        if heading and (shape.kind == "paragraph" or not _DIGIT.search(heading, shape.number.end)):  # type: ignore[union-attr]
            _open(stack, rank, heading)
    elif text.startswith(words.turns):
        _close(stack, _OUTERMOST + 1)


def run_in(text: str) -> str:
    """The heading that a numbered paragraph begins with: its first sentence, if short; else empty.

    >>> run_in("（一）稳增长。全年生产总值增长5%。")
    '（一）稳增长'
    """
    end = marks.SENTENCE.search(text)
    if end is None or end[0] == "；" or end.start() > LONGEST_HEADING + 10 or end.end() == len(text):
        return ""
    heading = text[: end.start()]
    return "" if "：" in heading else heading  # a definition: the word and what it means


def _close(stack: _Stack, rank: int) -> None:
    while stack and stack[-1][0] >= rank:
        stack.pop()


def _open(stack: _Stack, rank: int, heading: str) -> None:
    stack.append((rank, (*_path(stack), heading)))


def _rank(shape: Shape, text: str, words: Vocabulary, numbered: bool) -> int:
    """How deep a heading nests; `numbered`: the parts of this report carry numbers."""
    if shape.number and shape.number.style in marks.RANKS:
        return marks.RANKS[shape.number.style]
    if any(word in text for word in words.annex):
        return marks.RANKS["part"]
    return marks.RANKS["clause"] if not numbered and _is_part(text, words) else marks.PLAIN


def _is_part(text: str, words: Vocabulary) -> bool:
    return any(word in text for word in words.outer)


def _path(stack: _Stack) -> Section:
    return stack[-1][1] if stack else ()
