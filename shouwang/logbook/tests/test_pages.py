"""The log by page: narrowed by person, actor, action and time, page by page; of the own area only; taken out as a file, logged."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import Actor, system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost
from shouwang.audit.reads import events
from shouwang.audit.writes import record_event
from shouwang.ledger import stories
from shouwang.ledger.choices import About
from shouwang.lib import clocks
from shouwang.lib.documents import with_check_digit
from shouwang.lib.refusals import Refused
from shouwang.logbook import reads, writes
from shouwang.logbook.reads import Filters
from shouwang.people import writes as people
from shouwang.people.writes import Identity

COUNTY = "001001001"
TOWN, NEXT_TOWN = f"{COUNTY}001", f"{COUNTY}002"
VILLAGE, FAR_VILLAGE = f"{TOWN}001", f"{NEXT_TOWN}001"
NOON = datetime(2026, 5, 4, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def actor(area: str = TOWN, role: str = "supervisor", user: int = 7) -> Actor:
    return Actor(user_id=user, post_id=user, role=role, area=area, unit="XZ-1", name=f"员{user}")


def signed_in(role: str = "supervisor", area: str = TOWN) -> Client:
    with acting_as(system()) as operator:
        accounts.give_posts([NewPost(f"{role}-{area}", role, area, valid_from=date(2020, 1, 1))], by=operator)
        user = User.objects.get(username=f"{role}-{area}")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def person(n: int = 1, area: str = VILLAGE) -> UUID:
    told = Identity(full_name="张样三", area=area, document=with_check_digit(f"41169919800101{n:03}"))
    with acting_as(actor(COUNTY, "command_office")) as by:
        found = people.identify([told], by=by)[0].person_id
    assert found
    return found


def note(action: str, *, by: Actor, at: datetime = NOON, **more: Any) -> None:
    with acting_as(by), clocks.stopped(at):
        record_event(by=by, action=action, **{"area": by.area, **more})


def body(response: Any) -> str:
    return response.content.decode()


def test_the_log_says_in_words_who_did_what_about_whom() -> None:
    one = person()
    note("people.reveal", by=actor(), area=VILLAGE, subject=one, reason="电话核实")
    page = body(signed_in().get(reverse("logbook:index"), {"kind": "look"}))
    assert "员7" in page
    assert "张*" in page
    assert "张样三" not in page
    assert reverse("people:person", args=[one]) in page
    assert "电话核实" in page


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({}, {"a", "b", "c"}),
        ({"kind": "look"}, {"a"}),
        ({"kind": "write"}, {"b", "c"}),
        ({"action": "reports.say"}, {"c"}),
        ({"user": 8}, {"b"}),
        ({"role": "village_officer"}, {"b"}),
        ({"first_day": date(2026, 5, 5)}, {"c"}),
        ({"last_day": date(2026, 5, 4)}, {"a", "b"}),
        ({"area": VILLAGE}, {"a"}),
    ],
)
def test_the_log_is_narrowed(given: dict[str, Any], seen: set[str]) -> None:
    note("people.open_person", by=actor(), area=VILLAGE, reason="a")
    note("people.correct_person", by=actor(role="village_officer", user=8), reason="b")
    note("reports.say", by=actor(), at=NOON + timedelta(days=1), reason="c")
    with acting_as(actor()) as by:
        assert {row.reason for row in reads.entries(Filters(**given), by=by)} == seen


def test_all_about_a_person_takes_in_who_was_merged_into_them() -> None:
    one, other = person(1), None
    with acting_as(actor(COUNTY, "command_office")) as by:
        other = people.identify([Identity(full_name="张样三", area=VILLAGE, phone="16900000055", no_document_reason="无")], by=by)[0].person_id
    assert other
    note("people.open_person", by=actor(), subject=other)
    with acting_as(actor(COUNTY, "command_office")) as by:
        people.decide_suspicion(people.suspect(one, other, by=by).pk, "same", by=by)
    with acting_as(actor()) as by:
        assert "people.open_person" in {row.action for row in reads.entries(Filters(subject=str(one)), by=by)}
        assert [look.actor for look in reads.looks(one, by=by)] == ["员7"]


def test_pages_follow_each_other_without_gaps() -> None:
    for n in range(120):
        note("people.correct_person", by=actor(), reason=f"r{n:03}")
    client, url, seen = signed_in(), f"{reverse('logbook:index')}?action=people.correct_person", []
    while url:
        table = client.get(url).context["table"]
        seen += [entry.event.reason for entry in table.page.rows]
        url = f"{reverse('logbook:index')}{table.page.next}" if table.page.next else ""
    assert seen == [f"r{n:03}" for n in reversed(range(120))]


def test_the_same_queries_for_one_entry_and_for_many() -> None:
    client = signed_in()
    note("people.open_person", by=actor(), subject=person(1), area=VILLAGE)
    client.get(reverse("logbook:index"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("logbook:index"))
    for n in range(2, 32):
        note("people.open_person", by=actor(user=n), subject=person(n), area=VILLAGE)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("logbook:index"))
    assert len(many) == len(few)


def test_the_next_townships_log_is_not_there() -> None:
    far = person(9, FAR_VILLAGE)
    note("people.open_person", by=actor(NEXT_TOWN), subject=far, reason="那边")
    client = signed_in()
    assert "那边" not in body(client.get(reverse("logbook:index")))
    assert client.get(reverse("logbook:index"), {"area": NEXT_TOWN}).status_code == 404
    assert client.get(reverse("logbook:of_person", args=[far])).status_code == 404
    assert "那边" not in body(client.get(reverse("logbook:index"), {"subject": str(far)}))


@pytest.mark.parametrize("role", ["grid_worker", "village_officer", "clinician"])
def test_who_may_not_see_the_log_finds_nothing(role: str) -> None:
    one = person()
    client = signed_in(role, VILLAGE)
    assert client.get(reverse("logbook:index")).status_code == 404
    assert client.get(reverse("logbook:of_person", args=[one])).status_code == 404
    assert client.post(reverse("logbook:export"), {"purpose": "x"}).status_code == 404


@pytest.mark.parametrize("given", [{"user": "x"}, {"first_day": "tomorrow"}, {"after": "-1"}, {"after": "9" * 40}, {"subject": "no id"}, {"kind": "?"}])
def test_nonsense_in_the_address_is_passed_over(given: dict[str, str]) -> None:
    assert signed_in().get(reverse("logbook:index"), given).status_code == 200


def test_taking_the_log_out_is_an_entry_itself() -> None:
    note("people.open_person", by=actor(), reason="=1+1", area=VILLAGE)
    client = signed_in()
    answer = client.post(f"{reverse('logbook:export')}?kind=look", {"purpose": "例行检查"})
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "例行检查" in sheet["A1"].value
    assert sheet.max_row == 4
    assert sheet.cell(4, 10).value == "=1+1"
    assert sheet.cell(4, 10).data_type == "s"
    with acting_as(actor()):
        entry = events().get(action="logbook.export_log")
    assert (entry.count, entry.reason) == (1, "例行检查")


def test_nothing_is_taken_out_without_saying_what_for() -> None:
    assert signed_in().post(reverse("logbook:export"), {"purpose": " "}).status_code != 200
    with acting_as(actor()) as by, pytest.raises(Refused):
        writes.export_log(Filters(), purpose=" ", by=by)
    with acting_as(actor()):
        assert not events().filter(action="logbook.export_log").exists()


def test_who_looked_stands_on_the_persons_page_and_in_their_story() -> None:
    one = person()
    note("people.reveal", by=actor(), area=VILLAGE, subject=one, reason="电话核实")
    client = signed_in()
    assert reverse("logbook:of_person", args=[one]) in body(client.get(reverse("people:person", args=[one])))
    part = body(client.get(reverse("logbook:of_person", args=[one])))
    assert "员7" in part
    assert "电话核实" in part
    with acting_as(actor()) as by:
        told = stories.story_of(one, by=by, about=About.LOOK)
        assert {event.kind for event in told.events} == {About.LOOK}
        assert all(event.kind != About.LOOK for event in stories.story_of(one, by=by).events)
