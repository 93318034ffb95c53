"""The county looks at its situation: numbers to their rows, another map, the big screen, a board that draws itself anew."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shouwang.demo.posts import PASSWORD
from shouwang.lib import clocks
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def office(page: Page, demo: None) -> Any:
    sign_in(page, "county", PASSWORD)
    return page


def test_a_number_opens_its_rows(office: Page) -> None:
    office.goto("/situation/")
    keep(office, "board-county")
    office.locator(".board-numbers a.tile", has_text="返乡人员合计").first.click()
    office.wait_for_url("**/rows/returnees_total/today/")
    expect(office.locator("#rows tbody tr").first).to_be_visible()


def test_who_is_late_leads_to_the_township_and_to_the_rows(office: Page) -> None:
    office.goto("/situation/")
    row = office.locator("#behind tbody tr").first
    row.locator("td a").first.click()
    expect(office.locator(".page-subtitle")).not_to_have_text("扶沟县")
    keep(office, "board-township")


def test_the_map_is_coloured_by_another_figure(office: Page) -> None:
    office.goto("/situation/")
    office.locator(".board-map .tab", has_text="返乡人员合计").click()
    expect(office.locator(".board-map h2")).to_contain_text("返乡人员合计")
    expect(office.locator(".map-legend .map-key").first).to_have_text("0")


def test_the_big_screen(office: Page) -> None:
    office.goto("/situation/")
    office.locator("a", has_text="大屏").click()
    expect(office.locator(".sidebar")).to_have_count(0)
    keep(office, "board-screen")


def test_a_wall_shows_everything_at_once(office: Page) -> None:
    office.goto("/situation/")
    office.locator("a", has_text="大屏").click()
    office.set_viewport_size({"width": 1920, "height": 1080})
    assert office.evaluate("document.documentElement.scrollHeight") <= 1080
    assert office.evaluate("document.documentElement.scrollWidth") <= 1920
    expect(office.locator(".board-map .map-tile").last).to_be_in_viewport()
    expect(office.locator(".grid-halves .card").last).to_be_in_viewport()


def test_the_board_draws_itself_anew_and_asks_for_what_changed_only(office: Page) -> None:
    answers: list[int] = []
    office.on("response", lambda answer: answers.append(answer.status) if "/parts/" in answer.url else None)
    office.clock.install()
    office.goto("/situation/")
    drawn = office.locator(".board-at").inner_text()
    with office.expect_response("**/parts/**"):
        office.clock.run_for(20_500)
    assert answers == [304]
    with clocks.stopped_everywhere(clocks.now() + timedelta(minutes=5)):
        with office.expect_response("**/parts/**"):
            office.clock.run_for(20_500)
        expect(office.locator(".board-at")).not_to_have_text(drawn)
    assert answers[-1] == 200


def test_without_a_connection_the_board_says_so_and_comes_back_by_itself(office: Page) -> None:
    office.clock.install()
    office.goto("/situation/")
    note = office.locator("[data-board-stale]")
    expect(note).to_be_hidden()
    office.route("**/parts/**", lambda route: route.fulfill(status=204))  # a proxy that answers in the server's place
    office.clock.run_for(20_500)
    expect(note).to_be_visible()
    expect(note.locator("b")).to_have_text(re.compile(r"\d\d:\d\d"))
    keep(office, "board-stale")
    office.unroute("**/parts/**")
    with office.expect_response("**/parts/**"):
        office.clock.run_for(20_500)
    expect(note).to_be_hidden()


def test_a_hidden_board_asks_nothing(office: Page) -> None:
    asked: list[str] = []
    office.on("request", lambda request: asked.append(request.url) if "/parts/" in request.url else None)
    office.add_init_script("Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })")
    office.clock.install()
    office.goto("/situation/")
    office.clock.run_for(90_000)
    assert asked == []


def test_the_board_fits_a_phone(office: Page) -> None:
    office.set_viewport_size(NARROW)
    office.goto("/situation/")
    assert office.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
