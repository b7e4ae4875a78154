"""Saved web pages: the article with its title and tables, without what the site puts around it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model import Grid, Remark, Source
from pipeline.readers.encoding import HAN
from pipeline.readers.html import markup
from pipeline.readers.html.article import article_of, squeezed, title_of
from pipeline.readers.html.tree import Element, Page, page_of
from pipeline.readers.html.weight import Weights, is_telling, weights
from pipeline.readers.html.write import Writer
from pipeline.readers.refusal import UnreadableFile

_LEAST = 20  # Chinese characters: less is no report
_TOP = 10  # lines in which an article may bring its title itself
_STATUS = re.compile(r"(?<!\d)(?:40\d|41\d|50[0-5])(?!\d)")
_MARK = re.compile(r"[\[［]\d+[\]］]")


def read(data: bytes, document_id: str, file: str) -> Source:
    """The article of a saved page (.html, .xhtml, .mhtml); UnreadableFile where there is none.

    The text has a paragraph, heading, list item or table row a line.
    """
    if not data:
        raise UnreadableFile(f"{file}: the file is empty; save the page anew.")
    digest = hashlib.sha256(data).hexdigest()
    empty = Source(document_id, file, "html", digest, "")
    found = [_read(source, text) for source, text in _markups(data, empty)]
    best = max(found, key=lambda source: len(HAN.findall(source.text)))  # the frame with the report
    if len(HAN.findall(best.text)) < _LEAST:
        raise UnreadableFile(f"{file}: {_why_not(data, file)}")
    return best


def _markups(data: bytes, empty: Source) -> Iterator[tuple[Source, str]]:
    for encoding, text in markup.pages(data, empty.file):
        html = markup.as_html(text) if empty.file.lower().endswith(".xhtml") else text
        yield replace(empty, encoding=encoding), markup.guarded(html, empty.file)


def _read(source: Source, text: str) -> Source:
    """The source with the article of one page; without text where there is none."""
    page, known = _seen(text)
    if _is_error(page) and not known[id(page.body)].telling:
        return source
    written, grids = _written(article_of(page.body, known))
    title = title_of(page, _above(page.body, known, written))
    lead = "" if not title or _brings(written, title) else f"{title}\n"
    found = replace(source, text=lead + written, grids=tuple(_moved(grid, len(lead)) for grid in grids))
    return replace(found, remarks=(*_hidden(page, found.text), *_damaged(found.text)))


def _seen(text: str) -> tuple[Page, Weights]:
    """The page with its weights; where more running text is hidden than seen, a script would show it."""
    page = page_of(text)
    known = weights(page.body)
    seen = known[id(page.body)].prose
    if any(weights(part)[id(part)].prose > seen for part in page.hidden):
        page = page_of(text, shown=True)
        known = weights(page.body)
    return page, known


def _is_error(page: Page) -> bool:
    """Whether the window's title is a status of the server: 404 Not Found."""
    return any(_STATUS.search(name) for name in page.names)


def _written(element: Element, known: Weights | None = None) -> tuple[str, list[Grid]]:
    """The text of an element and its tables."""
    writer = Writer(known or weights(element))
    writer.put(element)
    return writer.text, writer.grids


def _above(body: Element, known: Weights, written: str) -> list[str]:
    """The lines of the page down to where the article is under way."""
    first = written.split("\n", _TOP)[:_TOP]
    lines = _written(body, known)[0].split("\n")
    start = lines.index(first[0]) if first[0] in lines else 0
    return [*lines[:start], *first]


def _brings(text: str, title: str) -> bool:
    """Whether an article begins with its title, on however many lines."""
    top = squeezed("".join(text.split("\n", _TOP)[:_TOP]))
    return squeezed(_MARK.sub("", title)) in _MARK.sub("", top)


def _moved(grid: Grid, by: int) -> Grid:
    cells = tuple(cell._replace(start=cell.start + by, end=cell.end + by) for cell in grid.cells)
    return grid._replace(cells=cells)


def _hidden(page: Page, text: str) -> Iterator[Remark]:
    """A remark if figures stand in what the page hides and nowhere else."""
    seen = squeezed(text)
    for part in page.hidden:
        lines = _written(part)[0].splitlines() if weights(part)[id(part)].telling else []
        left = [line for line in lines if is_telling(line) and squeezed(line) not in seen]
        if left:
            message = f"网页中有隐藏的文字没有读入，其中含有数字：“{left[0][:40]}”，请对照原网页。"
            yield Remark(0, 0, "hidden_text", "warning", message)


def _damaged(text: str) -> Iterator[Remark]:
    """A remark on each place where a byte could not be read."""
    for lost in re.finditer("\ufffd+", text):
        message = "此处有无法识别的字符，附近的数字可能不完整，请对照原网页。"
        yield Remark(lost.start(), lost.end(), "damaged_text", "warning", message)


def _why_not(data: bytes, file: str) -> str:
    """Why a page holds no report, and what to do."""
    seen = [page_of(text) for _, text in markup.pages(data, file)]
    if any(map(_is_error, seen)):
        return "the page is an error message of the server; fetch the report anew."
    if any(page.scripts for page in seen):
        return (
            "there is no Chinese text in the page, a script fills it in;"
            " open it in a browser and save what is shown."
        )
    return "there is no Chinese text in the page; check that it is the right file."
