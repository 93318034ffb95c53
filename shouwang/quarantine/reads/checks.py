"""Due checks, and which of them were made."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.quarantine.choices import DONE_KINDS, Counting
from shouwang.quarantine.models import Document, DueSlot, Reading
from shouwang.quarantine.reads.hosts import checked_in


def closing(after: datetime, until: datetime) -> QuerySet[DueSlot]:
    """The checks whose window closes after a moment and up to another, each with ``done``."""
    rows = DueSlot.objects.filter(closes_at__gt=after, closes_at__lte=until)
    return with_done(rows, clocks.local(after).date(), clocks.local(until).date())


def with_done(rows: QuerySet[DueSlot], first: date, last: date) -> QuerySet[DueSlot]:
    """Due checks of the days from ``first`` to ``last`` with ``done``. Naming the days keeps the look-up to their readings."""
    made = Reading.objects.filter(
        observation=OuterRef("observation"), slot_date=OuterRef("slot_date"), slot=OuterRef("slot"), live=True, kind__in=DONE_KINDS,
        counting=Counting.COUNTS, slot_date__gte=first, slot_date__lte=last,
    )  # fmt: skip
    return rows.annotate(done=Exists(made))


def checks_now(*, by: Actor, now: datetime) -> tuple[int, int]:
    """How many checks of windows that are open now are not made yet, and how many of windows closed today were missed.

    Asked for within ``hosting``.
    """
    today = clocks.local(now).date()
    return _counted(checked_in(by.area, closing="closes_at", first=today), now, today)


def _counted(where: Q, now: datetime, today: date) -> tuple[int, int]:
    rows = with_done(DueSlot.objects.filter(where, slot_date=today, opens_at__lte=now), today, today).filter(done=False)
    found = rows.aggregate(open=Count("id", filter=Q(closes_at__gte=now)), missed=Count("id", filter=Q(closes_at__lt=now)))
    return found["open"], found["missed"]


def open_check(person_id: UUID, now: datetime) -> DueSlot | None:
    """The check of a person whose window is open and that nobody has made yet."""
    today = clocks.local(now).date()
    rows = DueSlot.objects.filter(person_id=person_id, slot_date=today, opens_at__lte=now, closes_at__gte=now)
    return with_done(rows, today, today).filter(done=False).order_by("closes_at").first()


def readings_of(person_id: UUID) -> QuerySet[Reading]:
    """The readings of a person, the latest first."""
    return Reading.objects.filter(person_id=person_id, live=True).order_by("-happened_at", "-received", "-pk")


def papers_of(person_id: UUID) -> QuerySet[Document]:
    """The papers that were put into a person's hands, the latest first."""
    return Document.objects.filter(person_id=person_id, live=True).order_by("-happened_at", "-pk")
