"""Periods already begun under new rules: listed first, then decided by somebody with a reason; figures and recount are right at once."""

from datetime import timedelta

import pytest
from django.test import Client

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.policy import writes as policy
from shouwang.quarantine import reads, writes
from shouwang.quarantine.models import Event, Observation, Stage
from shouwang.quarantine.tests.conftest import COUNTY, TODAY, TOWN, actor, at, number, started
from shouwang.quarantine.writes import Decided


def put_in_force(*, recompute: bool) -> None:
    new = policy.NewPack(COUNTY, TODAY, "新方案", pack_id="covid-19-2022-06", alone_because="test", recompute=recompute)
    with acting_as(system()) as by:
        [verdict] = policy.put_in_force([new], by=by)
    assert verdict.taken, verdict


def begun(county: Actor, *numbers: int) -> dict[int, Observation]:
    started(county, *numbers)
    found = reads.find([number(n) for n in numbers], by=county)
    return {n: one.observation for n, one in zip(numbers, found, strict=True) if one is not None}


def test_where_the_pack_keeps_what_has_begun_nobody_is_listed(county: Actor) -> None:
    begun(county, 1)
    put_in_force(recompute=False)
    assert reads.conversions(COUNTY, by=county) == []


def test_who_changes_is_listed_first_and_nothing_is_changed_by_that(county: Actor) -> None:
    one = begun(county, 1)[1]
    put_in_force(recompute=True)
    [found] = reads.conversions(COUNTY, by=county)
    assert (found.observation.pk, found.before) == (one.pk, one.due_on)
    assert found.after == max(one.due_on - timedelta(days=7), TODAY)  # 14 days at home in February 2020, 7 in the 9th edition
    assert Observation.objects.get(pk=one.pk).due_on == one.due_on


def test_a_decision_with_a_reason_sets_the_last_day_and_says_by_which_rules(county: Actor) -> None:
    one = begun(county, 1)[1]
    put_in_force(recompute=True)
    [found] = reads.conversions(COUNTY, by=county)
    [bare] = writes.recompute_periods([Decided(observation_id=one.pk)], by=county)
    assert (bare.outcome, bare.code) == ("refused", "reason_missing")
    [verdict] = writes.recompute_periods([Decided(observation_id=one.pk, reason="县指挥部令第3号")], by=county)
    assert verdict.taken, verdict
    changed = Observation.objects.get(pk=one.pk)
    assert changed.due_on == found.after
    assert Stage.objects.get(observation=one, to_at__isnull=True).due_on == found.after
    assert {key: value for key, value in changed.rule.items() if key != "periods"} == one.rule  # what it began under stays on record
    assert changed.rule["periods"]["pack"] == "covid-19-2022-06"
    event = Event.objects.get(observation=one, kind="recomputed")
    assert (event.reason, event.detail["before"], event.detail["after"]) == ("县指挥部令第3号", str(one.due_on), str(found.after))
    assert reads.conversions(COUNTY, by=county) == []
    [again] = writes.recompute_periods([Decided(observation_id=one.pk, reason="again")], by=county)
    assert again.code == "nothing_to_recompute"


def test_what_an_officer_decided_stands(county: Actor) -> None:
    one = begun(county, 1)[1]
    writes.extend([Decided(observation_id=one.pk, due_on=one.due_on + timedelta(days=3), reason="新发症状")], by=county)
    put_in_force(recompute=True)
    assert reads.conversions(COUNTY, by=county) == []
    [verdict] = writes.recompute_periods([Decided(observation_id=one.pk, reason="x")], by=county)
    assert verdict.code == "nothing_to_recompute"


def test_many_at_once_and_the_figures_agree_afterwards(county: Actor) -> None:
    from shouwang.ledger.figures import registry
    from shouwang.ledger.subjects import Day

    begun(county, 1, 2, 3)
    put_in_force(recompute=True)
    keys = [one.pk for one in reads.conversions(COUNTY, by=county)]
    assert len(keys) == 3
    assert all(verdict.taken for verdict in writes.recompute_periods([Decided(observation_id=key, reason="令") for key in keys], by=county))
    figure, day = registry.get("home_observed"), Day.of(TODAY)
    assert figure is not None
    assert figure.values(Subject(area=COUNTY), day)["now"] == figure.rows(Subject(area=COUNTY), day, "now").count() == 3


def test_nobody_below_the_right_recomputes(county: Actor) -> None:
    from shouwang.lib.refusals import Refused

    one = begun(county, 1)[1]
    put_in_force(recompute=True)
    with pytest.raises(Refused):
        writes.recompute_periods([Decided(observation_id=one.pk, reason="x")], by=Actor(user_id=1, post_id=1, role="grid_worker", area=TOWN))


def test_the_page_lists_them_by_village_and_recomputes_with_one_reason(county: Actor, town: Client) -> None:
    begun(county, 2, 3)
    put_in_force(recompute=True)
    with clocks.stopped(at(TODAY, 15)):
        page = town.get("/quarantine/periods/")
        assert page.status_code == 200
        keys = [str(one.pk) for one in reads.conversions(TOWN, by=actor(TOWN))]
        assert all(key in page.content.decode() for key in keys)
        assert 'id="by-village"' in page.content.decode()
        done = town.post("/quarantine/periods/", {"do": "recompute", "selected": keys, "confirmed": "1", "with-reason": "县指挥部令第3号"})
    assert done.status_code == 200
    assert Event.objects.filter(kind="recomputed", reason="县指挥部令第3号").count() == len(keys)
