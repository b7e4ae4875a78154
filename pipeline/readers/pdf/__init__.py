"""PDF pages as sheets of glyphs: what is printed, where, and what is to be doubted.

pdfplumber opens the file, pdfminer's interpreter runs each page on a `Canvas`, PDFium reads it a
second time.  What nobody sees is left out with a remark; what cannot be read is said to be so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.model import Remark, Sheet, Source
from pipeline.readers import scan
from pipeline.readers.pdf import opening
from pipeline.readers.pdf.geometry import frame
from pipeline.readers.pdf.opening import Opened
from pipeline.readers.pdf.second import SecondReader
from pipeline.readers.pdf.sheets import SCAN, UNREADABLE, sheet_of
from pipeline.readers.refusal import UnreadableFile

__all__ = ["read", "turns"]


def read(data: bytes, document_id: str, file: str) -> Source:
    """The pages of a PDF; UnreadableFile where it has none that can be read."""
    found = opening.opened(data, file)
    with SecondReader(data) as other:
        sheets = tuple(_sheets(found, other))
        remarks = tuple(_remarks(found, other, sheets))
    _refuse_unread(sheets, file)
    digest = hashlib.sha256(data).hexdigest()
    return Source(document_id, file, "pdf", digest, "", pages=len(sheets), sheets=sheets, remarks=remarks)


def _sheets(found: Opened, other: SecondReader) -> Iterator[Sheet]:
    off = opening.layers_off(found.pdf)
    for number, page in enumerate(found.pages, 1):
        sheet = sheet_of(page, number, found.pdf.rsrcmgr, other, off)
        if _is_unread(sheet) and scan.available() and number <= other.pages:
            _, width, height = frame(page)
            seen = scan.sheet(other.picture(number, scan.DPI), number, width, height)
            kept = tuple(what for what in sheet.left_out if what.check not in (SCAN, UNREADABLE))
            sheet = replace(seen, left_out=kept + seen.left_out)
        yield sheet


def _is_unread(sheet: Sheet) -> bool:
    return any(what.check in (SCAN, UNREADABLE) for what in sheet.left_out)


def turns(data: bytes, numbers: Iterable[int]) -> dict[int, int]:
    """The quarter turns clockwise in which the text of some pages (from 1) stands, which `read` undoes.

    Raises UnreadableFile where the file cannot be opened.
    """
    found = opening.opened(data, "")
    off = opening.layers_off(found.pdf)
    told: dict[int, int] = {}
    with SecondReader(data) as other:
        for number in numbers:
            if 0 < number <= len(found.pages):
                sheet = sheet_of(found.pages[number - 1], number, found.pdf.rsrcmgr, other, off)
                told[number] = 0 if _is_unread(sheet) and scan.available() else sheet.turn
    return told


def _remarks(found: Opened, other: SecondReader, sheets: tuple[Sheet, ...]) -> Iterator[Remark]:
    """What is amiss with the file as a whole."""
    if found.repaired:
        message = "文件结构已损坏，内容是逐段找回来的，可能不全或是旧版本，请对照原件。"
        yield Remark(0, 0, "damaged_file", "warning", message)
        glyphs = (glyph for sheet in sheets for glyph in sheet.glyphs)
        doubtful = sum(1 for glyph in glyphs if glyph.doubt.startswith("second_reader"))
        if doubtful:
            message = (
                f"用两种方式读这份已损坏的文件，有{doubtful}个数字读得不同，可能是不同的版本，请对照原件。"
            )
            yield Remark(0, 0, "second_reader", "warning", message)
    pages = len(found.pages)
    if other.pages and other.pages != pages:
        message = f"用两种方式读出的页数不同（{pages}页和{other.pages}页），文件可能已损坏，请对照原件。"
        yield Remark(0, 0, "second_reader", "warning", message)


def _refuse_unread(sheets: tuple[Sheet, ...], file: str) -> None:
    """UnreadableFile if no page has text: which of the reasons holds for most pages."""
    if any(not glyph.text.isspace() for sheet in sheets for glyph in sheet.glyphs):
        return
    checks = [what.check for sheet in sheets for what in sheet.left_out]
    if UNREADABLE in checks and checks.count(UNREADABLE) >= checks.count(SCAN):
        raise UnreadableFile(
            f"{file}: the text of this PDF has no meaning to a machine (its fonts do not say which characters"
            f" they print); give the report as Word or text, or {scan.REMEDY}."
        )
    if SCAN in checks:
        raise UnreadableFile(f"{file}: this PDF is a scan, pictures without text; {scan.REMEDY}.")
    if "damaged_page" in checks:
        raise UnreadableFile(
            f"{file}: the pages of this PDF are damaged; open it in a PDF program and save it anew."
        )
    if "hidden_text" in checks:
        raise UnreadableFile(
            f"{file}: all text of this PDF is hidden from the eye; give the report as it is printed."
        )
    raise UnreadableFile(f"{file}: there is no text in this PDF; check that it is the right file.")
