"""Reports of an object store, brought to this machine with what stands beside them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import fsspec

from pipeline.batches.items import Item, is_remote


@contextmanager
def here(items: Sequence[Item]) -> Iterator[list[Item | OSError]]:
    """The items with a path of this machine as `url`, while the block lasts; or why there is none.

    Items that are of this machine stay as they are.
    """
    with tempfile.TemporaryDirectory(prefix="baoshu-") as folder:
        yield [_here(item, Path(folder, str(place))) for place, item in enumerate(items)]


def _here(item: Item, folder: Path) -> Item | OSError:
    if not is_remote(item.url):
        return item
    try:
        folder.mkdir()
        for url in (item.url, *item.beside):
            store, path = fsspec.core.url_to_fs(url)
            store.get_file(path, str(folder / path.rpartition("/")[2]))
    except OSError as error:
        return error
    return item._replace(url=str(folder / item.url.rpartition("/")[2]), beside=())
