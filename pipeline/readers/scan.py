"""Pictures of pages: text by OCR, each number of it in doubt with the recogniser's confidence.

Needs the extra `baoshu[ocr]` (rapidocr with the models of its own wheel; nothing is fetched).
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import struct
import warnings
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.model import Box, Glyph, LeftOut, Sheet, Source
from pipeline.readers.refusal import UnreadableFile
from pipeline.readers.spread import spread

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
REMEDY = "pip install 'baoshu[ocr]' and it is read by OCR"  # the end of a sentence on a scan
DPI = 150  # at which a page should be drawn for `sheet`; more takes longer and reads no better

_SURE = 0.5  # a line recognised with less confidence is left out, and said to be
_MOST_PIXELS = 100_000_000
_MOST_PAGES = 500
_STRIP = 2000  # rows: a long poster in one piece would be made too small to be read
_TALL = 1.5  # a line of several characters that is so much higher than wide is turned
_POINTS = 72  # an inch
_UNREADABLE = "第{page}页有{lines}行文字识别的置信度低于{sure}，没有读取，请对照原页。"


class _Char(NamedTuple):
    """A recognised character; the box in pixels."""

    text: str
    score: float  # 0 to 1
    x0: float
    top: float
    x1: float
    bottom: float


class _Line(NamedTuple):
    """A recognised line; the box in pixels."""

    text: str
    score: float
    x0: float
    top: float
    x1: float
    bottom: float
    chars: tuple[_Char, ...] = ()  # without blanks


def available() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime"))


def read(data: bytes, document_id: str, file: str) -> Source:
    """The pages of a picture file; UnreadableFile where it is none, or OCR is not installed."""
    if not available():
        raise UnreadableFile(f"{file}: it is a picture and holds no text; {REMEDY}.")
    sheets = tuple(sheet(image, number, *size(image)) for number, image in enumerate(pictures(data, file), 1))
    if not any(page.glyphs for page in sheets):
        raise UnreadableFile(f"{file}: no text is recognised in the picture; give a sharper one.")
    digest = hashlib.sha256(data).hexdigest()
    return Source(document_id, file, "picture", digest, "", pages=len(sheets), sheets=sheets)


def sheet(image: Image, number: int, width: float, height: float) -> Sheet:
    """Page `number` from its picture; `width` and `height` in points are those of what it shows.

    Needs the extra.  Each character that may be of a number has the doubt `ocr:` with the least confidence
    of that number's characters.
    """
    lines = list(_lines(image.convert("RGB")))
    sure = [line for line in lines if line.score >= _SURE]
    across, down = width / image.width, height / image.height
    glyphs = tuple(glyph for line in sure for glyph in _glyphs(line, across, down))
    return Sheet(number, width, height, glyphs, left_out=_left_out(number, len(lines) - len(sure)))


def _left_out(number: int, lines: int) -> tuple[LeftOut, ...]:
    if not lines:
        return ()
    return (LeftOut("unreadable_page", _UNREADABLE.format(page=number, lines=lines, sure=_SURE)),)


# --- the picture ------------------------------------------------------------------------------


def pictures(data: bytes, file: str) -> Iterator[Image]:
    """The pictures of a file, upright and decoded; several in a TIFF.  UnreadableFile where it is damaged."""
    from PIL import Image, ImageOps, ImageSequence

    damage = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, zlib.error)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on size and on what is odd: the rest is read
            opened = Image.open(io.BytesIO(data))
            for number, frame in enumerate(ImageSequence.Iterator(opened)):
                _refuse_huge(frame.width * frame.height, number, file)
                yield ImageOps.exif_transpose(frame)
    except Image.DecompressionBombError:
        _refuse_huge(2 * _MOST_PIXELS, 0, file)
    except damage as error:
        raise UnreadableFile(f"{file}: the picture is damaged; open it and save it anew.") from error


def _refuse_huge(pixels: int, number: int, file: str) -> None:
    if pixels > _MOST_PIXELS:
        most = _MOST_PIXELS / 1_000_000
        raise UnreadableFile(
            f"{file}: the picture has over {most:g} million pixels; make it smaller or cut it."
        )
    if number == _MOST_PAGES:
        raise UnreadableFile(f"{file}: it holds more than {_MOST_PAGES} pictures; split it.")


def size(image: Image) -> tuple[float, float]:
    """In points, by the resolution the file says if that can be, or a pixel a point."""
    told = image.info.get("dpi", (0, 0))
    across, down = (float(dpi) if _POINTS <= dpi <= 2400 else _POINTS for dpi in told)
    return image.width * _POINTS / across, image.height * _POINTS / down


# --- the text ---------------------------------------------------------------------------------


@cache
def _recogniser() -> Any:
    """Loaded once a process, which takes a second or two; one thread, since we have processes."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.text_score": 0.0,
            "Global.max_side_len": 2 * _STRIP,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _lines(image: Image) -> Iterator[_Line]:
    """The lines of a picture, strip by strip."""
    import numpy

    pixels = numpy.asarray(image)[:, :, ::-1]  # blue first, as the recogniser has it
    for top, bottom in pairwise(_cuts(pixels)):
        strip = numpy.ascontiguousarray(pixels[top:bottom])
        found = _recogniser()(strip, return_word_box=True, return_single_char_box=True)
        if found.txts is None:
            continue
        told = found.word_results
        each = told if len(told) == len(found.txts) else ((),) * len(found.txts)
        for text, score, box, chars in zip(found.txts, found.scores, found.boxes, each, strict=True):
            line = _Line(text, float(score), *_sides(box, top))
            yield line._replace(chars=_as_told(text, chars, top) or _spread(line))


def _sides(corners: Iterable[Iterable[float]], down: int) -> Box:
    """The box of corners from the top left clockwise, `down` pixels further; what is askew is set upright."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = ((float(x), float(y) + down) for x, y in corners)
    return (x0 + x3) / 2, (y0 + y1) / 2, (x1 + x2) / 2, (y2 + y3) / 2


def _as_told(text: str, chars: Sequence[tuple[str, float, Any]], down: int) -> tuple[_Char, ...]:
    """A line's characters where the recogniser saw them; none if it does not say of all."""
    if [char for char, *_ in chars] != [char for char in text if not char.isspace()]:
        return ()
    return tuple(_Char(char, float(score), *_sides(corners, down)) for char, score, corners in chars)


def _spread(line: _Line) -> tuple[_Char, ...]:
    """A line's characters, spread over its box."""
    placed = spread(line.text, line.x0, line.x1)
    return tuple(_Char(char, line.score, x0, line.top, x1, line.bottom) for char, x0, x1 in placed)


def _cuts(pixels: Any) -> list[int]:
    """Rows at which to cut, 0 and the last included: the plainest near the end of each strip."""
    height = len(pixels)
    cuts = [0]
    while height - cuts[-1] > _STRIP:
        first = cuts[-1] + _STRIP * 3 // 4
        rows = pixels[first : cuts[-1] + _STRIP].astype("int16")
        busy = abs(rows[:, 1:] - rows[:, :-1]).sum(axis=(1, 2))
        plainest = (busy == busy.min()).nonzero()[0]
        cuts.append(first + int(plainest[len(plainest) // 2]))
    return [*cuts, height]


def _glyphs(line: _Line, across: float, down: float) -> Iterator[Glyph]:
    """A line's glyphs, all of one height; `across` and `down`: points a pixel."""
    turned = line.bottom - line.top > _TALL * (line.x1 - line.x0) and len(line.chars) > 1
    size = (line.x1 - line.x0) * across if turned else (line.bottom - line.top) * down
    for _, run in groupby(line.chars, _may_be_of_a_number):
        chars = list(run)
        doubt = f"ocr:{min(char.score for char in chars):.2f}" if _may_be_of_a_number(chars[0]) else ""
        for char in chars:
            top, bottom = (char.top, char.bottom) if turned else (line.top, line.bottom)
            yield Glyph(
                char.text, char.x0 * across, top * down, char.x1 * across, bottom * down, size,
                upright=not turned, doubt=doubt,
            )  # fmt: skip


def _may_be_of_a_number(char: _Char) -> bool:
    return char.text.isnumeric() or char.text in ".,%％．，"
