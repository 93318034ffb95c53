"""Gives returns to a village or grid, so that somebody in particular looks after each person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.reads.known import standing
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.writes.moving import move_arrivals
from shouwang.audit.writes import record_event
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.places import reads as places


@dataclass(frozen=True, slots=True)
class Assignment:
    """Give a return to a village or grid; confirms its place where that was uncertain. ``area`` is a path or a code."""

    arrival_id: UUID
    area: str


@transaction.atomic
def assign_arrivals(batch: Sequence[Assignment], *, by: Actor) -> list[Verdict]:
    """Assign returns to villages or grids. The person, the class and what was proposed follow.

    Refused per row: not_found, not_a_village, out_of_area. Raises Refused not_permitted.
    """
    by.check(Permission.CLASSIFY_ARRIVALS)
    known = standing(row.arrival_id for row in batch)
    paths = places.paths_of({row.area for row in batch})
    answers = [_judge(row, known.get(row.arrival_id), paths, by) for row in batch]
    targets = {answer[0].root: answer for answer in answers if not isinstance(answer, Verdict)}
    move_arrivals(targets.values(), actor=by)
    verdicts = [
        answer if isinstance(answer, Verdict) else accepted(answer[0].root, area=answer[1]) for answer in answers
    ]
    record_event(by=by, action="arrivals.assign_arrivals", area=by.area, count=len(targets))
    return verdicts


def _judge(
    row: Assignment, arrival: Arrival | None, paths: Mapping[str, str], by: Actor
) -> Verdict | tuple[Arrival, str]:
    try:
        if arrival is None:
            raise Refused("not_found", choices.NOT_FOUND)
        area = paths.get(row.area, "")
        rules.check_place(area)
        by.check(Permission.CLASSIFY_ARRIVALS, area)
    except Refused as refusal:
        return refused(refusal)
    return arrival, area
