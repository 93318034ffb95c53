"""Households are put into grids of their village, many at once; who lives there follows."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.figures import registry
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.people import writes
from shouwang.people.models import Household, Person
from shouwang.people.writes import GridPlace, Home, TakenOut
from shouwang.places.models import Area

from .conftest import COUNTY, FAR_VILLAGE, GRID, OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, actor, told
from .test_pages import body, places_exist, post_json, signed_in

pytestmark = pytest.mark.django_db
HOMES = [
    Home(area=VILLAGE, code="ONE", door="1", head_name="赵样", members=2),
    Home(area=VILLAGE, code="TWO", door="2", head_name="钱样"),
    Home(area=OTHER_VILLAGE, code="OTHER", door="4", head_name="李样"),
    Home(area=FAR_VILLAGE, code="FAR", door="5", head_name="孙样"),
]


@pytest.fixture
def homes(settings: Any) -> dict[str, UUID]:
    """Two households of a village that lie in no grid, and two elsewhere."""
    settings.SECOND_FACTOR_REQUIRED = False
    with acting_as(system()):
        places_exist()
        Area.objects.create(path=GRID, level="grid", name="第一网格", name_key="第一网格")
    with acting_as(actor(COUNTY)) as by:
        return {home.code: verdict.id for home, verdict in zip(HOMES, writes.record_households(HOMES, by=by), strict=True) if verdict.id}


def areas() -> set[str]:
    return set(Household.objects.filter(code__in=("ONE", "TWO")).values_list("area", flat=True))


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    """Before the evening's cut-off, whatever the clock of the machine says."""
    with clocks.stopped(datetime(2026, 3, 12, 12, tzinfo=clocks.COUNTY_ZONE)):
        yield


def residents(area: str) -> Any:
    figure = registry.get("residents")
    assert figure is not None
    return figure.values(Subject(area=area), Day.of(clocks.today()))["now"]


def test_households_and_who_lives_there_go_into_the_grid(homes: dict[str, UUID]) -> None:
    with acting_as(actor(TOWN)) as town:
        person = writes.identify([told()], by=town)[0].person_id
        Person.objects.filter(pk=person).update(household=homes["ONE"])
        before = residents(VILLAGE)
        verdicts = writes.put_in_grids([GridPlace(homes["ONE"], GRID), GridPlace(homes["TWO"], GRID)], by=town)
        assert [one.outcome for one in verdicts] == ["accepted"] * 2
        assert areas() == {GRID}
        assert Person.objects.get(pk=person).area == GRID
        assert residents(VILLAGE) == before
        assert residents(GRID) == 2
        assert writes.put_in_grids([GridPlace(homes["ONE"], GRID)], by=town)[0].outcome == "duplicate"


@pytest.mark.parametrize(
    ("home", "grid", "code"),
    [("OTHER", GRID, "OTHER_VILLAGE"), ("ONE", VILLAGE, "NOT_A_GRID"), ("ONE", "nonsense", "NOT_A_GRID"), ("FAR", GRID, "HOUSEHOLD_NOT_FOUND")],
)
def test_what_does_not_fit_is_refused_and_its_neighbour_goes(homes: dict[str, UUID], home: str, grid: str, code: str) -> None:
    with acting_as(actor(TOWN)) as town:
        verdicts = writes.put_in_grids([GridPlace(homes[home], grid), GridPlace(homes["TWO"], GRID)], by=town)
    assert [one.code for one in verdicts] == [code, ""]


@pytest.mark.usefixtures("homes")
def test_a_household_that_is_not_there_is_not_found() -> None:
    with acting_as(actor(TOWN)) as town:
        assert writes.put_in_grids([GridPlace(uuid4(), GRID)], by=town)[0].code == "HOUSEHOLD_NOT_FOUND"


def test_many_are_put_into_a_grid_from_the_list_of_a_village(homes: dict[str, UUID]) -> None:
    client = signed_in("township_officer", TOWN)
    address = reverse("people:households")
    assert 'value="grid"' not in body(client.get(address))  # above a village there is no grid to choose
    address += f"?area={VILLAGE}"
    assert 'value="grid"' in body(client.get(address))
    keys = " ".join(str(homes[code]) for code in ("ONE", "TWO"))
    answer = client.post(address, {"list": "people.households", "do": "grid", "keys": keys, "confirmed": "1", "with-grid": GRID})
    assert answer.status_code == 200
    with acting_as(actor(TOWN)):
        assert areas() == {GRID}


def test_the_api_puts_them_there_too(homes: dict[str, UUID]) -> None:
    client = signed_in("township_officer", TOWN)
    sent = {"rows": [{"household": str(homes["ONE"]), "grid": GRID}, {"household": str(homes["FAR"]), "grid": GRID}]}
    answer = post_json(client, "/household-grids", sent).json()
    assert [one["outcome"] for one in answer["verdicts"]] == ["accepted", "refused"]
    back = {"rows": [{"household": str(homes["ONE"]), "reason": "clicked wrong"}]}
    assert post_json(signed_in("township_officer", OTHER_TOWN), "/household-grids/undos", back).json()["verdicts"][0]["outcome"] == "refused"
    assert [post_json(client, "/household-grids/undos", back).json()["verdicts"][0]["code"] for _again in range(2)] == ["", "nothing_to_undo"]
    with acting_as(actor(TOWN)):
        assert Household.objects.get(pk=homes["ONE"]).area == VILLAGE


def test_the_countys_list_goes_down_to_the_grid(homes: dict[str, UUID]) -> None:
    client, address = signed_in("command_office", COUNTY), reverse("people:households")
    for area, offered, not_yet in ((COUNTY, TOWN, VILLAGE), (TOWN, VILLAGE, GRID), (VILLAGE, GRID, FAR_VILLAGE)):
        page = body(client.get(address, {"area": area}))
        assert f'area={offered}"' in page
        assert f'area={not_yet}"' not in page
    with acting_as(actor(TOWN)) as town:
        writes.put_in_grids([GridPlace(homes["ONE"], GRID)], by=town)
    found = body(client.get(address, {"area": GRID}))
    assert str(homes["ONE"]) in found
    assert str(homes["TWO"]) not in found
    assert client.get(address, {"area": "nonsense"}).status_code in (200, 404)


def test_a_slip_is_taken_back_and_whoever_went_along_comes_back(homes: dict[str, UUID]) -> None:
    with acting_as(actor(TOWN)) as town:
        person = writes.identify([told()], by=town)[0].person_id
        Person.objects.filter(pk=person).update(household=homes["ONE"])
        before = Household.objects.order_by("pk").values("pk", "area", "unit")
        kept = list(before)
        writes.put_in_grids([GridPlace(homes["ONE"], GRID), GridPlace(homes["TWO"], GRID)], by=town)
        verdicts = writes.take_out_of_grids([TakenOut(homes["ONE"], "点错了"), TakenOut(homes["TWO"], "点错了"), TakenOut(uuid4(), "点错了")], by=town)
        assert [one.code for one in verdicts] == ["", "", "HOUSEHOLD_NOT_FOUND"]
        assert list(before.all()) == kept
        assert Person.objects.get(pk=person).area == VILLAGE
        assert writes.take_out_of_grids([TakenOut(homes["ONE"], "点错了")], by=town)[0].code == "nothing_to_undo"


@pytest.mark.parametrize(("later", "reason", "code"), [(0, " ", "REASON_MISSING"), (25, "点错了", "undo_too_late"), (1, "点错了", "changed_since")])
def test_what_stands_against_taking_it_back(homes: dict[str, UUID], later: int, reason: str, code: str) -> None:
    with acting_as(actor(TOWN)) as town:
        writes.put_in_grids([GridPlace(homes["ONE"], GRID)], by=town)
        if code == "changed_since":
            Household.objects.filter(pk=homes["ONE"]).update(area=VILLAGE)
        with clocks.stopped(clocks.now() + timedelta(hours=later)):
            assert writes.take_out_of_grids([TakenOut(homes["ONE"], reason)], by=town)[0].code == code


def test_the_neighbour_takes_nothing_out_of_a_grid(homes: dict[str, UUID]) -> None:
    with acting_as(actor(TOWN)) as town:
        writes.put_in_grids([GridPlace(homes["ONE"], GRID)], by=town)
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert writes.take_out_of_grids([TakenOut(homes["ONE"], "点错了")], by=stranger)[0].code == "HOUSEHOLD_NOT_FOUND"


def test_a_slip_is_taken_back_from_the_page_of_results(homes: dict[str, UUID]) -> None:
    client = signed_in("township_officer", TOWN)
    address, key = reverse("people:households") + f"?area={VILLAGE}", str(homes["ONE"])
    told = body(client.post(address, {"list": "people.households", "do": "grid", "keys": key, "confirmed": "1", "with-grid": GRID}))
    assert 'value="undo"' in told
    sent = {"list": "people.households", "do": "undo", "of": "grid", "ids": key, "reason": "点错了"}
    assert "已撤回" in body(client.post(address, sent, follow=True))
    with acting_as(actor(TOWN)):
        assert Household.objects.get(pk=homes["ONE"]).area == VILLAGE
