"""stand-in"""

from typing import Any


def html(data: dict[str, Any]) -> str:
    return ""


def data_uri(page: bytes | str) -> str:
    return ""
