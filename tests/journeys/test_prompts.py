"""The operator sets up the group chat of the county, tries it; a reminder arrives there and on the page of those concerned."""

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.prompts import writes
from shouwang.prompts.models import Delivery
from tests.journeys.conftest import keep, sign_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
KEY = "693a91f6-7000-4bc4-97a0-0ec2"


def as_(page: Page, username: str) -> None:
    page.context.clear_cookies()
    sign_in(page, username, PASSWORD)


def work_off() -> None:
    """What the worker does beside the server."""
    with acting_as(system()):
        waiting = list(Delivery.objects.filter(state="waiting").values_list("pk", flat=True))
    for delivery in waiting:
        writes.deliver(delivery, by=system())


def test_a_channel_is_set_up_tried_and_used(page: Page, demo: None) -> None:
    as_(page, "operator")
    page.goto("/prompts/channels/")
    keep(page, "channels-none")
    page.goto("/prompts/channels/new/")
    page.select_option("[name=kind]", "wecom")
    page.fill("[name=label]", "县防控工作群")
    page.fill("[name=address]", "https://example.org/send?key=abcdefgh1")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main")).to_contain_text("企业微信群机器人")
    expect(page.locator("[name=label]")).to_have_value("县防控工作群")
    keep(page, "channels-refused")
    page.fill("[name=address]", f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}")
    page.locator("main form button.btn-primary").click()
    page.locator("form[action$='/try/'] button").click()
    work_off()
    page.reload()
    expect(page.locator("#deliveries tbody tr")).to_contain_text("已记录，未发送")
    assert KEY not in page.content()
    keep(page, "channels-tried")

    as_(page, "county")
    with acting_as(system()):
        county = places.path_of("411621")
    page.goto(f"/reports/{county}/{clocks.today()}/missing/")
    page.locator("form[action$='/remind/'] button.btn-primary").click()
    expect(page.locator(".notice").first).to_be_visible()
    work_off()
    with acting_as(system()):
        message = Delivery.objects.filter(text__contains="日报尚未签报").first()
    assert message
    assert message.state == "recorded"

    as_(page, "village")
    page.locator("a", has_text="催办提醒").first.click()
    keep(page, "prompts-village")
    page.get_by_role("button", name="去办理").first.click()
    page.wait_for_url("**/reports/**")
    page.goto("/prompts/")
    expect(page.locator("#prompts .badge", has_text="新")).to_have_count(0)
