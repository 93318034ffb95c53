"""The county writes a brief, two people approve it, everybody reads it; a mistake is corrected for all to see."""

import pytest
from playwright.sync_api import Page, expect

from shouwang.demo.posts import PASSWORD
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def as_(page: Page, username: str) -> None:
    page.context.clear_cookies()
    sign_in(page, username, PASSWORD)


def test_a_brief_is_written_approved_by_two_and_corrected(page: Page, demo: None) -> None:
    as_(page, "county")
    page.goto("/reports/briefs/new/")
    expect(page.locator("[name=services]")).to_contain_text("0394-12345")  # entered once, taken over
    page.fill("[name=note]", "昨日返乡的苏某，男，43岁，八庙村人，请其邻居注意。")
    page.locator("main form button").click()
    expect(page.locator(".notice, .form-errors").first).to_contain_text("个人信息")
    expect(page.locator("[name=note]")).to_have_value("昨日返乡的苏某，男，43岁，八庙村人，请其邻居注意。")
    keep(page, "brief-refused")
    page.fill("[name=note]", "请返乡人员主动报备，减少聚集。")
    page.locator("main form button").click()
    page.get_by_role("button", name="审核通过").click()
    expect(page.get_by_role("button", name="审核通过")).to_have_count(0)
    keep(page, "brief-checked")
    address = page.url

    as_(page, "deputy")
    page.goto(address)
    page.get_by_role("button", name="审核通过并发布").click()
    expect(page.locator(".chain-step.is-done")).to_have_count(3)
    page.locator("a", has_text="更正").click()
    page.fill("[name=why]", "热线电话有误")
    page.fill("[name=services]", "县疫情防控热线：12345")
    page.locator("main form button").click()
    page.get_by_role("button", name="审核通过").click()
    correction = page.url
    as_(page, "county")
    page.goto(correction)
    page.get_by_role("button", name="审核通过并发布").click()
    expect(page.locator(".chain-step.is-done")).to_have_count(3)

    page.context.clear_cookies()  # anybody
    page.goto("/brief/")
    keep(page, "brief-public-list")
    page.locator("tr", has_text="后有更正").locator("a").first.click()
    expect(page.locator(".note.tone-alert")).to_contain_text("热线电话有误")
    page.locator(".note.tone-alert a").click()
    expect(page.locator("main")).to_contain_text("12345")
    keep(page, "brief-public")
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.goto(f"{page.url}")
    assert len(page.pdf(format="A4")) > 5000
