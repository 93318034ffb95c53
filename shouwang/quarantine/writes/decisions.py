"""Decisions on a measure in force: each with an author, a reason, a date; written down and logged (laws 2 and 9)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import CENTRAL_ISOLATION, AlertKind, EndKind, EventKind, State, StayEnd
from shouwang.quarantine.models import Event, Observation, Stay
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules import measures
from shouwang.quarantine.rules.terms import Step, dated
from shouwang.quarantine.writes.alerts import AlertBook
from shouwang.quarantine.writes.beds import BedBook
from shouwang.quarantine.writes.courses import Course, courses, write_change
from shouwang.quarantine.writes.proposals import facts_of
from shouwang.quarantine.writes.rows import Decided
from shouwang.quarantine.writes.stays import end_stay
from shouwang.quarantine.writes.work import Work, lock, log

ENDS = {
    EndKind.ENDED_EARLY: (State.ENDED_EARLY, EventKind.ENDED_EARLY),
    EndKind.TRANSFERRED_OUT: (State.TRANSFERRED_OUT, EventKind.TRANSFERRED_OUT),
    EndKind.LEFT_AGAIN: (State.LEFT_AGAIN, EventKind.LEFT_AGAIN),
}
Act = Callable[["Deciding", Course, Decided, datetime], Verdict]


class Deciding:
    """What the decisions of a batch have to know, read once."""

    def __init__(self, work: Work, batch: Sequence[Decided]) -> None:
        self.work = work
        self.subjects = Subjects(batch, work.actor)
        found = self.subjects.observations
        lock(one.pk for one in found)
        self.held = courses(work, found)
        self.alerts = AlertBook(work, found)
        self.beds = BedBook(work, [row.site for row in batch], [one.person_id for one in found])
        keys = [one.pk for one in found]
        self.stays = {stay.observation_id: stay for stay in Stay.objects.filter(observation_id__in=keys, out_at__isnull=True)}
        rows = Event.objects.filter(observation__in=keys, live=True).values_list("observation_id", "kind", "happened_at")
        self.happened = set(rows)

    def known(self, observation: Observation, kind: EventKind, at: datetime) -> bool:
        """Whether this was written down already: sending a row twice changes nothing."""
        return (observation.pk, str(kind), at) in self.happened


def decide_all(batch: Sequence[Decided], by: Actor, action: str, permission: Permission, act: Act) -> list[Verdict]:
    """Judge every decision by ``act``, write what stands, log once. Raises Refused not_permitted."""
    by.check(permission)
    work = Work(by)
    known = Deciding(work, batch)
    verdicts = [_guarded(known, row, act) for row in batch]
    work.flush()
    log(work, action, verdicts, reason="; ".join(dict.fromkeys(row.reason for row in batch if row.reason))[:500])
    return verdicts


def _guarded(known: Deciding, row: Decided, act: Act) -> Verdict:
    try:
        at = row.happened_at or known.work.now
        measures.check_time(at, known.work.now)
        observation = known.subjects.observation_of(row)
        return act(known, known.held[observation.pk], row, at)
    except Refused as refusal:
        return refused(refusal)


def check_started(observation: Observation, at: datetime) -> None:
    """Refuse to decide about a measure that has not begun, or had not at that time. Raises Refused not_started, before_start."""
    if measures.needs_order(observation.state) or observation.started_at is None:
        raise Refused("not_started", choices.NOT_STARTED)
    if at < observation.started_at:
        raise Refused("before_start", choices.BEFORE_START, start=clocks.local(observation.started_at).date())


@transaction.atomic
def renew(batch: Sequence[Decided], *, by: Actor) -> list[Verdict]:
    """Decide, after a new assessment, that people stay at home; with ``due_on`` also until when."""
    return decide_all(batch, by, "renew", Permission.ASSESS_HOME, _renew)


def _renew(known: Deciding, course: Course, row: Decided, at: datetime) -> Verdict:
    observation = course.observation
    check_started(observation, at)
    if known.known(observation, EventKind.RENEWED, at):
        return duplicate(observation.pk, **facts_of(observation))
    known.work.event(observation, EventKind.RENEWED, at, reason=row.reason)
    known.alerts.close(observation, at, str(EventKind.RENEWED.label), kinds=[AlertKind.UNSUITABLE])
    if row.due_on is not None and row.due_on != observation.due_on:
        known.work.actor.check(Permission.DECIDE_MEASURE)
        return _extend(known, course, row, at)
    return accepted(observation.pk, **facts_of(observation))


@transaction.atomic
def extend(batch: Sequence[Decided], *, by: Actor) -> list[Verdict]:
    """Set a later last day, with the reason. Refused ``due_not_later`` otherwise."""
    return decide_all(batch, by, "extend", Permission.DECIDE_MEASURE, _extend)


def _extend(known: Deciding, course: Course, row: Decided, at: datetime) -> Verdict:
    observation = course.observation
    measures.check_reason(row.reason)
    if row.due_on is None:
        raise Refused("REQUIRED_MISSING", choices.DUE_MISSING)
    measures.check_extension(observation.due_on, row.due_on)
    before, steps = observation.due_on, course.steps
    course.redate([*steps[:-1], replace(steps[-1], due_on=row.due_on)], at)
    known.work.event(observation, EventKind.EXTENDED, at, reason=row.reason, before=str(before), after=str(row.due_on))
    return accepted(observation.pk, **facts_of(observation))


@transaction.atomic
def change_measure(batch: Sequence[Decided], *, by: Actor) -> list[Verdict]:
    """Put people under another measure, with the reason: to a central site (``measure`` may be left out), or back home.

    The observation goes on: its last day stays unless ``due_on`` names another one, checks stay due across the move.
    """
    return decide_all(batch, by, "change_measure", Permission.DECIDE_MEASURE, _change)


def _change(known: Deciding, course: Course, row: Decided, at: datetime) -> Verdict:
    observation, work = course.observation, known.work
    measure = row.measure or CENTRAL_ISOLATION
    measures.check_reason(row.reason)
    check_started(observation, at)
    if observation.measure == measure and (not row.site or row.site == observation.site):
        return duplicate(observation.pk, "same_measure", str(choices.SAME_MEASURE), **facts_of(observation))
    before = observation.measure
    step = _step(work, course, measure, row, at)
    work.change(observation, ordered_at=observation.ordered_at or at)
    course.begin([step], at, watched=True, site=row.site if step.at_site or measure == CENTRAL_ISOLATION else "")
    if before != measure:
        write_change(course, before, measure, at, row.reason)
    known.alerts.close(observation, at, row.reason, kinds=[AlertKind.UNSUITABLE])
    _new_team(work, observation, step, at)
    return accepted(observation.pk, _move(known, course, row, at), **facts_of(observation))


def _step(work: Work, course: Course, measure: str, row: Decided, at: datetime) -> Step:
    observation, on = course.observation, clocks.local(at).date()
    planned = next((step for step in course.steps if step.measure == measure), None)
    if planned is None:
        pack = work.pack_of(observation.area, observation.unit, observation.reported_by, on)
        if measure not in pack.measures:
            raise Refused("measure_unknown", choices.MEASURE_UNKNOWN, measure=measure)
        planned = Step.of_measure(pack.measures[measure])
    due = row.due_on or observation.due_on
    if due is None:
        return dated([planned], observation.last_exposure_on or on, on)[0]
    return replace(planned, from_date=on, due_on=due)


def _new_team(work: Work, observation: Observation, step: Step, at: datetime) -> None:
    """The staff of the site look after whoever moves there; at home the team of the measure is needed again."""
    template = choices.SITE_TEAM if step.measure == CENTRAL_ISOLATION else step.team
    if template and template != observation.team_template:
        work.change(observation, team_template=template)
        work.team(observation, template, () if template == choices.SITE_TEAM else step.roles, {}, at)


def _move(known: Deciding, course: Course, row: Decided, at: datetime) -> tuple[Warned, ...]:
    """Whoever stays at a site leaves it for another one or for home; a bed waits where they go."""
    stay = known.stays.get(course.observation.pk)
    if stay is not None and stay.site != row.site:
        end_stay(known.work, stay, max(at, stay.in_at), StayEnd.OTHER_SITE if row.site else StayEnd.HOME)
    return tuple(known.beds.reserve(course, row.site, row.room, at))


@transaction.atomic
def end_early(batch: Sequence[Decided], *, by: Actor) -> list[Verdict]:
    """End measures before the last day, with the reason: ended, handed over to another place, or the person left."""
    return decide_all(batch, by, "end_early", Permission.DECIDE_MEASURE, _end)


def _end(known: Deciding, course: Course, row: Decided, at: datetime) -> Verdict:
    observation = course.observation
    measures.check_reason(row.reason)
    if (row.kind or EndKind.ENDED_EARLY) not in EndKind.values:
        raise Refused("end_kind_unknown", choices.END_KIND_UNKNOWN, kind=row.kind)
    if observation.started_at is not None:
        check_started(observation, at)
    state, kind = ENDS[EndKind(row.kind or EndKind.ENDED_EARLY)]
    measures.check_next_state(observation.state, state)
    stage = course.stage_at(at)
    if stage is None:  # it never came into force, so no figure counts its end
        kind = EventKind.WITHDRAWN
    known.work.event(observation, kind, at, measure=stage.measure if stage else "", reason=row.reason)
    known.alerts.close(observation, at, row.reason)
    course.end(at, state)
    if observation.pk in known.stays:
        stay = known.stays[observation.pk]
        end_stay(known.work, stay, max(at, stay.in_at), StayEnd.HOME)
    return accepted(observation.pk, **facts_of(observation))


@transaction.atomic
def report_breaches(batch: Sequence[Decided], *, by: Actor) -> list[Verdict]:
    """Write down that people left without leave: alert to the team, the police and the township. The last day stays."""
    return decide_all(batch, by, "report_breaches", Permission.REPORT_BREACH, _breach)


def _breach(known: Deciding, course: Course, row: Decided, at: datetime) -> Verdict:
    observation = course.observation
    check_started(observation, at)
    if known.known(observation, EventKind.BREACH, at):
        return duplicate(observation.pk, **facts_of(observation))
    known.work.event(observation, EventKind.BREACH, at, reason=row.reason, found_by=row.found_by)
    known.work.change(observation, breached_at=observation.breached_at or at)
    alert = known.alerts.raise_for(observation, AlertKind.BREACH, at, note=row.found_by[:200])
    return accepted(observation.pk, alert=alert.pk, **facts_of(observation))


@transaction.atomic
def record_objections(batch: Sequence[Decided], *, by: Actor) -> list[Verdict]:
    """Write down that a person objects to the measure; somebody other than its author answers."""
    return decide_all(batch, by, "record_objections", Permission.ISSUE_DOCUMENTS, _object)


def _object(known: Deciding, course: Course, row: Decided, at: datetime) -> Verdict:
    measures.check_reason(row.reason)
    known.work.event(course.observation, EventKind.OBJECTED, at, reason=row.reason)
    return accepted(course.observation.pk, **facts_of(course.observation))
