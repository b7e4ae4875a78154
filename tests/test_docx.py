"""The text of Word files: what is shown is read, in order; what is deleted, hidden or code is not."""

from __future__ import annotations

import golden_cases
import pytest
from word_files import HIDDEN, NUMBERING, RAISED, listed, p, r, source, t, tbl, tc, text, tr

from pipeline.model import Grid, GridCell, Source
from pipeline.readers.word.numbering import written

SHOWN = {
    "runs": (p("生产总值", "1635亿", "元"), "生产总值1635亿元"),
    "insertion": (
        p(
            "增长",
            f"<w:ins>{r('4.7%')}</w:ins>",
            f"<w:del><w:r><w:delText>9%</w:delText></w:r>{r('8%')}</w:del>",
        ),
        "增长4.7%",
    ),
    "moved": (
        p("增长", f"<w:moveTo>{r('4.7%')}</w:moveTo>", f"<w:moveFrom>{r('8%')}</w:moveFrom>"),
        "增长4.7%",
    ),
    "content control": (
        f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{p('粮食12万吨')}</w:sdtContent></w:sdt>",
        "粮食12万吨",
    ),
    "content control in a line": (
        p("粮食", f"<w:sdt><w:sdtContent>{r('12万吨')}</w:sdtContent></w:sdt>"),
        "粮食12万吨",
    ),
    "prompt of a content control": (
        p(
            "粮食",
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处')}</w:sdtContent></w:sdt>",
        ),
        "粮食",
    ),
    "hyperlink and smart tag": (
        p(f"<w:hyperlink>{r('增长')}</w:hyperlink>", f"<w:smartTag><w:smartTagPr/>{r('5%')}</w:smartTag>"),
        "增长5%",
    ),
    "simple field": (p("增长", f'<w:fldSimple w:instr="DOCPROPERTY x">{r("5%")}</w:fldSimple>'), "增长5%"),
    "field": (
        p(
            "增长",
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x9</w:instrText></w:r>',
            r("8%"),
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            r("5%"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "。",
        ),
        "增长5%。",
    ),
    "hyphens and tabs": (
        p(
            "<w:r><w:t>2016</w:t><w:noBreakHyphen/><w:t>2020</w:t><w:softHyphen/><w:t>年</w:t><w:tab/><w:t>表</w:t></w:r>"
        ),
        "2016-2020年\t表",
    ),
    "tab stops are no tabs": (p("甲", look="<w:tabs><w:tab/></w:tabs>"), "甲"),
    "blanks of the file": (
        f"<w:p><w:r><w:t>\n 全年 </w:t></w:r><w:r>{t('GDP ')}</w:r><w:r><w:t>up</w:t></w:r></w:p>",
        "全年GDP up",
    ),
    "old properties": (
        p(f"<w:r><w:rPr><w:rPrChange><w:rPr>{HIDDEN}</w:rPr></w:rPrChange></w:rPr>{t('在')}</w:r>"),
        "在",
    ),
    "reading aid": (
        p(f"<w:ruby><w:rt>{r('ya')}</w:rt><w:rubyBase>{r('亚')}</w:rubyBase></w:ruby>"),
        "亚",
    ),
    "formula": (p("为", f"<m:oMath><m:r>{t('5')}</m:r></m:oMath>"), "为5"),
    "symbol": (p("温度", '<w:r><w:sym w:font="Symbol" w:char="F0B1"/></w:r>', "2"), "温度±2"),
    "deleted end mark": (p("增长", look="<w:rPr><w:del/></w:rPr>") + p("5%。"), "增长5%。"),
    "page break": (p("甲", '<w:r><w:br w:type="page"/></w:r>') + p("乙"), "甲\n\n乙"),
    "table of contents": (
        p("一、回顾", "<w:r><w:tab/><w:t>3</w:t></w:r>", look='<w:pStyle w:val="11"/>') + p("一、回顾"),
        "一、回顾",
    ),
}


@pytest.mark.parametrize(("body", "expected"), SHOWN.values(), ids=SHOWN)
def test_what_is_shown_is_read(body: str, expected: str) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    assert text(body + p("完。"), styles=styles) == f"{expected}\n完。\n"


BREAKS = {
    "a new paragraph": ("各位代表：|现在报告工作。", "各位代表：\n现在报告工作。"),
    "a heading": ("一、去年工作|全年生产总值1635亿元。", "一、去年工作\n全年生产总值1635亿元。"),
    "the middle of a sentence": (
        "增长5%。完成固定资产|投资20亿元，增长8%。",
        "增长5%。完成固定资产投资20亿元，增长8%。",
    ),
    "the middle twice": ("增长5%。完成固定|资产投|资20亿元。", "增长5%。完成固定资产投资20亿元。"),
    "before a number": ("增长5%。取得成效|二、今年工作", "增长5%。取得成效\n二、今年工作"),
    "a list without marks": ("生产总值增长5%|投资增长8%", "生产总值增长5%\n投资增长8%"),
    "an empty line": ("增长5%。取得成效||我们深知", "增长5%。取得成效\n\n我们深知"),
}


@pytest.mark.parametrize(("written_so", "expected"), BREAKS.values(), ids=BREAKS)
def test_a_line_break_ends_a_line_unless_it_cuts_a_sentence(written_so: str, expected: str) -> None:
    assert text(p("<w:r>" + "<w:br/>".join(map(t, written_so.split("|"))) + "</w:r>")) == expected + "\n"


MARKS = {
    "note in brackets": (("总值1635亿元", "^[2]", "，增长"), "总值1635亿元，增长"),
    "note behind a number": (("人口84.26", "^4", "，增长"), "人口84.26，增长"),
    "note in several runs": (("总值", "^[", "^1", "^]", "1329亿元"), "总值1329亿元"),
    "note with a word": (("总值", "^〔注3〕", "为5亿元"), "总值为5亿元"),
    "note with a star": (("总值", "^*", "为5亿元"), "总值为5亿元"),
    "note behind a metre": (("长500m", "^1", "。"), "长500m。"),
    "square metre": (("占地500m", "^2", "。"), "占地500m²。"),
    "cubic kilometre": (("库容3km", "^3", "。"), "库容3km³。"),
    "acceleration": (("9.8m/s", "^2"), "9.8m/s²"),
    "per second": (("5m·s", "^-1"), "5m·s⁻¹"),
    "power of ten": (("3×10", "^4", "吨"), "3×10⁴吨"),
    "power of ten before a unit": (("发电10", "^8", "千瓦时"), "发电10⁸千瓦时"),
    "note behind ten": (("增加10", "^8", "，其中"), "增加10，其中"),
    "words": (("中国", "^TM", "品牌"), "中国TM品牌"),
}


@pytest.mark.parametrize(("runs", "expected"), MARKS.values(), ids=MARKS)
def test_raised_figures_are_marks_of_notes_or_powers(runs: tuple[str, ...], expected: str) -> None:
    body = p(*(r(run[1:], RAISED) if run.startswith("^") else run for run in runs), "完")
    assert text(body) == expected + "完\n"


def test_a_style_may_raise_and_the_run_take_it_back() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        f'<w:style w:type="character" w:styleId="b"><w:basedOn w:val="a"/><w:rPr>{RAISED}</w:rPr></w:style>'
    )
    named = '<w:rStyle w:val="a"/>'
    body = p("人口5万人", r("3", named), r("，3", named + '<w:vertAlign w:val="baseline"/>'), "户")
    assert text(body, styles=styles) == "人口5万人，3户\n"


def test_subscripts_stay() -> None:
    assert text(p("PM", r("2.5", '<w:vertAlign w:val="subscript"/>'), "浓度")) == "PM2.5浓度\n"


def note(note_id: str, *paragraphs: str, kind: str = "") -> str:
    of_kind = f' w:type="{kind}"' if kind else ""
    return f'<w:footnote w:id="{note_id}"{of_kind}>{"".join(paragraphs)}</w:footnote>'


def test_notes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    def mark(kind: str, note_id: str) -> str:
        return f'<w:r><w:{kind}Reference w:id="{note_id}"/></w:r>'

    footnotes = (
        note("-1", p("线"), kind="separator")
        + note("1", p("<w:r><w:footnoteRef/></w:r>", "第二条注。"))
        + note("2", p("第一条注。"), p("又一段。"))
        + note("3", p("没有引用。"))
    )
    deleted = f"<w:del>{mark('footnote', '3')}</w:del>"
    own = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>7</w:t></w:r>'
    body = p("总值1635亿元", mark("endnote", "9"), mark("footnote", "2"), deleted, "，人口5万人", own, "。")
    endnotes = f'<w:endnote w:id="9">{p("尾注。")}</w:endnote>'
    found = text(body, footnotes=footnotes, endnotes=endnotes)
    assert found == "总值1635亿元，人口5万人。\n第一条注。\n又一段。\n第二条注。\n尾注。\n"


def test_a_text_box_is_read_once_and_behind_its_paragraph() -> None:
    inside = f"<w:txbxContent>{p('新增就业3万人。')}</w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert text(p("总值", box, "5亿元。")) == "总值5亿元。\n新增就业3万人。\n"
    empty = "<mc:Choice Requires='wpg'><w:drawing/></mc:Choice>"
    old = f"{empty}<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback>"
    assert text(p(f"<w:r><mc:AlternateContent>{old}</mc:AlternateContent></w:r>")) == "\n新增就业3万人。\n"


def test_hidden_text_is_left_out_and_told() -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="z"><w:rPr>{HIDDEN}</w:rPr></w:style>'
    body = (
        p("总值5亿元", r("，增长9%", HIDDEN), r("。", '<w:vanish w:val="0"/>'))
        + p("窗体顶端", look='<w:pStyle w:val="z"/>')
        + p("甲", look=f"<w:rPr>{HIDDEN}</w:rPr>")
        + p("乙")
    )
    found = source(body, styles=styles)
    assert found.text == "总值5亿元。\n\n甲乙\n"
    (remark,) = found.remarks
    assert (remark.start, remark.end, remark.check, remark.severity) == (0, 0, "hidden_text", "warning")
    assert remark.message == "文中有2处隐藏文字，共9字，未读取，首处为“，增长9%”，请核对。"


def test_pictures_are_told_of() -> None:
    (remark,) = source(p("总值5亿元。", "<w:r><w:drawing><pic:pic/></w:drawing></w:r>")).remarks
    assert (remark.check, remark.severity) == ("unread_part", "info")
    assert "图片1个" in remark.message


# --- list numbers -----------------------------------------------------------------------------


def test_list_numbers_are_drawn_as_word_draws_them() -> None:
    body = (
        p("回顾", look=listed(1, 0))
        + p("经济", look=listed(1, 1))
        + p("民生", look=listed(1, 1))
        + p("安排", look=listed(1, 0))
        + p("产业", look=listed(1, 1))
        + p("工业", look=listed(1, 2))
        + p("钢铁", look=listed(1, 3))
        + p("不编号", look=listed(0, 0))
    )
    lines = text(body, numbering=NUMBERING).split()
    assert lines == [
        "一、回顾",
        "（一）经济",
        "（二）民生",
        "二、安排",
        "（一）产业",
        "2.1.工业",
        "•钢铁",
        "不编号",
    ]


def test_lists_of_one_definition_count_on_and_an_override_begins_anew() -> None:
    body = "".join(
        p(name, look=listed(list_id)) for name, list_id in (("甲", 2), ("乙", 3), ("丙", 4), ("丁", 4))
    )
    assert text(body, numbering=NUMBERING).split() == ["1.甲", "2.乙", "5.丙", "6.丁"]


def test_a_number_never_runs_into_a_figure() -> None:
    plain = NUMBERING.replace('w:val="%1."', 'w:val="%1"')
    body = p("2023年工作", look=listed(2)) + p(look=listed(2)) + p("今年", look=listed(2))
    assert text(body, numbering=NUMBERING) == "1、2023年工作\n\n3.今年\n"
    assert text(body, numbering=plain) == "1 2023年工作\n\n3 今年\n"


def test_a_style_may_number_its_paragraphs() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="h"><w:pPr>{listed(1)}</w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="k"><w:basedOn w:val="h"/></w:style>'
    )
    body = p("回顾", look='<w:pStyle w:val="h"/>') + p("安排", look='<w:pStyle w:val="k"/>')
    assert text(body, numbering=NUMBERING, styles=styles) == "一、回顾\n二、安排\n"


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (10, "chinesecounting", "十"),
        (21, "taiwanesecounting", "二十一"),
        (105, "chinesecounting", "一〇五"),
        (10, "ideographdigital", "一〇"),
        (3, "chineselegalsimplified", "叁"),
        (4, "decimalenclosedparen", "⑷"),
        (21, "decimalenclosedcircle", "21"),
        (14, "lowerroman", "xiv"),
        (2, "ideographtraditional", "乙"),
        (999999, "lowerletter", "999999"),
        (0, "chinesecounting", "0"),
    ],
)
def test_numbers_in_the_forms_of_lists(number: int, form: str, expected: str) -> None:
    assert written(number, form) == expected


# --- tables -----------------------------------------------------------------------------------


def spans(found: Source, grid: Grid) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): found.text[cell.start : cell.end] for cell in grid.cells}


def test_a_table_is_rows_of_cells_with_its_grid() -> None:
    found = source(
        p("如下：")
        + tbl(tr("指标", "单位", "总量"), tr("粮食", "", " 12.4 "), tr("棉花", "万吨"))
        + p("完。")
    )
    assert found.text == "如下：\n指标\t单位\t总量\n粮食\t\t12.4\n棉花\t万吨\t\n完。\n"
    (grid,) = found.grids
    assert grid.columns == 3
    assert spans(found, grid) == {
        (0, 0): "指标",
        (0, 1): "单位",
        (0, 2): "总量",
        (1, 0): "粮食",
        (1, 2): "12.4",
        (2, 0): "棉花",
        (2, 1): "万吨",
    }


def test_merged_cells_have_their_spans() -> None:
    wide, begins, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = source(
        tbl(
            tr(tc("指标", look=begins), tc("总量", look=wide)),
            tr(tc(look=goes_on), "去年", "今年"),
            tr(tc(look=goes_on), tc("5", look=wide)),
        )
    )
    assert found.text == "指标\t总量\t\n\t去年\t今年\n\t5\t\n"
    (grid,) = found.grids
    assert grid.columns == 3
    assert [cell._replace(start=0, end=0) for cell in grid.cells] == [
        GridCell(0, 0, 0, 0, 3, 1),
        GridCell(0, 1, 0, 0, 1, 2),
        GridCell(1, 1, 0, 0),
        GridCell(1, 2, 0, 0),
        GridCell(2, 1, 0, 0, 1, 2),
    ]


def test_a_cell_of_several_paragraphs_is_one_line() -> None:
    body = tbl(
        tr(tc("比上年", "增长"), tc("5.2", "", "4.6")),
        tr(tc(f"<w:r>{t('甲')}<w:tab/>{t('乙')}<w:br/>{t('丙')}</w:r>"), "1"),
    )
    assert text(body) == "比上年增长\t5.2 4.6\n甲乙丙\t1\n"


def test_numbers_of_rows_are_drawn_in_empty_cells() -> None:
    numbered = f"<w:tc>{p(look=listed(2))}</w:tc>"
    assert (
        text(tbl(tr(numbered, "粮食"), tr(numbered, "棉花")), numbering=NUMBERING) == "1.\t粮食\n2.\t棉花\n"
    )


def test_deleted_rows_and_cells_are_no_part_of_a_table() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('旧')}{tc('1')}</w:tr>"
    control = f"<w:sdt><w:sdtContent>{tr('控件', '3')}</w:sdtContent></w:sdt>"
    body = tbl(gone, tr("新", tc("0", look="<w:cellDel/>"), "2"), control)
    assert text(body) == "新\t2\n控件\t3\n"


def test_a_table_that_only_frames_text_is_that_text() -> None:
    inner = tbl(tr("粮食", "12"), tr("棉花", "3"))
    found = source(tbl(tr(tc("一、农业", "全年如下：", inner))))
    assert found.text == "一、农业\n全年如下：\n粮食\t12\n棉花\t3\n"
    assert [grid.columns for grid in found.grids] == [2]
    beside = source(tbl(tr("项目", "数"), tr(tc("农业"), tc(inner))))
    assert beside.text == "项目\t数\n农业\n粮食\t12\n棉花\t3\n"
    assert [grid.columns for grid in beside.grids] == [2, 2]
    whole = source(tbl(tr("栏", tc("第一段。" * 150, "第二段。" * 150))))
    assert len(whole.text.split("\n")) == 4
    assert not whole.grids


def test_a_mad_span_does_not_blow_up_the_text() -> None:
    body = tbl(tr(tc("甲", look='<w:gridSpan w:val="999999999"/>'), "乙") + tr("丙", "丁"))
    assert len(text(body)) < 1000


def test_cells_lead_to_the_tidy_text() -> None:
    found = source(p("全年粮食产量如下。") + tbl(tr("\u200b粮 食\u200b", "总量（万吨）"), tr("玉米", "12.4")))
    document = golden_cases.engine().arrange(found)
    (grid,) = document.grids
    assert [document.text[cell.start : cell.end] for cell in grid.cells] == [
        "粮食",
        "总量（万吨）",
        "玉米",
        "12.4",
    ]
