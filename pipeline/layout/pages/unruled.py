"""Tables without vertical rules: rows of labels and numbers whose gaps stand one above the other."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.layout import marks
from pipeline.layout.pages.rows import Row, row_of, segments
from pipeline.layout.pages.stretch import PrintedCell
from pipeline.layout.pages.strokes import Rule
from pipeline.layout.pages.tables import NUMBER, Line, Part, Piece, cell_of, rows_of_lines
from pipeline.model import Glyph

_GAP: Final = 1.0  # em between two cells of a row, at least
WORDS: Final = 0.7  # em between two words of one cell, at most
_GUTTER: Final = 2.0  # points that stay free between two columns
_ROWS: Final = 3  # with numbers that make a table where no rules bound it
_HEADS: Final = 4  # rows of column heads above the numbers, at most
_NEAR: Final = 2.6  # row heights from one row of a table to the next, at most
_SAME: Final = 6.0  # points by which the rules of a table differ in their ends
_LEFT: Final = 0.25  # of a table's width within which its labels begin
_ODD: Final = 0.04  # of the rows with numbers may stand in a gutter
_LEADER: Final = re.compile(r"[.．·]{3}|…|_{3}")
_CAPTION: Final = re.compile(r"(?:附?[表图]|续表)\s*[\d一二三四五六七八九十（(：:]|[（(]?单位[:：]")
_SENTENCE: Final = re.compile(r"[。；！？]")
_HAN: Final = re.compile(r"[\u2e80-\u9fff]")


class Run(NamedTuple):
    """Rows of a page that are a table or a part of one; `start` and `end`: x of the rules, or 0."""

    page: int
    rows: tuple[Row, ...]
    start: float = 0
    end: float = 0

    @property
    def is_sure(self) -> bool:
        """Whether it is a table whatever the next pages hold."""
        numeric = sum(map(is_tabular, self.rows))
        enough = numeric >= _ROWS or (self.end > 0 and len(self.rows) >= _ROWS and numeric > 0)
        labelled = [row for row in self.rows if is_tabular(row) and _HAN.search(_cut(row)[0].text)]
        return enough and 2 * len(labelled) > numeric


def _cut(row: Row) -> list[Row]:
    return segments(row, _GAP)


def is_tabular(row: Row) -> bool:
    """Whether a row has a label and, apart from it, a number."""
    if _SENTENCE.search(row.text) or _LEADER.search(row.text):
        return False
    cells = _cut(row)
    return any(NUMBER.fullmatch(cell.text) for cell in cells[1:]) and not marks.is_page_number(row.text)


def _is_many(row: Row) -> bool:
    """Whether a row is cut in pieces as heads of columns are."""
    return not (_SENTENCE.search(row.text) or _CAPTION.match(row.text)) and len(_cut(row)) > 1


def runs_of(rows: Sequence[Row], across: Sequence[Rule]) -> list[Run]:
    """What may be tables among the rows of a page; `across`: horizontal rules that are part of no frame."""
    spans: list[tuple[int, int, Rule | None]] = [*_zones(rows, across)]
    spans += [(start, end, None) for start, end in _cores(rows)]
    found: list[tuple[int, int, Rule | None]] = []
    for start, end, rule in sorted(spans, key=lambda span: span[:2]):
        if found and start <= found[-1][1] and (start < found[-1][1] or _is_near(rows, start)):
            first, last, bound = found[-1]
            found[-1] = (first, max(last, end), bound or rule)
        else:
            found.append((start, end, rule))
    return [_run(rows, *span) for span in found]


def _run(rows: Sequence[Row], start: int, end: int, rule: Rule | None) -> Run:
    inner = tuple(rows[start:end])
    return Run(inner[0].page, inner, rule.start, rule.end) if rule else Run(inner[0].page, inner)


def _is_near(rows: Sequence[Row], at: int) -> bool:
    """Whether a row stands close below the row before it."""
    above, below = rows[at - 1], rows[at]
    return below.middle - above.middle < _NEAR * max(above.size, below.size)


def _zones(rows: Sequence[Row], across: Sequence[Rule]) -> list[tuple[int, int, Rule]]:
    """Rows between two horizontal rules of the same ends that look like rows of a table."""
    middles = [row.middle for row in rows]
    found = []
    for at, top in enumerate(across):
        same = (r for r in across[at + 1 :] if abs(r.start - top.start) + abs(r.end - top.end) < _SAME)
        bottom = next(same, None)
        if bottom is None:
            continue
        start, end = bisect_right(middles, top.at), bisect_right(middles, bottom.at)
        inner = rows[start:end]
        if any(map(_is_many, inner)) and all(_is_of_zone(row, top) for row in inner):
            found.append((start, end, top))
    return found


def _is_of_zone(row: Row, rule: Rule) -> bool:
    if _SENTENCE.search(row.text) or _CAPTION.match(row.text):
        return False
    if row.x0 < rule.start - _SAME or row.x1 > rule.end + _SAME:
        return False
    return len(_cut(row)) > 1 or row.x0 - rule.start < _LEFT * rule.length


def _cores(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Rows with numbers in columns, with the labels between them and the heads above them."""
    tabular = [is_tabular(row) for row in rows]
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(rows):
        if not tabular[at]:
            at += 1
            continue
        end = _core_end(rows, tabular, at)
        floor = found[-1][1] if found else 0
        found.append((_with_heads(rows, at, floor), end))
        at = end
    return found


def _core_end(rows: Sequence[Row], tabular: Sequence[bool], start: int) -> int:
    """Where the rows that belong together end: at prose, at a caption, at a wide gap."""
    end = at = start + 1
    number_at = _cut(rows[start])[1].x0
    while at < len(rows) and _is_near(rows, at) and at - end < 2:
        if tabular[at]:
            end = at + 1
        elif not _may_be_label(rows[at], number_at):
            break
        at += 1
    return end


def _may_be_label(row: Row, number_at: float) -> bool:
    """Whether a row without numbers may stand between rows of a table: a label or several heads."""
    if _CAPTION.match(row.text) or _SENTENCE.search(row.text):
        return False
    return len(_cut(row)) > 1 or row.x1 <= number_at


def _with_heads(rows: Sequence[Row], start: int, floor: int) -> int:
    """The first of the rows of column heads above a table."""
    least = max(floor, start - _HEADS)
    while start > least and _is_many(rows[start - 1]) and _is_near(rows, start):
        start -= 1
    return start


def parts_of(runs: Sequence[Run]) -> list[Part]:
    """The runs of one table as its parts; empty where no columns can be told."""
    shift = [run.start if all(other.end for other in runs) else 0.0 for run in runs]
    lines = [_moved(row, -by) for run, by in zip(runs, shift, strict=True) for row in run.rows]
    numeric = [row for row in lines if is_tabular(row)] or [row for row in lines if _is_many(row)]
    edges = column_edges([piece for row in numeric for piece in segments(row, WORDS)], len(numeric))
    if len(edges) < 3:
        return []
    return [_part(run, [edge + by for edge in edges]) for run, by in zip(runs, shift, strict=True)]


def _moved(row: Row, by: float) -> Row:
    if not by:
        return row
    glyphs = [glyph._replace(x0=glyph.x0 + by, x1=glyph.x1 + by) for glyph in row.glyphs]
    return row_of(row.page, glyphs)


def column_edges(pieces: Sequence[Row], rows: int) -> list[float]:
    """The sides of the columns: the middles of the gaps where (nearly) no piece stands."""
    steps = sorted([(piece.x0, 1) for piece in pieces] + [(piece.x1, -1) for piece in pieces])
    odd = int(_ODD * rows)
    edges = [steps[0][0] - _GUTTER]
    standing = 0
    is_filled = False  # whether a column has begun since the last edge
    for (at, step), (following, _) in pairwise(steps):
        standing += step
        is_filled = is_filled or standing > odd
        if is_filled and standing <= odd and following - at > _GUTTER:
            edges.append((at + following) / 2)
            is_filled = False
    return [*edges, max(piece.x1 for piece in pieces) + _GUTTER]


def _part(run: Run, edges: Sequence[float]) -> Part:
    first = next((at for at, row in enumerate(run.rows) if is_tabular(row)), len(run.rows))
    body = [_line(row, edges) for row in run.rows[first:]]
    cells = _heads(run.rows[:first], edges)
    height = len(cells) and 1 + max(cell.row for cell in cells)
    for group in rows_of_lines(body, edges[1]) if body else []:
        cells += _row(group, height)
        height += 1
    box = (run.rows[0].x0, run.rows[0].top, max(row.x1 for row in run.rows), run.rows[-1].bottom)
    return Part(run.page, box, tuple(edges), tuple(cells), height)


def _column(edges: Sequence[float], at: float) -> int:
    return min(max(bisect_right(edges, at) - 1, 0), len(edges) - 2)


def _line(row: Row, edges: Sequence[float]) -> Line:
    """A row cut at the columns' sides."""
    columns: dict[int, list[Glyph]] = {}
    for glyph in row.glyphs:
        columns.setdefault(_column(edges, (glyph.x0 + glyph.x1) / 2), []).append(glyph)
    return tuple(Piece(column, row_of(row.page, glyphs)) for column, glyphs in columns.items())


def _row(lines: Iterable[Line], number: int) -> list[PrintedCell]:
    columns: dict[int, list[Row]] = {}
    for line in lines:
        for piece in line:
            columns.setdefault(piece.column, []).append(piece.row)
    return [cell_of(number, column, pieces) for column, pieces in columns.items()]


def _heads(rows: Sequence[Row], edges: Sequence[float]) -> list[PrintedCell]:
    """The heads of the columns; a row with fewer heads than the row below it spans columns."""
    cells: list[PrintedCell] = []
    number = 0
    columns: dict[tuple[int, int], list[Row]] = {}
    for at, row in enumerate(rows):
        cut = _cut(row)
        for (column, span), piece in zip(_head_columns(cut, edges), cut, strict=True):
            columns.setdefault((column, span), []).append(piece)
        last = at + 1 == len(rows)
        if last or len(cut) < len(_cut(rows[at + 1])):
            cells += [cell_of(number, c, pieces, (1, span)) for (c, span), pieces in columns.items()]
            columns = {}
            number += 1
    return cells


def _head_columns(cut: Sequence[Row], edges: Sequence[float]) -> list[tuple[int, int]]:
    """The column and the number of columns of each head: in order where there are as many as columns."""
    if len(cut) == len(edges) - 1:
        return [(at, 1) for at in range(len(cut))]
    found = []
    for head in cut:
        first, last = _column(edges, head.x0 + head.size / 2), _column(edges, head.x1 - head.size / 2)
        found.append((first, last - first + 1))
    return found
