"""`baoshu panel`, `query`, `chart`, `export`: figures for people and programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import common
from pipeline.cli.common import (
    FAILED,
    USAGE,
    WARNED,
    WELL,
    DatasetDir,
    Json,
    Regions,
    Rules,
    Stop,
    complain,
    say,
    say_data,
    write_file,
)


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
    base = None if codes == "report" else common.years(codes, "--codes")[0]
    wanted = [word for word in indicators.replace("，", ",").split(",") if word]
    span = common.years(years, "--years") if years else None
    told = made(folder, indicators=wanted, regions=regions, years=span, codes=base, rules=rules)
    gaps, conflicts = styles.beside(out)
    table = Table.load()
    texts = {
        out: styles.csv_of(told, style, table),
        gaps: styles.gaps_csv(told.gaps),
        conflicts: styles.conflicts_csv(told.conflicts),
    }
    for target, text in texts.items():
        write_file(target, text, "utf-8-sig")
    complain(told.left_out)
    counts = {
        "rows": len(told.rows), "indicators": len({slot.code for slot in told.slots}),
        "cells": len(told.cells), "gaps": len(told.gaps), "conflicts": len(told.conflicts),
    }  # fmt: skip
    if as_json:
        say_data(counts | {"files": [str(target) for target in texts], "left_out": list(told.left_out)})
    elif not quiet:
        said = "; ".join(f"{name}: {count}" for name, count in counts.items())
        say(f"{out}: {said}\n{gaps}: the empty cells\n{conflicts}: figures that disagree")
    return WARNED if told.left_out or told.conflicts else WELL


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

    first, last = common.years(years, "--year") if years else (0, -1)
    told = asked_of(
        folder, text, region=regions, year=range(first, last + 1), indicator=indicators,
        measure=measures, status=statuses, rules=rules,
    )  # fmt: skip
    if not any(told.asked) and not told.not_understood:
        raise Stop('nothing was asked; give words ("深圳 2023 GDP") or --region, --year, --indicator', USAGE)
    shown = told.answers[: limit or None]
    if told.not_understood:
        complain([f"not understood: {'、'.join(told.not_understood)}"])
    if as_json:
        say_data(told.as_dict() | {"answers": [answer.as_dict() for answer in shown]})
    else:
        say("\n\n".join("\n".join(answer.lines()) for answer in shown) or "no figure answers")
    if len(shown) < len(told.answers):
        complain([f"{len(told.answers)} figures answer, {len(shown)} are shown; --limit 0 shows all"])
    return WARNED if told.not_understood or not shown else WELL


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
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Draw target against actual over the years, offline, as SVG or HTML."""
    from pipeline import chart as charts
    from pipeline.panel import panel as made

    if measure not in ("growth", "level"):
        raise Stop(f"there is no measure {measure} to draw; choose growth or level", USAGE)
    if out and out.suffix not in (".svg", ".html"):
        raise Stop(f"{out}: a chart is written as .svg or .html; give such a name", USAGE)
    span = common.years(years, "--years") if years else None
    told = made(folder, indicators=[indicator], regions=regions, years=span, rules=rules)
    drawn = charts.picture(told, told.slots[0].code, measure == "growth")
    if not drawn.series:
        raise Stop(
            f"no region has a {measure} of {drawn.name}; see `baoshu query {folder} {indicator}`", WARNED
        )
    if len(drawn.series) > charts.MOST:
        raise Stop(f"{len(drawn.series)} regions are too many for a picture; name some with --region", USAGE)
    if out:
        write_file(out, charts.html(drawn) if out.suffix == ".html" else charts.svg(drawn))
    if as_json:
        say_data(drawn.as_dict())
    elif not out:
        say(charts.svg(drawn).rstrip())
    elif not quiet:
        marks = sum(len(one.actual) + len(one.target) for one in drawn.series)
        say(f"{out}: {drawn.name}, {len(drawn.series)} regions, {marks} values; open it in a browser")
    return WELL


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
    complain(done.notes)
    if as_json:
        say_data({**done._asdict(), "files": [str(file) for file in done.files]})
    elif not quiet:
        left_out = f" ({done.rejected} rejected left out)" if done.rejected else ""
        say(f"{', '.join(map(str, done.files))}: {done.figures} figures{left_out}")
    return WELL
