"""Staff and teams by API: one verdict a row, numbers masked, and a stranger finds nothing."""

import json
from typing import Any

import pytest
from django.test import Client

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import Actor
from shouwang.duty.tests.conftest import EAST, GRID, NOON, VILLAGE, WEST, WEST_VILLAGE, id_number, somebody
from shouwang.duty.tests.test_coverage import GRID_CODE, LATER
from shouwang.duty.writes import Member, NewTeam, form_teams, record_staff
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7

OBSERVED, OTHER = uuid7(), uuid7()


@pytest.fixture
def clients(county: Actor) -> dict[str, Client]:
    """Officers of both townships; somebody on duty and a team in each."""
    record_staff([somebody(1), somebody(2, area=WEST_VILLAGE)], by=county)
    places, doctor = {OBSERVED: VILLAGE, OTHER: WEST_VILLAGE}, {"doctor": Member(staff_code="W-001")}
    teams = [NewTeam(one, area, "", "pair", ["responsible", "doctor"], doctor) for one, area in places.items()]
    form_teams(teams, by=county)
    return {area: _client(f"officer-{area}", "township_officer", area, county) for area in (EAST, WEST)}


def _client(name: str, role: str, area: str, by: Actor) -> Client:
    accounts.give_posts([accounts.NewPost(name, role, area, valid_from=NOON.date())], by=by)
    return Client(headers={"Authorization": f"Bearer {accounts.give_token(name, label='test', by=by)}"})


def _get(client: Client, address: str, **query: str) -> Any:
    response = client.get(f"/api/v1/duty/{address}", query)
    return response.json() if response.status_code == 200 else response.status_code


def _post(client: Client, address: str, rows: list[dict[str, Any]]) -> Any:
    sent = client.post(f"/api/v1/duty/{address}", json.dumps(rows), content_type="application/json")
    if sent.status_code != 200:
        return sent.status_code
    return [verdict["code"] or verdict["outcome"] for verdict in sent.json()["verdicts"]]


def test_staff_are_listed_for_the_own_area_with_masked_numbers(clients: dict[str, Client]) -> None:
    [found] = _get(clients[EAST], "staff")
    assert (found["code"], found["phone"], found["state"]) == ("W-001", "169****0001", "on_post")
    assert id_number(1) not in json.dumps(found)
    assert _get(clients[EAST], "staff/W-001")["id"] == found["id"]


@pytest.mark.parametrize(
    "address",
    ["staff?within=980101200", "staff/W-002", f"teams/{OTHER}", "teams?within=980101", "staff/nobody"],
    ids=["staff within", "staff", "team", "teams within", "nobody"],
)
def test_the_next_township_is_not_there(clients: dict[str, Client], address: str) -> None:
    assert _get(clients[EAST], address) == 404


def test_each_row_has_its_own_verdict(clients: dict[str, Client]) -> None:
    new = {"code": "W-9", "full_name": "样新", "role": "volunteer", "area": "980101100200", "phone": "16900010009"}
    rows = [new | {"id_number": id_number(9)}, new | {"area": "980101200200"}, new | {"code": "W-8", "id_number": "1"}]
    assert _post(clients[EAST], "staff", rows) == ["accepted", "out_of_area", "ID_LENGTH"]
    changes = [{"staff": "W-9", "change": "on_leave"}, {"staff": "W-002", "change": "ended"}]
    assert _post(clients[EAST], "staff-changes", changes) == ["accepted", "staff_unknown"]
    assert _get(clients[EAST], "staff/W-9")["state"] == "on_leave"


def test_a_team_is_formed_and_handed_over(clients: dict[str, Client]) -> None:
    assert [team["missing"] for team in _get(clients[EAST], "teams")] == [["responsible"]]
    member = {"name": "样长", "phone": "16900010003"}
    hand_over = {"observed_id": str(OBSERVED), "role": "responsible", "member": member}
    other = hand_over | {"observed_id": str(OTHER)}
    assert _post(clients[EAST], "hand-overs", [hand_over, other]) == ["accepted", "team_unknown"]
    assert _get(clients[EAST], f"teams/{OBSERVED}")["missing"] == []
    new = {"observed_id": str(uuid7()), "area": "980101100200", "template_id": "one", "roles": ["responsible"]}
    assert _post(clients[EAST], "teams", [new, new | {"area": "980101200"}]) == ["accepted", "out_of_area"]


@pytest.mark.usefixtures("clients")
def test_who_may_not_see_staff_gets_403(county: Actor) -> None:
    volunteer = _client("volunteer", "volunteer", VILLAGE, county)
    assert _get(volunteer, "staff") == 403
    assert _post(volunteer, "staff", []) == 403


def test_grids_their_substitutes_and_hand_overs_by_api(clients: dict[str, Client], county: Actor) -> None:
    free = {"role": "community_staff", "full_name": "样地"}
    record_staff([somebody(3, grid=GRID_CODE), somebody(4, **free), somebody(5, **free | {"full_name": "样天"})], by=county)
    east, west = clients[EAST], clients[WEST]
    [grid] = _get(east, "grids", village=VILLAGE)
    assert (grid["path"], grid["worker"]["code"], grid["substitute"]) == (GRID, "W-003", None)
    assert _post(east, "substitutes", [{"grid": GRID, "staff": "W-004"}, {"grid": GRID, "staff": "W-003"}]) == ["accepted", "own_substitute"]
    assert _get(east, "grids", village=VILLAGE)[0]["substitute"]["code"] == "W-004"
    with clocks.stopped(LATER):
        sent = east.post("/api/v1/duty/grid-hand-overs", json.dumps([{"grid": GRID, "staff": "W-005", "note": "钥匙"}]), content_type="application/json")
        [made] = sent.json()["verdicts"]
        assert made["outcome"] == "accepted", made
        assert _get(east, "grids", village=VILLAGE)[0]["worker"]["code"] == "W-005"
        assert _post(west, "grid-hand-over-undos", [{"hand_over": made["facts"]["hand_over_id"]}]) == ["hand_over_unknown"]
        assert _post(east, "grid-hand-over-undos", [{"hand_over": made["facts"]["hand_over_id"]}]) == ["accepted"]
        assert _get(east, "grids", village=VILLAGE)[0]["worker"]["code"] == "W-003"
        assert _get(west, "grids", village=VILLAGE) == 404
