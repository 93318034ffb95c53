"""Temperature sheets as offices keep them: every reading, and the observation itself where only the sheet knows of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger import tallies
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, WITH_WARNINGS, Verdict, Warned, accepted
from shouwang.places import reads as places
from shouwang.quarantine import choices
from shouwang.quarantine.choices import HOME_OBSERVATION, EventKind, State
from shouwang.quarantine.models import Event, Observation, Reading
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules.measures import needs_order
from shouwang.quarantine.writes.courses import courses
from shouwang.quarantine.writes.orders import start
from shouwang.quarantine.writes.readings import record_readings, withdraw_readings
from shouwang.quarantine.writes.releases import release
from shouwang.quarantine.writes.rows import NewOrder, NewRelease, SheetReading
from shouwang.quarantine.writes.work import Work, log

BASIS = "temperature_sheet"
BY_THE_SHEET = (EventKind.STARTED, EventKind.RELEASED, EventKind.ENDED_EARLY)
NOON = time(12)


@transaction.atomic
def record_sheet(batch: Sequence[SheetReading], *, by: Actor, mark: str = "", area: str = "") -> list[Verdict]:
    """Record the readings of sheets. Who is not under observation here but has a start date in the sheet is taken over from it.

    ``mark`` names the import, so that ``undo_sheet`` finds what it brought; ``area`` is where people without a place belong.
    """
    by.check(Permission.RECORD_READINGS)
    taken = _take_over(batch, by, mark, area or by.area)
    numbered = [_about(row, taken.get(_key(row))) for row in batch]
    verdicts = record_readings(numbered, by=by)
    _let_go(batch, taken, by)
    return [_warned(verdict, _key(row) in taken) for row, verdict in zip(batch, verdicts, strict=True)]


def judge_sheet(batch: Sequence[SheetReading], *, by: Actor, area: str = "") -> list[Verdict]:
    """What ``record_sheet`` would answer; nothing stays."""
    with transaction.atomic():
        verdicts = record_sheet(batch, by=by, area=area)
        transaction.set_rollback(True)
    return verdicts


def _key(row: SheetReading) -> str:
    return row.id_number or row.full_name


def _about(row: SheetReading, observation: UUID | None) -> SheetReading:
    return row if observation is None else replace(row, observation_id=observation)


def _take_over(batch: Sequence[SheetReading], by: Actor, mark: str, area: str) -> dict[str, UUID]:
    """Start the observations that only the sheet knows to have begun; by number or name."""
    subjects = Subjects(batch, by, open_only=False, by_name=True)
    begun = {_key(row): (row, _waiting(subjects, row)) for row in batch if row.from_date and _is_news(subjects, row)}
    if not begun or not by.can(Permission.ORDER_OBSERVATION):
        return {}
    before = {one.pk: _kept(one) for _row, one in begun.values() if one}
    villages = _villages([row for row, _one in begun.values()], area)
    verdicts = start([_order(row, one, villages.get(key, area)) for key, (row, one) in begun.items()], by=by)
    found = {key: verdict.id for key, verdict in zip(begun, verdicts, strict=True) if verdict.taken and verdict.id}
    for one in Observation.objects.filter(pk__in=found.values()):
        rule = {**one.rule, "sheet": mark} | ({"before_sheet": before[one.pk]} if one.pk in before else {})
        Observation.objects.filter(pk=one.pk).update(rule=rule)
    return found


def _is_news(subjects: Subjects, row: SheetReading) -> bool:
    """Whether nobody here knows that this observation began: the person is new, or the measure is still waiting for an order."""
    try:
        found = subjects.observation_of(row)
    except Refused as refusal:
        return refusal.code in ("no_person", "no_observation")
    return needs_order(found.state)


def _waiting(subjects: Subjects, row: SheetReading) -> Observation | None:
    """The measure that waits for its order."""
    try:
        found = subjects.observation_of(row)
    except Refused:
        return None
    return found if needs_order(found.state) else None


def _kept(waiting: Observation) -> dict[str, Any]:
    """What an undo gives back to a measure that waited for its order."""
    last = waiting.last_exposure_on
    return {
        "state": waiting.state, "steps": waiting.steps, "measure": waiting.measure, "due_on": str(waiting.due_on or ""),
        "last_exposure_on": str(last or ""),
    }  # fmt: skip


def _villages(rows: list[SheetReading], area: str) -> dict[str, str]:
    """Where each person lives, by the words of the sheet; left out where they are not certain."""
    matches = places.match_areas([row.place or row.address for row in rows], area)
    return {_key(row): match.path for row, match in zip(rows, matches, strict=True) if match.path and not match.code}


def _order(row: SheetReading, waiting: Observation | None, area: str) -> NewOrder:
    """The order that the sheet stands for: of what the class asked, else of home observation."""
    begun = clocks.at(row.from_date, time.min) if row.from_date else None
    if waiting is not None:
        return NewOrder(observation_id=waiting.pk, last_exposure_on=row.last_exposure_on, happened_at=begun)
    return NewOrder(
        id_number=row.id_number, full_name=row.full_name, phone=row.phone, address=row.address, area=area, measure=HOME_OBSERVATION,
        basis=BASIS, last_exposure_on=row.last_exposure_on, happened_at=begun,
    )


def _let_go(batch: Sequence[SheetReading], taken: dict[str, UUID], by: Actor) -> None:
    """Of observations that only the sheet knows of, the sheet also says when they ended."""
    ended = {taken[_key(row)]: row.released_on for row in batch if _key(row) in taken and row.released_on}
    rows = [
        NewRelease(observation_id=key, happened_at=clocks.at(on, NOON), reason=str(choices.FROM_SHEET))
        for key, on in ended.items() if on and clocks.at(on, NOON) <= clocks.now()
    ]  # fmt: skip
    if rows and by.can(Permission.RELEASE):
        gone = [verdict.id for verdict in release(rows, by=by) if verdict.taken]
        for one in Observation.objects.filter(pk__in=gone):
            Observation.objects.filter(pk=one.pk).update(rule={**one.rule, "sheet_ended": True})


def _warned(verdict: Verdict, from_sheet: bool) -> Verdict:
    if not from_sheet or verdict.outcome not in (ACCEPTED, WITH_WARNINGS):
        return verdict
    warnings = (*verdict.warnings, Warned("observation_from_sheet", str(choices.FROM_SHEET)))
    return replace(verdict, outcome=WITH_WARNINGS, warnings=warnings)


@transaction.atomic
def undo_sheet(reading_ids: Sequence[UUID], *, by: Actor, mark: str = "") -> list[Verdict]:
    """Take back the readings of an import, and the observations that it brought and nobody has touched since."""
    verdicts = withdraw_readings(reading_ids, reason=str(choices.EventKind.WITHDRAWN.label), by=by)
    brought = [one for one in Observation.objects.filter(rule__sheet=mark).select_for_update() if _is_untouched(one)] if mark else []
    if brought:
        _erase(brought, by)
    return verdicts


def _is_untouched(brought: Observation) -> bool:
    """Whether nobody decided or measured anything since the sheet."""
    ended = brought.rule.get("sheet_ended", False)
    decided = Event.objects.filter(observation=brought, live=True).exclude(kind__in=BY_THE_SHEET)
    measured = Reading.objects.filter(observation=brought, live=True)
    return (brought.ended_at is None or ended) and not decided.exists() and not measured.exists()


def _erase(brought: list[Observation], by: Actor) -> None:
    work = Work(by)
    tallies.withdraw(Event, list(Event.objects.filter(observation__in=brought, live=True).values_list("pk", flat=True)))
    for course in courses(work, brought).values():
        course.erase()
        if "before_sheet" in course.observation.rule:
            _give_back(work, course.observation)
        else:
            at: datetime = max(work.now, course.observation.started_at or work.now)
            work.change(course.observation, state=State.WITHDRAWN, ended_at=at, end_kind=State.WITHDRAWN)
    work.flush()
    taken: list[Any] = [accepted(one.pk) for one in brought]
    log(work, "undo_sheet", taken)


def _give_back(work: Work, observation: Observation) -> None:
    """The measure waits for its order again, as before the sheet."""
    kept = observation.rule["before_sheet"]
    rule = {name: value for name, value in observation.rule.items() if name not in ("sheet", "before_sheet", "sheet_ended")}
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("due_on", "last_exposure_on")}
    work.change(
        observation, state=kept["state"], steps=kept["steps"], measure=kept["measure"], rule=rule, started_at=None, ordered_at=None,
        ended_at=None, end_kind="", **days,
    )  # fmt: skip
