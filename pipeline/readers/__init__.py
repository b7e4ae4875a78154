"""From a file to a `Source`: one reader a format, chosen by suffix and checked by content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.model import Source
from pipeline.readers import converted, docx, html, ofd, pdf, scan, text
from pipeline.readers.refusal import UnreadableFile, UnreadableNow
from pipeline.readers.sniff import kind_of

__all__ = ["MAX_BYTES", "READERS", "UnreadableFile", "UnreadableNow", "read_file"]

MAX_BYTES = 50 * 1024 * 1024  # a report has some 100 kB; more is no report, and decoding it costs memory

#: suffix -> reader of the file's bytes
READERS: dict[str, Callable[[bytes, str, str], Source]] = {
    ".txt": text.read,
    ".text": text.read,
    ".docx": docx.read,
    ".doc": converted.read,
    ".wps": converted.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".mht": html.read,
    ".mhtml": html.read,
    ".pdf": pdf.read,
    ".ofd": ofd.read,
    **dict.fromkeys(scan.SUFFIXES, scan.read),
}


def read_file(path: Path, document_id: str = "", file: str = "") -> Source:
    """The source in a file; `UnreadableFile` says in one sentence why there is none.

    `document_id` and `file` (the name for messages and tables) default to the file's own name.
    """
    name = file or path.name
    reader = _reader(path.suffix.lower(), name)
    data = _bytes(path, name)
    return reader(data, document_id or path.stem, name)


def _reader(suffix: str, name: str) -> Callable[[bytes, str, str], Source]:
    if suffix not in READERS:
        known = ", ".join(READERS)
        raise UnreadableFile(f"{name}: the suffix {suffix or '(none)'} is not known; use one of {known}.")
    return READERS[suffix]


def _bytes(path: Path, name: str) -> bytes:
    """The file's bytes, refused by size before they are read and by content after."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                f"{name}: {size / 2**20:.0f} MB is over the limit of {MAX_BYTES // 2**20} MB;"
                " split the file or give the report alone."
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableNow(f"{name}: cannot be opened ({error.strerror}); check the path.") from error
    return _as_named(data, path.suffix.lower(), name)


def _as_named(data: bytes, suffix: str, name: str) -> bytes:
    """The bytes, if they are not evidently of another kind than the suffix says."""
    kind = kind_of(data)
    if kind and suffix not in kind.suffixes:
        raise UnreadableFile(f"{name}: the content is {kind.name}, not what {suffix} says; {kind.remedy}.")
    return data
