"""Saved web pages: what is the article, what is a line, what is a table, and what is no report at all."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import golden_cases
import pytest

from pipeline.model import Source
from pipeline.readers import UnreadableFile, html, read_file

TITLE = "2024年云溪县国民经济和社会发展统计公报"
FIRST = "初步核算，全年实现地区生产总值235.16亿元，比上年增长4.7%。"
SECOND = "全年粮食产量12.4万吨，增长2.1%；城镇新增就业5100人。"
THIRD = "年末常住人口42.1万人，其中城镇常住人口23.5万人，城镇化率55.8%，比上年末提高0.6个百分点。"


def read(markup: str | bytes, name: str = "report.html") -> Source:
    data = markup if isinstance(markup, bytes) else markup.encode()
    return html.read(data, "report", name)


def lines(markup: str) -> list[str]:
    """The lines of a page whose body is given; the report's first sentences come first."""
    text = read(f"<body><p>{FIRST}</p>{markup}<p>{SECOND}</p></body>").text
    found = text.splitlines()
    assert (found[0], found[-1]) == (FIRST, SECOND)
    return found[1:-1]


SITE = f"""<!DOCTYPE html><html><head><title>{TITLE}_云溪县人民政府网</title><meta charset="utf-8">
<style>p {{ color: red }}</style></head><body>
<div class="top"><ul><li><a href="/">首页</a><li><a href="/zw">政务公开</a><li><a href="/hd">互动</a></ul>
<form action="/s"><input name="q"><button>搜索</button>站内搜索</form></div>
<div class="main"><div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/tj">统计公报</a></div>
<h1>{TITLE}</h1>
<div>发布时间：2025-03-20 <a href="javascript:big()">大</a> <a href="javascript:sm()">小</a></div>
<div id="zoom"><script>document.write("全年投资增长99%，很多。")</script>
<p>&nbsp;&nbsp;&nbsp;&nbsp;<span>一、</span><strong>综合</strong></p>
<p>&emsp;&emsp;初步核算，全年实现地区生产总值<span>2</span><span>35.16</span>亿元，<b>比上年</b>增长4.7%。</p>
<div>　　{SECOND}</div><p>{THIRD}</p></div>
<ul class="more"><li><a href="1">2023年统计公报</a> 2024-03-01<li><a href="2">2022年统计公报</a></ul></div>
<div class="footer">
<p>主办单位：云溪县人民政府，联系电话0000-1234567，宜用1024*768分辨率，9.0版本浏览器。</p></div>
</body></html>"""


def test_the_article_is_read_without_what_the_site_puts_around_it() -> None:
    source = read(SITE)
    assert source.text.splitlines() == [TITLE, "一、综合", FIRST, SECOND, THIRD]
    assert (source.format, source.encoding, source.grids, source.remarks) == ("html", "utf-8", (), ())
    assert len(source.sha256) == 64


def test_running_text_with_figures_beside_the_article_is_never_left_out() -> None:
    beside = "另据测算，全年旅游收入8.2亿元，增长6.3%，接待游客120万人次。"
    page = f"<body><div><p>{FIRST}<p>{SECOND}</div><div>{beside}</div></body>"
    assert read(page).text.splitlines() == [FIRST, SECOND, beside]


def test_a_table_beside_the_article_is_never_left_out() -> None:
    rows = "".join(f"<tr><td>第{i}产业增加值<td>{i}.5" for i in range(1, 5))
    page = f"<body><div><p>{FIRST}<p>{SECOND}</div><table>{rows}</table></body>"
    assert "第3产业增加值\t3.5\n" in read(page).text


TITLES = {
    "the headline": f"<h1>{TITLE}</h1>",
    "the headline with a tag of the site": f"<h1><a href='x'>{TITLE}</a> <span>2024</span></h1>",
    "a line that the window's title repeats": f"<div class='tt'>{TITLE}</div>",
    "the window's title alone": "",
}


@pytest.mark.parametrize("above", TITLES.values(), ids=TITLES)
def test_the_title_stands_first(above: str) -> None:
    page = f"<title>{TITLE}-云溪县统计局</title><body>{above}<div><p>{FIRST}</p><p>{SECOND}</p></div></body>"
    assert read(page).text.splitlines() == [TITLE, FIRST, SECOND]


def test_a_title_the_article_brings_on_two_lines_is_not_said_again() -> None:
    page = (
        f"<title>{TITLE}</title><body><h1>{TITLE}</h1><div><p>{TITLE[:9]}</p><p>{TITLE[9:]}[1]</p>"
        f"<p>{FIRST}</p><p>{SECOND}</p></div></body>"
    )
    assert read(page).text.splitlines() == [TITLE[:9], TITLE[9:] + "[1]", FIRST, SECOND]


LINES = {
    "br ends a line": (
        "<p>一、农业<br>产量<b>12.4</b>万吨<br/>　　增长2%</p>",
        ["一、农业", "产量12.4万吨", "增长2%"],
    ),
    "text right in a div": ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
    "a wrap of the markup is nothing": (
        "<p>全年\n   产量12.4\n万吨\nof GDP</p>",
        ["全年产量12.4 万吨 of GDP"],
    ),
    "a block in an inline element": ("<font>甲<p>乙</p></font>", ["甲", "乙"]),
    "paragraphs never closed": ("<p>甲<p>乙<li>丙", ["甲", "乙", "丙"]),
    "a span shown as a block": ("<span style='display:block'>甲</span>乙", ["甲", "乙"]),
    "typed lines": ("<pre>甲\n乙  12</pre>", ["甲", "乙 12"]),
    "columns pasted as text": (
        "<p>生产总值\t235.16\t4.7</p><p>一、\t农业</p>",
        ["生产总值\t235.16\t4.7", "一、 农业"],
    ),
    "no-break spaces alone": ("<p>&nbsp;</p><p>　</p>", []),
    "a numbered list": ("<ol start=3><li>甲<li><p>2023年</p></ol>", ["3、甲", "4、2023年"]),
    "a list backwards": ("<ol reversed><li>甲<li>乙</ol>", ["2、甲", "1、乙"]),
    "a list with numbers of its own": ("<ol><li>（一）甲<li>（二）乙</ol>", ["（一）甲", "（二）乙"]),
    "a list without numbers": ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
    "a mark of a note": ("<p>1635.16<sup>1</sup>亿元<sup>[2]</sup></p>", ["1635.16亿元"]),
    "a mark set by a style": ("<p>84人<span style='vertical-align:super'>3</span></p>", ["84人"]),
    "exponents": ("<p>20万m<sup>2</sup>，3×10<sup>8</sup>，PM<sub>2.5</sub></p>", ["20万m²，3×10⁸，PM2.5"]),
    "a note's link": ("<p>总值<a href='#n1'>[1]</a>9亿元</p>", ["总值[1]9亿元"]),
}


@pytest.mark.parametrize(("markup", "expected"), LINES.values(), ids=LINES)
def test_blocks_make_lines_and_inline_elements_do_not(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


def test_a_table_has_its_cells_in_the_text_and_in_a_grid() -> None:
    source = read(
        f"<body><p>{FIRST}</p><table><caption>表1 主要指标</caption>"
        "<tr><th rowspan=2>指标<th colspan=2>总量<th rowspan=2>增长（%）"
        "<tr><th>上半年<th>全年"
        "<tr><td>&nbsp;&nbsp;公路<br>里程<td><p>12</p><td><td><span>-</span>2.1"
        "<tfoot><tr><td colspan=4>注：按新口径计算，与上年不可比。</tfoot></table></body>"
    )
    rows = ["表1 主要指标", "指标\t总量\t\t增长（%）", "\t上半年\t全年", "公路里程\t12\t\t-2.1"]
    assert source.text.splitlines()[1:] == [*rows, "注：按新口径计算，与上年不可比。"]
    (grid,) = source.grids
    assert grid.columns == 4
    assert [
        (c.row, c.column, c.row_span, c.column_span, source.text[c.start : c.end]) for c in grid.cells
    ] == [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "总量"),
        (0, 3, 2, 1, "增长（%）"),
        (1, 1, 1, 1, "上半年"),
        (1, 2, 1, 1, "全年"),
        (2, 0, 1, 1, "公路里程"),
        (2, 1, 1, 1, "12"),
        (2, 3, 1, 1, "-2.1"),
        (3, 0, 1, 4, "注：按新口径计算，与上年不可比。"),
    ]


def test_the_title_that_is_put_in_front_moves_the_grid() -> None:
    rows = "<tr><td>产量<td>1<tr><td>产值<td>2"
    source = read(f"<body><h1>{TITLE}</h1><div><p>{FIRST}<p>{SECOND}<table>{rows}</table></div></body>")
    assert source.text.startswith(TITLE)
    assert [source.text[c.start : c.end] for c in source.grids[0].cells] == ["产量", "1", "产值", "2"]


def test_a_heading_that_spans_rows_for_nothing_does_not_push_the_next_row_aside() -> None:
    found = lines(
        "<table><tr><td rowspan=2>指标<td rowspan=2>增长<tr><td>出口<td>5.1<tr><td>进口<td>2</table>"
    )
    assert found == ["指标\t增长", "出口\t5.1", "进口\t2"]


LAYOUT = {
    "the article in a cell": "<table><tr><td width=20></td><td>{}<td></tr></table>",
    "beside a menu": "<table><tr><td><a href=1>甲</a><a href=2>乙</a></td><td>{}</td></tr></table>",
    "nested": "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>",
    "marked": "<table role=presentation><tr><td>{}</td></tr></table>",
    "never closed": "<table><tr><td>{}",
}


@pytest.mark.parametrize("frame", LAYOUT.values(), ids=LAYOUT)
def test_a_table_that_sets_out_the_page_is_none(frame: str) -> None:
    source = read(
        "<body>" + frame.format(f"{FIRST}<br>{SECOND}<table><tr><td>产量<td>1<tr><td>产值<td>2</table>")
    )
    assert source.text.splitlines() == [FIRST, SECOND, "产量\t1", "产值\t2"]
    assert len(source.grids) == 1


def test_what_is_hidden_is_left_out_and_said_if_it_holds_figures() -> None:
    secret = "全年财政收入实际为99.9亿元，比上年下降12.5%，未予公布。"
    hidden = [f"<p style='color:red; display: none'>{secret}</p>", f"<div hidden>{secret}</div>"]
    for part in [*hidden, f"<del>{secret}</del>", f"<p aria-hidden=true>{secret}</p>"]:
        source = read(f"<body><p>{FIRST}</p><p>{SECOND}</p>{part}</body>")
        assert source.text.splitlines() == [FIRST, SECOND]
        (remark,) = source.remarks
        assert (remark.check, remark.severity, remark.start, remark.end) == ("hidden_text", "warning", 0, 0)
        assert "99.9亿元" in remark.message
    source = read(f"<body><p>{FIRST}</p><div hidden><p>{FIRST}</p><a>登录后查看，更多</a></div></body>")
    assert source.remarks == ()


def test_an_article_that_a_script_would_show_is_read() -> None:
    assert read(f"<body><p>加载中</p><div id=zoom style='display:none'><p>{FIRST}<p>{SECOND}</div>").text == (
        f"{FIRST}\n{SECOND}\n"
    )


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "utf-8", "iso-8859-1", "nonsense", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_the_bytes_tell_the_encoding_whatever_is_declared(declared: str, encoding: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    page = (
        f"<html><head>{meta}<script>{'var a = 1;' * 500}</script></head><body><p>{FIRST}镕</p></body></html>"
    )
    assert read(page.encode(encoding)).text == f"{FIRST}镕\n"


def test_traditional_characters_in_big5_are_read() -> None:
    text = "我們在過去一年完成了國民經濟計劃，糧食產量增長百分之五，人民生活有了改善。"
    assert read(f"<meta charset=big5><body><p>{text}</p></body>".encode("big5")).text == text + "\n"


@pytest.mark.parametrize("declared", ["", "hex", "undefined", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_byte_is_no_reason_to_refuse_a_page_but_is_said(encoding: str, declared: str) -> None:
    body = f"<p>{SECOND}</p>" * 20
    data = (
        f'<meta charset="{declared or encoding}"><body>{body}<p>全年产量'.encode(encoding)
        + b"\xff12.4"
        + "万吨".encode(encoding)
    )
    source = read(data)
    assert "全年产量\ufffd12.4万吨" in source.text
    (remark,) = source.remarks
    assert (remark.check, source.text[remark.start : remark.end]) == ("damaged_text", "\ufffd")


def test_xhtml_may_close_an_element_in_its_own_tag() -> None:
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html><head>'
        f'<title/><script src="a.js"/></head><body>'
        f'<p>{FIRST}</p><div class="line"/><p>{SECOND}</p></body></html>'
    )
    assert read(page, "report.xhtml").text == f"{FIRST}\n{SECOND}\n"


def test_the_frame_with_the_report_is_taken_from_a_web_archive(tmp_path: Path) -> None:
    archive = EmailMessage()
    archive["Subject"] = "report"
    archive.make_related()
    archive.add_related(
        "<body>广告：云溪特产，每日8折，欢迎选购，数量有限。</body>", subtype="html", cte="base64"
    )
    archive.add_related(f"<body><p>{FIRST}</p><p>{SECOND}</p></body>".encode("gbk"), "text", "html")
    archive.add_related(b"\x89PNG", "image", "png")
    for name in ("report.mhtml", "report.mht", "report.html"):
        (tmp_path / name).write_bytes(bytes(archive))
        assert read_file(tmp_path / name).text == f"{FIRST}\n{SECOND}\n"


REFUSED = {
    "empty": ("", "the file is empty"),
    "built by a script": (
        "<title>云溪</title><div id=app></div><script src=a.js></script>",
        "a script fills it in",
    ),
    "an error": (
        "<title>404 Not Found</title><h1>您访问的页面不存在</h1><p>请检查地址是否正确，或返回首页。",
        "an error message",
    ),
    "English": ("<p>Government work report of the county, 2023: GDP up 5%.", "no Chinese text"),
    "frames": ("<frameset><frame src=a.html></frameset>", "no Chinese text"),
    "elements that look closed": ("<div/>" * 100_000 + FIRST, "stand inside one another"),
    "open elements": ("<div>" * 100_000 + FIRST, "stand inside one another"),
    "elements opened anew": (
        "".join(f"<b id={i}><p>" for i in range(2900)) + FIRST,
        "stand inside one another",
    ),
    "tags without number": ("<p>甲" * 400_000, "400000 tags are over the limit"),
    "a tag without end": ("<p " + "a=1 " * 100_000 + ">" + FIRST, "a tag has"),
}


@pytest.mark.parametrize(("page", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_report_is_refused_with_one_sentence(page: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as refusal:
        read(page)
    message = str(refusal.value)
    assert message.startswith("report.html: ")
    assert message.endswith(".")
    assert "\n" not in message


HARMLESS = {
    "nested deeply": "<div>" * 2_000 + "{}" + "</div>" * 2_000,
    "nested tables": "<table><tr><td>" * 400 + "{}",
    "spans without end": "<table>" + ("<tr>" + "<td rowspan=65534 colspan=1000>甲" * 9) * 50 + "</table>{}",
    "broken tags": "</p></div><<p <b>></table><td>{}",
    "a picture in the page": "<img src='data:image/png;base64," + "A" * 300_000 + "'>{}",
    "an entity bomb": '<!DOCTYPE a [<!ENTITY a "甲甲甲"><!ENTITY b "&a;&a;">]>{}<p>&b;&b;</p>',
}


@pytest.mark.parametrize("page", HARMLESS.values(), ids=HARMLESS)
def test_odd_markup_is_read_all_the_same(page: str) -> None:
    text = read(page.replace("{}", f"<p>{FIRST}</p><p>{SECOND}</p>")).text
    assert f"{FIRST}\n{SECOND}\n" in text


def test_the_figures_of_a_page_are_those_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(SITE, encoding="utf-8")
    (tmp_path / "a.txt").write_text("\n".join([TITLE, "一、综合", FIRST, SECOND, THIRD]), encoding="utf-8")
    engine = golden_cases.engine()
    page, text = (engine.extract_file(tmp_path / name) for name in ("a.html", "a.txt"))
    assert page.figures == text.figures
    assert len(page.figures) == 9
    assert page.identity.title == TITLE
    assert page.figures[0].section == "一、综合"
