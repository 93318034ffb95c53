"""Finds households that may be one, and keeps the questions right when two become one or two again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import OUT_OF_AREA, Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.people.models import HomesSuspicion, Household
from shouwang.people.reads.double_homes import homes_known, settled, villages_with_homes
from shouwang.people.rules.double_homes import alike
from shouwang.people.rules.suspicions import common_area, in_order

PART = 1000
Progress = Callable[[int, int], object]  # villages done, villages in all


@transaction.atomic
def find_suspected_homes(area: str, *, by: Actor, progress: Progress | None = None) -> int:
    """Look through an area, village by village, for households that may be one; how many pairs are newly asked about.

    Five queries a village and one village in memory, however many people the area has; ``progress`` is told after each.
    """
    by.check(Permission.EDIT_PEOPLE)
    if not by.covers(area):
        raise Refused("out_of_area", OUT_OF_AREA)
    villages, now, found = villages_with_homes(area), clocks.now(), 0
    for done, village in enumerate(villages, start=1):
        found += _ask_in(village, now)
        if progress:
            progress(done, len(villages))
    record_event(by=by, action="people.find_suspected_homes", area=area, count=found)
    return found


def _ask_in(village: str, now: datetime) -> int:
    """Ask about the pairs of one village that were neither asked about nor told apart."""
    pairs = alike(homes_known(village))
    known = settled(village) if pairs else set()
    asked = {pair: why for pair, why in pairs.items() if pair not in known}
    areas = dict(Household.objects.filter(pk__in={key for pair in asked for key in pair}).values_list("pk", "area")) if asked else {}
    rows = [
        HomesSuspicion(area=common_area(areas[one], areas[other]), one_id=one, other_id=other, why=why, created_at=now)
        for (one, other), why in asked.items()
    ]
    HomesSuspicion.objects.bulk_create(rows, batch_size=PART, ignore_conflicts=True)
    return len(rows)


def ask_of_the_one_that_stays(kept: Household, gone: UUID) -> list[str]:
    """After a merge: what was asked about the household that gave way is asked of the one that stays; ids of the new questions."""
    asked = HomesSuspicion.objects.filter(Q(one=gone) | Q(other=gone)).select_related("one", "other")
    others = {_other(row, gone).pk: (_other(row, gone), row) for row in asked}
    rows = [
        HomesSuspicion(**_ordered(kept, other), area=common_area(kept.area, other.area), why=row.why, created_at=row.created_at)
        for other, row in others.values() if other.pk != kept.pk and other.merged_into_id is None
    ]
    mine = HomesSuspicion.objects.filter(Q(one=kept.pk) | Q(other=kept.pk)).values_list("one", "other")
    asked_already = set(mine) if rows else set()
    new = [row for row in rows if (row.one_id, row.other_id) not in asked_already]
    HomesSuspicion.objects.bulk_create(new)
    return [str(row.pk) for row in new]


def forget_questions(ids: Sequence[str]) -> None:
    """After a merge was taken back: what was asked only because of it."""
    HomesSuspicion.objects.filter(pk__in=list(ids)).delete()


def _other(row: HomesSuspicion, gone: UUID) -> Household:
    return row.other if row.one_id == gone else row.one


def _ordered(kept: Household, other: Household) -> dict[str, Any]:
    one, second = in_order(kept.pk, other.pk)
    return {"one_id": one, "other_id": second}
