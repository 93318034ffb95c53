"""A county that exists nowhere, with one pack in force and people who act in it. All people are invented."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost, give_posts
from shouwang.arrivals.writes import NewArrival
from shouwang.lib import clocks
from shouwang.lib.documents import with_check_digit
from shouwang.places import writes as places
from shouwang.policy import writes as policy

NOON = datetime(2020, 1, 25, 4, tzinfo=UTC)
TODAY = date(2020, 1, 25)
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
ZONE = {
    "inherit": ["fever_undetermined", "key_area"],
    "classes": [
        {
            "id": "zone_other_province", "when": {"from_outside": "province"}, "needs": ["health_certificate"],
            "measure": "home_observation",
        },
        {
            "id": "zone_work_need", "when": {"work_need": True}, "needs": ["health_certificate"],
            "measure": "home_health_monitoring",
        },
        {
            "id": "zone_in_province", "measure": "none", "then": ["protection_training", "work_permit"],
            "when": {"health_certificate": True, "fever_history": False, "case_contact": False},
        },
    ],
    "otherwise": "undecided",
}  # fmt: skip


def actor(area: str, role: str = "township_officer", unit: str = "") -> Actor:
    """Somebody who acts in an area without being signed in."""
    return Actor(user_id=None, post_id=None, role=role, area=area, unit=unit, name="tester")


def number(n: int, born: str = "19800101") -> str:
    """The n-th invented identity number of a birthday; odd is male."""
    return with_check_digit(f"411699{born}{n:03}")


def came(n: int | None = 1, **more: Any) -> NewArrival:
    """The n-th invented returnee; without a document where n is None."""
    facts: dict[str, Any] = {
        "full_name": "张样三", "area": VILLAGE, "from_place": "湖北省武汉市", "left_on": date(2020, 1, 20),
        "arrived_on": date(2020, 1, 20),
        "address": "八庙村3号",
    } | ({"id_number": number(n), "phone": f"1690{n:07}"} if n is not None else {})  # fmt: skip
    return NewArrival(**(facts | more))


@pytest.fixture
def county(db: None) -> Iterator[Actor]:
    """The county's tree, units and pack; its command office acts, at noon of 25 January 2020."""
    with clocks.stopped(NOON), acting_as(system()) as operator:
        places.load_areas([dict(zip(COLUMNS, row, strict=True)) for row in AREAS], edition="2020", by=operator)
        places.record_units(UNITS, by=operator)
        pack = policy.NewPack(area=COUNTY, pack_id="covid-19-2020-02", valid_from=date(2020, 1, 1), reason="plan")
        assert policy.put_in_force([pack], by=operator)[0].taken
        overlay = policy.NewOverlay("SWZX", COUNTY, ZONE, date(2020, 1, 1), "own rules")
        assert policy.put_overlay_in_force([overlay], by=operator)[0].taken
        with acting_as(actor(COUNTY, "command_office")) as by:
            yield by


@pytest.fixture
def town(county: Actor) -> Iterator[Actor]:
    """The officer of the township, in whose scope the test runs."""
    with acting_as(actor(TOWN, unit="CQ")) as by:
        yield by


UNITS = [
    places.NewUnit(code="ZHB", name="指挥部", kind="command_post", area=COUNTY, parent=""),
    places.NewUnit(code="CQ", name="东桥镇指挥部", kind="township_group", area=TOWN, parent="ZHB", manages=(TOWN,)),
    places.NewUnit(code="SWZX", name="商务中心区", kind="functional_zone", area=COUNTY, parent="ZHB", manages=(HILL,)),
]


Login = Callable[..., Client]


@pytest.fixture
def login(county: Actor) -> Login:
    """Signs somebody in who holds one post: ``login(area, role)``."""

    def signed_in(area: str, role: str = "township_officer", unit: str = "") -> Client:
        name = f"{role}-{area}"
        post = NewPost(
            name, role, area, unit, full_name=name, password="a-long-password-1", valid_from=date(2020, 1, 1)
        )
        with acting_as(system()) as operator:
            assert give_posts([post], by=operator)[0].taken
        client = Client()
        client.force_login(User.objects.get(username=name), "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
