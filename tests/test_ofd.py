"""OFD: text where it stands on the page, and one clear sentence where there is none."""

from __future__ import annotations

import io
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.readers import UnreadableFile, ofd, read_file

needs_ofdkit = pytest.mark.skipif(
    not find_spec("ofdkit"), reason="needs the extra: pip install 'baoshu[ofd]'"
)
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
ROOT = (
    f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
)
DOCUMENT = (
    f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
    '</ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    "</ofd:Pages></ofd:Document>"
)
TEXT = (
    '<ofd:TextObject ID="3" Boundary="20 30 100 10" Font="1" Size="5">'
    '<ofd:TextCode X="0" Y="5" DeltaX="5 5 5 5 2.5 2.5">新增企业12家</ofd:TextCode></ofd:TextObject>'
)


def written(folder: Path, content: str = TEXT, **parts: str) -> Path:
    """A file of one page."""
    page = (
        f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="2">{content}</ofd:Layer></ofd:Content></ofd:Page>'
    )
    contents = {
        "OFD.xml": ROOT,
        "Doc_0/Document.xml": DOCUMENT,
        "Doc_0/Pages/Page_0/Content.xml": page,
        **parts,
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    (folder / "report.ofd").write_bytes(data.getvalue())
    return folder / "report.ofd"


def test_without_the_extra_an_ofd_is_one_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ofd, "find_spec", lambda name: None)
    with pytest.raises(UnreadableFile) as refusal:
        read_file(written(tmp_path))
    assert str(refusal.value) == "report.ofd: it is an OFD file; pip install 'baoshu[ofd]' and it is read."


@needs_ofdkit
def test_text_is_where_it_stands(tmp_path: Path) -> None:
    source = read_file(written(tmp_path))
    (page,) = source.sheets
    assert (source.format, source.pages, round(page.width), round(page.height)) == ("ofd", 1, 595, 842)
    assert "".join(glyph.text for glyph in page.glyphs) == "新增企业12家"
    first, last = page.glyphs[0], page.glyphs[-1]
    millimetre = 72 / 25.4
    assert first.x0 == pytest.approx(20 * millimetre)
    assert last.x1 == pytest.approx(50 * millimetre, abs=3)
    assert first.top < 35 * millimetre < first.bottom
    assert first.size == pytest.approx(5 * millimetre)


@needs_ofdkit
@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"content": ""}, "there is no text in the OFD"),
        ({"OFD.xml": "<ofd"}, "the OFD is damaged"),
        ({"OFD.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]>" + ROOT}, "the OFD is no report"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, parts: dict[str, str], reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as refusal:
        read_file(written(tmp_path, **parts))
    assert "\n" not in str(refusal.value)
