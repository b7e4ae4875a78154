"""The page as one file: data, style and scripts inside, nothing fetched, nothing saved."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import Any

_SCRIPT = re.compile(r'<script src="/page/([\w.]+)"></script>\n?')
_STYLE = '<link rel="stylesheet" href="/page/audit.css">'
_HEADS = {b"RIFF": "image/webp", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
#: what could end a script or a line of it, wherever a browser looks for that
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def html(data: dict[str, Any]) -> str:
    """The page around its data: {"dataset", "documents", "evidence", "pages"} as the server gives them.

    The policy in its head allows this very style and script, and pictures that stand in the file.
    """
    page = _asset("index.html")
    script = "".join(_asset(name) for name in _SCRIPT.findall(page))
    style = _asset("audit.css")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    inside = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    held = f'<script type="application/json" id="data">{inside}</script>\n<script>{script}</script>\n'
    head, _, tail = _SCRIPT.sub("\0", page).partition("\0")
    body = head + held + tail.replace("\0", "")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    return body.replace(_STYLE, f"{meta}<style>{style}</style>", 1)


def data_uri(page: bytes | str) -> str:
    """A picture as an address that holds it; a sentence why there is none stays a sentence."""
    if isinstance(page, str):
        return page
    kind = next(kind for head, kind in _HEADS.items() if page.startswith(head))
    return f"data:{kind};base64,{base64.b64encode(page).decode()}"


def _asset(name: str) -> str:
    return (files("pipeline.audit") / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
