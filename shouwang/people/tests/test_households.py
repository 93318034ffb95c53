"""Households are known by code or by place; what they count for is kept exact."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib.refusals import Refused
from shouwang.people import figures, reads, writes
from shouwang.people.models import Household, Person
from shouwang.people.rules.households import Home

from .conftest import COUNTY, FAR_VILLAGE, GRID, OTHER_VILLAGE, TOWN, VILLAGE, actor, told

MORNING = datetime(2022, 4, 3, 2, tzinfo=UTC)  # 10:00 in the county
DAY = Day.of(date(2022, 4, 10))


def home(**facts: Any) -> Home:
    return Home(
        **{
            "area": VILLAGE,
            "code": "H-1",
            "door": "0101",
            "head_name": "户主一",
            "members": 3,
            "since": MORNING,
            **facts,
        }
    )


def outcomes(by: Actor, *homes: Home) -> list[str]:
    return [verdict.outcome for verdict in writes.record_households(homes, by=by)]


def value(name: str, subject: Subject | None = None, day: Day = DAY) -> Any:
    figure = next(figure for figure in figures.FIGURES if figure.name == name)
    return figure.values(subject or Subject(area=COUNTY), day)["now"]


def test_a_household_sent_twice_is_one(town: Actor) -> None:
    assert outcomes(town, home()) == ["accepted"]
    assert outcomes(town, home()) == ["duplicate"]
    assert outcomes(town, home(members=4)) == ["corrected"]
    assert Household.objects.get().members == 4


def test_two_rows_of_one_file_with_one_code_are_one_household(town: Actor) -> None:
    assert outcomes(town, home(), home()) == ["accepted", "duplicate"]
    assert Household.objects.count() == 1


def test_without_a_code_the_place_makes_it_known(town: Actor) -> None:
    first = home(code="", compound="样小区", building="3号楼", unit_no="2单元")
    second = home(code="", compound="样小区", building="３栋", unit_no="2", members=5)
    assert outcomes(town, first) == ["accepted"]
    assert outcomes(town, second) == ["corrected"]


def test_two_codes_at_one_door_are_two_households(town: Actor) -> None:
    assert outcomes(town, home(), home(code="H-2")) == ["accepted", "accepted"]


def test_the_same_code_in_another_village_or_list_is_another_household(town: Actor) -> None:
    assert outcomes(town, home(), home(area=OTHER_VILLAGE), home(source="物业")) == ["accepted"] * 3


def test_a_grid_is_more_than_its_village_and_a_village_less_than_its_grid(town: Actor) -> None:
    outcomes(town, home())
    assert outcomes(town, home(area=GRID)) == ["corrected"]
    assert outcomes(town, home()) == ["duplicate"]
    assert Household.objects.get().area == GRID


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"code": "", "door": "", "address": ""}, "HOUSEHOLD_UNKNOWN"),
        ({"area": ""}, "AREA_MISSING"),
        ({"area": FAR_VILLAGE}, "out_of_area"),
        ({"aged_60_plus": 4}, "COUNT_IMPOSSIBLE"),
        ({"aged_60_plus": 1, "boosted_60_plus": 2}, "COUNT_IMPOSSIBLE"),
    ],
)
def test_a_bad_row_is_refused_and_its_neighbours_are_not(town: Actor, facts: dict[str, Any], code: str) -> None:
    good, bad = writes.record_households([home(code="H-0"), home(**facts)], by=town)
    assert (good.outcome, bad.outcome, bad.code) == ("accepted", "refused", code)
    assert Household.objects.count() == 1


def test_who_may_not_edit_people_is_refused(db: None) -> None:
    with acting_as(actor(TOWN, "supervisor")) as by, pytest.raises(Refused) as refusal:
        writes.record_households([home()], by=by)
    assert refusal.value.code == "not_permitted"


def test_the_number_of_queries_does_not_grow_with_the_batch(town: Actor) -> None:
    def queries(first: int, size: int) -> int:
        with CaptureQueriesContext(connection) as context:
            writes.record_households([home(code=f"H-{n}", door=str(n)) for n in range(first, first + size)], by=town)
        return len(context)

    queries(0, 1)  # reads the rules in force, once for the scope
    assert queries(1, 1) == queries(2, 300)


def test_declared_members_count_before_listed_persons(town: Actor) -> None:
    declared, listed = writes.record_households([home(), home(code="H-2", door="0102", members=None)], by=town)
    for verdict, name in ((declared, "李样一"), (listed, "李样二")):
        writes.identify([told(name, None, household_id=verdict.id, address=f"{n}") for n in range(2)], by=town)
    assert (value("households"), value("residents")) == (2, 5)


def test_figures_open_the_households_they_count(town: Actor) -> None:
    writes.record_households(
        [home(aged_60_plus=2, boosted_60_plus=1), home(code="H-2", door="2", aged_60_plus=1)], by=town
    )
    for figure in figures.FIGURES:
        listed = list(figure.rows(Subject(area=COUNTY), DAY))
        amount = {
            "households": 1, "residents": "residents", "boosted_60_plus": "boosted_60_plus", "boost_due_60_plus": "due"
        }[figure.name]  # fmt: skip
        sums = [_amount(row, amount) for row in listed]
        assert sum(sums) == figure.values(Subject(area=COUNTY), DAY)["now"] > 0, figure.name
    assert (value("boosted_60_plus"), value("boost_due_60_plus")) == (1, 2)


def _amount(row: Any, name: Any) -> int:
    if name == 1:
        return 1
    return row.aged_60_plus - (row.boosted_60_plus or 0) if name == "due" else getattr(row, name)


def test_a_household_counts_from_its_statistics_day_until_it_is_gone(town: Actor) -> None:
    evening = datetime(2022, 4, 3, 11, tzinfo=UTC)  # 19:00, after the cut-off
    outcomes(town, home(since=evening))
    assert [value("households", day=Day.of(date(2022, 4, d))) for d in (3, 4)] == [0, 1]
    outcomes(town, home(until=datetime(2022, 4, 6, 2, tzinfo=UTC)))
    assert [value("residents", day=Day.of(date(2022, 4, d))) for d in (5, 6)] == [3, 0]


def test_the_running_count_equals_the_households_after_every_change(town: Actor) -> None:
    writes.record_households([home(code=f"H-{n}", door=str(n), members=n) for n in range(1, 6)], by=town)
    writes.record_households(
        [home(code="H-1", door="1", area=GRID, members=7), home(code="H-2", door="2", until=MORNING)], by=town
    )
    standing = [row for row in Household.objects.all() if row.to_day is None]
    assert value("households") == len(standing) == 4
    assert value("residents") == sum(row.members or 0 for row in standing) == 7 + 3 + 4 + 5
    assert value("residents", Subject(area=GRID)) == 7


def test_a_figure_by_area_adds_up_to_the_whole(county: Actor) -> None:
    writes.record_households([home(), home(area=OTHER_VILLAGE), home(area=FAR_VILLAGE)], by=county)
    figure = figures.FIGURES[1]
    by_town = figure.by_area(Subject(area=COUNTY), DAY, "township")
    assert {path: values["now"] for path, values in by_town.items()} == {TOWN: 6, FAR_VILLAGE[:12]: 3}


def test_figures_by_managing_unit(town: Actor) -> None:
    writes.record_households([home(unit="SWZX"), home(code="H-2", door="2", unit="CQ")], by=town)
    assert value("households", Subject(unit="SWZX")) == 1


def test_a_household_of_another_area_is_not_there(db: None) -> None:
    with acting_as(actor(COUNTY)) as by:
        home_id = writes.record_households([home(area=FAR_VILLAGE)], by=by)[0].id
    with acting_as(actor(TOWN)) as by:
        assert home_id
        assert reads.household(home_id, by=by) is None
        assert value("households") == 0


def test_households_are_listed_in_the_order_of_their_doors(town: Actor) -> None:
    writes.record_households([home(code=f"H-{door}", door=door) for door in ("0203", "0101", "0202")], by=town)
    assert [row.door for row in reads.households(VILLAGE, by=town, on=date(2022, 4, 10))] == ["0101", "0202", "0203"]
    assert [row.code for row in reads.households(VILLAGE, by=town, on=date(2022, 4, 10), text="H-0202")] == ["H-0202"]
    assert set(reads.households_by_code(["H-0101", "X"], by=town)) == {"H-0101"}
    assert not Person.objects.exists()
