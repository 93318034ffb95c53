"""Temperature sheets as offices keep them: every reading, and the observation itself where only the sheet knows of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, WITH_WARNINGS, Verdict, Warned, accepted
from shouwang.places import reads as places
from shouwang.quarantine import choices
from shouwang.quarantine.choices import HOME_OBSERVATION, State
from shouwang.quarantine.models import Observation
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.writes.courses import courses
from shouwang.quarantine.writes.orders import start
from shouwang.quarantine.writes.readings import record_readings, withdraw_readings
from shouwang.quarantine.writes.releases import release
from shouwang.quarantine.writes.rows import NewOrder, NewRelease, SheetReading
from shouwang.quarantine.writes.work import Work, lock, log

BASIS = "temperature_sheet"
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
    """Start the observations that only the sheet knows of; by number or name."""
    subjects = Subjects(batch, by, open_only=False, by_name=True)
    unknown = {_key(row): row for row in batch if row.from_date and _is_unknown(subjects, row)}
    if not unknown or not by.can(Permission.ORDER_OBSERVATION):
        return {}
    villages = _villages(list(unknown.values()), area)
    verdicts = start([_order(row, villages.get(key, area)) for key, row in unknown.items()], by=by)
    found = {key: verdict.id for key, verdict in zip(unknown, verdicts, strict=True) if verdict.taken and verdict.id}
    for one in Observation.objects.filter(pk__in=found.values()):
        Observation.objects.filter(pk=one.pk).update(rule={**one.rule, "sheet": mark})
    return found


def _is_unknown(subjects: Subjects, row: SheetReading) -> bool:
    try:
        subjects.observation_of(row)
    except Refused as refusal:
        return refusal.code in ("no_person", "no_observation")
    return False


def _villages(rows: list[SheetReading], area: str) -> dict[str, str]:
    """Where each person lives, by the words of the sheet; left out where they are not certain."""
    matches = places.match_areas([row.place or row.address for row in rows], area)
    return {_key(row): match.path for row, match in zip(rows, matches, strict=True) if match.path and not match.code}


def _order(row: SheetReading, area: str) -> NewOrder:
    begun = clocks.at(row.from_date, time.min) if row.from_date else None
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
        release(rows, by=by)


def _warned(verdict: Verdict, from_sheet: bool) -> Verdict:
    if not from_sheet or verdict.outcome not in (ACCEPTED, WITH_WARNINGS):
        return verdict
    warnings = (*verdict.warnings, Warned("observation_from_sheet", str(choices.FROM_SHEET)))
    return replace(verdict, outcome=WITH_WARNINGS, warnings=warnings)


@transaction.atomic
def undo_sheet(reading_ids: Sequence[UUID], *, by: Actor, mark: str = "") -> list[Verdict]:
    """Take back the readings of an import, and the observations that it brought and nobody has touched since."""
    verdicts = withdraw_readings(reading_ids, reason=str(choices.EventKind.WITHDRAWN.label), by=by)
    brought = list(Observation.objects.filter(rule__sheet=mark, basis=BASIS, ended_at__isnull=True)) if mark else []
    if brought:
        _erase(brought, by)
    return verdicts


def _erase(brought: list[Observation], by: Actor) -> None:
    work = Work(by)
    lock(one.pk for one in brought)
    for course in courses(work, brought).values():
        course.erase()
        at: datetime = max(work.now, course.observation.started_at or work.now)
        work.change(course.observation, state=State.WITHDRAWN, ended_at=at, end_kind=State.WITHDRAWN)
    work.flush()
    taken: list[Any] = [accepted(one.pk) for one in brought]
    log(work, "undo_sheet", taken)
