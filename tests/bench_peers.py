"""Section 9 of `make bench`: other tools, how fast they are and how many figures they have right.

    python tests/bench_peers.py      this section alone; about two minutes

All tools read the same texts in one process.  What is not installed is named with the command that
installs it (`pip install -e '.[peers]'` for all); nothing is downloaded here.

Right is judged on the annotated reports that may be read (not those held out), each text as it is:

* A hit is a span with a value and a unit.  Of hits of one tool that overlap the longest stays.
* An annotated figure is found where a hit overlaps its number with its unit, each hit serving one
  figure, and right where one such hit has its value and its unit (of those that the annotation accepts).
* 万 and 亿 count as part of the value: 1635亿元, or 163500000000 with 元.  百分之, ％ and % are one
  unit, 个百分点 and 百分点, too; 三成 is 30 %; 余, 多 and 几 are no part of a unit; a range needs both
  its ends.
* The sign is not asked, as it stands in the verb (下降5%), nor whether 超 or 约 was read; values may
  differ by 1 in 10,000 (三分之二 is annotated as 0.6667).
* False is a hit that overlaps no annotated figure, nor one that a careful reader could take either way:
  a year, a name, a condition.  So that no tool pays for dates, a number before 月, 日 or 号 is no hit,
  nor four digits before 年.
* A tool that names units in English or by a code is given the Chinese word that its own span ends with.

Value and unit are all that peers give; baoshu's figures are judged by the same, and the line below
the table says how many are right in every field (score.py of `make benchmark`).

Speed is characters a CPU second (user and system), the median of rounds over other reports each,
in which the tools take turns; slow ones read the beginning only.  What is loaded or compiled at first
use is not counted.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple

from pipeline.engine import Engine
from pipeline.readers import UnreadableFile, read_file

# isort: split
import benchmark
from peer_tools import CHARACTERS, FEW, Hit, Reader, Tool, decimal, loaded, tools

CORPUS = benchmark.SHARED / "corpus" / "txt"
DEV = benchmark.SHARED / "benchmark" / "dev"
SEED = benchmark.ROOT / "raw" / "taicang-2023.txt"
ROUNDS = 5

DATE = re.compile(r"月|日|号")
YEAR = re.compile(r"[12]\d{3}")
MULTIPLIER = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
NEAR = Decimal("0.0001")

Row = Mapping[str, Any]  # an annotated number with its place: start, end, role, value, value_max, unit


class Counts(NamedTuple):
    """Of one tool, over reports."""

    right: int = 0
    found: int = 0
    false: int = 0
    gold: int = 0


# --- what is right ----------------------------------------------------------------------------


def amount(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """(1635, 亿元) and (163500000000, 元) are one amount; its sign is left out."""
    value, unit = abs(value), re.sub(r"[\s余多几]", "", unit)
    if unit.startswith(("百分之", "％")):
        unit = "%"
    while unit and unit[0] in MULTIPLIER and unit != "百分点":
        value, unit = value * MULTIPLIER[unit[0]], unit[1:]
    if unit == "成":
        return value * 10, "%"
    return value, unit.removeprefix("个") or unit


def is_right(row: Row, hit: Hit) -> bool:
    """Has the hit the value and one of the units of an annotated figure?"""
    return any(_is_amount(row, unit.strip(), hit) for unit in str(row["unit"] or "").split("|"))


def _is_amount(row: Row, unit: str, hit: Hit) -> bool:
    ends = [(row["value"], hit.value), (row.get("value_max"), hit.value_max)]
    if not row.get("value_max"):
        del ends[1]
    for due, given in ends:
        wanted = decimal(due)
        if wanted is None or given is None:
            return False
        (size, word), (own, own_word) = amount(wanted, unit), amount(given, hit.unit)
        if word != own_word or abs(size - own) > NEAR * max(size, own):
            return False
    return True


def judged(rows: Iterable[Row], hits: Iterable[Hit], text: str) -> Counts:
    """How a report was read."""
    free = [hit for hit in longest(hits) if not is_date(hit, text)]
    right = found = gold = 0
    for row in sorted(rows, key=lambda row: (row["role"] != "figure", row["start"])):
        if row["role"] not in ("figure", "optional"):
            continue
        over = [hit for hit in free if hit.start < row["end"] and row["start"] < hit.end]
        mine = next((hit for hit in over if is_right(row, hit)), over[0] if over else None)
        if row["role"] == "figure":
            gold, found = gold + 1, found + bool(over)
            right += mine is not None and is_right(row, mine)
            # 2~3家 read as two numbers is one figure read wrongly: the other half is nothing false
            over = [hit for hit in over if hit is mine or _starts_in(hit, row)]
        free = [hit for hit in free if hit not in over]
    return Counts(right, found, len(free), gold)


def _starts_in(hit: Hit, row: Row) -> bool:
    return bool(row["start"] <= hit.start < row["end"])


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits in order without those that overlap a longer one (of two as long, the later)."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept)


def is_date(hit: Hit, text: str) -> bool:
    """A day, a month or a year: no tool is asked to leave them alone."""
    after = hit.unit or text[hit.end : hit.end + 1]
    is_year = after[:1] == "年" and YEAR.fullmatch(f"{hit.value.normalize():f}")
    return bool(DATE.match(after) or is_year)


def total(counts: Iterable[Counts]) -> Counts:
    return Counts(*(sum(column) for column in zip(*counts, strict=True)))


# --- measuring --------------------------------------------------------------------------------


def measure(engine: Engine, corpus: Sequence[Path], dev: Path) -> dict[str, Any]:
    """A row a tool that is there, and those that are missing."""
    readers = {tool: loaded(tool) for tool in tools(engine)}
    there = {tool: reader for tool, reader in readers.items() if not isinstance(reader, str)}
    gold, whole = annotations(engine, dev)
    rows = []
    speeds = timed(there, rounds(corpus or [SEED]))
    for tool, reader in there.items():
        counts = [judged(numbers, reader(text), text) for numbers, text in gold] if tool.figures else []
        rows.append({
            "tool": tool.name,
            "characters": tool.characters,
            "chars_per_s": median(speeds[tool]),
            "context": tool.context,
            **(total(counts)._asdict() if counts else {}),
        })  # fmt: skip
    missing = [(tool.name, tool.pip, why) for tool, why in readers.items() if isinstance(why, str)]
    return {"rows": rows, "missing": missing, "reports": len(gold), "whole": whole}


def annotations(engine: Engine, dev: Path) -> tuple[list[tuple[list[Row], str]], dict[str, Any]]:
    """(annotated numbers, text) of each report not held out, and how much baoshu has wholly right."""
    try:
        score = benchmark.scorer(dev)
    except benchmark.Unavailable:
        return [], {}
    found, results = [], []
    for path in benchmark.annotated(dev):
        if path.stem in benchmark.HELD_OUT:
            continue
        text = read_file(path).text
        found.append((score.anchor(score.read(path.with_suffix(".tsv"), "\t"), text), text))
        figures = benchmark.plain(engine.extract_text(text, path.stem, path.name).figures)
        results.append(benchmark.scored(score, path, benchmark.Report(text, figures))[0])
    if not results:
        return [], {}
    whole = sum(round(one["fields"]["all"] * one["matched"]) for one in results)
    return found, {"figures": whole, "perfect_f1": mean(one["perfect_f1"] for one in results)}


def rounds(paths: Sequence[Path]) -> Iterator[list[str]]:
    """The texts of ROUNDS rounds, the same each time, of CHARACTERS each; few texts are read again."""
    order = list(paths)
    random.Random(2).shuffle(order)
    place = 0
    for _ in range(ROUNDS):
        texts: list[str] = []
        for _ in range(len(order)):
            if sum(map(len, texts)) >= CHARACTERS:
                break
            with contextlib.suppress(UnreadableFile):
                texts.append(read_file(order[place % len(order)]).text)
            place += 1
        yield texts


def timed(there: Mapping[Tool, Reader], samples: Iterable[Sequence[str]]) -> dict[Tool, list[float]]:
    """Characters a CPU second of every tool in each round; they take turns, as machines are noisy."""
    start = read_file(SEED).text[:2000]
    for reader in there.values():
        reader(start)  # what is loaded or compiled at first use
    speeds: dict[Tool, list[float]] = {tool: [] for tool in there}
    for sample in samples:
        for tool, reader in there.items():
            speeds[tool].append(speed(reader, sample, tool.characters))
    return speeds


def speed(reader: Reader, texts: Sequence[str], characters: int) -> float:
    """Characters a CPU second over the first `characters` of the texts."""
    left, given = characters, []
    for text in texts:
        given.append(text[:left])
        left -= len(given[-1])
    started = time.process_time()
    for text in filter(None, given):
        reader(text)
    return sum(map(len, given)) / (time.process_time() - started)


# --- printing and the run ---------------------------------------------------------------------


def show(found: Mapping[str, Any]) -> None:
    """The table, what baoshu has wholly right, and a line for what is missing."""
    print("\n9. Peers    characters a CPU second; right: value and unit; context: indicator, period, status")
    gold = next((row["gold"] for row in found["rows"] if "gold" in row), 0)
    of = f"of {gold:,}" if gold else ""
    print(f"   {'tool':<28} {'chars/s':>12}   {'right ' + of:>14} {'found':>7} {'false':>7}  context")
    for row in found["rows"]:
        marks = [f"{row[name]:,}" if "gold" in row else "-" for name in ("right", "found", "false")]
        few = "*" if row["characters"] < CHARACTERS else " "
        counts = f"{marks[0]:>14} {marks[1]:>7} {marks[2]:>7}"
        print(f"   {row['tool']:<28} {row['chars_per_s']:>12,.0f}{few}  {counts}  {_yes(row['context'])}")
    print(f"   * on {FEW:,} characters a round, the others on {CHARACTERS:,}")
    if gold:
        share = found["whole"]["figures"] / gold
        print(f"   baoshu, every field right: {found['whole']['figures']:,} of {gold:,} ({share:.1%}), "
              f"mean perfect_f1 {found['whole']['perfect_f1']:.3f}; {found['reports']} reports")  # fmt: skip
    else:
        print(
            "   (no annotated reports with their score.py: give their folder with --dev, for what is right)"
        )
    for name, pip, why in found["missing"]:
        print(f"   {name}: {why}; pip install {pip}")


def _yes(well: bool) -> str:
    return "yes" if well else "no"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    corpus = os.environ.get("BAOSHU_CORPUS") or CORPUS
    parser.add_argument("--corpus", type=Path, default=corpus, metavar="DIR", help="texts (BAOSHU_CORPUS)")
    parser.add_argument("--dev", type=Path, default=DEV, metavar="DIR", help="annotated reports")
    chosen = parser.parse_args(arguments)
    show(measure(Engine(), sorted(Path(chosen.corpus).glob("*.txt")), chosen.dev))
    return 0


if __name__ == "__main__":
    sys.exit(main())
