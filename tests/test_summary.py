"""Does the summary tell what the dataset holds, on a page in which no text of a document can act?"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import golden_cases
from fake_engine import extract
from test_across import FIRST, SECOND, dataset

from pipeline import revise, summary
from pipeline.dataset.dictionary import columns
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.rulebook import load

BOOK = load()
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u200b'\""


def document(name: str = "a", state: str = "done", **cells: str) -> DocumentRow:
    plain = dict.fromkeys(DocumentRow._fields, "") | {
        "document_id": name, "file": f"{name}.txt", "kind": "work_report", "title": "甲市政府工作报告",
        "region": "甲省甲市", "region_code": "320500", "report_year": "2023", "figures": "1",
        "unexplained": "0", "state": state,
    }  # fmt: skip
    return DocumentRow(**(plain | cells))


def figure(**cells: str) -> Row:
    plain = dict.fromkeys(columns("figures"), "") | {
        "figure_id": "a:0", "document_id": "a", "region": "甲省甲市", "indicator_text": "地区生产总值",
        "indicator": "地区生产总值", "indicator_code": "gdp", "measure": "level", "value": "1635",
        "bound": "eq", "unit": "亿元", "normalized_value": "163500000000", "normalized_unit": "元",
        "dimension": "money", "period": "2022", "status": "actual", "quote": "1635亿元",
        "sentence": "地区生产总值1635亿元。", "char_start": "0", "char_end": "6",
    }  # fmt: skip
    return tuple((plain | cells).values())


def finding(severity: str, check: str, message: str) -> Row:
    return (f"a:{check}:0", check, severity, "a", "", message, "open")


def page(
    documents: tuple[DocumentRow, ...] = (document(),),
    figures: tuple[Row, ...] = (figure(),),
    findings: tuple[Row, ...] = (),
    roles: dict[str, int] | None = None,
) -> str:
    return summary.page(summary.facts(documents, figures, findings, roles or {"figure": 1}, BOOK))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_no_text_of_a_document_acts_or_hides() -> None:
    evil = document(title=EVIL, region=EVIL, message=EVIL, state="failed")
    told = page(
        (document(region=EVIL), evil._replace(document_id="b")),
        (figure(indicator=EVIL, sentence=f"{EVIL}1635亿元{EVIL}", quote="1635亿元"),),
        (finding("error", EVIL, EVIL),),
    )
    tags = _Tags()
    tags.feed(told)
    assert not tags.tags & {"script", "img", "iframe", "link", "object", "a", "form"}
    assert not {name for name in tags.attributes if name.startswith("on")}
    assert "\u202e" not in told
    assert "\u200b" not in told
    assert "[U+202E]" in told
    assert not re.search(r"https?://", told)
    assert "default-src 'none'" in told


def test_it_tells_what_became_of_the_numbers() -> None:
    told = page(roles={"figure": 120, "name": 28, "unexplained": 7})
    assert "<b>155</b> 个数" in told
    assert "7 个尚未解释" in told
    assert "未解释<b>7</b>" in told


def test_the_headline_has_its_words() -> None:
    told = page(figures=(figure(status="estimate"),))
    assert re.search(r"<bdi>1635亿元</bdi><sup [^>]*>预</sup>", told)
    assert "地区生产总值<mark>1635亿元</mark>。" in told
    assert "主要指标" not in page(figures=(figure(indicator_code="pm25"),))


def test_the_words_are_marked_where_the_number_stands() -> None:
    sentence = "地区生产总值增长5%，固定资产投资增长5%。"
    first = figure(
        measure="growth", quote="5%", sentence=sentence, normalized_unit="%", value="5", normalized_value="5"
    )
    second = figure(
        measure="growth", quote="5%", sentence=sentence, normalized_unit="%", value="5", normalized_value="5",
        indicator="固定资产投资", indicator_code="fixed_asset_investment", figure_id="a:16", char_start="16",
    )  # fmt: skip
    told = page(figures=(first, second))
    assert "地区生产总值增长<mark>5%</mark>，固定资产投资增长5%。" in told
    assert "地区生产总值增长5%，固定资产投资增长<mark>5%</mark>。" in told


def test_a_rejected_figure_is_no_headline_and_counts_as_judged() -> None:
    told = page(figures=(figure(review="rejected"),))
    assert "主要指标" not in told
    assert "1 个数据中已复核 1 个" in told


def test_the_worst_comes_first() -> None:
    told = page(
        (document(), document("z", "failed", message="打不开")),
        findings=(
            finding("info", "many", "午时"),
            finding("info", "many", "未时"),
            finding("error", "one", "子时"),
        ),
    )
    assert told.index("子时") < told.index("午时")
    assert told.index("打不开") < told.rindex("甲市政府工作报告")


def test_many_regions_have_a_row_each() -> None:
    documents = tuple(document(f"d{n}", region=f"甲省{n}市", region_code=f"3205{n:02}") for n in range(50))
    figures = tuple(figure(figure_id=f"d{n}:0", document_id=f"d{n}") for n in range(50))
    told = page(documents, figures)
    assert told.count("<bdi>1635亿元</bdi>") == 40
    assert "另有 10 个地区" in told
    assert "另有 20 份" in told


def test_nothing_at_all_is_a_page_too() -> None:
    assert "没有发现" in page((), (), (), {})


def test_extraction_writes_it_and_a_check_renews_it(tmp_path: Path) -> None:
    out = dataset(tmp_path, [FIRST, SECOND])
    renewed = (out / "summary.html").read_bytes()
    engine = golden_cases.engine()
    extract(engine, [tmp_path / "raw"], out, jobs=1, fresh=True)
    fresh = (out / "summary.html").read_bytes()
    assert "目标与实绩".encode() in renewed
    assert "目标与实绩".encode() not in fresh
    revise.apply(out, lambda row: (), BOOK)
    assert (out / "summary.html").read_bytes() == renewed
