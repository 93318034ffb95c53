"""Isolation sites: one person in one room, free only after disinfection, reserved for whom, and numbers that agree."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.subjects import Day
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.policy import shelf
from shouwang.policy import writes as policy
from shouwang.quarantine import reads, writes
from shouwang.quarantine.choices import RoomState
from shouwang.quarantine.models import Booking, Room, Stay
from shouwang.quarantine.rules import sites as rules
from shouwang.quarantine.tests.conftest import COUNTY, OTHER_TOWN, SITE, TODAY, actor, at, number, proposal, started
from shouwang.quarantine.tests.test_orders import figure
from shouwang.quarantine.writes import Decided, EndedStay, NewBooking, NewRoom, NewSiteRequest, NewStay, NewWaste

TOMORROW = TODAY + timedelta(days=1)  # what is reserved in the evening counts there


# --- rules
@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, RoomState.FREE), ({"booked": True}, RoomState.RESERVED), ({"inside": 1}, RoomState.OCCUPIED), ({"left": 1}, RoomState.TO_DISINFECT),
        ({"closed": True}, RoomState.CLOSED), ({"staff": True}, RoomState.STAFF), ({"inside": 1, "left": 1}, RoomState.OCCUPIED),
        ({"left": 1, "booked": True}, RoomState.TO_DISINFECT), ({"closed": True, "booked": True}, RoomState.CLOSED),
    ],
)  # fmt: skip
def test_what_a_room_is(facts: dict, state: RoomState) -> None:
    assert rules.room_state(**({"closed": False, "staff": False, "inside": 0, "left": 0, "booked": False} | facts)) == state


def test_a_companion_has_one_of_three_reasons() -> None:
    rules.check_companion("child")
    for reason in ("", "friend"):
        with pytest.raises(Refused):
            rules.check_companion(reason)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(-3, 3))
def test_people_agree_exactly_when_the_sum_does(before: int, came: int, left: int, moved: int, wrong: int) -> None:
    balance = rules.Balance(before, came, left, moved, before + came - left - moved + wrong, 10, 0, 0, 0, 0, 0, {})
    assert balance.people_agree is (wrong == 0)


# --- rooms and stays
def ordered(by: Actor, *numbers: int) -> list[UUID]:
    """People moved to the site this morning; they have no room yet."""
    keys = started(by, *numbers)
    rows = [Decided(observation_id=key, measure="central_isolation", site=SITE, reason="no room alone", happened_at=at(TODAY, 9)) for key in keys]
    assert all(v.taken for v in writes.change_measure(rows, by=by))
    return keys


def numbered(by: Actor, *names: str) -> list[UUID]:
    return [v.id for v in writes.add_rooms([NewRoom(site=SITE, number=name) for name in names], by=by) if v.id]


def gives(by: Actor, n: int, room: str, **more: Any) -> str:
    row = NewStay(**({"id_number": number(n), "site": SITE, "room": room, "happened_at": at(TODAY, 10)} | more))
    verdict = writes.move_in([row], by=by)[0]
    return verdict.code or str(verdict.outcome)


def states(by: Actor) -> dict[str, str]:
    return {one.room.number: str(one.state) for one in reads.rooms(SITE, by=by)}


def test_two_strangers_never_share_a_room(county: Actor) -> None:
    ordered(county, 1, 2)
    numbered(county, "101")
    assert [gives(county, 1, "101"), gives(county, 2, "101")] == ["accepted", "room_taken"]


def test_two_people_given_one_room_in_one_batch_get_it_once(county: Actor) -> None:
    ordered(county, 1, 2)
    numbered(county, "101")
    rows = [NewStay(id_number=number(n), site=SITE, room="101", happened_at=at(TODAY, 10)) for n in (1, 2)]
    assert [v.code for v in writes.move_in(rows, by=county)] == ["", "room_taken"]


def test_another_room_is_the_same_stay_and_nobody_came_or_left(county: Actor) -> None:
    ordered(county, 1)
    numbered(county, "101", "102")
    gives(county, 1, "101")
    assert gives(county, 1, "102", happened_at=at(TODAY, 14)) == "accepted"
    assert states(county) == {"101": "to_disinfect", "102": "occupied"}
    sheet = reads.sheets_of(reads.sites(by=county), Day.of(TODAY))[0]
    assert (sheet.stays_in, sheet.stays_out, sheet.stays_moved, sheet.count.stays_now) == (1, 0, 0, 1)
    assert reads.balance(sheet, by=county).people_agree


def test_a_companion_needs_somebody_in_the_room_and_takes_none(county: Actor) -> None:
    ordered(county, 1)
    numbered(county, "101", "102")
    gives(county, 1, "101")
    started(county, 2)
    assert gives(county, 2, "102", kind="companion", companion_reason="child") == "companion_room"
    assert gives(county, 2, "101", kind="companion", companion_reason="friend") == "companion_reason"
    assert gives(county, 2, "101", kind="companion", companion_reason="child") == "accepted"
    writes.move_out([EndedStay(id_number=number(2), happened_at=at(TODAY, 15))], by=county)
    assert states(county)["101"] == "occupied"
    assert figure("rooms_free") == {"now": 119}


def test_a_reserved_room_waits_for_whom_it_is_reserved_for(county: Actor) -> None:
    ordered(county, 1)
    numbered(county, "101")
    writes.propose([proposal(3)], by=county)
    assert writes.book_rooms([NewBooking(site=SITE, room="101", id_number=number(3))], by=county)[0].taken
    assert (states(county)["101"], figure("rooms_free", TOMORROW)) == ("reserved", {"now": 119})  # the first one's bed has lapsed by then
    assert gives(county, 1, "101") == "room_reserved"
    assert gives(county, 3, "101") == "accepted"
    assert (Booking.objects.get(room__isnull=False).end_kind, states(county)["101"]) == ("came", "occupied")
    assert figure("rooms_free", TOMORROW) == {"now": 119}


def test_a_room_reserved_in_words_is_used_up_by_who_comes(county: Actor) -> None:
    ordered(county, 1)
    numbered(county, "101")
    writes.book_rooms([NewBooking(site=SITE, room="101", whom="two from the train")], by=county)
    assert gives(county, 1, "101") == "accepted"
    assert Booking.objects.get(whom="two from the train").end_kind == "came"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "booking_for"), ({"whom": "x", "room": "999"}, "room_unknown"), ({"whom": "x", "room": "101"}, "room_taken"),
        ({"whom": "x", "room": "102"}, "room_reserved"), ({"whom": "x", "site": "NONE"}, "site_unknown"), ({"id_number": "1"}, "no_person"),
    ],
)  # fmt: skip
def test_a_reservation_that_cannot_be_is_refused(county: Actor, more: dict, code: str) -> None:
    ordered(county, 1)
    numbered(county, "101", "102")
    gives(county, 1, "101")
    writes.book_rooms([NewBooking(site=SITE, room="102", whom="somebody")], by=county)
    assert writes.book_rooms([NewBooking(**({"site": SITE} | more))], by=county)[0].code == code


def test_nobody_reserves_twice_or_more_rooms_than_there_are(county: Actor) -> None:
    writes.propose([proposal(3)], by=county)
    rows = [NewBooking(site=SITE, id_number=number(3))] * 2
    assert [v.code for v in writes.book_rooms(rows, by=county)] == ["", "booked_already"]
    many = writes.book_rooms([NewBooking(site=SITE, whom=f"guest {n}") for n in range(125)], by=county)
    assert [v.code for v in many].count("site_full") == 125 - 119


def test_a_cancelled_reservation_frees_the_room_and_needs_a_reason(county: Actor) -> None:
    numbered(county, "101")
    booking = writes.book_rooms([NewBooking(site=SITE, room="101", whom="x")], by=county)[0].id
    assert booking
    with pytest.raises(Refused):
        writes.cancel_bookings([booking], reason=" ", by=county)
    assert [writes.cancel_bookings([booking], reason="ill", by=county)[0].code for _ in range(2)] == ["", "booking_closed"]
    assert states(county) == {"101": "free"}


def test_the_sheet_of_a_day_is_counted_and_its_numbers_agree(county: Actor) -> None:
    ordered(county, 1, 2, 3)
    rooms = numbered(county, "101", "102", "103")
    for n, room in ((1, "101"), (2, "102"), (3, "103")):
        gives(county, n, room, needs=["elderly"] if n == 1 else [])
    writes.move_out([EndedStay(id_number=number(3), out_kind="out_hospital", happened_at=at(TODAY, 15))], by=county)
    writes.record_readings([writes.NewReading(id_number=number(2), written=38.1, happened_at=at(TODAY, 10, 30))], by=county)
    writes.open_requests([NewSiteRequest(site=SITE, text="milk", happened_at=at(TODAY, 11))], by=county)
    writes.record_waste([NewWaste(site=SITE, bins=4, happened_at=at(TODAY, 12)), NewWaste(site=SITE, bins=3, happened_at=at(TODAY, 16))], by=county)
    sheet = reads.daily_sheets(Day.of(TODAY), by=county)[0]
    wanted = {
        "rooms_total": 120, "rooms_used": 2, "rooms_free": 117, "rooms_to_disinfect": 1, "stays_before": 0, "stays_in": 3, "stays_out": 0,
        "stays_moved": 1, "stays_now": 2, "others": 2, "contacts": 0, "fever": 1, "positives": 0, "special": 1, "waste_bins": 7, "requests": 1,
        "requests_done": 0,
    }  # fmt: skip
    assert {name: sheet.cells[name] for name in wanted} == wanted
    balance = reads.balance(sheet, by=county)
    assert (balance.people_agree, balance.rooms_agree, balance.unnumbered) == (True, True, 117)
    assert figure("rooms_free") == {"now": 117}
    writes.disinfect_rooms([rooms[2]], by=county)
    with clocks.stopped(at(TODAY + timedelta(days=1), 20)):
        tomorrow = reads.daily_sheets(Day.of(TODAY + timedelta(days=1)), by=county)[0]
    assert (tomorrow.stays_before, tomorrow.stays_in, tomorrow.count.stays_now, tomorrow.waste_bins) == (2, 0, 2, 0)


def test_rooms_for_the_staff_are_not_free(county: Actor) -> None:
    room, = numbered(county, "101")
    assert writes.keep_for_staff([room], staff=True, by=county)[0].taken
    assert (states(county), figure("rooms_free", TOMORROW)) == ({"101": "staff"}, {"now": 119})
    ordered(county, 1)
    assert gives(county, 1, "101") == "room_taken"
    writes.keep_for_staff([room], staff=False, by=county)
    gives(county, 1, "101")
    assert writes.keep_for_staff([room], staff=True, by=county)[0].code == "room_in_use"


def test_a_confirmed_case_raises_the_rooms_to_be_ready(county: Actor) -> None:
    started(county, 1)
    writes.refer([writes.NewReferral(id_number=number(1), happened_at=at(TODAY, 10))], by=county)
    assert writes.answer_referrals([writes.ReferralAnswer(id_number=number(1), answer="confirmed", happened_at=at(TODAY, 15))], by=county)[0].taken
    found = reads.reserve(by=county, now=clocks.now())
    assert (found.cases, found.wanted, found.free, found.lacking) == (1, 100, 120, 0)
    assert found.too_small(reads.site_counts(by=county)) == []


def test_how_many_rooms_are_to_be_ready_is_the_packs(county: Actor) -> None:
    started(county, 1)
    writes.refer([writes.NewReferral(id_number=number(1), happened_at=at(TODAY, 10), answer="confirmed")], by=county)
    raw = shelf.content("covid-19-2020-02")
    raw["sites"] |= {"rooms_per_case": 250, "cases_of_days": 3, "least_rooms": 150}
    with acting_as(system()) as operator:
        changed = policy.NewPack(area=COUNTY, content=raw, valid_from=TODAY, reason="plan", alone_because="new edition")
        assert policy.put_in_force([changed], by=operator)[0].taken
    found = reads.reserve(by=county, now=clocks.now())
    assert (found.wanted, found.lacking, [one.code for one in found.too_small(reads.site_counts(by=county))]) == (250, 130, [SITE])
    assert reads.reserve(by=county, now=clocks.now() + timedelta(days=4)).wanted == 0


def test_a_stranger_sees_no_room_and_moves_nobody(county: Actor) -> None:
    ordered(county, 1)
    numbered(county, "101")
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert (Room.objects.count(), Stay.objects.count(), reads.sites(by=stranger)) == (0, 0, [])
        assert gives(stranger, 1, "101") == "site_unknown"
        assert writes.book_rooms([NewBooking(site=SITE, whom="x")], by=stranger)[0].code == "site_unknown"


def test_the_board_asks_as_often_for_one_guest_as_for_many(county: Actor) -> None:
    ordered(county, *range(1, 9))
    numbered(county, *(str(n) for n in range(101, 109)))

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            reads.rooms(SITE, by=county)
            reads.daily_sheets(Day.of(TODAY), by=county)
        return len(caught)

    gives(county, 1, "101")
    one = queries()
    for n in range(2, 9):
        gives(county, n, f"10{n}")
    assert queries() == one
