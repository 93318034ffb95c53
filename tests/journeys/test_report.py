"""One evening's report: the village confirms, the township gives it back, a record is corrected, everybody signs, a late record appears."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.quarantine import writes as quarantine_writes
from shouwang.quarantine.reads.queues import missed_checks
from shouwang.reports import jobs
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
VILLAGE, TOWN, COUNTY = "411621101201", "411621101", "411621"


def path(code: str) -> str:
    with acting_as(system()):
        return places.path_of(code) or ""


def late_reading() -> str:
    """A check of this afternoon that nobody had written down, sent from a phone that was offline: the village it belongs to."""
    with acting_as(system("离线手机")) as by:
        row = missed_checks(path(TOWN), clocks.now()).filter(slot_date=clocks.today()).order_by("closes_at", "pk")[0]
        reading = quarantine_writes.NewReading(
            observation_id=row.observation_id, slot_date=row.slot_date, slot=row.slot, written="36.6", happened_at=row.opens_at + timedelta(minutes=9), observer="村医示三",
        )
        [verdict] = quarantine_writes.record_readings([reading], by=by)
        assert verdict.taken, verdict.reason
        return row.area


@pytest.fixture
def evening(demo: None) -> Any:
    """Half past six: the cut-off has passed."""
    with clocks.stopped_everywhere(clocks.now() + timedelta(hours=2)):
        yield


def as_(page: Page, username: str) -> None:
    page.context.clear_cookies()
    sign_in(page, username, PASSWORD)


def test_an_evening_from_the_village_to_the_county(page: Page, evening: None) -> None:
    # The village confirms from my day.
    as_(page, "village")
    page.locator("a.task-link", has_text="日报").first.click()
    keep(page, "report-village")
    page.locator(".sign-form button").last.click()
    expect(page.locator(".chain-step.is-done")).to_have_count(1)

    # The township gives it back with a remark.
    as_(page, "township")
    page.goto(f"/reports/{path(VILLAGE)}/{clocks.today()}/")
    page.locator("summary", has_text="退回").click()
    page.fill("[name=return_remark]", "两户下午体温未填,请补录后再报")
    keep(page, "report-return")
    page.locator("form[action$='/return/'] button").click()
    expect(page.locator(".chain-step.is-refused")).to_have_count(1)

    # The village finds it on my day, a record is added, it confirms again.
    as_(page, "village")
    keep(page, "report-my-day-returned")
    page.locator("a.task-link", has_text="退回").first.click()
    expect(page.locator("main")).to_contain_text("两户下午体温未填")
    late_reading()
    page.locator(".sign-form button").last.click()
    expect(page.locator(".chain-step.is-refused")).to_have_count(0)

    # The township reminds those who are missing, looks, and signs.
    as_(page, "township")
    page.goto(f"/reports/{path(TOWN)}/{clocks.today()}/missing/")
    keep(page, "report-missing")
    page.locator("form[action$='/remind/'] button.btn-primary").click()
    expect(page.locator("#reports-unsigned tbody tr").first).to_contain_text("18:30")
    keep(page, "report-reminded")
    page.goto("/")
    page.locator("a.task-link", has_text="日报待签").or_(page.locator(f"a.task-link[href*='{path(TOWN)}/{clocks.today()}/']")).first.click()
    keep(page, "report-township")
    page.fill(".sign-form [name=remark]", "两村断网,已电话核实")
    page.locator(".sign-form button").last.click()
    expect(page.locator(".chain-step.is-done")).to_have_count(1)

    # Something comes in after the signature: it stands beside it, with its rows one click away.
    late_reading()
    page.reload()
    expect(page.locator(".badge", has_text="签报后有变化").first).to_be_visible()
    keep(page, "report-after-signature")
    page.locator("a", has=page.locator(".badge", has_text="签报后有变化")).first.click()
    expect(page.locator("h1")).to_be_visible()

    # The county signs; the evening freezes; the frozen sheet and its revisions can be printed.
    as_(page, "county")
    page.goto(f"/reports/{path(COUNTY)}/{clocks.today()}/")
    page.fill(".sign-form [name=remark]", "缺报村已催办")
    page.locator(".sign-form button").last.click()
    expect(page.locator(".chain-step.is-done")).to_have_count(1)
    with clocks.stopped_everywhere(clocks.now() + timedelta(minutes=90)):
        jobs.freeze_all(clocks.now())
        page.reload()
        expect(page.locator(".note.tone-info").first).to_contain_text("第1版")
        keep(page, "report-county-frozen")
        _print(page, "report-county")
        page.goto(f"/reports/{path(COUNTY)}/{clocks.today()}/revisions/")
        keep(page, "report-revisions")
        page.goto(f"/reports/{path(COUNTY)}/{clocks.today()}/units/")
        keep(page, "report-units")


def test_the_keyboard_walks_through_the_numbers(page: Page, evening: None) -> None:
    as_(page, "township")
    page.goto(f"/reports/{path(TOWN)}/{clocks.today()}/")
    links = page.locator("[data-sheet] #group-observation tbody a")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator("[data-sheet] #group-observation tbody tr").nth(1).locator("a").first
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/rows/**")
    page.keyboard.press("b")
    page.wait_for_url(f"**/reports/{path(TOWN)}/{clocks.today()}/")
    page.keyboard.press("[")
    page.wait_for_url(f"**/{clocks.today() - timedelta(days=1)}/")


def test_why_a_number_changed_stands_one_click_away(page: Page, evening: None) -> None:
    as_(page, "township")
    page.goto(f"/reports/{path(TOWN)}/{clocks.today()}/")
    page.locator("a[href*='/why/home_observed/']").click()
    expect(page.locator("main h2").first).to_contain_text("今日新计入")
    keep(page, "report-why")


def test_the_sheet_fits_a_phone(page: Page, evening: None) -> None:
    as_(page, "township")
    page.set_viewport_size(NARROW)
    page.goto(f"/reports/{path(TOWN)}/{clocks.today()}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def _print(page: Page, name: str) -> None:
    """The page on paper: no navigation, no empty sheet, a few pages."""
    pdf = page.pdf(format="A4", print_background=False)
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert 1 <= len(document) <= 6
    assert "居家隔离中" in text
    if folder := os.environ.get("SHOUWANG_PICTURES"):
        for number, sheet in enumerate(document):
            sheet.render(scale=1.3).to_pil().save(Path(folder) / f"{name}-print-{number + 1}.png")
