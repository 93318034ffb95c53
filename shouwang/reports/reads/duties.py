"""Which villages have to report on a day, and which have not."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.db.models import Q

from shouwang.ledger.subjects import Subject
from shouwang.lib import paths
from shouwang.places import reads as places
from shouwang.reports.choices import Act, Level
from shouwang.reports.models import ReportingDuty, Signature

_read: ContextVar[dict[tuple[Subject, date], "tuple[list[str], dict[str, bool]]"] | None] = ContextVar("reporting", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Inside this block, which only reads, the villages of a subject and their words are asked for once a day: four figures, the day before and the table below share them."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def reporting(subject: Subject, day: date) -> tuple[list[str], dict[str, bool]]:
    """The villages that have to report on a day, and those of them that have, with zero or not."""
    known = _read.get()
    if known is None:
        return _reporting(subject, day)
    if (subject, day) not in known:
        known[subject, day] = _reporting(subject, day)
    return known[subject, day]


def _reporting(subject: Subject, day: date) -> tuple[list[str], dict[str, bool]]:
    expected = expected_villages(subject, day)
    return expected, confirmed(day, expected)


def duties_on(day: date) -> list[ReportingDuty]:
    """The duties in force on a day that the actor may see."""
    in_force = Q(from_day__lte=day) & (Q(to_day__isnull=True) | Q(to_day__gte=day))
    return list(ReportingDuty.objects.filter(in_force).order_by("area", "unit"))


def expected_villages(subject: Subject, day: date) -> list[str]:
    """Paths of the villages of the subject that have to report on a day, each once."""
    own = set(places.villages_of(subject, day))
    duties = duties_on(day)
    areas = [duty.area for duty in duties if not duty.unit]
    managed = {village for duty in duties if duty.unit for village in places.villages_of(Subject(unit=duty.unit), day)}
    return sorted(village for village in own if village in managed or any(paths.holds(area, village) for area in areas))


def confirmed(day: date, villages: list[str] | None = None, until: datetime | None = None) -> dict[str, bool]:
    """Village path to zero or not, for every village whose last word confirmed the day's report (said by ``until`` if given)."""
    words = Signature.objects.filter(report_on=day, level=Level.VILLAGE, live=True)
    if villages is not None:
        words = words.filter(area__range=(min(villages), max(villages))) if villages else words.none()
    if until is not None:
        words = words.filter(happened_at__lte=until)
    last = {area: (act, zero) for area, act, zero in words.order_by("received").values_list("area", "act", "zero")}
    meant = set(last if villages is None else villages)
    return {area: zero for area, (act, zero) in last.items() if act == Act.SIGN and area in meant}


def missing_villages(subject: Subject, day: date) -> list[str]:
    """Paths of the villages that had to report and have not."""
    expected, said = reporting(subject, day)
    return [village for village in expected if village not in said]
