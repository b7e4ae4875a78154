"""Records -> a panel: candidates by cell, one chosen, gaps and conflicts listed.  No I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from pipeline.dataset.records import Record, Told
from pipeline.identity.regions import Regions
from pipeline.panel.candidates import Around, candidate, pair_key
from pipeline.panel.choice import agree, ranked, why
from pipeline.panel.codes import Codes
from pipeline.panel.columns import columns_of, key_columns, row_of
from pipeline.panel.gaps import reason
from pipeline.panel.nouns import DOLLARS, SLOTS, Area, Candidate, Conflict, Filled, Gap, Panel, Slot, name_of
from pipeline.panel.places import matches
from pipeline.schema import Indicator, Section

Key = tuple[str, int, Slot]  # region key, year, slot
_QUOTED = regex.compile(r'"([^"]*)"')  # the rules know “十二五” in its proper marks


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a panel shall hold.  Empty: everything.

    `years`: first and last, inclusive.  `codes`: the year to whose division codes regions are carried;
    None: the codes in force in the report year.
    """

    indicators: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    codes: int | None = None


@dataclass(slots=True)
class _Heap:
    """What was collected on the way to a panel."""

    fit: dict[Key, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    near: dict[Key, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    reports: dict[str, set[tuple[int, str]]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[tuple[int, str, str]]] = field(default_factory=lambda: defaultdict(set))
    uncarried: dict[str, str] = field(default_factory=dict)  # region key -> why it has no harmonised code


def assembled(
    documents: Iterable[Told],
    records: Iterable[Record],
    indicators: Mapping[str, Indicator],
    sections: Iterable[Section],
    regions: Regions,
    wanted: Wanted,
) -> Panel:
    """The panel of a dataset.  `indicators`: code -> rule; `sections`: the rules of headings."""
    codes = Codes(regions, wanted.codes) if wanted.codes else None
    heap, keys, left_out = _Heap(), {}, []
    for told in documents:
        if not told.region or told.report_year is None:
            left_out.append(f"{told.document_id}: its region or year is not known; give it a sidecar")
        elif matches(told.region, told.region_code, told.report_year, wanted.regions, regions):
            keys[told.document_id] = _filed(heap, told, codes)
    asked = [row for row in records if row.document_id in keys and row.indicator_code]
    _collect(heap, asked, keys, _around(asked, indicators, tuple(sections)), set(wanted.indicators))
    areas = {key: _area(heap, key, regions, wanted.codes) for key in sorted(heap.names)}
    years = {key: _years(heap, key, wanted) for key in areas}
    return _panel(heap, areas, years, indicators, wanted, (*left_out, *_unknown(asked, indicators)))


def _filed(heap: _Heap, told: Told, codes: Codes | None) -> str:
    """The key of a document's region; the report and the name under which it was given are noted."""
    year = told.report_year or 0
    key = told.region_code or told.region
    if codes:
        carried = codes.carried(told.region_code, year) if told.region_code else None
        if carried and carried.division:
            key = carried.division.code
        else:
            heap.uncarried[key] = carried.reason if carried else f"{told.region}没有行政区划代码"
    heap.reports[key].add((year, told.kind))
    heap.names[key].add((year, told.region, told.region_code))
    return key


def _collect(
    heap: _Heap, records: Sequence[Record], keys: Mapping[str, str], around: Around, codes: set[str]
) -> None:
    for row in records:
        if codes and row.indicator_code not in codes:
            continue
        found = candidate(row, around)
        if found:
            heap_of = heap.near if found.refused else heap.fit
            heap_of[keys[row.document_id], found.year, found.slot].append(found)


def _around(
    records: Sequence[Record], indicators: Mapping[str, Indicator], sections: Sequence[Section]
) -> Around:
    pairs: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in records:
        pairs[pair_key(row)].add(row.measure)
    headings = {name: told_by(name, sections) for name in {row.section for row in records}}
    return Around(indicators, {row.figure_id: row.indicator_code for row in records}, pairs, headings)


def told_by(section: str, rules: Sequence[Section]) -> str:
    """The status that the innermost heading on a time tells of: actual, target; empty if none does.

    `section`: the headings, outer first, with " > " between.
    """
    for heading in reversed(_QUOTED.sub(r"“\1”", section).split(" > ")):
        for rule in rules:
            if rule.scope in ("document", "section") and regex.search(rule.heading, heading):
                return rule.status
    return ""


def _unknown(records: Iterable[Record], indicators: Mapping[str, Indicator]) -> list[str]:
    codes = sorted({row.indicator_code for row in records} - set(indicators))
    said = "the rules have no such indicator; give the rules it was extracted with (--rules)"
    return [f"{code}: {said}" for code in codes]


def _area(heap: _Heap, key: str, regions: Regions, base: int | None) -> Area:
    """A region under the name of its last report, or that of the chosen year."""
    _, region, code = max(heap.names[key])
    division = regions.with_code(key, base) if base and key not in heap.uncarried else None
    if division is None:
        return Area(key, region, code)
    return Area(key, regions.path(division, base), code, division.code)


def _years(heap: _Heap, key: str, wanted: Wanted) -> tuple[int, ...]:
    """Every year from that before the first report to the last, or those that are wanted."""
    given = [year for year, _ in heap.reports[key]]
    kinds = {kind for year, kind in heap.reports[key] if year == min(given)}
    first = min(given) - (kinds != {"communique"})
    low, high = wanted.years or (first, max(given))
    return tuple(range(low, high + 1))


def _panel(
    heap: _Heap,
    areas: dict[str, Area],
    years: dict[str, tuple[int, ...]],
    indicators: Mapping[str, Indicator],
    wanted: Wanted,
    left_out: tuple[str, ...],
) -> Panel:
    inside = {key: set(span) for key, span in years.items()}
    cells: dict[Key, Filled] = {}
    conflicts: list[tuple[Key, Candidate, Candidate]] = []
    for key, candidates in heap.fit.items():
        if key[1] in inside[key[0]]:
            best, *others = ranked(candidates)
            cells[key] = Filled(best)
            conflicts += [(key, best, other) for other in others if not agree(best, other)]
    slots = _slots(cells, indicators, wanted)
    columns = (*key_columns(wanted.codes), *columns_of(slots, cells, indicators))
    lines = [(areas[key], year) for key in areas for year in years[key]]
    codes = {(key, given): code for key, names in heap.names.items() for given, _, code in names}
    made = [row_of(area, year, codes, slots, cells, columns, wanted.codes) for area, year in lines]
    return Panel(
        columns=columns,
        rows=tuple(row for row, _ in made),
        sources=tuple(sources for _, sources in made),
        gaps=tuple(_gaps(heap, areas, years, slots, cells, indicators, wanted)),
        conflicts=tuple(
            _conflict(areas[key[0]], key, best, other, indicators)
            for key, best, other in _sorted(conflicts, slots)
        ),
        areas=tuple(areas.values()),
        slots=slots,
        years=years,
        cells=cells,
        left_out=left_out,
    )


def _slots(cells: Iterable[Key], indicators: Mapping[str, Indicator], wanted: Wanted) -> tuple[Slot, ...]:
    """All slots of the indicators that were named, in their order; else those that hold a value.

    Dollars stand only where something was told in them.
    """
    kinds, held = list(SLOTS), {key[2] for key in cells}
    if wanted.indicators:
        all_ = (Slot(code, kind) for code in dict.fromkeys(wanted.indicators) for kind in kinds)
        return tuple(slot for slot in all_ if slot in held or slot.kind != DOLLARS)
    order = {code: index for index, code in enumerate(indicators)}
    return tuple(sorted(held, key=lambda s: (order[s.code], kinds.index(s.kind))))


def _sorted(
    conflicts: Iterable[tuple[Key, Candidate, Candidate]], slots: Sequence[Slot]
) -> list[tuple[Key, Candidate, Candidate]]:
    at = {slot: index for index, slot in enumerate(slots)}
    return sorted(conflicts, key=lambda c: (c[0][0], c[0][1], at[c[0][2]], c[2].record.figure_id))


def _conflict(
    area: Area, key: Key, best: Candidate, other: Candidate, indicators: Mapping[str, Indicator]
) -> Conflict:
    _, year, slot = key
    chosen, rival = best.record, other.record
    return Conflict(
        area.region, area.region_code, year, name_of(slot), title_of(slot, indicators),
        chosen.figure_id, chosen.quote, rival.figure_id, rival.quote, why(best, other),
    )  # fmt: skip


def title_of(slot: Slot, indicators: Mapping[str, Indicator]) -> str:
    """The Chinese title of a slot: 地区生产总值增速目标."""
    return indicators[slot.code].name + SLOTS[slot.kind][1]


def _gaps(
    heap: _Heap,
    areas: Mapping[str, Area],
    years: Mapping[str, Sequence[int]],
    slots: Sequence[Slot],
    cells: Mapping[Key, Filled],
    indicators: Mapping[str, Indicator],
    wanted: Wanted,
) -> Iterator[Gap]:
    """Empty cells of the indicators that were named, else of slots that the region has in another year.

    That a year has no dollars is no gap.
    """
    for key, area in areas.items():
        if key in heap.uncarried:
            said = f"{heap.uncarried[key]}；保留原代码。"
            yield Gap(area.region, area.region_code, None, "region_code_base", "统一代码", "code", said)
        have = {slot for region, _, slot in cells if region == key}
        for slot in slots:
            if slot.kind == DOLLARS or not (wanted.indicators or slot in have):
                continue
            reports = sorted(heap.reports[key])
            for year in years[key]:
                if (key, year, slot) not in cells:
                    why_empty, said, near = reason(slot, year, heap.near.get((key, year, slot), ()), reports)
                    yield Gap(
                        area.region, area.region_code, year, name_of(slot), title_of(slot, indicators),
                        why_empty, said, near,
                    )  # fmt: skip
