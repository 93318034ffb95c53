"""A township sends the messy sheet it really has: verdicts, one row mended on the spot, all recorded, taken back."""

import io
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost, give_posts
from shouwang.ledger import imports
from shouwang.ledger.models import ImportFile
from shouwang.lib.documents import with_check_digit
from shouwang.places import reads as places
from shouwang.places.writes import load_areas
from shouwang.policy.writes import NewPack, put_in_force
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
RIGHT = with_check_digit("41169919800101002")
WRONG = RIGHT[:-1] + ("1" if RIGHT[-1] != "1" else "2")
ROWS = [
    [1, "张样一", with_check_digit("41169919800101001"), "+86 1690 000 0001", "湖北省武汉市", "2020.01.20", "八庙村1号"],
    [2, "张样二", WRONG, "１６９００００００２", "武汉", "1月21日", "八庙村2号"],
    [3, "张　样", with_check_digit("41169919800101003").lower(), "", "浙江温州", "2020/1/22", "八庙村3号"],
    ["", "", "", "", "", "", ""],
    ["合计", "3人", "", "", "", "", ""],
    ["填表人：李样", "", "", "审核人：", "", "", ""],
]


def messy() -> bytes:
    """Title and date line above, Traditional and unusual headings, a blank row, a total, signatures."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        sheet = book.add_worksheet("返鄉人員")
        sheet.merge_range(0, 0, 0, 6, "崔桥镇返乡人员登记台账")
        sheet.write_row(1, 0, ["填报单位：崔桥镇", "", "", "", "填报日期：2020年1月25日"])
        sheet.write_row(2, 0, ["序號", "姓 名", "身份证号", "聯絡電話", "由何處返回", "返鄉時間", "家庭住址"])
        for number, row in enumerate(ROWS, start=3):
            sheet.write_row(number, 0, row)
    return memory.getvalue()


@pytest.fixture
def officer() -> str:
    """The officer of a township in a small county with a pack in force."""
    columns = ("code", "name", "level", "parent", "kind")
    with acting_as(system()) as operator:
        load_areas([dict(zip(columns, row, strict=True)) for row in AREAS], edition="2020", by=operator)
        county, town = places.path_of("411621") or "", places.path_of("411621101") or ""
        assert put_in_force([NewPack(county, date(2020, 1, 1), "plan", "covid-19-2020-02")], by=operator)[0].taken
        post = NewPost("officer", "township_officer", town, full_name="崔桥干部", password=PASSWORD)
        assert give_posts([post], by=operator)[0].taken
    return "officer"


def work_off() -> UUID:
    """What the worker does beside the server."""
    with acting_as(system()):
        import_id = ImportFile.objects.latest("created_at").pk
    imports.go_on(import_id)
    return import_id


def test_a_messy_sheet_is_sent_mended_recorded_and_taken_back(page: Page, officer: str, tmp_path: Path) -> None:
    file = tmp_path / "崔桥返乡人员.xlsx"
    file.write_bytes(messy())
    sign_in(page, officer, PASSWORD)
    page.goto("/imports/")
    keep(page, "imports-none")
    page.goto("/imports/new/")
    page.select_option("[name=ledger]", "returnee_register")
    page.set_input_files("[name=file]", file)
    keep(page, "imports-send")
    page.get_by_role("button", name="上传并核对").or_(page.locator("main form button.btn-primary")).first.click()
    expect(page.locator(".progress-line")).to_be_visible()
    keep(page, "imports-waiting")
    work_off()
    expect(page.locator("#verdicts tbody tr")).to_have_count(3, timeout=15_000)
    keep(page, "imports-verdicts")

    page.locator("#verdicts tbody tr", has_text="张样二").locator("button[hx-get]").click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("[name=id_number]")).to_have_value(WRONG)
    keep(page, "imports-mend")
    with page.expect_response("**/rows/2/") as answer:
        dialog.locator("button.btn-primary").click()
    assert answer.value.status == 422
    dialog = page.locator("dialog[open]")
    expect(dialog.locator(".notice")).to_be_visible()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    dialog.locator("[name=id_number]").fill(RIGHT)
    dialog.locator("button.btn-primary").click()
    expect(page.locator("#verdicts tbody tr button[hx-get]")).to_have_count(0)

    page.locator("form[action$='/record/'] button").click()
    expect(page.locator(".progress-line")).to_be_visible()
    import_id = work_off()
    expect(page.locator("form[action$='/undo/'] button")).to_be_visible(timeout=15_000)
    keep(page, "imports-recorded")
    with page.expect_download() as download:
        page.locator("a[href$='/sheet/']").click()
    assert download.value.suggested_filename.startswith("崔桥返乡人员")

    page.fill("form[action$='/undo/'] [name=reason]", "发错了表")
    page.locator("form[action$='/undo/'] button").click()
    page.locator("#confirm-dialog [data-confirm-yes]").click()
    expect(page.locator(".progress-line")).to_be_visible()
    work_off()
    page.goto("/imports/")
    keep(page, "imports-list")
    with acting_as(system()):
        assert ImportFile.objects.get(pk=import_id).state == "undone"


def test_headings_that_nobody_knows_are_named_once(page: Page, officer: str, tmp_path: Path) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        odd = xlsxwriter.Workbook(tmp_path / name)
        sheet = odd.add_worksheet()
        sheet.write_row(0, 0, ["哪一位", "证件", "从哪儿来", "啥时候回的", "住哪儿", "怎么找"])
        place, at = ("浙江温州", "2020/1/22") if name == "一.xlsx" else ("湖北武汉", "2020/1/23")
        sheet.write_row(1, 0, ["张样一", RIGHT, place, at, "八庙村1号", "16900000001"])
        odd.close()
    sign_in(page, officer, PASSWORD)
    page.goto("/imports/new/")
    page.select_option("[name=ledger]", "returnee_register")
    page.set_input_files("[name=file]", tmp_path / "一.xlsx")
    page.locator("main form button.btn-primary").first.click()
    work_off()
    expect(page.locator("#headings")).to_have_attribute("open", "", timeout=15_000)
    keep(page, "imports-headings")
    meant = ["full_name", "id_number", "from_place", "arrived_on", "address", "phone"]
    for number, field in enumerate(meant):
        page.select_option(f"[name=heading_{number}]", field)
    page.locator("#headings button.btn-primary").click()
    work_off()
    expect(page.locator("#verdicts tbody tr")).to_have_count(1, timeout=15_000)
    expect(page.locator("#verdicts tbody tr button[hx-get]")).to_have_count(0)
    page.goto("/imports/new/")
    page.select_option("[name=ledger]", "returnee_register")
    page.set_input_files("[name=file]", tmp_path / "二.xlsx")
    page.locator("main form button.btn-primary").first.click()
    work_off()
    expect(page.locator("#verdicts tbody tr")).to_have_count(1, timeout=15_000)
    page.locator("#headings summary").click()
    keep(page, "imports-headings-remembered")


def test_the_verdicts_fit_a_phone(page: Page, officer: str, tmp_path: Path) -> None:
    file = tmp_path / "崔桥返乡人员.xlsx"
    file.write_bytes(messy())
    sign_in(page, officer, PASSWORD)
    page.set_viewport_size(NARROW)
    page.goto("/imports/new/")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.select_option("[name=ledger]", "returnee_register")
    page.set_input_files("[name=file]", file)
    page.locator("main form button.btn-primary").first.click()
    expect(page.locator(".progress-line")).to_be_visible()
    work_off()
    expect(page.locator("#verdicts")).to_be_visible(timeout=15_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
