"""A county that exists nowhere, small enough to know by heart."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.places import writes

NOON = datetime(2020, 2, 5, 4, tzinfo=UTC)

ROWS = [
    ("98", "试省", "province", "", ""),
    ("9801", "试市", "city", "98", ""),
    ("980101", "试县", "county", "9801", "seed"),
    ("980101100", "东桥镇", "township", "980101", "town"),
    ("980101100001", "八庙社区居民委员会", "village", "980101100", "residents_committee"),
    ("980101100200", "八庙村民委员会", "village", "980101100", "villagers_committee"),
    ("980101100201", "濛山村村委会", "village", "980101100", "villagers_committee"),
    ("980101200", "西桥乡", "township", "980101", "township"),
    ("980101200200", "濛山村民委员会", "village", "980101200", "villagers_committee"),
    ("980101200201", "大李庄村民委员会", "village", "980101200", "villagers_committee"),
    ("980102", "邻县", "county", "9801", ""),
    ("980102100", "东桥镇", "township", "980102", "town"),
    ("980102100001", "文昌社区居民委员会", "village", "980102100", "residents_committee"),
]
COLUMNS = ("code", "name", "level", "parent", "kind")

COUNTY, NEXT_COUNTY = "001001001", "001001002"
EAST, WEST = COUNTY + "001", COUNTY + "002"
TEMPLE_COMMUNITY, TEMPLE_VILLAGE, EAST_HILL = EAST + "001", EAST + "002", EAST + "003"
WEST_HILL, LI = WEST + "001", WEST + "002"


def rows() -> list[dict[str, str]]:
    """The lines of its official list."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]


def officer(area: str, role: str = "township_officer") -> Actor:
    """Somebody who may change places in an area."""
    return Actor(user_id=None, post_id=None, role=role, area=area, name="officer")


@pytest.fixture
def at_noon() -> Iterator[None]:
    """It is noon of 5 February 2020 in the county."""
    with clocks.stopped(NOON):
        yield


@pytest.fixture
def tree(db: None, at_noon: None) -> Iterator[Actor]:
    """The county's tree, and the operator who loaded it, still acting."""
    with acting_as(system()) as by:
        writes.load_areas(rows(), edition="2020", by=by)
        yield by
