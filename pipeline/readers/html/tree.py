"""Markup -> a tree of what can be seen: elements and texts, without scripts, controls and hidden parts.

selectolax (Lexbor) builds the tree as browsers do, whatever is wrong with the markup, and at any depth;
libxml2 gives up silently below 256 levels and loses the text there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_CONTROLS = frozenset({"button", "input", "select", "textarea"})
_NEVER_SEEN = _CONTROLS | frozenset({
    "audio", "base", "canvas", "datalist", "embed", "frame", "head", "iframe", "img", "link", "map", "math",
    "meta", "noembed", "noframes", "noscript", "object", "optgroup", "option", "param", "progress", "rp",
    "rt", "script", "style", "svg", "template", "title", "video",
})  # fmt: skip
_FRAMES = frozenset({"nav", "footer", "aside"})
_BOXES = frozenset({"div", "dl", "section", "table", "ul"})  # no p: Word calls paragraphs MsoFooter
_FRAME_NAME = re.compile(r"foot(?!note)|copyright|popup|sidebar|breadcrumb|recommend|relate[ds]?\b", re.I)
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
_BLOCK_STYLE = re.compile(r"(?:^|;)\s*display\s*:\s*(?:block|flex|grid|table|list-item)\b", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.I)
_DEEPEST = 100  # levels that are told apart; what is nested deeper stands on the last one


@dataclass(frozen=True, slots=True)
class Element:
    """An element that is seen.  `children`: elements and texts in order; a control is an empty `input`."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Whether it stands on lines of its own."""
        return self.tag in BLOCKS or bool(_BLOCK_STYLE.search(self.attributes.get("style", "")))

    @property
    def is_raised(self) -> bool:
        """Whether it is set above the line: an exponent or the mark of a note."""
        return self.tag == "sup" or bool(_RAISED.search(self.attributes.get("style", "")))

    @property
    def is_frame(self) -> bool:
        """Whether the page says that it belongs to the site and not to the article."""
        return self.tag in _FRAMES or (self.tag in _BOXES and bool(_FRAME_NAME.search(self.names)))

    @property
    def names(self) -> str:
        """Its classes and its id."""
        return f"{self.attributes.get('class', '')} {self.attributes.get('id', '')}"

    def elements(self) -> Iterator[Element]:
        """The elements right below it."""
        return (child for child in self.children if isinstance(child, Element))


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what is seen of it, what is hidden, and what it is called in its head."""

    body: Element
    hidden: tuple[Element, ...]
    names: tuple[str, ...]  # the title a site gives the article, then that of the window
    scripts: int


def page_of(markup: str, shown: bool = False) -> Page:
    """The page in a markup; `shown`: hidden parts are seen like all others."""
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(markup)
    hidden: list[Element] = []
    root = parser.body or parser.root
    body = _grown(root, None if shown else hidden) if root else Element("body")
    return Page(body, tuple(hidden), tuple(_names(parser.root)), len(parser.css("script")))


def _names(root: LexborNode | None) -> Iterator[str]:
    """The article's title from the head of the page, the surest first."""
    if root is None:
        return
    for meta in root.css("meta[name], meta[property]"):
        told = meta.attributes
        if (told.get("name") or told.get("property") or "").lower() in ("articletitle", "og:title"):
            yield " ".join((told.get("content") or "").split())
    title = root.css_first("title")
    if title is not None:
        yield " ".join(title.text().split())


def _grown(root: LexborNode, hidden: list[Element] | None) -> Element:
    """The tree below a node, without recursion: pages may be nested as deep as they like."""
    top = Element("body")
    waiting: list[tuple[LexborNode | None, list[Element]]] = [(root.child, [top])]
    while waiting:
        node, path = waiting.pop()
        if node is None:
            continue
        waiting.append((node.next, path))
        if node.is_text_node:
            path[-1].children.append(node.text_content or "")
        elif node.is_element_node and node.tag in _CONTROLS:
            path[-1].children.append(Element("input"))
        elif node.is_element_node and node.tag not in _NEVER_SEEN:
            waiting.append((node.child, _entered(node, path, hidden)))
    return top


def _entered(node: LexborNode, path: list[Element], hidden: list[Element] | None) -> list[Element]:
    """The path into an element, which is hung up where it belongs."""
    told = {name: value or "" for name, value in node.attributes.items()}
    element = Element(node.tag or "", told)
    if hidden is not None and _is_hidden(element):
        hidden.append(element)
        return [element]
    if len(path) < _DEEPEST:
        path[-1].children.append(element)
        return [*path, element]
    if element.is_block or element.tag == "br":
        path[-1].children.append(Element("br"))
    return path


def _is_hidden(element: Element) -> bool:
    told = element.attributes
    return (
        "hidden" in told
        or told.get("aria-hidden", "").lower() == "true"
        or bool(_HIDING.search(told.get("style", "")))
        or element.tag == "del"
    )
