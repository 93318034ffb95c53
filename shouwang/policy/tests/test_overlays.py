"""What a unit does otherwise is laid over the pack, and does not reach beyond the unit."""

from typing import Any

import pytest
from django.utils import translation

from shouwang.policy import shelf
from shouwang.policy.overlays import effective, read_overlay
from shouwang.policy.pack_tables import PackFaulty
from shouwang.policy.packs import Pack
from shouwang.policy.rules import may_organise_transfer


@pytest.fixture(scope="module")
def pack() -> Pack:
    return shelf.pack("covid-19-2020-02")


def over(pack: Pack, *raws: dict[str, Any]) -> Pack:
    return effective(pack, tuple(read_overlay(raw, pack=pack, file="test") for raw in raws))


def reasons(pack: Pack, raw: Any) -> list[tuple[str, str]]:
    with pytest.raises(PackFaulty) as faulty:
        read_overlay(raw, pack=pack, file="test")
    with translation.override("en"):
        return [(fault.key, fault.reason) for fault in faulty.value.faults]


def test_the_team_of_a_unit_stands_for_every_measure_with_roles(pack: Pack) -> None:
    rules = over(pack, {"unit": "CQ", "team": {"id": "one_to_one", "roles": ["responsible", "doctor"]}})
    teams = {name: measure.team.id for name, measure in rules.measures.items() if measure.team}
    assert teams == {"home_observation": "one_to_one", "central_isolation": "site"}
    assert pack.measures["home_observation"].team is not None
    assert pack.measures["home_observation"].team.id == "five_to_one"


def test_an_overlay_of_the_team_alone_keeps_the_table(pack: Pack) -> None:
    rules = over(pack, {"unit": "CQ", "team": {"id": "one_to_one", "roles": ["responsible", "doctor"]}})
    assert [line.id for line in rules.classes] == [line.id for line in pack.classes]


def test_own_lines_stand_after_the_inherited_and_before_the_rest(pack: Pack) -> None:
    raw = {"unit": "A", "inherit": ["key_area"], "classes": [{"id": "own", "when": {}, "measure": "none"}]}
    ids = [line.id for line in over(pack, raw).classes]
    assert ids[:3] == ["key_area", "own", "close_contact"]
    assert ids.count("key_area") == 1


def test_with_otherwise_nothing_else_of_the_pack_applies(pack: Pack) -> None:
    raw = {"unit": "A", "inherit": ["key_area"], "classes": [], "otherwise": "undecided"}
    assert [line.id for line in over(pack, raw).classes] == ["key_area"]


def test_the_own_unit_comes_before_its_parent(pack: Pack) -> None:
    own = {"unit": "A", "classes": [{"id": "own", "when": {}, "measure": "none"}]}
    parent = {"unit": "P", "classes": [{"id": "parents", "when": {}, "measure": "none"}]}
    lines = over(pack, own, parent).classes
    assert [(line.id, line.unit) for line in lines[:2]] == [("own", "A"), ("parents", "P")]


def test_a_line_may_stand_under_the_name_of_a_line_of_the_pack(pack: Pack) -> None:
    raw = {
        "unit": "A",
        "classes": [{"id": "key_area", "when": {"from_area_in": ["330300"]}, "measure": "home_observation"}],
    }
    rules = over(pack, raw)
    assert [line.unit for line in rules.classes if line.id == "key_area"] == ["A", ""]
    assert rules.key_areas == ("42",)  # the county's own list makes no place a key area of the report


def test_a_line_may_name_a_class_the_unit_has_left_out(pack: Pack) -> None:
    raw = {
        "unit": "A",
        "otherwise": "undecided",
        "classes": [{"id": "near_them", "when": {"contact_with_class": "key_area"}, "measure": "home_observation"}],
    }
    assert [line.id for line in over(pack, raw).classes] == ["near_them"]


def test_any_part_of_a_pack_may_be_said_otherwise(pack: Pack) -> None:
    rules = over(
        pack,
        {
            "unit": "A",
            "signs": {"fever_c": 37.0},
            "checks": {"slots": [{"id": "day", "from": "07:00:00", "to": "18:00:00"}]},
            "measure": [{"id": "home_observation", "days": 21}],
            "ban": [{"id": "fairs", "title_zh": "庙会"}],
            "report": {"cutoff": "17:00:00"},
        },
    )
    assert rules.signs.fever_c == 37.0
    assert rules.signs.symptoms == pack.signs.symptoms
    assert [slot.id for slot in rules.measures["home_observation"].slots] == ["day"]
    assert rules.measures["home_observation"].days == 21
    assert next(line for line in rules.classes if line.id == "key_area").steps[0].measure.days == 21
    assert {ban.id for ban in rules.bans} == {"gatherings", "fairs"}
    assert (rules.report.cutoff.hour, rules.report.freeze) == (17, pack.report.freeze)


def test_a_rule_for_homes_reaches_every_measure_at_home(pack: Pack) -> None:
    rules = over(pack, {"unit": "A", "home": {"assessment": "home_6", "rule": "one person, one room"}})
    assert {name for name, measure in rules.measures.items() if measure.assessment} == {
        "home_observation",
        "home_health_monitoring",
    }
    assert rules.home.rule == "one person, one room"


def test_only_the_township_and_above_organise_a_transfer(pack: Pack) -> None:
    rules = over(pack, {"unit": "A", "transfer": {"organiser_level": "county"}})
    assert [level for level in ("village", "township", "county", "province") if may_organise_transfer(level, pack)] == [
        "township",
        "county",
        "province",
    ]
    assert not may_organise_transfer("township", rules)
    assert not may_organise_transfer("aunt", pack)


def test_an_overlay_is_read_once_for_each_pack(pack: Pack) -> None:
    overlay = read_overlay({"unit": "A"}, pack=pack, file="test")
    assert effective(pack, (overlay,)) is effective(pack, (overlay,))


@pytest.mark.parametrize(
    ("raw", "key", "reason"),
    [
        ({}, "overlay.unit", "this key is missing"),
        ("A", "overlay", "a table is wanted"),
        ({"unit": "A", "inherit": ["gone"]}, "overlay.inherit", "there is no class “gone” in this pack"),
        ({"unit": "A", "otherwise": "free"}, "overlay.otherwise", "“free” is not one of undecided"),
        ({"unit": "A", "team": "pair"}, "overlay.team", "a list of tables is wanted"),
        ({"unit": "A", "measure": [7]}, "overlay.measure[1]", "a table is wanted"),
        ({"unit": "A", "colour": "red"}, "colour", "this key is not known here"),
        (
            {"unit": "A", "classes": [{"id": "x", "when": {"from_mars": True}, "measure": "none"}]},
            "overlay[A].classes[1].when.from_mars",
            "this key is not known here",
        ),
        (
            {"unit": "A", "classes": [{"id": "x", "when": {}, "measure": "prison"}]},
            "overlay[A].classes[1].measure",
            "there is no measure “prison” in this pack",
        ),
        ({"unit": "A", "signs": {"fever_c": 50}}, "signs.fever_c", "50 does not lie between 34.0 and 43.0"),
    ],
)
def test_a_faulty_overlay_names_key_and_reason(pack: Pack, raw: Any, key: str, reason: str) -> None:
    found = reasons(pack, raw)
    assert any(at == key and why.startswith(reason) for at, why in found), found
