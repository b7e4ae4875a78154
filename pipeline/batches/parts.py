"""A batch of documents <-> its Parquet files, one a table: `figures/part-000012.parquet`.

Integers are int64, all else is text (decimals too: nothing is rounded), unknown is null; `text/` has a
row a document.  What is read back is, cell for cell, what local extraction writes as CSV.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import fsspec
import pyarrow
from pyarrow import parquet

from pipeline.batches import stores
from pipeline.dataset import files
from pipeline.dataset.dictionary import columns, types
from pipeline.dataset.files import Part
from pipeline.dataset.folder import TEXT
from pipeline.dataset.tables import DocumentRow, Row

TABLES = ("documents", "figures", "numerals", "findings")
_KINDS = {"integer": pyarrow.int64()}


def write(target: str, name: str, parts: Sequence[Part]) -> None:
    """Write the parts of a batch.  Each file appears whole; the same batch gives the same bytes."""
    # the pools that Arrow brings along keep what they once held: a worker would grow with its batches
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    store, root = stores.at(target)
    tables = {table: _table(table, parts) for table in TABLES}
    tables[TEXT] = _texts(parts)
    for table, content in tables.items():
        buffer = io.BytesIO()
        parquet.write_table(content, buffer, compression="zstd")
        _put(store, _path(root, table, name), buffer.getvalue())


def _put(store: fsspec.AbstractFileSystem, path: str, content: bytes) -> None:
    """An object store shows a file when it is whole; a disk does so by a rename."""
    if "file" not in _protocols(store):
        store.pipe_file(path, content)
        return
    store.makedirs(path.rpartition("/")[0], exist_ok=True)
    store.pipe_file(f"{path}.new", content)
    store.mv(f"{path}.new", path)


def _protocols(store: fsspec.AbstractFileSystem) -> tuple[str, ...]:
    return (store.protocol,) if isinstance(store.protocol, str) else tuple(store.protocol)


def remove(target: str, name: str) -> None:
    """Take away what a batch that was lost may have left."""
    store, root = stores.at(target)
    for table in (*TABLES, TEXT):
        path = _path(root, table, name)
        if store.exists(path):
            store.rm_file(path)


def read(target: str, name: str) -> Iterator[Part]:
    """The documents of a batch, in their order.  Raises OSError where a file is missing."""
    store, root = stores.at(target)
    stored = {table: _rows(store, _path(root, table, name)) for table in (*TABLES, TEXT)}
    grouped = {table: _by_document(table, stored[table]) for table in TABLES[1:]}
    texts = {row[0]: row[1].encode() for row in stored[TEXT]}
    for row in stored["documents"]:
        document = DocumentRow(*row)
        own = {table: grouped[table].get(document.document_id, []) for table in grouped}
        yield Part(
            document,
            files.csv_bytes(own["figures"]),
            files.csv_bytes(own["numerals"]),
            files.csv_bytes(own["findings"]),
            text=texts.get(document.document_id),
            roles=_counted("numerals", "role", own["numerals"]),
            severities=_counted("findings", "severity", own["findings"]),
        )


def _path(root: str, table: str, name: str) -> str:
    return f"{root}/{table}/{name}.parquet"


def _table(table: str, parts: Sequence[Part]) -> pyarrow.Table:
    """The rows of all documents as Arrow."""
    if table == "documents":
        rows: list[Sequence[str]] = [part.document for part in parts]
    else:
        rows = [
            row
            for part in parts
            for row in csv.reader(io.StringIO(getattr(part, table).decode(), newline=""))
        ]
    named = types(table)
    made = [
        pyarrow.array([_cell(row[place], kind) for row in rows], _KINDS.get(kind, pyarrow.string()))
        for place, kind in enumerate(named.values())
    ]
    return pyarrow.table(made, names=list(named))


def _cell(text: str, kind: str) -> int | str | None:
    if not text:
        return None
    return int(text) if kind in _KINDS else text


def _texts(parts: Sequence[Part]) -> pyarrow.Table:
    read_ones = [part for part in parts if part.text is not None]
    return pyarrow.table({
        "document_id": pyarrow.array([part.document.document_id for part in read_ones], pyarrow.string()),
        "text": pyarrow.array([(part.text or b"").decode() for part in read_ones], pyarrow.string()),
    })  # fmt: skip


def _rows(store: fsspec.AbstractFileSystem, path: str) -> list[Row]:
    with store.open(path, "rb") as file:
        content = parquet.read_table(file)
    cells = [["" if cell is None else str(cell) for cell in column.to_pylist()] for column in content.columns]
    return list(zip(*cells, strict=True))


def _by_document(table: str, rows: Sequence[Row]) -> dict[str, list[Row]]:
    place = columns(table).index("document_id")
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[place]].append(row)
    return grouped


def _counted(table: str, column: str, rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    place = columns(table).index(column)
    return tuple(sorted(Counter[Any](row[place] for row in rows).items()))
