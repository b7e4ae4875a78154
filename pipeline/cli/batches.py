"""`baoshu extract --parts` and `gather`: reports by the ten thousand, and reports out of a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import common
from pipeline.cli.common import (
    FAILED,
    STOPPED,
    USAGE,
    WARNED,
    WELL,
    Json,
    Rules,
    Stop,
    complain,
    progress,
    say,
    say_data,
)

if TYPE_CHECKING:
    from pipeline.engine import Engine
    from pipeline.isolation import Limits

ENGINES = ("local", "dask")


def extract(
    places: Sequence[str],
    out: str,
    rules: Sequence[Path],
    jobs: int,
    limits: Limits,
    engine: str,
    scheduler: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Extract into parts, here or on a cluster."""
    if engine not in ENGINES or (scheduler and engine != "dask"):
        raise Stop(f"--engine is {' or '.join(ENGINES)}; --scheduler goes with dask", USAGE)
    from pipeline import batches
    from pipeline.batches.task import Job, OtherRules
    from pipeline.inputs import NothingToDo
    from pipeline.isolation import CannotStart

    try:
        found = batches.listed(places, out)
        names = tuple(str(folder.resolve()) for folder in rules)
        job = Job(out, _load, names, common.engine(rules).rulebook.digest, limits)
        count = len(batches.cut(found.items))
        with _cluster(engine, scheduler, jobs) as client, progress(count, quiet, _part) as watch:
            record = batches.run(job, found.items, jobs, client, watch)
    except NothingToDo as error:
        raise Stop(str(error), USAGE) from error
    except (CannotStart, OtherRules) as error:
        raise Stop(str(error), FAILED) from error
    except KeyboardInterrupt as error:
        raise Stop(f"stopped; {out} holds no whole run, run again", STOPPED) from error
    except OSError as error:
        raise Stop(f"{_why(error, out)}; no whole run is there", FAILED) from error
    return _report(record, found.problems, out, as_json, quiet)


def _load(rules: tuple[str, ...]) -> Engine:
    """What a worker reads with."""
    from pipeline.engine import shared

    return shared([Path(folder) for folder in rules])


def _why(error: OSError, place: str) -> str:
    return f"{error.filename or place}: {error.strerror or error}"


def _part(told: Any) -> str:
    return str(told["part"])


@contextmanager
def _cluster(engine: str, scheduler: str, jobs: int) -> Iterator[Any]:
    """A client of Dask, or None."""
    if engine == "local":
        yield None
        return
    try:
        from pipeline.batches import dask
    except ImportError as error:
        raise Stop(
            f"--engine dask needs a library ({error.name}): pip install 'baoshu[dask]'", USAGE
        ) from error
    try:
        with dask.cluster(scheduler, jobs) as client:
            yield client
    except dask.NoCluster as error:
        raise Stop(str(error), FAILED) from error


def _report(record: dict[str, Any], problems: Sequence[str], out: str, as_json: bool, quiet: bool) -> int:
    complain(problems)
    complain(record["messages"])
    if as_json:
        say_data(record)
    elif not quiet:
        states = [f"{count} {state}" for state, count in record["documents"].items() if count]
        say(
            f"{out}: documents: {', '.join(states)} in {len(record['parts'])} parts; figures:"
            f" {record['figures']} of {record['numerals']} numbers; unexplained: {record['unexplained']}"
        )
    if problems or record["documents"]["failed"] or record["documents"]["empty"]:
        return FAILED
    amiss = record["findings"].get("error", 0) + record["findings"].get("warning", 0)
    return WARNED if record["unexplained"] or amiss else WELL


def gather(
    source: Annotated[
        str, typer.Argument(metavar="PARTS", help="What `extract --parts` wrote; an address, too.")
    ],
    out: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The dataset, replaced whole.")],
    rules: Rules = [],  # noqa: B006  typer copies it
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Make a dataset of CSV files out of Parquet parts."""
    from pipeline import batches
    from pipeline.batches import manifest

    total = sum(manifest.read(source)["documents"].values())
    book = common.engine(rules).rulebook
    try:
        with progress(total, quiet, lambda part: part.document.document_id) as watch:
            record = batches.gather(source, out, book, watch)
    except OSError as error:
        raise Stop(f"{_why(error, str(out))}; {out} is as it was", FAILED) from error
    if as_json:
        say_data(record)
    elif not quiet:
        say(f"{out}: documents: {total}; figures: {record['figures']} of {record['numerals']} numbers")
    return WELL


@contextmanager
def fetched(places: Sequence[str], quiet: bool) -> Iterator[tuple[list[Path], bool]]:
    """Paths of this machine for places that may be addresses, and whether they go away again."""
    from pipeline.inputs import is_remote

    if not any(map(is_remote, places)):
        yield [Path(place) for place in places], False
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="baoshu-") as folder:
        try:
            yield [_fetched(place, Path(folder, str(n)), quiet) for n, place in enumerate(places)], True
        except OSError as error:
            raise Stop(f"{_why(error, places[0])}; nothing was changed", FAILED) from error


def _fetched(place: str, folder: Path, quiet: bool) -> Path:
    from pipeline import batches
    from pipeline.batches.fetch import mirrored
    from pipeline.inputs import NothingToDo, is_remote

    if not is_remote(place):
        return Path(place)
    try:
        items = batches.listed([place], "").items
    except NothingToDo as error:
        raise Stop(str(error), USAGE) from error
    with progress(len(items), quiet, lambda item: str(item.file)) as watch:
        return mirrored(place, items, folder, watch)
