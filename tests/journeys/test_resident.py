"""A resident with an old phone: no script, 360 px, three languages; an officer who prints the link and answers."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD, TOWN
from shouwang.lib.codes import in_groups
from shouwang.places import reads as places
from shouwang.quarantine.models import Observation
from shouwang.residents.models import Link
from shouwang.residents.writes import NewLink, give_links
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]
MOST_BYTES = 30_000


@pytest.fixture
def old_phone(chromium: Browser, live_server: object) -> Iterator[Page]:
    """A narrow window without scripts; no page it opens may pass the bound, reach elsewhere or scroll sideways."""
    context = chromium.new_context(viewport=NARROW, base_url=str(live_server), java_script_enabled=False, locale="zh-CN", timezone_id="Asia/Shanghai")
    phone, wrong = context.new_page(), []
    home = str(live_server)
    phone.on("response", lambda one: wrong.append(f"{one.status} {one.url}") if one.status >= 500 else None)
    phone.on("request", lambda one: wrong.append(f"elsewhere: {one.url}") if not one.url.startswith(home) else None)
    yield phone
    context.close()
    assert not wrong, wrong


def small(phone: Page) -> None:
    """The page is small, and nothing sticks out at the side."""
    assert len(phone.content().encode()) < MOST_BYTES, phone.url
    width = phone.locator("html").bounding_box()
    assert width is not None
    for element in phone.locator("main *").all()[:120]:
        box = element.bounding_box()
        assert box is None or box["x"] + box["width"] <= NARROW["width"] + 1, (phone.url, element.inner_text()[:40])


def somebody(measure: str = "home_observation") -> tuple[Observation, str]:
    """Somebody under observation in the demo's township, and the code of a link."""
    with acting_as(system()) as by:
        town = places.path_of(TOWN) or ""
        one = Observation.objects.filter(area__startswith=town, state="active", measure=measure).order_by("pk").first()
        assert one is not None
        verdict = give_links([NewLink(person_id=one.person_id)], by=by)[0]
    return one, verdict.facts["code"]


def look(phone: Page, name: str) -> None:
    """A picture of this screen as the old phone shows it, if somebody wants to see."""
    keep(phone, name)
    phone.set_viewport_size(NARROW)


def test_a_resident_without_script(old_phone: Page) -> None:
    phone, (_one, code) = old_phone, somebody()
    phone.goto("/r/")
    small(phone)
    look(phone, "resident-entry")
    phone.fill("#code", in_groups(code).lower())
    phone.click("main button")
    assert code not in phone.url
    expect(phone.locator(".big").first).to_contain_text("居家隔离医学观察")
    small(phone)
    look(phone, "resident-home")

    phone.click("a[href='/r/me/1/check/']")
    phone.fill("[name=temperature_c]", "36.6")
    look(phone, "resident-check")
    phone.click("button.first")
    expect(phone.locator(".note")).to_be_visible()

    phone.click("a[href='/r/me/1/help/']")
    phone.check("[name=kind][value=medicine]")
    phone.fill("[name=words]", "降压药快吃完了")
    small(phone)
    look(phone, "resident-help")
    phone.click("button.first")
    expect(phone.locator("main")).to_contain_text("降压药快吃完了")

    phone.click("a[href='/r/me/1/object/']")
    phone.fill("[name=words]", "我没有去过那里")
    look(phone, "resident-object")
    phone.click("button.first")
    expect(phone.locator("main")).to_contain_text(re.compile(r"SS\d{8}-\w{6}"))

    phone.click("a[href='/r/me/1/held/']")
    small(phone)
    look(phone, "resident-held")
    phone.go_back()
    look(phone, "resident-home-after")
    phone.click("footer button")
    expect(phone.locator("#code")).to_be_visible()
    assert not phone.locator(".big").count()


def test_the_same_at_360_px_in_traditional_chinese_and_english(old_phone: Page) -> None:
    phone, (_one, code) = old_phone, somebody()
    phone.goto(f"/r/{code}/")
    for language, measure, title in (("zh-hant", "居家隔離醫學觀察", "我的頁面"), ("en", "Home observation", "Your page")):
        phone.goto("/r/")
        phone.click(f".languages button[value={language}]")
        expect(phone.locator("h1")).to_have_text(title)
        expect(phone.locator(".big").first).to_contain_text(measure)
        for address in ("/r/", "/r/me/1/check/", "/r/me/1/help/", "/r/me/1/object/", "/r/me/1/held/", "/r/me/1/return/", "/r/form/"):
            phone.goto(address)
            small(phone)
            look(phone, f"resident-{language}-{address.strip('/').replace('/', '-')}")


def test_a_return_declared_without_a_link(old_phone: Page) -> None:
    phone = old_phone
    phone.goto("/r/declare/?at=411621101")
    look(phone, "resident-choose")
    phone.click("nav a >> nth=0")
    phone.fill("[name=full_name]", "赵样六")
    phone.click("button.first")
    phone.fill("[name=phone]", "16900000066")
    phone.fill("[name=from_place]", "湖北省武汉市")
    phone.fill("[name=arrived_on]", "2026-03-12")
    small(phone)
    look(phone, "resident-declare")
    phone.click("button.first")
    expect(phone.locator(".note")).to_contain_text("编号")


def test_the_office_gives_prints_answers_and_revokes(page: Page, old_phone: Page) -> None:
    one, code = somebody()
    old_phone.goto(f"/r/{code}/")
    sign_in(page, "township", PASSWORD)
    page.goto(reverse("people:person", args=[one.person_id]))
    expect(page.get_by_role("button", name="发二维码并打印")).to_be_visible()
    keep(page, "desk-person-link")
    form = {"csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").first.input_value(), "person_id": str(one.person_id)}
    answer = page.request.post("/residents/links/give/", form=form, headers={"Referer": page.url})
    assert answer.headers["content-type"] == "application/pdf"
    old_phone.goto("/r/")
    expect(old_phone.locator("main")).to_contain_text("收回")

    for name in ("help", "objections", "declarations", "links", "paper"):
        page.goto(f"/residents/{name}/")
        keep(page, f"desk-{name}")
    page.goto("/residents/objections/")
    page.locator("table a").first.click()
    page.check("[name=outcome][value=granted]")
    page.fill("[name=answer]", "车票已核对,措施撤销。")
    keep(page, "desk-objection")
    page.get_by_role("button", name="登记答复").click()
    expect(page.locator("#messages")).to_contain_text("答复已登记")
    with acting_as(system()):
        assert Link.objects.filter(person_id=one.person_id, revoked_at__isnull=True).count() == 1


def test_the_office_says_whose_return_it_is_that_names_no_document(page: Page) -> None:
    sign_in(page, "township", PASSWORD)
    page.goto("/residents/declarations/")
    for address in page.locator("tbody a[href^='/residents/declarations/']").evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        page.goto(address)
        if page.locator("[name=who]").count():
            break
    keep(page, "desk-settle")
    page.locator(".choice", has_text="本村同名").first.locator("input").check()
    page.get_by_role("button", name="认定").click()
    expect(page.locator("#messages")).to_contain_text("已认定")
    keep(page, "desk-settled")
    page.fill("[name=reason]", "打错电话，不是本人")
    page.get_by_role("button", name="撤出登记").click()
    expect(page.locator("#messages")).to_contain_text("重新待处理")
    page.locator(".choice input[value=cannot]").check()
    page.get_by_role("button", name="认定").click()
    expect(page.locator(".field-error")).to_be_visible()
    keep(page, "desk-settle-asked-why")
    page.locator("[name=reason]").fill("电话打不通，村里没有这个人")
    page.get_by_role("button", name="认定").click()
    expect(page.get_by_role("button", name="重新处理")).to_be_visible()
