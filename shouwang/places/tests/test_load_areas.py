"""The official list, taken in as it is, again and again."""

import csv
import time
from datetime import date
from pathlib import Path

import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib.refusals import Refused
from shouwang.places import reads, writes
from shouwang.places.tests.conftest import COUNTY, EAST, LI, TEMPLE_COMMUNITY, WEST, officer, rows

SEEDS = Path(__file__).parents[4] / "shared" / "data" / "real" / "areas-seeds.csv"


def _row(code: str, name: str, level: str, parent: str, **more: str) -> dict[str, str]:
    return {"code": code, "name": name, "level": level, "parent": parent, "kind": "", **more}


@pytest.mark.usefixtures("tree")
def test_paths_are_given_below_each_parent_in_the_order_of_codes() -> None:
    assert reads.names([EAST, WEST, LI]) == {EAST: "东桥镇", WEST: "西桥乡", LI: "大李庄村民委员会"}
    assert reads.path_of("980101200201") == LI


def test_loading_again_changes_nothing(tree: Actor) -> None:
    again = writes.load_areas(rows(), edition="2020", by=tree)
    assert {verdict.outcome for verdict in again} == {"duplicate"}
    assert reads.areas_below(COUNTY, "village").count() == 5


def test_a_new_code_gets_the_next_free_path_and_moves_nobody(tree: Actor) -> None:
    new = _row("980101100002", "九庙社区居民委员会", "village", "980101100")
    verdicts = writes.load_areas([*rows(), new], edition="2023", by=tree)
    assert (verdicts[-1].outcome, verdicts[-1].facts["path"]) == ("accepted", EAST + "004")
    assert reads.path_of("980101100001") == TEMPLE_COMMUNITY


def test_a_new_name_replaces_the_old_one_which_is_kept(tree: Actor) -> None:
    renamed = _row("980101200201", "大李村民委员会", "village", "980101200")
    [verdict] = writes.load_areas([renamed], edition="2023", on=date(2020, 2, 1), by=tree)
    assert (verdict.outcome, reads.names([LI])) == ("corrected", {LI: "大李村民委员会"})
    [former] = reads.history_of(LI).names
    assert (former.name, former.valid_to) == ("大李庄村民委员会", date(2020, 1, 31))


def test_one_bad_line_stops_no_other(tree: Actor) -> None:
    lines = [
        _row("9801011002", "短码村", "village", "980101100"),
        _row("980101100301", "", "village", "980101100"),
        _row("980101100302", "无级村", "hamlet", "980101100"),
        _row("980199100303", "无根村", "village", "980199100"),
        _row("980101100304", "倒挂镇", "township", "980101100"),
        _row("980101100305", "反日村", "village", "980101100", valid_from="2020-02-01", valid_to="2020-01-01"),
        _row("980101100306", "好村", "village", "980101100"),
        _row("980101100306", "坏村", "village", "980101100"),
    ]
    codes = [verdict.code for verdict in writes.load_areas(lines, edition="2023", by=tree)]
    assert codes == [
        "code_malformed",
        "NAME_MISSING",
        "level_unknown",
        "parent_unknown",
        "parent_too_low",
        "period_reversed",
        "",
        "code_twice",
    ]


def test_a_place_that_ended_is_known_on_its_days_only(tree: Actor) -> None:
    gone = _row("980101100901", "五金村", "village", "980101100", valid_from="2000-01-01", valid_to="2022-12-31")
    writes.load_areas([gone], edition="2023", by=tree)
    path = EAST + "004"
    assert reads.path_of("980101100901") == path
    assert reads.path_of("980101100901", date(2020, 2, 5)) == path
    assert reads.path_of("980101100901", date(2023, 1, 1)) is None
    assert reads.areas_below(EAST, "village", date(2020, 2, 5)).count() == 4
    assert reads.areas_below(EAST, "village", date(2023, 1, 1)).count() == 3
    assert writes.load_areas([gone], edition="2023", by=tree)[0].outcome == "duplicate"


def test_a_code_missing_from_a_complete_edition_is_closed_never_deleted(tree: Actor) -> None:
    kept = [row for row in rows() if row["code"] != "980101200201"]
    writes.load_areas(kept, edition="2023", on=date(2020, 2, 1), complete=True, by=tree)
    ended = reads.area(LI)
    assert ended is not None
    assert ended.valid_to == date(2020, 1, 31)
    assert reads.path_of("980101200201", date(2020, 1, 31)) == LI
    assert reads.path_of("980101200201", date(2020, 2, 1)) is None


def test_a_complete_edition_of_one_county_leaves_the_others_alone(tree: Actor) -> None:
    one = [row for row in rows() if row["code"] == "980101" or row["parent"].startswith("980101")]
    writes.load_areas(one, edition="2023", complete=True, by=tree)
    assert reads.path_of("980102100001", date(2020, 2, 5)) is not None


@pytest.mark.usefixtures("tree")
def test_a_county_loads_below_itself_only() -> None:
    lines = [
        _row("980101300", "南桥乡", "township", "980101"),
        _row("980102300", "别家乡", "township", "980102"),
        _row("97", "别省", "province", ""),
    ]
    verdicts = writes.load_areas(lines, edition="2023", by=officer(COUNTY, "command_office"))
    assert [verdict.code for verdict in verdicts] == ["", "out_of_area", "out_of_area"]


@pytest.mark.usefixtures("tree")
def test_whoever_may_not_change_places_loads_nothing() -> None:
    with pytest.raises(Refused, match=str(Permission.MANAGE_PLACES.label)):
        writes.load_areas(rows(), edition="2020", by=officer(COUNTY, "supervisor"))


def test_an_office_without_the_levels_above_begins_at_its_county(tree: Actor) -> None:
    [verdict] = writes.load_areas([_row("970101", "孤县", "county", "")], edition="2023", by=tree)
    assert verdict.facts["path"] == "000000001"


def test_the_published_edition_is_taken_as_it_is(tree: Actor) -> None:
    if not SEEDS.exists():
        pytest.skip("The area file of the shared folder is not on this machine: ../shared/data/real/areas-seeds.csv.")
    with SEEDS.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    started = time.perf_counter()
    verdicts = writes.load_areas(lines, edition="2023", by=tree)
    seconds = time.perf_counter() - started
    assert {verdict.outcome for verdict in verdicts} == {"accepted"}
    assert seconds < 15, "far from the three seconds it takes on an idle machine"
    assert [reads.areas_below(_path(code), "village").count() for code in ("411621", "411621101", "141022")] == [
        416,
        34,
        160,
    ]
    again = writes.load_areas(lines, edition="2023", by=tree)
    assert {verdict.outcome for verdict in again} == {"duplicate"}
    probes = ["天星街道濠山社区", "合力镇文昌社区", "八庙社区", "八庙村"]
    found = reads.match_areas(probes, _path("511725"))
    assert [match.path for match in found] == [None, *map(_path, ("511725121005", "511725224001", "511725224200"))]
    assert (found[0].code, found[0].candidates) == ("AREA_FUZZY", [_path("511725003005")])


def _path(code: str) -> str:
    return reads.path_of(code) or ""
