"""Orders what the class asks, for many returns in one step: start, and the team that is on duty at home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.reads.teams import suggested
from shouwang.audit.writes import record_event
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, refused
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine import writes as measures
from shouwang.quarantine.choices import CENTRAL_ISOLATION
from shouwang.quarantine.rules.terms import Step


@dataclass(frozen=True, slots=True)
class MeasureOrder:
    """Start the measure that was proposed for a return; ``with_team`` fills the team's roles by who is on duty there."""

    arrival_id: UUID  # root of the return
    happened_at: datetime | None = None
    with_team: bool = True
    site: str = ""
    objection_to: str = ""


@transaction.atomic
def order_measures(batch: Sequence[MeasureOrder], *, by: Actor) -> list[Verdict]:
    """Start measures. The verdict is that of ``quarantine.writes.start``; its id is the observation.

    Refused per row: no_measure (the class asks none, or nobody decided it yet). Raises Refused not_permitted.
    """
    by.check(Permission.ORDER_OBSERVATION)
    held = quarantine.by_sources([row.arrival_id for row in batch], by=by)
    known = [(row, held[row.arrival_id].observation) for row in batch if row.arrival_id in held]
    steps = [_steps(observation) for _row, observation in known]
    homes = [(one.area, steps[at][0].roles if steps[at] else ()) for at, (_row, one) in enumerate(known)]
    teams = suggested(homes, by.area)
    orders = [_order(row, one, steps[at], teams[at]) for at, (row, one) in enumerate(known)]
    started = dict(zip([row.arrival_id for row, _one in known], measures.start(orders, by=by) if orders else [], strict=True))
    verdicts = [started.get(row.arrival_id) or refused(Refused("no_measure", choices.NO_MEASURE_PROPOSED)) for row in batch]
    record_event(by=by, action="arrivals.order_measures", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _steps(observation: Any) -> list[Step]:
    return [Step.read(kept) for kept in observation.pending.get("steps") or observation.steps]


def _order(row: MeasureOrder, observation: Any, steps: Sequence[Step], team: dict[str, Any]) -> measures.NewOrder:
    measure = steps[0].measure if steps else observation.measure
    return measures.NewOrder(
        observation_id=observation.pk, measure=measure, happened_at=row.happened_at, objection_to=row.objection_to,
        site=row.site if measure == CENTRAL_ISOLATION else "", members=team if row.with_team else {},
    )  # fmt: skip
