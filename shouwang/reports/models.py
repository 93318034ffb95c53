"""Who has to report, who signed what and when, and the sheets as they were frozen."""

from collections.abc import Callable

from django.db import models
from django.db.models import Q

from shouwang.ledger.records import Record, record_indexes
from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.reports.choices import Act, Level


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
