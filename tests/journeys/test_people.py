"""A possible double is compared, merged, taken back; a number is revealed; the supervisor sees it all in the log."""

from datetime import date
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost, give_posts
from shouwang.lib.documents import with_check_digit
from shouwang.people.models import Person
from shouwang.people.writes import Home, Identity, identify, record_households
from shouwang.places import reads as places
from shouwang.places.writes import load_areas
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
PASSWORD = "a long enough password"
AREAS = [
    ("41", "河南省", "province", "", ""),
    ("4116", "周口市", "city", "41", ""),
    ("411621", "扶沟县", "county", "4116", ""),
    ("411621101", "崔桥镇", "township", "411621", "town"),
    ("411621101200", "八庙村民委员会", "village", "411621101", ""),
]
DOCUMENT, PHONE = with_check_digit("41169919800101001"), "16900000001"


@pytest.fixture
def two(db: None) -> tuple[UUID, UUID]:
    """A township with an officer and a supervisor, and somebody who is registered there twice."""
    columns = ("code", "name", "level", "parent", "kind")
    with acting_as(system()) as operator:
        load_areas([dict(zip(columns, row, strict=True)) for row in AREAS], edition="2020", by=operator)
        town, village = places.path_of("411621101") or "", places.path_of("411621101200") or ""
        posts = [
            NewPost("officer", "township_officer", town, full_name="崔桥干部", password=PASSWORD, valid_from=date(2020, 1, 1)),
            NewPost("supervisor", "supervisor", town, full_name="督导员", password=PASSWORD, valid_from=date(2020, 1, 1)),
        ]
        assert all(verdict.taken for verdict in give_posts(posts, by=operator))
        home = record_households([Home(area=village, door="12", head_name="张样三", code="H-12")], by=operator)[0].id
        told = [
            Identity(full_name="张样三", area=village, document=DOCUMENT, household_id=home, address="八庙村12号"),
            Identity(full_name="张样三", area=village, phone=PHONE, birth_date=date(1980, 1, 1), address="八庙村东头", no_document_reason="未带证件"),
        ]
        one, other = (identify([row], by=operator)[0].person_id for row in told)
    assert one
    assert other
    return one, other


def test_a_double_is_compared_merged_and_taken_back_and_the_supervisor_sees_it(page: Page, two: tuple[UUID, UUID]) -> None:
    one, other = two
    sign_in(page, "officer", PASSWORD)
    page.goto("/people/suspicions/")
    keep(page, "people-suspicions")
    page.get_by_role("link", name="比对").click()
    expect(page.locator(".facts")).to_have_count(2)
    keep(page, "people-compare")
    page.check("[name=decision][value=same]")
    page.fill("main form [name=reason]", "同一人,第二次登记没带证件")
    page.get_by_role("button", name="记录决定").click()
    page.wait_for_url(f"**/people/persons/{one}/")
    expect(page.locator(".notice", has_text="撤回合并")).to_be_visible()
    expect(page.locator("main")).to_contain_text("169****0001")  # what only the other was known by
    keep(page, "people-merged")
    with acting_as(system()):
        assert Person.objects.get(pk=other).merged_into_id == one

    page.locator(".notice summary").click()
    page.locator("details[open] [name=reason]").fill("是父子两人")
    keep(page, "people-undo")
    page.locator("details[open] button").click()
    page.wait_for_url("**/people/suspicions/**")
    with acting_as(system()):
        assert Person.objects.get(pk=other).merged_into_id is None

    page.clock.install()
    page.goto(f"/people/persons/{one}/")
    page.locator("dd", has_text="4116").locator("button").click()
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=reason]").fill("电话核实身份")
    keep(page, "people-reveal")
    dialog.locator("button.btn-primary").click()
    expect(page.locator("dialog[open]", has_text=DOCUMENT)).to_be_visible()
    keep(page, "people-revealed")
    assert DOCUMENT not in page.url
    page.emulate_media(media="print")
    expect(page.get_by_text(DOCUMENT)).to_be_hidden()
    page.emulate_media(media="screen")
    page.clock.fast_forward(31_000)  # it hides by itself
    expect(page.get_by_text(DOCUMENT)).to_have_count(0)

    page.goto(f"/people/persons/{one}/file/")
    keep(page, "people-file-asked")
    page.fill("[name=recipient]", "县疾控中心")
    page.fill("[name=purpose]", "流行病学调查")
    page.get_by_role("button", name="打开打印页").click()
    expect(page.locator("main")).to_contain_text("县疾控中心")
    keep(page, "people-file")

    page.context.clear_cookies()
    sign_in(page, "supervisor", PASSWORD)
    page.goto("/logbook/")
    log = page.locator("#log")
    expect(log).to_contain_text("查看完整号码")
    expect(log).to_contain_text("电话核实身份")
    expect(log).to_contain_text("撤回两人判定")
    expect(log).not_to_contain_text("张样三")
    keep(page, "logbook")
    page.select_option("[name=kind]", "look")
    expect(log).not_to_contain_text("撤回两人判定")
    page.goto(f"/people/persons/{one}/")
    expect(page.locator("section", has_text="谁查看过").first).to_contain_text("崔桥干部")
    keep(page, "people-looked-at")


def test_the_persons_page_fits_a_phone(page: Page, two: tuple[UUID, UUID]) -> None:
    sign_in(page, "officer", PASSWORD)
    page.set_viewport_size(NARROW)
    for address in (f"/people/persons/{two[0]}/", "/people/suspicions/", "/people/households/", "/logbook/", f"/people/persons/{two[0]}/double/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], address
