"""Plain text: decoded by the ladder of `encoding`, and refused where it is no Chinese text at all."""

from __future__ import annotations

import hashlib
import re

from pipeline.model import Source
from pipeline.readers.encoding import HAN, decode
from pipeline.readers.refusal import UnreadableFile

_BLANK = re.compile("[\ufeff\u200b \t\r\n\u3000]*")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def read(data: bytes, document_id: str, file: str) -> Source:
    """The decoded file, character for character, without its BOM; line ends stay as they are."""
    if not data:
        raise UnreadableFile(f"{file}: the file is empty; give a file with the report's text.")
    encoding, text = decode(data, file)
    _check(text, file)
    return Source(document_id, file, "txt", hashlib.sha256(data).hexdigest(), text, encoding)


def _check(text: str, file: str) -> None:
    """Refuse what decoded but is no report: blank, noise, or not Chinese."""
    if _BLANK.fullmatch(text) or text.isspace():
        raise UnreadableFile(f"{file}: there is only white space in it; give a file with the report's text.")
    if "\x00" in text:
        raise UnreadableFile(
            f"{file}: the file holds NUL characters, so it is no text; save it as UTF-8 text."
        )
    latin = text.encode("latin-1", "ignore")  # where control characters are, and little else
    noise = len(_CONTROL.findall(latin)) + text.count("\ufffd")
    if noise > 0.02 * len(text):
        raise UnreadableFile(
            f"{file}: {noise} of {len(text)} characters are unreadable; save the file as UTF-8 text anew."
        )
    if not HAN.search(text):
        raise UnreadableFile(f"{file}: there is no Chinese text in it; check that it is the right file.")
