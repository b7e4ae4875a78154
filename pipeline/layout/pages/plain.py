"""Pages of one column: paragraphs, tables and furniture, from top to bottom and page to page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.layout.pages import furniture, paragraphs, ruled, unruled
from pipeline.layout.pages.columns import Column, Setting, columns_of, setting_of
from pipeline.layout.pages.contents import without_contents
from pipeline.layout.pages.continued import Group, grouped
from pipeline.layout.pages.footnotes import first_note
from pipeline.layout.pages.rows import Row, rows_of
from pipeline.layout.pages.stretch import PrintedLine, Stretch
from pipeline.layout.pages.strokes import Rule, frames, rules_of
from pipeline.layout.pages.tables import Part
from pipeline.layout.pages.unruled import Run
from pipeline.layout.vocabulary import Vocabulary
from pipeline.model import Sheet


class _Page(NamedTuple):
    """What stands on a page, from top to bottom, its furniture and the rules outside its tables."""

    items: list[Row | Part | Run]
    furniture: list[PrintedLine]
    across: list[Rule]


def stretches(sheets: Sequence[Sheet], words: Vocabulary) -> list[Stretch]:
    """The paragraphs and tables of the pages, in order; notes and furniture behind what they interrupt."""
    split = furniture.split([rows_of(sheet) for sheet in sheets])
    pages = [_page(sheet, *rows) for sheet, rows in zip(sheets, split, strict=True)]
    items = grouped([page.items for page in pages])
    texts = [[item for item in page if isinstance(item, Row)] for page in items]
    flow = _Flow(setting_of(texts))
    for page, inner, column in zip(pages, items, columns_of(texts), strict=True):
        flow.page(page, inner, column)
    return without_contents(flow.read())


def _page(sheet: Sheet, rows: list[Row], outer: Iterable[Row]) -> _Page:
    """The tables of a page and the rows between them; what is turned against the page is furniture."""
    across, down = rules_of(sheet.marks)
    found: list[Row | Part | Run] = []
    rest = rows
    for frame in frames(across, down):
        read = ruled.part_of(frame, rest)
        if read:
            part, taken = read
            found.append(part)
            inside = {id(row) for row in taken}
            rest = [row for row in rest if id(row) not in inside]
            across = [rule for rule in across if rule not in frame.across]
    runs = unruled.runs_of(rest, across)
    inside = {id(row) for run in runs for row in run.rows}
    found += runs
    found += [row for row in rest if id(row) not in inside]
    turned = tuple(glyph for glyph in sheet.glyphs if not glyph.upright)
    aside = [row.printed() for row in outer] + [PrintedLine(sheet.number, turned)] * bool(turned)
    return _Page(sorted(found, key=_top), aside, across)


def _top(item: Row | Part | Run) -> float:
    if isinstance(item, Row):
        return item.middle
    return item.box[1] if isinstance(item, Part) else item.rows[0].middle


class _Flow:
    """The text as it is read: the open paragraph, what stands aside until it ends, and all before."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._done: list[Stretch] = []
        self._aside: list[Stretch] = []
        self._paragraph: list[Row] = []
        self._column = Column(0, 0)

    def page(self, page: _Page, items: Sequence[Row | Group], column: Column) -> None:
        """Reads one page."""
        last = max((at for at, item in enumerate(items) if isinstance(item, Group)), default=-1)
        foot = [item for item in items[last + 1 :] if isinstance(item, Row)]
        notes = foot[first_note(foot, page.across, self._setting) :]
        for item in items[: len(items) - len(notes)]:
            if isinstance(item, Row):
                self._row(item, column)
            else:
                self._aside += [*self._own(item.captions, column), *item.stretches()]
        self._aside += self._own(notes, column)
        self._aside += [Stretch("furniture", (line,)) for line in page.furniture]

    def _row(self, row: Row, column: Column) -> None:
        if self._paragraph:
            turned = bool(self._aside) or row.page != self._paragraph[-1].page
            seam = paragraphs.Seam(self._paragraph, row, self._column, column, turned)
            if not paragraphs.goes_on(seam, self._setting):
                self._end()
        else:
            self._end()
        self._paragraph.append(row)
        self._column = column

    def _end(self) -> None:
        """The paragraph is whole."""
        if self._paragraph:
            self._done.append(_stretch(self._paragraph))
        self._done += self._aside
        self._paragraph, self._aside = [], []

    def _own(self, rows: Sequence[Row], column: Column) -> list[Stretch]:
        """Rows that stand apart from the text, as paragraphs of their own."""
        if not rows:
            return []
        inner = _Flow(self._setting)
        own = Column(min(row.x0 for row in rows), max(column.right, *(row.x1 for row in rows)))
        for row in rows:
            inner._row(row, own)
        return inner.read()

    def read(self) -> list[Stretch]:
        """All that was read."""
        self._end()
        return self._done


def _stretch(rows: Sequence[Row]) -> Stretch:
    """A paragraph, or an entry of a table of contents."""
    kind = "furniture" if paragraphs.is_entry(rows[-1].text) else ""
    return Stretch(kind, tuple(row.printed() for row in rows))
