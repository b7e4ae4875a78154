"""What the rows of a document depend on, as digests: its own files, and the program with its rules."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from pipeline import rulefiles
from pipeline.inputs import SIDECAR, Input, printable, sha256
from pipeline.review import entries_on, log_of
from pipeline.review.log import Log, LogError

#: rooms that work on a dataset that is there: what they say changes nothing that is read from a report
AFTER = frozenset({
    "api", "audit", "batches", "chart", "cli", "diff", "explain", "export", "panel", "query", "revise",
    "schemas",
})  # fmt: skip
#: the rooms that are asked once all documents are there
TELLING = frozenset({"offline", "summary"})
RULES = "rules"  # inside the package in a wheel
#: libraries whose other version may read another thing; those of extras may be missing
READING = (
    "jieba", "lxml", "numpy", "ofdkit", "onnxruntime", "opencc", "pdfminer.six", "pdfplumber", "pillow",
    "pydantic", "pypdfium2", "PyYAML", "rapidocr", "regex", "rjieba", "scipy", "selectolax",
)  # fmt: skip
TABLES = ("pyarrow",)  # writes figures.parquet


class Program(NamedTuple):
    """Digests of what is the same for all documents.

    `reading`: code and libraries that a row depends on; `rules`: the files of the rules, comments and
    all; `telling`: what else the dataset as a whole depends on.
    """

    reading: str
    rules: str
    telling: str


class Key(NamedTuple):
    """What one document depends on: its name, and digests of file, sidecar, verdicts ("": none there)."""

    file: str
    sha256: str
    sidecar: str
    verdicts: str


def program(overlays: Sequence[Path] = ()) -> Program:
    """The program as it is on the disk.  `overlays`: rules of the user.

    Limits of time and memory are not in it: what was read within them stays read, and what was not is
    tried again each time.
    """
    home = Path(__file__).parents[1]
    mine = sorted(
        Path(folder, name) for folder, _, names in os.walk(home) for name in names if name[-4:] != ".pyc"
    )
    place = home.as_posix() + "/"
    room = {p: p.as_posix().removeprefix(place).partition("/")[0].removesuffix(".py") for p in mine}
    reading = [path for path in mine if room[path] not in AFTER | TELLING | {RULES}]
    beside = rulefiles.packaged()
    return Program(
        _joined(
            sys.version,
            rulefiles.digest_of(home, reading),
            rulefiles.digest_of(beside, sorted(beside.glob("*.csv"))),
            *map(_version, READING),
        ),
        rulefiles.digest(overlays),
        _joined(
            rulefiles.digest_of(home, (path for path in mine if room[path] in TELLING)),
            *map(_version, TABLES),
        ),
    )


def key_of(given: Input) -> Key | None:
    """What a document depends on; None where that cannot be told, so that it has to be read."""
    content = sha256(given.path)
    if not content or printable(given.path.name) != given.path.name:
        return None
    beside = given.path.with_suffix(SIDECAR)
    try:
        verdicts = _verdicts(log_of(given.path), given.path.name)
    except LogError:
        return None
    if not beside.is_file():
        return Key(given.file, content, "", verdicts)
    sidecar = sha256(beside)
    return Key(given.file, content, sidecar, verdicts) if sidecar else None


def _verdicts(log: Log, name: str) -> str:
    """Digest of what a log says of a file; its entries are frozen and of text, so that repr is exact."""
    entries = entries_on(log, name)
    return _joined(*map(repr, entries)) if entries else ""


@cache
def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _joined(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
