"""Opening a PDF: what is refused at the door, and in which words."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.readers.refusal import UnreadableFile

if TYPE_CHECKING:
    import pdfplumber
    from pdfplumber.page import Page

MAX_PAGES = 1000  # a yearbook; reports have some 50

_LOGGERS = ("pdfminer", "pdfplumber", "pypdfium2")


@contextmanager
def opened(data: bytes, file: str) -> Iterator[pdfplumber.PDF]:
    """The open document; UnreadableFile where it needs a password or is no PDF any more."""
    import pdfplumber

    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except RecursionError as error:
        raise damaged(file, error) from error
    except Exception as error:  # whatever pdfminer meets in a broken file
        raise _refusal(error, file) from error
    try:
        yield pdf
    finally:
        pdf.flush_cache()


def pages(pdf: pdfplumber.PDF, file: str) -> list[Page]:
    """The pages, at least one and at most MAX_PAGES."""
    try:
        found = pdf.pages
    except Exception as error:  # whatever pdfminer meets in a broken file
        raise damaged(file, error) from error
    if not found:
        raise UnreadableFile(f"{file}: no page is left in this damaged PDF; get the file anew.")
    if len(found) > MAX_PAGES:
        raise UnreadableFile(
            f"{file}: {len(found)} pages are over the limit of {MAX_PAGES}; split off the report and give it alone."
        )
    return found


def damaged(file: str, error: BaseException) -> UnreadableFile:
    """The refusal of a file that breaks the reader."""
    return UnreadableFile(
        f"{file}: the PDF is damaged ({type(_first(error)).__name__}); open it in a PDF program and save it anew."
    )


def _refusal(error: Exception, file: str) -> UnreadableFile:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    cause = _first(error)
    if isinstance(cause, PDFPasswordIncorrect):
        return UnreadableFile(f"{file}: the PDF asks for a password; save a copy without one and give that.")
    if isinstance(cause, PDFEncryptionError):
        return UnreadableFile(
            f"{file}: the PDF is encrypted in a way that cannot be read; save a copy without encryption."
        )
    return damaged(file, error)


def _first(error: BaseException) -> BaseException:
    """The error inside pdfplumber's own."""
    inner = error.args[0] if error.args else None
    return inner if isinstance(inner, BaseException) else error


def is_repaired(pdf: pdfplumber.PDF) -> bool:
    """Whether the table of the file's objects was broken and had to be guessed."""
    from pdfminer.pdfdocument import PDFXRefFallback

    return any(isinstance(table, PDFXRefFallback) for table in pdf.doc.xrefs)


def layers_off(pdf: pdfplumber.PDF) -> frozenset[int]:
    """The object numbers of the layers (optional content) that are not shown."""
    from pdfminer.pdftypes import PDFObjRef, resolve1

    properties = resolve1(pdf.doc.catalog.get("OCProperties"))
    usual = resolve1(properties.get("D")) if isinstance(properties, dict) else None
    off = resolve1(usual.get("OFF")) if isinstance(usual, dict) else None
    return frozenset(ref.objid for ref in off or () if isinstance(ref, PDFObjRef))
