"""Opening a PDF: what is refused at the door, and in which words."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, NamedTuple

from pipeline.readers.refusal import UnreadableFile

if TYPE_CHECKING:
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.pdf import PDF

MAX_PAGES = 1000  # a yearbook; reports have some 50

_LOGGERS = ("pdfminer", "pdfplumber", "pypdfium2")


class Opened(NamedTuple):
    """A document that is open: its pages, what they share, and whether it had to be repaired."""

    pdf: PDF
    pages: list[PDFPage]
    repaired: bool


def opened(data: bytes, file: str) -> Opened:
    """The open document; UnreadableFile where it needs a password or has no page left.

    What pdfminer cannot make out at all is written anew by PDFium, which forgives more.
    """
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    found, error = _tried(data)
    if found is None and not _is_locked(error):
        mended = _mended(data)
        found = _tried(mended)[0] if mended else None
        found = found and found._replace(repaired=True)
    if found is None:
        raise _refusal(error, file)
    if len(found.pages) > MAX_PAGES:
        raise UnreadableFile(
            f"{file}: {len(found.pages)} pages are over the limit of {MAX_PAGES};"
            " split off the report and give it alone."
        )
    return found


def _tried(data: bytes) -> tuple[Opened | None, Exception | None]:
    """The document with at least one page, or what stood in the way."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFXRefFallback

    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        pages, error = _pages(pdf)
    except MemoryError:
        raise
    except Exception as error:  # whatever pdfminer meets in a broken file
        return None, error
    if not pages:
        return None, error
    guessed = any(isinstance(table, PDFXRefFallback) for table in pdf.doc.xrefs)
    return Opened(pdf, pages, guessed or error is not None), None


def _pages(pdf: PDF) -> tuple[list[PDFPage], Exception | None]:
    """The pages up to the first that is broken, and what is broken there.

    They are made here and not by pdfplumber, whose pages insist on a media box and keep all they read.
    """
    from pdfminer.pdfpage import PDFPage

    found: list[PDFPage] = []
    try:
        for page in PDFPage.create_pages(pdf.doc):
            found.append(page)
            if len(found) > MAX_PAGES:
                break
    except MemoryError:
        raise
    except Exception as error:  # whatever pdfminer meets in a broken file
        return found, error
    return found, None


def _mended(data: bytes) -> bytes:
    """The file as PDFium writes it anew; empty where it can make out nothing either."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        new = io.BytesIO()
        document.save(new)
        document.close()
    except pypdfium2.PdfiumError:
        return b""
    return new.getvalue()


def _is_locked(error: Exception | None) -> bool:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    return error is not None and isinstance(_first(error), (PDFPasswordIncorrect, PDFEncryptionError))


def _refusal(error: Exception | None, file: str) -> UnreadableFile:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    if error is None:
        return UnreadableFile(f"{file}: no page is left in this damaged PDF; get the file anew.")
    cause = _first(error)
    if isinstance(cause, PDFPasswordIncorrect):
        return UnreadableFile(f"{file}: the PDF asks for a password; save a copy without one and give that.")
    if isinstance(cause, PDFEncryptionError):
        return UnreadableFile(
            f"{file}: the PDF is encrypted in a way that cannot be read; save a copy without encryption."
        )
    return UnreadableFile(
        f"{file}: the PDF is damaged ({type(cause).__name__}); open it in a PDF program and save it anew."
    )


def _first(error: BaseException) -> BaseException:
    """The error inside pdfplumber's own."""
    inner = error.args[0] if error.args else None
    return inner if isinstance(inner, BaseException) else error


def layers_off(pdf: PDF) -> frozenset[int]:
    """The object numbers of the layers (optional content) that are not shown."""
    from pdfminer.pdftypes import PDFObjRef, resolve1

    properties = resolve1(pdf.doc.catalog.get("OCProperties"))
    usual = resolve1(properties.get("D")) if isinstance(properties, dict) else None
    off = resolve1(usual.get("OFF")) if isinstance(usual, dict) else None
    return (
        frozenset(ref.objid for ref in off if isinstance(ref, PDFObjRef))
        if isinstance(off, list)
        else frozenset()
    )
