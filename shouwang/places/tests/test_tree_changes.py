"""Grids drawn, areas renamed, moved and closed: history stays, what is open follows."""

from datetime import date, timedelta

import pytest

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import Actor
from shouwang.accounts.models import Post
from shouwang.accounts.scope import acting_as
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.places import reads, writes
from shouwang.places.tests.conftest import COUNTY, EAST, LI, NEXT_COUNTY, TEMPLE_VILLAGE, WEST, WEST_HILL, officer
from shouwang.places.writes import Closing, Moving, NewAlias, NewGrid, NewResponsibility, NewSite, NewUnit, Renaming

ZONE = NewUnit("ZONE", "商务区", "functional_zone", COUNTY)
TODAY = date(2020, 2, 5)


def _grids(*grids: NewGrid, by: Actor) -> list[str]:
    return [verdict.facts["path"] for verdict in writes.make_grids(list(grids), by=by)]


def test_grids_stand_below_a_village_or_straight_below_a_township(tree: Actor) -> None:
    paths = _grids(NewGrid(LI), NewGrid(LI), NewGrid(WEST), by=tree)
    assert paths == [LI + "001", LI + "002", WEST + "000001"]
    assert [reads.code_of(path) for path in paths] == ["980101200201-G01", "980101200201-G02", "980101200-G01"]


def test_micro_grids_and_scattered_homes_stand_below_their_grid_even_in_one_batch(tree: Actor) -> None:
    scattered = NewGrid(LI, "散户区1", "scattered_area", code="980101200201-S01", parent="980101200201-G01")
    grid = NewGrid(LI, "第1网格", code="980101200201-G01")
    micro = NewGrid(LI, "一单元", "micro_grid", parent="980101200201-G01")
    assert _grids(scattered, grid, micro, by=tree) == [LI + "001001", LI + "001", LI + "001002"]
    assert reads.code_of(LI + "001002") == "980101200201-G01-01"


def test_a_micro_grid_without_a_grid_leaves_its_level_empty(tree: Actor) -> None:
    assert _grids(NewGrid(LI, "一单元", "micro_grid"), by=tree) == [LI + "000001"]


def test_the_same_grid_again_is_a_duplicate_and_a_new_name_a_correction(tree: Actor) -> None:
    grid = NewGrid(LI, "东片", code="980101200201-G01")
    outcomes = [
        writes.make_grids([new], by=tree)[0].outcome for new in (grid, grid, NewGrid(LI, "西片", code=grid.code))
    ]
    assert outcomes == ["accepted", "duplicate", "corrected"]
    assert reads.names([LI + "001"]) == {LI + "001": "西片"}


def test_a_grid_needs_a_place_a_kind_and_the_right(tree: Actor) -> None:
    batch = [NewGrid(COUNTY), NewGrid(LI, kind="ward"), NewGrid("009"), NewGrid(LI, code="980101100200"), NewGrid(LI)]
    codes = [verdict.code for verdict in writes.make_grids(batch, by=tree)]
    assert codes == ["grid_place", "grid_kind_unknown", "area_unknown", "code_taken", ""]
    assert writes.make_grids([NewGrid(LI)], by=officer(EAST))[0].code == "out_of_area"


def test_a_renamed_area_is_found_by_its_new_name_at_once(tree: Actor) -> None:
    assert reads.match_area("赵庄村", COUNTY).path is None
    writes.rename_areas([Renaming(LI, "赵庄村民委员会")], by=tree)
    assert reads.match_area("赵庄村", COUNTY).path == LI
    assert reads.match_area("大李庄村", COUNTY).path is None


def test_an_alias_is_found(tree: Actor) -> None:
    writes.record_aliases([NewAlias(LI, "老李庄")], by=tree)
    assert reads.match_area("老李庄", COUNTY).path == LI


def test_a_village_that_moves_ends_and_goes_on_under_a_new_path(tree: Actor) -> None:
    writes.make_grids([NewGrid(LI)], by=tree)
    [verdict] = writes.move_areas([Moving(LI, EAST)], by=tree)
    new = verdict.facts["path"]
    old = reads.area(LI)
    assert old is not None
    assert (new, old.successor, old.valid_to) == (EAST + "004", new, TODAY - timedelta(days=1))
    assert reads.full_name(new + "001") == "试县 东桥镇 大李庄村民委员会 第1网格"
    assert reads.path_of("980101200201") == new
    assert reads.path_of("980101200201", TODAY - timedelta(days=1)) == LI
    assert [move.new for move in reads.history_of(new).moves] == [new]
    assert reads.areas_below(COUNTY, "village").count() == 5


def test_sites_and_posts_follow_a_village_that_moves(tree: Actor) -> None:
    writes.record_sites([NewSite("K1", "村口", "checkpoint", LI)], by=tree)
    accounts.give_posts([accounts.NewPost("li", "village_officer", LI)], by=tree)
    writes.move_areas([Moving(LI, EAST)], by=tree)
    site = reads.site("K1")
    assert site is not None
    assert site.area == EAST + "004"
    assert reads.sites(area=EAST, on=clocks.now()).count() == 1
    assert Post.objects.get().area == EAST + "004"


@pytest.mark.parametrize(
    ("moving", "code"),
    [
        (Moving(WEST, LI), "below_itself"),
        (Moving(LI, WEST_HILL), "parent_too_low"),
        (Moving(LI, WEST), "same_place"),
        (Moving(LI, EAST, TODAY + timedelta(days=1)), "in_future"),
        (Moving("009", EAST), "area_unknown"),
    ],
)
def test_an_area_moves_only_where_it_can_stand(tree: Actor, moving: Moving, code: str) -> None:
    assert [verdict.code for verdict in writes.move_areas([moving], by=tree)] == [code]


@pytest.mark.usefixtures("tree")
def test_an_officer_moves_nothing_over_the_border() -> None:
    batch = [Moving(LI, NEXT_COUNTY + "001"), Moving(LI, EAST)]
    codes = [verdict.code for verdict in writes.move_areas(batch, by=officer(COUNTY, "command_office"))]
    assert codes == ["out_of_area", ""]


def test_what_is_open_in_a_merged_village_goes_on_in_its_successor(tree: Actor) -> None:
    writes.record_sites([NewSite("K1", "村口", "checkpoint", LI)], by=tree)
    writes.close_areas([Closing(LI, successor=WEST_HILL)], by=tree)
    tomorrow = TODAY + timedelta(days=1)
    assert [area.path for area in reads.areas_below(WEST, "village", tomorrow)] == [WEST_HILL]
    assert [site.area for site in reads.sites(kind="checkpoint")] == [WEST_HILL]
    assert reads.path_of("980101200201", tomorrow) is None


def test_a_closed_area_takes_no_more_changes(tree: Actor) -> None:
    writes.close_areas([Closing(LI, TODAY - timedelta(days=1))], by=tree)
    assert writes.rename_areas([Renaming(LI, "赵庄村")], by=tree)[0].code == "area_closed"


def test_the_nearest_unit_answers_for_an_area(tree: Actor) -> None:
    town = NewUnit("EAST", "东桥镇指挥部", "township_group", EAST, manages=(EAST,), since=date(2020, 1, 1))
    zone = NewUnit("ZONE", "商务区", "functional_zone", COUNTY, manages=(TEMPLE_VILLAGE, LI), since=date(2020, 1, 20))
    writes.record_units([town, zone], by=tree)
    assert reads.managing_units([EAST, TEMPLE_VILLAGE, EAST + "003", LI, WEST], TODAY) == {
        EAST: "EAST",
        TEMPLE_VILLAGE: "ZONE",
        EAST + "003": "EAST",
        LI: "ZONE",
        WEST: "",
    }
    assert reads.managing_units([TEMPLE_VILLAGE], date(2020, 1, 10)) == {TEMPLE_VILLAGE: "EAST"}
    assert reads.villages_of(Subject(unit="ZONE"), TODAY) == [TEMPLE_VILLAGE, LI]
    assert reads.villages_of(Subject(unit="EAST"), TODAY) == [EAST + "001", EAST + "003"]
    assert reads.villages_of(Subject(area=EAST), TODAY) == [EAST + "001", TEMPLE_VILLAGE, EAST + "003"]


def test_responsibility_ends_when_another_unit_takes_over(tree: Actor) -> None:
    writes.record_units([ZONE, NewUnit("WEST", "西桥乡", "township_group", WEST, manages=(LI,))], by=tree)
    [verdict] = writes.set_responsibility([NewResponsibility(LI, "ZONE", date(2020, 2, 3))], by=tree)
    assert verdict.outcome == "accepted"
    assert reads.managing_units([LI], TODAY) == {LI: "ZONE"}
    again = writes.set_responsibility([NewResponsibility(LI, "ZONE", date(2020, 2, 3))], by=tree)
    assert again[0].outcome == "duplicate"
    writes.set_responsibility([NewResponsibility(LI, "", TODAY)], by=tree)
    assert reads.managing_units([LI], TODAY) == {LI: ""}
    assert reads.managing_units([LI], date(2020, 2, 4)) == {LI: "ZONE"}


def test_a_unit_is_taken_once_and_corrected_by_its_code(tree: Actor) -> None:
    batch = [ZONE, ZONE, NewUnit("ZONE", "中心商务区", "functional_zone", COUNTY)]
    assert [verdict.outcome for verdict in writes.record_units(batch, by=tree)] == [
        "accepted",
        "duplicate",
        "corrected",
    ]


@pytest.mark.usefixtures("tree")
def test_a_unit_needs_code_name_kind_a_known_parent_and_an_own_area() -> None:
    batch = [
        NewUnit("", "无号", "department", COUNTY),
        NewUnit("A", "", "department", COUNTY),
        NewUnit("A", "怪", "guild", COUNTY),
        NewUnit("A", "自己", "department", COUNTY, parent="A"),
        NewUnit("A", "孤儿", "department", COUNTY, parent="B"),
        NewUnit("A", "别家", "department", NEXT_COUNTY),
        NewUnit("A", "无地", "department", "009"),
    ]
    codes = [verdict.code for verdict in writes.record_units(batch, by=officer(COUNTY, "command_office"))]
    assert codes == [
        "code_missing",
        "NAME_MISSING",
        "unit_kind_unknown",
        "unit_cycle",
        "unit_unknown",
        "out_of_area",
        "area_unknown",
    ]


def test_the_chain_of_a_unit_goes_up_and_never_round_in_circles(tree: Actor) -> None:
    writes.record_units([ZONE, NewUnit("TEAM", "督导组", "supervision_team", COUNTY, "ZONE")], by=tree)
    writes.record_units([NewUnit("ZONE", "商务区", "functional_zone", COUNTY, "TEAM")], by=tree)
    assert reads.unit_chain("TEAM") == ["TEAM", "ZONE"]
    assert reads.unit_chain("nobody") == []


def test_a_site_is_counted_while_it_is_open(tree: Actor) -> None:
    opened = clocks.at(TODAY, clocks.DEFAULT_CUTOFF)
    later = opened + timedelta(hours=2)
    gate = NewSite("K1", "村口", "checkpoint", LI, at=opened)
    writes.record_sites([gate], by=tree)
    outcomes = [
        writes.record_sites([NewSite("K1", "村口", "checkpoint", LI, state=state, at=at)], by=tree)[0].outcome
        for state, at in (("open", later), ("withdrawn", later), ("open", later + timedelta(hours=1)))
    ]
    assert outcomes == ["duplicate", "corrected", "corrected"]
    moments = [opened - timedelta(seconds=1), opened, later, later + timedelta(hours=1)]
    assert [reads.sites("checkpoint", LI, moment).count() for moment in moments] == [0, 1, 0, 1]


def test_a_site_without_a_unit_is_run_by_the_one_that_answers_there(tree: Actor) -> None:
    writes.record_units([NewUnit("ZONE", "商务区", "functional_zone", COUNTY, manages=(LI,))], by=tree)
    verdicts = writes.record_sites(
        [NewSite("K1", "村口", "checkpoint", LI), NewSite("K2", "路口", "checkpoint", LI, "X")], by=tree
    )
    assert [site.unit for site in reads.sites()] == ["ZONE", "X"]
    assert [warning.code for warning in verdicts[1].warnings] == ["UNKNOWN_VALUE"]


@pytest.mark.usefixtures("tree")
def test_a_site_needs_code_name_kind_state_and_an_own_area() -> None:
    batch = [
        NewSite("", "村口", "checkpoint", LI),
        NewSite("K1", "", "checkpoint", LI),
        NewSite("K1", "村口", "castle", LI),
        NewSite("K1", "村口", "checkpoint", LI, state="ajar"),
        NewSite("K1", "村口", "checkpoint", NEXT_COUNTY),
        NewSite("K1", "村口", "checkpoint", "009"),
    ]
    codes = [verdict.code for verdict in writes.record_sites(batch, by=officer(COUNTY))]
    assert codes == [
        "code_missing",
        "NAME_MISSING",
        "site_kind_unknown",
        "site_state_unknown",
        "out_of_area",
        "area_unknown",
    ]


@pytest.mark.django_db
def test_the_code_of_a_site_one_cannot_see_is_taken_and_nothing_more_is_told(tree: Actor) -> None:
    writes.record_sites([NewSite("K1", "邻口", "checkpoint", NEXT_COUNTY)], by=tree)
    with acting_as(officer(COUNTY)) as by:
        [verdict] = writes.record_sites([NewSite("K1", "村口", "checkpoint", LI)], by=by)
        assert (verdict.outcome, verdict.code) == ("refused", "code_taken")
        assert reads.site("K1") is None
