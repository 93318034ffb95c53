"""A supervisor draws people at random, works the list off by touch on a phone, corrects a slip, and shows the proof."""

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD
from shouwang.quarantine.models import Alert, SpotCheck, SpotDraw
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]


def test_a_draw_is_made_worked_off_and_proved(page: Page) -> None:
    sign_in(page, "supervisor", PASSWORD)
    page.goto("/quarantine/spot-checks/")
    keep(page, "spot-draws")
    page.get_by_role("link", name="抽取人员").first.click()
    page.fill("[name=count]", "3")
    keep(page, "spot-new")
    page.locator("main form button.btn-primary").click()
    rows = page.locator("li[id^=look-]")
    expect(rows).to_have_count(3)
    keep(page, "spot-list")
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    smallest = page.locator(".look-buttons .btn").evaluate_all("all => Math.min(...all.map(one => one.getBoundingClientRect().height))")
    assert smallest >= 44
    ids = [str(row.get_attribute("id")) for row in rows.all()]
    for row, result in zip(ids, ("在家", "在家", "不在家"), strict=True):
        page.locator(f"#{row} button", has_text=result).first.click()
        expect(page.locator(f"#{row} .look-buttons")).to_have_count(0)
    expect(page.locator(f"#{ids[2]}").get_by_role("link", name="脱管")).to_be_visible()
    page.locator(f"#{ids[1]} button", has_text="订正").click()
    page.locator(f"#{ids[1]} button", has_text="无人接听").or_(page.locator(f"#{ids[1]} button[value=no_answer]")).first.click()
    expect(page.locator(f"#{ids[1]} .look-buttons")).to_have_count(1)  # not reached yet: still to be called
    page.reload()
    expect(page.locator(".notice.tone-good")).to_be_visible()
    keep(page, "spot-done")
    with acting_as(system()):
        draw = SpotDraw.objects.latest("received")
        assert sorted(SpotCheck.objects.filter(draw=draw, live=True).values_list("result", flat=True)) == ["at_home", "no_answer", "not_at_home"]
        key = ids[2].removeprefix("look-")
        assert Alert.objects.filter(observation=key, kind="away", closed_at__isnull=True).exists()
    page.goto(f"/quarantine/{key}/")
    expect(page.locator("main")).to_contain_text("抽查")
