"""An area's page says what is open, late and missing there, at every level; pages of people show the way by area."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.places.reads import path_of
from shouwang.quarantine import reads as quarantine
from shouwang.reports.tests.test_views import client

pytestmark = pytest.mark.usefixtures("demo")
COUNTY, TOWN, OTHER_TOWN, VILLAGE = "411621", "411621101", "411621001", "411621101201"
PARTS = ("/work/{}", "/reports/of-area/{}", "/duty/coverage/of/{}")


def path(code: str) -> str:
    with acting_as(system()):
        found = path_of(code)
    assert found
    return found


def work(who: Client, code: str) -> str:
    return who.get(f"/work/{path(code)}").content.decode()


@pytest.mark.parametrize("code", [COUNTY, TOWN, VILLAGE])
def test_every_level_has_its_parts(code: str) -> None:
    page = client("county").get(f"/places/area/{path(code)}").content.decode()
    for part in PARTS:
        assert f'hx-get="{part.format(path(code))}"' in page


@pytest.mark.parametrize("code", [COUNTY, TOWN, VILLAGE])
def test_open_orders_are_counted_as_the_list_behind_them(code: str) -> None:
    with acting_as(system(area=path(code))) as by:
        count = quarantine.filtered(by=by, state="active").count()
        alerts = quarantine.open_alerts(by=by).count()
    shown = work(client("county"), code)
    assert f">{count}人" in shown
    assert f"/quarantine/?state=active&amp;area={path(code)}" in shown
    assert (f"/quarantine/alerts/?area={path(code)}" in shown) == bool(alerts)


def test_a_township_counts_its_own_people_only() -> None:
    with acting_as(system()):
        everybody = quarantine.filtered(by=system(area=path(COUNTY)), state="active").count()
        here = quarantine.filtered(by=system(area=path(OTHER_TOWN)), state="active").count()
    assert here < everybody
    shown = work(client("county"), OTHER_TOWN)
    assert (f">{here}人" in shown, f">{everybody}人" in shown) == (True, False)


@pytest.mark.parametrize("part", PARTS)
def test_the_parts_of_a_foreign_area_are_not_there(part: str) -> None:
    township = client("township")
    assert township.get(part.format(path(TOWN))).status_code == 200
    assert township.get(part.format(path(OTHER_TOWN))).status_code == 404
    assert township.get(part.format("nowhere")).status_code == 404


def test_the_report_part_says_who_is_missing_and_leads_there() -> None:
    shown = client("township").get(f"/reports/of-area/{path(TOWN)}").content.decode()
    today = clocks.today().isoformat()
    assert f"/reports/{path(TOWN)}/{today}/" in shown
    village = client("village").get(f"/reports/of-area/{path(VILLAGE)}").content.decode()
    assert f"/reports/{path(VILLAGE)}/{today}/" in village
    assert "/missing/" not in village


@pytest.mark.parametrize("part", PARTS)
def test_the_parts_take_the_same_queries_for_many_people_and_for_few(part: str) -> None:
    command = client("county")

    def queries(code: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert command.get(part.format(path(code))).status_code == 200
        return len(asked)

    queries(TOWN)  # the session is begun
    assert queries(TOWN) == queries(OTHER_TOWN)


def test_the_page_of_an_observation_shows_the_way_to_its_village() -> None:
    with acting_as(system()) as by:
        one = quarantine.filtered(by=by, state="active").order_by("area").first()
    assert one is not None
    command = client("county")
    for address in (f"/quarantine/{one.pk}/", f"/people/persons/{one.person_id}/"):
        page = command.get(address).content.decode()
        assert f"/places/area/{one.area}" in page, address
