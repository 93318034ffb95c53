"""A township with its unit and its sites, and people who exist nowhere."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.duty.writes import NewStaff
from shouwang.lib import clocks
from shouwang.lib.documents import with_check_digit
from shouwang.places import writes as places
from shouwang.places.writes import NewGrid, NewSite, NewUnit

NOON = datetime(2020, 2, 5, 4, tzinfo=UTC)
COUNTY = "001001001"
EAST, WEST = COUNTY + "001", COUNTY + "002"
VILLAGE, WEST_VILLAGE = EAST + "001", WEST + "001"
GRID = VILLAGE + "001"
AREAS = [
    ("98", "试省", "province", ""),
    ("9801", "试市", "city", "98"),
    ("980101", "试县", "county", "9801"),
    ("980101100", "东桥镇", "township", "980101"),
    ("980101100200", "八庙村民委员会", "village", "980101100"),
    ("980101200", "西桥乡", "township", "980101"),
    ("980101200200", "濛山村民委员会", "village", "980101200"),
]


def officer(area: str, role: str = "township_officer") -> Actor:
    """Somebody who may manage staff in an area."""
    return Actor(user_id=None, post_id=None, role=role, area=area, name="officer")


def id_number(number: int, county: str = "411699") -> str:
    """The identity number of a man who exists nowhere."""
    return with_check_digit(f"{county}19700101{number % 500 * 2 + 1:03d}")


def somebody(number: int = 1, **facts: Any) -> NewStaff:
    """A grid worker of the eastern village."""
    given: dict[str, Any] = {
        "code": f"W-{number:03}",
        "full_name": "样天",
        "role": "grid_worker",
        "area": VILLAGE,
        "id_number": id_number(number),
        "phone": f"1690001{number:04}",
        "at": clocks.now(),
    }
    return NewStaff(**(given | facts))


@pytest.fixture
def county(db: None) -> Iterator[Actor]:
    """The county at noon of 5 February 2020; the operator acts."""
    with clocks.stopped(NOON), acting_as(system()) as by:
        rows = [dict(zip(("code", "name", "level", "parent"), row, strict=True)) for row in AREAS]
        places.load_areas(rows, edition="2020", by=by)
        east = NewUnit("EAST", "东桥镇指挥部", "township_group", EAST, manages=(EAST,))
        places.record_units([east, NewUnit("CLINIC", "东桥镇卫生院", "health_centre", EAST)], by=by)
        places.make_grids([NewGrid(VILLAGE, code="980101100200-G01")], by=by)
        places.record_sites([NewSite("K1", "村口", "checkpoint", VILLAGE)], by=by)
        yield by
