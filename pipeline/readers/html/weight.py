"""What an element holds: running text, figures in it, links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.readers.encoding import HAN
from pipeline.readers.html.tree import Element

_MARK = re.compile(r"[，。；]")
_FIGURE = re.compile(r"(?<![!-~])[0-9０-９][\d.,．]*[%％‰\u4e00-\u9fff]")  # no IE9.0, no telephone
_CELL = re.compile(r"[-+－]?[\d.,]+[%％]?")
_RUNNING = 15  # Chinese characters of a line from which on it is running text if it has a mark in it
_LONG = 80  # characters of a link that is none: an <a> that was never closed
_CELLS = 2  # cells with numbers from which on a table tells something


class Weight(NamedTuple):
    """Characters of all text, of links, of running Chinese text outside links; how many links there are,
    lines of running text or tables with numbers, cells that hold a number and nothing else, Chinese
    characters outside links, controls of forms, and lines of running text.
    """

    text: int = 0
    linked: int = 0
    prose: int = 0
    links: int = 0
    telling: int = 0
    numbers: int = 0
    han: int = 0
    controls: int = 0
    running: int = 0

    def plus(self, other: Weight) -> Weight:
        return Weight(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def is_menu(self) -> bool:
        """Whether it is a list of links."""
        return self.links > 1 and 2 * self.linked >= self.text and not self.telling


Weights = Mapping[int, Weight]


def weights(root: Element) -> dict[int, Weight]:
    """The weight of the root and of each block below it, by the element's `id()`."""
    found: dict[int, Weight] = {}
    _Scale(found).put(root)
    return found


class _Scale:
    """Sums up lines into blocks; texts of one line may stand in many inline elements."""

    def __init__(self, found: dict[int, Weight]) -> None:
        self._found = found
        self._line: list[str] = []  # outside links
        self._links: list[str] = []
        self._sum = Weight()

    def put(self, block: Element) -> None:
        """A block with all that is in it."""
        self._end_line()
        outside, self._sum = self._sum, Weight()
        self._put_inner(block)
        self._end_line()
        weight = self._sum
        if block.tag == "table" and weight.numbers >= _CELLS and weight.han >= weight.numbers:
            weight = weight._replace(telling=weight.telling + 1)
        self._found[id(block)] = weight
        self._sum = outside.plus(weight)

    def _put_inner(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._line.append(child)
            elif child.is_block:
                self.put(child)
            elif child.tag == "br":
                self._end_line()
            elif child.tag == "input":
                self._sum = self._sum.plus(Weight(controls=1))
            elif _is_link(child):
                self._put_link(child)
            else:
                self._put_inner(child)

    def _put_link(self, link: Element) -> None:
        """A link with its text, unless it holds a paragraph: then it was never closed."""
        inner = text_of(link)
        if len(inner) > _LONG:
            self._put_inner(link)
        else:
            self._links.append(inner)

    def _end_line(self) -> None:
        line = "".join("".join(self._line).split())
        if line or self._links:
            self._sum = self._sum.plus(_weighed(line, self._links))
        self._line, self._links = [], []


def _weighed(line: str, links: list[str]) -> Weight:
    linked = len("".join("".join(links).split()))
    han = len(HAN.findall(line))
    running = _is_running(line, han)
    return Weight(
        len(line) + linked,
        linked,
        han if running else 0,
        len(links),
        int(is_telling(line)),
        int(_CELL.fullmatch(line) is not None),
        han,
        running=int(running),
    )


def _is_running(line: str, han: int) -> bool:
    return han >= _RUNNING and _MARK.search(line) is not None


def is_telling(line: str) -> bool:
    """Whether a line is running text with a number in it."""
    return _FIGURE.search(line) is not None and _is_running(line, len(HAN.findall(line)))


def _is_link(element: Element) -> bool:
    """Whether it leads away from this page; a note's mark leads to the note."""
    return element.tag == "a" and not element.attributes.get("href", "#").startswith("#")


def text_of(element: Element) -> str:
    """All text below an element, as it stands."""
    return "".join(child if isinstance(child, str) else text_of(child) for child in element.children)
