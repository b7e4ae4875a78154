"""A page's program cut into objects in one go, wherever pdfminer would cut it the same way.

pdfminer goes through a program character class by character class and logs each step: two thirds of
the time a page takes.  One pattern does the same for programs as they are written; where one holds
anything else (pictures inside the program, brackets that do not close, stray marks), `objects` says so
and pdfminer reads it as ever, so that no defect is read in two ways.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from pdfminer.psparser import KWD, LIT, literal_name

MOST = 4 * 2**20  # bytes; larger programs are read step by step, for their objects would fill the memory

_NAME = rb"[^#/%\[\]()<>{}\s]"
_STRING = rb"\((?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S])*+\))*+\)"
_TOKEN = re.compile(
    rb"[-+]?\d++\.?\d*+|[-+]?\.\d++"
    rb"|[A-Za-z]" + _NAME + rb"*+|['\"]"
    rb"|/" + _NAME + rb"++"
    rb"|" + _STRING + rb"|\([\s\S]*+"  # if it never closes, it takes the rest, lest each mark is tried anew
    rb"|<[0-9A-Fa-f\s]*+>(?!>(?!>))"
    rb"|<<|>>|\[|\]|%[^\r\n]*+|\S"
)
_APART = rb"(?![^\s/\[(<])"  # behind an operator
#: what tells which strings are shown in which font, and what draws anything else; all between is passed over
_SHOWN = re.compile(
    rb"/(?P<font>" + _NAME + rb"++)\s++[-+]?[\d.]++\s++Tf" + _APART + rb"|/" + _NAME + rb"*+|%[^\r\n]*+"
    rb"|(?P<string>" + _STRING + rb"|\([\s\S]*+|<[0-9A-Fa-f\s]*+>(?!>(?!>)))|(?P<bracket><<|>>)"
    rb"|(?P<state>[qQ])(?<![^\s\])>].)"
    + _APART
    + rb"|(?P<mark>Tf|(?:Do|sh|BI)(?<![^\s\])>]..)"
    + _APART
    + rb"|[SsfFBb](?<![^\s\])>].)\*?"
    + _APART
    + rb")"
)
_CLOSED = re.compile(_STRING)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|[\s\S])")
_ESCAPED = dict(zip(b"btnfr()\\", b"\b\t\n\f\r()\\", strict=True))
_BLANKS = b" \t\n\r\f\v"
_OPEN, _CLOSE = {b"[": b"]", b"<<": b">>"}, (b"]", b">>")
_PICTURE = (KWD(b"BI"), KWD(b"ID"))  # a picture inside the program


class Unusual(ValueError):
    """A program that only pdfminer's own parser can be trusted to read as pdfminer does."""


def objects(streams: Sequence[bytes]) -> list[Any]:
    """The operands and operators (PSKeyword) of a program in their order.

    No token goes from one stream to the next.  Raises Unusual.

    >>> objects([b"/F1 12 Tf [(a\\\\051) -3.5 <0041>] TJ"])
    [/'F1', 12, /b'Tf', [b'a)', -3.5, b'\\x00A'], /b'TJ']
    """
    if sum(map(len, streams)) > MOST:
        raise Unusual
    found: list[Any] = []
    waiting: list[tuple[list[Any], bytes]] = []
    known: dict[bytes, Any] = {}
    for token in _tokens(streams):
        value = known.get(token)
        if value is not None:
            found.append(value)
        elif token in _OPEN:
            waiting.append((found, _OPEN[token]))
            found = []
        elif token in _CLOSE:
            if not waiting or waiting[-1][1] != token:
                raise Unusual
            inner, found = found, waiting.pop()[0]
            found.append(inner if token == b"]" else _dictionary(inner))
        elif token[0] != 0x25:  # a comment
            known[token] = value = _value(token)
            found.append(value)
    if waiting:
        raise Unusual
    return found


def strings(streams: Sequence[bytes]) -> Iterator[tuple[Any, bytes]]:
    """Each string that a program of text alone shows, in order, with the name of the font it is shown in.

    Those within dictionaries (of marked content) are shown to nobody.  Raises Unusual where the program
    paints a path, a picture, a gradient or a form, too, or sets a font in another way than all do.

    >>> list(strings([b"/F1 12 Tf q /F2 9 Tf (a) Tj Q /P <</Lang (zh)>> BDC [<41> -3 (b)] TJ"]))
    [(/'F2', b'a'), (/'F1', b'A'), (/'F1', b'b')]
    """
    font: Any = None
    saved: list[Any] = []
    depth = 0
    for stream in _whole(streams):
        for found in _SHOWN.finditer(stream):
            kind = found.lastgroup
            if kind is None or (kind == "string" and depth):
                continue
            if kind == "string":
                if font is None:
                    raise Unusual("a string without a font")
                yield font, _value(found[0])
            elif kind == "font":
                font = _name(found["font"])
            elif kind == "bracket":
                depth += 1 if found[0] == b"<<" else -1
            elif kind == "mark":
                raise Unusual("a program that paints more than text")
            elif found[0] == b"q":
                saved.append(font)
            elif saved:
                font = saved.pop()


def _tokens(streams: Iterable[bytes]) -> Iterable[bytes]:
    return chain.from_iterable(_TOKEN.findall(stream) for stream in _whole(streams))


def _whole(streams: Iterable[bytes]) -> Iterable[bytes]:
    """The streams.  Raises Unusual where pdfminer would read one in two ways, as its buffer's end falls."""
    if any(b"\\\r" in stream for stream in streams):
        raise Unusual
    return streams


def _value(token: bytes) -> Any:
    first = token[:1]
    if first.isdigit() or (first in b"+-." and len(token) > 1):
        return float(token) if b"." in token else int(token)
    if first.isalpha() or token in (b"'", b'"'):
        return _word(token)
    if first == b"/" and len(token) > 1:
        return _name(token[1:])
    if first == b"(":
        return _string(token)
    if first == b"<" and len(token) > 1:
        return _hexadecimal(token[1:-1].translate(None, _BLANKS))
    raise Unusual


def _word(token: bytes) -> Any:
    if token in (b"true", b"false"):
        return token == b"true"
    word = KWD(token)
    if word in _PICTURE:
        raise Unusual
    return word


def _name(raw: bytes) -> Any:
    try:
        return LIT(str(raw, "utf-8"))
    except UnicodeDecodeError:
        return LIT(raw)


def _string(token: bytes) -> bytes:
    raw = token[1:-1]
    if b"\\" not in raw and b"(" not in raw and token.endswith(b")"):
        return raw
    if not _CLOSED.fullmatch(token):
        raise Unusual
    return _ESCAPE.sub(_unescaped, raw)


def _unescaped(match: re.Match[bytes]) -> bytes:
    told = match[1]
    if told[0] in b"01234567":
        return bytes((int(told, 8),))
    return bytes((_ESCAPED[told[0]],)) if told[0] in _ESCAPED else b""  # pdfminer drops what it does not know


def _hexadecimal(digits: bytes) -> bytes:
    if len(digits) % 2:  # pdfminer's way: a last digit alone is a byte of its own
        return unhexlify(digits[:-1]) + bytes((int(digits[-1:], 16),))
    return unhexlify(digits)


def _dictionary(inner: Sequence[Any]) -> dict[str, Any]:
    if len(inner) % 2:
        raise Unusual
    return {literal_name(key): value for key, value in zip(inner[::2], inner[1::2], strict=True)}
