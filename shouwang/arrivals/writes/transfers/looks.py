"""Looking at one transfer leaves an event in the log."""

from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.reads.transfers import TransferFile, transfer_file
from shouwang.audit.writes import record_event
from shouwang.lib.refusals import Refused


@transaction.atomic
def open_transfer(transfer_id: UUID, *, by: Actor) -> TransferFile:
    """Everything about one transfer, and an event that it was looked at. Raises Refused not_permitted, not_found."""
    by.check(Permission.VIEW_ARRIVALS)
    found = transfer_file(transfer_id, by=by)
    if found is None:
        raise Refused("not_found", choices.TRANSFER_NOT_FOUND)
    record_event(by=by, action="arrivals.open_transfer", area=found.transfer.area, subject=transfer_id)
    return found
