"""`baoshu explain`, `audit`, `check`, `diff`: are the figures right, and what became of them?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.common import (
    FAILED,
    USAGE,
    WARNED,
    WELL,
    DatasetDir,
    Json,
    Rules,
    Sources,
    Stop,
    complain,
    progress,
    say,
    say_data,
    write,
    write_file,
)


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
        say_data(explanation.as_dict())
    else:
        say("\n".join(explanation.lines()))
    return WELL


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
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Check every figure against its place in the source, in the browser."""
    from pipeline.audit import desk
    from pipeline.isolation import Limits
    from pipeline.review.log import LogError
    from pipeline.rulebook import RuleError

    try:
        with desk.opened(folder, rules, sources, reviewer or _account(), Limits()) as opened:
            complain(opened.notices())
            if html:
                return _write_page(opened, html, documents, as_json, quiet)
            trust = opened.sample(sample, seed) if sample else None
            if report:
                return _write_report(trust, report, as_json, quiet)
            return _serve(opened, trust, port, browser, as_json, quiet)
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


def _write_page(opened: Any, target: Path, documents: Sequence[str], as_json: bool, quiet: bool) -> int:
    unknown = [id_ for id_ in documents if id_ not in opened.audit.stored]
    if unknown:
        raise Stop(f"there is no document {unknown[0]}; see the column document_id of documents.csv", USAGE)
    count = len(documents) or len(opened.audit.stored)
    with progress(count, quiet, str) as watch:
        write(target, opened.html(documents, watch))
    if as_json:
        say_data({"file": str(target), "documents": list(documents or opened.audit.stored)})
    elif not quiet:
        say(f"{target}: {count} document{'s' if count > 1 else ''}; open it in a browser")
    return WELL


def _write_report(trust: Any, target: Path, as_json: bool, quiet: bool) -> int:
    if trust is None:
        raise Stop("--report is of a sample: give --sample N, too", USAGE)
    write(target, trust.html())
    if as_json:
        say_data(trust.report())
    elif not quiet:
        say("\n".join([*trust.lines(), f"{target}: the report; open it in a browser"]))
    return WELL


def _serve(opened: Any, trust: Any, port: int, browser: bool, as_json: bool, quiet: bool) -> int:
    from pipeline.audit import server

    def ready(address: str) -> None:
        if as_json:
            say_data({"address": address})
        else:
            say(f"复核页面 review page: {address}")
        if not quiet:
            complain(["the page is served to this machine only; Ctrl-C ends it and writes the verdicts"])
        if browser:
            import threading
            import webbrowser

            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    server.serve(server.Pages(opened.audit, opened.payload, opened, trust), port, ready)
    return WELL


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
    complain(notices)
    names = columns("findings")
    rows = [dict(zip(names, row, strict=True)) for document in found for row in document.findings]
    counts = {kind: sum(row["severity"] == kind for row in rows) for kind in ("error", "warning", "info")}
    if as_json:
        say_data({"findings": rows, "severities": counts})
    else:
        said = [f"{row['document_id']}  {row['severity']}  {row['check']}  {row['message']}" for row in rows]
        told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
        say("\n".join([*said, f"{folder}: {told or 'nothing found'}"]))
    return WARNED if counts["error"] or counts["warning"] else WELL


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A dataset, as `extract -o` wrote it.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The one it is compared with.")],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as one offline page, too.")
    ] = None,
    documents: Annotated[
        list[str], typer.Option("--document", metavar="ID", help="Only this; several: repeat it.")
    ] = [],  # noqa: B006  typer copies it
    indicators: Annotated[
        list[str], typer.Option("--indicator", metavar="CODE", help="Only its figures; a code or a name.")
    ] = [],  # noqa: B006  typer copies it
    limit: Annotated[int, typer.Option(min=0, help="Lines of each kind that are shown; 0: all.")] = 20,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only errors and warnings.")] = False,
) -> int:
    """Show what NEW gained, lost, changed against OLD, and why."""
    from pipeline import diff as diffs

    found = diffs.diff(old, new, documents=documents, indicators=indicators)
    if html:
        write_file(html, diffs.page(found))
    if as_json:
        say_data(found.as_dict())
    elif not quiet:
        say("\n".join(diffs.lines(found, limit)))
        if html:
            say(f"{html}: the page; open it in a browser")
    return WARNED if found.lost_coverage else WELL
