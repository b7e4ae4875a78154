"""`baoshu rules`: test the rules, try a sentence, see what they do not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import common
from pipeline.cli.common import FAILED, WELL, DatasetDir, Json, Rules, complain, say, say_data, table

if TYPE_CHECKING:
    from pipeline.model import Extraction

app = typer.Typer(rich_markup_mode=None, help="Test the rules, try a sentence, see what they do not know.")


TRIED = (
    "quote", "indicator_text", "measure", "value", "value_max", "bound", "unit", "status", "period", "basis",
)  # fmt: skip


@app.command("check")
def rules_check(rules: Rules = [], as_json: Json = False) -> int:  # noqa: B006  typer copies it
    """Self-test: each example fires its rule, no counter-example does."""
    from pipeline.rulecheck import check, runaways

    engine = common.engine(rules)
    faults = [*check(engine.rulebook, engine.fired), *runaways(engine.rulebook)]
    complain(map(str, faults))
    if as_json:
        told = [fault._asdict() | {"path": str(fault.path)} for fault in faults]
        say_data({"rules": len(engine.rulebook.files), "faults": told})
    elif not faults:
        say(f"{len(engine.rulebook.files)} rules hold")
    return FAILED if faults else WELL


@app.command("try")
def rules_try(
    sentence: Annotated[str, typer.Argument(metavar="句子", help="One sentence, or a few.")],
    year: Annotated[int | None, typer.Option(help="The report year.")] = None,
    rules: Rules = [],  # noqa: B006  typer copies it
    as_json: Json = False,
) -> int:
    """Show the figures of a sentence, and what its other numbers are."""
    sidecar = {"year": str(year)} if year else None
    found = _as_dicts(common.engine(rules).extract_text(sentence, sidecar=sidecar))
    if as_json:
        say_data(found)
        return WELL
    others = [row for row in found["numerals"] if row["role"] != "figure"]
    lines = [*table(found["figures"], TRIED), *table(others, ("quote", "role", "rule"))]
    say("\n".join(lines) or "no number in it")
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


@app.command("gaps")
def rules_gaps(folder: DatasetDir, as_json: Json = False) -> int:
    """List what the rules do not know: units, indicators, numbers."""
    from pipeline.dataset.gaps import gaps

    found = [gap._asdict() for gap in gaps(folder)]
    if as_json:
        say_data(found)
    else:
        say("\n".join(table(found, ("times", "what", "word", "example"))) or "the rules know all of it")
    return WELL
