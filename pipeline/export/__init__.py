"""A dataset in the formats of other programs; one file a format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from pipeline.dataset.folder import OWN, replacing_file
from pipeline.export.content import Content, ExportError, Written, opened

#: format -> the module that writes it
_MODULES = {
    "xlsx": "xlsx", "parquet": "parquet", "dta": "dta", "sqlite": "sqlite", "duckdb": "duckdb",
    "jsonl": "jsonl", "sdmx-csv": "sdmx",
}  # fmt: skip
FORMATS = tuple(_MODULES)
#: formats that need a library which baoshu does not install by itself
_EXTRAS = {"duckdb": "duckdb"}


class Exported(NamedTuple):
    """What was written: the files, the figures in them, and the rejected ones that are not."""

    files: tuple[Path, ...]
    figures: int
    rejected: int
    notes: tuple[str, ...]  # what the user should know of it, English sentences


def export(folder: Path | str, format: str, target: Path | str, every: bool = False) -> Exported:
    """Write a dataset to the file `target`; with `every`, rejected figures too.

    It is written beside its place and moved there when it is whole.  Raises ExportError for what a
    user can mend (DatasetError where the folder is no dataset), OSError where the disk refuses.
    """
    folder, target = Path(folder), Path(target)
    write = _writer(format)
    content = opened(folder, every)
    _check(folder, format, target)
    with replacing_file(target) as new:
        figures, notes = write(content, new / target.name)
        content.check_unchanged()
        files = tuple(target.with_name(file.name) for file in sorted(new.iterdir()))
    return Exported(files, figures, len(content.rejected), notes)


def _writer(format: str) -> Callable[[Content, Path], Written]:
    if format not in _MODULES:
        raise ExportError(f"there is no format {format}; there are {', '.join(FORMATS)}")
    try:
        write: Callable[[Content, Path], Written] = import_module(f"{__name__}.{_MODULES[format]}").write
    except ModuleNotFoundError as error:
        if format not in _EXTRAS:
            raise
        install = f"pip install 'baoshu[{_EXTRAS[format]}]'"
        raise ExportError(
            f"{format} needs the library {error.name}, which is not installed; run {install}"
        ) from error
    return write


def _check(folder: Path, format: str, target: Path) -> None:
    """Raise ExportError unless `target` may be written."""
    if target.is_dir():
        raise ExportError(f"{target} is a folder; give the name of a file in it")
    if target.name in OWN and target.resolve().parent == folder.resolve():
        raise ExportError(f"{target} belongs to the dataset itself; give another name or folder")
    if format == "dta" and target.suffix == ".do":
        raise ExportError(f"{target} is the name of the program that comes with the data; end it in .dta")
