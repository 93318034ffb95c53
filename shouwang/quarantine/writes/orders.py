"""Starting a measure: assessment, team and start, on top of what the class proposed, or by order alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused
from shouwang.people.writes import Identity, identify
from shouwang.places import reads as places
from shouwang.policy.packs import Pack
from shouwang.quarantine import choices
from shouwang.quarantine.choices import CENTRAL_ISOLATION, ActKind, AlertKind, EventKind, State
from shouwang.quarantine.models import Observation
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules import measures
from shouwang.quarantine.rules.slots import plan_of
from shouwang.quarantine.rules.terms import Step, Terms, counted_from, dated, last_due, rule_of
from shouwang.quarantine.writes.alerts import AlertBook
from shouwang.quarantine.writes.assessments import write_assessment
from shouwang.quarantine.writes.beds import BedBook
from shouwang.quarantine.writes.courses import Course, courses, write_change
from shouwang.quarantine.writes.proposals import close_lapsed, facts_of, lapsed
from shouwang.quarantine.writes.rows import NewOrder
from shouwang.quarantine.writes.teams import team_of, with_team
from shouwang.quarantine.writes.work import Work, lock, log

HOME_MEASURES = (choices.HOME_OBSERVATION, choices.HOME_HEALTH_MONITORING)


@dataclass
class _Order:
    """One row on its way: what it becomes, or why it is refused."""

    row: NewOrder
    at: datetime
    area: str = ""
    unit: str = ""
    course: Course | None = None
    person_id: UUID | None = None
    refusal: Refused | None = None
    warnings: list[Warned] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    pack: Pack | None = None
    duplicate: bool = False


@transaction.atomic
def start(batch: Sequence[NewOrder], *, by: Actor) -> list[Verdict]:
    """Start measures. The verdict's id is the observation; its facts name state, measure, last day and missing roles.

    A proposal of the same person is started, not doubled; a milder measure in force becomes the ordered one. Refused:
    ``home_unsuitable`` where a line of the assessment is no, ``already_stricter``, unknown persons without name and place.
    """
    by.check(Permission.ORDER_OBSERVATION)
    work = Work(by)
    orders = _prepare(work, batch)
    for order in orders:
        _guarded(order, lambda order=order: _judge(work, order))
    _identify([order for order in orders if order.refusal is None and order.person_id is None], by)
    verdicts = _carry_out(work, orders)
    work.flush()
    answers = [with_team(_unless_lost(work, verdict), work.formed.get(verdict.id)) for verdict in verdicts]
    log(work, "start", answers)
    return answers


def _guarded(order: _Order, act: Any) -> None:
    if order.refusal is None:
        try:
            act()
        except Refused as refusal:
            order.refusal = refusal


def _unless_lost(work: Work, verdict: Verdict) -> Verdict:
    lost = verdict.id in work.lost
    return refused(Refused("observed_elsewhere", choices.OBSERVED_ELSEWHERE)) if lost else verdict


def _prepare(work: Work, batch: Sequence[NewOrder]) -> list[_Order]:
    subjects = Subjects(batch, work.actor)
    lock(one.pk for one in subjects.observations)
    held = courses(work, subjects.observations)
    orders = [_Order(row, row.happened_at or work.now) for row in batch]
    found = places.paths_of(row.area for row in batch if row.area)
    for order in orders:
        _guarded(order, lambda order=order: _find(order, subjects, held, found))
    for on in {clocks.local(order.at).date() for order in orders}:
        work.know_units([order.area for order in orders if order.area and clocks.local(order.at).date() == on], on)
    return orders


def _find(order: _Order, subjects: Subjects, held: dict[UUID, Course], found: dict[str, str]) -> None:
    row = order.row
    if row.observation_id or row.person_id or row.id_number:
        order.person_id = _known_person(order, subjects)
        observation = _open_one(subjects, row)
        order.course = held[observation.pk] if observation else None
    order.area = order.course.observation.area if order.course else found.get(row.area, "")
    if not order.area:
        raise Refused("area_missing", choices.AREA_MISSING)


def _known_person(order: _Order, subjects: Subjects) -> UUID | None:
    try:
        return subjects.person_of(order.row)
    except Refused:
        if order.row.full_name and order.row.area:
            return None  # named well enough to be registered
        raise


def _open_one(subjects: Subjects, row: NewOrder) -> Observation | None:
    try:
        return subjects.observation_of(row)
    except Refused:
        return None


def _judge(work: Work, order: _Order) -> None:
    """Everything that can be refused, before anything is written."""
    measures.check_time(order.at, work.now)
    work.actor.check(Permission.ORDER_OBSERVATION, order.area)
    on = clocks.local(order.at).date()
    order.unit = order.course.observation.unit if order.course else work.unit_of(order.area, on)
    if order.course is not None and lapsed(order.course.observation, order.at):
        close_lapsed(order.course)
        order.course = None
    order.steps = _steps(work, order, on)
    _check_home(order)
    _check_step(order)
    _compare_due(order)


def _steps(work: Work, order: _Order, on: date) -> list[Step]:
    """The measures ordered, with their dates: those of the class where the order follows it, else the pack's measure."""
    row, course = order.row, order.course
    planned = _planned(course, row.measure)
    if planned and row.last_exposure_on in (None, course.observation.last_exposure_on if course else None):
        return _with_readings(order, planned, work, on)
    order.pack = work.pack_of(order.area, order.unit, row.reported_by_unit, on)
    steps = planned or [_from_pack(order.pack, row.measure)]
    exposed = row.last_exposure_on or (course.observation.last_exposure_on if course else None)
    if exposed is None:
        order.warnings.append(Warned("exposure_missing", str(choices.EXPOSURE_MISSING)))
    arrived = course.observation.from_date if course else on
    return _with_readings(order, dated(steps, counted_from(order.pack, exposed, arrived), on), work, on)


def _planned(course: Course | None, measure: str) -> list[Step]:
    """The steps of the class from the ordered measure on; those that wait for an order first."""
    if course is None:
        return []
    for kept in (course.observation.pending.get("steps", []), course.observation.steps):
        steps = [Step.read(step) for step in kept]
        names = [step.measure for step in steps]
        if not measure and steps:
            return steps
        if measure in names:
            return steps[names.index(measure) :]
    return []


def _from_pack(pack: Pack, measure: str) -> Step:
    if measure not in pack.measures:
        raise Refused("measure_unknown", choices.MEASURE_UNKNOWN, measure=measure)
    return Step.of_measure(pack.measures[measure])


def _with_readings(order: _Order, steps: list[Step], work: Work, on: date) -> list[Step]:
    """Checks as the order says, where it says so otherwise than the pack."""
    wanted = order.row.readings
    if wanted is None or bool(steps[0].plan) == wanted:
        return steps
    pack = order.pack or work.pack_of(order.area, order.unit, order.row.reported_by_unit, on)
    return [replace(steps[0], plan=plan_of(pack.checks.slots) if wanted else ""), *steps[1:]]


def _check_home(order: _Order) -> None:
    step, answers = order.steps[0], order.row.answers
    at_home = bool(step.assessment) or step.measure in HOME_MEASURES
    if answers is not None and at_home:
        measures.check_suitable(answers, step.assessment or choices.HOME_6)
        if not (order.row.community_signer and order.row.health_signer):
            order.warnings.append(Warned("signature_missing", str(choices.SIGNATURE_MISSING)))
    elif step.assessment and answers is None:
        order.warnings.append(Warned("assessment_missing", str(choices.ASSESSMENT_MISSING)))


def _check_step(order: _Order) -> None:
    """What is in force already is not started again, and never loosened by an order."""
    course = order.course
    if course is None or measures.needs_order(course.observation.state):
        return
    observation, first = course.observation, order.steps[0].measure
    order.duplicate = observation.ordered_at is not None and observation.measure == first
    if observation.ordered_at is not None and measures.is_stricter(observation.measure, first):
        raise Refused("already_stricter", choices.ALREADY_STRICTER)


def _compare_due(order: _Order) -> None:
    said, due = order.row.due_on, order.steps[0].due_on
    if said is not None and said != due:
        order.warnings.append(Warned("due_differs", str(choices.DUE_DIFFERS) % {"due": due, "said": said}))


def _identify(orders: list[_Order], by: Actor) -> None:
    """Register the persons who were named only by name and place."""
    told = [
        Identity(
            full_name=order.row.full_name, area=order.area, document=order.row.id_number or None, phone=order.row.phone or None,
            address=order.row.address,
        )
        for order in orders
    ]  # fmt: skip
    for order, found in zip(orders, identify(told, by=by) if told else [], strict=True):
        order.person_id, order.refusal = found.person_id, found.refusal
        order.warnings.extend(found.warnings)


def _carry_out(work: Work, orders: list[_Order]) -> list[Verdict]:
    alive = [order for order in orders if order.refusal is None]
    beds = BedBook(work, [order.row.site for order in alive], [order.person_id for order in alive if order.person_id and order.row.site])
    alerts = AlertBook(work, [order.course.observation for order in alive if order.course])
    made: dict[UUID, Course] = {}
    return [_verdict(work, order, beds, alerts, made) for order in orders]


def _verdict(work: Work, order: _Order, beds: BedBook, alerts: AlertBook, made: dict[UUID, Course]) -> Verdict:
    if order.refusal is not None:
        return refused(order.refusal)
    if order.course is None and order.person_id is not None and order.person_id in made:
        order.course = made[order.person_id]
        order.duplicate = order.course.observation.measure == order.steps[0].measure
    if order.duplicate and order.course is not None:
        observation = order.course.observation
        return duplicate(observation.pk, "started_already", str(choices.STARTED_ALREADY), **facts_of(observation))
    course = _start(work, order, beds)
    if order.steps[0].measure == CENTRAL_ISOLATION:
        alerts.close(course.observation, order.at, str(EventKind.MOVED_TO_CENTRAL.label), kinds=[AlertKind.UNSUITABLE])
    if order.person_id is not None:
        made[order.person_id] = course
    _form_team(work, order, course)
    work.keep(course.observation, ActKind.ORDER, order.at)
    return accepted(course.observation.pk, tuple(order.warnings), **facts_of(course.observation), missing_roles=[])


def _start(work: Work, order: _Order, beds: BedBook) -> Course:
    row, at, first = order.row, order.at, order.steps[0]
    course = order.course or _by_order(work, order)
    observation = course.observation
    at = max(at, observation.started_at or at)
    before = observation.measure if observation.started_at else ""
    work.change(
        observation, state=State.ACTIVE, started_at=observation.started_at or at, ordered_at=at, basis=row.basis or observation.basis,
        legal_basis=row.legal_basis or observation.legal_basis, address=row.address or observation.address,
        last_exposure_on=row.last_exposure_on or observation.last_exposure_on, objection_to=row.objection_to or observation.objection_to,
    )  # fmt: skip
    site = row.site if first.at_site or first.measure == CENTRAL_ISOLATION else ""
    course.begin(order.steps, at, watched=True, site=site)
    write_change(course, before, first.measure, at)
    if row.answers is not None:
        write_assessment(work, observation, row.answers, first.assessment or choices.HOME_6, at, row.community_signer, row.health_signer)
    order.warnings.extend(beds.reserve(course, site, row.room, at))
    return course


def _by_order(work: Work, order: _Order) -> Course:
    """An observation without a class: the order itself is its reason."""
    row, first = order.row, order.steps[0]
    pack = order.pack or work.pack_of(order.area, order.unit, row.reported_by_unit, clocks.local(order.at).date())
    observation = Observation(
        **work.order(order.area, order.unit, row.reported_by_unit), person_id=order.person_id, class_id="", basis=row.basis,
        legal_basis=first.legal_basis[:200], rule=rule_of(pack), terms=Terms.of(pack).kept(),
        steps=[step.kept() for step in order.steps], last_exposure_on=row.last_exposure_on, measure=first.measure,
        from_date=clocks.local(order.at).date(), due_on=last_due(order.steps), address=row.address,
    )  # fmt: skip
    return Course(work, work.add(observation))


def _form_team(work: Work, order: _Order, course: Course) -> None:
    row, first = order.row, order.steps[0]
    pack = order.pack
    if row.team and row.team not in (first.team, choices.SITE_TEAM):
        pack = pack or work.pack_of(order.area, order.unit, row.reported_by_unit, clocks.local(order.at).date())
    team = team_of(row.team, dict(row.members), first, pack)
    work.change(course.observation, team_template=team.template)
    work.team(course.observation, team.template, team.roles, team.members, order.at)
