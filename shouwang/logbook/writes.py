"""Taking the log out of the house is itself written into the log."""

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib.refusals import Refused
from shouwang.logbook import reads
from shouwang.logbook.choices import EXPORT_REASON_MISSING
from shouwang.logbook.reads import Entry, Filters


@transaction.atomic
def export_log(filters: Filters, *, purpose: str, by: Actor) -> list[Entry]:
    """The newest entries that fit, for a file; what for, and how many, is logged. Raises Refused REASON_MISSING, not_permitted."""
    by.check(Permission.VIEW_AUDIT)
    if not purpose.strip():
        raise Refused("REASON_MISSING", EXPORT_REASON_MISSING)
    found = reads.shown(reads.entries(filters, by=by)[: reads.MOST_EXPORTED], by=by)
    record_event(by=by, action="logbook.export_log", area=filters.area or by.area, count=len(found), reason=purpose, subject=filters.subject)
    return found
