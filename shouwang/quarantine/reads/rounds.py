"""The round of a post: every check that is due in a slot, in the order of a walk, with what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.quarantine.choices import DONE_KINDS, CheckState, Counting
from shouwang.quarantine.models import Alert, DueSlot, Observation, Reading, SlotTime, Watch
from shouwang.quarantine.reads.hosts import checked_in, named_here, rooms_of
from shouwang.quarantine.rules.slots import Check, check_state
from shouwang.quarantine.rules.terms import Terms

AFTER_ALL_GRIDS = ":"  # sorts behind every digit
MOST_HOMES = 300  # on one screen; a longer round is walked by more than one person


@dataclass(frozen=True)
class Visit:
    """One home of a round."""

    observation: Observation
    check: Check
    state: CheckState
    card: Any  # PersonCard, none if the person cannot be seen
    place: str
    terms: Terms
    reading: Reading | None = None
    reported: Reading | None = None  # what the person reported, while it does not count
    before: list[Reading] = field(default_factory=list)  # the last ones, oldest first
    alert: bool = False
    at_site: bool = False  # ``place`` is the room
    is_guest: bool = False  # from another township, at an own site

    @property
    def is_done(self) -> bool:
        """Whether somebody was checked."""
        return self.reading is not None and self.reading.kind in DONE_KINDS

    @property
    def usual(self) -> Reading | None:
        """The last reading before this slot."""
        return self.before[-1] if self.before else None


@dataclass(frozen=True)
class Round:
    """All homes of one slot."""

    day: date
    slot: str
    visits: list[Visit]
    opens_at: datetime | None
    closes_at: datetime | None

    @property
    def done(self) -> int:
        """How many were checked."""
        return sum(visit.is_done for visit in self.visits)

    @property
    def is_late(self) -> bool:
        """Whether the window is over."""
        return self.closes_at is not None and clocks.now() > self.closes_at


def plans_in_use(*, by: Actor) -> list[str]:
    """The plans of checks that people who are in the post's area have now. Asked for within ``hosting``."""
    return list(Watch.objects.filter(checked_in(by.area), to_at__isnull=True).order_by("plan").values_list("plan", flat=True).distinct())


def present_slot(*, by: Actor, now: datetime) -> tuple[date, str] | None:
    """The slot of today whose window opened last, else the next one; none where nobody is to be checked."""
    rows = SlotTime.objects.filter(plan__in=plans_in_use(by=by))
    today = clocks.local(now).date()
    row = rows.filter(opens_at__lte=now, slot_date=today).order_by("-opens_at").first() or rows.filter(opens_at__gt=now).order_by("opens_at").first()
    return (row.slot_date, row.slot) if row else None


def slots_of_days(days: Sequence[date], *, by: Actor) -> list[tuple[date, str]]:
    """The slots of some days, in their order."""
    rows = SlotTime.objects.filter(plan__in=plans_in_use(by=by), slot_date__in=days).order_by("opens_at")
    return list(dict.fromkeys(rows.values_list("slot_date", "slot")))


def round_of(day: date, slot: str, *, by: Actor, area: str = "") -> Round:
    """Every check due in a slot of those who are in the area, at home or at a site of it; eleven queries for any number of homes.

    Asked for within ``hosting``.
    """
    where = checked_in(area or by.area, closing="closes_at", first=day)
    due = list(DueSlot.objects.filter(where, slot_date=day, slot=slot).order_by("area", "observation_id")[: MOST_HOMES + 1])
    visits = _visits([Check(row.opens_at, row.closes_at, row.slot_date, row.slot) for row in due], [row.observation_id for row in due], by)
    bounds = (due[0].opens_at, due[0].closes_at) if due else _window(day, slot)
    return Round(day, slot, sorted(visits, key=_walk), *bounds)


def visit(observation: Observation, check: Check, *, by: Actor) -> Visit:
    """One home of a round."""
    return _visits([check], [observation.pk], by)[0]


def _window(day: date, slot: str) -> tuple[datetime | None, datetime | None]:
    row = SlotTime.objects.filter(slot_date=day, slot=slot).first()
    return (row.opens_at, row.closes_at) if row else (None, None)


def _walk(visit: Visit) -> tuple[str, list[Any], str]:
    """Grid by grid, then along the addresses with their numbers as numbers; then the sites, room by room."""
    if visit.at_site:
        return AFTER_ALL_GRIDS, natural(visit.place), str(visit.observation.pk)
    return visit.observation.area, natural(visit.card.address if visit.card else ""), str(visit.observation.pk)


def natural(address: str) -> list[Any]:
    """An address as people walk it: house 9 before house 10."""
    parts: list[Any] = []
    digits = ""
    for character in address:
        if character.isdigit():
            digits += character
            continue
        if digits:
            parts.append((1, int(digits), ""))
            digits = ""
        parts.append((0, 0, character))
    return [*parts, (1, int(digits), "")] if digits else parts


def _visits(checks: list[Check], keys: list[UUID], by: Actor) -> list[Visit]:
    found = Observation.objects.in_bulk(keys)
    cards, rooms = named_here([one.person_id for one in found.values()], by=by), rooms_of(keys)
    names = places.short_names({one.area for one in found.values() if by.covers(one.area)}, by.area)
    readings = _readings(keys, checks)
    alerted = set(Alert.objects.filter(observation__in=keys, closed_at__isnull=True).values_list("observation_id", flat=True))
    now = clocks.now()
    return [
        _visit(found[key], check, cards, rooms.get(key, ""), names.get(found[key].area, ""), readings.get(key, []), key in alerted, now)
        for check, key in zip(checks, keys, strict=True) if key in found
    ]  # fmt: skip


def _visit(
    one: Observation, check: Check, cards: Any, room: str, place: str, readings: list[Reading], alert: bool, now: datetime
) -> Visit:
    own = [reading for reading in readings if (reading.slot_date, reading.slot) == check.key]
    before = [reading for reading in readings if (reading.slot_date, reading.slot) != check.key and reading.happened_at < check.closes_at]
    counted = [reading for reading in own if reading.counting == Counting.COUNTS]
    reported = [reading for reading in own if reading.counting != Counting.COUNTS]
    done = [reading for reading in counted if reading.kind in DONE_KINDS]
    state = check_state(check, True, done[0].happened_at if done else None, now)
    return Visit(
        one, check, state, cards.get(one.person_id), room or place, Terms.read(one.terms), counted[-1] if counted else None,
        reported[-1] if reported and not done else None, before[-3:], alert, bool(room), not place,
    )


def _readings(keys: list[UUID], checks: list[Check]) -> dict[UUID, list[Reading]]:
    """The readings of the last two days up to the slot, oldest first."""
    if not checks:
        return {}
    last = max(check.day for check in checks)
    rows = Reading.objects.filter(
        Q(observation__in=keys), slot_date__gte=date.fromordinal(last.toordinal() - 2), slot_date__lte=last, live=True
    )
    found: dict[UUID, list[Reading]] = {}
    for reading in rows.order_by("happened_at", "received"):
        found.setdefault(reading.observation_id, []).append(reading)
    return found


def plan_of(observation: Observation) -> str:
    """The plan of checks that an observation has, or had last."""
    watch = observation.watches.order_by("-from_at").first()
    return watch.plan if watch else Terms.read(observation.terms).plan
