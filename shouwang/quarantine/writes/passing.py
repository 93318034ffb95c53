"""What happens by itself as time passes: the next stage begins, a measure that nobody renewed ends (law 9).

Counts never wait for this: the stages say from when to when each measure is in force. It writes down the events.
"""

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict, accepted
from shouwang.quarantine.choices import EventKind
from shouwang.quarantine.models import Observation, Stage
from shouwang.quarantine.writes.beds import close_lapsed_beds
from shouwang.quarantine.writes.courses import Course, courses, write_change
from shouwang.quarantine.writes.proposals import close_lapsed, facts_of
from shouwang.quarantine.writes.work import Work, lock, log

MOST_AT_ONCE = 2000  # the rest follows when this is called again


@transaction.atomic
def pass_time(*, by: Actor) -> list[Verdict]:
    """Write down everything that has come by itself until now; a verdict for each observation it concerned."""
    work = Work(by)
    verdicts = [_begin(course, stage) for course, stage in _begun(work)] + [_end(course) for course in _over(work)]
    beds = close_lapsed_beds(work, MOST_AT_ONCE)
    work.flush()
    if verdicts or beds:
        log(work, "pass_time", verdicts)
    return verdicts


def _begun(work: Work) -> list[tuple[Course, Stage]]:
    """Planned stages whose day has come."""
    stages = list(Stage.objects.filter(begun=False, from_at__lte=work.now).order_by("from_at")[:MOST_AT_ONCE])
    found = list(Observation.objects.filter(pk__in={stage.observation_id for stage in stages}, ended_at__isnull=True))
    lock(one.pk for one in found)
    held = courses(work, found)
    return [(course, _own(course, stage)) for stage in stages if (course := held.get(stage.observation_id))]


def _own(course: Course, stage: Stage) -> Stage:
    return next(one for one in course.stages if one.pk == stage.pk)


def _begin(course: Course, stage: Stage) -> Verdict:
    observation, before = course.observation, course.observation.measure
    course.work.change(stage, begun=True)
    course.work.change(observation, measure=stage.measure)
    course.work.event(observation, EventKind.STAGE_BEGUN, stage.from_at, measure=stage.measure)
    if before != stage.measure:
        write_change(course, before, stage.measure, stage.from_at)
    return accepted(observation.pk, **facts_of(observation))


def _over(work: Work) -> list[Course]:
    """Measures in force by classification alone whose last day has come; ordered ones wait for a release."""
    today = clocks.local(work.now).date()
    found = list(Observation.objects.filter(ended_at__isnull=True, ordered_at__isnull=True, due_on__lte=today)[:MOST_AT_ONCE])
    lock(one.pk for one in found)
    return list(courses(work, found).values())


def _end(course: Course) -> Verdict:
    close_lapsed(course)
    return accepted(course.observation.pk, **facts_of(course.observation))
