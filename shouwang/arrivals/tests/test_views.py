"""Pages of returnees: the register, the form at the door, decisions. Nothing for strangers; queries constant."""

import html
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.arrivals import reads
from shouwang.arrivals.choices import State
from shouwang.arrivals.due import due
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.tests.conftest import FAR_VILLAGE, HILL, NOON, OTHER_TOWN, TOWN, VILLAGE, Login, came, number
from shouwang.arrivals.tests.test_recording import record
from shouwang.audit.reads import events

UNDECIDED = {"area": HILL, "from_place": "河南省郑州市", "health_certificate": False}


def page(client: Client, name: str, *arguments: Any, query: str = "") -> str:
    answer = client.get(reverse(f"arrivals:{name}", args=arguments) + query)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def registered(by: Actor, **more: Any) -> UUID:
    found = record(came(**more), by=by)[0].id
    assert found
    return found


# ---------------------------------------------------------------------- the register
def test_the_register_shows_the_returns_of_the_post(login: Login, county: Actor) -> None:
    registered(county, n=1)
    registered(county, n=2, full_name="李样四", area=FAR_VILLAGE)
    shown = page(login(TOWN), "index")
    assert "张样三" in shown
    assert "李样四" not in shown
    assert number(1) not in shown


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?origin=key_area", True),
        ("?origin=overseas", False),
        ("?day=2020-01-25", True),
        ("?day=2020-01-24", False),
        ("?sort=arrived_on", True),
        ("?sort=person", True),
        ("?open=unclassified", False),
        ("?state=nonsense", True),
    ],
)
def test_the_register_is_filtered_and_sorted(login: Login, county: Actor, query: str, seen: bool) -> None:
    registered(county)
    assert ("张样三" in page(login(TOWN), "index", query=query)) is seen


def test_who_may_not_see_people_sees_masked_names(login: Login, county: Actor) -> None:
    registered(county)
    shown = page(login(TOWN, "checkpoint_staff"), "index")
    assert "张*" in shown
    assert "张样三" not in shown


def test_the_register_takes_the_same_queries_for_any_number(login: Login, county: Actor) -> None:
    client = login(TOWN)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, "index")
        return len(captured)

    registered(county, n=1)
    queries()
    few = queries()
    for n in range(2, 9):
        registered(county, n=n)
    assert queries() == few


# ---------------------------------------------------------------------- one return
def test_one_return_shows_class_reason_and_history(login: Login, county: Actor) -> None:
    root = registered(county)
    shown = page(login(TOWN), "file", root)
    assert "湖北省武汉市" in shown
    assert reads.why(Arrival.objects.get()) in html.unescape(shown)
    assert events(subject=str(Arrival.objects.get().person_id)).filter(action="arrivals.open_arrival").count() == 1


def test_the_page_of_a_return_stays_when_it_was_corrected(login: Login, county: Actor) -> None:
    root = registered(county)
    record(came(transport_no="G79"), by=county)
    assert "G79" in page(login(TOWN), "file", root)


def test_other_offices_are_shown_with_what_they_say_otherwise(login: Login, county: Actor) -> None:
    root = registered(county, from_place="湖北黄冈")
    record(came(from_place="武汉市", reported_by_unit="ZHB"), by=county)
    shown = page(login(TOWN), "file", root)
    assert "武汉市" in shown
    assert "ZHB" in shown


# ---------------------------------------------------------------------- the form at the door
def typed(**more: Any) -> dict[str, str]:
    return {
        "full_name": "张样三", "id_number": number(1), "phone": "16900000001", "area": VILLAGE,
        "from_place": "湖北省武汉市",
        "arrived_on": "2020-01-20", "temperature_c": "36.5", "declared_by": "grid",
    } | more  # fmt: skip


def test_a_return_is_registered_at_the_door(login: Login) -> None:
    client = login(VILLAGE, "grid_worker")
    assert "arrived_on" in page(client, "new")
    answer = client.post(reverse("arrivals:new"), typed())
    found = Arrival.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"{found.root}/")
    assert (found.area, found.declared_by, str(found.temperature_c)) == (VILLAGE, "grid", "36.5")


def test_warnings_are_shown_before_anything_is_saved(login: Login) -> None:
    client = login(VILLAGE, "grid_worker")
    answer = client.post(reverse("arrivals:new"), typed(temperature_c="38.1"))
    assert answer.status_code == 200
    assert not Arrival.objects.exists()
    assert "38.1" in answer.content.decode()
    assert client.post(reverse("arrivals:new"), typed(temperature_c="38.1", confirmed="on")).status_code == 302
    assert Arrival.objects.count() == 1


def test_a_known_return_is_shown_at_entry(login: Login, county: Actor) -> None:
    root = registered(county)
    answer = login(VILLAGE, "grid_worker").post(reverse("arrivals:new"), typed(transport_no="G1"))
    assert reverse("arrivals:file", args=[root]) in answer.content.decode()


@pytest.mark.parametrize(
    "more",
    [{"id_number": "411699198001010013"}, {"temperature_c": "365"}, {"arrived_on": "2020-01-26"}, {"full_name": ""}],
)
def test_what_cannot_be_is_refused_at_the_door(login: Login, more: dict[str, str]) -> None:
    client = login(VILLAGE, "grid_worker")
    for confirmed in ({}, {"confirmed": "on"}):
        assert client.post(reverse("arrivals:new"), typed(**more, **confirmed)).status_code == 200
    assert not Arrival.objects.exists()


# ---------------------------------------------------------------------- decisions
def test_many_are_given_to_a_village_at_once(login: Login, county: Actor) -> None:
    roots = [str(registered(county, n=n, area=TOWN)) for n in (1, 2)]
    client = login(TOWN)
    asked = client.post(reverse("arrivals:assign"), {"selected": roots})
    assert VILLAGE in asked.content.decode()
    assert client.post(reverse("arrivals:assign"), {"selected": roots, "area": VILLAGE}).status_code == 302
    assert set(Arrival.objects.filter(live=True).values_list("area", flat=True)) == {VILLAGE}


def test_the_place_meant_is_offered_first(login: Login, county: Actor) -> None:
    root = registered(county, area="", area_words="东桥镇朦山村")
    shown = login(TOWN).post(reverse("arrivals:assign"), {"selected": [str(root)]}).content.decode()
    assert shown.index(f'value="{HILL}"') < shown.index(f'value="{VILLAGE}"')


def test_selecting_nothing_assigns_nothing(login: Login) -> None:
    assert login(TOWN).post(reverse("arrivals:assign"), {}).status_code == 302


def test_a_class_is_decided_on_a_page(login: Login, county: Actor) -> None:
    root = registered(county, **UNDECIDED)
    client = login(TOWN)
    assert "zone_work_need" in page(client, "decide", root)
    client.post(reverse("arrivals:decide", args=[root]), {"class_id": "zone_work_need", "reason": "power plant"})
    assert Arrival.objects.get().arrival_class == "zone_work_need"
    assert "power plant" in page(client, "file", root)


def test_a_decision_is_taken_back_on_a_page(login: Login, county: Actor) -> None:
    root = registered(county)
    client = login(TOWN)
    address = reverse("arrivals:undo", args=[root])
    assert client.post(address, {"reason": "错了"}).status_code == 200  # the rules made it: nothing to take back
    client.post(reverse("arrivals:decide", args=[root]), {"class_id": "fever_undetermined", "reason": "看错"})
    assert Arrival.objects.get(live=True).arrival_class == "fever_undetermined"
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "看错了人"}).status_code == 302
    found = Arrival.objects.get(live=True)
    assert (found.arrival_class, found.decided_by) == ("key_area", "pack")
    assert "看错了人" in page(client, "file", root) or "看错" in page(client, "file", root)


def test_contradictions_stand_side_by_side_on_both_pages(login: Login, county: Actor) -> None:
    root = registered(county, case_contact=False)
    told = record(came(1, case_contact=True), by=county)[0].facts["kept"]
    client = login(TOWN)
    for key in (root, told):
        assert 'id="conflict"' in page(client, "file", key)


def test_a_contradiction_is_compared_and_decided_on_a_page(login: Login, county: Actor) -> None:
    root = registered(county)
    told = record(came(from_place="广东省深圳市", left_on=None), by=county)[0].facts["kept"]
    client = login(TOWN)
    assert "广东省深圳市" in page(client, "settle", told)
    assert reverse("arrivals:settle", args=[told]) in page(client, "file", root)
    client.post(reverse("arrivals:settle", args=[told]), {"decision": "replace", "reason": "asked"})
    assert Arrival.objects.get(live=True).from_place == "广东省深圳市"


def test_what_became_of_somebody_is_written_down(login: Login, county: Actor) -> None:
    root = registered(county)
    client = login(TOWN)
    page(client, "state", root)
    client.post(reverse("arrivals:state", args=[root]), {"state": State.LEFT_AGAIN, "reason": "gone"})
    assert Arrival.objects.get().state == State.LEFT_AGAIN


def test_a_registration_is_taken_back_on_a_page(login: Login, county: Actor) -> None:
    root = registered(county)
    client = login(TOWN)
    page(client, "withdraw", root)
    client.post(reverse("arrivals:withdraw", args=[root]), {"reason": "typed twice"})
    assert not Arrival.objects.filter(live=True).exists()


# ---------------------------------------------------------------------- out
def test_the_register_is_exported_masked(login: Login, county: Actor) -> None:
    registered(county)
    client = login(TOWN)
    page(client, "export")
    answer = client.post(reverse("arrivals:export"), {"purpose": "county meeting"})
    rows = sheet(answer.content)
    assert rows[0][0] == "返乡人员登记台账"
    assert "身份证号码" in rows[2]
    assert any("*" in str(cell) for cell in rows[3])
    assert number(1) not in str(rows)
    assert events().get(action="arrivals.export_arrivals").reason == "county meeting"


def test_full_numbers_leave_only_for_a_purpose(login: Login, county: Actor) -> None:
    registered(county)
    client = login(TOWN)
    assert client.post(reverse("arrivals:export"), {"full": "on"}).status_code == 200
    assert not events().filter(action="arrivals.export_arrivals").exists()
    answer = client.post(reverse("arrivals:export"), {"full": "on", "purpose": "letter to the city"})
    assert number(1) in str(sheet(answer.content))


def test_who_may_not_reveal_gets_masked_numbers(login: Login, county: Actor) -> None:
    registered(county)
    answer = login(TOWN, "grid_worker").post(reverse("arrivals:export"), {"full": "on", "purpose": "x"})
    assert number(1) not in str(sheet(answer.content))


def sheet(content: bytes) -> list[list[Any]]:
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


# ---------------------------------------------------------------------- strangers and due work
@pytest.mark.parametrize("name", ["file", "decide", "settle", "state", "withdraw"])
def test_a_stranger_finds_nothing(login: Login, county: Actor, name: str) -> None:
    root = registered(county, area=VILLAGE)
    stranger = login(OTHER_TOWN)
    assert stranger.get(reverse(f"arrivals:{name}", args=[root])).status_code == 404
    assert stranger.post(reverse(f"arrivals:{name}", args=[root]), {"reason": "x"}).status_code == 404
    assert stranger.get(reverse(f"arrivals:{name}", args=[uuid4()])).status_code == 404


def test_a_stranger_assigns_nothing(login: Login, county: Actor) -> None:
    root = registered(county, area=VILLAGE)
    login(OTHER_TOWN).post(reverse("arrivals:assign"), {"selected": [str(root)], "area": FAR_VILLAGE})
    assert Arrival.objects.get().area == VILLAGE


def test_what_waits_is_due(town: Actor) -> None:
    record(
        came(1, **UNDECIDED),
        came(2, area=TOWN),
        came(3, area="", area_words="朦山村"),
        came(4, case_contact=False),
        by=town,
    )
    record(came(4, case_contact=True), by=town)
    assert {duty.kind: duty.count for duty in due(town, NOON)} == {
        "arrivals_unclassified": 1, "arrivals_unassigned": 2, "arrivals_to_confirm": 1, "arrivals_contradicting": 1,
    }  # fmt: skip


def test_due_work_leads_to_the_rows_it_counts(login: Login, county: Actor) -> None:
    registered(county, **UNDECIDED)
    client = login(TOWN)
    with CaptureQueriesContext(connection):
        urls = [duty.url for duty in due(county, NOON) if duty.count]
    assert urls
    assert all("张样三" in client.get(url).content.decode() for url in urls)
