"""Batches on a Dask cluster: that of an address, or one of this machine's own processes.

A worker that dies takes down what it was doing.  Such a batch is read again one document at a time;
what is lost again is read once more with nothing else running, so that nobody is blamed for a
neighbour; who then still ends the worker is marked in its row, and left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import islice
from time import monotonic, sleep
from typing import Any

import dask
from distributed import Client, KilledWorker, LocalCluster, as_completed
from distributed.client import FutureCancelledError

from pipeline.batches import parts
from pipeline.batches.items import Batch, alone
from pipeline.batches.task import Job, Told, done, lost

GUILTY = "its reader ended the worker each time; open the file and save it anew."
#: a worker may be ended from outside, too: the first loss of a task is forgiven
_SETTINGS = {
    "distributed.scheduler.allowed-failures": 1,
    "distributed.worker.daemon": False,
    # what Dask notes of a worker's stack each second is kept for an hour: 100 MiB in a long run
    "distributed.worker.profile.enabled": False,
    # a worker reads in a thread of its own, whose freed memory glibc would not give back
    "distributed.nanny.pre-spawn-environ.MALLOC_ARENA_MAX": 1,
}

_LOOPBACK = "127.0.0.1"
PATIENCE = 10.0  # seconds for a scheduler to answer
STARVED = 120.0  # seconds without any worker after which none is expected
_LOOK = 0.1  # seconds from one look to the next
AHEAD = 2  # batches a worker has been given: one it reads, and the next


class NoCluster(Exception):
    """There is no cluster to work on.  The message is one sentence for the user."""


@contextmanager
def cluster(address: str, jobs: int) -> Iterator[Client]:
    """A client of the scheduler at `address`; without one, of `jobs` processes of this machine.

    Raises NoCluster.
    """
    with dask.config.set(_SETTINGS):
        if not address:
            with (
                LocalCluster(
                    n_workers=jobs or None,
                    threads_per_worker=1,
                    host=_LOOPBACK,
                    dashboard_address=f"{_LOOPBACK}:0",
                ) as own,
                Client(own) as client,
            ):
                yield client
            return
        try:
            client = Client(address, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise NoCluster(f"{address}: no scheduler answers; start one, or check the address") from error
        with client:
            _check(client, address)
            yield client


def _check(client: Client, address: str) -> None:
    """Workers must be there, and have this version."""
    versions = set(client.run(_version).values())
    if not versions:
        raise NoCluster(f"{address}: the scheduler has no workers; start some")
    if versions != {_version()}:
        found = ", ".join(sorted(versions))
        raise NoCluster(f"{address}: workers have baoshu {found}, here is {_version()}; install one version")


def _version() -> str:
    return version("baoshu")


def results(client: Client, job: Job, batches: Sequence[Batch]) -> Iterator[Told]:
    """What each batch gave, in the order in which they end.  Raises OSError or OtherRules."""
    fallen: list[Batch] = []
    yield from _together(client, job, batches, fallen)
    singles = [single for batch in fallen for single in _parted(job, batch)]
    suspects: list[Batch] = []
    yield from _together(client, job, singles, suspects)
    for suspect in suspects:
        guilty: list[Batch] = []
        yield from _together(client, job, [suspect], guilty)
        if guilty:
            yield lost(job, suspect, GUILTY)


def _parted(job: Job, batch: Batch) -> list[Batch]:
    parts.remove(job.target, batch.name)
    return alone(batch)


def _together(client: Client, job: Job, batches: Sequence[Batch], fallen: list[Batch]) -> Iterator[Told]:
    """What the batches gave; those whose worker died go to `fallen`.

    Few are given out at a time: whoever dies is held against all that it had been given.
    """
    left = iter(batches)
    waiting: dict[Any, Batch] = {}
    ended = as_completed()

    def hand_out() -> None:
        room = AHEAD * max(1, sum(client.nthreads().values())) - len(waiting)
        for batch in islice(left, max(0, room)):
            future = client.submit(done, job, batch, pure=False)
            waiting[future] = batch
            ended.add(future)

    hand_out()
    for future in _ended(client, ended):
        batch = waiting.pop(future)
        told = _result(future)
        future.release()
        hand_out()
        if told is None:
            fallen.append(batch)
        else:
            yield told


def _ended(client: Client, futures: as_completed) -> Iterator[Any]:
    """The futures as they end.  Raises NoCluster where the last worker is gone and none comes back."""
    seen = monotonic()
    while not futures.is_empty():
        if futures.has_ready():
            yield next(futures)
        elif client.nthreads():
            seen = monotonic()
            sleep(_LOOK)
        elif monotonic() - seen > STARVED:
            raise NoCluster("all workers are gone and none came back; start workers, and run again")
        else:
            sleep(_LOOK)


def _result(future: Any) -> Told | None:
    """None where the worker died."""
    try:
        told: Told = future.result()
    except (KilledWorker, FutureCancelledError):
        return None
    return told
