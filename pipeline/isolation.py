"""Work in processes of its own: what hangs, crashes or explodes there costs one task and no more.

A few workers are forked, so that they share what is loaded, and do one task at a time each.  A worker
that died, took too long or has grown is replaced; the results come in the order of the tasks.

What is bounded where: the time wherever there is fork (Linux, macOS); the memory where the system
tells and bounds what a process has for itself (Linux).  Without fork (Windows) `forks()` is false,
and there are no workers at all.
"""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST_BYTES = 64 << 20  # of one result, and of the results that wait for their turn
_NONE = -1  # no task
_GRACE = 1.0  # seconds after which the system ends a worker whose parent did not
_TOO_LARGE, _OUT_OF_MEMORY = b"size", b"memory"  # sent instead of a (pickled) result


class Limits(NamedTuple):
    """What a task may take: seconds, and megabytes beside what its process held before."""

    seconds: float = 120
    megabytes: int = 2048


class Lost(NamedTuple):
    """Why a task has no result.

    `kind`: time, memory, size (of its result), killed (from outside), crashed (by the signal `told`),
    ended (with the exit code `told`).
    """

    kind: str
    told: str = ""


class CannotStart(Exception):
    """The system gives no process.  The message says why."""


@dataclass(frozen=True, slots=True)
class Work(Generic[T, R]):
    """What is done with each of some tasks.  `limits` None: as much as it takes."""

    do: Callable[[T], R]  # a MemoryError of its own is a task lost; other exceptions end its process
    tasks: Sequence[T]
    limits: Callable[[T], Limits | None]
    lost: Callable[[T, Lost], R]


def forks() -> bool:
    """Whether this system has processes that share what is loaded."""
    return "fork" in multiprocessing.get_all_start_methods()


def is_bound() -> bool:
    """Whether this process may have no processes of its own: a daemon of somebody's pool."""
    return multiprocessing.current_process().daemon


def results(work: Work[T, R], jobs: int) -> Iterator[R]:
    """The result of each task, in order, from at most `jobs` workers.  Raises CannotStart."""
    crew = _Crew(work, jobs)
    done: dict[int, bytes | Lost] = {}
    try:
        for index, task in enumerate(work.tasks):
            crew.give_out(done)
            while index not in done:
                done.update(crew.news())
                crew.give_out(done)
            answer = done.pop(index)
            yield work.lost(task, answer) if isinstance(answer, Lost) else pickle.loads(answer)
    finally:
        crew.end()


# --- the parent -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Worker:
    """A process, and the task it has."""

    process: BaseProcess
    pipe: Connection
    pid: int
    before: int  # bytes it held for itself when it was started
    task: int = _NONE
    due: float = math.inf  # on the monotonic clock


class _Crew(Generic[T, R]):
    """The workers of a run, as many as there is something to do for."""

    def __init__(self, work: Work[T, R], jobs: int) -> None:
        self._work = work
        self._jobs = jobs
        self._next = 0  # the first task that nobody has
        self._workers: list[_Worker] = []

    def give_out(self, done: dict[int, bytes | Lost]) -> None:
        """A task for everyone, unless too much is waiting for its turn already."""
        while self._next < len(self._work.tasks) and sum(map(len, done.values())) < MOST_BYTES:
            idle = next((worker for worker in self._workers if worker.task == _NONE), None)
            if idle is None and len(self._workers) == self._jobs:
                return
            self._give(idle or self._started(), self._next)
            self._next += 1

    def _give(self, worker: _Worker, index: int) -> None:
        limits = self._work.limits(self._work.tasks[index])
        worker.task = index
        worker.due = time.monotonic() + limits.seconds if limits else math.inf
        with suppress(OSError):  # a worker that died meanwhile: `news` will find its pipe closed
            worker.pipe.send(index)

    def news(self) -> Iterator[tuple[int, bytes | Lost]]:
        """What has come, waiting until something has: a task and its pickled result, or why there is none."""
        busy = {worker.pipe: worker for worker in self._workers if worker.task != _NONE}
        soonest = min(worker.due for worker in busy.values())
        wait = None if soonest == math.inf else max(0.0, soonest - time.monotonic())
        ready = connection.wait(list(busy), wait)
        now = time.monotonic()
        for pipe, worker in busy.items():
            if pipe in ready:
                yield self._answered(worker)
            elif worker.due <= now:
                yield self._dismissed(worker), Lost("time")

    def _answered(self, worker: _Worker) -> tuple[int, bytes | Lost]:
        try:
            answer = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            worker.process.join(_GRACE)
            index = self._dismissed(worker)
            return index, _told(worker.process.exitcode)
        if answer in {_OUT_OF_MEMORY, _TOO_LARGE}:  # and what is left of it may be half made
            return self._dismissed(worker), Lost(answer.decode())
        index, worker.task = worker.task, _NONE
        if self._has_grown(worker, index):
            self._dismissed(worker)
        return index, answer

    def _has_grown(self, worker: _Worker, index: int) -> bool:
        """Whether so much is left in a worker that the next task had better get a new one."""
        limits = self._work.limits(self._work.tasks[index])
        return limits is not None and _held(worker.pid) - worker.before > limits.megabytes << 19

    def _dismissed(self, worker: _Worker) -> int:
        """End a worker with all that it started; gives the task it had."""
        self._workers.remove(worker)
        with suppress(OSError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        return worker.task

    def _started(self) -> _Worker:
        context = multiprocessing.get_context("fork")
        with _ctrl_c_held():
            try:
                ours, theirs = context.Pipe()
                process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)
                process.start()
            except OSError as error:
                raise CannotStart(error.strerror) from error
            theirs.close()  # now the worker alone has it: when it dies, ours is at its end
            assert process.pid
            self._workers.append(_Worker(process, ours, process.pid, _held(os.getpid())))
        return self._workers[-1]

    def end(self) -> None:
        """Nobody is left behind."""
        with _ctrl_c_held():
            for worker in self._workers.copy():
                self._dismissed(worker)


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Ctrl-C waits: raised in Python's own hooks around a fork it is lost."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _told(exitcode: int | None) -> Lost:
    """Why a worker ended that was not told to."""
    if exitcode is None or exitcode >= 0:
        return Lost("ended", str(exitcode or 0))
    if -exitcode == signal.SIGALRM:
        return Lost("time")
    return Lost("killed") if -exitcode == signal.SIGKILL else Lost("crashed", signal.Signals(-exitcode).name)


def _held(pid: int) -> int:
    """Bytes of memory a process has for itself; 0 if it is gone, or where the system does not tell."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[5]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


# --- the workers ------------------------------------------------------------------------------


def _serve(pipe: Connection, work: Work[T, R]) -> None:
    """All that a worker does until it is ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us all
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.setpgid(0, 0)  # so that what we start is ended with us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _leave_no_core()
    gc.freeze()  # what the parent has loaded lives to the end, and stays shared
    while True:
        task = work.tasks[pipe.recv()]
        pipe.send_bytes(_answer(work.do, task, work.limits(task)))


def _end_with_parent() -> None:
    """A parent that is killed cannot end its workers; they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os.killpg(0, signal.SIGKILL)


def _answer(do: Callable[[T], R], task: T, limits: Limits | None) -> bytes:
    try:
        with _bounded(limits):
            answer = pickle.dumps(do(task), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return _OUT_OF_MEMORY
    return answer if len(answer) <= MOST_BYTES or not limits else _TOO_LARGE


@contextmanager
def _bounded(limits: Limits | None) -> Iterator[None]:
    """Within, more memory is refused, and the system ends what takes too long even if Python is stuck."""
    if limits is None:
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
    if held := _held(os.getpid()):
        _bound_memory(held + (limits.megabytes << 20))
    try:
        yield
    finally:
        _bound_memory(None)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _bound_memory(most: int | None) -> None:
    """`most`: bytes this process may have for itself; None: as many as it likes.

    What is only reserved, as C libraries do for each of their threads, does not count.
    """
    import resource  # not everywhere

    _, hardest = resource.getrlimit(resource.RLIMIT_DATA)
    bounds = [bound for bound in (most, hardest) if bound not in {None, resource.RLIM_INFINITY}]
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (min(bounds, default=resource.RLIM_INFINITY), hardest))


def _leave_no_core() -> None:
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
