"""A county with two townships, and papers for people who exist nowhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.lib.documents import with_check_digit
from shouwang.papers import writes
from shouwang.papers.choices import PaperKind
from shouwang.papers.exchange.specimens import specimen
from shouwang.papers.writes import NewPaper
from shouwang.people.writes import Identity, identify
from shouwang.places import writes as places
from shouwang.places.writes import NewUnit

NOON = datetime(2020, 2, 8, 4, tzinfo=UTC)
COUNTY = "001001001"
EAST, WEST = COUNTY + "001", COUNTY + "002"
VILLAGE, HILL, WEST_VILLAGE = EAST + "001", EAST + "002", WEST + "001"
COLUMNS = ("code", "name", "level", "parent")
AREAS = [
    ("98", "试省", "province", ""),
    ("9801", "试市", "city", "98"),
    ("980101", "试县", "county", "9801"),
    ("980101100", "东桥镇", "township", "980101"),
    ("980101100200", "八庙村民委员会", "village", "980101100"),
    ("980101100201", "濛山村民委员会", "village", "980101100"),
    ("980101200", "西桥乡", "township", "980101"),
    ("980101200200", "大李庄村民委员会", "village", "980101200"),
    ("980102", "邻县", "county", "9801"),
]
CERTIFICATE = PaperKind.COMPLETION_CERTIFICATE


def officer(area: str, role: str = "township_officer") -> Actor:
    """Somebody who acts in an area without being signed in."""
    return Actor(user_id=None, post_id=None, role=role, area=area, name=f"{role} {area}")


def somebody(number: int = 1, area: str = VILLAGE, name: str = "欧阳样三") -> UUID:
    """A person who exists nowhere."""
    told = Identity(full_name=name, area=area, document=with_check_digit(f"41169919800101{number:03}"), phone=f"1690{number:07}", address=f"{number}号")
    with acting_as(system()) as by:
        found = identify([told], by=by)[0].person_id
    assert found is not None
    return found


def paper(kind: str = CERTIFICATE, *, language: str = "zh-hans", facts: dict[str, Any] | None = None, **more: Any) -> NewPaper:
    """A paper about made-up facts."""
    values: dict[str, Any] = {
        "kind": kind, "area": VILLAGE, "unit": "EAST", "language": language, "facts": specimen(kind, language) | (facts or {}),
        "valid_from": date(2020, 1, 26), "valid_to": date(2020, 2, 8),
    }  # fmt: skip
    return NewPaper(**(values | more))


def issued(by: Actor, *papers: NewPaper) -> list[UUID]:
    """The ids of papers that were issued."""
    verdicts = writes.issue(list(papers), by=by)
    assert all(verdict.taken for verdict in verdicts), verdicts
    return [verdict.id for verdict in verdicts if verdict.id]


@pytest.fixture
def county(db: None) -> Iterator[Actor]:
    """The county at noon of 8 February 2020; the eastern township's officer acts."""
    with clocks.stopped(NOON):
        with acting_as(system()) as operator:
            places.load_areas([dict(zip(COLUMNS, row, strict=True)) for row in AREAS], edition="2020", by=operator)
            places.record_units([NewUnit("EAST", "试县东桥镇疫情防控领导小组", "township_group", EAST, manages=(EAST,))], by=operator)
        with acting_as(officer(EAST)) as by:
            yield by
