"""People sent to a fever clinic, and what the clinic answers (DOMAIN 3.5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.numbers import read_temperature
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused
from shouwang.people.writes import Identity, identify
from shouwang.places import reads as places
from shouwang.policy.packs import Pack
from shouwang.quarantine import choices
from shouwang.quarantine.choices import FEVER_CLINIC, AlertKind, Answer, EventKind, State
from shouwang.quarantine.models import Event, FeverSign, Observation, Referral
from shouwang.quarantine.reads.homes import places_of
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules.measures import can_become, check_time
from shouwang.quarantine.rules.readings import is_fever
from shouwang.quarantine.rules.terms import Terms
from shouwang.quarantine.writes.alerts import AlertBook
from shouwang.quarantine.writes.courses import Course, courses
from shouwang.quarantine.writes.rows import NewReferral, ReferralAnswer
from shouwang.quarantine.writes.work import Work, lock, log

HEALTH_ALERTS = (AlertKind.FEVER, AlertKind.SYMPTOM, AlertKind.CLINIC)


class _Clinic:
    """What referrals and answers have to know, read once."""

    def __init__(self, work: Work, batch: Sequence[Any]) -> None:
        self.work = work
        self.subjects = Subjects(batch, work.actor)
        found = self.subjects.observations
        lock(one.pk for one in found)
        self.held = courses(work, found)
        self.alerts = AlertBook(work, found)
        persons = {one.person_id for one in found} | {one for one in self.subjects.persons.values() if one}
        named = [row.referral_id for row in batch if getattr(row, "referral_id", None)]
        self.by_id = Referral.objects.in_bulk(named)
        self.open = {one.person_id: one for one in Referral.objects.filter(person_id__in=persons, closed_at__isnull=True)}

    def observation_of(self, person: UUID) -> Observation | None:
        """The open observation of a person, if there is one."""
        found = [one for one in self.subjects.observations if one.person_id == person]
        return found[-1] if found else None


@transaction.atomic
def refer(batch: Sequence[NewReferral], *, by: Actor) -> list[Verdict]:
    """Send people to a clinic, or register them there (``answer``). One who was sent already is not counted again.

    A fever is counted. The verdict's facts name the observation and its state; without an observation the person must be
    known by number, or be named with area.
    """
    by.check(Permission.REFER)
    work = Work(by)
    clinic = _Clinic(work, batch)
    persons = _persons(clinic, batch, by)
    homes = places_of([person for person in persons if isinstance(person, UUID)], by=by)
    verdicts = [_guarded(clinic, row, person, homes) for row, person in zip(batch, persons, strict=True)]
    work.flush()
    log(work, "refer", verdicts)
    return verdicts


def _persons(clinic: _Clinic, batch: Sequence[NewReferral], by: Actor) -> list[UUID | Refused]:
    """Who each row is about; people nobody knows yet are registered when they are named with a place."""
    found: list[UUID | Refused] = []
    for row in batch:
        try:
            found.append(clinic.subjects.person_of(row))
        except Refused as refusal:
            found.append(refusal)
    unknown = [at for at, row in enumerate(batch) if isinstance(found[at], Refused) and row.full_name and row.area]
    areas = places.paths_of(batch[at].area for at in unknown) if unknown else {}
    told = [(at, areas[batch[at].area]) for at in unknown if batch[at].area in areas]
    identities = [
        Identity(
            full_name=batch[at].full_name, area=area, document=batch[at].id_number or None, phone=batch[at].phone or None,
            address=batch[at].address,
        )
        for at, area in told
    ]  # fmt: skip
    for (at, _), answer in zip(told, identify(identities, by=by) if identities else [], strict=True):
        found[at] = answer.person_id or answer.refusal or found[at]
    return found


def _guarded(clinic: _Clinic, row: NewReferral, person: UUID | Refused, homes: dict[UUID, tuple[str, str]]) -> Verdict:
    try:
        if isinstance(person, Refused):
            raise person
        return _refer(clinic, row, person, homes)
    except Refused as refusal:
        return refused(refusal)


def _refer(clinic: _Clinic, row: NewReferral, person: UUID, homes: dict[UUID, tuple[str, str]]) -> Verdict:
    work, at = clinic.work, row.happened_at or clinic.work.now
    check_time(at, work.now)
    _check_answer(row.answer or Answer.SENT)
    observation = clinic.observation_of(person)
    known = clinic.open.get(person)
    if known is not None and (row.answer or Answer.SENT) == known.answer:
        return duplicate(known.pk, "referred_already", str(choices.REFERRED_ALREADY))
    common, terms = _common(clinic, observation, person, homes, at)
    if row.temperature_c is not None:
        read_temperature(row.temperature_c, terms.low, terms.high)
    fever = row.temperature_c is not None and is_fever(row.temperature_c, terms.fever_c)
    if fever:
        _count_fever(work, common, person, row, at)
    referral = known or _new(clinic, row, person, observation, common, at)
    if observation is not None and row.answer not in choices.CLOSING_ANSWERS:
        _raise_alert(clinic, observation, row, at)
    if row.answer and row.answer != referral.answer:
        _apply(clinic, referral, observation, row.answer, at, row.note)
    warnings = (Warned("FEVER", str(choices.FEVER_WARNING) % {"value": row.temperature_c}),) if fever else ()
    return accepted(referral.pk, warnings, **_facts(referral, observation))


def _common(
    clinic: _Clinic, observation: Observation | None, person: UUID, homes: dict[UUID, tuple[str, str]], at: datetime
) -> tuple[tuple[str, str, str], Terms]:
    """Area and units of the records, and the thresholds that apply."""
    if observation is not None:
        return (observation.area, observation.unit, observation.reported_by), Terms.read(observation.terms)
    area, unit = homes.get(person, ("", ""))
    if not area:
        raise Refused("area_missing", choices.AREA_MISSING)
    pack: Pack = clinic.work.pack_of(area, unit, "", clocks.local(at).date())
    return (area, unit, ""), Terms.of(pack)


def _new(
    clinic: _Clinic, row: NewReferral, person: UUID, observation: Observation | None, common: tuple[str, str, str], at: datetime
) -> Referral:
    work, (area, unit, reported_by) = clinic.work, common
    alerts = [one for one in clinic.alerts.of(observation) if one.kind in HEALTH_ALERTS] if observation else []
    referral = Referral(
        **work.order(area, unit, reported_by), person_id=person, observation=observation, alert=alerts[0] if alerts else None,
        to_unit=row.to_unit, temperature_c=row.temperature_c, symptoms=list(row.symptoms)[:10], made_at=at, made_by=work.actor.name[:80],
        vehicle=row.vehicle[:60], note=row.note[:300],
    )  # fmt: skip
    clinic.open[person] = work.add(referral)
    work.add(
        Event(
            **work.record(area, unit, at, reported_by), observation=observation, person_id=person, kind=EventKind.SENT_TO_CLINIC,
            measure=observation.measure if observation else "", author=work.actor.name[:80], detail={"referral": str(referral.pk)},
        )
    )  # fmt: skip
    return referral


def _count_fever(work: Work, common: tuple[str, str, str], person: UUID, row: NewReferral, at: datetime) -> None:
    area, unit, reported_by = common
    record = work.record(area, unit, at, reported_by)
    work.add(FeverSign(**record, person_id=person, temperature_c=row.temperature_c, source="clinic"))


def _raise_alert(clinic: _Clinic, observation: Observation, row: NewReferral, at: datetime) -> None:
    """Whoever is sent to a clinic is not released before the clinic has answered."""
    if not any(one.kind in HEALTH_ALERTS for one in clinic.alerts.of(observation)):
        clinic.alerts.raise_for(observation, AlertKind.CLINIC, at, temperature_c=row.temperature_c, symptoms=list(row.symptoms)[:10])


@transaction.atomic
def answer_referrals(batch: Sequence[ReferralAnswer], *, by: Actor) -> list[Verdict]:
    """Write down what the clinic says. ``excluded`` closes referral and alert; ``suspected`` and ``confirmed`` go on elsewhere."""
    by.check(Permission.ANSWER_REFERRAL)
    work = Work(by)
    clinic = _Clinic(work, batch)
    _know_observations(clinic)
    verdicts = [_answered(clinic, row) for row in batch]
    work.flush()
    log(work, "answer_referrals", verdicts)
    return verdicts


def _know_observations(clinic: _Clinic) -> None:
    """The observations of referrals that were named by their own id."""
    missing = [one.observation_id for one in clinic.by_id.values() if one.observation_id and one.observation_id not in clinic.held]
    if missing:
        found = list(Observation.objects.filter(pk__in=missing))
        lock(one.pk for one in found)
        clinic.subjects.by_id.update({one.pk: one for one in found})
        clinic.held.update(courses(clinic.work, found))
        clinic.alerts.open.update(AlertBook(clinic.work, found).open)


def _answered(clinic: _Clinic, row: ReferralAnswer) -> Verdict:
    try:
        return _answer(clinic, row)
    except Refused as refusal:
        return refused(refusal)


def _answer(clinic: _Clinic, row: ReferralAnswer) -> Verdict:
    at = row.happened_at or clinic.work.now
    check_time(at, clinic.work.now)
    _check_answer(row.answer)
    referral = clinic.by_id.get(row.referral_id) if row.referral_id else clinic.open.get(clinic.subjects.person_of(row))
    if referral is None or referral.closed_at is not None:
        raise Refused("referral_unknown", choices.REFERRAL_UNKNOWN)
    observation = clinic.subjects.by_id.get(referral.observation_id) if referral.observation_id else None
    if referral.answer == row.answer:
        return duplicate(referral.pk, **_facts(referral, observation))
    _apply(clinic, referral, observation, row.answer, at, row.note)
    return accepted(referral.pk, **_facts(referral, observation))


def _check_answer(answer: str) -> None:
    if answer not in Answer.values:
        raise Refused("answer_unknown", choices.ANSWER_UNKNOWN, answer=answer)


def _apply(clinic: _Clinic, referral: Referral, observation: Observation | None, answer: str, at: datetime, note: str) -> None:
    work = clinic.work
    closed = answer in (*choices.CLOSING_ANSWERS, *choices.CASE_ANSWERS)
    work.change(
        referral, answer=answer, answered_at=at, answered_by=work.actor.name[:80], closed_at=at if closed else None,
        note=(note or referral.note)[:300],
    )
    if closed:
        clinic.open.pop(referral.person_id, None)
    if observation is not None and observation.ended_at is None:
        _follow(clinic, clinic.held[observation.pk], answer, at)


def _follow(clinic: _Clinic, course: Course, answer: str, at: datetime) -> None:
    """What the answer means for the observation."""
    observation, said = course.observation, str(Answer(answer).label)
    if answer in choices.CLOSING_ANSWERS:
        clinic.alerts.close(observation, at, said, kinds=HEALTH_ALERTS)
        if observation.state == State.IN_HOSPITAL:
            course.from_hospital(at)
        elif observation.measure == FEVER_CLINIC:
            clinic.work.event(observation, EventKind.ENDED_BY_ITSELF, at, reason=said)
            course.end(at, State.ENDED_BY_ITSELF)
    elif answer in choices.CASE_ANSWERS:
        clinic.work.event(observation, EventKind.BECAME_CASE, at)
        clinic.alerts.close(observation, at, said)
        course.end(at, State.BECAME_CASE)
    elif answer in choices.HOSPITAL_ANSWERS and can_become(observation.state, State.IN_HOSPITAL):
        course.to_hospital(at)


def _facts(referral: Referral, observation: Observation | None) -> dict[str, Any]:
    return {
        "answer": referral.answer, "observation": observation.pk if observation else None,
        "state": observation.state if observation else None,
    }
