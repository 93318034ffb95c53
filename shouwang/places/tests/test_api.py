"""Places by API: what is sent comes back, one verdict a row, and a stranger finds nothing."""

import json
from typing import Any

import pytest
from django.test import Client

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.places import writes
from shouwang.places.tests.conftest import COUNTY, EAST, LI, NOON, TEMPLE_VILLAGE, WEST, rows
from shouwang.places.writes import NewGrid, NewSite, NewUnit


def client(role: str, area: str) -> Client:
    """Somebody with a token and this post."""
    with acting_as(system()) as by:
        accounts.give_posts([accounts.NewPost(f"{role}-{area}", role, area, valid_from=NOON.date())], by=by)
        token = accounts.give_token(f"{role}-{area}", label="test", by=by)
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def east(db: None, at_noon: None) -> Client:
    """The officer of the eastern township, in a county with one site and one unit at either end."""
    with acting_as(system()) as by:
        writes.load_areas(rows(), edition="2020", by=by)
        writes.record_units(
            [NewUnit("W", "西桥乡", "township_group", WEST), NewUnit("E", "东桥镇", "township_group", EAST)], by=by
        )
        writes.record_sites(
            [NewSite("KW", "西口", "checkpoint", LI), NewSite("KE", "东口", "checkpoint", TEMPLE_VILLAGE)], by=by
        )
        writes.make_grids([NewGrid(LI), NewGrid(TEMPLE_VILLAGE)], by=by)
    return client("township_officer", EAST)


def _get(east: Client, address: str, **query: str) -> Any:
    response = east.get(f"/api/v1/places/{address}", query)
    return response.json() if response.status_code == 200 else response.status_code


def _post(east: Client, address: str, body: Any) -> Any:
    sent = east.post(f"/api/v1/places/{address}", json.dumps(body), content_type="application/json")
    return (
        [verdict["code"] or verdict["outcome"] for verdict in sent.json()["verdicts"]]
        if sent.status_code == 200
        else sent.status_code
    )


def test_an_area_is_found_by_code_or_path(east: Client) -> None:
    for text in ("980101100200", TEMPLE_VILLAGE):
        found = _get(east, f"areas/{text}")
        assert (found["path"], found["code"], found["full_name"]) == (
            TEMPLE_VILLAGE,
            "980101100200",
            "试县 东桥镇 八庙村民委员会",
        )


def test_lists_hold_the_own_area_only(east: Client) -> None:
    assert [area["path"] for area in _get(east, "areas")] == [EAST + "001", TEMPLE_VILLAGE, EAST + "003"]
    assert [unit["code"] for unit in _get(east, "units")] == ["E"]
    assert [site["code"] for site in _get(east, "sites")] == ["KE"]
    assert [grid["code"] for grid in _get(east, "grids")] == ["980101100200-G01"]
    assert set(_get(east, "responsibilities")) == {EAST + "001", TEMPLE_VILLAGE, EAST + "003"}


@pytest.mark.parametrize(
    "address",
    [
        f"areas/{LI}",
        "areas/980101200",
        "areas/980101",
        "areas?within=980101",
        f"grids?within={WEST}",
        "units?within=980101200",
        "units/W",
        f"sites?within={LI}",
        "sites/KW",
        f"match?words=x&within={WEST}",
        f"responsibilities?within={COUNTY}",
    ],
)
def test_the_next_township_is_not_there(east: Client, address: str) -> None:
    assert east.get(f"/api/v1/places/{address}").status_code == 404


@pytest.mark.usefixtures("db")
def test_nobody_asks_without_a_token() -> None:
    assert Client().get("/api/v1/places/areas").status_code == 401


@pytest.mark.usefixtures("east")
def test_whoever_may_not_change_places_gets_403() -> None:
    police = client("police", EAST)
    assert _post(police, "grids", [{"area": TEMPLE_VILLAGE}]) == 403
    assert _get(police, "areas/980101100200")["path"] == TEMPLE_VILLAGE


def test_each_row_has_its_own_verdict(east: Client) -> None:
    assert _post(east, "grids", [{"area": "980101100200"}, {"area": "980101200201"}, {"area": "1"}]) == [
        "accepted",
        "out_of_area",
        "area_unknown",
    ]
    unit = {"code": "Z", "name": "区", "kind": "functional_zone", "area": "980101100", "manages": ["980101100200"]}
    assert _post(east, "units", [unit, unit | {"kind": "x"}]) == ["accepted", "unit_kind_unknown"]
    assert _get(east, "responsibilities")[TEMPLE_VILLAGE] == "Z"
    assert _post(east, "responsibilities", [{"area": TEMPLE_VILLAGE, "unit": "E"}, {"area": LI, "unit": "E"}]) == [
        "accepted",
        "out_of_area",
    ]
    site = {"code": "K9", "name": "口", "kind": "checkpoint", "area": "980101100200", "at": "2020-02-05T09:00:00+08:00"}
    assert _post(east, "sites", [site, site, site | {"area": LI}]) == ["accepted", "SITE_KNOWN", "out_of_area"]
    assert _get(east, "sites/K9")["opened_at"] == "2020-02-05T01:00:00Z"


def test_an_official_list_is_taken_below_the_own_area(east: Client) -> None:
    new = {"code": "980101100900", "name": "新村", "level": "village", "parent": "980101100"}
    other = new | {"code": "980101200900", "parent": "980101200"}
    assert _post(east, "areas", {"edition": "2023", "rows": [new, other]}) == ["accepted", "out_of_area"]


def test_words_are_matched_inside_the_own_area(east: Client) -> None:
    assert _get(east, "match", words="八庙村")["path"] == TEMPLE_VILLAGE
    assert [area["path"] for area in _get(east, "match", words="八庙")["candidates"]] == [EAST + "001", TEMPLE_VILLAGE]
    assert _get(east, "match", words="大李庄村")["code"] == "AREA_UNKNOWN"
