"""An evening of the command office: who is late, the township behind it reminded, a number opened to its rows, a place found, who has not signed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import COUNTY, PASSWORD, TOWN, VILLAGE
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.prompts.models import Prompt
from tests.journeys.conftest import keep, sign_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def evening(demo: None) -> Iterator[None]:
    """Ten minutes after the villages should have confirmed."""
    with clocks.stopped_everywhere(clocks.now() + timedelta(hours=2, minutes=10)):
        yield


def path(code: str) -> str:
    with acting_as(system()):
        return places.path_of(code) or ""


def test_an_evening_of_the_command_office(page: Page, evening: None) -> None:
    sign_in(page, "county", PASSWORD)
    _who_is_late(page)
    reminded = _remind(page)
    _number_to_rows(page)
    _find(page)
    _not_signed(page, reminded)


def _who_is_late(page: Page) -> None:
    """From the board of the county to the township that is behind most."""
    page.locator(".sidebar").get_by_role("link", name="态势", exact=True).click()
    keep(page, "command-board")
    expect(page.locator("#behind tbody tr").first).to_contain_text("崔桥镇")
    page.locator("#behind").get_by_role("link", name="崔桥镇", exact=True).click()
    expect(page.locator(".page-subtitle")).to_contain_text("崔桥镇")


def _remind(page: Page) -> int:
    """The villages of the township that have not confirmed; all of them are reminded, and it stands in their row. How many."""
    page.locator(".board-late a.tile", has_text="漏报").click()
    town = path(TOWN)
    page.wait_for_url(f"**/reports/{town}/{clocks.today()}/missing/")
    rows = page.locator("#reports-unsigned tbody tr")
    waiting = rows.count()
    assert waiting > 1
    keep(page, "command-township")
    page.locator("form[action$='/remind/'] button.btn-primary").click()
    expect(page.locator("#messages")).to_contain_text(f"{waiting}")
    expect(page.locator("#reports-unsigned tbody tr", has_text="18:40")).to_have_count(waiting)
    with acting_as(system()):
        sent = Prompt.objects.filter(kind="report_to_sign", area__startswith=town, about=str(clocks.today()), sender="指挥部示九")
        assert sent.count() == waiting
    return waiting


def _number_to_rows(page: Page) -> None:
    """The county's sheet: a number opens as many rows as it says."""
    page.locator(".sidebar").get_by_role("link", name="我的一天", exact=True).click()
    page.locator("a.task-link", has_text="待签日报").click()
    page.wait_for_url(f"**/reports/{path(COUNTY)}/{clocks.today()}/")
    number = page.locator("[data-sheet] a[href$='/rows/home_observed/now/']")
    said = int(number.inner_text().replace(",", ""))
    keep(page, "command-sheet")
    number.click()
    expect(page.locator("#rows tbody tr")).to_have_count(said)
    keep(page, "command-rows")


def _find(page: Page) -> None:
    """A township by its name, from anywhere."""
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("崔桥镇")
    page.locator("[data-search-found]").get_by_role("link", name="崔桥镇").first.click()
    page.wait_for_url(f"**/places/area/{path(TOWN)}")
    expect(page.locator("h1")).to_have_text("崔桥镇")


def _not_signed(page: Page, reminded: int) -> None:
    """From the place to its sheet and to the list by name; the village that confirms disappears from it."""
    page.locator("main section.card", has=page.get_by_role("heading", name="日报")).get_by_role("link", name="查看", exact=True).click()
    page.locator("main a[href$='/missing/']").first.click()
    expect(page.locator("#reports-unsigned tbody tr")).to_have_count(reminded)
    expect(page.locator("#reports-unsigned")).to_contain_text("崔桥二村")
    keep(page, "command-unsigned")
    address = page.url
    page.context.clear_cookies()
    sign_in(page, "village", PASSWORD)
    expect(page.locator("#day")).to_contain_text("待签日报")
    page.goto(f"/reports/{path(VILLAGE)}/{clocks.today()}/")
    page.locator(".sign-form button").last.click()
    expect(page.locator(".chain-step.is-done")).to_have_count(1)
    page.context.clear_cookies()
    sign_in(page, "county", PASSWORD)
    page.goto(address)
    expect(page.locator("#reports-unsigned tbody tr")).to_have_count(reminded - 1)
    expect(page.locator("#reports-unsigned")).not_to_contain_text("崔桥二村")
