"""Areas by path, code and words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib import paths
from shouwang.places import reads, writes
from shouwang.places.models import Area, AreaAlias, AreaCode
from shouwang.places.tests.conftest import COUNTY, EAST, LI, TEMPLE_VILLAGE, WEST, WEST_HILL, officer
from shouwang.places.writes import NewGrid

SOME, MANY = [LI], [LI, WEST, EAST, COUNTY, TEMPLE_VILLAGE]


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("text", "path"),
    [("980101", COUNTY), ("980101000000", COUNTY), ("980101100", EAST), (" 980101200201 ", LI), (LI, LI)],
)
def test_a_code_of_any_length_or_a_path_stands_for_its_area(text: str, path: str) -> None:
    assert reads.path_of(text) == path


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("text", ["", "98", "001009", "980101100999", "试县", "980101-G01"])
def test_what_is_not_in_the_tree_stands_for_nothing(text: str) -> None:
    assert reads.path_of(text) is None or text == "98"


def test_a_grid_is_found_by_the_code_of_its_office(tree: Actor) -> None:
    writes.make_grids([NewGrid(LI, code="980101200201-G07")], by=tree)
    assert reads.path_of("980101200201-G07") == LI + "001"
    assert reads.code_of(LI + "001") == "980101200201-G07"


@pytest.mark.usefixtures("tree")
def test_a_full_name_begins_at_the_county() -> None:
    assert reads.full_names([LI, COUNTY, "001"]) == {LI: "试县 西桥乡 大李庄村民委员会", COUNTY: "试县", "001": "试省"}
    assert reads.full_name("009") == ""


@pytest.mark.usefixtures("tree")
def test_inside_the_own_area_its_name_goes_without_saying() -> None:
    assert reads.full_names([LI, COUNTY, WEST], COUNTY) == {
        LI: "西桥乡 大李庄村民委员会",
        COUNTY: "试县",
        WEST: "西桥乡",
    }
    assert reads.full_names([LI, WEST], WEST) == {LI: "大李庄村民委员会", WEST: "西桥乡"}


def test_a_short_name_begins_at_the_village(tree: Actor) -> None:
    writes.make_grids([NewGrid(LI, "第1网格", code="980101200201-G07"), NewGrid(WEST, "集镇网格", code="980101200-G01")], by=tree)
    grid, market = LI + "001", WEST + "000001"
    assert reads.short_names([LI, grid, WEST, market, "009"]) == {
        LI: "大李庄村民委员会", grid: "大李庄村民委员会 第1网格", WEST: "西桥乡", market: "集镇网格",
    }  # fmt: skip
    assert reads.short_names([LI, grid], WEST) == {LI: "大李庄村民委员会", grid: "大李庄村民委员会 第1网格"}
    assert reads.short_names([LI, grid], LI) == {LI: "大李庄村民委员会", grid: "第1网格"}


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    "ask",
    [
        reads.names, reads.full_names, reads.short_names, reads.codes_of, reads.managing_units, reads.areas_of,
        lambda wanted: reads.paths_of([*wanted, "980101", "980101100"]),
        lambda wanted: reads.match_areas(["大李庄村", *wanted], COUNTY),
    ],
)  # fmt: skip
def test_the_number_of_queries_does_not_grow_with_the_number_asked_for(ask: Callable[[list[str]], Any]) -> None:
    ask(SOME)  # what is remembered from now on is remembered for both
    assert _queries(ask, SOME) == _queries(ask, MANY)


def _queries(ask: Callable[[list[str]], Any], wanted: list[str]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask(wanted)
    return len(asked)


def test_the_database_lets_nobody_write_about_the_next_township(tree: Actor) -> None:
    with acting_as(officer(EAST)):
        assert Area.objects.filter(path=WEST).exists(), "everybody reads the tree"
        assert Area.objects.filter(path=WEST).update(name="改") == 0
        assert AreaCode.objects.filter(area=WEST).delete() == (0, {})
        assert Area.objects.filter(path=EAST).update(name="改") == 1
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(officer(EAST)):
        AreaAlias.objects.create(area=WEST, alias="改")


def test_near_an_area_are_those_right_below_and_those_beside_it_but_none_above_the_reader(tree: Actor) -> None:
    writes.make_grids([NewGrid(LI, "一组", code="L1"), NewGrid(WEST, "散户", code="W1")], by=tree)
    scattered = reads.path_of("W1") or ""
    assert paths.SKIPPED in scattered
    assert {path for path, _name in reads.near(WEST, COUNTY)} == {WEST_HILL, LI, scattered, EAST}
    assert {path for path, _name in reads.near(WEST, WEST)} == {WEST_HILL, LI, scattered}
    assert {path for path, _name in reads.near(LI, WEST)} == {reads.path_of("L1"), WEST_HILL, scattered}
    assert reads.near("0", "0") == []
    assert {area.path for area in reads.children(WEST)} == {WEST_HILL, LI, scattered}


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(("area", "top"), [(COUNTY, COUNTY), (LI, COUNTY)])
def test_what_is_near_takes_one_query(area: str, top: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        reads.near(area, top)
    assert len(queries) == 1
