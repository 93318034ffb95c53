"""A small county: two townships, three villages, a unit that manages one of them, a pack in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

import pytest

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.places import writes as places
from shouwang.places.reads import path_of
from shouwang.policy import writes as policy
from shouwang.reports import writes

AREAS = [
    ("990000000000", "演示省", "province", "", ""), ("990100000000", "演示市", "city", "990000000000", ""),
    ("990101000000", "演示县", "county", "990100000000", ""), ("990101101000", "甲镇", "township", "990101000000", "town"),
    ("990101102000", "乙镇", "township", "990101000000", "town"), ("990101101200", "一村", "village", "990101101000", "villagers_committee"),
    ("990101101201", "二村", "village", "990101101000", "villagers_committee"), ("990101102200", "三村", "village", "990101102000", "villagers_committee"),
]
DAY = date(2020, 2, 5)


@dataclass
class County:
    """Paths of the small county, and who acts."""

    county: str
    town_a: str
    town_b: str
    village_1: str
    village_2: str
    village_3: str

    def actor(self, role: str, area: str) -> Actor:
        return Actor(user_id=None, post_id=None, role=role, area=area, name=role)


def built() -> County:
    """Put the small county into the database."""
    names = ("code", "name", "level", "parent", "kind")
    with acting_as(system()) as by, clocks.stopped(clocks.at(date(2020, 1, 20), time(9, 0))):
        places.load_areas([dict(zip(names, row, strict=True)) for row in AREAS], edition="test", by=by)
        found = County(*(path_of(code) or "" for code in ("990101", "990101101", "990101102", "990101101200", "990101101201", "990101102200")))
        policy.put_in_force([policy.NewPack(found.county, date(2020, 1, 20), "test", pack_id="covid-19-2020-02")], by=by)
        places.record_units([places.NewUnit(code="ZHB", name="指挥部", kind="command_post", area=found.county, manages=[found.town_a])], by=by)
        writes.set_duties([writes.NewDuty(DAY, area=found.county)], by=by)
    return found


@pytest.fixture
def county(db: None) -> Iterator[County]:
    found = built()
    with acting_as(system()):
        yield found
