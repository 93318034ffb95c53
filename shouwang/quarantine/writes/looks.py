"""Supervisors' spot checks, and what laboratories say of samples."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import AlertKind, SampleOutcome, SpotCheckMode, SpotCheckResult
from shouwang.quarantine.models import SampleResult, SpotCheck
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules.measures import check_time
from shouwang.quarantine.writes.alerts import AlertBook
from shouwang.quarantine.writes.rows import NewSpotCheck, NewTestResult
from shouwang.quarantine.writes.work import Work, log

ALERTING = {SpotCheckResult.NOT_AT_HOME: AlertKind.AWAY, SpotCheckResult.SHARES_ROOM: AlertKind.UNSUITABLE}


@transaction.atomic
def record_spot_checks(batch: Sequence[NewSpotCheck], *, by: Actor) -> list[Verdict]:
    """Record unannounced looks. Somebody not at home, or sharing a room, alerts the team and the township."""
    by.check(Permission.REPORT_BREACH)
    work = Work(by)
    subjects = Subjects(batch, work.actor, open_only=False)
    alerts = AlertBook(work, subjects.observations)
    rows = SpotCheck.objects.filter(observation__in=[one.pk for one in subjects.observations], live=True)
    known = {(row.observation_id, row.mode, row.happened_at): row.pk for row in rows}
    verdicts = [_guarded(lambda row=row: _look(work, subjects, alerts, known, row)) for row in batch]
    work.flush()
    log(work, "record_spot_checks", verdicts)
    return verdicts


def _guarded(act: Callable[[], Verdict]) -> Verdict:
    try:
        return act()
    except Refused as refusal:
        return refused(refusal)


def _look(work: Work, subjects: Subjects, alerts: AlertBook, known: dict[Any, UUID], row: NewSpotCheck) -> Verdict:
    at = row.happened_at or work.now
    check_time(at, work.now)
    _check_value(row.mode, SpotCheckMode.values)
    _check_value(row.result, SpotCheckResult.values)
    observation = subjects.covering(row, at)
    key = (observation.pk, row.mode, at)
    if key in known:
        return duplicate(known[key])
    look = work.add(
        SpotCheck(
            **work.record_about(observation, at), observation=observation, person_id=observation.person_id, mode=row.mode,
            result=row.result, note=row.note[:300],
        )
    )  # fmt: skip
    known[key] = look.pk
    if row.result in ALERTING and observation.ended_at is None:
        alerts.raise_for(observation, ALERTING[SpotCheckResult(row.result)], at, note=row.note[:200])
    return accepted(look.pk, observation=observation.pk)


def _check_value(value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise Refused("UNKNOWN_VALUE", choices.UNKNOWN_VALUE, value=value)


@transaction.atomic
def record_test_results(batch: Sequence[NewTestResult], *, by: Actor) -> list[Verdict]:
    """Record results of samples. A positive or awaited one stands against a release where the policy asks for negative samples."""
    by.check(Permission.ANSWER_REFERRAL)
    work = Work(by)
    subjects = Subjects(batch, work.actor, open_only=False)
    rows = SampleResult.objects.filter(observation__in=[one.pk for one in subjects.observations], live=True)
    known = {(row.observation_id, row.sampled_on, row.outcome): row.pk for row in rows}
    waiting = {(row.observation_id, row.sampled_on): row.pk for row in rows if row.outcome == SampleOutcome.PENDING}
    verdicts = [_guarded(lambda row=row: _result(work, subjects, known, row)) for row in batch]
    _settle(waiting, verdicts)
    work.flush()
    log(work, "record_test_results", verdicts)
    return verdicts


def _result(work: Work, subjects: Subjects, known: dict[Any, UUID], row: NewTestResult) -> Verdict:
    at = row.happened_at or work.now
    check_time(at, work.now)
    _check_value(row.outcome, SampleOutcome.values)
    observation = subjects.observation_of(row)
    sampled_on = row.sampled_on or clocks.local(at).date()
    key = (observation.pk, sampled_on, row.outcome)
    if key in known:
        return duplicate(known[key])
    result = work.add(
        SampleResult(
            **work.record_about(observation, at), observation=observation, person_id=observation.person_id, sampled_on=sampled_on,
            outcome=row.outcome, laboratory=row.laboratory[:60],
        )
    )  # fmt: skip
    known[key] = result.pk
    return accepted(result.pk, observation=observation.pk, sampled_on=sampled_on, outcome=row.outcome)


def _settle(waiting: dict[tuple[UUID, Any], UUID], verdicts: Sequence[Verdict]) -> None:
    """A result takes the place of the note that it was awaited."""
    answered = [
        waiting[key] for verdict in verdicts
        if verdict.taken and verdict.facts.get("outcome") not in (None, SampleOutcome.PENDING)
        and (key := (verdict.facts["observation"], verdict.facts["sampled_on"])) in waiting
    ]  # fmt: skip
    SampleResult.objects.filter(pk__in=answered).update(live=False)
