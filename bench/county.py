"""A county of the size that the budgets speak of: residents, open orders with their teams, two weeks of checks."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import writes as arrivals
from shouwang.demo import homes, place
from shouwang.demo.people import invented
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.quarantine import reads as observed
from shouwang.quarantine import writes as quarantine
from shouwang.reports import writes as reports

FIRST_PERSON = 2_000_000
BATCH = 500
OBSERVERS = 97
NORMAL = [Decimal(value) for value in ("36.2", "36.5", "36.4", "36.6", "36.3", "36.7")]
SLOTS = (("am", time(8, 30)), ("pm", time(15, 30)))

Say = Callable[[str], None]


def fill(people: int, orders: int, checks: int, *, say: Say) -> None:
    """Fill an empty database."""
    now = clocks.now()
    days = max(1, -(-checks // (2 * orders)))
    with acting_as(system("bench")) as by:
        with clocks.stopped(now - timedelta(days=days + 2)):
            laid_out = place.lay_out(clocks.now(), by=by)
            grids = [area.path for area in places.areas_below(laid_out.county, "grid")]
            for done in homes.fill_homes(grids, people, by=by):
                if done % 100_000 < 5_000:
                    say(f"{done:,} residents")
        with clocks.stopped(clocks.at((now - timedelta(days=days)).date(), time(5, 0))):
            started = _orders(laid_out, orders)
            say(f"{len(started):,} open orders")
        say(f"{_checks(started, checks, now - timedelta(days=days)):,} checks")
        say(f"{_freeze(laid_out.county, now, days):,} sheets frozen")


def _orders(laid_out: place.Place, count: int) -> list[UUID]:
    by = system("bench")
    found: list[UUID] = []
    for first in range(0, count, BATCH):
        rows = [_arrival(laid_out, n) for n in range(first, min(first + BATCH, count))]
        arrivals.record_arrivals(rows, by=by)
        waiting = list(observed.waiting_orders(by=by))
        orders = [quarantine.NewOrder(observation_id=one.pk, measure=one.measure, answers=(True,) * 6, team="five_to_one", happened_at=clocks.now()) for one in waiting]
        found += [verdict.id for verdict in quarantine.start(orders, by=by) if verdict.id]
    return found


def _arrival(laid_out: place.Place, n: int) -> arrivals.NewArrival:
    person, village = invented(FIRST_PERSON + n), laid_out.villages[n % len(laid_out.villages)]
    today = clocks.today()
    return arrivals.NewArrival(
        full_name=person.full_name, id_number=person.id_number, phone=person.phone, area=village, address=f"{n}号", from_place="湖北省武汉市江汉区",
        left_on=today, arrived_on=today, happened_at=clocks.now(),
    )


def _checks(observations: list[UUID], count: int, first: datetime) -> int:
    by, done = system("bench"), 0
    for at, slot in _slots(first):
        with clocks.stopped(at + timedelta(hours=2)):
            for start in range(0, len(observations), BATCH):
                rows = [_reading(key, at, slot, n) for n, key in enumerate(observations[start : start + BATCH], start)]
                done += len(quarantine.record_readings(rows, by=by))
                if done >= count:
                    return done
    return done


def _freeze(county: str, now: datetime, days: int) -> int:
    """The report of each day before today, frozen as the evening's job does."""
    today = clocks.local(now).date()
    return sum(reports.freeze(county, today - timedelta(days=back), by=system("bench")) for back in range(days, 0, -1))


def _slots(first: datetime) -> Iterator[tuple[datetime, str]]:
    day = clocks.local(first).date()
    while True:
        for slot, clock in SLOTS:
            yield clocks.at(day, clock), slot
        day += timedelta(days=1)


def _reading(key: UUID, at: datetime, slot: str, n: int) -> quarantine.NewReading:
    happened = at if n % OBSERVERS == 0 else at + timedelta(seconds=n * 7 % 3600)  # one writes the whole round down at one time
    return quarantine.NewReading(observation_id=key, slot_date=at.date(), slot=slot, written=NORMAL[n % len(NORMAL)], happened_at=happened, observer=f"村医{n % OBSERVERS}")
