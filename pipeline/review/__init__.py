"""Verdicts of people: the log, where each still holds, what they change, what they tell of the error rate."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pipeline.review.log import Entry, Log, beside, read

__all__ = ["entries_of", "entries_on", "log_of"]


def log_of(source: Path) -> Log:
    """The log beside a source file; read again only where it has changed.  Raises LogError."""
    path = beside(source)
    try:
        known = path.stat()
    except FileNotFoundError:  # as beside most
        return Log()
    except OSError:
        return read(path)
    return _read(path, known.st_mtime_ns, known.st_size)


def entries_on(log: Log, document: str) -> tuple[Entry, ...]:
    """What a log says of one file, in order."""
    own = tuple(entry for entry in log.entries if entry.document == document)
    ids = {entry.id for entry in own}
    return tuple(e for e in log.entries if e.document == document or (e.of and e.of in ids)) if own else ()


def entries_of(source: Path | None) -> tuple[Entry, ...] | None:
    """What the log beside a source file says of it; None where the file, and so the log, is not known."""
    return entries_on(log_of(source), source.name) if source else None


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int) -> Log:
    return read(path)
