"""Two registrations of one return contradict each other: a person decides which is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.choices import Decision, State
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.reads.known import contradicting, standing
from shouwang.arrivals.reads.rulings import Rules
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.writes.correcting import reclassify, recount_fevers, supersede
from shouwang.arrivals.writes.histories import DECIDED, decided, keep_decisions
from shouwang.arrivals.writes.measures import Followed, propose_measures, record_fevers
from shouwang.audit.writes import record_event
from shouwang.ledger import tallies
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.policy.reads import rulebook

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a person decided about a contradicting registration, and why."""

    arrival_id: UUID  # of the contradicting registration
    decision: str
    reason: str


@transaction.atomic
def settle_conflicts(batch: Sequence[Settlement], *, by: Actor) -> list[Verdict]:
    """Decide contradictions: the new facts are right, it is another return, or the first registration is right.

    Refused per row: not_found, not_open, reason_missing, same_day. Raises Refused not_permitted.
    """
    by.check(Permission.CLASSIFY_ARRIVALS)
    told = contradicting(row.arrival_id for row in batch)
    known = standing(one.conflict_with for one in told.values() if one.conflict_with)
    verdicts = [_judge(row, told.get(row.arrival_id), known) for row in batch]
    taken = [row for row, verdict in zip(batch, verdicts, strict=True) if verdict.taken]
    for row in taken:
        if row.decision == Decision.REPLACE:
            _replace(known[_against(told[row.arrival_id])], told[row.arrival_id], row.reason, by)
    _count([told[row.arrival_id] for row in taken if row.decision == Decision.ANOTHER_RETURN], by)
    done = [row.arrival_id for row in taken if row.decision != Decision.ANOTHER_RETURN]
    Arrival.objects.filter(pk__in=done).update(state=State.DISMISSED)
    one = batch[0] if len(batch) == 1 else None
    record_event(
        by=by, action="arrivals.settle_conflicts", area=by.area, count=len(taken),
        subject=one.arrival_id if one else "",
        reason=one.reason if one else "",
    )  # fmt: skip
    return verdicts


def _against(told: Arrival) -> UUID:
    assert told.conflict_with is not None
    return told.conflict_with


def _judge(row: Settlement, told: Arrival | None, known: dict[UUID, Arrival]) -> Verdict:
    try:
        if told is None:
            raise Refused("not_found", choices.NOT_FOUND)
        rules.check_open_conflict(told.state)
        rules.check_reason(row.reason)
        first = known.get(_against(told))
        rules.check_settlement(Decision(row.decision), told, first)
    except Refused as refusal:
        return refused(refusal)
    return accepted(told.root if row.decision == Decision.ANOTHER_RETURN else told.conflict_with, decision=row.decision)


def _replace(first: Arrival, told: Arrival, reason: str, by: Actor) -> None:
    """The first registration takes over what the contradicting one says."""
    facts = rules.facts_said(told) | {"origin": told.origin, "origin_code": told.origin_code}
    news = supersede([(first, facts)], actor=by, why=reason)
    reclassify(news, actor=by, why=reason)
    recount_fevers(news, actor=by)


def _count(told: Sequence[Arrival], by: Actor) -> None:
    """The contradicting registration is another return: it counts from now on, on the day it was registered."""
    if not told:
        return
    found = Rules(rulebook(), told)
    followed = [Followed(one, found.classify(one), found.pack(one)) for one in told]
    for one in followed:
        columns = decided(one.classification, one.arrival.happened_at) | {"live": True}
        for name, value in columns.items():
            setattr(one.arrival, name, value)
    Arrival.objects.bulk_update(told, [*DECIDED, "live"], batch_size=CHUNK)
    tallies.post(Arrival, [one.pk for one in told])
    keep_decisions(told, actor=by, book=found.book)
    propose_measures(followed, actor=by)
    record_fevers(followed, actor=by)
