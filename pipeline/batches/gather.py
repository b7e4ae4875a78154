"""Parts -> a dataset as `baoshu extract` writes it, byte for byte; one batch at a time is held."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.batches import manifest, parts
from pipeline.dataset.files import Part


def gather(source: str, watch: Callable[[Part], None] = lambda part: None) -> Iterator[Part]:
    """The documents of all parts, in order.  Raises NotParts, or OSError where a part is missing."""
    for name in manifest.names(source):
        for document in parts.read(source, name):
            yield document
            watch(document)
