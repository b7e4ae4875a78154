"""Which documents there are: what is found at the paths given, and under which names.

Nothing heavy is imported: a run with nothing to do is over at once.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pipeline.dataset.folder import is_dataset
from pipeline.review import log

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
#: what counts as a report in a folder, read yet or not; a file named by itself may be called anything.
#: Told here and not asked of the readers, whose libraries take long to load; a test holds both together.
SUFFIXES = PICTURES | {
    ".txt", ".text", ".docx", ".doc", ".wps", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".pdf",
    ".ofd", ".rtf",
}  # fmt: skip
SIDECAR = ".yaml"  # beside a report: where it is from
ASSETS = ("_files", ".files")  # ends of the folders that browsers make beside a saved page
HIDDEN = (".", "~$")  # "~$": what Word leaves beside an open file


def is_remote(place: str) -> bool:
    """Whether a place is an address (s3://…) rather than a path of this machine."""
    return "://" in place


class NothingToDo(Exception):
    """No input was found.  The message is for the user, one sentence a path."""


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
        return [_File(path, printable(path.name), path.parts)], 0
    within = list(_below(path, target, problems)) if path.is_dir() else []
    listed = [
        _File(file, printable(file.relative_to(path).as_posix()), file.parts)
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
    return suffix in SUFFIXES and not (suffix in PICTURES and _is_of_a_page(file.parent))


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


def printable(name: str) -> str:
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
    name = re.sub(r'[\s:/\\*?"<>|\x00-\x1f\x7f]+', "_", printable(name)).strip("._") or "document"
    return name.encode()[:200].decode(errors="ignore")


def _untaken(name: str, taken: set[str]) -> str:
    numbered, number = name, 1
    while numbered.casefold() in taken:
        number += 1
        numbered = f"{name}-{number}"
    taken.add(numbered.casefold())
    return numbered


def roots(inputs: Iterable[Input], target: Path) -> list[str]:
    """The folders that the files of documents.csv are relative to, from the dataset; sorted.

    Those on another drive than the dataset, where there are drives, cannot be told and are left out.
    """
    found: set[str] = set()
    for folder in {given.path.parents[given.file.count("/")] for given in inputs}:
        with suppress(ValueError):
            found.add(Path(os.path.relpath(folder.resolve(), target.resolve())).as_posix())
    return sorted(found)


def sha256(path: Path) -> str:
    """Of the bytes of a file; empty if they cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
