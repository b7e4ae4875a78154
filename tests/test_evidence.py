"""The evidence of a document: each part where it stands, on paper where it is printed, drawn as it looks."""

from __future__ import annotations

import io
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import golden_cases
import pytest
from fake_engine import HARM
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from printing import FONT, Set, column, pdf
from reportlab.pdfgen.canvas import Canvas
from test_isolation import bounds_memory, runs
from test_runner import wait_for

from pipeline import isolation
from pipeline.audit import draw, evidence
from pipeline.audit.draw import CannotDraw, Size
from pipeline.audit.evidence import Evidence
from pipeline.audit.marks import KINDS
from pipeline.audit.workshop import Workshop
from pipeline.dataset import tables
from pipeline.dataset.dictionary import columns
from pipeline.isolation import Limits
from pipeline.model import Extraction

RAW = Path(__file__).parent.parent / "raw" / "taicang-2023.txt"
Told = dict[
    str, dict[str, list[str]]
]  # quote of a figure -> kind -> what is marked, in the order of the text


class Read:
    """A file with its rows and its evidence."""

    def __init__(self, path: Path) -> None:
        engine = golden_cases.engine()
        self.path = path
        self.extraction: Extraction = engine.extract_file(path, path.name)
        self.row = tables.document_row(path.stem, self.extraction)._asdict()
        self.text = self.extraction.document.source.text
        names = columns("figures")
        rows = tables.figure_rows(path.stem, self.extraction)
        self.figures = [dict(zip(names, row, strict=True)) for row in rows]

    def evidence(self, **changes: object) -> Evidence:
        """Its evidence; `changes` replace what `evidence` is given."""
        given = {"path": self.path, "row": self.row, "text": self.text, "figures": self.figures} | changes
        return evidence.evidence(golden_cases.engine(), **given)  # type: ignore[arg-type]

    def told(self) -> Told:
        """What is marked of each figure, by its quote; white space left out."""
        found = self.evidence()
        marked: Told = {}
        for figure in self.figures:
            kinds: dict[str, list[str]] = {}
            for kind, start, end in found.parts[figure["char_start"]]:
                kinds.setdefault(kind, []).append("".join(self.text[start:end].split()))
            marked[figure["quote"]] = kinds
        return marked


def said(folder: Path, text: str, year: int = 2024) -> Told:
    """What is marked in a text of a report of that year."""
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "a.yaml").write_text(f"year: {year}\nkind: work_report\n", encoding="utf-8")
    return Read(folder / "a.txt").told()


@pytest.fixture(scope="module")
def seed() -> Read:
    return Read(RAW)


# --- the parts --------------------------------------------------------------------------------


def test_number_unit_and_qualifier_stand_side_by_side(tmp_path: Path) -> None:
    told = said(
        tmp_path,
        "集装箱吞吐量突破800万标箱。新增企业3600余家。惠及群众3亿多人。森林覆盖率达到百分之四十以上。"
        "发放资金超亿元。企业2~3家。压缩至55、50、24个工作日。",
    )
    assert told["800万标箱"] == {
        "number": ["800"], "unit": ["万标箱"], "qualifier": ["突破"], "indicator": ["集装箱吞吐量"],
    }  # fmt: skip
    parts = {
        quote: [kinds.get(k, []) for k in ("number", "unit", "qualifier")] for quote, kinds in told.items()
    }
    assert parts["3600余家"] == [["3600"], ["家"], ["余"]]
    assert parts["3亿多人"] == [["3"], ["亿", "人"], ["多"]]
    assert parts["百分之四十"] == [["四十"], ["百分之"], ["以上"]]
    assert parts["亿元"] == [["亿"], ["元"], ["超"]]
    assert parts["2~3家"] == [["2~3"], ["家"], []]
    assert parts["55"] == [["55"], ["个工作日"], []]


def test_the_words_of_an_indicator_are_found_where_they_were_taken_from(tmp_path: Path) -> None:
    told = said(
        tmp_path,
        "太仓港集装箱吞吐量800万标箱、货物吞吐量超2.6亿吨。新增公园20个、停车场35处。"
        "跨境电商交易额1.1亿元、增长114%。15个项目开工建设。",
    )
    indicators = {quote: kinds.get("indicator") for quote, kinds in told.items()}
    assert indicators == {
        "800万标箱": ["太仓港集装箱吞吐量"],
        "2.6亿吨": ["太仓港", "货物吞吐量"],
        "20个": ["新增公园"],
        "35处": ["新增", "停车场"],
        "1.1亿元": ["跨境电商交易额"],
        "114%": ["跨境电商交易额"],
        "15个": ["项目", "开工建设"],  # 开工建设的项目
    }


def test_the_nearest_of_several_places_is_marked(seed: Read) -> None:
    growth = next(figure for figure in seed.figures if figure["quote"] == "114%")
    parts = seed.evidence().parts[growth["char_start"]]
    place = next(part for part in parts if part.kind == "indicator")
    assert place.end < int(growth["char_start"]) < place.end + 20


def test_words_of_time_are_those_that_decided(tmp_path: Path) -> None:
    told = said(
        tmp_path,
        "一、2023年工作回顾\n全年地区生产总值1635亿元（预计数，下同），比上年增长5.3%。2020年建成学校6所。\n"
        "二、2024年工作安排\n力争新增就业1.2万人。建成公园4个。",
    )
    times = {q: [k.get(kind) for kind in ("basis", "period", "status")] for q, k in told.items()}
    assert times["1635亿元"][2] == ["（预计数，下同）"]
    assert times["5.3%"][0] == ["比上年"]
    assert times["6所"][1] == ["2020年"]
    assert times["1.2万人"] == [None, ["二、2024年工作安排"], ["力争"]]
    assert times["4个"] == [None, ["二、2024年工作安排"], ["二、2024年工作安排"]]


def test_a_cell_of_a_table_is_told_by_its_row_its_column_and_what_stands_above(tmp_path: Path) -> None:
    told = said(
        tmp_path,
        "表1 主要产品产量\n产品名称\t单位\t2023年产量\t比上年增长（%）\n钢材\t万吨\t157.7\t48.8\n"
        "水泥\t万吨\t242.1\t-39.9\n",
    )
    assert told["157.7"] == {
        "period": ["2023年"], "indicator": ["产量", "钢材"], "unit": ["万吨"], "number": ["157.7"],
    }  # fmt: skip
    assert told["39.9"]["unit"] == ["%"] if "39.9" in told else told["-39.9"]["unit"] == ["%"]
    assert told["48.8"]["basis"] == ["比上年"]


def test_parts_lie_in_the_text_and_apart_from_each_other(seed: Read) -> None:
    found = seed.evidence()
    assert found.message == ""
    assert set(found.parts) == {figure["char_start"] for figure in seed.figures}
    for figure in seed.figures:
        parts = found.parts[figure["char_start"]]
        check(parts, seed.text)
        held = [part for part in parts if part.kind in ("number", "unit")]
        assert min(p.start for p in held) == int(figure["char_start"])
        assert max(p.end for p in held) <= int(figure["char_end"])


def check(parts: list[evidence.Part], text: str) -> None:
    taken: dict[int, str] = {}
    for part in parts:
        assert part.kind in KINDS
        assert 0 <= part.start < part.end <= len(text)
        assert text[part.start : part.end].strip() == text[part.start : part.end] != ""
        for place in range(part.start, part.end):
            assert {taken.get(place, part.kind), part.kind} in ({part.kind}, {"period", "status"})
            taken[place] = part.kind


def test_nearly_all_of_an_indicator_is_found_in_the_seed(seed: Read) -> None:
    found = seed.evidence()
    wanted = sum(len(figure["indicator_text"]) for figure in seed.figures)
    marked = sum(
        len("".join(seed.text[part.start : part.end].split()))
        for parts in found.parts.values()
        for part in parts
        if part.kind == "indicator"
    )
    assert 0.98 * wanted <= marked <= wanted


_WORDS = [
    *(
        "全年",
        "地区生产总值",
        "达到",
        "超",
        "1.5",
        "3",
        "亿元",
        "%",
        "家",
        "、",
        "，",
        "。",
        "以上",
        "第",
        "余",
    ),
    *(
        "2023年",
        "力争",
        "新增",
        "其中",
        "比上年",
        "增长",
        "（",
        "）",
        "百分之",
        "十",
        "~",
        "\n",
        "\t",
        " ",
        "\u200b",
    ),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=40).map("".join))
def test_no_text_makes_evidence_that_lies_outside_it(text: str) -> None:
    row = {"document_id": "a", "file": "a.txt", "format": "txt", "sha256": "", "pages": "", "title": "",
           "kind": "work_report", "region": "", "region_code": "", "report_year": "2024"}  # fmt: skip
    for parts in evidence.evidence(golden_cases.engine(), None, row, text).parts.values():
        check(parts, text)


# --- rules, and what is not as it was ---------------------------------------------------------


def test_rules_have_a_place_and_an_example(seed: Read) -> None:
    rules = seed.evidence().as_dict()["rules"]
    place, example = rules["units:yuan"]
    assert place.startswith("rules/units.yaml:")
    assert "元" in example
    assert rules["grammar:unit"] == ["有单位的数字是数据", ""]
    assert {rule for figure in seed.figures for rule in figure["rule"].split()} <= set(rules)


def test_without_the_file_the_stored_text_is_read(seed: Read) -> None:
    found = seed.evidence(path=None)
    assert found == seed.evidence()


def test_a_file_that_reads_otherwise_now_is_told_and_the_stored_text_is_read(
    seed: Read, tmp_path: Path
) -> None:
    (tmp_path / RAW.name).write_text("另一份报告，企业12家。", encoding="utf-8")
    other = seed.evidence(path=tmp_path / RAW.name)
    assert other.message == "今天从原文件读出的文字与数据集保存的不同，依据按保存的文字标出；请重新抽取。"
    assert other.parts == seed.evidence().parts
    (tmp_path / RAW.name).unlink()
    gone = seed.evidence(path=tmp_path / RAW.name)
    assert gone.message == "原文件现在无法读取，依据按数据集保存的文字标出，页面上不能画框。"


def test_figures_that_are_read_otherwise_today_are_counted_once(seed: Read) -> None:
    changed = [dict(figure) for figure in seed.figures]
    changed[0]["period"] = "1999"
    changed[1]["char_start"] = str(int(changed[1]["char_start"]) + 1)
    found = seed.evidence(figures=changed)
    assert found.message.startswith("有2个数字今天的规则读得与数据集不同")
    assert [part.kind for part in found.parts[changed[1]["char_start"]]] == ["number"]


def test_what_a_person_mended_is_not_read_otherwise(seed: Read) -> None:
    mended = [dict(figure) for figure in seed.figures]
    mended[0] |= {"period": "1999", "extracted": f'{{"period": "{mended[0]["period"]}"}}'}
    assert seed.evidence(figures=mended).message == ""


# --- paper ------------------------------------------------------------------------------------

REPORT = "一、2023年工作回顾\n全年实现地区生产总值1635亿元，比上年增长5.3%。新增公园20个、停车场35处。"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Read:
    path = tmp_path_factory.mktemp("paper") / "report-2024.pdf"
    path.write_bytes(pdf(column(REPORT), [Set(72, 90, "森林覆盖率达到42.5%，新建学校6所。")]))
    return Read(path)


def test_paged_documents_have_boxes_of_all_numbers_and_all_parts(printed: Read) -> None:
    found = printed.evidence()
    assert found.message == ""
    spans = {f"{part.start}-{part.end}" for parts in found.parts.values() for part in parts}
    spans |= {f"{row.char_start}-{row.char_end}" for row in printed.extraction.ledger}
    assert set(found.boxes) == spans
    figure = next(one for one in printed.figures if one["quote"] == "42.5%")
    number = next(p for p in found.parts[figure["char_start"]] if p.kind == "number")
    ((page, x0, top, x1, bottom),) = found.boxes[f"{number.start}-{number.end}"]
    assert page == 2
    assert float(figure["x0"]) == x0 < x1 < float(figure["x1"])
    assert (top, bottom) == (float(figure["top"]), float(figure["bottom"]))


def test_without_the_file_there_are_no_boxes_but_the_same_parts(printed: Read) -> None:
    found = printed.evidence(path=None)
    assert found.boxes == {}
    assert found.parts == printed.evidence().parts


def test_a_part_on_two_lines_has_two_boxes(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        pdf(column("一二三四五六七八九十" * 2 + "全社会固定资产投资完成投资总额规模1635亿元。", width=30))
    )
    found = Read(path).evidence()
    assert any(len(boxes) == 2 for boxes in found.boxes.values())


# --- pages ------------------------------------------------------------------------------------


def paper(folder: Path, rotate: int = 0, turned: int = 0, crop: tuple[int, ...] = ()) -> Path:
    """A page with lines of text, drawn turned, shown turned, cut."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842))
    canvas.setPageRotation(rotate)
    if crop:
        canvas.setCropBox(crop)
    canvas.setFont(FONT, 14)
    canvas.translate(*{0: (0, 0), 90: (500, 0), 180: (500, 700), 270: (0, 650)}[turned])
    canvas.rotate(turned)
    for line in range(8):
        canvas.drawString(90, 400 - 30 * line, f"完成{1200 + line}亿元，增长5.{line}%。")
    canvas.showPage()
    canvas.save()
    path = folder / f"p{rotate}-{turned}.pdf"
    path.write_bytes(made.getvalue())
    return path


def image_of(page: bytes | str) -> Image.Image:
    assert isinstance(page, bytes)
    return Image.open(io.BytesIO(page)).convert("L")


@pytest.mark.parametrize("crop", [(), (30, 60, 560, 600)], ids=["whole", "cut"])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90, 270])
def test_boxes_lie_on_the_numbers_however_the_page_lies(
    tmp_path: Path, rotate: int, turned: int, crop: tuple[int, ...]
) -> None:
    path = paper(tmp_path, rotate, turned, crop)
    source = golden_cases.engine().extract_file(path).document.source
    (size,) = draw.sizes(path)
    image = image_of(draw.page(path, 1, turn=size.turn))
    assert image.size == image_of(draw.page(path, 1)).size
    across, down = image.width / size.width, image.height / size.height
    assert abs(across - draw.SCALE) < 0.01 > abs(down - draw.SCALE)
    assert source.places is not None
    inked = image.copy()
    for at, char in enumerate(source.text):
        x0, top, x1, bottom = (edge[at] for edge in source.places[1:])
        box = (round(x0 * across), round(top * down), round(x1 * across), round(bottom * down))
        if char.isdecimal():
            assert image.crop(box).getextrema()[0] < 128, f"{char} is not printed at {box}"
        inked.paste(255, (box[0] - 3, box[1] - 6, box[2] + 3, box[3] + 6))
    assert inked.getextrema()[0] > 128, "there is ink outside of all boxes"


def test_a_huge_page_is_drawn_smaller(tmp_path: Path) -> None:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(1200, 14000))
    canvas.drawString(72, 72, "1200")
    canvas.showPage()
    canvas.save()
    path = tmp_path / "long.pdf"
    path.write_bytes(made.getvalue())
    width, height = image_of(draw.page(path, 1)).size
    assert width * height <= 8_100_000
    assert draw.sizes(path) == [Size(1200, 14000)]
    assert abs(height / width - 14000 / 1200) < 0.02


def test_a_picture_is_its_own_page(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    Image.new("RGB", (1200, 600), "white").save(path, dpi=(300, 300))
    assert draw.sizes(path) == [Size(pytest.approx(288, abs=0.1), pytest.approx(144, abs=0.1))]
    assert image_of(draw.page(path, 1)).size == (576, 288)
    with pytest.raises(CannotDraw, match="没有第2页"):
        draw.page(path, 2)


def test_what_cannot_be_drawn_is_said_in_a_sentence(tmp_path: Path, printed: Read) -> None:
    for name, said in {"a.pdf": "打不开", "a.png": "打不开", "a.docx": "没有页面图像"}.items():
        (tmp_path / name).write_bytes(b"%PDF-1.4 and nothing else")
        with pytest.raises(CannotDraw, match=said):
            draw.page(tmp_path / name, 1)
    for number in (0, 3, -1):
        with pytest.raises(CannotDraw, match=f"没有第{number}页"):
            draw.page(printed.path, number)
    assert draw.sizes(tmp_path / "a.docx") == []


# --- the workshop -----------------------------------------------------------------------------

forks = pytest.mark.skipif(not isolation.forks(), reason="this system has no fork, so no workshop apart")


@pytest.fixture
def workshop() -> Iterator[Callable[[], Workshop]]:
    """Makes workshops, and closes them; with the engine of the tests, which spares its loading."""
    made: list[Workshop] = []

    def make(limits: Limits = Limits(60, 500)) -> Workshop:  # noqa: B008  immutable
        made.append(Workshop(limits=limits, engine=golden_cases.engine()))
        return made[-1]

    yield make
    for one in made:
        one.close()


def asked(shop: Workshop, read: Read) -> dict[str, object]:
    return shop.evidence(read.path, read.row, read.text, read.figures)


def test_the_workshop_answers_as_the_rooms_do(workshop: Callable[[], Workshop], printed: Read) -> None:
    shop = workshop()
    assert asked(shop, printed) == printed.evidence().as_dict()
    assert shop.sizes(printed.path) == [[595.0, 842.0]] * 2
    assert shop.page(printed.path, 2) == draw.page(printed.path, 2)
    assert shop.page(printed.path, 3) == "原文件没有第3页。"
    assert shop.page(printed.path.with_name("gone.pdf"), 1) == "原文件现在无法打开，请检查它是否还在原处。"
    assert shop.sizes(printed.path.with_name("gone.pdf")) == []


def test_the_workshop_knows_units(workshop: Callable[[], Workshop]) -> None:
    shop = workshop()
    assert shop.units("万标箱") == (Decimal(10000), "TEU", "count")
    assert shop.units("百分之") == (Decimal(1), "%", "share")
    assert shop.units("") == (Decimal(1), "", "")
    for written in ("筐筐", "2家", "家，", " 家", "亿元" * 30):
        assert shop.units(written) is None


@forks
@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        pytest.param("eat", "内存超过了100 MB", marks=bounds_memory),
        ("slow", "超过了1秒"),
        ("stuck", "超过了1秒"),
        ("abort", "SIGABRT"),
        ("die", "出错中断"),
        ("crash", "KeyError"),
    ],
)
def test_a_file_that_does_harm_costs_one_answer(
    workshop: Callable[[Limits], Workshop], seed: Read, printed: Read, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, harm: str, sentence: str,
) -> None:  # fmt: skip
    read_file = evidence.readers.read_file

    def reader(path: Path, *names: str) -> object:
        return HARM[harm]() if path.suffix == ".pdf" else read_file(path, *names)

    monkeypatch.setattr(evidence.readers, "read_file", reader)
    monkeypatch.setattr(draw, "page", lambda path, number, turn: HARM[harm]())
    shop = workshop(Limits(1, 100))
    answer = asked(shop, printed)
    assert sentence in str(answer["message"])
    assert answer["parts"] == printed.evidence(path=None).as_dict()["parts"]
    assert sentence in str(shop.page(printed.path, 1))
    assert asked(shop, seed)["message"] == ""
    assert shop.units("家") == (Decimal(1), "家", "count")


@forks
def test_pages_do_not_wait_for_evidence_and_callers_may_be_many(
    workshop: Callable[[Limits], Workshop], printed: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence.readers, "read_file", lambda *told: time.sleep(60))
    shop = workshop(Limits(3, 500))
    waiting = threading.Thread(target=asked, args=(shop, printed))
    waiting.start()
    pages: list[object] = []
    askers = [threading.Thread(target=lambda: pages.append(shop.page(printed.path, 1))) for _ in range(4)]
    for one in askers:
        one.start()
    for one in askers:
        one.join()
    assert waiting.is_alive()
    assert pages == [draw.page(printed.path, 1)] * 4
    waiting.join()


@forks
def test_a_workshop_that_was_closed_says_so(workshop: Callable[[], Workshop], printed: Read) -> None:
    shop = workshop()
    benches = [shop._reads._process, shop._draws._process]
    shop.close()
    assert not any(bench.is_alive() for bench in benches)
    assert shop.page(printed.path, 1) == "后台程序已经停止，请重新启动核对页面。"
    assert asked(shop, printed)["message"] == "后台程序已经停止，请重新启动核对页面。"


def _caller(pids: multiprocessing.connection.Connection) -> None:
    shop = Workshop(engine=golden_cases.engine())
    pids.send([shop._reads._process.pid, shop._draws._process.pid])
    time.sleep(60)


@forks
def test_a_workshop_ends_with_a_caller_that_is_killed() -> None:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    caller = context.Process(target=_caller, args=(theirs,))
    caller.start()
    pids = ours.recv()
    assert all(map(runs, pids))
    caller.kill()
    caller.join()
    wait_for(lambda: not any(map(runs, pids)))
    assert os.getpid() not in pids


def test_where_there_is_no_fork_the_work_is_done_here(printed: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "forks", lambda: False)
    with Workshop(engine=golden_cases.engine()) as shop:
        assert asked(shop, printed) == printed.evidence().as_dict()
        assert shop.page(printed.path, 1) == draw.page(printed.path, 1)
        assert shop.page(printed.path, 9) == "原文件没有第9页。"
