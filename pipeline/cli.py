"""The command line: arguments, printing, exit codes.

What is heavy is imported by the command that needs it: `baoshu --help` is there at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.dataset.folder import DatasetError

if TYPE_CHECKING:
    from pipeline.engine import Engine
    from pipeline.model import Extraction

WELL, FAILED, WARNED, USAGE, STOPPED = 0, 2, 3, 4, 130

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help="报数 baoshu: the numbers of Chinese government reports, each with its proof.",
    epilog="Exit codes: 0 all well, 2 an input failed (the others are done), 3 done with warnings,"
    " 4 wrong usage.",
)
rules_app = typer.Typer(
    rich_markup_mode=None, help="Test the rules, try a sentence, see what they do not know."
)
app.add_typer(rules_app, name="rules")

Rules = Annotated[
    list[Path], typer.Option("--rules", metavar="DIR", help="Rules of your own, over ours; the last on top.")
]
Json = Annotated[bool, typer.Option("--json", help="Print data (JSON) and nothing else.")]
DatasetDir = Annotated[Path, typer.Argument(metavar="DIR", help="A dataset, as `extract -o` wrote it.")]


class Stop(Exception):
    """Ends a command: what to say (a line each) and the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """报数 baoshu: the numbers of Chinese government reports, each with its proof."""
    if show_version:
        from importlib.metadata import version

        _say(f"baoshu {version('baoshu')}")
        raise typer.Exit()
    if context.invoked_subcommand is None:
        raise Stop("no command; see `baoshu --help`", USAGE)


# --- extract ----------------------------------------------------------------------------------


@app.command()
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
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Extract the figures of reports into a dataset."""
    from pipeline import runner
    from pipeline.dataset.folder import check_target
    from pipeline.isolation import Limits
    from pipeline.review.notices import notices

    limits = Limits(timeout, memory)
    try:
        check_target(out)
        found = runner.collect(paths, out)
        engine = _engine(rules)
        with _progress(len(found.inputs), quiet, lambda part: part.document.document_id) as watch:
            record = runner.run(engine, engine.rulebook.digest, found.inputs, out, jobs, watch, limits)
    except runner.NothingToDo as error:
        raise Stop(str(error), USAGE) from error
    except runner.NoWorker as error:
        raise Stop(str(error), FAILED) from error
    except OSError as error:
        reason = f"cannot be written ({error.strerror}); what was there is as it was"
        raise Stop(f"{out}: {reason}", FAILED) from error
    _complain(notice.english for notice in notices(given.path.resolve().parent for given in found.inputs))
    _report(record, found, out, as_json, quiet)
    return _exit_code(record, found.problems)


def _engine(rules: Sequence[Path]) -> Engine:
    from pipeline.engine import Engine
    from pipeline.rulebook import RuleError

    try:
        return Engine(rules)
    except RuleError as error:
        raise Stop(str(error), USAGE) from error


@contextmanager
def _progress(total: int, quiet: bool, name: Callable[[Any], str]) -> Iterator[Callable[[Any], None]]:
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


def _report(record: dict[str, Any], found: Any, out: Path, as_json: bool, quiet: bool) -> None:
    """Say what was done (stdout) and what was not (stderr)."""
    _complain(found.problems)
    _complain(entry["message"] for entry in record["inputs"] if entry["state"] != "done")
    if record["unexplained"]:
        _complain([
            f"unexplained numbers: {record['unexplained']}; list them with `baoshu rules gaps {out}`"
        ])  # fmt: skip
    if found_amiss := _amiss(record):
        _complain([f"findings: {found_amiss}; they are listed in {out}/findings.csv"])
    if as_json:
        _say_data(record)
    elif not quiet:
        _say(_summary(record, found.ignored, out))


def _summary(record: dict[str, Any], ignored: int, out: Path) -> str:
    states = [f"{count} {state}" for state, count in record["documents"].items() if count]
    others = f" ({ignored} other files ignored)" if ignored else ""
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


# --- explain ----------------------------------------------------------------------------------


@app.command()
def explain(
    folder: DatasetDir,
    figure_id: Annotated[str, typer.Argument(metavar="FIGURE_ID", help="For instance taicang-2023:467.")],
    rules: Rules = [],  # noqa: B006  typer copies it
    as_json: Json = False,
) -> int:
    """Show why a figure is what it is: its sentence, pieces, rules."""
    from pipeline.explain import explain as explained
    from pipeline.rulebook import RuleError

    try:
        explanation = explained(folder, figure_id, rules)
    except RuleError as error:
        raise Stop(str(error), USAGE) from error
    if as_json:
        _say_data(explanation.as_dict())
    else:
        _say("\n".join(explanation.lines()))
    return WELL


# --- audit and check --------------------------------------------------------------------------

Sources = Annotated[
    list[Path],
    typer.Option("--sources", metavar="DIR", help="Where the reports are, if no longer where they were."),
]


@app.command()
def audit(
    folder: DatasetDir,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the page as one offline file instead.")
    ] = None,
    documents: Annotated[
        list[str], typer.Option("--document", metavar="ID", help="With --html: only this document.")
    ] = [],  # noqa: B006  typer copies it
    sample: Annotated[int, typer.Option(min=0, metavar="N", help="Judge N figures drawn at random.")] = 0,
    seed: Annotated[int, typer.Option(help="Of the draw: the same seed, the same figures.")] = 1,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --sample: write the error rates instead.")
    ] = None,
    reviewer: Annotated[str, typer.Option(help="Your name in the log; else that of your account.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    sources: Sources = [],  # noqa: B006  typer copies it
    rules: Rules = [],  # noqa: B006  typer copies it
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Check every figure against its place in the source, in the browser."""
    from pipeline.audit import desk
    from pipeline.isolation import Limits
    from pipeline.review.log import LogError
    from pipeline.rulebook import RuleError

    try:
        with desk.opened(folder, rules, sources, reviewer or _account(), Limits()) as opened:
            _complain(opened.notices())
            if html:
                return _write_page(opened, html, documents, quiet)
            trust = opened.sample(sample, seed) if sample else None
            if report:
                return _write_report(trust, report, quiet)
            return _serve(opened, trust, port, browser, quiet)
    except (RuleError, LogError) as error:
        raise Stop(str(error), USAGE) from error
    except OSError as error:
        raise Stop(f"{folder}: {error.strerror or error}; nothing was lost", FAILED) from error


def _account() -> str:
    """The name of the account; there may be none (a container)."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "reviewer"


def _write_page(opened: Any, target: Path, documents: Sequence[str], quiet: bool) -> int:
    unknown = [id_ for id_ in documents if id_ not in opened.audit.stored]
    if unknown:
        raise Stop(f"there is no document {unknown[0]}; see the column document_id of documents.csv", USAGE)
    count = len(documents) or len(opened.audit.stored)
    with _progress(count, quiet, str) as watch:
        _write(target, opened.html(documents, watch))
    if not quiet:
        _say(f"{target}: {count} document{'s' if count > 1 else ''}; open it in a browser")
    return WELL


def _write_report(trust: Any, target: Path, quiet: bool) -> int:
    if trust is None:
        raise Stop("--report is of a sample: give --sample N, too", USAGE)
    _write(target, trust.html())
    if not quiet:
        _say("\n".join([*trust.lines(), f"{target}: the report; open it in a browser"]))
    return WELL


def _write(target: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a file whole or not at all."""
    new = target.with_name(f".{target.name}.new-{os.getpid()}")
    try:
        new.write_text(text, encoding=encoding, newline="")
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def _serve(opened: Any, trust: Any, port: int, browser: bool, quiet: bool) -> int:
    from pipeline.audit import server

    def ready(address: str) -> None:
        _say(f"复核页面 review page: {address}")
        if not quiet:
            _complain(["the page is served to this machine only; Ctrl-C ends it and writes the verdicts"])
        if browser:
            import threading
            import webbrowser

            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    server.serve(server.Pages(opened.audit, opened.payload, opened, trust), port, ready)
    return WELL


@app.command()
def check(
    folder: DatasetDir,
    sources: Sources = [],  # noqa: B006  typer copies it
    rules: Rules = [],  # noqa: B006  typer copies it
    as_json: Json = False,
) -> int:
    """Check the figures of a dataset against each other; renews findings.csv."""
    from pipeline.audit import desk
    from pipeline.dataset.dictionary import columns
    from pipeline.review.log import LogError
    from pipeline.rulebook import RuleError

    try:
        found, notices = desk.check(folder, rules, sources)
    except (RuleError, LogError) as error:
        raise Stop(str(error), USAGE) from error
    except OSError as error:
        raise Stop(f"{folder}: cannot be written ({error.strerror}); it is as it was", FAILED) from error
    _complain(notices)
    names = columns("findings")
    rows = [dict(zip(names, row, strict=True)) for document in found for row in document.findings]
    counts = {kind: sum(row["severity"] == kind for row in rows) for kind in ("error", "warning", "info")}
    if as_json:
        _say_data({"findings": rows, "severities": counts})
    else:
        said = [f"{row['document_id']}  {row['severity']}  {row['check']}  {row['message']}" for row in rows]
        told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
        _say("\n".join([*said, f"{folder}: {told or 'nothing found'}"]))
    return WARNED if counts["error"] or counts["warning"] else WELL


# --- panel, query, chart ----------------------------------------------------------------------

Regions = Annotated[
    list[str],
    typer.Option("--region", metavar="NAME", help="深圳, 广东省深圳市, 440300; several: repeat it."),
]


@app.command()
def panel(
    folder: DatasetDir,
    out: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The panel, as CSV.")],
    indicators: Annotated[
        str, typer.Option(metavar="A,B", help="Codes or names, in this order; none: all that hold a value.")
    ] = "",
    regions: Regions = [],  # noqa: B006  typer copies it
    years: Annotated[str, typer.Option(metavar="2001-2026", help="A year, or the first and the last.")] = "",
    style: Annotated[str, typer.Option(help="tidy, csmar (three header rows) or cnrds (long).")] = "tidy",
    codes: Annotated[
        str, typer.Option(metavar="report|YEAR", help="Division codes of the report year, or of one year.")
    ] = "report",
    rules: Rules = [],  # noqa: B006  typer copies it
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Write a panel of regions and years; gaps and conflicts go beside it."""
    from pipeline.identity.regions import Regions as Table
    from pipeline.panel import panel as made
    from pipeline.panel import styles

    if style not in styles.STYLES:
        raise Stop(f"there is no style {style}; choose {', '.join(styles.STYLES)}", USAGE)
    base = None if codes == "report" else _years(codes, "--codes")[0]
    wanted = [word for word in indicators.replace("，", ",").split(",") if word]
    span = _years(years, "--years") if years else None
    told = made(folder, indicators=wanted, regions=regions, years=span, codes=base, rules=rules)
    gaps, conflicts = styles.beside(out)
    table = Table.load()
    texts = {
        out: styles.csv_of(told, style, table),
        gaps: styles.gaps_csv(told.gaps),
        conflicts: styles.conflicts_csv(told.conflicts),
    }
    for target, text in texts.items():
        _write_file(target, text, "utf-8-sig")
    _complain(told.left_out)
    counts = {
        "rows": len(told.rows), "indicators": len({slot.code for slot in told.slots}),
        "cells": len(told.cells), "gaps": len(told.gaps), "conflicts": len(told.conflicts),
    }  # fmt: skip
    if as_json:
        _say_data(counts | {"files": [str(target) for target in texts], "left_out": list(told.left_out)})
    elif not quiet:
        said = "; ".join(f"{name}: {count}" for name, count in counts.items())
        _say(f"{out}: {said}\n{gaps}: the empty cells\n{conflicts}: figures that disagree")
    return WARNED if told.left_out or told.conflicts else WELL


@app.command()
def query(
    folder: DatasetDir,
    text: Annotated[str, typer.Argument(metavar="[WORDS]", help='Free words: "深圳 2023 GDP 目标".')] = "",
    regions: Regions = [],  # noqa: B006  typer copies it
    years: Annotated[
        str, typer.Option("--year", metavar="YEAR", help="Of the period: 2023, 2001-2026.")
    ] = "",
    indicators: Annotated[
        list[str], typer.Option("--indicator", metavar="NAME", help="A code, a name, or words of the report.")
    ] = [],  # noqa: B006  typer copies it
    measures: Annotated[
        list[str], typer.Option("--measure", metavar="WORD", help="level, growth, change, ratio, rank.")
    ] = [],  # noqa: B006  typer copies it
    statuses: Annotated[
        list[str], typer.Option("--status", metavar="WORD", help="actual, estimate, target.")
    ] = [],  # noqa: B006  typer copies it
    limit: Annotated[int, typer.Option(min=0, help="Answers that are shown; 0: all.")] = 20,
    rules: Rules = [],  # noqa: B006  typer copies it
    as_json: Json = False,
) -> int:
    """Show figures by region, year, indicator, each with its proof."""
    from pipeline.query import query as asked_of

    first, last = _years(years, "--year") if years else (0, -1)
    told = asked_of(
        folder, text, region=regions, year=range(first, last + 1), indicator=indicators,
        measure=measures, status=statuses, rules=rules,
    )  # fmt: skip
    if not any(told.asked) and not told.not_understood:
        raise Stop('nothing was asked; give words ("深圳 2023 GDP") or --region, --year, --indicator', USAGE)
    shown = told.answers[: limit or None]
    if told.not_understood:
        _complain([f"not understood: {'、'.join(told.not_understood)}"])
    if as_json:
        _say_data(told.as_dict() | {"answers": [answer.as_dict() for answer in shown]})
    else:
        _say("\n\n".join("\n".join(answer.lines()) for answer in shown) or "no figure answers")
    if len(shown) < len(told.answers):
        _complain([f"{len(told.answers)} figures answer, {len(shown)} are shown; --limit 0 shows all"])
    return WARNED if told.not_understood or not shown else WELL


@app.command()
def chart(
    folder: DatasetDir,
    indicator: Annotated[str, typer.Option(metavar="NAME", help="A code, a name or an alias: gdp, GDP.")],
    regions: Regions = [],  # noqa: B006  typer copies it
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="FILE.svg or FILE.html; none: stdout."),
    ] = None,
    measure: Annotated[str, typer.Option(help="growth or level.")] = "growth",
    years: Annotated[str, typer.Option(metavar="2001-2026", help="A year, or the first and the last.")] = "",
    rules: Rules = [],  # noqa: B006  typer copies it
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Draw target against actual over the years, offline, as SVG or HTML."""
    from pipeline import chart as charts
    from pipeline.panel import panel as made

    if measure not in ("growth", "level"):
        raise Stop(f"there is no measure {measure} to draw; choose growth or level", USAGE)
    if out and out.suffix not in (".svg", ".html"):
        raise Stop(f"{out}: a chart is written as .svg or .html; give such a name", USAGE)
    span = _years(years, "--years") if years else None
    told = made(folder, indicators=[indicator], regions=regions, years=span, rules=rules)
    drawn = charts.picture(told, told.slots[0].code, measure == "growth")
    if not drawn.series:
        raise Stop(
            f"no region has a {measure} of {drawn.name}; see `baoshu query {folder} {indicator}`", WARNED
        )
    if len(drawn.series) > charts.MOST:
        raise Stop(f"{len(drawn.series)} regions are too many for a picture; name some with --region", USAGE)
    text = charts.html(drawn) if out and out.suffix == ".html" else charts.svg(drawn)
    if out is None:
        _say(text.rstrip())
        return WELL
    _write_file(out, text)
    if not quiet:
        marks = sum(len(one.actual) + len(one.target) for one in drawn.series)
        _say(f"{out}: {drawn.name}, {len(drawn.series)} regions, {marks} values; open it in a browser")
    return WELL


def _years(text: str, option: str) -> tuple[int, int]:
    """The first and the last of 2001-2026, or of one year."""
    ends = text.split("-")
    if not 1 <= len(ends) <= 2 or not all(len(end) == 4 and end.isdecimal() for end in ends):
        raise Stop(f"{option} {text}: give a year (2023), or for --years also the ends (2001-2026)", USAGE)
    return int(ends[0]), int(ends[-1])


def _write_file(target: Path, text: str, encoding: str = "utf-8") -> None:
    """As `_write`; what stands in the way is said."""
    try:
        _write(target, text, encoding)
    except OSError as error:
        raise Stop(f"{target}: cannot be written ({error.strerror})", FAILED) from error


# --- export -----------------------------------------------------------------------------------


@app.command()
def export(
    folder: DatasetDir,
    to: Annotated[
        str,
        typer.Option("--to", metavar="FORMAT", help="xlsx, parquet, dta, sqlite, duckdb, jsonl, sdmx-csv."),
    ],
    out: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The file, replaced whole.")],
    every: Annotated[bool, typer.Option("--all", help="Keep the figures that people rejected.")] = False,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Write a dataset as a file for another program."""
    from pipeline.export import export as exported

    try:
        done = exported(folder, to, out, every)
    except OSError as error:
        reason = f"cannot be written ({error.strerror or error}); what was there is as it was"
        raise Stop(f"{out}: {reason}", FAILED) from error
    _complain(done.notes)
    if as_json:
        _say_data({**done._asdict(), "files": [str(file) for file in done.files]})
    elif not quiet:
        left_out = f" ({done.rejected} rejected left out)" if done.rejected else ""
        _say(f"{', '.join(map(str, done.files))}: {done.figures} figures{left_out}")
    return WELL


# --- rules ------------------------------------------------------------------------------------


@rules_app.command("check")
def rules_check(rules: Rules = []) -> int:  # noqa: B006  typer copies it
    """Self-test: each example fires its rule, no counter-example does."""
    from pipeline.rulecheck import check, runaways

    engine = _engine(rules)
    faults = [*check(engine.rulebook, engine.fired), *runaways(engine.rulebook)]
    _complain(map(str, faults))
    if not faults:
        _say(f"{len(engine.rulebook.files)} rules hold")
    return FAILED if faults else WELL


@rules_app.command("try")
def rules_try(
    sentence: Annotated[str, typer.Argument(metavar="句子", help="One sentence, or a few.")],
    year: Annotated[int | None, typer.Option(help="The report year.")] = None,
    rules: Rules = [],  # noqa: B006  typer copies it
    as_json: Json = False,
) -> int:
    """Show the figures of a sentence, and what its other numbers are."""
    sidecar = {"year": str(year)} if year else None
    found = _as_dicts(_engine(rules).extract_text(sentence, sidecar=sidecar))
    if as_json:
        _say_data(found)
        return WELL
    others = [row for row in found["numerals"] if row["role"] != "figure"]
    lines = [*_table(found["figures"], TRIED), *_table(others, ("quote", "role", "rule"))]
    _say("\n".join(lines) or "no number in it")
    return WELL


def _as_dicts(extraction: Extraction) -> dict[str, list[dict[str, str]]]:
    """Figures and numerals with the names of their columns."""
    from pipeline.dataset import tables
    from pipeline.dataset.dictionary import columns

    rows = {
        "figures": tables.figure_rows("text", extraction),
        "numerals": tables.numeral_rows("text", extraction),
    }
    return {name: [dict(zip(columns(name), row, strict=True)) for row in rows[name]] for name in rows}


@rules_app.command("gaps")
def rules_gaps(folder: DatasetDir, as_json: Json = False) -> int:
    """List what the rules do not know: units, indicators, numbers."""
    from pipeline.dataset.gaps import gaps

    found = [gap._asdict() for gap in gaps(folder)]
    if as_json:
        _say_data(found)
    else:
        _say("\n".join(_table(found, ("times", "what", "word", "example"))) or "the rules know all of it")
    return WELL


TRIED = (
    "quote", "indicator_text", "measure", "value", "value_max", "bound", "unit", "status", "period", "basis",
)  # fmt: skip


def _table(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> list[str]:
    """Rows as lines of aligned columns with a head; columns that are empty throughout are left out."""
    shown = [name for name in names if any(str(row[name]) for row in rows)]
    cells = [shown, *([str(row[name]) for name in shown] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(_padded, line, widths)).rstrip() for line in cells if line]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


# --- the process ------------------------------------------------------------------------------


def _say(text: str) -> None:
    """Print to stdout; a reader that has gone (`baoshu … | head`) is no error."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_data(data: object) -> None:
    _say(json.dumps(data, ensure_ascii=False, indent=2))


def _complain(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        print(f"baoshu: {sentence}", file=sys.stderr)


#: what typer raises for wrong arguments; it has no public name in all its versions
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit code.  No traceback for what a user can do wrong."""
    try:
        code = app(arguments, prog_name="baoshu", standalone_mode=False) or WELL
    except Stop as stop:
        _complain(str(stop).splitlines())
        return stop.code
    except DatasetError as error:
        _complain([str(error)])
        return USAGE
    except _UsageError as error:
        _complain([f"{error.format_message()} See `baoshu --help`."])  # type: ignore[attr-defined]
        return USAGE
    except (typer.Abort, KeyboardInterrupt):
        code = STOPPED  # typer itself gives this code, or raises, by version
    if code == STOPPED:
        _complain(["stopped; nothing was changed"])
    return code


if __name__ == "__main__":
    sys.exit(main())
