"""OFD pages (GB/T 33190) as sheets of glyphs, by ofdkit.

Needs the extra `baoshu[ofd]`.  ofdkit tells a run's place and width; its characters are spread over it.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from typing import Any

from pipeline.model import Glyph, Sheet, Source
from pipeline.readers.refusal import UnreadableFile
from pipeline.readers.spread import spread

_POINTS = 72 / 25.4  # a millimetre
_BELOW = 0.12  # of the type's height, under the line it stands on


def read(data: bytes, document_id: str, file: str) -> Source:
    """The pages of an OFD file; UnreadableFile where it has no text, or ofdkit is not installed."""
    if not find_spec("ofdkit"):
        raise UnreadableFile(f"{file}: it is an OFD file; pip install 'baoshu[ofd]' and it is read.")
    import ofdkit

    try:
        with ofdkit.open(data) as document:
            sheets = tuple(_sheet(page, number) for number, page in enumerate(document.pages, 1))
    except ofdkit.OFDLimitError as error:
        raise UnreadableFile(f"{file}: the OFD is no report ({error}); check where it is from.") from error
    except ofdkit.OFDError as error:
        raise UnreadableFile(f"{file}: the OFD is damaged ({error}); open it and save it anew.") from error
    if not any(page.glyphs for page in sheets):
        raise UnreadableFile(f"{file}: there is no text in the OFD, only shapes; save it as pictures.")
    digest = hashlib.sha256(data).hexdigest()
    return Source(document_id, file, "ofd", digest, "", pages=len(sheets), sheets=sheets)


def _sheet(page: Any, number: int) -> Sheet:
    """A page from its own top left corner, in points."""
    left, top, width, height = page.box
    glyphs = tuple(glyph for run in page.runs for glyph in _glyphs(run, left, top))
    return Sheet(number, width * _POINTS, height * _POINTS, glyphs)


def _glyphs(run: Any, left: float, top: float) -> list[Glyph]:
    x, size = (run.x - left) * _POINTS, run.size * _POINTS
    bottom = (run.y - top) * _POINTS + _BELOW * size
    placed = spread(run.text, x, x + run.width * _POINTS)
    return [Glyph(char, x0, bottom - size, x1, bottom, size) for char, x0, x1 in placed]
