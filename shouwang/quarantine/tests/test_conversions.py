"""Periods already begun under new rules: listed first, then decided by somebody with a reason; figures and recount are right at once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.duty import reads as duty
from shouwang.ledger.models import History
from shouwang.ledger.subjects import Subject
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict
from shouwang.policy import reads as rules
from shouwang.policy import shelf
from shouwang.policy import writes as policy
from shouwang.policy.pack_building import as_json
from shouwang.policy.pack_files import read_pack
from shouwang.quarantine import reads, writes
from shouwang.quarantine.choices import Change
from shouwang.quarantine.models import DueSlot, Event, Observation, Stage
from shouwang.quarantine.reads.outlooks import held_begun, held_by_class
from shouwang.quarantine.tests.conftest import (
    COUNTY,
    SITE,
    TODAY,
    TOWN,
    at,
    number,
    order,
    person,
    proposal,
    started,
)
from shouwang.quarantine.writes import Decided

OTHER = Actor(user_id=None, post_id=None, role="command_office", area=COUNTY, name="another officer")


def put_in_force(*, recompute: bool) -> None:
    new = policy.NewPack(COUNTY, TODAY, "新方案", pack_id="covid-19-2022-06", alone_because="test", recompute=recompute)
    with acting_as(system()) as by:
        [verdict] = policy.put_in_force([new], by=by)
    assert verdict.taken, verdict


ONCE = ["am"]
Tables = dict[str, Any]


def measure(name: str, **said: Any) -> Callable[[Tables], None]:
    """Other values for a measure of the pack; an empty one is left out."""

    def change(tables: Tables) -> None:
        tables["measure"] = [{**one, **said} if one["id"] == name else one for one in tables["measure"]]

    return change


def hours(**slots: tuple[str, str]) -> Callable[[Tables], None]:
    """Other hours for the checks of the pack."""

    def change(tables: Tables) -> None:
        tables["checks"] = {"slots": [{"id": name, "from": first, "to": last} for name, (first, last) in slots.items()], "min_hours_between": 4}

    return change


def team(name: str, *roles: str) -> Callable[[Tables], None]:
    """Other roles for a team of the pack."""

    def change(tables: Tables) -> None:
        tables["team"] = [{**one, "roles": list(roles)} if one["id"] == name else one for one in tables["team"]]

    return change


def put_in_force_changed(*changes: Callable[[Tables], None], by: Actor | None = None) -> None:
    """The next version of the pack in force, with these changes; measures begun follow it."""
    tables = as_json(shelf.content("covid-19-2020-02"))
    tables["pack"]["version"] = 2
    tables["pack"].pop("valid_to")
    tables["example"] = [one for one in tables["example"] if one["expect"]["class"] in ("other_province", "in_province")]
    for change in changes:
        change(tables)
    new = policy.NewPack(COUNTY, TODAY, "新方案", content=tables, alone_because="test", recompute=True)
    with acting_as(by or system()) as operator:
        [verdict] = policy.put_in_force([new], by=operator)
    assert verdict.taken, verdict


def apply(county: Actor, *keys: UUID) -> list[Verdict]:
    return decided("县指挥部令第4号", *keys, by=county)


def decided(reason: str, *keys: UUID, by: Actor) -> list[Verdict]:
    """What becomes of a list that another officer proposed and this one confirms; or why it cannot be proposed."""
    with acting_as(OTHER):
        proposed = writes.propose_recomputation([Decided(observation_id=key, reason=reason) for key in keys], by=OTHER)
    lists = {verdict.facts["list"] for verdict in proposed if verdict.taken}
    if not lists:
        return proposed
    with acting_as(by):
        return writes.confirm_recomputation(UUID(*lists), by=by)


def due_on(one: Observation, day: date) -> list[tuple[str, datetime]]:
    """The checks due on a day, each with its opening."""
    return list(DueSlot.objects.filter(observation=one, slot_date=day).order_by("opens_at").values_list("slot", "opens_at"))


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
    [bare] = decided("", one.pk, by=county)
    assert (bare.outcome, bare.code) == ("refused", "reason_missing")
    [verdict] = decided("县指挥部令第3号", one.pk, by=county)
    assert verdict.taken, verdict
    changed = Observation.objects.get(pk=one.pk)
    assert changed.due_on == found.after
    assert Stage.objects.get(observation=one, to_at__isnull=True).due_on == found.after
    assert {key: value for key, value in changed.rule.items() if key != "periods"} == one.rule  # what it began under stays on record
    assert changed.rule["periods"]["pack"] == "covid-19-2022-06"
    event = Event.objects.get(observation=one, kind="recomputed")
    assert (event.reason, event.detail["before"], event.detail["after"]) == ("县指挥部令第3号", str(one.due_on), str(found.after))
    assert reads.conversions(COUNTY, by=county) == []
    [again] = decided("again", one.pk, by=county)
    assert again.code == "nothing_to_recompute"


def test_a_last_day_that_an_officer_decided_stands_under_new_checks(county: Actor) -> None:
    one, later = begun(county, 1)[1], timedelta(days=3)
    writes.extend([Decided(observation_id=one.pk, due_on=one.due_on + later, reason="新发症状")], by=county)
    put_in_force_changed(measure("home_observation", days=7, slots=ONCE))
    [found] = reads.conversions(COUNTY, by=county)
    assert (list(found.changes), found.after) == ([Change.CHECKS], one.due_on + later)
    [verdict] = decided("令", one.pk, by=county)
    assert verdict.taken, verdict
    assert Observation.objects.get(pk=one.pk).due_on == one.due_on + later


def test_many_at_once_and_the_figures_agree_afterwards(county: Actor) -> None:
    from shouwang.ledger.figures import registry
    from shouwang.ledger.subjects import Day

    begun(county, 1, 2, 3)
    put_in_force(recompute=True)
    keys = [one.pk for one in reads.conversions(COUNTY, by=county)]
    assert len(keys) == 3
    assert all(verdict.taken for verdict in decided("令", *keys, by=county))
    figure, day = registry.get("home_observed"), Day.of(TODAY)
    assert figure is not None
    assert figure.values(Subject(area=COUNTY), day)["now"] == figure.rows(Subject(area=COUNTY), day, "now").count() == 3


def test_nobody_below_the_right_recomputes(county: Actor) -> None:
    one = begun(county, 1)[1]
    put_in_force(recompute=True)
    with pytest.raises(Refused):
        writes.propose_recomputation([Decided(observation_id=one.pk, reason="x")], by=Actor(user_id=1, post_id=1, role="grid_worker", area=TOWN))


def test_other_checks_are_due_from_now_on_and_those_made_before_stay(county: Actor) -> None:
    one = begun(county, 1)[1]
    put_in_force_changed(measure("home_observation", slots=ONCE))
    [found] = reads.conversions(COUNTY, by=county)
    assert (list(found.changes), found.days) == ([Change.CHECKS], 0)
    assert [slot for slot, _opens in due_on(one, TODAY + timedelta(days=1))] == ["am", "pm"]
    [verdict] = apply(county, one.pk)
    assert verdict.taken, verdict
    tomorrow, yesterday = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
    assert due_on(one, tomorrow) == [("am", at(tomorrow, 7))]
    assert [slot for slot, _opens in due_on(one, yesterday)] == ["am", "pm"]
    assert Observation.objects.get(pk=one.pk).due_on == one.due_on
    assert reads.conversions(COUNTY, by=county) == []


def test_at_another_hour_the_same_checks_are_due_at_that_hour(county: Actor) -> None:
    one = begun(county, 1)[1]
    put_in_force_changed(hours(am=("06:00:00", "09:00:00"), pm=("15:00:00", "19:00:00")))
    assert all(verdict.taken for verdict in apply(county, one.pk))
    tomorrow = TODAY + timedelta(days=1)
    assert due_on(one, tomorrow) == [("am", at(tomorrow, 6)), ("pm", at(tomorrow, 15))]


def test_the_order_keeps_what_held_before_in_its_history(county: Actor) -> None:
    person(1)
    assert all(verdict.taken for verdict in writes.start([order(1)], by=county))
    one = Observation.objects.get()
    put_in_force_changed(measure("home_observation", slots=ONCE, days=10))
    apply(county, one.pk)
    told = Event.objects.get(observation=one, kind="recomputed").detail
    assert (told["pack_before"], told["version_before"], told["version"]) == ("covid-19-2020-02", 1, 2)
    assert (told["checks_before"], told["checks"]) == ("am 07:00-11:00, pm 14:00-18:00", "am 07:00-11:00")
    assert told["changes"] == ["last_day", "checks"]
    [before] = [kept.old for kept in History.objects.filter(relation="quarantine_observation", row_id=str(one.pk)) if kept.old["due_on"] == str(one.due_on) and "periods" not in kept.old["rule"]][-1:]
    assert (before["rule"]["version"], before["steps"][0]["plan"]) == (1, "am 07:00-11:00, pm 14:00-18:00")


def test_a_team_with_other_roles_keeps_whoever_fills_one_that_stays(county: Actor) -> None:
    one = begun(county, 1)[1]
    put_in_force_changed(team("five_to_one", "grid_worker", "health_worker", "village_officer"))
    [found] = reads.conversions(COUNTY, by=county)
    assert list(found.changes) == [Change.TEAM]
    [verdict] = apply(county, one.pk)
    assert verdict.taken, verdict
    card = duty.team_of(one.pk)
    assert card is not None
    assert set(card.members) == {"grid_worker", "health_worker"}
    assert list(card.missing) == ["village_officer"]


def test_a_team_that_somebody_chose_otherwise_stands(county: Actor) -> None:
    started(county, 1, team="one_to_one")
    put_in_force_changed(team("five_to_one", "grid_worker"))
    assert reads.conversions(COUNTY, by=county) == []


def test_another_measure_for_the_same_class_is_decided_one_by_one(county: Actor) -> None:
    def milder(tables: Tables) -> None:
        tables["class"] = [{**one, "measure": "self_monitoring"} if one["id"] == "key_area" else one for one in tables["class"]]

    one = begun(county, 1)[1]
    assert one.class_id == "key_area"
    put_in_force_changed(milder)
    [found] = reads.conversions(COUNTY, by=county)
    assert (found.one_by_one, list(found.changes)) == (True, [Change.MEASURE])
    [verdict] = apply(county, one.pk)
    assert (verdict.outcome, verdict.code) == ("refused", "another_measure")
    assert Observation.objects.get(pk=one.pk).steps == one.steps


def test_who_was_moved_to_a_site_stays_there_and_follows_the_rules_of_that_measure(county: Actor) -> None:
    one = begun(county, 1)[1]
    [moved] = writes.start([order(1, "central_isolation", site=SITE, happened_at=at(TODAY, 9), answers=None, members={})], by=county)
    assert moved.taken, moved
    assert Observation.objects.get(pk=one.pk).measure == "central_isolation"
    put_in_force_changed(measure("central_isolation", days=20))
    [found] = reads.conversions(COUNTY, by=county)
    assert (found.one_by_one, list(found.changes)) == (False, [Change.LAST_DAY])


def test_who_put_rules_in_force_alone_does_not_apply_them_as_well(county: Actor) -> None:
    one = begun(county, 1)[1]
    put_in_force_changed(measure("home_observation", slots=ONCE))
    with acting_as(system()) as operator:
        [verdict] = apply(operator, one.pk)
    assert (verdict.outcome, verdict.code) == ("refused", "two_people")
    [second] = apply(county, one.pk)
    assert second.taken, second
    assert Event.objects.get(observation=one, kind="recomputed").detail["decided_by"] == [system().name]


def test_other_checks_alone_are_a_change_in_the_outlook_too(county: Actor) -> None:
    assert all(v.taken for v in writes.propose([proposal(n, source_id=None) for n in (1, 2)], by=county))
    tables = as_json(shelf.content("covid-19-2020-02"))
    measure("home_observation", slots=ONCE)(tables)
    book = rules.rulebook()
    held = held_by_class(book, rules.Supposed(book, COUNTY, pack=read_pack(tables, file="own.toml")), COUNTY, county)
    assert [case.changes for case in held.cases] == [True, True]
    assert {tuple(slot.id for slot in case.then.slots) for case in held.cases} == {("am",)}


def test_the_same_number_of_queries_for_one_and_for_many(county: Actor) -> None:
    begun(county, *range(1, 9))
    put_in_force_changed(measure("home_observation", slots=ONCE), team("five_to_one", "grid_worker"))
    keys = [one.pk for one in reads.conversions(COUNTY, by=county)]
    apply(county, keys[0])
    counts = []
    for some in (keys[1:2], keys[2:]):
        with CaptureQueriesContext(connection) as queries:
            assert all(verdict.taken for verdict in apply(county, *some))
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def supposed(*changes: Callable[[Tables], None], recompute: bool = True) -> rules.Supposed:
    """The next version of the pack, as it is proposed."""
    tables = shelf.content("covid-19-2020-02")
    tables["pack"]["version"] = 2
    for change in changes:
        change(tables)
    return rules.Supposed(rules.rulebook(), COUNTY, pack=read_pack(tables, file="own.toml"), recompute=recompute)


def test_what_would_change_for_measures_begun_is_what_then_changes(county: Actor) -> None:
    keys = {one.pk for one in begun(county, 1, 2, 3).values()}
    changes = (measure("home_observation", days=10, slots=ONCE), team("five_to_one", "grid_worker"))
    held = held_begun(rules.rulebook(), supposed(*changes), COUNTY, county)
    assert held is not None
    told = {case.key: (case.then.last_day, [slot.id for slot in case.then.slots], case.then.roles, case.changes) for case in held.cases}
    put_in_force_changed(*changes)
    assert all(verdict.taken for verdict in apply(county, *keys))
    for one in Observation.objects.filter(pk__in=keys):
        step = one.steps[0]
        assert told[one.pk] == (one.due_on, [part.split()[0] for part in step["plan"].split(", ")], tuple(step["roles"]), True)


def test_measures_begun_are_no_matter_where_it_is_not_proposed_that_they_follow(county: Actor) -> None:
    begun(county, 1)
    assert held_begun(rules.rulebook(), supposed(measure("home_observation", days=10), recompute=False), COUNTY, county) is None


def test_another_measure_stands_in_the_outlook_as_one(county: Actor) -> None:
    def milder(tables: Tables) -> None:
        tables["class"] = [{**one, "measure": "self_monitoring"} if one["id"] == "key_area" else one for one in tables["class"]]

    begun(county, 1)
    held = held_begun(rules.rulebook(), supposed(milder), COUNTY, county)
    assert held is not None
    [case] = held.cases
    assert (case.now.measure, case.then.measure, case.shift) == ("home_observation", "self_monitoring", "same")  # 14 days either way
