"""Periods: the expressions of `rules/`, the years of the five-year plans, years in either script."""

from __future__ import annotations

import re
from typing import Final

from pipeline.language.numerals import parse

_YEAR: Final = re.compile(r"(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2}")
_HAN_YEAR: Final = re.compile(r"[一二][九〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_PLAN: Final = re.compile(r"([一二三四五六七八九十]{1,3})(?:个)?五")
_MONTHS: Final = 12
_FIRST_PLANS: Final = {1: 1953, 2: 1958, 3: 1966, 4: 1971, 5: 1976}  # later ones follow each other from 1981


def years_in(text: str) -> list[str]:
    """The years named in a text, in digits.

    >>> years_in("从一九七八年到1982年")
    ['1978', '1982']
    """
    return [year.translate(_HAN_DIGITS) for year in _YEAR.findall(text)]


def with_digits(text: str) -> str:
    """A text with its years in digits: 一九八二年计划 -> 1982年计划."""
    return _HAN_YEAR.sub(lambda match: match[0].translate(_HAN_DIGITS), text) if "年" in text else text


def end_of(period: str) -> str:
    """The last year of a period."""
    return period.rpartition("/")[2]


def resolve_period(expression: str, year: int | None, named: str = "", named_to: str = "") -> str:
    """A period expression of `rules/` as ISO years; empty where a part is unknown.

    >>> resolve_period("Y-5/Y-1", 2023)
    '2018/2022'
    >>> resolve_period("N", None, "1982")
    '1982'
    """
    parts = []
    for part in expression.split("/"):
        if part == "N":
            value = named
        elif part == "M":
            value = named_to
        elif part.isdigit():
            value = part
        elif year is None or not part.startswith("Y"):
            return ""
        else:
            value = str(year + int(part[1:] or "0"))
        if not value:
            return ""
        parts.append(value)
    return "/".join(dict.fromkeys(parts))


def plan_period(text: str) -> str:
    """The years of a five-year plan named in `text`: 十三五 is 2016/2020, 六五 1981/1985.

    >>> plan_period("“十三五”时期")
    '2016/2020'
    """
    found = _PLAN.search(text)
    if not found:
        return ""
    try:
        number = int(parse(found[1]))
    except ValueError:
        return ""
    first = _FIRST_PLANS.get(number, 1981 + 5 * (number - 6))
    return f"{first}/{first + 4}"


_PART_OF_YEAR: Final = re.compile(
    r"(?P<from>\d{1,2}|一)(?:[-—–~～至到])(?P<to>\d{1,2})月|(?<!提)(?P<half>[上前下])半年|(?P<so_far>前?)第?(?P<quarter>[一二三四1-4])个?季度"
)


def months_in(text: str) -> tuple[int, int] | None:
    """First and last month of the part of a year that a text names; None where it names none.

    >>> months_in("前三季度"), months_in("第二季度"), months_in("2024年上半年"), months_in("1—11月")
    ((1, 9), (4, 6), (1, 6), (1, 11))
    """
    found = _PART_OF_YEAR.search(text)
    if not found:
        return None
    if found["to"]:
        first, last = int(parse(found["from"])), int(found["to"])
        return (first, last) if 1 <= first < last <= _MONTHS else None
    if found["half"]:
        return (7, 12) if found["half"] == "下" else (1, 6)
    last = 3 * int(parse(found["quarter"]))
    return (1 if found["so_far"] else last - 2, last)


def within(year: str, months: tuple[int, int]) -> str:
    """The months of a year as a period; all twelve are the year.

    >>> within("2024", (1, 6)), within("2024", (1, 12))
    ('2024-01/2024-06', '2024')
    """
    return year if months == (1, _MONTHS) else f"{year}-{months[0]:02}/{year}-{months[1]:02}"
