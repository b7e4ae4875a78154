"""Parts -> a dataset as `baoshu extract` writes it, byte for byte; one batch at a time is held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import increment, runner
from pipeline.batches import manifest, parts
from pipeline.dataset.files import Part

if TYPE_CHECKING:
    from pipeline.rulebook import Rulebook


def documents(source: str) -> Iterator[Part]:
    """The documents of all parts, in order.  Raises NotParts, or OSError where a part is missing."""
    for name in manifest.read(source)["parts"]:
        yield from parts.read(source, name)


def gather(
    source: str, target: Path, book: Rulebook, watch: Callable[[Part], None] = lambda part: None
) -> dict[str, Any]:
    """Write the dataset of the parts at `source`; gives what its run.json holds.

    Where the reports are is not known to it: the next extraction into it reads them all.
    Raises NotParts, DatasetError or OSError; what was at `target` is whole then.
    """
    count = sum(manifest.read(source)["documents"].values())

    def watched() -> Iterator[tuple[Part, None]]:
        for part in documents(source):
            yield part, None
            watch(part)

    work = {"read": count, "unchanged": 0, "resumed": 0, "removed": 0}
    return runner.fill(target, book, increment.program(), watched(), {"roots": [], "work": work})
