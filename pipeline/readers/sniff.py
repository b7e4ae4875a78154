"""What a file is by its first bytes, for files whose name says something else."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.readers import scan


class Kind(NamedTuple):
    """A file format: its name in a sentence, the suffixes it may carry, what the user can do."""

    name: str
    suffixes: tuple[str, ...]
    remedy: str


_PICTURE = Kind("a picture", scan.SUFFIXES, "name it by its kind, for instance .png or .jpg")
_GIF = Kind("a GIF picture", (), "save it as .png")
_PDF = Kind("a PDF", (".pdf",), "rename it to .pdf")
_ZIP = Kind(
    "a zip archive or an Office file",
    (".docx", ".doc", ".wps", ".ofd"),
    "unpack it, or rename it to .docx if it is a Word file",
)
_OLE = b"\xd0\xcf\x11\xe0"  # a container of streams: old Office files, and new ones that are encrypted
_OLD_WORD = Kind("an old Word or Excel file", (".doc", ".wps"), "save it as .docx or .txt")
_ENCRYPTED = Kind("an encrypted Office file", (), "take the password off and save it anew")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_RTF = Kind("rich text (RTF)", (".doc", ".wps"), "save it as .docx or .txt")
_ARCHIVE = Kind("a compressed archive", (), "unpack it")
_PROGRAM = Kind("a program", (), "give the report itself")
_HTML = Kind("a web page", (".html", ".htm", ".xhtml", ".mht", ".mhtml"), "rename it to .html")

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", _PDF),
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", _ZIP),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _GIF),
    (b"BM", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", _PICTURE),
    (_OLE, _OLD_WORD),
    (b"{\\rtf", _RTF),
    (b"\x1f\x8b", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x7fELF", _PROGRAM),
    (b"MZ\x90\x00", _PROGRAM),
)
_TAG = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*<!doctype\s+html)\b", re.I
)


def kind_of(data: bytes) -> Kind | None:
    """The format the first bytes tell, or None for plain text and whatever else.

    >>> kind_of(b"%PDF-1.7").name
    'a PDF'
    >>> kind_of("报告".encode()) is None
    True
    """
    if data.startswith(_OLE) and _ENCRYPTED_STREAM in data:
        return _ENCRYPTED
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind if kind not in {_PICTURE, _GIF} or _is_binary(data) else None
    return _HTML if _TAG.match(data[:1024]) else None


def _is_binary(data: bytes) -> bool:
    """Pictures hold NUL bytes soon; a text that begins with BM does not."""
    return b"\x00" in data[:1024]
