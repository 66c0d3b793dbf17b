"""A real browser for the tests of pages: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

# So many milliseconds may pass until a page shows what it has to. Playwright's own 5 and 30 seconds are too few where other
# tests, perhaps with a browser too, have the processor.
PATIENCE = 120_000
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def running_chromium(*flags: str) -> Iterator[Browser]:
    """Chromium without a window; a skip that says what to install where there is none.

    Playwright runs an event loop in the thread of the test for as long as this lasts, so that no other test can start one
    there: never keep it longer than a module of tests.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install playwright")
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with playwright.sync_playwright() as running:
        playwright.expect.set_options(timeout=PATIENCE)
        browser = running.chromium.launch(executable_path=program, args=[*FLAGS, *flags], timeout=PATIENCE)
        yield browser
        browser.close()


@contextmanager
def new_context(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A context of its own in a browser, as Playwright makes it, with our patience."""
    with browser.new_context(**options) as context:
        context.set_default_timeout(PATIENCE)
        yield context
