"""Tables of duty: staff, what they are assigned to, when they are away, and teams."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from shouwang.accounts.choices import Role
from shouwang.duty.choices import Sex, Shift
from shouwang.ledger.orders import Order
from shouwang.lib.fields import AreaPath
from shouwang.lib.ids import uuid7
from shouwang.lib.sealed import KeyedIndex, SealedText


class Staff(models.Model):
    """Somebody who works in the control of the outbreak, as one office knows them by a code."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=40, unique=True, db_collation="C")
    area = AreaPath(db_index=True)  # of the present assignment
    full_name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=60, db_collation="C")
    initials = models.CharField(max_length=60, db_collation="C", blank=True, default="")
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True, default="")
    document = SealedText(null=True, blank=True)
    document_masked = models.CharField(max_length=24, blank=True, default="")
    phone = SealedText(null=True, blank=True)
    phone_masked = models.CharField(max_length=24, blank=True, default="")
    person_key = KeyedIndex()  # the same human being under every code: of the document, else of this row
    created_at = models.DateTimeField()

    moves_with_area: ClassVar[bool] = True

    class Meta:
        indexes = [
            models.Index(fields=["name_key"], name="staff_name"),
            models.Index(fields=["person_key"], name="staff_person"),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "code", "area", "created_at")
        personal = ("full_name", "name_key", "initials", "sex", "document_masked", "phone_masked")
        sealed = ("document", "phone", "person_key")


class Assignment(Order):
    """A duty of somebody in an area, for a time. ``reported_by`` is the own unit where another answers for the area."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="assignments")
    person_key = KeyedIndex()
    role = models.CharField(max_length=30, choices=Role.choices)
    site = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    grid = models.CharField(
        max_length=40, blank=True, default="", db_collation="C"
    )  # the grid's code; the area is its path
    shift = models.CharField(max_length=10, choices=Shift.choices, blank=True, default="")
    part_time = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    moves_when: ClassVar[Q] = Q(to_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=Q(to_at__isnull=True), name="assignment_one_open"),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="assignment_period"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "role"], name="assignment_area"),
            models.Index(fields=["unit"], name="assignment_unit"),
            models.Index(fields=["reported_by"], name="assignment_reporter", condition=~Q(reported_by="")),
        ]

    class Privacy:
        public = (
            *Order.ORDER_FIELDS, "role", "site", "grid", "shift", "part_time", "from_at", "to_at",
        )  # fmt: skip
        personal = ("staff",)
        sealed = ("person_key",)


class Absence(models.Model):
    """Somebody is away, and who stands in."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="absences")
    area = AreaPath()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    substitute = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    moves_with_area: ClassVar[bool] = True
    moves_when: ClassVar[Q] = Q(to_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=Q(to_at__isnull=True), name="absence_one_open"),
            models.CheckConstraint(condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="absence_period"),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "from_at", "to_at")
        personal = ("staff", "substitute")


class Team(Order):
    """The people who look after one observation: a template's roles, each to be filled."""

    observed_id = models.UUIDField()
    template_id = models.CharField(max_length=40, db_collation="C")
    roles = ArrayField(models.CharField(max_length=40))
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    moves_when: ClassVar[Q] = Q(to_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["observed_id"], condition=Q(to_at__isnull=True), name="team_one_open"),
            models.CheckConstraint(condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="team_period"),
        ]
        indexes = [
            models.Index(fields=["observed_id"], name="team_observed"),
            models.Index(fields=["area", "to_at"], name="team_area"),
        ]

    class Scope(Order.Scope):
        own = "observed_id"

    class Privacy:
        public = (*Order.ORDER_FIELDS, "observed_id", "template_id", "roles", "from_at", "to_at")


class TeamMember(models.Model):
    """Who fills a role of a team, from when to when."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    area = AreaPath()
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    phone = SealedText(null=True, blank=True)
    phone_masked = models.CharField(max_length=24, blank=True, default="")
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    handed_over = models.CharField(max_length=200, blank=True, default="")  # what the next one has to know

    moves_with_area: ClassVar[bool] = True
    moves_when: ClassVar[Q] = Q(to_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "role"], condition=Q(to_at__isnull=True), name="team_role_once"),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="team_member_period"
            ),
        ]

    class Scope:
        by = "area"
        own = "team_id IN (SELECT id FROM duty_team)"

    class Privacy:
        public = ("id", "team", "area", "role", "from_at", "to_at")
        personal = ("name", "phone_masked", "staff", "handed_over")
        sealed = ("phone",)


class GridSubstitute(models.Model):
    """Who stands in for the grid worker of a grid, from when to when."""

    area = AreaPath()  # of the grid
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="stands_in_for")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    moves_with_area: ClassVar[bool] = True
    moves_when: ClassVar[Q] = Q(to_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(to_at__isnull=True), name="grid_substitute_one_open"),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="grid_substitute_period"
            ),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "from_at", "to_at")
        personal = ("staff",)


class GridHandOver(models.Model):
    """A grid went from one grid worker to another in one step; ``rows`` are what changed, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()  # of the grid
    from_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    to_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, default="")
    teams = models.IntegerField(default=0)  # of the grid in which the role went along
    rows = models.JSONField(default=dict)  # ids by what happened to them
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True, blank=True)  # post
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["area", "-made_at"], name="grid_hand_over_area")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "at", "teams", "rows", "made_at", "made_by", "undone_at")
        personal = ("from_staff", "to_staff", "note")
