"""What people decide about returns: class, place, contradictions, withdrawal. A reason always; figures follow."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import writes
from shouwang.arrivals.choices import Decision, State
from shouwang.arrivals.models import Arrival, Classification, OtherReport
from shouwang.arrivals.rules.returns import MOST_CHANGED_AT_ONCE
from shouwang.arrivals.tests.conftest import COUNTY, FAR_VILLAGE, HILL, TODAY, TOWN, VILLAGE, actor, came
from shouwang.arrivals.tests.test_recording import KEY_AREA, OTHER_PROVINCE, TOTAL, UNCLASSIFIED, figures, record, today
from shouwang.arrivals.writes import Assignment, ClassDecision, Settlement, StateChange, Withdrawal
from shouwang.audit.reads import events
from shouwang.ledger.figures import registry
from shouwang.ledger.recounts import recount
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, REFUSED
from shouwang.people import reads as people
from shouwang.places.writes import NewGrid, make_grids

UNDECIDED = {
    "area": HILL,
    "from_place": "河南省郑州市",
    "health_certificate": False,
    "fever_history": False,
    "case_contact": False,
}


def registered(by: Actor, **more: Any) -> UUID:
    verdict = record(came(**more), by=by)[0]
    assert verdict.taken
    assert verdict.id is not None
    return verdict.id


def arrival(root: UUID) -> Arrival:
    return Arrival.objects.get(root=root, live=True)


def decide(root: UUID, class_id: str, reason: str = "certificate seen", *, by: Actor) -> Any:
    return writes.decide_classes([ClassDecision(root, class_id, reason)], by=by)[0]


# ---------------------------------------------------------------------- class
def test_an_officer_decides_what_no_rule_fits(county: Actor) -> None:
    root = registered(county, **UNDECIDED)
    assert figures()[UNCLASSIFIED] == {"now": 1}
    verdict = decide(root, "zone_work_need", by=county)
    assert (verdict.outcome, verdict.facts["measure"]) == (ACCEPTED, "home_health_monitoring")
    assert (arrival(root).arrival_class, arrival(root).decided_by) == ("zone_work_need", "officer")
    assert figures()[UNCLASSIFIED] == {"now": 0}


def test_the_decision_before_stays_in_the_history_with_rule_and_reason(county: Actor) -> None:
    root = registered(county, **UNDECIDED)
    decide(root, "zone_work_need", "needed at the power plant", by=county)
    kept = list(Classification.objects.order_by("received").values_list("arrival_class", "decided_by", "why"))
    assert kept == [("undecided", "pack", ""), ("zone_work_need", "officer", "needed at the power plant")]


@pytest.mark.parametrize(
    ("class_id", "reason", "code"),
    [("key_area", " ", "reason_missing"), ("red_code", "x", "unknown_class"), ("undecided", "x", "same_class")],
)
def test_a_class_is_never_set_without_reason_or_outside_the_policy(
    county: Actor, class_id: str, reason: str, code: str
) -> None:
    root = registered(county, **UNDECIDED)
    verdict = decide(root, class_id, reason, by=county)
    assert (verdict.outcome, verdict.code) == (REFUSED, code)
    assert Classification.objects.count() == 1


def test_deciding_needs_the_permission(county: Actor) -> None:
    root = registered(county, **UNDECIDED)
    with acting_as(actor(HILL, "grid_worker")) as worker, pytest.raises(Refused) as refusal:
        decide(root, "key_area", by=worker)
    assert refusal.value.code == "not_permitted"


def test_a_stranger_cannot_decide(county: Actor) -> None:
    root = registered(county, area=VILLAGE)
    with acting_as(actor(FAR_VILLAGE[:12])) as stranger:
        assert decide(root, "other_province", by=stranger).code == "not_found"
    assert arrival(root).arrival_class == "key_area"


def test_many_decided_classes_are_not_changed_at_once(county: Actor) -> None:
    roots = [registered(county, n=n) for n in range(1, MOST_CHANGED_AT_ONCE + 2)]
    with pytest.raises(Refused) as refusal:
        writes.decide_classes([ClassDecision(root, "other_province", "x") for root in roots], by=county)
    assert refusal.value.code == "mass_change"


def test_a_decision_is_in_the_log_with_its_reason(county: Actor) -> None:
    root = registered(county, **UNDECIDED)
    decide(root, "zone_work_need", "power plant", by=county)
    event = events(subject=str(root)).get()
    assert (event.action, event.reason) == ("arrivals.decide_classes", "power plant")


# ---------------------------------------------------------------------- place
def test_an_unassigned_return_is_given_to_a_village(town: Actor) -> None:
    root = registered(town, area="", address="3号")
    assert writes.assign_arrivals([Assignment(root, VILLAGE)], by=town)[0].outcome == ACCEPTED
    found = arrival(root)
    assert (found.area, found.unassigned, found.place_open) == (VILLAGE, False, False)


def test_figures_histories_and_the_person_follow(town: Actor) -> None:
    root = registered(town, area="", address="3号")
    writes.assign_arrivals([Assignment(root, VILLAGE)], by=town)
    assert today(area=VILLAGE) == {KEY_AREA: 1, TOTAL: 1}
    assert today(area=TOWN) == {KEY_AREA: 1, TOTAL: 1}
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        assert Classification.objects.count() == 1
        assert arrival(root).person_id in people.persons([arrival(root).person_id], by=village)
    assert list(recount()) == []


def test_a_place_is_confirmed_by_assigning_it(town: Actor) -> None:
    root = registered(town, area="", area_words="朦山村")
    writes.assign_arrivals([Assignment(root, arrival(root).candidates[0])], by=town)
    found = arrival(root)
    assert (found.area, found.place_open, found.candidates) == (HILL, False, [])


def test_the_rules_of_the_new_place_apply(town: Actor) -> None:
    root = registered(town, area="", address="3号", from_place="河南省郑州市", health_certificate=False)
    assert arrival(root).arrival_class == "in_province"
    writes.assign_arrivals([Assignment(root, HILL)], by=town)
    found = arrival(root)
    assert (found.unit, found.arrival_class) == ("SWZX", "undecided")


def test_what_an_officer_decided_stays_when_the_place_changes(town: Actor) -> None:
    root = registered(town, area="", address="3号")
    decide(root, "other_province", by=town)
    writes.assign_arrivals([Assignment(root, VILLAGE)], by=town)
    assert arrival(root).arrival_class == "other_province"


@pytest.mark.parametrize(
    ("area", "code"), [(TOWN, "not_a_village"), (FAR_VILLAGE, "out_of_area"), ("nowhere", "not_a_village")]
)
def test_nobody_is_assigned_out_of_reach(town: Actor, area: str, code: str) -> None:
    root = registered(town, area="", address="3号")
    assert writes.assign_arrivals([Assignment(root, area)], by=town)[0].code == code


def test_an_unknown_return_is_not_found(town: Actor) -> None:
    assert writes.assign_arrivals([Assignment(uuid4(), VILLAGE)], by=town)[0].code == "not_found"


def test_a_return_is_given_to_a_grid(town: Actor) -> None:
    with acting_as(actor(TOWN)) as by:
        grid = make_grids([NewGrid(area=VILLAGE, name="一组")], by=by)[0].facts["path"]
    root = registered(town)
    writes.assign_arrivals([Assignment(root, grid)], by=town)
    assert arrival(root).area == grid
    assert today(area=VILLAGE) == {KEY_AREA: 1, TOTAL: 1}


def test_the_proposed_measure_and_the_fever_follow_and_count_once(town: Actor) -> None:
    root = registered(town, area="", address="3号", temperature_c=Decimal("38.0"))
    writes.assign_arrivals([Assignment(root, VILLAGE)], by=town)
    with acting_as(actor(VILLAGE, "village_officer")):
        assert observed("fever_persons").count() == 1
    assert figure("fever_persons").values(Subject(area=TOWN), Day.of(TODAY))["today"] == 1
    assert list(recount()) == []


def figure(name: str) -> Any:
    found = registry.get(name)
    assert found is not None
    return found


def observed(name: str) -> Any:
    return figure(name).rows(Subject(area=TOWN), Day.of(TODAY), "today")


# ---------------------------------------------------------------------- contradictions
def contradicting(by: Actor, **more: Any) -> tuple[UUID, UUID]:
    first = registered(by)
    told = record(
        came(**({"from_place": "广东省深圳市", "left_on": None, "arrived_on": date(2020, 1, 22)} | more)), by=by
    )[0]
    return first, UUID(told.facts["kept"])


def settle(told: UUID, decision: str, reason: str = "asked the person", *, by: Actor) -> Any:
    return writes.settle_conflicts([Settlement(told, decision, reason)], by=by)[0]


def test_the_new_facts_may_be_right(county: Actor) -> None:
    first, told = contradicting(county)
    assert settle(told, Decision.REPLACE, by=county).outcome == ACCEPTED
    found = arrival(first)
    assert (found.from_place, found.arrived_on, found.origin, found.arrival_class) == (
        "广东省深圳市",
        date(2020, 1, 22),
        "other_province",
        "other_province",
    )
    assert Arrival.objects.get(pk=told).state == State.DISMISSED
    assert today() == {OTHER_PROVINCE: 1, TOTAL: 1}


def test_it_may_be_another_return(county: Actor) -> None:
    _first, told = contradicting(county)
    settle(told, Decision.ANOTHER_RETURN, by=county)
    assert arrival(told).state == State.CLASSIFIED
    assert today() == {KEY_AREA: 1, OTHER_PROVINCE: 1, TOTAL: 2}


def test_the_first_may_be_right(county: Actor) -> None:
    _first, told = contradicting(county)
    settle(told, Decision.DISMISS, by=county)
    assert today() == {KEY_AREA: 1, TOTAL: 1}
    assert settle(told, Decision.DISMISS, by=county).code == "not_open"


def test_nobody_comes_back_twice_on_one_day(county: Actor) -> None:
    _first, told = contradicting(county, arrived_on=date(2020, 1, 20))
    assert settle(told, Decision.ANOTHER_RETURN, by=county).code == "same_day"


def test_a_contradiction_is_decided_with_a_reason(county: Actor) -> None:
    _first, told = contradicting(county)
    assert settle(told, Decision.DISMISS, "", by=county).code == "reason_missing"


# ---------------------------------------------------------------------- what became of them
def test_who_left_again_is_marked_and_comes_back_into_the_class(county: Actor) -> None:
    root = registered(county)
    for state in (State.LEFT_AGAIN, State.CLASSIFIED):
        assert writes.change_states([StateChange(root, state, "neighbour said so")], by=county)[0].outcome == ACCEPTED
        assert arrival(root).state == state


def test_a_step_the_table_does_not_have_is_refused(county: Actor) -> None:
    root = registered(county)
    assert writes.change_states([StateChange(root, State.ANNOUNCED, "x")], by=county)[0].code == "wrong_state"


def test_a_withdrawn_return_no_longer_counts(county: Actor) -> None:
    root = registered(county, temperature_c=Decimal("38.0"))
    assert writes.withdraw_arrivals([Withdrawal(root, "typed twice")], by=county)[0].outcome == ACCEPTED
    assert not Arrival.objects.filter(live=True).exists()
    assert today() == {}
    assert list(recount()) == []


def test_an_import_is_taken_back_as_a_whole(county: Actor) -> None:
    before = registered(county, n=1)
    rows = [
        came(1, transport_no="G79", device="import:1"),
        came(2, device="import:1"),
        came(3, from_place="浙江", device="import:1"),
    ]
    record(*rows, came(1, case_contact=True, device="import:1"), by=county)
    assert writes.undo_import("import:1", by=county) == 2
    assert [one.root for one in Arrival.objects.filter(live=True)] == [before]
    assert arrival(before).transport_no == ""
    assert not Arrival.objects.filter(state=State.CONFLICT).exists()
    assert not OtherReport.objects.filter(live=True).exists()
    assert today() == {KEY_AREA: 1, TOTAL: 1}
    assert list(recount()) == []


def test_a_file_taken_back_can_be_sent_again(county: Actor) -> None:
    record(came(1, device="import:1"), by=county)
    writes.undo_import("import:1", by=county)
    assert record(came(1, device="import:2"), by=county)[0].outcome == ACCEPTED
    assert today(area=COUNTY) == {KEY_AREA: 1, TOTAL: 1}
