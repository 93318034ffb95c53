"""The components in a real browser, under the content security policy: every page is made of them."""

import re
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.test import Client
from playwright.sync_api import Page, expect

from shouwang.accounts.models import User
from tests.journeys.conftest import NARROW

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

TOO_SMALL = """() => [...document.querySelectorAll('main button, main a.btn, main input')]
    .filter(e => e.offsetParent && !e.matches('[type=checkbox], [type=file], .btn-sm, .notice-close'))
    .filter(e => e.getBoundingClientRect().height < 44)
    .map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def shown(page: Page, live_server: Any, settings: Any) -> Page:
    """The page of components, in English, for somebody who is signed in."""
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client()
    client.force_login(
        User.objects.create_user("reader"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.cookies[project_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [
            {"name": project_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url},
            {"name": project_settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url},
        ]
    )
    page.goto("/ui/")
    return page


def test_three_digits_make_a_temperature_and_lead_to_the_next_person(shown: Page) -> None:
    readings = shown.locator("input[data-temperature]")
    readings.nth(0).click()
    shown.keyboard.type("365")
    expect(readings.nth(0)).to_have_value("36.5")
    expect(readings.nth(1)).to_be_focused()
    shown.keyboard.type("381")
    expect(readings.nth(1)).to_have_value("38.1")
    expect(shown.locator("[data-said]").nth(1)).to_have_text("Fever")
    shown.keyboard.insert_text("３６。８")
    expect(readings.nth(2)).to_have_value("36.8")
    expect(shown.locator("[data-round-count]").first).to_have_text("3 / 3")


def test_a_doubtful_reading_stays_in_hand(shown: Page) -> None:
    readings = shown.locator("input[data-temperature]")
    readings.nth(0).click()
    shown.keyboard.type("465")
    expect(readings.nth(0)).to_be_focused()
    expect(shown.locator("[data-said]").nth(0)).to_have_text("Please check")
    shown.keyboard.press("Enter")
    expect(readings.nth(1)).to_be_focused()
    shown.keyboard.press("Backspace")
    expect(readings.nth(0)).to_be_focused()


def test_a_list_sorts_in_place_and_its_address_can_be_shared(shown: Page) -> None:
    shown.locator("#people a.sort", has_text="Last day").click()
    expect(shown).to_have_url(re.compile("sort=day"))
    expect(shown.locator("#people th[aria-sort]")).to_have_text(re.compile("Last day"))


def test_filters_act_as_they_change(shown: Page) -> None:
    shown.locator(".filter-bar select").first.select_option("late")
    expect(shown).to_have_url(re.compile("state=late"))


def test_selected_rows_are_counted_and_acted_on_after_a_question(shown: Page) -> None:
    boxes = shown.locator("#people input[name=selected]")
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(shown.locator("#people [data-selection-count]")).to_have_text("3")
    shown.locator("#people").get_by_role("button", name="Assign a team").click()
    dialog = shown.locator("#confirm-dialog")
    expect(dialog).to_contain_text("Assign the same team to all of them?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    shown.locator("#people").get_by_role("button", name="Assign a team").click()
    dialog.get_by_role("button", name="Assign a team").click()
    expect(shown.locator("#messages")).to_contain_text("Done with 3 rows")


def test_progress_moves_by_itself_until_all_is_done(shown: Page) -> None:
    expect(shown.locator(".progress-line", has_text="Rows read")).to_contain_text("100%", timeout=15_000)


def test_a_sealed_value_asks_for_a_reason_before_it_is_shown(shown: Page) -> None:
    shown.get_by_role("button", name="Reveal phone").first.click()
    expect(shown.locator("dialog[open] input[name=reason]")).to_be_visible()
    shown.keyboard.press("Escape")
    expect(shown.locator("dialog[open]")).to_have_count(0)


def test_the_keyboard_reaches_everything(shown: Page) -> None:
    shown.keyboard.press("?")
    expect(shown.locator("#shortcuts-dialog")).to_contain_text("New entry")
    shown.keyboard.press("Escape")
    shown.keyboard.press("Tab")
    expect(shown.get_by_text("Skip to the content")).to_be_focused()


def test_a_dropped_file_is_named(shown: Page) -> None:
    shown.locator("input[type=file]").set_input_files(
        {"name": "返乡.xlsx", "mimeType": "application/x", "buffer": b"x"}
    )
    expect(shown.locator("[data-drop-name]")).to_have_text("返乡.xlsx")


def test_the_dark_page_stays_dark(shown: Page) -> None:
    shown.get_by_title("reader").click()
    shown.get_by_role("button", name="Dark page").click()
    shown.reload()
    expect(shown.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_language_changes_on_the_same_page(shown: Page) -> None:
    shown.get_by_title("Language").click()
    shown.get_by_role("button", name="繁體中文").click()
    expect(shown.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(shown.locator("h1")).to_have_text("組件")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_off_on_a_phone(shown: Page, theme: str) -> None:
    shown.emulate_media(color_scheme=theme)
    shown.set_viewport_size(NARROW)
    assert shown.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    small = shown.evaluate(TOO_SMALL)
    assert small == []


def test_on_paper_there_is_no_navigation(shown: Page) -> None:
    shown.emulate_media(media="print")
    for hidden in (".topbar", ".sidebar", ".filter-bar", ".page-actions"):
        expect(shown.locator(hidden).first).to_be_hidden()
    assert (
        shown.evaluate("getComputedStyle(document.querySelector('.data-table thead')).display") == "table-header-group"
    )


def test_the_page_works_without_script(shown: Page) -> None:
    without = shown.context.browser.new_context(java_script_enabled=False, storage_state=shown.context.storage_state())
    plain = without.new_page()
    plain.goto(shown.url)
    plain.locator("#people a.sort", has_text="Last day").click()
    expect(plain).to_have_url(re.compile("sort=day"))
    plain.get_by_role("button", name="Save the round").click()
    expect(plain.locator("#messages")).to_contain_text("Done with 0 rows")
    without.close()
