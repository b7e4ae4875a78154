"""Rows -> the files of a dataset.

A document becomes a `Part`, text that only has to be appended: parts can be made by several
workers and written by one, in the order of their document ids, without holding them all.
"""

from __future__ import annotations

import csv
import json
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from pipeline.dataset import tables
from pipeline.dataset.dictionary import columns, resources, targets, types
from pipeline.dataset.folder import TEXT
from pipeline.dataset.package import descriptor
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.model import Extraction

if TYPE_CHECKING:
    import pyarrow

_BLOCK = 1 << 20  # bytes that are read at once: little enough to stay in the processor's cache
#: columns whose cells are hardly ever the same twice: a dictionary of them would be made in vain
_UNIQUE = frozenset({"figure_id", "char_start", "char_end"})
#: columns in whose order the rows stand: what is said of each group's least and greatest helps to find rows
_ORDERED = ["figure_id", "document_id", "region", "region_code", "report_year"]
_GROUP = 30_000  # rows that stand together in figures.parquet, at least


class Part(NamedTuple):
    """What one document adds to a dataset, in UTF-8; the tables as CSV without header."""

    document: DocumentRow
    figures: bytes = b""
    numerals: bytes = b""
    findings: bytes = b""
    text: bytes | None = None  # None: could not be read, no text file
    roles: tuple[tuple[str, int], ...] = ()  # numerals by role
    severities: tuple[tuple[str, int], ...] = ()  # findings by severity
    again: bool = False  # not read for a reason that may be gone the next time


def part(document_id: str, extraction: Extraction) -> Part:
    """The part of a document that was read."""
    return Part(
        document=tables.document_row(document_id, extraction),
        figures=csv_bytes(tables.figure_rows(document_id, extraction)),
        numerals=csv_bytes(tables.numeral_rows(document_id, extraction)),
        findings=csv_bytes(tables.finding_rows(document_id, extraction.findings)),
        text=extraction.document.source.text.encode(),
        roles=_counts(map(attrgetter("role"), extraction.ledger)),
        severities=_counts(map(attrgetter("severity"), extraction.findings)),
    )


def _counts(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(words).items()))


def csv_text(rows: Sequence[Row], quoting: Any = csv.QUOTE_MINIMAL) -> str:
    """Rows as CSV, one line feed a row.  The csv module leaves a bare \\r unquoted: then all is quoted."""
    lines = list(map(",".join, rows))
    if quoting == csv.QUOTE_MINIMAL:
        text = "\n".join([*lines, ""])
        if "\r" in text:
            return csv_text(rows, csv.QUOTE_ALL)
        if _is_plain(text, rows):
            return text
    written: list[str] = []
    writer = csv.writer(SimpleNamespace(write=written.append), lineterminator="\n", quoting=quoting)
    for row, line in zip(rows, lines, strict=True):
        if quoting == csv.QUOTE_MINIMAL and _is_plain(line + "\n", [row]):
            written += (line, "\n")  # a tenth of the time
        else:
            writer.writerow(row)
    return "".join(written)


def _is_plain(text: str, rows: Sequence[Row]) -> bool:
    """Whether lines of cells need no quotes: no comma, line feed or quotation mark stands in a cell.

    Where a row has but one cell they may need them: an empty one would be an empty line.
    """
    width = len(rows[0]) if rows else 0
    return (
        width > 1
        and '"' not in text
        and text.count(",") == (width - 1) * len(rows)
        and text.count("\n") == len(rows)
        and set(map(len, rows)) == {width}
    )


def csv_bytes(rows: Sequence[Row]) -> bytes:
    """The same in UTF-8, as the tables have it."""
    return csv_text(rows).encode()


def _is_multiline(part: Part) -> bool:
    """Whether a line ends within a cell of the figures; such a cell is quoted."""
    figures = part.figures
    return b'"' in figures and (b"\r" in figures or figures.count(b"\n") != int(part.document.figures))


class Writer:
    """Appends parts to the tables of a folder; `add` them in the order of their document ids."""

    def __init__(self, folder: Path, opened: dict[str, BinaryIO]) -> None:
        self.folder = folder
        self.documents: list[DocumentRow] = []
        self.roles: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.longest = 0  # bytes that the figures of one document take, at most
        self.is_multiline = False  # whether a line ends within a cell of figures.csv
        self._opened = opened
        (folder / TEXT).mkdir()

    def add(self, part: Part) -> None:
        """Write one document's rows and text."""
        self.documents.append(part.document)
        self.roles.update(dict(part.roles))
        self.severities.update(dict(part.severities))
        self.longest = max(self.longest, len(part.figures))
        self.is_multiline = self.is_multiline or _is_multiline(part)
        self._opened["figures"].write(part.figures)
        self._opened["numerals"].write(part.numerals)
        self._opened["findings"].write(part.findings)
        self._opened["documents"].write(csv_bytes([part.document]))
        if part.text is not None:
            (self.folder / TEXT / f"{part.document.document_id}.txt").write_bytes(part.text)

    def flush(self) -> None:
        """Have all that was added in the files."""
        for file in self._opened.values():
            file.flush()


@contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    """Give a Writer for an empty folder; at the end the descriptor is written and all is closed."""
    with ExitStack() as stack:
        opened = {}
        for name, resource in resources().items():
            path = folder / resource["path"]
            opened[name] = stack.enter_context(path.open("wb"))
            opened[name].write(BOM_UTF8 + csv_bytes([columns(name)]))
        writer = Writer(folder, opened)
        yield writer
        (folder / "datapackage.json").write_text(descriptor(writer.documents), "utf-8", newline="")


def write_parquet(
    folder: Path,
    longest: int = 0,
    is_multiline: bool = True,
    see: Callable[[pyarrow.Table], None] = lambda group: None,
) -> None:
    """figures.parquet from figures.csv: integers as int64, all else (decimals too) as text, empty as null.

    `longest`: bytes of the longest row, at least; a row must fit into a block.  `is_multiline`: whether a
    line may end within a cell, which is dearer to read.  `see` is called with each group of rows.
    """
    import pyarrow
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    kinds = {"integer": pyarrow.int64()}
    convert = arrow_csv.ConvertOptions(
        column_types={name: kinds.get(kind, pyarrow.string()) for name, kind in types("figures").items()},
        null_values=[""],
        strings_can_be_null=True,
        check_utf8=False,  # we have encoded it ourselves
    )
    with ExitStack() as stack:
        stack.enter_context(_small_pages())
        batches = stack.enter_context(
            arrow_csv.open_csv(
                folder / "figures.csv",
                read_options=arrow_csv.ReadOptions(block_size=max(_BLOCK, longest + 1), use_threads=False),
                parse_options=arrow_csv.ParseOptions(newlines_in_values=is_multiline),
                convert_options=convert,
            )
        )
        target = folder / "figures.parquet"
        repeated = [name for name in batches.schema.names if name not in _UNIQUE]
        out = stack.enter_context(
            parquet.ParquetWriter(
                target,
                batches.schema,
                compression="zstd",
                use_dictionary=repeated,
                write_statistics=_ORDERED,
            )
        )
        for group in _groups(batches):
            see(pyarrow.Table.from_batches(group))
            out.write_table(pyarrow.Table.from_batches(group))


@contextmanager
def _small_pages() -> Iterator[None]:
    """Have Arrow take memory in small pages: its own choice has huge ones cleared and uses little of each."""
    import pyarrow

    before = pyarrow.default_memory_pool()
    if "jemalloc" in pyarrow.supported_memory_backends():
        pyarrow.set_memory_pool(pyarrow.jemalloc_memory_pool())
    try:
        yield
    finally:
        pyarrow.set_memory_pool(before)


def _groups(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[list[pyarrow.RecordBatch]]:
    """Blocks together, as many as make a group; it is emptied before the next one is read."""
    group: list[pyarrow.RecordBatch] = []
    for batch in batches:
        group.append(batch)
        if sum(map(len, group)) >= _GROUP:
            yield group
            group.clear()
    if group:
        yield group


def rows_of(table: pyarrow.Table) -> Iterator[Row]:
    """The rows of a table, each cell as the text in the CSV file."""
    texts = (column.cast("string").fill_null("").to_pylist() for column in table.columns)
    yield from zip(*texts, strict=True)


def write_run(folder: Path, run: dict[str, Any]) -> None:
    """run.json: what ran, on what, with which rules; the only file with times."""
    text = json.dumps(run, ensure_ascii=False, indent=2) + "\n"
    (folder / "run.json").write_text(text, encoding="utf-8", newline="")


def renew(folder: Path, new: Path, name: str, text: str) -> None:
    """Put a file into `new` where the one of the dataset says something else."""
    content = text.encode("utf-8")
    old = folder / name
    if not (old.is_file() and old.read_bytes() == content):
        (new / name).write_bytes(content)


def renew_targets(folder: Path, new: Path, rows: Sequence[Row], documents: Sequence[DocumentRow]) -> None:
    """targets.csv, and the descriptor with its resource."""
    resource = targets()
    header = tuple(field["name"] for field in resource["schema"]["fields"])
    renew(folder, new, resource["path"], "\ufeff" + csv_text([header, *rows]))
    renew(folder, new, "datapackage.json", descriptor(documents, [resource]))


def documents_state(documents: Sequence[DocumentRow]) -> dict[str, int]:
    """How many documents are done, failed, empty."""
    counts = Counter(row.state for row in documents)
    return {state: counts[state] for state in ("done", "failed", "empty")}
