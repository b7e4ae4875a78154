"""The columns of a table as the exports need them: type, unit, the words it may hold and what they mean."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.dataset.dictionary import resources


class Field(NamedTuple):
    """A column.  `kind`: string, integer, number, array or object; the latter two are JSON text."""

    name: str
    title: str  # Chinese
    kind: str
    unit: str  # of the column itself; that of `value` stands in another column
    description: str  # Chinese
    words: tuple[str, ...]  # all that it may hold; empty: anything
    required: bool

    def meaning(self, word: str) -> str:
        """What one of `words` means, in Chinese; the word itself where the dictionary does not say.

        >>> status = next(field for field in fields("figures") if field.name == "status")
        >>> status.meaning("target")
        '目标'
        """
        told = re.search(rf"(?:^|[；：。]){word} ([^；。（]+)", self.description)
        return told[1] if told else word


@cache
def fields(table: str) -> tuple[Field, ...]:
    """The columns of a table, in order."""
    return tuple(
        Field(
            field["name"],
            field["title"],
            field["type"],
            field.get("unit", ""),
            _chinese(field["description"]),
            tuple(field.get("constraints", {}).get("enum", ())),
            field.get("constraints", {}).get("required", False),
        )
        for field in resources()[table]["schema"]["fields"]
    )


def _chinese(description: str) -> str:
    """A description of the dictionary without its English half."""
    return re.split(r"(?<=[。）])(?=[A-Za-z`])", description)[0]
