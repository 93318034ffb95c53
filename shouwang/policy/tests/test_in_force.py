"""Rules are put in force by those who may, for an area and a period, and the nearest and latest apply."""

from datetime import date, time
from typing import Any

import pytest

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.audit.reads import events
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict
from shouwang.policy import reads, shelf, writes
from shouwang.policy.models import PackInForce
from shouwang.policy.writes import NewOverlay, NewPack

pytestmark = pytest.mark.django_db
COUNTY, TOWN, VILLAGE, OTHER_COUNTY = "001001001", "001001001001", "001001001001002", "001001002"
OFFICE = Actor(1, 1, "command_office", COUNTY, "ZHB", "office")
SECOND = Actor(2, 2, "epidemiologist", COUNTY, "ZHB", "second")
DAY = date(2020, 2, 1)


def put(by: Actor = OFFICE, **given: Any) -> Verdict:
    values = {"area": COUNTY, "pack_id": "covid-19-2020-02", "valid_from": date(2020, 1, 20), "reason": "plan"} | given
    with acting_as(by):
        return confirmed(writes.propose_packs([NewPack(**values)], by=by)[0])


def confirmed(proposed: Verdict) -> Verdict:
    """What the second person's yes makes of a proposal."""
    if proposed.id is None:
        return proposed
    with acting_as(SECOND):
        return writes.decide_proposals([writes.Decision(proposed.id, True)], by=SECOND)[0]


def put_overlay(content: dict[str, Any], unit: str = "CQ", area: str = TOWN, **given: Any) -> Verdict:
    with acting_as(OFFICE):
        new = NewOverlay(unit, area, content, **{"valid_from": date(2020, 1, 20), "reason": "own rules"} | given)
        return confirmed(writes.propose_overlays([new], by=OFFICE)[0])


TEAM = {"team": {"id": "one_to_one", "roles": ["responsible", "doctor"]}}


def team_in(units: list[str], day: date = DAY) -> str:
    team = reads.rules_for(units, VILLAGE, day).measures["home_observation"].team
    return team.id if team else ""


def test_a_pack_applies_in_its_area_and_below_from_its_first_day() -> None:
    assert put().taken
    assert reads.pack_for(VILLAGE, DAY).id == "covid-19-2020-02"
    assert reads.pack_for(COUNTY, date(2020, 1, 20)).id == "covid-19-2020-02"
    for area, day in [(VILLAGE, date(2020, 1, 19)), (OTHER_COUNTY, DAY), ("001001", DAY)]:
        with pytest.raises(Refused) as refusal:
            reads.pack_for(area, day)
        assert refusal.value.code == "no_pack"


def test_the_decisions_period_counts_and_not_the_packs_own() -> None:
    put(valid_to=date(2020, 4, 20))
    assert reads.pack_for(COUNTY, date(2020, 4, 20)).id == "covid-19-2020-02"
    with pytest.raises(Refused):
        reads.pack_for(COUNTY, date(2020, 4, 21))


def test_the_pack_that_began_last_applies() -> None:
    put()
    put(pack_id="covid-19-2021-05", valid_from=date(2020, 3, 1))
    assert reads.pack_for(VILLAGE, date(2020, 2, 29)).id == "covid-19-2020-02"
    assert reads.pack_for(VILLAGE, date(2020, 3, 1)).id == "covid-19-2021-05"


def test_a_mistaken_pack_is_put_right_from_the_same_day() -> None:
    put(pack_id="covid-19-2022-06")
    put()
    assert reads.pack_for(VILLAGE, DAY).id == "covid-19-2020-02"


def test_the_nearest_area_decides() -> None:
    put()
    put(area=TOWN, pack_id="measles", valid_from=date(2019, 1, 1))
    assert reads.pack_for(VILLAGE, DAY).id == "measles"
    assert reads.pack_for(COUNTY, DAY).id == "covid-19-2020-02"
    assert reads.pack_for(VILLAGE, DAY, "covid-19").id == "covid-19-2020-02"


def test_the_same_decision_twice_is_one() -> None:
    put()
    again = put()
    assert again.outcome == "duplicate"
    assert PackInForce.objects.count() == 1


def test_an_area_may_have_its_own_statistics_time() -> None:
    assert reads.cutoff_for(COUNTY, DAY) == (time(18), time(20))
    put(cutoff=time(16), freeze=time(17, 30))
    assert reads.cutoff_for(VILLAGE, DAY) == (time(16), time(17, 30))
    put(valid_from=date(2020, 2, 10))
    assert reads.cutoff_for(VILLAGE, date(2020, 2, 10)) == (time(18), time(20))


def test_the_content_is_kept_as_it_was_that_day() -> None:
    content = shelf.content("covid-19-2020-02")
    content["measure"][1]["days"] = 21
    content["example"] = [
        example for example in content["example"] if example["expect"].get("measure") != "home_observation"
    ]
    assert put(content=content).taken
    assert reads.pack_for(COUNTY, DAY).measures["home_observation"].days == 21
    assert shelf.pack("covid-19-2020-02").measures["home_observation"].days == 14


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"pack_id": "plague-1900"}, "pack_unknown"),
        ({"reason": "  "}, "reason_missing"),
        ({"valid_to": date(2019, 12, 31)}, "period_reversed"),
        ({"cutoff": time(21)}, "cutoff_after_freeze"),
        ({"content": {"pack": {}}}, "pack_faulty"),
        ({"area": OTHER_COUNTY}, "out_of_area"),
    ],
)
def test_a_decision_that_cannot_stand_is_refused_with_its_reason(given: dict[str, Any], code: str) -> None:
    verdict = put(**given)
    assert (verdict.outcome, verdict.code) == ("refused", code)
    assert verdict.reason
    assert not PackInForce.objects.exists()


def test_a_pack_whose_examples_fail_is_refused() -> None:
    content = shelf.content("covid-19-2020-02")
    content["example"][0]["expect"]["measure"] = "none"
    verdict = put(content=content)
    assert verdict.code == "pack_faulty"
    assert "example[1].expect.measure" in verdict.reason


def test_one_bad_row_does_not_hold_its_neighbour() -> None:
    with acting_as(OFFICE):
        good = NewPack(COUNTY, date(2020, 1, 20), "plan", "covid-19-2020-02")
        verdicts = writes.propose_packs([NewPack(COUNTY, DAY, "plan", "gone"), good], by=OFFICE)
    assert [verdict.outcome for verdict in verdicts] == ["refused", "accepted"]


@pytest.mark.parametrize("role", ["township_officer", "grid_worker", "supervisor"])
def test_only_the_command_office_proposes_rules(role: str) -> None:
    actor = Actor(2, 2, role, COUNTY)
    with acting_as(actor), pytest.raises(Refused) as refusal:
        writes.propose_packs([], by=actor)
    assert refusal.value.code == "not_permitted"


def test_every_decision_stands_in_the_log_with_its_reason() -> None:
    put(reason="meeting of 26 January")
    with acting_as(OFFICE):
        event = events().first()
    assert event is not None
    assert (event.action, event.actor, event.count) == ("policy.decide_proposals", "second", 1)
    assert event.detail["put"][0]["pack_id"] == "covid-19-2020-02"
    with acting_as(OFFICE):
        proposed = events()[1]
    assert (proposed.action, proposed.actor, proposed.reason) == (
        "policy.propose_packs",
        "office",
        "meeting of 26 January",
    )


# ---------------------------------------------------------------- overlays
def test_a_units_rules_apply_to_the_unit_only() -> None:
    put()
    assert put_overlay(TEAM).taken
    assert team_in(["CQ", "ZHB"]) == "one_to_one"
    assert team_in(["DLZ", "ZHB"]) == "five_to_one"
    assert team_in(["CQ"], date(2020, 1, 20)) == "one_to_one"


def test_overlays_come_in_the_order_of_the_units() -> None:
    put()
    put_overlay(TEAM)
    put_overlay({"home": {"assessment": "home_6"}}, unit="ZHB", area=COUNTY)
    found = reads.overlays_for(["CQ", "ZHB", "CQ"], VILLAGE, DAY)
    assert [overlay.unit for overlay in found] == ["CQ", "ZHB"]


def test_an_overlay_of_another_countys_unit_of_the_same_code_does_not_apply() -> None:
    with acting_as(system()):
        assert writes.put_in_force([NewPack("001001", date(2020, 1, 20), "plan", "covid-19-2020-02")], by=system())[
            0
        ].taken
    put_overlay(TEAM)
    assert reads.overlays_for(["CQ"], OTHER_COUNTY, DAY) == []


def test_an_empty_overlay_ends_the_units_own_rules() -> None:
    put()
    put_overlay(TEAM)
    put_overlay({}, valid_from=date(2020, 2, 10))
    assert team_in(["CQ"], date(2020, 2, 9)) == "one_to_one"
    assert team_in(["CQ"], date(2020, 2, 10)) == "five_to_one"


def test_an_overlay_needs_a_pack_below_it() -> None:
    assert put_overlay(TEAM).code == "no_pack"


def test_a_faulty_overlay_is_refused() -> None:
    put()
    verdict = put_overlay({"inherit": ["gone"]})
    assert verdict.code == "pack_faulty"
    assert "overlay.inherit" in verdict.reason


def test_a_new_pack_that_an_overlay_does_not_fit_is_refused_until_the_overlay_is_changed() -> None:
    put()
    put_overlay({"inherit": ["key_area"], "classes": [], "otherwise": "undecided"})
    verdict = put(pack_id="covid-19-2021-05", valid_from=date(2020, 3, 1))
    assert verdict.code == "pack_faulty"
    assert "overlay[CQ].inherit" in verdict.reason
    put_overlay({}, valid_from=date(2020, 3, 1))
    assert put(pack_id="covid-19-2021-05", valid_from=date(2020, 3, 1)).taken


def test_an_overlay_that_a_pack_brings_applies_until_the_unit_has_another() -> None:
    content = shelf.content("covid-19-2020-02") | {"overlay": [{"unit": "CQ", **TEAM}]}
    put(content=content)
    assert team_in(["CQ"]) == "one_to_one"
    put_overlay({})
    assert team_in(["CQ"]) == "five_to_one"


def test_what_applies_is_found_with_the_same_queries_for_one_day_and_for_many(django_assert_num_queries: Any) -> None:
    put()
    put_overlay(TEAM)
    team_in(["CQ"])
    for days in (1, 5):
        with django_assert_num_queries(2):
            book = reads.rulebook()
            assert all(book.rules_for(["CQ"], VILLAGE, date(2020, 2, day)) for day in range(1, days + 1))


def test_rules_are_read_once_in_a_scope_and_anew_after_a_change(django_assert_num_queries: Any) -> None:
    put()
    with acting_as(OFFICE):
        assert reads.pack_for(VILLAGE, DAY).id == "covid-19-2020-02"
        with django_assert_num_queries(0):
            reads.limits_for(VILLAGE, DAY), reads.cutoff_for(VILLAGE, DAY)
        assert put(pack_id="covid-19-2022-06", valid_from=DAY).taken
        assert reads.pack_for(VILLAGE, DAY).id == "covid-19-2022-06"
    with django_assert_num_queries(4):  # outside of a scope nothing is kept
        reads.limits_for(VILLAGE, DAY), reads.limits_for(VILLAGE, DAY)
