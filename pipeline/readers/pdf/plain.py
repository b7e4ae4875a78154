"""Pages of nothing but plain text, which is most of a report: drawn by PDFium.

PDFium gives what the `Canvas` would have drawn, and pdfminer's fonts say what the page's program shows, so
that every character has its two readers here, too; where their texts differ, nothing is given.  Nor is it
for a page with anything else on it: lines, pictures, forms, text that is turned, clipped, pale, hidden, of a
character without meaning, told to mean another, or that runs down.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from ctypes import byref, c_float, c_int, c_void_p
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import literal_name

from pipeline.readers.pdf.canvas import FOOT
from pipeline.readers.pdf.colors import contrast
from pipeline.readers.pdf.drawn import Drawing, DrawnGlyph
from pipeline.readers.pdf.hidden import FAINT, PAPER
from pipeline.readers.pdf.hygiene import clean
from pipeline.readers.pdf.limits import refuse_bomb
from pipeline.readers.pdf.program import strings

if TYPE_CHECKING:
    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.utils import Matrix

_SHOWN = frozenset({pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE})
_OPAQUE = 255
_SLANT = 0.01  # of the baseline, as a share of the type's width: more, and the text is turned
_HYPHEN = 2  # what PDFium makes of a hyphen at the end of a line
_HAIR = 1.0  # points that a clip may take of a string
_LAYER = "OC"
_MOST = 8  # clips around a string, corners of a clip, marks on a string: each string asks for all of them
_BLACK_INK, _PATTERN = 0x231F20, 0xBFBFBF  # what PDFium makes of 0 0 0 1 k, and of a pattern


class NotPlain(Exception):
    """There is something on a page that this way of reading cannot be trusted with."""


class _Pen(NamedTuple):
    """What all characters of one shown string have in common; `foot` in the page's own space."""

    order: int
    foot: float
    size: float
    font: str
    color: int


def drawing(page: Any, text: Any, matrix: Matrix, size: tuple[float, float]) -> Drawing:
    """What is drawn on a page that pypdfium2 has open, with its text page.  Raises NotPlain.

    `matrix` leads to the sheet, of `size`; the page must stand as it is programmed, unturned.  The glyphs
    are in the order of the page's program.
    """
    a, b, c, d, left, top = matrix
    if (a, b, c, d) != (1, 0, 0, -1):
        raise NotPlain
    pens = _pens(_handle(page))
    chars = sorted(_chars(_handle(text), pens), key=lambda char: char[3].order)  # each string as it stands
    glyphs = [
        DrawnGlyph(char, (x0 + left, top - pen.foot - pen.size, x1 + left, top - pen.foot), pen.size,
                   pen.font, pen.color, 0, "", order)
        for order, (char, x0, x1, pen) in enumerate(chars, 1)
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
    return {thing: look.at(thing, order) for order, thing in enumerate(things)}


class _Look:
    """Looks at strings one after the other; what PDFium fills in is made once."""

    def __init__(self) -> None:
        self._fonts: dict[int, str] = {}
        self._matrix, self._size = pdfium.FS_MATRIX(), c_float()
        self._parts = [ctypes.c_uint() for _ in range(4)]
        self._into = byref(self._matrix), byref(self._size), [byref(part) for part in self._parts]

    def at(self, thing: int, order: int) -> _Pen:
        """How a string is drawn.  Raises NotPlain where it is turned, clipped, hidden or tagged."""
        if _MODE(thing) not in _SHOWN or _is_clipped(thing) or _is_tagged(thing):
            raise NotPlain
        into_matrix, into_size, into_parts = self._into
        if not (_MATRIX(thing, into_matrix) and _SIZE(thing, into_size) and _COLOR(thing, *into_parts)):
            raise NotPlain
        matrix, size = self._matrix, self._size.value
        if size <= 0 or matrix.a <= 0 or matrix.d <= 0 or abs(matrix.b) > _SLANT * matrix.a:
            raise NotPlain
        height = size * float((matrix.c**2 + matrix.d**2) ** 0.5)
        return _Pen(order, matrix.f - FOOT * height, height, self._font(thing), self._color())

    def _font(self, thing: int) -> str:
        font = _FONT(thing)
        known = self._fonts.get(font)
        if known is None:
            buffer = ctypes.create_string_buffer(256)
            if not font or not _FONT_NAME(font, buffer, 256) or not buffer.value:
                raise NotPlain
            known = self._fonts[font] = buffer.value.decode("utf-8", "backslashreplace")  # 宋体 in GBK
        return known

    def _color(self) -> int:
        """0xRRGGBB, of black ink 0.  Raises NotPlain where nobody would see it, or it cannot be told."""
        red, green, blue, alpha = (part.value for part in self._parts)
        color = red << 16 | green << 8 | blue
        if alpha != _OPAQUE or color == _PATTERN or (color and contrast(color, PAPER) < FAINT):
            raise NotPlain
        return 0 if color == _BLACK_INK else color


def _is_clipped(thing: int) -> bool:
    """Whether a string may be cut off: it reaches out of what is shown around it."""
    clip = _CLIP(thing)
    count = _CLIPS(clip) if clip else 0
    return count > _MOST or not all(_holds(clip, path, thing) for path in range(count))


def _holds(clip: int, path: int, thing: int) -> bool:
    """Whether a rectangle of a clip has a thing within it, all but a hair; False for any other shape."""
    xs, ys = set(), set()
    x, y = c_float(), c_float()
    corners = _CORNERS(clip, path)
    for place in range(corners if corners <= _MOST else 0):
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
    count = _MARKS(thing)
    for place in range(count if count <= _MOST else 0):
        mark = _MARK(thing, place)
        if _MARK_VALUE(mark, b"ActualText") or _name(mark) == _LAYER:
            return True
    return bool(count > _MOST)


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


def said(page: PDFPage, resources: PDFResourceManager) -> str:
    """The text that a page's program shows, by what its fonts say, in order and without blanks.

    Raises NotPlain, where the program paints anything else, too; PDFium need not be asked then.
    """
    try:
        return _said(page, resources)
    except MemoryError:
        raise
    except Exception as error:  # whatever pdfminer meets in a broken page; the interpreter meets it, too
        raise NotPlain from error


def _said(page: PDFPage, resources: PDFResourceManager) -> str:
    streams = [stream_value(stream) for stream in page.contents]
    for stream in streams:
        refuse_bomb(stream)
    fonts = PDFPageInterpreter(resources, PDFDevice(resources))
    known: dict[Any, dict[int, str]] = {}
    texts: list[str] = []
    for name, told in strings([stream.get_data() for stream in streams]):
        if not known:
            fonts.init_resources(page.resources)  # dear, and not for a page that begins with a line
        meant = known.setdefault(name, {})
        font = fonts.fontmap[literal_name(name)]
        if font.is_vertical():
            raise NotPlain
        for code in font.decode(told):
            if code not in meant:
                meant[code] = clean(font.to_unichr(code), font.fontname)
            texts.append(meant[code])
    return "".join("".join(texts).split())


def shown(glyphs: Iterable[DrawnGlyph]) -> str:
    """The text of cleaned glyphs, in order and without blanks, to be held against what is `said`."""
    return "".join("".join(glyph.text for glyph in glyphs).split())
