"""Which documents, in which order, by which worker; one bad file never stops the others."""

from __future__ import annotations

import gc
import hashlib
import os
import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from pipeline import isolation, summary
from pipeline.dataset import files, tables
from pipeline.dataset.files import Part, Writer
from pipeline.dataset.folder import is_dataset, replacing
from pipeline.isolation import CannotStart, Limits, Lost, Work
from pipeline.model import Extraction
from pipeline.readers import READERS, UnreadableFile, scan
from pipeline.review import log
from pipeline.review.log import LogError
from pipeline.rulebook import Rulebook

SCHEMA_VERSION = 1  # of run.json
#: what counts as a report in a folder, read yet or not; a file named by itself may be called anything
SUFFIXES = frozenset(READERS) | {".rtf"}
PLAIN = frozenset({".txt", ".text"})  # read without limits: their reader is ours, and does next to nothing
SIDECAR = ".yaml"  # beside a report: where it is from
ASSETS = ("_files", ".files")  # ends of the folders that browsers make beside a saved page
HIDDEN = (".", "~$")  # "~$": what Word leaves beside an open file
_COLLECT_AFTER = 50_000  # objects made and not yet freed
FEW = 8  # plain texts that are not worth a second process


class NothingToDo(Exception):
    """No input was found.  The message is for the user, one sentence a path."""


class NoWorker(Exception):
    """A process to read files in cannot be started.  The message is one sentence for the user."""


class Engine(Protocol):
    """What the runner needs of `pipeline.engine.Engine`."""

    rulebook: Rulebook

    def extract_file(self, path: Path, name: str) -> Extraction: ...

    def warm(self) -> None: ...


class Input(NamedTuple):
    """One document to be read."""

    document_id: str
    file: str  # relative to the folder that was given
    path: Path


class Found(NamedTuple):
    """What was found at the paths given."""

    inputs: tuple[Input, ...]  # sorted by document_id
    problems: tuple[str, ...]  # paths without anything to read, one sentence each
    ignored: int  # files in folders that are no reports


# --- finding the inputs -----------------------------------------------------------------------


class _File(NamedTuple):
    path: Path
    file: str
    parts: tuple[str, ...]  # the path as given, for telling apart files of one name


def collect(paths: Sequence[Path], target: Path) -> Found:
    """The documents at `paths` (files, or folders with all below them) without those in `target`.

    Raises NothingToDo if there is none.
    """
    found: dict[Path, _File] = {}  # by real path: what is given twice is read once
    problems: list[str] = []
    ignored = 0
    for path in paths:
        told = len(problems)
        listed, others = _listed(path, target.resolve(), problems)
        ignored += others
        found.update({file.path.resolve(): file for file in listed})
        if not listed and len(problems) == told:
            problems.append(_problem(path))
    if not found:
        raise NothingToDo("\n".join(problems))
    return Found(_named(found.values()), tuple(problems), ignored)


def _problem(path: Path) -> str:
    """Why nothing was found at a path."""
    if path.is_dir():
        return f"{path}: no report in this folder ({' '.join(sorted(SUFFIXES))}); check the path"
    if path.exists():
        return f"{path}: is no ordinary file; give a file or a folder"
    return f"{path}: there is no such file or folder; check the path"


def _listed(path: Path, target: Path, problems: list[str]) -> tuple[list[_File], int]:
    """The reports at a path, and the number of files in a folder that are none."""
    if path.is_file():
        return [_File(path, _printable(path.name), path.parts)], 0
    within = list(_below(path, target, problems)) if path.is_dir() else []
    listed = [
        _File(file, _printable(file.relative_to(path).as_posix()), file.parts)
        for file in within
        if _is_report(file)
    ]
    return listed, sum(not (_is_report(file) or _is_beside(file)) for file in within)


def _is_beside(file: Path) -> bool:
    """Whether a file is about a report: where it is from, what people said of its figures."""
    return file.suffix.lower() == SIDECAR or file.name == log.NAME


def _is_report(file: Path) -> bool:
    """Whether a file in a folder is to be read; the pictures of a saved web page are not."""
    suffix = file.suffix.lower()
    return suffix in SUFFIXES and not (suffix in scan.SUFFIXES and _is_of_a_page(file.parent))


def _is_of_a_page(folder: Path) -> bool:
    """Whether a browser made a folder for what a saved page shows: `report_files` beside `report.html`."""
    stem = next((folder.name.removesuffix(end) for end in ASSETS if folder.name.endswith(end)), "")
    return bool(stem) and any(folder.with_name(stem + suffix).exists() for suffix in (".html", ".htm"))


def _below(folder: Path, target: Path, problems: list[str]) -> Iterator[Path]:
    """The files below a folder, without what is hidden and without datasets."""

    def closed(error: OSError) -> None:
        problems.append(f"{error.filename}: cannot be opened ({error.strerror}); check its permissions")

    for root, folders, names in os.walk(folder, onerror=closed):
        if Path(root).resolve() == target or is_dataset(Path(root)):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(HIDDEN)]
        here = (Path(root, name) for name in names if not name.startswith(HIDDEN))
        yield from (path for path in here if path.is_file())


def _printable(name: str) -> str:
    """A name that can be written as UTF-8, whatever bytes the disk has."""
    return name.encode("utf-8", "replace").decode()


def _named(listed: Iterable[_File]) -> tuple[Input, ...]:
    """Give each file its id: the stem of its name; where several share it, more of the path."""
    ordered = sorted(listed, key=lambda file: file.parts)
    names = document_ids([file.parts for file in ordered])
    return tuple(sorted(Input(name, f.file, f.path) for name, f in zip(names, ordered, strict=True)))


def document_ids(paths: Sequence[tuple[str, ...]]) -> list[str]:
    """An id for each path (its parts, sorted): no two alike, not by case either."""
    taken: set[str] = set()
    return [_untaken(name, taken) for name in _names(paths)]


def _names(paths: Sequence[tuple[str, ...]]) -> list[str]:
    """As much of each path as tells it from the others."""
    depth = [0] * len(paths)
    while True:
        names = [_name(parts, deep) for parts, deep in zip(paths, depth, strict=True)]
        count = Counter(map(str.casefold, names))
        shared = [
            i for i, name in enumerate(names) if count[name.casefold()] > 1 and depth[i] <= len(paths[i])
        ]
        if not shared:
            return names
        for i in shared:
            depth[i] += 1


def _name(parts: tuple[str, ...], depth: int) -> str:
    """Depth 0: the stem; 1: with its folder; 2: with the suffix too; then one more folder each.

    >>> [_name(("a", "2022", "r.txt"), depth) for depth in range(4)]
    ['r', '2022-r', '2022-r-txt', 'a-2022-r-txt']
    """
    name = Path(parts[-1])
    folders = parts[-1 - max(depth - 1, min(depth, 1)) : -1]
    suffix = (name.suffix[1:],) if depth > 1 and name.suffix else ()
    return _clean("-".join((*folders, name.stem, *suffix)))


def _clean(name: str) -> str:
    """Fit for a file name on every system, and for lists with spaces and colons between ids."""
    name = re.sub(r'[\s:/\\*?"<>|\x00-\x1f\x7f]+', "_", _printable(name)).strip("._") or "document"
    return name.encode()[:200].decode(errors="ignore")


def _untaken(name: str, taken: set[str]) -> str:
    numbered, number = name, 1
    while numbered.casefold() in taken:
        number += 1
        numbered = f"{name}-{number}"
    taken.add(numbered.casefold())
    return numbered


# --- one document -----------------------------------------------------------------------------


def read_part(engine: Engine, given: Input) -> Part:
    """What one document adds to the dataset; whatever goes wrong with it stays in its row."""
    try:
        return _read(engine, given)
    except MemoryError:
        return _unread(given, f"{given.file}: there is not memory enough to read it; split the file.")


def _read(engine: Engine, given: Input) -> Part:
    """The same, but that it raises MemoryError."""
    try:
        extraction = engine.extract_file(given.path, given.file)
        return files.part(given.document_id, extraction)
    except MemoryError:
        raise
    except LogError as error:  # without the verdicts the figures would be silently wrong
        return _unread(given, f"{given.file}: the verdicts beside it: {error}")
    except UnreadableFile as error:
        _raise_if_out_of_memory(error)
        return _unread(given, str(error))
    except RecursionError:
        return _unread(
            given, f"{given.file}: its content is nested too deeply; open the file and save it anew."
        )
    except OSError as error:
        return _unread(given, f"{given.file}: cannot be read ({error.strerror}); check its permissions.")
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


def _unread(given: Input, message: str) -> Part:
    state = "empty" if _is_blank(given.path) else "failed"
    return Part(tables.unread_row(given.document_id, given.file, _sha256(given.path), state, message))


def _is_blank(path: Path) -> bool:
    """Whether a file that could not be read holds nothing but white space."""
    try:
        return path.stat().st_size < 1_000_000 and not path.read_bytes().strip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return False


def _sha256(path: Path) -> str:
    """Of the bytes; empty if they cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _where(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"


# --- all documents ----------------------------------------------------------------------------


def run(
    engine: Engine,
    digest: str,
    inputs: Sequence[Input],
    target: Path,
    jobs: int = 0,
    watch: Callable[[Part], None] = lambda part: None,
    limits: Limits = Limits(),  # noqa: B008  immutable
) -> dict[str, Any]:
    """Extract `inputs` into a new dataset at `target`; gives what run.json holds.

    `jobs`: processes, 0 for as many as are worth it; the tables do not depend on it.
    `limits`: of each file that is no plain text.
    Raises DatasetError, OSError or NoWorker; the old dataset is whole then.
    """
    started = _now()
    with replacing(target) as folder:
        with _few_collections(), files.writing(folder) as writer:
            for part in stream(engine, inputs, jobs, limits):
                writer.add(part)
                watch(part)
        files.write_parquet(folder, writer.longest)
        told = summary.of_folder(folder, writer.documents, writer.roles, engine.rulebook)
        (folder / "summary.html").write_text(summary.page(told), encoding="utf-8", newline="")
        record = _record(writer, digest, started) | {"roots": roots(inputs, target)}
        files.write_run(folder, record)
    return record


@contextmanager
def _few_collections() -> Iterator[None]:
    """Rules and dictionary live to the end and nothing made of a document is a cycle: look seldom."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _record(writer: Writer, digest: str, started: str) -> dict[str, Any]:
    documents = writer.documents
    return {
        "schema_version": SCHEMA_VERSION,
        "baoshu": version("baoshu"),
        "rules": digest,
        "started": started,
        "ended": _now(),
        "documents": files.documents_state(documents),
        "figures": sum(int(row.figures) for row in documents),
        "numerals": sum(writer.roles.values()),
        "roles": dict(sorted(writer.roles.items())),
        "unexplained": writer.roles["unexplained"],
        "findings": dict(sorted(writer.severities.items())),
        "inputs": [_input_record(row) for row in documents],
    }


def roots(inputs: Iterable[Input], target: Path) -> list[str]:
    """The folders that the files of documents.csv are relative to, from the dataset; sorted.

    Those on another drive than the dataset, where there are drives, cannot be told and are left out.
    """
    found: set[str] = set()
    for folder in {given.path.parents[given.file.count("/")] for given in inputs}:
        with suppress(ValueError):
            found.add(Path(os.path.relpath(folder.resolve(), target.resolve())).as_posix())
    return sorted(found)


def _input_record(row: tables.DocumentRow) -> dict[str, str]:
    keys = ("document_id", "file", "sha256", "state", "message")
    return {key: getattr(row, key) for key in keys if getattr(row, key)}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def stream(engine: Engine, inputs: Sequence[Input], jobs: int, limits: Limits) -> Iterator[Part]:
    """The parts in the order of the inputs.  Raises NoWorker.

    Plain text alone is read here, if it is little; all else in processes of its own, where there are any.
    """
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
        lost=lambda given, lost: _unread(given, _sentence(given.file, lost, limits)),
    )
    return _isolated(work, jobs)


def _is_risky(given: Input) -> bool:
    """Whether the reader of a file is one that a file may hang, crash or make explode."""
    return given.path.suffix.lower() not in PLAIN


def _isolated(work: Work[Input, Part], jobs: int) -> Iterator[Part]:
    try:
        yield from isolation.results(work, jobs)
    except CannotStart as error:
        raise NoWorker(f"no process can be started ({error}); try --jobs 1, or end other programs") from error


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
