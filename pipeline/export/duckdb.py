"""DuckDB: all tables with keys and indexes; decimals exact, or text where 38 digits do not hold them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import duckdb

from pipeline.export import arrow, sql
from pipeline.export.content import Content, ExportError, Written
from pipeline.export.exact import DECIMAL, Room, rooms
from pipeline.export.fields import Field, fields


def write(content: Content, target: Path) -> Written:
    """Write the database; the view `figures_checked` has decimals that are text as doubles, too."""
    needed = {table: rooms(content, table) for table in sql.ORDER}
    with closing(duckdb.connect(str(target))) as base:
        base.execute("SET preserve_insertion_order = true; BEGIN")
        try:
            for table in sql.ORDER:
                _fill(base, content, table, needed[table])
        except duckdb.ConstraintException as error:
            raise ExportError(
                f"{content.folder}: the tables do not fit each other ({error}); extract again"
            ) from error
        for statement in (*sql.indexes(), sql.view(_as_text(needed["figures"]))):
            base.execute(statement)
        base.execute("COMMIT; CHECKPOINT")
        figures = base.execute('SELECT count(*) FROM "figures"').fetchall()[0][0]
    return Written(figures)


def _fill(base: duckdb.DuckDBPyConnection, content: Content, table: str, needed: Mapping[str, Room]) -> None:
    # no foreign key to itself: DuckDB looks for the whole of a part among rows of earlier statements only
    base.execute(sql.create(table, lambda field: _type(field, needed), to_itself=False))
    for field in fields(table):
        title = field.title.replace("'", "''")
        base.execute(f'COMMENT ON COLUMN "{table}"."{field.name}" IS \'{title}\'')
    for batch in arrow.batches(content, table, arrow.schema(table, needed)):
        base.register("batch", batch)
        base.execute(f'INSERT INTO "{table}" SELECT * FROM batch')
        base.unregister("batch")


def _type(field: Field, needed: Mapping[str, Room]) -> str:
    if field.kind == "integer":
        return "BIGINT"
    if field.kind == "number" and needed[field.name].fits:
        return f"DECIMAL({DECIMAL}, {needed[field.name].places})"
    return "VARCHAR"


def _as_text(needed: Mapping[str, Room]) -> list[str]:
    return [name for name, room in needed.items() if not room.fits]
