"""Makes the pictures of the READMEs anew: .venv/bin/python tests/screenshots.py

The poster is set from the report in raw/, the communiqué from invented text; both are printed by Chromium.
"""

from __future__ import annotations

import html
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import browsing
from auditing import extracted, reviewing
from PIL import Image
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
PICTURES = Path(__file__).resolve().parent / "pictures"
COLORS = ("#b3282d", "#b5651d", "#2b6a9e", "#2f7d4f", "#6a3fa0")
STYLE = """
@page { size: 800px 1130px; margin: 0 }
body { margin: 0; padding: 26px; width: 748px; font: 11px/1.7 'Noto Serif CJK SC', serif }
h1 { background: #b3282d; color: #fff; font: 700 24px/1.5 'Noto Sans CJK SC'; padding: 12px; margin: 0 0 10px }
h1, h2 { text-align: center }
h2 { color: #fff; font: 700 14px/1 'Noto Sans CJK SC'; padding: 7px; margin: 0 0 8px }
.row { display: grid; gap: 8px; grid-auto-flow: column; grid-auto-columns: 1fr; margin-bottom: 10px }
.card { border: 1px solid; border-radius: 4px; padding: 6px 8px }
.card p { color: #111; text-indent: 2em; margin: 0 0 6px; text-align: justify }
.card b { display: table; margin: 0 auto; color: #fff; border-radius: 9px; padding: 1px 12px }
.card b { font: 700 11px/1.6 'Noto Sans CJK SC' }
.report { padding: 60px 80px; width: 640px; font-size: 15px }
.report h1 { background: none; color: #111 }
.report h3 { font: 700 16px/2 'Noto Sans CJK SC'; margin: 6px 0 0 }
.report p { text-indent: 2em; margin: 4px 0; line-height: 1.9; text-align: justify }
caption { font-weight: 700; padding: 6px }
table { border-collapse: collapse; width: 100%; font-size: 13.5px }
td, th { border: 1px solid #111; padding: 3px 8px } td:nth-child(n+3) { text-align: right }
"""
COMMUNIQUE = """<h1>云溪县2024年国民经济和社会发展统计公报</h1><h3>一、综合</h3>
<p>初步核算，全年地区生产总值386.2亿元，比上年增长5.6%。其中，第一产业增加值48.7亿元，增长3.9%；第二产业增加值151.3亿元，
增长6.4%；第三产业增加值186.2亿元，增长5.4%。年末常住人口62.35万人，其中城镇人口36.8万人。</p>
<table><caption>表1　2024年规模以上工业主要产品产量</caption>
<tr><th>产品名称</th><th>单位</th><th>产量</th><th>比上年增长（%）</th></tr>
<tr><td>发电量</td><td>亿千瓦时</td><td>42.6</td><td>7.3</td></tr>
<tr><td>水泥</td><td>万吨</td><td>118.4</td><td>-6.2</td></tr>
<tr><td>农用化肥</td><td>万吨</td><td>9.7</td><td>1.8</td></tr>
<tr><td>饲料</td><td>万吨</td><td>33.5</td><td>12.1</td></tr>
<tr><td>精制茶</td><td>吨</td><td>5260</td><td>4.4</td></tr></table>
<h3>二、农业</h3><p>全年粮食播种面积58.3万亩，比上年增加0.4万亩；粮食总产量24.9万吨，增产1.7%。生猪出栏41.2万头，下降2.3%。</p>
<h3>三、人民生活</h3><p>全年城镇居民人均可支配收入43180元，增长4.8%；农村居民人均可支配收入22460元，增长6.5%。</p>"""


def poster() -> str:
    """The first sections of the report in raw/, each text with its heading below it as in the original."""
    blocks = (ROOT / "raw" / "taicang-2023.txt").read_text(encoding="utf-8").split("\n\n")
    texts = ["".join(line.strip() for line in block.split("\n")) for block in blocks]
    first = next(i for i, text in enumerate(texts) if text.startswith("开通重点企业"))
    sections: list[tuple[str, list[tuple[str, str]]]] = [(texts[0], [(texts[1], "战疫情")])]
    body = ""
    for text in texts[first:]:
        if text.endswith("。"):
            body = text
        elif body:
            sections[-1][1].append((body, text))
            body = ""
        else:
            sections.append((text, []))
    title = "以党的二十大精神为指引　全面推进中国式现代化太仓新实践<br>——一图读懂政府工作报告"
    return f"<h1>{title}</h1>" + "".join(_sections(sections[:5]))


def _sections(sections: list[tuple[str, list[tuple[str, str]]]]) -> Iterator[str]:
    for color, (name, cards) in zip(COLORS, sections, strict=False):
        yield f'<h2 style="background:{color}">{html.escape(name)}</h2><div class="row">'
        for text, heading in cards:
            yield f'<div class="card" style="border-color:{color}"><p>{html.escape(text)}</p>'
            yield f'<b style="background:{color}">{html.escape(heading)}</b></div>'
        yield "</div>"


def printed(browser: Browser, body: str, css: str = "") -> bytes:
    """A page as PDF."""
    page = browser.new_page()
    page.set_content(f'<style>{STYLE}</style><body class="{css}">{body}')
    made = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()
    return made


def picture(browser: Browser, folder: Path, document: str, quote: str, larger: int) -> bytes:
    """The review of a document with one figure chosen."""
    with reviewing(folder, "--reviewer", "李审核") as served, browsing.tab(browser, served.address) as page:
        page.click("#chooser")
        page.locator("#found button", has_text=document).click()
        page.wait_for_selector("#source .page img")
        page.locator("#list").press("q")
        page.locator("#search").fill(quote)
        page.locator("#list .row", has_text=quote).first.click()
        page.wait_for_selector("#source .part.indicator", timeout=60_000)
        page.locator("#search").fill("")
        page.locator("#list").focus()
        for _ in range(larger):
            page.keyboard.press("+")
        page.wait_for_timeout(1500)
        page.evaluate("document.activeElement.blur()")
        return page.screenshot()


def main() -> None:
    """Write poster.png and communique.png."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, browsing.browser() as browser:
        folder = Path(place)
        (folder / "raw").mkdir()
        (folder / "raw" / "taicang-2023.pdf").write_bytes(printed(browser, poster()))
        (folder / "raw" / "yunxi-2024.pdf").write_bytes(printed(browser, COMMUNIQUE, "report"))
        extracted(folder)
        for name, document, quote, larger in (
            ("poster", "taicang-2023.pdf", "800万标箱", 1),
            ("communique", "yunxi-2024.pdf", "-6.2", 0),
        ):
            made = picture(browser, folder / "extracted", document, quote, larger)
            Image.open(io.BytesIO(made)).convert("RGB").save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
