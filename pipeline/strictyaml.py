"""YAML as people write it, read strictly: plain text, each part with its place, no surprises.

Leaves are text whatever they look like (`no`, `2024-01-01`, `012`), or None where nothing is
written.  Duplicate keys, anchors, tags and second documents are flaws, not features.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

Loc = tuple[str | int, ...]  # keys and list indexes from the top of a file
Place = tuple[int, int]  # line and column, both from 1

MAX_DEPTH = 6
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same events, slower without libyaml


class Flaw(NamedTuple):
    """One fault of a file; line and column from 1, `where` like yuan.dimension."""

    path: str
    line: int
    column: int
    where: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}: "
        return place + (f"{self.where}: " if self.where else "") + self.message


def shown(path: Path) -> str:
    """The path as a message shows it: short where it lies under the working folder."""
    path = Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


@dataclass(slots=True)
class YamlFile:
    """A file read: `data` has only dict, list, str and None (nothing written) in it.

    `places` holds the first level; the rest only once a flaw asks, as most files have none
    and remembering every place costs half as much again as reading.
    """

    path: Path
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Loc, Place] = field(default_factory=lambda: {(): (1, 1)})
    located: bool = False

    def place(self, loc: Loc) -> Place:
        """Where `loc` stands, or the nearest part above it that stands in the file."""
        if not self.located:
            self.located = True
            with suppress(_Stop, yaml.YAMLError):  # told when it was read
                _Parser(self, []).fill({})
        return next(self.places[loc[:n]] for n in range(len(loc), -1, -1) if loc[:n] in self.places)

    def flaw(self, loc: Loc, message: str) -> Flaw:
        """A flaw at `loc`."""
        where = ".".join(part for part in loc if isinstance(part, str))
        return Flaw(shown(self.path), *self.place(loc), where, message)


class _Stop(Exception):
    """The file cannot be read on: a place and a message."""

    def __init__(self, mark: Any, message: str) -> None:
        super().__init__(message)
        self.place: Place = (mark.line + 1, mark.column + 1)


#: libyaml's words -> what to do about it
SYNTAX_HINTS = {
    "unknown escape": r"put patterns into single quotes, like '\d+'",
    "cannot start any token": "indent with spaces; put a value that begins with % @ or ` into single quotes",
    "mapping values are not allowed": "align the keys; put a value with a colon into single quotes",
    "maximum nesting depth": "write it flat",
    "did not find expected": "look for a missing comma, bracket or quote, and align the keys",
}


def read(path: Path, flaws: list[Flaw]) -> YamlFile:
    """A file as far as it can be read; what is wrong is added to `flaws`."""
    file = YamlFile(path)
    try:
        file.text = path.read_bytes().decode("utf-8-sig")
        _Parser(file, flaws).fill(file.data)
    except OSError as error:
        message = f"the file cannot be read, {error.strerror}; check the file and its permissions"
        flaws.append(file.flaw((), message))
    except UnicodeDecodeError:
        flaws.append(file.flaw((), "the file is not UTF-8; save it as UTF-8"))
    except _Stop as stop:
        flaws.append(Flaw(shown(path), *stop.place, "", str(stop)))
    except yaml.MarkedYAMLError as error:
        flaws.append(Flaw(shown(path), *_syntax(error)))
    except yaml.YAMLError:  # a reader's error, which has no mark
        flaws.append(Flaw(shown(path), *_unprintable(file.text)))
    return file


def _syntax(error: yaml.MarkedYAMLError) -> tuple[int, int, str, str]:
    """What Flaw wants to know of a syntax error, less the path."""
    mark, begun = error.problem_mark or error.context_mark, error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    opened = f" for what opens in line {begun.line + 1}" if begun and begun.line + 1 != line else ""
    hint = next((hint for words, hint in SYNTAX_HINTS.items() if words in str(error)), "mend it")
    return line, column, "", f"not valid YAML, {error.problem}{opened}; {hint}"


def _unprintable(text: str) -> tuple[int, int, str, str]:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    before = text[: found.start()] if found else ""
    column = len(before) - before.rfind("\n")
    return before.count("\n") + 1, column, "", "an invisible control character stands here; delete it"


class _Parser:
    """YAML events -> plain data.  Events, because composed nodes cost four times as much."""

    def __init__(self, file: YamlFile, flaws: list[Flaw]) -> None:
        self.next = LOADER(file.text).get_event
        self.file, self.flaws = file, flaws
        self.depth = MAX_DEPTH if file.located else 1  # how deep places are remembered

    def fill(self, data: dict[str, Any]) -> None:
        """Reads the one document of the file into `data`."""
        self.next()  # start of the stream
        if isinstance(self.next(), yaml.StreamEndEvent):
            return
        top = self.next()
        if isinstance(top, yaml.MappingStartEvent):
            self._mapping((), data)
        elif self._value(top, ()) is not None:
            raise _Stop(top.start_mark, "the file must hold `name:` with indented keys below, and so on")
        self.next()  # end of the document
        after = self.next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Stop(after.start_mark, "a second document begins here; delete the line ---")

    def _mapping(self, at: Loc, into: dict[str, Any]) -> dict[str, Any]:
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self._value(event, at) if isinstance(event, yaml.ScalarEvent) else None
            if key is None:
                raise _Stop(event.start_mark, "a key must be plain text before a colon")
            if key in into:
                self.flaws.append(self._again(event, (*at, key)))
                self._value(self.next(), (*at, f"{key} again"))  # keeps the places of the first
                continue
            loc = self._stands(event, (*at, key))
            into[key] = self._value(self.next(), loc)
        return into

    def _again(self, event: Any, loc: Loc) -> Flaw:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        message = f"the key stands here twice, first in line {self.file.place(loc)[0]}; delete one"
        return Flaw(shown(self.file.path), line, column, ".".join(map(str, loc)), message)

    def _stands(self, event: Any, loc: Loc) -> Loc:
        if len(loc) <= self.depth:
            mark = event.start_mark
            self.file.places[loc] = (mark.line + 1, mark.column + 1)
        return loc

    def _sequence(self, at: Loc) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self._value(event, self._stands(event, (*at, len(items)))))
        return items

    def _value(self, event: Any, at: Loc) -> Any:
        if event.anchor or event.tag:  # an alias has an anchor too
            raise _Stop(event.start_mark, "a value that begins with & * or ! must be in single quotes")
        if isinstance(event, yaml.ScalarEvent):
            return None if event.implicit[0] and not event.value else event.value
        if len(at) >= MAX_DEPTH:
            raise _Stop(event.start_mark, f"nested more than {MAX_DEPTH} deep; write it flat")
        return self._mapping(at, {}) if isinstance(event, yaml.MappingStartEvent) else self._sequence(at)
