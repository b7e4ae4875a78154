"""Small PDFs for tests, set with a font that needs no file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Set(NamedTuple):
    """A line of text: its left edge and baseline in points from the page's top left."""

    x: float
    y: float
    text: str
    size: float = 12


def pdf(*pages: Sequence[Set]) -> bytes:
    """A PDF with these lines on its pages."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT))
    for page in pages:
        for line in page:
            canvas.setFont(FONT, line.size)
            canvas.drawString(line.x, HEIGHT - line.y, line.text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def column(text: str, left: float = 72, top: float = 90, width: int = 36, pitch: float = 22) -> list[Set]:
    """Paragraphs (a line each) wrapped after `width` characters, their first line indented by two."""
    found: list[Set] = []
    for paragraph in text.splitlines():
        rest, indent = paragraph, 2
        while rest:
            found.append(Set(left + 12 * indent, top + pitch * len(found), rest[: width - indent]))
            rest, indent = rest[width - indent :], 0
    return found
