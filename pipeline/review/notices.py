"""What is amiss with logs of verdicts: lines that are broken, files that are no longer there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.review import log, log_of
from pipeline.review.overlay import JUDGING

_MOST = 5  # lines or files that are named


class Notice(NamedTuple):
    """One sentence, in both languages: for the page, and for the terminal."""

    chinese: str
    english: str


def notices(folders: Iterable[Path]) -> list[Notice]:
    """What to say of the logs in some folders with reports; a log that cannot be read is said elsewhere."""
    found: list[Notice] = []
    for folder in sorted(set(folders)):
        try:
            told = log_of(folder / "report")
        except log.LogError:
            continue
        name = f"{folder.name}/{log.NAME}"
        if told.broken:
            found.append(_of_broken(name, told.broken))
        found += _of_missing(folder, name, told)
    return found


def _of_broken(name: str, lines: tuple[int, ...]) -> Notice:
    which = _listed(map(str, lines), len(lines))
    zh = f"{name}有{len(lines)}行损坏，已跳过（行号：{which}），请重新复核这几行所说的数据。"
    en = f"{name}: broken lines are skipped: {len(lines)} (line {which}); judge again what they were about"
    return Notice(zh, en)


def _of_missing(folder: Path, name: str, told: log.Log) -> Iterator[Notice]:
    """Verdicts on files that the folder does not have: renamed, or moved without their log."""
    said = Counter(entry.document for entry in log.standing(told.entries) if entry.kind in JUDGING)
    gone = sorted(file for file in said if file and not (folder / file).is_file())
    if gone:
        count, which = sum(said[file] for file in gone), _listed(gone, len(gone))
        zh = f"{name}里有{count}条结论没有生效：找不到它们所说的文件（{which}）；如果改过名，请改回原名。"
        en = (
            f"{name}: verdicts on files that are not there: {count} ({which});"
            " give a renamed file its name back"
        )
        yield Notice(zh, en)


def _listed(names: Iterable[str], count: int) -> str:
    """The first of them; that there are more is said."""
    first = [name for name, _ in zip(names, range(_MOST), strict=False)]
    return ", ".join([*first, "…"] if count > _MOST else first)
