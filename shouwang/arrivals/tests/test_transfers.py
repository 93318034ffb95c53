"""Point-to-point transfer: who organises it, leg after leg, what is flagged, what the figures say."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import translation

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import reads
from shouwang.arrivals.choices import TransferState, WhatNext
from shouwang.arrivals.figures import FIGURES
from shouwang.arrivals.models import Arrival, HandOver, Leg, Passenger, Transfer, Violation
from shouwang.arrivals.rules import transfers as rules
from shouwang.arrivals.tests.conftest import (
    COUNTY,
    FAR_VILLAGE,
    HILL,
    NOON,
    OTHER_TOWN,
    TODAY,
    TOWN,
    VILLAGE,
    actor,
    came,
    number,
)
from shouwang.arrivals.tests.test_recording import record
from shouwang.arrivals.writes import transfers as use
from shouwang.ledger.recounts import recount
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict

CREW = use.Crew(vehicle="救护车", plate="豫P0001Z", driver="李样", escort="王样", protection="second")


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def figure(name: str, area: str = COUNTY, column: str = "total") -> Any:
    found = next(one for one in FIGURES if one.name == name)
    return found.values(Subject(area=area), Day.of(TODAY))[column]


def asked(*roots: UUID, **more: Any) -> list[use.TransferRequest]:
    return [use.TransferRequest(arrival_id=root, organiser="CQ", group="one", **more) for root in roots]


def request(by: Actor, *roots: UUID, **more: Any) -> Transfer:
    verdicts = use.request_transfers(asked(*roots, **more), by=by)
    assert {verdict.outcome for verdict in verdicts} == {"accepted"}, verdicts
    return Transfer.objects.get(pk=verdicts[0].id)


def one(verdicts: list[Verdict]) -> Verdict:
    assert len(verdicts) == 1
    return verdicts[0]


def approve(by: Actor, transfer: Transfer) -> Verdict:
    return one(use.approve_transfers([use.Approval(transfer.pk)], by=by))


def send(by: Actor, transfer: Transfer, crew: use.Crew = CREW, **more: Any) -> Verdict:
    return one(use.dispatch_transfers([use.Dispatch(transfer_id=transfer.pk, crew=crew, **more)], by=by))


def pick_up(by: Actor, transfer: Transfer, **more: Any) -> Verdict:
    return one(use.record_pick_ups([use.PickUp(transfer_id=transfer.pk, **more)], by=by))


def give(by: Actor, transfer: Transfer, **more: Any) -> Verdict:
    return one(use.record_hand_overs([use.Given(transfer_id=transfer.pk, **more)], by=by))


def state(transfer: Transfer) -> str:
    return Transfer.objects.get(pk=transfer.pk).state


@pytest.fixture
def came_home(town: Actor) -> list[UUID]:
    """Two returnees of one township."""
    return [record(came(n, area=area, arrived_on=TODAY), by=town)[0].id for n, area in ((1, VILLAGE), (2, HILL))]


def test_from_request_to_the_disinfected_vehicle(town: Actor, came_home: list[UUID]) -> None:
    with clocks.stopped(at(0)):
        transfer = request(town, *came_home, from_words="东站", pick_up_at=at(60), hand_over_at=at(120))
        assert approve(town, transfer).taken
    with clocks.stopped(at(10)):
        assert send(town, transfer).taken
    persons = list(Passenger.objects.order_by("pk").values_list("person_id", flat=True))
    with clocks.stopped(at(70)):
        verdict = pick_up(town, transfer, given_by="车站", taken_by="东桥镇", temperatures={persons[0]: Decimal("36.5")})
        assert verdict.taken
    with clocks.stopped(at(130)):
        verdict = give(town, transfer, given_by="东桥镇", taken_by="隔离点", temperatures={persons[1]: Decimal("36.6")})
        assert verdict.taken
        assert figure("persons_transferred") == 2
        assert figure("persons_transferred", VILLAGE) == 1
    assert state(transfer) == TransferState.HANDED_OVER
    with clocks.stopped(at(150)):
        assert one(use.close_transfers([use.Closing(transfer.pk, "保洁")], by=town)).taken
    file = reads.transfer_file(transfer.pk, by=town)
    assert file is not None
    assert (file.legs[0].out_at, file.legs[0].in_at) == (at(70), at(130))
    assert [(moment.step, moment.planned_at, moment.given_by, moment.taken_by) for moment in file.moments] == [
        ("pick_up", at(60), "车站", "东桥镇"), ("arrival", at(120), "东桥镇", "隔离点"),
    ]  # fmt: skip
    assert file.persons[1].temperature("arrival") == Decimal("36.6")
    assert not Passenger.objects.filter(ended_at=None).exists()
    assert list(recount()) == []


@pytest.mark.parametrize(("organiser", "kind"), [("village_committee", "village"), ("村委会", "village"), ("relative", "relative")])
def test_what_a_village_or_a_relative_organises_is_refused_and_kept(
    town: Actor, came_home: list[UUID], organiser: str, kind: str
) -> None:
    row = use.TransferRequest(arrival_id=came_home[0], organiser=organiser, note="自行联系")
    with translation.override("en"):
        verdict = one(use.request_transfers([row], by=town))
    assert (verdict.outcome, verdict.code) == ("refused", "transfer_organiser")
    assert "by the township or above" in verdict.reason
    assert kind in verdict.reason
    assert (Transfer.objects.count(), figure("transfer_violations"), figure("persons_transferred")) == (0, 1, 0)
    assert Violation.objects.get().kind == kind
    assert list(recount()) == []


def test_a_village_officer_may_not_even_ask(county: Actor, town: Actor) -> None:
    root = record(came(1), by=town)[0].id
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        verdict = one(use.request_transfers([use.TransferRequest(arrival_id=root, organiser="CQ")], by=village))
        assert verdict.code == "transfer_organiser"
        done = one(use.record_done_transfers([use.DoneTransfer(asked=use.TransferRequest(arrival_id=root))], by=village))
        assert done.code == "transfer_organiser"
        assert figure("transfer_violations", VILLAGE) == 2


def test_a_refused_neighbour_holds_nobody_back(town: Actor, came_home: list[UUID]) -> None:
    rows = [*asked(came_home[0]), *asked(uuid4()), use.TransferRequest(organiser="relative"), *asked(came_home[1])]
    verdicts = use.request_transfers(rows, by=town)
    assert [verdict.code for verdict in verdicts] == ["", "not_found", "transfer_organiser", ""]
    assert verdicts[0].id == verdicts[3].id


def test_nobody_is_in_two_transfers(town: Actor, came_home: list[UUID]) -> None:
    request(town, came_home[0])
    again = use.request_transfers(asked(*came_home), by=town)
    assert [verdict.code for verdict in again] == ["transfer_open", ""]


def test_a_failed_drive_says_why_and_another_vehicle_goes(town: Actor, came_home: list[UUID]) -> None:
    transfer = request(town, *came_home)
    approve(town, transfer)
    send(town, transfer)
    pick_up(town, transfer)
    failed = use.FailedLeg(transfer.pk, "爆胎", WhatNext.ANOTHER_VEHICLE)
    assert one(use.fail_legs([use.FailedLeg(transfer.pk, " ", WhatNext.GIVEN_UP)], by=town)).code == "reason_missing"
    assert one(use.fail_legs([failed], by=town)).taken
    assert state(transfer) == TransferState.APPROVED
    assert send(town, transfer, use.Crew(plate="豫P0002Z", driver="赵样")).taken
    assert pick_up(town, transfer).taken
    assert give(town, transfer).taken
    legs = list(Leg.objects.order_by("number"))
    assert [(leg.number, leg.failed_why, leg.in_at is not None) for leg in legs] == [(1, "爆胎", False), (2, "", True)]
    assert figure("persons_transferred") == 2


def test_given_up_ends_it_and_the_person_waits_again(town: Actor, came_home: list[UUID]) -> None:
    Arrival.objects.update(needs_transfer=True)
    transfer = request(town, came_home[0])
    assert reads.without_transfer(by=town).count() == 1
    assert one(use.fail_legs([use.FailedLeg(transfer.pk, "不来了", WhatNext.GIVEN_UP)], by=town)).taken
    assert state(transfer) == TransferState.FAILED
    assert reads.without_transfer(by=town).count() == 2
    assert one(use.waive_transfers([use.Waiver(came_home[0], "已自行到达")], by=town)).taken
    assert reads.without_transfer(by=town).count() == 1


def test_to_the_next_vehicle(town: Actor, came_home: list[UUID]) -> None:
    transfer = request(town, *came_home)
    approve(town, transfer)
    send(town, transfer)
    pick_up(town, transfer)
    assert give(town, transfer, onward=use.Crew(plate="豫P0003Z")).code == "driver_missing"
    assert give(town, transfer, place="服务区", onward=use.Crew(plate="豫P0003Z", driver="周样")).taken
    assert state(transfer) == TransferState.DISPATCHED
    pick_up(town, transfer)
    give(town, transfer)
    assert figure("persons_transferred") == 2
    assert Leg.objects.exclude(in_at=None).count() == 2


def test_steps_out_of_order_are_refused(town: Actor, came_home: list[UUID]) -> None:
    transfer = request(town, came_home[0])
    assert send(town, transfer).code == "transfer_state"
    assert pick_up(town, transfer).code == "transfer_state"
    approve(town, transfer)
    assert approve(town, transfer).code == "transfer_state"
    assert give(town, transfer).code == "transfer_state"
    assert send(town, transfer, use.Crew(driver="李样")).code == "vehicle_missing"
    send(town, transfer)
    assert pick_up(town, transfer, at=at(-5)).code == "TIME_ORDER"
    assert pick_up(town, transfer, at=at(60 * 24)).code == "DATE_IN_FUTURE"
    pick_up(town, transfer)
    assert give(town, transfer, at=at(-1)).code == "TIME_ORDER"
    assert one(use.close_transfers([use.Closing(transfer.pk)], by=town)).code == "transfer_state"


def test_who_was_not_there_leaves_the_transfer(town: Actor, came_home: list[UUID]) -> None:
    transfer = request(town, *came_home)
    approve(town, transfer)
    send(town, transfer)
    first, second = Passenger.objects.order_by("pk").values_list("person_id", flat=True)
    everybody = frozenset({first, second})
    assert pick_up(town, transfer, absent=frozenset({first})).code == "reason_missing"
    assert pick_up(town, transfer, absent=everybody, absent_why="没来").code == "nobody"
    assert pick_up(town, transfer, absent=frozenset({uuid4()}), absent_why="没来").code == "stranger"
    assert pick_up(town, transfer, absent=frozenset({first}), absent_why="没来").taken
    give(town, transfer)
    assert list(HandOver.objects.filter(step="arrival").values_list("person_id", flat=True)) == [second]
    assert Passenger.objects.get(person=first).missed_why == "没来"


def test_an_arrival_before_the_pick_up_is_flagged(town: Actor) -> None:
    root = record(came(1, arrived_on=date(2020, 1, 22)), by=town)[0].id
    transfer = request(town, root)
    approve(town, transfer)
    send(town, transfer)
    verdict = pick_up(town, transfer)
    assert [warned.code for warned in verdict.warnings] == ["ARRIVED_BEFORE"]
    assert Transfer.objects.get().flags == ["arrived_before"]


def test_one_driver_in_two_places_is_flagged(town: Actor, came_home: list[UUID]) -> None:
    first, second = request(town, came_home[0]), request(town, came_home[1])
    for transfer in (first, second):
        approve(town, transfer)
    assert not send(town, first).warnings
    assert [warned.code for warned in send(town, second).warnings] == ["DRIVER_TWICE"]
    assert Transfer.objects.get(pk=second.pk).flags == ["driver_twice"]


def test_a_fever_at_the_hand_over_counts(town: Actor, came_home: list[UUID]) -> None:
    transfer = request(town, came_home[0])
    approve(town, transfer)
    send(town, transfer)
    person = Passenger.objects.get().person_id
    assert pick_up(town, transfer, temperatures={person: Decimal("365")}).code == "TEMP_IMPLAUSIBLE"
    verdict = pick_up(town, transfer, temperatures={person: Decimal("38.1")})
    assert [warned.code for warned in verdict.warnings] == ["FEVER"]


def done(n: int, **more: Any) -> use.DoneTransfer:
    row = use.TransferRequest(id_number=number(n), organiser="CQ", happened_at=at(-10))
    return use.DoneTransfer(**({"asked": row, "crew": CREW, "handed_over_at": at(-10), "vehicle_disinfected": True} | more))


def test_written_down_afterwards_and_twice_changes_nothing(town: Actor, came_home: list[UUID]) -> None:
    assert one(use.record_done_transfers([done(1)], by=town)).outcome == "accepted"
    assert one(use.record_done_transfers([done(1)], by=town)).outcome == "duplicate"
    transfer = Transfer.objects.get()
    assert (transfer.state, transfer.disinfected_at, figure("persons_transferred")) == (TransferState.CLOSED, at(-10), 1)
    backwards = done(2, picked_up_at=at(-5))
    assert one(use.record_done_transfers([backwards], by=town)).code == "TIME_ORDER"
    assert one(use.record_done_transfers([done(9)], by=town)).code == "not_found"
    assert Transfer.objects.count() == 1
    assert list(recount()) == []


def test_one_vehicle_with_several_written_down_afterwards(town: Actor, came_home: list[UUID]) -> None:
    rows = [
        done(n, asked=use.TransferRequest(id_number=number(n), organiser="CQ", group="bus", happened_at=at(-10)),
             temperature_c=Decimal("36.4"))
        for n in (1, 2)
    ]  # fmt: skip
    verdicts = use.record_done_transfers(rows, by=town)
    assert len({verdict.id for verdict in verdicts}) == 1
    assert HandOver.objects.filter(step="arrival", temperature_c=Decimal("36.4")).count() == 2


def test_what_was_asked_for_and_then_written_down_is_one_transfer(town: Actor, came_home: list[UUID]) -> None:
    transfer = request(town, came_home[0])
    assert one(use.record_done_transfers([done(1)], by=town)).id == transfer.pk
    assert one(use.record_done_transfers([done(1)], by=town)).outcome == "duplicate"
    closed = Transfer.objects.get()
    assert (closed.state, closed.approved_at, figure("persons_transferred")) == (TransferState.CLOSED, at(-10), 1)
    assert list(recount()) == []


def test_a_vehicle_on_the_road_is_written_down_to_its_end(town: Actor, came_home: list[UUID]) -> None:
    transfer = request(town, came_home[0])
    approve(town, transfer)
    send(town, transfer)
    pick_up(town, transfer)
    late = done(1, handed_over_at=at(60), asked=use.TransferRequest(id_number=number(1), organiser="CQ", happened_at=at(60)))
    with clocks.stopped(at(70)):
        assert one(use.record_done_transfers([late], by=town)).taken
    assert (HandOver.objects.filter(step="arrival").count(), Transfer.objects.get().state) == (1, TransferState.CLOSED)


def test_who_travels_with_others_is_not_written_down_alone(town: Actor, came_home: list[UUID]) -> None:
    request(town, *came_home[:2])
    assert one(use.record_done_transfers([done(1)], by=town)).code == "transfer_open"
    assert Transfer.objects.get().state == TransferState.REQUESTED
    assert {verdict.outcome for verdict in use.record_done_transfers([done(1), done(2)], by=town)} == {"accepted"}
    assert HandOver.objects.filter(step="arrival").count() == 2


def test_a_refused_hand_over_leaves_what_was_asked_for(town: Actor, came_home: list[UUID]) -> None:
    request(town, came_home[0])
    assert one(use.record_done_transfers([done(1, temperature_c=Decimal("365"))], by=town)).code == "TEMP_IMPLAUSIBLE"
    assert Transfer.objects.get().state == TransferState.REQUESTED


def test_the_next_township_finds_nothing(county: Actor, town: Actor, came_home: list[UUID]) -> None:
    transfer = request(town, *came_home)
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert reads.transfer_file(transfer.pk, by=stranger) is None
        assert approve(stranger, transfer).code == "not_found"
        assert one(use.request_transfers(asked(came_home[0]), by=stranger)).code == "not_found"
        with pytest.raises(Refused):
            use.approve_transfers([use.Approval(transfer.pk)], by=actor(OTHER_TOWN, "village_doctor"))


def test_the_village_sees_who_is_coming(town: Actor, came_home: list[UUID]) -> None:
    request(town, *came_home, hand_over_at=at(120))
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        assert [one.expected_at for one in reads.expected_here(by=village)] == [at(120)]


def test_persons_of_two_townships_go_in_a_transfer_of_the_county(county: Actor) -> None:
    roots = [record(came(n, area=area), by=county)[0].id for n, area in ((1, VILLAGE), (2, FAR_VILLAGE))]
    rows = [use.TransferRequest(arrival_id=root, organiser="ZHB", group="one") for root in roots]
    verdicts = use.request_transfers(rows, by=county)
    assert Transfer.objects.get(pk=verdicts[0].id).area == COUNTY


# --- rules
def test_the_common_area_is_the_township_or_what_holds_all() -> None:
    assert rules.common_area([VILLAGE + "001"]) == TOWN
    assert rules.common_area([VILLAGE, HILL]) == TOWN
    assert rules.common_area([VILLAGE, FAR_VILLAGE]) == COUNTY


@pytest.mark.parametrize(
    ("one_end", "other_start", "clash"), [(None, 30, True), (20, 30, False), (30, 30, False), (40, 30, True)]
)
def test_two_drives_of_one_driver(one_end: int | None, other_start: int, clash: bool) -> None:
    first = rules.Drive("李样", at(0), None if one_end is None else at(one_end))
    second = rules.Drive("李样 ", at(other_start), at(90))
    assert rules.at_the_same_time(first, second) is clash
    assert rules.at_the_same_time(second, first) is clash
    assert not rules.at_the_same_time(first, rules.Drive("王样", at(0), None))


def test_every_open_state_can_be_left() -> None:
    assert not [one for one in TransferState if one not in (TransferState.CLOSED, TransferState.FAILED) and not rules.NEXT.get(one)]
    assert all(not rules.NEXT.get(one) for one in (TransferState.CLOSED, TransferState.FAILED))
