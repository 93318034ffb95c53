"""Finds persons who may be one, and carries out what somebody decides about them."""

import json
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import OUT_OF_AREA, Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks, paths
from shouwang.lib.documents import RESIDENT_ID
from shouwang.lib.refusals import Refused
from shouwang.people.choices import (
    DECIDED_ALREADY,
    MERGE_CONFLICT,
    NOT_DECIDED,
    REASON_MISSING,
    SUSPICION_NOT_FOUND,
    Decision,
    Suspected,
)
from shouwang.people.models import NameVariant, Person, Suspicion
from shouwang.people.rules.suspicions import check_one_person, keeper
from shouwang.people.writes.identities import suspicion
from shouwang.people.writes.listed import count_listed

PART = 1000


@transaction.atomic
def decide_suspicion(suspicion_id: UUID, decision: Decision, *, reason: str = "", by: Actor) -> Person:
    """Say whether two persons are one. "Same" merges them: every record of the one moves to the other, which is answered.

    "Not the same" is remembered and never asked again. Raises Refused: not_found, DECIDED_ALREADY, TWO_DOCUMENTS,
    MERGE_CONFLICT when their records cannot stand side by side.
    """
    by.check(Permission.EDIT_PEOPLE)
    found = _locked(suspicion_id)
    if found.decision:
        raise Refused("DECIDED_ALREADY", DECIDED_ALREADY)
    kept, gone = keeper(found.one, found.other)
    if decision == Decision.SAME:
        found.moved = _merge(kept, gone)
    _decide(found, decision, reason, by)
    record_event(
        by=by, action="people.decide_suspicion", area=found.area, subject=kept.pk, reason=reason,
        detail={"decision": str(decision), "other": str(gone.pk)},
    )  # fmt: skip
    return kept


@transaction.atomic
def take_back(suspicion_id: UUID, *, reason: str, by: Actor) -> None:
    """Undo a decision: two persons again, each with the records they had. Raises Refused not_found, NOT_DECIDED."""
    by.check(Permission.EDIT_PEOPLE)
    found = _locked(suspicion_id)
    if not found.decision:
        raise Refused("NOT_DECIDED", NOT_DECIDED)
    if not reason.strip():
        raise Refused("REASON_MISSING", REASON_MISSING)
    if found.decision == Decision.SAME:
        _unmerge(found)
    found.moved = {}
    _decide(found, "", reason, by)
    record_event(by=by, action="people.take_back", area=found.area, subject=found.pk, reason=reason)


@transaction.atomic
def find_suspected(area: str, *, by: Actor) -> int:
    """Look through an area for persons who may be one and are not suspected yet; how many pairs were found."""
    by.check(Permission.EDIT_PEOPLE)
    if not by.covers(area):
        raise Refused("out_of_area", OUT_OF_AREA)
    low, high = paths.bounds(area)
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, {"low": low, "high": high, "id_card": RESIDENT_ID})
        pairs = cursor.fetchall()
    persons = Person.objects.in_bulk({person_id for one, other, _ in pairs for person_id in (one, other)})
    now = clocks.now()
    found = [
        suspicion(persons[one], persons[other], Suspected.NAME_AND_PHONE if by_phone else Suspected.NAME_AND_BIRTH, now)
        for one, other, by_phone in pairs
    ]
    Suspicion.objects.bulk_create(found, batch_size=PART, ignore_conflicts=True)
    record_event(by=by, action="people.find_suspected", area=area, count=len(found))
    return len(found)


def _locked(suspicion_id: UUID) -> Suspicion:
    """The suspicion with both persons, who must be in sight."""
    found = Suspicion.objects.select_for_update(of=("self",)).filter(pk=suspicion_id).first()
    persons = Person.objects.in_bulk([found.one_id, found.other_id]) if found else {}
    if found is None or len(persons) < 2:
        raise Refused("not_found", SUSPICION_NOT_FOUND)
    found.one, found.other = persons[found.one_id], persons[found.other_id]
    return found


def _decide(found: Suspicion, decision: str, reason: str, by: Actor) -> None:
    found.decision, found.reason, found.decided_by = decision, reason, by.post_id
    found.decided_at = clocks.now()
    found.save(update_fields=["decision", "reason", "decided_by", "decided_at", "moved"])


def _merge(kept: Person, gone: Person) -> dict[str, object]:
    """Move every record, remember the other name; answers what was moved."""
    check_one_person(kept, gone)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT people_merge(%s, %s)", [gone.pk, kept.pk])
            moved = cursor.fetchone()[0]
    except IntegrityError:
        raise Refused("MERGE_CONFLICT", MERGE_CONFLICT) from None
    _take_names(kept, gone)
    count_listed([gone.household_id])
    return {"kept": str(kept.pk), "gone": str(gone.pk), "rows": json.loads(moved) if isinstance(moved, str) else moved}


def _take_names(kept: Person, gone: Person) -> None:
    """Whoever searched for the one finds the other."""
    now = clocks.now()
    names = {gone.full_name: gone.name_key} | dict(
        NameVariant.objects.filter(person=gone).values_list("full_name", "name_key")
    )
    names.pop(kept.full_name, None)
    variants = [
        NameVariant(person=kept, area=kept.area, full_name=name, name_key=key, created_at=now)
        for name, key in names.items()
    ]
    NameVariant.objects.bulk_create(variants, ignore_conflicts=True)


def _unmerge(found: Suspicion) -> None:
    kept, gone, rows = found.moved["kept"], found.moved["gone"], found.moved["rows"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_unmerge(%s, %s, %s)", [gone, kept, json.dumps(rows)])
    count_listed(Person.objects.filter(pk=gone).values_list("household_id", flat=True))


# From those without an identity card, of whom there are few, by index to everybody they may be; "OFFSET 0" as in reads.known.
_PAIRS = """
    WITH unproven AS MATERIALIZED (
        SELECT id, name_key, phone_index, birth_date, left(area, 15) AS village FROM people_person
        WHERE area >= %(low)s AND area < %(high)s AND merged_into_id IS NULL AND document_kind <> %(id_card)s
    ), pairs AS (
        SELECT one.id AS one, other.id AS other, true AS by_phone FROM unproven AS one CROSS JOIN LATERAL (
            SELECT id FROM people_person WHERE phone_index = one.phone_index AND name_key = one.name_key
            AND id <> one.id AND merged_into_id IS NULL OFFSET 0
        ) AS other
        UNION ALL
        SELECT one.id, other.id, false FROM unproven AS one CROSS JOIN LATERAL (
            SELECT id FROM people_person WHERE name_key = one.name_key AND birth_date = one.birth_date
            AND area >= one.village AND area < one.village || ':' AND id <> one.id AND merged_into_id IS NULL OFFSET 0
        ) AS other
    ), found AS (
        SELECT least(one, other) AS one, greatest(one, other) AS other, bool_or(by_phone) AS by_phone FROM pairs GROUP BY 1, 2
    )
    SELECT found.one, found.other, found.by_phone FROM found
    WHERE NOT EXISTS (SELECT 1 FROM people_suspicion AS asked WHERE asked.one_id = found.one AND asked.other_id = found.other)
    ORDER BY found.one, found.other
"""
