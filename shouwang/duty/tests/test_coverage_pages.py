"""Pages of coverage: gaps by village, one click to fill each, a grid handed over and back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.duty import reads, writes
from shouwang.duty.tests.conftest import EAST, GRID, VILLAGE, WEST_VILLAGE, somebody
from shouwang.duty.tests.test_coverage import GRID_CODE, LATER
from shouwang.duty.tests.test_views import signed_in
from shouwang.lib import clocks
from shouwang.places import writes as places
from shouwang.places.writes import NewGrid

HERE = f"/duty/coverage/{VILLAGE}"


@pytest.fixture
def east(county: Actor) -> Client:
    """The officer of the eastern township: a grid with a worker, one without, somebody free."""
    places.make_grids([NewGrid(VILLAGE, code="980101100200-G02")], by=county)
    rows = [somebody(1, grid=GRID_CODE), somebody(2, role="community_staff", full_name="样地")]
    writes.record_staff(rows, by=county)
    return signed_in("township_officer", EAST)


def worker(grid: str = GRID) -> str:
    with acting_as(system()):
        found = {one.path: one.worker for one in reads.grids_of(VILLAGE)}
    held = found[grid]
    return held.code if held else ""


def test_gaps_by_village_lead_to_where_they_are_filled(east: Client) -> None:
    page = east.get("/duty/coverage?kind=grid").content.decode()
    assert f'href="{HERE}/grids#grid"' in page
    assert f'href="{HERE}/grids"' not in east.get("/duty/coverage?kind=household").content.decode()
    assert WEST_VILLAGE not in page


def test_one_click_fills_a_gap(east: Client) -> None:
    page = east.get(f"{HERE}/grids").content.decode()
    assert page.count('action="/duty/coverage/001001001001001/fill"') == 3
    grid = VILLAGE + "002"
    east.post(f"{HERE}/fill", {"kind": "grid", "grid": grid, "staff": "W-002"})
    assert worker(grid) == "W-002"
    east.post(f"{HERE}/fill", {"kind": "substitute", "grid": GRID, "staff": "W-002"})
    with acting_as(system()):
        assert reads.gap_counts(EAST)["substitute"] == 1


def test_a_grid_is_handed_over_and_back_by_the_page(east: Client) -> None:
    with clocks.stopped(LATER):
        sent = {"grid": GRID, "staff": "W-002", "at": "", "afterwards": "stays", "note": "两户要送饭"}
        page = east.post(f"{HERE}/hand-over", sent, follow=True).content.decode()
        assert worker() == "W-002"
        assert "两户要送饭" in page
        undo = page.split('action="/duty/hand-overs/')[1].split('"')[0]
        east.post(f"/duty/hand-overs/{undo}")
        assert worker() == "W-001"


def test_what_is_wrong_keeps_what_was_typed(east: Client) -> None:
    sent = {"grid": GRID, "staff": "W-002", "at": "2019-01-01T08:00", "afterwards": "stays", "note": "两户要送饭"}
    page = east.post(f"{HERE}/hand-over", sent)
    assert page.status_code == 200
    assert "两户要送饭" in page.content.decode()
    assert worker() == "W-001"


@pytest.mark.parametrize("sent", [{}, {"kind": "grid", "grid": GRID, "staff": "W-404"}, {"kind": "x", "grid": WEST_VILLAGE + "001", "staff": "W-002"}])
def test_nonsense_fills_nothing(east: Client, sent: dict[str, str]) -> None:
    assert east.post(f"{HERE}/fill", sent).status_code == 404


def test_a_foreign_village_is_not_there(east: Client) -> None:
    for address in (f"/duty/coverage/{WEST_VILLAGE}/grids", f"/duty/coverage/of/{WEST_VILLAGE}", "/duty/coverage/x/grids"):
        assert east.get(address).status_code == 404
    assert east.post(f"/duty/coverage/{WEST_VILLAGE}/fill", {}).status_code == 404


def test_who_only_looks_is_offered_no_change(east: Client) -> None:
    worker = signed_in("grid_worker", VILLAGE)
    page = worker.get(f"{HERE}/grids").content.decode()
    assert "/fill" not in page
    assert worker.post(f"{HERE}/hand-over", {}).status_code == 404


def test_my_day_counts_the_gaps(east: Client) -> None:
    assert "/duty/coverage?kind=grid" in east.get("/").content.decode()


def test_the_same_number_of_queries_for_one_grid_and_for_many(east: Client, county: Actor) -> None:
    few = _queries(east)
    places.make_grids([NewGrid(VILLAGE, code=f"980101100200-G{number:02}") for number in range(3, 20)], by=county)
    rows = [somebody(at, grid=f"980101100200-G{at:02}", full_name="样多") for at in range(3, 15)]
    writes.record_staff(rows, by=county)
    assert _queries(east) == few


def _queries(client: Client) -> int:
    client.get(f"{HERE}/grids")
    with CaptureQueriesContext(connection) as caught:
        client.get(f"{HERE}/grids")
        client.get("/duty/coverage")
        client.get(f"/duty/coverage/of/{EAST}")
    return len(caught)
