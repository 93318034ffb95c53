"""What became one: persons merged into a person, households into a household, and how somebody came into the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.audit import reads as audit
from shouwang.lib import paths
from shouwang.people.choices import Decision
from shouwang.people.models import Household, HouseholdMerge, Person, Suspicion
from shouwang.people.reads.households import households, worded

MOST_ALIKE = 20


@dataclass(frozen=True, slots=True)
class Merge:
    """One who was merged into a person: the decision (its id), who it was, when, why, by which post."""

    id: UUID
    full_name: str
    at: datetime
    reason: str
    by_post: int | None


@dataclass(frozen=True)
class Registration:
    """How a person came into the register and what was changed since. ``registered_at`` is none for who is not in sight."""

    registered_at: datetime | None
    corrections: Sequence[Any]
    merges: Sequence[Merge]


def everyone(person_id: UUID) -> list[UUID]:
    """The person and everybody who was merged into them."""
    return [person_id, *Person.objects.filter(merged_into=person_id).order_by("created_at").values_list("pk", flat=True)]


def merges(person_id: UUID) -> list[Merge]:
    """Who was merged into a person, the latest first; only what was decided directly about them."""
    ids = everyone(person_id)
    rows = Suspicion.objects.filter(Q(one__in=ids) | Q(other__in=ids), decision=Decision.SAME).select_related("one", "other").order_by("-decided_at")
    found = []
    for row in rows:
        gone = next((one for one in (row.one, row.other) if str(one.pk) == row.moved.get("gone")), row.other)
        if row.moved.get("kept") == str(person_id) and row.decided_at:
            found.append(Merge(row.pk, gone.full_name, row.decided_at, row.reason, row.decided_by))
    return found


def registration(person_id: UUID, *, by: Actor) -> Registration:
    """How a person of the post's area came into the register, what was corrected, who was merged into them."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not by.covers(person.area):
        return Registration(None, (), ())
    corrections = list(audit.events(subject=str(person_id)).filter(action="people.correct_person"))
    return Registration(person.created_at, corrections, merges(person_id))


def household_merges(household_id: UUID) -> QuerySet[HouseholdMerge]:
    """The households that were merged into one and not taken back, the latest first."""
    return HouseholdMerge.objects.filter(kept=household_id, undone_at__isnull=True).select_related("gone").order_by("-merged_at")


def told_apart(household_id: UUID) -> set[UUID]:
    """The households of which somebody decided that they are not this one, nor one that was merged into it."""
    ours = {household_id, *Household.objects.filter(merged_into=household_id).values_list("pk", flat=True)}
    decided = _apart(ours)
    pairs = decided.values_list("gone", "kept", "gone__merged_into", "kept__merged_into")
    return {key for pair in pairs for key in pair if key} - ours


def decided_apart(household_id: UUID) -> list[HouseholdMerge]:
    """The decisions in force that a household is not another one, the latest first; who decided wrongly takes them back."""
    ours = {household_id, *Household.objects.filter(merged_into=household_id).values_list("pk", flat=True)}
    rows = list(_apart(ours).select_related("gone", "kept").order_by("-merged_at"))
    for row in rows:
        row.other = row.gone if row.kept_id in ours else row.kept
    return rows


def _apart(ours: set[UUID]) -> QuerySet[HouseholdMerge]:
    """What was decided in force about households: that they are two."""
    rows = HouseholdMerge.objects.filter(Q(gone__in=ours) | Q(kept__in=ours), undone_at=F("merged_at"))
    return rows.filter(doubted_at__isnull=True)


def merged_household(merge_id: UUID, *, by: Actor) -> UUID | None:
    """The household that stayed in a merge of the post's area, or none."""
    row = HouseholdMerge.objects.filter(pk=merge_id).first()
    return row.kept_id if row and by.covers(row.area) else None


def households_alike(household: Household, *, by: Actor, words: str = "") -> list[Household]:
    """Households of the same township that may be the same one: of the same head, place or code; or those found by words.

    Of whom somebody decided that they are two nobody is asked again; by words they are found, for a decision may be wrong.
    """
    rows = households(paths.cut(household.area, "township"), by=by).exclude(pk=household.pk)
    if words:
        rows = rows.filter(worded(words))
    else:
        alike = Q(pk__in=[])
        for name in ("head_name", "location_key", "address", "code"):
            if value := getattr(household, name):
                alike |= Q(**{name: value})
        rows = rows.filter(alike).exclude(pk__in=told_apart(household.pk))
    return list(rows[:MOST_ALIKE])
