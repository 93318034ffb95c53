"""Two households that may be one: told by the rule, asked about by night, decided in the queue, remembered and taken back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.audit.reads import events
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.people import reads, writes
from shouwang.people.choices import HomesSuspected
from shouwang.people.models import HomesSuspicion, Household, HouseholdMerge
from shouwang.people.rules.double_homes import MOST_ALIKE, Known, alike, keeper_of_homes, spots
from shouwang.people.writes import Home

from .conftest import COUNTY, FAR_VILLAGE, GRID, OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, actor, told
from .test_pages import body, places_exist, post_json, signed_in

WHY = HomesSuspected
DOOR, GATE = frozenset({"幸福小区|3|501"}), frozenset({"12"})


def home(head: str = "", spots: frozenset[str] = frozenset(), phones: set[bytes] | None = None, grid: str = "") -> Known:
    return Known(uuid7(), head, spots, grid, frozenset(phones or ()))


# ---- the rule
@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (home("王样", DOOR), home("王样", DOOR), WHY.HEAD_AND_PLACE),
        (home("王样", DOOR, {b"1"}), home("王样", DOOR, {b"1"}), WHY.HEAD_AND_PLACE),
        (home("王样", phones={b"1", b"2"}), home("王样", phones={b"2"}), WHY.HEAD_AND_PHONE),
        (home("王样", DOOR, {b"1"}), home("汪样", DOOR, {b"1"}), WHY.PLACE_AND_PHONE),
        (home("王样", DOOR), home("", DOOR), WHY.PLACE_WITHOUT_HEAD),
        (home("", DOOR), home("", DOOR), WHY.PLACE_WITHOUT_HEAD),
        (home("王样", GATE, grid="a"), home("王样", GATE), WHY.HEAD_AND_PLACE),
        (home("王样", GATE, grid="a"), home("王样", GATE, grid="b"), None),
        (home("王样", DOOR, grid="a"), home("王样", DOOR, grid="b"), WHY.HEAD_AND_PLACE),
        (home("王样"), home("王样"), None),
        (home("王样", DOOR), home("李样", DOOR), None),
        (home(phones={b"1"}), home(phones={b"1"}), None),
        (home(), home(), None),
    ],
)
def test_two_signs_of_three_make_a_suspicion(one: Known, other: Known, why: WHY | None) -> None:
    pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
    assert alike([one, other]) == ({pair: why} if why else {})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Home(area=VILLAGE, compound="幸福小区", building="3栋", unit_no="2单元", door="501室"), Home(area=VILLAGE, address="幸福小区3号楼2单元501")),
        (Home(area=VILLAGE, compound="幸福小區", building="3棟", door="501"), Home(area=VILLAGE, compound="幸福小区", building="3", door="501")),
        (Home(area=VILLAGE, door="１２号"), Home(area=VILLAGE, door="12")),
        (Home(area=VILLAGE, door="12", address="八庙村一组 12号"), Home(area=VILLAGE, address="八庙村一组12号")),
    ],
)
def test_one_door_under_two_spellings(one: Home, other: Home) -> None:
    assert spots(one) & spots(other)


def test_a_street_without_a_number_is_no_door() -> None:
    assert spots(Home(area=VILLAGE, address="八庙村")) == frozenset()
    assert spots(Home(area=VILLAGE, building="1栋", unit_no="12单元", door="1")) != spots(Home(area=VILLAGE, building="11栋", unit_no="2单元", door="1"))


@given(st.lists(st.tuples(st.sampled_from(["", "甲", "乙"]), st.sampled_from([frozenset[str](), DOOR, GATE]), st.frozensets(st.sampled_from([b"1", b"2"]))), max_size=12))
def test_a_pair_is_asked_about_in_whatever_order_it_comes(facts: list[Any]) -> None:
    homes = [Known(uuid7(), head, spots, "", phones) for head, spots, phones in facts]
    found = alike(homes)
    assert set(found) == set(alike(homes[::-1])) or len(homes) > MOST_ALIKE
    assert all(one < other for one, other in found)
    assert len(found) <= len(homes) ** 2


def test_a_house_of_many_asks_few_questions() -> None:
    assert alike([home("", DOOR) for _ in range(300)]) == {}
    assert len(alike([home("王样", DOOR) for _ in range(300)])) == 299


# ---- by night
@pytest.fixture
def doubles(town: Actor) -> tuple[UUID, UUID]:
    """One household under two codes of two lists, one of them in a grid."""
    told_of = [Home(area=VILLAGE, code="A-1", source="甲", door="12", head_name="王样"), Home(area=GRID, code="B-7", source="乙", door="12号", head_name="王样")]
    one, other = (verdict.id for verdict in writes.record_households(told_of, by=town))
    assert one
    assert other
    return one, other


def test_a_household_of_two_lists_is_asked_about_once(town: Actor, doubles: tuple[UUID, UUID]) -> None:
    steps: list[tuple[int, int]] = []
    assert writes.find_suspected_homes(TOWN, by=town, progress=lambda *step: steps.append(step)) == 1
    assert writes.find_suspected_homes(TOWN, by=town) == 0
    assert steps == [(1, 1)]
    asked = reads.homes_suspected(by=town).get()
    assert ({asked.one_id, asked.other_id}, asked.why, asked.area) == (set(doubles), WHY.HEAD_AND_PLACE, VILLAGE)
    assert [event.count for event in events() if event.action == "people.find_suspected_homes"] == [0, 1]


def test_a_telephone_in_common_is_a_sign(town: Actor) -> None:
    one, other = (verdict.id for verdict in writes.record_households([Home(area=VILLAGE, door=door, head_name="王样") for door in ("1", "2")], by=town))
    for n, where in ((1, one), (2, other)):
        writes.identify([told(f"王样{n}", n=n, household_id=where) if n == 1 else told("王样乙", n=2, household_id=where, phone="16900000001")], by=town)
    assert writes.find_suspected_homes(TOWN, by=town) == 1
    assert HomesSuspicion.objects.get().why == WHY.HEAD_AND_PHONE


def test_neighbouring_villages_are_not_compared(db: None) -> None:
    with acting_as(actor(COUNTY, "command_office")) as by:
        writes.record_households([Home(area=area, door="12", head_name="王样") for area in (VILLAGE, OTHER_VILLAGE, FAR_VILLAGE)], by=by)
        assert writes.find_suspected_homes(COUNTY, by=by) == 0
    with acting_as(actor(TOWN)) as by, pytest.raises(Refused) as refusal:
        writes.find_suspected_homes(OTHER_TOWN, by=by)
    assert refusal.value.code == "out_of_area"


def test_a_household_that_is_gone_is_not_asked_about(town: Actor, doubles: tuple[UUID, UUID]) -> None:
    writes.find_suspected_homes(TOWN, by=town)
    Household.objects.filter(pk=doubles[0]).update(to_day="2020-01-01", from_day="2019-01-01")
    assert reads.open_homes_suspicions(by=town) == 0


def test_as_many_queries_for_a_village_of_many(town: Actor) -> None:
    def asked(count: int) -> int:
        rows = [Home(area=VILLAGE, code=f"{source}{n}", source=source, door=f"{n}", head_name=f"户{n}") for n in range(count) for source in "甲乙"]
        writes.record_households(rows, by=town)
        with CaptureQueriesContext(connection, ) as queries:
            assert writes.find_suspected_homes(TOWN, by=town) > 0
        return len(queries)

    assert asked(1) == asked(60)


# ---- what is decided
Decide = Callable[[Actor, tuple[UUID, UUID]], UUID]


def _same(by: Actor, pair: tuple[UUID, UUID]) -> UUID:
    return writes.merge_households(*pair, reason="同一户", by=by).pk


def _not_same(by: Actor, pair: tuple[UUID, UUID]) -> UUID:
    writes.tell_homes_apart(*pair, reason="两户", by=by)
    return HouseholdMerge.objects.get(doubted_at__isnull=True).pk


@pytest.mark.parametrize("decide", [_same, _not_same])
def test_a_decision_closes_the_question_until_it_is_taken_back(town: Actor, doubles: tuple[UUID, UUID], decide: Decide) -> None:
    writes.find_suspected_homes(TOWN, by=town)
    decided = decide(town, doubles)
    assert reads.open_homes_suspicions(by=town) == 0
    assert writes.find_suspected_homes(TOWN, by=town) == 0
    assert [row.pk for row in reads.homes_decided(by=town)] == [decided]
    [verdict] = writes.take_homes_back([decided], reason="再看", by=town)
    assert verdict.taken
    assert reads.open_homes_suspicions(by=town) == 1
    assert not reads.homes_decided(by=town).exists()
    [verdict] = writes.take_homes_back([decided], reason="再看", by=town)
    assert verdict.code == "not_found"


def test_who_was_told_apart_before_is_not_asked_about(town: Actor, doubles: tuple[UUID, UUID]) -> None:
    decided = _not_same(town, doubles)
    assert writes.find_suspected_homes(TOWN, by=town) == 0
    writes.ask_homes_again(decided, reason="再看", by=town)
    assert writes.find_suspected_homes(TOWN, by=town) == 1


def test_questions_about_who_gave_way_are_asked_of_who_stays(town: Actor, doubles: tuple[UUID, UUID]) -> None:
    kept, gone = doubles
    third = writes.record_households([Home(area=GRID, code="C-3", source="丙", door="12", head_name="王样")], by=town)[0].id
    assert third
    writes.find_suspected_homes(TOWN, by=town)
    HomesSuspicion.objects.filter(one=kept, other=third).delete()
    before = list(HomesSuspicion.objects.order_by("pk").values())
    merge = writes.merge_households(kept, gone, reason="同一户", by=town)
    assert {(row.one_id, row.other_id) for row in reads.homes_suspected(by=town)} == {(kept, third)}
    assert writes.find_suspected_homes(TOWN, by=town) == 0
    writes.part_households(merge.pk, reason="两户", by=town)
    assert list(HomesSuspicion.objects.order_by("pk").values()) == before


def test_told_apart_of_one_is_told_apart_of_the_merged(town: Actor, doubles: tuple[UUID, UUID]) -> None:
    kept, gone = doubles
    third = writes.record_households([Home(area=GRID, code="C-3", source="丙", door="12", head_name="王样")], by=town)[0].id
    assert third
    writes.find_suspected_homes(TOWN, by=town)
    writes.tell_homes_apart(gone, third, by=town)
    writes.merge_households(kept, gone, reason="同一户", by=town)
    assert reads.open_homes_suspicions(by=town) == 0


def test_who_stays_has_a_code_or_more_people_or_came_first(town: Actor, doubles: tuple[UUID, UUID]) -> None:
    one, other = Household.objects.get(pk=doubles[0]), Household.objects.get(pk=doubles[1])
    assert keeper_of_homes(other, one) == (one, other)
    other.listed = 3
    assert keeper_of_homes(one, other) == (other, one)
    other.code = ""
    assert keeper_of_homes(one, other) == (one, other)


# ---- the pages
@pytest.fixture
def queue(db: None, settings: Any) -> list[UUID]:
    """Two pairs of the township and one of the next, all asked about."""
    settings.SECOND_FACTOR_REQUIRED = False
    with acting_as(system()):
        places_exist()
    with acting_as(actor(COUNTY)) as by:
        rows = [
            Home(area=area, code=f"{source}-{head}", source=source, door="12", head_name=head)
            for area, head in ((VILLAGE, "王样"), (OTHER_VILLAGE, "李样"), (FAR_VILLAGE, "赵样")) for source in "甲乙"
        ]
        writes.record_households(rows, by=by)
        assert writes.find_suspected_homes(COUNTY, by=by) == 3
        return list(HomesSuspicion.objects.order_by("area").values_list("pk", flat=True))


def send(query: str = "", key: str = "people.homes_suspected", **sent: Any) -> str:
    return body(signed_in().post(f"{reverse('people:homes_suspected')}{query}", {"list": key, **sent}, follow=True))


@pytest.mark.django_db
def test_the_queue_shows_the_own_area_and_tells_many_apart(queue: list[UUID]) -> None:
    page = body(signed_in().get(reverse("people:homes_suspected")))
    assert [str(key) in page for key in queue] == [True, True, False]
    chosen = [str(key) for key in queue]
    send(do="not_same", selected=chosen, confirmed="1", **{"with-reason": "两户同名"})
    page = body(signed_in().get(reverse("people:homes_suspected")))
    assert not any(str(key) in page for key in queue)
    with acting_as(actor(COUNTY)) as by:
        assert reads.open_homes_suspicions(by=by) == 1
        decided = [str(key) for key in reads.homes_decided(by=by).values_list("pk", flat=True)]
    page = body(signed_in().get(reverse("people:homes_suspected"), {"decided": "1"}))
    assert all(key in page for key in decided)
    send("?decided=1", "people.homes_decided", do="take_back", selected=decided, confirmed="1", **{"with-reason": "再看"})
    with acting_as(actor(COUNTY)) as by:
        assert reads.open_homes_suspicions(by=by) == 3


@pytest.mark.django_db
def test_a_pair_of_the_queue_is_merged_and_the_next_one_comes(queue: list[UUID]) -> None:
    client = signed_in()
    with acting_as(actor(COUNTY)):
        asked = HomesSuspicion.objects.get(pk=queue[0])
    compare = f"{reverse('people:same_home', args=[asked.one_id])}?other={asked.other_id}&queue=1"
    page = body(client.get(compare))
    assert f"{reverse('people:same_home', args=[asked.other_id])}?other={asked.one_id}&amp;queue=1" in page
    assert client.post(compare, {"reason": "同一户"})["Location"] == reverse("people:homes_suspected")
    with acting_as(actor(COUNTY)):
        assert Household.objects.get(pk=asked.other_id).merged_into_id == asked.one_id
        other = HomesSuspicion.objects.get(pk=queue[1])
    compare = f"{reverse('people:same_home', args=[other.one_id])}?other={other.other_id}&queue=1"
    assert client.post(compare, {"decision": "two"})["Location"] == reverse("people:homes_suspected")
    page = body(client.get(reverse("people:homes_suspected")))
    assert not any(str(key) in page for key in queue)


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "found"), [({"why": "head_and_place"}, 2), ({"why": "head_and_phone"}, 0), ({"area": OTHER_VILLAGE}, 1), ({"q": "王样"}, 1), ({"q": "12"}, 2)])
def test_the_queue_is_narrowed(queue: list[UUID], asked: dict[str, str], found: int) -> None:
    page = send(**asked) if "q" in asked else body(signed_in().get(reverse("people:homes_suspected"), asked))
    assert sum(str(key) in page for key in queue) == found


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "found"), [({"decision": "same"}, 1), ({"decision": "not_same"}, 1), ({}, 2), ({"area": VILLAGE}, 1)])
def test_decisions_are_narrowed(queue: list[UUID], asked: dict[str, str], found: int) -> None:
    with acting_as(actor(COUNTY)) as by:
        one, other = (HomesSuspicion.objects.get(pk=key) for key in queue[:2])
        writes.merge_households(one.one_id, one.other_id, reason="同一户", by=by)
        writes.tell_homes_apart(other.one_id, other.other_id, by=by)
        decided = [str(key) for key in reads.homes_decided(by=by).values_list("pk", flat=True)]
    page = body(signed_in().get(reverse("people:homes_suspected"), {"decided": "1", **asked}))
    assert sum(key in page for key in decided) == found


@pytest.mark.django_db
def test_the_api_shows_the_queue_of_the_own_area(queue: list[UUID]) -> None:
    rows = signed_in().get("/api/v1/people/households/suspicions").json()
    assert {row["id"] for row in rows} == {str(key) for key in queue[:2]}
    assert rows[0]["why"] == "head_and_place"
    apart = {"other": rows[0]["other"]["id"]}
    assert post_json(signed_in(), f"/households/{rows[0]['one']['id']}/tell-apart", apart).status_code == 204
    assert len(signed_in().get("/api/v1/people/households/suspicions").json()) == 1
