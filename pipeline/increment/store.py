"""The rows and the text of each document out of a folder that has them, as bytes, one document at a time."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from pipeline.dataset.dictionary import columns, resources
from pipeline.dataset.files import Part, csv_bytes
from pipeline.dataset.folder import TEXT
from pipeline.dataset.tables import DocumentRow

MARK = b"\xef\xbb\xbf"  # at the head of a table


class Moved(Exception):
    """The folder no longer holds what it held a moment ago: another run has replaced it."""


class _Held(NamedTuple):
    """What a folder holds of a document."""

    row: bytes
    figures: bytes
    numerals: bytes
    findings: bytes
    text: bytes | None


def fingerprint(part: Part) -> str:
    """Digest of all that a document adds to a dataset."""
    row = csv_bytes([part.document])
    return _digest(_Held(row, part.figures, part.numerals, part.findings, part.text))


def _digest(held: _Held) -> str:
    found = hashlib.sha256()
    for piece in held:
        found.update(b"-" if piece is None else f"{len(piece)}:".encode())
        found.update(piece or b"")
    return found.hexdigest()


class _Table:
    """A table gone through from top to bottom, document by document."""

    def __init__(self, folder: Path, name: str) -> None:
        self.strays = False  # whether there were rows of documents that nobody asked for
        self._groups = _groups(folder / resources()[name]["path"], csv_bytes([columns(name)]))
        self._owner, self._rows = next(self._groups, (b"", b""))

    def of(self, document_id: bytes) -> bytes:
        """The rows of a document; it is asked for in the order of the ids."""
        while self._rows and self._owner < document_id:
            self.strays = True
            self._advance()
        if self._owner != document_id:
            return b""
        rows = self._rows
        self._advance()
        return rows

    def _advance(self) -> None:
        self._owner, self._rows = next(self._groups, (b"", b""))

    def is_over(self) -> bool:
        """Whether every row was asked for."""
        return not (self.strays or self._rows)

    def close(self) -> None:
        self._groups.close()


def _groups(path: Path, header: bytes) -> Generator[tuple[bytes, bytes]]:
    """Document id -> its rows, which stand together; nothing of a table that has another header."""
    with suppress(OSError), path.open("rb") as lines:
        if next(lines, b"") != MARK + header:
            return
        owner, start, rows = b"", b"", list[bytes]()
        inside = 0  # a cell with a line feed in it
        for line in lines:
            if not inside and not (start and line.startswith(start)):
                if rows:
                    yield owner, b"".join(rows)
                owner, start = _owner(line)
                rows = []
            rows.append(line)
            inside ^= line.count(b'"') & 1
        if rows:
            yield owner, b"".join(rows)


def _owner(line: bytes) -> tuple[bytes, bytes]:
    """The document of a row, and how all its rows begin; no id has a colon or a quotation mark."""
    quoted = line.startswith(b'"')
    end = min(
        (place for mark in (b'":' if quoted else b",:") if (place := line.find(mark, 1)) > 0),
        default=len(line),
    )
    return line[quoted:end], line[: end + 1]


class Store:
    """The documents of a folder.  Each pass over them is in the order of their ids."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables = {name: _Table(folder, name) for name in resources()}

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for table in self._tables.values():
            table.close()

    def holds(self, document_id: str, content: str) -> bool:
        """Whether rows and text of a document are those of the digest."""
        return self._held(document_id, content) is not None

    def part(self, document_id: str, content: str, roles: tuple[tuple[str, int], ...]) -> Part:
        """A document as it was when it was read.  Raises Moved where it is no longer there."""
        held = self._held(document_id, content)
        if held is None:
            raise Moved(document_id)
        severity = columns("findings").index("severity")
        severities = Counter(row[severity] for row in _rows(held.findings))
        return Part(
            DocumentRow(*_rows(held.row)[0]),
            held.figures,
            held.numerals,
            held.findings,
            held.text,
            roles,
            tuple(sorted(severities.items())),
        )

    def is_over(self) -> bool:
        """Whether the tables hold no row of another document than those asked for."""
        return all(table.is_over() for table in self._tables.values())

    def _held(self, document_id: str, content: str) -> _Held | None:
        name = document_id.encode()
        text = None
        with suppress(OSError):
            text = (self._folder / TEXT / f"{document_id}.txt").read_bytes()
        rows = {table: self._tables[table].of(name) for table in self._tables}
        held = _Held(rows["documents"], rows["figures"], rows["numerals"], rows["findings"], text)
        if _digest(held) == content:
            return held
        held = held._replace(findings=_alone(held.findings))
        return held if _digest(held) == content else None


def _alone(findings: bytes) -> bytes:
    """The findings of a document without those that `baoshu check` adds, across reports."""
    from pipeline.across import CHECKS  # with it come the rules: only where they are needed

    check = columns("findings").index("check")
    try:
        return csv_bytes([row for row in _rows(findings) if row[check] not in CHECKS])
    except (ValueError, csv.Error, IndexError):  # no rows that we wrote
        return findings


def _rows(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(row) for row in csv.reader(io.StringIO(content.decode(), newline=""))]
