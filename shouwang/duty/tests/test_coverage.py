"""Every household has a grid worker and every grid a substitute, or the gap is counted; a grid changes hands in one step."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.serializers import serialize

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Role
from shouwang.duty import reads, writes
from shouwang.duty.figures import FIGURES
from shouwang.duty.models import Absence, Assignment, GridSubstitute, Staff, TeamMember
from shouwang.duty.tests.conftest import COUNTY, EAST, GRID, NOON, VILLAGE, WEST, WEST_VILLAGE, officer, somebody
from shouwang.duty.writes import Change, GridChange, Member, NewSubstitute, NewTeam
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.people.writes import Home, Identity, Resident, fill_residents
from shouwang.places import writes as places
from shouwang.places.writes import NewGrid

LATER = NOON + timedelta(hours=3)
GRID_CODE = "980101100200-G01"
TABLES = (Assignment, TeamMember, Absence, GridSubstitute, Staff)


@pytest.fixture
def village(county: Actor) -> Actor:
    """A grid with its worker W-001 who is in two teams, two more people in the village, one in the west."""
    rows = [
        somebody(1, grid=GRID_CODE),
        somebody(2, role="community_staff", full_name="样地"),
        somebody(3, role="volunteer", full_name="样人"),
        somebody(9, area=WEST_VILLAGE, full_name="西样"),
    ]
    writes.record_staff(rows, by=county)
    team = {"grid_worker": Member(staff_code="W-001"), "volunteer": Member(staff_code="W-003")}
    new = [NewTeam(uuid7(), GRID, "", "pair", ["grid_worker", "volunteer"], team) for _number in range(2)]
    writes.form_teams(new, by=county)
    return county


def everything() -> str:
    """Every row of duty that a hand-over touches."""
    rows = "".join(serialize("json", table.objects.order_by("pk")) for table in TABLES)
    return re.sub(r'"version": \d+, ', "", rows)  # an order's version only ever grows


def figures(area: str = COUNTY) -> dict[str, Any]:
    day = Day.of(clocks.local(NOON).date())
    return {figure.name: figure.values(Subject(area=area), day) for figure in FIGURES}


def homes(grid: str, count: int, by: Actor) -> None:
    residents = [
        Resident(
            home=Home(area=grid, door=f"{grid}-{at}", head_name="样", members=2, address=f"{grid} {at}号"),
            person=Identity(full_name=f"样{at}", area=grid, address=f"{grid} {at}号"),
            relation_to_head="户主",
            present=True,
        )
        for at in range(count)
    ]
    for _done in fill_residents(residents, by=by):
        pass


def test_gaps_are_counted_by_village(village: Actor) -> None:
    places.make_grids([NewGrid(VILLAGE, code="980101100200-G02")], by=village)
    homes(VILLAGE, 3, village)
    homes(GRID, 2, village)
    [east] = [one for one in reads.coverage(EAST) if one.village == VILLAGE]
    assert (east.grids, east.households) == (2, 5)
    assert dict(east.gaps) == {"grid": 1, "substitute": 2, "checkpoint": 1, "household": 3}
    assert reads.gap_counts(EAST) == {"grid": 1, "substitute": 2, "checkpoint": 1, "household": 1}
    assert reads.gap_counts(WEST)["grid"] == 0


def test_a_substitute_is_named_once_and_stands_in_for_a_leave(village: Actor) -> None:
    [named] = writes.name_substitutes([NewSubstitute(GRID, "W-002")], by=village)
    [again] = writes.name_substitutes([NewSubstitute(GRID, "W-002")], by=village)
    assert (named.outcome, again.outcome) == ("accepted", "duplicate")
    assert reads.gap_counts(EAST)["substitute"] == 0
    writes.change_staff([Change("W-001", "on_leave")], by=village)
    assert Absence.objects.get(staff__code="W-001").substitute.code == "W-002"


@pytest.mark.parametrize(
    ("grid", "staff", "code"),
    [
        (GRID, "W-001", "own_substitute"),
        (GRID, "W-404", "staff_unknown"),
        (VILLAGE, "W-002", "grid_unknown"),
        ("nonsense", "W-002", "grid_unknown"),
        (GRID[:-1] + "9", "W-002", "grid_unknown"),
    ],
)
def test_a_substitute_is_refused_with_the_reason(village: Actor, grid: str, staff: str, code: str) -> None:
    [verdict] = writes.name_substitutes([NewSubstitute(grid, staff)], by=village)
    assert verdict.code == code


def test_a_grid_changes_hands_with_every_role_in_its_teams(village: Actor) -> None:
    before = figures()
    with clocks.stopped(LATER):
        [verdict] = writes.hand_over_grids([GridChange(GRID, "W-002", note="两户要送饭")], by=village)
        assert verdict.facts["teams"] == 2
        [grid] = reads.grids_of(VILLAGE)
        assert grid.worker
        assert grid.worker.code == "W-002"
        roles = TeamMember.objects.filter(role="grid_worker", to_at__isnull=True)
        assert set(roles.values_list("staff__code", flat=True)) == {"W-002"}
        giver = reads.staff_cards(["W-001"])["W-001"]
        assert (giver.area, giver.role) == (VILLAGE, Role.GRID_WORKER)
    assert figures()["staff_total"] == before["staff_total"]
    assert figures()["grid_workers"]["now"] == before["grid_workers"]["now"] + 1  # who handed over stays one, too


def test_who_leaves_duty_leaves_no_role_behind(village: Actor) -> None:
    with clocks.stopped(LATER):
        writes.hand_over_grids([GridChange(GRID, "W-002", afterwards="ended")], by=village)
        card = reads.staff_card(Staff.objects.get(code="W-001").pk)
        assert card
        assert card.state == "ended"
        assert not TeamMember.objects.filter(staff__code="W-001", to_at__isnull=True).exists()


@pytest.mark.parametrize("afterwards", ["stays", "ended"])
def test_undone_everything_is_as_if_it_had_never_been(village: Actor, afterwards: str) -> None:
    writes.name_substitutes([NewSubstitute(GRID, "W-002")], by=village)
    before, counted = everything(), figures()
    with clocks.stopped(LATER):
        [made] = writes.hand_over_grids([GridChange(GRID, "W-002", afterwards=afterwards)], by=village)
        assert everything() != before
        [undone] = writes.undo_hand_overs([made.facts["hand_over_id"]], by=village)
    assert undone.taken
    assert everything() == before
    assert figures() == counted


def test_an_undo_is_refused_twice_too_late_and_when_something_was_built_on_it(village: Actor) -> None:
    with clocks.stopped(LATER):
        [made] = writes.hand_over_grids([GridChange(GRID, "W-002")], by=village)
    one = made.facts["hand_over_id"]
    with clocks.stopped(LATER + timedelta(days=2)):
        assert writes.undo_hand_overs([one], by=village)[0].code == "undo_too_late"
    with clocks.stopped(LATER + timedelta(hours=1)):
        [back] = writes.hand_over_grids([GridChange(GRID, "W-001")], by=village)
        assert writes.undo_hand_overs([one], by=village)[0].code == "changed_since"
        assert writes.undo_hand_overs([back.facts["hand_over_id"]], by=village)[0].taken
        assert writes.undo_hand_overs([back.facts["hand_over_id"]], by=village)[0].code == "hand_over_undone"
        assert writes.undo_hand_overs([one], by=village)[0].taken


@pytest.mark.parametrize(
    ("staff", "at", "code"),
    [
        ("W-001", LATER, "own_grid"),
        ("W-404", LATER, "staff_unknown"),
        ("W-002", NOON, "before_start"),
        ("W-002", NOON - timedelta(days=1), "before_start"),
    ],
)
def test_a_hand_over_is_refused_whole(village: Actor, staff: str, at: Any, code: str) -> None:
    before = everything()
    [verdict] = writes.hand_over_grids([GridChange(GRID, staff, at)], by=village)
    assert verdict.code == code
    assert everything() == before


def test_tomorrow_counts_from_tomorrow(village: Actor) -> None:
    tomorrow = NOON + timedelta(days=1)
    writes.hand_over_grids([GridChange(GRID, "W-002", tomorrow)], by=village)
    [now], [then] = reads.grids_of(VILLAGE, LATER), reads.grids_of(VILLAGE, tomorrow + timedelta(hours=1))
    assert now.worker
    assert then.worker
    assert (now.worker.code, then.worker.code) == ("W-001", "W-002")


def test_a_grid_without_a_worker_has_nothing_to_hand_over(village: Actor) -> None:
    places.make_grids([NewGrid(VILLAGE, code="980101100200-G02")], by=village)
    [verdict] = writes.hand_over_grids([GridChange(VILLAGE + "002", "W-002", LATER)], by=village)
    assert verdict.code == "grid_vacant"


def test_a_taker_who_leaves_another_grid_is_warned_of(village: Actor) -> None:
    places.make_grids([NewGrid(VILLAGE, code="980101100200-G02")], by=village)
    writes.record_staff([somebody(4, grid="980101100200-G02", full_name="样四")], by=village)
    [verdict] = writes.hand_over_grids([GridChange(GRID, "W-004", LATER)], by=village)
    assert [warned.code for warned in verdict.warnings] == ["LEAVES_GRID"]


def test_the_next_township_changes_nothing_here(village: Actor) -> None:
    stranger = officer(WEST)
    assert writes.name_substitutes([NewSubstitute(GRID, "W-009")], by=stranger)[0].code == "grid_unknown"
    assert writes.hand_over_grids([GridChange(GRID, "W-009", LATER)], by=stranger)[0].code == "grid_unknown"
    with clocks.stopped(LATER):
        [made] = writes.hand_over_grids([GridChange(GRID, "W-002")], by=village)
        [verdict] = writes.undo_hand_overs([made.facts["hand_over_id"]], by=stranger)
    assert verdict.code == "hand_over_unknown"
