"""The nouns of the pipeline: immutable records without behaviour and without I/O.

Every span is half-open.  Two texts exist and are never mixed up:

* the *source text* (`Source.text`): what the reader decoded, character for character;
  `char_start`/`char_end` of every table count in it;
* the *tidy text* (`Document.text`): the same characters in reading order, hard wraps and
  stray spaces taken out, full-width forms folded one to one.  `Document.origin` leads back.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

Box = tuple[float, float, float, float]  # x0, top, x1, bottom in points from the page's top left


class Glyph(NamedTuple):
    """One printed character on a page that stands upright."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float  # height of the type in points
    font: str = ""
    color: int = 0  # 0xRRGGBB
    upright: bool = True  # False: turned, against the page as it is read
    doubt: str = ""  # why it may be another character: "second_reader:8", "ocr:0.87"


class Mark(NamedTuple):
    """A drawn rectangle, line or curve by its box; `fill` and `stroke` are 0xRRGGBB or None."""

    x0: float
    top: float
    x1: float
    bottom: float
    fill: int | None
    stroke: int | None


class LeftOut(NamedTuple):
    """What stands on a page and is not read: `check` (hidden_text, unreadable_page …) and why."""

    check: str
    message: str  # a full Chinese sentence


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it was printed.  Glyphs are in the order of the file, which may be any."""

    number: int  # from 1
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    marks: tuple[Mark, ...] = ()
    pictures: tuple[Box, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    turn: int = 0  # quarter turns clockwise in which its text stood in the file, undone here


class Passage(NamedTuple):
    """What a page's looks tell of a stretch of the source text; passages hold no line feed.

    `kind`: heading, paragraph, item, tile, row, furniture, or empty where the text shall tell.
    `level`: of a heading, 1 the outermost; 0 where the text shall tell.
    """

    start: int
    end: int
    kind: str = ""
    level: int = 0


class GridCell(NamedTuple):
    """A cell of a table that holds text; rows and columns count from 0."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1


class Grid(NamedTuple):
    """A table.  Empty cells are not listed; `columns` counts them too."""

    columns: int
    cells: tuple[GridCell, ...]


class Places(NamedTuple):
    """Where each character of a source text is printed; page 0: nowhere (a line feed that was added)."""

    page: array[int]
    x0: array[float]
    top: array[float]
    x1: array[float]
    bottom: array[float]


class Remark(NamedTuple):
    """What a reader found amiss; a span of the source text, or (0, 0) for the whole document."""

    start: int
    end: int
    check: str
    severity: str  # error, warning, info
    message: str  # a full Chinese sentence


@dataclass(frozen=True, slots=True)
class Source:
    """One decoded input.  `text` is exactly what goes to `text/<document_id>.txt`.

    A reader of pages gives `sheets` and no text; the layout makes a source with text of them.
    """

    document_id: str
    file: str  # as the user named it, relative to the folder that was given
    format: str  # txt, pdf, docx, html
    sha256: str  # of the bytes
    text: str
    encoding: str = "utf-8"
    pages: int = 0
    sheets: tuple[Sheet, ...] = ()
    passages: tuple[Passage, ...] = ()  # empty: the layout tells from the text
    grids: tuple[Grid, ...] = ()
    places: Places | None = None
    remarks: tuple[Remark, ...] = ()


class Block(NamedTuple):
    """A paragraph, heading, list item or number tile of the tidy text.

    `section` holds the headings above it, outer first; for a heading, those above it and
    not itself.  `kind`: heading, paragraph, item, tile, furniture.
    """

    kind: str
    start: int
    end: int
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where each character of the tidy text stands in the source text.

    Runs: tidy[i] is the tidy offset at which run i begins, source[i] the source offset of
    that character; inside a run both count up together.
    """

    tidy: tuple[int, ...]
    source: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A source in reading order.  `text` is the blocks' texts joined by one line feed.

    `grids`: its tables, with spans of the tidy text.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    origin: Origin
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who and when a document speaks of.  Unknown is empty, and `reasons` says why."""

    title: str
    kind: str  # work_report, communique, poster, newspaper, plan, budget, other
    level: str  # national, province, city, county, or empty
    region: str  # full name, e.g. 江苏省苏州市太仓市
    region_code: str  # six digits in force in the report year; 000000 for the nation
    report_year: int | None
    reasons: tuple[str, ...] = ()


class Figure(NamedTuple):
    """One figure, in the order of the contract's table (document columns aside)."""

    char_start: int
    char_end: int
    section: str
    indicator_text: str
    indicator: str
    indicator_code: str
    measure: str
    basis: str
    value: Decimal
    value_max: Decimal | None
    bound: str
    qualifier: str
    unit: str
    normalized_value: Decimal | None
    normalized_value_max: Decimal | None
    normalized_unit: str
    dimension: str
    period: str
    status: str
    status_text: str
    parent_start: int | None  # char_start of the whole, for 其中
    quote: str
    sentence: str
    rule: str
    review: str = ""  # accepted, fixed, rejected, unsure, stale; empty: nobody has judged it
    extracted: str = ""  # JSON {column: text} of what a fix replaced, as it had been read


class LedgerRow(NamedTuple):
    """One number of the document and what became of it."""

    char_start: int
    char_end: int
    quote: str
    role: str  # figure, condition, name, time, ordinal, furniture, unexplained
    figure_start: int | None  # char_start of its figure
    rule: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `message` is a full Chinese sentence with the numbers."""

    check: str
    severity: str  # error, warning, info
    document_id: str
    figure_ids: tuple[str, ...]
    message: str
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing `explain` can show: which rule took or gave what, where."""

    start: int
    end: int
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document."""

    document: Document
    identity: Identity
    figures: tuple[Figure, ...]
    ledger: tuple[LedgerRow, ...]
    findings: tuple[Finding, ...] = ()
