"""The tables of a dataset in SQL: types, keys, indexes and the view without rejected figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pipeline.dataset.dictionary import resources
from pipeline.export.fields import Field, fields

VIEW = "figures_checked"
#: after the tables they refer to
ORDER = ("documents", "figures", "numerals", "findings")
_INDEXES = (
    ("figures", "document_id"), ("figures", "indicator_code", "region_code", "period"),
    ("figures", "region_code", "report_year"), ("numerals", "figure_id"), ("findings", "document_id"),
)  # fmt: skip


def create(table: str, type_of: Callable[[Field], str], to_itself: bool = True) -> str:
    """CREATE TABLE with a comment a column; `type_of` gives its type.

    `to_itself`: with the foreign key of a table to itself.
    """
    schema = resources()[table]["schema"]
    columns = [(_column(field, type_of(field)), field.title) for field in fields(table)]
    foreign = [key for key in schema.get("foreignKeys", ()) if to_itself or key["reference"]["resource"]]
    keys = [f"PRIMARY KEY ({_names(schema['primaryKey'])})", *(_foreign(table, key) for key in foreign)]
    lines = [f"  {column}, -- {title}" for column, title in columns]
    return f'CREATE TABLE "{table}" (\n' + "\n".join(lines) + "\n  " + ",\n  ".join(keys) + "\n)"


def _column(field: Field, kind: str) -> str:
    needed = " NOT NULL" if field.required else ""
    words = ", ".join(f"'{word}'" for word in field.words)
    return f'"{field.name}" {kind}{needed}' + (f' CHECK ("{field.name}" IN ({words}))' if words else "")


def _foreign(table: str, key: Mapping[str, Any]) -> str:
    reference = key["reference"]
    other = reference["resource"] or table  # empty: the table itself
    return f'FOREIGN KEY ({_names(key["fields"])}) REFERENCES "{other}" ({_names(reference["fields"])})'


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def indexes() -> Iterator[str]:
    """CREATE INDEX for what is looked up often."""
    for table, *names in _INDEXES:
        yield f'CREATE INDEX "{table}_{"_".join(names)}" ON "{table}" ({_names(names)})'


def view(as_text: list[str]) -> str:
    """CREATE VIEW of the figures that nobody rejected; decimals kept as text also as `<name>_double`."""
    doubles = "".join(f', CAST("{name}" AS DOUBLE) AS "{name}_double"' for name in as_text)
    return (
        f'CREATE VIEW "{VIEW}" AS SELECT *{doubles} FROM "figures"'
        " WHERE coalesce(\"review\", '') <> 'rejected'"
    )
