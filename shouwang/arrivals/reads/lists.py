"""Lists of returns for one acting post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.choices import State
from shouwang.arrivals.models import Arrival
from shouwang.lib import paths
from shouwang.people import reads as people

SORTABLE = ("happened_at", "arrived_on", "to_date", "arrival_class", "area", "state")
NEWEST = "-happened_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which returns: every filter that is set must hold. ``area`` is a path; ``open`` one of ``OPEN``."""

    arrival_class: str = ""
    origin: str = ""
    state: str = ""
    area: str = ""
    unit: str = ""
    day: date | None = None  # statistics day of registration
    open: str = ""


OPEN = {
    "unclassified": Q(live=True, classified_at__isnull=True) & ~Q(state=State.ANNOUNCED),
    "unassigned": Q(live=True, unassigned=True),
    "place": Q(live=True, place_open=True),
    "conflict": Q(state=State.CONFLICT),
}


def arrivals(filters: Filters, *, by: Actor) -> QuerySet[Arrival]:
    """The returns of the post's area that fit; contradicting registrations only where they are asked for."""
    if not by.can(Permission.VIEW_ARRIVALS):
        return Arrival.objects.none()
    found = Arrival.objects.filter(below(by.area), OPEN.get(filters.open, Q(live=True)))
    exact = {
        name: getattr(filters, name) for name in ("arrival_class", "origin", "state", "day") if getattr(filters, name)
    }
    found = found.filter(**exact)
    if filters.area:
        found = found.filter(below(filters.area))
    if filters.unit:
        found = found.filter(Q(unit=filters.unit) | Q(reported_by=filters.unit))
    return found


def below(area: str) -> Q:
    """Rows of an area and of all below it."""
    low, high = paths.bounds(area)
    return Q(area__gte=low, area__lt=high)


def find(numbers: Iterable[str], *, by: Actor) -> list[Arrival | None]:
    """The latest returns of people, by identity number and in its order; none where nobody is known here."""
    asked = list(numbers)
    persons = people.by_documents(asked, by=by)
    rows = arrivals(Filters(), by=by).filter(person_id__in=set(persons.values())).order_by("arrived_on", "received")
    latest = {row.person_id: row for row in rows}
    return [latest.get(persons[number]) if number in persons else None for number in asked]


def of_person(person_id: UUID, *, by: Actor) -> list[Arrival]:
    """The returns of one person, the latest first."""
    return list(arrivals(Filters(), by=by).filter(person_id=person_id).order_by("-arrived_on"))
