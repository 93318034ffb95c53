"""Lines of the daily report that observation fills (DOMAIN 3.24), in its order."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import NOW, Computed, Figure, Flow, Stock, place_at
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.quarantine.choices import (
    CENTRAL_ISOLATION,
    HANDOUTS,
    HOME_OBSERVATION,
    MONITORED,
    DocumentKind,
    EventKind,
)  # fmt: skip
from shouwang.quarantine.models import Document, DueSlot, Event, FeverSign, SpotCheck, Stage
from shouwang.quarantine.reads.checks import closing
from shouwang.quarantine.reads.sites import SiteCount, counts_of
from shouwang.quarantine.reads.teams import observations_without_full_team

GROUP = "observation"
ENDINGS = (EventKind.RELEASED, EventKind.ENDED_EARLY, EventKind.ENDED_BY_ITSELF, EventKind.STEPPED_DOWN)
ISOLATION_SITE = "isolation_site"
ROOMS_FREE = "rooms_free"
DUE, DONE, MISSED = "readings_due", "readings_done", "readings_missed"


# --- what stands at the cut-off
def in_force(day: Day) -> QuerySet[Stage]:
    """The stages in force at the cut-off."""
    return Stage.objects.filter(Q(to_at__isnull=True) | Q(to_at__gt=day.end), from_at__lte=day.end)


def open_sites(day: Day) -> QuerySet[Any]:
    """Isolation sites open at the cut-off."""
    return places.with_rooms(places.sites(ISOLATION_SITE, on=day.end), day.end)


def teams_incomplete(day: Day) -> QuerySet[Any]:
    """Ordered measures in force at the cut-off whose team lacks somebody."""
    return observations_without_full_team(day.end)


# --- rooms
def _counts(subject: Subject, day: Day) -> list[SiteCount]:
    """The rooms of the open sites at the cut-off."""
    return counts_of(list(open_sites(day).filter(subject.filter)), day.end)


def rooms_free(subject: Subject, day: Day) -> Mapping[str, int]:
    """Rooms of the open sites, less those in use, to be disinfected, closed, kept for the staff or reserved."""
    return {ROOMS_FREE: sum(one.rooms_free for one in _counts(subject, day))}


def rooms_free_by_area(subject: Subject, day: Day, level: str) -> Mapping[str, Mapping[str, int]]:
    """The same for every area of a level that has a site."""
    found: Counter[str] = Counter()
    for one in _counts(subject, day):
        found[paths.cut(one.area, level)] += one.rooms_free
    return {place: {ROOMS_FREE: number} for place, number in found.items()}


def _rooms_of_each(subject: Subject, day: Day) -> dict[str, int]:
    return {one.code: one.rooms_free for one in _counts(subject, day)}


def _every_site(_subject: Subject, day: Day) -> QuerySet[Any]:
    """Isolation sites, open or not."""
    return places.with_rooms(places.sites(ISOLATION_SITE), day.end)


def _rooms_listed(subject: Subject, day: Day) -> QuerySet[Any]:
    return open_sites(day).filter(subject.filter)


# --- checks: a slot belongs to the statistics day in which its window closes
def due_slots(subject: Subject, day: Day) -> QuerySet[DueSlot]:
    """The checks due on a statistics day, each with ``done``."""
    return closing(day.start, day.end).filter(subject.filter)


def _done(subject: Subject, day: Day) -> QuerySet[DueSlot]:
    return due_slots(subject, day).filter(done=True)


def _missed(subject: Subject, day: Day) -> QuerySet[DueSlot]:
    """Checks without a reading although their window is over."""
    return due_slots(subject, day).filter(done=False, closes_at__lt=clocks.now())


def _sorted_out(subject: Subject, day: Day, **place: Any) -> QuerySet[Any]:
    """How many due checks there are of each sort (made or not, window over or not): whether one was made is looked up once."""
    over = Case(When(closes_at__lt=clocks.now(), then=True), default=False)
    return due_slots(subject, day).order_by().values("done", over=over, **place).annotate(n=Count("observation_id"))


def _checks_of(rows: Iterable[Mapping[str, Any]]) -> Counter[str]:
    found = Counter({DUE: 0, DONE: 0, MISSED: 0})
    for row in rows:
        found[DUE] += row["n"]
        found[DONE] += row["n"] if row["done"] else 0
        found[MISSED] += row["n"] if row["over"] and not row["done"] else 0
    return found


def _checks_counted(subject: Subject, day: Day) -> Counter[str]:
    return _checks_of(_sorted_out(subject, day))


def _checks_by_area(subject: Subject, day: Day, level: str) -> Mapping[str, Counter[str]]:
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in _sorted_out(subject, day, place=place_at(level)):
        rows[row["place"]].append(row)
    return {place: _checks_of(found) for place, found in rows.items()}


def _checks(name: str, title: Any, rows: Any) -> Computed:
    return Computed(
        name=name, title=title, group=GROUP, counts=_checks_counted, counts_by_area=_checks_by_area,
        listed=lambda subject, day: rows(subject, day).order_by("area", "closes_at"), wider=due_slots,
    )  # fmt: skip


def _measured(name: str, title: Any, where: Callable[[Day], Q] | Q) -> Stock:
    return Stock(name=name, title=title, group=GROUP, standing=in_force, where=where)


def _events(name: str, title: Any, *kinds: EventKind, measure: str = "") -> Flow:
    where = Q(kind__in=kinds) & (Q(measure=measure) if measure else Q())
    return Flow(name=name, title=title, group=GROUP, model=Event, where=where)


FIGURES: list[Figure] = [
    Flow(name="handouts_given", title=_("Cards and charts handed out"), group="arrivals", model=Document, where=Q(kind__in=HANDOUTS)),
    _measured("home_observed", _("Under home observation"), Q(measure=HOME_OBSERVATION)),
    _events("home_observation_started", _("Home observation started"), EventKind.STARTED, measure=HOME_OBSERVATION),
    _events("home_observation_released", _("Released from home observation"), *ENDINGS, measure=HOME_OBSERVATION),
    # Monitoring whose last day is reached has ended by itself.
    _measured("health_monitored", _("Under health monitoring"), lambda day: Q(measure__in=MONITORED, due_on__gt=day.date)),
    Stock(name="isolation_sites", title=_("Central isolation sites"), group=GROUP, standing=open_sites),
    Stock(name="rooms_total", title=_("Rooms"), group=GROUP, standing=open_sites, amount="rooms_then"),
    Computed(
        name=ROOMS_FREE, title=_("Free rooms"), group=GROUP, columns=(NOW,), counts=rooms_free, counts_by_area=rooms_free_by_area,
        listed=_rooms_listed, wider=_every_site, weigh=_rooms_of_each,
    ),
    # Counted where they are at home.
    _measured("central_isolated", _("In central isolation"), Q(measure=CENTRAL_ISOLATION)),
    _events("central_isolation_started", _("Central isolation started"), EventKind.STARTED, measure=CENTRAL_ISOLATION),
    _events("central_isolation_released", _("Released from central isolation"), *ENDINGS, measure=CENTRAL_ISOLATION),
    _events("reassessed", _("Homes assessed again"), EventKind.REASSESSED),
    _events("moved_to_central", _("Moved to a central site"), EventKind.MOVED_TO_CENTRAL),
    _checks(DUE, _("Checks due"), due_slots),
    _checks(DONE, _("Checks done"), _done),
    _checks(MISSED, _("Checks missed"), _missed),
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
