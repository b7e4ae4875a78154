"""Which regions a word names: 深圳, 深圳市, 广东省深圳市, 440300; 深圳市福田区; 坪山新区 without a code."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.identity.regions import NATION_CODE, Regions, spellings

NATION = ("国家", "全国", "中国")


def names(region: str, code: str, year: int, regions: Regions) -> frozenset[str]:
    """Every way a region of a dataset is called."""
    if code == NATION_CODE:
        return frozenset((code, region, *NATION))
    division = regions.with_code(code, year) if code else None
    if division is None:
        above, own = regions.split_full(region)
        short = tuple(own.removesuffix(end) for end in ("新区",) if len(own) > len(end) + 1)
        return frozenset((region, own, *short, *(row.name + own for row in above)))
    parent = regions.with_code(division.parent_code, year)
    under = (parent.name + division.name, parent.short + division.short) if parent else ()
    return frozenset((code, region, *under, *spellings(division.name, division.short)))


def matches(region: str, code: str, year: int, words: Sequence[str], regions: Regions) -> bool:
    """Whether one of the words names the region; no word names all."""
    return not words or not names(region, code, year, regions).isdisjoint(words)
