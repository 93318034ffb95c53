"""A declared list in a real browser: keyboard, filter, many at once, columns, saved filters; and all of it without script."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD
from shouwang.quarantine import reads as quarantine
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]


@pytest.fixture
def staff(page: Page) -> Page:
    """The staff list of a township officer."""
    sign_in(page, "township", PASSWORD)
    page.goto("/duty/")
    return page


def test_the_keyboard_walks_selects_and_opens(staff: Page) -> None:
    staff.keyboard.press("/")
    expect(staff.locator("#duty-staff-search")).to_be_focused()
    staff.locator("main").focus()
    for key in ("j", "j", "k", "ArrowDown"):
        staff.keyboard.press(key)
    expect(staff.locator("#duty-staff tbody tr").nth(1)).to_be_focused()
    staff.keyboard.press("Space")
    expect(staff.locator("#duty-staff tbody input[type=checkbox]").nth(1)).to_be_checked()
    expect(staff.locator("[data-selection-count]")).to_have_text("1")
    staff.keyboard.press("x")
    expect(staff.locator("[data-select-all]")).to_be_checked()
    staff.keyboard.press("a")
    expect(staff.locator("[data-selection-bar] button").first).to_be_focused()
    staff.keyboard.press("f")
    expect(staff.locator("#duty-staff-filter select").first).to_be_focused()
    staff.locator("main").focus()
    staff.keyboard.press("?")
    shown = staff.locator("#shortcuts-dialog")
    keep(staff, "list-keys")
    for key in ("/", "f", "x", "a", "j", "Enter"):
        expect(shown.locator("kbd", has_text=re.compile(f"^{re.escape(key)}$"))).to_be_visible()
    staff.keyboard.press("Escape")
    staff.locator("main").focus()
    staff.keyboard.press("j")
    staff.keyboard.press("Enter")
    expect(staff).to_have_url(re.compile("/duty/of/"))


def test_filters_and_orders_stay_together_and_are_kept_under_a_name(staff: Page) -> None:
    keep(staff, "list")
    staff.locator("a.sort", has_text="姓名").click()
    expect(staff).to_have_url(re.compile("sort=name"))
    staff.locator("select[name=role]").select_option("village_doctor")
    expect(staff).to_have_url(re.compile("role=village_doctor.*sort=name"))
    expect(staff.locator("tbody tr").first).to_contain_text("村医")
    staff.locator("summary", has_text="常用筛选").click()
    staff.locator("input[name=name]").fill("村医名单")
    keep(staff, "list-saved")
    staff.get_by_role("button", name="保存筛选").click()
    expect(staff.locator("summary", has_text="村医名单")).to_be_visible()
    staff.goto("/duty/")
    staff.locator("summary", has_text="常用筛选").click()
    staff.get_by_role("link", name="村医名单").click()
    expect(staff.locator("select[name=role]")).to_have_value("village_doctor")


def test_columns_are_moved_in_place_and_stay(staff: Page) -> None:
    staff.locator("summary", has_text="显示列").click()
    shift = staff.locator("li.list-column", has_text="班次")
    shift.locator("input[type=checkbox]").check()
    for _step in range(9):
        shift.locator("[data-column-up]").click()
    keep(staff, "list-columns")
    staff.get_by_role("button", name="显示这些列").click()
    expect(staff.locator("thead th").nth(2)).to_contain_text("班次")
    staff.goto("/duty/")
    expect(staff.locator("thead th").nth(2)).to_contain_text("班次")


def test_many_go_on_leave_at_once_and_what_is_refused_stays_selected(staff: Page) -> None:
    boxes = staff.locator("#duty-staff tbody input[type=checkbox]")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    keep(staff, "list-selected")
    staff.get_by_role("button", name="请假").click()
    expect(staff.locator("main")).to_contain_text("已选3行")
    keep(staff, "list-question")
    staff.locator("input[type=datetime-local]").fill("2019-01-01T08:00")
    staff.get_by_role("button", name="请假").click()
    expect(staff.locator("#refused tbody input:checked")).to_have_count(3)
    keep(staff, "list-refused")
    staff.get_by_role("button", name="请假").click()
    staff.get_by_role("button", name="请假").click()
    expect(staff.locator(".tile-value").first).to_have_text("3")
    keep(staff, "list-done")
    staff.get_by_role("link", name="返回清单").click()
    staff.locator("select[name=state]").select_option("on_leave")
    expect(staff.locator("#duty-staff tbody tr")).to_have_count(3)


def test_a_slip_with_many_is_undone_on_the_page_that_follows(staff: Page) -> None:
    staff.goto("/arrivals/?state=classified")  # whose measure has begun would be refused: it cannot be moved back
    boxes = staff.locator("#arrivals-returns tbody input[type=checkbox]")
    keys = [UUID(str(box.get_attribute("value"))) for box in boxes.all()]
    with acting_as(system()) as by:
        ordered = {key for key, one in quarantine.by_sources(keys, by=by).items() if one.observation.ordered_at}
    for key in [key for key in keys if key not in ordered][:2]:
        staff.locator(f"#arrivals-returns tbody input[type=checkbox][value='{key}']").check()
    staff.get_by_role("button", name="分派到村").click()
    staff.locator("select[name=with-area]").select_option(index=5)
    staff.get_by_role("button", name="分派到村").click()
    expect(staff.locator(".tile-value").first).to_have_text("2")
    keep(staff, "list-undo")
    staff.get_by_role("button", name="撤销").click()
    expect(staff.locator("main")).to_contain_text("已撤回：2条恢复原状")
    keep(staff, "list-undone")


LISTS = (
    "/arrivals/", "/arrivals/transfers/", "/quarantine/", "/quarantine/waiting/", "/quarantine/missed/", "/duty/", "/duty/coverage",
    "/people/households/", "/people/suspicions/", "/imports/", "/places/sites", "/places/units",
)  # fmt: skip
SMALL = """() => [...document.querySelectorAll("main a.btn, main button, main select, main summary, main input:not([type=hidden])")]
    .map((element) => [element, (element.closest("label") ?? element).getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && box.height > 1 && box.height < 43.5)
    .map(([element, box]) => `${element.tagName} ${element.textContent.trim().slice(0, 20)} ${Math.round(box.height)}`)"""


@pytest.mark.parametrize("address", LISTS)
def test_everything_to_touch_is_large_enough_on_a_phone(staff: Page, address: str) -> None:
    staff.set_viewport_size(NARROW)
    staff.goto(address)
    assert staff.evaluate(SMALL) == []
    assert staff.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_list_works_without_script(staff: Page) -> None:
    state = staff.context.storage_state()
    plain = staff.context.browser.new_context(java_script_enabled=False, storage_state=state, locale="zh-CN")
    page = plain.new_page()
    page.goto(staff.url)
    page.locator("select[name=role]").select_option("village_doctor")
    page.get_by_role("button", name="筛选", exact=True).click()
    expect(page).to_have_url(re.compile("role=village_doctor"))
    page.locator("tbody input[type=checkbox]").first.check()
    page.get_by_role("button", name="请假").click()
    expect(page.locator("main")).to_contain_text("已选1行")
    page.get_by_role("button", name="请假").click()
    expect(page.locator(".tile-value").first).to_have_text("1")
    plain.close()


@pytest.mark.parametrize("address", ["/arrivals/", "/quarantine/", "/quarantine/sheet/", "/people/households/", "/duty/"])
def test_a_list_is_narrowed_down_to_the_grid_on_a_phone_and_keeps_its_filter(staff: Page, address: str) -> None:
    staff.set_viewport_size(NARROW)
    staff.goto(f"{address}?sort=area")
    chooser = staff.locator("details:has(.place-panel)")
    for place in (r"^崔桥一村村民委员会$", r"^第1网格"):
        chooser.locator("summary").click()
        assert staff.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        chooser.get_by_role("link", name=re.compile(place)).click()
        expect(chooser.locator("summary")).to_contain_text(re.compile(place.rstrip("$")))
    expect(staff).to_have_url(re.compile(r"sort=area.*area=0\d+"))
    keep(staff, f"narrowed-{address.strip('/').replace('/', '-')}")
    chooser.locator("summary").click()
    chooser.get_by_role("link", name="崔桥镇").click()
    expect(staff).not_to_have_url(re.compile("area=0"))


def test_the_list_fits_a_phone(staff: Page) -> None:
    staff.set_viewport_size(NARROW)
    for menu in ("崔桥镇", "常用筛选", "显示列"):
        staff.locator("main summary", has_text=menu).click()
        assert staff.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        staff.keyboard.press("Escape")


def test_the_list_is_taken_along_with_its_purpose(staff: Page) -> None:
    staff.get_by_role("button", name="Excel").click()
    keep(staff, "list-export")
    staff.locator("input[name=purpose]").fill("晚间核对名单")
    with staff.expect_download() as download:
        staff.get_by_role("button", name="导出").click()
    assert download.value.suggested_filename.startswith("duty-staff-")
