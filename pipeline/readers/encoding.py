"""Bytes -> text: which encoding, told by the bytes themselves.

The ladder is BOM, UTF-8, UTF-16 without BOM (its NUL bytes give it away), GB18030, Big5.
GB18030 and Big5 accept almost any bytes, so their result must also look like Chinese: nearly all
of its characters belong to the everyday ones that both standards keep in a block of their own.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

from pipeline.readers.refusal import UnreadableFile

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PLAIN = re.compile(r"[\t\n\r -~\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_COMMON_SHARE = 0.85  # of the Han characters; real reports have over 0.97, wrong decodings under 0.5
_SAMPLE = 100_000  # characters looked at to judge a decoding


def decode(data: bytes, file: str, judged: Callable[[str], str] = str) -> tuple[str, str]:
    """The encoding and the text without its BOM; UnreadableFile where none fits.

    `judged`: the part of a text that shall look like Chinese, where not all of it does (markup).
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, _strict(data[len(bom) :], encoding, file)
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or is_chinese(judged(text), encoding):
            return encoding, text
    raise UnreadableFile(f"{file}: {_why_not(data)}; save the file as UTF-8 text.")


def _why_not(data: bytes) -> str:
    """Why no encoding fits, as far as it can be told."""
    if b"\x00" in data:
        return "the file holds NUL bytes, so it is no text"
    good = len(data.decode("utf-8", "ignore").encode())
    if good > 0.9 * len(data):
        return f"it is UTF-8, but {len(data) - good} of its bytes are damaged"
    return "the encoding is neither UTF-8 nor GB18030"


def _strict(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{file}: byte {error.start} is not {encoding.upper()}, as the mark at the file's start says;"
            " save the file as UTF-8 text."
        ) from error


def _candidates(data: bytes) -> Iterator[str]:
    """Encodings worth trying, the surest first."""
    if b"\x00" in data:
        yield from ("utf-16-le", "utf-16-be")
        return
    yield from ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")


def is_chinese(text: str, encoding: str) -> bool:
    """Whether a decoding that never fails gave Chinese rather than noise."""
    sample = text[:_SAMPLE]
    if encoding.startswith("utf-16"):
        return len(_PLAIN.findall(sample)) > 0.95 * len(sample)
    han = HAN.findall(sample)
    everyday = (0xB0, 0xD7) if encoding == "gb18030" else (0xA4, 0xC6)  # lead bytes of the first level
    common = sum(1 for char in han if _lead_byte(char, encoding, everyday))
    return bool(han) and common > _COMMON_SHARE * len(han) and len(han) > 0.1 * len(sample)


def _lead_byte(char: str, encoding: str, bounds: tuple[int, int]) -> bool:
    code = char.encode(encoding)
    return len(code) == 2 and bounds[0] <= code[0] <= bounds[1] and (code[1] >= 0xA1 or encoding == "big5")
