"""Who looked at a person: once an hour for each post, in which duty and office, and nothing of other areas."""

from datetime import UTC, datetime, timedelta

import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit.reads import events, is_look, looks
from shouwang.audit.writes import record_event, record_look
from shouwang.lib import clocks

TOWN, NEXT_TOWN = "001001001001", "001001001002"
ONE, GONE = "0190aaaa-0000-7000-8000-000000000001", "0190aaaa-0000-7000-8000-000000000002"
NOON = datetime(2026, 5, 4, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def officer(post: int = 1, area: str = TOWN) -> Actor:
    return Actor(user_id=post, post_id=post, role="township_officer", area=area, unit=f"XZ-{post}", name=f"officer {post}")


def look(by: Actor, subject: str = ONE, at: datetime = NOON) -> None:
    with acting_as(by), clocks.stopped(at):
        record_look(by=by, action="people.open_person", area=by.area, subject=subject)


def test_the_same_post_within_the_hour_is_one_look() -> None:
    look(officer())
    look(officer(), at=NOON + timedelta(minutes=59))
    look(officer(), at=NOON + timedelta(minutes=61))
    look(officer(2), at=NOON + timedelta(minutes=5))
    with acting_as(officer()):
        assert [found.unit for found in looks([ONE])] == ["XZ-1", "XZ-2", "XZ-1"]


def test_a_look_says_duty_office_time_and_why() -> None:
    with acting_as(officer()) as by, clocks.stopped(NOON):
        record_event(by=by, action="people.reveal", area=TOWN, subject=ONE, reason="电话核实", detail={"field": "phone"})
        found = looks([ONE])[0]
    assert (found.at, found.role, found.unit, found.reason) == (NOON, "township_officer", "XZ-1", "电话核实")


def test_writes_about_a_person_are_no_looks() -> None:
    with acting_as(officer()) as by:
        record_event(by=by, action="people.correct_person", area=TOWN, subject=ONE)
        assert looks([ONE]) == []
        assert events(subject=ONE).count() == 1
    assert not is_look("people.correct_person")
    assert is_look("people.export_person")


def test_looks_at_who_was_merged_into_a_person_belong_to_the_person() -> None:
    look(officer())
    look(officer(), GONE)
    with acting_as(officer()):
        assert len(looks([ONE, GONE])) == 2


def test_looks_of_another_area_are_not_there() -> None:
    look(officer(9, NEXT_TOWN))
    with acting_as(officer()):
        assert looks([ONE]) == []
