"""The course of one observation in time: its stages one after the other, and the spans in which checks are due."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from shouwang.lib import clocks
from shouwang.quarantine.choices import CENTRAL_ISOLATION, HOME_OBSERVATION, HOSPITAL, BookingEnd, EventKind, State
from shouwang.quarantine.models import Booking, Observation, Stage, Watch
from shouwang.quarantine.rules.measures import begins_of, is_stricter, spans
from shouwang.quarantine.rules.terms import Step, last_due
from shouwang.quarantine.writes.work import Work

Window = tuple[datetime, datetime | None, str]  # from, to, plan
COUNTED = (HOME_OBSERVATION, CENTRAL_ISOLATION)  # their starts are counted, so each is an event
LONGEST = timedelta(days=60)  # calendar written ahead for a measure without a last day


class Course:
    """One observation with its stages and watches, changed in memory; ``Work`` writes it."""

    def __init__(self, work: Work, observation: Observation) -> None:
        self.work = work
        self.observation = observation
        self.stages: list[Stage] = []
        self.watches: list[Watch] = []
        self.bed: Booking | None = None  # that waits for the person at a site

    def stage_at(self, moment: datetime) -> Stage | None:
        """The stage in force at a moment."""
        return next((one for one in self.stages if one.from_at <= moment and (one.to_at is None or one.to_at > moment)), None)

    @property
    def steps(self) -> list[Step]:
        """The planned measures."""
        return [Step.read(kept) for kept in self.observation.steps]

    @property
    def step(self) -> Step | None:
        """The planned measure that is in force."""
        return next((one for one in self.steps if one.measure == self.observation.measure), None)

    def begin(self, steps: Sequence[Step], at: datetime, *, watched: bool, site: str = "") -> None:
        """These measures are in force from ``at``, one after the other, in place of what was. ``watched`` = checks are due."""
        self.work.change(
            self.observation, steps=[one.kept() for one in steps], due_on=last_due(steps), site=site, pending={}
        )
        self._give_up_bed(at, but_at=site)
        self._cut_stages(at)
        for step, span in zip(steps, spans(at, [one.due_on for one in steps]), strict=True):
            if span.ends_at is None or span.ends_at > span.begins_at:
                self._add_stage(step, span.begins_at, span.ends_at, site, begun=span.begins_at <= at)
        self._watch(self._windows(steps, at) if watched else [], at)
        self.work.change(self.observation, measure=self._from(at)[0].measure)

    def end(self, at: datetime, state: State, end_kind: str = "") -> None:
        """Nothing of it is in force from ``at`` on."""
        self._cut_stages(at)
        self._watch([], at)
        self._give_up_bed(at)
        self.work.end_team(self.observation, at)
        self.work.change(self.observation, state=state, ended_at=at, end_kind=end_kind or state, pending={})

    def erase(self) -> None:
        """It never was: no day counts it."""
        for row in [*self.stages, *self.watches]:
            self.work.remove(row)
        self.stages, self.watches = [], []

    def redate(self, steps: Sequence[Step], at: datetime) -> None:
        """The dates of the measures, their checks or samples changed at ``at``; a planned stage begins accordingly later."""
        self.work.change(self.observation, steps=[one.kept() for one in steps], due_on=last_due(steps))
        planned = {step.measure: step for step in steps}
        current = [stage for stage in self._from(at) if stage.measure in planned]
        for stage, following in zip(current, [*current[1:], None], strict=True):
            self.work.change(stage, due_on=planned[stage.measure].due_on, tests=list(planned[stage.measure].tests))
            if following is not None and stage.due_on is not None:
                self.work.change(stage, to_at=max(stage.from_at, begins_of(stage.due_on)))
                self.work.change(following, from_at=stage.to_at)
        if any(watch.to_at is None or watch.to_at > at for watch in self.watches):
            self._watch(self._windows(steps, at), at)

    def to_hospital(self, at: datetime) -> None:
        """The person is in hospital: not counted at home, no checks due."""
        self._cut_stages(at)
        self._watch([], at)
        self._add_stage(Step(measure=HOSPITAL, from_date=clocks.local(at).date(), due_on=self.observation.due_on), at, None, "", begun=True)
        self.work.change(self.observation, state=State.IN_HOSPITAL)
        self.work.event(self.observation, EventKind.WENT_TO_HOSPITAL, at)

    def from_hospital(self, at: datetime) -> None:
        """The person is back; the measure goes on where it was."""
        remaining = [one for one in self.steps if one.due_on is None or one.due_on > clocks.local(at).date()] or self.steps[-1:]
        self.begin(remaining, at, watched=self.observation.ordered_at is not None, site=self.observation.site)
        self.work.change(self.observation, state=State.ACTIVE)
        self.work.event(self.observation, EventKind.CAME_BACK, at)

    # ------------------------------------------------------------------ inner
    def _give_up_bed(self, at: datetime, but_at: str = "") -> None:
        """Whoever does not go to the site any more keeps nobody's bed."""
        bed = self.bed
        if bed is not None and bed.closed_at is None and bed.site != but_at:
            self.work.change(bed, closed_at=max(at, bed.booked_at), end_kind=BookingEnd.GIVEN_UP)

    def _from(self, at: datetime) -> list[Stage]:
        return sorted((one for one in self.stages if one.to_at is None or one.to_at > at), key=lambda one: one.from_at)

    def _windows(self, steps: Sequence[Step], at: datetime) -> list[Window]:
        plans = {step.measure: step.plan for step in steps}
        return [(max(stage.from_at, at), stage.to_at, plans.get(stage.measure, "")) for stage in self._from(at)]

    def _add_stage(self, step: Step, from_at: datetime, to_at: datetime | None, site: str, *, begun: bool) -> None:
        about = self.observation
        self.stages.append(
            self.work.add(
                Stage(
                    **self.work.order_about(about), observation=about, person_id=about.person_id, measure=step.measure,
                    from_at=from_at, to_at=to_at, from_date=step.from_date or clocks.local(from_at).date(), due_on=step.due_on,
                    site=site if step.at_site else "", tests=list(step.tests), begun=begun,
                )
            )
        )  # fmt: skip

    def _cut_stages(self, at: datetime) -> None:
        kept = []
        for stage in self.stages:
            if stage.from_at >= at:
                self.work.remove(stage)
                continue
            if stage.to_at is None or stage.to_at > at:
                self.work.change(stage, to_at=at)
            kept.append(stage)
        self.stages = kept

    def _watch(self, windows: Iterable[Window], at: datetime) -> None:
        """Checks are due in these windows from ``at`` on; a watch by the same plan simply goes on."""
        wanted = _joined(windows)
        kept = []
        for watch in self.watches:
            if watch.from_at >= at:
                self.work.remove(watch)
                continue
            kept.append(watch)
            if watch.to_at is None or watch.to_at >= at:
                goes_on = bool(wanted) and wanted[0][0] == at and wanted[0][2] == watch.plan
                self.work.change(watch, to_at=wanted.pop(0)[1] if goes_on else at)
                self._need_calendar(watch.plan, at)
        self.watches = kept + [self._add_watch(*window) for window in wanted]

    def _add_watch(self, from_at: datetime, to_at: datetime | None, plan: str) -> Watch:
        self._need_calendar(plan, from_at)
        about = self.observation
        return self.work.add(
            Watch(
                **self.work.order_about(about), observation=about, person_id=about.person_id, plan=plan, from_at=from_at, to_at=to_at
            )
        )

    def _need_calendar(self, plan: str, from_at: datetime) -> None:
        first = clocks.local(from_at).date()
        self.work.need_calendar(plan, first, max(self.observation.due_on or first + LONGEST, first))


def _joined(windows: Iterable[Window]) -> list[Window]:
    """Windows of one plan that follow each other are one."""
    found: list[Window] = []
    for from_at, to_at, plan in windows:
        if not plan:
            continue
        if found and found[-1][2] == plan and found[-1][1] == from_at:
            found[-1] = (found[-1][0], to_at, plan)
        else:
            found.append((from_at, to_at, plan))
    return found


def courses(work: Work, observations: Sequence[Observation]) -> dict[UUID, Course]:
    """The courses of observations that were read, in three queries."""
    found = {observation.pk: Course(work, observation) for observation in observations}
    for stage in Stage.objects.filter(observation__in=list(found)).order_by("from_at"):
        found[stage.observation_id].stages.append(stage)
    for watch in Watch.objects.filter(observation__in=list(found)).order_by("from_at"):
        found[watch.observation_id].watches.append(watch)
    _find_beds(work, found.values())
    return found


def _find_beds(work: Work, found: Iterable[Course]) -> None:
    """The beds that wait for these persons; one that has waited in vain does so no more."""
    by_person = {course.observation.person_id: course for course in found if course.observation.ended_at is None}
    for bed in Booking.objects.filter(person_id__in=list(by_person), closed_at__isnull=True) if by_person else []:
        if bed.lapses_at is not None and bed.lapses_at <= work.now:
            lapse(work, bed)
        elif bed.person_id is not None:
            by_person[bed.person_id].bed = bed


def lapse(work: Work, bed: Booking) -> None:
    """Nobody came for whom a bed was kept."""
    work.change(bed, closed_at=bed.lapses_at, end_kind=BookingEnd.NEVER_CAME)


def write_change(course: Course, before: str, after: str, at: datetime, reason: str = "") -> None:
    """Write down that a measure began, and how it follows from the one before; what the figures count is written once.

    ``before`` is empty where nothing was in force. Where the class had put the same measure in force already, and that start was
    written, nothing is added.
    """
    work, observation = course.work, course.observation
    if before == after and after in COUNTED:
        return
    if before and before != after:
        work.event(observation, _how(before, after), at, measure=before, reason=reason, to=after)
    work.event(observation, EventKind.STARTED, at, measure=after, reason=reason)


def _how(before: str, after: str) -> EventKind:
    if after == CENTRAL_ISOLATION:
        return EventKind.MOVED_TO_CENTRAL
    return EventKind.STEPPED_DOWN if is_stricter(before, after) else EventKind.MEASURE_CHANGED
