"""Source files are opened in processes of their own: what hangs, crashes or explodes costs one answer.

Two benches are forked once, before any thread is there: one reads (evidence), one draws (pages), so that
pages do not wait for evidence.  Each does one request at a time, in a process of its own with the limits
of extraction.  Where there is no fork (Windows) the work is done in the caller, without limits.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import isolation
from pipeline.isolation import CannotStart, Limits, Lost, Work

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.audit.draw import Size
    from pipeline.engine import Engine

_LONGEST_UNIT = 40  # characters
_STOPPED = "后台程序已经停止，请重新启动核对页面。"
Row = Mapping[str, str]
Answer = Any  # what a request is answered with; a str is a Chinese sentence why there is nothing else


class Workshop:
    """Reads and draws what comes from outside.  Started before any thread; its methods are safe for all.

    `engine`: shared with the benches where the caller has one already; else each makes its own at need.
    """

    def __init__(
        self,
        rules: Sequence[Path] = (),
        limits: Limits = Limits(),  # noqa: B008  immutable
        engine: Engine | None = None,
    ) -> None:
        make: Callable[[], _Master] = partial(_Master, tuple(rules), limits, engine)
        self._reads, self._draws = _Bench(make, "evidence"), _Bench(make, "page")
        atexit.register(self.close)

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def evidence(self, path: Path | None, row: Row, text: str, figures: Sequence[Row] = ()) -> dict[str, Any]:
        """The evidence of a document, as pipeline.audit.evidence gives it; a message where there is none."""
        answer = self._reads.ask("evidence", path, dict(row), text, [dict(one) for one in figures])
        return answer if isinstance(answer, dict) else _nothing(answer)

    def page(self, path: Path, number: int) -> bytes | str:
        """A page (from 1) as WebP, or a Chinese sentence why it cannot be shown."""
        answer: bytes | str = self._draws.ask("page", path, number)
        return answer

    def sizes(self, path: Path) -> list[list[float]]:
        """Width and height of all pages in points; none where they cannot be shown."""
        answer = self._draws.ask("sizes", path)
        return [[size.width, size.height] for size in answer] if isinstance(answer, list) else []

    def units(self, written: str) -> tuple[Decimal, str, str] | None:
        """Factor to the base unit, base unit and dimension of a unit as it is written; None if it is none.

        Asked of the bench that draws: a long reading shall not hold up a person who mends a unit.
        """
        answer = self._draws.ask("units", written)
        return answer if isinstance(answer, tuple) else None

    def close(self) -> None:
        """End both; what is asked later is answered with a sentence."""
        atexit.unregister(self.close)
        self._reads.close()
        self._draws.close()


def _nothing(message: str) -> dict[str, Any]:
    return {"message": message, "parts": {}, "boxes": {}, "rules": {}}


class _Bench:
    """One process that answers, seen from its caller; requests wait for each other."""

    def __init__(self, make: Callable[[], _Master], work: str) -> None:
        self._lock = threading.Lock()
        self._here = None if isolation.forks() else make()
        if self._here is not None:
            return
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        # no daemon: it has processes of its own; it ends when the caller has gone, see _serve
        self._process = context.Process(target=_serve, args=(theirs, make, work))
        self._process.start()
        theirs.close()

    def ask(self, what: str, *about: Any) -> Answer:
        with self._lock:
            if self._here is not None:
                return self._here.answer(what, about)
            try:
                self._pipe.send((what, about))
                return self._pipe.recv()
            except (OSError, EOFError):  # ended from outside, or closed
                return _STOPPED

    def close(self) -> None:
        if self._here is None:
            self._process.kill()  # and whoever waits for an answer gets none
            self._process.join()
            with self._lock:
                self._pipe.close()


def _serve(pipe: Connection, make: Callable[[], _Master], work: str) -> None:
    """All that a bench does, until nobody can ask it any more; what its work needs is loaded at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller, which ends us
    caller = multiprocessing.parent_process()
    assert caller is not None
    master = make()
    master.prepare(work)
    with suppress(OSError, EOFError):
        while pipe in connection.wait([pipe, caller.sentinel]):
            pipe.send(master.answer(*pipe.recv()))
    os._exit(0)  # what the caller had registered for its own end is not ours


class _Master:
    """What a bench knows: rules, limits, its engine, and the pages it has seen."""

    def __init__(self, rules: Sequence[Path], limits: Limits, engine: Engine | None) -> None:
        self._rules, self._limits, self._made = rules, limits, engine
        self._sizes: dict[tuple[Path, int, int], list[Size] | str] = {}  # str: why there are none

    def answer(self, what: str, about: Sequence[Any]) -> Answer:
        requests: dict[str, Callable[..., Answer]] = {
            "evidence": self._evidence,
            "page": self._page,
            "sizes": self._sizes_of,
            "units": self._units,
        }
        try:
            return requests[what](*about)
        except Exception as error:  # a fault of ours: the bench goes on
            return _fault(error)

    def prepare(self, work: str) -> None:
        """Load what the first answer would have to wait for."""
        if work == "page":
            from pipeline.audit import draw  # noqa: F401

            return
        self.answer("units", ("家",))

    @property
    def _engine(self) -> Engine:
        if self._made is None:
            from pipeline.engine import Engine

            self._made = Engine(self._rules)
            self._made.warm()
        return self._made

    def _evidence(self, path: Path | None, row: Row, text: str, figures: Sequence[Row]) -> Answer:
        """If the file cannot be read again, the evidence of the stored text, and why."""
        from pipeline.audit.evidence import evidence

        engine = self._engine
        found = self._apart(lambda: evidence(engine, path, row, text, figures).as_dict())
        if isinstance(found, str) and path is not None:
            why, found = found, self._apart(lambda: evidence(engine, None, row, text, figures).as_dict())
            if isinstance(found, dict):
                found["message"] = f"{why}依据按数据集保存的文字标出。{found['message']}"
        return found

    def _page(self, path: Path, number: int) -> Answer:
        from pipeline.audit import draw

        sizes = self._sizes_of(path)
        if isinstance(sizes, str):
            return sizes  # a file that hangs shall not do so for each of its pages
        turn = sizes[number - 1].turn if 0 < number <= len(sizes) else None
        return self._apart(lambda: draw.page(path, number, turn=turn))

    def _sizes_of(self, path: Path) -> Answer:
        from pipeline.audit import draw

        try:
            told = path.stat()
        except OSError:
            return "原文件现在无法打开，请检查它是否还在原处。"
        key = (path, told.st_size, told.st_mtime_ns)
        if key not in self._sizes:
            self._sizes[key] = self._apart(lambda: draw.sizes(path))
        return self._sizes[key]

    def _units(self, written: str) -> Answer:
        return self._engine.grammar.units(written) if len(written) <= _LONGEST_UNIT else None

    def _apart(self, do: Callable[[], Answer]) -> Answer:
        """What something gives that is done in a process of its own, where there are any."""
        if not isolation.forks():
            return _done(do)
        work: Work[None, Answer] = Work(
            lambda _: _done(do), [None], lambda _: self._limits, lambda _, lost: _sentence(lost, self._limits)
        )
        try:
            (answer,) = isolation.results(work, jobs=1)
        except CannotStart:
            return "系统不能再启动程序，请关闭一些别的程序后再试。"
        return answer


def _done(do: Callable[[], Answer]) -> Answer:
    from pipeline.audit.draw import CannotDraw

    try:
        return do()
    except CannotDraw as error:
        return str(error)
    except MemoryError:
        raise  # the limit of the process
    except RecursionError:
        return "原文件的内容嵌套过深，没有读完。"
    except Exception as error:  # a fault of ours: named, and the page goes on
        return _fault(error)


def _fault(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__}，{Path(frame.filename).name}第{frame.lineno}行"
    return f"程序出错（{place}），没有完成；请把这句话和原文件一起报告给我们。"


def _sentence(lost: Lost, limits: Limits) -> str:
    """Why there is no answer."""
    if lost.kind == "time":
        return f"打开原文件超过了{limits.seconds:g}秒，没有等它完成。"
    if lost.kind in ("memory", "killed"):
        return f"打开原文件需要的内存超过了{limits.megabytes} MB，没有完成。"
    if lost.kind == "size":
        return "这份文件的内容太多，没有全部取出。"
    return f"打开原文件的程序出错中断（{lost.told or lost.kind}），没有完成。"
