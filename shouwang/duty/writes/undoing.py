"""Takes an imported list of staff back as a whole."""

from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.ledger.imports.changes import put_back


@transaction.atomic
def undo_import(import_id: UUID, *, by: Actor) -> int:
    """Take back the staff and duties that a list made, and make what it changed what it was; how many rows went.

    All or nothing: raises Refused changed_after_import or used_after_import where something was changed or used since
    (somebody is away, stands in, is in a team), not_permitted.
    """
    by.check(Permission.MANAGE_STAFF)
    count = sum(len(keys) for keys in put_back(import_id).values())
    record_event(by=by, action="duty.undo_import", area=by.area, count=count, subject=import_id)
    return count
