"""A village doctor walks the afternoon round on a phone: by touch, with a fever, a slip, a reported value, and without a network."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import DEMO_NOW
from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD
from shouwang.quarantine import writes
from shouwang.quarantine.models import Alert, Observation, Reading
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]

OPEN = "li[data-round-row]:has(input[data-temperature])"


@pytest.fixture
def phone(chromium: Browser, live_server: object) -> Iterator[BrowserContext]:
    """A small phone with a touch screen, whose network can be taken away."""
    context = chromium.new_context(
        viewport=NARROW, has_touch=True, is_mobile=True, base_url=str(live_server), locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    yield context
    context.close()


def round_page(context: BrowserContext) -> Page:
    """The doctor at the round."""
    page = context.new_page()
    sign_in(page, "doctor", PASSWORD)
    page.goto("/quarantine/round/")
    return page


def key_of(row: Any) -> str:
    return str(row.get_attribute("id")).removeprefix("visit-")


def reading_of(key: str) -> Reading | None:
    """The last check of an observation in the round of the demo's afternoon."""
    with acting_as(system()):
        return Reading.objects.filter(observation=key, live=True, slot="pm", slot_date=DEMO_NOW.date()).order_by("received").last()


def enter(page: Page, row: Any, digits: str) -> None:
    """Tap the field and type, as a thumb does."""
    row.locator("input[data-temperature]").tap()
    page.keyboard.type(digits)


def test_a_whole_round_is_entered_by_touch(phone: BrowserContext) -> None:
    page = round_page(phone)
    keys = [key_of(row) for row in page.locator(OPEN).all()]
    assert len(keys) >= 3, "the demo's doctor has a round to walk"
    keep(page, "round-open")
    page.set_viewport_size(NARROW)
    for number, key in enumerate(keys):
        enter(page, page.locator(f"#visit-{key}"), "365" if number else "381")
        expect(page.locator(f"#visit-{key} .reading-saved .temperature")).to_be_visible()
    first = page.locator(f"#visit-{keys[0]}")
    expect(first).to_contain_text("38.1")
    expect(first.get_by_role("link", name="送诊")).to_be_visible()
    expect(page.locator(OPEN)).to_have_count(0)
    keep(page, "round-done")
    assert [str(one.temperature_c) for key in keys if (one := reading_of(key))] == ["38.1", *["36.5"] * (len(keys) - 1)]
    with acting_as(system()):
        assert Alert.objects.filter(observation=keys[0], kind="fever", closed_at__isnull=True).exists()
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_a_round_is_walked_by_keyboard_alone(page: Page) -> None:
    sign_in(page, "doctor", PASSWORD)
    page.goto("/quarantine/round/")
    first, second, third = (page.locator(f"#visit-{key_of(row)} input[data-temperature]") for row in page.locator(OPEN).all()[:3])
    first.focus()
    for key, focused in (("ArrowDown", second), ("Enter", third), ("ArrowUp", second), ("Backspace", first)):  # an empty field lets one go back
        page.keyboard.press(key)
        expect(focused).to_be_focused()
    saved = page.locator(f"#visit-{key_of(page.locator(OPEN).first)} .reading-saved .temperature")
    page.keyboard.type("365")
    expect(second).to_be_focused()
    expect(saved).to_contain_text("36.5")
    expect(second).to_be_focused()  # also once the row above was written down


def test_a_value_that_cannot_be_stays_in_the_row_with_a_sentence(phone: BrowserContext) -> None:
    page = round_page(phone)
    row = page.locator(OPEN).first
    key = key_of(row)
    row.locator("input[data-temperature]").fill("99")
    row.locator("input[data-temperature]").blur()
    expect(page.locator(f"#visit-{key} .has-error, #visit-{key} .field-error").first).to_be_visible()
    expect(page.locator(f"#visit-{key} input[data-temperature]")).to_have_value("99")
    assert reading_of(key) is None


def test_what_somebody_reported_is_confirmed_with_one_touch(phone: BrowserContext) -> None:
    page = round_page(phone)
    key = key_of(page.locator(OPEN).first)
    with acting_as(system()) as by:
        one = Observation.objects.get(pk=key)
        assert writes.record_readings([writes.NewReading(observation_id=one.pk, written=36.6, slot="pm", self_reported=True)], by=by)[0].taken
    page.reload()
    row = page.locator(f"#visit-{key}")
    expect(row).to_contain_text("自报")
    keep(page, "round-reported")
    page.set_viewport_size(NARROW)
    row.get_by_role("button", name="确认").tap()
    expect(page.locator(f"#visit-{key} .reading-saved")).to_contain_text("36.6")
    expect(page.locator(f"#visit-{key} input[data-temperature]")).to_have_count(0)
    kept = reading_of(key)
    assert kept is not None
    assert (kept.self_reported, kept.counting) == (True, "counts")


def test_a_lost_connection_loses_nothing(phone: BrowserContext) -> None:
    page = round_page(phone)
    keys = [key_of(row) for row in page.locator(OPEN).all()][:2]
    phone.set_offline(True)
    for key, digits in zip(keys, ("364", "367"), strict=True):
        enter(page, page.locator(f"#visit-{key}"), digits)
        expect(page.locator(f"#visit-{key} [data-unsent]")).to_be_visible()
    page.locator("[data-round-save]").tap()  # the big button keeps the page as well
    expect(page.locator(f"#visit-{keys[0]} input[data-temperature]")).to_have_value("36.4")
    keep(page, "round-offline")
    assert [reading_of(key) for key in keys] == [None, None]
    phone.set_offline(False)
    for key in keys:
        expect(page.locator(f"#visit-{key} .reading-saved .temperature")).to_be_visible(timeout=20_000)
    assert [str(one.temperature_c) for key in keys if (one := reading_of(key))] == ["36.4", "36.7"]
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('round:')).length") == 0


def test_a_closed_window_loses_nothing_either(phone: BrowserContext) -> None:
    page = round_page(phone)
    key = key_of(page.locator(OPEN).first)
    phone.set_offline(True)
    enter(page, page.locator(f"#visit-{key}"), "363")
    expect(page.locator(f"#visit-{key} [data-unsent]")).to_be_visible()
    page.close()
    phone.set_offline(False)
    again = phone.new_page()
    again.goto("/quarantine/round/")
    expect(again.locator(f"#visit-{key} .reading-saved")).to_contain_text("36.3", timeout=20_000)
    with acting_as(system()):
        assert Reading.objects.filter(observation=key, live=True, slot="pm", slot_date=DEMO_NOW.date()).count() == 1
