"""Isolation sites: their rooms, who stays there, and the sheet of a day (DOMAIN 3.7, 5.5)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.ledger.subjects import Day
from shouwang.lib import clocks
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.quarantine.choices import RoomState, StayEnd, StayKind
from shouwang.quarantine.models import Observation, Room, Stay
from shouwang.quarantine.reads.queues import expected_at_sites

ISOLATION_SITE = "isolation_site"


@dataclass(frozen=True)
class SiteCount:
    """One site and its rooms at a moment."""

    site: Any
    rooms_used: int
    rooms_to_disinfect: int
    rooms_closed: int
    stays_now: int

    @property
    def code(self) -> str:
        """The site's code."""
        return self.site.code

    @property
    def name(self) -> str:
        """The site's name."""
        return self.site.name

    @property
    def rooms_total(self) -> int:
        """All rooms of the site."""
        return self.site.rooms or 0

    @property
    def rooms_free(self) -> int:
        """Rooms that somebody can move into."""
        return self.rooms_total - self.rooms_used - self.rooms_to_disinfect - self.rooms_closed


@dataclass(frozen=True)
class RoomCard:
    """One room: what it is now, and who is in it."""

    room: Room
    state: RoomState
    cards: list[Any]


@dataclass(frozen=True)
class DailySheet:
    """A site's own figures of a statistics day, as the official sheet has them."""

    count: SiteCount
    day: date
    stays_before: int
    stays_in: int
    stays_out: int
    stays_moved: int


def sites(*, by: Actor, at: datetime | None = None) -> list[Any]:
    """The isolation sites of the post's area that are open."""
    return list(places.sites(ISOLATION_SITE, area=by.area, on=at or clocks.now()))


def site(code: str, *, by: Actor) -> Any | None:
    """One isolation site of the post's area, or none."""
    found = places.site(code)
    return found if found is not None and found.kind == ISOLATION_SITE and by.covers(found.area) else None


def site_counts(*, by: Actor, at: datetime | None = None) -> list[SiteCount]:
    """All sites with their rooms at a moment; three queries for any number."""
    moment = at or clocks.now()
    return _counts(sites(by=by, at=moment), moment)


def _counts(found: list[Any], moment: datetime) -> list[SiteCount]:
    codes = [one.code for one in found]
    stays = Stay.objects.filter(Q(freed_at__isnull=True) | Q(freed_at__gt=moment), site__in=codes, in_at__lte=moment)
    used, dirty, people_in = Counter[str](), Counter[str](), Counter[str]()
    for code, kind, out_at in stays.values_list("site", "kind", "out_at"):
        present = out_at is None or out_at > moment
        people_in[code] += present
        if kind == StayKind.OBSERVED:
            (used if present else dirty)[code] += 1
    closed = Counter(Room.objects.filter(Q(closed_at__lte=moment) | Q(for_staff=True), site__in=codes).values_list("site", flat=True))
    return [SiteCount(one, used[one.code], dirty[one.code], closed[one.code], people_in[one.code]) for one in found]


def rooms(code: str, *, by: Actor) -> list[RoomCard]:
    """The numbered rooms of a site with the people in them; three queries."""
    found = list(Room.objects.filter(site=code))
    held: dict[UUID | None, list[Stay]] = {}
    for stay in Stay.objects.filter(site=code, room__isnull=False, freed_at__isnull=True):
        held.setdefault(stay.room_id, []).append(stay)
    cards = people.persons([stay.person_id for stays in held.values() for stay in stays if stay.out_at is None], by=by)
    shown = [RoomCard(room, _state(room, held.get(room.pk, [])), _inside(held.get(room.pk, []), cards)) for room in found]
    return sorted(shown, key=lambda one: (len(one.room.number), one.room.number))


def _state(room: Room, stays: list[Stay]) -> RoomState:
    if room.closed_at is not None or room.for_staff:
        return RoomState.CLOSED
    if any(stay.out_at is None for stay in stays):
        return RoomState.OCCUPIED
    return RoomState.TO_DISINFECT if stays else RoomState.FREE


def _inside(stays: list[Stay], cards: dict[UUID, Any]) -> list[Any]:
    return [cards[stay.person_id] for stay in stays if stay.out_at is None and stay.person_id in cards]


def stays_without_room(code: str) -> list[Stay]:
    """People expected at a site, or there without a numbered room."""
    return list(Stay.objects.filter(site=code, room__isnull=True, out_at__isnull=True).order_by("in_at"))


def stay(key: UUID, *, by: Actor) -> Stay | None:
    """One stay at a site of the post's area."""
    found = Stay.objects.filter(pk=key).first()
    return found if found is not None and by.covers(found.area) else None


def daily_sheet(found: Any, day: Day) -> DailySheet:
    """Who came, who went, who is there, and the rooms, of one site on a statistics day."""
    stays = Stay.objects.filter(site=found.code)
    before = stays.filter(Q(out_at__isnull=True) | Q(out_at__gt=day.start), in_at__lte=day.start).count()
    came = stays.filter(in_at__gt=day.start, in_at__lte=day.end).count()
    ends = Counter(stays.filter(out_at__gt=day.start, out_at__lte=day.end).values_list("out_kind", flat=True))
    return DailySheet(_counts([found], day.end)[0], day.date, before, came, ends[StayEnd.HOME], ends[StayEnd.HOSPITAL] + ends[StayEnd.OTHER_SITE])


def expected(*, by: Actor) -> list[Observation]:
    """People under central isolation for whom no stay is written down."""
    present = Stay.objects.filter(out_at__isnull=True).values("observation_id")
    return list(expected_at_sites(by=by).exclude(pk__in=present)[:300])


def stays_with_room(code: str, *, by: Actor) -> list[tuple[Stay, str, Any]]:
    """People in numbered rooms of a site: the stay, the room's number, the person."""
    found = list(Stay.objects.filter(site=code, room__isnull=False, out_at__isnull=True).select_related("room").order_by("room__number"))
    cards = people.persons([one.person_id for one in found], by=by)
    return [(one, one.room.number if one.room else "", cards.get(one.person_id)) for one in found]
