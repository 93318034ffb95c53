"""What follows from the class of a person: proposed measures, or measures that are in force at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import AlertKind, EventKind, State
from shouwang.quarantine.models import Alert, Observation
from shouwang.quarantine.rules.measures import begins_of, is_over, is_stricter, needs_order
from shouwang.quarantine.rules.terms import Step, last_due, restricting
from shouwang.quarantine.writes.courses import COUNTED, Course, courses
from shouwang.quarantine.writes.rows import Proposal
from shouwang.quarantine.writes.work import Work, lock, log


@transaction.atomic
def propose(batch: Sequence[Proposal], *, by: Actor) -> list[Verdict]:
    """Write down the measures that follow from classes. The verdict's id is the observation; none where nothing is asked.

    A person has one open observation: a proposal with the same ``source_id`` replaces what was proposed, another one only
    makes it stricter or longer. What somebody has ordered is never loosened here; a stricter class then waits for an order.
    """
    work = Work(by)
    known = _open_observations(work, batch)
    answers = [_propose(work, known, row) for row in batch]
    work.flush()
    verdicts = [_unless_lost(work, verdict) for verdict in answers]
    log(work, "propose", verdicts)
    return verdicts


def _unless_lost(work: Work, verdict: Verdict) -> Verdict:
    if verdict.id in work.lost:
        return refused(Refused("observed_elsewhere", choices.OBSERVED_ELSEWHERE))
    return verdict


def _open_observations(work: Work, batch: Sequence[Proposal]) -> dict[UUID, Course]:
    persons = {row.person_id for row in batch}
    found = list(Observation.objects.filter(person_id__in=persons, ended_at__isnull=True))
    lock(one.pk for one in found)
    return {course.observation.person_id: course for course in courses(work, found).values()}


def _propose(work: Work, known: dict[UUID, Course], row: Proposal) -> Verdict:
    steps = restricting(row.steps)
    course = known.get(row.person_id)
    if course is not None and lapsed(course.observation, row.happened_at):
        close_lapsed(course)
        known.pop(row.person_id)
        course = None
    if not steps:
        return _nothing_asked(course, row)
    if course is not None:
        return _again(course, row, steps)
    course = _new(work, row, steps)
    if course.observation.ended_at is None:
        known[row.person_id] = course
    return accepted(course.observation.pk, **facts_of(course.observation))


def facts_of(observation: Observation) -> dict[str, Any]:
    """What a verdict says of an observation."""
    return {"state": observation.state, "measure": observation.measure, "due_on": observation.due_on}


def lapsed(observation: Observation, moment: datetime) -> bool:
    """Whether a measure that ends by itself is over: nobody ordered it, and its last day is reached."""
    return observation.ordered_at is None and is_over(observation.due_on, moment)


def close_lapsed(course: Course) -> None:
    """Write down that a measure ended by itself as its last day began."""
    observation = course.observation
    if observation.due_on is not None:
        at = max(begins_of(observation.due_on), observation.started_at or begins_of(observation.due_on))
        course.end(at, State.ENDED_BY_ITSELF)


def _nothing_asked(course: Course | None, row: Proposal) -> Verdict:
    """The class asks nothing: what was only proposed for the same return is taken back."""
    if course is None or course.observation.source_id != row.source_id or row.source_id is None:
        return accepted(None)
    if course.observation.ordered_at is None:
        course.end(max(row.happened_at, course.observation.started_at or row.happened_at), State.ENDED_EARLY, EventKind.RECLASSIFIED)
        return accepted(course.observation.pk, **facts_of(course.observation))
    return accepted(course.observation.pk, (Warned("already_observed", str(choices.ALREADY_OBSERVED)),))


def _new(work: Work, row: Proposal, steps: list[Step]) -> Course:
    due = last_due(steps)
    observation = Observation(
        **work.order(row.area, row.unit, row.reported_by), person_id=row.person_id, household=row.household_id, address=row.address,
        source_id=row.source_id, from_date=steps[0].from_date or clocks.local(row.happened_at).date(), **_content(row, steps),
    )
    work.add(observation)
    course = Course(work, observation)
    if is_over(due, row.happened_at):
        work.change(observation, state=State.ENDED_BY_ITSELF, started_at=row.happened_at, ended_at=row.happened_at, end_kind="over")
    elif steps[0].at_once:
        start_at_once(course, steps, row.happened_at)
    return course


def _content(row: Proposal, steps: list[Step]) -> dict[str, object]:
    return {
        "class_id": row.class_id, "basis": row.basis or row.class_id, "legal_basis": steps[0].legal_basis[:200],
        "sentence": row.sentence, "rule": dict(row.rule), "terms": row.terms.kept(), "steps": [step.kept() for step in steps],
        "last_exposure_on": row.last_exposure_on, "measure": steps[0].measure, "due_on": last_due(steps),
    }  # fmt: skip


def start_at_once(course: Course, steps: list[Step], at: datetime) -> None:
    """In force by classification: counted, but nobody is charged with checks until somebody orders it."""
    observation = course.observation
    course.work.change(observation, state=State.ACTIVE, started_at=at)
    course.begin(steps, at, watched=False)
    if steps[0].measure in COUNTED:
        course.work.event(observation, EventKind.STARTED, at)
    if steps[0].at_clinic:
        course.work.add(
            Alert(
                **course.work.order_about(observation), observation=observation, person_id=observation.person_id,
                kind=AlertKind.CLINIC, opened_at=at,
            )
        )  # fmt: skip


def _again(course: Course, row: Proposal, steps: list[Step]) -> Verdict:
    observation = course.observation
    if _says_the_same(observation, row, steps):
        return duplicate(observation.pk, "already_observed", str(choices.ALREADY_OBSERVED), **facts_of(observation))
    if not _prevails(observation, row, steps):
        warned = Warned("already_observed", str(choices.ALREADY_OBSERVED))
        return accepted(observation.pk, (warned,), **facts_of(observation))
    if observation.ordered_at is None:
        _replace(course, row, steps)
        return accepted(observation.pk, **facts_of(observation))
    return _over_an_order(course, row, steps)


def _says_the_same(observation: Observation, row: Proposal, steps: list[Step]) -> bool:
    return (
        observation.class_id == row.class_id
        and observation.due_on == last_due(steps)
        and [Step.read(kept).measure for kept in observation.steps] == [step.measure for step in steps]
    )


def _prevails(observation: Observation, row: Proposal, steps: list[Step]) -> bool:
    """Of the same return the last decision counts; of another one what is stricter or lasts longer."""
    if row.source_id is not None and row.source_id == observation.source_id:
        return True
    due = last_due(steps)
    longer = due is not None and (observation.due_on is None or due > observation.due_on)
    return is_stricter(steps[0].measure, observation.measure) or (
        longer and not is_stricter(observation.measure, steps[0].measure)
    )


def _replace(course: Course, row: Proposal, steps: list[Step]) -> None:
    """Nobody has ordered it yet: the new class takes the place of the old one."""
    observation, at = course.observation, row.happened_at
    course.work.change(observation, **_content(row, steps))
    if steps[0].at_once and needs_order(observation.state):
        start_at_once(course, steps, at)
    elif steps[0].at_once:
        course.begin(steps, max(at, observation.started_at or at), watched=False)
        course.work.event(observation, EventKind.RECLASSIFIED, at, reason=row.sentence)
    elif not needs_order(observation.state):
        _wait_for_order(course, row, steps)


def _wait_for_order(course: Course, row: Proposal, steps: list[Step]) -> None:
    """What is in force stays so until somebody orders the stricter measure."""
    observation = course.observation
    in_force = course.stage_at(row.happened_at) or (course.stages[-1] if course.stages else None)
    if in_force is not None:
        course.work.change(observation, measure=in_force.measure, due_on=in_force.due_on)
    course.work.change(observation, pending={"class": row.class_id, "steps": [step.kept() for step in steps]})


def _over_an_order(course: Course, row: Proposal, steps: list[Step]) -> Verdict:
    """Somebody ordered a measure: a new exposure makes it longer; another measure has to be ordered."""
    observation = course.observation
    first, due = steps[0].measure, last_due(steps)
    if first == observation.measure and due is not None and (observation.due_on is None or due > observation.due_on):
        before = observation.due_on
        course.work.change(observation, last_exposure_on=row.last_exposure_on or observation.last_exposure_on)
        course.redate(steps, row.happened_at)
        course.work.event(observation, EventKind.EXTENDED, row.happened_at, reason=row.sentence, before=str(before), after=str(due))
        return accepted(observation.pk, **facts_of(observation))
    course.work.change(observation, pending={"class": row.class_id, "steps": [step.kept() for step in steps]})
    warned = Warned("change_proposed", str(choices.CHANGE_PROPOSED))
    return accepted(observation.pk, (warned,), **facts_of(observation))


@transaction.atomic
def withdraw(source_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Take back what followed from returns that turned out not to be: as if it had never been.

    Raises nothing; an observation that somebody has ordered is refused (``started``) and stays.
    """
    by.check(Permission.RECORD_ARRIVALS)
    work = Work(by)
    found = {one.source_id: one for one in Observation.objects.filter(source_id__in=list(source_ids), ended_at__isnull=True)}
    lock(one.pk for one in found.values())
    held = courses(work, list(found.values()))
    verdicts = [_withdraw(held[found[key].pk]) if key in found else accepted(None) for key in source_ids]
    work.flush()
    log(work, "withdraw", verdicts, reason=reason)
    return verdicts


def _withdraw(course: Course) -> Verdict:
    observation = course.observation
    if observation.ordered_at is not None:
        return refused(Refused("started", choices.STARTED_ALREADY))
    course.erase()
    at = max(course.work.now, observation.started_at or course.work.now)
    course.work.change(observation, state=State.WITHDRAWN, ended_at=at, end_kind=State.WITHDRAWN)
    return accepted(observation.pk)
