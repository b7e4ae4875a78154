"""A table as Arrow: what Parquet and DuckDB are written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

import pyarrow

from pipeline.export.content import Content
from pipeline.export.exact import DECIMAL, Room
from pipeline.export.fields import Field, fields

ROWS = 20_000  # of a batch


def schema(table: str, rooms: Mapping[str, Room]) -> Any:
    """The Arrow schema: decimals exact, or text where they do not fit; closed lists as dictionaries."""
    return pyarrow.schema([
        pyarrow.field(
            field.name, _type(field, rooms), metadata={"title": field.title, "unit": field.unit}
        )
        for field in fields(table)
    ])  # fmt: skip


def _type(field: Field, rooms: Mapping[str, Room]) -> Any:
    if field.kind == "integer":
        return pyarrow.int64()
    if field.kind == "number" and rooms[field.name].fits:
        return pyarrow.decimal128(DECIMAL, rooms[field.name].places)
    if field.words:
        return pyarrow.dictionary(pyarrow.int8(), pyarrow.string())
    return pyarrow.string()


def batches(content: Content, table: str, schema: Any) -> Iterator[Any]:
    """The rows as record batches; an empty cell is null."""
    left = content.rows(table)
    while rows := list(islice(left, ROWS)):
        cells = zip(*rows, strict=True)
        yield pyarrow.record_batch(
            [_array(*pair) for pair in zip(cells, fields(table), schema, strict=True)], schema=schema
        )


def _array(cells: tuple[str, ...], field: Field, column: Any) -> Any:
    if pyarrow.types.is_dictionary(column.type):
        place = {word: number for number, word in enumerate(field.words)}
        indices = pyarrow.array([place[cell] if cell else None for cell in cells], pyarrow.int8())
        return pyarrow.DictionaryArray.from_arrays(indices, pyarrow.array(field.words))
    if pyarrow.types.is_decimal(column.type):
        return pyarrow.array([Decimal(cell) if cell else None for cell in cells], column.type)
    if pyarrow.types.is_integer(column.type):
        return pyarrow.array([int(cell) if cell else None for cell in cells], column.type)
    return pyarrow.array([cell or None for cell in cells], column.type)
