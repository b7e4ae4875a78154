"""Accuracy, and what a change did to real reports: `make benchmark`.

1. Scores of the annotated reports.  2. What the working tree gained, lost and changed on a sample of
the corpus against the last commit.  3. Signals that need no annotation.

    benchmark.py --errors ID      the errors of one report as sentences (not of those held out)
    benchmark.py --base REV       against another commit than HEAD
    benchmark.py --sample 0       on the whole corpus

Both trees run side by side, each in a process of its own with its own package on the path.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import json
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
#: measured only: their errors are never read, so that they tell what the rules are worth elsewhere
HELD_OUT = frozenset({"futian-2022", "xinyang-communique-2025", "yixian-2022"})
GOAL_F1, GOAL_READ, GOAL_HELD_OUT = 0.985, 0.95, 0.90
SCORED = ("value", "unit", "bound", "measure", "status", "period", "indicator", "section")
COMPARED = (
    "indicator_text", "measure", "period", "status", "value", "value_max", "bound", "unit", "basis",
    "indicator_code", "normalized_value", "normalized_unit", "section", "parent_start", "char_start",
    "char_end",
)  # fmt: skip
LONG = 28  # characters; a longer indicator has most likely swallowed its neighbours
USAGE = 4

Figure = dict[str, str]
Example = tuple[str, int, int, str]  # document, start, end, what to say


class Report(NamedTuple):
    """What one tree read in one document."""

    text: str = ""
    figures: tuple[Figure, ...] = ()
    ledger: tuple[Figure, ...] = ()
    error: str = ""


Reports = Mapping[str, Report]


class Unavailable(Exception):
    """A tree cannot be run.  The message is one sentence."""


# --- one tree, in its own process -------------------------------------------------------------


def dump(paths: Iterable[str], out: str) -> None:
    """Write a JSON line a document with all that the package on the path finds in it."""
    if not Path("pipeline", "__init__.py").is_file():  # an installed pipeline would take its place
        raise ModuleNotFoundError("it has no package pipeline")
    package = importlib.import_module("pipeline.engine")
    read_file = importlib.import_module("pipeline.readers").read_file
    engine = package.Engine()
    by_file = getattr(engine, "extract_file", None)
    with Path(out).open("w", encoding="utf-8") as lines:
        for path in map(Path, paths):
            found = _read(by_file or (lambda p, name: engine.extract_source(read_file(p), name)), path)
            lines.write(json.dumps([path.stem, found], ensure_ascii=False) + "\n")


def _read(extract: Callable[[Path, str], Any], path: Path) -> Report:
    try:
        found = extract(path, path.name)
    except Exception as error:  # of any tree, however old: it is counted and shown
        return Report(error=f"{type(error).__name__}: {error}")
    return Report(found.document.source.text, plain(found.figures), plain(found.ledger))


def plain(rows: Iterable[Any]) -> tuple[Figure, ...]:
    return tuple({k: "" if v is None else f"{v}" for k, v in row._asdict().items()} for row in rows)


def run_trees(trees: Mapping[str, Path], paths: Sequence[Path]) -> dict[str, Reports | Unavailable]:
    """Name -> what its tree read; all trees at once."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        running = {name: _started(tree, Path(folder, name), paths) for name, tree in trees.items()}
        return {name: _ended(process, Path(folder, name)) for name, process in running.items()}


def _started(tree: Path, out: Path, paths: Sequence[Path]) -> subprocess.Popen[bytes]:
    listed, said = out.with_suffix(".in"), out.with_suffix(".err")
    listed.write_text("\n".join(map(str, paths)), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONUTF8": "1"}
    command = [sys.executable, __file__, "--dump", str(out)]
    with listed.open("rb") as given, said.open("wb") as errors:
        return subprocess.Popen(command, stdin=given, stderr=errors, cwd=tree, env=environment)


def _ended(process: subprocess.Popen[bytes], out: Path) -> Reports | Unavailable:
    if process.wait():
        said = out.with_suffix(".err").read_text(encoding="utf-8").strip().splitlines()
        return Unavailable(said[-1] if said else f"it ended with code {process.returncode}")
    with out.open(encoding="utf-8") as lines:
        return {name: Report(*found) for name, found in map(json.loads, lines)}


def base_tree(revision: str, folder: Path) -> str:
    """Unpack a commit into a folder; gives its short name.  Nothing in the checkout changes."""
    try:
        name = _git("rev-parse", "--short", f"{revision}^{{commit}}").decode().strip()
        archive = _git("archive", "--format=tar", name)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unavailable(f"git knows no commit {revision} here") from error
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return name


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True).stdout


# --- 1. annotated reports ---------------------------------------------------------------------


def scorer(folder: Path) -> Any:
    """The module score.py that lies beside the annotated reports."""
    path = folder.resolve().parent / "score.py"
    spec = importlib.util.spec_from_file_location("score", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        raise Unavailable(f"there is no {path.name} beside {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotated(folder: Path) -> list[Path]:
    """The texts that have an annotation beside them."""
    return [path for path in sorted(folder.glob("*.txt")) if path.with_suffix(".tsv").is_file()]


def scored(score: Any, path: Path, report: Report) -> tuple[dict[str, Any], list[Any]]:
    """(result, errors) of score.py."""
    gold = score.read(path.with_suffix(".tsv"), "\t")
    result, errors = score.score(score.anchor(gold, report.text), report.figures)
    return result, errors


def print_scores(score: Any, paths: Sequence[Path], now: Reports, base: Reports) -> None:
    """The table; `was` is the perfect_f1 of the base."""
    results = {path.stem: scored(score, path, now[path.stem])[0] for path in paths}
    before = {p.stem: scored(score, p, base[p.stem])[0]["perfect_f1"] for p in paths if p.stem in base}
    rows = [["report", "gold", "missed", "false", "f1", "perfect", "was", *SCORED]]
    for name, one in results.items():
        counts = [str(one[key]) for key in ("gold", "missed", "false_positives")]
        rows.append([name + " *" * (name in HELD_OUT), *counts, *_score_cells([name], results, before, None)])
    for title, held_out, goal in (("read", False, GOAL_READ), ("held out *", True, GOAL_HELD_OUT)):
        names = [name for name in results if (name in HELD_OUT) == held_out]
        if names:
            cells = _score_cells(names, results, before, goal)
            rows.append([f"mean of {len(names)} {title}", "", "", "", *cells])
    print("1. Annotated reports (* held out: measured, their errors never read)")
    print(f"   goals: each f1 >= {GOAL_F1}; mean perfect >= {GOAL_READ} read, >= {GOAL_HELD_OUT} held out")
    print_table(rows)
    print_errors_of(now, results)


def _score_cells(
    names: Sequence[str], results: Mapping[str, Any], before: Mapping[str, float], goal: float | None
) -> list[str]:
    """f1, perfect, was and the fields of one report, or the means of several that have a goal."""
    chosen = [results[name] for name in names]
    f1, perfect = (mean(one[key] for one in chosen) for key in ("f1", "perfect_f1"))
    was = f"{mean(before[name] for name in names):.3f}" if before.keys() >= set(names) else ""
    return [
        f"{f1:.3f} {mark(f1 >= GOAL_F1)}",
        f"{perfect:.3f} {mark(perfect >= goal)}" if goal else f"{perfect:.3f}  ",
        was,
        *(f"{mean(one['fields'][field] for one in chosen):.3f}" for field in SCORED),
    ]


def print_errors_of(reports: Reports, names: Iterable[str]) -> None:
    for name in names:
        if reports[name].error:
            print(f"   ✗ {name} was not read: {reports[name].error}")


# --- the errors of one report -----------------------------------------------------------------


def print_errors(score: Any, path: Path, report: Report) -> None:
    """Every error as a line of text, by field."""
    result, errors = scored(score, path, report)
    print(f"{path.stem}: f1 {result['f1']:.3f}, perfect_f1 {result['perfect_f1']:.3f}")
    print_errors_of({path.stem: report}, [path.stem])
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for kind, gold, found in errors:
        for field in kind.removeprefix("wrong ").split(","):
            groups[field].append(_error_line(field, gold, found, report.text))
    names = {"missed": "漏抽", "stray": "多抽", "role": "多抽（另有角色）"}
    for field in ("missed", "stray", "role", *SCORED):
        if groups[field]:
            print(f"\n{names.get(field, field)} ({len(groups[field])})")
            print("\n".join(groups[field]))


def _error_line(field: str, gold: Figure, found: Figure, text: str) -> str:
    where = gold or found
    start = int(where.get("start") or where["char_start"])
    end = int(where.get("end") or where["char_end"])
    due = _told(gold, field if field in SCORED or field == "role" else "all") if gold else "无"
    got = _told(found, field if field in SCORED else "all") if found else "无"
    return f"   {start:>6}  {excerpt(text, start, end)} → 应为 {due} 得到 {got}"


def _told(row: Figure, field: str) -> str:
    """One field of a gold or found row, or all of them."""
    indicator = row.get("indicator_text", row.get("indicator", ""))
    value = row.get("value", "") + f"~{row['value_max']}" * bool(row.get("value_max"))
    told = {**row, "indicator": indicator, "value": value}
    if field == "all":
        return " | ".join(told.get(name) or "-" for name in ("indicator", "measure", "period", "status"))
    return told.get(field) or "（空）"


def excerpt(text: str, start: int, end: int, width: int = 48) -> str:
    """The number in its sentence: …before【quote】after…, white space taken out."""
    if not 0 <= start < end:
        return "（文中找不到）"
    left, right = text[max(0, start - width) : start], text[end : end + width // 2]
    left_cut = max(left.rfind(sign) for sign in "。！？") + 1
    stop = re.search("[。！？]", right)
    right = right[: stop.end()] if stop else right + "…"
    shown = ("" if left_cut else "…") + left[left_cut:] + f"【{text[start:end]}】" + right
    return re.sub(r"\s+", "", shown)


# --- 2. what changed --------------------------------------------------------------------------


class Changes(NamedTuple):
    """Between two readings of the same texts."""

    same: int  # figures at the same place in both
    altered: int  # of these, with another field
    groups: dict[str, list[Example]]  # "gained", "lost", then a field each
    roles: Counter[str]  # "condition → name", for numbers that are no figure in either


def compare(base: Reports, now: Reports, names: Iterable[str]) -> Changes:
    """Figures are the same where they start at one place, or else overlap."""
    groups: dict[str, list[Example]] = {group: [] for group in ("gained", "lost", *COMPARED)}
    roles: Counter[str] = Counter()
    same = altered = 0
    for name in names:
        old, new = base[name], now[name]
        pairs, lost, gained = matched(old.figures, new.figures)
        groups["lost"] += [_one_sided(name, one, "now", new.ledger) for one in lost]
        groups["gained"] += [_one_sided(name, one, "was", old.ledger) for one in gained]
        different = [(a, b, [f for f in COMPARED if a[f] != b[f]]) for a, b in pairs]
        for a, b, fields in different:
            for field in fields:
                groups[field].append((name, *_span(b), f"{a[field] or '（空）'} → {b[field] or '（空）'}"))
        same += len(pairs)
        altered += sum(bool(fields) for _, _, fields in different)
        roles += _other_roles(old.ledger, new.ledger)
    return Changes(same, altered, groups, roles)


def matched(
    old: Sequence[Figure], new: Sequence[Figure]
) -> tuple[list[tuple[Figure, Figure]], list[Figure], list[Figure]]:
    """(pairs, only in old, only in new)."""
    by_start = {one["char_start"]: one for one in new}
    pairs = [(one, by_start[one["char_start"]]) for one in old if one["char_start"] in by_start]
    taken = {one["char_start"] for one, _ in pairs}
    lost = [one for one in old if one["char_start"] not in taken]
    gained = [one for one in new if one["char_start"] not in taken]
    for one in list(lost):
        low, high = _span(one)
        twin = next((o for o in gained if _span(o)[0] < high and low < _span(o)[1]), None)
        if twin:
            pairs.append((one, twin))
            lost.remove(one)
            gained.remove(twin)
    return pairs, lost, gained


def _span(row: Figure) -> tuple[int, int]:
    return int(row["char_start"]), int(row["char_end"])


def _one_sided(name: str, one: Figure, word: str, ledger: Sequence[Figure]) -> Example:
    """A figure that one side has, and what its number is on the other."""
    low, high = _span(one)
    other = next((row for row in ledger if low <= int(row["char_start"]) < high), None)
    told = f"{other['role']} {other['rule']}".strip() if other else "no number"
    return name, low, high, f"{_told(one, 'all')} ({word} {told})"


def _other_roles(old: Sequence[Figure], new: Sequence[Figure]) -> Counter[str]:
    before = {row["char_start"]: row["role"] for row in old}
    changed: Counter[str] = Counter()
    for row in new:
        was, role = before.get(row["char_start"], "no number"), row["role"]
        if was != role and "figure" not in (was, role):
            changed[f"{was} → {role}"] += 1
    return changed


def print_changes(base: Reports, now: Reports, names: Sequence[str], examples: int) -> None:
    alike = [name for name in names if base[name].text == now[name].text]  # offsets count in one text
    if len(alike) < len(names):
        print(f"   {len(names) - len(alike)} texts were not read before, or otherwise, and are not compared")
    found = compare(base, now, alike)
    counts = {group: len(rows) for group, rows in found.groups.items() if rows}
    print(f"   figures: {found.same} at the same place, {found.altered} of them changed;", end=" ")
    print(f"gained {counts.pop('gained', 0)}, lost {counts.pop('lost', 0)}")
    print(f"   changed: {_listed(counts)}")
    print(f"   other numbers: {_listed(found.roles)}")
    for group, rows in found.groups.items():
        print_examples(group, rows, now, examples)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "nothing"


def print_examples(title: str, rows: Sequence[Example], reports: Reports, most: int) -> None:
    """Some of the rows, the same each time, with their sentences."""
    if not rows or not most:
        return
    shown = sorted(random.Random(1).sample(rows, most)) if len(rows) > most else rows
    print(f"\n   {title} ({len(rows)})")
    for name, start, end, told in shown:
        print(f"   {name}:{start}  {excerpt(reports[name].text, start, end)}  {told}".rstrip())


# --- 3. signals -------------------------------------------------------------------------------


def signals(reports: Reports, names: Iterable[str]) -> tuple[dict[str, list[Example]], int, int]:
    """Suspicious rows by signal, and the numbers of figures and of numerals."""
    verbs = verb_words()
    tests: dict[str, Callable[[Figure], bool]] = {
        "empty indicator": lambda f: not f["indicator_text"],
        "one-character indicator": lambda f: len(f["indicator_text"]) == 1,
        f"indicator over {LONG} characters": lambda f: len(f["indicator_text"]) > LONG,
        "indicator only a verb": lambda f: f["indicator_text"] in verbs,
        "no period": lambda f: not f["period"],
        "with a canonical code": lambda f: bool(f["indicator_code"]),
    }
    found: dict[str, list[Example]] = {"unexplained": [], **{name: [] for name in tests}}
    figures = numerals = 0
    for name in names:
        figures += len(reports[name].figures)
        numerals += len(reports[name].ledger)
        unknown = [row for row in reports[name].ledger if row["role"] == "unexplained"]
        found["unexplained"] += [(name, *_span(row), "") for row in unknown]
        for signal, test in tests.items():
            hits = filter(test, reports[name].figures)
            found[signal] += [(name, *_span(row), _told(row, "all")) for row in hits]
    return found, figures, numerals


def verb_words() -> frozenset[str]:
    """All written forms of rules/verbs.yaml."""
    entries = yaml.safe_load((ROOT / "rules" / "verbs.yaml").read_text(encoding="utf-8"))
    return frozenset(str(word) for entry in entries.values() for word in entry["written"])


def print_signals(base: Reports, now: Reports, names: Sequence[str], examples: int) -> None:
    found, figures, numerals = signals(now, names)
    before, old_figures, old_numerals = signals(base, [name for name in names if name in base])
    rows = [["signal", "now", "share", "was"]]
    for signal, hits in found.items():
        total, old_total = (numerals, old_numerals) if signal == "unexplained" else (figures, old_figures)
        was = f"{len(before[signal]) / old_total:.2%}" if old_total else ""
        rows.append([signal, f"{len(hits)}", f"{len(hits) / max(total, 1):.2%}", was])
    print(f"\n3. Signals without annotation: {figures} figures of {numerals} numbers")
    print_table(rows)
    for signal in list(found)[:5]:
        print_examples(signal, found[signal], now, examples // 5)


# --- the run ----------------------------------------------------------------------------------


def mark(well: bool) -> str:
    return "✓" if well else "✗"


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Columns aligned, the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        print(f"   {first:<{widths[0]}}  {'  '.join(cells)}".rstrip())


def corpus_sample(folder: Path, size: int, kept_out: Iterable[Path]) -> tuple[list[Path], int]:
    """`size` texts, the same each time (0: all), and how many of them were a report held out, left out."""
    paths = sorted(folder.glob("*.txt"))
    chosen = sorted(random.Random(1).sample(paths, size)) if 0 < size < len(paths) else paths
    probes = [_probes(path) for path in kept_out]
    kept = [path for path in chosen if not _is_one_of(path, probes)]
    return kept, len(chosen) - len(kept)


def _squeezed(path: Path) -> str:
    return re.sub(r"\s+", "", path.read_text(encoding="utf-8", errors="replace"))


def _probes(path: Path) -> list[str]:
    """Ten pieces of a text, by which a copy of it is known."""
    text = _squeezed(path)
    return [text[place : place + 25] for place in range(len(text) // 20, len(text) - 25, len(text) // 10 + 1)]


def _is_one_of(path: Path, probes: Sequence[Sequence[str]]) -> bool:
    text = _squeezed(path)
    return any(sum(probe in text for probe in of_one) > 2 for of_one in probes)


def read_all(revision: str, paths: Sequence[Path]) -> tuple[Reports, Reports, str]:
    """What the working tree and the base read, and the base's name or why there is none."""
    with tempfile.TemporaryDirectory(prefix="benchmark-base-") as folder:
        trees = {"now": ROOT}
        try:
            short = base_tree(revision, Path(folder))
            name = short if revision.startswith(short) else f"{revision} ({short})"
            trees["base"] = Path(folder)
        except Unavailable as error:
            name = f"nothing: {error}"
        found = run_trees(trees, paths)
    now, base = found["now"], found.get("base", {})
    if isinstance(now, Unavailable):
        raise now
    if isinstance(base, Unavailable):
        return now, {}, f"nothing: {name} cannot be run ({base})"
    return now, base, name


def show_errors(folder: Path, name: str) -> int:
    """`--errors`; refuses for what is held out."""
    paths = {path.stem: path for path in annotated(folder)}
    if name in HELD_OUT or name not in paths:
        reason = "is held out: its errors stay unread" if name in HELD_OUT else "is no annotated report"
        others = " ".join(sorted(paths.keys() - HELD_OUT))
        print(f"benchmark: {name} {reason}; take one of: {others}", file=sys.stderr)
        return USAGE
    now = run_trees({"now": ROOT}, [paths[name]])["now"]
    if isinstance(now, Unavailable):
        raise now
    print_errors(scorer(folder), paths[name], now[name])
    return 0


def show_all(chosen: argparse.Namespace) -> int:
    """The three parts; a part whose material is missing says so."""
    reports = annotated(chosen.dev)
    held_out = [path for path in reports if path.stem in HELD_OUT]
    corpus, skipped = corpus_sample(chosen.corpus, chosen.sample, held_out)
    now, base, name = read_all(chosen.base, [*reports, *corpus])
    try:
        print_scores(scorer(chosen.dev), reports, now, base)
    except Unavailable as error:
        print(f"1. Annotated reports: left out, {error}; give their folder with --dev")
    if not corpus:
        print(f"\n2. and 3. are left out: {chosen.corpus} holds no .txt file; give a folder with --corpus")
        return 0
    names = [path.stem for path in corpus if not now[path.stem].error]
    print(f"\n2. Compared with {name}, on {len(names)} texts of {chosen.corpus.name}", end="")
    print(f" ({skipped} left out: reports held out)" * bool(skipped))
    print_errors_of(now, [path.stem for path in corpus])
    if base:
        print_changes(base, now, names, chosen.examples)
    print_signals(base, now, names, chosen.examples)
    return 0


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dev", type=Path, default=SHARED / "benchmark" / "dev", metavar="DIR")
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus" / "txt", metavar="DIR")
    parser.add_argument("--sample", type=int, default=120, metavar="N", help="texts of the corpus; 0: all")
    parser.add_argument("--base", default="HEAD", metavar="REV")
    parser.add_argument("--examples", type=int, default=40, metavar="N", help="shown of each kind, at most")
    parser.add_argument("--errors", metavar="ID")
    parser.add_argument("--dump", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = options(arguments)
    if chosen.dump:
        dump(sys.stdin.read().splitlines(), chosen.dump)
        return 0
    try:
        return show_errors(chosen.dev, chosen.errors) if chosen.errors else show_all(chosen)
    except Unavailable as error:
        print(f"benchmark: the working tree cannot be run: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
