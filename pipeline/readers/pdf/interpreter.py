"""pdfminer's interpreter with what it leaves out: clips, opacity, gradients, layers, inherited state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from pdfminer.pdfinterp import LITERAL_FORM, PDFPageInterpreter
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1, stream_value
from pdfminer.psparser import PSKeyword, PSLiteral, keyword_name, literal_name

from pipeline.readers.pdf.canvas import Canvas, Veil
from pipeline.readers.pdf.limits import refuse_bomb
from pipeline.readers.pdf.program import objects

if TYPE_CHECKING:
    from pdfminer.pdfdevice import PDFTextSeq
    from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFStackT
    from pdfminer.pdfpage import PDFPage
    from pdfminer.utils import Matrix

DEEPEST = 30  # forms in forms; more is a loop


class Interpreter(PDFPageInterpreter):
    """Runs a page's program on a `Canvas`; `off` holds the object numbers of layers not shown."""

    def __init__(
        self, resources: PDFResourceManager, canvas: Canvas, off: frozenset[int] = frozenset(), depth: int = 0
    ) -> None:
        super().__init__(resources, canvas)
        self._canvas = canvas
        self._off = off
        self._depth = depth
        self._veils: list[Veil] = []
        self._hides: list[bool] = []
        self._given: tuple[PDFGraphicState, int] | None = None
        self._states: dict[PSLiteral, object] = {}

    def run(self, page: PDFPage, matrix: Matrix) -> None:
        """Draw a page; `matrix` leads from its space to the canvas."""
        for stream in page.contents:
            refuse_bomb(stream_value(stream))
        self.render_contents(page.resources, page.contents, ctm=matrix)

    def execute(self, streams: Sequence[object]) -> None:
        """Run a program, cut into objects in one go where that is proved to be the same."""
        try:
            found = objects(self._unread(streams))
        except MemoryError:
            raise
        except Exception:  # whatever there is to complain of, pdfminer's own parser meets in its place
            super().execute(streams)
            return
        known: dict[PSKeyword, tuple[Callable[..., None] | None, int]] = {}
        for item in found:
            if type(item) is not PSKeyword:
                self.argstack.append(item)
                continue
            if item not in known:
                known[item] = self._operator(item)
            work, count = known[item]
            if work is None:
                continue
            if not count:
                work()
                continue
            args = self.argstack[-count:]
            del self.argstack[-count:]
            if len(args) == count:
                work(*args)

    def _unread(self, streams: Sequence[object]) -> list[bytes]:
        """What the streams hold, but for those that are being run already."""
        own = [stream for stream in map(stream_value, streams) if stream.objid is not None]
        fresh = [stream for stream in own if stream.objid not in self.parent_stream_ids]
        self.stream_ids = {stream.objid for stream in fresh if stream.objid is not None}
        return [stream.get_data() for stream in fresh]

    def _operator(self, word: PSKeyword) -> tuple[Callable[..., None] | None, int]:
        """What an operator does, and how many operands it takes; None for one that is not known."""
        name = str(keyword_name(word)).replace("*", "_a").replace('"', "_w").replace("'", "_q")
        work = getattr(self, f"do_{name}", None)
        return work, work.__code__.co_argcount - 1 if work else 0

    def subinterp(self) -> PDFPageInterpreter:
        """An interpreter for a form, which takes over colour and render mode."""
        inner = Interpreter(self.rsrcmgr, self._canvas, self._off, self._depth + 1)
        inner.parent_stream_ids = self.parent_stream_ids | self.stream_ids
        inner._given = (self.graphicstate, self.textstate.render)
        return inner

    def init_state(self, ctm: Matrix) -> None:
        """Begin a page or a form."""
        super().init_state(ctm)
        if self._given:
            self.graphicstate = self._given[0].copy()
            self.textstate.render = self._given[1]

    def do_q(self) -> None:
        """Save graphics state"""
        super().do_q()
        self._veils.append(self._canvas.veil)

    def do_Q(self) -> None:
        """Restore graphics state"""
        super().do_Q()
        if self._veils:
            self._canvas.veil = self._veils.pop()

    def do_W(self) -> None:
        """Clip by the current path, by its box"""
        a, b, c, d, e, f = self.ctm
        points = [
            (float(x), float(y))
            for segment in self.curpath
            for x, y in zip(segment[1::2], segment[2::2], strict=True)
        ]
        if points:
            xs = [a * x + c * y + e for x, y in points]
            ys = [b * x + d * y + f for x, y in points]
            self._canvas.cut((min(xs), min(ys), max(xs), max(ys)))

    def do_W_a(self) -> None:
        """The same by the even-odd rule"""
        self.do_W()

    def do_gs(self, name: PDFStackT) -> None:
        """Set opacity, blend mode and soft mask"""
        state = self._state(name)
        if not isinstance(state, dict):
            return
        veil = self._canvas.veil
        opacity = resolve1(state.get("ca"))
        if isinstance(opacity, (int, float)):
            veil = veil._replace(opacity=float(opacity))
        if "SMask" in state or "BM" in state:
            values = [resolve1(state.get(key)) for key in ("SMask", "BM")]
            names = [literal_name(value) if isinstance(value, PSLiteral) else value for value in values]
            veil = veil._replace(plain=names[0] in (None, "None") and names[1] in (None, "Normal"))
        self._canvas.veil = veil

    def do_TJ(self, seq: PDFStackT) -> None:
        """Show strings; the canvas keeps nothing of the state, so that it needs no copy of it"""
        if self.textstate.font is not None:
            state = self.graphicstate
            self._canvas.render_string(self.textstate, cast("PDFTextSeq", seq), state.ncs, state)

    def do_sh(self, name: object) -> None:
        """Paint a gradient"""
        self._canvas.shade()

    def do_Do(self, xobjid_arg: PDFStackT) -> None:
        """Draw a form or a picture, and come back to the page's own coordinates"""
        if self._depth > DEEPEST:
            return
        form = self._xobject(xobjid_arg)
        if isinstance(form, PDFStream) and form.get("Subtype") is LITERAL_FORM:
            refuse_bomb(form)
        hidden = self._is_off(getattr(form, "attrs", {}).get("OC"))
        self._canvas.layers_off += hidden
        super().do_Do(xobjid_arg)
        self._canvas.layers_off -= hidden
        self._canvas.set_ctm(self.ctm)

    def do_BDC(self, tag: PDFStackT, props: PDFStackT) -> None:
        """Begin marked content; its properties may stand under a name"""
        hides = isinstance(tag, PSLiteral) and tag.name == "OC" and self._is_off(self._property(props))
        self._begin(hides)
        named = isinstance(props, PSLiteral)
        super().do_BDC(tag, resolve1(self._property(props)) if named else props)

    def do_BMC(self, tag: PDFStackT) -> None:
        """Begin marked content"""
        self._begin(False)
        super().do_BMC(tag)

    def do_EMC(self) -> None:
        """End marked content"""
        if self._hides and self._hides.pop():
            self._canvas.layers_off -= 1
        super().do_EMC()

    def _begin(self, hides: bool) -> None:
        self._hides.append(hides)
        self._canvas.layers_off += hides

    def _state(self, name: object) -> object:
        """A named graphics state; programs ask for the same few again and again."""
        if not isinstance(name, PSLiteral):
            return self._resource("ExtGState", name)
        if name not in self._states:
            self._states[name] = self._resource("ExtGState", name)
        return self._states[name]

    def _resource(self, kind: str, name: object) -> object:
        known = resolve1(self.resources.get(kind)) if self.resources else None
        key = literal_name(name) if isinstance(name, PSLiteral) else name
        return resolve1(known.get(key)) if isinstance(known, dict) else None

    def _property(self, name: object) -> object:
        """The properties under a name, by reference, since layers are told by object number."""
        known = resolve1(self.resources.get("Properties")) if self.resources else None
        return (
            known.get(literal_name(name)) if isinstance(known, dict) and isinstance(name, PSLiteral) else None
        )

    def _xobject(self, name: object) -> object:
        return resolve1(self.xobjmap.get(literal_name(name))) if isinstance(name, PSLiteral) else None

    def _is_off(self, layer: object) -> bool:
        """Whether a layer, or every layer of a group of them, is switched off."""
        if isinstance(layer, PDFObjRef) and layer.objid in self._off:
            return True
        group = resolve1(layer) if self._off else None
        members = group.get("OCGs") if isinstance(group, dict) else None
        if isinstance(members, PDFObjRef) and isinstance(resolve1(members), list):
            members = resolve1(members)
        if isinstance(members, list):
            return bool(members) and all(self._is_off(member) for member in members)
        return isinstance(members, PDFObjRef) and members.objid in self._off
