"""Transfers that were made without the system are written down afterwards, with their true times."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.choices import HandOverStep, TransferState
from shouwang.arrivals.models import HandOver, Leg, Transfer
from shouwang.arrivals.rules import transfers as rules
from shouwang.arrivals.writes.transfers.closing import close
from shouwang.arrivals.writes.transfers.driving import flag_driver, give, pick_up
from shouwang.arrivals.writes.transfers.requesting import Case, Judged, judge, make_transfers
from shouwang.arrivals.writes.transfers.rows import Closing, DoneTransfer, Given, PickUp
from shouwang.arrivals.writes.transfers.work import Work, log, say
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, duplicate, refused

Pair = tuple[Case, DoneTransfer]


@transaction.atomic
def record_done_transfers(batch: Sequence[DoneTransfer], *, by: Actor) -> list[Verdict]:
    """Write down transfers from request to hand-over in one step. The same transfer sent twice changes nothing.

    Refused per row as ``request_transfers``, and TIME_ORDER, TEMP_IMPLAUSIBLE, not_permitted. Raises not_permitted.
    """
    by.check(Permission.RECORD_ARRIVALS)
    judged = judge([row.asked for row in batch], by)
    known = _known(judged)
    for case, row in zip(judged.cases, batch, strict=True):
        case.refusal = case.refusal or _refusal(row, judged.work, by)
    fresh = [case for case in judged.cases if id(case) not in known]
    made = make_transfers(Judged(judged.work, fresh, judged.open))
    pairs = list(zip(judged.cases, batch, strict=True))
    done = _carry_out_all([(case, row) for case, row in pairs if id(case) in made], made, judged.work)
    verdicts = [_verdict(case, made, done, known) for case in judged.cases]
    log(judged.work, "record_done_transfers", verdicts)
    return verdicts


def _refusal(row: DoneTransfer, work: Work, by: Actor) -> Refused | None:
    """What is wrong with a row before anything is written for it."""
    try:
        by.check(Permission.ORGANISE_TRANSFER)
        rules.check_times(row.picked_up_at, work.moment(row.handed_over_at), work.now)
    except Refused as refusal:
        return refusal
    return None


def _known(judged: Judged) -> dict[int, HandOver]:
    """Rows that were written down before: the same return, handed over at the same moment."""
    roots = {case.arrival.root: case for case in judged.cases if case.arrival and case.refusal is None}
    told = HandOver.objects.filter(arrival__in=list(roots), step=HandOverStep.ARRIVAL, live=True)
    return {id(roots[one.arrival]): one for one in told if one.arrival and one.happened_at == roots[one.arrival].at}


def _verdict(
    case: Case, made: Mapping[int, Transfer], done: Mapping[UUID, Verdict], known: Mapping[int, HandOver]
) -> Verdict:
    if id(case) in known:
        return duplicate(known[id(case)].transfer_id)
    return refused(case.refusal) if case.refusal is not None else done[made[id(case)].pk]


def _carry_out_all(pairs: Sequence[Pair], made: Mapping[int, Transfer], work: Work) -> dict[UUID, Verdict]:
    """Each vehicle once, with all its persons; the verdict of its rows by transfer."""
    vehicles: dict[UUID, list[Pair]] = {}
    for case, row in pairs:
        vehicles.setdefault(made[id(case)].pk, []).append((case, row))
    return {key: _carried_out(work.transfer(key), persons, work) for key, persons in vehicles.items()}


def _carried_out(transfer: Transfer, persons: Sequence[Pair], work: Work) -> Verdict:
    try:
        with transaction.atomic():
            return _carry_out(transfer, persons, work)
    except Refused as refusal:
        Transfer.objects.filter(pk=transfer.pk).delete()
        return refused(refusal)


def _carry_out(transfer: Transfer, persons: Sequence[Pair], work: Work) -> Verdict:
    row = persons[0][1]
    handed_over_at = work.moment(row.handed_over_at)
    picked_up_at = row.picked_up_at or handed_over_at
    work.put(transfer, TransferState.APPROVED, picked_up_at, approved_at=picked_up_at, approved_by=work.actor.post_id)
    leg = work.new_leg(transfer, row.crew, picked_up_at)
    work.put(transfer, TransferState.DISPATCHED, picked_up_at)
    first = pick_up(work, PickUp(transfer_id=transfer.pk, at=picked_up_at, given_by=row.given_by))
    given = Given(
        transfer_id=transfer.pk, at=handed_over_at, taken_by=row.taken_by, temperatures=_temperatures(persons)
    )
    last = give(work, given)
    if row.vehicle_disinfected:
        close(work, Closing(transfer.pk, at=handed_over_at))
    elsewhere = flag_driver(work, transfer, Leg.objects.get(pk=leg.pk))
    return say(transfer, [*persons[0][0].warnings, *first.warnings, *last.warnings, *elsewhere])


def _temperatures(persons: Sequence[Pair]) -> dict[UUID, Decimal]:
    return {
        case.arrival.person_id: row.temperature_c
        for case, row in persons
        if case.arrival and row.temperature_c is not None
    }
