"""A real browser, and the atlas of the demo warehouse."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.browser import Reader

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Return Debian's Chromium without a window; skip where it is absent, but never in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None and not os.environ.get("CI"):
        pytest.skip("there is no chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def reader(browser) -> Iterator[Reader]:
    """Return a reader who prefers Chinese."""
    context = browser.new_context(locale="zh-CN", accept_downloads=True)
    yield Reader(context)
    context.close()


@pytest.fixture(scope="session")
def atlas(demo_warehouse) -> Path:
    """Return the folder of the demo's atlas."""
    return demo_warehouse.settings.serving_dir / "atlas"
