"""A real browser for tests: the Chromium of the system, driven by Playwright.

Without one the tests skip and say how to get it; with BAOSHU_BROWSER=required (as in CI) they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: nothing of the browser's own goes out, and it works as root, too
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
MISSING = "no Chromium: install one (Debian: apt-get install chromium) or name it in BAOSHU_CHROMIUM"


def chromium() -> str:
    """Where the browser is; skips the test where there is none, or fails it where one is required."""
    told = os.environ.get("BAOSHU_CHROMIUM", "")
    found = told or next(filter(None, map(shutil.which, NAMES)), "")
    if found and Path(found).exists():
        return found
    if os.environ.get("BAOSHU_BROWSER") == "required":
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser, running."""
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield running
        finally:
            running.close()


@contextmanager
def tab(browser: Browser, address: str, offline: bool = False, width: int = 1440) -> Iterator[Page]:
    """A page that has come up; at the end nothing may have gone wrong in it unsaid.

    `page.faults` is what the console said of errors; whoever expects some clears it.
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=offline, locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.faults = faults  # type: ignore[attr-defined]
    try:
        page.goto(address)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)
        yield page
        assert not faults, faults
    finally:
        with suppress(Error):  # it may have crashed
            context.close()
