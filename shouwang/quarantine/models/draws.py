"""Draws of spot checks: who was drawn, from which list, by which seed."""

from collections.abc import Callable
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shouwang.ledger.records import Record, record_indexes
from shouwang.lib.fields import AreaPath
from shouwang.quarantine.choices import SpotCheckMode


class SpotDraw(Record):
    """A draw of people to be looked at unannounced. ``area`` is that of whoever drew, so that nobody below sees it beforehand."""

    within = AreaPath()  # where was drawn
    mode = models.CharField(max_length=20, choices=SpotCheckMode.choices)
    measure = models.CharField(max_length=40, blank=True, default="")  # empty: whatever measure is in force
    first_day = models.DateField(null=True, blank=True)  # those in force on these days; none: in force when it was drawn
    last_day = models.DateField(null=True, blank=True)
    asked_count = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    seed = models.CharField(max_length=40)
    pool = ArrayField(models.UUIDField())  # the observations that could be drawn, frozen
    drawn = ArrayField(models.UUIDField())
    drawn_by = models.CharField(max_length=80, blank=True, default="")

    get_mode_display: Callable[[], str]

    class Meta:
        indexes = record_indexes("spot_draw")
        constraints = [
            models.CheckConstraint(condition=Q(asked_count__isnull=True) | Q(asked_percent__isnull=True), name="spot_draw_one_size"),
        ]

    may_change: ClassVar[tuple[str, ...]] = ("live",)

    class Privacy:
        public = (*Record.RECORD_FIELDS, "within", "mode", "measure", "first_day", "last_day", "asked_count", "asked_percent", "seed")
        personal = ("pool", "drawn", "drawn_by")
