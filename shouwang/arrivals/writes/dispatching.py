"""Gives returns to a village or grid, so that somebody in particular looks after each person; and takes that back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.models import Arrival, PlaceGiven
from shouwang.arrivals.reads.known import standing
from shouwang.arrivals.reads.places import last_given
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.writes.moving import move_arrivals
from shouwang.arrivals.writes.undoing import Undone
from shouwang.audit.writes import record_event
from shouwang.ledger import signatures, tallies
from shouwang.ledger.records import stamp
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, refused
from shouwang.places import reads as places
from shouwang.quarantine import reads as quarantine

PLACE_BEFORE = ("place_open", "candidates")


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
    before = {root: (one.area, {name: getattr(one, name) for name in PLACE_BEFORE}) for root, (one, _area) in targets.items()}
    move_arrivals(targets.values(), actor=by)
    _write_down([_given(one, *before[root], by) for root, (one, _area) in targets.items()])
    verdicts = [answer if isinstance(answer, Verdict) else accepted(answer[0].root, area=answer[1]) for answer in answers]
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


def _given(arrival: Arrival, from_area: str, before: dict[str, object], by: Actor, **more: object) -> PlaceGiven:
    now: datetime = clocks.now()
    common = stamp(by=by, area=arrival.area, unit=arrival.unit, happened_at=now, day=arrival.day, entered_at=now, reported_by=arrival.reported_by)
    return PlaceGiven(**common, arrival=arrival.root, from_area=from_area, before=before, **more)


def _write_down(given: Sequence[PlaceGiven]) -> None:
    PlaceGiven.objects.bulk_create(given)
    tallies.post(PlaceGiven, [one.pk for one in given])


@transaction.atomic
def undo_assignments(batch: Sequence[Undone], *, by: Actor) -> list[Verdict]:
    """Take back to whom returns were given: each lies where it lay before, as uncertain as it was; what follows from it, too.

    Refused per row: not_found, reason_missing, nothing_to_undo, changed_since, measure_ordered, out_of_area. Where the day's report is
    signed, the verdict warns (``signed``).
    """
    by.check(Permission.CLASSIFY_ARRIVALS)
    known = standing(row.arrival_id for row in batch)
    given = last_given(known)
    ordered = {root for root, one in quarantine.by_sources(list(known), by=by).items() if one.observation.ordered_at}
    judged = [_judge_undo(row, known.get(row.arrival_id), given, ordered, by) for row in batch]
    back = {one.arrival: (one, row.reason) for one, row in zip(judged, batch, strict=True) if isinstance(one, PlaceGiven)}
    signed = signatures.signed((known[root].area, known[root].day) for root in back)
    warned = {root for root in back if (known[root].area, known[root].day) in signed}
    _put_back([(known[root], one, reason) for root, (one, reason) in back.items()], by)
    one = batch[0] if len(batch) == len(back) == 1 else None
    record_event(
        by=by, action="arrivals.undo_assignments", area=by.area, count=len(back), subject=one.arrival_id if one else "",
        reason="; ".join(dict.fromkeys(row.reason for row in batch))[:200],
    )  # fmt: skip
    return [one if isinstance(one, Verdict) else _undone(known[one.arrival], one.arrival in warned) for one in judged]


def _undone(arrival: Arrival, warned: bool) -> Verdict:
    return accepted(arrival.root, (Warned("signed", str(choices.SIGNED_ALREADY)),) if warned else (), area=arrival.area)


def _judge_undo(
    row: Undone, arrival: Arrival | None, given: Mapping[UUID, PlaceGiven], ordered: set[UUID], by: Actor
) -> PlaceGiven | Verdict:
    try:
        if arrival is None:
            raise Refused("not_found", choices.NOT_FOUND)
        rules.check_reason(row.reason)
        one = given.get(arrival.root)
        rules.check_give_back(given=one is not None, moved=one is not None and one.area != arrival.area, ordered=arrival.root in ordered)
        assert one is not None
        by.check(Permission.CLASSIFY_ARRIVALS, one.from_area)
    except Refused as refusal:
        return refused(refusal)
    return one


def _put_back(back: Sequence[tuple[Arrival, PlaceGiven, str]], by: Actor) -> None:
    left = {arrival.root: arrival.area for arrival, _one, _reason in back}
    tallies.withdraw(PlaceGiven, [one.pk for _arrival, one, _reason in back])
    move_arrivals([(arrival, one.from_area) for arrival, one, _reason in back], actor=by)
    for arrival, one, _reason in back:
        arrival.place_open, arrival.candidates = one.before["place_open"], one.before["candidates"]
    Arrival.objects.bulk_update([arrival for arrival, _one, _reason in back], PLACE_BEFORE)
    _write_down([_given(arrival, left[arrival.root], {}, by, supersedes=one.pk, why=reason[:200]) for arrival, one, reason in back])
