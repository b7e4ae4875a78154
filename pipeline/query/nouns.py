"""The nouns of a query: what is asked, and an answer with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.dataset.records import Record, marked


class Question(NamedTuple):
    """What is asked; an empty part asks for all.

    `regions`: names or codes.  `years`: of the period.  `indicators`: codes.  `texts`: parts of
    indicator_text, for what has no code.  `measures`, `statuses`: words of the figures table.
    """

    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    indicators: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


class Answer(NamedTuple):
    """A figure with its proof; the best answers come first.

    Decimals are exact; `value` is in `unit`, `normalized_value` in `normalized_unit`.  `page` counts
    from 1, None where the source has no pages.  `review`: what a person said, "" if nobody did.
    """

    figure: Record

    @property
    def indicator(self) -> str:
        """The canonical name, else the report's own words."""
        return self.figure.indicator or self.figure.indicator_text

    def as_dict(self) -> dict[str, str | int | None]:
        """The answer as JSON: decimals as text, so that they stay exact; see schemas/query.json."""
        told: dict[str, str | int | None] = {}
        for name in FIELDS:
            cell = getattr(self.figure, name)
            told[name] = cell if cell is None or isinstance(cell, int | str) else format(cell, "f")
        return told

    def lines(self) -> list[str]:
        """The answer for a person: what, the quote in its sentence, where."""
        row = self.figure
        review = f"  复核：{row.review}" if row.review else ""
        page = f"第{row.page}页  " if row.page else ""
        basis = f" {row.basis}" if row.basis else ""
        return [
            f"{row.region}  {row.period or '时期不明'}  {self.indicator}  {row.measure}{basis}  "
            f"{self.said()}  {row.status}{review}",
            f"  {marked(row)}",
            f"  {page}{row.file}  {row.figure_id}",
        ]

    def said(self) -> str:
        """The value with bound and unit: ge 6 %, 8 至 8.5 %."""
        row = self.figure
        bound = "" if row.bound in ("eq", "range") else f"{row.bound} "
        top = "" if row.value_max is None else f" 至 {row.value_max:f}"
        return f"{bound}{row.value:f}{top} {row.unit}".strip()


#: what an answer tells, in this order
FIELDS = (
    "figure_id", "region", "region_code", "period", "indicator", "indicator_code", "indicator_text",
    "measure", "basis", "value", "value_max", "bound", "qualifier", "unit", "normalized_value",
    "normalized_value_max", "normalized_unit", "status", "status_text", "quote", "sentence", "section",
    "page", "file", "document_id", "title", "kind", "report_year", "parent_id", "review",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked, what of it was not understood, and the answers, the best first."""

    asked: Question
    not_understood: tuple[str, ...]
    answers: tuple[Answer, ...]

    def as_dict(self) -> dict[str, object]:
        """As JSON; see schemas/query.json."""
        return {
            "schema_version": 1,
            "asked": {name: list(part) for name, part in self.asked._asdict().items()},
            "not_understood": list(self.not_understood),
            "answers": [answer.as_dict() for answer in self.answers],
        }
