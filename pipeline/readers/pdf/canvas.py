"""A device for pdfminer's interpreter that keeps what a sheet needs and nothing more.

pdfplumber's objects would do, but for what they leave out (render mode, order, clips, opacity,
/ActualText) and for their price: a dictionary a glyph is a quarter of a page's reading time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import mult_matrix

from pipeline.model import Box
from pipeline.readers.pdf.actual import spoken, told
from pipeline.readers.pdf.colors import rgb
from pipeline.readers.pdf.drawn import UNKNOWN, Drawing, DrawnGlyph, Paint, Picture, area, shared

if TYPE_CHECKING:
    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdfdevice import PDFTextSeq
    from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFStackT, PDFTextState
    from pdfminer.utils import Matrix, PathSegment, Rect

_EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
FOOT = 0.15  # em below the baseline; the descents that fonts tell of themselves reach from 0 to -1.03
_STROKED = (1, 5)  # render modes that draw outlines alone
_INVISIBLE = (3, 7)
_PALE = 0.1  # opacity under which nothing is seen
_LITTLE = 0.5  # points; a clip this thin leaves nothing


class Veil(NamedTuple):
    """What the graphics state hides: all outside `clip`, and what is painted with little opacity."""

    clip: Box = _EVERYWHERE
    opacity: float = 1.0
    plain: bool = True  # no blend mode, no soft mask


class _Char(NamedTuple):
    """A character code of a font: its text, advance in em, and the x of its origin if it runs down."""

    text: str
    advance: float
    middle: float


class _Pen(NamedTuple):
    """All glyphs of one shown string have these in common."""

    font: str
    size: float
    matrix: Matrix
    rise: float
    scaling: float
    height: float
    vertical: bool
    turn: int
    color: int
    unseen: str


class Canvas(PDFDevice):
    """Collects one page's `Drawing`; coordinates are those of the matrix the interpreter starts with."""

    ctm: Matrix

    def __init__(self, resources: PDFResourceManager, width: float, height: float) -> None:
        super().__init__(resources)
        self.drawing = Drawing(width, height)
        self.veil = Veil()
        self.layers_off = 0  # depth of optional content that is switched off
        self._order = 0
        self._known: dict[PDFFont, dict[int, _Char]] = {}
        self._tags: list[tuple[str | None, int]] = []
        self._forms: list[Veil] = []

    # text

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Show a string; spacing goes by ISO 32000-1, 9.4.4: behind every glyph."""
        font = textstate.font
        assert font is not None
        pen = self._pen(textstate, font, graphicstate)
        scaling = pen.scaling
        step = 0.001 * pen.size * scaling
        char_space = textstate.charspace * scaling
        word_space = 0 if font.is_multibyte() else textstate.wordspace * scaling
        vertical = font.is_vertical()
        x, y = textstate.linematrix
        known = self._known.setdefault(font, {})
        for part in seq:
            if isinstance(part, (int, float)):
                x, y = (x, y - part * step) if vertical else (x - part * step, y)
                continue
            if not isinstance(part, bytes):
                continue
            for code in font.decode(part):
                char = known.get(code) or self._learn(font, code, known)
                length = char.advance * pen.size * scaling
                self._glyph(pen, char, length, x, y)
                advance = length + char_space
                if code == 32:
                    advance += word_space
                if vertical:
                    y += advance
                else:
                    x += advance
        textstate.linematrix = (x, y)

    def _pen(self, state: PDFTextState, font: PDFFont, graphics: PDFGraphicState) -> _Pen:
        matrix = mult_matrix(state.matrix, self.ctm)
        a, b, c, d, _, _ = matrix
        if font.is_vertical():
            turn = 0 if abs(d) >= abs(b) else 1
        elif abs(a) >= abs(b):
            turn = 0 if a * state.scaling > 0 else 2
        else:
            turn = 1 if b * state.scaling > 0 else 3
        stroked = state.render in _STROKED
        color, space = (graphics.scolor, graphics.scs) if stroked else (graphics.ncolor, graphics.ncs)
        height = abs(state.fontsize) * float((c * c + d * d) ** 0.5)
        return _Pen(
            font.fontname,
            state.fontsize,
            matrix,
            state.rise,
            state.scaling * 0.01,
            height,
            font.is_vertical(),
            turn,
            rgb(color, space.name),
            self._unseen(state.render),
        )

    def _unseen(self, mode: int) -> str:
        if mode in _INVISIBLE or self.veil.opacity < _PALE:
            return "invisible"
        return "layer" if self.layers_off else ""

    def _learn(self, font: PDFFont, code: int, known: dict[int, _Char]) -> _Char:
        try:
            text = font.to_unichr(code)
        except PDFUnicodeNotDefined:
            text = "\ufffd"
        place = font.char_disp(code)
        middle = place[0] if isinstance(place, tuple) else None
        char = _Char(text, font.char_width(code), 0.5 if middle is None else middle * 0.001)
        known[code] = char
        return char

    def _glyph(self, pen: _Pen, char: _Char, length: float, x: float, y: float) -> None:
        font, size, matrix, rise, _, height, vertical, turn, color, unseen = pen
        if vertical:
            low_x, high_x = x - char.middle * size, x + (1 - char.middle) * size
            low_y, high_y = y + rise + length, y + rise
        else:
            low_x, high_x = x, x + length
            low_y = y + rise - FOOT * size
            high_y = low_y + size
        box = _spread(matrix, (low_x, low_y, high_x, high_y))
        if not unseen and self.veil.clip is not _EVERYWHERE and _outside(box, self.veil.clip):
            unseen = "clipped"
        self._order += 1
        self.drawing.glyphs.append(DrawnGlyph(char.text, box, height, font, color, turn, unseen, self._order))

    # marked content

    def begin_tag(self, tag: PSLiteral, props: PDFStackT | None = None) -> None:
        """Open a stretch that may say what its glyphs mean (/ActualText)."""
        actual = resolve1(props.get("ActualText")) if isinstance(props, dict) else None
        text = told(actual) if isinstance(actual, bytes) else None
        self._tags.append((text, len(self.drawing.glyphs)))

    def end_tag(self) -> None:
        """Close it: glyphs that say nothing plain take the text that was told."""
        if self._tags:
            text, start = self._tags.pop()
            if text:
                glyphs = self.drawing.glyphs
                glyphs[start:] = spoken(glyphs[start:], text)

    # shapes and pictures

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        """A form or picture: nothing of it shows outside its box."""
        self._forms.append(self.veil)
        self.cut(_spread(mult_matrix(matrix, self.ctm), bbox))

    def end_figure(self, name: str) -> None:
        """Back to the page the form stands on."""
        self.veil = self._forms.pop()

    def cut(self, box: Box) -> None:
        """Show nothing outside a box from now on."""
        self.veil = self.veil._replace(clip=shared(self.veil.clip, box))

    def render_image(self, name: str, stream: PDFStream) -> None:
        """A picture fills the unit square, as far as the clip lets it."""
        box = shared(_spread(self.ctm, (0, 0, 1, 1)), self.veil.clip)
        if self.layers_off or not _is_seen(box):
            return
        masks = ("SMask", "Mask", "ImageMask", "IM", "SMaskInData")
        self._order += 1
        covers = self._is_opaque() and not any(resolve1(stream.get(key)) for key in masks)
        self.drawing.pictures.append(Picture(box, covers, self._order))

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        """A mark for each part of a path."""
        if self.layers_off or self.veil.opacity < _PALE:
            return
        filled = rgb(graphicstate.ncolor, graphicstate.ncs.name) if fill else None
        stroked = rgb(graphicstate.scolor, graphicstate.scs.name) if stroke else None
        opaque = fill and filled != UNKNOWN and self._is_opaque()
        parts = _parts(path)
        opaque = opaque and (len(parts) == 1 or not evenodd)
        for part in parts:
            self._paint(part, filled, stroked, opaque and _is_rectangle(part))

    def _paint(self, part: Sequence[PathSegment], fill: int | None, stroke: int | None, covers: bool) -> None:
        a, b, c, d, e, f = self.ctm
        xs: list[float] = []
        ys: list[float] = []
        for segment in part:
            for x, y in zip(segment[1::2], segment[2::2], strict=True):
                xs.append(a * float(x) + c * float(y) + e)
                ys.append(b * float(x) + d * float(y) + f)
        box = shared((min(xs), min(ys), max(xs), max(ys)), self.veil.clip)
        if box[2] < box[0] or box[3] < box[1]:
            return
        self._order += 1
        upright = not ((a or d) and (b or c))
        self.drawing.paints.append(Paint(box, fill, stroke, covers and upright, self._order))

    def shade(self) -> None:
        """A gradient over all that the clip leaves."""
        page = (0.0, 0.0, self.drawing.width, self.drawing.height)
        box = shared(self.veil.clip, page)
        if not self.layers_off and _is_seen(box):
            self._order += 1
            self.drawing.paints.append(Paint(box, UNKNOWN, None, False, self._order))

    def _is_opaque(self) -> bool:
        return self.veil.plain and self.veil.opacity > 1 - _PALE


def _spread(matrix: Matrix, box: Rect) -> Box:
    """The box around a box that was moved by a matrix."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    if b == 0 == c:  # most are neither turned nor slanted
        left, right, top, bottom = a * x0 + e, a * x1 + e, d * y0 + f, d * y1 + f
        if left > right:
            left, right = right, left
        return (left, top, right, bottom) if top <= bottom else (left, bottom, right, top)
    xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    return min(xs), min(ys), max(xs), max(ys)


def _outside(box: Box, clip: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return not (clip[0] - 1 <= x <= clip[2] + 1 and clip[1] - 1 <= y <= clip[3] + 1)


def _is_seen(box: Box) -> bool:
    return area(box) > 0 and box[2] - box[0] > _LITTLE and box[3] - box[1] > _LITTLE


def _parts(path: Sequence[PathSegment]) -> list[Sequence[PathSegment]]:
    """The subpaths that draw something; each begins with a move."""
    starts = [at for at, segment in enumerate(path) if segment[0] == "m"]
    ends = [*starts[1:], len(path)] if starts else []
    return [path[start:end] for start, end in zip(starts, ends, strict=True) if end - start > 1]


def _is_rectangle(part: Sequence[PathSegment]) -> bool:
    """Whether four straight lines along the axes close."""
    points: list[tuple[object, ...]] = [segment[1:3] for segment in part if segment[0] in "ml"]
    if len(points) == 5 and points[0] == points[4]:
        points.pop()
    if len(points) != 4 or any(segment[0] not in "mlh" for segment in part):
        return False
    return len({point[0] for point in points}) == 2 == len({point[1] for point in points})
