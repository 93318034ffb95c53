"""Classes, measures and dates: the three responses of a business zone, a county of 2022, a county of February 2020."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.policy import shelf
from shouwang.policy.choices import UNDECIDED
from shouwang.policy.facts import UNKNOWN_ORIGIN, ArrivalFacts
from shouwang.policy.origins import origin
from shouwang.policy.overlays import Overlay, read_overlay
from shouwang.policy.packs import Pack
from shouwang.policy.tables import Classification, classify, due_on
from shouwang.policy.trials import classify_from

ZONE = {
    "unit": "SWZX",
    "inherit": ["fever_undetermined", "key_area"],
    "classes": [
        {
            "id": "zone_other_province",
            "when": {"from_outside": "province"},
            "needs": ["health_certificate"],
            "measure": "home_observation",
        },
        {
            "id": "zone_work_need",
            "when": {"work_need": True},
            "needs": ["health_certificate"],
            "measure": "home_health_monitoring",
        },
        {
            "id": "zone_in_province",
            "when": {"health_certificate": True, "fever_history": False, "case_contact": False},
            "measure": "none",
            "then": ["protection_training", "work_permit"],
        },
    ],
    "otherwise": "undecided",
}
COUNTY = {
    "unit": "ZHB",
    "classes": [
        {
            "id": "risk_area_14d",
            "when": {"stay_in_risk_area_days": 14},
            "transfer": "required",
            "measure": "central_isolation",
            "days": 14,
        },
        {
            "id": "risk_county_14d",
            "when": {"stay_in_risk_county_days": 14},
            "measure": "home_health_monitoring",
            "days": 14,
            "leave_home": False,
            "team": "five_to_one",
        },
    ],
    "transfer": {"organiser_level": "township"},
    "home": {"assessment": "home_6", "rule": "one person, one room, own household"},
}


@pytest.fixture(scope="module")
def february() -> Pack:
    return shelf.pack("covid-19-2020-02")


@pytest.fixture(scope="module")
def eighth() -> Pack:
    return shelf.pack("covid-19-2021-05")


@pytest.fixture(scope="module")
def zone(february: Pack) -> Overlay:
    return read_overlay(ZONE, pack=february, file="test")


@pytest.fixture(scope="module")
def county(eighth: Pack) -> Overlay:
    return read_overlay(COUNTY, pack=eighth, file="test")


def came_to_the_zone(pack: Pack, zone: Overlay, place: str, **facts: Any) -> Classification:
    day = date(2020, 2, 12)
    known = ArrivalFacts(
        **{"arrived_on": day, "left_on": day, "fever_history": False, "case_contact": False, "work_need": False} | facts
    )
    return classify_from(known, place, pack, [zone], home="411621", on=day)


# ---------------------------------------------------------------- the three responses
def test_from_another_province_with_a_certificate_is_observed_at_home(february: Pack, zone: Overlay) -> None:
    got = came_to_the_zone(february, zone, "浙江省温州市", health_certificate=True, temperature_c=36.5)
    assert (got.class_id, got.measure, got.due_on, got.rule.unit) == (
        "zone_other_province",
        "home_observation",
        date(2020, 2, 26),
        "SWZX",
    )


def test_from_the_province_healthy_and_certified_is_trained_and_works(february: Pack, zone: Overlay) -> None:
    got = came_to_the_zone(february, zone, "河南省郑州市", health_certificate=True, temperature_c=36.4)
    assert (got.class_id, got.measure, got.due_on) == ("zone_in_province", "none", None)
    assert got.then == ("protection_training", "work_permit")


def test_needed_for_work_is_monitored_at_home(february: Pack, zone: Overlay) -> None:
    got = came_to_the_zone(
        february, zone, "河南省周口市川汇区", health_certificate=True, temperature_c=36.6, work_need=True
    )
    assert (got.class_id, got.measure) == ("zone_work_need", "home_health_monitoring")


def test_without_a_certificate_an_officer_decides(february: Pack, zone: Overlay) -> None:
    got = came_to_the_zone(february, zone, "河南省郑州市", health_certificate=False, temperature_c=36.3)
    assert (got.class_id, got.measure, got.decided, got.rule.unit) == (UNDECIDED, "", False, "SWZX")


def test_the_missing_proof_is_named(february: Pack, zone: Overlay) -> None:
    assert came_to_the_zone(february, zone, "浙江省温州市", health_certificate=False).needs_missing == (
        "health_certificate",
    )
    assert came_to_the_zone(february, zone, "浙江省温州市").needs_missing == ("health_certificate",)


def test_a_fever_goes_to_the_clinic_before_the_zone_asks(february: Pack, zone: Overlay) -> None:
    got = came_to_the_zone(february, zone, "河南省信阳市", health_certificate=True, temperature_c=37.8)
    assert (got.class_id, got.measure, got.due_on, got.rule.unit) == ("fever_undetermined", "fever_clinic", None, "")


def test_a_key_area_is_observed_whatever_the_certificate_says(february: Pack, zone: Overlay) -> None:
    got = came_to_the_zone(
        february, zone, "湖北省武汉市", health_certificate=True, temperature_c=36.5, left_on=date(2020, 2, 11)
    )
    assert (got.class_id, got.measure, got.due_on) == ("key_area", "home_observation", date(2020, 2, 25))


def test_of_the_pack_only_inherited_lines_apply_where_otherwise_is_said(february: Pack, zone: Overlay) -> None:
    got = came_to_the_zone(february, zone, "河南省郑州市", health_certificate=True, case_contact=True)
    assert got.class_id == UNDECIDED  # close_contact of the pack is not inherited: an officer looks at it


# ---------------------------------------------------------------- a county of 2022
def came_to_the_county(pack: Pack, county: Overlay, place: str, day: date, **facts: Any) -> Classification:
    return classify_from(
        ArrivalFacts(arrived_on=day, left_on=day, case_contact=False, **facts),
        place,
        pack,
        [county],
        home="141022",
        on=day,
    )


def test_a_stay_in_a_risk_area_means_a_central_site_and_a_transfer(eighth: Pack, county: Overlay) -> None:
    day = date(2022, 4, 9)
    got = came_to_the_county(
        eighth, county, "上海市浦东新区", day, stay_in_risk_area_days=14, stay_in_risk_county_days=14
    )
    assert (got.class_id, got.measure, got.due_on) == ("risk_area_14d", "central_isolation", date(2022, 4, 23))
    assert got.transfer_required
    assert got.origin.kind == "other_province"


def test_a_stay_in_a_risk_county_means_monitoring_at_home(eighth: Pack, county: Overlay) -> None:
    day = date(2022, 4, 5)
    got = came_to_the_county(eighth, county, "山西省太原市", day, stay_in_risk_area_days=0, stay_in_risk_county_days=14)
    assert (got.class_id, got.measure, got.due_on) == ("risk_county_14d", "home_health_monitoring", date(2022, 4, 19))
    assert got.origin.kind == "in_province"
    assert got.first is not None
    measure = got.first.measure
    assert measure.team is not None
    assert (measure.team.id, measure.leave_home, measure.assessment, measure.starts) == (
        "five_to_one",
        False,
        "home_6",
        "at_once",
    )
    assert not got.transfer_required


def test_whom_no_line_of_the_county_fits_falls_to_the_pack(eighth: Pack, county: Overlay) -> None:
    got = came_to_the_county(eighth, county, "河南郑州", date(2022, 4, 5))
    assert (got.class_id, got.rule.unit, got.rule.pack_id) == ("other_province", "", "covid-19-2021-05")


# ---------------------------------------------------------------- a county of February 2020
@pytest.mark.parametrize(
    ("place", "left_on", "expected"),
    [
        ("湖北省武汉市", date(2020, 1, 26), ("key_area", "home_observation", date(2020, 2, 9))),
        ("湖北省宜昌市", date(2020, 1, 25), ("key_area", "home_observation", date(2020, 2, 8))),
        ("广东省东莞市", date(2020, 1, 26), ("other_province", "self_monitoring", date(2020, 2, 9))),
        ("四川省成都市", date(2020, 1, 26), ("in_province", "none", None)),
        ("511725", date(2020, 1, 26), ("in_county", "none", None)),
        ("日本", date(2020, 1, 26), ("other_province", "self_monitoring", date(2020, 2, 9))),
        ("老家", date(2020, 1, 26), (UNDECIDED, "", None)),
    ],
)
def test_the_table_of_february(february: Pack, place: str, left_on: date, expected: tuple) -> None:
    got = classify_from(ArrivalFacts(arrived_on=left_on, left_on=left_on), place, february, home="511725", on=left_on)
    assert (got.class_id, got.measure, got.due_on) == expected


def test_who_says_to_have_met_a_case_is_a_close_contact(february: Pack) -> None:
    got = classify_from(
        ArrivalFacts(case_contact=True, left_on=date(2020, 2, 1)), "广东", february, home="511725", on=date(2020, 2, 2)
    )
    assert (got.class_id, got.measure) == ("close_contact", "central_isolation")


def test_the_fever_threshold_itself_is_a_fever(february: Pack) -> None:
    def class_at(temperature: float) -> str:
        return classify(
            ArrivalFacts(temperature_c=temperature), february, on=date(2020, 2, 1), origin=UNKNOWN_ORIGIN
        ).class_id

    assert (class_at(37.2), class_at(37.3)) == (UNDECIDED, "fever_undetermined")


# ---------------------------------------------------------------- dates
def test_days_are_counted_from_the_day_of_leaving_else_of_arriving(february: Pack) -> None:
    left, arrived = date(2020, 1, 20), date(2020, 1, 22)
    place = origin("武汉", home_county_code="411621", pack=february)
    both = classify(ArrivalFacts(left_on=left, arrived_on=arrived), february, on=arrived, origin=place)
    only = classify(ArrivalFacts(arrived_on=arrived), february, on=arrived, origin=place)
    contact = classify(
        ArrivalFacts(left_on=left, arrived_on=arrived, last_exposure_on=date(2020, 1, 21)),
        february,
        on=arrived,
        origin=place,
    )
    assert (both.due_on, only.due_on, contact.due_on) == (date(2020, 2, 3), date(2020, 2, 5), date(2020, 2, 4))
    assert both.from_date == arrived


def test_a_province_may_count_from_arrival(february: Pack) -> None:
    musts = read_overlay({"unit": "FJ", "exposure": {"count_from": "arrival"}}, pack=february, file="test")
    facts = ArrivalFacts(left_on=date(2020, 1, 20), arrived_on=date(2020, 1, 22))
    got = classify_from(facts, "武汉", february, [musts], home="350981", on=date(2020, 1, 22))
    assert got.due_on == date(2020, 2, 5)
    assert got.last_exposure_on == date(2020, 1, 20)


def test_seven_plus_three_gives_each_step_its_own_days() -> None:
    ninth = shelf.pack("covid-19-2022-06")
    facts = ArrivalFacts(case_contact=True, left_on=date(2022, 7, 1), arrived_on=date(2022, 7, 2))
    got = classify_from(facts, "上海", ninth, home="141022", on=date(2022, 7, 2))
    assert [(step.measure.id, step.from_on, step.due_on) for step in got.measure_steps] == [
        ("central_isolation", date(2022, 7, 2), date(2022, 7, 8)),
        ("home_health_monitoring", date(2022, 7, 8), date(2022, 7, 11)),
    ]
    assert got.measure_steps[0].tests_on == (
        date(2022, 7, 2),
        date(2022, 7, 3),
        date(2022, 7, 4),
        date(2022, 7, 6),
        date(2022, 7, 8),
    )
    assert got.ends_on == date(2022, 7, 11)


def test_fourteen_plus_seven_of_the_eighth_edition(eighth: Pack) -> None:
    got = classify_from(
        ArrivalFacts(contact_of="case", last_exposure_on=date(2022, 3, 1)),
        "",
        eighth,
        home="141022",
        on=date(2022, 3, 2),
    )
    assert [(step.measure.id, step.due_on) for step in got.measure_steps] == [
        ("central_isolation", date(2022, 3, 15)),
        ("home_health_monitoring", date(2022, 3, 22)),
    ]


def test_a_measure_is_in_force_before_its_last_day_and_not_on_it(february: Pack) -> None:
    facts = ArrivalFacts(left_on=date(2020, 1, 20), arrived_on=date(2020, 1, 20))
    got = classify_from(facts, "武汉", february, home="411621", on=date(2020, 1, 20))
    assert got.step_on(date(2020, 1, 19)) is None
    assert got.step_on(date(2020, 2, 2)) == got.first
    assert got.step_on(date(2020, 2, 3)) is None


@given(st.dates(date(2019, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_a_period_has_exactly_its_days(base: date, days: int) -> None:
    assert (due_on(base, days) - base).days == days


def test_an_unstated_fact_fits_no_condition(february: Pack) -> None:
    lines = [
        {"id": "never_ill", "when": {"fever_history": False}, "measure": "none"},
        {"id": "cool", "when": {"temperature_c_below": 37.3}, "measure": "none"},
        {"id": "young", "when": {"age_below": 14}, "measure": "none"},
        {"id": "elsewhere", "when": {"from_area_not_in": ["42"]}, "measure": "none"},
    ]
    table = read_overlay({"unit": "X", "classes": lines, "otherwise": "undecided"}, pack=february, file="test")
    got = classify(ArrivalFacts(), february, [table], on=date(2020, 2, 1), origin=UNKNOWN_ORIGIN)
    assert got.class_id == UNDECIDED


@pytest.mark.parametrize(
    ("when", "facts", "fits"),
    [
        ({"contact_of": "case"}, {"contact_of": "case"}, True),
        ({"contact_of": "case"}, {"contact_of": "close_contact"}, False),
        ({"contact_of": ["case", "suspected_case"]}, {"contact_of": "suspected_case"}, True),
        ({"contact_with_class": "key_area"}, {"contact_with_class": "key_area"}, True),
        ({"case_status": "confirmed"}, {"case_status": "confirmed"}, True),
        ({"risk_level": ["high", "medium"]}, {"risk_level": "low"}, False),
        ({"stay_in_risk_area_days": 14}, {"stay_in_risk_area_days": 13}, False),
        ({"stay_in_risk_area_days": 14}, {"stay_in_risk_area_days": 20}, True),
        ({"stay_in_risk_county_days": 1}, {"stay_in_risk_county_days": 0}, False),
        (
            {"temperature_c_min": 37.3, "symptoms_any": ["rash"]},
            {"temperature_c": 38.0, "symptoms": frozenset({"rash"})},
            True,
        ),
        (
            {"temperature_c_min": 37.3, "symptoms_any": ["rash"]},
            {"temperature_c": 38.0, "symptoms": frozenset({"cough"})},
            False,
        ),
        ({"via_key_area": True}, {"via_key_area": True}, True),
        ({"via_key_area": False}, {"via_key_area": True}, False),
        ({"via_area_in": ["420000"]}, {"via_code": "4201"}, True),
        ({"via_area_in": ["420000"]}, {"via_code": "4101"}, False),
        ({"transport": ["rail", "air"]}, {"transport": "coach"}, False),
        ({"declared_by": "letter"}, {"declared_by": "letter"}, True),
        ({"age_min": 60}, {"age": 60}, True),
        ({"age_below": 14}, {"age": 14}, False),
        ({"immune": True}, {"immune": False}, False),
        ({"negative_test": True}, {"negative_test": True}, True),
        ({}, {}, True),
    ],
)
def test_every_condition_tests_its_field(february: Pack, when: dict, facts: dict, fits: bool) -> None:
    line = {"id": "line", "when": when, "measure": "none"}
    table = read_overlay({"unit": "X", "classes": [line], "otherwise": "undecided"}, pack=february, file="test")
    got = classify(ArrivalFacts(**facts), february, [table], on=date(2020, 2, 1), origin=UNKNOWN_ORIGIN)
    assert (got.class_id == "line") is fits


@pytest.mark.parametrize(
    ("when", "place", "fits"),
    [
        ({"from_outside": "county"}, "河南省周口市川汇区", True),
        ({"from_outside": "prefecture"}, "河南省周口市川汇区", False),
        ({"from_outside": "prefecture"}, "郑州", True),
        ({"from_outside": "province"}, "郑州", False),
        ({"from_outside": "province"}, "外省", True),
        ({"from_outside": "country"}, "外省", False),
        ({"from_outside": "country"}, "境外", True),
        ({"from_outside": "country"}, "香港", True),
        ({"from_inside": "province"}, "郑州", True),
        ({"from_inside": "province"}, "武汉", False),
        ({"from_inside": "province"}, "老家", False),
        ({"from_area_in": ["330300", "42"]}, "浙江温州", True),
        ({"from_area_in": ["330300", "42"]}, "浙江杭州", False),
        ({"from_area_in": ["420100"]}, "湖北", False),
        ({"from_area_not_in": ["42"]}, "浙江杭州", True),
    ],
)
def test_conditions_of_place(february: Pack, when: dict, place: str, fits: bool) -> None:
    line = {"id": "line", "when": when, "measure": "none"}
    table = read_overlay({"unit": "X", "classes": [line], "otherwise": "undecided"}, pack=february, file="test")
    got = classify_from(ArrivalFacts(), place, february, [table], home="411621", on=date(2020, 2, 1))
    assert (got.class_id == "line") is fits
