"""A real browser against a real server, with the demo county behind it.

Pictures of every screen a journey passes are kept in the folder named by ``SHOUWANG_PICTURES`` (none if it is not set).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from scripts import browser as browsers

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
# Django forbids its database layer while an event loop runs in the thread, and playwright's synchronous face runs one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives the browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the machine, headless; never skipped in silence."""
    found = browsers.find()
    assert found, "no chromium on this machine: run make test, which provides one"
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server: object) -> Iterator[Page]:
    """A new window; a script error or a request that the server failed fails the journey."""
    context = chromium.new_context(viewport=WIDE, base_url=str(live_server), locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    window, wrong = context.new_page(), []
    window.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    window.on("console", lambda message: wrong.append(f"console: {message.text}") if _is_wrong(message) else None)
    window.on("response", lambda response: wrong.append(f"{response.status} {response.url}") if response.status >= 500 else None)
    yield window
    context.close()
    assert not wrong, wrong


def _is_wrong(message: ConsoleMessage) -> bool:
    """The browser writes an error for every 422 too; that a form comes back with its reasons is how it should be."""
    return message.type == "error" and "status of 422" not in message.text


def keep(page: Page, name: str) -> None:
    """Keep pictures of this screen, wide and narrow, if somebody wants to look at them."""
    folder = os.environ.get("SHOUWANG_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for label, size in (("1440", WIDE), ("360", NARROW)):
            page.set_viewport_size(size)
            page.screenshot(path=Path(folder) / f"{name}-{label}.png", full_page=True, caret="initial")
        page.set_viewport_size(WIDE)


def sign_in(page: Page, username: str, password: str) -> None:
    """Sign in by the page, as a person does."""
    page.goto("/account/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.click("main button[type=submit], form button[type=submit]")
    page.wait_for_url(lambda address: "/account/login" not in address)
