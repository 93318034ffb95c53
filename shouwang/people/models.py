"""Tables of people: households, persons, other names, suspected duplicates, and the running count of residents."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left

from shouwang.accounts.scope import guests_by
from shouwang.ledger.records import NextReceived
from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.lib.ids import uuid7
from shouwang.lib.paths import LEVELS, WIDTH
from shouwang.lib.sealed import KeyedIndex, SealedText
from shouwang.people.choices import Decision, DocumentKind, HomesSuspected, Sex, Suspected, Tenure

VILLAGE_LENGTH = WIDTH * (LEVELS.index("village") + 1)


class SortedKey(models.CharField):
    """A folded text that is found by its beginning: compared byte by byte."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 60, "db_collation": "C", "blank": True, "default": "", **kwargs})


class Household(models.Model):
    """A home and who heads it. A rented room is a household of its own.

    It counts from statistics day ``from_day`` until the day before ``to_day``, with ``members`` as declared, or, where
    nobody declared a number, with the persons ``listed``. One that was merged into another counts on no day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()  # of its grid, or of the village while no grid is known
    unit = UnitCode()
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
    remark = models.CharField(max_length=500, blank=True, default="")
    import_id = models.UUIDField(null=True, blank=True)  # the file that brought it, for taking the file back
    merged_into_id: UUID | None
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    moves_with_area: ClassVar[bool] = True
    can_merge: ClassVar[bool] = True

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


class Person(models.Model):
    """One human being. ``identity_index`` is what makes a person one: the document, else name, birth, phone and address.

    Two that turned out to be one are merged: the row that gave way stays, so that its identity is still recognised.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    unit = UnitCode()
    household_id: UUID | None
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="persons")
    full_name = models.CharField(max_length=60)  # as written
    name_key = SortedKey()
    given_key = SortedKey()
    initials = SortedKey()
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True, default="")
    birth_date = models.DateField(null=True, blank=True)
    document_kind = models.CharField(
        max_length=24, choices=DocumentKind.choices, blank=True, default="", db_collation="C"
    )
    document = SealedText(null=True, blank=True)
    document_masked = models.CharField(max_length=24, blank=True, default="")
    identity_index = KeyedIndex()
    no_document_reason = models.CharField(max_length=120, blank=True, default="")
    phone = SealedText(null=True, blank=True)
    phone_masked = models.CharField(max_length=24, blank=True, default="")
    phone_index = KeyedIndex(null=True, blank=True)
    registered_address = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    employer = models.CharField(max_length=120, blank=True, default="")
    relation_to_head = models.CharField(max_length=40, blank=True, default="")
    present = models.BooleanField(null=True, blank=True)
    away_place = models.CharField(max_length=120, blank=True, default="")
    return_on = models.DateField(null=True, blank=True)
    doses = models.PositiveSmallIntegerField(null=True, blank=True)
    last_dose_on = models.DateField(null=True, blank=True)
    groups = models.JSONField(default=list, blank=True)  # of words
    remark = models.CharField(max_length=500, blank=True, default="")
    import_id = models.UUIDField(null=True, blank=True)  # the file that brought them, for taking the file back
    merged_into_id: UUID | None
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    moves_with_area: ClassVar[bool] = True
    keeps_history: ClassVar[bool] = True
    can_merge: ClassVar[bool] = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identity_index"], name="person_once")]
        indexes = [
            models.Index(fields=["area"], name="person_area"),
            models.Index(fields=["name_key", "birth_date"], name="person_name"),
            # By name first: a search ends with the first page of names, however many people the post may see.
            models.Index(fields=["name_key", "area"], name="person_name_area"),
            models.Index(fields=["given_key", "area"], name="person_given"),
            models.Index(fields=["initials", "area"], name="person_initials"),
            models.Index(fields=["area"], name="person_unproven", condition=~Q(document_kind=DocumentKind.RESIDENT_ID)),
            models.Index(
                fields=["phone_index", "name_key"], name="person_phone", condition=Q(phone_index__isnull=False)
            ),
        ]

    class Scope:
        by = "area"
        shown = guests_by("id")
        own = (
            "id = ANY (string_to_array(nullif(current_setting('app.own', true), ''), ',')::uuid[])"
            " OR household_id = ANY (string_to_array(nullif(current_setting('app.own', true), ''), ',')::uuid[])"
        )

    class Privacy:
        public = ("id", "area", "unit", "import_id", "merged_into", "created_at", "updated_at")
        personal = (
            "household", "full_name", "name_key", "given_key", "initials", "sex", "birth_date", "document_kind",
            "document_masked", "no_document_reason", "phone_masked", "registered_address", "address", "employer",
            "relation_to_head",
        )  # fmt: skip
        sensitive = ("present", "away_place", "return_on", "doses", "last_dose_on", "groups", "remark")
        sealed = ("document", "identity_index", "phone", "phone_index")


class NameVariant(models.Model):
    """Another spelling under which somebody wrote the same person."""

    person_id: UUID
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="variants")
    area = AreaPath()
    full_name = models.CharField(max_length=60)
    name_key = SortedKey()
    created_at = models.DateTimeField()

    moves_with_area: ClassVar[bool] = True
    follows_merge: ClassVar[bool] = False  # the one who stays gets the names as well: writes.merged_persons

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "full_name"], name="name_variant_once")]
        indexes = [models.Index(fields=["name_key"], name="name_variant_key")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "created_at")
        personal = ("person", "full_name", "name_key")


class Suspicion(models.Model):
    """Two persons who may be one, and what was decided. Its area holds both, so whoever sees it sees both."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    one_id: UUID
    other_id: UUID
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=Suspected.choices)
    created_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.BigIntegerField(null=True, blank=True)  # post
    reason = models.CharField(max_length=200, blank=True, default="")
    moved = models.JSONField(default=dict, blank=True)  # rows that were moved to the kept person, for taking it back

    moves_with_area: ClassVar[bool] = True
    follows_merge: ClassVar[bool] = False  # questions about the other are asked of the one who stays: writes.merged_persons

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="suspicion_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="suspicion_in_order"),
        ]
        indexes = [
            models.Index(fields=["area", "created_at"], condition=Q(decision=""), name="suspicion_open"),
            models.Index(fields=["other"], name="suspicion_other"),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "why", "created_at", "decision", "decided_at", "decided_by", "moved")
        personal = ("one", "other", "reason")


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


class HomesSuspicion(models.Model):
    """Two households of a village that may be one. What was decided about them stands in ``HouseholdMerge``: it is open until then."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    one_id: UUID
    other_id: UUID
    one = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=HomesSuspected.choices)
    created_at = models.DateTimeField()

    moves_with_area: ClassVar[bool] = True
    follows_merge: ClassVar[bool] = False  # questions about the other are asked of the one that stays: writes.double_homes

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="homes_suspicion_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="homes_suspicion_in_order"),
        ]
        indexes = [
            models.Index(fields=["area", "created_at"], name="homes_suspicion_area"),
            models.Index(fields=["other"], name="homes_suspicion_other"),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "why", "created_at")
        personal = ("one", "other")
