"""The text of one paragraph from its runs: what is shown, no more, with marks of notes left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pipeline.readers import xml
from pipeline.readers.word.styles import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

#: what is no text of the document: deletions, codes, properties, the reading aid above a character
LEFT_OUT = frozenset(
    (
        *(
            "w:del",
            "w:moveFrom",
            "w:delText",
            "w:instrText",
            "w:delInstrText",
            "w:fldData",
            "w:rt",
            "w:rubyPr",
        ),
        *("w:pPr", "w:rPr", "w:tblPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr"),
        *("m:ctrlPr", "m:rPr"),
    )
)
#: what holds text that cannot be read as text here -> its name
UNREAD = {
    "pic:pic": "图片",
    "v:imagedata": "图片",
    "c:chart": "图表",
    "dgm:relIds": "智能图形",
    "w:altChunk": "嵌入的其他文件",
    "o:OLEObject": "嵌入的对象",
}
_SIGNS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
_SPACES = " \t\r\n"  # white space of XML; full-width blanks are text
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
# The font Symbol, by its lower byte: figures and signs are those of ASCII.
_SYMBOLS = {0x2D: "−", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xA3: "≤", 0xB3: "≥", 0xB7: "•"} | {
    code: chr(code) for code in b" !%()+,./0123456789:;<=>?"
}
# The mark of a note: 2 [2] 〔2〕 [注2] 1,2 ① *
_MARK = re.compile(
    r"(?:[\[［【〔〈(（]?\s*注?\s*\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})*\s*[\]］】〕〉)）]?|[①-⑳*＊※†‡])+"
)
_POWERS = re.compile(r"[23]|[-−+]\d{1,2}")
_LENGTH = re.compile(r"(?:(?<![A-Za-z])(?:[kKcCdDhHmMN]?[mM]|in|ft|s)|[㎞㎝㎜])$")  # km², /m³, m/s²
_TEN = re.compile(r"[×xX*]\s?10$|(?<![\d.,])10$")  # 3×10⁴, 10⁸千瓦时
_NEAR = 12  # characters in front that tell what a raised figure is, or how a line ends
_HIGH = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_CLOSED = re.compile(r"[。！？；：…!?;:][”’」』）》)】\]\"']*$")
_SENTENCE = re.compile(r"[。！？；]")
_NUMBERED = re.compile(
    r"\s*(?:第?[一二三四五六七八九十百]+[、．.部章节篇条是]|[（(〔【][一二三四五六七八九十\d]+[）)〕】]|\d{1,2}[、.．](?!\d)|[①-⑳⑴-⒇●■◆•·—–])"
)


class Piece(NamedTuple):
    """Characters of one look."""

    text: str
    raised: bool
    hidden: bool


@dataclass(slots=True)
class Runs:
    """What was found in the runs of a paragraph."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # (footnote or endnote, its id)
    boxes: list[Element] = field(default_factory=list)  # the contents of text boxes anchored here
    unread: list[str] = field(default_factory=list)

    @property
    def hidden(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.hidden).strip()

    def text(self) -> str:
        """The text shown; a line break inside a sentence is no break."""
        return mended(shown([piece for piece in self.pieces if not piece.hidden]))


def runs_of(paragraph: Element, styles: Styles, style: str) -> Runs:
    """The runs of a paragraph, with all insertions and without all deletions."""
    found = Runs()
    _Walk(found, styles, style).into(paragraph, False, False)
    return found


@dataclass(slots=True)
class _Walk:
    """The way through a paragraph; fields are open between their begin and end marks."""

    found: Runs
    styles: Styles
    style: str
    codes: list[bool] = field(default_factory=list)  # for each open field, whether its code is being read

    def into(self, element: Element, raised: bool, hidden: bool) -> None:
        for node in element:
            self._node(node, xml.name(node), raised, hidden)

    def _node(self, node: Element, name: str, raised: bool, hidden: bool) -> None:
        """One child of a paragraph, a run, or what they are wrapped in."""
        if name in LEFT_OUT or not name:
            return
        if name in UNREAD:
            self.found.unread.append(UNREAD[name])
        if name == "w:r":
            self._run(node, raised, hidden)
        elif name in ("w:t", "m:t"):
            self._add(_text(node), raised, hidden)
        elif name in _SIGNS:
            self._add(_SIGNS[name], raised, hidden)
        elif name == "w:sym":
            self._add(_symbol(node), raised, hidden)
        elif name == "w:fldChar":
            self._field(xml.attribute(node, "fldCharType"))
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            self._note(name[2:].removesuffix("Reference"), xml.attribute(node, "id"), hidden)
        elif name == "w:txbxContent":
            if not hidden:
                self.found.boxes.append(node)
        elif name == "mc:AlternateContent":
            self.into(alternative(node), raised, hidden)
        elif name == "w:sdt":
            if not is_prompt(node):
                self.into(node, raised, hidden)
        else:
            self.into(node, raised or name == "m:sup", hidden)

    def _run(self, run: Element, raised: bool, hidden: bool) -> None:
        properties = xml.child(run, "w:rPr")
        raised = raised or self.styles.is_raised(properties, self.style)
        hidden = hidden or self.styles.is_hidden(properties, self.style)
        for node in run:
            self._node(node, xml.name(node), raised, hidden)
            if xml.attribute(node, "customMarkFollows") in ("1", "true", "on"):
                return  # the rest of the run is the mark of the note

    def _add(self, text: str, raised: bool, hidden: bool) -> None:
        if text and not any(self.codes):
            self.found.pieces.append(Piece(text, raised, hidden))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.codes.append(True)
        elif self.codes and kind == "separate":
            self.codes[-1] = False
        elif self.codes and kind == "end":
            self.codes.pop()

    def _note(self, kind: str, note_id: str, hidden: bool) -> None:
        if not hidden:
            self.found.notes.append((kind, note_id))


def _text(node: Element) -> str:
    """The characters of a text node; white space at its ends counts only where the file says so."""
    text = node.text or ""
    if node.get(_PRESERVE) != "preserve":
        text = text.strip(_SPACES)
    return re.sub(r"[\r\n\t]+", " ", text).replace("\u00ad", "")


def _symbol(node: Element) -> str:
    """A character given by font and number; nothing where only the font knows what it shows."""
    digits = xml.attribute(node, "char")
    code = int(digits, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", digits) else 0
    if xml.attribute(node, "font").lower() == "symbol":
        return _SYMBOLS.get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def alternative(node: Element) -> Element:
    """The one of several renderings of the same content that is read: the first that holds text."""
    renderings = [branch for branch in node if xml.name(branch) in ("mc:Choice", "mc:Fallback")]
    with_text = (branch for branch in renderings if any(xml.name(e) in ("w:t", "m:t") for e in branch.iter()))
    return next(with_text, renderings[0] if renderings else node)


def is_prompt(sdt: Element) -> bool:
    """Whether a content control shows only the prompt to fill it in."""
    prompt = xml.child(xml.child(sdt, "w:sdtPr"), "w:showingPlcHdr")
    return prompt is not None and xml.attribute(prompt, "val") not in ("0", "false", "off")


def shown(pieces: list[Piece]) -> str:
    """The text of pieces; what is raised is a power, or the mark of a note and left out, or text.

    >>> shown([Piece("总值1635亿元", False, False), Piece("[2]", True, False), Piece("，增长", False, False)])
    '总值1635亿元，增长'
    >>> shown([Piece("面积500m", False, False), Piece("2", True, False)])
    '面积500m²'
    """
    joined = [(raised, "".join(p.text for p in same)) for raised, same in groupby(pieces, lambda p: p.raised)]
    text = ""
    for at, (raised, part) in enumerate(joined):
        after = joined[at + 1][1] if at + 1 < len(joined) else ""
        text += _raised(part, text[-_NEAR:], after) if raised else part
    return text


def _raised(text: str, before: str, after: str) -> str:
    bare = text.strip()
    if _is_power(bare, before, after):
        return bare.translate(_HIGH)
    return "" if _MARK.fullmatch(bare) else text


def _is_power(text: str, before: str, after: str) -> bool:
    """Whether raised figures are a power: m², s⁻¹, 3×10⁴, 10⁸千瓦时."""
    ten = _TEN.search(before)
    if ten and text.isdigit():
        return len(ten[0]) > 2 or after[:1].isalpha()
    return bool(_POWERS.fullmatch(text)) and (text[0] in "+-−" or _LENGTH.search(before) is not None)


def mended(text: str) -> str:
    """The text without line breaks that stand inside a sentence.

    A break inside a paragraph of Word may mean a new paragraph as well; so only running text that has ended a
    sentence and breaks off in the next one goes on below, if no numbering follows.

    >>> mended("增长5%。完成固定\\n投资20亿元。\\n二、工作")
    '增长5%。完成固定投资20亿元。\\n二、工作'
    """
    if "\n" not in text:
        return text
    return "".join(_joined(text.split("\n")))


def _joined(lines: list[str]) -> Iterator[str]:
    whole = False  # a sentence has ended since the last break that is one
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        yield line
        whole = whole or _SENTENCE.search(line) is not None
        if below is not None and not (whole and _goes_on(line.rstrip(), below.strip())):
            whole = False
            yield "\n"


def _goes_on(line: str, below: str) -> bool:
    """Whether a line of running text breaks off where no paragraph ends."""
    if not line or not below or _CLOSED.search(line[-_NEAR:]) or _NUMBERED.match(below):
        return False
    return line[-1].isalpha() or line[-1] in "，、"
