"""Small Word files made in memory, from pieces as short as their names."""

from __future__ import annotations

import io
import zipfile

from pipeline.model import Source
from pipeline.readers import docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RAISED = '<w:vertAlign w:val="superscript"/>'
HIDDEN = "<w:vanish/>"


def relationships(**kinds: str) -> str:
    """A part of relationships: kind -> target."""
    rows = "".join(
        f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in kinds.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def zipfile_of(parts: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A Word file with a body; `parts`: styles, numbering, footnotes, endnotes by their inner XML."""
    contents: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": relationships(**{kind: f"{kind}.xml" for kind in parts}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
    }
    for kind, inner in parts.items():
        contents[f"word/{kind}.xml"] = f"<w:{kind} {NAMESPACES}>{inner}</w:{kind}>"
    return zipfile_of(contents)


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def r(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr>{t(text)}</w:r>"


def p(*runs: str, look: str = "") -> str:
    """A paragraph; a run that is no XML is plain text."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{look}</w:pPr>{inner}</w:p>"


def tc(*content: str, look: str = "") -> str:
    """A cell of paragraphs."""
    inner = "".join(part if part.startswith("<w:tbl") else p(part) for part in content)
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{inner or p()}</w:tc>"


def tr(*cells: str) -> str:
    return "<w:tr>" + "".join(cell if cell.startswith("<") else tc(cell) for cell in cells) + "</w:tr>"


def tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(rows) + "</w:tbl>"


def source(body: str, **parts: str) -> Source:
    return docx.read(word(body, **parts), "report", "report.docx")


def text(body: str, **parts: str) -> str:
    return source(body, **parts).text


def level(depth: int, form: str, drawn: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{drawn}"/></w:lvl>'
    )


def listed(list_id: int, depth: int | None = None) -> str:
    inner = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    return f'<w:numPr>{inner}<w:numId w:val="{list_id}"/></w:numPr>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "japaneseCounting", "（%2）")
    + level(2, "decimal", "%1.%3.", "<w:isLgl/>")
    + level(3, "bullet", "\uf0b7")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "%1.")
    + "</w:abstractNum>"
    + "".join(
        f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'
        for list_id, definition, more in (
            (1, 0, ""),
            (2, 1, ""),
            (3, 1, ""),
            (4, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        )
    )
)
