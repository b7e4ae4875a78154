"""Reports by the ten thousand: cut into batches, each batch written as Parquet parts by whoever read it.

One process, all of this machine, or a Dask cluster: what is written is the same.  Nothing here holds
more than a batch of documents at a time.
"""

from __future__ import annotations

from pipeline.batches.gather import documents, gather
from pipeline.batches.items import Batch, Item, Listed, cut, listed
from pipeline.batches.manifest import NotParts
from pipeline.batches.run import run
from pipeline.batches.sql import Parts, open_parts

__all__ = [
    "Batch", "Item", "Listed", "NotParts", "Parts", "cut", "documents", "gather", "listed", "open_parts",
    "run",
]  # fmt: skip
