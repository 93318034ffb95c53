"""What ends a transfer: the vehicle is disinfected; or an officer says why none will be made."""

from collections.abc import Sequence

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.choices import TransferState
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.reads.known import standing
from shouwang.arrivals.rules import transfers as rules
from shouwang.arrivals.rules.returns import check_reason
from shouwang.arrivals.writes.transfers.rows import Closing, Waiver
from shouwang.arrivals.writes.transfers.work import Work, log, say
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused


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
