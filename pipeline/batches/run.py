"""The whole of a run in batches: what there is, who reads it, and at last the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.batches import manifest, parts, stores
from pipeline.batches.items import Batch, Item, cut
from pipeline.batches.task import Job, Told, done, written
from pipeline.dataset.folder import TEXT, DatasetError
from pipeline.inputs import Input, is_remote
from pipeline.reading import parts as read_parts

Watch = Callable[[Told], None]


def check_target(target: str) -> None:
    """Raise DatasetError unless parts may be written at `target`: an empty folder, or one of parts."""
    store, root = stores.at(target)
    if not store.exists(root):
        return
    if store.isfile(root):
        raise DatasetError(f"{target} is a file; give a folder for the parts")
    known = {*parts.TABLES, TEXT, manifest.NAME}
    others = [path for path in store.ls(root, detail=False) if path.rpartition("/")[2] not in known]
    if others:
        raise DatasetError(f"{target} holds other files and no parts; give a new or an empty folder")


def run(
    job: Job,
    items: Sequence[Item],
    jobs: int = 0,
    cluster: Any = None,
    watch: Watch = lambda told: None,
) -> dict[str, Any]:
    """Read `items` into parts at the job's target; gives what its run.json holds.

    `cluster`: a client of Dask; None for `jobs` processes of this machine (0: as many as are worth it).
    Raises DatasetError, OtherRules, CannotStart or OSError; there is no run.json then.
    """
    check_target(job.target)
    started = _now()
    _clear(job.target)
    batches = cut(items)
    told = []
    for one in _results(job, batches, jobs, cluster):
        told.append(one)
        watch(one)
    content = manifest.record(told, job.digest, started, _now())
    manifest.write(job.target, content)
    return content


def _results(job: Job, batches: Sequence[Batch], jobs: int, cluster: Any) -> Iterable[Told]:
    if cluster is None:
        return _here(job, batches, jobs)
    from pipeline.batches import dask

    return dask.results(cluster, job, batches)


def _here(job: Job, batches: Sequence[Batch], jobs: int) -> Iterator[Told]:
    """The same by processes of this machine, each document within its limits."""
    engine = job.load(job.rules)
    if any(is_remote(item.url) for batch in batches for item in batch.items):
        yield from (done(job, batch) for batch in batches)  # a batch at a time is fetched
        return
    inputs = [Input(item.document_id, item.file, Path(item.url)) for batch in batches for item in batch.items]
    documents = read_parts(engine, inputs, jobs, job.limits)
    for batch in batches:
        yield written(job.target, batch.name, list(islice(documents, len(batch.items))))


def _clear(target: str) -> None:
    """Parts of an earlier run go; its manifest first, so that half of it is never taken for a whole."""
    store, root = stores.at(target)
    if store.exists(f"{root}/{manifest.NAME}"):
        store.rm_file(f"{root}/{manifest.NAME}")
    for table in (*parts.TABLES, TEXT):
        if store.exists(f"{root}/{table}"):
            store.rm(f"{root}/{table}", recursive=True)
    if not is_remote(target):
        store.makedirs(root, exist_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
