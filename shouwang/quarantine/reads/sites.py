"""Isolation sites: their rooms, who stays there, what is reserved, and the sheet of a day (DOMAIN 3.7, 5.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.people.reads import PersonCard
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.quarantine.choices import CompanionReason, EventKind, Need, RoomState, StayKind
from shouwang.quarantine.models import Alert, Booking, DueSlot, Event, Observation, Room, SiteRequest, Stay
from shouwang.quarantine.reads.checks import with_done
from shouwang.quarantine.reads.hosts import named_here
from shouwang.quarantine.reads.queues import expected_at_sites
from shouwang.quarantine.reads.states import below
from shouwang.quarantine.rules.sites import room_state

ISOLATION_SITE = "isolation_site"
MOST_EXPECTED = 300
COLUMNS = (
    "code", "name", "area", "unit", "is_open", "rooms_total", "rooms_used", "rooms_to_disinfect", "rooms_closed", "rooms_staff", "rooms_reserved", "stays_now",
)  # of quarantine_site_rooms  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SiteCount:
    """One site and its rooms at a moment."""

    code: str
    name: str
    area: str
    unit: str
    is_open: bool
    rooms_total: int
    rooms_used: int
    rooms_to_disinfect: int
    rooms_closed: int
    rooms_staff: int
    rooms_reserved: int
    stays_now: int

    @property
    def rooms_free(self) -> int:
        """Rooms that somebody can move into."""
        taken = self.rooms_used + self.rooms_to_disinfect + self.rooms_closed + self.rooms_staff + self.rooms_reserved
        return self.rooms_total - taken


@dataclass(frozen=True)
class Guest:
    """Somebody who is in a room, or at the site without one."""

    stay: Stay
    card: Any  # PersonCard, none if the person cannot be seen
    alert: bool = False
    is_from_here: bool = True  # else all that is known of them is what the site needs
    checks: tuple[DueSlot, ...] = ()  # of today, each with ``done``

    @property
    def name(self) -> str:
        """The person's name."""
        return self.card.full_name if self.card else "–"

    @property
    def is_due(self) -> bool:
        """Whether a check is to be made now."""
        now = clocks.now()
        return any(one.opens_at <= now <= one.closes_at and not one.done for one in self.checks)

    @property
    def is_companion(self) -> bool:
        """Whether they share the room of somebody under observation."""
        return self.stay.kind == StayKind.COMPANION

    @property
    def day(self) -> int:
        """Which day of the stay it is."""
        return (clocks.today() - clocks.local(self.stay.in_at).date()).days + 1

    @property
    def why(self) -> Any:
        """Why they share the room, in words."""
        known = {one.value: one.label for one in CompanionReason}
        return known.get(self.stay.companion_reason, self.stay.companion_reason)

    @property
    def needs(self) -> list[Any]:
        """What they need besides a room, in words."""
        return [Need(one).label for one in self.stay.needs]


@dataclass(frozen=True)
class RoomCard:
    """One room: what it is now, who is in it, for whom it is reserved."""

    room: Room
    state: RoomState
    guests: list[Guest] = field(default_factory=list)
    booking: Booking | None = None
    booked_for: str = ""

    @property
    def alert(self) -> bool:
        """Whether somebody in it has an open alert."""
        return any(guest.alert for guest in self.guests)


@dataclass(frozen=True)
class Reserve:
    """Rooms that the plan wants to be ready for the confirmed cases of the last days, and those that are."""

    cases: int
    wanted: int
    free: int
    days: int  # cases confirmed within these count
    least: int  # rooms of one site

    @property
    def lacking(self) -> int:
        """How many rooms are missing."""
        return max(self.wanted - self.free, 0)

    def too_small(self, counts: Sequence[SiteCount]) -> list[SiteCount]:
        """Sites with fewer rooms than the plan wants of one."""
        return [one for one in counts if one.rooms_total < self.least]


def sites(*, by: Actor, at: datetime | None = None) -> list[Any]:
    """The isolation sites of the post's area that are open."""
    return list(places.sites(ISOLATION_SITE, area=by.area, on=at or clocks.now()))


def site(code: str, *, by: Actor) -> Any | None:
    """One isolation site of the post's area, or none."""
    found = places.site(code)
    return found if found is not None and found.kind == ISOLATION_SITE and by.covers(found.area) else None


def site_counts(*, by: Actor, at: datetime | None = None) -> list[SiteCount]:
    """All sites with their rooms at a moment; two queries for any number."""
    moment = at or clocks.now()
    return counts_of(sites(by=by, at=moment), moment)


def counts_of(found: Sequence[Any], moment: datetime) -> list[SiteCount]:
    """These sites with their rooms at a moment, in their order."""
    counts = {one.code: one for one in room_counts(moment, [site.code for site in found])}
    return [counts[site.code] for site in found if site.code in counts]


def room_counts(moment: datetime, codes: Sequence[str] | None = None) -> list[SiteCount]:
    """Isolation sites of the county with their rooms at a moment, those of other townships too: names and numbers, no people. One query."""
    if codes is not None and not codes:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM quarantine_site_rooms(%s::text[], %s)", [list(codes) if codes is not None else None, moment])
        return [SiteCount(**dict(zip(COLUMNS, row, strict=True))) for row in cursor.fetchall()]


def open_in_county() -> list[SiteCount]:
    """The sites of the county that are open now: where somebody can be ordered to."""
    return [one for one in room_counts(clocks.now()) if one.is_open]


def free_room(site: str, number: str) -> UUID | None:
    """The room of this number if it can be reserved now, wherever the site lies in the county."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quarantine_free_room(%s, %s)", [site, number])
        row = cursor.fetchone()
    return row[0] if row else None


def reserve(*, by: Actor, now: datetime) -> Reserve:
    """What the plan wants for the confirmed cases known in the post's area, against the free rooms of its sites."""
    plan = policy.sites_for(by.area, clocks.local(now).date())
    since = now - timedelta(days=plan.cases_of_days)
    cases = Event.objects.filter(below(by.area), live=True, kind=EventKind.BECAME_CASE, happened_at__gt=since, happened_at__lte=now)
    number = cases.values("person").distinct().count()
    free = sum(max(one.rooms_free, 0) for one in site_counts(by=by, at=now))
    return Reserve(number, number * plan.rooms_per_case, free, plan.cases_of_days, plan.least_rooms)


def rooms(code: str, *, by: Actor) -> list[RoomCard]:
    """The numbered rooms of a site with the people in them, in the order of their numbers; five queries."""
    return _room_cards(list(Room.objects.filter(site=code)), by)


def room(code: str, key: UUID, *, by: Actor) -> RoomCard | None:
    """One room of a site, or none."""
    found = list(Room.objects.filter(site=code, pk=key))
    return _room_cards(found, by)[0] if found else None


def _room_cards(found: list[Room], by: Actor) -> list[RoomCard]:
    keys = [one.pk for one in found]
    held: dict[UUID | None, list[Stay]] = {}
    for stay in Stay.objects.filter(room__in=keys, freed_at__isnull=True).order_by("in_at", "pk"):
        held.setdefault(stay.room_id, []).append(stay)
    booked = {one.room_id: one for one in standing_bookings(clocks.now()).filter(room__in=keys)}
    here = [stay for stays in held.values() for stay in stays if stay.out_at is None]
    seen = {guest.stay.pk: guest for guest in guests(here, by=by)}
    names = named_here([one.person_id for one in booked.values() if one.person_id], by=by)
    cards = [_room_card(one, held.get(one.pk, []), seen, booked.get(one.pk), names) for one in found]
    return sorted(cards, key=lambda one: (len(one.room.number), one.room.number))


def _room_card(one: Room, stays: list[Stay], seen: dict[UUID, Guest], booking: Booking | None, names: dict[UUID, Any]) -> RoomCard:
    inside = [seen[stay.pk] for stay in stays if stay.pk in seen]
    state = room_state(
        closed=one.closed_at is not None, staff=one.for_staff, inside=len(inside), left=len(stays) - len(inside), booked=booking is not None,
    )  # fmt: skip
    return RoomCard(one, state, sorted(inside, key=lambda guest: guest.is_companion), booking, _booked_for(booking, names))


def _booked_for(booking: Booking | None, names: dict[UUID, Any]) -> str:
    if booking is None:
        return ""
    card = names.get(booking.person_id) if booking.person_id else None
    return card.full_name if card else booking.whom


def guests(stays: Sequence[Stay], *, by: Actor) -> list[Guest]:
    """Stays with the people, whether an alert is open and the checks of today; four queries for any number. Asked for within ``hosting``."""
    cards = named_here([stay.person_id for stay in stays], by=by)
    keys = [stay.observation_id for stay in stays if stay.observation_id]
    alerted = set(Alert.objects.filter(observation__in=keys, closed_at__isnull=True).values_list("observation_id", flat=True))
    checks = _checks_of_today(keys)
    return [_guest(stay, cards.get(stay.person_id), stay.observation_id in alerted, checks.get(stay.observation_id, ()), by) for stay in stays]


def _guest(stay: Stay, card: PersonCard | None, alert: bool, checks: Sequence[DueSlot], by: Actor) -> Guest:
    return Guest(stay, card, alert, card is not None and by.covers(card.area), tuple(checks))


def _checks_of_today(keys: Sequence[UUID]) -> dict[UUID | None, list[DueSlot]]:
    today = clocks.today()
    found: dict[UUID | None, list[DueSlot]] = {}
    for check in with_done(DueSlot.objects.filter(observation_id__in=list(keys), slot_date=today), today, today).order_by("opens_at"):
        found.setdefault(check.observation_id, []).append(check)
    return found


def without_room(code: str, *, by: Actor) -> list[Guest]:
    """People expected at a site, or there without a numbered room."""
    return guests(list(Stay.objects.filter(site=code, room__isnull=True, out_at__isnull=True).order_by("in_at", "pk")), by=by)


def unnumbered_bookings(code: str, *, by: Actor) -> list[tuple[Booking, str]]:
    """Reservations of a bed without a number, with the name they are for."""
    found = list(standing_bookings(clocks.now()).filter(site=code, room__isnull=True).order_by("expected_at", "booked_at", "pk"))
    names = named_here([one.person_id for one in found if one.person_id], by=by)
    return [(one, _booked_for(one, names)) for one in found]


def standing_bookings(moment: datetime) -> QuerySet[Booking]:
    """Reservations nobody has closed and that have not lapsed by a moment."""
    return Booking.objects.filter(Q(lapses_at__isnull=True) | Q(lapses_at__gt=moment), closed_at__isnull=True)


def coming(code: str, *, by: Actor) -> list[tuple[UUID, str]]:
    """Who is on the way to a site and has a bed there, with the name, masked for people of other townships. Asked for within ``hosting``."""
    found = standing_bookings(clocks.now()).filter(site=code, person__isnull=False).order_by("expected_at", "booked_at", "pk")
    keys = [one.person_id for one in found if one.person_id]
    names = named_here(keys, by=by)
    return [(key, names[key].full_name) for key in keys if key in names]


def open_site_requests(code: str, *, by: Actor) -> list[tuple[SiteRequest, str]]:
    """What people at a site wait for, the oldest first, with who asked."""
    found = list(SiteRequest.objects.filter(site=code, done_at__isnull=True).select_related("stay").order_by("opened_at", "pk")[:MOST_EXPECTED])
    names = named_here([one.stay.person_id for one in found if one.stay], by=by)
    return [(one, names[one.stay.person_id].full_name if one.stay and one.stay.person_id in names else "") for one in found]


def stay(key: UUID, *, by: Actor) -> Stay | None:
    """One stay at a site of the post's area."""
    found = Stay.objects.filter(pk=key).first()
    return found if found is not None and by.covers(found.area) else None


def booking(key: UUID, *, by: Actor) -> Booking | None:
    """One reservation at a site of the post's area."""
    found = Booking.objects.filter(pk=key).first()
    return found if found is not None and by.covers(found.area) else None


def site_request(key: UUID, *, by: Actor) -> SiteRequest | None:
    """One request at a site of the post's area."""
    found = SiteRequest.objects.filter(pk=key).first()
    return found if found is not None and by.covers(found.area) else None


def expected(*, by: Actor) -> list[Observation]:
    """People under central isolation for whom no stay is written down."""
    present = Stay.objects.filter(out_at__isnull=True).values("observation_id")
    return list(expected_at_sites(by=by).exclude(pk__in=present)[:MOST_EXPECTED])
