"""What was seen or done: append-only rows with the id their device gave them.

A correction is a new record that ``supersedes`` the old one and says why; the old one stays and stops counting (``live``).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.apps import apps
from django.db import models

from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.lib.ids import uuid7


class NextReceived(models.Func):
    """The server's next sequence number, the cursor of sync; never a timestamp."""

    template = "nextval('ledger_received_seq')"
    output_field: Any = models.BigIntegerField()


class Record(models.Model):
    """The common columns of every record."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    unit = UnitCode()  # who manages the area on that day
    reported_by = UnitCode()  # who reported it, where that is another unit
    happened_at = models.DateTimeField()
    day = models.DateField()  # the statistics day it happened in, fixed when written
    by_post = models.BigIntegerField(null=True, blank=True)
    device = models.CharField(max_length=60, blank=True, default="")
    entered_at = models.DateTimeField()
    received = models.BigIntegerField(db_default=NextReceived())
    supersedes = models.UUIDField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True, default="")  # of a correction
    live = models.BooleanField(default=True)  # false once superseded or withdrawn

    append_only: ClassVar[bool] = True
    may_change: ClassVar[tuple[str, ...]] = ("live",)
    RECORD_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "area", "unit", "reported_by", "happened_at", "day", "by_post", "device", "entered_at", "received", "supersedes", "why", "live",
    )

    class Meta:
        abstract = True

    class Scope:
        by = "area"


def known_ids(model: type[Record], ids: Iterable[UUID]) -> set[UUID]:
    """Which of these ids are recorded already: sending a record twice changes nothing."""
    return set(model.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))


def record_models() -> list[type[Record]]:
    """Every table of records there is."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def record_indexes(name: str) -> list[models.Index]:
    """The indexes every record table has: rows of an area by day, of a unit by day, and what is new since a cursor."""
    return [
        models.Index(fields=["area", "day"], name=f"{name}_area_day"),
        models.Index(fields=["unit", "day"], name=f"{name}_unit_day"),
        models.Index(fields=["received"], name=f"{name}_received"),
    ]


def stamp(*, by: Any, area: str, unit: str, happened_at: datetime, day: date, entered_at: datetime, reported_by: str = "") -> dict[str, Any]:
    """The common columns of a record as keyword arguments. ``reported_by`` is kept only where it is not the managing unit."""
    return {
        "area": area, "unit": unit, "reported_by": "" if reported_by == unit else reported_by, "happened_at": happened_at,
        "day": day, "by_post": by.post_id, "entered_at": entered_at,
    }
