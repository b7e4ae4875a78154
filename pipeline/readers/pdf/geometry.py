"""From the space a page is programmed in to the page as a person sees it, from the top left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from pipeline.model import Box
from pipeline.readers.pdf.drawn import Drawing, DrawnGlyph, Picture, area, centre, shared

if TYPE_CHECKING:
    from pdfminer.pdfpage import PDFPage
    from pdfminer.utils import Matrix

FULL_PAGE = 0.7  # of a page under pictures, with hardly any text of its own: a scan
_LINE = (0.5, 2.5)  # of the type size: how high a picture of a line of text is
_SEVERAL = 5  # such pictures on a page that are no accident
_CHART = 0.04  # of a page: pictures that are smaller are seals and ornaments
_NEARLY_ALL = 0.9  # of a page's glyphs turned alike: the page was turned without saying so


def frame(page: PDFPage) -> tuple[Matrix, float, float]:
    """The matrix from the page's own space to what is seen of it, with its width and height.

    Turned clockwise by /Rotate, cut to the crop box, y downwards.
    """
    x0, y0, x1, y1 = _seen(_sorted(page.mediabox), _sorted(page.cropbox))
    width, height = x1 - x0, y1 - y0
    if page.rotate == 90:
        return (0, 1, 1, 0, -y0, -x0), height, width
    if page.rotate == 180:
        return (-1, 0, 0, 1, x1, -y0), width, height
    if page.rotate == 270:
        return (0, -1, -1, 0, y1, x1), height, width
    return (1, 0, 0, -1, -x0, y1), width, height


def _sorted(box: Box) -> Box:
    x0, y0, x1, y1 = (float(side) for side in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _seen(media: Box, crop: Box) -> Box:
    both = shared(media, crop)
    return both if both[2] - both[0] > 1 and both[3] - both[1] > 1 else media


def main_turn(drawing: Drawing) -> int:
    """The quarter turns clockwise in which nearly all glyphs stand, or 0."""
    turns = Counter(glyph.turn for glyph in drawing.glyphs if not glyph.text.isspace())
    if not turns:
        return 0
    turn, count = turns.most_common(1)[0]
    return turn if count >= _NEARLY_ALL * turns.total() else 0


def turned_back(drawing: Drawing, turn: int) -> Drawing:
    """The drawing with the page turned counter-clockwise by quarter turns, so that its text stands."""
    if not turn:
        return drawing
    width, height = drawing.width, drawing.height

    def back(box: Box) -> Box:
        x0, top, x1, bottom = box
        if turn == 1:
            return top, width - x1, bottom, width - x0
        if turn == 2:
            return width - x1, height - bottom, width - x0, height - top
        return height - bottom, x0, height - top, x1

    return Drawing(
        *((height, width) if turn % 2 else (width, height)),
        [g._replace(box=back(g.box), turn=(g.turn - turn) % 4) for g in drawing.glyphs],
        [p._replace(box=back(p.box)) for p in drawing.paints],
        [p._replace(box=back(p.box)) for p in drawing.pictures],
    )


def pictured(drawing: Drawing) -> float:
    """The share of the page that pictures take, 0 to 1 (overlaps counted twice)."""
    page = (0.0, 0.0, drawing.width, drawing.height)
    taken = sum(area(shared(picture.box, page)) for picture in drawing.pictures)
    return min(1.0, taken / max(1.0, area(page)))


def pictured_words(glyphs: Sequence[DrawnGlyph], pictures: Sequence[Picture]) -> float:
    """The share of what is printed in lines that is no text but pictures of the height of a line, 0 to 1.

    Some programs print each stretch of Chinese as a picture, and only the digits between them as text.
    """
    if not glyphs or not pictures:
        return 0.0
    size = median(glyph.size for glyph in glyphs)
    lines = [p.box for p in pictures if _LINE[0] * size < p.box[3] - p.box[1] < _LINE[1] * size]
    words = sum(box[2] - box[0] for box in lines)
    text = sum(glyph.box[2] - glyph.box[0] for glyph in glyphs if not glyph.text.isspace())
    return words / (words + text) if len(lines) >= _SEVERAL else 0.0


def charts(pictures: Sequence[Picture], glyphs: Sequence[DrawnGlyph], drawing: Drawing) -> int:
    """How many pictures are so large that they may be charts or tables, and are no ground of text or page."""
    page = (0.0, 0.0, drawing.width, drawing.height)
    spots = [centre(glyph.box) for glyph in glyphs]
    found = 0
    for picture in pictures:
        x0, top, x1, bottom = seen = shared(picture.box, page)
        if _CHART < area(seen) / max(1.0, area(page)) < FULL_PAGE:
            found += not any(x0 < x < x1 and top < y < bottom for x, y in spots)
    return found
