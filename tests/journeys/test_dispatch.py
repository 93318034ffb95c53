"""An officer who never saw the system: a sheet of 40 returnees, given to their village, ordered, notices printed.

Every click, every choice in a select and of a file, and every field typed into is counted, from the sign-in page on.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost, give_posts
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.writes import NewArrival, record_arrivals
from shouwang.duty.writes import NewStaff, record_staff
from shouwang.lib import clocks
from shouwang.lib.documents import with_check_digit
from shouwang.places import reads as places
from shouwang.places import writes as place_writes
from shouwang.places.writes import load_areas
from shouwang.policy.writes import NewPack, put_in_force
from shouwang.quarantine.models import Observation
from tests.journeys.conftest import keep, sign_in
from tests.journeys.test_import import work_off

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
PASSWORD = "a long enough password"
MOST_CLICKS = 60
RETURNEES = 40
AREAS = [
    ("41", "河南省", "province", "", ""),
    ("4116", "周口市", "city", "41", ""),
    ("411621", "扶沟县", "county", "4116", ""),
    ("411621101", "崔桥镇", "township", "411621", "town"),
    ("411621101200", "八庙村民委员会", "village", "411621101", ""),
    ("411621101201", "濛山村民委员会", "village", "411621101", ""),
]
STAFF = ("village_officer", "grid_worker", "village_doctor", "police", "volunteer")


@dataclass
class Hand:
    """The officer's hand: whatever it does is counted."""

    page: Page
    clicks: int = 0

    def click(self, selector: str) -> None:
        """One click on what is seen under this selector."""
        self.clicks += 1
        self.page.locator(selector).first.click()

    def press(self, words: str) -> None:
        """One click on a button or link with these words."""
        self.clicks += 1
        named = self.page.get_by_role("button", name=words, exact=True).or_(self.page.get_by_role("link", name=words, exact=True))
        named.locator("visible=true").first.click()

    def type(self, selector: str, words: str) -> None:
        """One click into a field, then typing."""
        self.clicks += 1
        self.page.fill(selector, words)

    def choose(self, selector: str, value: str) -> None:
        """A select: one click to open, one on the value."""
        self.clicks += 2
        self.page.select_option(selector, value)

    def give_file(self, selector: str, file: Path) -> None:
        """A file: one click to open the dialog, one on the file, one on its button."""
        self.clicks += 3
        self.page.set_input_files(selector, file)


def sheet() -> bytes:
    """The list a station sent: 40 people of one village, none of whom it names a village for."""
    memory, came_on = io.BytesIO(), str(clocks.today() - timedelta(days=2))
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet("返乡人员")
        page.merge_range(0, 0, 0, 6, "崔桥镇返乡人员登记台账")
        page.write_row(1, 0, ["序号", "姓名", "身份证号", "联系电话", "从何地返回", "返乡时间", "家庭住址"])
        for number in range(1, RETURNEES + 1):
            document = with_check_digit(f"411699198001{number % 27 + 1:02}{number:03}")
            page.write_row(
                number + 1, 0,
                [number, f"张样{chr(0x4E00 + number)}", document, f"1690{number:07}", "湖北省武汉市", came_on, f"崔桥镇{number}号"],
            )  # fmt: skip
    return memory.getvalue()


@pytest.fixture
def officer() -> str:
    """The officer of a township whose village has its staff on duty."""
    columns = ("code", "name", "level", "parent", "kind")
    with acting_as(system()) as operator:
        load_areas([dict(zip(columns, row, strict=True)) for row in AREAS], edition="2020", by=operator)
        county, town, village = (places.path_of(code) or "" for code in ("411621", "411621101", "411621101200"))
        unit = place_writes.NewUnit(code="CQ", name="崔桥镇指挥部", kind="township_group", area=town, parent="", manages=(town,))
        assert place_writes.record_units([unit], by=operator)[0].taken
        assert put_in_force([NewPack(county, date(2020, 1, 1), "plan", "covid-19-2020-02")], by=operator)[0].taken
        post = NewPost("officer", "township_officer", town, "CQ", full_name="崔桥干部", password=PASSWORD)
        assert give_posts([post], by=operator)[0].taken
        staff = [
            NewStaff(code=f"CQ-{role}", full_name=f"李样{chr(0x5000 + at)}", role=role, area=village, phone=f"1690000{at:04}", unit="CQ")
            for at, role in enumerate(STAFF)
        ]
        assert all(verdict.taken for verdict in record_staff(staff, by=operator))
    return "officer"


def select_all(hand: Hand) -> None:
    """The box above the list."""
    hand.click("[data-select-all]")


def with_all(hand: Hand, do: str, answer: Callable[[], None] = lambda: None) -> None:
    """Choose every row, an action, answer what it asks, and come back to the list."""
    select_all(hand)
    hand.click(f"[data-selection-bar] button[value={do}]")
    keep(hand.page, f"dispatch-{do}-asked")
    answer()
    hand.click(f"main button[name=do][value={do}]")
    expect(hand.page.locator(".tile").first).to_contain_text(str(RETURNEES))
    keep(hand.page, f"dispatch-{do}-done")
    hand.click("a.btn-primary")


def test_a_sheet_becomes_forty_notices(page: Page, officer: str, tmp_path: Path) -> None:
    file = tmp_path / "返乡人员.xlsx"
    file.write_bytes(sheet())
    hand = Hand(page)
    page.goto("/account/login/")
    hand.type("[name=login]", officer)
    hand.type("[name=password]", PASSWORD)
    hand.click("main button[type=submit], form button[type=submit]")
    page.wait_for_url("**/")

    keep(page, "dispatch-my-day")
    hand.click("nav a[href='/imports/'], a[href='/imports/']")
    hand.click("a[href='/imports/new/']")
    hand.choose("[name=ledger]", "returnee_register")
    hand.give_file("[name=file]", file)
    hand.click("main form button.btn-primary")
    expect(page.locator(".progress-line")).to_be_visible()
    work_off()
    expect(page.locator("#verdicts tbody tr").first).to_be_visible(timeout=15_000)
    hand.click("form[action$='/record/'] button")
    expect(page.locator(".progress-line")).to_be_visible()
    work_off()
    expect(page.locator("form[action$='/undo/'] button")).to_be_visible(timeout=30_000)
    with acting_as(system()):
        assert Arrival.objects.filter(live=True, unassigned=True).count() == RETURNEES

    hand.click("nav a[href='/arrivals/'], a[href='/arrivals/']")
    keep(page, "dispatch-returnees")
    village = places_of("411621101200")
    with_all(hand, "assign", lambda: hand.choose("[name=with-area]", village))
    with_all(hand, "order")
    keep(page, "dispatch-ordered")
    select_all(hand)
    hand.click("[data-selection-bar] button[value=notices]")
    keep(page, "dispatch-notices-asked")
    with page.expect_download() as download:
        hand.click("main button[name=do][value=notices]")

    printed = tmp_path / "notices.pdf"
    download.value.save_as(printed)
    with acting_as(system()):
        assert Arrival.objects.filter(live=True, area=village, unassigned=False).count() == RETURNEES
        assert Observation.objects.filter(ordered_at__isnull=False, area=village).count() == RETURNEES
    assert len(pypdfium2.PdfDocument(printed)) >= RETURNEES
    assert hand.clicks < MOST_CLICKS, f"{hand.clicks} clicks"


def places_of(code: str) -> str:
    """The path of an area."""
    with acting_as(system()):
        return places.path_of(code) or ""


def test_somebody_is_fetched_from_the_station(page: Page, officer: str) -> None:
    with acting_as(system()) as operator:
        rows = [
            NewArrival(
                full_name=f"王样{chr(0x4E00 + n)}", id_number=with_check_digit(f"41169919800{n}01{n:03}"), phone=f"169000001{n:02}",
                area=places.path_of("411621101200") or "", from_place="湖北省武汉市", arrived_on=clocks.today(), announced=True, address="八庙村",
            )
            for n in (1, 2)
        ]  # fmt: skip
        assert all(verdict.taken for verdict in record_arrivals(rows, by=operator))
    hand = Hand(page)
    sign_in(page, officer, PASSWORD)
    page.goto("/arrivals/transfers/")
    keep(page, "transfers-none")
    page.goto("/arrivals/")
    select_all(hand)
    hand.click("[data-selection-bar] button[value=transfer]")
    page.select_option("[name=with-from_kind]", "station")
    page.fill("[name=with-from_words]", "周口东站出站口")
    page.select_option("[name=with-to_kind]", "home")
    keep(page, "transfers-ask")
    hand.click("main button[name=do][value=transfer]")
    page.goto("/arrivals/transfers/")
    keep(page, "transfers-list")
    hand.click("td a[href*='/arrivals/transfers/']")

    def step(name: str, **said: str) -> None:
        hand.click(f"a[href$='/{name}/']")
        for field, words in said.items():
            page.fill(f"[name={field}]", words)
        keep(page, f"transfers-{name}")
        hand.click("main form button.btn-primary, main form button.btn-danger")

    step("dispatch", plate="豫P0001Z", driver="李样驾", escort="王样护")
    step("pick-up", given_by="车站防控组 周样", taken_by="崔桥镇 李样驾")
    for field in page.locator("input[name^=temperature_]").all():
        field.fill("36.5")
    step("hand-over", given_by="崔桥镇 李样驾", taken_by="八庙村 李样医")
    keep(page, "transfers-handed-over")
    step("close", disinfected_by="崔桥镇保洁队")
    expect(page.locator(".chain-step.is-done")).to_have_count(6)
    keep(page, "transfers-closed")
    with page.expect_download() as download:
        hand.click("form[action$='/slip/'] button")
    assert download.value.suggested_filename.startswith("transfer-slip")
    page.goto("/arrivals/")
    keep(page, "transfers-returnees")
    page.goto("/arrivals/transfers/violations/")
    keep(page, "transfers-violations")
