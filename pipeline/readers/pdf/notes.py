"""Raised marks behind a figure: footnote marks go, ² and ³ stay with their unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.readers.pdf.drawn import DrawnGlyph

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SIGNS = "*＊※†‡" + _CIRCLED
_MARKS = frozenset("0123456789[]［］〔〕【】()（）注,，、" + _SIGNS)
_EXPONENTS = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_LONGEST = 6  # glyphs of a mark: [12], (注1)
_SMALLER = 0.8  # of the type it stands behind, at most
# All as shares of the size of that type.
_FOOT = 0.15  # how far its foot is above the other foot, at least
_MIDDLE = 0.06  # how far its middle is above the other middle, at least
_HEAD = (-0.6, 0.25)  # where its top may be, downwards from the other top
_GAP = (-0.3, 0.6)  # before it
_COLUMN = 10.0  # points; glyphs are looked up by the column their right side is in
_COMMON = 0.02  # of the glyphs: a size that counts


def without_marks(glyphs: Sequence[DrawnGlyph]) -> list[DrawnGlyph]:
    """The glyphs in their order; footnote marks left out, powers as ² or ³."""
    largest = _largest(glyphs)
    runs = [run for run in _runs(glyphs) if glyphs[run.start].size <= _SMALLER * largest]
    if not runs:
        return list(glyphs)
    columns: dict[int, list[int]] = {}
    for at, glyph in enumerate(glyphs):
        if not glyph.text.isspace():
            columns.setdefault(int(glyph.box[2] // _COLUMN), []).append(at)
    found: list[DrawnGlyph | None] = list(glyphs)
    for run in runs:
        base = _base(glyphs, run, columns)
        if base is not None:
            power = _is_power("".join(glyph.text for glyph in glyphs[run.start : run.stop]), glyphs, base)
            for at in run:
                found[at] = glyphs[at]._replace(text=_EXPONENTS[glyphs[at].text]) if power else None
    return [glyph for glyph in found if glyph is not None]


def _largest(glyphs: Sequence[DrawnGlyph]) -> float:
    """The largest size that is no rarity on the page."""
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs)
    return max((size for size, count in sizes.items() if count > _COMMON * len(glyphs)), default=0.0)


def _runs(glyphs: Sequence[DrawnGlyph]) -> Iterator[range]:
    """Short runs of mark characters of one size side by side, as the file has them."""
    at = 0
    while at < len(glyphs):
        end = at + 1
        if glyphs[at].text in _MARKS and not glyphs[at].turn:
            while end < len(glyphs) and glyphs[end].text in _MARKS and _follows(glyphs[end - 1], glyphs[end]):
                end += 1
            if end - at <= _LONGEST and any(g.text.isdigit() or g.text in _SIGNS for g in glyphs[at:end]):
                yield range(at, end)
        at = end


def _follows(left: DrawnGlyph, right: DrawnGlyph) -> bool:
    return (
        abs(left.size - right.size) < 0.1 * left.size
        and abs(left.box[3] - right.box[3]) < 0.2 * left.size
        and -0.2 * left.size < right.box[0] - left.box[2] < 0.5 * left.size
    )


def _base(glyphs: Sequence[DrawnGlyph], run: range, columns: dict[int, list[int]]) -> int | None:
    """The place of the glyph behind which a run stands raised."""
    mark = glyphs[run.start]
    low = int((mark.box[0] - 4 * mark.size * _GAP[1]) // _COLUMN)
    high = int((mark.box[0] + mark.size) // _COLUMN)
    beside = (at for column in range(low, high + 1) for at in columns.get(column, ()))
    found = [at for at in beside if at not in run and _is_raised(mark, glyphs[at])]
    return max(found, key=lambda at: glyphs[at].box[2], default=None)


def _is_raised(mark: DrawnGlyph, base: DrawnGlyph) -> bool:
    size = base.size
    if mark.size > _SMALLER * size or base.turn:
        return False
    gap = mark.box[0] - base.box[2]
    head = mark.box[1] - base.box[1]
    foot = base.box[3] - mark.box[3]
    return (
        _GAP[0] * size <= gap <= _GAP[1] * size
        and _HEAD[0] * size <= head <= _HEAD[1] * size
        and foot >= _FOOT * size
        and (foot - head) / 2 >= _MIDDLE * size
    )


def _is_power(text: str, glyphs: Sequence[DrawnGlyph], base: int) -> bool:
    """Whether digits are raised to be a power: behind a metre or behind digits (m², 10³)."""
    if not set(text) <= _EXPONENTS.keys():
        return False
    stem = glyphs[base].text
    if stem in "米里":
        squared_in_words = base > 0 and glyphs[base - 1].text == "方"  # 平方米, 立方米
        return text in ("2", "3") and not squared_in_words
    return stem in _EXPONENTS or (stem in "mM㎜㎝㎞" and text in ("2", "3"))
