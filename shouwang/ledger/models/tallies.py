"""Running totals, and marks of distinct things."""

from django.db import models

from shouwang.lib.fields import AreaPath, UnitCode


class Tally(models.Model):
    """How many (or how much) of one figure happened in one smallest area on one statistics day."""

    figure = models.CharField(max_length=60, db_collation="C")
    area = AreaPath()
    unit = UnitCode()
    reported_by = UnitCode()
    day = models.DateField()
    n = models.DecimalField(max_digits=20, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "area", "day", "unit", "reported_by"], name="tally_cell")
        ]
        indexes = [
            models.Index(fields=["area", "day"], include=["figure", "n"], name="tally_area"),
            models.Index(fields=["unit", "day"], name="tally_unit"),
        ]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "figure", "area", "unit", "reported_by", "day", "n")


class TallyMark(models.Model):
    """One distinct thing (a person) counted once a day, where it was first seen that day; ``n`` records support it."""

    figure = models.CharField(max_length=60, db_collation="C")
    key = models.UUIDField()
    day = models.DateField()
    area = AreaPath()
    unit = UnitCode()
    reported_by = UnitCode()
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure", "key", "day"], name="tally_mark_once")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "figure", "day", "area", "unit", "reported_by", "n")
        personal = ("key",)
