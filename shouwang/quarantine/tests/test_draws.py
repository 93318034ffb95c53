"""Spot checks drawn at random: the draw can be repeated, and what was found counts."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.recounts import recount
from shouwang.lib.refusals import Refused
from shouwang.quarantine import reads, writes
from shouwang.quarantine.due import due
from shouwang.quarantine.models import Alert, Observation, SpotCheck, SpotDraw
from shouwang.quarantine.rules import draws as rules
from shouwang.quarantine.tests.conftest import COUNTY, FAR_VILLAGE, OTHER_TOWN, TODAY, TOWN, actor, at, order, started
from shouwang.quarantine.tests.test_orders import figure, seven_and_three
from shouwang.quarantine.writes import NewDraw, NewSpotCheck

KEYS = [UUID(int=number) for number in range(1, 6)]


# --- the rule
def test_a_draw_can_be_followed_by_hand() -> None:
    # Sorted by sha256sum of "fugou 00000000-…-000000000001" and so on, done with coreutils.
    assert [key.int for key in rules.drawn(KEYS, "fugou", 3)] == BY_HAND


@given(st.sets(st.uuids(), min_size=1, max_size=40), st.text(min_size=4, max_size=40), st.integers(1, 40))
def test_the_same_list_and_seed_draw_the_same_people_in_any_order_of_the_list(pool: set[UUID], seed: str, number: int) -> None:
    first = rules.drawn(sorted(pool), seed, number)
    assert first == rules.drawn(sorted(pool, reverse=True), seed, number)
    assert len(first) == len(set(first)) == min(number, len(pool))
    assert set(first) <= pool


def test_everybody_is_drawn_about_as_often_as_everybody_else() -> None:
    hits = [0] * len(KEYS)
    for seed in range(2000):
        hits[rules.drawn(KEYS, f"seed {seed}", 1)[0].int - 1] += 1
    assert all(320 <= hit <= 480 for hit in hits), hits  # 400 expected, standard deviation 18


@pytest.mark.parametrize(("count", "percent", "number"), [(2, None, 2), (9, None, 5), (None, 1, 1), (None, 50, 3), (None, 100, 5)])
def test_a_share_is_rounded_up_and_nobody_is_drawn_twice(count: int | None, percent: int | None, number: int) -> None:
    assert rules.number_of(KEYS, count, percent) == number


@pytest.mark.parametrize(("count", "percent"), [(None, None), (1, 1), (0, None), (None, 0), (None, 101), (rules.MOST_DRAWN + 1, None), (-1, None)])
def test_a_size_that_makes_no_sense_is_refused(count: int | None, percent: int | None) -> None:
    with pytest.raises(Refused) as refusal:
        rules.number_of(KEYS, count, percent)
    assert refusal.value.code == "draw_size"


@pytest.mark.parametrize(
    ("result", "before", "alerts"),
    [
        ("at_home", [], False), ("not_at_home", [], True), ("shares_room", ["at_home"], True), ("no_answer", [], False),
        ("no_answer", ["no_answer"], True), ("no_answer", ["no_answer", "at_home"], False), ("at_home", ["no_answer"], False),
    ],
)  # fmt: skip
def test_what_alerts(result: str, before: list[str], alerts: bool) -> None:
    assert rules.is_alerting(result, before, unanswered_calls=2) is alerts


# --- the draw
def drawn(by: Actor, **more: Any) -> SpotDraw:
    row = NewDraw(**({"mode": "phone", "count": 2, "seed": "fugou"} | more))
    verdict = writes.draw_spot_checks([row], by=by)[0]
    assert verdict.taken, verdict
    return SpotDraw.objects.get(pk=row.id)


def test_a_draw_keeps_its_list_and_seed_and_repeats(county: Actor) -> None:
    started(county, 1, 2, 3)
    draw = drawn(county)
    assert set(draw.pool) == set(Observation.objects.values_list("pk", flat=True))
    assert draw.drawn == rules.drawn(draw.pool, "fugou", 2)
    started(county, 4)
    sheet = reads.draw_sheet(draw, by=county)
    assert (sheet.repeats, len(draw.pool), len(sheet.rows)) == (True, 3, 2)


def test_only_who_is_observed_there_in_that_measure_can_be_drawn(county: Actor) -> None:
    here, = started(county, 1)
    started(county, 2, area=FAR_VILLAGE)
    writes.change_measure([writes.Decided(id_number=order(2).id_number, measure="central_isolation", site="", reason="no room alone")], by=county)
    assert drawn(county, area=TOWN).pool == [here]
    assert drawn(county, measure="home_observation", percent=100, count=None).pool == [here]
    assert writes.draw_spot_checks([NewDraw(mode="phone", count=1, area=TOWN, measure="self_monitoring")], by=county)[0].code == "draw_empty"


def test_a_draw_for_days_gone_by_draws_who_was_in_force_then_whatever_became_of_them(county: Actor) -> None:
    gone, here = started(county, 1, 2)
    writes.end_early([writes.Decided(observation_id=gone, reason="moved away", kind="left_again", happened_at=at(TODAY, 9))], by=county)
    new = writes.start([order(3, happened_at=at(TODAY, 19))], by=county)[0].id
    yesterday = TODAY - timedelta(days=1)
    assert set(drawn(county).pool) == {here, new}
    past = drawn(county, first_day=yesterday, last_day=yesterday, count=2)
    assert past.pool == sorted([gone, here])
    assert set(drawn(county, first_day=yesterday, last_day=TODAY).pool) == {gone, here}  # after the cut-off is tomorrow
    assert drawn(county, first_day=yesterday, last_day=yesterday).drawn == past.drawn == rules.drawn(past.pool, "fugou", 2)
    sheet = reads.draw_sheet(past, by=county)
    assert (sheet.repeats, [row.is_over for row in sheet.rows]) == (True, [False, False])
    call = look(past, gone, "at_home", happened_at=at(TODAY, 19))
    assert writes.record_spot_checks([call], by=county)[0].taken  # asked about yesterday
    assert list(recount()) == []


def test_a_measure_that_follows_by_itself_is_drawn_from_its_first_day_on(county: Actor) -> None:
    seven_and_three(county)
    draw = drawn(county, count=1, measure="home_health_monitoring", first_day=date(2020, 2, 2), last_day=date(2020, 2, 2))
    assert len(draw.pool) == 1
    assert writes.draw_spot_checks([NewDraw(mode="phone", count=1, measure="central_isolation", first_day=date(2020, 2, 2), last_day=date(2020, 2, 2))], by=county)[0].code == "draw_empty"


def test_a_draw_without_a_seed_makes_one_that_nobody_can_guess(county: Actor) -> None:
    started(county, 1)
    assert len({drawn(county, seed="").seed for _ in range(5)}) == 5


@pytest.mark.parametrize(("more", "code"), [({"mode": "letter"}, "UNKNOWN_VALUE"), ({"measure": "x"}, "UNKNOWN_VALUE"), ({"seed": "ab"}, "seed_short"), ({"count": 0}, "draw_size"), ({"first_day": TODAY}, "draw_days"), ({"first_day": TODAY, "last_day": TODAY - timedelta(days=1)}, "draw_days"), ({"first_day": TODAY, "last_day": TODAY + timedelta(days=2)}, "draw_days")])
def test_a_draw_that_makes_no_sense_is_refused(county: Actor, more: dict, code: str) -> None:
    started(county, 1)
    row = replace(NewDraw(mode="phone", count=1), **more)
    assert writes.draw_spot_checks([row], by=county)[0].code == code


def test_nobody_draws_in_another_place_or_sees_what_those_above_drew(county: Actor) -> None:
    started(county, 1)
    draw = drawn(county)
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert writes.draw_spot_checks([NewDraw(mode="phone", count=1, area=TOWN)], by=stranger)[0].code == "out_of_area"
    with acting_as(actor(TOWN)) as below:
        assert reads.draw(draw.pk, by=below) is None
    with acting_as(actor(COUNTY, "supervisor")) as supervisor:
        assert reads.draw(draw.pk, by=supervisor) == draw
    with acting_as(actor(COUNTY, "upper_level")) as upper:
        assert reads.draw(draw.pk, by=upper) is None


def test_the_same_draw_sent_twice_is_one_draw(county: Actor) -> None:
    started(county, 1)
    row = NewDraw(mode="door", count=1)
    assert [writes.draw_spot_checks([row], by=county)[0].outcome for _ in range(2)] == ["accepted", "duplicate"]


# --- what was found
def look(draw: SpotDraw, key: UUID, result: str, **more: Any) -> NewSpotCheck:
    return NewSpotCheck(**({"observation_id": key, "draw_id": draw.pk, "result": result, "happened_at": at(TODAY, 10)} | more))


def test_what_a_supervisor_finds_counts_alerts_and_takes_the_draw_s_way_of_looking(county: Actor) -> None:
    first, second = started(county, 1, 2)
    draw = drawn(county, percent=100, count=None, mode="video")
    with acting_as(actor(COUNTY, "supervisor")) as supervisor:
        verdicts = writes.record_spot_checks([look(draw, first, "at_home"), look(draw, second, "not_at_home")], by=supervisor)
    assert [v.outcome for v in verdicts] == ["accepted", "accepted"]
    assert set(SpotCheck.objects.values_list("mode", flat=True)) == {"video"}
    assert list(Alert.objects.values_list("observation_id", "kind")) == [(second, "away")]
    assert figure("spot_checks") == {"today": 2, "total": 2}
    line = reads.draw_lines([draw])[0]
    assert (line.done, line.bad, line.open) == (2, 1, 0)
    assert list(recount()) == []


def test_somebody_who_was_not_drawn_does_not_belong_to_the_draw(county: Actor) -> None:
    started(county, 1)
    draw = drawn(county)
    later, = started(county, 2)
    assert writes.record_spot_checks([look(draw, later, "at_home")], by=county)[0].code == "not_drawn"
    stranger = replace(look(draw, later, "at_home"), draw_id=uuid4())
    assert writes.record_spot_checks([stranger], by=county)[0].code == "draw_unknown"


def test_two_calls_without_an_answer_alert_and_the_person_stays_on_the_list(county: Actor) -> None:
    key, = started(county, 1)
    draw = drawn(county)
    writes.record_spot_checks([look(draw, key, "no_answer")], by=county)
    assert (Alert.objects.exists(), reads.draw_lines([draw])[0].open) == (False, 1)
    writes.record_spot_checks([look(draw, key, "no_answer", happened_at=at(TODAY, 11))], by=county)
    assert Alert.objects.get().kind == "away"


def test_a_slip_is_corrected_with_a_reason_and_its_alert_is_closed(county: Actor) -> None:
    key, = started(county, 1)
    draw = drawn(county)
    wrong = writes.record_spot_checks([look(draw, key, "not_at_home")], by=county)[0].id
    right = look(draw, key, "at_home", supersedes=wrong, happened_at=at(TODAY, 10, 5))
    assert writes.record_spot_checks([right], by=county)[0].code == "reason_missing"
    verdict = writes.record_spot_checks([replace(right, why="wrong button")], by=county)[0]
    assert (verdict.outcome, verdict.of) == ("corrected", wrong)
    assert not Alert.objects.filter(closed_at__isnull=True).exists()
    assert figure("spot_checks") == {"today": 1, "total": 1}
    assert list(recount()) == []


def test_what_is_open_of_a_draw_is_the_supervisor_s_work(county: Actor) -> None:
    key, = started(county, 1)
    draw = drawn(county)

    def open_now() -> int:
        return next(one.count for one in due(county, at(TODAY, 20)) if one.kind == "spot_checks")

    before = open_now()
    writes.record_spot_checks([look(draw, key, "at_home")], by=county)
    assert (before, [one for one in due(county, at(TODAY, 20)) if one.kind == "spot_checks"]) == (1, [])


def test_a_grid_worker_makes_no_spot_checks(county: Actor) -> None:
    started(county, 1)
    with acting_as(actor(COUNTY, "grid_worker")) as grid, pytest.raises(Refused):
        writes.draw_spot_checks([NewDraw(mode="phone", count=1)], by=grid)


BY_HAND = [4, 5, 3]
