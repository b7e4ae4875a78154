"""Why a figure or a document differs: the first of these that holds.

review   a verdict was given or taken back: `review` or `extracted` differs.  Not where the verdict is now
         stale (nobody did anything: the program reads otherwise), and not where the verdict changed no cell
         (accepted, unsure, rejected) and the program's own reading differs: then that is told.
source   the bytes of the report differ (sha256).  Also: the bytes are the same and so are rules and version,
         but what is known of the document (title, kind, region, year) or its text differs.  The first comes
         from a sidecar, the second from a program beside this one (OCR, LibreOffice).
rule     the rules differ (digest in run.json).  Where the version differs, too: only if the figure was read
         by other rules; a figure that is lost or gained was.
version  the version differs (run.json), or nothing does: then it is the program, between two versions.
unknown  run.json of a dataset does not say by what it was made.

Where the bytes of a report differ, all that differs in its figures is put down to that: what a sentence
means hangs on the sentences before it, and no table tells which.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from pipeline.dataset.tables import DocumentRow, Row
from pipeline.diff.nouns import Cells
from pipeline.diff.stored import FIGURE, Stored
from pipeline.review.columns import JUDGED

#: columns of documents.csv that a sidecar can set, and that figures take from their document
KNOWN = ("title", "kind", "region", "region_code", "report_year")
_REVIEW, _EXTRACTED, _RULE = FIGURE["review"], FIGURE["extracted"], FIGURE["rule"]


class Made(NamedTuple):
    """How two datasets were made: what of it differs; `known`: whether both say it."""

    known: bool
    rules: bool
    version: bool


def made(old: Stored, new: Stored) -> Made:
    """From the two run.json."""
    known = all((old.rules, new.rules, old.baoshu, new.baoshu))
    return Made(known, old.rules != new.rules, old.baoshu != new.baoshu)


def of_document(old: DocumentRow, new: DocumentRow, same_text: bool, how: Made) -> str:
    """Why a document, and by that its figures, may differ; reviews are of single figures."""
    if old.sha256 != new.sha256:
        return "source"
    if not how.known:
        return "unknown"
    if not (how.rules or how.version) and not (same_text and not known_differs(old, new)):
        return "source"
    return "rule" if how.rules and not how.version else "version"


def known_differs(old: DocumentRow, new: DocumentRow) -> dict[str, Cells]:
    """What is known of a document and differs; nothing is known of one that could not be read."""
    if old.state != new.state:
        return {}
    told = {name: Cells(getattr(old, name), getattr(new, name)) for name in KNOWN}
    return {name: cells for name, cells in told.items() if cells.old != cells.new}


def of_pair(old: Row, new: Row, document: str, how: Made) -> str:
    """Why a figure of both differs; `document`: the cause for its document."""
    if _reviewed(old, new):
        return "review"
    if document == "version" and how.rules and old[_RULE] != new[_RULE]:
        return "rule"
    return document


def of_single(document: str, how: Made) -> str:
    """Why a figure is in one of the two only; `document`: the cause for its document."""
    return "rule" if document == "version" and how.rules else document


def _reviewed(old: Row, new: Row) -> bool:
    same = old[_REVIEW] == new[_REVIEW] and old[_EXTRACTED] == new[_EXTRACTED]
    if same or new[_REVIEW] == "stale":
        return False
    return "fixed" in (old[_REVIEW], new[_REVIEW]) or own_reading(old) == own_reading(new)


def own_reading(row: Row) -> dict[str, str]:
    """What the program read in the columns that people judge: a fix is taken out again."""
    read = {name: row[FIGURE[name]] for name in JUDGED}
    return read | (json.loads(row[_EXTRACTED]) if row[_EXTRACTED] else {})


def other_rules(old: Row, new: Row) -> Cells:
    """Ids of the rules that fired in one dataset only, space separated, in the order of the row."""
    before, after = old[_RULE].split(), new[_RULE].split()
    return Cells(
        " ".join(rule for rule in before if rule not in after),
        " ".join(rule for rule in after if rule not in before),
    )
