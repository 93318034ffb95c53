"""Registers who lives where: homes and persons of one sheet together."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import DUPLICATE, Verdict, accepted, refused
from shouwang.people.choices import SAME_CONTENT
from shouwang.people.models import Person
from shouwang.people.reads.assessments import Assessment, assess
from shouwang.people.reads.homes import Placed, place
from shouwang.people.rules.identities import Identified, Identity
from shouwang.people.rules.residents import STATED, Resident, check_resident
from shouwang.people.writes import households
from shouwang.people.writes.identities import settle
from shouwang.people.writes.listed import count_listed
from shouwang.people.writes.moves import move_persons

PART = 500
CHANGING = (*STATED, "household", "updated_at")


@transaction.atomic
def record_residents(batch: Sequence[Resident], *, by: Actor) -> list[Verdict]:
    """Register homes and who lives in them, or bring them up to date. The verdict's facts carry ``household``.

    A person known already is a duplicate: DUPLICATE_EXACT when nothing was new, else DUPLICATE_PERSON with the changed
    columns in ``changed``. A line without a person tells of the home only.
    """
    by.check(Permission.EDIT_PEOPLE)
    lines = _look(batch, by)
    households.store([line.placed for line in lines if line.placed])
    for line in lines:
        line.come_home()
    here = [line for line in lines if line.person and line.refusal is None]
    found = settle([line.person for line in here if line.person], by=by)
    for line, who in zip(here, found, strict=True):
        line.who = who
    _state(here, by)
    verdicts = [line.verdict for line in lines]
    record_event(
        by=by, action="people.record_residents", area=by.area, count=sum(verdict.taken for verdict in verdicts)
    )
    return verdicts


def judge_residents(batch: Sequence[Resident], *, by: Actor) -> list[Verdict]:
    """What ``record_residents`` would answer, without writing; changes of known persons are not foretold."""
    by.check(Permission.EDIT_PEOPLE)
    lines = _look(batch, by)
    for line in lines:
        line.who = line.person.answer() if line.person and line.refusal is None else None
    return [line.verdict for line in lines]


@dataclass(slots=True)
class _Line:
    """One line of the sheet on its way into the register."""

    told: Resident
    refusal: Refused | None = None
    person: Assessment | None = None
    placed: Placed | None = None
    who: Identified | None = None
    changed: list[str] = field(default_factory=list)

    def come_home(self) -> None:
        """Give the person the home that the line names."""
        if self.person and self.person.read and self.placed and (home := self.placed.household):
            self.person.read.told = replace(
                self.person.read.told, area=home.area, unit=home.unit, household_id=home.pk, stated=self.told.stated
            )

    @property
    def verdict(self) -> Verdict:
        """The answer to the line."""
        if self.refusal:
            return refused(self.refusal)
        home = {"household": self.placed.household.pk} if self.placed and self.placed.household else {}
        if self.who is None:
            return self._verdict_on_home(home)
        verdict = self.who.verdict
        if verdict.outcome == DUPLICATE and not self.changed:
            verdict = replace(verdict, code="DUPLICATE_EXACT", reason=str(SAME_CONTENT))
        changed = {"changed": self.changed} if self.changed else {}
        return replace(verdict, facts=verdict.facts | home | changed)

    def _verdict_on_home(self, home: dict[str, Any]) -> Verdict:
        if not home or self.placed is None:
            return accepted(None)
        verdict = households.verdict(self.placed)
        return replace(verdict, facts=verdict.facts | home)


def _look(batch: Sequence[Resident], by: Actor) -> list[_Line]:
    """Persons and homes of a sheet held against the register; a refused line leaves no trace of its home either."""
    lines = [_Line(told, _refusal(told)) for told in batch]
    persons = [line for line in lines if line.refusal is None and line.told.person]
    for line, person in zip(persons, assess([_identity(line.told) for line in persons], by), strict=True):
        line.person, line.refusal = person, person.refusal
    good = [line for line in lines if line.refusal is None]
    for line, placed in zip(good, place([line.told.home for line in good], by), strict=True):
        line.placed, line.refusal = placed, placed.refusal
    return lines


def _refusal(told: Resident) -> Refused | None:
    try:
        check_resident(told)
    except Refused as refusal:
        return refusal
    return None


def _identity(told: Resident) -> Identity:
    assert told.person is not None
    address = told.person.address or told.home.address
    return replace(told.person, area=told.person.area or told.home.area, address=address)


def _state(lines: list[_Line], by: Actor) -> None:
    """Write what the sheet says of persons known already; who has moved house follows with everything."""
    known = [(line, line.who.person_id) for line in lines if line.who and not line.who.created and line.who.person_id]
    persons = Person.objects.select_related("household").in_bulk([person_id for _, person_id in known])
    homes: set[UUID | None] = set()
    changed: dict[UUID, Person] = {}
    for line, person_id in known:
        person = persons[person_id]
        homes.add(person.household_id)
        line.changed = _apply(person, line)
        if line.changed:
            changed[person_id] = person
    Person.objects.bulk_update(changed.values(), CHANGING, batch_size=PART)
    areas = {person.pk: home.area for person in changed.values() if (home := person.household)}
    move_persons(areas, by=by)
    if changed:
        count_listed(homes | {person.household_id for person in changed.values()})


def _apply(person: Person, line: _Line) -> list[str]:
    told = line.told.stated
    if line.placed and line.placed.household:
        told |= {"household": line.placed.household}
    changed = sorted(name for name, value in told.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, told[name])
    if changed:
        person.updated_at = clocks.now()
    return changed
