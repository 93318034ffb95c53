"""What a person decides about a return: its class, and what became of the returnee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.choices import DecidedBy, State
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.reads.known import standing
from shouwang.arrivals.reads.rulings import Rules
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.writes.histories import DECIDED, decided, keep_decisions
from shouwang.arrivals.writes.measures import Followed, propose_measures
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.policy.reads import rulebook

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class ClassDecision:
    """An officer puts a returnee into a class of the policy in force, and says why."""

    arrival_id: UUID
    class_id: str
    reason: str
    happened_at: datetime | None = None


@transaction.atomic
def decide_classes(batch: Sequence[ClassDecision], *, by: Actor) -> list[Verdict]:
    """Decide classes by hand. Measure and dates follow from the policy; the decision before stays in the history.

    Refused per row: not_found, reason_missing, unknown_class, same_class. Raises Refused not_permitted, mass_change.
    """
    by.check(Permission.CLASSIFY_ARRIVALS)
    known = standing(row.arrival_id for row in batch)
    rules.check_mass_change(sum(rules.is_decided(arrival.arrival_class) for arrival in known.values()))
    found = Rules(rulebook(), list(known.values()))
    judged = [_judge(row, known.get(row.arrival_id), found) for row in batch]
    _carry_out([(row, one) for row, one in zip(batch, judged, strict=True) if isinstance(one, Followed)], found, by)
    verdicts = [
        refused(one) if isinstance(one, Refused) else accepted(one.arrival.root, **facts_of(one.arrival))
        for one in judged
    ]
    taken = [verdict for verdict in verdicts if verdict.taken]
    subject, reason = (taken[0].id, batch[0].reason) if len(batch) == len(taken) == 1 else ("", "")
    record_event(
        by=by, action="arrivals.decide_classes", area=by.area, count=len(taken), subject=subject, reason=reason
    )
    return verdicts


def facts_of(arrival: Arrival) -> dict[str, Any]:
    """What a verdict says of a decided class."""
    return {name: getattr(arrival, name) for name in ("arrival_class", "measure", "from_date", "to_date", "state")}


def _judge(row: ClassDecision, arrival: Arrival | None, found: Rules) -> Followed | Refused:
    try:
        if arrival is None:
            raise Refused("not_found", choices.NOT_FOUND)
        rules.check_reason(row.reason)
        if row.class_id == arrival.arrival_class:
            raise Refused("same_class", choices.SAME_CLASS)
        return Followed(arrival, found.classify_as(row.class_id, arrival), found.pack(arrival))
    except Refused as refusal:
        return refusal


def _carry_out(decisions: Sequence[tuple[ClassDecision, Followed]], found: Rules, by: Actor) -> None:
    for at, together in _by_moment(decisions).items():
        for _, one in together:
            for name, value in decided(one.classification, one.arrival.classified_at or at, DecidedBy.OFFICER).items():
                setattr(one.arrival, name, value)
        Arrival.objects.bulk_update([one.arrival for _, one in together], DECIDED, batch_size=CHUNK)
        reasons = {one.arrival.root: row.reason for row, one in together}
        keep_decisions([one.arrival for _, one in together], actor=by, book=found.book, at=at, reasons=reasons)
        propose_measures([one for _, one in together], actor=by, at=at)


def _by_moment(
    decisions: Sequence[tuple[ClassDecision, Followed]],
) -> dict[datetime, list[tuple[ClassDecision, Followed]]]:
    now = clocks.now()
    moments: dict[datetime, list[tuple[ClassDecision, Followed]]] = {}
    for row, one in decisions:
        moments.setdefault(row.happened_at or now, []).append((row, one))
    return moments


@dataclass(frozen=True, slots=True)
class StateChange:
    """A returnee left again, was handed over to another place, or cannot be found; or that was a mistake."""

    arrival_id: UUID
    state: str
    reason: str


@transaction.atomic
def change_states(batch: Sequence[StateChange], *, by: Actor) -> list[Verdict]:
    """Write down what became of returnees. Refused per row: not_found, reason_missing, wrong_state."""
    by.check(Permission.CLASSIFY_ARRIVALS)
    known = standing(row.arrival_id for row in batch)
    verdicts = [_change_state(row, known.get(row.arrival_id)) for row in batch]
    Arrival.objects.bulk_update(known.values(), ["state"], batch_size=CHUNK)
    taken = sum(verdict.taken for verdict in verdicts)
    one = batch[0] if len(batch) == 1 else None
    record_event(
        by=by, action="arrivals.change_states", area=by.area, count=taken, subject=one.arrival_id if one else "",
        reason=one.reason if one else "",
    )  # fmt: skip
    return verdicts


def _change_state(row: StateChange, arrival: Arrival | None) -> Verdict:
    try:
        if arrival is None:
            raise Refused("not_found", choices.NOT_FOUND)
        rules.check_reason(row.reason)
        rules.check_next_state(arrival.state, row.state)
    except Refused as refusal:
        return refused(refusal)
    arrival.state = rules.state_after(arrival.arrival_class) if row.state == State.CLASSIFIED else row.state
    return accepted(arrival.root, state=arrival.state)
