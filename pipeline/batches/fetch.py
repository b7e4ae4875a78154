"""Reports of an object store, brought to this machine with what stands beside them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from pipeline.batches import stores
from pipeline.batches.items import Item
from pipeline.inputs import is_remote


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
    path = folder / item.file  # what stands in front of the name tells where and when, too
    try:
        path.parent.mkdir(parents=True)
        for url in (item.url, *item.beside):
            store, stored = stores.at(url)
            with stores.asked(url):
                store.get_file(stored, str(path.with_name(stored.rpartition("/")[2])))
    except OSError as error:
        return error
    return item._replace(url=str(path), beside=())


def mirrored(place: str, items: Sequence[Item], folder: Path, watch: Callable[[Item], None]) -> Path:
    """Bring the items found at an address into `folder`, laid out as there; gives what stands for it.

    Raises OSError where one of them cannot be had.
    """
    _store, root = stores.at(place)
    top = folder.joinpath(*PurePosixPath(root.lstrip("/")).parts)
    for item in items:
        # an address of one report is that report
        path = top if len(items) == 1 and top.name == item.file else top / item.file
        path.parent.mkdir(parents=True, exist_ok=True)
        for url in (item.url, *item.beside):
            store, stored = stores.at(url)
            with stores.asked(url):
                store.get_file(stored, str(path.with_name(stored.rpartition("/")[2])))
        watch(item)
    return top
