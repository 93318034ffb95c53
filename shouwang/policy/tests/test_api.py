"""The rules by API: the office puts them in force and tries them; nobody else reads or writes them here."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as

pytestmark = pytest.mark.django_db
COUNTY, VILLAGE = "001001001", "001001001001002"
PACK = {"area": COUNTY, "pack_id": "covid-19-2020-02", "valid_from": "2020-01-20", "reason": "plan"}
Call = Callable[..., Any]


def caller(role: str) -> Call:
    with acting_as(system()) as operator:
        post = accounts.NewPost(role, role, COUNTY, valid_from=date(2020, 1, 1))
        assert accounts.give_posts([post], by=operator)[0].taken
        token = accounts.give_token(role, label="test", by=operator)

    def call(address: str, body: Any = None) -> Any:
        client, headers = Client(), {"Authorization": f"Bearer {token}"}
        if body is None:
            return client.get(f"/api/v1/policy/{address}", headers=headers)
        return client.post(
            f"/api/v1/policy/{address}", json.dumps(body), content_type="application/json", headers=headers
        )

    return call


@pytest.fixture
def office() -> Call:
    return caller("command_office")


def test_the_shelf_lists_every_pack_with_its_names(office: Call) -> None:
    packs = {pack["pack_id"]: pack for pack in office("packs").json()}
    assert packs["measles"]["title_en"] == "Measles contact follow-up"
    assert all(pack["faults"] == [] for pack in packs.values())


def put(office: Call, address: str, row: dict[str, Any]) -> dict[str, Any]:
    """Proposed by the office, confirmed by a second person; the answer to the proposal."""
    proposed = office(address, [row]).json()[0]
    assert proposed["outcome"] == "accepted", proposed
    second = caller("epidemiologist")
    decided = second("decisions", [{"proposal": proposed["id"], "confirmed": True}]).json()
    assert [one["outcome"] for one in decided] == ["accepted"]
    return proposed


def test_a_pack_is_put_in_force_and_read_back(office: Call) -> None:
    put(office, "proposals", PACK)
    found = office(f"in-force?area={VILLAGE}&day=2020-02-01").json()
    assert (found["pack"]["pack_id"], found["cutoff"], found["overlays"]) == ("covid-19-2020-02", "18:00:00", [])
    assert "home_observation" in found["measures"]


def test_an_overlay_is_put_over_it(office: Call) -> None:
    put(office, "proposals", PACK)
    overlay = {
        "unit": "CQ",
        "area": COUNTY,
        "valid_from": "2020-01-20",
        "reason": "own rules",
        "content": {"classes": [{"id": "own", "when": {"from_outside": "country"}, "measure": "central_isolation"}]},
    }
    put(office, "overlays", overlay)
    found = office(f"in-force?area={VILLAGE}&day=2020-02-01&units=CQ,ZHB").json()
    assert (found["classes"][0], found["overlays"]) == ("own", ["CQ"])


def test_a_made_up_person_is_tried(office: Call) -> None:
    put(office, "proposals", PACK)
    person = {
        "area": VILLAGE,
        "home": "411621",
        "on": "2020-02-12",
        "from_place": "湖北武汉",
        "language": "en",
        "facts": {"left_on": "2020-02-11", "arrived_on": "2020-02-12"},
    }
    got = office("try", person).json()
    assert (got["arrival_class"], got["measure"], got["due_on"], got["origin"]) == (
        "key_area",
        "home_observation",
        "2020-02-25",
        "key_area",
    )
    assert got["steps"][0]["team"] == "five_to_one"
    assert got["sentence"].startswith("Home observation from 12 Feb 2020")


def test_facts_that_cannot_be_read_are_refused_with_their_key(office: Call) -> None:
    put(office, "proposals", PACK)
    answer = office("try", {"area": VILLAGE, "home": "411621", "on": "2020-02-12", "facts": {"shoes": 2}})
    assert answer.status_code == 409
    assert (answer.json()["code"], "facts.shoes" in answer.json()["reason"]) == ("facts_unreadable", True)


def test_a_faulty_pack_comes_back_with_its_reason(office: Call) -> None:
    row = office("proposals", [{**PACK, "content": {"pack": {"id": "x"}}}]).json()[0]
    assert (row["outcome"], row["code"]) == ("refused", "pack_faulty")
    assert "pack.disease" in row["reason"]


def test_without_a_pack_the_answer_says_so(office: Call) -> None:
    answer = office(f"in-force?area={VILLAGE}&day=2020-02-01")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_pack")


@pytest.mark.parametrize("address", ["packs", f"in-force?area={VILLAGE}&day=2020-02-01"])
def test_a_township_neither_reads_nor_writes_the_rules_here(address: str) -> None:
    township = caller("township_officer")
    assert township(address).status_code == 403
    assert township("proposals", [PACK]).status_code == 403


def test_a_foreign_area_is_not_there(office: Call) -> None:
    assert office("in-force?area=001001002&day=2020-02-01").status_code == 404
    assert office("proposals", [{**PACK, "area": "001001002"}]).json()[0]["code"] == "out_of_area"


def test_without_a_token_nothing_opens() -> None:
    assert Client().get("/api/v1/policy/packs").status_code == 401
