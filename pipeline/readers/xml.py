"""XML of Office files: parsed without entities, DTD or network; names with the usual prefixes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from pipeline.readers.refusal import UnreadableFile

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["attribute", "child", "children", "name", "parse", "value"]

_MAIN = "w"
#: namespace -> prefix; the strict form of a namespace has the prefix of the other
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": _MAIN,
    "http://purl.oclc.org/ooxml/wordprocessingml/main": _MAIN,
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
_ATTRIBUTES = tuple(f"{{{uri}}}" for uri, prefix in _PREFIXES.items() if prefix == _MAIN)


def parse(content: bytes, part: str, file: str) -> Element:
    """The root of an XML part; UnreadableFile if it is no XML, or too deep, or has a DOCTYPE after all."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(
            f"{file}: the part {part!r} is damaged XML; open the file in Word and save it anew."
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding in which the bytes do not show it
        raise UnreadableFile(
            f"{file}: the part {part!r} holds a DOCTYPE, which no Office file has; check where it comes from."
        )
    return root


@cache
def _named(tag: str) -> str:
    uri, _, local = tag.rpartition("}")
    prefix = _PREFIXES.get(uri[1:])
    return f"{prefix}:{local}" if prefix else local


def name(element: Element) -> str:
    """The name with its prefix (w:p); without one where the namespace is unknown; empty for comments."""
    return _named(element.tag) if isinstance(element.tag, str) else ""


def child(element: Element | None, wanted: str) -> Element | None:
    """The first child of a name."""
    return next(children(element, wanted), None)


def children(element: Element | None, wanted: str) -> Iterator[Element]:
    """All children of a name."""
    if element is not None:
        yield from (node for node in element if name(node) == wanted)


def attribute(element: Element, key: str) -> str:
    """An attribute w:KEY; empty if it is not there."""
    for namespace in _ATTRIBUTES:
        found = element.get(namespace + key)
        if found is not None:
            return str(found)
    return ""


def value(element: Element | None, wanted: str) -> str:
    """The w:val of the first child of a name; empty if there is none."""
    found = child(element, wanted)
    return attribute(found, "val") if found is not None else ""
