"""How much a page's program may unpack to, told before it is unpacked."""

from __future__ import annotations

import zlib

from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream

MAX_PROGRAM = 64 * 2**20  # bytes; a newspaper page has some 2 MB


class TooLarge(Exception):
    """A page's program that unpacks to more than MAX_PROGRAM bytes."""


def refuse_bomb(stream: PDFStream) -> None:
    """TooLarge if a stream unpacks, or any step of unpacking it, to more than MAX_PROGRAM bytes."""
    data = stream.rawdata
    if data is None or stream.decipher:  # unpacked already; or enciphered, and then no one can tell
        return
    for name, _ in stream.get_filters():
        if name not in LITERALS_FLATE_DECODE:
            return
        unpacking = zlib.decompressobj()
        try:
            data = unpacking.decompress(data, MAX_PROGRAM)
        except zlib.error:
            return
        if unpacking.unconsumed_tail:
            raise TooLarge
