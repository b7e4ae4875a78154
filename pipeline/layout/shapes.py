"""What each line is by its shape and its neighbours: heading, paragraph, item, furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.layout import marks
from pipeline.layout.marks import Number
from pipeline.layout.tidy import Line
from pipeline.layout.vocabulary import Vocabulary

LONGEST_HEADING: Final = 40  # characters, its number aside
_SHORTEST: Final = 4  # of a heading without number
_RUNNING: Final = 30  # characters from which a line is a paragraph and no heading or cell
_MENU: Final = 6  # short lines in a row at the page's edge that make a menu
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_CAPTION: Final = re.compile(r"[（(]?[续附]?[表图]\s?[\d一二三四五六七八九十]")
_STAMP: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}：)?[\d\s:：/.年月日时分-]{8,}|\d{1,6}"
)  # a date with digits only, a time, a count
_ADDRESS: Final = re.compile(r"https?:|www\.|[\w.-]@[\w.-]")


class Shape:
    """One line with its kind and, if numbered, its number."""

    def __init__(self, kind: str, line: Line, number: Number | None = None) -> None:
        self.kind: Final = kind  # heading, title, paragraph, item, furniture
        self.line: Final = line
        self.number: Final = number


def shapes(lines: Sequence[Line], words: Vocabulary) -> list[Shape]:
    """The shape of every line, in order."""
    first, last = _body(lines, words)
    menu = _menu_lines(lines, first, last, words)
    found: list[Shape] = []
    for i, line in enumerate(lines):
        number = line.number
        if marks.is_page_number(line.text) or i in menu:
            kind = "furniture"
        elif i < first and not (number and number.style in marks.RANKS):
            kind = "title" if _is_short(line.text, number) else "paragraph"
        elif number:
            kind = _numbered_kind(lines, i, number)
        else:
            kind = "heading" if _is_plain_heading(lines, i, found, words) else "paragraph"
        found.append(Shape(kind, line, number))
    return found


def is_running(text: str) -> bool:
    """Whether a line is running text: it has inner punctuation, and is long or a whole sentence."""
    if len(text) < _RUNNING and not (len(text) > 12 and marks.is_closed(text)):
        return False
    return marks.PROSE.search(text) is not None


def _body(lines: Sequence[Line], words: Vocabulary) -> tuple[int, int]:
    """The first and last line of running text; all lines lie between if there is none."""
    all_lines = range(len(lines))
    first = next((i for i in all_lines if _is_body(lines[i].text, words)), None)
    if first is None:
        return 0, len(lines) - 1
    return first, next(i for i in reversed(all_lines) if _is_body(lines[i].text, words))


def _is_body(text: str, words: Vocabulary) -> bool:
    return is_running(text) and not is_clutter(text, words)


def _menu_lines(lines: Sequence[Line], first: int, last: int, words: Vocabulary) -> set[int]:
    """Lines at the top and bottom that belong to the page and not to the report."""
    found: set[int] = set()
    for zone in (range(first), range(last + 1, len(lines))):
        clutter = {i for i in zone if is_clutter(lines[i].text, words)}
        names = words.titles if zone.start == 0 else ()
        found |= clutter | _runs(lines, zone, _MENU if clutter else 2 * _MENU, names)
    return found


def _runs(lines: Sequence[Line], zone: range, least: int, names: tuple[str, ...]) -> set[int]:
    """Runs of short lines without sense in a zone: menus, link lists; none that names a report."""
    found: set[int] = set()
    run: list[int] = []
    for i in [*zone, -1]:
        if i >= 0 and _is_menu_item(lines[i], names):
            run.append(i)
            continue
        if len(run) >= least:
            found.update(run)
        run = []
    return found


def _is_menu_item(line: Line, names: tuple[str, ...]) -> bool:
    return len(line.text) < _RUNNING and not line.number and not any(name in line.text for name in names)


def is_clutter(text: str, words: Vocabulary) -> bool:
    """Whether a line is the web page's own: source, share buttons, licence number, date of posting."""
    if text.endswith("..."):
        return True  # the beginning of the report, as a teaser
    if len(text) > 2 * LONGEST_HEADING:
        return text.startswith(words.clutter)
    return (
        _STAMP.fullmatch(text) is not None
        or (("@" in text or "http" in text or "www." in text) and _ADDRESS.search(text) is not None)
        or any(word in text for word in words.clutter)
    )


def _is_short(text: str, number: Number | None) -> bool:
    return len(text) <= LONGEST_HEADING and not marks.is_closed(text)


def _numbered_kind(lines: Sequence[Line], i: int, number: Number) -> str:
    """Heading if it is short and stands alone, else an item of a list or a paragraph."""
    text = lines[i].text
    rest = text[number.end :]
    bare = rest.rstrip("。：:；;")
    if number.style in ("part", "chapter", "clause", "han", "han_paren"):
        whole = bool(bare) and not marks.SENTENCE.search(bare) and "\t" not in text
        longest = 2 * LONGEST_HEADING if rest == bare else _RUNNING
        return "heading" if whole and len(bare) <= longest else "paragraph"
    opens = rest == bare and 2 <= len(bare) <= LONGEST_HEADING and "\t" not in text and bare[-1] not in "，、"
    if opens and _HAN.search(bare) and i + 1 < len(lines) and _heads(lines[i + 1], number):
        return "heading"
    return "item"


def _heads(below: Line, number: Number) -> bool:
    """Whether the line below is what a numbered heading can stand above: running text of another kind."""
    other = below.number
    return is_running(below.text) and not (other and other.style == number.style)


def _is_plain_heading(lines: Sequence[Line], i: int, above: Sequence[Shape], words: Vocabulary) -> bool:
    """Whether a line without number is a heading: short, no sentence, between running text."""
    text = lines[i].text
    if len(text) > LONGEST_HEADING:
        return False  # as most
    annex = any(word in text for word in words.annex)
    if not _could_be_heading(text, 2 if annex else _SHORTEST):
        return False
    before = next((shape for shape in reversed(above) if shape.kind != "furniture"), None)
    if before and before.kind in ("paragraph", "item") and not marks.is_closed(before.line.text):
        return False  # a cell below a cell, or a scrap of the sentence above
    if len(text) <= LONGEST_HEADING / 2 and (annex or any(word in text for word in words.outer)):
        return any(is_running(line.text) for line in lines[i + 1 : i + 3])
    if i + 1 == len(lines):
        return False
    number = lines[i + 1].number
    return is_running(lines[i + 1].text) or (
        number is not None and number.style in marks.RANKS and bool(above)
    )


def _could_be_heading(text: str, shortest: int) -> bool:
    """Whether a line without number has the shape of a heading: a few words, no sentence, no cells."""
    if (
        not shortest <= len(text) <= LONGEST_HEADING
        or marks.is_closed(text)
        or marks.must_go_on(text)
        or "\t" in text
    ):
        return False
    if marks.SENTENCE.search(text) or text.count("，") > 1 or _CAPTION.match(text):
        return False
    if "：" in text and min(map(len, text.split("：", 1))) < _SHORTEST:
        return False  # a label: 单位：万元
    return len(_HAN.findall(text)) >= len(text) / 2
