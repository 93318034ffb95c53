"""Households and their people in every grid, made from numbers: grid ``g``, home ``h``, person ``p``."""

from collections.abc import Iterator

from shouwang.accounts.actors import Actor
from shouwang.demo.people import invented
from shouwang.people import writes as people
from shouwang.places import reads as places

CHUNK = 2_000
MOST_IN_HOME = 5


def fill_homes(grids: list[str], count: int, *, by: Actor) -> Iterator[int]:
    """Record about ``count`` residents, spread evenly; yields how many are recorded so far."""
    batch: list[people.Resident] = []
    done = 0
    names = places.full_names(grids)
    for resident in _residents(grids, names, count):
        batch.append(resident)
        if len(batch) == CHUNK:
            done += _record(batch, by)
            yield done
            batch = []
    yield done + _record(batch, by)


def _record(batch: list[people.Resident], by: Actor) -> int:
    verdicts = people.record_residents(batch, by=by)
    refused = [verdict.reason for verdict in verdicts if not verdict.taken]
    if refused:
        raise RuntimeError(f"demo residents: {refused[0]}")
    return len(batch)


def _residents(grids: list[str], names: dict[str, str], count: int) -> Iterator[people.Resident]:
    p, home = 0, 0
    while p < count:
        grid, number = grids[home % len(grids)], home // len(grids) + 1
        size = 1 + (home * 7 + number) % MOST_IN_HOME
        address = f"{names[grid]} {number}号"
        where = people.Home(area=grid, door=f"{number}", head_name=invented(p).full_name, members=size, address=address)
        for member in range(min(size, count - p)):
            yield people.Resident(home=where, person=_identity(p, grid, address), relation_to_head="户主" if member == 0 else "家庭成员", present=True)
            p += 1
        home += 1


def _identity(p: int, grid: str, address: str) -> people.Identity:
    person = invented(p)
    return people.Identity(full_name=person.full_name, area=grid, document=person.id_number, phone=person.phone, address=address)
