"""Looking at one observation leaves an event in the log (DOMAIN 6.3)."""

from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_look
from shouwang.lib.refusals import Refused
from shouwang.quarantine import choices, reads
from shouwang.quarantine.models import Observation


@transaction.atomic
def open_observation(key: UUID, *, by: Actor) -> Observation:
    """One observation, and an event that the person's details were looked at. Raises Refused not_permitted, not_found."""
    by.check(Permission.VIEW_OBSERVATION)
    found = reads.observation(key, by=by)
    if found is None:
        raise Refused("not_found", choices.NOT_FOUND)
    record_look(by=by, action="quarantine.open_observation", area=found.area, subject=found.person_id)
    return found
