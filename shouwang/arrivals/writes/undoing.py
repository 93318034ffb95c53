"""Takes an officer's decision on a class back: what the rules say counts again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.choices import DecidedBy
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.reads.known import standing
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.writes.correcting import reclassify
from shouwang.audit.writes import record_event
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision that was a mistake, and why."""

    arrival_id: UUID
    reason: str


@transaction.atomic
def undo_decisions(batch: Sequence[Undone], *, by: Actor) -> list[Verdict]:
    """Take officers' decisions back. Class, measure and dates follow from the rules again; the history keeps both.

    Refused per row: not_found, reason_missing, not_decided. Raises Refused not_permitted.
    """
    by.check(Permission.CLASSIFY_ARRIVALS)
    known = standing(row.arrival_id for row in batch)
    answers = [_judge(row, known.get(row.arrival_id)) for row in batch]
    taken = [answer for answer in answers if isinstance(answer, Arrival)]
    for arrival in taken:
        arrival.decided_by = DecidedBy.PACK
    Arrival.objects.bulk_update(taken, ["decided_by"])
    why = "; ".join(sorted({row.reason for row in batch}))
    reclassify(taken, actor=by, why=why)
    subject = taken[0].root if len(taken) == 1 else ""
    record_event(by=by, action="arrivals.undo_decisions", area=by.area, count=len(taken), subject=subject, reason=why[:200])
    return [
        answer if isinstance(answer, Verdict) else accepted(answer.root, arrival_class=answer.arrival_class) for answer in answers
    ]


def _judge(row: Undone, arrival: Arrival | None) -> Arrival | Verdict:
    try:
        if arrival is None:
            raise Refused("not_found", choices.NOT_FOUND)
        rules.check_reason(row.reason)
        rules.check_decided_by_officer(arrival.decided_by)
    except Refused as refusal:
        return refused(refusal)
    return arrival
