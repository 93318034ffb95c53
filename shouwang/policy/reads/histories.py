"""What was in force where and when, and who decided it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from shouwang.lib import paths
from shouwang.policy.models import OverlayInForce, PackInForce
from shouwang.policy.packs import Pack
from shouwang.policy.reads.rulebooks import pack_of


@dataclass(frozen=True)
class Held:
    """One decision that put a pack in force, as the history shows it."""

    row: PackInForce
    pack: Pack
    until: date | None  # its last day, where it has one or another pack followed

    def covers(self, day: date) -> bool:
        """Whether it was in force on a day."""
        return self.row.valid_from <= day and (self.until is None or day <= self.until)


def held_in(area: str) -> list[Held]:
    """The packs put in force in an area, in those above it and in those below it, the latest first."""
    rows = list(_around(PackInForce.objects.all(), area).order_by("-valid_from", "-id"))
    return [Held(row, pack_of(row), _until(row, rows[:number])) for number, row in enumerate(rows)]


def content_in_force(key: int, *, area: str) -> PackInForce | None:
    """One decision seen from an area: its own, those above it and those below."""
    return _around(PackInForce.objects.filter(pk=key), area).first()


def overlays_in(area: str) -> QuerySet[OverlayInForce]:
    """The rules of units put in force in an area, above or below it, the latest first."""
    return _around(OverlayInForce.objects.all(), area).order_by("-valid_from", "-id")


def _around(rows: Any, area: str) -> Any:
    low, high = paths.bounds(area)
    line = [area, *paths.ancestors(area)] if paths.is_path(area) else [area]
    return rows.filter(Q(area__in=line) | Q(area__gte=low, area__lt=high))


def _until(row: PackInForce, later: list[PackInForce]) -> date | None:
    """The day before another pack of the same area followed, or its own last day, whichever is earlier."""
    followed = [other.valid_from for other in later if other.area == row.area and other.valid_from > row.valid_from]
    ends = [day for day in (row.valid_to, *(date.fromordinal(day.toordinal() - 1) for day in followed)) if day]
    return min(ends, default=None)
