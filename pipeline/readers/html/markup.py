"""From the bytes of a saved page to its markup: out of the MHTML envelope, decoded, refused if it is a trap.

What a page declares of its encoding is often wrong (gb2312 stands for GB18030 and for UTF-8 alike), so
the bytes tell first, and the declaration only where they leave it open.  A few damaged bytes do
not make a page unreadable: they become U+FFFD, as in a browser.
"""

from __future__ import annotations

import codecs
import email
import re
from collections.abc import Iterator
from email.message import Message

from pipeline.readers.encoding import decode, is_chinese
from pipeline.readers.refusal import UnreadableFile

_MIME = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}content-type:\s*multipart/", re.I)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", re.I)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WORTH_DECLARING = 20_000  # bytes of a page in which a declaration stands
_DAMAGE = 0.005  # of the characters beyond ASCII: more is no slip but another encoding
_CALLED = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030"}

MAX_TAGS = 300_000  # the largest of 49 saved pages has 12 thousand
MAX_DEPTH = 3_000  # elements open at once; browsers stop at 512
MAX_REPEATED = 4_000_000  # formatting elements left open times tags: a parser opens them anew in each block
MAX_TAG = 200_000  # characters of one tag, pictures inside it aside
_OPEN_END = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*?(/?)>")
_NOT_NESTED = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup",
    "colgroup", "html", "head", "body",
    "path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "use", "stop", "image",
})  # fmt: skip
_FORMATS = frozenset({
    "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u",
})  # fmt: skip
_DATA = re.compile(r"data:[\w/+.;-]{1,80},[A-Za-z0-9+/=%\s]*")
_SELF_CLOSED = re.compile(r"<((?!(?:br|hr|img|input|meta|link|col)\b)[a-zA-Z][a-zA-Z0-9]*)\b([^<>]*)/>")


def pages(data: bytes, file: str) -> Iterator[tuple[str, str]]:
    """Encoding and markup of each page in the file: one, or those of an MHTML archive."""
    if not _MIME.match(data[:10_000]):
        yield _decoded(data, file)
        return
    try:
        parts = list(email.message_from_bytes(data).walk())
    except RecursionError as error:
        raise UnreadableFile(f"{file}: the archive is nested too deeply; save the page as .html.") from error
    found = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not found:
        raise UnreadableFile(f"{file}: the archive holds no web page; save the page as .html.")
    for part in found:
        yield _decoded(_payload(part), file)


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    """Encoding and markup of one page."""
    if data.count(b"\x00") < 0.01 * len(data):
        data = data.replace(b"\x00", b"")  # a stray one says nothing; browsers leave it out as well
    try:
        return decode(data, file, _beyond_ascii)
    except UnreadableFile:
        found = _forgiven(data)
        if found is None:
            raise
        return found


def _beyond_ascii(markup: str) -> str:
    """What of a markup tells its encoding."""
    return "".join(_BEYOND_ASCII.findall(markup))


def _forgiven(data: bytes) -> tuple[str, str] | None:
    """Encoding and markup if the bytes fit what is declared, UTF-8 or GB18030 with little damage."""
    declared = _declared(data)
    for encoding in (declared, "utf-8", "gb18030"):
        text = data.decode(encoding, "replace") if encoding else ""
        sample = _beyond_ascii(text)
        damaged = sample.count("\ufffd")
        sound = encoding in (declared, "utf-8") or is_chinese(sample.replace("\ufffd", ""), encoding)
        if sample and damaged <= max(_DAMAGE * len(sample), 1) and sound:
            return encoding, text.removeprefix("\ufeff")
    return None


def _declared(data: bytes) -> str:
    """The encoding a page says it has, or nothing."""
    said = _DECLARED.search(data[:_WORTH_DECLARING])
    if not said:
        return ""
    name = said[1].decode("ascii", "replace").lower()
    name = _CALLED.get(name, name)
    try:
        b"<>".decode(name, "replace")
        name = codecs.lookup(name).name
    except (LookupError, UnicodeError):  # no encoding at all, or none of text
        return ""
    return "" if name.startswith(("iso8859", "cp125", "ascii", "latin")) else name  # some editor's default


def guarded(markup: str, file: str) -> str:
    """The markup, refused where parsing it would take more time and memory than any report is worth.

    A parser's work grows with the tags times the elements left open, and with the square of the
    attributes of one tag.
    """
    longest = max(_tag_lengths(markup), default=0)
    if longest > MAX_TAG:
        markup = _DATA.sub("", markup)
        longest = max(_tag_lengths(markup), default=0)
    if longest > MAX_TAG:
        raise UnreadableFile(f"{file}: a tag has {longest} characters, so this is no report; save the text.")
    tags = markup.count("<")
    if tags > MAX_TAGS:
        raise UnreadableFile(f"{file}: {tags} tags are over the limit of {MAX_TAGS}; save the report's text.")
    depth, formats = _depths(markup)
    if depth > MAX_DEPTH or formats * tags > MAX_REPEATED:
        raise UnreadableFile(f"{file}: {depth} elements stand inside one another; save the text.")
    return markup


def _tag_lengths(markup: str) -> Iterator[int]:
    """How long each tag is at most: from the first < behind a > to the next >."""
    for piece in markup.split(">"):
        start = piece.find("<")
        if start >= 0:
            yield len(piece) - start


def _depths(markup: str) -> tuple[int, int]:
    """How many elements, and how many formatting ones, are open at once at most if nothing closes itself."""
    open_now, deepest = [0, 0], [0, 0]
    for end, tag, closed in _OPEN_END.findall(markup):
        name = tag.lower()
        if name in _NOT_NESTED or (
            closed and ":" in name
        ):  # <div/> is open all the same; Word's <w:x/> is not
            continue
        for kind in (0, 1) if name in _FORMATS else (0,):
            open_now[kind] = max(open_now[kind] - 1, 0) if end else open_now[kind] + 1
            deepest[kind] = max(deepest[kind], open_now[kind])
    return deepest[0], deepest[1]


def as_html(markup: str) -> str:
    """XHTML as HTML: an element closed in its own tag has an end tag of its own."""
    return _SELF_CLOSED.sub(r"<\1\2></\1>", markup)
