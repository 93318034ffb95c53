"""Checks that people report themselves: what they are worth, who confirms them, and their fevers."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.recounts import recount
from shouwang.quarantine import reads, writes
from shouwang.quarantine.models import Alert, Reading, ReadingFlag
from shouwang.quarantine.tests.conftest import OTHER_TOWN, TODAY, actor, at, proposal, reading, started
from shouwang.quarantine.tests.test_orders import figure
from shouwang.quarantine.tests.test_readings import codes
from shouwang.quarantine.writes import ConfirmedReading


def reported(by: Actor, n: int = 1, written: object = 36.6, **more: object) -> UUID:
    """What the n-th person reports; the id of the reading."""
    verdict = writes.record_readings([reading(n, written, observer="", self_reported=True, **more)], by=by)[0]
    assert verdict.id is not None, verdict
    return verdict.id


def observed(by: Actor, n: int, policy: str) -> None:
    """Somebody under a pack that says what a self-reported value is worth."""
    told = proposal(n)
    writes.propose([replace(told, terms=replace(told.terms, self_reported=policy))], by=by)
    assert writes.start([writes.NewOrder(person_id=told.person_id, measure="home_observation", happened_at=at(TODAY, 6))], by=by)[0].taken


@pytest.mark.parametrize(("policy", "done"), [("count", 1), ("confirm", 0), ("never", 0)])
def test_the_pack_says_whether_a_self_reported_value_counts(county: Actor, policy: str, done: int) -> None:
    observed(county, 1, policy)
    reported(county)
    assert figure("readings_done") == {"today": done}


def test_a_confirmed_value_counts_with_its_own_time_and_its_source(county: Actor) -> None:
    started(county, 1)
    key = reported(county)
    verdict = writes.confirm_readings([ConfirmedReading(reading_id=key)], by=county)[0]
    assert (verdict.outcome, verdict.of, verdict.facts["late"]) == ("corrected", key, False)
    kept = Reading.objects.get(live=True)
    assert (kept.self_reported, kept.happened_at, kept.temperature_c, kept.observer) == (True, at(TODAY, 8, 5), Decimal("36.6"), county.name)
    assert figure("readings_done") == {"today": 1}
    assert list(recount()) == []


def test_the_own_value_of_the_team_takes_the_place_of_the_reported_one(county: Actor) -> None:
    started(county, 1)
    key = reported(county, written=38.2)
    own = ConfirmedReading(reading_id=key, agrees=False, written="36.7", happened_at=at(TODAY, 9))
    assert writes.confirm_readings([own], by=county)[0].outcome == "corrected"
    kept = Reading.objects.get(live=True)
    assert (kept.self_reported, kept.temperature_c) == (False, Decimal("36.7"))
    assert figure("readings_done") == {"today": 1}
    assert figure("fever_persons") == {"today": 0, "total": 0}
    assert list(recount()) == []


@pytest.mark.parametrize("policy", ["confirm", "count", "never"])
def test_a_reported_fever_alerts_at_once_whatever_the_pack_says(county: Actor, policy: str) -> None:
    observed(county, 1, policy)
    reported(county, written=38.1)
    assert list(Alert.objects.filter(closed_at__isnull=True).values_list("kind", flat=True)) == ["fever"]


def test_a_confirmed_fever_counts_the_person_once_and_does_not_alert_again(county: Actor) -> None:
    started(county, 1)
    key = reported(county, written=38.1)
    assert figure("fever_persons") == {"today": 0, "total": 0}
    writes.close_alerts(list(Alert.objects.values_list("pk", flat=True)), reason="seen by the doctor", by=county)
    verdict = writes.confirm_readings([ConfirmedReading(reading_id=key)], by=county)[0]
    assert "FEVER" in codes(verdict)
    assert not Alert.objects.filter(closed_at__isnull=True).exists()
    assert figure("fever_persons") == {"today": 1, "total": 1}
    assert list(recount()) == []


def test_what_the_pack_never_counts_is_not_confirmed_but_measured(county: Actor) -> None:
    observed(county, 1, "never")
    key = reported(county)
    agreed = writes.confirm_readings([ConfirmedReading(reading_id=key)], by=county)[0]
    assert agreed.code == "report_never_counts"
    assert writes.confirm_readings([ConfirmedReading(reading_id=key, agrees=False, written=36.4)], by=county)[0].taken
    assert figure("readings_done") == {"today": 1}


def test_an_own_value_that_is_no_temperature_is_refused_and_the_report_still_waits(county: Actor) -> None:
    started(county, 1)
    key = reported(county)
    assert writes.confirm_readings([ConfirmedReading(reading_id=key, agrees=False, written="365")], by=county)[0].code == "TEMP_IMPLAUSIBLE"
    assert [one.pk for one in reads.self_reports(by=county)] == [key]


def test_confirming_twice_or_in_one_batch_twice_settles_it_once(county: Actor) -> None:
    started(county, 1)
    key = reported(county)
    twice = [ConfirmedReading(reading_id=key), ConfirmedReading(reading_id=key)]
    assert [v.outcome for v in writes.confirm_readings(twice, by=county)] == ["corrected", "duplicate"]
    assert writes.confirm_readings([ConfirmedReading(reading_id=key)], by=county)[0].outcome == "duplicate"
    assert Reading.objects.filter(live=True).count() == 1


def test_a_stranger_confirms_nothing(county: Actor) -> None:
    started(county, 1)
    key = reported(county)
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert writes.confirm_readings([ConfirmedReading(reading_id=key)], by=stranger)[0].code == "report_unknown"


def test_the_same_value_measured_by_the_team_is_a_check_of_its_own(county: Actor) -> None:
    started(county, 1)
    reported(county, happened_at=None)
    assert writes.record_readings([reading(1, 36.6, happened_at=None)], by=county)[0].outcome == "accepted"
    assert figure("readings_done") == {"today": 1}
    assert not reads.self_reports(by=county).exists()


def test_many_people_reporting_in_one_minute_is_no_impossible_round(county: Actor) -> None:
    started(county, *range(1, 13))
    keys = [reported(county, n, 36.5, happened_at=at(TODAY, 8) + timedelta(seconds=n)) for n in range(1, 13)]
    writes.confirm_readings([ConfirmedReading(reading_id=key) for key in keys], by=county)
    assert not ReadingFlag.objects.exists()


def test_the_round_shows_what_was_reported_until_it_counts(county: Actor) -> None:
    started(county, 1)
    key = reported(county)
    visit = reads.round_of(TODAY, "am", by=county).visits[0]
    assert (visit.is_done, visit.reported.pk if visit.reported else None) == (False, key)
    writes.confirm_readings([ConfirmedReading(reading_id=key)], by=county)
    visit = reads.round_of(TODAY, "am", by=county).visits[0]
    assert (visit.is_done, visit.reported) == (True, None)
