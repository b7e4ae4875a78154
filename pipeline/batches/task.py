"""What a worker does with a batch, wherever the worker is.

Only small things travel: a batch of names goes out, a few counts come back; the rows go from the worker
straight to where the parts are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypedDict

from pipeline.batches import parts
from pipeline.batches.fetch import here
from pipeline.batches.items import Batch, Item
from pipeline.dataset import tables
from pipeline.dataset.files import Part
from pipeline.inputs import Input
from pipeline.isolation import Limits
from pipeline.reading import Engine
from pipeline.reading import parts as read_parts


class Told(TypedDict):
    """What is known of a part that was written."""

    part: str
    documents: dict[str, int]  # by state
    figures: int
    roles: dict[str, int]
    findings: dict[str, int]
    messages: list[str]  # of the documents that could not be read


class OtherRules(Exception):
    """A worker has other rules than the one who gives out the work.  The message is for the user."""


class Job(NamedTuple):
    """What all batches of a run have in common."""

    target: str
    load: Callable[[tuple[str, ...]], Engine]
    rules: tuple[str, ...]
    digest: str  # of the rules: those of a worker must be the same
    limits: Limits


def done(job: Job, batch: Batch) -> Told:
    """Read a batch and write its part.

    Raises OtherRules, or OSError where the part cannot be written; what is wrong with a document stays
    in its row.
    """
    engine = _engine(job.load, job.rules)
    if engine.rulebook.digest != job.digest:
        raise OtherRules("a worker has other rules; install the same version of baoshu everywhere")
    made = list(_read(engine, batch, job.limits))
    return written(job.target, batch.name, made)


def lost(job: Job, batch: Batch, why: str) -> Told:
    """Write the part of a document that cannot be read without losing the worker."""
    made = [
        Part(tables.unread_row(item.document_id, item.file, "", "failed", f"{item.file}: {why}"))
        for item in batch.items
    ]
    return written(job.target, batch.name, made)


def written(target: str, name: str, made: list[Part]) -> Told:
    """Write a part and tell what is in it."""
    parts.write(target, name, made)
    roles: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    for part in made:
        roles.update(dict(part.roles))
        findings.update(dict(part.severities))
    return {
        "part": name,
        "documents": dict(Counter(part.document.state for part in made)),
        "figures": sum(int(part.document.figures) for part in made),
        "roles": dict(roles),
        "findings": dict(findings),
        "messages": [part.document.message for part in made if part.document.message],
    }


@cache
def _engine(load: Callable[[tuple[str, ...]], Engine], rules: tuple[str, ...]) -> Engine:
    """Dear to build, and without a state of its own: one a process."""
    engine = load(rules)
    engine.warm()
    return engine


def _read(engine: Engine, batch: Batch, limits: Limits) -> Iterator[Part]:
    """The documents of a batch; those of a store are fetched first."""
    with here(batch.items) as found:
        inputs = [Input(it.document_id, it.file, Path(it.url)) for it in found if isinstance(it, Item)]
        read = iter(read_parts(engine, inputs, 1, limits))
        for item, fetched in zip(batch.items, found, strict=True):
            yield next(read) if isinstance(fetched, Item) else _unfetched(item, fetched)


def _unfetched(item: Item, error: OSError) -> Part:
    why = f"{item.file}: cannot be fetched ({error.strerror or error}); run again."
    return Part(tables.unread_row(item.document_id, item.file, "", "failed", why))
