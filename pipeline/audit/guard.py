"""Who may talk to the server: the page it gave to the auditor's own browser, and nobody else.

Other pages in the same browser can send requests to 127.0.0.1, and by DNS rebinding even under a name
of their own.  So Host and Origin must be exactly ours, and all data wants the token, which stands in the
fragment of the address and is never sent by a browser on its own.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import unquote

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN = "x-baoshu-token"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_OPEN = ("/", "/page/")  # without data: page, style, script
_OWN = ("same-origin", "none", "")  # Sec-Fetch-Site: our page, the address bar, an older browser


class Guard:
    """Passes on what may pass; all answers carry HEADERS."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app = app
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # a websocket is closed

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *told]}
            await send(message)

        status, why = self._refusal(scope)
        app = JSONResponse({"message": why}, status) if status else self._app
        await app(scope, receive, sent)

    def _refusal(self, scope: Scope) -> tuple[int, str]:
        """Status and Chinese sentence for what may not pass; (0, "") for what may."""
        headers = _single(scope)
        if headers is None or headers.get("host", "") not in self._hosts:
            return 403, "地址不对：请用命令行给出的地址打开复核页面。"
        own = f"http://{headers['host']}"
        if headers.get("origin", own) != own or headers.get("sec-fetch-site", "") not in _OWN:
            return 403, "请求来自别的网页，已拒绝。"
        path = scope["path"]
        if ".." in unquote(path).split("/") or "\\" in path or "\0" in path:
            return 400, "地址不对：没有这个路径。"
        if scope["method"] != "GET":
            if headers.get("origin") is None:
                return 403, "请求没有说明来自哪个网页，已拒绝。"
            if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
                return 415, "请求的内容不是 JSON。"
        if path == _OPEN[0] or path.startswith(_OPEN[1]):
            return 0, ""
        if not hmac.compare_digest(headers.get(TOKEN, "").encode(), self._token):
            return 401, "缺少口令或口令不对：请用命令行给出的完整地址打开复核页面。"
        return 0, ""


def _single(scope: Scope) -> Mapping[str, str] | None:
    """The headers by name; None where Host or Origin come twice: which one holds, nobody knows."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        if key in found and key in ("host", "origin", TOKEN):
            return None
        found[key] = value.decode("latin-1")
    return found
