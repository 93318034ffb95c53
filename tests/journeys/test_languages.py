"""One whole way in each other language: a sheet comes in, is dispatched and ordered, a fever on the round, release, the report of the day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost, give_posts
from shouwang.lib import clocks
from shouwang.quarantine.models import Alert, Observation
from tests.journeys import test_dispatch as dispatch
from tests.journeys.conftest import keep, sign_in
from tests.journeys.test_import import work_off
from tests.journeys.test_roles import speak

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
officer = dispatch.officer
MORNING = datetime(2026, 3, 12, 9, 0, tzinfo=clocks.COUNTY_ZONE)
AFTERNOON, LAST_DAY = MORNING.replace(hour=15, minute=30), MORNING + timedelta(days=14, hours=9)
LOOKED = "Looked at by a doctor 醫生看過"
VILLAGE, TOWN = "411621101200", "411621101"
HEADINGS = {
    "zh-hant": ("我的一天", "返鄉人員", "巡查", "預警", "解除", "日報"),
    "en": ("My day", "Returnees", "Round", "Alerts", "To release", "Daily report"),
}


@pytest.fixture(autouse=True)
def morning(transactional_db: None) -> Iterator[None]:
    """The day begins before anybody has a post."""
    with clocks.stopped_everywhere(MORNING):
        yield


@pytest.fixture
def doctor(officer: str) -> str:
    """The doctor of the officer's village."""
    with acting_as(system()) as operator:
        post = NewPost("doctor", "village_doctor", dispatch.places_of(VILLAGE), full_name="崔桥村医", password=dispatch.PASSWORD, valid_from=date(2026, 1, 1))
        assert give_posts([post], by=operator)[0].taken
    return "doctor"


def as_(page: Page, who: str, language: str, address: str) -> None:
    """Another person, who reads the same language."""
    page.context.clear_cookies()
    speak(page, language, address)
    sign_in(page, who, dispatch.PASSWORD)


def headed(page: Page, words: str) -> None:
    """The page says in the reader's language what it is."""
    expect(page.locator("h1")).to_contain_text(words)


@pytest.mark.parametrize("language", HEADINGS)
def test_from_a_sheet_to_the_report(page: Page, live_server: Any, officer: str, doctor: str, tmp_path: Path, language: str) -> None:
    day, returnees, round_, alerts, releases, report = HEADINGS[language]
    as_(page, officer, language, live_server.url)
    headed(page, day)
    _import(page, tmp_path / "sheet.xlsx")
    _dispatch_and_order(page, returnees)
    with clocks.stopped_everywhere(AFTERNOON):
        as_(page, doctor, language, live_server.url)
        key = _fever(page, round_)
        keep(page, f"way-round-{language}")
        as_(page, officer, language, live_server.url)
        _close_alert(page, alerts, key)
        keep(page, f"way-alerts-{language}")
    with clocks.stopped_everywhere(LAST_DAY):
        as_(page, officer, language, live_server.url)
        _release(page, releases)
        keep(page, f"way-released-{language}")
        _sign(page, report)
        keep(page, f"way-report-{language}")


def _import(page: Page, file: Path) -> None:
    file.write_bytes(dispatch.sheet())
    page.goto("/imports/new/")
    page.select_option("[name=ledger]", "returnee_register")
    page.set_input_files("[name=file]", file)
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".progress-line")).to_be_visible()
    work_off()
    expect(page.locator("#verdicts tbody tr").first).to_be_visible(timeout=15_000)
    page.locator("form[action$='/record/'] button").click()
    expect(page.locator(".progress-line")).to_be_visible()
    work_off()
    expect(page.locator("form[action$='/undo/'] button")).to_be_visible(timeout=30_000)


def _dispatch_and_order(page: Page, heading: str) -> None:
    hand, village = dispatch.Hand(page), dispatch.places_of(VILLAGE)
    page.goto("/arrivals/")
    headed(page, heading)
    dispatch.with_all(hand, "assign", lambda: hand.choose("[name=with-area]", village))
    dispatch.with_all(hand, "order")
    with acting_as(system()):
        assert Observation.objects.filter(ordered_at__isnull=False, area=village).count() == dispatch.RETURNEES


def _fever(page: Page, heading: str) -> str:
    """The first home of the round has a fever; its key."""
    page.goto("/quarantine/round/")
    headed(page, heading)
    row = page.locator("li[data-round-row]:has(input[data-temperature])").first
    key = str(row.get_attribute("id"))
    row.locator("input[data-temperature]").click()
    page.keyboard.type("385")
    expect(page.locator(f"#{key} .reading-saved .temperature")).to_contain_text("38.5")
    return key.removeprefix("visit-")


def _close_alert(page: Page, heading: str, key: str) -> None:
    page.goto("/quarantine/alerts/")
    headed(page, heading)
    row = page.locator("tbody tr", has_text="38.5")
    expect(row).to_have_count(1)
    row.locator("input[name=selected]").check()
    page.locator("[data-selection-bar] button[value=close]").click()
    page.fill("[name=with-reason]", LOOKED)
    page.locator("main button[name=do][value=close]").click()
    page.goto("/quarantine/alerts/")
    expect(page.locator("tbody tr", has_text="38.5")).to_have_count(0)
    with acting_as(system()):
        assert Alert.objects.get(observation=key, kind="fever").closed_why == LOOKED


def _release(page: Page, heading: str) -> None:
    page.goto("/quarantine/releases/")
    headed(page, heading)
    page.locator("input[name=selected]").first.check()
    page.locator("[data-selection-bar] button[value=release]").click()
    page.locator("main button[name=do][value=release]").click()
    expect(page.locator(".tile").first).to_contain_text("1")
    with acting_as(system()):
        assert Observation.objects.filter(state="released").count() == 1


def _sign(page: Page, heading: str) -> None:
    page.goto(f"/reports/{dispatch.places_of(TOWN)}/{clocks.today()}/")
    headed(page, heading)
    page.locator(".sign-form button").last.click()
    expect(page.locator(".chain-step.is-done")).to_have_count(1)
