"""On the road: a vehicle leaves, picks up, hands over, or fails."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.choices import HandOverStep, Place, TransferFlag, TransferState, WhatNext
from shouwang.arrivals.models import Arrival, Leg, Passenger, Transfer
from shouwang.arrivals.rules import transfers as rules
from shouwang.arrivals.rules.returns import check_reason
from shouwang.arrivals.writes.transfers.rows import Crew, Dispatch, FailedLeg, Given, PickUp
from shouwang.arrivals.writes.transfers.work import Sides, Work, log, say
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned


@transaction.atomic
def dispatch_transfers(batch: Sequence[Dispatch], *, by: Actor) -> list[Verdict]:
    """Send vehicles. A driver who is on the road elsewhere is flagged, not refused.

    Refused per row: not_found, transfer_state, vehicle_missing, driver_missing, plan_reversed. Raises not_permitted.
    """
    by.check(Permission.ORGANISE_TRANSFER)
    work = Work(by, [row.transfer_id for row in batch])
    verdicts = work.verdicts(batch, lambda row: _dispatch(work, row))
    log(work, "dispatch_transfers", verdicts)
    return verdicts


def _dispatch(work: Work, row: Dispatch) -> Verdict:
    transfer, at = work.transfer(row.transfer_id), work.moment(row.at)
    rules.check_step(transfer.state, TransferState.DISPATCHED)
    rules.check_crew(row.crew.vehicle, row.crew.plate, row.crew.driver)
    plan = {
        "pick_up_at": row.pick_up_at or transfer.pick_up_at,
        "hand_over_at": row.hand_over_at or transfer.hand_over_at,
    }
    rules.check_plan(plan["pick_up_at"], plan["hand_over_at"])
    rules.check_times(transfer.approved_at, at, work.now)
    warnings = send(work, transfer, row.crew, at)
    work.put(transfer, TransferState.DISPATCHED, at, **plan)
    return say(transfer, warnings)


def send(work: Work, transfer: Transfer, crew: Crew, at: datetime) -> list[Warned]:
    """Begin a leg; whoever drives elsewhere at that time is flagged."""
    leg = work.new_leg(transfer, crew, at)
    return flag_driver(work, transfer, leg)


def flag_driver(work: Work, transfer: Transfer, leg: Leg) -> list[Warned]:
    """Mark a transfer whose driver is in two places."""
    if not work.driver_elsewhere(leg):
        return []
    work.flag(transfer, TransferFlag.DRIVER_TWICE)
    return [Warned("DRIVER_TWICE", choices.DRIVER_IN_TWO_PLACES % {"driver": leg.driver})]


@transaction.atomic
def record_pick_ups(batch: Sequence[PickUp], *, by: Actor) -> list[Verdict]:
    """The persons got in; who was not there leaves the transfer. An arrival before the pick-up is flagged.

    Refused per row: not_found, transfer_state, TIME_ORDER, nobody, stranger, reason_missing. Raises not_permitted.
    """
    by.check(Permission.ORGANISE_TRANSFER)
    work = Work(by, [row.transfer_id for row in batch])
    verdicts = work.verdicts(batch, lambda row: pick_up(work, row))
    log(work, "record_pick_ups", verdicts)
    return verdicts


def pick_up(work: Work, row: PickUp) -> Verdict:
    """Carry out one pick-up."""
    transfer, at = work.transfer(row.transfer_id), work.moment(row.at)
    rules.check_step(transfer.state, TransferState.PICKED_UP)
    leg = _running(work, transfer)
    rules.check_times(leg.sent_at, at, work.now)
    aboard = _aboard(work, transfer, row)
    sides = Sides(
        HandOverStep.PICK_UP, at, transfer.pick_up_at, row.place or transfer.from_words, row.given_by, row.taken_by,
        row.temperatures,
    )  # fmt: skip
    warnings = work.hand_over(transfer, leg, aboard, sides)
    Passenger.objects.filter(transfer=transfer, person_id__in=row.absent, ended_at=None).update(
        state=TransferState.FAILED, ended_at=at, missed_why=row.absent_why[:200]
    )
    Leg.objects.filter(pk=leg.pk).update(out_at=at, version=leg.version + 1)
    work.put(transfer, TransferState.PICKED_UP, at)
    return say(transfer, [*warnings, *_came_before(work, transfer, aboard, at)])


def _aboard(work: Work, transfer: Transfer, row: PickUp) -> list[Passenger]:
    everybody = work.passengers(transfer)
    if row.absent - {one.person_id for one in everybody}:
        raise Refused("stranger", choices.TRANSFER_STRANGER)
    if row.absent:
        check_reason(row.absent_why)
    aboard = [one for one in everybody if one.person_id not in row.absent]
    if not aboard:
        raise Refused("nobody", choices.TRANSFER_NOBODY)
    return aboard


def _came_before(work: Work, transfer: Transfer, aboard: Sequence[Passenger], at: datetime) -> list[Warned]:
    """Who is registered as having arrived on a day before the vehicle fetched them moved on their own."""
    if transfer.from_kind in (Place.SITE, Place.HOSPITAL):
        return []
    roots = [one.arrival for one in aboard if one.arrival]
    here = Arrival.objects.filter(root__in=roots, live=True).exclude(state=choices.State.ANNOUNCED)
    picked_up_on = clocks.local(at).date()
    early = [day for day in here.values_list("arrived_on", flat=True) if rules.arrived_before(day, picked_up_on)]
    if early:
        work.flag(transfer, TransferFlag.ARRIVED_BEFORE)
    return [Warned("ARRIVED_BEFORE", choices.ARRIVED_BEFORE_PICK_UP % {"day": day}) for day in early]


@transaction.atomic
def record_hand_overs(batch: Sequence[Given], *, by: Actor) -> list[Verdict]:
    """Hand over at the destination, or to the next vehicle.

    Refused per row: not_found, transfer_state, TIME_ORDER, vehicle_missing, driver_missing. Raises not_permitted.
    """
    by.check(Permission.ORGANISE_TRANSFER)
    work = Work(by, [row.transfer_id for row in batch])
    verdicts = work.verdicts(batch, lambda row: give(work, row))
    log(work, "record_hand_overs", verdicts)
    return verdicts


def give(work: Work, row: Given) -> Verdict:
    """Carry out one hand-over."""
    transfer, at = work.transfer(row.transfer_id), work.moment(row.at)
    after = TransferState.DISPATCHED if row.onward else TransferState.HANDED_OVER
    if transfer.state != TransferState.PICKED_UP:
        rules.check_step(transfer.state, TransferState.HANDED_OVER)
    leg = _running(work, transfer)
    rules.check_times(leg.out_at, at, work.now)
    if row.onward:
        rules.check_crew(row.onward.vehicle, row.onward.plate, row.onward.driver)
    step = HandOverStep.ONWARD if row.onward else HandOverStep.ARRIVAL
    sides = Sides(
        step, at, transfer.hand_over_at, row.place or ("" if row.onward else transfer.to_words), row.given_by,
        row.taken_by, row.temperatures,
    )  # fmt: skip
    warnings = work.hand_over(transfer, leg, work.passengers(transfer), sides)
    Leg.objects.filter(pk=leg.pk).update(in_at=at, version=leg.version + 1)
    if row.onward:
        warnings += send(work, transfer, row.onward, at)
    work.put(transfer, after, at)
    return say(transfer, warnings)


@transaction.atomic
def fail_legs(batch: Sequence[FailedLeg], *, by: Actor) -> list[Verdict]:
    """A drive failed, or a request is given up: why, and what is done next.

    Refused per row: not_found, transfer_state, reason_missing, TIME_ORDER. Raises not_permitted.
    """
    by.check(Permission.ORGANISE_TRANSFER)
    work = Work(by, [row.transfer_id for row in batch])
    verdicts = work.verdicts(batch, lambda row: _fail(work, row))
    log(work, "fail_legs", verdicts, batch[0].reason if len(batch) == 1 else "")
    return verdicts


def _fail(work: Work, row: FailedLeg) -> Verdict:
    transfer, at = work.transfer(row.transfer_id), work.moment(row.at)
    again = WhatNext(row.what_next) == WhatNext.ANOTHER_VEHICLE
    after = TransferState.APPROVED if again else TransferState.FAILED
    if again and transfer.state == TransferState.REQUESTED:
        raise _impossible(transfer, after)
    rules.check_step(transfer.state, after)
    check_reason(row.reason)
    leg = work.leg(transfer)
    rules.check_times(leg.out_at or leg.sent_at if leg else transfer.created_at, at, work.now)
    if leg:
        Leg.objects.filter(pk=leg.pk).update(
            failed_at=at, failed_why=row.reason[:200], what_next=row.what_next, version=leg.version + 1
        )
    work.put(transfer, after, at, **({} if again else {"failed_why": row.reason[:200]}))
    return say(transfer)


def _impossible(transfer: Transfer, after: TransferState) -> Refused:
    return Refused(
        "transfer_state", choices.TRANSFER_STATE, before=TransferState(transfer.state).label, after=after.label
    )


def _running(work: Work, transfer: Transfer) -> Leg:
    leg = work.leg(transfer)
    if leg is None:
        raise _impossible(transfer, TransferState.PICKED_UP)
    return leg
