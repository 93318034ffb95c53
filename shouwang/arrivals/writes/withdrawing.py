"""Takes registrations back: single ones that turned out to be wrong, or an import as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.choices import State
from shouwang.arrivals.models import Arrival, Classification, OtherReport
from shouwang.arrivals.reads.known import standing
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.rules.returns import COMPARED
from shouwang.arrivals.writes.correcting import reclassify, recount_fevers, supersede
from shouwang.arrivals.writes.measures import drop_measures
from shouwang.audit.writes import record_event
from shouwang.ledger import tallies
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused

CHUNK = 1000
UNDONE = "the import that said so was taken back"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A return that was registered by mistake, and why that is known."""

    arrival_id: UUID
    reason: str


@transaction.atomic
def withdraw_arrivals(batch: Sequence[Withdrawal], *, by: Actor) -> list[Verdict]:
    """Stop counting returns that never were; what was proposed for them is taken back.

    Refused per row: not_found, reason_missing, started (somebody has ordered the measure: end it there first).
    """
    by.check(Permission.CLASSIFY_ARRIVALS)
    known = standing(row.arrival_id for row in batch)
    answers = [_judge(row, known.get(row.arrival_id)) for row in batch]
    wanted = [answer for answer in answers if isinstance(answer, Arrival)]
    bound = _stop_counting(wanted, by, "; ".join(sorted({row.reason for row in batch})))
    verdicts = [_verdict(answer, bound) for answer in answers]
    one = batch[0] if len(batch) == 1 else None
    record_event(
        by=by, action="arrivals.withdraw_arrivals", area=by.area, count=sum(verdict.taken for verdict in verdicts),
        subject=one.arrival_id if one else "", reason=one.reason if one else "",
    )  # fmt: skip
    return verdicts


def _judge(row: Withdrawal, arrival: Arrival | None) -> Arrival | Verdict:
    try:
        if arrival is None:
            raise Refused("not_found", choices.NOT_FOUND)
        rules.check_reason(row.reason)
    except Refused as refusal:
        return refused(refusal)
    return arrival


def _verdict(answer: Arrival | Verdict, bound: set[UUID]) -> Verdict:
    if isinstance(answer, Verdict):
        return answer
    return refused(Refused("started", choices.STARTED)) if answer.root in bound else accepted(answer.root)


def _stop_counting(arrivals: Sequence[Arrival], by: Actor, reason: str) -> set[UUID]:
    """Take returns out of the count; answers the roots of those whose measure somebody has ordered, which stay."""
    bound = drop_measures(arrivals, actor=by, reason=reason)
    gone = [arrival for arrival in arrivals if arrival.root not in bound]
    tallies.withdraw(Arrival, [arrival.pk for arrival in gone])
    for arrival in gone:
        arrival.live, arrival.state = False, State.DISMISSED
    Arrival.objects.bulk_update(gone, ["state"], batch_size=CHUNK)
    roots = [arrival.root for arrival in gone]
    for history in (Classification, OtherReport):
        history.objects.filter(arrival__in=roots).update(live=False)
    return bound


@transaction.atomic
def undo_import(mark: str, *, by: Actor) -> int:
    """Take back everything that was registered under the mark (``device``) of an import; how many returns it were.

    Returns whose measure somebody has ordered meanwhile stay. Facts that the import added to known returns go again.
    Persons stay known: the withdrawn record still names them, and sending the file again finds the same ones.
    """
    by.check(Permission.RECORD_ARRIVALS)
    made = list(Arrival.objects.filter(device=mark).order_by("received"))
    roots = [one.root for one in made if one.supersedes is None]
    _take_back_additions([one for one in made if one.supersedes is not None and one.live], by)
    contradicting = [one.pk for one in made if one.state == State.CONFLICT]
    Arrival.objects.filter(pk__in=contradicting).update(state=State.DISMISSED)
    OtherReport.objects.filter(device=mark).update(live=False)
    standing_now = list(Arrival.objects.filter(root__in=roots, live=True).select_for_update(no_key=True))
    bound = _stop_counting(standing_now, by, UNDONE)
    withdrawn = len(standing_now) - len(bound)
    record_event(
        by=by, action="arrivals.undo_import", area=by.area, count=withdrawn, detail={"mark": mark, "kept": len(bound)}
    )
    return withdrawn


def _take_back_additions(added: Sequence[Arrival], by: Actor) -> None:
    """Put the facts of the record before in place of those that were added."""
    before = Arrival.objects.in_bulk([one.supersedes for one in added if one.supersedes])
    changed = [
        (one, {name: getattr(before[one.supersedes], name) for name in COMPARED}) for one in added if one.supersedes
    ]
    if changed:
        news = supersede(changed, actor=by, why=UNDONE)
        reclassify(news, actor=by, why=UNDONE)
        recount_fevers(news, actor=by)
