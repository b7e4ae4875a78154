"""Reading files: every encoding in use, every line end kept, and one clear sentence for what is no report."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import readers
from pipeline.readers import UnreadableFile, read_file

TEXT = "云溪县2023年政府工作报告\r\n\r\n全年粮食产量12.4万吨，增长2.1％。\u2028新建公路３５公里。\r"
CHINESE = "全县城镇新增就业五千一百人，新建公路三十五公里，粮食产量十二万吨。"


def written(folder: Path, data: bytes, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"],
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    text = TEXT.replace("\u2028", "\n") if encoding == "gbk" else TEXT
    assert read_file(written(tmp_path, text.encode(encoding))).text == text


def test_traditional_characters_in_big5_are_read(tmp_path: Path) -> None:
    text = "我們在過去一年完成了國民經濟計劃，糧食產量增長百分之五，人民生活有了改善。"
    assert read_file(written(tmp_path, text.encode("big5"))).text == text


def test_the_source_names_its_file_and_digest(tmp_path: Path) -> None:
    source = read_file(written(tmp_path, TEXT.encode()), "yunxi-2023", "reports/yunxi.txt")
    assert (source.document_id, source.file, source.format) == ("yunxi-2023", "reports/yunxi.txt", "txt")
    assert len(source.sha256) == 64
    assert read_file(tmp_path / "report.txt").document_id == "report"


REFUSED = {
    "empty": (b"", "the file is empty"),
    "white space": ("\ufeff \u3000\n\t\u200b".encode(), "only white space"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "a picture"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    "a Word file": (b"PK\x03\x04" + b"\x00" * 20, "a zip archive or an Office file"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 20, "an old Word or Excel file"),
    "a web page": (b"<!DOCTYPE html><html><body></body></html>", "a web page"),
    "NUL bytes": (CHINESE.encode() + b"\x00" * 40, "NUL"),
    "noise": (bytes(range(128, 256)) * 20, "neither UTF-8 nor GB18030"),
    "control characters": ((CHINESE + "\x01\x02\x03" * 20).encode(), "are unreadable"),
    "cut in a character": (CHINESE.encode()[:-2], "but 1 of its bytes are damaged"),
    "broken UTF-16": (b"\xff\xfe" + CHINESE.encode("utf-16-le")[:-1], "is not UTF-16-LE"),
    "English": (b"Government work report of the county.", "no Chinese text"),
    "a million digits": (b"1234567890" * 100_000, "no Chinese text"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_report_is_refused_with_one_sentence(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as refusal:
        read_file(written(tmp_path, data))
    message = str(refusal.value)
    assert message.startswith("report.txt: ")
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("name", "reason"),
    [("report.odt", "suffix .odt is not known"), ("report", "suffix \\(none\\) is not known")],
)
def test_other_suffixes_are_refused(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_file(written(tmp_path, TEXT.encode(), name))


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_BYTES", 2**20)
    with pytest.raises(UnreadableFile, match="3 MB is over the limit of 1 MB"):
        read_file(written(tmp_path, b"\xe5\x85\xa8" * 2**20))


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^nothing\.txt: cannot be opened"):
        read_file(tmp_path / "nothing.txt")


def test_a_text_that_begins_like_a_picture_is_a_text(tmp_path: Path) -> None:
    text = "BMW沈阳工厂全年产量突破80万辆，增长5%。"
    assert read_file(written(tmp_path, text.encode())).text == text
