"""Two households that are one: everything moves to the one that stays, and home again when somebody takes it back."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.people.choices import (
    HOME_MERGED_FURTHER,
    HOUSEHOLD_NOT_FOUND,
    MERGE_NOT_FOUND,
    ONE_HOME_ALREADY,
    REASON_MISSING,
)
from shouwang.people.models import Household, HouseholdMerge
from shouwang.people.reads.merges import told_apart
from shouwang.people.rules.suspicions import check_take_back, common_area
from shouwang.people.writes.double_homes import ask_of_the_one_that_stays, forget_questions
from shouwang.people.writes.listed import count_listed
from shouwang.people.writes.merging import move_rows, move_rows_back


@transaction.atomic
def merge_households(kept_id: UUID, gone_id: UUID, *, reason: str, by: Actor) -> HouseholdMerge:
    """Make one household of two: persons and measures move to the one that stays; the other counts no more, on no day.

    Raises Refused: not_found, REASON_MISSING, ONE_HOME_ALREADY, RECORDS_ELSEWHERE, MERGE_CONFLICT.
    """
    by.check(Permission.EDIT_PEOPLE)
    if not reason.strip():
        raise Refused("REASON_MISSING", REASON_MISSING)
    kept, gone = _locked(kept_id, gone_id, by)
    if kept.pk == gone.pk or kept.merged_into_id or gone.merged_into_id:
        raise Refused("ONE_HOME_ALREADY", ONE_HOME_ALREADY)
    moved = move_rows(Household, gone.pk, kept.pk)
    moved |= {"to_day": gone.to_day.isoformat() if gone.to_day else None}
    Household.objects.filter(pk=gone.pk).update(to_day=gone.from_day)
    count_listed([kept.pk, gone.pk])
    moved |= {"asked": ask_of_the_one_that_stays(kept, gone.pk)}
    merge = HouseholdMerge.objects.create(
        area=common_area(kept.area, gone.area), gone=gone, kept=kept, reason=reason, merged_at=clocks.now(), merged_by=by.post_id, moved=moved,
    )  # fmt: skip
    record_event(
        by=by, action="people.merge_households", area=merge.area, subject=kept.pk, reason=reason, detail={"other": str(gone.pk)}
    )
    return merge


@transaction.atomic
def tell_homes_apart(one_id: UUID, other_id: UUID, *, reason: str = "", by: Actor) -> None:
    """Remember that two households are two: nobody is asked about them again. Said twice it is remembered once.

    Raises Refused: not_found, ONE_HOME_ALREADY.
    """
    by.check(Permission.EDIT_PEOPLE)
    one, other = _locked(one_id, other_id, by)
    if one.pk == other.pk or one.merged_into_id or other.merged_into_id:
        raise Refused("ONE_HOME_ALREADY", ONE_HOME_ALREADY)
    if other.pk in told_apart(one.pk):
        return
    area, now = common_area(one.area, other.area), clocks.now()
    HouseholdMerge.objects.create(area=area, gone=other, kept=one, reason=reason, merged_at=now, merged_by=by.post_id, undone_at=now)
    record_event(by=by, action="people.tell_homes_apart", area=area, subject=one.pk, reason=reason, detail={"other": str(other.pk)})


@transaction.atomic
def ask_homes_again(merge_id: UUID, *, reason: str, by: Actor) -> None:
    """Take back that two households are two: they are asked about again, and both decisions stay written.

    Raises Refused: not_found (also where it was taken back before), REASON_MISSING, NOT_YOURS.
    """
    by.check(Permission.EDIT_PEOPLE)
    if not reason.strip():
        raise Refused("REASON_MISSING", REASON_MISSING)
    rows = HouseholdMerge.objects.select_for_update().filter(undone_at=F("merged_at"), doubted_at__isnull=True)
    found = rows.filter(pk=merge_id).first()
    if found is None or not by.covers(found.area):
        raise Refused("not_found", MERGE_NOT_FOUND)
    check_take_back(found.merged_by, by)
    found.doubted_at, found.doubted_why = clocks.now(), reason
    found.save(update_fields=["doubted_at", "doubted_why"])
    detail = {"other": str(found.gone_id)}
    record_event(by=by, action="people.ask_homes_again", area=found.area, subject=found.kept_id, reason=reason, detail=detail)


@transaction.atomic
def part_households(merge_id: UUID, *, reason: str, by: Actor) -> None:
    """Two households again, each as it was.

    Raises Refused: not_found, REASON_MISSING, NOT_YOURS, MERGED_FURTHER where a later merge has to be taken back first.
    """
    by.check(Permission.EDIT_PEOPLE)
    if not reason.strip():
        raise Refused("REASON_MISSING", REASON_MISSING)
    merge = HouseholdMerge.objects.select_for_update().filter(pk=merge_id, undone_at__isnull=True).first()
    if merge is None:
        raise Refused("not_found", MERGE_NOT_FOUND)
    check_take_back(merge.merged_by, by)
    kept, gone = _locked(merge.kept_id, merge.gone_id, by)
    if kept.merged_into_id or gone.merged_into_id != kept.pk:
        raise Refused("MERGED_FURTHER", HOME_MERGED_FURTHER)
    move_rows_back(Household, gone.pk, kept.pk, merge.moved)
    to_day = merge.moved["to_day"]
    Household.objects.filter(pk=gone.pk).update(to_day=date.fromisoformat(to_day) if to_day else None)
    count_listed([kept.pk, gone.pk])
    forget_questions(merge.moved.get("asked", ()))
    merge.undone_at = clocks.now()
    merge.save(update_fields=["undone_at"])
    record_event(by=by, action="people.part_households", area=merge.area, subject=kept.pk, reason=reason, detail={"other": str(gone.pk)})


def tell_many_homes_apart(pairs: Sequence[tuple[UUID, UUID]], *, reason: str = "", by: Actor) -> list[Verdict]:
    """Remember of many pairs of households that they are two, each for itself as ``tell_homes_apart``; a verdict for each, in their order."""
    by.check(Permission.EDIT_PEOPLE)
    return _each(partial(tell_homes_apart, one, other, reason=reason, by=by) for one, other in pairs)


def take_homes_back(merge_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Take back many decisions about households, whichever they were, each for itself; a verdict for each, in their order."""
    by.check(Permission.EDIT_PEOPLE)
    merged = set(HouseholdMerge.objects.filter(pk__in=list(merge_ids), undone_at__isnull=True).values_list("pk", flat=True))
    return _each(partial(part_households if key in merged else ask_homes_again, key, reason=reason, by=by) for key in merge_ids)


@transaction.atomic
def _each(works: Iterable[Callable[[], object]]) -> list[Verdict]:
    """Every piece of work for itself: one that is refused holds no other back."""
    verdicts = []
    for work in works:
        try:
            work()
        except Refused as refusal:
            verdicts.append(refused(refusal))
        else:
            verdicts.append(accepted(None))
    return verdicts


def _locked(kept_id: UUID, gone_id: UUID, by: Actor) -> tuple[Household, Household]:
    """Both, in sight, with nobody else merging them meanwhile."""
    rows = {row.pk: row for row in Household.objects.select_for_update().filter(pk__in=[kept_id, gone_id]).order_by("pk")}
    kept, gone = rows.get(kept_id), rows.get(gone_id)
    if kept is None or gone is None or not (by.covers(kept.area) and by.covers(gone.area)):
        raise Refused("not_found", HOUSEHOLD_NOT_FOUND)
    return kept, gone
