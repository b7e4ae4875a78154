"""Tables with rules between their columns: cells from the lattice of rules, merged where none is drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.layout.pages.rows import Row, row_of, segments
from pipeline.layout.pages.stretch import PrintedCell
from pipeline.layout.pages.strokes import Frame, Rule
from pipeline.layout.pages.tables import NUMBER, Line, Part, Piece, cell_of, is_numeric, rows_of_lines
from pipeline.layout.pages.unruled import WORDS, column_edges
from pipeline.model import Glyph

_NEAR: Final = 4.0  # points between two edges that are one
_ROWS: Final = 2  # with several numbers in one column that show that it is several
_MOST: Final = 0.6  # of a column's rows with numbers, at least, show the same
_MANY: Final = 2000  # fields of a lattice that is a drawing, no table
_OUT: Final = 3.0  # points by which text may stick out of its table


class _Area(NamedTuple):
    """A cell of the lattice with those it is merged with; half-open."""

    top: int
    left: int
    bottom: int
    right: int


class _Lattice(NamedTuple):
    """Edges of columns and bands, and the area each of the fields between them belongs to."""

    xs: list[float]
    ys: list[float]
    areas: dict[tuple[int, int], _Area]


def part_of(frame: Frame, rows: Sequence[Row]) -> tuple[Part, list[Row]] | None:
    """The table in a frame and the rows of the page it takes; None if the frame is none."""
    inside = [row for row in rows if _is_inside(row, frame)]
    xs = _edges([rule.at for rule in frame.down], frame.box[0], frame.box[2])
    ys = _edges([rule.at for rule in frame.across], frame.box[1], frame.box[3])
    inner = _unruled_edges(xs, inside)
    if len(xs) + len(inner) < 3 or len(inside) < 2 or len(xs) * len(ys) > _MANY:
        return None
    free = [Rule(x, a, b) for x in inner for a, b in pairwise(ys) if not _is_crossed(x, a, b, inside)]
    frame = frame._replace(down=(*frame.down, *free))
    lattice = _Lattice(xs := sorted([*xs, *inner]), ys, _areas(xs, ys, frame))
    cells, height = _cells(lattice, inside)
    if len({cell.column for cell in cells}) < 2 or height < 2:
        return None
    return Part(inside[0].page, frame.box, tuple(xs), tuple(cells), height), inside


def _unruled_edges(xs: Sequence[float], rows: Iterable[Row]) -> list[float]:
    """The edges between numbers that stand in columns without a rule between them."""
    found: list[float] = []
    columns: dict[int, list[list[Row]]] = {}
    for row in rows:
        parts: dict[int, list[Glyph]] = {}
        for glyph in row.glyphs:
            parts.setdefault(_field(xs, (glyph.x0 + glyph.x1) / 2), []).append(glyph)
        for column, glyphs in parts.items():
            columns.setdefault(column, []).append(segments(row_of(row.page, glyphs), WORDS))
    for cuts in columns.values():
        found += _edges_within(cuts)
    return found


def _edges_within(cuts: Sequence[list[Row]]) -> list[float]:
    """The edges within one ruled column; column heads help to place them where they stand apart as well."""
    numeric = [cut for cut in cuts if NUMBER.fullmatch(cut[-1].text)]
    several = [cut for cut in numeric if len(cut) > 1]
    if len(several) < max(_ROWS, _MOST * len(numeric)):
        return []
    edges = column_edges([piece for cut in several for piece in cut], len(several))
    likely = [cut for cut in cuts if len(cut) == len(edges) - 1]
    return [_between(likely, at, edge) for at, edge in enumerate(edges[1:-1])]


def _between(cuts: Sequence[list[Row]], at: int, edge: float) -> float:
    """The edge behind the pieces of one column; moved where heads and numbers leave a gap elsewhere."""
    left = max((cut[at].x1 for cut in cuts), default=edge)
    right = min((cut[at + 1].x0 for cut in cuts), default=edge)
    return (left + right) / 2 if left < right else edge


def _is_crossed(x: float, top: float, bottom: float, rows: Iterable[Row]) -> bool:
    """Whether a word in a band stands across an edge."""
    return any(
        piece.x0 < x < piece.x1
        for row in rows
        if top <= row.middle < bottom and row.x0 < x < row.x1
        for piece in segments(row, WORDS)
    )


def _is_inside(row: Row, frame: Frame) -> bool:
    x0, top, x1, bottom = frame.box
    return top - _OUT <= row.middle <= bottom + _OUT and row.x1 > x0 and row.x0 < x1


def _edges(inner: Iterable[float], first: float, last: float) -> list[float]:
    """The edges in order; those that nearly fall together are one."""
    found: list[float] = []
    for at in sorted([first, *inner, last]):
        if not found or at - found[-1] > _NEAR:
            found.append(at)
    return found


def _areas(xs: Sequence[float], ys: Sequence[float], frame: Frame) -> dict[tuple[int, int], _Area]:
    """Fields without a rule between them are one area, that of the box around them."""
    height, width = len(ys) - 1, len(xs) - 1
    area = {(i, j): _Area(i, j, i + 1, j + 1) for i in range(height) for j in range(width)}
    across = _by_edge(ys, frame.across)
    down = _by_edge(xs, frame.down)
    for i in range(height):
        middle = (ys[i] + ys[i + 1]) / 2
        for j in range(width - 1):
            if not _is_drawn(down[j + 1], middle):
                _merge(area, (i, j), (i, j + 1))
    for j in range(width):
        middle = (xs[j] + xs[j + 1]) / 2
        for i in range(height - 1):
            if not _is_drawn(across[i + 1], middle):
                _merge(area, (i, j), (i + 1, j))
    return area


def _by_edge(edges: Sequence[float], rules: Iterable[Rule]) -> list[list[Rule]]:
    found: list[list[Rule]] = [[] for _ in edges]
    for rule in rules:
        found[max(bisect_right(edges, rule.at + 0.01) - 1, 0)].append(rule)
    return found


def _is_drawn(rules: Iterable[Rule], at: float) -> bool:
    return any(rule.start <= at <= rule.end for rule in rules)


def _merge(area: dict[tuple[int, int], _Area], one: tuple[int, int], other: tuple[int, int]) -> None:
    """Makes two areas one; areas stay rectangles, so what lies in the box around them joins in."""
    if area[one] == area[other]:
        return
    box, grown = area[one], _around(area[one], area[other])
    while grown != box:
        box = grown
        for field in _fields(box):
            grown = _around(grown, area[field])
    for field in _fields(box):
        area[field] = box


def _around(a: _Area, b: _Area) -> _Area:
    return _Area(min(a.top, b.top), min(a.left, b.left), max(a.bottom, b.bottom), max(a.right, b.right))


def _fields(area: _Area) -> list[tuple[int, int]]:
    return [(i, j) for i in range(area.top, area.bottom) for j in range(area.left, area.right)]


def _cells(lattice: _Lattice, rows: Iterable[Row]) -> tuple[list[PrintedCell], int]:
    """The cells and the number of rows; a band with several lines of numbers is as many rows."""
    lines: dict[int, list[Line]] = {}
    wide: dict[_Area, list[Row]] = {}
    for row in rows:
        band = _field(lattice.ys, row.middle)
        line = []
        for area, piece in _pieces(lattice, band, row):
            if area.bottom - area.top > 1:
                wide.setdefault(area, []).append(piece)
            else:
                line.append(Piece(area.left, piece))
        if line:
            lines.setdefault(band, []).append(tuple(line))
    first: list[int] = []
    found: list[PrintedCell] = []
    height = 0
    for band in range(len(lattice.ys) - 1):
        first.append(height)
        groups = _rows_of_band(lines.get(band, []), lattice)
        for group in groups:
            found += _row(lattice, band, group, height)
            height += 1
        height += not groups and any(area.top <= band < area.bottom for area in wide)
    first.append(height)
    for area, pieces in wide.items():
        top, bottom = first[area.top], first[area.bottom]
        found.append(cell_of(top, area.left, pieces, (bottom - top, area.right - area.left)))
    return found, height


def _rows_of_band(lines: Sequence[Line], lattice: _Lattice) -> list[list[Line]]:
    if sum(map(is_numeric, lines)) < 2:
        return [list(lines)] if lines else []
    return rows_of_lines(lines, lattice.xs[1])


def _row(lattice: _Lattice, band: int, lines: Iterable[Line], number: int) -> list[PrintedCell]:
    columns: dict[int, list[Row]] = {}
    for line in lines:
        for piece in line:
            columns.setdefault(piece.column, []).append(piece.row)
    return [
        cell_of(number, column, pieces, (1, lattice.areas[band, column].right - column))
        for column, pieces in columns.items()
    ]


def _pieces(lattice: _Lattice, band: int, row: Row) -> list[tuple[_Area, Row]]:
    """The row cut at the edges of the areas of its band."""
    found: list[tuple[_Area, list[Glyph]]] = []
    for glyph in row.glyphs:
        area = lattice.areas[band, _field(lattice.xs, (glyph.x0 + glyph.x1) / 2)]
        if not found or found[-1][0] != area:
            found.append((area, []))
        found[-1][1].append(glyph)
    return [(area, row_of(row.page, glyphs)) for area, glyphs in found]


def _field(edges: Sequence[float], at: float) -> int:
    return min(max(bisect_right(edges, at) - 1, 0), len(edges) - 2)
