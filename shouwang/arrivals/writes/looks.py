"""Looking at one return leaves an event in the log (DOMAIN 6.3)."""

from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices, reads
from shouwang.audit.writes import record_look
from shouwang.lib.refusals import Refused


@transaction.atomic
def open_arrival(arrival_id: UUID, *, by: Actor) -> reads.File:
    """Everything about one return, and an event that it was looked at. Raises Refused not_permitted, not_found."""
    by.check(Permission.VIEW_ARRIVALS)
    found = reads.file(arrival_id, by=by)
    if found is None:
        raise Refused("not_found", choices.NOT_FOUND)
    arrival = found.row.arrival
    record_look(by=by, action="arrivals.open_arrival", area=arrival.area, subject=arrival.person_id)
    return found
