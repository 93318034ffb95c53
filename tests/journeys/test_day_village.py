"""A day of a village officer: a declared return taken in and ordered, its notice printed, a team completed, a missed check made, the report confirmed."""

from collections.abc import Iterator
from datetime import timedelta

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD, VILLAGE
from shouwang.duty.models import TeamMember
from shouwang.lib import clocks
from shouwang.papers.models import Paper
from shouwang.places import reads as places
from shouwang.quarantine.models import Observation, Reading
from shouwang.reports.models import Signature
from tests.journeys.conftest import keep, sign_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def evening(demo: None) -> Iterator[None]:
    """Half past six: the day's work is to be closed."""
    with clocks.stopped_everywhere(clocks.now() + timedelta(hours=2)):
        yield


def path(code: str) -> str:
    with acting_as(system()):
        return places.path_of(code) or ""


def task(page: Page, words: str) -> None:
    """From wherever one is to my day, and into its task."""
    page.locator(".sidebar").get_by_role("link", name="我的一天", exact=True).click()
    page.locator("a.task-link", has_text=words).first.click()
    expect(page.locator("h1")).not_to_have_text("我的一天")


def test_a_day_of_the_village_officer(page: Page, evening: None) -> None:
    sign_in(page, "village", PASSWORD)
    keep(page, "village-day")
    _team(page)
    _arrival(page)
    _check(page)
    _report(page)


def _team(page: Page) -> None:
    """A team lacks the policeman: he is named, and the gap is gone from the list and from my day."""
    task(page, "包保小组未配齐")
    rows = page.locator("#quarantine-teams tbody tr")
    expect(rows).to_have_count(2)
    page.locator("[data-select-all]").check()
    page.locator("[data-selection-bar] button[value=assign]").click()
    page.select_option("[name=with-role]", label="公安")
    page.fill("[name=with-name]", "民警样六")
    page.fill("[name=with-phone]", "16900000066")
    keep(page, "village-team")
    page.locator("main button[name=do][value=assign]").click()
    expect(page.locator(".tile").first).to_contain_text("2")
    page.locator(".sidebar").get_by_role("link", name="我的一天", exact=True).click()
    expect(page.locator("#day")).not_to_contain_text("包保小组未配齐")
    with acting_as(system()):
        assert TeamMember.objects.filter(name="民警样六", role="police", to_at__isnull=True).count() == 2


def _arrival(page: Page) -> None:
    """Somebody declared a return on the public page: read, taken into the register, ordered; the papers of the start are one print."""
    task(page, "待核实的返乡报备")
    page.locator("main tbody a").first.click()
    expect(page.locator("main")).to_contain_text("填报人未经核实，请先打电话确认")
    name = page.locator("dl.facts dd").first.inner_text()
    keep(page, "village-declared")
    page.get_by_role("button", name="登入返乡台账").click()
    expect(page.locator("#messages")).to_contain_text("已登入返乡台账")
    page.locator(".sidebar").get_by_role("link", name="返乡人员", exact=True).click()
    page.locator("tbody tr", has_text=name).locator("input[name=selected]").check()
    page.locator("[data-selection-bar] button[value=order]").click()
    page.locator("main button[name=do][value=order]").click()
    expect(page.locator(".tile").first).to_contain_text("1")
    keep(page, "village-ordered")
    page.locator("a.btn-primary").first.click()
    page.locator("tbody tr", has_text=name).locator("input[name=selected]").check()
    page.locator("[data-selection-bar] button[value=notices]").click()
    keep(page, "village-notices")
    with page.expect_download() as download:
        page.locator("main button[name=do][value=notices]").click()
    printed = download.value.path().read_bytes()
    words = "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(printed))
    assert name in words
    village = path(VILLAGE)
    with acting_as(system()):
        ordered = Observation.objects.filter(area__startswith=village, ordered_at__gte=clocks.now()).get()
        numbers = list(Paper.objects.filter(person_id=ordered.person_id).values_list("number", flat=True))
    assert numbers
    assert all(number in words for number in numbers)


def _check(page: Page) -> None:
    """Who was missed today is gone to, measured now, and no longer missed."""
    task(page, "今日漏测")
    rows = page.locator("#quarantine-missed tbody tr")
    before = rows.count()
    keep(page, "village-missed")
    rows.first.get_by_role("link", name="巡查").click()
    page.select_option("[name=late_reason]", label="其他家庭用时更长")
    home = page.locator("li[data-round-row]:has(input[data-temperature])").first
    place, name = str(home.get_attribute("id")), home.locator(".round-name").inner_text()
    home.locator("input[data-temperature]").click()
    page.keyboard.type("366")
    expect(page.locator(f"#{place} .reading-saved .temperature")).to_contain_text("36.6")
    keep(page, "village-round")
    key = place.removeprefix("visit-")
    with acting_as(system()):
        written = Reading.objects.get(observation=key, slot_date=clocks.today(), slot="pm", live=True)
    assert (str(written.temperature_c), written.late_reason) == ("36.6", "busy")
    page.locator(".tab-row").get_by_role("link", name="漏测", exact=True).click()
    expect(rows).to_have_count(before - 1)
    expect(rows.filter(has_text=name)).to_have_count(0)


def _report(page: Page) -> None:
    """The village confirms its numbers, from my day."""
    task(page, "待签日报")
    page.locator(".sign-form button").last.click()
    expect(page.locator(".chain-step.is-done")).to_have_count(1)
    expect(page.locator(".chain-step.is-done")).to_contain_text("村干部示四")
    keep(page, "village-report")
    village = path(VILLAGE)
    with acting_as(system()):
        signed = Signature.objects.get(area=village, report_on=clocks.today(), live=True)
    assert (signed.level, signed.act, signed.signer) == ("village", "sign", "村干部示四")
