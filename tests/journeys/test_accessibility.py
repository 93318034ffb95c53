"""Every page of the demo county: nothing that axe calls serious, light and dark, wide and narrow; headings in order; no page wider than a phone in any language.

The addresses are those of the walk through every URL (tests/house), asked by whoever sees most.
"""

from collections.abc import Sequence
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.test import Client
from playwright.sync_api import Browser, expect

from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from tests.house.objects import OWN_TOWN
from tests.house.test_urls import addresses
from tests.journeys.axe import look
from tests.journeys.conftest import WIDE

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]

PARTS = 4  # of the walk: each is a test of its own, so that several processes can share it
FOR_OTHERS = {"operator": ("/installation",), "county": ("/policy/", "/posts/")}


def session_of(username: str) -> str:
    """A session of one of the demo's sign-ins."""
    client = Client()
    with acting_as(system()):
        user = User.objects.get(username=username)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[project_settings.SESSION_COOKIE_NAME].value


def pages(username: str, part: int) -> list[str]:
    """One address for each page of a part of the walk that this sign-in can open: pages with a head of their own, neither parts nor files."""
    client = Client()
    client.cookies[project_settings.SESSION_COOKIE_NAME] = session_of(username)
    asked = dict.fromkeys(route for route, _values in addresses(OWN_TOWN) if not route.startswith("/api/"))
    return [route for route in list(asked)[part::PARTS] if _is_page(client.get(route))]


def _is_page(answer: Any) -> bool:
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and b"<html" in answer.content[:400]


@pytest.fixture
def window(chromium: Browser, live_server: Any) -> Any:
    """One window for all pages."""
    context = chromium.new_context(viewport=WIDE, base_url=str(live_server), locale="zh-CN", reduced_motion="reduce")
    yield context
    context.close()


def enter(window: Any, live_server: Any, username: str) -> None:
    cookie = {"name": project_settings.SESSION_COOKIE_NAME, "value": session_of(username), "url": live_server.url}
    window.add_cookies([cookie])


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_shuts_anybody_out(window: Any, live_server: Any, part: int) -> None:
    routes = pages("township", part)
    assert len(routes) > 10
    _walk(window, live_server, "township", routes)


@pytest.mark.parametrize("username", FOR_OTHERS)
def test_nor_does_a_page_of_other_duties(window: Any, live_server: Any, username: str) -> None:
    _walk(window, live_server, username, FOR_OTHERS[username])


def _walk(window: Any, live_server: Any, username: str, routes: Sequence[str]) -> None:
    enter(window, live_server, username)
    page = window.new_page()
    wrong = [one for route in routes for one in look(page, route)]
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
