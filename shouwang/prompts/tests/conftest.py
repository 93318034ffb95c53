"""A county with two townships and three villages, and who acts in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

import pytest

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.places import writes as places
from shouwang.places.reads import path_of

AREAS = [
    ("990000000000", "演示省", "province", "", ""), ("990100000000", "演示市", "city", "990000000000", ""),
    ("990101000000", "演示县", "county", "990100000000", ""), ("990101101000", "甲镇", "township", "990101000000", "town"),
    ("990101102000", "乙镇", "township", "990101000000", "town"), ("990101101200", "一村", "village", "990101101000", "villagers_committee"),
    ("990101101201", "二村", "village", "990101101000", "villagers_committee"), ("990101102200", "三村", "village", "990101102000", "villagers_committee"),
]
EVENING = clocks.at(date(2020, 2, 5), time(18, 40))


@dataclass
class County:
    """Paths, and who acts."""

    county: str
    town_a: str
    town_b: str
    village_1: str
    village_2: str
    village_3: str

    def actor(self, role: str, area: str, post: int = 1) -> Actor:
        return Actor(user_id=post, post_id=post, role=role, area=area, name=role)


@pytest.fixture
def county(db: None) -> Iterator[County]:
    names = ("code", "name", "level", "parent", "kind")
    with acting_as(system()) as by, clocks.stopped(clocks.at(date(2020, 1, 20), time(9, 0))):
        places.load_areas([dict(zip(names, row, strict=True)) for row in AREAS], edition="test", by=by)
        found = County(*(path_of(code) or "" for code in ("990101", "990101101", "990101102", "990101101200", "990101101201", "990101102200")))
    with acting_as(system()), clocks.stopped(EVENING):
        yield found
