"""Release from observation: decided by a person, when the rules allow it (DOMAIN 3.6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import ActKind, EventKind, State, StayEnd
from shouwang.quarantine.models import Observation, SampleResult, Stay
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules.measures import check_time
from shouwang.quarantine.rules.release import DEFAULT_REQUIRE, Candidate, check_release, stage_over, tests_missing
from shouwang.quarantine.rules.terms import Step
from shouwang.quarantine.writes.alerts import AlertBook
from shouwang.quarantine.writes.courses import Course, courses
from shouwang.quarantine.writes.documents import PaperBook
from shouwang.quarantine.writes.proposals import facts_of
from shouwang.quarantine.writes.rows import NewRelease
from shouwang.quarantine.writes.stays import end_stay
from shouwang.quarantine.writes.work import Work, lock, log


class _Releasing:
    """Everything that a batch of releases has to know, read once."""

    def __init__(self, work: Work, batch: Sequence[NewRelease]) -> None:
        self.work = work
        self.subjects = Subjects(batch, work.actor, open_only=False)
        found = self.subjects.observations
        lock(one.pk for one in found)
        self.held = courses(work, found)
        self.alerts = AlertBook(work, found)
        self.papers = PaperBook(work, {one.person_id for one in found})
        keys = [one.pk for one in found]
        self.outcomes: dict[UUID, list[str]] = {}
        for key, outcome in SampleResult.objects.filter(observation__in=keys, live=True).values_list("observation_id", "outcome"):
            self.outcomes.setdefault(key, []).append(outcome)
        self.stays = {stay.observation_id: stay for stay in Stay.objects.filter(observation_id__in=keys, out_at__isnull=True)}

    def candidate(self, observation: Observation, team_confirmed: bool) -> Candidate:
        """What the rule has to know of somebody."""
        return Candidate(
            state=observation.state, due_on=observation.due_on, started_at=observation.started_at,
            open_alerts=[str(alert.get_kind_display()) for alert in self.alerts.of(observation)],
            outcomes=self.outcomes.get(observation.pk, []), tests_due=_tests_due(observation), team_confirmed=team_confirmed,
        )


def _tests_due(observation: Observation) -> list[str]:
    return [day for kept in observation.steps for day in Step.read(kept).tests]


@transaction.atomic
def release(batch: Sequence[NewRelease], *, by: Actor) -> list[Verdict]:
    """Release people and hand out the papers named. Refused, the gravest reason first: ``open_alert``, ``release_before_due``.

    With a reason, and the permission to decide on measures, somebody may be released before the last day; that is written
    down as an early end. On the last day of a stage that a milder one follows, the release is that of the stage: its papers are
    handed out, the observation goes on (warning ``stage_released``).
    """
    by.check(Permission.RELEASE)
    work = Work(by)
    known = _Releasing(work, batch)
    verdicts = [_guarded(known, row) for row in batch]
    known.papers.print_all()
    work.flush()
    log(work, "release", verdicts)
    return verdicts


def _guarded(known: _Releasing, row: NewRelease) -> Verdict:
    try:
        return _release(known, row)
    except Refused as refusal:
        return refused(refusal)


def _release(known: _Releasing, row: NewRelease) -> Verdict:
    observation, at = known.subjects.observation_of(row), row.happened_at or known.work.now
    check_time(at, known.work.now)
    if observation.state == State.RELEASED and observation.ended_at == at:
        return duplicate(observation.pk, **facts_of(observation))
    if observation.ended_at is not None:
        raise Refused("no_observation", choices.NO_OBSERVATION)
    candidate, require = known.candidate(observation, row.team_confirmed), observation.terms.get("require", DEFAULT_REQUIRE)
    early = _decided_early(known.work.actor, row)
    over = stage_over([Step.read(kept) for kept in observation.steps], clocks.local(at).date())
    if over is not None and not early:
        return _let_go_on(known, observation, at, replace(candidate, due_on=over[0].due_on), row)
    check_release(candidate, at, require, early=early)
    kind = EventKind.ENDED_EARLY if early and not _on_time(candidate, at) else EventKind.RELEASED
    _let_go(known, observation, at, kind, row)
    warnings = _warnings(candidate, require)
    return accepted(observation.pk, warnings, **facts_of(observation))


def _decided_early(actor: Actor, row: NewRelease) -> bool:
    return bool(row.reason.strip()) and actor.can(Permission.DECIDE_MEASURE)


def _on_time(candidate: Candidate, at: datetime) -> bool:
    try:
        check_release(candidate, at)
    except Refused:
        return False
    return True


def _let_go(known: _Releasing, observation: Observation, at: datetime, kind: EventKind, row: NewRelease) -> None:
    course: Course = known.held[observation.pk]
    stage = course.stage_at(at)
    known.work.event(observation, kind, at, measure=stage.measure if stage else "", reason=row.reason)
    known.work.keep(observation, ActKind.RELEASE, at)
    course.end(at, State.RELEASED if kind == EventKind.RELEASED else State.ENDED_EARLY)
    if observation.pk in known.stays:
        end_stay(known.work, known.stays[observation.pk], max(at, known.stays[observation.pk].in_at), StayEnd.HOME)
    for document in row.documents:
        known.papers.hand_out(observation.person_id, document, at, observation=observation, received_by=row.received_by, language=row.language)


def _let_go_on(
    known: _Releasing, observation: Observation, at: datetime, candidate: Candidate, row: NewRelease
) -> Verdict:
    """On the last day of a stage ("7+3"): its papers are handed out, the milder measure goes on by itself."""
    check_release(candidate, at, observation.terms.get("require", DEFAULT_REQUIRE))
    for document in row.documents:
        known.papers.hand_out(observation.person_id, document, at, observation=observation, received_by=row.received_by, language=row.language)
    words = str(choices.STAGE_RELEASED) % {"due": observation.due_on}
    return accepted(observation.pk, (Warned("stage_released", words),), **facts_of(observation))


def _warnings(candidate: Candidate, require: Sequence[str]) -> tuple[Warned, ...]:
    if tests_missing(candidate.outcomes, candidate.tests_due, require):
        return (Warned("tests_outstanding", str(choices.TESTS_OUTSTANDING)),)
    return ()
