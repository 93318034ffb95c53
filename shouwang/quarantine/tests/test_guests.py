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
from shouwang.quarantine.models import Alert, Assessment, Document, Event, FeverSign, Observation, Reading, Stage, Watch
from shouwang.quarantine.tests.conftest import (
    COUNTY,
    FAR_VILLAGE,
    MORNING,
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
        assert reads.stay(moved.id, by=staff).observation_id == verdict.id  # type: ignore[union-attr,arg-type]


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
