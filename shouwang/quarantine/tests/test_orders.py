"""Proposals, orders, and the figures they make."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.figures import registry
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.policy import reads as rules
from shouwang.quarantine import reads, writes
from shouwang.quarantine.models import Observation, Stage
from shouwang.quarantine.rules.terms import Step, dated
from shouwang.quarantine.tests.conftest import (
    ALL_YES,
    COUNTY,
    TODAY,
    VILLAGE,
    actor,
    at,
    number,
    order,
    proposal,
    started,
)


def figure(name: str, day: date = TODAY, area: str = COUNTY) -> dict:
    found = registry.get(name)
    assert found is not None
    return dict(found.values(Subject(area=area), Day.of(day)))


def test_a_class_proposes_and_an_order_starts_the_same_observation_once(county: Actor) -> None:
    proposed = writes.propose([proposal(1)], by=county)[0]
    begun = writes.start([order(1)], by=county)[0]
    assert (proposed.id, begun.outcome) == (begun.id, "accepted")
    assert begun.facts["due_on"] == date(2020, 2, 8)
    assert figure("home_observed") == {"now": 1}
    assert figure("home_observation_started", date(2020, 1, 26)) == {"today": 1, "total": 1}


def test_a_proposal_that_nobody_started_is_not_counted_as_observed(county: Actor) -> None:
    writes.propose([proposal(1)], by=county)
    assert figure("home_observed") == {"now": 0}


def test_the_same_order_again_changes_nothing(county: Actor) -> None:
    started(county, 1)
    again = writes.start([order(1)], by=county)[0]
    assert (again.outcome, again.code) == ("duplicate", "started_already")
    assert Stage.objects.count() == 1
    assert figure("home_observation_started")["total"] == 1


def test_self_monitoring_is_in_force_at_once_and_ends_on_the_last_day_by_itself(county: Actor) -> None:
    writes.propose([proposal(1, "self_monitoring", left=date(2020, 1, 22))], by=county)
    assert figure("health_monitored", date(2020, 2, 4)) == {"now": 1}
    assert figure("health_monitored", date(2020, 2, 5)) == {"now": 0}


def test_days_that_were_over_before_anybody_knew_bind_nobody(county: Actor) -> None:
    verdict = writes.propose([proposal(1, "self_monitoring", left=date(2020, 1, 10))], by=county)[0]
    assert verdict.facts["state"] == "ended_by_itself"
    assert not Stage.objects.exists()


def test_an_order_makes_a_milder_measure_stricter_and_keeps_one_observation(county: Actor) -> None:
    writes.propose([proposal(1, "self_monitoring")], by=county)
    verdict = writes.start([order(1, basis="doctor_request")], by=county)[0]
    assert verdict.taken
    assert Observation.objects.count() == 1
    assert figure("home_observed") == {"now": 1}
    assert figure("health_monitored") == {"now": 0}
    assert figure("health_monitored", date(2020, 1, 26))["now"] == 0
    assert figure("home_observation_started")["total"] == 1


def test_an_order_alone_registers_a_person_named_with_place(county: Actor) -> None:
    verdict = writes.start([order(7, phone="16900000007")], by=county)[0]
    assert verdict.outcome == "accepted", verdict
    assert verdict.facts["due_on"] == date(2020, 2, 8)


def test_a_home_that_fails_one_line_is_refused_and_nothing_is_written(county: Actor) -> None:
    answers = (True, False, *ALL_YES[2:])
    verdict = writes.start([order(7, answers=answers)], by=county)[0]
    assert (verdict.outcome, verdict.code) == ("refused", "home_unsuitable")
    assert not Observation.objects.exists()


def test_a_last_day_that_the_sender_reckons_otherwise_is_warned_of(county: Actor) -> None:
    writes.propose([proposal(1)], by=county)
    verdict = writes.start([order(1, due_on=date(2020, 2, 7))], by=county)[0]
    assert [warned.code for warned in verdict.warnings] == ["due_differs"]
    assert verdict.facts["due_on"] == date(2020, 2, 8)


def test_a_team_without_police_is_incomplete_until_somebody_fills_the_role(county: Actor) -> None:
    writes.propose([proposal(1)], by=county)
    members = {role: member for role, member in order(1).members.items() if role != "police"}
    verdict = writes.start([order(1, members=members)], by=county)[0]
    assert verdict.facts["missing_roles"] == ["police"]
    assert "team_incomplete" in [warned.code for warned in verdict.warnings]
    assert figure("teams_incomplete") == {"now": 1}


def test_a_person_is_never_under_two_observations(county: Actor) -> None:
    started(county, 1)
    verdict = writes.propose([proposal(1, left=date(2020, 1, 28))], by=county)[0]
    assert verdict.taken
    assert Observation.objects.count() == 1
    assert Observation.objects.get().due_on == date(2020, 2, 11)


def seven_and_three(county: Actor) -> None:
    """The first person is at a central site until 1 February and monitored at home until the 4th."""
    pack = rules.pack_for(COUNTY, TODAY)
    central, home = Step.of_measure(pack.measures["central_isolation"]), Step.of_measure(pack.measures["home_health_monitoring"])
    steps = dated([replace(central, days=7), replace(home, days=3)], date(2020, 1, 25), date(2020, 1, 25))
    writes.propose([proposal(1, steps=steps)], by=county)
    writes.start([order(1, "central_isolation", last_exposure_on=None, site="GLD-1", team="site", answers=None)], by=county)


def test_seven_and_three_begin_one_after_the_other_by_themselves(county: Actor) -> None:
    seven_and_three(county)
    assert figure("central_isolated", date(2020, 1, 31)) == {"now": 1}
    assert figure("central_isolated", date(2020, 2, 1)) == {"now": 0}
    assert figure("health_monitored", date(2020, 2, 1)) == {"now": 1}
    assert figure("health_monitored", date(2020, 2, 4)) == {"now": 0}
    assert len(writes.pass_time(by=county)) == 1
    assert figure("central_isolation_released", date(2020, 2, 1)) == {"today": 1, "total": 1}
    assert writes.pass_time(by=county) == []


@pytest.mark.parametrize("day", [date(2020, 1, 31), date(2020, 2, 2)])
def test_only_on_the_last_day_of_a_stage_its_release_is_written_down(county: Actor, day: date) -> None:
    seven_and_three(county)
    release = writes.NewRelease(id_number=number(1), happened_at=at(day, 10), documents=["release_notice"])
    assert writes.release([release], by=county)[0].code == "release_before_due"


def test_the_release_from_a_stage_hands_out_its_papers_and_the_milder_measure_goes_on(county: Actor) -> None:
    seven_and_three(county)
    row = writes.NewRelease(id_number=number(1), happened_at=at(date(2020, 2, 1), 10), documents=["release_notice", "certificate_of_completed_observation"])
    with clocks.stopped(at(date(2020, 2, 1), 11)):
        writes.pass_time(by=county)
        for _twice in range(2):
            verdict = writes.release([row], by=county)[0]
            assert [warned.code for warned in verdict.warnings] == ["stage_released"]
    assert figure("certificates_issued", date(2020, 2, 1)) == {"today": 1, "total": 1}
    assert figure("central_isolation_released", date(2020, 2, 1)) == {"today": 1, "total": 1}
    assert figure("health_monitored", date(2020, 2, 1)) == {"now": 1}
    standing = reads.find([number(1)], by=county, at=at(date(2020, 1, 31), 12))[0]
    assert (standing.measure, standing.measure_due_on, standing.due_on) == ("central_isolation", date(2020, 2, 1), date(2020, 2, 4))


def test_withdrawing_a_return_takes_back_what_nobody_ordered(county: Actor) -> None:
    rows = [proposal(1, "self_monitoring"), proposal(2)]
    writes.propose(rows, by=county)
    writes.start([order(2)], by=county)
    kept = writes.withdraw([row.source_id for row in rows if row.source_id], reason="import undone", by=county)
    assert [verdict.outcome for verdict in kept] == ["accepted", "refused"]
    assert figure("health_monitored") == {"now": 0}


def test_the_number_of_statements_does_not_grow_with_the_batch(county: Actor) -> None:
    def statements(rows: list) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert all(verdict.taken for verdict in writes.propose(rows, by=county))
            assert all(verdict.taken for verdict in writes.start([order(n) for n in numbers], by=county))
        return len(caught)

    numbers = [1]
    one = statements([proposal(1)])
    numbers = list(range(2, 32))
    assert statements([proposal(n) for n in numbers]) <= one


def test_a_village_orders_to_no_site_that_the_county_does_not_have(county: Actor) -> None:
    writes.propose([proposal(1, "central_isolation")], by=county)
    with acting_as(actor(VILLAGE, "village_officer")) as village:
        row = order(1, "central_isolation", last_exposure_on=None, site="GLD-9", team="site", answers=None)
        verdict = writes.start([row], by=village)[0]
    assert [warned.code for warned in verdict.warnings] == ["site_unknown"]
    assert [one.pk for one in reads.expected(by=county)] == [verdict.id]
