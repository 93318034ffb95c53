"""A resident reads what, why, by which rule, from when and until when, in the own language."""

import json
from datetime import date
from typing import Any

import pytest

from shouwang.policy import conditions, explanations, shelf
from shouwang.policy.explanations import Explanation, explain, explanation_of, sentence
from shouwang.policy.facts import YES_NO_FACTS, ArrivalFacts
from shouwang.policy.overlays import read_overlay
from shouwang.policy.packs import Pack
from shouwang.policy.tables import Classification
from shouwang.policy.trials import classify_from

DAY = date(2020, 2, 12)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return shelf.pack("covid-19-2020-02")


def of(pack: Pack, place: str, *overlays: Any, **facts: Any) -> Classification:
    known = ArrivalFacts(**{"arrived_on": DAY, "left_on": date(2020, 2, 11)} | facts)
    return classify_from(known, place, pack, overlays, home="411621", on=DAY)


def test_the_sentence_says_what_why_by_which_rule_from_and_until(pack: Pack) -> None:
    assert explain(of(pack, "湖北省武汉市"), "en") == (
        "Home observation from 12 Feb 2020 until 25 Feb 2020, because of: came from a listed area (湖北省武汉市) "
        "(rule “From a key area” of “COVID-19 control (February 2020)”, version 1)."
    )


def test_the_same_decision_is_said_in_chinese(pack: Pack) -> None:
    said = explain(of(pack, "湖北省武汉市"), "zh-hans")
    assert "居家隔离医学观察" in said
    assert "2020年2月25日" in said
    assert "来自重点地区" in said


def test_a_unit_is_named_when_its_own_rule_decided(pack: Pack) -> None:
    line = {
        "id": "zone_work",
        "when": {"work_need": True, "health_certificate": True},
        "measure": "home_health_monitoring",
    }
    overlay = read_overlay({"unit": "SWZX", "classes": [line]}, pack=pack, file="test")
    said = explain(of(pack, "郑州", overlay, work_need=True, health_certificate=True), "en")
    assert "because of: needed for work, health certificate shown" in said
    assert "rule “zone_work” of SWZX under “COVID-19 control (February 2020)”" in said


def test_all_steps_are_named() -> None:
    ninth = shelf.pack("covid-19-2022-06")
    facts = ArrivalFacts(case_contact=True, left_on=date(2022, 7, 1), arrived_on=date(2022, 7, 2))
    said = explain(classify_from(facts, "上海", ninth, home="141022", on=date(2022, 7, 2)), "en")
    assert "until 8 Jul 2022, then Home health monitoring until 11 Jul 2022" in said


def test_a_measure_without_an_end_gives_none(pack: Pack) -> None:
    said = explain(of(pack, "郑州", temperature_c=38.0), "en")
    assert said.startswith("Visit to the fever clinic, because of: body temperature of 37.3 °C or more")


def test_a_measure_that_was_over_on_arrival_is_said_to_be_over(pack: Pack) -> None:
    said = explain(of(pack, "武汉", left_on=date(2020, 1, 20)), "en")
    assert said.startswith("Nothing any more: Home observation ended on 3 Feb 2020")


def test_an_open_decision_names_the_missing_proof(pack: Pack) -> None:
    line = {"id": "certified", "when": {}, "needs": ["health_certificate"], "measure": "none"}
    overlay = read_overlay({"unit": "A", "classes": [line], "otherwise": "undecided"}, pack=pack, file="test")
    assert explain(of(pack, "郑州", overlay), "en").startswith(
        "No rule fits without a health certificate, so an officer decides"
    )
    assert explain(of(pack, "老家"), "en") == (
        "No rule fits what is known, so an officer decides (“COVID-19 control (February 2020)”, version 1)."
    )


def test_contact_is_told_with_the_name_of_the_class(pack: Pack) -> None:
    assert "contact with people of: From a key area" in explain(of(pack, "信阳", contact_with_class="key_area"), "en")
    assert "contact with a close contact" in explain(of(pack, "信阳", contact_of="close_contact"), "en")


def test_a_kept_explanation_says_the_same_later(pack: Pack) -> None:
    got = of(pack, "湖北省武汉市")
    kept = explanation_of(got)
    back = Explanation(kept.key, json.loads(json.dumps(kept.facts)))
    assert sentence(back, "zh-hans") == explain(got, "zh-hans")


@pytest.mark.parametrize("key", sorted(conditions.KINDS))
def test_every_condition_has_words(key: str) -> None:
    if key in YES_NO_FACTS:
        assert key in explanations.YES
        assert key in explanations.NO
        assert key in explanations.PROOFS
    else:
        assert (
            key in explanations.WITH_VALUE or key in explanations._ENUMERATED or key in {"from_outside", "from_inside"}
        )
