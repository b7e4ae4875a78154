"""An engine for the tests of rooms behind the grammar: every `<digits>家` of a text is a figure."""

from __future__ import annotations

import ctypes
import faulthandler
import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline import runner
from pipeline.inputs import collect
from pipeline.isolation import Limits
from pipeline.model import Document, Extraction, Figure, Finding, Identity, LedgerRow, Origin, Source
from pipeline.readers import UnreadableFile
from pipeline.rulebook import load

ANY_LIMITS = Limits()
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


def _stuck() -> None:
    """In C, with the interpreter's lock held: no signal handler and no thread of Python can run."""
    ctypes.PyDLL(None).sleep(60)


def _with_a_program() -> None:
    """Waits for a program that it started, and says in a file which."""
    with subprocess.Popen(["sleep", "60"]) as program:
        Path("program").write_text(str(program.pid))


def _eat() -> None:
    """Memory without end."""
    eaten = []
    while True:
        eaten.append(bytearray(2**20))


def _eat_quietly() -> None:
    """The same, and takes the consequence for damage, as readers do."""
    try:
        _eat()
    except Exception as error:
        raise UnreadableFile("it is damaged.") from error


def _crash(how: Callable[[], object]) -> None:
    """Without a word: pytest would have Python print where."""
    faulthandler.disable()
    how()


def _dig() -> None:
    _dig()


#: what a text that has one of these words does
HARM: dict[str, Callable[[], object]] = {
    "crash": lambda: {}["crash"],
    "slow": lambda: time.sleep(60),
    "stuck": _stuck,
    "program": _with_a_program,
    "die": lambda: os._exit(1),
    "leave": lambda: sys.exit("good bye"),
    "abort": lambda: _crash(os.abort),
    "wild": lambda: _crash(lambda: ctypes.string_at(0)),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "eat": _eat,
    "quiet": _eat_quietly,
    "dig": _dig,
}


def extract(
    engine: object, paths: Sequence[Path], out: Path, jobs: int = 0, limits: Limits = ANY_LIMITS, **more: Any
) -> dict[str, Any]:
    """A run over paths; gives the record.  `more`: as in `runner.Asked`."""
    inputs = collect(paths, out).inputs
    with runner.planned(runner.Asked(lambda: engine, inputs, out, (), jobs, limits, **more)) as planned:
        return runner.run(planned)


class FakeEngine:
    """Extracts without rules.  A text that says `fail`, or one of HARM, does so."""

    rulebook = load()  # for what is told of all documents

    def warm(self) -> None:
        """Nothing is loaded at first use."""

    def quicken(self) -> None:
        """Nothing is made faster."""

    def extract_file(self, path: Path, name: str) -> Extraction:
        """Every number is a figure, except that one before `页` is unexplained."""
        text = path.read_bytes().decode()
        if "fail" in text or not text.strip():
            raise UnreadableFile(f"{name}: cannot be read; give another file.")
        for word in filter(text.__contains__, HARM):
            HARM[word]()
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
