"""Pages of nothing but plain text, which is most of a report: drawn by PDFium.

PDFium gives what the `Canvas` would have drawn, and pdfminer says what the page's program shows, so that
every digit has its two readers here, too; where their texts differ by a character, nothing is given.
Nor is it for a page with anything else on it: lines, pictures, text that is turned, clipped, pale, hidden,
of a character without meaning, or told to mean another.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Iterator
from ctypes import byref, c_float, c_int, c_void_p
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import literal_name

from pipeline.readers.pdf.colors import contrast
from pipeline.readers.pdf.drawn import Drawing, DrawnGlyph
from pipeline.readers.pdf.hidden import FAINT, PAPER
from pipeline.readers.pdf.hygiene import clean
from pipeline.readers.pdf.program import strings

if TYPE_CHECKING:
    from pdfminer.pdffont import PDFFont
    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.utils import Matrix

_SHOWN = frozenset({pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE})
_OPAQUE = 255
_SLANT = 0.01  # of the baseline, as a share of the type's width: more, and the text is turned
_FOOT = 0.15  # em below the baseline, as the canvas has it
_HYPHEN = 2  # what PDFium makes of a hyphen at the end of a line
_HAIR = 1.0  # points that a clip may take of a string
_LAYER = "OC"


class NotPlain(Exception):
    """There is something on a page that this way of reading cannot be trusted with."""


class _Pen(NamedTuple):
    """What all characters of one shown string have in common; `foot` in the page's own space."""

    foot: float
    size: float
    font: str
    color: int


def drawing(page: Any, text: Any, matrix: Matrix, size: tuple[float, float]) -> Drawing:
    """What is drawn on a page that pypdfium2 has open, with its text page.  Raises NotPlain.

    `matrix` leads to the sheet, of `size`; the page must stand as it is programmed, unturned.
    """
    a, b, c, d, left, top = matrix
    if (a, b, c, d) != (1, 0, 0, -1):
        raise NotPlain
    pens = _pens(_handle(page))
    glyphs = [
        DrawnGlyph(char, (x0 + left, top - pen.foot - pen.size, x1 + left, top - pen.foot), pen.size,
                   pen.font, pen.color, 0, "", order)
        for order, (char, x0, x1, pen) in enumerate(_chars(_handle(text), pens), 1)
    ]  # fmt: skip
    width, height = size
    for _, (x0, y0, x1, y1), *_ in glyphs:
        if not (0 <= x0 + x1 <= 2 * width and 0 <= y0 + y1 <= 2 * height):
            raise NotPlain  # off the page
    return Drawing(width, height, glyphs)


# --- what PDFium has drawn --------------------------------------------------------------------


def _bare(name: str, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes addresses as they are: half the time of one that checks their kind.

    A page has thousands of calls.
    """
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(getattr(pdfium, name), c_void_p).value or 0)


_COUNT = _bare("FPDFPage_CountObjects", c_int, c_void_p)
_OBJECT = _bare("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
_KIND = _bare("FPDFPageObj_GetType", c_int, c_void_p)
_MODE = _bare("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)
_MATRIX = _bare("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
_SIZE = _bare("FPDFTextObj_GetFontSize", c_int, c_void_p, c_void_p)
_FONT = _bare("FPDFTextObj_GetFont", c_void_p, c_void_p)
_FONT_NAME = _bare("FPDFFont_GetBaseFontName", ctypes.c_size_t, c_void_p, c_void_p, ctypes.c_size_t)
_COLOR = _bare("FPDFPageObj_GetFillColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_BOUNDS = _bare("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_CLIP = _bare("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
_CLIPS = _bare("FPDFClipPath_CountPaths", c_int, c_void_p)
_CORNERS = _bare("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_int)
_CORNER = _bare("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_int, c_int)
_POINT = _bare("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
_MARKS = _bare("FPDFPageObj_CountMarks", c_int, c_void_p)
_MARK = _bare("FPDFPageObj_GetMark", c_void_p, c_void_p, ctypes.c_ulong)
_MARK_VALUE = _bare("FPDFPageObjMark_GetParamValueType", c_int, c_void_p, ctypes.c_char_p)
_MARK_NAME = _bare("FPDFPageObjMark_GetName", c_int, c_void_p, c_void_p, ctypes.c_ulong, c_void_p)
_CHARS = _bare("FPDFText_CountChars", c_int, c_void_p)
_ADDED = _bare("FPDFText_IsGenerated", c_int, c_void_p, c_int)
_OF = _bare("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
_CODE = _bare("FPDFText_GetUnicode", ctypes.c_uint, c_void_p, c_int)
_UNMAPPED = _bare("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
_BOX = _bare("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)


def _handle(opened: Any) -> c_void_p:
    """The address of what pypdfium2 has open."""
    return ctypes.cast(opened.raw, c_void_p)


def _pens(page: c_void_p) -> dict[int, _Pen]:
    """How each string of a page is drawn, by the address of its object."""
    things = [_OBJECT(page, place) for place in range(_COUNT(page))]
    if any(_KIND(thing) != pdfium.FPDF_PAGEOBJ_TEXT for thing in things):
        raise NotPlain
    look = _Look()
    return {thing: look.at(thing) for thing in things}


class _Look:
    """Looks at strings one after the other; what PDFium fills in is made once."""

    def __init__(self) -> None:
        self._fonts: dict[int, str] = {}
        self._matrix, self._size = pdfium.FS_MATRIX(), c_float()
        self._parts = [ctypes.c_uint() for _ in range(4)]
        self._into = byref(self._matrix), byref(self._size), [byref(part) for part in self._parts]

    def at(self, thing: int) -> _Pen:
        """How a string is drawn.  Raises NotPlain where it is turned, clipped, hidden or tagged."""
        if _MODE(thing) not in _SHOWN or _is_clipped(thing) or _is_tagged(thing):
            raise NotPlain
        into_matrix, into_size, into_parts = self._into
        if not (_MATRIX(thing, into_matrix) and _SIZE(thing, into_size) and _COLOR(thing, *into_parts)):
            raise NotPlain
        matrix, size = self._matrix, self._size.value
        if matrix.a <= 0 or matrix.d <= 0 or abs(matrix.b) > _SLANT * matrix.a:
            raise NotPlain
        height = size * float((matrix.c**2 + matrix.d**2) ** 0.5)
        return _Pen(matrix.f - _FOOT * height, height, self._font(thing), self._color())

    def _font(self, thing: int) -> str:
        font = _FONT(thing)
        known = self._fonts.get(font)
        if known is None:
            if not font:
                raise NotPlain
            buffer = ctypes.create_string_buffer(256)
            _FONT_NAME(font, buffer, 256)
            known = self._fonts[font] = buffer.value.decode("utf-8", "replace")
        return known

    def _color(self) -> int:
        """0xRRGGBB.  Raises NotPlain where nobody would see it on paper."""
        red, green, blue, alpha = (part.value for part in self._parts)
        color = red << 16 | green << 8 | blue
        if alpha != _OPAQUE or (color and contrast(color, PAPER) < FAINT):
            raise NotPlain
        return color


def _is_clipped(thing: int) -> bool:
    """Whether a string may be cut off: it reaches out of what is shown around it."""
    clip = _CLIP(thing)
    count = _CLIPS(clip) if clip else 0
    return count > 0 and not all(_holds(clip, path, thing) for path in range(count))


def _holds(clip: int, path: int, thing: int) -> bool:
    """Whether a rectangle of a clip has a thing within it, all but a hair; False for any other shape."""
    xs, ys = set(), set()
    x, y = c_float(), c_float()
    for place in range(_CORNERS(clip, path)):
        if not _POINT(_CORNER(clip, path, place), byref(x), byref(y)):
            return False
        xs.add(round(x.value, 2))
        ys.add(round(y.value, 2))
    sides = [c_float() for _ in range(4)]
    if len(xs) != 2 or len(ys) != 2 or not _BOUNDS(thing, *map(byref, sides)):
        return False
    left, bottom, right, top = (side.value for side in sides)
    across = min(xs) - _HAIR <= left and right <= max(xs) + _HAIR
    return across and min(ys) - _HAIR <= bottom and top <= max(ys) + _HAIR


def _is_tagged(thing: int) -> bool:
    """Whether a string is on a layer, or told to mean another text."""
    for place in range(_MARKS(thing)):
        mark = _MARK(thing, place)
        if _MARK_VALUE(mark, b"ActualText") or _name(mark) == _LAYER:
            return True
    return False


def _name(mark: int) -> str:
    length, buffer = ctypes.c_ulong(), (ctypes.c_ushort * 16)()
    _MARK_NAME(mark, buffer, ctypes.sizeof(buffer), byref(length))
    return bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le", "replace")


def _chars(text: c_void_p, pens: dict[int, _Pen]) -> Iterator[tuple[str, float, float, _Pen]]:
    """Each printed character with its left and right side.  Raises NotPlain where one says nothing."""
    box = pdfium.FS_RECTF()
    into = byref(box)
    for at in range(_CHARS(text)):
        if _ADDED(text, at):
            continue
        pen = pens.get(_OF(text, at))
        code = _CODE(text, at)
        meant = code and not (0xD800 <= code <= 0xF8FF or code >= 0xF0000)
        if pen is None or not meant or _UNMAPPED(text, at):
            raise NotPlain
        _BOX(text, at, into)
        yield "-" if code == _HYPHEN else chr(code), box.left, box.right, pen


# --- what pdfminer has read -------------------------------------------------------------------


def said(page: PDFPage, resources: PDFResourceManager) -> Counter[str]:
    """How often a page's program shows each character, by what its fonts say.  Raises NotPlain."""
    try:
        return _said(page, resources)
    except MemoryError:
        raise
    except Exception as error:  # whatever pdfminer meets in a broken page
        raise NotPlain from error


def _said(page: PDFPage, resources: PDFResourceManager) -> Counter[str]:
    fonts = PDFPageInterpreter(resources, PDFDevice(resources))
    fonts.init_resources(page.resources)
    codes: dict[PDFFont, list[int]] = {}
    for name, shown in strings([stream_value(stream).get_data() for stream in page.contents]):
        font = fonts.fontmap[literal_name(name)]
        codes.setdefault(font, []).extend(font.decode(shown))
    found: Counter[str] = Counter()
    for font, used in codes.items():
        for code, count in Counter(used).items():
            found[clean(font.to_unichr(code), font.fontname)] += count
    return _printed(found)


def shown(glyphs: Iterable[DrawnGlyph]) -> Counter[str]:
    """How often each character stands among cleaned glyphs, to be held against what is `said`."""
    return _printed(Counter(glyph.text for glyph in glyphs))


def _printed(found: Counter[str]) -> Counter[str]:
    return Counter({text: count for text, count in found.items() if text.strip()})
