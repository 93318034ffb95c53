"""Corrects what is kept of one person, with a reason; the version before is kept by the database."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import OUT_OF_AREA, Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.lib.verdicts import CORRECTED, Verdict
from shouwang.people.choices import DOCUMENT_TAKEN, NOT_FOUND, REASON_MISSING, UNKNOWN_FIELD
from shouwang.people.models import NameVariant, Person
from shouwang.people.rules.identities import Identity, ReadIdentity, read_identity
from shouwang.people.rules.residents import STATED
from shouwang.people.writes.identities import document_columns, name_columns, phone_columns
from shouwang.people.writes.listed import count_listed
from shouwang.people.writes.moves import move_persons

OF_IDENTITY = (
    "full_name", "area", "document", "no_document_reason", "phone", "sex", "birth_date", "registered_address", "address",
    "employer", "household_id",
)  # fmt: skip


@transaction.atomic
def correct_person(person_id: UUID, changes: Mapping[str, Any], *, why: str, by: Actor) -> Verdict:
    """Correct facts of a person: those of ``Identity`` (document and phone as written) or of ``Resident``.

    Raises Refused: not_found, REASON_MISSING, UNKNOWN_FIELD, DOCUMENT_TAKEN, out_of_area, or as ``read_identity``.
    """
    by.check(Permission.EDIT_PEOPLE)
    person = Person.objects.select_for_update().filter(pk=person_id, merged_into__isnull=True).first()
    if person is None:
        raise Refused("not_found", NOT_FOUND)
    _check(changes, why)
    read = _read(person, changes, by)
    before = _columns(person)
    if read.told.area != person.area:
        move_persons({person.pk: read.told.area}, by=by)
    _write(person, changes, read)
    changed = sorted(name for name, value in _columns(person).items() if before[name] != value)
    _keep_name(person, before["full_name"])
    count_listed([before["household_id"], person.household_id] if "household_id" in changed else [])
    record_event(
        by=by,
        action="people.correct_person",
        area=person.area,
        subject=person.pk,
        reason=why,
        detail={"columns": changed},
    )
    return Verdict(CORRECTED, id=person.pk, of=person.pk, warnings=tuple(read.warnings), facts={"changed": changed})


def _check(changes: Mapping[str, Any], why: str) -> None:
    if not why.strip():
        raise Refused("REASON_MISSING", REASON_MISSING)
    if unknown := set(changes) - {*OF_IDENTITY, *STATED}:
        raise Refused("UNKNOWN_FIELD", UNKNOWN_FIELD, field=", ".join(sorted(unknown)))


def _read(person: Person, changes: Mapping[str, Any], by: Actor) -> ReadIdentity:
    """The whole identity as it will be."""
    keyed = seal()
    now: dict[str, Any] = {
        "full_name": person.full_name, "area": person.area, "no_document_reason": person.no_document_reason,
        "document": keyed.open("document", person.document) if person.document else None,
        "phone": keyed.open("phone", person.phone) if person.phone else None,
        "sex": person.sex, "birth_date": person.birth_date, "address": person.address, "employer": person.employer,
        "registered_address": person.registered_address, "household_id": person.household_id,
    }  # fmt: skip
    read = read_identity(Identity(**now | {name: changes[name] for name in OF_IDENTITY if name in changes}))
    if not by.covers(read.told.area):
        raise Refused("out_of_area", OUT_OF_AREA)
    return read


def _write(person: Person, changes: Mapping[str, Any], read: ReadIdentity) -> None:
    told = read.told
    columns: dict[str, Any] = {
        **name_columns(read.full_name), "sex": read.sex, "birth_date": read.birth_date, "area": told.area,
        "registered_address": told.registered_address, "address": told.address, "employer": told.employer,
        "household_id": told.household_id, "no_document_reason": "" if read.document else told.no_document_reason,
        "identity_index": seal().index(*read.identity), "updated_at": clocks.now(),
        **{name: changes[name] for name in STATED if name in changes},
    }  # fmt: skip
    columns |= document_columns(read) if "document" in changes else {}
    columns |= phone_columns(read.phone) if "phone" in changes else {}
    for name, value in columns.items():
        setattr(person, name, value)
    try:
        with transaction.atomic():
            person.save(update_fields=columns)
    except IntegrityError:
        raise Refused("DOCUMENT_TAKEN", DOCUMENT_TAKEN) from None


def _columns(person: Person) -> dict[str, Any]:
    """What a correction can change, comparable; of sealed values what stands for them."""
    names = (*STATED, *OF_IDENTITY, "identity_index", "phone_index")
    return {name: getattr(person, name) for name in names if name not in ("document", "phone")}


def _keep_name(person: Person, before: str) -> None:
    """A person is still found by the name before."""
    if before != person.full_name:
        key = name_columns(before)["name_key"]
        NameVariant.objects.bulk_create(
            [NameVariant(person=person, area=person.area, full_name=before, name_key=key, created_at=clocks.now())],
            ignore_conflicts=True,
        )
