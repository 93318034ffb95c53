"""Due checks, and which of them were made."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from shouwang.lib import clocks
from shouwang.quarantine.choices import DONE_KINDS
from shouwang.quarantine.models import DueSlot, Reading


def closing(after: datetime, until: datetime) -> QuerySet[DueSlot]:
    """The checks whose window closes after a moment and up to another, each with ``done``."""
    rows = DueSlot.objects.filter(closes_at__gt=after, closes_at__lte=until)
    return with_done(rows, clocks.local(after).date(), clocks.local(until).date())


def with_done(rows: QuerySet[DueSlot], first: date, last: date) -> QuerySet[DueSlot]:
    """Due checks of the days from ``first`` to ``last`` with ``done``. Naming the days keeps the look-up to their readings."""
    made = Reading.objects.filter(
        observation=OuterRef("observation"), slot_date=OuterRef("slot_date"), slot=OuterRef("slot"), live=True, kind__in=DONE_KINDS,
        slot_date__gte=first, slot_date__lte=last,
    )  # fmt: skip
    return rows.annotate(done=Exists(made))
