"""Returns by API: words as in a spreadsheet, one verdict a row, nothing for strangers."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from shouwang.accounts.actors import Actor
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.tests.conftest import (
    COUNTY,
    FAR_VILLAGE,
    HILL,
    OTHER_TOWN,
    TODAY,
    TOWN,
    VILLAGE,
    Login,
    came,
    number,
)
from shouwang.arrivals.tests.test_recording import record

ROWS = "/api/v1/arrivals"


def sent(n: int = 1, **more: Any) -> dict[str, Any]:
    facts = {
        "full_name": "张样三", "id_number": number(n), "phone": f"1690{n:07}", "area": "411621101200", "address": "3号",
        "from_place": "湖北省武汉市", "left_on": "2020-01-20", "arrived_on": "2020-01-20",
    }  # fmt: skip
    return facts | more


def post(client: Client, url: str, body: Any) -> Any:
    answer = client.post(url, body, content_type="application/json")
    assert answer.status_code == 200, answer.content[:300]
    return answer.json()


def test_rows_get_a_verdict_each(login: Login) -> None:
    answer = post(
        login(COUNTY, "site_manager"),
        ROWS,
        [sent(1), sent(2, id_number="411699198001010013"), sent(3, arrived_on="soon")],
    )
    assert [(one["outcome"], one["code"]) for one in answer["verdicts"]] == [
        ("accepted", ""), ("refused", "ID_CHECK_DIGIT"), ("refused", "DATE_UNREADABLE"),
    ]  # fmt: skip
    assert answer["verdicts"][0]["facts"]["arrival_class"] == "key_area"


def test_words_are_understood_as_in_a_spreadsheet(login: Login) -> None:
    row = sent(
        arrived_on="1月20日",
        health_certificate="是",
        temperature_c="36度5",
        transport="自驾",
        sex="男",
        symptoms="咳嗽、乏力",
    )
    verdict = post(login(COUNTY, "site_manager"), ROWS, [row])["verdicts"][0]
    assert [warned["code"] for warned in verdict["warnings"]] == ["YEAR_ASSUMED"]
    found = Arrival.objects.get()
    assert (str(found.arrived_on), found.health_certificate, str(found.temperature_c), found.transport) == (
        "2020-01-20",
        True,
        "36.5",
        "own_car",
    )
    assert found.symptoms == ["dry_cough", "fatigue"]


def test_judging_saves_nothing(login: Login) -> None:
    answer = post(login(COUNTY, "site_manager"), f"{ROWS}/judge", [sent()])
    assert answer["verdicts"][0]["outcome"] == "accepted"
    assert not Arrival.objects.exists()


def test_a_number_cell_that_lost_digits_is_refused(login: Login) -> None:
    verdict = post(login(COUNTY, "site_manager"), ROWS, [sent(id_number=411699198001010015)])["verdicts"][0]
    assert verdict["code"] == "ID_PRECISION_LOST"


def test_one_return_says_why_it_has_its_class(login: Login, county: Actor) -> None:
    root = record(came(), by=county)[0].id
    found = login(TOWN).get(f"{ROWS}/{root}").json()
    assert (found["arrival_class"], found["measure"], found["to_date"]) == (
        "key_area",
        "home_observation",
        "2020-02-03",
    )
    assert found["area_code"] == "411621101200"
    assert found["sentence"]
    assert found["person"]["document"].count("*") > 5


def test_the_list_is_filtered(login: Login, county: Actor) -> None:
    record(came(1), came(2, from_place="浙江"), came(3, area=FAR_VILLAGE), by=county)
    client = login(COUNTY, "command_office")
    assert len(client.get(ROWS).json()["arrivals"]) == 3
    for query, count in [
        ("origin=key_area", 2),
        ("arrival_class=other_province", 1),
        ("area=411621102", 1),
        ("day=2020-01-25", 3),
        ("open=unclassified", 0),
    ]:
        assert len(client.get(f"{ROWS}?{query}").json()["arrivals"]) == count, query


def test_people_are_found_by_numbers_in_the_body(login: Login, county: Actor) -> None:
    root = record(came(1), by=county)[0].id
    found = post(login(TOWN), f"{ROWS}/find", {"id_numbers": [number(1), number(2)]})["arrivals"]
    assert [one and one["id"] for one in found] == [str(root), None]


def test_an_officer_decides_by_api(login: Login, county: Actor) -> None:
    facts = {"area": HILL, "from_place": "河南省郑州市", "health_certificate": False}
    root = record(came(**facts), by=county)[0].id
    body = {"class_id": "zone_work_need", "reason": "power plant"}
    client = login(TOWN)
    assert post(client, f"{ROWS}/{root}/class", body)["verdicts"][0]["outcome"] == "accepted"
    assert Arrival.objects.get().decided_by == "officer"
    undo = [{"arrival": str(root), "reason": "another person"}]
    answers = [post(by, f"{ROWS}/class-undos", undo)["verdicts"][0] for by in (login(OTHER_TOWN), client, client)]
    assert [one["code"] for one in answers] == ["not_found", "", "not_decided"]
    assert Arrival.objects.get().decided_by == "pack"


def test_returns_are_assigned_by_api(login: Login, county: Actor) -> None:
    root = record(came(area=TOWN), by=county)[0].id
    answer = post(login(TOWN), f"{ROWS}/dispatch", [{"arrival": str(root), "area": "411621101200"}])
    assert answer["verdicts"][0]["outcome"] == "accepted"
    assert Arrival.objects.get(live=True).area == VILLAGE


def test_contradictions_states_and_withdrawals_by_api(login: Login, county: Actor) -> None:
    root = record(came(case_contact=False), by=county)[0].id
    told = record(came(case_contact=True), by=county)[0].facts["kept"]
    client = login(TOWN)
    for url, body in [
        ("conflicts", {"arrival": told, "decision": "dismiss", "reason": "asked"}),
        ("states", {"arrival": str(root), "state": "left_again", "reason": "gone"}),
        ("withdraw", {"arrival": str(root), "reason": "never came"}),
    ]:
        assert post(client, f"{ROWS}/{url}", [body])["verdicts"][0]["outcome"] == "accepted", url


def test_a_stranger_finds_nothing(login: Login, county: Actor) -> None:
    root = record(came(area=VILLAGE), by=county)[0].id
    stranger = login(OTHER_TOWN)
    assert stranger.get(f"{ROWS}/{root}").status_code == 404
    assert stranger.get(f"{ROWS}?area=411621101").status_code == 404
    assert stranger.get(ROWS).json()["arrivals"] == []
    body = {"class_id": "other_province", "reason": "x"}
    assert stranger.post(f"{ROWS}/{root}/class", body, content_type="application/json").status_code == 404
    assert post(stranger, f"{ROWS}/find", {"id_numbers": [number(1)]})["arrivals"] == [None]
    for url, row in [
        ("dispatch", {"arrival": str(root), "area": FAR_VILLAGE}),
        ("withdraw", {"arrival": str(root), "reason": "x"}),
        ("states", {"arrival": str(root), "state": "left_again", "reason": "x"}),
    ]:
        assert post(stranger, f"{ROWS}/{url}", [row])["verdicts"][0]["code"] == "not_found"


@pytest.mark.parametrize("role", ["driver", "upper_level"])
def test_who_may_not_see_returnees_is_refused(login: Login, role: str) -> None:
    client = login(COUNTY, role)
    assert client.get(ROWS).status_code == 403
    assert client.post(ROWS, [sent()], content_type="application/json").status_code == 403


def test_nobody_is_answered_without_signing_in() -> None:
    assert Client().get(f"{ROWS}/{uuid4()}").status_code in (401, 403)


def test_transfers_by_api_from_the_request_to_the_disinfected_vehicle(login: Login, county: Actor) -> None:
    root = str(record(came(1, arrived_on=TODAY), by=county)[0].id)
    client, address = login(TOWN, unit="CQ"), f"{ROWS}/transfers"
    asked = post(client, address, [{"arrival": root, "from_words": "东站"}, {"id_number": number(9)}])["verdicts"]
    assert [one["code"] for one in asked] == ["", "not_found"]
    key = asked[0]["id"]
    crew = {"transfer": key, "plate": "豫P0001Z", "driver": "李样"}
    for part, row in (
        ("approvals", {"transfer": key}), ("dispatches", crew), ("pick-ups", {"transfer": key}), ("hand-overs", {"transfer": key}),
        ("closings", {"transfer": key}),
    ):  # fmt: skip
        assert post(client, f"{address}/{part}", [row])["verdicts"][0]["outcome"] == "accepted", part
    shown = client.get(f"{address}/{key}").json()
    assert (shown["state"], shown["legs"][0]["plate"], shown["persons"][0]["name"]) == ("closed", "豫P0001Z", "张样三")
    assert [one["id"] for one in client.get(address).json()["transfers"]] == [key]
    assert client.get(f"{address}/summary").json() == {"waiting": 0, "requested": 0, "done": 1}
    assert login(OTHER_TOWN).get(f"{address}/{key}").status_code == 404


def test_a_village_that_fetches_by_itself_is_refused_by_api(login: Login, county: Actor) -> None:
    row = {"organiser": "village_committee", "area": "411621101200", "note": "自行联系"}
    for part in ("", "/done"):
        answer = post(login(VILLAGE, "village_officer") if not part else login(HILL, "village_officer"), f"{ROWS}/transfers{part}", [row])
        assert answer["verdicts"][0]["code"] == "transfer_organiser"
