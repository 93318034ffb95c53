"""Homes assessed, and assessed again: six answers, two signatures (DOMAIN 3.6)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import ActKind, AlertKind, EventKind, State
from shouwang.quarantine.models import Assessment, Observation
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules import measures
from shouwang.quarantine.rules.terms import Step
from shouwang.quarantine.writes.alerts import AlertBook
from shouwang.quarantine.writes.rows import NewAssessment
from shouwang.quarantine.writes.work import Work, lock, log

COMMUNITY, HEALTH = "community", "health"


def write_assessment(
    work: Work, observation: Observation, answers: Sequence[bool], checklist: str, at: datetime, community: str, health: str,
    *, again: bool = False, suitable: bool | None = None,
) -> Assessment:  # fmt: skip
    """Add the record; a signature counts from the time of the assessment."""
    return work.add(
        Assessment(
            **work.record_about(observation, at), observation=observation, person_id=observation.person_id, checklist=checklist,
            answers=list(answers), suitable=measures.is_suitable(answers) if suitable is None else suitable, again=again,
            community_signer=community, community_signed_at=at if community else None, health_signer=health,
            health_signed_at=at if health else None,
        )
    )  # fmt: skip


@transaction.atomic
def assess(batch: Sequence[NewAssessment], *, by: Actor) -> list[Verdict]:
    """Record the first assessment of homes. An unsuitable one is recorded and alerts: only a central site can be offered then."""
    return _assess(batch, by, again=False)


@transaction.atomic
def reassess(batch: Sequence[NewAssessment], *, by: Actor) -> list[Verdict]:
    """Record that homes were assessed again (再摸排再评估); counted. Where a home is not suitable any more, an alert is raised."""
    return _assess(batch, by, again=True)


def _assess(batch: Sequence[NewAssessment], by: Actor, *, again: bool) -> list[Verdict]:
    by.check(Permission.ASSESS_HOME)
    work = Work(by)
    subjects = Subjects(batch, work.actor)
    lock(one.pk for one in subjects.observations)
    alerts = AlertBook(work, subjects.observations)
    verdicts = [_judged(work, subjects, alerts, row, again) for row in batch]
    work.flush()
    log(work, "reassess" if again else "assess", verdicts)
    return verdicts


def _judged(work: Work, subjects: Subjects, alerts: AlertBook, row: NewAssessment, again: bool) -> Verdict:
    try:
        return _assess_one(work, subjects, alerts, row, again)
    except Refused as refusal:
        return refused(refusal)


def _assess_one(work: Work, subjects: Subjects, alerts: AlertBook, row: NewAssessment, again: bool) -> Verdict:
    observation = subjects.observation_of(row)
    at = row.happened_at or work.now
    measures.check_time(at, work.now)
    checklist = next((step.assessment for step in map(Step.read, observation.steps) if step.assessment), choices.HOME_6)
    if row.answers or row.suitable is None:
        measures.check_answers(row.answers, checklist)
    suitable = measures.is_suitable(row.answers) if row.suitable is None else row.suitable and all(row.answers)
    done = write_assessment(
        work, observation, row.answers, checklist, at, row.community_signer, row.health_signer, again=again, suitable=suitable
    )
    _follow_up(work, alerts, observation, at, suitable, again, row.reason)
    work.keep(observation, ActKind.ASSESSMENT, at)
    return accepted(done.pk, _signature_warning(done), suitable=suitable, observation=observation.pk)


def _follow_up(work: Work, alerts: AlertBook, observation: Observation, at: datetime, suitable: bool, again: bool, reason: str) -> None:
    if again:
        work.event(observation, EventKind.REASSESSED, at, reason=reason, suitable=suitable)
    if suitable and observation.state == State.PROPOSED:
        work.change(observation, state=State.ASSESSED)
    if not suitable and not measures.needs_order(observation.state):
        alerts.raise_for(observation, AlertKind.UNSUITABLE, at)
    if suitable:
        alerts.close(observation, at, str(EventKind.REASSESSED.label), kinds=[AlertKind.UNSUITABLE])


def _signature_warning(done: Assessment) -> tuple[Warned, ...]:
    if done.community_signer and done.health_signer:
        return ()
    return (Warned("signature_missing", str(choices.SIGNATURE_MISSING)),)


@transaction.atomic
def sign_assessments(assessment_ids: Sequence[UUID], *, part: str, by: Actor) -> list[Verdict]:
    """Sign assessments for the community (``community``) or as a health worker (``health``)."""
    by.check(Permission.ASSESS_HOME)
    work = Work(by)
    found = Assessment.objects.in_bulk(list(assessment_ids))
    verdicts = [_sign(work, found.get(key), part) for key in assessment_ids]
    work.flush()
    log(work, "sign_assessments", verdicts)
    return verdicts


def _sign(work: Work, assessment: Assessment | None, part: str) -> Verdict:
    if assessment is None:
        return refused(Refused("not_found", choices.NOT_FOUND))
    signer = work.actor.name[:60]
    if part == HEALTH:
        work.change(assessment, health_signer=signer, health_signed_at=work.now)
    else:
        work.change(assessment, community_signer=signer, community_signed_at=work.now)
    return accepted(assessment.pk)
