"""Pages as a person sees them: turned and cut like the sheets that the boxes of the tables lie on."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.readers import MAX_BYTES, UnreadableFile, pdf, scan

if TYPE_CHECKING:
    from PIL.Image import Image

SCALE = 2.0  # pixels a point
_MOST_PIXELS = 8_000_000
_LONGEST = 16_000  # pixels of a side; WebP has 16,383
_QUALITY = 80  # of 100
_LOOKED_AT = 200  # characters of a page, by which it is told whether its text lies on its side
_QUARTER = math.pi / 2


class Size(NamedTuple):
    """A page in points, as its text stands; `turn`: quarter turns clockwise that were undone for that."""

    width: float
    height: float
    turn: int = 0


class CannotDraw(Exception):
    """A page cannot be shown.  The message is one Chinese sentence."""


def can_draw(path: Path) -> bool:
    """Whether the pages of a file can be shown as pictures, by its suffix."""
    return path.suffix.lower() in {".pdf", *scan.SUFFIXES}


def sizes(path: Path) -> list[Size]:
    """All pages of a file; none where it cannot be drawn.  Raises CannotDraw where it is damaged."""
    if path.suffix.lower() == ".pdf":
        with _opened(path) as document:
            return list(_pdf_sizes(path, document))
    if path.suffix.lower() in scan.SUFFIXES:
        return [Size(*scan.size(image)) for image in _pictures(path)]
    return []


def page(path: Path, number: int, scale: float = SCALE, turn: int | None = None) -> bytes:
    """A page (from 1) as WebP, about `scale` pixels a point, fewer where it is huge.

    `turn`: of the page, if it is known from `sizes`.  Raises CannotDraw.
    """
    if path.suffix.lower() == ".pdf":
        return _written(_printed(path, number, scale, turn))
    if path.suffix.lower() in scan.SUFFIXES:
        return _written(_pictured(path, number, scale))
    raise CannotDraw("这种格式的文件没有页面图像，请看左边的文字。")


def _written(image: Image) -> bytes:
    made = io.BytesIO()
    image.convert("RGB").save(made, "WEBP", quality=_QUALITY, method=2)
    return made.getvalue()


def _fitting(width: float, height: float, scale: float) -> float:
    """The scale, or the largest at which a page of that size is no larger than allowed."""
    area, longest = max(1.0, width * height), max(1.0, width, height)
    return min(scale, math.sqrt(_MOST_PIXELS / area), _LONGEST / longest)


def _no_page(number: int) -> CannotDraw:
    return CannotDraw(f"原文件没有第{number}页。")


# --- PDF --------------------------------------------------------------------------------------


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise CannotDraw("原文件打不开，画不出页面，请看左边的文字。") from error
    try:
        yield document
    finally:
        document.close()


@contextmanager
def _page_of(document: Any, number: int) -> Iterator[Any]:
    if not 0 < number <= len(document):
        raise _no_page(number)
    try:
        found = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise CannotDraw(f"第{number}页已损坏，画不出来，请看左边的文字。") from error
    try:
        yield found
    finally:
        found.close()


def _pdf_sizes(path: Path, document: Any) -> Iterator[Size]:
    told = [_upright(document, number) for number in range(1, len(document) + 1)]
    turns = _turns(path, [number for number, (_, seems) in enumerate(told, 1) if seems])
    for number, ((width, height), _) in enumerate(told, 1):
        turn = turns.get(number, 0)
        yield Size(height, width, turn) if turn % 2 else Size(width, height, turn)


def _upright(document: Any, number: int) -> tuple[tuple[float, float], bool]:
    """The size of a page as it is, and whether its text seems to lie on its side."""
    try:
        with _page_of(document, number) as found:
            return found.get_size(), _seems_turned(found)
    except CannotDraw:  # one damaged page among others keeps its place
        return (0.0, 0.0), False


def _turns(path: Path, numbers: Sequence[int]) -> dict[int, int]:
    """As the reader turned pages; it takes its time, and is asked only where a page seems turned."""
    try:
        return pdf.turns(path.read_bytes(), numbers) if numbers else {}
    except UnreadableFile:
        return {}


def _seems_turned(found: Any) -> bool:
    """Whether half of some characters of a page do not stand upright as it is seen."""
    text = found.get_textpage()
    try:
        count = max(0, pdfium.FPDFText_CountChars(text))
        some = range(0, count, max(1, count // _LOOKED_AT))
        seen = [at for at in some if pdfium.FPDFText_GetUnicode(text, at) > ord(" ")]
        quarters = (round(pdfium.FPDFText_GetCharAngle(text, at) / _QUARTER) for at in seen)
        turned = sum((quarter + found.get_rotation() // 90) % 4 != 0 for quarter in quarters)
        return bool(turned * 2 > len(seen))
    finally:
        text.close()


def _printed(path: Path, number: int, scale: float, turn: int | None) -> Image:
    with _opened(path) as document, _page_of(document, number) as found:
        if turn is None:
            turn = _turns(path, [number] if _seems_turned(found) else []).get(number, 0)
        width, height = found.get_size()
        fitting = _fitting(width, height, scale)
        try:
            return found.render(scale=fitting, rotation=-90 * turn % 360).to_pil()  # type: ignore[no-any-return]
        except pypdfium2.PdfiumError as error:
            raise CannotDraw(f"第{number}页已损坏，画不出来，请看左边的文字。") from error


# --- pictures ---------------------------------------------------------------------------------


def _pictures(path: Path) -> Iterator[Image]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CannotDraw("原文件太大，画不出页面，请看左边的文字。")
        yield from scan.pictures(path.read_bytes(), path.name)
    except (UnreadableFile, OSError) as error:
        raise CannotDraw("原文件打不开，画不出页面，请看左边的文字。") from error


def _pictured(path: Path, number: int, scale: float) -> Image:
    """A picture of a file, no larger than it is."""
    image = next(islice(_pictures(path), number - 1, number), None) if number > 0 else None
    if image is None:
        raise _no_page(number)
    width, height = scan.size(image)
    fitting = min(_fitting(width, height, scale) * width / image.width, 1.0)
    wanted = (max(1, round(image.width * fitting)), max(1, round(image.height * fitting)))
    return image.convert("RGB").resize(wanted) if wanted != image.size else image
