"""When two registrations are one return, when they contradict each other, and what is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from shouwang.arrivals.choices import State
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.rules.returns import Relation
from shouwang.arrivals.writes.rows import NewArrival
from shouwang.lib.refusals import Refused
from shouwang.policy.choices import OriginKind


@contextmanager
def refusal(code: str) -> Iterator[None]:
    """Inside this block a rule refuses with the code."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


ARRIVED = date(2020, 1, 20)
VILLAGE = "001001001002003"


def registered(**more: Any) -> Any:
    facts = dict.fromkeys(rules.COMPARED) | {
        "arrived_on": ARRIVED, "from_place": "湖北省武汉市", "origin": OriginKind.KEY_AREA, "origin_code": "420100",
        "reporter": "",
        "area": VILLAGE, "unassigned": False,
    }  # fmt: skip
    return SimpleNamespace(**(facts | more))


def compare(known: Any, told: Any) -> rules.Compared:
    return rules.compare(known, told, look_back=14, fever_c=37.3)


def test_the_same_facts_are_the_same_registration() -> None:
    assert compare(registered(), registered()).relation is Relation.EXACT


def test_the_same_place_in_other_script_is_no_difference() -> None:
    assert compare(registered(from_place="云南省"), registered(from_place="雲南省")).relation is Relation.EXACT


def test_other_words_for_the_same_province_are_a_difference_that_is_shown() -> None:
    found = compare(registered(from_place="湖北黄冈", origin_code="421100"), registered(from_place="武汉市"))
    assert found.relation is Relation.SAME
    assert found.differences == {"from_place": ["湖北黄冈", "武汉市"]}


def test_another_day_within_the_look_back_from_the_same_place_is_the_same_return() -> None:
    found = compare(registered(), registered(arrived_on=ARRIVED + timedelta(14)))
    assert found.relation is Relation.SAME
    assert found.differences == {"arrived_on": [ARRIVED, ARRIVED + timedelta(14)]}


def test_a_day_beyond_the_look_back_is_another_return() -> None:
    assert compare(registered(), registered(arrived_on=ARRIVED + timedelta(15))).relation is Relation.OTHER


@pytest.mark.parametrize("later_first", [True, False])
def test_who_left_after_having_arrived_went_again(later_first: bool) -> None:
    first, second = registered(), registered(left_on=ARRIVED + timedelta(3), arrived_on=ARRIVED + timedelta(4))
    pair = (second, first) if later_first else (first, second)
    assert compare(*pair).relation is Relation.OTHER_SOON


def test_a_day_of_leaving_after_the_day_of_arriving_makes_no_second_return() -> None:
    assert compare(registered(), registered(left_on=ARRIVED + timedelta(3))).relation is Relation.SAME


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ({}, {"origin": OriginKind.OTHER_PROVINCE, "origin_code": "440300"}, ("from_place",)),
        (
            {}, {"origin": OriginKind.OTHER_PROVINCE, "origin_code": "440300", "arrived_on": ARRIVED + timedelta(2)},
            ("from_place", "arrived_on"),
        ),
        ({"case_contact": False}, {"case_contact": True}, ("case_contact",)),
        ({"fever_history": False}, {"fever_history": True}, ("fever_history",)),
        ({"health_certificate": True}, {"health_certificate": False}, ("health_certificate",)),
        ({"temperature_c": Decimal("36.5")}, {"temperature_c": Decimal("37.3")}, ("temperature_c",)),
    ],
)  # fmt: skip
def test_facts_on_which_the_class_depends_contradict(
    before: dict[str, Any], after: dict[str, Any], fields: tuple[str, ...]
) -> None:
    found = compare(registered(**before), registered(**after))
    assert found.relation is Relation.CONFLICT
    assert tuple(found.differences) == fields


def test_an_unknown_place_contradicts_nothing() -> None:
    assert (
        compare(registered(), registered(origin=OriginKind.UNKNOWN, origin_code="", from_place="打工")).relation
        is Relation.SAME
    )


def test_two_temperatures_without_fever_only_differ() -> None:
    found = compare(registered(temperature_c=Decimal("36.5")), registered(temperature_c=Decimal("36.6")))
    assert found.relation is Relation.SAME


def test_facts_the_first_registration_lacks_are_additions() -> None:
    found = compare(registered(), registered(transport_no="G79", temperature_c=Decimal("36.5")))
    assert found.relation is Relation.SAME
    assert set(found.additions) == {"transport_no", "temperature_c"}
    assert not found.differences


def test_silence_is_neither_a_difference_nor_an_addition() -> None:
    assert (
        compare(registered(transport_no="G79", symptoms=["cough"]), registered(symptoms=[])).relation is Relation.EXACT
    )


def test_a_village_is_an_addition_where_the_first_was_not_assigned() -> None:
    found = compare(registered(area=VILLAGE[:12], unassigned=True), registered())
    assert found.additions == ("area",)


def test_another_village_is_a_difference() -> None:
    assert compare(registered(), registered(area=f"{VILLAGE[:12]}004")).differences == {
        "area": [VILLAGE, f"{VILLAGE[:12]}004"]
    }


def test_another_reporting_unit_is_a_difference() -> None:
    assert compare(registered(reporter="CQ"), registered(reporter="ZHB")).differences == {"reported_by": ["CQ", "ZHB"]}


def new(**more: Any) -> NewArrival:
    return NewArrival(**({"from_place": "武汉", "arrived_on": ARRIVED, "address": "3号", "area": VILLAGE} | more))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"from_place": ""}, "REQUIRED_MISSING"),
        ({"arrived_on": None}, "REQUIRED_MISSING"),
        ({"address": "", "area": ""}, "REQUIRED_MISSING"),
        ({"arrived_on": ARRIVED + timedelta(2)}, "DATE_IN_FUTURE"),
        ({"left_on": ARRIVED + timedelta(2)}, "DATE_IN_FUTURE"),
        ({"arrived_on": ARRIVED + timedelta(16), "announced": True}, "DATE_IN_FUTURE"),
        ({"remark": "x" * 501}, "TEXT_TOO_LONG"),
    ],
)
def test_what_cannot_be_registered(more: dict[str, Any], code: str) -> None:
    with refusal(code):
        rules.check_facts(new(**more), ARRIVED + timedelta(1))


@pytest.mark.parametrize(
    "more",
    [{}, {"address": ""}, {"area": "", "address": "", "area_words": "八庙村"}, {"arrived_on": ARRIVED + timedelta(1)}],
)
def test_what_can_be_registered(more: dict[str, Any]) -> None:
    rules.check_facts(new(**more), ARRIVED + timedelta(1))


def test_an_announced_return_may_lie_ahead() -> None:
    rules.check_facts(new(arrived_on=ARRIVED + timedelta(15), announced=True), ARRIVED + timedelta(1))


def test_a_decision_needs_a_reason() -> None:
    with refusal("reason_missing"):
        rules.check_reason("  ")


def test_many_decided_classes_are_not_changed_at_once() -> None:
    rules.check_mass_change(rules.MOST_CHANGED_AT_ONCE)
    with refusal("mass_change"):
        rules.check_mass_change(rules.MOST_CHANGED_AT_ONCE + 1)


@pytest.mark.parametrize("place", [VILLAGE[:12], VILLAGE[:9], "", "八庙村"])
def test_nobody_is_given_to_a_place_above_the_villages(place: str) -> None:
    with refusal("not_a_village"):
        rules.check_place(place)


@pytest.mark.parametrize("place", [VILLAGE, f"{VILLAGE}001", f"{VILLAGE[:12]}000001"])
def test_a_village_or_a_grid_can_be_given(place: str) -> None:
    rules.check_place(place)


def test_states_go_only_where_the_table_says() -> None:
    assert rules.can_become(State.CLASSIFIED, State.LEFT_AGAIN)
    assert not rules.can_become(State.CONFLICT, State.CLASSIFIED)
    assert not rules.can_become(State.CLASSIFIED, State.ANNOUNCED)


@pytest.mark.parametrize(
    ("class_id", "state"), [("", State.REGISTERED), ("undecided", State.REGISTERED), ("key_area", State.CLASSIFIED)]
)
def test_the_state_follows_from_the_class(class_id: str, state: State) -> None:
    assert rules.state_after(class_id) == state
