"""Households, the running count of those who live in them, and what changed it."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left

from shouwang.ledger.records import NextReceived
from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.lib.ids import uuid7
from shouwang.lib.paths import LEVELS, WIDTH
from shouwang.people.choices import Tenure
from shouwang.people.models.registered import Registered, SortedKey

VILLAGE_LENGTH = WIDTH * (LEVELS.index("village") + 1)


class Household(Registered):
    """A home and who heads it. A rented room is a household of its own.

    It counts from statistics day ``from_day`` until the day before ``to_day``, with ``members`` as declared, or, where
    nobody declared a number, with the persons ``listed``. One that was merged into another counts on no day.
    """

    reported_by = UnitCode()
    source = models.CharField(max_length=40, blank=True, default="", db_collation="C")  # whose list the code belongs to
    code = models.CharField(max_length=60, blank=True, default="", db_collation="C")
    compound = models.CharField(max_length=60, blank=True, default="")  # code or name of the estate
    building = models.CharField(max_length=40, blank=True, default="")
    unit_no = models.CharField(max_length=40, blank=True, default="")
    door = models.CharField(max_length=40, blank=True, default="")
    location_key = SortedKey(max_length=200)
    head_name = models.CharField(max_length=60, blank=True, default="")
    tenure = models.CharField(max_length=10, choices=Tenure.choices, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    members = models.PositiveSmallIntegerField(null=True, blank=True)
    listed = models.PositiveSmallIntegerField(default=0)
    aged_60_plus = models.PositiveSmallIntegerField(null=True, blank=True)
    boosted_60_plus = models.PositiveSmallIntegerField(null=True, blank=True)
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Left("area", VILLAGE_LENGTH), "source", "code", condition=~Q(code=""), name="household_code_once"
            ),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gte=F("from_day")), name="household_period"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "location_key"], name="household_area"),
            models.Index(fields=["location_key"], name="household_place"),
            models.Index(fields=["unit"], name="household_unit"),
            models.Index(fields=["code"], name="household_code", condition=~Q(code="")),
        ]

    class Scope:
        by = "area"
        own = "id"

    class Privacy:
        public = (
            "id", "area", "unit", "reported_by", "source", "code", "members", "listed", "from_day", "to_day", "import_id",
            "merged_into", "created_at", "updated_at",
        )  # fmt: skip
        personal = (
            "compound",
            "building",
            "unit_no",
            "door",
            "location_key",
            "head_name",
            "tenure",
            "address",
            "remark",
        )
        sensitive = ("aged_60_plus", "boosted_60_plus")


class ResidentCount(models.Model):
    """What changed on a day in one smallest area: households and people more or less. Kept by the database itself.

    The sum up to a day is what stands on it, so that a county of a million is counted from a few thousand rows.
    """

    area = AreaPath()
    unit = UnitCode()
    reported_by = UnitCode()
    day = models.DateField()
    households = models.IntegerField()
    residents = models.IntegerField()
    boosted_60_plus = models.IntegerField()
    boost_due_60_plus = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "day", "unit", "reported_by"], name="resident_count_cell")
        ]
        indexes = [models.Index(fields=["unit", "day"], name="resident_count_unit")]

    class Scope:
        by = "area"

    class Privacy:
        public = (
            "id", "area", "unit", "reported_by", "day", "households", "residents", "boosted_60_plus", "boost_due_60_plus",
        )  # fmt: skip


class HouseholdChange(models.Model):
    """What one household added to or took from the running count, in the order in which it happened. Written by the database itself.

    With the server's number of that moment it says which households made a count another one since a sheet was signed, and by how much.
    """

    household = models.UUIDField()  # stays when the household is gone: what it took away then is a change too
    area = AreaPath()
    unit = UnitCode()
    reported_by = UnitCode()
    day = models.DateField()  # from which statistics day on it counts
    received = models.BigIntegerField(db_default=NextReceived())
    households = models.SmallIntegerField()
    residents = models.IntegerField()
    boosted_60_plus = models.IntegerField()
    boost_due_60_plus = models.IntegerField()

    append_only: ClassVar[bool] = True

    class Meta:
        indexes = [models.Index(fields=["received"], name="household_change_received")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "household", "area", "unit", "reported_by", "day", "received", "households", "residents")
        sensitive = ("boosted_60_plus", "boost_due_60_plus")


class GridGiven(models.Model):
    """A household was put into a grid (its ``area``) with these members: where it lay before, for taking it back."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    household_id: UUID
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    from_area = AreaPath()
    members = models.JSONField(default=list)  # ids of persons who went with it
    given_at = models.DateTimeField()
    given_by = models.BigIntegerField(null=True, blank=True)  # post
    undone_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, default="")  # of the undoing

    moves_with_area: ClassVar[bool] = True

    class Meta:
        indexes = [models.Index(fields=["household", "given_at"], name="grid_given_household")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "from_area", "given_at", "given_by", "undone_at")
        personal = ("household", "members", "reason")
