"""A picture -> one offline page: the chart, and beneath it each value with its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.chart.series import Mark, Picture, Series
from pipeline.chart.svg import FONTS, INK, MUTED, svg, text, title
from pipeline.dataset.records import marked

_STYLE = f"""
body{{margin:2rem auto;max-width:48rem;padding:0 1rem;font:15px/1.6 {FONTS};color:{INK};background:#fff}}
svg{{max-width:100%;height:auto}}
h2{{font-size:1rem;margin:2rem 0 .5rem}}
table{{border-collapse:collapse;width:100%;font-size:13px}}
th,td{{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-top:1px solid #d9dde0}}
th{{color:{MUTED};font-weight:400;border-top:0;white-space:nowrap}}
td:first-child,td.number{{white-space:nowrap;font-variant-numeric:tabular-nums}}
code{{color:{MUTED};font-size:12px;overflow-wrap:anywhere}}
p{{margin:.1rem 0}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(picture: Picture) -> str:
    """A page that needs nothing else: no script, no font, no picture from elsewhere."""
    name = text(title(picture))
    tables = "\n".join(_table(one) for one in picture.series)
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f'<title>{name}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<figure style="margin:0">\n'
        f"{svg(picture)}</figure>\n{tables}\n</body>\n</html>\n"
    )


def _table(one: Series) -> str:
    head = "<tr><th>年份<th>目标<th>实际<th>原句与编号</tr>"
    return f"<h2>{text(one.region)}</h2>\n<table>\n{head}\n" + "\n".join(_rows(one)) + "\n</table>"


def _rows(one: Series) -> Iterator[str]:
    targets = {mark.year: mark for mark in one.target}
    actuals = {mark.year: mark for mark in one.actual}
    for year in one.years:
        pair = (targets.get(year), actuals.get(year))
        said = "".join(f'<td class="number">{_said(mark)}' for mark in pair)
        proof = "".join(_proof(mark) for mark in pair if mark)
        yield f"<tr><td>{year}{said}<td>{proof}</tr>"


def _said(mark: Mark | None) -> str:
    if mark is None:
        return "—"
    return text(mark.said) + ("（预计）" if mark.record.status == "estimate" else "")


def _proof(mark: Mark) -> str:
    return f"<p>{text(marked(mark.record))} <code>{text(mark.record.figure_id)}</code></p>"
