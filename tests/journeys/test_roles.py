"""Everybody who works at a desk: signs in, sees the own day, and does the first thing it offers with one click."""

import re
from contextlib import nullcontext
from datetime import datetime

import pytest
from django.conf import settings as project_settings
from playwright.sync_api import Page, expect

from shouwang.demo.posts import PASSWORD
from shouwang.lib import clocks
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]

DESKS = ("township", "village", "doctor", "county", "supervisor", "operator", "health")
SIX_IN_THE_MORNING = datetime(2026, 3, 13, 6, 30, tzinfo=clocks.COUNTY_ZONE)  # the day after the demo's afternoon


def speak(page: Page, language: str, address: str) -> None:
    """Every page from now on in a language."""
    page.context.add_cookies([{"name": project_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])


def fits(page: Page) -> None:
    """Nothing is wider than a phone."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("who", DESKS)
def test_my_day_leads_straight_to_the_work(page: Page, who: str) -> None:
    with clocks.stopped_everywhere(SIX_IN_THE_MORNING) if who == "doctor" else nullcontext():
        _the_first_thing(page, who)


def _the_first_thing(page: Page, who: str) -> None:
    sign_in(page, who, PASSWORD)
    expect(page.locator("h1")).to_have_text("我的一天")
    keep(page, f"day-{who}")
    fits(page)
    first = page.locator("a.task-link").first
    there = first.get_attribute("href")
    first.click()
    expect(page).to_have_url(re.compile(re.escape(there or "nowhere").split("\\#")[0]))
    expect(page.locator("h1")).not_to_have_text("我的一天")
    keep(page, f"first-{who}")
    fits(page)


def test_what_is_late_comes_first(page: Page) -> None:
    sign_in(page, "township", PASSWORD)
    lateness = page.locator("li.task").evaluate_all("all => all.map(one => one.classList.contains('is-late'))")
    assert lateness
    assert lateness == sorted(lateness, reverse=True)


def test_the_day_is_drawn_anew_by_itself_and_keeps_the_focus(page: Page) -> None:
    page.clock.install()
    sign_in(page, "township", PASSWORD)
    task = page.locator("a.task-link").first
    task.focus()
    key = task.get_attribute("id")
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
        page.clock.run_for(61_000)
    expect(page.locator(f"#{key}")).to_be_focused()
