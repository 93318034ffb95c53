"""Many returns at once: measures ordered with the team on duty, notices printed, transfers asked for, from the list."""

import io
from typing import Any
from uuid import UUID, uuid4

import pypdfium2
import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import reads, writes
from shouwang.arrivals.models import Arrival, Transfer
from shouwang.arrivals.tests.conftest import FAR_VILLAGE, HILL, OTHER_TOWN, TOWN, VILLAGE, Login, actor, came
from shouwang.arrivals.tests.test_recording import record
from shouwang.duty.writes import NewStaff, record_staff
from shouwang.quarantine import reads as quarantine

STAFF = [("village_officer", VILLAGE), ("grid_worker", VILLAGE), ("grid_worker", HILL), ("village_doctor", VILLAGE), ("police", TOWN)]


@pytest.fixture
def staffed(town: Actor) -> Actor:
    """A township whose people are on duty."""
    staff = [
        NewStaff(code=f"S-{at}", full_name=f"李样{at}", role=role, area=area, phone=f"1690001{at:04}", unit="CQ")
        for at, (role, area) in enumerate(STAFF)
    ]
    assert all(verdict.taken for verdict in record_staff(staff, by=town))
    return town


@pytest.fixture
def two(staffed: Actor) -> list[UUID]:
    """Two returnees of key areas in two villages."""
    return [record(came(n, area=area), by=staffed)[0].id for n, area in ((1, VILLAGE), (2, HILL))]


def test_the_nearest_on_duty_fill_the_team(staffed: Actor) -> None:
    roles = ("community_officer", "grid_worker", "health_worker", "police", "volunteer")
    first, second = reads.suggested([(VILLAGE + "001", roles), (HILL, roles)], TOWN)
    assert {role: member.staff_code for role, member in first.items()} == {
        "community_officer": "S-0", "grid_worker": "S-1", "health_worker": "S-3", "police": "S-4",
    }  # fmt: skip
    assert {role: member.staff_code for role, member in second.items()} == {"grid_worker": "S-2", "police": "S-4"}


def test_measures_start_for_many_in_one_step(staffed: Actor, two: list[UUID]) -> None:
    batch = [writes.MeasureOrder(root) for root in (two[0], uuid4(), two[1])]
    verdicts = writes.order_measures(batch, by=staffed)
    assert [verdict.code for verdict in verdicts] == ["", "no_measure", ""]
    assert {one.state for one in quarantine.by_sources(two, by=staffed).values()} == {"active"}
    again = writes.order_measures([writes.MeasureOrder(two[0])], by=staffed)
    assert again[0].outcome == "duplicate"


def test_notices_are_issued_once_a_day(staffed: Actor, two: list[UUID]) -> None:
    assert [one.code for one in writes.issue_start_notices(two, by=staffed)] == ["not_started", "not_started"]
    writes.order_measures([writes.MeasureOrder(root) for root in two], by=staffed)
    first = writes.issue_start_notices(two, by=staffed)
    assert all(verdict.taken for verdict in first)
    again = writes.issue_start_notices(two, by=staffed)
    assert [one.outcome for one in again] == ["duplicate", "duplicate"]
    assert [one.id for one in again] == [one.id for one in first]


def test_the_next_township_orders_and_prints_nothing(county: Actor, staffed: Actor, two: list[UUID]) -> None:
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert writes.order_measures([writes.MeasureOrder(two[0])], by=stranger)[0].code == "no_measure"
        assert writes.issue_start_notices(two, by=stranger)[0].code == "not_started"


def post(client: Client, do: str, roots: list[UUID], **given: Any) -> Any:
    told = {f"with-{name}": value for name, value in given.items()}
    answer = client.post(
        reverse("arrivals:index"), {"do": do, "keys": " ".join(map(str, roots)), "confirmed": "1", **told}
    )
    assert answer.status_code == 200, answer.content[:300]
    return answer


def test_the_list_gives_orders_fetches_and_prints(login: Login, county: Actor) -> None:
    client = login(TOWN, unit="CQ")
    roots = [record(came(n, area=VILLAGE), by=county)[0].id for n in (1, 2)]
    post(client, "assign", roots, area=HILL)
    assert set(Arrival.objects.filter(live=True).values_list("area", flat=True)) == {HILL}
    post(client, "order", roots, with_team="duty")
    assert {one.state for one in quarantine.by_sources(roots, by=county).values()} == {"active"}
    printed = post(client, "notices", roots, papers=["start_notice", "door_notice"], language="en")
    assert printed["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(io.BytesIO(printed.content))
    assert len(document) == 2 * len(roots)
    assert "Notice of Medical Observation" in document[0].get_textpage().get_text_range()
    post(client, "transfer", roots, from_kind="station", from_words="东站", to_kind="home", approve="on")
    assert [one.state for one in Transfer.objects.all()] == ["approved"]
    post(client, "waive", roots, reason="已到家")


def test_who_may_not_is_offered_nothing(login: Login, county: Actor) -> None:
    root = record(came(1), by=county)[0].id
    client = login(TOWN, "checkpoint_staff")
    answer = client.post(reverse("arrivals:index"), {"do": "order", "keys": str(root), "confirmed": "1"})
    assert answer.status_code == 404


def test_names_are_searched_without_standing_in_the_address(login: Login, county: Actor) -> None:
    record(came(1), came(2, full_name="李样四"), by=county)
    shown = login(TOWN).post(reverse("arrivals:index"), {"q": "李样"}).content.decode()
    assert "李样四" in shown
    assert "张样三" not in shown


@pytest.mark.parametrize(("queue", "seen"), [("to_order", True), ("no_phone", False), ("late", False), ("transfer", False)])
def test_queues_find_what_waits(login: Login, county: Actor, queue: str, seen: bool) -> None:
    record(came(1), came(3, full_name="王样五", area=FAR_VILLAGE), by=county)
    shown = login(TOWN).get(reverse("arrivals:index") + f"?open={queue}").content.decode()
    assert ("张样三" in shown) is seen
    assert "王样五" not in shown


def test_villages_are_reminded_of_what_waits_there(login: Login, county: Actor) -> None:
    waiting = [record(came(n, area=VILLAGE), by=county)[0].id for n in (1, 2)]
    undecided = record(came(3, from_place="打工", area=HILL), by=county)[0].id
    client = login(TOWN)
    asked = client.post(reverse("arrivals:index"), {"do": "remind", "selected": [str(waiting[0])]}).content.decode()
    assert "不能撤回" in asked  # a message cannot be undone, so the page asks first
    assert prompts(county) == []
    post(client, "remind", [*waiting, undecided])
    assert prompts(county) == [("measures_waiting", VILLAGE, 2), ("returnees_waiting", HILL, 1)]
    assert "已催办" in post(client, "remind", waiting).content.decode()
    assert len(prompts(county)) == 2


def test_where_nothing_waits_nobody_is_reminded(login: Login, county: Actor) -> None:
    root = record(came(1), by=county)[0].id
    writes.order_measures([writes.MeasureOrder(root)], by=county)
    shown = post(login(TOWN), "remind", [root]).content.decode()
    assert "此人没有待村" in shown
    assert prompts(county) == []


def prompts(by: Actor) -> list[tuple[str, str, int]]:
    rows = apps.get_model("prompts", "Prompt").objects.order_by("kind")
    return list(rows.values_list("kind", "area", "count"))
