"""Keeps each decision on a class, in the return's row and in its history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.arrivals.choices import DecidedBy, State
from shouwang.arrivals.models import Arrival, Classification
from shouwang.arrivals.rules.returns import is_decided, state_after
from shouwang.arrivals.writes.classifying import rule_of
from shouwang.ledger.records import stamp
from shouwang.lib import clocks
from shouwang.policy import tables
from shouwang.policy.reads import Rulebook

CHUNK = 1000
NO_REASONS: Mapping[UUID, str] = MappingProxyType({})
DECIDED = ("arrival_class", "measure", "from_date", "to_date", "rule", "decided_by", "state", "classified_at", "needs_transfer")


def decided(found: tables.Classification | None, at: datetime, author: str = DecidedBy.PACK) -> dict[str, Any]:
    """The columns of a return that say what follows from its class; of one only announced, that it has none."""
    if found is None:
        return {"state": State.ANNOUNCED}
    return {
        "arrival_class": found.class_id, "measure": found.measure, "from_date": found.from_date,
        "to_date": found.ends_on,
        "rule": rule_of(found), "decided_by": author, "state": state_after(found.class_id),
        "classified_at": at if is_decided(found.class_id) else None, "needs_transfer": found.transfer_required,
    }  # fmt: skip


def keep_decisions(
    arrivals: Sequence[Arrival],
    *,
    actor: Actor,
    book: Rulebook,
    at: datetime | None = None,
    reasons: Mapping[UUID, str] = NO_REASONS,
) -> None:
    """Add the decision that now stands in each row to its history; ``at`` where it was not made at registration."""
    rows = [
        _kept(arrival, at or arrival.happened_at, actor, book, reasons.get(arrival.root, ""))
        for arrival in arrivals
        if arrival.arrival_class
    ]
    Classification.objects.bulk_create(rows, batch_size=CHUNK)


def _kept(arrival: Arrival, at: datetime, actor: Actor, book: Rulebook, why: str) -> Classification:
    cutoff, _freeze = book.cutoff_for(arrival.area, clocks.local(at).date())
    return Classification(
        **stamp(
            by=actor, area=arrival.area, unit=arrival.unit, happened_at=at, day=clocks.stat_day(at, cutoff),
            entered_at=clocks.now(), reported_by=arrival.reported_by,
        ),
        arrival=arrival.root, arrival_class=arrival.arrival_class, measure=arrival.measure, from_date=arrival.from_date,
        to_date=arrival.to_date, rule=arrival.rule, decided_by=arrival.decided_by, why=why[:200],
    )  # fmt: skip
