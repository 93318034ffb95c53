"""Lines of the daily report that observation fills (DOMAIN 3.24), in its order."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import NOW, Computed, Figure, Flow, Stock, whole
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.lib.paths import LEVELS, WIDTH
from shouwang.places import reads as places
from shouwang.quarantine.choices import (
    CENTRAL_ISOLATION,
    HANDOUTS,
    HOME_OBSERVATION,
    MONITORED,
    DocumentKind,
    EventKind,
    StayKind,
)  # fmt: skip
from shouwang.quarantine.models import Booking, Document, DueSlot, Event, FeverSign, Room, SpotCheck, Stage, Stay
from shouwang.quarantine.reads.checks import closing
from shouwang.quarantine.reads.sites import promised, unusable
from shouwang.quarantine.reads.teams import observations_without_full_team

GROUP = "observation"
ENDINGS = (EventKind.RELEASED, EventKind.ENDED_EARLY, EventKind.ENDED_BY_ITSELF, EventKind.STEPPED_DOWN)
ISOLATION_SITE = "isolation_site"


# --- what stands at the cut-off
def in_force(day: Day) -> QuerySet[Stage]:
    """The stages in force at the cut-off."""
    return Stage.objects.filter(Q(to_at__isnull=True) | Q(to_at__gt=day.end), from_at__lte=day.end)


def home_observed(day: Day) -> QuerySet[Stage]:
    """People under home observation at the cut-off."""
    return in_force(day).filter(measure=HOME_OBSERVATION)


def health_monitored(day: Day) -> QuerySet[Stage]:
    """People monitored whose last day is not reached; this ends by itself."""
    return in_force(day).filter(measure__in=MONITORED, due_on__gt=day.date)


def central_isolated(day: Day) -> QuerySet[Stage]:
    """People at central sites at the cut-off, counted where they are at home."""
    return in_force(day).filter(measure=CENTRAL_ISOLATION)


def open_sites(day: Day) -> QuerySet[Any]:
    """Isolation sites open at the cut-off."""
    return places.sites(ISOLATION_SITE, on=day.end)


def teams_incomplete(day: Day) -> QuerySet[Any]:
    """Ordered measures in force at the cut-off whose team lacks somebody."""
    return observations_without_full_team(day.end)


# --- rooms
def _held(day: Day) -> QuerySet[Stay]:
    """Stays whose room is in use or not yet disinfected; a companion takes no room of their own."""
    held = Q(freed_at__isnull=True) | Q(freed_at__gt=day.end)
    return Stay.objects.filter(held, in_at__lte=day.end, kind=StayKind.OBSERVED, site__in=open_sites(day).values("code"))


def _unusable(day: Day) -> QuerySet[Room]:
    """Rooms taken out of use, or kept for the staff."""
    return unusable(open_sites(day).values("code"), day.end)


def _promised(day: Day) -> QuerySet[Booking]:
    """Reservations that stood at the cut-off."""
    return promised(open_sites(day).values("code"), day.end)


def _not_free(day: Day) -> tuple[QuerySet[Any], ...]:
    return _held(day), _unusable(day), _promised(day)


def rooms_free(subject: Subject, day: Day) -> int:
    """Rooms of the open sites, less those in use, to be disinfected, closed, kept for the staff or reserved."""
    total = whole(open_sites(day).filter(subject.filter).order_by().aggregate(n=Sum("rooms"))["n"])
    return int(total) - sum(taken.filter(subject.filter).count() for taken in _not_free(day))


def rooms_free_by_area(subject: Subject, day: Day, level: str) -> Mapping[str, int]:
    """The same for every area of a level that has a site."""
    found = _grouped(open_sites(day).filter(subject.filter), level, Sum("rooms"))
    for taken in _not_free(day):
        for place, number in _grouped(taken.filter(subject.filter), level, Count("pk")).items():
            found[place] = found.get(place, 0) - number
    return found


def _rooms_listed(subject: Subject, day: Day) -> QuerySet[Any]:
    return open_sites(day).filter(subject.filter)


def _grouped(rows: QuerySet[Any], level: str, measure: Any) -> dict[str, int]:
    place = Left("area", WIDTH * (LEVELS.index(level) + 1))
    return {row["place"]: int(whole(row["n"])) for row in rows.order_by().values(place=place).annotate(n=measure)}


# --- checks: a slot belongs to the statistics day in which its window closes
def due_slots(subject: Subject, day: Day) -> QuerySet[DueSlot]:
    """The checks due on a statistics day, each with ``done``."""
    return closing(day.start, day.end).filter(subject.filter)


def _done(subject: Subject, day: Day) -> QuerySet[DueSlot]:
    return due_slots(subject, day).filter(done=True)


def _missed(subject: Subject, day: Day) -> QuerySet[DueSlot]:
    """Checks without a reading although their window is over."""
    return due_slots(subject, day).filter(done=False, closes_at__lt=clocks.now())


def _checks(name: str, title: Any, rows: Any) -> Computed:
    return Computed(
        name=name, title=title, group=GROUP,
        count=lambda subject, day: rows(subject, day).count(),
        count_by_area=lambda subject, day, level: _grouped(rows(subject, day), level, Count("pk")),
        listed=lambda subject, day: rows(subject, day).order_by("area", "closes_at"),
    )  # fmt: skip


def _events(name: str, title: Any, *kinds: EventKind, measure: str = "") -> Flow:
    where = Q(kind__in=kinds) & (Q(measure=measure) if measure else Q())
    return Flow(name=name, title=title, group=GROUP, model=Event, where=where)


FIGURES: list[Figure] = [
    Flow(name="handouts_given", title=_("Cards and charts handed out"), group="arrivals", model=Document, where=Q(kind__in=HANDOUTS)),
    Stock(name="home_observed", title=_("Under home observation"), group=GROUP, standing=home_observed),
    _events("home_observation_started", _("Home observation started"), EventKind.STARTED, measure=HOME_OBSERVATION),
    _events("home_observation_released", _("Released from home observation"), *ENDINGS, measure=HOME_OBSERVATION),
    Stock(name="health_monitored", title=_("Under health monitoring"), group=GROUP, standing=health_monitored),
    Stock(name="isolation_sites", title=_("Central isolation sites"), group=GROUP, standing=open_sites),
    Stock(name="rooms_total", title=_("Rooms"), group=GROUP, standing=open_sites, amount="rooms"),
    Computed(
        name="rooms_free", title=_("Free rooms"), group=GROUP, columns=(NOW,), count=rooms_free, count_by_area=rooms_free_by_area,
        listed=_rooms_listed,
    ),
    Stock(name="central_isolated", title=_("In central isolation"), group=GROUP, standing=central_isolated),
    _events("central_isolation_started", _("Central isolation started"), EventKind.STARTED, measure=CENTRAL_ISOLATION),
    _events("central_isolation_released", _("Released from central isolation"), *ENDINGS, measure=CENTRAL_ISOLATION),
    _events("reassessed", _("Homes assessed again"), EventKind.REASSESSED),
    _events("moved_to_central", _("Moved to a central site"), EventKind.MOVED_TO_CENTRAL),
    _checks("readings_due", _("Checks due"), due_slots),
    _checks("readings_done", _("Checks done"), _done),
    _checks("readings_missed", _("Checks missed"), _missed),
    Flow(name="fever_persons", title=_("People with fever"), group=GROUP, model=FeverSign, distinct="person_id"),
    _events("sent_to_fever_clinic", _("Sent to the fever clinic"), EventKind.SENT_TO_CLINIC),
    Flow(
        name="certificates_issued", title=_("Certificates issued"), group=GROUP, model=Document,
        where=Q(kind=DocumentKind.COMPLETION_CERTIFICATE),
    ),
    Stock(name="teams_incomplete", title=_("Teams not complete"), group=GROUP, standing=teams_incomplete),
    Flow(name="spot_checks", title=_("Spot checks"), group=GROUP, model=SpotCheck),
    _events("breaches", _("Breaches of quarantine"), EventKind.BREACH),
]  # fmt: skip
