"""Two datasets against each other: what is lost, changed, gained, and why; as text, JSON and page."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from time import process_time

import pytest
from jsonschema import Draft202012Validator

from pipeline import open_dataset
from pipeline.cli import main
from pipeline.dataset.dictionary import columns
from pipeline.dataset.files import csv_text
from pipeline.dataset.folder import DatasetError
from pipeline.dataset.tables import Row
from pipeline.diff import Diff, diff, lines, page
from pipeline.diff.align import align
from pipeline.schemas import schema

RULES, OTHER_RULES = "a" * 64, "b" * 64
COLUMNS = columns("figures")
Cells = dict[str, str]


def figure(quote: str = "1635亿元", start: int = 10, **cells: str) -> Cells:
    """GDP of 2022, its value from the quote; `cells` replace others."""
    value, unit = re.fullmatch(r"([\d.]+)(\D*)", quote).groups()  # type: ignore[union-attr]
    plain = {
        "indicator_text": "地区生产总值", "indicator": "地区生产总值", "indicator_code": "gdp",
        "measure": "level", "value": value, "bound": "eq", "unit": unit, "normalized_value": value,
        "period": "2022", "status": "actual", "quote": quote, "sentence": f"地区生产总值{quote}。",
        "char_start": str(start), "char_end": str(start + len(quote)), "rule": "indicators:gdp",
    }  # fmt: skip
    return plain | cells


def other(quote: str, start: int, name: str, **cells: str) -> Cells:
    """A figure of something without a canonical indicator."""
    sentence = cells.pop("sentence", f"{name}{quote}。")
    return figure(
        quote, start, indicator_text=name, indicator="", indicator_code="", sentence=sentence, **cells
    )


def dataset(
    folder: Path,
    documents: Mapping[str, Iterable[Cells]],
    texts: Mapping[str, str] | None = None,
    known: Mapping[str, Cells] | None = None,
    run: Mapping[str, object] | None = None,
) -> Path:
    """A dataset of these figures.

    `texts`: of documents, also their sha256 unless `known` (cells of documents.csv) says it.
    `run`: keys of run.json; {} for none.
    """
    (folder / "text").mkdir(parents=True)
    figures: list[Row] = []
    rows: list[Row] = []
    for id_ in sorted(documents):
        found = list(documents[id_])
        text = (texts or {}).get(id_, "原文")
        plain = {
            "document_id": id_, "file": f"{id_}.txt", "sha256": f"{hash((id_, text)) % 16**12:064x}",
            "kind": "work_report", "title": "政府工作报告", "region": "江苏省苏州市太仓市",
            "region_code": "320585", "report_year": "2023", "characters": "9", "figures": str(len(found)),
            "unexplained": "0", "state": "done",
        }  # fmt: skip
        plain |= (known or {}).get(id_, {})
        rows.append(tuple(plain.get(name, "") for name in columns("documents")))
        (folder / "text" / f"{id_}.txt").write_text(text, "utf-8")
        for one in found:
            cells = one | {"document_id": id_, "figure_id": f"{id_}:{one['char_start']}"}
            figures.append(tuple(cells.get(name, "") for name in COLUMNS))
    for name, table in (("figures", figures), ("documents", rows)):
        text = csv_text([columns(name), *table])
        (folder / f"{name}.csv").write_text(text, "utf-8-sig", newline="")
    (folder / "datapackage.json").write_text("{}", "utf-8")
    made = {"schema_version": 1, "baoshu": "0.1.0", "rules": RULES} if run is None else run
    if made:
        (folder / "run.json").write_text(json.dumps(made), "utf-8")
    return folder


def both(
    tmp_path: Path,
    old: Iterable[Cells],
    new: Iterable[Cells],
    texts: tuple[str, str] = ("原", "原"),
    **run: str,
) -> Diff:
    """One document in two datasets; `run` replaces keys of the newer run.json."""
    made = {"baoshu": "0.1.0", "rules": RULES} | run
    return diff(
        dataset(tmp_path / "old", {"a": old}, {"a": texts[0]}),
        dataset(tmp_path / "new", {"a": new}, {"a": texts[1]}, run=made),
    )


def told(found: Diff) -> list[tuple[str, str, str, str]]:
    """Of each figure: kind, cause, what it said and says."""
    return [(one.kind, one.cause, *one.said) for one in found.figures]


# --- which is which ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("", "abc", []),
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("DAD", "AD", [(1, 0), (2, 1)]),
        ("abab", "ab", [(0, 0), (1, 1)]),
        ("abcde", "xbydz", [(1, 1), (3, 3)]),
        ("xyz", "zxy", [(0, 1), (1, 2)]),
    ],
)
def test_items_are_aligned_in_order(old: str, new: str, pairs: list[tuple[int, int]]) -> None:
    assert align(old, new) == pairs


def test_aligning_long_rows_of_repeated_items_takes_no_square_of_time() -> None:
    old, new = [k % 7 for k in range(60_000)], [k % 7 for k in range(60_000) if k % 5]
    began = process_time()
    pairs = align(old, new)
    assert process_time() - began < 10
    assert all(old[i] == new[j] for i, j in pairs)
    assert pairs == sorted(pairs) and len({j for _, j in pairs}) == len(pairs) > 30_000


def test_a_value_that_changed_in_its_sentence_is_changed_and_not_lost_and_gained(tmp_path: Path) -> None:
    old = [figure("1635亿元", 10), other("800万标箱", 30, "吞吐量")]
    new = [figure("1653.5亿元", 10), other("800万标箱", 32, "吞吐量")]
    found = both(tmp_path, old, new, ("旧", "新"))
    assert told(found) == [("changed", "source", "1635 亿元", "1653.5 亿元")]
    assert found.figures[0].columns["value"] == ("1635", "1653.5")
    assert found.kinds["moved"] == 1


def test_figures_that_only_shifted_are_counted_and_not_listed(tmp_path: Path) -> None:
    old = [figure("1635亿元", 10), other("8家", 30, "企业")]
    new = [other("5家", 5, "学校"), figure("1635亿元", 20, page="2", x0="9"), other("8家", 40, "企业")]
    found = both(tmp_path, old, new, ("旧", "新"))
    assert told(found) == [("gained", "source", "", "5 家")]
    assert (found.kinds["moved"], found.kinds["same"]) == (2, 0)


def test_a_paragraph_that_moved_is_no_difference(tmp_path: Path) -> None:
    rows = [other(f"{k}家", 10 * k, f"第{k}项") for k in range(1, 9)]
    moved = [other("1家", 200, "第1项")]
    found = both(tmp_path, rows, [*rows[1:], *moved], ("旧", "新"))
    assert not found.figures
    assert found.kinds["moved"] + found.kinds["same"] == 8


def test_repeated_sentences_are_paired_in_their_order(tmp_path: Path) -> None:
    old = [other("5%", 10, "增长"), other("5%", 40, "增长"), other("7%", 60, "增长"), other("5%", 80, "增长")]
    new = [other("5%", 10, "增长"), other("7%", 30, "增长"), other("5%", 50, "增长")]
    found = both(tmp_path, old, new, ("旧", "新"))
    assert [(one.kind, one.ids.old) for one in found.figures] == [("lost", "a:40")]


def test_one_of_two_equal_quotes_in_a_sentence_is_found_by_what_it_measures(tmp_path: Path) -> None:
    sentence = "投资增长5%，消费增长5%。"
    first = other("5%", 14, "投资", measure="growth", sentence=sentence)
    second = other("5%", 24, "消费", measure="growth", sentence=sentence)
    found = both(tmp_path, [first, second], [second], ("旧", "新"))
    assert [(one.kind, one.indicator) for one in found.figures] == [("lost", "投资")]


def test_a_reworded_sentence_keeps_its_figure(tmp_path: Path) -> None:
    old = [figure(sentence="全年实现地区生产总值1635亿元。")]
    new = [figure(start=14, sentence="过去的一年，地区生产总值达到1635亿元。")]
    found = both(tmp_path, old, new, ("旧", "新"))
    assert not found.figures
    assert found.kinds["reworded"] == 1


def test_another_name_in_a_sentence_much_alike_is_a_change(tmp_path: Path) -> None:
    old = [other("3所", 10, "新建学校", sentence="全年新建学校3所，改造操场。")]
    new = [other("3所", 12, "新建中小学校", sentence="全年新建中小学校3所，改造操场。")]
    found = both(tmp_path, old, new, ("旧", "新"))
    assert [(one.kind, one.told()["indicator_text"]) for one in found.figures] == [
        ("changed", ("新建学校", "新建中小学校"))
    ]


def test_the_same_number_elsewhere_is_another_figure(tmp_path: Path) -> None:
    old = [other("3所", 10, "新建学校", sentence="全年新建学校3所，改造操场。")]
    new = [other("3所", 12, "撤并医院", sentence="乡镇卫生体制改革顺利推进，撤并医院3所。")]
    found = both(tmp_path, old, new, ("旧", "新"))
    assert [one.kind for one in found.figures] == ["lost", "gained"]


def test_in_the_same_text_a_number_read_with_more_of_its_characters_is_changed(tmp_path: Path) -> None:
    old, new = figure("35亿元", 12), figure("1635亿元", 10)
    found = both(tmp_path, [old], [new], rules=OTHER_RULES)
    assert told(found) == [("changed", "rule", "35 亿元", "1635 亿元")]


def test_a_parent_is_known_by_who_it_is(tmp_path: Path) -> None:
    old = [figure(start=10), other("8亿元", 20, "工业", parent_id="a:10")]
    moved = [figure(start=30), other("8亿元", 40, "工业", parent_id="a:30")]
    assert not both(tmp_path / "1", old, moved, ("旧", "新")).figures
    alone = [figure(start=30), other("8亿元", 40, "工业", parent_id="")]
    (found,) = both(tmp_path / "2", old, alone, ("旧", "新")).figures
    assert found.told() == {"parent_id": ("a:10", "")}


# --- documents --------------------------------------------------------------------------------


def test_lost_documents_come_first_and_end_with_their_own_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = {"c": {"state": "failed", "message": "c.txt: the file is damaged.", "title": "", "kind": ""}}
    old = dataset(tmp_path / "old", {"a": [figure()], "b": [figure()], "c": [figure(), figure(start=90)]})
    new = dataset(tmp_path / "new", {"a": [figure("9亿元")], "c": [], "d": [figure()]}, known=failed)
    assert main(["diff", str(old), str(new)]) == 3
    said = capsys.readouterr().out
    order = [said.index(word) for word in ("documents lost:", "documents gained:", "figures changed:")]
    assert order == sorted(order)
    assert "failed: c.txt: the file is damaged." in said

    found = diff(old, new)
    assert [(one.kind, one.document_id, one.figures) for one in found.documents] == [
        ("lost", "b", (1, 0)), ("lost", "c", (2, 0)), ("gained", "d", (0, 1)),
    ]  # fmt: skip
    assert (found.kinds["with_lost_documents"], found.kinds["with_gained_documents"]) == (3, 1)
    assert [one.kind for one in found.figures] == ["changed"], (
        "figures of lost documents are not listed again"
    )


def test_a_document_that_can_be_read_now_is_gained(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", {"a": []}, known={"a": {"state": "failed"}})
    found = diff(old, dataset(tmp_path / "new", {"a": [figure()]}))
    assert [(one.kind, one.states) for one in found.documents] == [("gained", ("failed", "done"))]
    assert not found.lost_coverage


def test_a_renamed_file_is_known_by_its_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = {"sha256": "5" * 64}
    old = dataset(tmp_path / "old", {"z": [figure()], "m": [figure()]}, known={"z": same})
    new = dataset(tmp_path / "new", {"a": [figure()], "m": [figure()]}, known={"a": same})
    found = diff(old, new)
    assert [(one.kind, one.ids) for one in found.documents] == [("renamed", ("z", "a"))]
    assert not found.figures
    assert main(["diff", str(old), str(new)]) == 0
    assert "z → a" in capsys.readouterr().out


# --- causes -----------------------------------------------------------------------------------


def test_a_verdict_is_the_cause(tmp_path: Path) -> None:
    fixed = figure(
        value="1653",
        normalized_value="1653",
        review="fixed",
        extracted='{"value": "1635", "normalized_value": "1635"}',
    )
    given = both(tmp_path / "given", [figure()], [fixed], rules=OTHER_RULES)
    assert told(given) == [("changed", "review", "1635 亿元", "1653 亿元")]
    taken = both(tmp_path / "taken", [fixed], [figure()], ("旧", "新"))
    assert [one.cause for one in taken.figures] == ["review"]
    rejected = both(tmp_path / "rejected", [figure()], [figure(review="rejected")])
    assert [(one.cause, one.told()) for one in rejected.figures] == [("review", {"review": ("", "rejected")})]


def test_a_verdict_that_no_longer_holds_or_changed_nothing_is_not_the_cause(tmp_path: Path) -> None:
    stale = both(
        tmp_path / "1", [figure(review="accepted")], [figure("9亿元", review="stale")], rules=OTHER_RULES
    )
    assert [one.cause for one in stale.figures] == ["rule"]
    after = both(tmp_path / "2", [figure()], [figure("9亿元", review="accepted")], rules=OTHER_RULES)
    assert [one.cause for one in after.figures] == ["rule"]


def test_other_bytes_are_the_cause_before_rules_and_version(tmp_path: Path) -> None:
    found = both(tmp_path, [figure()], [figure("9亿元")], ("旧", "新"), rules=OTHER_RULES, baoshu="0.2.0")
    assert told(found) == [("changed", "source", "1635 亿元", "9 亿元")]
    assert [one.kind for one in found.documents] == ["changed"]


def test_a_sidecar_is_a_source(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", {"a": [figure(report_year="2023")]})
    years = {"a": {"report_year": "2024"}}
    new = dataset(tmp_path / "new", {"a": [figure(period="2023", report_year="2024")]}, known=years)
    found = diff(old, new)
    assert [(one.kind, one.cause, one.columns) for one in found.documents] == [
        ("changed", "source", {"report_year": ("2023", "2024")})
    ]
    assert [(one.cause, one.told()) for one in found.figures] == [("source", {"period": ("2022", "2023")})]


def test_rules_are_the_cause_and_those_that_fired_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = figure(status="target", rule="indicators:gdp cues:will")
    gained = other("8家", 90, "企业")
    found = both(tmp_path, [figure()], [target, gained], rules=OTHER_RULES)
    assert [(one.kind, one.cause) for one in found.figures] == [("changed", "rule"), ("gained", "rule")]
    assert found.figures[0].rules == ("", "cues:will")
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new")]) == 0
    said = capsys.readouterr().out
    assert "status: actual → target  (rule: +cues:will)" in said
    assert "地区生产总值【1635亿元】。" in said


def test_where_rules_and_version_differ_the_rules_of_the_row_decide(tmp_path: Path) -> None:
    old = [figure(start=10), other("8家", 40, "企业")]
    new = [figure("9亿元", 10), other("7家", 40, "企业", rule="words:new")]
    found = both(tmp_path, old, new, rules=OTHER_RULES, baoshu="0.2.0")
    assert [one.cause for one in found.figures] == ["version", "rule"]


def test_the_version_is_the_cause_and_so_is_a_program_between_two_versions(tmp_path: Path) -> None:
    for number, version in enumerate(("0.2.0", "0.1.0")):
        found = both(tmp_path / str(number), [figure()], [figure("9亿元")], baoshu=version)
        assert [one.cause for one in found.figures] == ["version"]


def test_without_run_json_the_cause_is_unknown(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", {"a": [figure()]}, run={})
    found = diff(old, dataset(tmp_path / "new", {"a": [figure("9亿元")]}))
    assert [one.cause for one in found.figures] == ["unknown"]


def test_the_same_reading_by_other_rules_is_counted(tmp_path: Path) -> None:
    found = both(tmp_path, [figure()], [figure(rule="indicators:gdp_2")], rules=OTHER_RULES)
    assert (bool(found), found.kinds["other_rules"]) == (False, 1)


# --- what is asked, what is given -------------------------------------------------------------


def test_the_same_dataset_has_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = dataset(tmp_path / "one", {"a": [figure()]})
    assert main(["diff", str(folder), str(folder)]) == 0
    assert capsys.readouterr().out == "no difference: 1 document, 1 figure\n"


def test_documents_and_indicators_can_be_asked_for(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", {"a": [figure(), other("8家", 50, "企业")], "b": [figure()]})
    new = dataset(
        tmp_path / "new", {"a": [figure("9亿元"), other("7家", 50, "企业")], "b": [figure("7亿元")]}
    )
    assert len(diff(old, new).figures) == 3
    assert [one.document_id for one in diff(old, new, documents=["b"]).figures] == ["b"]
    for name in ("gdp", "地区生产总值"):
        found = diff(old, new, documents=["a"], indicators=[name])
        assert [one.said.new for one in found.figures] == ["9 亿元"]
    for wrong in ({"documents": ["x"]}, {"indicators": ["x"]}):
        with pytest.raises(DatasetError, match=r"neither dataset|no figure of the two"):
            diff(old, new, **wrong)


def test_a_folder_that_is_no_dataset_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = dataset(tmp_path / "one", {"a": [figure()]})
    (tmp_path / "none").mkdir()
    assert main(["diff", str(folder), str(tmp_path / "none")]) == 4
    assert "is no dataset" in capsys.readouterr().err
    table = folder / "figures.csv"
    table.write_text(table.read_text("utf-8-sig").replace("extracted", "corrected", 1), "utf-8-sig")
    assert main(["diff", str(folder), str(folder)]) == 4
    assert "other columns" in capsys.readouterr().err


@pytest.mark.parametrize("damage", ["gone,row\n", '"a:1', "\xff"])
def test_a_damaged_table_is_one_sentence(
    damage: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = dataset(tmp_path / "one", {"a": [figure()]})
    with (folder / "figures.csv").open("ab") as file:
        file.write(damage.encode("latin-1"))
    assert main(["diff", str(folder), str(folder)]) == 4
    assert "extract again" in capsys.readouterr().err


def test_every_figure_is_counted_once(tmp_path: Path) -> None:
    old = {"a": [figure(), other("8家", 50, "企业"), other("3所", 70, "学校")], "b": [figure()]}
    new = {"a": [figure("9亿元", 12), other("8家", 53, "企业"), other("2座", 90, "水厂")], "c": [figure()]}
    found = diff(dataset(tmp_path / "old", old, {"a": "旧"}), dataset(tmp_path / "new", new, {"a": "新"}))
    kinds = found.kinds
    stayed = sum(kinds[kind] for kind in ("changed", "reworded", "other_rules", "moved", "same"))
    assert kinds["lost"] + kinds["with_lost_documents"] + stayed == found.old.figures == 4
    assert kinds["gained"] + kinds["with_gained_documents"] + stayed == found.new.figures == 4
    assert sum(found.causes.values()) == len(found.documents) + len(found.figures)
    for counts in found.indicators:
        assert counts.old - counts.lost + counts.gained == counts.new


def test_text_shows_some_and_counts_the_rest(tmp_path: Path) -> None:
    old = [other(f"{k}家", 20 * k, f"第{k}项") for k in range(1, 31)]
    found = both(tmp_path, old, [], ("旧", "新"))
    assert "  … and 20 more; see --json or --html, or --limit 0" in list(lines(found, 10))
    assert sum("【" in line for line in lines(found, 0)) == 30


def test_json_is_as_its_schema_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = dataset(tmp_path / "old", {"a": [figure(), other("8家", 50, "企业", page="3")], "b": []})
    new = dataset(tmp_path / "new", {"a": [figure("9亿元"), other("5%", 70, "水")], "c": [figure()]})
    assert main(["diff", str(old), str(new), "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema("diff")).validate(said)
    assert [one["kind"] for one in said["figures"]] == ["lost", "changed", "gained"]
    assert said["figures"][1]["columns"]["value"] == {"old": "1635", "new": "9"}
    assert said["lost_coverage"] is True


def test_python_gives_the_same_typed(tmp_path: Path) -> None:
    old = dataset(tmp_path / "old", {"a": [figure()]})
    new = open_dataset(dataset(tmp_path / "new", {"a": [figure("9亿元")]}))
    assert new.diff(old) == new.diff(open_dataset(old)) == diff(old, new.folder)
    assert not new.diff(new)


class _Reader(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.sources: list[str] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.sources += [
            name for name, _ in attrs if name in ("src", "href", "style") or name.startswith("on")
        ]

    def handle_data(self, data: str) -> None:
        self.said += data


def test_the_page_is_offline_and_no_text_of_a_report_acts_in_it(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script><img src="http://x/y">\u202e\u200b'
    old = [other("8家", 50, bad, section=bad), other("5家", 90, "学校")]
    new = [other("9家", 50, bad, section=f"{bad}2", rule=bad)]
    known = {"a": {"title": bad}}
    found = diff(
        dataset(tmp_path / "old", {"a": old, "b": []}, known=known),
        dataset(tmp_path / "new", {"a": new}, known={"a": {"title": bad * 2, "message": bad}}),
    )
    made = page(found)
    reader = _Reader()
    reader.feed(made)
    assert not {"script", "img", "link", "iframe", "a"} & set(reader.tags)
    assert not reader.sources
    assert "http" not in made.replace("http-equiv", "").replace("http://x/y", "")
    assert "\u202e" not in made and "[U+202E]" in made
    assert "少了的数据" in reader.said and "【5家】" in reader.said
    assert page(found) == made


def test_the_page_is_bounded_and_says_what_it_leaves_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = dataset(tmp_path / "old", {"a": [other(f"{k}家", 20 * k, f"第{k}项") for k in range(1, 1001)]})
    new = dataset(tmp_path / "new", {"a": []}, {"a": "新"})
    target = tmp_path / "diff.html"
    assert main(["diff", str(old), str(new), "--html", str(target), "-q"]) == 0
    assert capsys.readouterr().out == ""
    said = target.read_text("utf-8")
    assert "另有 500 个数据未列出" in said and "500 more figures are left out" in said
    assert said.count('class="said"') == 500


def test_no_difference_is_a_page_too(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "one", {"a": [figure()]})
    assert "没有差别" in page(diff(folder, folder))


def test_many_figures_take_little_memory_and_time_about_linear(tmp_path: Path) -> None:
    def many(changed: int) -> dict[str, list[Cells]]:
        return {
            f"d{d:03}": [
                other(f"{k + (changed and k % changed == 0)}家", 30 * k, f"第{k}项", section="一、" * 9)
                for k in range(200)
            ]
            for d in range(100)
        }

    texts = [{f"d{d:03}": f"{side}{d}" for d in range(100)} for side in ("旧", "新")]
    old = dataset(tmp_path / "old", many(0), texts[0])
    new = dataset(tmp_path / "new", many(50), texts[1])
    began = process_time()
    assert len(diff(old, new).figures) == 400
    assert process_time() - began < 20
    tracemalloc.start()
    try:
        found = diff(old, new)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.kinds["moved"] + found.kinds["same"] == 19_600
    assert most < 10e6
