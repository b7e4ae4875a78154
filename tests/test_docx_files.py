"""Word files as files: what is refused and why, names and forms of the format, old files converted."""

from __future__ import annotations

import io
import os
import stat
import struct
import time
import zipfile
from pathlib import Path

import golden_cases
import pytest
from word_files import (
    HIDDEN,
    NAMESPACES,
    NUMBERING,
    RAISED,
    listed,
    p,
    r,
    relationships,
    tbl,
    text,
    word,
    zipfile_of,
)

from pipeline import readers
from pipeline.readers import UnreadableFile, converted, docx, read_file, zipped

GOOD = word(p("全年生产总值1635亿元。"))


def changed(part: str, content: str | bytes) -> bytes:
    """The good file with another content of a part."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        contents: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return zipfile_of(contents | {part: content})


def encrypted() -> bytes:
    data = bytearray(GOOD)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        struct.pack_into("<H", data, at + offset, 1)
    return bytes(data)


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><w:document/>'
UTF_7 = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>'
REFUSED = {
    "no zip": (b"PK\x03\x04" + b"\x00" * 40, "archive of the file is damaged"),
    "a torn zip": (GOOD[: len(GOOD) // 2], "archive of the file is damaged"),
    "a damaged zip": (
        GOOD.replace(b"word/document.xml", b"word/d\xff\xfe\xffment.xml", 1),
        "archive of the file is damaged",
    ),
    "a plain zip": (zipfile_of({"a.txt": "甲"}), "holds no Word document"),
    "a workbook": (
        zipfile_of({"_rels/.rels": relationships(officeDocument="xl/w.xml"), "xl/w.xml": "<workbook/>"}),
        "an Excel workbook",
    ),
    "slides": (
        zipfile_of({"_rels/.rels": relationships(officeDocument="p.xml"), "p.xml": "<presentation/>"}),
        "a PowerPoint presentation",
    ),
    "another target": (
        changed("_rels/.rels", relationships(officeDocument="../../etc/passwd")),
        "holds no Word document",
    ),
    "a DOCTYPE": (changed("word/document.xml", DOCTYPE), "holds a DOCTYPE"),
    "a DOCTYPE in UTF-16": (changed("word/document.xml", DOCTYPE.encode("utf-16")), "holds a DOCTYPE"),
    "a DOCTYPE in a part that is not read": (changed("customXml/item.xml", DOCTYPE), "holds a DOCTYPE"),
    "a DOCTYPE in UTF-7": (changed("word/document.xml", UTF_7), "holds a DOCTYPE|damaged XML"),
    "a bomb": (changed("word/styles.xml", b" " * 20_000_000), "as zip bombs do"),
    "too much XML": (changed("word/styles.xml", os.urandom(33 * 2**20)), "33 MB, over the limit of 32 MB"),
    "many members": (zipfile_of({str(i): "" for i in range(5001)}), "has 5001 members"),
    "encrypted members": (encrypted(), "is encrypted"),
    "damaged XML": (changed("word/document.xml", "<w:document>"), "damaged XML"),
    "deep XML": (changed("word/document.xml", "<a>" * 100_000 + "</a>" * 100_000), "damaged XML"),
    "an empty document": (word(p()), "holds no text"),
    "pictures alone": (word(p("<w:r><w:drawing><pic:pic/></w:drawing></w:r>")), "holds pictures"),
    "English": (word(p("Annual report.")), "no Chinese text"),
    "hidden text alone": (word(p(r("全年", HIDDEN))), "holds no text"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_word_report_is_refused_with_one_sentence(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(data)
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match=reason) as refusal:
        read_file(path)
    assert time.monotonic() - started < 5
    message = str(refusal.value)
    assert message.startswith("report.docx: ")
    assert message.endswith(".")
    assert "\n" not in message


def test_sizes_are_refused_by_the_table_of_contents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_UNPACKED", 100)
    with pytest.raises(UnreadableFile, match="over the limit of"):
        docx.read(GOOD, "report", "report.docx")


def test_an_encrypted_office_file_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(UnreadableFile, match=r"an encrypted Office file.*take the password off"):
        read_file(path)


def test_entities_are_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    outer = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document {NAMESPACES}>&x;</w:document>'
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        docx.read(changed("word/document.xml", outer), "report", "report.docx")


def test_deep_nesting_is_read_or_refused_but_never_a_crash() -> None:
    for depth in (10, 60, 80, 120):
        body = p("最里")
        for _ in range(depth):
            body = tbl(f"<w:tr><w:tc>{body}</w:tc></w:tr>")
        try:
            assert text(body) == "最里\n"
        except UnreadableFile as refusal:
            assert "damaged XML" in str(refusal)
    wrapped = p("<w:ins>" * 200 + r("最里") + "</w:ins>" * 200)
    assert text(wrapped) == "最里\n"


def test_mad_numbers_of_lists_cost_no_time() -> None:
    mad = NUMBERING.replace('w:start w:val="1"', 'w:start w:val="999999"').replace(
        'w:ilvl="3"', 'w:ilvl="999999"'
    )
    body = "".join(p("甲", look=listed(1, depth)) for depth in (0, 2, 8, 999999))
    assert text(body, numbering=mad).split()[0] == "999999、甲"


# --- files by name ----------------------------------------------------------------------------


def test_the_source_names_its_format_and_digest(tmp_path: Path) -> None:
    path = tmp_path / "云溪.docx"
    path.write_bytes(GOOD)
    found = read_file(path)
    assert (found.document_id, found.format, found.file, found.passages) == ("云溪", "docx", "云溪.docx", ())
    assert len(found.sha256) == 64


def test_part_names_are_found_by_relationship_whatever_their_case() -> None:
    data = zipfile_of(
        {
            "_rels\\.rels": relationships(officeDocument="/Word/Document2.XML"),
            "word/document2.xml": f"<w:document {NAMESPACES}><w:body>{p('全年。')}</w:body></w:document>",
        }
    )
    assert docx.read(data, "report", "report.docx").text == "全年。\n"


def test_the_strict_form_of_the_format_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = f"<w:document {NAMESPACES}><w:body>{p('总值5亿元', r('[1]', RAISED))}</w:body></w:document>"
    found = docx.read(changed("word/document.xml", inner.replace(usual, strict)), "report", "report.docx")
    assert found.text == "总值5亿元\n"


def test_the_figures_of_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "云溪县2023年政府工作报告.docx"
    path.write_bytes(
        word(
            p(
                "2023年，全县生产总值",
                r("163.5亿元"),
                r("[1]", RAISED),
                "，增长",
                f"<w:ins>{r('4.7%')}</w:ins>。",
            )
        )
    )
    figures = golden_cases.engine().extract_file(path).figures
    assert [(figure.indicator_text, figure.quote) for figure in figures] == [
        ("生产总值", "163.5亿元"),
        ("生产总值", "4.7%"),
    ]


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def office(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """A program in the place of LibreOffice; gives the old Word file."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    path = folder / "report.wps"
    path.write_bytes(OLD)
    return path


def test_old_word_files_are_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(GOOD)
    script = (
        'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out="$2"; shift; done\n'
        f'case "$1" in */report.wps) mkdir "$out"; cp "{tmp_path}/made.docx" "$out/report.docx";; esac'
    )
    found = read_file(office(tmp_path, monkeypatch, script))
    assert found.text == "全年生产总值1635亿元。\n"
    assert found.sha256 != docx.read(GOOD, "", "").sha256


def test_a_file_that_cannot_be_converted_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match=r"^report\.wps: LibreOffice cannot convert the file"):
        read_file(office(tmp_path, monkeypatch, "exit 0"))


def test_a_conversion_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converted, "TIMEOUT", 0.5)
    path = office(tmp_path, monkeypatch, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="LibreOffice took over"):
        read_file(path)
    assert time.monotonic() - started < 10
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("what the program started is still running")


@pytest.mark.parametrize("suffix", [".doc", ".wps"])
def test_without_libreoffice_the_user_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / f"report{suffix}"
    path.write_bytes(OLD)
    with pytest.raises(UnreadableFile, match=f"{suffix} files need LibreOffice, which is not installed"):
        read_file(path)


def test_a_docx_that_is_named_doc_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "report.doc"
    path.write_bytes(GOOD)
    assert read_file(path).text == "全年生产总值1635亿元。\n"


def test_every_suffix_of_word_has_a_reader() -> None:
    assert readers.READERS[".docx"] is docx.read
    assert readers.READERS[".doc"] is readers.READERS[".wps"] is converted.read
