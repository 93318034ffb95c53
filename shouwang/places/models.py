"""Tables of places: areas with their codes and history, units, responsibility, sites."""

from collections.abc import Callable

from django.db import models
from django.db.models import F, Q

from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.places.choices import AreaKind, Level, SiteKind, SiteState, UnitKind

PUBLIC_PLACE = "names and codes of areas are published by the statistics bureau; holds no person"
PUBLIC_OFFICE = "which office answers for which area is public; holds no person"


class Area(models.Model):
    """One area of the management tree. Its path never changes: one that moves ends, and goes on under a new path."""

    path = AreaPath(primary_key=True)
    level = models.CharField(max_length=12, choices=Level.choices, db_collation="C")
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=100, db_collation="C")
    initials = models.CharField(max_length=100, db_collation="C", blank=True, default="")
    kind = models.CharField(max_length=24, choices=AreaKind.choices, blank=True, default="")
    urban_rural = models.CharField(max_length=3, blank=True, default="")  # class 111 (main urban) to 220 (village)
    valid_from = models.DateField(null=True, blank=True)  # null: since ever
    valid_to = models.DateField(null=True, blank=True)  # its last day; before the first: it never was in force
    successor = AreaPath(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["level", "path"], name="area_level"),
            models.Index(fields=["kind", "path"], name="area_kind"),
        ]

    class Scope:
        public = PUBLIC_PLACE

    class Privacy:
        public = ("path", "level", "name", "name_key", "initials", "kind", "urban_rural", "valid_from", "valid_to", "successor")


class AreaCode(models.Model):
    """A code under which an area is or was known: official, or given by the office that drew the grid."""

    area = AreaPath(db_index=True)
    code = models.CharField(max_length=40, db_collation="C", db_index=True)
    edition = models.CharField(max_length=20, blank=True, default="")  # of the official list; empty for own codes
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="area_code_once"),
        ]

    class Scope:
        public = PUBLIC_PLACE

    class Privacy:
        public = ("id", "area", "code", "edition", "valid_from", "valid_to")


class AreaName(models.Model):
    """A name an area had until a day."""

    area = AreaPath(db_index=True)
    name = models.CharField(max_length=100)
    valid_to = models.DateField()

    append_only = True

    class Scope:
        public = PUBLIC_PLACE

    class Privacy:
        public = ("id", "area", "name", "valid_to")


class AreaMove(models.Model):
    """An area went on under another path from a day."""

    old = AreaPath(db_index=True)
    new = AreaPath(db_index=True)
    on = models.DateField()

    append_only = True

    class Scope:
        public = PUBLIC_PLACE

    class Privacy:
        public = ("id", "old", "new", "on")


class AreaAlias(models.Model):
    """A short or old name people use for an area (返韩 for Fu'an)."""

    area = AreaPath(db_index=True)
    alias = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "alias"], name="area_alias_once")]

    class Scope:
        public = PUBLIC_PLACE

    class Privacy:
        public = ("id", "area", "alias")


class Unit(models.Model):
    """An organisation. It stands in an area, perhaps below another unit, and may answer for areas (Responsibility)."""

    code = models.CharField(max_length=40, primary_key=True, db_collation="C")
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=100, db_collation="C", blank=True, default="")
    initials = models.CharField(max_length=100, db_collation="C", blank=True, default="")
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    area = AreaPath(db_index=True)
    parent = UnitCode()

    get_kind_display: Callable[[], str]

    class Scope:
        public = PUBLIC_OFFICE

    class Privacy:
        public = ("code", "name", "name_key", "initials", "kind", "area", "parent")


class Responsibility(models.Model):
    """A unit answers for an area and all below it that no other unit answers for."""

    area = AreaPath()
    unit = UnitCode(db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(valid_to__isnull=True), name="responsibility_one_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="responsibility_period"
            ),
        ]
        indexes = [models.Index(fields=["area", "valid_from"], name="responsibility_area")]

    class Scope:
        public = PUBLIC_OFFICE

    class Privacy:
        public = ("id", "area", "unit", "valid_from", "valid_to")


class Site(models.Model):
    """A place with a door or a barrier: a checkpoint, an estate, an isolation site."""

    code = models.CharField(max_length=40, primary_key=True, db_collation="C")
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=100, db_collation="C", blank=True, default="")
    initials = models.CharField(max_length=100, db_collation="C", blank=True, default="")
    kind = models.CharField(max_length=24, choices=SiteKind.choices)
    area = AreaPath()
    unit = UnitCode()  # the unit that runs it, which need not be the one that answers for the area
    reported_by = UnitCode()
    hours = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=12, choices=SiteState.choices, default=SiteState.OPEN)
    rooms = models.PositiveIntegerField(null=True, blank=True)
    contact = models.CharField(max_length=80, blank=True, default="")
    opened_at = models.DateTimeField(null=True, blank=True)  # of the present or last opening
    closed_at = models.DateTimeField(null=True, blank=True)

    moves_with_area = True
    get_kind_display: Callable[[], str]

    class Meta:
        indexes = [
            models.Index(fields=["area", "kind"], name="site_area"),
            models.Index(fields=["unit", "kind"], name="site_unit"),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = (
            "code",
            "name",
            "name_key",
            "initials",
            "kind",
            "area",
            "unit",
            "reported_by",
            "hours",
            "state",
            "rooms",
            "opened_at",
            "closed_at",
        )
        personal = ("contact",)


class SiteOpening(models.Model):
    """A span of time in which a site was open with so many rooms, so that any past day can be counted."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="openings")
    area = AreaPath()
    rooms = models.PositiveIntegerField(null=True, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    moves_with_area = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(to_at__isnull=True), name="site_opening_one"),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="site_opening_period"
            ),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "site", "area", "rooms", "from_at", "to_at")


class TreeVersion(models.Model):
    """One row that changes with the tree, so that a process knows whether what it remembers still holds."""

    token = models.UUIDField()

    class Scope:
        public = "a random number; holds no area and no person"

    class Privacy:
        public = ("id", "token")
