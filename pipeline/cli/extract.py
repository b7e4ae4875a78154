"""`baoshu extract`: reports in, a dataset out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from pipeline.cli import batches, common
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
    from pipeline.isolation import Limits


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Reports, or folders of them; addresses (s3://…), too."),
    ],
    out: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="The dataset, replaced whole.")],
    rules: Rules = [],  # noqa: B006  typer copies it
    jobs: Annotated[int, typer.Option(min=0, help="Processes; 0: as many as are worth it.")] = 0,
    timeout: Annotated[
        int, typer.Option(min=1, metavar="SECONDS", help="Time for a file that is no plain text.")
    ] = 120,
    memory: Annotated[
        int, typer.Option(min=16, metavar="MB", help="Memory for such a file, beside the program's (Linux).")
    ] = 2048,
    dry_run: Annotated[bool, typer.Option(help="Say what would be done and why; write nothing.")] = False,
    fresh: Annotated[bool, typer.Option(help="Read everything, changed or not.")] = False,
    parts: Annotated[
        bool, typer.Option("--parts", help="Write Parquet parts instead, for what is too large for CSV.")
    ] = False,
    engine: Annotated[str, typer.Option(help="local, or dask: on a cluster, into parts.")] = "local",
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Of Dask; none: a cluster of this machine.")
    ] = "",
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Extract the figures of reports into a dataset; what is unchanged is not read again."""
    from pipeline.inputs import is_remote
    from pipeline.isolation import Limits

    limits = Limits(timeout, memory)
    if parts or engine != "local" or scheduler:
        if dry_run or fresh:
            raise Stop("parts are written anew each time: leave --dry-run and --fresh away", USAGE)
        return batches.extract(paths, out, rules, jobs, limits, engine, scheduler, as_json, quiet)
    if is_remote(out):
        raise Stop(
            f"{out}: a dataset of CSV files is written to a disk; add --parts for Parquet parts", USAGE
        )
    with batches.fetched(paths, quiet) as (places, passing):
        wanted = _Wanted(places, Path(out), rules, jobs, limits, fresh, passing)
        return _extract(wanted, dry_run, as_json, quiet)


class _Wanted(NamedTuple):
    """What is asked for, apart from how it is told."""

    paths: list[Path]
    out: Path
    rules: list[Path]
    jobs: int
    limits: Limits
    fresh: bool
    passing: bool


def _extract(wanted: _Wanted, dry_run: bool, as_json: bool, quiet: bool) -> int:
    from functools import cache

    from pipeline import runner
    from pipeline.dataset.folder import check_target
    from pipeline.inputs import NothingToDo, collect
    from pipeline.isolation import CannotStart
    from pipeline.review.notices import notices

    out = wanted.out
    engine = cache(lambda: common.engine(wanted.rules))
    checked = (out / "targets.csv").exists()
    try:
        check_target(out)
        found = collect(wanted.paths, out)
        asked = runner.Asked(engine, found.inputs, *wanted[1:])
        with runner.planned(asked) as planned:
            if dry_run:
                return _dry(planned, found.problems, as_json)
            with progress(len(planned.plan.read), quiet, lambda part: part.document.document_id) as watch:
                record = runner.run(planned, watch)
    except NothingToDo as error:
        raise Stop(str(error), USAGE) from error
    except CannotStart as error:
        raise Stop(str(error), FAILED) from error
    except KeyboardInterrupt as error:
        raise Stop("stopped; nothing was changed, and the next run goes on from here", STOPPED) from error
    except OSError as error:
        reason = f"cannot be written ({error.strerror}); what was there is as it was"
        raise Stop(f"{out}: {reason}", FAILED) from error
    complain(notice.english for notice in notices(given.path.resolve().parent for given in found.inputs))
    _report(record, found, out, as_json, quiet)
    if checked and not (out / "targets.csv").exists():
        complain([f"targets.csv was made of the old tables and is gone; run `baoshu check {out}` again"])
    return exit_code(record, found.problems)


def _dry(planned: Any, problems: Sequence[str], as_json: bool) -> int:
    """Say what a run would do."""
    from pipeline.increment import told

    complain(problems)
    if as_json:
        kept = [id_ for id_, place in planned.plan.kept.items() if not place]
        resumed = [id_ for id_, place in planned.plan.kept.items() if place]
        data = {"read": planned.plan.read, "unchanged": kept, "resumed": resumed, "removed": planned.gone}
        say_data({**data, "renewed": planned.unmade})
    else:
        say("\n".join(told.would(planned.plan, planned.gone, planned.unmade, planned.is_idle)))
    return FAILED if problems else WELL


def _report(record: dict[str, Any], found: Any, out: Path, as_json: bool, quiet: bool) -> None:
    """Say what was done (stdout) and what was not (stderr)."""
    complain(found.problems)
    complain(entry["message"] for entry in record["inputs"] if entry["state"] != "done")
    if record["unexplained"]:
        complain([
            f"unexplained numbers: {record['unexplained']}; list them with `baoshu rules gaps {out}`"
        ])  # fmt: skip
    if found_amiss := amiss(record):
        complain([f"findings: {found_amiss}; they are listed in {out}/findings.csv"])
    if as_json:
        say_data(record)
    elif not quiet:
        say(_summary(record, found.ignored, out))


def _summary(record: dict[str, Any], ignored: int, out: Path) -> str:
    from pipeline.increment.told import work

    states = [f"{count} {state}" for state, count in record["documents"].items() if count]
    others = work(record["work"]) + (f" ({ignored} other files ignored)" if ignored else "")
    return (
        f"{out}: documents: {', '.join(states)}{others}; figures: {record['figures']} of"
        f" {record['numerals']} numbers; unexplained: {record['unexplained']}"
    )


def amiss(record: dict[str, Any]) -> str:
    """How many findings there are that a person should see: "1 error, 3 warnings"; empty if none."""
    counts = [(record["findings"].get(kind, 0), kind) for kind in ("error", "warning")]
    return ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for count, kind in counts if count)


def exit_code(record: dict[str, Any], problems: Sequence[str]) -> int:
    """2 where an input gave nothing (missing, unreadable, empty), 3 where a person should look."""
    if problems or record["documents"]["failed"] or record["documents"]["empty"]:
        return FAILED
    return WARNED if record["unexplained"] or amiss(record) else WELL
