"""Finds persons who may be one, and carries out what somebody decides about them."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from django.db import connection, transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import OUT_OF_AREA, Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks, paths
from shouwang.lib.documents import RESIDENT_ID
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.people.choices import (
    DECIDED_ALREADY,
    MERGED_FURTHER,
    NOT_DECIDED,
    NOT_FOUND,
    ONE_ALREADY,
    REASON_MISSING,
    SUSPICION_NOT_FOUND,
    Decision,
    Suspected,
)
from shouwang.people.models import Household, HouseholdMerge, Person, Suspicion
from shouwang.people.rules.suspicions import check_one_person, check_take_back, in_order, keeper
from shouwang.people.writes.identities import suspicion
from shouwang.people.writes.listed import count_listed
from shouwang.people.writes.merged_persons import merge_persons, unmerge_persons
from shouwang.people.writes.merging import follow, left_behind

PART = 1000


@transaction.atomic
def decide_suspicion(suspicion_id: UUID, decision: Decision, *, reason: str = "", by: Actor) -> Person:
    """Say whether two persons are one. "Same" merges them: every record of the one moves to the other, which is answered.

    "Not the same" is remembered and never asked again. Raises Refused: not_found, DECIDED_ALREADY, TWO_DOCUMENTS, ONE_ALREADY,
    RECORDS_ELSEWHERE, MERGE_CONFLICT when their records cannot stand side by side.
    """
    by.check(Permission.EDIT_PEOPLE)
    found, one, other = _locked(suspicion_id)
    if found.decision:
        raise Refused("DECIDED_ALREADY", DECIDED_ALREADY)
    if one.pk == other.pk:
        raise Refused("ONE_ALREADY", ONE_ALREADY)
    kept, gone = keeper(one, other)
    if decision == Decision.SAME:
        check_one_person(kept, gone)
        found.moved = merge_persons(kept, gone)
    found.decision, found.reason, found.decided_by, found.decided_at = decision, reason, by.post_id, clocks.now()
    found.save(update_fields=["decision", "reason", "decided_by", "decided_at", "moved"])
    record_event(
        by=by, action="people.decide_suspicion", area=found.area, subject=kept.pk, reason=reason,
        detail={"decision": str(decision), "other": str(gone.pk)},
    )  # fmt: skip
    return kept


@transaction.atomic
def take_back(suspicion_id: UUID, *, reason: str, by: Actor) -> None:
    """Undo a decision: two persons again, each with the records they had, and the question open again.

    Raises Refused: not_found, NOT_DECIDED, REASON_MISSING, NOT_YOURS, MERGED_FURTHER where a later merge has to be taken back first.
    """
    by.check(Permission.EDIT_PEOPLE)
    found, one, _other = _locked(suspicion_id)
    if not found.decision:
        raise Refused("NOT_DECIDED", NOT_DECIDED)
    if not reason.strip():
        raise Refused("REASON_MISSING", REASON_MISSING)
    check_take_back(found.decided_by, by)
    about = found.moved.get("kept", one.pk)
    if found.decision == Decision.SAME:
        _check_order(found.moved)
        unmerge_persons(found.moved)
    found.decision, found.reason, found.decided_by, found.decided_at, found.moved = "", "", None, None, {}
    found.save(update_fields=["decision", "reason", "decided_by", "decided_at", "moved"])
    record_event(by=by, action="people.take_back", area=found.area, subject=about, reason=reason, detail={"suspicion": str(found.pk)})


@transaction.atomic
def tell_apart(suspicion_ids: Sequence[UUID], *, reason: str = "", by: Actor) -> list[Verdict]:
    """Say of many pairs that they are two persons each, which is remembered; a verdict for each, in their order.

    Refused, each for itself: not_found, DECIDED_ALREADY (also where somebody merged the two meanwhile). Three queries for any number.
    """
    by.check(Permission.EDIT_PEOPLE)
    rows = Suspicion.objects.select_for_update(of=("self",)).select_related("one", "other")
    found = {row.pk: row for row in rows.filter(pk__in=list(suspicion_ids)).order_by("pk")}
    verdicts = [_apart(found.get(key), reason, by) for key in suspicion_ids]
    done = [found[verdict.id] for verdict in verdicts if verdict.taken and verdict.id]
    Suspicion.objects.bulk_update(done, ["decision", "reason", "decided_by", "decided_at"], batch_size=PART)
    if done:
        detail = {"decision": str(Decision.NOT_SAME), "suspicions": [str(row.pk) for row in done]}
        record_event(by=by, action="people.tell_apart", area=by.area, count=len(done), reason=reason, detail=detail)
    return verdicts


def _apart(row: Suspicion | None, reason: str, by: Actor) -> Verdict:
    if row is None:
        return refused(Refused("not_found", SUSPICION_NOT_FOUND))
    if row.decision or (row.one.merged_into_id or row.one_id) == (row.other.merged_into_id or row.other_id):
        return refused(Refused("DECIDED_ALREADY", DECIDED_ALREADY))
    row.decision, row.reason, row.decided_by, row.decided_at = Decision.NOT_SAME, reason, by.post_id, clocks.now()
    return accepted(row.pk)


def take_many_back(suspicion_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Undo many decisions, each for itself and for the reasons of ``take_back``; a verdict for each, in their order."""
    verdicts = []
    for key in suspicion_ids:
        try:
            take_back(key, reason=reason, by=by)
        except Refused as refusal:
            verdicts.append(refused(refusal))
        else:
            verdicts.append(accepted(key))
    return verdicts


@transaction.atomic
def suspect(one_id: UUID, other_id: UUID, *, by: Actor) -> Suspicion:
    """Ask whether two persons whom the post sees are one; the question that was asked before, where it was. Raises Refused not_found, ONE_ALREADY."""
    by.check(Permission.EDIT_PEOPLE)
    persons = Person.objects.in_bulk([one_id, other_id])
    if one_id == other_id:
        raise Refused("ONE_ALREADY", ONE_ALREADY)
    if len(persons) < 2 or any(person.merged_into_id or not by.covers(person.area) for person in persons.values()):
        raise Refused("not_found", NOT_FOUND)
    first, second = in_order(one_id, other_id)
    asked = Suspicion.objects.filter(one=first, other=second).first()
    if asked is None:
        asked = suspicion(persons[one_id], persons[other_id], Suspected.SOMEBODY_SAYS, clocks.now())
        asked.save(force_insert=True)
        record_event(by=by, action="people.suspect", area=asked.area, subject=one_id, detail={"other": str(other_id)})
    return asked


@transaction.atomic
def follow_merged(*, by: Actor) -> int:
    """Move what was written about persons and households in the very moment they were merged; of how many. What collides waits for a person."""
    by.check(Permission.EDIT_PEOPLE)
    done = 0
    for gone, kept in sorted(left_behind(Person)):
        found = Suspicion.objects.filter(decision=Decision.SAME, moved__gone=str(gone), moved__kept=str(kept)).first()
        with suppress(Refused), transaction.atomic():
            rows = follow(Person, gone, kept)
            if found:
                found.moved["rows"] += rows
                found.save(update_fields=["moved"])
            done += 1
    for gone, kept in sorted(left_behind(Household)):
        merge = HouseholdMerge.objects.filter(gone=gone, kept=kept, undone_at__isnull=True).first()
        with suppress(Refused), transaction.atomic():
            rows = follow(Household, gone, kept)
            if merge:
                merge.moved["rows"] += rows
                merge.save(update_fields=["moved"])
            count_listed([gone, kept])
            done += 1
    record_event(by=by, action="people.follow_merged", area=by.area, count=done)
    return done


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


def _locked(suspicion_id: UUID) -> tuple[Suspicion, Person, Person]:
    """The question and the two persons it is about today, who must be in sight; nobody else decides about them meanwhile."""
    found = Suspicion.objects.select_for_update(of=("self",)).filter(pk=suspicion_id).first()
    if found is None:
        raise Refused("not_found", SUSPICION_NOT_FOUND)
    asked = [found.one_id, found.other_id]
    now = dict(Person.objects.filter(pk__in=asked).values_list("pk", "merged_into"))
    wanted = {*asked, *filter(None, now.values())}
    persons = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    one, other = (persons.get(now.get(key) or key) for key in asked)
    if one is None or other is None:
        raise Refused("not_found", SUSPICION_NOT_FOUND)
    if not found.decision and (one.merged_into_id or other.merged_into_id):
        raise Refused("DECIDED_ALREADY", DECIDED_ALREADY)  # somebody merged one of them while this waited
    return found, one, other


def _check_order(moved: dict[str, str]) -> None:
    """Merges are taken back from the last to the first."""
    gone, kept = (Person.objects.filter(pk=moved[name]).first() for name in ("gone", "kept"))
    if gone is None or kept is None:
        raise Refused("not_found", SUSPICION_NOT_FOUND)
    if kept.merged_into_id or gone.merged_into_id != kept.pk:
        later = Person.objects.filter(pk=kept.merged_into_id or gone.merged_into_id).first()
        raise Refused("MERGED_FURTHER", MERGED_FURTHER, kept=kept.full_name, later=later.full_name if later else "")


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
