"""A county with two townships, and who acts in it. All people are invented; digits 99 were never assigned to a county."""

from collections.abc import Iterator
from typing import Any

import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib.documents import with_check_digit
from shouwang.people.rules.identities import Identity

COUNTY = "001001001"
TOWN, OTHER_TOWN = f"{COUNTY}001", f"{COUNTY}002"
VILLAGE, OTHER_VILLAGE = f"{TOWN}001", f"{TOWN}002"
GRID = f"{VILLAGE}001"
FAR_VILLAGE = f"{OTHER_TOWN}001"


def actor(area: str, role: str = "township_officer") -> Actor:
    """Somebody who acts in an area without being signed in."""
    return Actor(user_id=None, post_id=None, role=role, area=area, name="tester")


def number(n: int, born: str = "19800101") -> str:
    """The n-th invented identity number of a birthday; odd is male."""
    return with_check_digit(f"411699{born}{n:03}")


def told(full_name: str = "张样三", n: int | None = 1, **more: Any) -> Identity:
    """An identity with the n-th document and telephone; without a document where n is None."""
    facts = {"document": number(n), "phone": f"1690{n:07}"} if n is not None else {}
    return Identity(**{"full_name": full_name, "area": VILLAGE, **facts, **more})


@pytest.fixture
def town(db: None) -> Iterator[Actor]:
    """The officer of the township, in whose scope the test runs."""
    with acting_as(actor(TOWN)) as by:
        yield by


@pytest.fixture
def county(db: None) -> Iterator[Actor]:
    """The command office of the county, in whose scope the test runs."""
    with acting_as(actor(COUNTY, "command_office")) as by:
        yield by
