"""Transfers that were made without the system are written down afterwards, with their true times."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.choices import HandOverStep, TransferState
from shouwang.arrivals.models import HandOver, Leg, Passenger, Transfer
from shouwang.arrivals.rules import transfers as rules
from shouwang.arrivals.writes.transfers.closing import close
from shouwang.arrivals.writes.transfers.driving import flag_driver, give, pick_up
from shouwang.arrivals.writes.transfers.requesting import Case, Judged, judge, make_transfers
from shouwang.arrivals.writes.transfers.rows import Closing, DoneTransfer, Given, PickUp
from shouwang.arrivals.writes.transfers.work import Work, log, say
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, duplicate, refused

Pair = tuple[Case, DoneTransfer]


@transaction.atomic
def record_done_transfers(batch: Sequence[DoneTransfer], *, by: Actor) -> list[Verdict]:
    """Write down transfers from request to hand-over in one step. The same transfer sent twice changes nothing.

    Who is in a transfer that was asked for has that one carried out, if everybody in it is among the rows with one hand-over.
    Refused per row as ``request_transfers``, and TIME_ORDER, TEMP_IMPLAUSIBLE, not_permitted. Raises not_permitted.
    """
    by.check(Permission.RECORD_ARRIVALS)
    judged = judge([row.asked for row in batch], by)
    asked_for = _asked_for(judged, batch)
    known = _known(judged)
    for case, row in zip(judged.cases, batch, strict=True):
        case.refusal = case.refusal or _refusal(row, judged.work, by)
    fresh = [case for case in judged.cases if id(case) not in known and id(case) not in asked_for]
    made = make_transfers(Judged(judged.work, fresh, judged.open))
    pairs = list(zip(judged.cases, batch, strict=True))
    done = _carry_out_all(pairs, made, judged.work, made_here=True)
    done |= _carry_out_all(pairs, asked_for, judged.work, made_here=False)
    made |= asked_for
    verdicts = [_verdict(case, made, done, known) for case in judged.cases]
    log(judged.work, "record_done_transfers", verdicts)
    return verdicts


def _asked_for(judged: Judged, batch: Sequence[DoneTransfer]) -> dict[int, Transfer]:
    """The transfers asked for before that these rows carry out, by case; their rows are no longer refused for being open."""
    waiting = {case.arrival.person_id: (case, row) for case, row in zip(judged.cases, batch, strict=True) if _is_open(case) and case.arrival}
    seated = Passenger.objects.filter(person_id__in=waiting, ended_at=None)
    aboard: dict[UUID, list[Pair]] = {}
    for one in seated:
        aboard.setdefault(one.transfer_id, []).append(waiting[one.person_id])
    transfers = judged.work.lock(aboard)
    found: dict[int, Transfer] = {}
    for key, pairs in aboard.items():
        together = len({(row.picked_up_at, row.handed_over_at) for _case, row in pairs}) == 1
        if key in transfers and together and len(judged.work.passengers(transfers[key])) == len(pairs):
            found |= {id(case): transfers[key] for case, _row in pairs}
            for case, _row in pairs:
                case.refusal = None
    return found


def _is_open(case: Case) -> bool:
    return case.refusal is not None and case.refusal.code == "transfer_open"


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


def _carry_out_all(
    pairs: Sequence[Pair], transfers: Mapping[int, Transfer], work: Work, *, made_here: bool
) -> dict[UUID, Verdict]:
    """Each vehicle once, with all its persons; the verdict of its rows by transfer."""
    vehicles: dict[UUID, list[Pair]] = {}
    for case, row in pairs:
        if case.refusal is None and id(case) in transfers:
            vehicles.setdefault(transfers[id(case)].pk, []).append((case, row))
    return {key: _carried_out(work.transfer(key), persons, work, made_here) for key, persons in vehicles.items()}


def _carried_out(transfer: Transfer, persons: Sequence[Pair], work: Work, made_here: bool) -> Verdict:
    try:
        with transaction.atomic():
            return _carry_out(transfer, persons, work)
    except Refused as refusal:
        if made_here:
            Transfer.objects.filter(pk=transfer.pk).delete()
        return refused(refusal)


def _carry_out(transfer: Transfer, persons: Sequence[Pair], work: Work) -> Verdict:
    """Every step that the transfer has not taken yet, at the times the rows say."""
    case, row = persons[0]
    handed_over_at = work.moment(row.handed_over_at)
    warnings = [*case.warnings, *_on_board(transfer, row, row.picked_up_at or handed_over_at, case.to_site, work)]
    given = Given(
        transfer_id=transfer.pk, at=handed_over_at, taken_by=row.taken_by, temperatures=_temperatures(persons)
    )
    warnings += give(work, given).warnings
    if row.vehicle_disinfected:
        close(work, Closing(transfer.pk, at=handed_over_at))
    for leg in Leg.objects.filter(transfer=transfer).order_by("-number")[:1]:
        warnings += flag_driver(work, transfer, leg)
    return say(transfer, warnings)


def _on_board(transfer: Transfer, row: DoneTransfer, at: datetime, to_site: str, work: Work) -> list[Warned]:
    """Approved, sent and picked up, as far as that was not written down before."""
    if transfer.state == TransferState.REQUESTED:
        work.put(transfer, TransferState.APPROVED, at, approved_at=at, approved_by=work.actor.post_id)
    if transfer.state == TransferState.APPROVED:
        work.new_leg(transfer, row.crew, at)
        work.put(transfer, TransferState.DISPATCHED, at, to_site=to_site or transfer.to_site)
    if transfer.state != TransferState.DISPATCHED:
        return []
    return list(pick_up(work, PickUp(transfer_id=transfer.pk, at=at, given_by=row.given_by)).warnings)


def _temperatures(persons: Sequence[Pair]) -> dict[UUID, Decimal]:
    return {
        case.arrival.person_id: row.temperature_c
        for case, row in persons
        if case.arrival and row.temperature_c is not None
    }
