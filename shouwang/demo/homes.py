"""Households and their people in every grid, made from numbers: grid ``g``, home ``h``, person ``p``."""

from collections.abc import Iterator

from shouwang.accounts.actors import Actor
from shouwang.demo.people import invented
from shouwang.people import reads
from shouwang.people import writes as people

MOST_IN_HOME = 5
STREETS = ("前街", "后街")  # of a village's two grids


def fill_homes(grids: list[str], count: int, *, by: Actor) -> Iterator[int]:
    """Record about ``count`` residents, spread evenly, with COPY; yields how many are recorded so far."""
    yield from people.fill_residents(_residents(grids, count), by=by)


def register_twice(grid: str, county: str, *, by: Actor) -> None:
    """A second list brings the first household of a grid under a code of its own, and the search of the night asks about the two."""
    home = reads.households(grid, by=by).first()
    if home:
        again = people.Home(area=grid, source="户籍底册(演示)", code="2019-0017", head_name=home.head_name, address=home.address)
        people.record_households([again], by=by)
    people.find_suspected_homes(county, by=by)


def _residents(grids: list[str], count: int) -> Iterator[people.Resident]:
    p, home = 0, 0
    while p < count:
        grid, number = grids[home % len(grids)], home // len(grids) + 1
        size = 1 + (home * 7 + number) % MOST_IN_HOME
        address = f"{STREETS[home % len(grids) % len(STREETS)]}{number}号"  # the village is told by the area
        where = people.Home(area=grid, door=f"{number}", head_name=invented(p).full_name, members=size, address=address)
        for member in range(min(size, count - p)):
            relation = "户主" if member == 0 else "家庭成员"
            yield people.Resident(home=where, person=_identity(p, grid, address), relation_to_head=relation, present=True)
            p += 1
        home += 1


def _identity(p: int, grid: str, address: str) -> people.Identity:
    person = invented(p)
    return people.Identity(full_name=person.full_name, area=grid, document=person.id_number, phone=person.phone, address=address)
