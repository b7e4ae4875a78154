"""The log of verdicts: a plain file beside the sources, one JSON object a line, only ever appended to.

Each line carries a checksum of itself.  A line that was torn when the machine stopped fails it, is
left where it is, and said to be; the next line begins anew.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.review.columns import is_cell, is_text

if sys.platform != "win32":
    import fcntl

NAME = "baoshu-verdicts.jsonl"
#: of figures; of numbers that are none; of entries and samples
KINDS = frozenset({
    "accept", "fix", "reject", "unsure", "note", "right", "missing", "undo", "retire", "sign",
})  # fmt: skip
_SUM = "sum"
_ALWAYS = frozenset({"id", "at", "by", "kind"})  # the others stand where they say something
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class LogError(Exception):
    """The log cannot be read or written.  The message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    `document` is the name of the file beside the log.  `before`, `span`, `after`: the text around
    the number, the number itself and the text behind it, unique in the document when it was judged.
    """

    id: str
    at: str  # ISO 8601, UTC
    by: str
    kind: str
    document: str = ""
    quote: str = ""
    before: str = ""
    span: str = ""
    after: str = ""
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # column -> (as read, as it is right)
    was: Mapping[str, str] = field(default_factory=dict)  # the row as it was judged: column -> text
    why: str = ""
    of: str = ""  # undo, retire: the id of an entry
    data: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)  # sign: what was signed


@dataclass(frozen=True, slots=True)
class Log:
    """What a log file holds: its entries in order, and the numbers of the lines that are broken."""

    entries: tuple[Entry, ...] = ()
    broken: tuple[int, ...] = ()


def beside(source: Path) -> Path:
    """Where the log of a source file is."""
    return source.parent / NAME


def read(path: Path) -> Log:
    """The log at `path`; empty where there is none.  Raises LogError where it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for without end
            raise LogError(f"{path.name}: is no file; move what is there out of the way.")
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return Log()
    except OSError as error:
        raise LogError(f"{path.name}: cannot be read ({error.strerror}); check its permissions.") from error
    entries, broken = [], []
    for number, line in enumerate(lines, 1):
        if line.strip():
            entry = _entry(line)
            entries.append(entry) if entry else broken.append(number)
    return Log(tuple(entries), tuple(broken))


def append(path: Path, entry: Entry) -> None:
    """Add an entry; when this returns it is on the disk.  Raises LogError where it cannot be."""
    try:
        _append(path, _line(entry))
    except OSError as error:
        raise LogError(f"{path.name}: cannot be written ({error.strerror}); nothing was saved.") from error


def standing(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries that were not taken back, without those that take back.

    >>> [e.id for e in standing((Entry("1", "", "", "accept"), Entry("2", "", "", "undo", of="1")))]
    []
    """
    gone = {entry.of for entry in entries if entry.kind == "undo"}
    return tuple(entry for entry in entries if entry.kind != "undo" and entry.id not in gone)


def _append(path: Path, line: bytes) -> None:
    new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        with _held(handle):
            end = os.lseek(handle, 0, os.SEEK_END)
            torn = end > 0 and os.pread(handle, 1, end - 1) != b"\n" if hasattr(os, "pread") else False
            _write(handle, b"\n" + line if torn else line)
            os.fsync(handle)
    finally:
        os.close(handle)
    if new and sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name of the file, too
        finally:
            os.close(folder)


def _write(handle: int, line: bytes) -> None:
    while line:
        line = line[os.write(handle, line) :]


@contextmanager
def _held(handle: int) -> Iterator[None]:
    """Two pages on one log write one after the other."""
    if sys.platform == "win32":
        yield
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield  # closing the handle lets go


def _line(entry: Entry) -> bytes:
    told = {key: value for key, value in asdict(_plain(entry)).items() if value or key in _ALWAYS}
    return _dumped({**told, _SUM: _checksum(told)}) + b"\n"


def _plain(entry: Entry) -> Any:
    """The same with plain dicts, which `asdict` can copy."""
    from dataclasses import replace

    return replace(entry, fields=dict(entry.fields), was=dict(entry.was), data=dict(entry.data))


def _dumped(told: Mapping[str, Any]) -> bytes:
    # surrogates that a text may hold are escaped like all else that is not ASCII is not: readable
    return json.dumps(told, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8", "backslashreplace")


def _checksum(told: Mapping[str, Any]) -> str:
    content = json.dumps(told, ensure_ascii=True, sort_keys=True).encode()
    return f"{zlib.crc32(content):08x}"


def _entry(line: bytes) -> Entry | None:
    """The entry of a line; None if the line is not whole."""
    try:
        told = json.loads(line.decode("utf-8"))
        if told.pop(_SUM) != _checksum(told) or told["kind"] not in KINDS:
            return None
        fields = {name: (was, right) for name, (was, right) in told.pop("fields", {}).items()}
        entry = Entry(**told, fields=fields)
        return entry if _is_sound(entry) else None
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _is_sound(entry: Entry) -> bool:
    """Whether an entry holds what tables and messages can take; the log may come from anywhere."""
    told = [entry.id, entry.at, entry.by, entry.quote, entry.before, entry.span, entry.after, entry.why]
    cells = [(name, text) for name, pair in entry.fields.items() for text in pair]
    return (
        all(isinstance(text, str) and is_text(text) for text in told)
        and isinstance(entry.document, str)
        and isinstance(entry.of, str)
        and isinstance(entry.was, Mapping)
        and isinstance(entry.data, Mapping)
        and all(is_cell(name, text) for name, text in (*cells, *entry.was.items()))
    )
