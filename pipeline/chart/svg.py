"""A picture -> an SVG: one small chart a region, on one scale, drawn by hand.

The line is what was done and breaks where a year has no value; a bar across is what was aimed at.  An
open mark is about or an estimate, an arrow is an open end (以上, 超过; 以内, 低于), a box a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from itertools import pairwise
from typing import NamedTuple

from pipeline.chart.scale import Axis, axis, labelled
from pipeline.chart.series import Mark, Picture, Series

FONTS = (
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','Heiti SC',"
    "'WenQuanYi Micro Hei','Noto Sans SC',sans-serif"
)
INK, MUTED, GRID, BRAND = "#121212", "#5f6b73", "#d9dde0", "#e3120b"
ACTUAL, TARGET = "#006ba2", "#db444b"
WIDTH, EDGE, GUTTER = 760, 16, 28
HEAD, FOOT = 92, 58
TALL, LOW = 300, 190  # height of the plot of one region, of one among several
CLOSE = 30.0  # points in which a label would stand on another mark
ABOVE, BELOW = -9.0, 19.0  # from a mark to the foot of its label
ROOM_FOR_LABEL = 44  # at the right, for 实际 and 目标
_UNFIT = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # not allowed in XML


class Frame(NamedTuple):
    """Where a small chart is drawn."""

    left: float
    top: float
    width: float
    height: float
    years: tuple[int, ...]
    axis: Axis

    @property
    def step(self) -> float:
        """Points between two years."""
        return self.width / len(self.years)

    def x(self, year: int) -> float:
        """The middle of a year."""
        return self.left + self.step * (year - self.years[0] + 0.5)

    def y(self, value: Decimal) -> float:
        """The height of a value."""
        return self.top + self.height * (1 - self.axis.share(value))


def svg(picture: Picture) -> str:
    """The whole picture as a file of its own."""
    frames = _frames(picture)
    height = frames[-1].top + frames[-1].height + FOOT + 18 * len(_missing(picture))
    body = [
        *_head(picture),
        *(
            line
            for one, frame in zip(picture.series, frames, strict=True)
            for line in _chart(one, frame, picture)
        ),
        *_foot(picture, height),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}"'
        f' height="{height:.0f}" role="img" font-family="{FONTS}" font-size="12" fill="{INK}">\n'
        f"<title>{text(title(picture))}</title>\n"
        f'<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def title(picture: Picture) -> str:
    """What the picture shows: 广东省深圳市：地区生产总值增速的目标与实际."""
    what = picture.name + ("增速" if picture.growth else "")
    where = f"{picture.series[0].region}：" if len(picture.series) == 1 else ""
    return f"{where}{what}的目标与实际"


def text(words: str) -> str:
    """Words that may stand in SVG and HTML."""
    return escape(_UNFIT.sub("\ufffd", words))


def _frames(picture: Picture) -> list[Frame]:
    """Frames in one column, or in two where there are several regions; all on one scale and one time."""
    marks = [mark for one in picture.series for mark in (*one.actual, *one.target)]
    scale = axis([value for mark in marks for value in (mark.value, mark.top) if value is not None])
    first, last = min(mark.year for mark in marks), max(mark.year for mark in marks)
    years = tuple(range(first, last + 1))
    columns = 1 if len(picture.series) == 1 else 2
    tall = TALL if columns == 1 else LOW
    name = 0 if columns == 1 else 24
    width = (WIDTH - 2 * EDGE - GUTTER * (columns - 1)) / columns
    return [
        Frame(
            EDGE + (width + GUTTER) * (index % columns),
            HEAD + name + (tall + name + 44) * (index // columns),
            width - ROOM_FOR_LABEL, tall, years, scale,
        )
        for index in range(len(picture.series))
    ]  # fmt: skip


# --- around the charts ------------------------------------------------------------------------


def _head(picture: Picture) -> Iterator[str]:
    yield f'<rect x="{EDGE}" y="0" width="{WIDTH - 2 * EDGE}" height="1" fill="{BRAND}"/>'
    yield f'<rect x="{EDGE}" y="0" width="34" height="8" fill="{BRAND}"/>'
    yield f'<text x="{EDGE}" y="34" font-size="19" font-weight="700">{text(title(picture))}</text>'
    yield f'<text x="{EDGE}" y="54" font-size="13" fill="{MUTED}">{text(_subtitle(picture))}</text>'
    yield from _key(picture)


def _subtitle(picture: Picture) -> str:
    return f"比上年增长，{picture.unit}" if picture.growth else picture.unit


def _key(picture: Picture) -> Iterator[str]:
    """The marks that are used, each drawn as it stands in the charts."""
    at = float(EDGE)
    for word, drawn in _used(picture):
        yield f'<g transform="translate({at:.1f},70)">{drawn}</g>'
        yield f'<text x="{at + 24:.1f}" y="74" font-size="11" fill="{MUTED}">{word}</text>'
        at += 24 + 11 * len(word) + 16


def _used(picture: Picture) -> Iterator[tuple[str, str]]:
    marks = [mark for one in picture.series for mark in (*one.actual, *one.target)]
    bounds = {mark.record.bound for mark in marks}
    yield "实际", f'<path d="M0 0H18" stroke="{ACTUAL}" stroke-width="2"/>' + _dot(9, 0, False)
    yield "目标", _bar(9, 0, 14, False)
    if any(mark.open for mark in marks):
        yield "空心：左右、预计", _dot(3, 0, True) + _bar(15, 0, 10, True)
    if bounds & {"ge", "gt"}:
        yield "以上", _bar(9, 3, 14, False) + _arrow(9, 3, TARGET, up=True)
    if bounds & {"le", "lt"}:
        yield "以内", _bar(9, -3, 14, False) + _arrow(9, -3, TARGET, up=False)
    if "range" in bounds:
        yield "区间", _box(9, -5, 5, 14, TARGET)


def _foot(picture: Picture, height: float) -> Iterator[str]:
    lines = [*_missing(picture), "来源：各年政府工作报告、统计公报；鼠标停在标记上可见原句和编号。"]
    for index, words in enumerate(reversed(lines)):
        at = height - 14 - 18 * index
        yield f'<text x="{EDGE}" y="{at:.0f}" font-size="11" fill="{MUTED}">{text(words)}</text>'


def _missing(picture: Picture) -> list[str]:
    """The years without an actual value or a target, of one region; several have no room for it."""
    if len(picture.series) > 1:
        return ["折线中断、没有横线的年份，数据集里没有这个数。"]
    one = picture.series[0]
    said = []
    for word, marks in (("实际", one.actual), ("目标", one.target)):
        have = {mark.year for mark in marks}
        lack = [year for year in one.years if year not in have]
        said += [f"{word}缺{runs(lack)}年"] if lack else []
    return [f"空缺：{'；'.join(said)}。"] if said else []


def runs(years: Sequence[int]) -> str:
    """Years in short: 2004、2009—2010."""
    found: list[list[int]] = []
    for year in years:
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in found)


# --- one chart --------------------------------------------------------------------------------


def _chart(one: Series, frame: Frame, picture: Picture) -> Iterator[str]:
    if len(picture.series) > 1:
        yield f'<text x="{frame.left}" y="{frame.top - 14}" font-weight="700">{text(one.region)}</text>'
    yield from _grid(frame)
    yield from _years(frame)
    wide = min(16.0, frame.step * 0.62)
    yield from (_target(mark, frame, wide) for mark in one.target)
    yield from _line(one.actual, frame)
    yield from (_actual(mark, frame) for mark in one.actual)
    yield from _labels(one, frame)


def _grid(frame: Frame) -> Iterator[str]:
    right = frame.left + frame.width
    for tick in frame.axis.ticks:
        y = frame.y(tick)
        colour, wide = (INK, 1) if tick == 0 else (GRID, 1)
        yield f'<path d="M{frame.left:.1f} {y:.1f}H{right:.1f}" stroke="{colour}" stroke-width="{wide}"/>'
        number = f"{tick.normalize():f}"
        yield f'<text x="{right + 6:.1f}" y="{y + 4:.1f}" fill="{MUTED}" font-size="11">{number}</text>'


def _years(frame: Frame) -> Iterator[str]:
    base = frame.top + frame.height + 18
    for year in labelled(frame.years, frame.step):
        yield (
            f'<text x="{frame.x(year):.1f}" y="{base:.1f}" text-anchor="middle" fill="{MUTED}"'
            f' font-size="11">{year}</text>'
        )


def _line(marks: Sequence[Mark], frame: Frame) -> Iterator[str]:
    """The line through the values of years that follow each other."""
    for one, two in pairwise(marks):
        if two.year == one.year + 1:
            yield (
                f'<path d="M{frame.x(one.year):.1f} {frame.y(one.value):.1f}'
                f'L{frame.x(two.year):.1f} {frame.y(two.value):.1f}" stroke="{ACTUAL}" stroke-width="2"/>'
            )


def _actual(mark: Mark, frame: Frame) -> str:
    x, y = frame.x(mark.year), frame.y(mark.value)
    parts = [_arrows(mark, x, y, ACTUAL), _dot(x, y, mark.open)]
    if mark.top is not None:
        parts[1:] = [_box(x, frame.y(mark.top), y, 7, ACTUAL)]
    return _with_proof(mark, "实际", x, y, parts)


def _target(mark: Mark, frame: Frame, wide: float) -> str:
    x, y = frame.x(mark.year), frame.y(mark.value)
    parts = [_bar(x, y, wide, mark.open), _arrows(mark, x, y, TARGET)]
    if mark.top is not None:
        parts = [_box(x, frame.y(mark.top), y, wide, TARGET)]
    return _with_proof(mark, "目标", x, y, parts)


def _with_proof(mark: Mark, word: str, x: float, y: float, parts: Iterable[str]) -> str:
    """The shapes with what stands behind them, over a place that is easy to hit."""
    estimate = "（预计）" if mark.record.status == "estimate" else ""
    proof = f"{mark.year}年{word}：{mark.said}{estimate}\n{mark.record.sentence}\n{mark.record.figure_id}"
    hit = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="#fff" fill-opacity="0"/>'
    return f"<g><title>{text(proof)}</title>{hit}{''.join(parts)}</g>"


def _labels(one: Series, frame: Frame) -> Iterator[str]:
    """实际 and 目标 at their last marks."""
    for word, colour, x, y in _label_places(one, frame):
        yield (
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-weight="700" fill="{colour}"'
            f' stroke="#fff" stroke-width="3" paint-order="stroke">{word}</text>'
        )


def _label_places(one: Series, frame: Frame) -> list[tuple[str, str, float, float]]:
    """Word, colour and place of each label: on the side where the other row has no mark."""
    both = ((one.actual, one.target, "实际", ACTUAL), (one.target, one.actual, "目标", TARGET))
    found, heights = [], []
    for marks, others, word, colour in both:
        if marks:
            last = marks[-1]
            y = frame.y(last.value if last.top is None else last.top)
            near = (frame.y(mark.value) for mark in others if abs(mark.year - last.year) <= 1)
            below = any(-CLOSE < other - y < 0 for other in near)
            x = min(frame.x(last.year), frame.left + frame.width - 14)
            found.append((word, colour, x, y + (BELOW if below else ABOVE)))
            heights.append(y)
    if len(found) == 2 and abs(found[0][2] - found[1][2]) < CLOSE and abs(found[0][3] - found[1][3]) < CLOSE:
        sides = (ABOVE, BELOW) if heights[0] <= heights[1] else (BELOW, ABOVE)
        found = [(*label[:3], y + side) for label, y, side in zip(found, heights, sides, strict=True)]
    return found


# --- marks ------------------------------------------------------------------------------------


def _dot(x: float, y: float, open_: bool) -> str:
    fill = "#fff" if open_ else ACTUAL
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="{fill}" stroke="{ACTUAL}" stroke-width="1.6"/>'


def _bar(x: float, y: float, wide: float, open_: bool) -> str:
    fill = "#fff" if open_ else TARGET
    return (
        f'<rect x="{x - wide / 2:.1f}" y="{y - 2:.1f}" width="{wide:.1f}" height="4" fill="{fill}"'
        f' stroke="{TARGET}" stroke-width="1.2"/>'
    )


def _box(x: float, top: float, bottom: float, wide: float, colour: str) -> str:
    return (
        f'<rect x="{x - wide / 2:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{max(bottom - top, 3):.1f}"'
        f' fill="{colour}" fill-opacity="0.25" stroke="{colour}" stroke-width="1.2"/>'
    )


def _arrows(mark: Mark, x: float, y: float, colour: str) -> str:
    bound = mark.record.bound
    if bound in ("ge", "gt"):
        return _arrow(x, y, colour, up=True)
    return _arrow(x, y, colour, up=False) if bound in ("le", "lt") else ""


def _arrow(x: float, y: float, colour: str, up: bool) -> str:
    """An open end: a stem with a head, upwards or downwards."""
    way = -1 if up else 1
    tip = y + 13 * way
    return (
        f'<path d="M{x:.1f} {y:.1f}V{tip:.1f}M{x - 3:.1f} {tip - 4 * way:.1f}L{x:.1f} {tip:.1f}'
        f'L{x + 3:.1f} {tip - 4 * way:.1f}" fill="none" stroke="{colour}" stroke-width="1.4"/>'
    )
