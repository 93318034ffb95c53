"""One door for returns: who is registered, counted, classified, and put under which measure."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals.choices import State
from shouwang.arrivals.figures import FIGURES
from shouwang.arrivals.models import Arrival, Classification
from shouwang.arrivals.tests.conftest import COUNTY, FAR_VILLAGE, HILL, TODAY, TOWN, VILLAGE, actor, came
from shouwang.arrivals.writes import judge_arrivals, record_arrivals
from shouwang.audit.reads import events
from shouwang.ledger.figures import registry
from shouwang.ledger.recounts import recount
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, DUPLICATE, REFUSED, WITH_WARNINGS, Verdict
from shouwang.people import reads as people

KEY_AREA, OTHER_PROVINCE, IN_PROVINCE, OVERSEAS, TOTAL, UNCLASSIFIED = (figure.name for figure in FIGURES[:6])


def record(*rows: Any, by: Actor) -> list[Verdict]:
    return record_arrivals(list(rows), by=by)


def figures(day: date = TODAY, **subject: str) -> dict[str, Any]:
    asked = Subject(**(subject or {"area": COUNTY}))
    return {figure.name: figure.values(asked, Day.of(day)) for figure in FIGURES}


def today(**subject: str) -> dict[str, Any]:
    """Each figure's number of the day that is not 0."""
    found = {name: values.get("today", values.get("now")) for name, values in figures(**subject).items()}
    return {name: number for name, number in found.items() if number}


def test_a_return_is_registered_classified_and_counted(county: Actor) -> None:
    verdict = record(came(), by=county)[0]
    assert verdict.outcome == ACCEPTED
    arrival = Arrival.objects.get(root=verdict.id)
    assert (arrival.arrival_class, arrival.measure) == ("key_area", "home_observation")
    assert (arrival.from_date, arrival.to_date) == (date(2020, 1, 20), date(2020, 2, 3))
    assert (arrival.state, arrival.unit, arrival.day) == (State.CLASSIFIED, "CQ", TODAY)
    assert today() == {KEY_AREA: 1, TOTAL: 1}


def test_the_verdict_before_saving_is_the_verdict_of_saving(county: Actor) -> None:
    rows = [came(1), came(2, arrived_on=date(2020, 1, 26)), came(1), came(3, temperature_c=Decimal("38.1"))]
    for row in rows:
        row.id = uuid7()
    judged = judge_arrivals(rows, by=county)
    assert not Arrival.objects.exists()
    recorded = record_arrivals(rows, by=county)
    assert [(v.outcome, v.code, v.of, v.warnings) for v in judged] == [
        (v.outcome, v.code, v.of, v.warnings) for v in recorded
    ]


def test_the_decision_is_kept_with_the_rule_that_made_it(county: Actor) -> None:
    record(came(), by=county)
    kept = Classification.objects.get()
    assert (kept.arrival_class, kept.decided_by, kept.day) == ("key_area", "pack", TODAY)
    assert (kept.rule["pack"], kept.rule["class"], kept.rule["unit"]) == ("covid-19-2020-02", "key_area", "")


@pytest.mark.parametrize(
    ("from_place", "figure"),
    [
        ("湖北省武汉市", {KEY_AREA: 1, TOTAL: 1}),
        ("浙江温州", {OTHER_PROVINCE: 1, TOTAL: 1}),
        ("河南省郑州市", {IN_PROVINCE: 1, TOTAL: 1}),
        ("泰国", {OVERSEAS: 1, TOTAL: 1}),
        ("扶沟县", {}),
        ("打工", {UNCLASSIFIED: 1}),
    ],
)
def test_returnees_are_counted_by_where_they_came_from(county: Actor, from_place: str, figure: dict[str, int]) -> None:
    record(came(from_place=from_place), by=county)
    assert today() == figure


def test_a_place_nobody_knows_is_a_warning_and_an_officers_decision(county: Actor) -> None:
    verdict = record(came(from_place="打工"), by=county)[0]
    assert [warned.code for warned in verdict.warnings] == ["UNKNOWN_VALUE"]
    assert verdict.facts["arrival_class"] == "undecided"
    assert Arrival.objects.get().state == State.REGISTERED


def test_the_day_is_the_statistics_day_of_the_registration(county: Actor) -> None:
    evening = datetime(2020, 1, 24, 11, tzinfo=UTC)  # 19:00 in the county, after the cut-off
    record(came(1, happened_at=evening), came(2, happened_at=evening - timedelta(hours=2)), by=county)
    assert figures(date(2020, 1, 24))[TOTAL] == {"today": 1, "total": 1}
    assert figures(TODAY)[TOTAL] == {"today": 1, "total": 2}


def test_whoever_has_no_class_at_the_cut_off_is_counted(county: Actor) -> None:
    row = came(area=HILL, from_place="河南省郑州市", health_certificate=False, fever_history=False, case_contact=False)
    verdict = record(row, by=county)[0]
    assert verdict.facts["arrival_class"] == "undecided"
    assert verdict.facts["needs_missing"] == []
    assert figures()[UNCLASSIFIED] == {"now": 1}
    assert figures(TODAY - timedelta(1))[UNCLASSIFIED] == {"now": 0}


@pytest.mark.parametrize(
    ("more", "class_id", "measure", "due"),
    [
        ({"from_place": "浙江省温州市"}, "zone_other_province", "home_observation", date(2020, 2, 3)),
        ({"from_place": "河南省郑州市"}, "zone_in_province", "none", None),
        (
            {"from_place": "河南省周口市川汇区", "work_need": True},
            "zone_work_need",
            "home_health_monitoring",
            date(2020, 2, 3),
        ),
        ({"from_place": "河南省信阳市", "temperature_c": Decimal("37.8")}, "fever_undetermined", "fever_clinic", None),
        ({"from_place": "湖北省武汉市"}, "key_area", "home_observation", date(2020, 2, 3)),
        ({"from_place": "河南省郑州市", "health_certificate": False}, "undecided", "", None),
    ],
)
def test_the_zones_own_rules_apply_to_those_it_manages(
    county: Actor, more: dict[str, Any], class_id: str, measure: str, due: date | None
) -> None:
    facts = {"health_certificate": True, "fever_history": False, "case_contact": False, "work_need": False} | more
    verdict = record(came(area=HILL, **facts), by=county)[0]
    assert (verdict.facts["arrival_class"], verdict.facts["measure"], verdict.facts["to_date"]) == (
        class_id,
        measure,
        due,
    )


def test_the_reporting_units_rules_apply_too(county: Actor) -> None:
    row = came(area=VILLAGE, from_place="河南省郑州市", reported_by_unit="SWZX", health_certificate=False)
    assert record(row, by=county)[0].facts["arrival_class"] == "undecided"
    assert figures(unit="SWZX")[IN_PROVINCE] == figures(unit="CQ")[IN_PROVINCE] == {"today": 1, "total": 1}
    assert figures()[IN_PROVINCE] == {"today": 1, "total": 1}


def test_an_unknown_reporting_unit_is_passed_over_with_a_warning(county: Actor) -> None:
    verdict = record(came(reported_by_unit="NOBODY"), by=county)[0]
    assert [warned.code for warned in verdict.warnings] == ["UNKNOWN_VALUE"]
    assert Arrival.objects.get().reported_by == ""


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"full_name": " "}, "NAME_MISSING"),
        ({"id_number": "411699198001010013"}, "ID_CHECK_DIGIT"),
        ({"id_number": 411699198001010015.0}, "ID_PRECISION_LOST"),
        ({"from_place": ""}, "REQUIRED_MISSING"),
        ({"arrived_on": TODAY + timedelta(1)}, "DATE_IN_FUTURE"),
        ({"temperature_c": Decimal(365)}, "TEMP_IMPLAUSIBLE"),
        ({"area": "411621999999"}, "AREA_UNKNOWN"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(county: Actor, more: dict[str, Any], code: str) -> None:
    good, bad = record(came(9), came(1, **more), by=county)
    assert good.outcome == ACCEPTED
    assert (bad.outcome, bad.code) == (REFUSED, code)
    assert bad.reason
    assert Arrival.objects.count() == 1


def test_a_return_outside_the_posts_area_is_refused(town: Actor) -> None:
    verdict = record(came(area=FAR_VILLAGE), by=town)[0]
    assert verdict.code == "out_of_area"


@pytest.mark.usefixtures("county")
def test_nobody_registers_without_the_permission() -> None:
    with acting_as(actor(COUNTY, "upper_level")) as stranger, pytest.raises(Refused) as refusal:
        record(came(), by=stranger)
    assert refusal.value.code == "not_permitted"


def test_registering_leaves_one_event_without_personal_data(county: Actor) -> None:
    record(came(1), came(2), by=county)
    event = events().get(action="arrivals.record_arrivals")
    assert (event.count, event.detail) == (2, {"sent": 2})


# ---------------------------------------------------------------------- places
def test_a_misprinted_village_is_offered_and_not_taken(town: Actor) -> None:
    verdict = record(came(area="", area_words="朦山村"), by=town)[0]
    assert (verdict.outcome, [warned.code for warned in verdict.warnings]) == (WITH_WARNINGS, ["AREA_FUZZY"])
    assert "濛山村" in str(verdict.warnings[0].sentence)
    arrival = Arrival.objects.get()
    assert (arrival.area, arrival.place_open, arrival.unassigned, arrival.candidates) == (TOWN, True, True, [HILL])


def test_a_misprint_in_a_named_township_stays_at_that_township(county: Actor) -> None:
    record(came(area="", area_words="东桥镇朦山村"), by=county)
    assert Arrival.objects.get().area == TOWN


def test_words_for_one_village_are_taken(county: Actor) -> None:
    verdict = record(came(area="", address="西桥乡大李庄村3号"), by=county)[0]
    assert verdict.facts["area"] == FAR_VILLAGE
    assert verdict.warnings == ()


@pytest.mark.usefixtures("county")
def test_a_door_number_is_enough_in_the_villages_own_list() -> None:
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        verdict = record(came(area="", address="3号"), by=village)[0]
    assert (verdict.outcome, verdict.facts["area"]) == (ACCEPTED, VILLAGE)


def test_a_door_number_is_unassigned_in_a_townships_list(town: Actor) -> None:
    verdict = record(came(area="", address="3号"), by=town)[0]
    assert [warned.code for warned in verdict.warnings] == ["AREA_UNKNOWN"]
    arrival = Arrival.objects.get()
    assert (arrival.area, arrival.unassigned, arrival.place_open) == (TOWN, True, False)


# ---------------------------------------------------------------------- fever
def test_a_fever_at_registration_counts_and_goes_to_the_clinic(county: Actor) -> None:
    verdict = record(came(temperature_c=Decimal("37.3")), by=county)[0]
    assert [warned.code for warned in verdict.warnings] == ["FEVER"]
    assert (verdict.facts["arrival_class"], verdict.facts["measure"]) == ("fever_undetermined", "fever_clinic")
    fever = registry.get("fever_persons")
    assert fever is not None
    assert fever.values(Subject(area=COUNTY), Day.of(TODAY))["today"] == 1


# ---------------------------------------------------------------------- announced
def test_an_announced_return_is_not_counted(county: Actor) -> None:
    verdict = record(came(announced=True, arrived_on=TODAY + timedelta(3), left_on=None), by=county)[0]
    assert verdict.outcome == ACCEPTED
    found = Arrival.objects.get()
    assert (found.state, found.arrival_class) == (State.ANNOUNCED, "")
    assert today() == {}


@pytest.mark.parametrize("arrived_on", [date(2020, 1, 20), date(2020, 1, 21)])
def test_who_was_announced_counts_once_when_here(county: Actor, arrived_on: date) -> None:
    record(came(announced=True, left_on=None), by=county)
    assert record(came(arrived_on=arrived_on), by=county)[0].outcome == ACCEPTED
    assert Arrival.objects.get(live=True).state == State.CLASSIFIED
    assert today() == {KEY_AREA: 1, TOTAL: 1}
    assert list(recount()) == []


def test_an_announcement_of_somebody_who_is_here_is_known(county: Actor) -> None:
    record(came(), by=county)
    assert record(came(announced=True), by=county)[0].outcome == DUPLICATE


# ---------------------------------------------------------------------- the person follows
def test_a_known_person_is_seen_where_the_return_is_registered(county: Actor) -> None:
    record(came(arrived_on=date(2020, 1, 2), left_on=None, area=FAR_VILLAGE), by=county)
    person_id = Arrival.objects.get().person_id
    record(came(area=VILLAGE), by=county)
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        assert person_id in people.persons([person_id], by=village)


def test_where_a_person_is_known_is_offered_as_the_place(town: Actor) -> None:
    record(came(arrived_on=date(2020, 1, 2), left_on=None), by=town)
    record(came(area="", address="3号"), by=town)
    found = Arrival.objects.get(arrived_on=date(2020, 1, 20))
    assert (found.area, found.candidates, found.place_open) == (TOWN, [VILLAGE], True)


# ---------------------------------------------------------------------- many at once
def test_a_batch_takes_as_many_queries_as_a_row(county: Actor) -> None:
    def queries(*rows: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            record_arrivals(list(rows), by=county)
        return len(captured)

    queries(came(1), came(1, declared_by="letter", transport_no="G1"))
    few = queries(came(2), came(2, declared_by="letter", transport_no="G1"))
    many = queries(
        *(came(n) for n in range(10, 20)), *(came(n, declared_by="letter", transport_no="G1") for n in range(10, 20))
    )
    assert many == few


def test_the_tallies_are_what_the_records_say(county: Actor) -> None:
    record(
        *(came(n, from_place=place) for n, place in enumerate(["武汉", "浙江温州", "河南省郑州市", "泰国", "打工"], 1)),
        by=county,
    )
    record(*(came(n, declared_by="letter") for n in range(1, 4)), by=county)
    assert list(recount()) == []


def test_strangers_see_nothing(county: Actor) -> None:
    record(came(area=VILLAGE), by=county)
    with acting_as(actor(FAR_VILLAGE[:12])):
        assert not Arrival.objects.exists()
        assert not Classification.objects.exists()


def test_where_no_plan_is_in_force_people_are_registered_and_left_to_an_officer(county: Actor) -> None:
    before_any_plan = datetime(2019, 6, 1, 4, tzinfo=UTC)
    with clocks.stopped(before_any_plan):
        row = came(left_on=before_any_plan.date(), arrived_on=before_any_plan.date(), happened_at=before_any_plan)
        verdict = record(row, by=county)[0]
    assert verdict.outcome in (ACCEPTED, WITH_WARNINGS), verdict
    assert Arrival.objects.get(pk=verdict.id).arrival_class in ("", "undecided")
