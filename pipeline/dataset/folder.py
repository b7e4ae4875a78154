"""The dataset folder as one thing: prepared beside its place, then swapped in whole.

A run killed at any moment leaves the old dataset whole; a half-done swap is taken back by the next
run (`_recover`), which takes over what the killed one had read (`left_behind`) and clears the rest.
Two runs at once each swap in a whole dataset, the later one stays.  Files that are not baoshu's own
are carried over.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain, count
from pathlib import Path

if sys.platform != "win32":
    import fcntl

TEXT = "text"
JOURNAL = ".documents.jsonl"  # what is known of the documents of a dataset that is being written
TABLES = ("figures.csv", "documents.csv")  # without which a folder is no dataset
OWN = frozenset({
    "figures.csv", "figures.parquet", "numerals.csv", "documents.csv", "findings.csv",
    "datapackage.json", "run.json", "targets.csv", "summary.html", TEXT, JOURNAL,
})  # fmt: skip


class DatasetError(Exception):
    """A folder is not, or cannot become, a dataset.  The message is one sentence for the user."""


def is_dataset(folder: Path) -> bool:
    """Whether the folder holds a dataset of baoshu."""
    return all((folder / name).is_file() for name in ("datapackage.json", *TABLES))


def check_target(target: Path) -> None:
    """Raise DatasetError unless a dataset may be written at `target`."""
    if not target.exists():
        return
    if not target.is_dir():
        raise DatasetError(f"{target} is a file; give a folder for the dataset")
    if target.is_mount():
        raise DatasetError(f"{target} is where a disk is mounted; give a folder inside it")
    if Path.cwd().is_relative_to(target.resolve()):
        raise DatasetError(f"{target} is the folder you are in; go one up and give its name")
    if not is_dataset(target) and any(not entry.name.startswith(".") for entry in target.iterdir()):
        raise DatasetError(f"{target} holds other files and no dataset; give a new or an empty folder")


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill; swap it in at `target` when the block ends well.

    Stopped with Ctrl-C the folder stays for the next run (`left_behind`), as it does when the process is
    killed.
    Raises DatasetError where `target` may not be replaced; OSError where the disk refuses.
    """
    check_target(target)
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        with _held(target.parent, wait=True):
            _recover(target)
            new = _unused(target)
            new.mkdir()
            held.enter_context(_held(new))
        try:
            yield new
            _sync(new)
            with _held(target.parent, wait=True):
                _swap(new, target)
            (target / JOURNAL).unlink(missing_ok=True)
        except Exception:
            shutil.rmtree(new, ignore_errors=True)
            raise


def _unused(target: Path) -> Path:
    """A name for a folder beside `target`; one with our process number may be left from a dead run."""
    names = chain([f"new-{os.getpid()}"], (f"new-{os.getpid()}-{number}" for number in count(2)))
    return next(path for name in names if not (path := _aside(target, name)).exists())


@contextmanager
def left_behind(target: Path) -> Iterator[Sequence[Path]]:
    """The folders that dead runs were filling for `target`, the last first; nobody else takes or clears them.

    A caller who needs them no more removes them.
    """
    target = target.resolve()
    with ExitStack() as held:
        found = [
            folder
            for folder in (target.parent.iterdir() if target.parent.is_dir() else ())
            if _is_work(folder, target) and held.enter_context(_held(folder))
        ]
        yield sorted(found, key=lambda folder: folder.stat().st_mtime, reverse=True)


def _is_work(folder: Path, target: Path) -> bool:
    """Whether a folder is one that an extraction was filling, or is."""
    return folder.name.startswith(_aside(target, "new-").name) and (folder / TEXT).is_dir()


@contextmanager
def renewing(target: Path) -> Iterator[Path]:
    """Give an empty folder; when the block ends well, the files in it replace those of the dataset.

    No other run changes the dataset meanwhile.  Each file is whole at any moment; tables (CSV) come
    last, so that whoever is stopped before sees by them that the rest is to be done again.
    """
    target = target.resolve()
    with _held(target.parent, wait=True):
        _recover(target, spare=True)
        new = _unused(target)
        new.mkdir()
        try:
            yield new
            _sync(new)
            for file in sorted(new.iterdir(), key=_is_table):
                file.replace(target / file.name)
            _sync_folder(target)
        finally:
            shutil.rmtree(new, ignore_errors=True)


@contextmanager
def replacing_file(target: Path) -> Iterator[Path]:
    """Give an empty folder beside the file `target`; when the block ends well, its files move beside it.

    Each file is whole at any moment.  What a killed run left is cleared.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    new = _aside(target, f"new-{os.getpid()}")
    with _held(target.parent, wait=True):
        for leftover in target.parent.iterdir():
            if leftover.name.startswith(_aside(target, "new-").name) and not _is_alive(leftover):
                shutil.rmtree(leftover)
        new.mkdir()
    try:
        with _held(new):
            yield new
            _sync(new)
            for file in sorted(new.iterdir()):
                file.replace(target.parent / file.name)
            _sync_folder(target.parent)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _is_table(file: Path) -> tuple[bool, str]:
    return file.suffix == ".csv", file.name


def _swap(new: Path, target: Path) -> None:
    old = _aside(target, "old")
    try:
        if target.exists():
            shutil.copymode(target, new)
            target.rename(old)
        new.rename(target)
    except BaseException:  # an interrupt between the two renames, too
        _take_back(old, target)
        raise
    _sync_folder(target.parent)
    _clear(old, target)


def _take_back(old: Path, target: Path) -> None:
    if old.exists() and not target.exists():
        old.rename(target)


def _recover(target: Path, spare: bool = False) -> None:
    """Take a half-done swap back, and clear what dead runs left; the parent folder is held.

    `spare`: but for what an extraction can go on with.
    """
    _take_back(_aside(target, "old"), target)
    ours = (_aside(target, "old").name, _aside(target, "new-").name)
    for leftover in target.parent.iterdir():
        if spare and _is_work(leftover, target):
            continue
        if leftover.name.startswith(ours) and leftover.is_dir() and not _is_alive(leftover):
            _clear(leftover, target)


def _clear(leftover: Path, target: Path) -> None:
    """Remove a dataset that is no longer in its place; what is not baoshu's own moves to `target`."""
    if not leftover.is_dir():
        return
    for entry in leftover.iterdir():
        if entry.name not in OWN and not (target / entry.name).exists():
            entry.rename(target / entry.name)
    shutil.rmtree(leftover)


def _aside(target: Path, word: str) -> Path:
    return target.with_name(f".{target.name}.{word}")


def _is_alive(folder: Path) -> bool:
    """Whether a running process is filling the folder."""
    with _held(folder) as free:
        return not free


@contextmanager
def _held(folder: Path, wait: bool = False) -> Iterator[bool]:
    """Hold a folder against other runs, until the block or the process ends; gives whether it is held."""
    if sys.platform == "win32":
        yield True
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _lock(handle, wait)
    finally:
        os.close(handle)


def _lock(handle: int, wait: bool) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held by another run; or a network disk without locks
        return False
    return True


def _sync(folder: Path) -> None:
    """Have everything on the disk before the swap makes it the dataset."""
    for root, _, files in os.walk(folder):
        for name in files:
            _sync_file(Path(root, name))
        _sync_folder(Path(root))


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # folders cannot be synced there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
