"""Whose report and which day: the two things every figure is asked for."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q

from shouwang.lib import clocks, paths

# Inside Day the name `date` is its field.
CalendarDay = date


@dataclass(frozen=True)
class Subject:
    """An area with everything below it, or a unit: what it manages or reported. Exactly one of the two."""

    area: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        """Refuse to be both or neither."""
        if bool(self.area) == bool(self.unit):
            raise ValueError("a subject is an area or a unit, exactly one of the two")

    @property
    def filter(self) -> Q:
        """Rows of the subject; a row that a unit both manages and reported counts once."""
        if self.unit:
            return Q(unit=self.unit) | Q(reported_by=self.unit)
        low, high = paths.bounds(self.area)
        return Q(area__gte=low, area__lt=high)


@dataclass(frozen=True)
class Day:
    """A statistics day with its two ends: after ``start`` up to and including ``end``."""

    date: CalendarDay
    start: datetime
    end: datetime

    @classmethod
    def of(cls, day: CalendarDay, cutoff: time = clocks.DEFAULT_CUTOFF) -> "Day":
        """The statistics day of a date under a cut-off."""
        return cls(day, *clocks.stat_bounds(day, cutoff))
