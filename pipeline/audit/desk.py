"""A review from end to end: a dataset, its source files, the workshops, the page; opened and closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import revise
from pipeline.audit import offline, sources
from pipeline.audit.payload import Payload
from pipeline.audit.state import Audit, Means
from pipeline.audit.trust import SampleReview
from pipeline.audit.workshop import Workshop
from pipeline.dataset.dictionary import columns
from pipeline.dataset.frames import existing
from pipeline.dataset.tables import DocumentRow
from pipeline.isolation import Limits
from pipeline.review import entries_of
from pipeline.review.log import Entry
from pipeline.review.notices import Notice, notices
from pipeline.revise import Revised
from pipeline.rulebook import Rulebook, load


class Library:
    """The source files of a dataset, each looked for once."""

    def __init__(self, folder: Path, roots: Sequence[Path]) -> None:
        self._folder, self._roots = folder, tuple(roots)
        self._found: dict[str, sources.Found] = {}

    def found(self, row: DocumentRow) -> sources.Found:
        """Where the file of a document is, or a sentence why it is not known."""
        if row.document_id not in self._found:
            self._found[row.document_id] = sources.find(self._folder, row._asdict(), self._roots)
        return self._found[row.document_id]

    def path(self, row: DocumentRow) -> Path | None:
        """The file of a document, where it is as it was read."""
        return self.found(row).path

    def notices(self, rows: Iterable[DocumentRow]) -> list[Notice]:
        """What is amiss with the logs beside the files of documents."""
        asked = [row._asdict() for row in rows]
        return notices({one for row in asked for one in sources.folders(self._folder, row, self._roots)})


@dataclass(frozen=True)
class Desk:
    """An open review."""

    audit: Audit
    payload: Payload
    library: Library
    workshop: Workshop

    def evidence(self, row: DocumentRow, text: str) -> dict[str, Any]:
        """The parts of a document's figures in its source."""
        names = columns("figures")
        rows = self.audit.stored[row.document_id].figures
        figures = [dict(zip(names, figure, strict=True)) for figure in rows]
        return self.workshop.evidence(self.library.path(row), row._asdict(), text, figures)

    def page(self, row: DocumentRow, number: int) -> bytes | str:
        """A page as a picture, or a Chinese sentence why there is none."""
        found = self.library.found(row)
        return self.workshop.page(found.path, number) if found.path else found.message

    def notices(self) -> list[str]:
        """What is amiss with the logs, in English."""
        return [notice.english for notice in self.library.notices(_rows(self.audit))]

    def sample(self, size: int, seed: int) -> SampleReview:
        """A sample of the dataset to judge."""
        return SampleReview(self.audit, size, seed)

    def html(self, only: Sequence[str], watch: Callable[[str], None]) -> str:
        """The same view as one file without the saving; `watch` hears of each document."""
        ids = [id_ for id_ in self.audit.stored if not only or id_ in only]
        documents, evidence, pages = {}, {}, {}
        for id_ in ids:
            row = self.audit.stored[id_].row
            documents[id_] = self.payload.document(id_)
            evidence[id_] = self.evidence(row, documents[id_]["text"]) if row.state == "done" else {}
            numbers = range(1, len(documents[id_]["pages"]) + 1)
            drawn = {str(number): self.page(row, number) for number in numbers}
            pages[id_] = {number: offline.data_uri(page) for number, page in drawn.items()}
            watch(id_)
        dataset = self.payload.dataset(ids)
        return offline.html({
            "dataset": dataset, "documents": documents, "evidence": evidence, "pages": pages,
        })  # fmt: skip


@contextmanager
def opened(
    folder: Path, rules: Sequence[Path], roots: Sequence[Path], reviewer: str, limits: Limits
) -> Iterator[Desk]:
    """A desk for a dataset; at the end what was judged is written into it.

    Raises DatasetError, RuleError or LogError.
    """
    existing(folder)
    with Workshop(rules, limits) as workshop:  # before there is any thread: it forks
        book = load(*rules)
        library = Library(folder, roots)
        audit = Audit(folder, Means(reviewer, library.path, workshop.units, book))
        payload = Payload(audit, _sizes(library, workshop), _notices(audit, library, book))
        yield Desk(audit, payload, library, workshop)
        audit.apply()


def check(folder: Path, rules: Sequence[Path], roots: Sequence[Path]) -> tuple[list[Revised], list[str]]:
    """Bring the findings of a dataset up to date with today's checks and verdicts.

    Gives its documents, and what is amiss with the logs, in English.
    """
    library = Library(existing(folder), roots)
    rows: list[DocumentRow] = []

    def entries(row: DocumentRow) -> tuple[Entry, ...] | None:
        rows.append(row)
        return entries_of(library.path(row))

    found = revise.apply(folder, entries, load(*rules))
    return found, [notice.english for notice in library.notices(rows)]


def _sizes(library: Library, workshop: Workshop) -> Callable[[DocumentRow], Sequence[Sequence[float]]]:
    """The sizes of a document's pages in points; none where it has none or its file is not there."""

    def sizes(row: DocumentRow) -> Sequence[Sequence[float]]:
        path = library.path(row)
        return workshop.sizes(path) if path and row.pages else ()

    return sizes


def _rows(audit: Audit) -> list[DocumentRow]:
    return [document.row for document in audit.stored.values()]


def _notices(audit: Audit, library: Library, book: Rulebook) -> list[str]:
    """What the auditor should know before anything else."""
    told = []
    digest = audit.rules_digest()
    if digest and digest != book.digest:
        told.append("数据集是用另一套规则提取的：证据和检查按现在的规则；要一致，请重新提取或给出 --rules。")
    told += [notice.chinese for notice in library.notices(_rows(audit))]
    told += [library.found(document.row).message for document in audit.stored.values()]
    return list(dict.fromkeys(filter(None, told)))[:20]
