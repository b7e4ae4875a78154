"""SQLite: all tables with keys and indexes.  Decimals are text, digit for digit: SQLite has none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from pipeline.export import sql
from pipeline.export.content import Content, ExportError, Written
from pipeline.export.fields import Field, fields

Cell = str | int | None


def write(content: Content, target: Path) -> Written:
    """Write the database; the view `figures_checked` has the decimals as doubles, too."""
    with closing(sqlite3.connect(target, isolation_level=None)) as base:
        # the file is swapped in when it is whole: a journal would be for nothing
        base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
        try:
            for table in sql.ORDER:
                base.execute(sql.create(table, _type))
                marks = ", ".join("?" * len(fields(table)))
                base.executemany(f'INSERT INTO "{table}" VALUES ({marks})', _rows(content, table))
        except sqlite3.IntegrityError as error:
            raise ExportError(
                f"{content.folder}: the tables do not fit each other ({error}); extract again"
            ) from error
        for statement in (
            *sql.indexes(),
            sql.view([f.name for f in fields("figures") if f.kind == "number"]),
        ):
            base.execute(statement)
        base.execute("COMMIT")
        _check(base, content)
        (figures,) = base.execute('SELECT count(*) FROM "figures"').fetchone()
    return Written(figures)


def _type(field: Field) -> str:
    return "INTEGER" if field.kind == "integer" else "TEXT"


def _rows(content: Content, table: str) -> Iterator[tuple[Cell, ...]]:
    whole = tuple(field.kind == "integer" for field in fields(table))
    for row in content.rows(table):
        yield tuple(
            None if not cell else int(cell) if number else cell
            for cell, number in zip(row, whole, strict=True)
        )


def _check(base: sqlite3.Connection, content: Content) -> None:
    """Raise ExportError where a row refers to one that is not there; SQLite looks only when it is asked."""
    for table, _, other, _ in base.execute("PRAGMA foreign_key_check"):
        raise ExportError(
            f"{content.folder}: a row of {table} names one of {other} that is not there; extract again"
        )
