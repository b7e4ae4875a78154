"""Which part of a page is the article, and what it is called.

From the body down, always into the block that holds most of the running text, as long as no running
text with numbers is left behind: where that is in doubt the whole block is kept, for clutter
can be told line by line later on, and a lost figure is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pipeline.readers.encoding import HAN
from pipeline.readers.html.tree import Element, Page
from pipeline.readers.html.weight import Weight, Weights, text_of

_TABLE_PARTS = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th"})
_PARAGRAPHS = frozenset({"p", "li", "dd", "dt", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_BESIDE = 0.1  # as much running text as in the article may stand beside it: a notice of the site
_TITLE = 8  # Chinese characters a title has at least
_SITE = re.compile(r"\s*(?:[_|｜]|(?<!\d)[-–—]+|[-–—]+(?!\d))\s*")  # not 2021-2025
_SPACE = re.compile(r"\s+")


def article_of(body: Element, weights: Weights) -> Element:
    """The block that holds the article, link lists and frames taken out."""
    block = body
    while True:
        inner = max(_blocks(block), key=lambda child: weights[id(child)].prose, default=None)
        if inner is None or not _holds_all(inner, block, weights):
            return _pruned(block, weights)
        block = inner


def _blocks(element: Element) -> Iterator[Element]:
    """The blocks right below an element, also where inline elements stand around them."""
    for child in element.elements():
        if child.is_block:
            yield child
        else:
            yield from _blocks(child)


def _holds_all(inner: Element, block: Element, weights: Weights) -> bool:
    """Whether the article of a block is in an inner one: no single paragraph is an article."""
    main = weights[id(inner)]
    if inner.tag in _PARAGRAPHS or main.running < 2:
        return False
    frames = [
        weights[id(child)]
        for child in _blocks(block)
        if child is not inner and _is_small_frame(child, weights, main)
    ]
    whole = weights[id(block)]
    left = whole.prose - main.prose - sum(frame.prose for frame in frames)
    telling = whole.telling - main.telling - sum(frame.telling for frame in frames)
    return left <= _BESIDE * main.prose and telling <= 0


def _is_small_frame(element: Element, weights: Weights, main: Weight) -> bool:
    return element.is_frame and 2 * weights[id(element)].prose < main.prose


def _pruned(element: Element, weights: Weights) -> Element:
    """The element without lists of links, forms, and frames that tell nothing."""
    children = [
        _pruned(child, weights) if isinstance(child, Element) else child
        for child in element.children
        if isinstance(child, str) or not _is_clutter(child, weights.get(id(child)))
    ]
    return Element(element.tag, element.attributes, children)


def _is_clutter(element: Element, weight: Weight | None) -> bool:
    if weight is None or weight.telling:  # no block, or one with figures
        return False
    form = weight.controls > 0 and not weight.prose and element.tag not in _TABLE_PARTS
    return weight.is_menu or form or element.is_frame


def title_of(page: Page, above: Sequence[str]) -> str:
    """The article's title, or nothing: a line above the article (or a headline of the page) that the
    page's head repeats; else the lowest headline; else what the head says, without the site's name.

    `above`: the lines above the article, those of the article's beginning included.
    """
    names = [squeezed(name) for name in page.names if name]
    headlines = [text for text in map(_line, _headlines(page.body)) if _is_title(text)]
    shared = [_shared(line, name) for line in (*headlines, *above) if _is_title(line) for name in names]
    repeated = max(shared, key=len, default="")
    if repeated:
        return repeated
    if headlines:
        return headlines[-1]
    parts = [part for name in page.names for part in _SITE.split(name) if _is_title(part)]
    return parts[0] if parts else ""


def _shared(line: str, name: str) -> str:
    """The part of a line that a name repeats, if it is nearly all of it: a site may add to it."""
    bare = squeezed(line)
    if bare in name:
        return line
    match = SequenceMatcher(None, bare, name, autojunk=False).find_longest_match()
    part = bare[match.a : match.a + match.size]
    return part if 5 * len(part) >= 4 * len(bare) and _is_title(part) else ""


def _headlines(element: Element) -> Iterator[Element]:
    for child in element.elements():
        if child.tag == "h1":
            yield child
        else:
            yield from _headlines(child)


def _line(element: Element) -> str:
    return " ".join(text_of(element).split())


def _is_title(text: str) -> bool:
    return len(HAN.findall(text)) >= _TITLE and len(text) < 80 and not text.endswith("。")


def squeezed(text: str) -> str:
    """The text without white space, as titles are compared."""
    return _SPACE.sub("", text)
