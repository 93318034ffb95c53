"""Makes sure that everybody of a batch is registered, once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.masking import mask_document, mask_phone
from shouwang.lib.names import given_key, initials, name_key
from shouwang.lib.sealed import seal
from shouwang.people.models import NameVariant, Person, Suspicion
from shouwang.people.reads.assessments import Assessment, assess, look_again
from shouwang.people.reads.known import absent
from shouwang.people.rules.identities import Identified, Identity, ReadIdentity
from shouwang.people.rules.suspicions import common_area, in_order
from shouwang.people.writes.listed import count_listed
from shouwang.places import reads as places

PART = 2000
FILLED = (
    "phone", "phone_index", "phone_masked", "sex", "birth_date", "address", "registered_address", "employer", "household",
    "updated_at",
)  # fmt: skip


@transaction.atomic
def identify(batch: Sequence[Identity], *, by: Actor) -> list[Identified]:
    """Who everybody in the batch is: the person known already, else a new one. Answers in the order of the batch.

    A known document is the same person whatever the name. What was unknown of a known person is filled in, other spellings
    of the name are kept, possible doubles are put before a person to decide. The caller has checked its own permission;
    here every area must belong to the post. A document of a person outside the post's area is refused (KNOWN_ELSEWHERE).
    """
    return settle(assess(batch, by), by=by)


def settle(rows: list[Assessment], *, by: Actor) -> list[Identified]:
    """Write what a look at the batch found to be done. Runs in the transaction of whoever looked."""
    made = _make([row for row in rows if row.is_new])
    _give_way(rows, made)
    changed = _keep_spellings(rows) + _fill(rows)
    _suspect(rows, made)
    if made or changed:
        record_event(by=by, action="people.identify", area=by.area, count=len(made) + changed)
    return [row.answer(_id_of(row, made)) for row in rows]


def _id_of(row: Assessment, made: dict[int, Person]) -> UUID | None:
    person = made.get(row.at if row.same_as is None else row.same_as)
    return person.pk if person else None


def _make(rows: list[Assessment]) -> dict[int, Person]:
    """New persons, by position in the batch."""
    now = clocks.now()
    units = places.managing_units({row.read.told.area for row in rows if row.read and not row.read.told.unit})
    made = {row.at: new_person(row.read, row.index, row.phone_index, units, now) for row in rows if row.read}
    for part in batched(made.values(), PART):
        Person.objects.bulk_create(part, ignore_conflicts=True)
    count_listed(person.household_id for person in made.values())
    return made


def _give_way(rows: list[Assessment], made: dict[int, Person]) -> None:
    """Where somebody else registered a person of this batch at the same moment, take that one."""
    missing = absent(person.pk for person in made.values())
    late = [at for at, person in made.items() if person.pk in missing]
    if late:
        indexes = {made.pop(at).identity_index for at in late}
        look_again([row for row in rows if row.index in indexes])


def new_person(
    read: ReadIdentity, index: bytes, phone_index: bytes | None, units: Mapping[str, str], now: datetime
) -> Person:
    """Somebody new, not yet saved; ``units`` are the managing units by area."""
    told = read.told
    return Person(
        id=uuid7(), area=told.area, unit=told.unit or units.get(told.area, ""), household_id=told.household_id,
        **name_columns(read.full_name), **document_columns(read), **_phone_columns(read.phone, phone_index),
        sex=read.sex, birth_date=read.birth_date, identity_index=index,
        no_document_reason="" if read.document else told.no_document_reason,
        registered_address=told.registered_address, address=told.address, employer=told.employer,
        import_id=told.import_id, created_at=now, updated_at=now, **told.stated,
    )  # fmt: skip


def name_columns(full_name: str) -> dict[str, str]:
    """A tidy name with everything it is found by."""
    key = name_key(full_name)
    return {"full_name": full_name, "name_key": key, "given_key": given_key(key), "initials": initials(full_name)}


def document_columns(read: ReadIdentity) -> dict[str, Any]:
    """The document, sealed, with what is shown of it."""
    if read.document is None:
        return {"document": None, "document_kind": "", "document_masked": ""}
    number = read.document.number
    return {
        "document": seal().close("document", number),
        "document_kind": read.document.kind,
        "document_masked": mask_document(number),
    }


def phone_columns(phone: str) -> dict[str, Any]:
    """The telephone, sealed, with its index and what is shown of it."""
    return _phone_columns(phone, seal().index("phone", phone) if phone else None)


def _phone_columns(phone: str, index: bytes | None) -> dict[str, Any]:
    if not phone:
        return {"phone": None, "phone_index": None, "phone_masked": ""}
    return {"phone": seal().close("phone", phone), "phone_index": index, "phone_masked": mask_phone(phone)}


def _keep_spellings(rows: list[Assessment]) -> int:
    """Remember how else known persons were written."""
    now = clocks.now()
    new = {
        (row.known.id, row.read.full_name): NameVariant(
            person_id=row.known.id,
            area=row.known.area,
            full_name=row.read.full_name,
            name_key=row.read.key,
            created_at=now,
        )
        for row in rows
        if row.known and row.read and row.read.full_name not in row.known.spellings
    }
    NameVariant.objects.bulk_create(new.values(), batch_size=PART, ignore_conflicts=True)
    return len(new)


def _fill(rows: list[Assessment]) -> int:
    """Put in what was not known of known persons; what was known stays."""
    news = {row.known.id: additions for row in rows if row.known and (additions := _additions(row))}
    persons = Person.objects.in_bulk(list(news))
    now = clocks.now()
    for person_id, person in persons.items():
        for name, value in news[person_id].items():
            if getattr(person, name) in ("", None):
                setattr(person, name, value)
        person.updated_at = now
    Person.objects.bulk_update(persons.values(), FILLED, batch_size=PART // 4)
    count_listed(additions.get("household_id") for additions in news.values())
    return len(persons)


def _additions(row: Assessment) -> dict[str, Any]:
    assert row.known is not None
    assert row.read is not None
    told, blanks = row.read.told, row.known.blanks
    offered: dict[str, Any] = {
        "sex": row.read.sex, "birth_date": row.read.birth_date, "address": told.address, "employer": told.employer,
        "registered_address": told.registered_address, "household_id": told.household_id,
    }  # fmt: skip
    found = {name: value for name, value in offered.items() if value and name in blanks}
    return found | (phone_columns(row.read.phone) if row.read.phone and "phone_masked" in blanks else {})


def _suspect(rows: list[Assessment], made: dict[int, Person]) -> None:
    """Put possible doubles before a person to decide."""
    pairs = [(made[row.at], other, why) for row in rows if row.at in made for other, why in row.doubles]
    known = Person.objects.in_bulk([other for _, other, _ in pairs if isinstance(other, UUID)])
    suspicions = [
        suspicion(new, known[other] if isinstance(other, UUID) else made[other], why, clocks.now())
        for new, other, why in pairs
    ]
    Suspicion.objects.bulk_create(suspicions, batch_size=PART, ignore_conflicts=True)


def suspicion(one: Person, other: Person, why: str, now: datetime) -> Suspicion:
    """The question whether two persons are one, not yet decided."""
    first, second = in_order(one.pk, other.pk)
    return Suspicion(area=common_area(one.area, other.area), one_id=first, other_id=second, why=why, created_at=now)
