"""Tidy characters and lines: forms folded one to one, stray white space out, the way back kept.

A folded text has the length of its source, so a position in one is a position in the other;
what is taken out (white space) is remembered per line as runs.  Folding touches only what
occurs: most texts have a handful of foldable characters, and `str.replace` is C.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Final

from pipeline.layout import marks
from pipeline.layout.script import TELLING, simplified
from pipeline.readers.radicals import plain_characters


class Line:
    """A line or joined lines without outer white space: `text[offsets[i]]` stands at `sources[i]`.

    `gap`: empty lines before it; `indent`: how far in it starts, in full-width characters.
    """

    _number: marks.Number | None = None
    _is_read = False  # whether it was looked for a number

    def __init__(
        self, text: str, offsets: Sequence[int], sources: Sequence[int], gap: int = 0, indent: float = 0.0
    ) -> None:
        self.text: Final = text
        self.offsets: Final = offsets
        self.sources: Final = sources
        self.gap: Final = gap
        self.indent: Final = indent

    @property
    def number(self) -> marks.Number | None:
        """How it is numbered; looked for once, as every rule asks for it again."""
        if not self._is_read:
            self._number, self._is_read = marks.numbering(self.text), True
        return self._number


_KEPT: Final = "！（），：；？～［］｛｝"  # full-width forms that are Chinese punctuation
_ODD: Final = {
    "℅": "%",
    "﹪": "%",
    "−": "-",
    "﹣": "-",
    "［": "[",
    "］": "]",
    "︰": "：",
    "∶": "：",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
}
_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_BLANK: Final = "\x1f"  # stands for an invisible character: white to str.strip and \s, no line end

# Patterns for all of a text begin with one character or one set of them: `re` finds those at once.
_ASCII_MARK: Final = re.compile(r"[,;:?!][,;:?!]*")
_MARKS: Final = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_LATIN_STOP: Final = re.compile(
    r"\.(?<=[\u4e00-\u9fff）”%]\.)(?=[\u4e00-\u9fff“（])"
)  # 质优.深入: a full stop
_BRACKETS: Final = "()﹙﹚"  # with the small forms, which fold into ASCII
_ASCII_MARKS: Final = "".join(_MARKS) + "﹐﹔﹕﹗﹖"
_MAYBE_GROUPED: Final = re.compile(r"，\d{3}(?<=\d，\d{3})(?!\d)")
_GROUPED: Final = re.compile(r"(?<![\d.,，])\d{1,3}(?:[,，]\d{3})+(?![\d,，])")
_WHITE: Final = re.compile(r"\s\s*")
_HAN: Final = "\u3400-\u9fff"
# A number torn apart, surely: digits one by one before a unit (1 6 3 5 亿), a year, a blank at the point.
_BEHIND_HAN: Final = rf"(?:(?<=[{_HAN}、，]\s)\s*\d|(?<=[{_HAN}、，]\d))"
_TORN_YEAR: Final = r"(?<![\d.].)(?:(?<=1)\s?9|(?<=2)\s?0)\s?\d\s?\d(?=\s?年)"
_TORN: Final = re.compile(
    rf"[\d\s](?:{_BEHIND_HAN}(?:\s[\d.]|\.\s\d)+(?=\s?[%‰{_HAN}])|{_TORN_YEAR}"
    rf"|(?<=\d)\s+\.\s?\d|(?:(?<=[{_HAN}]\s)\s*\d+|(?<=[{_HAN}]\d)\d*)\.\s+\d)"
)
_TORN_ANYHOW: Final = re.compile(
    rf"[\d\s](?:{_BEHIND_HAN}\d*+(?:\s+\d++)*+(?:\s*\.\s*\d++(?:\s+\d++)*+)?(?=\s*[%‰{_HAN}])"
    rf"|{_TORN_YEAR})"
)
_NUMERIC: Final = "0123456789."
_BLANK_IN_NUMBER: Final = re.compile(r"[0-9.](?:\s+[0-9]|(?<=[0-9])\s+\.)")
_TORN_TEXT: Final = 3  # surely torn numbers in a text from which on every torn number is taken for one
_REPORT: Final = 1000  # characters from which on a line holds several paragraphs
_HAN_DIGIT: Final = "[一二三四五六七八九十]"
_HAN_NUMBER: Final = f"{_HAN_DIGIT}{{1,3}}"
_DASHES: Final = "[-—–]"
# Wide blanks, blanks behind a sentence, before and behind a numbered heading, around a page number; or the
# first character of a heading right behind a sentence.
_PARAGRAPH_END: Final = re.compile(
    r"[\s一二三四五六七八九十](?:(?<=\s)(?:"
    r"(?<=\u3000)\u3000+|\s{3,}|(?<=[。！？：]\s)\s*"
    rf"|\s*(?={_HAN_NUMBER}、|（{_HAN_NUMBER}）|{_DASHES}\s?\d{{1,3}}\s?{_DASHES}\s)"
    rf"|(?<={_DASHES}\s\d\s{_DASHES}\s)\s*|(?<={_DASHES}\s\d\d\s{_DASHES}\s)\s*)"
    rf"|(?P<heading>(?<=[。！？]{_HAN_DIGIT})(?={_HAN_DIGIT}{{0,2}}、[^\s，。]{{2,30}}\s)))"
)
_HEADED: Final = re.compile(rf"\s*{_HAN_NUMBER}、(?:[^\s。，；！]|(?<=\d)\s){{2,30}}(?<=[{_HAN}])\s+(?=\S)")
_SENTENCE_MARK: Final = re.compile(r"[。；]")


@cache
def _folds() -> dict[str, str]:
    """Every character that folds into exactly one other."""
    table = dict(plain_characters())
    for code in (*range(0xFE50, 0xFE6C), *range(0xFF01, 0xFF5F)):
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char)
        if len(plain) == 1 and plain != char and char not in _KEPT:
            table[char] = plain
    return table | _ODD | dict.fromkeys(_INVISIBLE, _BLANK)


@cache
def _uncommon() -> re.Pattern[str]:
    """What `plain` may change; most texts have little of it."""
    return re.compile(f"[{re.escape(''.join([*_folds(), *_MARKS, *sorted(TELLING)]))}{_BRACKETS}]")


def plain(text: str) -> str:
    """The text in simplified characters, with every form folded, of the same length."""
    present = set(_uncommon().findall(text))
    if not present.isdisjoint(TELLING):
        text = simplified(text)  # no character that folds is made or lost
    return _folded(text, present)


def fold(text: str) -> str:
    """The text with every form folded, of the same length.

    >>> fold("增长２．１％,总值１，６３５亿元(预计数)")
    '增长2.1%，总值1,635亿元（预计数）'
    """
    return _folded(text, set(_uncommon().findall(text)))


def _folded(text: str, present: set[str]) -> str:
    folds = _folds()
    for char in present & folds.keys():
        text = text.replace(char, folds[char])
    if not present.isdisjoint(_BRACKETS):
        text = text.replace("(", "（").replace(")", "）")
    if not present.isdisjoint(_ASCII_MARKS):
        text = _ASCII_MARK.sub(_chinese_mark, text)
    text = _LATIN_STOP.sub("。", text)
    if _MAYBE_GROUPED.search(text):
        text = _GROUPED.sub(lambda match: match[0].replace("，", ","), text)
    return text


def _chinese_mark(match: re.Match[str]) -> str:
    """The Chinese form of an ASCII mark, unless it stands in Latin text or in a number."""
    mark, text = match[0], match.string
    if len(mark) > 1:
        return mark  # ???? is debris, no question
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if (before + after).isascii() and (
        (before.isalnum() and after.isalnum()) or after == "/" or before.isalpha()
    ):
        return mark
    return _MARKS[mark]


def lines_of(text: str) -> list[Line]:
    """The lines that hold more than white space, each squeezed.  `text` is folded."""
    pieces = _pieces(text)
    bodies = [piece.strip() for piece in pieces]
    spaced = [_is_spaced(body) for body in bodies]
    torn = _TORN_ANYHOW if _may_be_torn(bodies, spaced) and _is_torn(text) else _TORN
    found: list[Line] = []
    start = gap = 0
    for raw, body, has_white in zip(pieces, bodies, spaced, strict=True):
        if body:
            before = raw.find(body[0])
            indent = width(raw[:before]) if before else 0.0
            if has_white:
                found.append(_squeezed(body, start + before, gap, indent, torn))
            else:
                found.append(Line(body, (0,), (start + before,), gap, indent))
            gap = 0
        elif _BLANK not in raw:
            gap += 1
        start += len(raw)
    return found


def line_of(text: str, start: int, end: int) -> Line | None:
    """The line in a span of a folded text; None if it holds white space only."""
    raw = text[start:end]
    body = raw.strip()
    if not body:
        return None
    source = start + raw.find(body[0])
    return _squeezed(body, source, 0, 0.0, _TORN) if _is_spaced(body) else Line(body, (0,), (source,))


def _pieces(text: str) -> list[str]:
    """The lines with their ends; a line that holds a whole report, cut where its white space says so."""
    found: list[str] = []
    for raw in text.splitlines(keepends=True):
        if len(raw) < _REPORT:
            found.append(raw)
            continue
        start = 0
        for end in _PARAGRAPH_END.finditer(raw):
            cut = end.end() if end["heading"] is None else end.start()
            found += _behind_heading(raw[start:cut])
            start = cut
        found += _behind_heading(raw[start:])
    return found


def _behind_heading(piece: str) -> list[str]:
    """A piece of a long line, cut behind the numbered heading it may begin with."""
    headed = _HEADED.match(piece)
    return [headed[0], piece[headed.end() :]] if headed else [piece]


def _is_spaced(body: str) -> bool:
    """Whether there is white space in it; sooner told so than by a pattern."""
    return len(body.split(None, 1)) > 1


def _may_be_torn(bodies: Sequence[str], spaced: Sequence[bool]) -> bool:
    """Whether enough blanks or line ends stand at digits to be worth a look at all of the text."""
    places = 0
    above = "\n"
    for body, has_white in zip(bodies, spaced, strict=True):
        if not body:
            continue
        places += above in _NUMERIC and body[0] in _NUMERIC
        if has_white:
            places += len(_BLANK_IN_NUMBER.findall(body))
        above = body[-1]
    return places >= _TORN_TEXT


def _is_torn(text: str) -> bool:
    """Whether blanks tear numbers apart all through the text, as copies from a PDF have it."""
    if len(list(islice(_BLANK_IN_NUMBER.finditer(text), _TORN_TEXT))) < _TORN_TEXT:
        return False
    surely = (match for match in _TORN.finditer(text) if _WHITE.search(match[0].strip()))
    return len(list(islice(surely, _TORN_TEXT))) == _TORN_TEXT


def _squeezed(text: str, source: int, gap: int, indent: float, torn: re.Pattern[str]) -> Line:
    """One line without white space, but for what keeps words, numbers and cells apart."""
    numbers = [match.span() for match in torn.finditer(text)] if _BLANK_IN_NUMBER.search(text) else []
    is_row = "\t" in text and not _SENTENCE_MARK.search(text)
    parts: list[str] = []
    offsets, sources = [0], [source]
    start = length = 0
    for white in _WHITE.finditer(text):
        a, b = white.span()
        inside = bool(numbers) and any(first < a < last for first, last in numbers)
        kept = "" if inside else _separator(text[a - 1], text[b], white[0], is_row)
        parts += (text[start:a], kept)
        length += a - start
        offsets.append(length)
        sources.append(source + b - len(kept))
        length += len(kept)
        start = b
    parts.append(text[start:])
    return Line("".join(parts), offsets, sources, gap, indent)


def _separator(left: str, right: str, white: str, is_row: bool) -> str:
    """What stays of white space between two characters: one blank, one tab or nothing."""
    if is_row and "\t" in white:
        return "\t"  # cells of a table row
    if are_latin(left, right):
        return " "
    columns = (left.isdigit() or left == "%") and (right.isdigit() or right in "+-")
    return " " if columns else ""  # two numbers, not one


def glue(parts: Sequence[Line]) -> Line:
    """Lines as one; a blank only between Latin words."""
    if len(parts) == 1:
        return parts[0]
    texts: list[str] = []
    offsets: list[int] = []
    sources: list[int] = []
    length = 0
    for part in parts:
        if texts and are_latin(texts[-1][-1], part.text[0]):
            texts.append(" ")
            offsets.append(length)
            sources.append(part.sources[0] - 1)  # the white character before it
            length += 1
        offsets += [length + offset for offset in part.offsets]
        sources += part.sources
        texts.append(part.text)
        length += len(part.text)
    return Line("".join(texts), offsets, sources, parts[0].gap, parts[0].indent)


def are_latin(left: str, right: str) -> bool:
    """Whether two characters are letters of Latin words, between which a blank stays."""
    return left.isascii() and right.isascii() and left.isalpha() and right.isalpha()


def width(text: str) -> float:
    """How many full-width characters wide a line is; ASCII is half as wide (3 bytes + 1 = 4 quarters)."""
    return (len(text.encode("utf-8", "surrogatepass")) + len(text)) / 4
