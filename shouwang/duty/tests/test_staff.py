"""People on duty: taken in, corrected, counted once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.duty import reads, writes
from shouwang.duty.figures import FIGURES
from shouwang.duty.models import Assignment, Staff
from shouwang.duty.tests.conftest import COUNTY, EAST, GRID, VILLAGE, WEST_VILLAGE, id_number, officer, somebody
from shouwang.duty.writes import Change
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.lib.sealed import seal
from shouwang.places import writes as places
from shouwang.places.writes import NewResponsibility, NewUnit

TODAY = Day.of(date(2020, 2, 5))


def _numbers(subject: Subject, day: Day = TODAY) -> dict[str, object]:
    return {figure.name: figure.values(subject, day)["now"] for figure in FIGURES}


def _outcomes(*batch: writes.NewStaff, by: Actor) -> list[str]:
    return [verdict.outcome for verdict in writes.record_staff(list(batch), by=by)]


def test_numbers_are_kept_sealed_and_shown_masked(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    staff = Staff.objects.get()
    assert seal().open("document", staff.document) == id_number(1)
    assert (staff.document_masked[:4], staff.phone_masked) == ("4116", "169****0001")
    assert id_number(1) not in repr(reads.staff_card(staff.pk))


def test_the_same_row_again_changes_nothing(county: Actor) -> None:
    assert _outcomes(somebody(), by=county) == ["accepted"]
    assert _outcomes(somebody(), somebody(), by=county) == ["duplicate", "duplicate"]
    assert Assignment.objects.count() == 1


def test_another_duty_ends_the_one_before(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    later = clocks.now() + timedelta(hours=1)
    assert _outcomes(somebody(role="checkpoint_staff", site="K1", shift="night", at=later), by=county) == ["corrected"]
    first, second = Assignment.objects.order_by("from_at")
    assert (first.to_at, second.role, second.site, second.shift) == (later, "checkpoint_staff", "K1", "night")


def test_a_wrong_entry_mended_at_once_leaves_one_duty(county: Actor) -> None:
    assert _outcomes(somebody(), somebody(role="volunteer"), by=county) == ["accepted", "corrected"]
    assert [duty.role for duty in Assignment.objects.all()] == ["volunteer"]
    writes.record_staff([somebody(full_name="样地")], by=county)
    assert reads.staff_cards(["W-001"])["W-001"].full_name == "样地"


def test_an_old_list_does_not_bring_back_who_has_left(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    writes.change_staff([Change("W-001", "ended", clocks.now() + timedelta(hours=1))], by=county)
    assert _outcomes(somebody(), by=county) == ["duplicate"]
    back = clocks.now() + timedelta(hours=2)
    assert _outcomes(somebody(at=back), by=county) == ["corrected"]
    assert Assignment.objects.filter(to_at__isnull=True).count() == 1


def test_one_bad_row_stops_no_other(county: Actor) -> None:
    batch = [
        somebody(1, full_name=" "),
        somebody(2, code=""),
        somebody(3, role="wizard"),
        somebody(4, id_number="411699197001010011"),
        somebody(5, id_number="4116991970010100"),
        somebody(6, area="009"),
        somebody(7),
    ]
    codes = [verdict.code for verdict in writes.record_staff(batch, by=county)]
    assert codes == ["NAME_MISSING", "code_missing", "role_unknown", "ID_CHECK_DIGIT", "ID_LENGTH", "area_unknown", ""]


def test_what_a_person_should_look_at_is_a_warning(county: Actor) -> None:
    odd = somebody(1, id_number="", phone="12", unit="X", site="Y", grid="Z", shift="dawn")
    [verdict] = writes.record_staff([odd, somebody(2, sex="female")], by=county)[:1]
    assert verdict.outcome == "accepted_with_warnings"
    assert [warning.code for warning in verdict.warnings] == ["ID_MISSING", "PHONE_INVALID", *["UNKNOWN_VALUE"] * 4]
    assert reads.staff_cards(["W-002"])["W-002"].sex == "male"


def test_who_works_in_a_grid_is_placed_there(county: Actor) -> None:
    writes.record_staff([somebody(grid="980101100200-G01")], by=county)
    assert reads.staff_cards(["W-001"])["W-001"].area == GRID


def test_the_unit_that_answers_and_the_own_one_both_count_a_person_once(county: Actor) -> None:
    writes.record_staff([somebody(1, unit="CLINIC", role="village_doctor"), somebody(2, unit="EAST")], by=county)
    assert _numbers(Subject(unit="EAST"))["staff_total"] == 2
    assert _numbers(Subject(unit="CLINIC"))["staff_total"] == 1
    assert _numbers(Subject(area=EAST))["staff_total"] == 2


def test_when_another_unit_takes_over_the_area_the_own_unit_keeps_its_people(county: Actor) -> None:
    writes.record_staff([somebody(unit="EAST")], by=county)
    places.record_units([NewUnit("ZONE", "商务区", "functional_zone", COUNTY)], by=county)
    places.set_responsibility([NewResponsibility(VILLAGE, "ZONE")], by=county)
    assert [_numbers(Subject(unit=unit))["staff_total"] for unit in ("ZONE", "EAST")] == [1, 1]
    assert _numbers(Subject(area=COUNTY))["staff_total"] == 1


def test_figures_count_people_not_duties(county: Actor) -> None:
    same_person = somebody(2, id_number=id_number(1), role="volunteer", area=WEST_VILLAGE)
    without_document = [somebody(n, id_number="", role="community_staff") for n in (3, 4)]
    writes.record_staff([somebody(1), same_person, *without_document], by=county)
    assert _numbers(Subject(area=COUNTY)) == {
        "staff_total": 3,
        "community_staff": 2,
        "grid_workers": 1,
        "micro_grid_workers": 0,
        "volunteers": 1,
    }


def test_a_past_day_counts_who_was_on_duty_then(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    tomorrow = clocks.now() + timedelta(days=1)
    writes.change_staff([Change("W-001", "ended", tomorrow)], by=county)
    days = [Day.of(date(2020, 2, day)) for day in (4, 5, 6)]
    assert [_numbers(Subject(area=COUNTY), day)["grid_workers"] for day in days] == [0, 1, 0]


def test_leave_and_return(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    steps = ["returned_from_leave", "on_leave", "on_leave", "returned_from_leave", "ended", "on_leave"]
    start = clocks.now()
    verdicts = [
        writes.change_staff([Change("W-001", step, start + timedelta(hours=n))], by=county)[0]
        for n, step in enumerate(steps)
    ]
    assert [verdict.outcome for verdict in verdicts] == [
        "accepted_with_warnings",
        "accepted",
        "duplicate",
        "accepted",
        "accepted",
        "refused",
    ]
    assert verdicts[-1].code == "already_ended"


def test_somebody_on_leave_still_has_a_duty(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    writes.change_staff([Change("W-001", "on_leave")], by=county)
    assert reads.staff_cards(["W-001"])["W-001"].state == "on_leave"
    assert _numbers(Subject(area=COUNTY))["staff_total"] == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change("W-404", "ended"), "staff_unknown"),
        (Change("W-001", "vanished"), "change_unknown"),
        (Change("W-001", "on_leave", substitute="W-001"), "own_substitute"),
        (Change("W-001", "ended", clocks.at(date(2020, 2, 1), clocks.DEFAULT_CUTOFF)), "before_start"),
    ],
)
def test_a_change_that_cannot_be_is_refused(county: Actor, change: Change, code: str) -> None:
    writes.record_staff([somebody()], by=county)
    assert [verdict.code for verdict in writes.change_staff([change], by=county)] == [code]


def test_the_next_township_sees_and_changes_nobody(county: Actor) -> None:
    writes.record_staff([somebody()], by=county)
    with acting_as(officer(WEST_VILLAGE)) as stranger:
        assert reads.staff_list(COUNTY).count() == 0
        assert writes.change_staff([Change("W-001", "ended")], by=stranger)[0].code == "staff_unknown"
        mine = [somebody(1, area=WEST_VILLAGE), somebody(2, area=VILLAGE), somebody(3, area=WEST_VILLAGE)]
        assert [verdict.code for verdict in writes.record_staff(mine, by=stranger)] == ["code_taken", "out_of_area", ""]
        assert Assignment.objects.count() == 1


def test_a_list_of_staff_takes_the_same_queries_for_one_and_for_many(county: Actor) -> None:
    def queries(batch: list[writes.NewStaff]) -> int:
        with CaptureQueriesContext(connection) as asked:
            writes.record_staff(batch, by=county)
        return len(asked)

    assert queries([somebody(1)]) == queries([somebody(n) for n in range(2, 30)])


def test_staff_are_found_by_name_initials_code_role_and_unit(county: Actor) -> None:
    writes.record_staff([somebody(1, unit="CLINIC"), somebody(2, full_name="李样地", role="volunteer")], by=county)

    def found(**by: str) -> list[str]:
        return [duty.staff.code for duty in reads.staff_list(COUNTY, **by).order_by("staff__code")]

    assert found(words="樣") == ["W-001"]
    assert found(words="lyd") == ["W-002"]
    assert found(words="W-002") == ["W-002"]
    assert (found(role="volunteer"), found(unit="CLINIC"), found(unit="EAST")) == (
        ["W-002"],
        ["W-001"],
        ["W-001", "W-002"],
    )


def test_gaps_name_grids_without_a_worker_and_checkpoints_without_anybody(county: Actor) -> None:
    assert {(gap.area, gap.kind) for gap in reads.gaps(EAST)} == {(GRID, "grid"), (VILLAGE, "checkpoint")}
    gate = somebody(2, role="checkpoint_staff", site="K1")
    writes.record_staff([somebody(1, grid="980101100200-G01"), gate], by=county)
    assert reads.gaps(EAST) == []


def test_units_at_work_come_with_their_roles(county: Actor) -> None:
    writes.record_staff([somebody(1), somebody(2), somebody(3, unit="CLINIC", role="village_doctor")], by=county)
    found = [(unit.unit, unit.name, unit.total, unit.by_role) for unit in reads.units_at_work(EAST)]
    assert found == [
        ("EAST", "东桥镇指挥部", 2, {"grid_worker": 2}),
        ("CLINIC", "东桥镇卫生院", 1, {"village_doctor": 1}),
    ]
