"""An operator's day: a post for a time, a unit and grids, the rules in words, a paper tried, a channel that sends nothing out of the house."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.models import Post
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD, TOWN
from shouwang.papers.models import Wording
from shouwang.places import reads as places
from shouwang.prompts import jobs
from shouwang.prompts.models import Delivery
from tests.journeys.conftest import keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]


def test_a_day_of_the_operator(page: Page) -> None:
    sign_in(page, "operator", PASSWORD)
    keep(page, "operator-day")
    page.locator("a.task-link").first.click()
    expect(page.locator("h1")).to_have_text("运行状况")
    _post_for_a_time(page)
    _unit(page)
    _grids(page)
    _rules_in_words(page)
    _paper_tried(page)
    _channel_tried(page)


def go(page: Page, words: str) -> None:
    """A page by the menu."""
    page.locator(".sidebar").get_by_role("link", name=words, exact=True).click()
    expect(page.locator("h1")).to_be_visible()


def _post_for_a_time(page: Page) -> None:
    go(page, "岗位")
    page.get_by_role("link", name="安排岗位").click()
    page.fill("[name=username]", "new.officer")
    page.fill("[name=full_name]", "镇干部样七")
    page.select_option("[name=role]", "township_officer")
    page.fill("[name=area]", TOWN)
    page.fill("[name=valid_to]", "2026-04-30")
    page.get_by_role("button", name="安排", exact=True).click()
    expect(page.locator("dl.facts")).to_contain_text("崔桥镇")
    keep(page, "operator-given")
    page.get_by_role("link", name="全部岗位").click()
    expect(page.locator("tbody tr", has_text="镇干部样七")).to_contain_text("2026年4月30日")
    with acting_as(system()):
        post, town = Post.objects.get(user__username="new.officer"), places.path_of(TOWN)
    assert (post.role, post.area, post.valid_to) == ("township_officer", town, date(2026, 4, 30))


def _unit(page: Page) -> None:
    go(page, "单位")
    page.locator("a[href='/places/units/new']").click()
    page.fill("[name=code]", "ZZB")
    page.fill("[name=name]", "崔桥镇志愿服务站")
    page.select_option("[name=kind]", "township_group")
    page.fill("[name=area]", "崔桥镇")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("h1")).to_have_text("崔桥镇志愿服务站")
    keep(page, "operator-unit")
    with acting_as(system()):
        assert places.unit("ZZB").area == places.path_of(TOWN)


def _grids(page: Page) -> None:
    """Two grids more in a village, found by clicking down the tree."""
    go(page, "地点")
    page.locator("main").get_by_role("link", name="崔桥镇", exact=True).click()
    page.locator("main").get_by_role("link", name="崔桥二村村民委员会", exact=True).first.click()
    before = page.locator("main tbody a[href^='/places/area/']").count()
    page.locator("main a[href$='/grids']").click()
    page.fill("[name=count]", "2")
    page.fill("[name=name]", "河西第{n}网格")
    keep(page, "operator-grids")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("h1")).to_have_text("崔桥二村村民委员会")
    expect(page.locator("main tbody a[href^='/places/area/']")).to_have_count(before + 2)
    expect(page.locator("main")).to_contain_text("河西第2网格")
    keep(page, "operator-village")


def _rules_in_words(page: Page) -> None:
    go(page, "现行规则")
    page.get_by_role("link", name="查看方案内容").click()
    expect(page.locator("#part-class tbody tr").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("居家隔离医学观察")


def _paper_tried(page: Page) -> None:
    """A changed template is looked at first; nothing is in use by that."""
    with acting_as(system()):
        before = Wording.objects.count()
    go(page, "文书模板")
    page.get_by_role("link", name="医学观察告知书").click()
    page.get_by_role("button", name="看看样子").click()
    expect(page.locator("img.paper-preview").first).to_be_visible(timeout=15_000)
    assert page.locator("img.paper-preview").first.evaluate("one => one.complete && one.naturalWidth > 300")
    keep(page, "operator-paper")
    with acting_as(system()):
        assert Wording.objects.count() == before


def _worker() -> None:
    """What the worker does beside the server."""
    with acting_as(system()):
        waiting = Delivery.objects.get(state="waiting").pk
    jobs.deliver(str(waiting))


def _channel_tried(page: Page) -> None:
    go(page, "消息渠道")
    page.locator("main a[href='/prompts/channels/new/']").first.click()
    page.select_option("[name=kind]", "trial")
    page.fill("[name=label]", "崔桥工作群")
    page.fill("[name=area]", "崔桥镇")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("h1")).to_have_text("崔桥工作群")
    page.locator("form[action$='/try/'] button").click()
    expect(page.locator("#messages")).to_contain_text("测试消息")
    _worker()
    page.reload()
    expect(page.locator("#deliveries tbody tr")).to_have_count(1)
    expect(page.locator("#deliveries tbody tr")).to_contain_text("已记录，未发送")
    keep(page, "operator-channel")
    with acting_as(system()):
        sent = Delivery.objects.get(channel__label="崔桥工作群")
        assert sent.state == "recorded"
        assert "崔桥镇" in sent.text
