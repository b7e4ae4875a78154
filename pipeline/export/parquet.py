"""Parquet: the figures with their types, and the dataset's descriptor among the metadata."""

from __future__ import annotations

from pathlib import Path

from pyarrow import parquet

from pipeline.export import arrow
from pipeline.export.content import Content, Written
from pipeline.export.exact import rooms


def write(content: Content, target: Path) -> Written:
    """Write the figures; metadata key `datapackage` holds datapackage.json."""
    descriptor = (content.folder / "datapackage.json").read_bytes()
    schema = arrow.schema("figures", rooms(content, "figures")).with_metadata({"datapackage": descriptor})
    figures = 0
    with parquet.ParquetWriter(target, schema, compression="zstd") as out:
        for batch in arrow.batches(content, "figures", schema):
            figures += batch.num_rows
            out.write_batch(batch)
    return Written(figures)
