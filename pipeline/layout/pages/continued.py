"""Tables with what stands above them, and tables that go on over a page break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.layout.pages import tables, unruled
from pipeline.layout.pages.rows import Row, row_of, segments
from pipeline.layout.pages.stretch import Stretch
from pipeline.layout.pages.tables import Part
from pipeline.layout.pages.unruled import Run

_CAPTIONS: Final = 4  # rows above a table that say what it is, at most
_NEAR: Final = 4.0  # times the type's height from a caption to the next, or to its table, at most
_PROSE: Final = re.compile(r"[，。；]")
_GAP: Final = 2.0  # em between a caption and the unit on its row, at least
_UNIT: Final = re.compile(r"[（(]?单位[:：]")
_AGAIN: Final = re.compile(r"[（(]?续表?[）)]?")


class Group:
    """A table while its parts come in, with its captions and those that were printed again."""

    def __init__(self, part: Part | Run, captions: Sequence[Row]) -> None:
        self.parts: list[Part | Run] = [part]
        self.captions = [piece for row in captions for piece in _with_unit_apart(row)]
        self._again: list[Row] = []

    def takes(self, part: Part | Run, captions: Sequence[Row]) -> bool:
        """Whether a part at the top of the next page goes on with the table; takes it if so."""
        captions = [piece for row in captions for piece in _with_unit_apart(row)]
        if captions and _texts(captions) != _texts(self.captions[-len(captions) :]):
            return False
        if not _fits(self.parts[-1], part):
            return False
        self.parts.append(part)
        self._again += captions
        return True

    @property
    def is_sure(self) -> bool:
        """Whether it is a table at all."""
        runs = [part for part in self.parts if isinstance(part, Run)]
        if not runs:
            return True
        whole = Run(runs[0].page, tuple(row for run in runs for row in run.rows), runs[0].start, runs[0].end)
        return whole.is_sure and bool(self._parts())

    def rows(self) -> list[Row]:
        """The rows it is made of, for what is no table."""
        return [row for part in self.parts if isinstance(part, Run) for row in part.rows]

    def stretches(self) -> list[Stretch]:
        """The table, and behind it what was printed again."""
        again = [Stretch("furniture", (row.printed(),)) for row in self._again]
        return [*tables.table(self._parts()), *again]

    def _parts(self) -> list[Part]:
        runs = [part for part in self.parts if isinstance(part, Run)]
        return unruled.parts_of(runs) if runs else [part for part in self.parts if isinstance(part, Part)]


def _with_unit_apart(row: Row) -> list[Row]:
    """A row whose last piece is the unit of a table, as two."""
    cut = segments(row, _GAP)
    if len(cut) < 2 or not _UNIT.match(cut[-1].text):
        return [row]
    rest = len(row.glyphs) - len(cut[-1].glyphs)
    return [row_of(row.page, row.glyphs[:rest]), cut[-1]]


def _texts(rows: Sequence[Row]) -> list[str]:
    return [_AGAIN.sub("", row.text) for row in rows]


def _fits(last: Part | Run, part: Part | Run) -> bool:
    """Whether two parts have the same columns; only the last one is asked, so that time stays linear."""
    if isinstance(last, Part) and isinstance(part, Part):
        return tables.goes_on(last, part)
    if isinstance(last, Part) or isinstance(part, Part):
        return False
    together = unruled.parts_of([last, part])
    own = [found[0].columns for run in (last, part) if run.is_sure and (found := unruled.parts_of([run]))]
    return bool(together) and all(columns == together[0].columns for columns in own)


def grouped(pages: Sequence[Sequence[Row | Part | Run]]) -> list[list[Row | Group]]:
    """Each page's rows and tables; a table stands where it begins, its captions and later parts in it."""
    found: list[list[Row | Group]] = []
    last: Group | None = None  # the table the page so far ends with
    for items in pages:
        page: list[Row | Group] = []
        for item in items:
            if isinstance(item, Row):
                page.append(item)
                continue
            captions = _captions(page, item)
            if last is None or len(captions) < len(page) or not last.takes(item, captions):
                last = Group(item, captions)
                page[len(page) - len(captions) :] = [last]
            else:
                page.clear()
        if page:
            last = page[-1] if isinstance(page[-1], Group) else None
        found.append(page)
    return [_settled(page) for page in found]


def _captions(page: Sequence[Row | Group], item: Part | Run) -> list[Row]:
    """The last rows of a page so far, if they are captions of what comes next."""
    rows = item.rows if isinstance(item, Run) else ()
    top = rows[0].middle if isinstance(item, Run) else item.box[1]
    found: list[Row] = []
    for row in reversed(page[-_CAPTIONS:]):
        if not isinstance(row, Row) or _PROSE.search(row.text) or top - row.middle > _NEAR * row.size:
            break
        found.insert(0, row)
        top = row.middle
    return found


def _settled(page: Sequence[Row | Group]) -> list[Row | Group]:
    """The page with the rows of what turned out to be no table."""
    found: list[Row | Group] = []
    for item in page:
        if isinstance(item, Group) and not item.is_sure:
            found += [*item.captions, *item.rows()]
        else:
            found.append(item)
    return found
