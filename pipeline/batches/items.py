"""What there is to read, here or in an object store, and who reads it with whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pipeline.batches import stores
from pipeline.inputs import (
    HIDDEN,
    SIDECAR,
    SUFFIXES,
    NothingToDo,
    collect,
    document_ids,
    is_remote,
)  # fmt: skip
from pipeline.review import log

SIZE = 20  # documents of a batch: some seconds of work, so that handing it out costs nothing


class Item(NamedTuple):
    """One report.  `url`: a path of this machine, or an address that fsspec opens (s3://…)."""

    document_id: str
    file: str  # relative to the folder that was given
    url: str
    beside: tuple[str, ...] = ()  # sidecar and verdicts


class Batch(NamedTuple):
    """Documents that are read together.  `name` is that of its part in each table."""

    name: str
    items: tuple[Item, ...]


class Listed(NamedTuple):
    """What was found at the places given; `problems` are sentences on those without a report."""

    items: tuple[Item, ...]  # sorted by document_id
    problems: tuple[str, ...]


def listed(places: Sequence[str], target: str) -> Listed:
    """The reports at `places` (paths or addresses, files or folders with all below them).

    `target`: where the parts will be; reports are not looked for there.  Raises NothingToDo if there
    are none, OSError where a store refuses.
    """
    remote = [_Found(place, *found) for place in places if is_remote(place) for found in _stored(place)]
    local = [Path(place) for place in places if not is_remote(place)]
    problems = [
        f"{place}: no report at this address; check it"
        for place in places
        if is_remote(place) and not any(found.place == place for found in remote)
    ]
    if not remote:
        if problems:
            raise NothingToDo("\n".join(problems))
        return _local(local, target)
    if local:
        raise NothingToDo("addresses and paths of this machine in one run: give them to a run each")
    remote.sort(key=lambda found: found.parts)
    ids = document_ids([found.parts for found in remote])
    items = (Item(id_, found.file, found.url, found.beside) for id_, found in zip(ids, remote, strict=True))
    return Listed(tuple(sorted(items)), tuple(problems))


def _local(paths: Sequence[Path], target: str) -> Listed:
    found = collect(paths, Path(target))
    return Listed(
        tuple(Item(given.document_id, given.file, str(given.path.resolve())) for given in found.inputs),
        found.problems,
    )


class _Found(NamedTuple):
    place: str
    url: str
    file: str
    beside: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The address as given, for telling apart files of one name."""
        return PurePosixPath(self.url.partition("://")[2]).parts


def _stored(place: str) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """Address, relative name and companions of each report at an address."""
    store, root = stores.at(place)
    with stores.asked(place):
        paths = set(store.find(root))
    for path in sorted(paths):
        name = PurePosixPath(path)
        inside = name.relative_to(root) if path != root else PurePosixPath(name.name)
        if name.suffix.lower() not in SUFFIXES or any(part.startswith(HIDDEN) for part in inside.parts):
            continue
        companions = (str(name.with_suffix(SIDECAR)), str(name.with_name(log.NAME)))
        beside = tuple(store.unstrip_protocol(other) for other in companions if other in paths)
        yield store.unstrip_protocol(path), str(inside), beside


def cut(items: Sequence[Item], size: int = SIZE) -> list[Batch]:
    """Batches in the order of the documents.

    >>> [(batch.name, len(batch.items)) for batch in cut([Item(str(n), "", "") for n in range(3)], 2)]
    [('part-000000', 2), ('part-000001', 1)]
    """
    starts = range(0, len(items), size)
    return [
        Batch(f"part-{number:06d}", tuple(items[start : start + size])) for number, start in enumerate(starts)
    ]


def alone(batch: Batch) -> list[Batch]:
    """Each document of a batch as a batch, in the order of the documents."""
    return [Batch(f"{batch.name}-{place:02d}", (item,)) for place, item in enumerate(batch.items)]
