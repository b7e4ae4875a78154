"""rules/ -> one frozen Rulebook, strictly: every fault with file, line, column and remedy.

All scalars are text (`no`, `2024-01-01` and `012` stay what was written) until the types of
`schema.FILES` read them.  A folder given by the user lies over ours: the same file and id
replaces an entry, a new id adds one, `id: null` removes one.
"""

from __future__ import annotations

import difflib
import hashlib
import reprlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import GenericAlias
from typing import Any, NamedTuple

import regex
from pydantic import TypeAdapter, ValidationError

from pipeline.rulefiles import packaged
from pipeline.schema import (
    FILES,
    Across,
    Attribute,
    Check,
    Cue,
    Entry,
    HeadingWord,
    Indicator,
    LineWord,
    Qualifier,
    Role,
    Section,
    Split,
    Unit,
    Verb,
    Word,
)
from pipeline.strictyaml import Flaw, Loc, YamlFile, read, shown

#: what may stand in a rules folder beside the tables
BESIDE = frozenset({"regions.csv", "make_regions.py"})
#: in these tables one written form may stand once a side or kind, elsewhere once
GROUPED = {
    "qualifiers": "side", "verbs": "kind", "words": "kind", "layout": "kind", "checks": "kind",
    "across": "kind",
}  # fmt: skip
#: the entry of an overlay that takes away ours
REMOVE = "null"
#: what does not change what is read from a report, and so not the digest either
SELF_TEST = frozenset({"examples", "not_", "why"})


class RuleError(Exception):
    """All flaws of the rules at once, one a line."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(sorted(set(flaws)))
        super().__init__("\n".join(map(str, self.flaws)))

    def __reduce__(self) -> tuple[type[RuleError], tuple[tuple[Flaw, ...]]]:
        return RuleError, (self.flaws,)


@dataclass(frozen=True)
class Rulebook:
    """All rules, a table a file, ids without the file's name, sorted by id.

    `files`: rule id ("units:yuan") -> file and line of the entry, for messages.
    `digest`: sha256 of the content; blind to comments, order, layout, place, examples.
    """

    units: Mapping[str, Unit]
    qualifiers: Mapping[str, Qualifier]
    verbs: Mapping[str, Verb]
    attributes: Mapping[str, Attribute]
    words: Mapping[str, Word]
    roles: Mapping[str, Role]
    sections: Mapping[str, Section]
    cues: Mapping[str, Cue]
    splits: Mapping[str, Split]
    layout: Mapping[str, LineWord]
    tables: Mapping[str, HeadingWord]
    indicators: Mapping[str, Indicator]
    checks: Mapping[str, Check]
    across: Mapping[str, Across]
    files: Mapping[str, tuple[Path, int]]
    digest: str

    @cached_property
    def by_code(self) -> Mapping[str, tuple[str, Indicator]]:
        """The indicators by code, each with its rule id."""
        return {entry.code: (f"indicators:{id_}", entry) for id_, entry in self.indicators.items()}

    @cached_property
    def checks_by_kind(self) -> Mapping[str, list[tuple[str, Check]]]:
        """The entries of rules/checks.yaml by kind, each with its rule id."""
        found: dict[str, list[tuple[str, Check]]] = {}
        for id_, check in self.checks.items():
            found.setdefault(check.kind, []).append((f"checks:{id_}", check))
        return found


def load(*overlays: Path) -> Rulebook:
    """The packaged rules with each overlay folder over them, the last on top.

    Raises RuleError with all flaws of all files.
    """
    flaws: list[Flaw] = []
    layers = [_layer(folder, flaws) for folder in (packaged(), *map(Path, overlays))]
    rules = {name: _merged(name, layers, flaws) for name in FILES}
    flaws += [flaw for name in FILES for flaw in _taken_twice(name, rules[name])]
    if flaws:
        raise RuleError(flaws)
    tables = {name: {id_: rule.entry for id_, rule in sorted(rules[name].items())} for name in FILES}
    files = {f"{name}:{id_}": rule.home for name in FILES for id_, rule in rules[name].items()}
    return Rulebook(**tables, files=files, digest=_digest(tables))


def entries(book: Rulebook) -> Iterator[tuple[str, Entry]]:
    """Every rule as (rule id, entry)."""
    for name in FILES:
        for id_, entry in getattr(book, name).items():
            yield f"{name}:{id_}", entry


# --- one folder -------------------------------------------------------------------------------


def _layer(folder: Path, flaws: list[Flaw]) -> dict[str, list[YamlFile]]:
    """Table -> its files in `folder`, read; a file that belongs to no table is a flaw."""
    files: dict[str, list[YamlFile]] = {name: [] for name in FILES}
    if not folder.is_dir():
        flaws.append(Flaw(shown(folder), 1, 1, "", "there is no such rules folder; check the path"))
        return files
    for path in sorted(folder.iterdir()):
        if path.suffix == ".yaml" and path.stem in FILES:
            files[path.stem].append(read(path, flaws))
        elif path.is_dir() and path.name in FILES:
            files[path.name] += _subfolder(path, flaws)
        elif not _ignored(path):
            flaws.append(_stray(path, [*FILES, *(f"{name}.yaml" for name in FILES)]))
    return files


def _subfolder(folder: Path, flaws: list[Flaw]) -> list[YamlFile]:
    paths = [path for path in sorted(folder.iterdir()) if not _ignored(path)]
    flaws += [_stray(path, [f"{path.stem}.yaml"]) for path in paths if path.suffix != ".yaml"]
    return [read(path, flaws) for path in paths if path.suffix == ".yaml"]


def _ignored(path: Path) -> bool:
    return path.name.startswith((".", "__")) or path.suffix == ".md" or path.name in BESIDE


def _stray(path: Path, known: list[str]) -> Flaw:
    hint = _nearest(path.name, known)
    message = f"no file of the rules is called {path.name!r}{hint}; rename or move it"
    return Flaw(shown(path), 1, 1, "", message)


# --- one table --------------------------------------------------------------------------------


class _Rule(NamedTuple):
    entry: Any  # of the type of its table
    id: str
    file: YamlFile

    @property
    def home(self) -> tuple[Path, int]:
        return self.file.path, self.file.places[(self.id,)][0]


def _merged(name: str, layers: list[dict[str, list[YamlFile]]], flaws: list[Flaw]) -> dict[str, _Rule]:
    """The entries of a table, upper layers over lower ones."""
    rules: dict[str, _Rule] = {}
    known: set[str] = set()  # also those that did not pass: an overlay may well name them
    for layer in layers:
        homes = _homes(layer[name], flaws)
        gone = {id_ for id_, file in homes.items() if file.data[id_] == REMOVE}
        flaws += [_nothing_to_remove(id_, homes[id_], known) for id_ in gone - known]
        known = (known | homes.keys()) - gone
        rules = {id_: rule for id_, rule in rules.items() if id_ not in homes}
        for file in layer[name]:
            rules |= _validated(name, file, flaws)
    return rules


def _homes(files: list[YamlFile], flaws: list[Flaw]) -> dict[str, YamlFile]:
    """Id -> the file of one folder it stands in; two files are a flaw."""
    homes: dict[str, YamlFile] = {}
    for file in files:
        flaws += [_second_home(id_, file, homes[id_]) for id_ in file.data.keys() & homes.keys()]
        homes |= dict.fromkeys(file.data, file)
    return homes


def _second_home(id_: str, file: YamlFile, first: YamlFile) -> Flaw:
    line = first.place((id_,))[0]
    return file.flaw((id_,), f"the id stands in {shown(first.path)}:{line} too; rename or delete one")


def _nothing_to_remove(id_: str, file: YamlFile, known: set[str]) -> Flaw:
    hint = _nearest(id_, known)
    return file.flaw((id_,), f"there is no such entry to remove{hint}; correct or delete the line")


@cache
def _adapter(name: str) -> TypeAdapter[dict[str, Any]]:
    table: Any = GenericAlias(dict, (str, FILES[name]))
    return TypeAdapter(table)


def _validated(name: str, file: YamlFile, flaws: list[Flaw]) -> dict[str, _Rule]:
    """The entries of a file that are right; the others become flaws."""
    data = {id_: entry for id_, entry in file.data.items() if entry != REMOVE}
    try:
        good = _adapter(name).validate_python(data)
    except ValidationError as error:
        flaws += [_flaw(name, file, fault) for fault in error.errors(include_url=False)]
        bad = {fault["loc"][0] for fault in error.errors(include_url=False)}
        good = _adapter(name).validate_python({id_: e for id_, e in data.items() if id_ not in bad})
    flaws += [file.flaw((id_,), BAD_ID) for id_ in data if not regex.fullmatch(r"\w+", id_)]
    return {id_: _Rule(entry, id_, file) for id_, entry in good.items()}


def _taken_twice(name: str, rules: dict[str, _Rule]) -> Iterator[Flaw]:
    """Written forms, indicator names and codes that two entries claim."""
    first: dict[tuple[str, str], tuple[_Rule, Loc]] = {}
    for rule in rules.values():
        for group, loc, text in _claims(name, rule.entry):
            claim = (rule, loc)
            if (owner := first.setdefault((group, text), claim)) is not claim:
                yield _already_stands(text, rule, loc, *owner)


def _already_stands(text: str, rule: _Rule, loc: Loc, owner: _Rule, at: Loc) -> Flaw:
    line = owner.file.place((owner.id, *at))[0]
    place = f"{owner.id} ({shown(owner.file.path)}:{line})"
    return rule.file.flaw((rule.id, *loc), f"{text!r} already stands in {place}; delete one")


def _claims(name: str, entry: Any) -> Iterator[tuple[str, Loc, str]]:
    """What an entry wants for itself: (group, where it says so, text)."""
    if isinstance(entry, Indicator):
        yield "code", ("code",), entry.code
        yield "name", ("name",), entry.name
        yield from (("name", ("aliases", n), text) for n, text in enumerate(entry.aliases))
    elif hasattr(entry, "written"):
        group = getattr(entry, GROUPED.get(name, ""), "")
        yield from ((group, ("written", n), text) for n, text in enumerate(entry.written))


def _digest(tables: dict[str, dict[str, Entry]]) -> str:
    """sha256 over all that is not a default and can change a reading."""
    digest = hashlib.sha256()
    for name, table in sorted(tables.items()):
        digest.update(name.encode())
        digest.update(
            _adapter(name).dump_json(table, exclude_defaults=True, exclude={"__all__": set(SELF_TEST)})
        )
    return digest.hexdigest()


# --- messages ---------------------------------------------------------------------------------

#: ids are written between spaces in the column `rule`
BAD_ID = "an id is one word of letters, digits and _; rename it"
#: pydantic's type of error -> our sentence; {input} and what the error's ctx holds can be used
SENTENCES = {
    "string_type": "{input} is no text; write one piece of text, in single quotes if it holds signs",
    "tuple_type": "{input} is no list; write [{input}]",
    "too_short": "the list is too short, at least {min_length} needed; add one",
    "too_long": "the list is too long, at most {max_length} allowed; delete the rest",
    "string_too_short": "the text is empty; write one or delete it",
    "string_pattern_mismatch": "{input!r} does not fit; use a-z, 0-9 and _, a letter first, at most 28",
    "decimal_parsing": "{input!r} is not a number; write digits, like 0.5",
    "finite_number": "{input!r} is not a finite number; write digits, like 0.5",
    "greater_than": "{input} is not greater than {gt}; correct the number",
    "missing": "{key!r} is missing; add it",
    "model_type": "the entry has no keys; write them indented below, or `null` to remove an entry of ours",
}


def _flaw(name: str, file: YamlFile, fault: Any) -> Flaw:
    """A pydantic error at its place in the file."""
    loc: Loc = fault["loc"]
    return file.flaw(loc, _sentence(name, fault["type"], loc[-1], fault["input"], fault.get("ctx", {})))


def _sentence(name: str, kind: str, key: str | int, value: Any, ctx: Mapping[str, Any]) -> str:
    if kind == "extra_forbidden":
        keys = [field.alias or key_ for key_, field in FILES[name].model_fields.items()]
        return f"{name} has no key {key!r}{_nearest(str(key), keys) or '; it has ' + ', '.join(keys)}"
    if kind == "literal_error":
        allowed = regex.findall("'([^']*)'", ctx["expected"])
        return f"{value!r} is not one of {', '.join(allowed)}{_nearest(str(value), allowed)}"
    if kind == "value_error":
        return str(ctx["error"])
    if kind == "missing" and isinstance(key, int):
        return "the list is too short; add what is missing"
    if value is None:
        return "nothing stands here; write a value or delete the line"
    sentence = SENTENCES.get(kind, f"{{input!r}} does not fit ({kind}); see rules/README.md")
    return sentence.format(input=value if isinstance(value, str) else reprlib.repr(value), key=key, **ctx)


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
