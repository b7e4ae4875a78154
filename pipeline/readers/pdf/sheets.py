"""One page of a PDF as a sheet: drawn, cleaned, judged, compared, turned upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model import Box, Glyph, LeftOut, Mark, Sheet
from pipeline.readers.pdf import geometry, hidden, plain, second
from pipeline.readers.pdf.canvas import Canvas
from pipeline.readers.pdf.drawn import UNKNOWN, Drawing, DrawnGlyph
from pipeline.readers.pdf.hygiene import UNREAD, cleaned, once
from pipeline.readers.pdf.interpreter import Interpreter
from pipeline.readers.pdf.limits import MAX_PROGRAM, TooLarge
from pipeline.readers.pdf.notes import without_marks
from pipeline.readers.pdf.private import with_points
from pipeline.readers.pdf.sanity import why_unreadable

if TYPE_CHECKING:
    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.pdfpage import PDFPage

SCAN = "scanned_page"
UNREADABLE = "unreadable_page"
_UNTOLD = 0x808080  # for a colour that cannot be told: neither light nor dark
_PICTURED = 0.2  # of what is printed in lines: more in pictures, and no sentence is whole
_FEW = 10  # characters: a page number and a stamp


def sheet_of(
    page: PDFPage,
    number: int,
    resources: PDFResourceManager,
    other: second.SecondReader,
    off: frozenset[int],
) -> Sheet:
    """Page `number` (from 1); what stands on it and is not read is in `left_out`."""
    matrix, width, height = geometry.frame(page)
    if sheet := _plain(page, number, resources, other):
        return sheet
    canvas = Canvas(resources, width, height)
    remarks: list[LeftOut] = []
    try:
        Interpreter(resources, canvas, off).run(page, matrix)
    except TooLarge:
        remarks.append(
            LeftOut("damaged_page", f"第{number}页展开后超过{MAX_PROGRAM // 2**20} MB，没有读取。")
        )
    except MemoryError:
        raise  # the limit of the process, and no fault of the page
    except Exception as error:  # whatever pdfminer meets in a broken page; what was drawn so far is kept
        kind = type(error).__name__
        remarks.append(LeftOut("damaged_page", f"第{number}页已损坏（{kind}），只读到出错之前的内容。"))
    witness = other.page(number, matrix) if canvas.drawing.glyphs or not remarks else None
    try:
        return _judged(canvas.drawing, number, witness, remarks)
    finally:
        if witness is not None:
            witness.close()


def _plain(
    page: PDFPage, number: int, resources: PDFResourceManager, other: second.SecondReader
) -> Sheet | None:
    """The sheet of a page of plain text on which both readers read the same; None for any other."""
    matrix, width, height = geometry.frame(page)
    witness = None
    try:
        said = plain.said(page, resources)
        witness = other.page(number, matrix) if said else None
        if witness is None:
            return None
        drawing = plain.drawing(witness.page, witness.text, matrix, (width, height))
    except plain.NotPlain:
        return None
    finally:
        if witness is not None:
            witness.close()
    glyphs = cleaned(drawing.glyphs)
    if plain.shown(glyphs) != said or UNREAD in said or why_unreadable(glyphs):
        return None
    return _sheet(replace(drawing, glyphs=without_marks(once(glyphs))), number, [], 0)


def _judged(
    drawing: Drawing, number: int, witness: second.SecondPage | None, remarks: list[LeftOut]
) -> Sheet:
    """The sheet of a drawing: glyphs that are seen, each once, with their doubts."""
    drawing = replace(drawing, glyphs=cleaned(drawing.glyphs))
    seen, hidden_text = _seen(drawing, number, witness)
    remarks += hidden_text
    seen = once(seen)
    why = why_unreadable(seen)
    if why:
        remarks.append(LeftOut(UNREADABLE, f"第{number}页的文字层不可用（{why}），没有读取。"))
        seen = []
    elif _is_scan(seen, drawing):
        remarks.append(LeftOut(SCAN, f"第{number}页是扫描图像，没有可读的文字层，没有读取。"))
    elif geometry.pictured_words(seen, drawing.pictures) > _PICTURED:
        remarks.append(LeftOut(UNREADABLE, f"第{number}页的文字大多是小图片，没有读取。"))
        seen = []
    elif witness is not None:
        seen = _compared(with_points(seen, witness.private_ink), witness)
        remarks += second.remarks(drawing.glyphs, witness, number, (drawing.width, drawing.height))
    charts = geometry.charts(drawing.pictures, seen, drawing) if seen else 0
    if charts:
        remarks.append(
            LeftOut("unread_part", f"第{number}页有图片{charts}幅，其中的文字未读取，请核对是否含有数据。")
        )
    drawing = replace(drawing, glyphs=seen)
    turn = geometry.main_turn(drawing)
    drawing = geometry.turned_back(drawing, turn)
    return _sheet(replace(drawing, glyphs=without_marks(drawing.glyphs)), number, remarks, turn)


def _seen(
    drawing: Drawing, number: int, witness: second.SecondPage | None
) -> tuple[list[DrawnGlyph], list[LeftOut]]:
    """The glyphs a person sees, and the remark on the others.

    Behind the picture of a scan all text is hidden; there it is what a program recognised, and is read.
    """
    glyphs = drawing.glyphs
    why = hidden.why_unseen(drawing, witness.is_blank if witness else _never)
    if hidden.is_hidden_layer(drawing, why):
        return [glyph._replace(doubt="hidden_layer:") for glyph in glyphs], []
    seen = [glyph for glyph, reason in zip(glyphs, why, strict=True) if not reason]
    return seen, list(hidden.left_out(glyphs, why, number))


def _never(_: Box) -> bool:
    """Without a picture of the page nothing is taken for blank."""
    return False


def _is_scan(seen: Sequence[DrawnGlyph], drawing: Drawing) -> bool:
    """Whether a page is a picture with no text but perhaps a page number: one to be recognised."""
    printed = sum(1 for glyph in seen if not glyph.text.isspace())
    return printed < _FEW and geometry.pictured(drawing) >= geometry.FULL_PAGE


def _compared(glyphs: Sequence[DrawnGlyph], witness: second.SecondPage) -> list[DrawnGlyph]:
    """The glyphs, with a doubt where the second reader reads another digit, or what we cannot read."""
    found = list(glyphs)
    for at, told in second.compared(glyphs, witness).items():
        glyph = glyphs[at]
        if glyph.text != UNREAD:
            found[at] = glyph._replace(doubt=f"second_reader:{told}")
        elif told and told != UNREAD:
            found[at] = glyph._replace(text=told, doubt="unmapped_glyph:")
        else:
            found[at] = glyph._replace(doubt="unmapped_glyph:")
    return found


def _sheet(drawing: Drawing, number: int, remarks: Sequence[LeftOut], turn: int) -> Sheet:
    marks = (
        Mark(*paint.box, _told(paint.fill), _told(paint.stroke))
        for paint in drawing.paints
        if paint.fill is not None or paint.stroke is not None
    )
    return Sheet(
        number,
        drawing.width,
        drawing.height,
        tuple(_glyph(glyph) for glyph in drawing.glyphs),
        tuple(marks),
        tuple(picture.box for picture in drawing.pictures),
        tuple(remarks),
        turn,
    )


def _glyph(glyph: DrawnGlyph) -> Glyph:
    color = _UNTOLD if glyph.color == UNKNOWN else glyph.color
    return Glyph(glyph.text, *glyph.box, glyph.size, glyph.font, color, not glyph.turn, glyph.doubt)


def _told(color: int | None) -> int | None:
    return _UNTOLD if color == UNKNOWN else color
