"""The report of a sample: what it says, and that nothing of what it quotes becomes markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest
from lxml import html

from pipeline.audit import report as reporting
from pipeline.audit import report_html
from pipeline.audit.report import Change, Facts, Mistake, Report
from pipeline.dataset import dictionary
from pipeline.review.rates import FIELDS, Judgement, rates
from pipeline.review.sample import Item, draw

FACTS = Facts("extracted", 3, 1200, "3f9c2b7a51de8840", "0.1.0", 1, 100, ("李审核",))
FIGURES = [Item(kind, n, kind) for kind in ("work_report", "communique", "poster") for n in range(400)]
OTHERS = [Item("plan", n, "plan") for n in range(300)]
HOSTILE = "</script><img src=x onerror=alert(1)>&\"'\u202e\u200b\x1b[31m\x00\udcff甲"


def reported(wrong: int = 2, unsure: int = 0, open_: int = 0, mistakes: tuple[Mistake, ...] = ()) -> Report:
    """A sample of 100 of 1200 figures and 20 of 300 others; the last ones drawn are the unsure and open."""
    sample = draw(FIGURES, 100, 1, OTHERS)
    said = ["fix"] * wrong + ["accept"] * (100 - wrong - unsure - open_) + ["unsure"] * unsure + [""] * open_
    judged = {
        item[:2]: Judgement(verdict, frozenset({"unit"} if verdict == "fix" else ()))
        for item, verdict in zip(sample.figures.items, said, strict=True)
    }
    judged |= {item[:2]: Judgement("right") for item in sample.others.items}
    return Report(FACTS, rates(sample, judged), mistakes)


FIXED = Mistake(
    "太仓市2023年政府工作报告", "1635亿元", "全年实现地区生产总值1635亿元、增长2%以上。", "fix",
    (Change("unit", "亿元", "万元"), Change("basis", "", "同比")), "看错了单位", "李审核", "3",
)  # fmt: skip


def shown(report: Report) -> str:
    """What a reader sees of the page, each piece of text by itself."""
    return "\n".join(html.fromstring(report_html.page(report)).xpath("//body//text()"))


# --- what it says -----------------------------------------------------------------------------


def test_the_number_for_trust() -> None:
    said = reporting.headline(reported().rates)
    assert re.fullmatch(r"每百个数字约有 2\.\d 个有误（95% 置信区间 0\.\d～7\.\d）", said.chinese)
    assert re.fullmatch(
        r"About 2\.\d of every 100 figures are wrong \(95% confidence interval 0\.\d to 7\.\d\)", said.english
    )


def test_without_a_judgement_it_gives_no_number() -> None:
    nothing = reported(wrong=0, open_=100)
    assert "没有错误率可报" in reporting.headline(nothing.rates).chinese
    assert "没有错误率可报" in shown(nothing)
    assert not re.search(r"每百个数字约有", "".join(reporting.lines(nothing)))


def test_the_unsure_and_the_open_are_told() -> None:
    text = "\n".join(reporting.lines(reported(unsure=3, open_=10)))
    assert "另有 3 个存疑，未计入；若全部算作有误，则每百个有 " in text
    assert "这是初步的结果：抽中 100 个，还有 10 个没有核对。" in text
    assert "已核对 87  存疑 3  未核对 10" in text


def test_what_was_not_judged() -> None:
    told = "".join(said.chinese for said in reporting.not_judged(reported(open_=10).rates))
    assert "尚未核对的：数字 10 个，判为“不是数据”的数 0 个" in told
    assert "没有抽中的：数字 1,100 个，判为“不是数据”的数 280 个" in told


def test_a_kind_without_a_judgement_is_named() -> None:
    sample = draw(FIGURES, 100, 1)
    said = {item[:2]: Judgement("accept") for item in sample.figures.items if item.kind != "poster"}
    report = Report(FACTS, rates(sample, said))
    assert "没有任何结论的文种：图解海报；" in shown(report)
    assert "据此推算，800 个数字中" in shown(report)


def test_fields_and_kinds_have_the_names_of_the_dictionary() -> None:
    titles = {f["name"]: f["title"] for f in dictionary.resources()["figures"]["schema"]["fields"]}
    seen = shown(reported())
    for column in FIELDS:
        assert reporting.field_title(column) == titles[column]
        assert titles[column] in seen
    fields = dictionary.resources()["documents"]["schema"]["fields"]
    kinds = next(f["constraints"]["enum"] for f in fields if f["name"] == "kind")
    assert all(re.search("[一-龥]", reporting.kind_title(kind)) for kind in kinds)
    assert reporting.kind_title("newspaper") == "报纸版面"
    assert reporting.kind_title("") == "未注明"


def test_signed_and_unsigned() -> None:
    unsigned = reported()
    signed = replace(unsigned, facts=replace(FACTS, signed_by="王局", signed_at="2026-11-28"))
    assert "未签署" in shown(unsigned)
    assert "已由 王局 于 2026-11-28 签署" in shown(signed)
    assert reporting.standing(FACTS, reported(open_=1).rates).chinese == "未签署，核对尚未完成"


def test_a_mistake_shows_source_reading_reason_and_reviewer() -> None:
    seen = shown(reported(mistakes=(FIXED,)))
    for piece in (
        "1635亿元",
        "全年实现地区生产总值",
        "亿元",
        "万元",
        "（空）",
        "同比",
        "看错了单位",
        "李审核",
    ):
        assert piece in seen.split("\n")


def test_no_figure_and_left_out() -> None:
    seen = shown(reported(mistakes=(replace(FIXED, verdict="reject"), replace(FIXED, verdict="missing"))))
    assert "不是数据" in seen and "是数据，漏掉了" in seen


def test_data_is_json() -> None:
    told = json.loads(json.dumps(reporting.as_dict(reported(mistakes=(FIXED,)))))
    assert told["facts"]["seed"] == 1
    assert told["rates"]["figures"]["wrong"] == 2
    assert set(told["rates"]["figures"]["rate"]) == {"estimate", "low", "high"}
    assert told["mistakes"][0]["changes"][0] == {"column": "unit", "read": "亿元", "right": "万元"}
    assert told["text"].startswith("抽样核对报告")


@pytest.mark.parametrize("wrong", [0, 1, 50, 100])
def test_bars_stay_on_their_track(wrong: int) -> None:
    page = html.fromstring(report_html.page(reported(wrong=wrong)))
    bars = page.xpath("//svg")
    assert len(bars) > 10
    for bar in bars:
        for box in bar.xpath("./rect"):
            assert 0 <= float(box.get("x", 0)) <= float(bar.get("width")) - float(box.get("width")) + 0.2


# --- nothing of what it quotes becomes markup -------------------------------------------------


def hostile() -> Report:
    kind = f"kind{HOSTILE}"
    unjudged = Item("乙", 1, f"other{HOSTILE}")
    sample = draw([unjudged, *(Item("甲", n, kind) for n in range(9))], 10, 1)
    said = {
        item[:2]: Judgement("fix", frozenset({HOSTILE})) for item in sample.figures.items if item.kind == kind
    }
    facts = Facts(HOSTILE, 1, 9, HOSTILE, HOSTILE, 1, 9, (HOSTILE,), HOSTILE, HOSTILE)
    changes = (Change(HOSTILE, HOSTILE, HOSTILE),)
    mistake = Mistake(HOSTILE, "1" + HOSTILE, f"a1{HOSTILE}b", "fix", changes, HOSTILE, HOSTILE, HOSTILE)
    return Report(facts, rates(sample, said), (mistake, replace(mistake, sentence=HOSTILE)))


def test_untrusted_text_is_no_markup_and_hides_nothing() -> None:
    written = report_html.page(hostile())
    page = html.fromstring(written)
    assert not page.xpath("//script | //img | //link | //iframe | //a | //form")
    assert not page.xpath(
        "//@*[starts-with(name(), 'on') or name() = 'style' or name() = 'href' or name() = 'src']"
    )
    assert "onerror=alert(1)&gt;" in written
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\x00\x1b]", written)
    assert "[U+202E][U+200B][U+001B]" in written
    written.encode("utf-8")


def test_untrusted_text_is_isolated() -> None:
    page = html.fromstring(report_html.page(hostile()))
    for text in page.xpath("//body//text()[contains(., 'onerror')]"):
        assert text.getparent().xpath("ancestor-or-self::bdi")


def test_nothing_remote_and_only_its_own_style() -> None:
    written = report_html.page(reported(mistakes=(FIXED,)))
    assert not re.search(r"https?:|//[a-z]|url\(|@import", written)
    style = re.search(r"<style>(.*?)</style>", written, re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in written


def test_no_line_for_the_terminal_holds_control_characters() -> None:
    assert all(line.isprintable() for line in reporting.lines(hostile()))
