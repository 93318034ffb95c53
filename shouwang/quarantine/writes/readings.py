"""Checks as they were made: one row each, in any order, late, more than once (laws 2, 7, 8)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger import tallies
from shouwang.ledger.records import known_ids
from shouwang.lib import clocks, numbers
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import CORRECTED, WITH_WARNINGS, Verdict, Warned, accepted, duplicate, refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import AlertKind, Counting, LateReason, Pattern, ReadingKind
from shouwang.quarantine.models import Alert, Observation, Reading, ReadingFlag, Watch
from shouwang.quarantine.reads.hosts import hosting
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules import readings as rules
from shouwang.quarantine.rules.measures import check_reason
from shouwang.quarantine.rules.slots import Check, check_at, check_of, is_due, is_late, middle
from shouwang.quarantine.rules.terms import Terms
from shouwang.quarantine.writes.alerts import AlertBook
from shouwang.quarantine.writes.fevers import add_fever, forget_fevers
from shouwang.quarantine.writes.flags import mark_rounds
from shouwang.quarantine.writes.rows import NewReading
from shouwang.quarantine.writes.work import Work, lock, log

POSSIBLE_BREACH, FEVER, CONFLICT, IMPLAUSIBLE_PATTERN = "POSSIBLE_BREACH", "FEVER", "CONFLICT", "implausible_pattern"
ONE_DAY = timedelta(days=1)
SlotKey = tuple[UUID, date, str]


@dataclass
class _Context:
    """What the readings of a batch have to know, read once."""

    work: Work
    subjects: Subjects
    alerts: AlertBook
    ids: set[UUID]
    confirmed: Collection[UUID]
    watches: dict[UUID, list[Watch]] = field(default_factory=dict)
    terms: dict[UUID, Terms] = field(default_factory=dict)
    recorded: dict[SlotKey, list[Reading]] = field(default_factory=dict)
    superseded: dict[UUID, Reading] = field(default_factory=dict)
    alerted: set[UUID | None] = field(default_factory=set)  # self-reported checks that have alerted already
    new: list[Reading] = field(default_factory=list)
    from_file: set[UUID] = field(default_factory=set)


@transaction.atomic
def record_readings(batch: Sequence[NewReading], *, by: Actor) -> list[Verdict]:
    """Record checks. A fever or a symptom alerts; what cannot be true is kept and marked (``implausible_pattern``).

    A row with ``supersedes`` corrects an earlier one and needs ``why``. The verdict's facts name day, slot, whether it was
    late, and ``patterns``. A second reading of a slot is a new measurement; the slot is done once.
    A ``self_reported`` row counts as the pack says (``checks.self_reported``); its fever alerts at once all the same.
    """
    by.check(Permission.RECORD_READINGS)
    work = Work(by)
    with hosting(by):
        verdicts = take_readings(work, batch)
    log(work, "record_readings", verdicts)
    return verdicts


def take_readings(work: Work, batch: Sequence[NewReading], *, confirmed: Collection[UUID] = ()) -> list[Verdict]:
    """The same inside another use case. ``confirmed``: rows in which the team repeats what the person reported."""
    context = _context(work, batch, confirmed)
    verdicts = [_guarded(context, row) for row in batch]
    _withdraw(context)
    work.flush()
    marked = mark_rounds(context.new, context.from_file, work.limits)
    return [_with_patterns(verdict, marked.get(verdict.id)) for verdict in verdicts]


def _context(work: Work, batch: Sequence[NewReading], confirmed: Collection[UUID]) -> _Context:
    subjects = Subjects(batch, work.actor, open_only=False, by_name=True)
    found = subjects.observations
    keys = [one.pk for one in found]
    lock(keys)
    context = _Context(work, subjects, AlertBook(work, found), known_ids(Reading, [row.id for row in batch]), confirmed)
    for watch in Watch.objects.filter(observation__in=keys).order_by("from_at"):
        context.watches.setdefault(watch.observation_id, []).append(watch)
    context.terms = {one.pk: Terms.read(one.terms) for one in found}
    _read_recorded(context, batch, keys)
    return context


def _read_recorded(context: _Context, batch: Sequence[NewReading], keys: list[UUID]) -> None:
    days = {row.slot_date or clocks.local(row.happened_at or context.work.now).date() for row in batch}
    corrected = [row.supersedes for row in batch if row.supersedes]
    if not days:
        return
    near = Q(observation__in=keys, slot_date__gte=min(days) - ONE_DAY, slot_date__lte=max(days) + ONE_DAY, live=True)
    context.alerted = set(Alert.objects.filter(reading_id__in=corrected).values_list("reading_id", flat=True)) if context.confirmed else set()
    for reading in Reading.objects.filter(near | Q(pk__in=corrected)):
        context.recorded.setdefault((reading.observation_id, reading.slot_date, reading.slot), []).append(reading)
        if reading.pk in corrected:
            context.superseded[reading.pk] = reading


def _guarded(context: _Context, row: NewReading) -> Verdict:
    try:
        return _record(context, row)
    except Refused as refusal:
        return refused(refusal)


def _record(context: _Context, row: NewReading) -> Verdict:
    if row.id in context.ids:
        return duplicate(row.id, reason=str(choices.SAME_READING))
    observation = context.subjects.covering(row, _provisional(row, context.work.now))
    terms = context.terms[observation.pk]
    check = _check(context, observation, row)
    at = row.happened_at or min(middle(check), context.work.now)
    found = _found(row, terms)
    known = context.recorded.get((observation.pk, *check.key), [])
    corrects = _corrected(context, row, observation)
    same = None if corrects else _same(known, row, found, at)
    if same is not None:
        return duplicate(same.pk, reason=str(choices.SAME_READING))
    reading = _add(context, observation, row, check, at, found)
    warnings = _warnings(context, observation, reading, check, known if not corrects else [])
    context.recorded.setdefault((observation.pk, *check.key), []).append(reading)
    return _answer(reading, check, warnings, corrects)


def _provisional(row: NewReading, now: datetime) -> datetime:
    """A moment at which the observation must have been in force: when it happened, else the noon of its day."""
    if row.happened_at is not None:
        return row.happened_at
    return clocks.at(row.slot_date, time(12)) if row.slot_date else now


def _plan(context: _Context, observation: Observation, at: datetime) -> str:
    watches = context.watches.get(observation.pk, [])
    covering = [one.plan for one in watches if one.from_at <= at and (one.to_at is None or at <= one.to_at)]
    return (covering or [one.plan for one in watches] or [context.terms[observation.pk].plan])[-1]


def _check(context: _Context, observation: Observation, row: NewReading) -> Check:
    """The check that a row is for: as it says, else the one of its time."""
    at = _provisional(row, context.work.now)
    plan = _plan(context, observation, at)
    if row.slot:
        return check_of(plan, row.slot_date or clocks.local(at).date(), row.slot)
    check = check_at(plan, at) if row.happened_at or row.slot_date is None else None
    if check is None:
        raise Refused("slot_missing", choices.SLOT_MISSING)
    return check


def _found(row: NewReading, terms: Terms) -> numbers.Reading:
    """What the check found. Raises Refused value_missing, or TEMP_IMPLAUSIBLE for what is no body temperature."""
    if row.kind in (numbers.NORMAL, numbers.NOT_MEASURED, numbers.AWAY):
        return numbers.Reading(None, row.kind)
    if row.written in (None, "") and not row.symptoms:
        raise Refused("value_missing", choices.VALUE_MISSING)
    if row.written in (None, ""):
        return numbers.Reading(None, numbers.NORMAL)
    return numbers.read_temperature(row.written, terms.low, terms.high)


def _corrected(context: _Context, row: NewReading, observation: Observation) -> Reading | None:
    if row.supersedes is None:
        return None
    old = context.superseded.get(row.supersedes)
    if old is None or old.observation_id != observation.pk or not old.live:
        raise Refused("superseded_unknown", choices.SUPERSEDED_UNKNOWN)
    check_reason(row.why)
    return old


def _same(known: Sequence[Reading], row: NewReading, found: numbers.Reading, at: datetime) -> Reading | None:
    """The recorded reading with the same content; without a time of its own, the same value in the slot is the same reading."""
    for one in known:
        equal = (one.kind, one.temperature_c, one.self_reported) == (found.kind, found.value, row.self_reported)
        if equal and (one.happened_at == at or row.happened_at is None or not one.exact_time):
            return one
    return None


def _add(context: _Context, observation: Observation, row: NewReading, check: Check, at: datetime, found: numbers.Reading) -> Reading:
    work = context.work
    reading = Reading(
        id=row.id, **work.record_about(observation, at), observation=observation, person_id=observation.person_id,
        slot_date=check.day, slot=check.slot, kind=found.kind, temperature_c=found.value, symptoms=list(row.symptoms)[:10],
        observer=_observer(context, row), self_reported=row.self_reported, counting=_counting(context, observation, row), exact_time=row.happened_at is not None,
        late_reason=row.late_reason if row.late_reason in LateReason.values else "", note=row.note[:200], device=row.device[:60],
        supersedes=row.supersedes, why=row.why[:200],
    )  # fmt: skip
    context.new.append(work.add(reading))
    context.ids.add(row.id)
    if row.from_file:
        context.from_file.add(row.id)
    return reading


def _observer(context: _Context, row: NewReading) -> str:
    """Who looked; nobody of the team where the person reported it."""
    reported = row.self_reported and row.id not in context.confirmed
    return (row.observer or ("" if reported else context.work.actor.name))[:60]


def _counting(context: _Context, observation: Observation, row: NewReading) -> Counting:
    reported = row.self_reported and row.id not in context.confirmed
    return rules.worth(context.terms[observation.pk].self_reported) if reported else Counting.COUNTS


def _warnings(context: _Context, observation: Observation, reading: Reading, check: Check, known: Sequence[Reading]) -> list[Warned]:
    found = _health_warnings(context, observation, reading)
    if any(one.happened_at == reading.happened_at or not (one.exact_time and reading.exact_time) for one in known if one.counting == Counting.COUNTS):
        found.append(Warned(CONFLICT, str(choices.CONFLICTING_READING)))
    watches = context.watches.get(observation.pk, [])
    if watches and not any(is_due(check, one.from_at, one.to_at, one.plan) for one in watches):
        found.append(Warned("slot_not_due", str(choices.SLOT_NOT_DUE)))
    if reading.exact_time and is_late(check, reading.happened_at) and not (reading.late_reason or reading.self_reported):
        found.append(Warned("late_reason_missing", str(choices.LATE_REASON_MISSING)))
    return found + _time_warnings(context, observation, reading, check)


def _health_warnings(context: _Context, observation: Observation, reading: Reading) -> list[Warned]:
    """A fever, a symptom, nobody home: the team and the township are alerted while the observation lasts."""
    found: list[Warned] = []
    at, value = reading.happened_at, reading.temperature_c
    if rules.is_fever(value, context.terms[observation.pk].fever_c) and value is not None:
        if reading.counting == Counting.COUNTS:
            add_fever(context.work, observation, value, at, "reading", reading.pk)
        found.append(Warned(FEVER, str(choices.FEVER_WARNING) % {"value": value}))
        _alert(context, observation, AlertKind.FEVER, reading)
    if reading.symptoms:
        found.append(Warned("SYMPTOM", str(choices.SYMPTOM_WARNING)))
        _alert(context, observation, AlertKind.SYMPTOM, reading)
    if reading.kind == ReadingKind.AWAY:
        found.append(Warned(POSSIBLE_BREACH, str(choices.AWAY_WARNING)))
        _alert(context, observation, AlertKind.AWAY, reading)
    return found


def _alert(context: _Context, observation: Observation, kind: AlertKind, reading: Reading) -> None:
    told_before = reading.pk in context.confirmed and reading.supersedes in context.alerted
    if observation.ended_at is None and not told_before:
        context.alerts.raise_for(
            observation, kind, reading.happened_at, temperature_c=reading.temperature_c, symptoms=reading.symptoms, reading_id=reading.pk
        )


def _time_warnings(context: _Context, observation: Observation, reading: Reading, check: Check) -> list[Warned]:
    at = reading.happened_at
    if rules.is_ahead(check, at, context.work.now):
        return [_flag(context.work, observation, reading, Pattern.AHEAD)]
    if reading.exact_time and not reading.self_reported and rules.is_written_before(check, at):
        return [_flag(context.work, observation, reading, Pattern.BEFORE_VISIT)]
    return []


def _flag(work: Work, observation: Observation, reading: Reading, pattern: Pattern) -> Warned:
    work.add(ReadingFlag(**work.order_about(observation), reading=reading, observation=observation, pattern=pattern))
    return Warned(IMPLAUSIBLE_PATTERN, str(choices.PATTERN_SENTENCES[pattern]))


def _answer(reading: Reading, check: Check, warnings: list[Warned], corrects: Reading | None) -> Verdict:
    facts: dict[str, Any] = {
        "slot_date": check.day, "slot": check.slot, "late": is_late(check, reading.happened_at), "kind": str(reading.kind),
        "temperature_c": reading.temperature_c, "observation": reading.observation_id, "counting": str(reading.counting),
    }  # fmt: skip
    verdict = accepted(reading.pk, tuple(warnings), **facts)
    return verdict if corrects is None else replace(verdict, outcome=CORRECTED, of=corrects.pk)


def _withdraw(context: _Context) -> None:
    """What was corrected stops counting, its fever too."""
    gone = [reading.supersedes for reading in context.new if reading.supersedes]
    if gone:
        tallies.withdraw(Reading, gone)
        forget_fevers(gone)


def _with_patterns(verdict: Verdict, patterns: Sequence[Pattern] | None) -> Verdict:
    if not patterns:
        return verdict
    warnings = (*verdict.warnings, *(Warned(IMPLAUSIBLE_PATTERN, str(choices.PATTERN_SENTENCES[one])) for one in patterns))
    outcome = verdict.outcome if verdict.outcome == CORRECTED else WITH_WARNINGS
    return replace(verdict, outcome=outcome, warnings=warnings, facts={**verdict.facts, "patterns": [str(one) for one in patterns]})


@transaction.atomic
def withdraw_readings(reading_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Take readings back, for example when a whole import is undone; they stay on record and stop counting."""
    by.check(Permission.RECORD_READINGS)
    check_reason(reason)
    work = Work(by)
    found = Reading.objects.in_bulk(list(reading_ids))
    tallies.withdraw(Reading, list(found))
    forget_fevers(list(found))
    alerts = AlertBook(work, [one.observation for one in Reading.objects.filter(pk__in=list(found)).select_related("observation")])
    for alert in [one for one in alerts.open.values() if one.reading_id in found]:
        work.change(alert, closed_at=max(work.now, alert.opened_at), closed_why=reason[:300], closed_by=by.name[:80])
    verdicts = [accepted(key) if key in found else refused(Refused("not_found", choices.SUPERSEDED_UNKNOWN)) for key in reading_ids]
    work.flush()
    log(work, "withdraw_readings", verdicts, reason=reason)
    return verdicts
