"""An engine for the tests of rooms behind the grammar: every `<digits>家` of a text is a figure."""

from __future__ import annotations

import hashlib
import os
import re
import time
from decimal import Decimal
from pathlib import Path

from pipeline.model import Document, Extraction, Figure, Finding, Identity, LedgerRow, Origin, Source
from pipeline.readers import UnreadableFile

NUMBER = re.compile(r"\d+")


def figure(start: int = 3, end: int = 6, **changes: object) -> Figure:
    """A figure of 12家; `changes` replace its fields."""
    plain = Figure(
        char_start=start,
        char_end=end,
        section="一、过去一年",
        indicator_text="企业",
        indicator="",
        indicator_code="",
        measure="level",
        basis="",
        value=Decimal("12"),
        value_max=None,
        bound="eq",
        qualifier="",
        unit="家",
        normalized_value=Decimal("12.00"),
        normalized_value_max=None,
        normalized_unit="家",
        dimension="count",
        period="2022",
        status="actual",
        status_text="",
        parent_start=None,
        quote="12家",
        sentence="企业有12家。",
        rule="units:enterprise",
    )
    return plain._replace(**changes)  # type: ignore[arg-type]


def extraction(
    text: str = "企业有12家。",
    figures: tuple[Figure, ...] = (figure(),),
    ledger: tuple[LedgerRow, ...] = (LedgerRow(3, 5, "12", "figure", 3, "units:enterprise"),),
    findings: tuple[Finding, ...] = (),
    file: str = "report.txt",
) -> Extraction:
    """What an engine gives for one document."""
    source = Source("report", file, "txt", hashlib.sha256(text.encode()).hexdigest(), text)
    identity = Identity("甲市政府工作报告", "work_report", "city", "甲省甲市", "990100", 2023)
    return Extraction(Document(source, text, (), Origin((0,), (0,))), identity, figures, ledger, findings)


class FakeEngine:
    """Extracts without rules.  A text that says `fail`, `crash`, `slow` or `die` does so."""

    def extract_file(self, path: Path, name: str) -> Extraction:
        """Every number is a figure, except that one before `页` is unexplained."""
        text = path.read_bytes().decode()
        if "fail" in text or not text.strip():
            raise UnreadableFile(f"{name}: cannot be read; give another file.")
        if "crash" in text:
            raise KeyError("crash")
        if "slow" in text:
            time.sleep(60)
        if "die" in text:
            os._exit(1)
        found = [match.span() for match in NUMBER.finditer(text) if text[match.end() :][:1] != "页"]
        figures = tuple(
            figure(start, end, value=Decimal(text[start:end]), quote=text[start:end], sentence=text)
            for start, end in found
        )
        starts = {start for start, _ in found}
        ledger = tuple(
            LedgerRow(m.start(), m.end(), m.group(), "figure", m.start(), "")
            if m.start() in starts
            else LedgerRow(m.start(), m.end(), m.group(), "unexplained", None, "")
            for m in NUMBER.finditer(text)
        )
        return extraction(text, figures, ledger, file=name)
