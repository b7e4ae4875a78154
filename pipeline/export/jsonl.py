"""JSON Lines: one object a figure, decimals as JSON numbers with all their digits, unknown as null."""

from __future__ import annotations

from json.encoder import encode_basestring
from pathlib import Path

from pipeline.dataset.tables import Row
from pipeline.export.content import Content, Written
from pipeline.export.fields import fields

#: ends of a line to some programs, though not to JSON
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write(content: Content, target: Path) -> Written:
    """Write the figures."""
    figures = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        for row in content.rows("figures"):
            out.write(_line(row))
            figures += 1
    return Written(figures)


def _line(row: Row) -> str:
    pairs = (
        f'"{field.name}": {_cell(cell, field.kind)}'
        for cell, field in zip(row, fields("figures"), strict=True)
    )
    line = "{" + ", ".join(pairs) + "}"
    return line.translate(_LINE_ENDS) + "\n" if len(line.splitlines()) > 1 else line + "\n"


def _cell(cell: str, kind: str) -> str:
    if not cell:
        return "null"
    if kind == "string":
        return encode_basestring(cell)
    return cell  # a number, or JSON already: a float would not hold its digits
