"""Who has to report, who signed what and when, and the sheets as they were frozen."""

from collections.abc import Callable

from django.db import models
from django.db.models import Q

from shouwang.ledger.records import Record, record_indexes
from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.lib.ids import uuid7
from shouwang.reports.choices import Act, BriefState, Level


class ReportingDuty(models.Model):
    """From a day on, every village below the area (or managed by the unit) confirms a daily report."""

    area = AreaPath()
    unit = UnitCode()  # if set, the villages this unit manages; ``area`` then is the unit's own
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True, blank=True)

    moves_with_area = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "unit", "from_day"], name="reporting_duty_once"),
            models.CheckConstraint(condition=Q(to_day__isnull=True) | Q(to_day__gte=models.F("from_day")), name="reporting_duty_period"),
        ]

    class Scope:
        by = "area"
        also = "starts_with(nullif(current_setting('app.lo', true), ''), area)"  # a duty laid on a county binds the township that reads it

    class Privacy:
        public = ("id", "area", "unit", "from_day", "to_day", "created_at", "created_by")


class Signature(Record):
    """One level's word on one sheet: confirmed (zero included) or returned, by name and time, with what was signed."""

    report_on = models.DateField()
    level = models.CharField(max_length=20, choices=Level.choices)
    act = models.CharField(max_length=10, choices=Act.choices, default=Act.SIGN)
    zero = models.BooleanField(default=False)
    signer = models.CharField(max_length=80)
    remark = models.TextField(blank=True, default="")
    figures = models.JSONField(default=dict)
    received_mark = models.BigIntegerField(default=0)

    get_level_display: Callable[[], str]
    get_act_display: Callable[[], str]

    class Meta:
        indexes = [
            *record_indexes("signature"),
            models.Index(fields=["report_on", "level", "area"], name="signature_sheet"),
        ]

    class Privacy:
        public = (*Record.RECORD_FIELDS, "report_on", "level", "act", "zero", "figures", "received_mark")
        personal = ("signer", "remark")


class FrozenSheet(models.Model):
    """The figures of one subject on one day as they stood at the freeze; a later revision is a further row."""

    area = AreaPath()
    unit = UnitCode()  # set for the sheet of a managing unit; ``area`` then is the unit's own
    report_on = models.DateField()
    revision = models.IntegerField(default=1)
    figures = models.JSONField()
    frozen_at = models.DateTimeField()
    received_mark = models.BigIntegerField()

    append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "unit", "report_on", "revision"], name="frozen_sheet_once")]
        indexes = [models.Index(fields=["report_on", "area"])]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "unit", "report_on", "revision", "figures", "frozen_at", "received_mark")


class KeptRows(models.Model):
    """Which rows a number counted that is no sum of records, when a sheet was signed or frozen; so that what changed later can be told.

    A freeze keeps the rows of a whole county once, at the area of each row; a signature keeps those of its own area together.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    unit = UnitCode()  # set for the sheet of a managing unit; ``area`` then is the unit's own
    report_on = models.DateField()
    figure = models.CharField(max_length=60)
    signed = models.UUIDField(null=True, blank=True)  # the signature; none for a freeze
    kept_at = models.DateTimeField()  # the moment of the freeze
    keys = models.BinaryField()  # ``rules.packed``

    append_only = True

    class Meta:
        indexes = [
            models.Index(fields=["report_on", "figure", "area"], name="kept_rows_figure"),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "unit", "report_on", "figure", "signed", "kept_at")
        personal = ("keys",)


class Brief(models.Model):
    """A public brief in the making: derived figures, a text of the office, two approvals by different people."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    report_on = models.DateField()
    state = models.CharField(max_length=12, choices=BriefState.choices, default=BriefState.DRAFT)
    note = models.TextField(blank=True, default="")
    services = models.TextField(blank=True, default="")
    content = models.JSONField()
    corrects = models.UUIDField(null=True, blank=True)  # the published brief this one puts right
    withdraws = models.BooleanField(default=False)  # it puts nothing in its place
    why = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    writer = models.CharField(max_length=80)
    written_by = models.BigIntegerField(null=True, blank=True)  # user
    first_name = models.CharField(max_length=80, blank=True, default="")
    first_by = models.BigIntegerField(null=True, blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    second_name = models.CharField(max_length=80, blank=True, default="")
    second_by = models.BigIntegerField(null=True, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)

    moves_with_area = True
    get_state_display: Callable[[], str]

    class Meta:
        indexes = [models.Index(fields=["area", "report_on"], name="brief_area")]

    class Scope:
        by = "area"

    class Privacy:
        public = (
            "id", "area", "report_on", "state", "note", "services", "content", "corrects", "withdraws", "why", "created_at", "written_by", "first_by",
            "first_at", "second_by", "second_at",
        )  # fmt: skip
        personal = ("writer", "first_name", "second_name")


class PublishedBrief(models.Model):
    """What everybody may read, as it was published; a correction is a further one that says why."""

    id = models.UUIDField(primary_key=True)  # the brief's
    area = AreaPath()
    area_name = models.CharField(max_length=200)
    report_on = models.DateField()
    note = models.TextField(blank=True, default="")
    services = models.TextField(blank=True, default="")
    content = models.JSONField()
    corrects = models.UUIDField(null=True, blank=True, db_index=True)
    withdraws = models.BooleanField(default=False)  # the one it corrects is withdrawn: nothing takes its place
    why = models.CharField(max_length=300, blank=True, default="")
    published_at = models.DateTimeField(db_index=True)

    append_only = True

    class Scope:
        public = "published for everybody, without sign-in; holds no person and no number below five under a township"

    class Privacy:
        public = ("id", "area", "area_name", "report_on", "note", "services", "content", "corrects", "withdraws", "why", "published_at")
