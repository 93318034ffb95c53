"""Lists of returns for one acting post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.choices import HandOverStep, State
from shouwang.arrivals.models import Arrival, HandOver, Passenger
from shouwang.lib import clocks, paths
from shouwang.lib.counting import how_many
from shouwang.people import reads as people
from shouwang.policy import reads as policy
from shouwang.quarantine import reads as quarantine

SORTABLE = ("happened_at", "arrived_on", "to_date", "arrival_class", "area", "state")
NEWEST = "-happened_at"
MOST_FOUND = 200  # persons that a search by name looks at
GONE = (State.LEFT_AGAIN, State.FORWARDED, State.NOT_FOUND, State.DISMISSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which returns: every filter that is set must hold. ``area`` is a path; ``open`` one of ``QUEUES``."""

    arrival_class: str = ""
    origin: str = ""
    state: str = ""
    area: str = ""
    unit: str = ""
    day: date | None = None  # statistics day of registration
    arrived_on: date | None = None
    open: str = ""
    words: str = ""  # a name, initials, or a whole number


OPEN = {
    "unclassified": Q(live=True, classified_at__isnull=True) & ~Q(state=State.ANNOUNCED),
    "unassigned": Q(live=True, unassigned=True),
    "place": Q(live=True, place_open=True),
    "conflict": Q(state=State.CONFLICT),
}
MORE_QUEUES = ("late", "to_order", "transfer", "coming", "no_phone")
QUEUES = (*OPEN, *MORE_QUEUES)


def arrivals(filters: Filters, *, by: Actor) -> QuerySet[Arrival]:
    """The returns of the post's area that fit; contradicting registrations only where they are asked for."""
    if not by.can(Permission.VIEW_ARRIVALS):
        return Arrival.objects.none()
    found = Arrival.objects.filter(below(by.area), queue(filters.open, filters.area or by.area, by))
    names = ("arrival_class", "origin", "state", "day", "arrived_on")
    found = found.filter(**{name: getattr(filters, name) for name in names if getattr(filters, name)})
    if filters.area:
        found = found.filter(below(filters.area))
    if filters.unit:
        found = found.filter(Q(unit=filters.unit) | Q(reported_by=filters.unit))
    if filters.words:
        found = found.filter(person_id__in=[card.id for card in people.search(filters.words, by=by, limit=MOST_FOUND)])
    return found


def queue(name: str, area: str, by: Actor) -> Q:
    """The returns of one queue: what waits for somebody."""
    if name == "late":
        return late(clocks.now(), area)
    if name == "to_order":
        waiting = quarantine.waiting_orders(by=by).order_by().filter(source_id=OuterRef("root"))
        return Q(Exists(waiting), live=True)
    if name == "transfer":
        return needs_transfer() & ~Q(in_transfer())
    if name == "coming":
        return Q(in_transfer(), live=True)
    if name == "no_phone":
        return Q(live=True, no_phone=True)
    return OPEN.get(name, Q(live=True))


def queue_counts(before: datetime, *, by: Actor) -> dict[str, tuple[int, int]]:
    """By queue of ``OPEN``: how many returns wait in the post's area, and how many of them since before a moment."""
    late_ones = dict.fromkeys(OPEN, Q(happened_at__lt=before))
    return how_many(Arrival.objects.filter(below(by.area)), OPEN, late_ones)


def late(now: datetime, area: str) -> Q:
    """Returns that have waited for a class, a village or a decision for longer than the pack in force in an area allows."""
    within = timedelta(hours=policy.limits_for(area, clocks.local(now).date()).classify_hours)
    return _undecided() & Q(happened_at__lt=now - within)


def to_decide(roots: Iterable[UUID], *, by: Actor) -> set[UUID]:
    """Those of these returns that wait for a class, a village or a decision."""
    return set(Arrival.objects.filter(below(by.area), _undecided(), root__in=list(roots)).values_list("root", flat=True))


def _undecided() -> Q:
    """Returns that wait for a class, a village or a decision: those of any queue of ``OPEN``."""
    return reduce(or_, OPEN.values())


def to_order(roots: Iterable[UUID], *, by: Actor) -> set[UUID]:
    """Those of these returns whose measure waits to be started."""
    return set(quarantine.waiting_orders(by=by).order_by().filter(source_id__in=list(roots)).values_list("source_id", flat=True))


def needs_transfer(until: datetime | None = None) -> Q:
    """Returns whose class demands a transfer and whose person was not handed over yet (by a moment)."""
    done = HandOver.objects.filter(arrival=OuterRef("root"), step=HandOverStep.ARRIVAL, live=True)
    done = done.filter(happened_at__lte=until) if until else done
    return Q(~Exists(done), live=True, needs_transfer=True) & ~Q(state__in=GONE)


def in_transfer() -> Exists:
    """Returns whose person is in an open transfer."""
    return Exists(Passenger.objects.filter(arrival=OuterRef("root"), ended_at=None))


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


def persons_of(roots: Iterable[UUID], *, by: Actor) -> dict[UUID, UUID]:
    """Whose returns these are, by their addresses; one query."""
    return dict(Arrival.objects.filter(below(by.area), root__in=list(roots), live=True).values_list("root", "person_id"))


def roots(person_ids: Iterable[UUID]) -> list[UUID]:
    """The addresses of the returns of persons."""
    rows = Arrival.objects.filter(person_id__in=list(person_ids), live=True)
    return list(rows.order_by("root").values_list("root", flat=True))
