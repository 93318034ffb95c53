"""Whatever the packages do one after the other (returns, orders, checks, rooms, merges, a tree that changes), counting again finds the same."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import writes as arrivals
from shouwang.arrivals.models import Arrival
from shouwang.ledger.figures import Computed, registry
from shouwang.ledger.recounts import recount
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.people import writes as people
from shouwang.people.choices import Decision
from shouwang.people.models import Person, Suspicion
from shouwang.places import reads as trees
from shouwang.places.models import Area
from shouwang.places.writes import Moving, Renaming, move_areas, rename_areas
from shouwang.quarantine import reads, writes
from shouwang.quarantine.models import Observation, Reading, Room, Stay
from shouwang.quarantine.tests.conftest import COUNTY, OTHER_TOWN, SITE, TOWN, at, county, number, order

__all__ = ["county"]  # the fixture
FIRST = date(2020, 1, 27)
PEOPLE, STEPS = 6, 60
PLACES = ("湖北省武汉市", "浙江温州", "河南省郑州市", "泰国", "打工")


class World:
    """What a step may choose from, by one seed."""

    def __init__(self, by: Actor, seed: int) -> None:
        self.by, self.chance = by, Random(seed)

    def one(self, found: Any) -> Any:
        """Any of these rows; none where there is none."""
        keys = list(found.order_by("pk").values_list("pk", flat=True))
        return found.model._default_manager.get(pk=self.chance.choice(keys)) if keys else None

    def n(self) -> int:
        """One of the persons."""
        return self.chance.randint(1, PEOPLE)

    def village(self) -> str:
        """A village as it stands in the tree today."""
        return self.chance.choice(list(Area.objects.filter(level="village", valid_to=None).order_by("path").values_list("path", flat=True)))

    def earlier(self) -> Any:
        """Now, or up to two days ago: what was written down on paper comes late."""
        return clocks.now() - timedelta(hours=self.chance.choice((0, 0, 3, 20, 44)))


def arrive(world: World) -> None:
    n, came = world.n(), clocks.today() - timedelta(days=world.chance.randint(0, 5))
    document = number(n) if world.chance.random() < 0.6 else ""  # without one somebody may turn out to be known
    row = arrivals.NewArrival(
        full_name="张样三", id_number=document, phone=f"1690{n:07}", area=world.village(), from_place=world.chance.choice(PLACES), arrived_on=came,
        happened_at=world.earlier(),
    )  # fmt: skip
    arrivals.record_arrivals([row], by=world.by)


def unregister(world: World) -> None:
    if one := world.one(Arrival.objects.filter(live=True)):
        arrivals.withdraw_arrivals([arrivals.Withdrawal(one.root, "mistake")], by=world.by)


def assign(world: World) -> None:
    if one := world.one(Arrival.objects.filter(live=True)):
        arrivals.assign_arrivals([arrivals.Assignment(one.root, world.village())], by=world.by)


def start(world: World) -> None:
    central = world.chance.random() < 0.4
    more: dict[str, Any] = {"measure": "central_isolation", "site": SITE, "answers": None} if central else {}
    writes.start([order(world.n(), area=world.village(), happened_at=world.earlier(), **more)], by=world.by)


def check(world: World) -> None:
    if (one := world.one(Observation.objects.filter(ended_at=None, started_at__isnull=False))) is None:
        return
    when = max(world.earlier(), one.started_at or clocks.now())
    day, slot = clocks.local(when).date(), world.chance.choice(("am", "pm"))
    row = writes.NewReading(observation_id=one.pk, written=world.chance.choice((36.5, 37.6, "正常", "外出")), slot_date=day, slot=slot, happened_at=when)
    writes.record_readings([row], by=world.by)


def take_back(world: World) -> None:
    if one := world.one(Reading.objects.filter(live=True)):
        writes.withdraw_readings([one.pk], reason="mistake", by=world.by)


def release(world: World) -> None:
    if (one := world.one(Observation.objects.filter(ended_at=None))) is None:
        return
    row = writes.NewRelease(observation_id=one.pk, happened_at=clocks.now(), documents=["release_notice"], reason=world.chance.choice(("", "order")))
    writes.release([row], by=world.by)


def undo(world: World) -> None:
    if one := world.one(Observation.objects.all()):
        undoing = world.chance.choice((writes.undo_orders, writes.undo_releases))
        undoing([writes.Undo(one.pk, "mistake")], by=world.by)


def decide(world: World) -> None:
    row = writes.Decided(id_number=number(world.n()), reason="seen", happened_at=clocks.now(), site=world.chance.choice(("", SITE)), found_by="patrol")
    world.chance.choice((writes.change_measure, writes.end_early, writes.report_breaches))([row], by=world.by)


def live_at_the_site(world: World) -> None:
    room = world.chance.choice(("101", "102", ""))
    if world.chance.random() < 0.6:
        writes.move_in([writes.NewStay(id_number=number(world.n()), site=SITE, room=room)], by=world.by)
    elif stay := world.one(Stay.objects.filter(out_at=None)):
        writes.move_out([writes.EndedStay(person_id=stay.person_id)], by=world.by)


def keep_the_rooms(world: World) -> None:
    if room := world.one(Room.objects.all()):
        act: Callable[[], Any] = world.chance.choice((
            lambda: writes.close_rooms([room.pk], reason="water", by=world.by), lambda: writes.reopen_rooms([room.pk], by=world.by),
            lambda: writes.disinfect_rooms([room.pk], by=world.by), lambda: writes.keep_for_staff([room.pk], staff=bool(world.n() % 2), by=world.by),
        ))  # fmt: skip
        act()


def merge(world: World) -> None:
    one, other = (world.one(Person.objects.filter(merged_into=None)) for _ in range(2))
    if one and one.pk != other.pk:
        try:
            people.decide_suspicion(people.suspect(one.pk, other.pk, by=world.by).pk, Decision.SAME, reason="one person", by=world.by)
        except Refused:
            return  # both are observed, or stay somewhere: two it is


def part(world: World) -> None:
    if one := world.one(Suspicion.objects.filter(decision=Decision.SAME)):
        try:
            people.take_back(one.pk, reason="two persons", by=world.by)
        except Refused:
            return  # merges come apart from the last to the first


def move_a_village(world: World) -> None:
    path = world.village()
    with acting_as(system()) as operator:
        move_areas([Moving(path, OTHER_TOWN if path.startswith(TOWN) else TOWN)], by=operator)


def rename_a_village(world: World) -> None:
    with acting_as(system()) as operator:
        rename_areas([Renaming(world.village(), world.chance.choice(("赵庄村民委员会", "李庄村民委员会")))], by=operator)


def pass_time(world: World) -> None:
    writes.pass_time(by=world.by)


ACTS = (
    arrive, arrive, unregister, assign, start, start, check, check, check, take_back, release, undo, decide, live_at_the_site, live_at_the_site,
    keep_the_rooms, merge, merge, part, move_a_village, rename_a_village, pass_time,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(10, 15))
def test_counting_again_finds_the_same(county: Actor, seed: int) -> None:
    world, now = World(county, seed), at(FIRST, 9)
    writes.add_rooms([writes.NewRoom(site=SITE, number=one) for one in ("101", "102")], by=county)
    told = []
    for _ in range(STEPS):
        act, now = world.chance.choice(ACTS), now + timedelta(hours=world.chance.randint(0, 14))
        told.append(act.__name__)
        with clocks.stopped(now):
            act(world)
            assert list(recount()) == [], told
    with clocks.stopped(now):
        _agree(county, clocks.local(now).date())


def _agree(by: Actor, last: date) -> None:
    """Every day's figures add up over the townships, and the free rooms are what the site's board says."""
    for day in (last - timedelta(days=2), last):
        for figure in registry.all():
            if figure.group in ("arrivals", "observation") and not getattr(figure, "distinct", "") and not isinstance(figure, Computed):
                whole, parts = figure.values(Subject(area=COUNTY), Day.of(day)), figure.by_area(Subject(area=COUNTY), Day.of(day), "township").values()
                assert {column: sum(int(part.get(column) or 0) for part in parts) for column in whole} == whole, figure.name
    board, [count] = reads.rooms(SITE, by=by), reads.site_counts(by=by)
    numbered: dict[str, int] = {}
    for card in board:
        numbered[str(card.state)] = numbered.get(str(card.state), 0) + 1
    assert numbered.get("closed", 0) + numbered.get("staff", 0) == count.rooms_closed + count.rooms_staff
    assert all(_is_somewhere(key) for key in Observation.objects.filter(ended_at=None).values_list("pk", flat=True))


def _is_somewhere(key: UUID) -> bool:
    """An open observation lies in an area that stands in the tree."""
    area = Observation.objects.get(pk=key).area
    return trees.area(area) is not None and Area.objects.filter(path=area, valid_to=None).exists()
