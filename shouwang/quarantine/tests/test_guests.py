"""Guests from other townships: who runs the site sees what the site needs of them, while they are there, and nobody else."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.recounts import recount
from shouwang.lib import clocks
from shouwang.people.models import Person
from shouwang.quarantine import reads, writes
from shouwang.quarantine.due import due
from shouwang.quarantine.models import Alert, Assessment, Document, Event, FeverSign, Observation, Reading, Stage, Watch
from shouwang.quarantine.tests.conftest import (
    COUNTY,
    FAR_VILLAGE,
    MORNING,
    OTHER_TOWN,
    SITE,
    TODAY,
    TOWN,
    VILLAGE,
    actor,
    at,
    order,
    person,
    signed_in,
    started,
)
from shouwang.quarantine.tests.pages import page
from shouwang.quarantine.tests.test_orders import figure
from shouwang.quarantine.tests.test_sites import gives, numbered
from shouwang.quarantine.writes import EndedStay, NewReading

GUEST, NEIGHBOUR = 1, 2  # both live in the far village; the neighbour stays at home
NOTHING_ELSE = (Stage, Event, Assessment, Document)


@pytest.fixture
def guest(county: Actor) -> UUID:
    """Somebody of another township in room 101 of the site since eight; a neighbour of theirs is observed at home."""
    person(GUEST, FAR_VILLAGE)
    numbered(county, "101", "102")
    started(county, NEIGHBOUR, area=FAR_VILLAGE)
    with acting_as(actor(FAR_VILLAGE, "village_officer")) as village:
        row = order(GUEST, "central_isolation", site=SITE, team="site", answers=None, happened_at=at(TODAY, 7), area=FAR_VILLAGE)
        [verdict] = writes.start([row], by=village)
    assert verdict.taken
    assert gives(county, GUEST, "101", happened_at=at(TODAY, 8), needs=["elderly"]) == "accepted"
    assert verdict.id
    return verdict.id


def seen_of_other_townships() -> dict[str, int]:
    """How many rows of the far village the database shows now."""
    models = (Person, Observation, Watch, Reading, Alert, FeverSign, *NOTHING_ELSE)
    return {one.__name__: one._default_manager.filter(area__startswith=FAR_VILLAGE).count() for one in models}


def leaves(by: Actor, key: UUID) -> None:
    assert writes.move_out([EndedStay(observation_id=key, happened_at=at(TODAY, 19))], by=by)[0].taken


@pytest.mark.usefixtures("guest")
def test_the_board_shows_the_masked_name_the_room_the_needs_and_nothing_of_home() -> None:
    with acting_as(actor(TOWN, "clinician")) as staff, reads.hosting(by=staff):
        [shown] = next(card for card in reads.rooms(SITE, by=staff) if card.room.number == "101").guests
        assert (shown.name, shown.needs, shown.is_from_here) == ("张*", ["老年"], False)
        card = shown.card
        assert [card.phone, card.document, card.address, card.birth_date, card.employer, card.household_id] == ["", "", "", None, "", None]
        assert [(one.slot, one.done) for one in shown.checks] == [("am", False), ("pm", False)]


@pytest.mark.usefixtures("guest")
def test_the_database_shows_the_guest_alone_and_only_where_a_site_is_run() -> None:
    with acting_as(actor(TOWN, "clinician")) as staff:
        assert set(seen_of_other_townships().values()) == {0}
        with reads.hosting(by=staff):
            assert seen_of_other_townships() == {
                "Person": 1, "Observation": 1, "Watch": 1, "Reading": 0, "Alert": 0, "FeverSign": 0,
            } | {one.__name__: 0 for one in NOTHING_ELSE}  # fmt: skip
        assert set(seen_of_other_townships().values()) == {0}
    for area, role in ((TOWN, "village_doctor"), (VILLAGE, "village_officer")):
        with acting_as(actor(area, role)) as other, reads.hosting(by=other):
            assert set(seen_of_other_townships().values()) == {0}


def test_the_staff_of_the_site_check_the_guest_and_it_counts_at_home(county: Actor, guest: UUID) -> None:
    with acting_as(actor(TOWN, "clinician")) as staff:
        with reads.hosting(by=staff):
            [visit] = [one for one in reads.round_of(TODAY, "pm", by=staff).visits if one.is_guest]
            assert (visit.place, visit.card.full_name) == ("集中隔离点 101", "张*")
        row = NewReading(observation_id=guest, written="38.2", slot_date=TODAY, slot="pm", happened_at=at(TODAY, 15))
        [verdict] = writes.record_readings([row], by=staff)
        assert [one.code for one in verdict.warnings] == ["FEVER"]
    assert (Reading.objects.get().area, Alert.objects.get().area) == (FAR_VILLAGE, FAR_VILLAGE)
    assert figure("fever_persons", area=FAR_VILLAGE) == {"today": 1, "total": 1}
    assert figure("readings_done", area=TOWN) == {"today": 0}
    assert list(recount(COUNTY)) == []


def test_after_the_guest_has_left_nothing_is_seen_and_nothing_recorded(county: Actor, guest: UUID) -> None:
    leaves(county, guest)
    with acting_as(actor(TOWN, "clinician")) as staff:
        with reads.hosting(by=staff):
            assert set(seen_of_other_townships().values()) == {0}
            assert reads.to_check(guest, by=staff) is None
            assert not any(card.guests for card in reads.rooms(SITE, by=staff))
            assert [one for one in reads.round_of(TODAY, "pm", by=staff).visits if one.is_guest] == []
        row = NewReading(observation_id=guest, written="36.5", slot_date=TODAY, slot="pm", happened_at=at(TODAY, 15))
        assert writes.record_readings([row], by=staff)[0].code == "no_observation"


def test_who_is_on_the_way_is_named_to_the_site_and_moves_in_by_its_staff(county: Actor) -> None:
    person(GUEST, FAR_VILLAGE)
    numbered(county, "101")
    with acting_as(actor(FAR_VILLAGE, "village_officer")) as village:
        [verdict] = writes.start([order(GUEST, "central_isolation", site=SITE, team="site", answers=None, happened_at=MORNING, area=FAR_VILLAGE)], by=village)
    with acting_as(actor(TOWN, "clinician")) as staff:
        with reads.hosting(by=staff):
            [(key, name)] = reads.coming(SITE, by=staff)
        assert name == "张*"
        [moved] = writes.move_in([writes.NewStay(person_id=key, site=SITE, room="101")], by=staff)
        assert moved.taken
        stay = reads.stay(moved.id, by=staff) if moved.id else None
        assert stay
        assert stay.observation_id == verdict.id


def round_at(area: str, role: str, slot: str = "pm", within: str = "") -> set[UUID]:
    """Whom somebody in an area has on a round."""
    with acting_as(actor(area, role)) as by, reads.hosting(by):
        return {visit.observation.pk for visit in reads.round_of(TODAY, slot, by=by, area=within).visits}


def my_day(area: str, role: str, hour: int = 15) -> dict[str, int]:
    """How much of each kind of work somebody has in the afternoon."""
    with clocks.stopped(at(TODAY, hour)), acting_as(actor(area, role)) as by:
        return {one.kind: one.count for one in due(by, clocks.now())}


def neighbour() -> UUID:
    return Observation.objects.exclude(measure="central_isolation").get().pk


def test_who_is_at_a_site_is_checked_there_and_not_on_the_round_of_the_village(guest: UUID) -> None:
    at_home = neighbour()
    assert round_at(FAR_VILLAGE, "village_doctor") == {at_home}
    assert round_at(OTHER_TOWN, "township_officer") == {at_home}
    assert round_at(OTHER_TOWN, "township_officer", within=FAR_VILLAGE) == {at_home}
    assert round_at(TOWN, "clinician") == {guest}
    assert round_at(TOWN, "township_officer") == {guest}
    assert round_at(VILLAGE, "village_doctor") == set()  # the site belongs to the township, not to one of its villages
    assert round_at(COUNTY, "command_office") == {guest, at_home}
    assert round_at(COUNTY, "command_office", within=TOWN) == {guest}
    assert round_at(COUNTY, "command_office", within=OTHER_TOWN) == {at_home}


def test_my_day_counts_the_check_where_it_is_to_be_made(county: Actor, guest: UUID) -> None:
    assert [my_day(*post)["checks"] for post in ((FAR_VILLAGE, "village_doctor"), (TOWN, "clinician"), (COUNTY, "command_office"))] == [1, 1, 2]
    row = NewReading(observation_id=guest, written="36.5", slot_date=TODAY, slot="pm", happened_at=at(TODAY, 15))
    assert writes.record_readings([row], by=county)[0].taken
    assert [my_day(*post)["checks"] for post in ((FAR_VILLAGE, "village_doctor"), (TOWN, "clinician"))] == [1, 0]
    # Every figure stays with the place they are at home: the check was due there and is done.
    assert (figure("readings_due", area=FAR_VILLAGE), figure("readings_done", area=FAR_VILLAGE)) == ({"today": 4}, {"today": 1})
    assert list(recount(COUNTY)) == []


def silent_in(area: str, role: str) -> list[tuple[UUID, int]]:
    with acting_as(actor(area, role)) as by, reads.hosting(by):
        return sorted((one.observation_id, one.missed) for one in reads.silent(by=by, now=at(TODAY, 20)))


@pytest.mark.usefixtures("guest")
def test_what_was_missed_before_somebody_came_to_the_site_was_missed_at_home(county: Actor) -> None:
    [moved] = started(county, 3, area=FAR_VILLAGE)  # at home, with checks due for days
    row = writes.Decided(observation_id=moved, measure="central_isolation", site=SITE, reason="home_unsuitable", happened_at=at(TODAY, 12))
    assert writes.change_measure([row], by=county)[0].taken
    assert gives(county, 3, "102", happened_at=at(TODAY, 13)) == "accepted"
    assert (moved in round_at(FAR_VILLAGE, "village_doctor", "am"), moved in round_at(TOWN, "clinician", "am")) == (True, False)
    assert (moved in round_at(FAR_VILLAGE, "village_doctor", "pm"), moved in round_at(TOWN, "clinician", "pm")) == (False, True)
    assert (dict(silent_in(FAR_VILLAGE, "village_doctor"))[moved], dict(silent_in(TOWN, "clinician"))[moved]) == (3, 1)
    assert list(recount(COUNTY)) == []


def test_another_room_of_the_site_leaves_the_checks_with_the_site(county: Actor, guest: UUID) -> None:
    assert gives(county, GUEST, "102", happened_at=at(TODAY, 19)) == "accepted"
    assert (guest in round_at(TOWN, "clinician"), guest in round_at(FAR_VILLAGE, "village_doctor")) == (True, False)


def test_who_came_back_from_the_site_is_checked_at_home_again(county: Actor, guest: UUID) -> None:
    leaves(county, guest)
    assert (guest in round_at(FAR_VILLAGE, "village_doctor"), guest in round_at(TOWN, "clinician")) == (True, False)


def test_what_a_guest_reports_is_confirmed_by_the_site(county: Actor, guest: UUID) -> None:
    row = NewReading(observation_id=guest, written="36.6", slot_date=TODAY, slot="pm", happened_at=at(TODAY, 15), self_reported=True)
    [report] = writes.record_readings([row], by=county)
    assert report.id
    assert ("self_reports" in my_day(FAR_VILLAGE, "village_doctor"), my_day(TOWN, "clinician")["self_reports"]) == (False, 1)
    with acting_as(actor(TOWN, "clinician")) as staff:
        assert writes.confirm_readings([writes.ConfirmedReading(reading_id=report.id)], by=staff)[0].taken
    with acting_as(actor(OTHER_TOWN, "clinician")) as other:
        assert writes.confirm_readings([writes.ConfirmedReading(reading_id=report.id)], by=other)[0].taken


def test_the_round_by_api_is_the_round_of_the_page(staff: Client, guest: UUID) -> None:
    [visit] = staff.get(f"/api/v1/quarantine/round?day={TODAY}&slot=pm").json()
    assert (visit["observation_id"], visit["name"], visit["address"], visit["area"], visit["place"]) == (str(guest), "张*", "", "", "集中隔离点 101")
    village = signed_in("village_doctor", FAR_VILLAGE)
    assert [one["observation_id"] for one in village.get(f"/api/v1/quarantine/round?day={TODAY}&slot=pm").json()] == [str(neighbour())]
    told = page(village, f"round/?day={TODAY}&slot=pm")
    assert (str(neighbour()) in told, str(guest) in told) == (True, False)


def test_the_lists_name_a_guest_by_the_room_and_lead_to_nothing(staff: Client, guest: UUID) -> None:
    with clocks.stopped(at(TODAY, 19)):
        told = page(staff, "missed/")
    assert ("张*" in told, "集中隔离点 101" in told, f"/quarantine/{guest}/" in told, "大李庄" in told) == (True, True, False, False)


@pytest.fixture
def staff(county: Actor, guest: UUID, settings: Any) -> Any:
    """Somebody of the site, signed in, in the afternoon."""
    settings.SECOND_FACTOR_REQUIRED = False
    client = signed_in("clinician", TOWN)
    with clocks.stopped(at(TODAY, 15)):
        yield client


def test_the_pages_of_the_site_and_the_round_show_the_guest_until_they_leave(staff: Client, county: Actor, guest: UUID) -> None:
    room = next(card.room.pk for card in reads.rooms(SITE, by=county) if card.room.number == "101")
    address = f"{guest}/{TODAY}/pm/"
    for asked in (f"sites/{SITE}/", f"sites/{SITE}/rooms/{room}/", "round/", f"round/{address}"):
        told = page(staff, asked)
        assert "张*" in told, asked
        assert "张样三" not in told, asked
        assert "16900000001" not in told, asked
        assert "1号" not in told, asked
        assert f"/quarantine/{guest}/\"" not in told, asked  # no way to the whole observation
    assert staff.get(f"/quarantine/{guest}/").status_code == 404
    assert staff.post(f"/quarantine/round/{address}", {f"t-{guest}": "36.6", "save": "1"}).status_code == 200
    assert Reading.objects.get().observation_id == guest
    with clocks.stopped(at(TODAY, 20)):
        leaves(county, guest)
    assert "张*" not in page(staff, f"sites/{SITE}/")
    assert staff.get(f"/quarantine/round/{address}").status_code == 404


def test_the_board_asks_as_often_for_one_guest_as_for_many(county: Actor, guest: UUID) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught, acting_as(actor(TOWN, "clinician")) as staff, reads.hosting(by=staff):
            reads.rooms(SITE, by=staff)
            reads.round_of(TODAY, "pm", by=staff)
        return len(caught)

    one = queries()
    for n in range(3, 9):
        person(n, FAR_VILLAGE)
    rows = [order(n, "central_isolation", site=SITE, team="site", answers=None, happened_at=at(TODAY, 7), area=FAR_VILLAGE) for n in range(3, 9)]
    assert all(found.taken for found in writes.start(rows, by=county))
    numbered(county, *(str(n) for n in range(103, 109)))
    for n in range(3, 9):
        assert gives(county, n, f"10{n}", happened_at=at(TODAY, 8) + timedelta(minutes=n)) == "accepted"
    assert queries() == one
