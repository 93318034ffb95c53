"""What ends a transfer: the vehicle is disinfected; or an officer says why none will be made."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.choices import TransferState
from shouwang.arrivals.models import Arrival, TransferWaived
from shouwang.arrivals.reads.known import standing
from shouwang.arrivals.rules import transfers as rules
from shouwang.arrivals.rules.returns import check_reason
from shouwang.arrivals.writes.transfers.rows import Closing, Waiver
from shouwang.arrivals.writes.transfers.work import Work, log, say
from shouwang.ledger import tallies
from shouwang.ledger.records import stamp
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.quarantine.rules.undoing import check_within


@transaction.atomic
def close_transfers(batch: Sequence[Closing], *, by: Actor) -> list[Verdict]:
    """The vehicle was disinfected, the transfer is closed.

    Refused per row: not_found, transfer_state, TIME_ORDER. Raises not_permitted.
    """
    by.check(Permission.ORGANISE_TRANSFER)
    work = Work(by, [row.transfer_id for row in batch])
    verdicts = work.verdicts(batch, lambda row: close(work, row))
    log(work, "close_transfers", verdicts)
    return verdicts


def close(work: Work, row: Closing) -> Verdict:
    """Carry out one closing."""
    transfer, at = work.transfer(row.transfer_id), work.moment(row.at)
    rules.check_step(transfer.state, TransferState.CLOSED)
    rules.check_times(transfer.since, at, work.now)
    work.put(transfer, TransferState.CLOSED, at, disinfected_at=at, disinfected_by=row.disinfected_by[:60])
    return say(transfer)


@transaction.atomic
def waive_transfers(batch: Sequence[Waiver], *, by: Actor) -> list[Verdict]:
    """No transfer will be made although the class demands one; the reason stays in the log.

    Refused per row: not_found, reason_missing. Raises not_permitted.
    """
    by.check(Permission.ORGANISE_TRANSFER)
    known = standing(row.arrival_id for row in batch)
    verdicts = [_waive(row, known.get(row.arrival_id)) for row in batch]
    taken = [verdict.id for verdict in verdicts if verdict.taken and verdict.id]
    Arrival.objects.filter(root__in=taken, live=True).update(needs_transfer=False)
    _write_down([(known[row.arrival_id], row.reason) for row, verdict in zip(batch, verdicts, strict=True) if verdict.taken], by)
    log(Work(by), "waive_transfers", verdicts, "; ".join(sorted({row.reason for row in batch})))
    return verdicts


def _waive(row: Waiver, arrival: Arrival | None) -> Verdict:
    try:
        if arrival is None:
            raise Refused("not_found", choices.NOT_FOUND)
        check_reason(row.reason)
    except Refused as refusal:
        return refused(refusal)
    return accepted(arrival.root)


def _write_down(waived: Sequence[tuple[Arrival, str]], by: Actor) -> None:
    now = clocks.now()
    found = [
        TransferWaived(
            **stamp(by=by, area=one.area, unit=one.unit, happened_at=now, day=one.day, entered_at=now, reported_by=one.reported_by),
            arrival=one.root, why=reason[:200],
        )
        for one, reason in waived if one.needs_transfer
    ]  # fmt: skip
    TransferWaived.objects.bulk_create(found)
    tallies.post(TransferWaived, [one.pk for one in found])


@transaction.atomic
def undo_waivers(batch: Sequence[Waiver], *, by: Actor) -> list[Verdict]:
    """Take back that no transfer is needed: the person is to be fetched again.

    Refused per row: not_found, reason_missing, nothing_to_undo, undo_too_late. Raises not_permitted.
    """
    by.check(Permission.ORGANISE_TRANSFER)
    known = standing(row.arrival_id for row in batch)
    given = {one.arrival: one for one in TransferWaived.objects.filter(arrival__in=list(known), live=True).order_by("received")}
    verdicts = [_unwaive(row, known.get(row.arrival_id), given) for row in batch]
    back = [verdict.id for verdict in verdicts if verdict.taken and verdict.id]
    tallies.withdraw(TransferWaived, [given[root].pk for root in back])
    Arrival.objects.filter(root__in=back, live=True).update(needs_transfer=True)
    log(Work(by), "undo_waivers", verdicts, "; ".join(sorted({row.reason for row in batch})))
    return verdicts


def _unwaive(row: Waiver, arrival: Arrival | None, given: Mapping[UUID, TransferWaived]) -> Verdict:
    try:
        if arrival is None:
            raise Refused("not_found", choices.NOT_FOUND)
        check_reason(row.reason)
        if arrival.root not in given:
            raise Refused("nothing_to_undo", choices.NOTHING_WAIVED)
        check_within(given[arrival.root].entered_at, clocks.now())
    except Refused as refusal:
        return refused(refusal)
    return accepted(arrival.root)
