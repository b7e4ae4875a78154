"""The local server: a page without data, and the data for who holds the token."""

from __future__ import annotations

import json
import re
import secrets
import signal
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.audit.guard import Guard
from pipeline.audit.payload import Payload
from pipeline.audit.state import Audit, Refused
from pipeline.dataset.folder import DatasetError
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.review.log import LogError

HOST = "127.0.0.1"
_MOST_BYTES = 1 << 16  # of a request's body
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_ID = re.compile("[0-9a-f]{16}")
_IMAGES = {b"RIFF": "image/webp", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class Readings(Protocol):
    """What is made of the source files on demand; slow, and in processes of its own."""

    def evidence(self, row: DocumentRow, text: str) -> dict[str, Any]: ...

    def page(self, row: DocumentRow, number: int) -> bytes | str: ...


class Trust(Protocol):
    """The sample under review, where there is one."""

    def told(self) -> dict[str, Any]: ...

    def notices(self) -> list[str]: ...

    def report(self) -> dict[str, Any]: ...

    def sign(self, name: str) -> dict[str, Any]: ...


class Pages:
    """The routes, each a method."""

    def __init__(self, audit: Audit, payload: Payload, readings: Readings, trust: Trust | None) -> None:
        self._audit, self._payload, self._readings, self._trust = audit, payload, readings, trust
        self._assets = _assets()

    def routes(self) -> list[Route]:
        """All there is; documents are known by their ids, never by a path."""
        one = "/api/documents/{id}"
        return [
            Route("/", self.asset),
            Route("/page/{name}", self.asset),
            Route("/api/dataset", self.dataset),
            Route(one, self.document),
            Route(one + "/evidence", self.evidence),
            Route(one + "/pages/{number:int}", self.page),
            Route("/api/verdicts", self.judge, methods=["POST"]),
            Route("/api/undo", self.undo, methods=["POST"]),
            Route("/api/retire", self.retire, methods=["POST"]),
            Route("/api/report", self.report),
            Route("/api/sign", self.sign, methods=["POST"]),
        ]

    async def asset(self, request: Request) -> Response:
        """The page, its style, its scripts."""
        name = request.path_params.get("name", "index.html")
        if name not in self._assets:
            raise HTTPException(404)
        suffix = name[name.rindex(".") :]
        return Response(self._assets[name], media_type=_TYPES[suffix])

    async def dataset(self, _request: Request) -> Response:
        """The documents, the queue, the vocabularies; reads the dataset anew if it was extracted again."""
        self._audit.refresh()
        told = self._payload.dataset()
        if self._trust:
            told["sample"] = self._trust.told()
            told["notices"] = [*self._trust.notices(), *told["notices"]]
        return _json(told)

    async def document(self, request: Request) -> Response:
        """A document with its text and rows."""
        return _json(await run_in_threadpool(self._payload.document, request.path_params["id"]))

    async def evidence(self, request: Request) -> Response:
        """The parts of its figures in the source."""
        id_ = request.path_params["id"]
        row = self._audit.document(id_).row
        self._audit.check_unchanged()
        return _json(await run_in_threadpool(self._readings.evidence, row, self._audit.text(id_)))

    async def page(self, request: Request) -> Response:
        """A page as a picture."""
        row = self._audit.document(request.path_params["id"]).row
        number = request.path_params["number"]
        if not 1 <= number <= int(row.pages or 0):
            raise Refused("这份文件没有这一页。", 404)
        drawn = await run_in_threadpool(self._readings.page, row, number)
        if isinstance(drawn, str):
            raise Refused(drawn, 422)
        return Response(drawn, media_type=next(t for head, t in _IMAGES.items() if drawn.startswith(head)))

    async def judge(self, request: Request) -> Response:
        """Save a verdict; the answer is what it changed."""
        told = await _body(request)
        id_, start, kind = told.get("document"), told.get("start"), told.get("verdict")
        cells, why = told.get("fields") or {}, told.get("why") or ""
        if not (isinstance(id_, str) and isinstance(start, int) and isinstance(kind, str)):
            raise Refused("请求缺少文件、位置或结论。", 400)
        if not (isinstance(cells, dict) and isinstance(why, str)):
            raise Refused("请求的字段或备注不合格式。", 400)
        self._audit.document(id_)
        line = _line_id(told)
        before = self._before(line).get(id_)
        self._audit.judge(id_, start, kind, cells, why, line)
        return _json(self._payload.changes(id_, before))

    async def undo(self, request: Request) -> Response:
        """Take back the last verdict of this reviewer."""
        line = _line_id(await _body(request))
        before = self._before(line)
        id_, start, kind = self._audit.undo(line)
        return _json({**self._payload.changes(id_, before.get(id_)), "start": start, "undone": kind})

    async def retire(self, request: Request) -> Response:
        """Be done with a verdict that has no place."""
        told = await _body(request)
        line = _line_id(told)
        before = self._before(line)
        id_ = self._audit.retire(str(told.get("entry")), line)
        return _json(self._payload.changes(id_, before.get(id_)))

    def _before(self, line: str) -> dict[str, Sequence[Row]]:
        """The rows as the page has them, by document; none where it asks again: it never got the answer."""
        if self._audit.is_saved(line):
            return {}
        return {id_: self._audit.revised(id_).figures for id_ in self._audit.stored}

    async def report(self, _request: Request) -> Response:
        """The error rates of the sample so far."""
        return _json(self._sample().report())

    async def sign(self, request: Request) -> Response:
        """Sign the sample off."""
        told = await _body(request)
        return _json(self._sample().sign(str(told.get("name") or "")))

    def _sample(self) -> Trust:
        if self._trust is None:
            raise Refused("没有抽样：请用 baoshu audit DIR --sample 100 打开。", 404)
        return self._trust


def application(pages: Pages, port: int, token: str) -> Starlette:
    """The server's application, guarded."""
    return Starlette(
        routes=pages.routes(),
        middleware=[Middleware(Guard, port=port, token=token)],
        exception_handlers={
            Refused: _refused,
            LogError: _unsaved,
            DatasetError: _gone,
            HTTPException: _http_error,
        },
    )


def serve(pages: Pages, port: int, ready: Callable[[str], None]) -> None:
    """Serve on 127.0.0.1 until stopped; `ready` gets the address.  Port 0: any free one.

    Raises OSError where the port is taken.
    """
    import uvicorn

    token = secrets.token_urlsafe(32)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        port = listening.getsockname()[1]
        app = application(pages, port, token)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, ws="none")
        config.lifespan = "off"
        _Server(config, lambda: ready(f"http://{HOST}:{port}/#token={token}")).run(sockets=[listening])


def _Server(config: Any, ready: Callable[[], None]) -> Any:
    """A uvicorn server that says when it listens."""
    import uvicorn

    class Server(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Ctrl-C ends the server and not the program: the verdicts are still to be written."""
            ends = (signal.SIGINT, signal.SIGTERM)
            before = {end: signal.signal(end, self.handle_exit) for end in ends}
            try:
                yield
            finally:
                for end, handler in before.items():
                    signal.signal(end, handler)

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

    return Server(config)


def _assets() -> dict[str, bytes]:
    """The files of the page by name."""
    folder = files("pipeline.audit") / "page"
    known = [file for file in folder.iterdir() if file.name.endswith(tuple(_TYPES))]
    return {file.name: file.read_bytes() for file in known}


def _json(told: Mapping[str, Any], status: int = 200) -> Response:
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, status, media_type="application/json")


async def _body(request: Request) -> dict[str, Any]:
    """The JSON object of a request, of a bounded size."""
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > _MOST_BYTES:
            raise Refused("请求太大，没有保存。", 413)
    try:
        told = json.loads(content or b"{}")
        json.dumps(told, ensure_ascii=False).encode()  # half characters can be said, and not written
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Refused("请求的内容不是 JSON 对象。", 400)
    return told


def _line_id(told: Mapping[str, Any]) -> str:
    """The id that the page chose for the line of a log, so that what is sent twice is written once."""
    id_ = told.get("id", "")
    if not (isinstance(id_, str) and (not id_ or _ID.fullmatch(id_))):
        raise Refused("请求的编号不合格式。", 400)
    return id_


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _json({"message": str(error)}, error.status)


async def _unsaved(_request: Request, error: Exception) -> Response:
    return _json({"message": f"没有保存：{error}"}, 500)


async def _gone(_request: Request, error: Exception) -> Response:
    return _json({"message": f"数据集现在读不出来，请稍后刷新页面：{error}"}, 503)


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"message": "没有这个地址。"}, error.status_code)
