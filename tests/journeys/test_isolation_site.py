"""An isolation site's day: the board at a glance, a guest moves rooms and leaves, the room is disinfected, the sheet agrees."""

import pytest
from playwright.sync_api import Page, expect

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo.posts import PASSWORD
from shouwang.quarantine.models import Booking, Room, Stay
from tests.journeys.conftest import NARROW, keep, sign_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("demo")]
SITE = "GLD-1"


def room(number: str) -> Room:
    with acting_as(system()):
        return Room.objects.get(site=SITE, number=number)


def tile(page: Page, number: str) -> object:
    return page.locator(".room-tile", has=page.locator(".room-number", has_text=number))


def test_a_guest_changes_rooms_leaves_and_the_room_is_free_after_disinfection(page: Page) -> None:
    with acting_as(system()):
        stay = Stay.objects.filter(site=SITE, out_at__isnull=True, room__isnull=False).select_related("room").first()
        assert stay is not None, "the demo's sites are alive"
        assert stay.room is not None
        old = stay.room.number
    sign_in(page, "county", PASSWORD)
    page.goto("/quarantine/sites/")
    keep(page, "sites")
    page.locator(f"a[href$='/sites/{SITE}/']").first.click()
    expect(page.locator(".room-tile").first).to_be_visible()
    keep(page, "site-board")
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]

    page.locator(f"a.room-tile[href$='/{room(old).pk}/']").click()
    keep(page, "site-room")
    page.set_viewport_size(NARROW)
    new = str(page.locator("form.line-form select[name=room] option").first.get_attribute("value"))
    page.locator("form.line-form select[name=room]").select_option(new)
    page.get_by_role("button", name="换到此房").click()
    expect(page.locator(f"a.room-tile[href$='/{room(old).pk}/']")).to_contain_text("待消毒")
    expect(page.locator(f"a.room-tile[href$='/{room(new).pk}/']")).to_contain_text("占用")

    page.locator(f"a.room-tile[href$='/{room(old).pk}/']").click()
    page.get_by_role("button", name="已消毒").click()
    page.locator("#confirm-dialog [data-confirm-yes]").click()
    expect(page.locator(f"a.room-tile[href$='/{room(old).pk}/']")).to_contain_text("空闲")

    page.locator(f"a.room-tile[href$='/{room(old).pk}/']").click()
    page.locator("summary", has_text="预留").click()
    page.locator("form[action$='/bookings/'] [name=whom]").fill("高铁接回一人")
    page.get_by_role("button", name="预留此房").click()
    expect(page.locator(f"a.room-tile[href$='/{room(old).pk}/']")).to_contain_text("高铁接回一人")

    page.locator(f"a.room-tile[href$='/{room(new).pk}/']").click()
    page.locator("form.confirm-form button").first.click()
    page.locator("#confirm-dialog [data-confirm-yes]").click()
    expect(page.locator(f"a.room-tile[href$='/{room(new).pk}/']")).to_contain_text("待消毒")
    expect(page.locator(".notice.tone-good").filter(has_text="人数平衡")).to_be_visible()
    keep(page, "site-after")
    with acting_as(system()):
        assert Booking.objects.filter(room=room(old), closed_at__isnull=True).exists()

    page.goto("/quarantine/site-days/")
    expect(page.locator("table")).to_contain_text("房间总数")
    keep(page, "site-daily")
    with page.expect_download() as download:
        page.locator("a[href*='site-days.xlsx']").click()
    assert download.value.suggested_filename.startswith("isolation-sites-")
