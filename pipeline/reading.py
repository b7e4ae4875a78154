"""Documents -> parts of a dataset, by one process or several; one bad file never stops the others."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from pipeline import isolation
from pipeline.dataset import files, tables
from pipeline.dataset.files import Part
from pipeline.inputs import Input, sha256
from pipeline.isolation import CannotStart, Limits, Lost, Work
from pipeline.model import Extraction
from pipeline.readers import UnreadableFile, UnreadableNow
from pipeline.review.log import LogError
from pipeline.rulebook import Rulebook

PLAIN = frozenset({".txt", ".text"})  # read without limits: their reader is ours, and does next to nothing
MANY = 200  # documents for which it is worth to load what makes each faster
FEW = 8  # plain texts that are not worth a second process
PASSING = frozenset({"time", "memory", "killed"})  # ways to be lost that may not come again


class Engine(Protocol):
    """What extraction needs of `pipeline.engine.Engine`."""

    rulebook: Rulebook

    def extract_file(self, path: Path, name: str) -> Extraction: ...

    def warm(self) -> None: ...

    def quicken(self) -> None: ...


def read_part(engine: Engine, given: Input) -> Part:
    """What one document adds to the dataset; whatever goes wrong with it stays in its row."""
    try:
        return _read(engine, given)
    except MemoryError:
        return _unread(given, f"{given.file}: there is not memory enough to read it; split the file.", True)


def _read(engine: Engine, given: Input) -> Part:
    """The same, but that it raises MemoryError."""
    try:
        extraction = engine.extract_file(given.path, given.file)
        return files.part(given.document_id, extraction)
    except MemoryError:
        raise
    except LogError as error:  # without the verdicts the figures would be silently wrong
        return _unread(given, f"{given.file}: the verdicts beside it: {error}", True)
    except UnreadableFile as error:
        _raise_if_out_of_memory(error)
        return _unread(given, str(error), isinstance(error, UnreadableNow))
    except RecursionError:
        return _unread(
            given, f"{given.file}: its content is nested too deeply; open the file and save it anew."
        )
    except OSError as error:
        return _unread(
            given, f"{given.file}: cannot be read ({error.strerror}); check its permissions.", again=True
        )
    except Exception as error:  # a fault of ours: named in the row, and the other documents go on
        return _unread(
            given, f"{given.file}: a fault of baoshu ({_where(error)}); please report it with the file."
        )


def _raise_if_out_of_memory(error: BaseException) -> None:
    """A reader takes whatever a library raises for damage; for want of memory it is none."""
    cause = error.__cause__ or error.__context__
    if isinstance(cause, MemoryError):
        raise cause
    if cause:
        _raise_if_out_of_memory(cause)


def _unread(given: Input, message: str, again: bool = False) -> Part:
    state = "empty" if _is_blank(given.path) else "failed"
    row = tables.unread_row(given.document_id, given.file, sha256(given.path), state, message)
    return Part(row, again=again)


def _is_blank(path: Path) -> bool:
    """Whether a file that could not be read holds nothing but white space."""
    try:
        return path.stat().st_size < 1_000_000 and not path.read_bytes().strip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return False


def _where(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"


# --- all documents ----------------------------------------------------------------------------


def parts(engine: Engine, inputs: Sequence[Input], jobs: int, limits: Limits) -> Iterator[Part]:
    """The parts in the order of the inputs.  Raises CannotStart.

    `limits`: of each file that is no plain text.

    Plain text alone is read here, if it is little; all else in processes of its own, where there are any.
    """
    if len(inputs) >= MANY:
        engine.quicken()
    risky = any(map(_is_risky, inputs))
    worth = 1 if len(inputs) <= FEW and not risky else os.cpu_count() or 1
    jobs = min(jobs or worth, len(inputs))
    if not isolation.forks() or isolation.is_bound() or (jobs <= 1 and not risky):
        return (read_part(engine, given) for given in inputs)
    engine.warm()
    work = Work(
        partial(_read, engine),
        inputs,
        limits=lambda given: limits if _is_risky(given) else None,
        lost=lambda given, lost: _unread(given, _sentence(given.file, lost, limits), lost.kind in PASSING),
    )
    return _isolated(work, jobs)


def _is_risky(given: Input) -> bool:
    """Whether the reader of a file is one that a file may hang, crash or make explode."""
    return given.path.suffix.lower() not in PLAIN


def _isolated(work: Work[Input, Part], jobs: int) -> Iterator[Part]:
    try:
        yield from isolation.results(work, jobs)
    except CannotStart as error:
        sentence = f"no process can be started ({error}); try --jobs 1, or end other programs"
        raise CannotStart(sentence) from error


def _sentence(file: str, lost: Lost, limits: Limits) -> str:
    """Why there is nothing of a file whose process was lost."""
    why = {
        "time": f"it took more than {limits.seconds:g} s; allow more with --timeout, or split the file",
        "memory": f"it took more than {limits.megabytes} MB of memory; allow more with --memory, or split it",
        "size": f"its tables have more than {isolation.MOST_BYTES >> 20} MB; split the file",
        "killed": "the system ended the process that read it, maybe for want of memory; try --jobs 1",
        "crashed": f"its reader crashed ({lost.told}); open the file and save it anew",
        "ended": f"its reader ended without a word (exit code {lost.told}); open the file and save it anew",
    }
    return f"{file}: {why[lost.kind]}."
