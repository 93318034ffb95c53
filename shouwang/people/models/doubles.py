"""Who or what may be registered twice, and what was decided about it."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from shouwang.lib.fields import AreaPath
from shouwang.lib.ids import uuid7
from shouwang.people.choices import Decision, HomesSuspected, Suspected
from shouwang.people.models.homes import Household
from shouwang.people.models.persons import Person


def _pair(name: str) -> list[models.BaseConstraint]:
    """Two are asked about once, in one order."""
    return [
        models.UniqueConstraint(fields=["one", "other"], name=f"{name}_once"),
        models.CheckConstraint(condition=Q(one__lt=F("other")), name=f"{name}_in_order"),
    ]


class Asked(models.Model):
    """A question whether two (``one``, ``other``) are the same. Its area holds both, so whoever sees it sees both.

    After a merge the questions about the other are asked of the one that stays, by the write itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    one_id: UUID
    other_id: UUID
    created_at = models.DateTimeField()

    moves_with_area: ClassVar[bool] = True
    follows_merge: ClassVar[bool] = False  # writes.merged_persons, writes.double_homes

    class Meta:
        abstract = True

    class Scope:
        by = "area"


class Suspicion(Asked):
    """Two persons who may be one, and what was decided."""

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=Suspected.choices)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.BigIntegerField(null=True, blank=True)  # post
    reason = models.CharField(max_length=200, blank=True, default="")
    moved = models.JSONField(default=dict, blank=True)  # rows that were moved to the kept person, for taking it back

    class Meta:
        constraints = _pair("suspicion")
        indexes = [
            models.Index(fields=["area", "created_at"], condition=Q(decision=""), name="suspicion_open"),
            models.Index(fields=["other"], name="suspicion_other"),
        ]

    class Privacy:
        public = ("id", "area", "why", "created_at", "decision", "decided_at", "decided_by", "moved")
        personal = ("one", "other", "reason")


class HouseholdMerge(models.Model):
    """Two households that turned out to be one: which gave way, why, and what is needed to take it back.

    One that was undone in the moment it was made moved nothing: it says that somebody looked at the two and they are two.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    gone_id: UUID
    kept_id: UUID
    gone = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    merged_at = models.DateTimeField()
    merged_by = models.BigIntegerField(null=True, blank=True)  # post
    undone_at = models.DateTimeField(null=True, blank=True)
    doubted_at = models.DateTimeField(null=True, blank=True)  # that the two are two was taken back: they are asked about again
    doubted_why = models.CharField(max_length=200, blank=True, default="")
    moved = models.JSONField(default=dict, blank=True)

    other: Household  # where a page shows the decision from the side of one of the two: the one it is not

    moves_with_area: ClassVar[bool] = True
    follows_merge: ClassVar[bool] = False  # it says what was decided

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at__isnull=True), name="household_merged_once")
        ]
        indexes = [models.Index(fields=["kept"], name="household_merge_kept")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "merged_at", "merged_by", "undone_at", "doubted_at", "moved")
        personal = ("gone", "kept", "reason", "doubted_why")


class HomesSuspicion(Asked):
    """Two households of a village that may be one. What was decided about them stands in ``HouseholdMerge``: it is open until then."""

    one = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=HomesSuspected.choices)

    class Meta:
        constraints = _pair("homes_suspicion")
        indexes = [
            models.Index(fields=["area", "created_at"], name="homes_suspicion_area"),
            models.Index(fields=["other"], name="homes_suspicion_other"),
        ]

    class Privacy:
        public = ("id", "area", "why", "created_at")
        personal = ("one", "other")
