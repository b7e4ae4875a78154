"""Who and when a document speaks of: its kind, region and report year.

What a sidecar says goes first, then the text, then the file name.  What stays open is
empty, with the reason in Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.identity.clues import KINDS, Clues, clues, document_kind, main_title, title_lines
from pipeline.identity.places import (
    Fit,
    Place,
    dated,
    find_place,
    narrowed,
    nation,
    parented,
    reading,
    single,
)
from pipeline.identity.regions import FIRST_LIST, NATION_CODE, Division, Regions, latest
from pipeline.identity.years import report_year
from pipeline.model import Document, Identity

__all__ = ["Regions", "identify"]


def identify(
    document: Document, file_name: str, sidecar: Mapping[str, str] | None, regions: Regions
) -> Identity:
    """The identity of a document; sidecar keys: title, region, region_code, year, kind."""
    told = {key: str(value).strip() for key, value in (sidecar or {}).items() if value is not None}
    found = clues(document, file_name)
    titles = title_lines(found)
    kind, content = document_kind(found, titles)
    reasons: list[str] = []
    if told.get("kind"):
        kind = content = checked_kind(told["kind"], kind, reasons)
    year = told_year(told.get("year", ""), reasons)
    if year is None:
        year, why = report_year(content, [title for title in titles if title.kind == content], found)
        reasons += [why] if why else []
    place = told_place(told, year, found, regions, reasons) or find_place(found, titles, year, regions)
    level, region, code = settled(place, year, regions, reasons)
    if told.get("region_code") and region and not code:
        code = told["region_code"]  # the reader is told that it was not in force, and keeps it
    title = told.get("title") or main_title(titles, content)
    return Identity(title, kind, level, region, code, year, tuple(reasons))


def checked_kind(kind: str, seen: str, reasons: list[str]) -> str:
    """The kind of the sidecar, if it is one of the contract's."""
    if kind in KINDS:
        return kind
    reasons.append(f"旁注里的 kind“{kind}”不在 {'、'.join(KINDS)} 之中，按正文判断。")
    return seen


def told_year(year: str, reasons: list[str]) -> int | None:
    """The year of the sidecar: four digits, with or without 年."""
    digits = year.removesuffix("年")
    if digits.isdigit() and len(digits) == 4:
        return int(digits)
    if year:
        reasons.append(f"旁注里的 year“{year}”不是四位数的年份，按正文判断。")
    return None


def told_place(
    told: Mapping[str, str], year: int | None, found: Clues, regions: Regions, reasons: list[str]
) -> Place | None:
    """The region of the sidecar, by code or by name."""
    code, name = told.get("region_code", ""), told.get("region", "")
    division = regions.with_code(code, year) if code else None
    if division:
        return Place((division,))
    if code:
        reasons.append(f"旁注里的 region_code“{code}”不在行政区划代码表里。")
    if name in ("国家", "全国"):
        return nation(regions)
    if not name:
        return None
    fits = Fit(found, year)
    place = reading(name, regions)
    if place.own:
        return parented(place, fits, found, regions)
    known = narrowed(Place(dated(place.divisions, year)), found, fits, regions)
    reason = f"旁注里的地区“{name}”在行政区划代码表里找不到唯一的一个。"
    return known if single(known.divisions) else Place(own=name, reason=reason)


def settled(place: Place, year: int | None, regions: Regions, reasons: list[str]) -> tuple[str, str, str]:
    """(level, region, region_code) of a place; the reasons grow by what is open."""
    if place.reason:
        reasons.append(place.reason)
    division = latest(place.divisions)
    path = regions.path(division, year) if division else ""
    if place.own:
        return "county" if division else "", path + place.own, ""
    if division is None:
        return "", "", ""
    return division.level, path, "" if place.reason else dated_code(division, year, path, reasons)


def dated_code(division: Division, year: int | None, path: str, reasons: list[str]) -> str:
    """The code in force in the year or the year before; empty with a reason otherwise."""
    if division.code == NATION_CODE or year is None:
        return division.code  # without a year: the only one that its name ever had
    if year < FIRST_LIST:
        reasons.append(f"行政区划代码从{FIRST_LIST}年才有，{path}用的是那一年的代码。")
    if division.in_force(max(year, FIRST_LIST)) or division.in_force(year - 1):
        return division.code
    reasons.append(f"行政区划代码表里{path}在{year}年没有代码。")
    return ""
