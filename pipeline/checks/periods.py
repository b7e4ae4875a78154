"""Periods as they stand in the tables: 2022, 2018/2022, 2022-11, 2022-01/2022-11."""

from __future__ import annotations

import re
from typing import Final

_YEAR: Final = re.compile(r"\d{4}")
#: all that a period can be; a person who fixes one may write anything
KNOWN: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?:/[0-9]{4}(?:-[0-9]{2}){0,2})?")
#: a basis that names the year it is over
YEAR_NAMED: Final = re.compile(r"[较比](\d{4})年")
_MONTHS: Final = re.compile(r"\d{4}-\d\d(?:-\d\d)?")


def before(period: str, basis: str) -> str:
    """The period that a growth is over: the year before, or the year its basis names; "" if unclear.

    >>> before("2022", "同比"), before("2022-01/2022-06", ""), before("2022", "较2019年")
    ('2021', '2021-01/2021-06', '2019')
    >>> before("2018/2022", "")
    ''
    """
    year = period[:4]
    if "/" in period:
        years = set(_YEAR.findall(_first_parts(period)))
        year = years.pop() if len(years) == 1 else ""
    if not (len(year) == 4 and year.isdecimal()):
        return ""
    if named := YEAR_NAMED.fullmatch(basis):
        return str(named[1]) if period == year else ""
    return period.replace(year, f"{int(year) - 1:04d}")


def years(period: str) -> int:
    """How many calendar years a period touches.

    >>> years("2022"), years("2018/2022"), years("2022-01/2022-06")
    (1, 5, 1)
    """
    if "/" not in period:
        return 1  # as most
    found = [int(year) for year in _YEAR.findall(_first_parts(period))]
    return max(found) - min(found) + 1 if found else 1


def _first_parts(period: str) -> str:
    return "/".join(part[:4] for part in period.split("/"))


def spoken(period: str) -> str:
    """A period as a reader says it.

    >>> spoken("2022"), spoken("2018/2022"), spoken("2022-11"), spoken("2022-01/2022-06")
    ('2022年', '2018—2022年', '2022年11月', '2022年1月—2022年6月')
    """
    parts = period.split("/")
    if all(_MONTHS.fullmatch(part) for part in parts):
        return "—".join(map(_spoken_month, parts))
    return "—".join(parts) + "年"


def _spoken_month(part: str) -> str:
    units = zip(part.split("-"), "年月日", strict=False)
    return "".join(f"{int(number)}{unit}" for number, unit in units)
