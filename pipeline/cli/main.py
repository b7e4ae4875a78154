"""The commands put together, and the process: arguments, exit codes, no traceback for a user."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from pipeline.cli import batches, data, extract, review, rules
from pipeline.cli.common import STOPPED, USAGE, WELL, Stop, complain, say
from pipeline.dataset.folder import DatasetError

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help="报数 baoshu: the numbers of Chinese government reports, each with its proof.",
    epilog="Exit codes: 0 all well, 2 an input failed (the others are done), 3 done with warnings,"
    " 4 wrong usage.",
)
for command in (
    extract.extract, batches.gather, review.audit, review.check, review.diff, review.explain,
    data.panel, data.query, data.chart, data.export,
):  # fmt: skip
    app.command()(command)
app.add_typer(rules.app, name="rules")


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """报数 baoshu: the numbers of Chinese government reports, each with its proof."""
    if show_version:
        from importlib.metadata import version

        say(f"baoshu {version('baoshu')}")
        raise typer.Exit()
    if context.invoked_subcommand is None:
        raise Stop("no command; see `baoshu --help`", USAGE)


#: what typer raises for wrong arguments; it has no public name in all its versions
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit code.  No traceback for what a user can do wrong."""
    try:
        code = app(arguments, prog_name="baoshu", standalone_mode=False) or WELL
    except Stop as stop:
        complain(str(stop).splitlines())
        return stop.code
    except DatasetError as error:
        complain([str(error)])
        return USAGE
    except _UsageError as error:
        complain([f"{error.format_message()} See `baoshu --help`."])  # type: ignore[attr-defined]
        return USAGE
    except (typer.Abort, KeyboardInterrupt):
        code = STOPPED  # typer itself gives this code, or raises, by version
    if code == STOPPED:
        complain(["stopped; nothing was changed"])
    return code
