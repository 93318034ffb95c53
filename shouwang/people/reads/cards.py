"""What a post sees of a person: the name, for it has to find them; numbers masked, the address down to the building."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.lib.documents import age_on
from shouwang.lib.masking import mask_address, mask_name
from shouwang.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """One person as shown. ``document``, ``phone`` and ``masked_address`` are masked; ``address`` is for who goes there."""

    id: UUID
    area: str
    unit: str
    full_name: str
    masked_name: str
    sex: str
    birth_date: date | None
    age: int | None
    document_kind: str
    document: str
    no_document_reason: str
    phone: str
    address: str
    masked_address: str
    registered_address: str
    employer: str
    household_id: UUID | None
    relation_to_head: str
    present: bool | None
    away_place: str
    return_on: date | None
    doses: int | None
    last_dose_on: date | None
    groups: tuple[str, ...]
    remark: str


def person(person_id: UUID, *, by: Actor) -> PersonCard | None:
    """One person of the post's area, or none; of two that were merged the one that stayed."""
    return persons([person_id], by=by).get(person_id)


def persons(person_ids: Iterable[UUID], *, by: Actor) -> dict[UUID, PersonCard]:
    """Many persons, by the id asked for, in two queries. Who lies outside the post's area is left out."""
    wanted = set(person_ids)
    found = Person.objects.in_bulk(list(wanted))
    moved = {gone.pk: gone.merged_into_id for gone in found.values() if gone.merged_into_id}
    kept = Person.objects.in_bulk(list(moved.values())) if moved else {}
    rows = {asked: kept.get(moved[asked]) if asked in moved else one for asked, one in found.items()}
    return {asked: card(row) for asked, row in rows.items() if row is not None and by.covers(row.area)}


def guests(person_ids: Iterable[UUID]) -> dict[UUID, PersonCard]:
    """People of other areas whom a post looks after for a time, by id: no more than the masked name, sex and age. See ``scope.hosting``."""
    return {row.pk: _as_guest(card(row)) for row in Person.objects.filter(pk__in=set(person_ids))}


def _as_guest(known: PersonCard) -> PersonCard:
    return replace(
        known, full_name=known.masked_name, birth_date=None, document_kind="", document="", no_document_reason="", phone="", address="",
        masked_address="", registered_address="", employer="", household_id=None, relation_to_head="", present=None, away_place="",
        return_on=None, doses=None, last_dose_on=None, groups=(), remark="",
    )  # fmt: skip


def living() -> QuerySet[Person]:
    """Everybody who was not merged into somebody else."""
    return Person.objects.filter(merged_into__isnull=True)


def card(row: Person) -> PersonCard:
    """The card of a row."""
    return PersonCard(
        id=row.pk, area=row.area, unit=row.unit, full_name=row.full_name, masked_name=mask_name(row.full_name), sex=row.sex,
        birth_date=row.birth_date, age=age_on(row.birth_date, clocks.today()) if row.birth_date else None,
        document_kind=row.document_kind, document=row.document_masked, no_document_reason=row.no_document_reason,
        phone=row.phone_masked, address=row.address, masked_address=mask_address(row.address),
        registered_address=row.registered_address, employer=row.employer, household_id=row.household_id,
        relation_to_head=row.relation_to_head, present=row.present, away_place=row.away_place, return_on=row.return_on,
        doses=row.doses, last_dose_on=row.last_dose_on, groups=tuple(row.groups), remark=row.remark,
    )  # fmt: skip
