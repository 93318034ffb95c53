"""Looking at a person's details, and revealing what is sealed: both leave an event in the log (DOMAIN 6.3)."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event, record_look
from shouwang.lib.phones import national
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.people import reads
from shouwang.people.choices import HOUSEHOLD_NOT_FOUND, NOT_FOUND, NOTHING_SEALED, REASON_MISSING, SealedFact
from shouwang.people.models import Person
from shouwang.people.reads.cards import PersonCard
from shouwang.people.reads.households import HouseholdPage, Listed


@transaction.atomic
def open_person(person_id: UUID, *, by: Actor) -> PersonCard:
    """The details of one person, and an event that they were looked at. Raises Refused not_found."""
    by.check(Permission.VIEW_PEOPLE)
    card = reads.person(person_id, by=by)
    if card is None:
        raise Refused("not_found", NOT_FOUND)
    record_look(by=by, action="people.open_person", area=card.area, subject=card.id)
    return card


@transaction.atomic
def open_household(household_id: UUID, *, by: Actor) -> HouseholdPage:
    """A household with who lives in it, and an event that it was looked at. Raises Refused not_found."""
    by.check(Permission.VIEW_PEOPLE)
    found = reads.household(household_id, by=by)
    if found is None:
        raise Refused("not_found", HOUSEHOLD_NOT_FOUND)
    record_look(by=by, action="people.open_household", area=found.household.area, subject=found.household.pk)
    return found


@transaction.atomic
def as_told(person_id: UUID, *, by: Actor) -> dict[str, str]:
    """Who a person is, as it would be told again (name, number, phone, address, area): for what the person declares.

    Raises Refused not_found outside the area of ``by``.
    """
    by.check(Permission.VIEW_PEOPLE)
    person = Person.objects.filter(pk=person_id, merged_into__isnull=True).first()
    if person is None or not by.covers(person.area):
        raise Refused("not_found", NOT_FOUND)
    record_event(by=by, action="people.as_told", area=person.area, subject=person.pk)
    number, phone = opened(person, SealedFact.DOCUMENT), opened(person, SealedFact.PHONE)
    return {"full_name": person.full_name, "id_number": number, "phone": phone, "address": person.address, "area": person.area}


@transaction.atomic
def reveal(person_id: UUID, field: SealedFact, *, reason: str, by: Actor) -> str:
    """The sealed value in full. Raises Refused: REASON_MISSING, not_found, NOTHING_SEALED."""
    by.check(Permission.REVEAL)
    if not reason.strip():
        raise Refused("REASON_MISSING", REASON_MISSING)
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refused("not_found", NOT_FOUND)
    value = opened(person, field)
    if not value:
        raise Refused("NOTHING_SEALED", NOTHING_SEALED, field=SealedFact(field).label)
    record_event(
        by=by, action="people.reveal", area=person.area, subject=person.pk, reason=reason, detail={"field": str(field)}
    )
    return value


@transaction.atomic
def reveal_many(person_ids: Sequence[UUID], field: SealedFact, *, reason: str, by: Actor) -> dict[UUID, str]:
    """The sealed values of many persons, for a list that is printed or exported: one event that counts them."""
    by.check(Permission.REVEAL)
    if not reason.strip():
        raise Refused("REASON_MISSING", REASON_MISSING)
    persons = Person.objects.in_bulk(list(person_ids))
    values = {person_id: opened(person, field) for person_id, person in persons.items()}
    area = by.area if len({person.area for person in persons.values()}) != 1 else next(iter(persons.values())).area
    record_event(
        by=by, action="people.reveal_many", area=area, count=len(values), reason=reason, detail={"field": str(field)}
    )
    return values


def listed_in_full(area: str, *, reason: str, by: Actor) -> list[Listed]:
    """The households of an area with everybody in them and their numbers in full, for a sheet that is printed."""
    rows = reads.listed(area, by=by)
    ids = [row.person.id for row in rows if row.person]
    documents = reveal_many(ids, SealedFact.DOCUMENT, reason=reason, by=by)
    phones = reveal_many(ids, SealedFact.PHONE, reason=reason, by=by)
    return [
        replace(row, document=documents[row.person.id], phone=phones[row.person.id]) if row.person else row
        for row in rows
    ]


def opened(person: Person, field: str) -> str:
    """What is sealed, as people write it; empty where nothing is kept."""
    sealed = getattr(person, field)
    if sealed is None:
        return ""
    value = seal().open(field, sealed)
    return national(value) if field == SealedFact.PHONE else value
