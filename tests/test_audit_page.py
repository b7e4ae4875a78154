"""The review page in a real browser: what an auditor does with mouse and keyboard, and what must not run.

Needs a Chromium of the system (Debian: apt-get install chromium); without one these tests skip.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import browsing
import pytest
from auditing import REPORT, dataset, extracted, reviewing
from browsing import tab
from playwright.sync_api import Browser, Page, expect
from printing import column, pdf

from pipeline import cli
from pipeline.dataset.frames import open_dataset
from pipeline.review import log

MANY = 2000  # figures of a large dataset
SECOND, TRIES = 1000, 8  # milliseconds in which it must be usable


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.browser() as running:
        yield running


@pytest.fixture
def opened(tmp_path: Path, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the review of a folder with a report, as often as it is asked for."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def open_(text: str = REPORT, *options: str) -> Page:
            if not (tmp_path / "extracted").exists():
                dataset(tmp_path, text)
            served = stack.enter_context(reviewing(tmp_path / "extracted", *options))
            return stack.enter_context(tab(browser, served.address))

        yield open_


def choose(page: Page, quote: str) -> None:
    """Click a figure in the list."""
    page.locator("#list .row", has_text=quote).first.click()


def chosen(page: Page) -> str:
    """The quote of the figure that is shown."""
    return page.locator("#detail h2 b").first.inner_text()


def saved(page: Page) -> None:
    """Wait until a verdict is confirmed and the page has gone on."""
    page.wait_for_selector("#messages .word")
    page.locator("body:not(.saving)").wait_for()


def field(page: Page, name: str) -> str:
    return page.locator(f"[data-field={name}]").first.inner_text()


# --- figure and source ------------------------------------------------------------------------


def test_a_click_on_a_figure_shows_its_parts_in_the_source(opened: Callable[..., Page]) -> None:
    page = opened()
    choose(page, "8%")
    expect(page.locator("#source .mark.chosen").first).to_be_in_viewport()
    page.wait_for_selector("#source .part.indicator", timeout=60_000)  # the source is read again
    parts = {
        kind: "".join(page.locator(f"#source .part.{kind}").all_inner_texts())
        for kind in ("number", "unit", "qualifier", "indicator")
    }
    assert parts == {"number": "8", "unit": "%", "qualifier": "以上", "indicator": "固定资产投资"}
    assert "限定词" in page.locator("#legend").inner_text()


def test_a_click_on_a_number_shows_its_figure_or_why_it_is_none(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#source .mark.figure", has_text="12.4万吨").click()
    assert chosen(page) == "12.4万吨"
    assert field(page, "indicator_text") == "粮食总产量"
    assert page.locator("#list .row[aria-selected=true]").inner_text().startswith("粮食总产量")
    page.locator("#source .mark.name", has_text="331").click()
    assert "它是名称的一部分" in page.locator("#detail").inner_text()


def test_every_number_is_counted_and_each_role_can_be_seen_alone(opened: Callable[..., Page]) -> None:
    page = opened()
    assert "个数字全部有交代" in page.locator("#coverage").inner_text()
    page.locator("#coverage .chip.time").click()
    assert page.locator("#list .row").count() == int(page.locator("#coverage .chip.time b").inner_text())
    assert page.locator("#source").get_attribute("data-only") == "time"
    page.locator("#coverage .chip.time").click()
    assert page.locator("#source").get_attribute("data-only") is None


def test_the_page_speaks_both_languages(opened: Callable[..., Page]) -> None:
    page = opened()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.click("#language")
    assert "numbers accounted for" in page.locator("#coverage").inner_text()
    assert "Right" in page.locator("#actions").inner_text()


def test_a_page_of_a_pdf_is_a_picture_with_its_numbers_in_boxes(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "yunxi-2023.pdf").write_bytes(pdf(column(REPORT, width=30)))
    extracted(tmp_path)
    with reviewing(tmp_path / "extracted") as served, tab(browser, served.address) as page:
        page.wait_for_selector("#source .page img")
        choose(page, "8%")
        page.wait_for_selector("#source .part.indicator", timeout=60_000)
        number, part = (
            page.locator(one).bounding_box() for one in ("#source .mark.chosen", "#source .part.number")
        )
        assert number and part
        assert number["x"] - 2 <= part["x"] <= number["x"] + number["width"]
        page.wait_for_selector("#source .page > .mark.name")  # numbers that are none have boxes, too
        page.locator("#source .page > .mark.name").first.click()
        assert "331" in page.locator("#detail h2").inner_text()


# --- review by keyboard -----------------------------------------------------------------------


def test_accept_fix_reject_unsure_note_and_undo_by_keyboard_and_all_is_there_after_reload(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    page = opened(REPORT, "--reviewer", "李审核")
    choose(page, "163.5亿元")
    page.keyboard.press("a")
    saved(page)
    choose(page, "35公里")
    page.keyboard.press("e")
    page.fill("#fix [name=period]", "2021")
    page.fill("#fix-why", "去年的数")
    page.keyboard.press("Enter")
    saved(page)
    choose(page, "26个")
    page.keyboard.press("x")
    saved(page)
    choose(page, "5100户")
    page.keyboard.press("u")
    saved(page)
    choose(page, "12.4万吨")
    page.keyboard.press("n")
    page.fill("#note", "再查一次")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail .note")
    choose(page, "3所")
    page.keyboard.press("x")
    saved(page)
    page.keyboard.press("z")
    page.locator("#messages .word", has_text="已撤销").wait_for()
    assert chosen(page) == "3所"
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert "已核对 4" in page.locator("#progress").inner_text()
    choose(page, "35公里")
    assert field(page, "period") == "2021原读作 2022"
    assert "去年的数" in page.locator("#detail .verdict").inner_text()
    choose(page, "12.4万吨")
    assert "再查一次" in page.locator("#detail .note").inner_text()
    kinds = [entry.kind for entry in log.read(tmp_path / "raw" / log.NAME).entries]
    assert kinds == ["accept", "fix", "reject", "unsure", "note", "reject", "undo"]


def test_a_verdict_leads_on_to_the_next_that_nobody_judged(opened: Callable[..., Page]) -> None:
    page = opened()
    seen = []
    for _ in range(4):
        seen.append(chosen(page))
        page.keyboard.press("a")
        page.locator("#progress", has_text=f"已核对 {len(seen)} /").wait_for()
        page.locator("body:not(.saving)").wait_for()
    assert len(set(seen)) == 4


def test_keys_move_and_typing_is_only_typing(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened()
    first = chosen(page)
    page.keyboard.press("j")
    second = chosen(page)
    page.keyboard.press("k")
    assert chosen(page) == first != second
    page.keyboard.press("/")
    page.keyboard.type("axuz")
    assert page.locator("#search").input_value() == "axuz"
    assert not (tmp_path / "raw" / log.NAME).exists()


def test_what_does_not_fit_is_refused_and_the_input_stays(opened: Callable[..., Page]) -> None:
    page = opened()
    choose(page, "3所")
    page.keyboard.press("e")
    page.fill("#fix [name=period]", "明年")
    page.keyboard.press("Enter")
    page.locator("#messages .trouble", has_text="时期").wait_for()
    assert page.locator("#fix [name=period]").input_value() == "明年"
    page.faults.clear()  # type: ignore[attr-defined]  the browser logs the status 400
    page.keyboard.press("Escape")
    assert field(page, "period") == "2023"


def test_a_lost_connection_never_looks_saved(tmp_path: Path, browser: Browser) -> None:
    folder = dataset(tmp_path)
    with reviewing(folder) as served, tab(browser, served.address) as page:
        choose(page, "3所")
        served.process.kill()
        served.process.wait()
        page.keyboard.press("a")
        page.locator("#messages .trouble", has_text="没有保存").wait_for()
        assert "已核对 0" in page.locator("#progress").inner_text()
        assert chosen(page) == "3所"
        page.faults.clear()  # type: ignore[attr-defined]


# --- quick hands, slow answers ----------------------------------------------------------------

#: requests wait while `window.wait`; with `window.down` answers are lost, though the server has done its work
SLOW = """() => {
  window.atOnce = 0; window.most = 0; window.down = false; window.wait = true;
  const real = window.fetch;
  window.fetch = async (...told) => {
    window.most = Math.max(window.most, ++window.atOnce);
    try {
      while (window.wait) await new Promise((done) => setTimeout(done, 20));
      const answer = await real(...told);
      if (window.down) throw new TypeError("lost");
      return answer;
    } finally { window.atOnce -= 1; }
  };
}"""
GO = "window.wait = false"
LEAVES = "window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def logged(folder: Path) -> list[tuple[str, str]]:
    """Kind and quote of the lines of the log."""
    return [(entry.kind, entry.quote) for entry in log.read(folder / "raw" / log.NAME).entries]


def done(page: Page, number: int) -> None:
    """Wait until so many are judged and nothing is on its way."""
    page.locator("#progress", has_text=f"已核对 {number} /").wait_for()
    page.locator("body:not(.saving)").wait_for()


@pytest.mark.parametrize("pressed", ["#list .row", "#source .mark"])
def test_a_click_holds_where_its_row_is_drawn_anew_under_the_finger(
    opened: Callable[..., Page], pressed: str
) -> None:
    page = opened()
    choose(page, "12.4万吨")
    target = page.locator(pressed, has_text="3所").last
    target.scroll_into_view_if_needed()
    target.hover()
    page.mouse.down()
    page.keyboard.press("a")
    done(page, 1)
    assert chosen(page) != "3所"
    page.mouse.up()
    assert chosen(page) == "3所"


def test_quick_verdicts_are_saved_in_their_order_one_at_a_time(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    page = opened()
    page.evaluate(SLOW)
    said = []
    for key, kind in (("a", "accept"), ("x", "reject"), ("u", "unsure"), ("a", "accept")):
        said.append((kind, chosen(page)))
        page.keyboard.press(key)
    assert "4 条待保存" in page.locator("#progress").inner_text()
    assert not page.evaluate(LEAVES)  # the browser asks before it goes
    page.evaluate(GO)
    done(page, 4)
    assert logged(tmp_path) == said
    assert page.evaluate("window.most") == 1
    assert page.evaluate(LEAVES)


def test_a_key_that_is_held_down_is_one_verdict(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened()
    for _ in range(3):
        page.keyboard.down("a")
    page.keyboard.up("a")
    done(page, 1)
    assert len(logged(tmp_path)) == 1


@pytest.mark.parametrize("by", ["key", "button"])
def test_what_could_not_be_saved_is_kept_and_tried_again_and_written_once(
    opened: Callable[..., Page], tmp_path: Path, by: str
) -> None:
    page = opened()
    page.evaluate(SLOW)
    page.evaluate("window.down = true")
    first = chosen(page)
    said = [("accept", first)]
    page.keyboard.press("a")
    said.append(("reject", chosen(page)))
    page.keyboard.press("x")
    page.evaluate(GO)
    page.locator("#messages .trouble", has_text="没有保存").wait_for()
    assert "已核对 0" in page.locator("#progress").inner_text()
    assert "2 条待保存" in page.locator("#progress").inner_text()
    assert chosen(page) == first
    assert page.locator("#messages .trouble").count() == 1
    page.evaluate("window.down = false")
    page.keyboard.press("k") if by == "key" else page.locator("#messages .act").click()
    done(page, 2)
    assert page.locator("#messages .trouble").count() == 0
    assert logged(tmp_path) == said  # though the first reached the server twice


def test_what_is_typed_stays_when_an_answer_arrives_and_when_focus_moves(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    page = opened()
    page.evaluate(SLOW)
    choose(page, "163.5亿元")
    page.keyboard.press("a")
    choose(page, "35公里")
    page.keyboard.press("e")
    page.fill("#fix [name=indicator_text]", "新建的农村公路")
    page.evaluate(GO)
    done(page, 1)
    typed = page.locator("#fix [name=indicator_text]")
    expect(typed).to_have_value("新建的农村公路")
    expect(typed).to_be_focused()
    page.click("#language")
    expect(typed).to_have_value("新建的农村公路")
    page.click("#language")
    choose(page, "3所")
    choose(page, "35公里")
    assert "没保存的改正" in page.locator("#detail").inner_text()
    page.keyboard.press("e")
    expect(typed).to_have_value("新建的农村公路")
    page.keyboard.press("Enter")
    done(page, 2)
    choose(page, "35公里")
    page.keyboard.press("n")
    page.keyboard.type("再查")
    choose(page, "3所")
    choose(page, "35公里")
    page.keyboard.press("n")
    expect(page.locator("#note")).to_have_value("再查")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#note")).to_have_value("")
    assert logged(tmp_path) == [("accept", "163.5亿元"), ("fix", "35公里")]


def test_a_fix_that_is_refused_after_the_page_went_on_comes_back_with_its_input(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    page = opened()
    page.evaluate(SLOW)
    choose(page, "35公里")
    page.keyboard.press("e")
    page.fill("#fix [name=value]", "三十五")
    page.keyboard.press("Enter")
    after = chosen(page)
    page.keyboard.press("a")
    page.evaluate(GO)
    page.locator("#messages .trouble", has_text="十进制数").wait_for()
    assert page.locator("#fix [name=value]").input_value() == "三十五"
    done(page, 1)  # its word would cover the next one
    page.keyboard.press("x")  # no field has the focus: refused, and said
    page.locator("#messages .word", has_text="先保存").wait_for()
    assert page.locator("#fix [name=value]").input_value() == "三十五"
    assert logged(tmp_path) == [("accept", after)]
    page.faults.clear()  # type: ignore[attr-defined]  the browser logs the status 400


def test_a_key_while_a_document_is_opened_or_a_verdict_taken_back_says_so(
    tmp_path: Path, browser: Browser
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "shanyang-2023.txt").write_text(REPORT.replace("云溪", "山阳"), encoding="utf-8")
    folder = dataset(tmp_path)
    with reviewing(folder) as served, tab(browser, served.address) as page:
        page.evaluate(SLOW)
        page.click("#chooser")
        page.locator("#found button", has_text="yunxi-2023.txt").click()
        page.keyboard.press("a")
        page.locator("#messages .word", has_text="还在打开").wait_for()
        page.evaluate(GO)
        page.locator("#chosen", has_text="云溪").wait_for()
        assert not logged(tmp_path)
        first = chosen(page)
        page.evaluate("window.wait = true")
        page.keyboard.press("a")
        page.keyboard.press("z")
        page.keyboard.press("x")
        page.locator("#messages .word", has_text="正在撤销").wait_for()
        page.evaluate(GO)
        page.locator("#messages .word", has_text="已撤销").wait_for()
        assert chosen(page) == first
        assert [kind for kind, _ in logged(tmp_path)] == ["accept", "undo"]


# --- later extractions ------------------------------------------------------------------------


def test_after_a_changed_rule_verdicts_hold_come_back_or_are_applied(
    tmp_path: Path, browser: Browser
) -> None:
    folder = dataset(tmp_path)
    with reviewing(folder) as served, tab(browser, served.address) as page:
        for quote in ("163.5亿元", "12.4万吨"):
            choose(page, quote)
            page.keyboard.press("a")
            saved(page)
        choose(page, "35公里")
        page.keyboard.press("e")
        page.fill("#fix [name=indicator_text]", "新建的农村公路")
        page.keyboard.press("Enter")
        saved(page)
    # 粮食总产量 has another canonical name now; nothing else has changed
    rules = tmp_path / "my-rules" / "indicators"
    rules.mkdir(parents=True)
    (rules / "own.yaml").write_text(
        "grain_output:\n  name: 谷物产量\n  code: cereals\n  aliases: [粮食总产量]\n  dimension: [mass]\n"
        "  examples: [粮食总产量12.4万吨。]\n",
        encoding="utf-8",
    )
    extracted(tmp_path, "--rules", str(tmp_path / "my-rules"))
    told = open_dataset(folder).figures.set_index("quote")["review"]
    assert told[["163.5亿元", "12.4万吨", "35公里"]].tolist() == ["accepted", "stale", "fixed"]
    options = ("--rules", str(tmp_path / "my-rules"))
    with reviewing(folder, *options) as served, tab(browser, served.address) as page:
        assert chosen(page) == "12.4万吨"  # first in the queue
        assert "谷物产量" in page.locator("#detail .verdict.is-stale").inner_text()
        choose(page, "35公里")
        assert field(page, "indicator_text").startswith("新建的农村公路")
        choose(page, "163.5亿元")
        assert page.locator("#detail .verdict.is-accepted").count() == 1


def test_a_verdict_without_its_text_is_on_top_and_can_be_done_with(tmp_path: Path, browser: Browser) -> None:
    folder = dataset(tmp_path)
    with reviewing(folder) as served, tab(browser, served.address) as page:
        choose(page, "35公里")
        page.keyboard.press("a")
        saved(page)
    dataset(tmp_path, REPORT.replace("新建农村公路35公里", "新修农村道路35公里"))
    with reviewing(folder) as served, tab(browser, served.address) as page:
        assert "35公里" in page.locator("#orphans").inner_text()
        assert "找不到" in page.locator("#orphans").inner_text()
        page.locator("#orphans button").click()
        page.locator("#orphans").wait_for(state="detached")


# --- a sample ---------------------------------------------------------------------------------


def test_a_sample_is_judged_and_signed(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(REPORT, "--sample", "5", "--seed", "7", "--reviewer", "李审核")
    assert "抽样已核对 0 / 6" in page.locator("#progress").inner_text()
    for done in range(6):
        page.keyboard.press("x" if done == 0 else "a")
        page.locator("#progress", has_text=f"抽样已核对 {done + 1} /").wait_for()
        page.locator("body:not(.saving)").wait_for()
    page.click("#sign")
    assert "95%" in page.locator("#report pre").inner_text()
    page.fill("#signer", "王局长")
    page.locator("#report button.primary").click()
    page.locator("#report a", has_text="下载报告").wait_for()
    report = (tmp_path / "extracted" / "sample-5-seed-7.html").read_text(encoding="utf-8")
    assert "王局长" in report
    assert log.read(tmp_path / "raw" / log.NAME).entries[-1].kind == "sign"


# --- size -------------------------------------------------------------------------------------


def lines(count: int) -> str:
    """A report with so many figures."""
    body = "".join(
        f"新建第{i % 90 + 10}批农村公路{i + 10}公里，改造老旧小区{i + 20}个。\n" for i in range(count // 2)
    )
    return f"云溪县2023年政府工作报告\n一、2022年工作回顾\n{body}"


def test_two_thousand_figures_are_there_in_under_a_second(tmp_path: Path, browser: Browser) -> None:
    folder = dataset(tmp_path, lines(MANY))
    assert len(open_dataset(folder).figures) >= MANY
    with reviewing(folder) as served:
        times = []
        while len(times) < TRIES and min(times, default=SECOND) >= SECOND:  # the machine may have other work
            times.append(_ready(browser, served.address))
    assert min(times) < SECOND, f"interactive after {times} ms"


def _ready(browser: Browser, address: str) -> int:
    """Milliseconds from the beginning of loading until keys and clicks work."""
    with tab(browser, address) as page:
        ready = int(page.get_attribute("html", "data-ready") or 10**6)
        first = chosen(page)
        page.keyboard.press("j")
        assert chosen(page) != first
        assert page.locator("#list .row").count() < 60  # only those in view
        return ready


# --- the offline file -------------------------------------------------------------------------


def written(folder: Path, target: Path) -> str:
    assert cli.main(["audit", str(folder), "--html", str(target), "-q"]) == cli.WELL
    return target.as_uri()


def test_the_offline_file_works_from_the_disk_without_a_network(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "poster-2023.pdf").write_bytes(pdf(column(REPORT, width=30)))
    address = written(dataset(tmp_path), tmp_path / "review.html")
    with tab(browser, address, offline=True) as page:
        page.click("#chooser")
        page.locator("#found button", has_text="yunxi-2023.txt").click()
        choose(page, "8%")
        assert page.locator("#source .part.indicator").inner_text() == "固定资产投资"
        assert page.locator("#actions button").count() == 0
        page.keyboard.press("a")  # saves nothing, and says nothing wrong
        page.locator("#source .mark.name", has_text="331").click()
        assert "名称的一部分" in page.locator("#detail").inner_text()
        page.click("#chooser")
        page.locator("#found button", has_text="poster-2023.pdf").click()
        page.wait_for_selector("#source .page img")
        assert (
            page.locator("#source .page img").evaluate(
                "image => image.decode().then(() => image.naturalWidth)"
            )
            > 500
        )


def test_the_offline_file_asks_for_nothing(tmp_path: Path) -> None:
    address = written(dataset(tmp_path), tmp_path / "review.html")
    page = (tmp_path / "review.html").read_text(encoding="utf-8")
    assert address.startswith("file:")
    assert "http://" not in page
    assert "https://" not in page
    assert 'src="/' not in page
    assert "unsafe-inline" not in page


# --- what must not run ------------------------------------------------------------------------

EVIL = "<img src=x onerror=window.ran=1></script><script>window.ran=1</script>"
HOSTILE = f"""云溪县2023年政府工作报告{EVIL}
一、2022年工作回顾{EVIL}
全年{EVIL}实现地区生产总值163.5亿元，新建\u202e路公村农\u202c农村公路35公里，改造\u200b老旧\u2066小区26个\u2069。
{{{{constructor}}}} ${{window.ran=1}} javascript:window.ran=1 新建学校3所"'`>。\u2028粮食总产量12.4万吨。
"""


@pytest.mark.parametrize("offline", [False, True], ids=["served", "offline"])
def test_nothing_in_a_document_its_name_or_a_note_runs(
    tmp_path: Path, browser: Browser, offline: bool
) -> None:
    name = "a<img src=x onerror=window.ran=1>\u202e2023.txt"
    folder = dataset(tmp_path, HOSTILE, name)
    with reviewing(folder, "--reviewer", f"甲{EVIL}\u202e") as served:
        start = served.ask("/api/dataset").json["queue"][0][1]
        id_ = served.ask("/api/dataset").json["documents"][0]["id"]
        for kind in ("note", "unsure"):
            told = {"document": id_, "start": start, "verdict": kind, "why": f"{EVIL}\u202e\u200b备注"}
            assert served.ask("/api/verdicts", told).status == 200
        address = written(folder, tmp_path / "review.html") if offline else served.address
        with tab(browser, address, offline=offline) as page:
            _look_at_everything(page)
            assert page.evaluate("window.ran") is None
            assert "<img src=x onerror" in page.locator("#source").inner_text()
            assert page.locator("img:not(.page img)").count() == 0
            assert page.locator(".hidden-char", has_text="⟨202E⟩").count() > 0
            everything = page.locator("body").inner_text()
            assert not set("\u202e\u200b\u2066") & set(everything)


def _look_at_everything(page: Page) -> None:
    for row in page.locator("#list .row").all():
        row.click()
    for mark in page.locator("#source .mark").all():
        mark.click()
    page.locator("#list .row").first.click()
    page.click("#chooser")
    page.keyboard.press("Escape")
    page.click("#language")
    page.keyboard.press("?")
    page.keyboard.press("Escape")


def test_scripts_make_elements_of_text_only() -> None:
    """No way from a string to markup or code stands in the page's scripts."""
    folder = Path(cli.__file__).parents[1] / "audit" / "page"
    ways = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "srcdoc")
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not [way for way in ways if way in text], path.name
        assert " on" not in "".join(text.split("<")[1:]) or path.suffix != ".html", path.name
        assert "style=" not in text or path.suffix != ".html", path.name


def test_the_data_of_the_offline_file_cannot_end_its_script() -> None:
    from pipeline.audit import offline

    data = {
        "dataset": {"name": "</script><!--<script>\u2028]]>"},
        "documents": {},
        "evidence": {},
        "pages": {},
    }
    page = offline.html(data)
    held = page.split('id="data">')[1].split("</script>")[0]
    assert json.loads(held) == data
    assert page.count("</script>") == 2
