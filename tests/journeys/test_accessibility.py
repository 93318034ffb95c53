"""Every page of the demo county: nothing that axe calls serious, light and dark, wide and narrow; headings in order; no page wider than a phone.

The addresses are those of the walk through every URL (tests/house), asked by whoever sees most.
"""

from importlib import resources
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from tests.house.objects import OWN_TOWN
from tests.house.test_urls import addresses
from tests.journeys.conftest import NARROW, WIDE

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
WORDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WHOLE = {"runOnly": {"type": "tag", "values": list(WORDS)}, "resultTypes": ["violations"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "resultTypes": ["violations"]}
RUN = """options => axe.run(document, options).then(found => found.violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes.slice(0, 2).map(node => node.html.slice(0, 160)).join(' | ')}`))"""
LEAPS = """() => { const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(h => h.offsetParent).map(h => +h.tagName[1]);
    return levels.filter((level, at) => at === 0 ? level !== 1 : level > levels[at - 1] + 1).length || (levels.filter(level => level === 1).length === 1 ? 0 : 1); }"""
WIDER = "() => document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-frame, .sidebar, dialog')).slice(-2).map(e => e.outerHTML.slice(0, 160)) : []"
FOR_OTHERS = {"operator": ("/installation",), "county": ("/policy/", "/posts/")}


def session_of(username: str) -> str:
    """A session of one of the demo's sign-ins."""
    client = Client()
    with acting_as(system()):
        user = User.objects.get(username=username)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[project_settings.SESSION_COOKIE_NAME].value


def pages(username: str) -> list[str]:
    """One address for each page that this sign-in can open: pages with a head of their own, neither parts nor files."""
    client = Client()
    client.cookies[project_settings.SESSION_COOKIE_NAME] = session_of(username)
    asked = dict.fromkeys(route for route, _values in addresses(OWN_TOWN) if not route.startswith("/api/"))
    return [route for route in asked if _is_page(client.get(route))]


def _is_page(answer: Any) -> bool:
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and b"<html" in answer.content[:400]


def look(page: Page, route: str) -> list[str]:
    """What is wrong with one page."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    page.goto(route, wait_until="load")
    page.evaluate(AXE)
    found = page.evaluate(RUN, WHOLE)
    if page.evaluate(LEAPS):
        found.append("headings: a level is left out, or there is not exactly one h1")
    page.emulate_media(color_scheme="dark")
    found += [f"dark {one}" for one in page.evaluate(RUN, COLOURS)]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += [f"wider than a phone: {one}" for one in page.evaluate(WIDER)]
    page.emulate_media(color_scheme="light")
    found += [f"narrow {one}" for one in page.evaluate(RUN, COLOURS)]
    return [f"{route}  {one}" for one in found]


@pytest.fixture
def window(chromium: Browser, live_server: Any) -> Any:
    """One window for all pages."""
    context = chromium.new_context(viewport=WIDE, base_url=str(live_server), locale="zh-CN", reduced_motion="reduce")
    yield context
    context.close()


def enter(window: Any, live_server: Any, username: str) -> None:
    cookie = {"name": project_settings.SESSION_COOKIE_NAME, "value": session_of(username), "url": live_server.url}
    window.add_cookies([cookie])


def test_no_page_shuts_anybody_out(window: Any, live_server: Any) -> None:
    page, wrong = window.new_page(), list[str]()
    walk = {"township": pages("township"), **FOR_OTHERS}
    assert len(walk["township"]) > 40
    for username, routes in walk.items():
        enter(window, live_server, username)
        for route in routes:
            wrong += look(page, route)
    assert not wrong, "\n".join(wrong)


def test_the_keyboard_sees_where_it_is(window: Any, live_server: Any) -> None:
    enter(window, live_server, "township")
    page = window.new_page()
    page.goto("/duty/")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    for _step in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; }")
        assert outline, page.evaluate("() => document.activeElement.outerHTML.slice(0, 160)")


def test_the_doors_are_open_to_everybody(window: Any) -> None:
    page = window.new_page()
    wrong = [one for route in ("/account/login/", "/account/password/reset/") for one in look(page, route)]
    assert not wrong, "\n".join(wrong)
