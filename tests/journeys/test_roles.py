"""Everybody who works at a desk: signs in, sees the own day, and does the first thing it offers with one click."""

import re
from contextlib import nullcontext
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings as project_settings
from playwright.sync_api import Page, expect

from shouwang.demo.posts import PASSWORD
from shouwang.lib import clocks
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]

DESKS = ("township", "village", "doctor", "county", "supervisor", "operator", "health", "cdc")
SIX_IN_THE_MORNING = datetime(2026, 3, 13, 6, 30, tzinfo=clocks.COUNTY_ZONE)  # the day after the demo's afternoon


def speak(page: Page, language: str, address: str) -> None:
    """Every page from now on in a language."""
    page.context.add_cookies([{"name": project_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])


def fits(page: Page) -> None:
    """Nothing is wider than a phone."""
    page.set_viewport_size(NARROW)
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


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hant", ("我的一天", "網格覆蓋", "移交網格", "撤銷")),
        ("en", ("My day", "Coverage", "Hand the grid over", "Undo")),
    ],
)
def test_a_whole_piece_of_work_in_each_other_language(page: Page, live_server: Any, language: str, words: tuple[str, ...]) -> None:
    """From my day to a village's gaps: one is filled, a grid is handed over and taken back, a person is found, the list exported."""
    day, coverage, hand_over, undo = words
    speak(page, language, live_server.url)
    sign_in(page, "township", PASSWORD)
    expect(page.locator("h1")).to_have_text(day)
    keep(page, f"day-{language}")
    page.locator("a#task-gap_substitute").click()
    expect(page.locator("h1")).to_have_text(coverage)
    keep(page, f"coverage-{language}")
    page.locator("main td a.btn").first.click()
    before = page.locator("form.fill-form").count()
    page.locator("form.fill-form button").first.click()
    expect(page.locator("form.fill-form")).to_have_count(before - 1)
    keep(page, f"grids-{language}")
    taker = page.locator("select[name=staff]").last
    taker.select_option(index=taker.locator("option").count() - 1)
    page.get_by_role("button", name=hand_over).click()
    page.get_by_role("button", name=undo).click()
    page.locator("#confirm-dialog [data-confirm-yes]").click()
    expect(page.get_by_role("button", name=undo)).to_have_count(0)
    _find(page, "崔橋一村")
    page.goto("/duty/")
    page.locator("form:has([value=export]) button").click()
    page.locator("input[name=purpose]").fill("Evening check 晚間核對")
    with page.expect_download():
        page.locator("button[value=export]").click()


def _find(page: Page, words: str) -> None:
    """Ctrl K, some words, an arrow, enter: on the page of what was found."""
    page.keyboard.press("Control+k")
    page.keyboard.insert_text(words)
    expect(page.locator("[data-search-found] a").first).to_be_visible()
    keep(page, "search")
    page.locator("[data-search]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-search-found] a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/places/area/"))
