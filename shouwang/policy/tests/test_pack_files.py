"""Packs read whole or not at all, and every fault is told with file, key and reason."""

import copy
import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from shouwang.policy import shelf
from shouwang.policy.pack_building import as_json
from shouwang.policy.pack_files import load_pack, read_pack
from shouwang.policy.pack_tables import PackFaulty
from shouwang.policy.trials import check_examples

SMALL: dict[str, Any] = {
    "pack": {"id": "small", "title_zh": "小", "disease": "covid-19", "valid_from": date(2020, 1, 1)},
    "signs": {"fever_c": 37.3},
    "checks": {
        "slots": [{"id": "am", "from": time(7), "to": time(11)}, {"id": "pm", "from": time(14), "to": time(18)}]
    },
    "team": [{"id": "pair", "roles": ["doctor", "responsible"]}],
    "measure": [
        {"id": "home", "days": 14, "readings": True, "place": "home", "team": "pair"},
        {"id": "none"},
    ],
    "class": [
        {"id": "far", "when": {"from_outside": "province"}, "measure": "home"},
        {"id": "near", "when": {}, "measure": "none"},
    ],
    "report": {"cutoff": time(18), "freeze": time(20)},
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The small pack with one value set (``class.0.when.from_outside``); None takes the key away."""
    raw = copy.deepcopy(SMALL)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    inner: Any = raw
    for part in way:
        inner = inner[part] if isinstance(part, int) else inner.setdefault(part, {})
    if value is None:
        del inner[last]
    elif isinstance(inner, list):
        inner.insert(int(last), value)
    else:
        inner[last] = value
    return raw


def faults_of(raw: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(PackFaulty) as faulty, translation.override("en"):
        read_pack(raw, file="small.toml")
    with translation.override("en"):
        return [(fault.key, fault.reason) for fault in faulty.value.faults]


@pytest.mark.parametrize("pack_id", sorted(shelf.files()))
def test_every_shipped_pack_reads_and_keeps_its_examples(pack_id: str) -> None:
    pack = shelf.pack(pack_id)
    assert pack.id == pack_id
    check_examples(pack)


@pytest.mark.parametrize("pack_id", sorted(shelf.files()))
def test_every_measure_that_restricts_says_its_legal_basis_in_both_languages(pack_id: str) -> None:
    for measure in shelf.pack(pack_id).measures.values():
        assert measure.id == "none" or (measure.legal_basis.zh and measure.legal_basis.en != measure.legal_basis.zh), (
            measure.id
        )


@pytest.mark.parametrize("pack_id", sorted(shelf.files()))
def test_every_shipped_line_is_shown_by_an_example(pack_id: str) -> None:
    pack = shelf.pack(pack_id)
    shown = {example.expect.class_id for example in pack.examples}
    assert {line.id for line in pack.classes if line.id != "in_county"} <= shown | {
        "other_province",
        "in_province",
        "fever_undetermined",
    }


def test_the_packs_of_the_plan_are_shipped() -> None:
    assert {"covid-19-2020-02", "covid-19-2021-05", "covid-19-2022-06", "measles", "chikungunya-2025-07"} <= set(
        shelf.files()
    )


@pytest.mark.parametrize("pack_id", ["covid-19-2020-02", "covid-19-2021-05", "covid-19-2022-06"])
def test_every_plan_of_covid_knows_all_levels_of_management(pack_id: str) -> None:
    wanted = {
        "central_isolation",
        "home_observation",
        "home_health_monitoring",
        "health_monitoring",
        "self_monitoring",
        "fever_clinic",
        "none",
    }
    assert wanted <= set(shelf.pack(pack_id).measures)


def test_measles_is_another_disease_in_every_number() -> None:
    measles, covid = shelf.pack("measles"), shelf.pack("covid-19-2020-02")
    assert (measles.measures["home_observation"].days, covid.measures["home_observation"].days) == (21, 14)
    assert (len(measles.checks.slots), len(covid.checks.slots)) == (1, 2)
    assert (measles.signs.fever_c, covid.signs.fever_c) == (38.0, 37.3)


def test_a_pack_is_the_same_after_a_stay_in_the_database() -> None:
    raw = shelf.content("covid-19-2022-06")
    kept = json.loads(json.dumps(as_json(raw)))
    assert read_pack(kept, file="x").digest == read_pack(raw, file="x").digest
    assert read_pack(kept, file="x").report.cutoff == time(18)


def test_a_measure_without_readings_has_no_slots() -> None:
    pack = read_pack(SMALL, file="small.toml")
    assert [slot.id for slot in pack.measures["home"].slots] == ["am", "pm"]
    assert pack.measures["none"].slots == ()


def test_a_measure_may_take_some_of_the_slots() -> None:
    pack = read_pack(changed("measure.0.slots", ["pm"]), file="small.toml")
    assert [slot.id for slot in pack.measures["home"].slots] == ["pm"]


def test_all_faults_of_a_file_are_told_at_once() -> None:
    raw = changed("signs.fever_c", "hot")
    raw["class"][0]["measure"] = "prison"
    raw["colour"] = "red"
    assert [key for key, _ in faults_of(raw)] == ["class[1].measure", "signs.fever_c", "colour"]


@pytest.mark.parametrize(
    ("path", "value", "key", "reason"),
    [
        ("colour", "red", "colour", "this key is not known here"),
        ("signs.fewer_c", 37.3, "signs.fewer_c", "this key is not known here"),
        ("class.0.when.from_mars", True, "class[1].when.from_mars", "this key is not known here"),
        ("signs.fever_c", None, "signs.fever_c", "this key is missing"),
        ("class.0.when", None, "class[1].when", "this key is missing"),
        ("pack.disease", None, "pack.disease", "this key is missing"),
        ("pack.id", 7, "pack.id", "a text is wanted, but it is “7”"),
        ("pack.version", "two", "pack.version", "a whole number is wanted, but it is “two”"),
        ("pack.version", 0, "pack.version", "0 is less than 1"),
        ("signs.fever_c", True, "signs.fever_c", "a number is wanted, but it is “True”"),
        ("measure.0.readings", "yes", "measure[1].readings", "true or false is wanted, but it is “yes”"),
        ("pack.valid_from", "28 January", "pack.valid_from", "a date such as 2020-01-28 is wanted"),
        ("pack.valid_from", "2020-02-30", "pack.valid_from", "a date such as 2020-01-28 is wanted"),
        ("pack.valid_to", date(2019, 1, 1), "pack.valid_to", "valid_from must come before valid_to"),
        ("report.cutoff", "six", "report.cutoff", "a time such as 18:00:00 is wanted"),
        ("report.freeze", time(17), "report.freeze", "cutoff must come before freeze"),
        ("signs", [1], "signs", "a table is wanted"),
        ("measure", "home", "measure", "a list of tables is wanted"),
        ("class", "far", "class", "a list of tables is wanted"),
        ("signs.symptoms", "fever", "signs.symptoms", "a list is wanted"),
        ("signs.symptoms", [3], "signs.symptoms[1]", "a text is wanted, but it is “3”"),
        ("signs.plausible_c", [43, 34], "signs.plausible_c", "two numbers are wanted, the lower first"),
        ("signs.plausible_c", [38.0, 43.0], "signs.fever_c", "37.3 does not lie between 38.0 and 43.0"),
        ("exposure.count_from", "birth", "exposure.count_from", "“birth” is not one of last_exposure, arrival"),
        ("measure.0.starts", "soon", "measure[1].starts", "“soon” is not one of at_once, on_order"),
        ("measure.0.team", "five_to_one", "measure[1].team", "there is no team “five_to_one” in this pack"),
        ("measure.0.slots", ["noon"], "measure[1].slots", "there is no slot “noon” in this pack"),
        ("class.0.measure", "prison", "class[1].measure", "there is no measure “prison” in this pack"),
        ("class.0.team", "trio", "class[1].team", "there is no team “trio” in this pack"),
        ("class.0.measure", None, "class[1].measure", "a class has either one measure or steps"),
        ("class.0.steps", [{"measure": "home"}], "class[1].measure", "a class has either one measure or steps"),
        ("class.0.needs", ["luck"], "class[1].needs[1]", "“luck” is not one of"),
        ("class.0.transfer", "perhaps", "class[1].transfer", "“perhaps” is not one of required"),
        ("class.0.when.from_area_in", "420000", "class[1].when.from_area_in", "a list is wanted"),
        (
            "class.0.when.from_area_in",
            ["Hubei"],
            "class[1].when.from_area_in[1]",
            "“Hubei” is not an official area code",
        ),
        ("class.0.when.from_outside", "house", "class[1].when.from_outside", "“house” is not one of county"),
        ("class.0.when.contact_of", "friend", "class[1].when.contact_of", "“friend” is not one of case"),
        (
            "class.0.when.contact_with_class",
            "faraway",
            "class[1].when.contact_with_class",
            "there is no class “faraway” in this pack",
        ),
        ("class.0.when.health_certificate", "yes", "class[1].when.health_certificate", "true or false is wanted"),
        ("class.0.when.temperature_c_min", "hot", "class[1].when.temperature_c_min", "a number is wanted"),
        ("class.1.id", "far", "class[2].id", "“far” is used twice"),
        ("measure.1.id", "home", "measure[2].id", "“home” is used twice"),
        ("team.1", {"id": "pair", "roles": []}, "team[2].id", "“pair” is used twice"),
        ("checks.slots.1.id", "am", "checks.slots", "“am” is used twice"),
        ("checks.slots.1.from", time(10), "checks.slots", "the slots overlap or are not in order"),
        ("checks.slots.1.to", time(13), "checks.slots[2].to", "from must come before to"),
        ("checks.self_reported", "perhaps", "checks.self_reported", "“perhaps” is not one of confirm, count, never"),
        ("release.require", ["luck"], "release.require[1]", "“luck” is not one of"),
        ("transfer.organiser_level", "aunt", "transfer.organiser_level", "“aunt” is not one of village"),
        ("mass_test.pool_max", 10, "mass_test.hours", "this key is missing"),
        (
            "example",
            [{"title": "x", "home": "411621", "on": date(2020, 1, 1), "facts": {"shoes": 2}, "expect": {}}],
            "example[1].facts.shoes",
            "this key is not known here",
        ),
        (
            "overlay",
            [{"unit": "A", "inherit": ["gone"]}],
            "overlay[1].inherit",
            "there is no class “gone” in this pack",
        ),
        (
            "overlay",
            [{"unit": "A", "classes": [{"id": "x", "when": {}, "measure": "gone"}]}],
            "overlay[A].classes[1].measure",
            "there is no measure “gone” in this pack",
        ),
    ],
)
def test_a_fault_names_its_key_and_its_reason(path: str, value: Any, key: str, reason: str) -> None:
    faults = faults_of(changed(path, value))
    assert any(found == key and why.startswith(reason) for found, why in faults), faults


def test_a_step_after_a_measure_without_length_cannot_be_dated() -> None:
    raw = changed("class.0.measure", None)
    raw["class"][0]["steps"] = [{"measure": "none"}, {"measure": "home"}]
    assert faults_of(raw) == [("class[1].steps[1].days", "the measure “none” has no length, so no step can follow it")]


def test_test_days_are_whole_numbers() -> None:
    raw = changed("class.0.measure", None)
    raw["class"][0]["steps"] = [{"measure": "home", "tests": [1, "x"]}]
    assert faults_of(raw) == [("class[1].steps[1].tests", "a whole number is wanted, but it is x")]


def test_a_fault_line_names_the_file() -> None:
    with pytest.raises(PackFaulty) as faulty, translation.override("en"):
        read_pack(changed("class.0.when.from_area_in", "420000"), file="county.toml")
    with translation.override("en"):
        assert str(faulty.value).startswith("county.toml: class[1].when.from_area_in: a list is wanted")


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[pack\n", encoding="utf-8")
    with pytest.raises(PackFaulty, match=r"bad\.toml.*line 1"):
        load_pack(tmp_path / "bad.toml")


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackFaulty, match=r"gone\.toml"):
        load_pack(tmp_path / "gone.toml")


def test_an_example_that_does_not_hold_names_the_person_and_both_values() -> None:
    person = {
        "title": "from afar",
        "home": "411621",
        "on": date(2020, 2, 1),
        "facts": {"from_place": "武汉", "left_on": date(2020, 2, 1)},
    }
    raw = changed("example", [{**person, "expect": {"class": "far", "measure": "none", "due_on": date(2020, 2, 14)}}])
    with pytest.raises(PackFaulty) as faulty, translation.override("en"):
        check_examples(read_pack(raw, file="small.toml"))
    with translation.override("en"):
        assert [(fault.key, fault.reason) for fault in faulty.value.faults] == [
            ("example[1].expect.measure", "the example “from afar” gives measure home, but none was expected"),
            (
                "example[1].expect.due_on",
                "the example “from afar” gives due_on 2020-02-15, but 2020-02-14 was expected",
            ),
        ]


def test_a_pack_without_examples_is_not_ready() -> None:
    with pytest.raises(PackFaulty) as faulty:
        check_examples(read_pack(SMALL, file="small.toml"))
    assert faulty.value.faults[0].key == "example"


def test_a_pack_from_before_packs_spoke_of_sites_has_the_common_rule() -> None:
    tables = shelf.content("covid-19-2022-06")
    before = read_pack({name: part for name, part in tables.items() if name != "sites"}, file="kept.toml")
    assert (before.sites.rooms_per_case, before.sites.least_rooms, before.sites.hold_hours) == (100, 100, 24)
    assert before.sites.basis
    none = read_pack(tables | {"sites": {"rooms_per_case": 0, "least_rooms": 0}}, file="kept.toml")
    assert (none.sites.rooms_per_case, none.sites.least_rooms) == (0, 0)  # a pack that says so wants none


def test_a_pack_that_isolates_nobody_at_a_site_wants_no_rooms() -> None:
    tables = {name: part for name, part in shelf.content("measles").items() if name != "sites"}
    assert read_pack(tables, file="kept.toml").sites.rooms_per_case == 0
