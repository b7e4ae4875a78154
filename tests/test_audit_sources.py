"""The file of a document: found where it was, refused where it is another or lies outside."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from fake_engine import FakeEngine, extract
from test_runner import fill

from pipeline.audit import sources
from pipeline.audit.sources import Found, find
from pipeline.dataset.dictionary import columns
from pipeline.dataset.frames import read_rows

TEXT = "企业12家"


def row(file: str, text: str = TEXT) -> dict[str, str]:
    return {"file": file, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def extracted(paths: list[Path], out: Path) -> list[dict[str, str]]:
    """The rows of the documents of a dataset made of these paths."""
    extract(FakeEngine(), paths, out)
    return [dict(zip(columns("documents"), cells, strict=True)) for cells in read_rows(out, "documents")]


def test_a_dataset_remembers_where_its_files_are(tmp_path: Path) -> None:
    fill(tmp_path / "reports", a=TEXT, b="企业13家")
    (tmp_path / "reports" / "inner").mkdir()
    fill(tmp_path / "reports" / "inner", c="企业14家")
    fill(tmp_path / "elsewhere", d="企业15家", e="企业16家")
    given = [tmp_path / "reports", tmp_path / "elsewhere" / "d.txt", tmp_path / "elsewhere" / "e.txt"]
    rows = extracted(given, tmp_path / "out" / "set")
    roots = json.loads((tmp_path / "out" / "set" / "run.json").read_text())["roots"]
    assert roots == ["../../elsewhere", "../../reports"]
    found = [find(tmp_path / "out" / "set", each) for each in rows]
    assert [told.path and told.path.name for told in found] == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]
    assert {told.message for told in found} == {""}


def test_a_dataset_that_was_moved_with_its_reports_finds_them(tmp_path: Path) -> None:
    rows = extracted([fill(tmp_path / "one" / "reports", a=TEXT)], tmp_path / "one" / "set")
    (tmp_path / "one").rename(tmp_path / "two")
    assert find(tmp_path / "two" / "set", rows[0]).path == tmp_path / "two" / "reports" / "a.txt"


def test_the_folder_beside_it_and_folders_that_are_told_are_searched(tmp_path: Path) -> None:
    dataset = tmp_path / "set"
    dataset.mkdir()
    missing = "找不到原文件“a.txt”，请用 --sources 指明它所在的文件夹。"
    assert find(dataset, row("a.txt")) == Found(None, missing)
    fill(tmp_path / "raw", a=TEXT)
    assert find(dataset, row("a.txt")).path == tmp_path / "raw" / "a.txt"
    fill(tmp_path / "told", a=TEXT)
    assert find(dataset, row("a.txt"), [tmp_path / "told"]).path == tmp_path / "told" / "a.txt"


def test_another_file_of_the_name_is_no_source_and_the_right_one_further_on_is(tmp_path: Path) -> None:
    dataset = tmp_path / "set"
    dataset.mkdir()
    fill(tmp_path / "told", a="企业99家")
    changed = "原文件“a.txt”在抽取之后改动过，请找回当时的文件，或者重新抽取。"
    assert find(dataset, row("a.txt"), [tmp_path / "told"]) == Found(None, changed)
    fill(tmp_path / "raw", a=TEXT)
    assert find(dataset, row("a.txt"), [tmp_path / "told"]).path == tmp_path / "raw" / "a.txt"


def test_a_change_is_seen_and_the_digest_is_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = fill(tmp_path / "raw", a=TEXT) / "a.txt"
    made: list[str] = []
    digest = hashlib.file_digest
    monkeypatch.setattr(hashlib, "file_digest", lambda *told: made.append("") or digest(*told))
    for _ in range(3):
        assert find(tmp_path / "raw", row("a.txt")).path == file
    assert len(made) == 1
    file.write_text("企业88家", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert "改动过" in find(tmp_path / "raw", row("a.txt")).message


@pytest.mark.parametrize(
    "name", ["../b.txt", "x/../../b.txt", "/b.txt", "C:\\b.txt", "\\b.txt", "..", "", "a\0b"]
)
def test_a_name_that_leads_out_of_the_folder_finds_nothing(tmp_path: Path, name: str) -> None:
    fill(tmp_path, b=TEXT)
    fill(tmp_path / "raw", a=TEXT)
    assert find(tmp_path / "raw", row(name), [tmp_path / "raw"]).path is None
    assert find(tmp_path / "raw", row(str(tmp_path / "b.txt")), [tmp_path / "raw"]).path is None


def test_a_link_that_leads_out_of_the_folder_finds_nothing(tmp_path: Path) -> None:
    fill(tmp_path, b=TEXT)
    folder = fill(tmp_path / "raw", a=TEXT)
    try:
        (folder / "out.txt").symlink_to(tmp_path / "b.txt")
        (folder / "in.txt").symlink_to(folder / "a.txt")
    except OSError:
        pytest.skip("this system makes no links")
    assert find(folder, row("out.txt"), [folder]).path is None
    assert find(folder, row("in.txt"), [folder]).path == folder / "a.txt"


@pytest.mark.parametrize("told", ["", "[", "[]", '{"roots": 3}', '{"roots": [3, null, "/", "C:/", "//x/y"]}'])
def test_a_run_that_tells_nothing_is_no_fault(tmp_path: Path, told: str) -> None:
    dataset = tmp_path / "set"
    dataset.mkdir()
    (dataset / "run.json").write_text(told)
    fill(tmp_path / "raw", a=TEXT)
    assert find(dataset, row("a.txt")).path is not None
    assert sources._roots(dataset) == ()
