"""What is to be done, and why: each document is kept from a folder that holds it, or read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pipeline.increment.keys import Key, Program
from pipeline.increment.records import Known, Record

#: why a document is read
NEW = "it is new"
PROGRAM = "the program has changed"
RULES = "the rules have changed"
NAME = "its file has another name"
CONTENT = "its content has changed"
SIDECAR = "its sidecar has changed"
VERDICTS = "its verdicts have changed"
AGAIN = "it could not be read the last time, for a reason that may be gone"
DAMAGED = "its rows or its text were changed in the dataset"
FRESH = "everything is to be read anew"
UNKNOWN = "nobody can tell whether it has changed"


class Plan(NamedTuple):
    """By document id, both in order.  `kept`: the place of the folder it is in; `read`: why."""

    kept: Mapping[str, int]
    read: Mapping[str, str]


def made(
    wanted: Mapping[str, Key | None],
    program: Program,
    known: Sequence[Known],
    holds: Callable[[int, str], bool],
    fresh: bool = False,
) -> Plan:
    """The plan for the documents `wanted`, by id.

    `known`: what is told of the folders that may hold them, the dataset itself first.  `holds`: whether a
    folder does hold a document that fits; it is asked folder by folder, in the order of the ids.
    """
    kept: dict[str, int] = {}
    read: dict[str, str] = {}
    for place, folder in enumerate(known):
        for document_id in sorted(wanted.keys() - kept):
            record = folder.documents.get(document_id)
            if record is None:
                continue
            why = _why(wanted[document_id], program, record, folder.program)
            if not why and holds(place, document_id):
                kept[document_id] = place
            else:
                read.setdefault(document_id, why or DAMAGED)
    return Plan(
        dict(sorted(kept.items())),
        {id_: FRESH if fresh else read.get(id_, NEW) for id_ in sorted(wanted.keys() - kept)},
    )


def _why(now: Key | None, program: Program, record: Record, then: Program | None) -> str:
    """Why the record of a document does not do; empty where it does."""
    if then is None or then.reading != program.reading:
        return PROGRAM
    if then.rules != program.rules:
        return RULES
    if now is None:
        return UNKNOWN
    if record.again:
        return AGAIN
    faults = zip(now, record.key, (NAME, CONTENT, SIDECAR, VERDICTS), strict=True)
    return next((why for this, that, why in faults if this != that), "")
