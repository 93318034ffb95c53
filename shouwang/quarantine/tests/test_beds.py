"""Beds: an order reserves one wherever the site lies, nobody who stays away keeps it, and a past day's rooms are what they were."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.figures import registry
from shouwang.ledger.recounts import recount
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.places import writes as places
from shouwang.quarantine import reads, writes
from shouwang.quarantine.models import Booking, Stay
from shouwang.quarantine.tests.conftest import (
    COUNTY,
    HILL,
    OTHER_TOWN,
    SITE,
    TODAY,
    TOWN,
    VILLAGE,
    actor,
    at,
    order,
    person,
    proposal,
    started,
)
from shouwang.quarantine.tests.test_orders import figure
from shouwang.quarantine.tests.test_sites import gives, numbered, states
from shouwang.quarantine.writes import Decided, NewRelease, Undo

ORDERED = at(TODAY, 9)
TOMORROW = TODAY + timedelta(days=1)


def ordered(by: Actor, *numbers: int, room: str = "") -> list[Verdict]:
    """People ordered to the site this morning."""
    rows = [order(n, "central_isolation", site=SITE, room=room, team="site", answers=None, happened_at=ORDERED) for n in numbers]
    return writes.start(rows, by=by)


def sent(*numbers: int, room: str = "") -> list[Verdict]:
    """The village, which cannot see the site, orders people there."""
    for n in numbers:
        person(n)
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        return ordered(village, *numbers, room=room)


def free(on: date = TODAY) -> dict[str, Any]:
    return figure("rooms_free", on)


def test_a_village_orders_to_a_site_it_cannot_see_and_a_bed_waits_there(county: Actor) -> None:
    [verdict] = sent(1)
    assert (verdict.outcome, verdict.warnings) == ("accepted", ())
    bed = Booking.objects.get()
    assert (bed.area, bed.unit, bed.lapses_at) == (TOWN, "ZHB", ORDERED + timedelta(hours=24))
    assert (free(), Stay.objects.count()) == ({"now": 119}, 0)
    with acting_as(actor(TOWN)) as town:
        assert [name for _bed, name in reads.unnumbered_bookings(SITE, by=town)] == ["张样三"]
        assert reads.site_counts(by=town)[0].rooms_reserved == 1
        assert [one.pk for one in reads.expected(by=town)] == [verdict.id]
        assert gives(town, 1, "") == "accepted"
    bed.refresh_from_db()
    assert (bed.end_kind, free()) == ("came", {"now": 119})


def test_the_room_that_an_order_names_is_reserved_and_a_taken_one_is_not(county: Actor) -> None:
    numbered(county, "101", "102")
    assert sent(1, room="101")[0].warnings == ()
    assert states(county) == {"101": "reserved", "102": "free"}
    [verdict] = sent(2, room="101")
    assert [one.code for one in verdict.warnings] == ["room_taken"]
    assert (Booking.objects.filter(room=None).count(), free()) == (1, {"now": 118})
    assert sent(3, room="999")[0].warnings[0].code == "room_taken"


def figures_of_the_day() -> dict[str, object]:
    return {one.name: one.values(Subject(area=COUNTY), Day.of(TODAY)) for one in registry.all() if one.group == "observation"}


def test_an_order_taken_back_by_the_village_frees_the_bed(county: Actor) -> None:
    counted = figures_of_the_day()
    [verdict] = sent(1)
    assert verdict.id
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        assert writes.undo_orders([Undo(verdict.id, "wrong person")], by=village)[0].taken
    assert not Booking.objects.exists()
    assert figures_of_the_day() == counted
    assert list(recount(COUNTY)) == []


def test_once_the_person_has_come_the_order_is_not_taken_back(county: Actor) -> None:
    [verdict] = sent(1)
    gives(county, 1, "")
    assert verdict.id
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        assert writes.undo_orders([Undo(verdict.id, "wrong person")], by=village)[0].code == "changed_since"


def test_who_never_comes_keeps_no_bed_and_a_new_order_reserves_anew(county: Actor) -> None:
    [verdict] = sent(1)
    with clocks.stopped(ORDERED + timedelta(hours=25)):
        assert (free(TODAY), reads.site_counts(by=county)[0].rooms_free) == ({"now": 119}, 120)  # the past day stays as it was
        assert reads.unnumbered_bookings(SITE, by=county) == []
        writes.pass_time(by=county)
        bed = Booking.objects.get()
        assert (bed.end_kind, bed.closed_at) == ("never_came", ORDERED + timedelta(hours=24))
        assert [one.pk for one in reads.expected(by=county)] == [verdict.id]  # the order stands
        again = Decided(observation_id=verdict.id, measure="central_isolation", site="NONE", reason="other site")
        assert [one.code for one in writes.change_measure([again], by=county)[0].warnings] == ["site_unknown"]


def test_a_room_kept_in_vain_can_be_promised_to_somebody_else_before_anybody_wrote_it_down(county: Actor) -> None:
    numbered(county, "101")
    sent(1, room="101")
    with clocks.stopped(ORDERED + timedelta(hours=25)):
        assert writes.book_rooms([writes.NewBooking(site=SITE, room="101", whom="train G512")], by=county)[0].taken
        assert sorted(Booking.objects.values_list("end_kind", flat=True)) == ["", "never_came"]


def _home(key: UUID, by: Actor) -> Verdict:
    return writes.change_measure([Decided(observation_id=key, measure="home_observation", reason="alone at home now")], by=by)[0]


def _end(key: UUID, by: Actor) -> Verdict:
    return writes.end_early([Decided(observation_id=key, reason="moved away", kind="left_again")], by=by)[0]


def _release(key: UUID, by: Actor) -> Verdict:
    return writes.release([NewRelease(observation_id=key, reason="by mistake")], by=by)[0]


@pytest.mark.parametrize("goes", [_home, _end, _release])
def test_who_is_sent_elsewhere_or_freed_keeps_no_bed(county: Actor, goes: Any) -> None:
    [verdict] = sent(1)
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        assert goes(verdict.id, village).taken
    assert Booking.objects.get().end_kind == "given_up"
    assert free(TOMORROW) == {"now": 120}


def test_where_no_room_is_free_the_order_stands_and_says_so(county: Actor) -> None:
    small = places.NewSite(code=SITE, name="集中隔离点", kind="isolation_site", area=TOWN, unit="ZHB", rooms=1, at=at(TODAY, 8))
    with acting_as(system()) as operator:
        assert places.record_sites([small], by=operator)[0].taken
    first, second = sent(1, 2)
    assert (first.warnings, [one.code for one in second.warnings]) == ((), ["site_full"])
    assert (second.outcome, Booking.objects.count(), free()) == ("accepted_with_warnings", 1, {"now": 0})


def test_a_bed_reserved_is_seen_by_the_site_and_by_who_sent_and_by_nobody_else(county: Actor) -> None:
    sent(1)
    seen = {}
    for area in (VILLAGE, TOWN, HILL, OTHER_TOWN):
        with acting_as(actor(area)):
            seen[area] = Booking.objects.count()
    assert seen == {VILLAGE: 1, TOWN: 1, HILL: 0, OTHER_TOWN: 0}
    with acting_as(actor(OTHER_TOWN)) as stranger:  # names and numbers of the county's sites, no people
        assert [(one.name, one.rooms_free) for one in reads.open_in_county()] == [("集中隔离点", 119)]
        assert reads.site(SITE, by=stranger) is None


def test_many_are_sent_with_as_many_queries_as_one(county: Actor) -> None:
    writes.propose([proposal(n, "central_isolation") for n in range(1, 12)], by=county)
    asked = []
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        for some in ([1], range(2, 12)):
            with CaptureQueriesContext(connection) as queries:
                assert all(one.taken for one in ordered(village, *some))
            asked.append(len(queries))
    assert asked[1] <= asked[0]  # the first writes the calendar of checks, too


# --- a past day's rooms
def test_a_past_day_keeps_the_rooms_that_were_closed_then(county: Actor) -> None:
    rooms = numbered(county, "101", "102")
    days = [TODAY + timedelta(days=n) for n in range(4)]
    with clocks.stopped(at(days[1], 9)):
        writes.close_rooms(rooms[:1], reason="water", by=county)
        writes.keep_for_staff(rooms[1:], staff=True, by=county)
    with clocks.stopped(at(days[2], 9)):
        writes.keep_for_staff(rooms[1:], staff=False, by=county)
    with clocks.stopped(at(days[3], 9)):
        writes.reopen_rooms(rooms[:1], by=county)
        assert [free(day)["now"] for day in days] == [120, 118, 119, 120]
        assert figure("rooms_total", days[1]) == {"now": 120}


def test_a_past_day_keeps_the_rooms_that_the_site_had(county: Actor) -> None:
    with clocks.stopped(at(TOMORROW, 9)), acting_as(system()) as operator:
        grown = places.NewSite(code=SITE, name="集中隔离点", kind="isolation_site", area=TOWN, unit="ZHB", rooms=200)
        assert places.record_sites([grown], by=operator)[0].outcome == "corrected"
        assert [(free(day)["now"], figure("rooms_total", day)["now"]) for day in (TODAY, TOMORROW)] == [(120, 120), (200, 200)]


def test_a_closed_room_that_was_reserved_is_taken_once_and_any_other_waits(county: Actor) -> None:
    [room] = numbered(county, "101")
    sent(1, room="101")
    writes.close_rooms([room], reason="water", by=county)
    assert (Booking.objects.get().room_id, states(county)) == (None, {"101": "closed"})
    assert reads.site_counts(by=county)[0].rooms_free == 118


def test_who_has_come_and_goes_home_again_leaves_no_bed_behind(county: Actor) -> None:
    [key] = started(county, 1)
    writes.change_measure([Decided(observation_id=key, measure="central_isolation", site=SITE, reason="no room alone", happened_at=ORDERED)], by=county)
    gives(county, 1, "")
    writes.change_measure([Decided(observation_id=key, measure="home_observation", reason="again", happened_at=at(TODAY, 11))], by=county)
    assert Stay.objects.get().out_kind == "out_home"
    assert Booking.objects.get().end_kind == "came"
