"""Figures by region, year and indicator, each with its proof."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.dataset.folder import DatasetError
from pipeline.dataset.records import Record, Told, documents, records
from pipeline.identity.regions import Regions
from pipeline.panel.choice import SOURCES, STATUSES
from pipeline.panel.places import names
from pipeline.query.nouns import Answer, Answers, Question
from pipeline.query.words import meanings, read
from pipeline.schema import Indicator

__all__ = ["Answer", "Answers", "Question", "ask", "query"]
MEASURES = ("level", "growth", "change", "ratio", "rank")
_YEAR = re.compile(r"\d{4}")


def query(
    folder: Path | str,
    text: str = "",
    *,
    region: str | Sequence[str] = (),
    year: int | Sequence[int] = (),
    indicator: str | Sequence[str] = (),
    measure: str | Sequence[str] = (),
    status: str | Sequence[str] = (),
    rules: Sequence[Path] = (),
) -> Answers:
    """The figures of a dataset that answer, the best first.

    `text`: free words (深圳 2023 GDP 目标); the other arguments say the same one by one and are added
    to it.  An `indicator` that is no code, name or alias is looked for in the reports' own words.
    Rejected figures never answer.  Raises DatasetError if the folder is no dataset.
    """
    from pipeline.rulebook import load

    indicators = {entry.code: entry for entry in load(*rules).indicators.values()}
    told = documents(Path(folder))
    table = Regions.load()
    called = {document_id: _names(document, table) for document_id, document in told.items()}
    known = meanings(indicators.values(), {name: name for given in called.values() for name in given})
    asked, pieces = read(text, known)
    codes, texts = _indicators(_several(indicator), indicators)
    asked = Question(
        regions=(*asked.regions, *_several(region)),
        years=(*asked.years, *((year,) if isinstance(year, int) else year)),
        indicators=(*asked.indicators, *codes),
        texts=texts,
        measures=(*asked.measures, *_several(measure)),
        statuses=(*asked.statuses, *_several(status)),
    )
    _check(asked)
    return ask(list(records(Path(folder), told)), asked, pieces, called)


def _check(asked: Question) -> None:
    """Raises DatasetError for a measure or a status that does not exist."""
    for name, words, known in (("measure", asked.measures, MEASURES), ("status", asked.statuses, STATUSES)):
        for word in words:
            if word not in known:
                raise DatasetError(f"there is no {name} {word}; choose {', '.join(known)}")


def _several(words: str | Sequence[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _names(document: Told, table: Regions) -> frozenset[str]:
    if not document.region:
        return frozenset()
    return names(document.region, document.region_code, document.report_year or 0, table)


def _indicators(
    words: Sequence[str], indicators: Mapping[str, Indicator]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the words that are indicators, and the others."""
    named = {w.lower(): e.code for e in indicators.values() for w in (*e.aliases, e.code, e.name)}
    codes = tuple(named[word.lower()] for word in words if word.lower() in named)
    return codes, tuple(word for word in words if word.lower() not in named)


def ask(
    rows: Sequence[Record],
    asked: Question,
    pieces: Sequence[str] = (),
    called: Mapping[str, frozenset[str]] | None = None,
) -> Answers:
    """The rows that answer a question.

    `pieces` of it were not understood: those that stand in an indicator_text are asked for there, the
    others are given back.  `called`: document_id -> names of its region; without it the region's own.
    """
    texts = tuple(piece for piece in pieces if any(piece in row.indicator_text for row in rows))
    asked = asked._replace(texts=(*asked.texts, *texts))
    left = tuple(piece for piece in pieces if piece not in texts)
    if not any(asked):
        return Answers(asked, left, ())
    found = [row for row in rows if _answers(row, asked, called)]
    return Answers(asked, left, tuple(Answer(row) for row in sorted(found, key=lambda r: _rank(r, asked))))


def _answers(row: Record, asked: Question, called: Mapping[str, frozenset[str]] | None) -> bool:
    own = called.get(row.document_id, frozenset()) if called else frozenset({row.region, row.region_code})
    return (
        row.review != "rejected"
        and (not asked.regions or not own.isdisjoint(asked.regions))
        and (not asked.years or _year(row.period) in asked.years)
        and (not (asked.indicators or asked.texts) or _about(row, asked))
        and (not asked.measures or row.measure in asked.measures)
        and (not asked.statuses or row.status in asked.statuses)
    )


def _about(row: Record, asked: Question) -> bool:
    return row.indicator_code in asked.indicators or any(text in row.indicator_text for text in asked.texts)


def _year(period: str) -> int | None:
    """The year of a period, of a span the last: 2023, 2023-06, 2018/2023 are of 2023."""
    last = _YEAR.match(period.rpartition("/")[2])
    return int(last.group()) if last else None


def _rank(row: Record, asked: Question) -> tuple[object, ...]:
    """By region, year, indicator; then whole years, the better source, levels, results, the report due."""
    year = _year(row.period) or 0
    order = (*asked.indicators, row.indicator_code)
    return (
        row.region_code, row.region, year, order.index(row.indicator_code), not _YEAR.fullmatch(row.period),
        _place(SOURCES, row.kind), _place(MEASURES, row.measure), _place(STATUSES, row.status),
        abs((row.report_year or year) - year - (row.status != "target")), row.document_id, row.char_start,
    )  # fmt: skip


def _place(order: Sequence[str], word: str) -> int:
    return order.index(word) if word in order else len(order)
