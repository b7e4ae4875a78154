"""What is known of the documents of a dataset: in run.json, or in the journal while it is being filled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.dataset.files import Part
from pipeline.dataset.folder import JOURNAL
from pipeline.increment.keys import Key, Program
from pipeline.increment.store import fingerprint

SHOWN = ("document_id", "file", "sha256", "state", "message")  # columns of documents.csv in run.json


class Record(NamedTuple):
    """A document as it stands in a dataset.

    `state`: done, failed, empty; `content`: digest of its rows and text; `roles`: its numbers by role;
    `again`: its key tells too little, it is to be read each time.
    """

    key: Key
    state: str
    content: str
    roles: tuple[tuple[str, int], ...]
    again: bool


class Known(NamedTuple):
    """What is known of a folder: with which program it was filled, and with what.  `run`: run.json."""

    folder: Path
    program: Program | None
    rules: str  # digest of the Rulebook
    documents: Mapping[str, Record]
    run: Mapping[str, Any]


def entry(part: Part, key: Key | None) -> dict[str, Any]:
    """What is written down of a document; keys that say nothing are left out."""
    told: dict[str, Any] = {name: getattr(part.document, name) for name in SHOWN}
    told |= {
        "sidecar": key.sidecar if key else "",
        "verdicts": key.verdicts if key else "",
        "content": fingerprint(part),
        "roles": dict(part.roles),
        "again": part.again or key is None,
    }
    return {name: value for name, value in told.items() if value}


@contextmanager
def journal(folder: Path, program: Program, rules: str) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Give what writes down an entry; it is in the file when the call returns."""
    with (folder / JOURNAL).open("w", encoding="utf-8", newline="") as file:

        def write(told: Mapping[str, Any]) -> None:
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
            file.flush()

        write({"program": program._asdict(), "rules": rules})
        yield write


def known(folder: Path) -> Known:
    """What a folder tells of its documents; nothing where it tells nothing, or what is no such record."""
    run = _run(folder)
    if "inputs" in run or not (folder / JOURNAL).is_file():  # run.json comes last: then it tells all
        return _known(folder, run, run.get("inputs"), run)
    with (folder / JOURNAL).open(encoding="utf-8", errors="replace", newline="") as lines:
        objects = _objects(lines)  # a torn line is none
        head, entries = next(objects, {}), list(objects)
    return _known(folder, head, entries, run)


def _run(folder: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError, RecursionError):
        told = json.loads((folder / "run.json").read_bytes())
        return told if isinstance(told, dict) else {}
    return {}


def _objects(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        with suppress(ValueError, RecursionError):
            told = json.loads(line)
            if isinstance(told, dict):
                yield told


def _known(folder: Path, head: Mapping[str, Any], entries: Any, run: Mapping[str, Any]) -> Known:
    program = None
    with suppress(TypeError, KeyError):
        program = Program(**head["program"])
    documents: dict[str, Record] = {}
    for told in entries if isinstance(entries, list) else ():
        with suppress(TypeError, KeyError, AttributeError):  # edited by hand: as if it were not there
            documents[told["document_id"]] = _record(told)
    return Known(folder, program, str(head.get("rules", "")), documents, run)


def _record(told: Mapping[str, Any]) -> Record:
    key = Key(told["file"], told.get("sha256", ""), told.get("sidecar", ""), told.get("verdicts", ""))
    roles = tuple((str(role), int(count)) for role, count in told.get("roles", {}).items())
    return Record(key, told["state"], told["content"], roles, bool(told.get("again")))
