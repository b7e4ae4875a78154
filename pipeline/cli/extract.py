"""`baoshu extract`: reports in, a dataset out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

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
)  # fmt: skip


def extract(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Reports, or folders of them.")],
    out: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The dataset, replaced whole.")],
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
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Extract the figures of reports into a dataset; what is unchanged is not read again."""
    from functools import cache

    from pipeline import runner
    from pipeline.dataset.folder import check_target
    from pipeline.inputs import NothingToDo, collect
    from pipeline.isolation import CannotStart, Limits
    from pipeline.review.notices import notices

    engine = cache(lambda: common.engine(rules))
    checked = (out / "targets.csv").exists()
    try:
        check_target(out)
        found = collect(paths, out)
        asked = runner.Asked(engine, found.inputs, out, rules, jobs, Limits(timeout, memory), fresh)
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
    return _exit_code(record, found.problems)


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
    if found_amiss := _amiss(record):
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


def _amiss(record: dict[str, Any]) -> str:
    """How many findings there are that a person should see: "1 error, 3 warnings"; empty if none."""
    counts = [(record["findings"].get(kind, 0), kind) for kind in ("error", "warning")]
    return ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for count, kind in counts if count)


def _exit_code(record: dict[str, Any], problems: Sequence[str]) -> int:
    """2 where an input gave nothing (missing, unreadable, empty), 3 where a person should look."""
    if problems or record["documents"]["failed"] or record["documents"]["empty"]:
        return FAILED
    return WARNED if record["unexplained"] or _amiss(record) else WELL
