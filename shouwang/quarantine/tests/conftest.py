"""A county that exists nowhere, with one pack in force and people to observe. All people are invented."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import Actor, system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.duty.writes import Member
from shouwang.lib import clocks
from shouwang.lib.documents import with_check_digit
from shouwang.lib.ids import uuid7
from shouwang.people.writes import Identity, identify
from shouwang.places import writes as places
from shouwang.policy import reads as rules
from shouwang.policy import writes as policy
from shouwang.quarantine import writes
from shouwang.quarantine.rules.terms import Step, Terms, dated
from shouwang.quarantine.writes import NewOrder, NewReading, Proposal

TODAY = date(2020, 2, 4)
AREAS = [
    ("41", "河南省", "province", "", ""),
    ("4116", "周口市", "city", "41", ""),
    ("411621", "扶沟县", "county", "4116", "seed"),
    ("411621101", "东桥镇", "township", "411621", "town"),
    ("411621101200", "八庙村民委员会", "village", "411621101", "villagers_committee"),
    ("411621101201", "濛山村民委员会", "village", "411621101", "villagers_committee"),
    ("411621102", "西桥乡", "township", "411621", "township"),
    ("411621102200", "大李庄村民委员会", "village", "411621102", "villagers_committee"),
]
COLUMNS = ("code", "name", "level", "parent", "kind")
COUNTY = "001001001"
TOWN, OTHER_TOWN = f"{COUNTY}001", f"{COUNTY}002"
VILLAGE, HILL, FAR_VILLAGE = f"{TOWN}001", f"{TOWN}002", f"{OTHER_TOWN}001"
SITE = "GLD-1"
ALL_YES = (True,) * 6
FIVE = {role: Member(name="样某") for role in ("community_officer", "grid_worker", "health_worker", "police", "volunteer")}


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the county's clock."""
    return clocks.at(day, clocks.time(hour, minute))


def actor(area: str, role: str = "township_officer", unit: str = "") -> Actor:
    """Somebody who acts in an area without being signed in."""
    return Actor(user_id=None, post_id=None, role=role, area=area, unit=unit, name=f"{role} {area}")


def number(n: int) -> str:
    """The n-th invented identity number; odd is male."""
    return with_check_digit(f"41169919800101{n:03}")


def person(n: int, area: str = VILLAGE) -> UUID:
    """The n-th invented person, registered in an area."""
    told = Identity(full_name="张样三", area=area, document=number(n), phone=f"1690{n:07}", address=f"{n}号")
    with acting_as(system()) as by:
        found = identify([told], by=by)[0].person_id
    assert found is not None
    return found


def proposal(n: int, measure: str = "home_observation", *, left: date = date(2020, 1, 25), area: str = VILLAGE, **more: Any) -> Proposal:
    """What follows from the class of the n-th person, who left the risk place on a day."""
    pack = rules.pack_for(COUNTY, TODAY)
    step = Step.of_measure(pack.measures[measure])
    values: dict[str, Any] = {
        "person_id": person(n, area), "area": area, "class_id": "key_area", "steps": dated([step], left, left), "terms": Terms.of(pack),
        "happened_at": at(date(2020, 1, 26), 15), "last_exposure_on": left, "source_id": uuid7(), "sentence": "From a key area.",
    }  # fmt: skip
    return Proposal(**(values | more))


def order(n: int, measure: str = "home_observation", **more: Any) -> NewOrder:
    """An order for the n-th person, with everything in place."""
    values: dict[str, Any] = {
        "id_number": number(n), "measure": measure, "happened_at": at(date(2020, 1, 26), 17, 30), "answers": ALL_YES, "members": FIVE,
        "community_signer": "样社干", "health_signer": "样村医", "area": VILLAGE, "full_name": "张样三", "last_exposure_on": date(2020, 1, 25),
    }  # fmt: skip
    return NewOrder(**(values | more))


def reading(n: int, written: Any = 36.5, day: date = TODAY, slot: str = "am", **more: Any) -> NewReading:
    """A check of the n-th person in a slot, minutes apart from every other."""
    hour = 8 if slot == "am" else 15
    values: dict[str, Any] = {
        "id_number": number(n), "written": written, "slot_date": day, "slot": slot,
        "happened_at": at(day, hour) + timedelta(minutes=5 * n), "observer": "样村医",
    }  # fmt: skip
    return NewReading(**(values | more))


def started(by: Actor, *numbers: int, area: str = VILLAGE, **more: Any) -> list[UUID]:
    """Persons whose home observation was proposed and started on 26 January; the last day is 8 February."""
    assert all(v.taken for v in writes.propose([proposal(n, area=area) for n in numbers], by=by))
    verdicts = writes.start([order(n, area=area, **more) for n in numbers], by=by)
    assert all(v.taken for v in verdicts), verdicts
    return [v.id for v in verdicts if v.id]


@pytest.fixture
def county(db: None) -> Iterator[Actor]:
    """The county's tree, units, pack and isolation site; its command office acts, on the evening of 4 February 2020."""
    with clocks.stopped(at(TODAY, 20)), acting_as(system()) as operator:
        places.load_areas([dict(zip(COLUMNS, row, strict=True)) for row in AREAS], edition="2020", by=operator)
        places.record_units(UNITS, by=operator)
        pack = policy.NewPack(area=COUNTY, pack_id="covid-19-2020-02", valid_from=date(2020, 1, 1), reason="plan")
        assert policy.put_in_force([pack], by=operator)[0].taken
        site = places.NewSite(code=SITE, name="集中隔离点", kind="isolation_site", area=TOWN, unit="ZHB", rooms=120, at=at(date(2020, 1, 20), 9))
        assert places.record_sites([site], by=operator)[0].taken
        with acting_as(actor(COUNTY, "command_office")) as by:
            yield by


UNITS = [
    places.NewUnit(code="ZHB", name="指挥部", kind="command_post", area=COUNTY, parent=""),
    places.NewUnit(code="CQ", name="东桥镇指挥部", kind="township_group", area=TOWN, parent="ZHB", manages=(TOWN,)),
]


MORNING = at(TODAY, 9)


def signed_in(role: str, area: str) -> Client:
    """Somebody with this post, signed in."""
    name = f"{role}-{area}"
    with acting_as(system()) as by:
        accounts.give_posts([accounts.NewPost(name, role, area, valid_from=date(2020, 1, 1))], by=by)
    client = Client()
    client.force_login(User.objects.get(username=name), "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def town(county: Actor, settings: Any) -> Iterator[Client]:
    """The township's officer, with one person under observation, at nine in the morning."""
    settings.SECOND_FACTOR_REQUIRED = False
    started(county, 1)
    client = signed_in("township_officer", TOWN)
    with clocks.stopped(MORNING):
        yield client
