"""The nouns of the pipeline: immutable records without behaviour and without I/O.

Every span is half-open.  Two texts exist and are never mixed up:

* the *source text* (`Source.text`): what the reader decoded, character for character;
  `char_start`/`char_end` of every table count in it;
* the *tidy text* (`Document.text`): the same characters in reading order, hard wraps and
  stray spaces taken out, full-width forms folded one to one.  `Document.origin` leads back.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Source:
    """One decoded input.  `text` is exactly what goes to `text/<document_id>.txt`."""

    document_id: str
    file: str  # as the user named it, relative to the folder that was given
    format: str  # txt, pdf, docx, html
    sha256: str  # of the bytes
    text: str
    encoding: str = "utf-8"
    pages: int = 0


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
    """A source in reading order.  `text` is the blocks' texts joined by one line feed."""

    source: Source
    text: str
    blocks: tuple[Block, ...]
    origin: Origin


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
