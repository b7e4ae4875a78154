"""Reports -> a dataset: what has changed is read, what has not is kept, and the whole is swapped in."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline import increment
from pipeline.dataset import files
from pipeline.dataset.files import Part, Writer
from pipeline.dataset.folder import TEXT, check_target, left_behind, renewing, replacing
from pipeline.dataset.frames import read_rows
from pipeline.increment import Key, Known, Moved, Plan, Program, Store
from pipeline.inputs import Input, roots, sha256
from pipeline.isolation import Limits

if TYPE_CHECKING:
    from pipeline.reading import Engine
    from pipeline.rulebook import Rulebook

SCHEMA_VERSION = 2  # of run.json
#: files that are made of the tables
MADE = ("datapackage.json", "figures.parquet", "summary.html")
_COLLECT_AFTER = 200_000  # objects made and not yet freed


class Asked(NamedTuple):
    """What a run is to do.

    `engine` is asked for once, and only when something is to be done.  `rules`: folders of the user.
    `jobs`: processes, 0 for as many as are worth it; the tables do not depend on it.  `limits`: of each
    file that is no plain text.  `fresh`: nothing is kept.  `passing`: the inputs are copies that go away,
    where they are is not remembered.
    """

    engine: Callable[[], Engine]
    inputs: Sequence[Input]
    target: Path
    rules: Sequence[Path] = ()
    jobs: int = 0
    limits: Limits = Limits()
    fresh: bool = False
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run will do.

    `gone`: documents that leave the dataset; `unmade`: what of it does not fit the rest.
    """

    asked: Asked
    keys: Mapping[str, Key | None]
    program: Program
    known: Sequence[Known]  # the dataset, and what killed runs left; nothing where all is read anew
    left: Sequence[Path]  # the folders that killed runs left
    plan: Plan
    gone: tuple[str, ...]
    unmade: tuple[str, ...]

    @property
    def is_idle(self) -> bool:
        """Whether the dataset is already what it would become."""
        return not (self.plan.read or self.gone or self.unmade or any(self.plan.kept.values()))


@contextmanager
def planned(asked: Asked) -> Iterator[Planned]:
    """Find out what is to be done; nothing is written or read.  What killed runs left is held meanwhile.

    Raises DatasetError where `target` may not be replaced.
    """
    check_target(asked.target)
    keys = {given.document_id: increment.key_of(given) for given in asked.inputs}
    program = increment.program(asked.rules)
    with left_behind(asked.target) as left:
        folders = () if asked.fresh else (asked.target, *left)
        known = [_with_equal_rules(increment.known(folder), program, asked.engine) for folder in folders]
        with ExitStack() as opened:
            stores = [opened.enter_context(Store(folder)) for folder in folders]

            def holds(place: int, document_id: str) -> bool:
                return stores[place].holds(document_id, known[place].documents[document_id].content)

            plan = increment.made(keys, program, known, holds, asked.fresh)
            gone = tuple(sorted(set(known[0].documents) - set(keys))) if known else ()
            whole = not (plan.read or gone or any(plan.kept.values()))
            unmade = _unmade(known[0], stores[0], program) if whole else ()
        yield Planned(asked, keys, program, known, left, plan, gone, unmade)


def _with_equal_rules(known: Known, program: Program, engine: Callable[[], Engine]) -> Known:
    """The same as of today, where only comments, examples or the order of its rules have changed."""
    then = known.program
    if then is None or then.rules == program.rules or then.reading != program.reading:
        return known
    if engine().rulebook.digest != known.rules:
        return known
    return known._replace(program=then._replace(rules=program.rules))


def _unmade(dataset: Known, store: Store, program: Program) -> tuple[str, ...]:
    """What of a dataset does not fit the rest, all of whose documents are as they were read."""
    told = dataset.run.get("files")
    digests = told if isinstance(told, dict) else {}
    found = {name for name in MADE if digests.get(name, "") != (sha256(dataset.folder / name) or None)}
    if dataset.program and dataset.program.telling != program.telling:
        found.add("summary.html")
    texts = dataset.folder / TEXT
    done = sum(record.state == "done" for record in dataset.documents.values())
    if not texts.is_dir() or sum(1 for _ in texts.iterdir()) != done:
        found.add(TEXT)
    if not store.is_over():
        found.add("tables")
    return tuple(sorted(found))


# --- doing it ---------------------------------------------------------------------------------


def run(planned_: Planned, watch: Callable[[Part], None] = lambda part: None) -> dict[str, Any]:
    """Do what was planned; gives what run.json holds.  `watch` is called with each part that was read.

    Raises DatasetError, OSError or isolation.CannotStart; the old dataset is whole then.
    """
    try:
        record = _renewed(planned_) if planned_.is_idle else _written(planned_, watch)
    except Moved:  # another run has replaced the dataset that this one was about to keep parts of
        with planned(planned_.asked._replace(fresh=True)) as anew:
            return run(anew, watch)
    for folder in planned_.left:
        rmtree(folder, ignore_errors=True)
    return record


def _renewed(planned_: Planned) -> dict[str, Any]:
    """The record of a dataset that stays as it is, under the rules and the paths of today."""
    asked, then = planned_.asked, dict(planned_.known[0].run)
    where = [] if asked.passing else roots(asked.inputs, asked.target)
    now = then | {"program": planned_.program._asdict(), "roots": where}
    if now != then:
        with renewing(asked.target) as new:
            files.write_run(new, now)
    return now | {"work": _work(planned_)}


def _written(planned_: Planned, watch: Callable[[Part], None]) -> dict[str, Any]:
    asked = planned_.asked
    engine = asked.engine()
    parts = ((part, planned_.keys[part.document.document_id]) for part in _parts(planned_, engine, watch))
    more = {"roots": [] if asked.passing else roots(asked.inputs, asked.target), "work": _work(planned_)}
    return fill(asked.target, engine.rulebook, planned_.program, parts, more)


def fill(
    target: Path,
    book: Rulebook,
    program: Program,
    parts: Iterable[tuple[Part, Key | None]],
    more: Mapping[str, Any],
) -> dict[str, Any]:
    """Write a dataset of parts, each with what it depends on; gives what run.json holds.

    `more`: what run.json says beside, roots and work.  Raises DatasetError or OSError; the old dataset is
    whole then.
    """
    from pipeline import summary  # and with it the rules

    started = _now()
    with _few_collections(), replacing(target) as folder:
        entries: list[dict[str, Any]] = []
        with (
            increment.journal(folder, program, book.digest) as note,
            files.writing(folder) as writer,
        ):
            for part, key in parts:
                writer.add(part)
                writer.flush()
                entries.append(increment.entry(part, key))
                note(entries[-1])
        gathered = summary.Gathered(writer.documents)
        files.write_parquet(folder, writer.longest, writer.is_multiline, gathered.see_group)
        told = gathered.facts(read_rows(folder, "findings"), writer.roles, book)
        (folder / "summary.html").write_text(summary.page(told), encoding="utf-8", newline="")
        record = _record(writer, book.digest, started, entries) | {
            "program": program._asdict(),
            "files": {name: sha256(folder / name) for name in MADE},
            **more,
        }
        files.write_run(folder, record)
    return record


def _parts(planned_: Planned, engine: Engine, watch: Callable[[Part], None]) -> Iterator[Part]:
    """The parts in the order of the inputs, kept or read."""
    plan, asked = planned_.plan, planned_.asked
    with ExitStack() as opened:
        stores = {
            place: opened.enter_context(Store(planned_.known[place].folder))
            for place in set(plan.kept.values())
        }
        read = opened.enter_context(closing(_read(planned_, engine)))
        for given in asked.inputs:
            place = plan.kept.get(given.document_id)
            if place is None:
                part = next(read)
                watch(part)
            else:
                record = planned_.known[place].documents[given.document_id]
                part = stores[place].part(given.document_id, record.content, record.roles)
            yield part


def _read(planned_: Planned, engine: Engine) -> Generator[Part]:
    """The parts of what is to be read."""
    from pipeline import reading  # and with it all the readers

    asked = planned_.asked
    wanted = [given for given in asked.inputs if given.document_id in planned_.plan.read]
    yield from reading.parts(engine, wanted, asked.jobs, asked.limits)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Rules and dictionary live to the end and nothing made of a document is a cycle: look seldom."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.freeze()  # what the run has left behind is old now, too, and not looked at once more
        gc.unfreeze()
        gc.set_threshold(*before)


def _record(
    writer: Writer, digest: str, started: str, entries: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    documents = writer.documents
    return {
        "schema_version": SCHEMA_VERSION,
        "baoshu": version("baoshu"),
        "rules": digest,
        "started": started,
        "ended": _now(),
        "documents": files.documents_state(documents),
        "figures": sum(int(row.figures) for row in documents),
        "numerals": sum(writer.roles.values()),
        "roles": dict(sorted(writer.roles.items())),
        "unexplained": writer.roles["unexplained"],
        "findings": dict(sorted(writer.severities.items())),
        "inputs": list(entries),
    }


def _work(planned_: Planned) -> dict[str, int]:
    """How many documents were read, kept from the dataset or from a killed run, and left it."""
    places = Counter(bool(place) for place in planned_.plan.kept.values())
    return {
        "read": len(planned_.plan.read),
        "unchanged": places[False],
        "resumed": places[True],
        "removed": len(planned_.gone),
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
