"""The headline indicators as markup: a table a region with the words, or one row a region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.across.reports import Said
from pipeline.checks.wording import number
from pipeline.offline import marked, text
from pipeline.summary.headline import Headline, Line

#: so many regions have a table of their own, so many a row of one table
MOST_TABLES, MOST_ROWS = 3, 40
_AROUND = 24  # characters of a sentence on both sides of its number
#: columns where each region has one row: the place in INDICATORS, which number, Chinese, English
_COLUMNS = (
    (0, "level", "生产总值", "GDP"),
    (0, "growth", "增速", "growth"),
    (0, "target", "次年目标", "next target"),
    (5, "growth", "财政收入增速", "revenue"),
    (2, "growth", "投资增速", "investment"),
    (3, "growth", "零售增速", "retail"),
    (9, "level", "新增就业", "new jobs"),
)


def indicators(headlines: Sequence[Headline]) -> Iterator[str]:
    """The section; nothing where no document tells of a headline indicator."""
    if not headlines:
        return
    yield "<h2>主要指标<small>headline indicators</small></h2>"
    if len(headlines) <= MOST_TABLES:
        for one in headlines:
            yield from _table(one)
    else:
        yield from _matrix(headlines)


# --- few regions ------------------------------------------------------------------------------


def _table(one: Headline) -> Iterator[str]:
    yield f"<h3>{text(one.region)}<span>{one.year} 年</span></h3>"
    yield (
        '<table class="headline"><thead><tr><th>指标<small>indicator</small></th>'
        '<th class="n">水平<small>level</small></th><th class="n">增速<small>growth</small></th>'
        f'<th class="n">{one.year + 1} 年目标<small>target</small></th>'
        "<th>原文<small>as written</small></th></tr></thead><tbody>"
    )
    yield from (_row(line) for line in one.lines if line)
    yield "</tbody></table>"


def _row(line: Line) -> str:
    first = line.first
    figure, at = first.figure, len(first.lead)
    after = figure.sentence[at + len(figure.quote) :]
    return (
        f"<tr><td>{text(figure.indicator)}</td>{_cell(line.level)}{_cell(line.growth)}{_cell(line.target)}"
        f'<td class="said">{marked(first.lead, figure.quote, after, _AROUND)}</td></tr>'
    )


# --- many regions -----------------------------------------------------------------------------


def _matrix(headlines: Sequence[Headline]) -> Iterator[str]:
    heads = "".join(
        f'<th class="n">{chinese}<small>{english}</small></th>' for _, _, chinese, english in _COLUMNS
    )
    yield (
        '<table class="headline"><thead><tr><th>地区<small>region</small></th>'
        f'<th class="n">年份<small>year</small></th>{heads}</tr></thead><tbody>'
    )
    for one in headlines[:MOST_ROWS]:
        cells = "".join(_cell(_part(one.lines[place], which)) for place, which, _, _ in _COLUMNS)
        yield f'<tr><td>{text(one.region)}</td><td class="n">{one.year}</td>{cells}</tr>'
    yield "</tbody></table>"
    left = len(headlines) - MOST_ROWS
    more = f"另有 {left:,} 个地区，" if left > 0 else ""
    also = f"{left:,} more regions; each" if left > 0 else "Each"
    yield (
        f'<p class="foot">{more}每个数的原句见 figures.csv。“预”为预计数。'
        f'<span class="en">{also} number with its sentence in figures.csv; 预: an estimate.</span></p>'
    )


def _part(line: Line | None, which: str) -> Said | None:
    said: Said | None = getattr(line, which) if line else None
    return said


def _cell(said: Said | None) -> str:
    if said is None:
        return '<td class="n">–</td>'
    figure = said.figure
    sign = "−" if figure.measure == "growth" and figure.value < 0 else ""
    mark = '<sup title="estimate">预</sup>' if figure.status == "estimate" else ""
    return f'<td class="n">{text(sign + number(figure))}{mark}</td>'
