"""The .do file beside a .dta: loads it, names what its numbers mean, keeps one indicator as a panel."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.export.fields import Field, fields

TITLE = "报数：政府报告中的数字"

_HEAD = """\
* {title}
* 读入 {file}，给变量加上注释和中文取值标签；baoshu_panel 把一个指标整理成面板。
* Run it in the folder of {file}; Stata 14 or newer.
version 14
use "{file}", clear
notes _dta: {title}。每个数字都带着原文和位置：quote、sentence、document_id、char_start。
notes _dta: value 是原文数值，单位在 unit；normalized_value 是基本单位的数值，单位在 normalized_unit。
notes _dta: 双精度数装不下的数值已舍入，全部数字在以 _text 结尾的变量里（没有这样的数值就没有它）。
"""

_PANEL = """\
* baoshu_panel 指标代码 度量 状态，例如 baoshu_panel gdp {level} {actual}：
* 保留这个指标的年度数字，每个地区每年一个（多份报告都有的，取报告年份最新的），并声明面板。
capture program drop baoshu_panel
program define baoshu_panel
    version 14
    args code measure status
    keep if indicator_code == "`code'" & measure == `measure' & status == `status'
    keep if strlen(period) == 4 & !missing(region_id, year)
    tempvar newest
    generate long `newest' = -report_year
    bysort region_id year (`newest' document_id char_start): keep if _n == 1
    xtset region_id year, yearly
end
"""


def program(file: str) -> str:
    """The text of the .do file for the .dta file of that name."""
    listed = [field for field in fields("figures") if field.words]
    panel = _PANEL.format(
        level=_number(listed, "measure", "level"), actual=_number(listed, "status", "actual")
    )
    lines = [*_notes(), *(line for field in listed for line in _labels(field))]
    return _HEAD.format(title=TITLE, file=_quoted(file)) + "\n".join(lines) + "\n\n" + panel


def _notes() -> Iterator[str]:
    for field in fields("figures"):
        yield f"notes {field.name}: {_quoted(field.description)}"


def _labels(field: Field) -> Iterator[str]:
    """Chinese value labels beside those of the .dta, which are the words of figures.csv."""
    name = f"{field.name}_zh"
    meanings = [field.meaning(word) for word in field.words]
    if meanings == list(field.words):  # the dictionary does not say
        return
    pairs = " ".join(f'{number} "{_quoted(meaning)}"' for number, meaning in enumerate(meanings, 1))
    yield f"label define {name} {pairs}, replace"
    yield f"label values {field.name} {name}"


def _number(listed: list[Field], name: str, word: str) -> int:
    """The number that stands for a word."""
    return next(field for field in listed if field.name == name).words.index(word) + 1


def _quoted(text: str) -> str:
    """Text that Stata takes as it is: its quotes and macro signs become others."""
    return text.replace("`", "'").replace('"', "'").replace("$", "＄")
