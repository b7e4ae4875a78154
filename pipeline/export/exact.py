"""Which decimals another kind of number holds without a digit lost."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipeline.export.content import Content
from pipeline.export.fields import fields

#: digits that a double gives back as they were, whatever they are; Excel keeps no more of a number
DOUBLE = 15
#: digits of a 128-bit decimal
DECIMAL = 38


def in_double(number: str) -> bool:
    """Whether a double gives back the digits of a decimal.

    >>> in_double("-8.650"), in_double("163500000000"), in_double("1306.666666666667")
    (True, True, False)
    """
    return len(_digits(number)) <= DOUBLE


class Room(NamedTuple):
    """What the decimals of a column need: digits before and after the point, at most."""

    whole: int = 1
    places: int = 0

    @property
    def fits(self) -> bool:
        """Whether one decimal type of 128 bits holds them all, digit for digit."""
        return self.whole + self.places <= DECIMAL


def rooms(content: Content, table: str) -> dict[str, Room]:
    """The room that each column of decimals needs."""
    at = [(place, field.name) for place, field in enumerate(fields(table)) if field.kind == "number"]
    needed = {name: Room() for _, name in at}
    for row in content.rows(table):
        for place, name in at:
            if row[place]:
                needed[name] = _widened(needed[name], row[place])
    return needed


def _widened(room: Room, number: str) -> Room:
    whole, _, places = number.lstrip("-").partition(".")
    return Room(max(room.whole, len(whole)), max(room.places, len(places)))


def tens(small: str, large: str) -> int | None:
    """The exponent if two decimals are a power of ten apart; None if not, or if they are zero.

    >>> tens("1635", "163500000000"), tens("2.0", "2"), tens("1.96", "1306.666666666667")
    (8, 0, None)
    """
    if _digits(small) != _digits(large) or not _digits(small):
        return None
    return Decimal(large).adjusted() - Decimal(small).adjusted()


def _digits(number: str) -> str:
    return number.replace("-", "").replace(".", "").strip("0")
