"""The command office tries a person, looks at what would change, and proposes; a second person reads it and confirms."""

import pytest
from playwright.sync_api import Browser, Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD
from shouwang.policy.models import PackInForce
from tests.journeys.conftest import NARROW, WIDE, keep, sign_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
SECOND = "cdc"  # an epidemiologist, with the right to confirm
NEW_PACK = "shelf.covid-19-2022-06"


def narrow(page: Page) -> None:
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url
    page.set_viewport_size(WIDE)


def test_rules_come_into_force_by_two_people(demo: None, page: Page, chromium: Browser, live_server: object) -> None:
    sign_in(page, "county", PASSWORD)
    page.goto("/policy/")
    expect(page.locator("h1")).to_have_text("现行规则")
    keep(page, "policy-index")
    narrow(page)

    page.goto(f"/policy/words/{NEW_PACK}/")
    expect(page.locator("#part-class tbody tr").first).to_contain_text("密切接触者")
    keep(page, "policy-words")
    narrow(page)

    page.goto(f"/policy/compare/?was=shelf.covid-19-2020-02&now={NEW_PACK}")
    expect(page.get_by_role("status").first).to_contain_text("处不同")
    keep(page, "policy-compare")
    narrow(page)

    page.goto(f"/policy/try/?pack={NEW_PACK}")
    page.fill("[name=from_place]", "上海市浦东新区")
    page.fill("[name=on]", "2026-03-12")
    page.fill("[name=arrived_on]", "2026-03-12")
    page.fill("[name=left_on]", "2026-03-11")
    page.select_option("[name=case_contact]", "yes")
    page.locator("form[method=post][action='/policy/try/'] button.btn-primary").click()
    expect(page.locator("#result")).to_contain_text("密切接触者")
    expect(page.locator("#result")).to_contain_text("2026年3月18日")
    keep(page, "policy-try")
    narrow(page)

    page.goto(f"/policy/outlook/{NEW_PACK}/")
    counted = page.locator("#changes-arrivals tbody tr").first
    expect(counted).to_be_visible()
    keep(page, "policy-outlook")
    narrow(page)
    number = int(counted.locator("td").last.inner_text().replace(",", ""))
    counted.locator("a").click()
    expect(page.locator("#cases tbody tr")).to_have_count(min(number, 50))
    keep(page, "policy-outlook-rows")

    page.goto(f"/policy/propose/{NEW_PACK}/")
    page.fill("[name=valid_from]", "2026-03-13")
    page.fill("[name=basis]", "县指挥部令第3号(2026年3月12日)")
    page.fill("[name=reason]", "国家方案更新")
    keep(page, "policy-propose")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main")).to_contain_text("这是您提出的，须由另一人确认。")
    assert page.get_by_role("button", name="确认").count() == 0
    keep(page, "policy-proposal-own")
    narrow(page)
    address = page.url

    context = chromium.new_context(viewport=WIDE, base_url=str(live_server), locale="zh-CN", timezone_id="Asia/Shanghai")
    other = context.new_page()
    sign_in(other, SECOND, PASSWORD)
    expect(other.locator("main")).to_contain_text("待确认的规则")
    keep(other, "policy-my-day")
    other.goto(address)
    keep(other, "policy-proposal-second")
    other.locator("form[action$='/confirm/'] button").click()
    other.locator("#confirm-dialog [data-confirm-yes]").click()
    expect(other.locator("#messages")).to_contain_text("这些规则现已生效")
    other.goto("/policy/")
    expect(other.locator("#history")).to_contain_text("指挥部示九提出")
    expect(other.locator("#history")).to_contain_text("流调员示十二确认")
    keep(other, "policy-history")
    context.close()
    with acting_as(system()):
        row = PackInForce.objects.latest("id")
    assert (row.pack_id, row.proposed_by, row.confirmed_by) == ("covid-19-2022-06", "指挥部示九", "流调员示十二")


def test_a_faulty_file_is_told_line_by_line(demo: None, page: Page) -> None:
    sign_in(page, "county", PASSWORD)
    page.goto("/policy/upload/")
    page.set_input_files("[name=file]", {"name": "自己的方案.toml", "mimeType": "text/plain", "buffer": b'[pack]\nid = "x"\n[signs]\nfever_c = "hot"\n'})
    page.locator("main form button.btn-primary").click()
    expect(page.locator("[role=alert] li").first).to_contain_text("自己的方案.toml")
    keep(page, "policy-upload")
    narrow(page)


def test_help_and_languages_are_one_key_away(demo: None, page: Page) -> None:
    sign_in(page, "county", PASSWORD)
    page.goto("/policy/")
    page.keyboard.press("h")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("看您这里现在执行哪个方案")
    keep(page, "help-dialog")
    dialog.locator("[data-dialog-close]").click()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts-dialog")).to_contain_text("本页帮助")
    page.keyboard.press("Escape")
    for name, heading in (("繁體中文", "現行規則"), ("English", "Rules in force"), ("简体中文", "现行规则")):
        page.locator("details.menu", has=page.locator("button[name=language]")).locator("summary").click()
        page.get_by_role("button", name=name).click()
        expect(page.locator("h1")).to_have_text(heading)
    page.goto("/ui/help/?q=体温")
    expect(page.locator(".help-list li").first).to_be_visible()
    keep(page, "help-search")
    narrow(page)
