"""PDF pages as sheets of glyphs, by pdfplumber."""

from __future__ import annotations

import hashlib
import io
import logging

from pipeline.model import Glyph, Mark, Sheet, Source
from pipeline.readers.refusal import UnreadableFile


def read(data: bytes, document_id: str, file: str) -> Source:
    """The pages of a PDF; UnreadableFile where it has none that can be read."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            sheets = tuple(_sheet(page) for page in pdf.pages)
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(
            f"{file}: the PDF is damaged ({type(error).__name__}); open and save it anew."
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    return Source(document_id, file, "pdf", digest, "", pages=len(sheets), sheets=sheets)


def _sheet(page: object) -> Sheet:
    glyphs = tuple(
        Glyph(c["text"], c["x0"], c["top"], c["x1"], c["bottom"], c["size"], c["fontname"], 0, c["upright"])
        for c in page.chars  # type: ignore[attr-defined]
    )
    marks = tuple(
        Mark(r["x0"], r["top"], r["x1"], r["bottom"], None, None)
        for r in (*page.rects, *page.lines, *page.curves)  # type: ignore[attr-defined]
    )
    found = Sheet(page.page_number, float(page.width), float(page.height), glyphs, marks)  # type: ignore[attr-defined]
    page.close()  # type: ignore[attr-defined]
    return found
