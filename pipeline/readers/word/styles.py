"""What a style says of the things that matter for the text: raised, hidden, numbered, table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pipeline.readers import xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 20  # styles one based on the other; Word makes some ten
_OFF = ("0", "false", "off")


class Numbered(NamedTuple):
    """Which list a paragraph belongs to, and how deep; empty where nothing is said."""

    list_id: str = ""
    level: str = ""


class Style(NamedTuple):
    """A paragraph or character style; None and empty where it leaves the matter to the one it is based on."""

    name: str
    based_on: str
    raised: bool | None
    hidden: bool | None
    numbered: Numbered


class Styles(NamedTuple):
    """The styles of a file by their id, and the id of the one paragraphs have that name none."""

    by_id: Mapping[str, Style]
    default: str = ""

    def chain(self, style_id: str) -> Iterator[Style]:
        """A style and those it is based on, the nearest first; a file may make a circle of them."""
        for _ in range(_DEEPEST):
            style = self.by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = style.based_on

    def is_raised(self, properties: Element | None, paragraph_style: str) -> bool:
        """Whether a run with these properties is superscript."""
        own = raised(properties)
        return own if own is not None else self._by_style(properties, paragraph_style, "raised")

    def is_hidden(self, properties: Element | None, paragraph_style: str) -> bool:
        """Whether a run with these properties is hidden."""
        own = hidden(properties)
        return own if own is not None else self._by_style(properties, paragraph_style, "hidden")

    def _by_style(self, properties: Element | None, paragraph_style: str, quality: str) -> bool:
        """What the run's style says, else the paragraph's."""
        for style_id in (xml.value(properties, "w:rStyle"), paragraph_style):
            for style in self.chain(style_id):
                told: bool | None = getattr(style, quality)
                if told is not None:
                    return told
        return False

    def numbered(self, style_id: str) -> Numbered:
        """The list a paragraph style puts its paragraphs into."""
        list_id = level = ""
        for style in self.chain(style_id):
            list_id = list_id or style.numbered.list_id
            level = level or style.numbered.level
        return Numbered(list_id, level)

    def is_contents(self, style_id: str) -> bool:
        """Whether a paragraph of this style is a line of a table of contents that Word made."""
        return any(style.name.startswith("toc ") for style in self.chain(style_id))


def styles_of(root: Element | None) -> Styles:
    """The styles part."""
    found: dict[str, Style] = {}
    default = ""
    for node in xml.children(root, "w:style"):
        style_id = xml.attribute(node, "styleId")
        found[style_id] = _style(node)
        is_default = xml.attribute(node, "default") not in ("", *_OFF)
        if is_default and xml.attribute(node, "type") == "paragraph":
            default = style_id
    return Styles(found, default)


def _style(node: Element) -> Style:
    properties = xml.child(node, "w:rPr")
    return Style(
        xml.value(node, "w:name").lower(),
        xml.value(node, "w:basedOn"),
        raised(properties),
        hidden(properties),
        numbered(xml.child(node, "w:pPr")),
    )


def raised(properties: Element | None) -> bool | None:
    """Whether run properties say superscript; None if they say nothing."""
    told = xml.value(properties, "w:vertAlign")
    return told == "superscript" if told else None


def hidden(properties: Element | None) -> bool | None:
    """Whether run properties say hidden; None if they say nothing."""
    told = xml.child(properties, "w:vanish")
    return xml.attribute(told, "val") not in _OFF if told is not None else None


def numbered(properties: Element | None) -> Numbered:
    """The list that paragraph properties name."""
    told = xml.child(properties, "w:numPr")
    return Numbered(xml.value(told, "w:numId"), xml.value(told, "w:ilvl"))
