"""A supervisor's day: three people drawn, one not at home, seen on the person's page and in the figures; the log names whoever looked."""

import re

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.audit.models import AuditEvent
from shouwang.demo.posts import PASSWORD
from shouwang.quarantine.models import SpotCheck, SpotDraw
from tests.journeys.conftest import keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]
TILE = "#day a.tile"
NOTE = "邻居说去赶集了"


def test_a_day_of_the_supervisor(page: Page) -> None:
    sign_in(page, "supervisor", PASSWORD)
    expect(page.locator(TILE, has_text="抽查")).to_contain_text("0")
    page.locator("a.task-link", has_text="待完成的抽查").click()
    expect(page.locator("h1")).to_have_text("抽查")
    draw = _draw(page, 3)
    key, name = _not_at_home(page, draw)

    page.locator(f"#look-{key} .round-name a").click()
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("main")).to_contain_text(f"不在家 · {NOTE}")
    keep(page, "supervisor-observation")
    page.locator("dl.facts a[href^='/people/persons/']").click()
    person = _who_looked(page)
    _counted(page, name)
    _in_the_log(page, person)


def _draw(page: Page, count: int) -> SpotDraw:
    """People come up by lot, and the proof of it stands below them."""
    page.get_by_role("link", name="抽取人员").first.click()
    page.fill("[name=count]", str(count))
    page.locator("main form button.btn-primary").click()
    expect(page.locator("li[id^=look-]")).to_have_count(count)
    expect(page.locator("p.notice.tone-good")).to_be_visible()
    with acting_as(system()):
        draw = SpotDraw.objects.latest("received")
        assert len(draw.drawn) == count
        expect(page.locator("dl.facts code").first).to_have_text(draw.seed)
    return draw


def _not_at_home(page: Page, draw: SpotDraw) -> tuple[str, str]:
    """The first of them is not where the order says; the key and the name."""
    row = page.locator("li[id^=look-]").first
    place = str(row.get_attribute("id"))
    row.locator("[name=note]").fill(NOTE)
    row.get_by_role("button", name="不在家").click()
    expect(page.locator(f"#{place} .reading-saved")).to_contain_text(NOTE)
    expect(page.locator(".progress-text")).to_be_visible()
    keep(page, "supervisor-draw")
    key = place.removeprefix("look-")
    with acting_as(system()):
        look = SpotCheck.objects.get(draw=draw, observation=key, live=True)
        assert (look.result, look.note) == ("not_at_home", NOTE)
    return key, page.locator(f"#{place} .round-name a").inner_text()


def _who_looked(page: Page) -> str:
    """On the person's page stands the result, and who looked at it; the person's id."""
    expect(page.locator("#story")).to_contain_text("抽查")
    looked = page.locator("section", has=page.get_by_role("heading", name="谁查看过"))
    expect(looked).to_contain_text("督导员示八")
    keep(page, "supervisor-person")
    return re.findall(r"/persons/([0-9a-f-]{36})/", page.url)[0]


def _counted(page: Page, name: str) -> None:
    """My day counts the check, and its number opens the row."""
    page.get_by_role("link", name="我的一天").first.click()
    expect(page.locator(TILE, has_text="抽查")).to_contain_text("1")
    page.locator(TILE, has_text="抽查").click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    expect(page.locator("#rows tbody")).to_contain_text(f"{name[0]}*")  # masked, as everywhere
    keep(page, "supervisor-rows")


def _in_the_log(page: Page, person: str) -> None:
    """The log says who looked, in words, and the server has it."""
    page.get_by_role("link", name="日志").first.click()
    expect(page.locator("h1")).to_have_text("日志")
    page.select_option("[name=kind]", "look")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("#log tbody tr").first).to_contain_text("督导员示八")
    keep(page, "supervisor-log")
    with acting_as(system()):
        assert AuditEvent.objects.filter(action="people.open_person", subject=person, actor="督导员示八").exists()
