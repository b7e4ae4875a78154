"""Which part of a Word file is what: told by relationships, never by file names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pipeline.readers import xml, zipped
from pipeline.readers.refusal import UnreadableFile

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OTHER_ROOTS = {"workbook": "an Excel workbook", "presentation": "a PowerPoint presentation"}


class Parts(NamedTuple):
    """The roots of the parts that are read; None where the file has no such part."""

    document: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None


def parts_of(data: bytes, file: str) -> Parts:
    """The parts of a Word file; UnreadableFile if it is another kind of zip or broken."""
    contents = zipped.xml_parts(data, file)
    main = _related(contents, "", file).get("officeDocument", "")
    if main not in contents:
        raise UnreadableFile(
            f"{file}: the zip archive holds no Word document; unpack it and give the report itself."
        )
    document = xml.parse(contents[main], main, file)
    if xml.name(document) != "w:document":
        other = _OTHER_ROOTS.get(xml.name(document), "no Word document")
        raise UnreadableFile(f"{file}: the file is {other}; give the report as .docx or .txt.")
    beside = _related(contents, main, file)

    def part(kind: str) -> Element | None:
        path = beside.get(kind, "")
        return xml.parse(contents[path], path, file) if path in contents else None

    return Parts(document, part("styles"), part("numbering"), part("footnotes"), part("endnotes"))


def _related(contents: dict[str, bytes], part: str, file: str) -> dict[str, str]:
    """Kind of relationship -> path of the part, for one part or (empty) for the package."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in contents:
        return {}
    return dict(_targets(xml.parse(contents[path], path, file), folder))


def _targets(relationships: Element, folder: str) -> Iterator[tuple[str, str]]:
    """The inner targets, the last first: the first of a kind is the one that holds."""
    for node in reversed(list(xml.children(relationships, "rel:Relationship"))):
        if node.get("TargetMode") == "External":
            continue
        target = node.get("Target", "").replace("\\", "/").lower()
        path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        yield node.get("Type", "").rpartition("/")[2], path
