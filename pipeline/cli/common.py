"""What the commands share: exit codes, common options, saying, writing, the engine."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from unicodedata import east_asian_width

import typer

if TYPE_CHECKING:
    from pipeline.engine import Engine

WELL, FAILED, WARNED, USAGE, STOPPED = 0, 2, 3, 4, 130

Rules = Annotated[
    list[Path], typer.Option("--rules", metavar="DIR", help="Rules of your own, over ours; the last on top.")
]
Json = Annotated[bool, typer.Option("--json", help="Print data (JSON) and nothing else.")]
DatasetDir = Annotated[Path, typer.Argument(metavar="DIR", help="A dataset, as `extract -o` wrote it.")]
Sources = Annotated[
    list[Path],
    typer.Option("--sources", metavar="DIR", help="Where the reports are, if no longer where they were."),
]
Regions = Annotated[
    list[str],
    typer.Option("--region", metavar="NAME", help="深圳, 广东省深圳市, 440300; several: repeat it."),
]


class Stop(Exception):
    """Ends a command: what to say (a line each) and the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def engine(rules: Sequence[Path]) -> Engine:
    from pipeline.engine import shared
    from pipeline.rulebook import RuleError

    try:
        return shared(rules)
    except RuleError as error:
        raise Stop(str(error), USAGE) from error


@contextmanager
def progress(total: int, quiet: bool, name: Callable[[Any], str]) -> Iterator[Callable[[Any], None]]:
    """Give what is to be called after each document; draws on a terminal only."""
    if quiet or total < 2 or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    # no thread of its own: the workers are forked while it runs
    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("reading", total=total)

        def watch(done: Any) -> None:
            bar.update(task, advance=1, description=name(done)[:30], refresh=True)

        yield watch


def years(text: str, option: str) -> tuple[int, int]:
    """The first and the last of 2001-2026, or of one year."""
    ends = text.split("-")
    if not 1 <= len(ends) <= 2 or not all(len(end) == 4 and end.isdecimal() for end in ends):
        raise Stop(f"{option} {text}: give a year (2023), or for --years also the ends (2001-2026)", USAGE)
    return int(ends[0]), int(ends[-1])


def write(target: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a file whole or not at all."""
    new = target.with_name(f".{target.name}.new-{os.getpid()}")
    try:
        new.write_text(text, encoding=encoding, newline="")
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def write_file(target: Path, text: str, encoding: str = "utf-8") -> None:
    """As `write`; what stands in the way is said."""
    try:
        write(target, text, encoding)
    except OSError as error:
        raise Stop(f"{target}: cannot be written ({error.strerror})", FAILED) from error


def table(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> list[str]:
    """Rows as lines of aligned columns with a head; columns that are empty throughout are left out."""
    shown = [name for name in names if any(str(row[name]) for row in rows)]
    cells = [shown, *([str(row[name]) for name in shown] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(_padded, line, widths)).rstrip() for line in cells if line]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def say(text: str) -> None:
    """Print to stdout; a reader that has gone (`baoshu … | head`) is no error."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_data(data: object) -> None:
    say(json.dumps(data, ensure_ascii=False, indent=2))


def complain(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        print(f"baoshu: {sentence}", file=sys.stderr)
