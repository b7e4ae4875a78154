"""Where the file of a document is: below a folder that was told or remembered, and unchanged since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

_BESIDE = "../raw"  # where reports are that nobody has told the place of
_KEPT = 4096  # digests remembered


class Found(NamedTuple):
    """The file of a document, or a Chinese sentence that says why there is none."""

    path: Path | None
    message: str = ""


def find(dataset: Path, row: Mapping[str, str], extra: Sequence[Path] = ()) -> Found:
    """The file of a row of documents.csv: in the folders `extra`, in those run.json names, or in ../raw.

    A file counts only inside its folder (links resolved) and with the bytes that were extracted.
    """
    file = row["file"]
    changed = unreadable = False
    for path in _candidates(file, [*extra, *_roots(dataset), dataset / _BESIDE]):
        try:
            if _sha256(*_state(path)) == row["sha256"]:
                return Found(path)
            changed = True
        except OSError:
            unreadable = True
    if changed:
        return Found(None, f"原文件“{file}”在抽取之后改动过，请找回当时的文件，或者重新抽取。")
    if unreadable:
        return Found(None, f"原文件“{file}”无法打开，请检查它的访问权限。")
    return Found(None, f"找不到原文件“{file}”，请用 --sources 指明它所在的文件夹。")


def folders(dataset: Path, row: Mapping[str, str], extra: Sequence[Path] = ()) -> set[Path]:
    """The folders in which the file of a row may be, and its log, whether it is there or not."""
    if not _is_inner(row["file"]):
        return set()
    roots = (*extra, *_roots(dataset), dataset / _BESIDE)
    return {Path(root, *row["file"].split("/")).parent.resolve() for root in roots}


def _candidates(file: str, roots: Sequence[Path]) -> Iterator[Path]:
    """The files of that name inside the folders, each once."""
    if not _is_inner(file):
        return
    seen: set[Path] = set()
    for root in roots:
        try:
            folder = root.resolve()
            path = Path(folder, *file.split("/")).resolve()
            inside = path.is_relative_to(folder) and path.is_file()
        except (OSError, ValueError, RuntimeError):  # no name for a file; links that go in a circle
            continue
        if inside and path not in seen:
            seen.add(path)
            yield path


def _is_inner(file: str) -> bool:
    """Whether a name leads down from a folder, on any system."""
    windows = PureWindowsPath(file)
    if not file or "\0" in file or windows.drive or windows.root or PurePosixPath(file).is_absolute():
        return False
    return ".." not in windows.parts


def _state(path: Path) -> tuple[Path, int, int]:
    """What tells that a file is as it was: its size and when it was written."""
    told = path.stat()
    return path, told.st_size, told.st_mtime_ns


@lru_cache(_KEPT)
def _sha256(path: Path, size: int, written: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _roots(dataset: Path) -> tuple[Path, ...]:
    """The folders that run.json names, as it is now; none where it was not kept."""
    try:
        told = _told(*_state(dataset / "run.json"))
    except OSError:
        return ()
    return tuple(dataset / root for root in told)


@lru_cache(16)
def _told(path: Path, size: int, written: int) -> tuple[str, ...]:
    try:
        run = json.loads(path.read_bytes())
    except ValueError:
        return ()
    roots = run.get("roots", ()) if isinstance(run, dict) else ()
    return tuple(filter(_is_relative, roots)) if isinstance(roots, list) else ()


def _is_relative(root: object) -> bool:
    """Whether a folder is told as seen from the dataset; one from elsewhere names no place here."""
    if not isinstance(root, str) or "\0" in root:
        return False
    windows = PureWindowsPath(root)
    return not (windows.drive or windows.root or PurePosixPath(root).is_absolute())
