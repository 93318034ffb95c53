"""Orders and releases taken back: everything as before, the history says so, figures and recount agree; and what stands in the way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit.models import AuditEvent
from shouwang.duty import reads as duty
from shouwang.duty.writes import Member
from shouwang.ledger import signatures
from shouwang.ledger.figures import registry
from shouwang.ledger.recounts import recount
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.papers import reads as papers
from shouwang.quarantine import writes
from shouwang.quarantine.choices import RELEASE_DOCUMENTS, EventKind
from shouwang.quarantine.models import Alert, Booking, Document, Event, Observation, ReadingFlag, Stage, Stay, Watch
from shouwang.quarantine.tests.conftest import (
    COUNTY,
    OTHER_TOWN,
    SITE,
    TODAY,
    actor,
    at,
    order,
    proposal,
    reading,
    started,
)
from shouwang.quarantine.tests.pages import act, page
from shouwang.quarantine.writes import Decided, NewDocument, NewRelease, Undo

MISTAKE = "点错了"
DUE = at(TODAY, 20) + timedelta(days=4)  # the last day of those who started on 26 January


def figures() -> dict[str, Any]:
    """Every figure of observation, today and on the day of the release."""
    days = [Day.of(TODAY), Day.of(DUE.date() + timedelta(days=1))]  # it was after the cut-off
    return {(one.name, day.date): one.values(Subject(area=COUNTY), day) for one in registry.all() for day in days if one.group == "observation"}


def rows() -> dict[str, Any]:
    """Every value of what an order or a release changes, without versions; teams as they stand, without the history of members."""
    kept = {model.__name__: list(model.objects.order_by("pk").values()) for model in (Observation, Stage, Watch, Stay, Booking, Alert)}
    teams = apps.get_model("duty", "TeamMember").objects.filter(to_at=None).order_by("role").values("team__observed_id", "role", "name")
    return {name: [{key: value for key, value in row.items() if key != "version"} for row in of] for name, of in kept.items()} | {"teams": list(teams)}


def agreeing() -> bool:
    """Whether counting again finds nothing else."""
    return list(recount(COUNTY)) == []


def taken_back(write: Callable[..., Any], keys: list[UUID], by: Actor) -> None:
    verdicts = write([Undo(key, MISTAKE) for key in keys], by=by)
    assert [one.outcome for one in verdicts] == ["accepted"] * len(keys), verdicts


def test_an_order_taken_back_leaves_what_was_proposed(county: Actor) -> None:
    writes.propose([proposal(1), proposal(2)], by=county)
    before, counted = rows(), figures()
    keys = [one.id for one in writes.start([order(1), order(2, members={"grid_worker": Member("李样", "16900010001")})], by=county)]
    assert rows() != before
    taken_back(writes.undo_orders, keys, county)
    assert rows() == before
    assert figures() == counted
    assert {one.state for one in Observation.objects.all()} == {"proposed"}
    told = Event.objects.filter(observation=keys[0], live=True).get()
    assert Event.objects.get(pk=told.supersedes).kind == EventKind.STARTED  # what does not count any more says what took its place
    assert (told.kind, told.reason, told.author, told.detail) == (EventKind.TAKEN_BACK, MISTAKE, county.name, {"what": "order"})
    never = duty.team_of(keys[1])
    assert never is not None
    assert never.to_at == never.from_at


def test_an_order_over_an_order_taken_back_leaves_the_first_one_with_its_team(county: Actor) -> None:
    [key] = started(county, 1, members={"grid_worker": Member("李样", "16900010001")})
    before, counted = rows(), figures()
    writes.start([order(1, measure="central_isolation", site=SITE, happened_at=clocks.now())], by=county)
    assert Observation.objects.get().measure == "central_isolation"
    assert Booking.objects.count() == 1
    taken_back(writes.undo_orders, [key], county)
    assert rows() == before
    assert figures() == counted
    assert duty.team_of(key).members["grid_worker"].name == "李样"


def test_an_order_without_a_class_taken_back_stays_as_withdrawn_and_is_counted_nowhere(county: Actor) -> None:
    counted = figures()
    key = writes.start([order(5)], by=county)[0].id
    assert figures() != counted
    taken_back(writes.undo_orders, [key], county)
    assert Observation.objects.get(pk=key).state == "withdrawn"
    assert figures() == counted
    assert writes.start([order(5)], by=county)[0].outcome == "accepted"  # and the person can be ordered anew


def test_a_release_taken_back_goes_on_as_if_it_had_never_ended(county: Actor) -> None:
    keys = started(county, 1, 2, members={"grid_worker": Member("李样", "16900010001")})
    with clocks.stopped(DUE):
        before, counted = rows(), figures()
        documents = [str(one) for one in RELEASE_DOCUMENTS]
        released = writes.release([NewRelease(observation_id=key, documents=documents) for key in keys], by=county)
        assert all(one.taken for one in released)
        assert figures() != counted
        taken_back(writes.undo_releases, keys, county)
        assert rows() == before
        assert figures() == counted
        assert not Document.objects.filter(live=True).exists()
        cards = [card for of in papers.about(keys, by=county).values() for card in of]
        assert len(cards) == len(keys) * len(documents)
        assert {(card.is_withdrawn, card.withdrawn_why) for card in cards} == {(True, MISTAKE)}
        again = writes.release([NewRelease(observation_id=keys[0], documents=documents)], by=county)[0]
        assert again.outcome == "accepted"


def test_who_releases_without_ordering_ends_the_team_and_brings_it_back(county: Actor) -> None:
    [key] = started(county, 1, members={"grid_worker": Member("李样", "16900010001")})
    with clocks.stopped(DUE), acting_as(actor(COUNTY, "epidemiologist")) as by:
        assert writes.release([NewRelease(observation_id=key)], by=by)[0].taken
        ended = duty.team_of(key)
        assert ended is not None
        assert ended.to_at == DUE
        taken_back(writes.undo_releases, [key], by)
        again = duty.team_of(key)
        assert again is not None
        assert again.to_at is None


def test_a_stay_goes_on_when_the_release_is_taken_back(county: Actor) -> None:
    [key] = started(county, 1, measure="central_isolation", site=SITE)
    writes.move_in([writes.NewStay(observation_id=key, site=SITE)], by=county)
    with clocks.stopped(DUE + timedelta(days=10)):
        before = rows()
        assert writes.release([NewRelease(observation_id=key)], by=county)[0].taken
        assert Stay.objects.get().out_at is not None
        taken_back(writes.undo_releases, [key], county)
        assert rows() == before


def test_undoing_twice_finds_nothing_to_undo(county: Actor) -> None:
    [key] = started(county, 1)
    twice = writes.undo_orders([Undo(key, MISTAKE), Undo(key, MISTAKE)], by=county)
    assert [one.code for one in twice] == ["", "nothing_to_undo"]
    assert writes.undo_orders([Undo(key, MISTAKE)], by=county)[0].code == "nothing_to_undo"


@pytest.mark.parametrize(
    ("then", "code"),
    [
        (lambda _key, by: writes.record_readings([reading(1)], by=by), "checked_since"),
        (lambda key, by: writes.extend([Decided(observation_id=key, due_on=DUE.date() + timedelta(days=3), reason="接触")], by=by), "changed_since"),
        (lambda key, by: writes.hand_out([NewDocument(observation_id=key, kind="pledge")], by=by), "changed_since"),
    ],
)
def test_an_order_on_which_something_stands_is_not_taken_back(county: Actor, then: Any, code: str) -> None:
    [key, other] = started(county, 1, 2)
    assert all(one.taken for one in then(key, county))
    before = rows()
    verdicts = writes.undo_orders([Undo(key, MISTAKE), Undo(other, MISTAKE)], by=county)
    assert [one.code for one in verdicts] == [code, ""]  # the neighbour goes
    assert [row for row in rows()["Observation"] if row["id"] == key] == [row for row in before["Observation"] if row["id"] == key]


def test_after_a_day_it_is_too_late(county: Actor) -> None:
    [key] = started(county, 1)
    with clocks.stopped(at(TODAY, 20) + timedelta(hours=25)):
        assert writes.undo_orders([Undo(key, MISTAKE)], by=county)[0].code == "undo_too_late"


def test_a_release_is_not_taken_back_once_the_person_is_observed_again(county: Actor) -> None:
    [key] = started(county, 1)
    with clocks.stopped(DUE):
        writes.release([NewRelease(observation_id=key)], by=county)
        assert writes.start([order(1, happened_at=clocks.now())], by=county)[0].taken
        assert writes.undo_releases([Undo(key, MISTAKE)], by=county)[0].code == "observed_again"


def test_a_reason_is_asked_for_and_kept_in_the_log(county: Actor) -> None:
    [key] = started(county, 1)
    assert writes.undo_orders([Undo(key, " ")], by=county)[0].code == "reason_missing"
    taken_back(writes.undo_orders, [key], county)
    event = AuditEvent.objects.filter(action="quarantine.undo_orders").latest("pk")
    assert (event.count, event.reason) == (1, MISTAKE)


def test_the_next_township_takes_nothing_back(county: Actor) -> None:
    [key] = started(county, 1)
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert [one.code for one in writes.undo_orders([Undo(key, MISTAKE), Undo(uuid4(), MISTAKE)], by=stranger)] == ["not_found"] * 2


def test_a_signed_day_warns_and_is_not_changed_by_it(county: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    [key] = started(county, 1)
    monkeypatch.setattr(signatures, "_known", [lambda asked: set(asked)])
    [verdict] = writes.undo_orders([Undo(key, MISTAKE)], by=county)
    assert [one.code for one in verdict.warnings] == ["signed"]


def test_many_are_taken_back_with_as_many_queries_as_one(county: Actor) -> None:
    keys = started(county, *range(1, 12))
    asked = []
    for some in (keys[:1], keys[1:]):
        with CaptureQueriesContext(connection) as queries:
            taken_back(writes.undo_orders, some, county)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_recount_agrees_after_each(county: Actor) -> None:
    keys = started(county, 1, 2)
    writes.undo_orders([Undo(keys[0], MISTAKE)], by=county)
    assert agreeing()
    with clocks.stopped(DUE):
        writes.release([NewRelease(observation_id=keys[1], documents=["release_notice"])], by=county)
        assert agreeing()
        writes.undo_releases([Undo(keys[1], MISTAKE)], by=county)
        assert agreeing()


def test_a_release_is_undone_from_the_page_of_results_and_from_the_own_page(town: Client, county: Actor) -> None:
    [key] = [one.pk for one in Observation.objects.all()]
    with clocks.stopped(DUE):
        told = act(town, "releases", "release", key)
        assert 'value="undo"' in told
        sent = {"list": "quarantine.releases", "do": "undo", "of": "release", "ids": str(key), "reason": MISTAKE}
        assert "已撤回" in town.post("/quarantine/releases/", sent, follow=True).content.decode()
        assert Observation.objects.get().state == "active"
        act(town, "releases", "release", key)
        assert f"/quarantine/{key}/undo/" in page(town, f"{key}/")
        assert town.post(f"/quarantine/{key}/undo/", {"reason": ""}).status_code == 200
        assert town.post(f"/quarantine/{key}/undo/", {"reason": MISTAKE}).status_code == 302
        assert Observation.objects.get().state == "active"
        assert f"/quarantine/{key}/undo/" not in page(town, f"{key}/")
        assert town.get(f"/quarantine/{key}/undo/").status_code == 409


def test_measures_started_by_mistake_are_undone_from_the_page_of_results(town: Client, county: Actor) -> None:
    writes.propose([proposal(7)], by=county)
    key = Observation.objects.get(state="proposed").pk
    act(town, "waiting", "start", key)
    sent = {"list": "quarantine.waiting", "do": "undo", "of": "start", "ids": str(key), "reason": MISTAKE}
    assert "已撤回" in town.post("/quarantine/waiting/", sent, follow=True).content.decode()
    assert Observation.objects.get(pk=key).state == "proposed"


def test_an_alert_closed_by_mistake_is_opened_again(town: Client, county: Actor) -> None:
    writes.record_readings([reading(1, "38.2")], by=county)
    alert = Alert.objects.get()
    told = act(town, "alerts", "close", alert.pk, reason="看过了")
    assert 'value="undo"' in told
    sent = {"list": "quarantine.alerts", "do": "undo", "of": "close", "ids": str(alert.pk), "reason": MISTAKE}
    assert "已撤回" in town.post("/quarantine/alerts/", sent, follow=True).content.decode()
    alert.refresh_from_db()
    assert (alert.closed_at, alert.closed_why, alert.closed_by) == (None, "", "")
    assert writes.reopen_alerts([alert.pk, uuid4()], reason=MISTAKE, by=county)[0].code == "alert_open"


def test_an_alert_is_not_opened_again_beside_another_one_or_after_the_end(county: Actor) -> None:
    [key] = started(county, 1)
    writes.record_readings([reading(1, "38.2")], by=county)
    first = Alert.objects.get().pk
    writes.close_alerts([first], reason="看过了", by=county)
    writes.record_readings([reading(1, "38.4", slot="pm")], by=county)
    assert writes.reopen_alerts([first], reason=MISTAKE, by=county)[0].code == "alert_again"
    writes.close_alerts([Alert.objects.get(closed_at=None).pk], reason="看过了", by=county)
    with clocks.stopped(at(TODAY, 20) + timedelta(hours=25)):
        assert writes.reopen_alerts([first], reason=MISTAKE, by=county)[0].code == "undo_too_late"
    writes.end_early([Decided(observation_id=key, reason="转院")], by=county)
    assert writes.reopen_alerts([first], reason=MISTAKE, by=county)[0].code == "no_observation"


def test_a_decision_on_a_marked_check_is_taken_back(county: Actor) -> None:
    started(county, 1)
    writes.record_readings([reading(1, day=TODAY + timedelta(days=1))], by=county)  # for a time to come
    flag = ReadingFlag.objects.get()
    assert writes.reopen_flags([flag.pk], reason=MISTAKE, by=county)[0].code == "flag_open"
    writes.decide_flags([flag.pk], credible=False, reason="时间不对", by=county)
    assert writes.reopen_flags([flag.pk], reason=MISTAKE, by=county)[0].taken
    flag.refresh_from_db()
    assert (flag.state, flag.decided_at, flag.why) == ("open", None, "")


UNSUITABLE = [True, False, *[True] * 4]


def assessed(key: UUID, answers: Any, by: Actor) -> None:
    assert writes.reassess([writes.NewAssessment(observation_id=key, answers=answers, community_signer="样社干", health_signer="样村医")], by=by)[0].taken


def test_an_assessment_taken_back_leaves_the_home_and_its_alert_as_before(county: Actor) -> None:
    [key] = started(county, 1)
    before, counted = rows(), figures()
    assessed(key, UNSUITABLE, county)
    assert Alert.objects.filter(closed_at=None).count() == 1
    assert figures() != counted
    writes.record_readings([reading(1)], by=county)  # a check made meanwhile stays
    taken_back(writes.undo_assessments, [key], county)
    assert {name: of for name, of in rows().items() if name != "teams"} == {name: of for name, of in before.items() if name != "teams"}
    assert not apps.get_model("quarantine", "Assessment").objects.filter(live=True, again=True).exists()
    assert figures()["reassessed", TODAY] == counted["reassessed", TODAY]
    assert agreeing()
    assert writes.undo_assessments([Undo(key, MISTAKE)], by=county)[0].code == "nothing_to_undo"


def test_an_alert_that_the_assessment_closed_is_open_again(county: Actor) -> None:
    [key] = started(county, 1)
    assessed(key, UNSUITABLE, county)
    assessed(key, [True] * 6, county)
    assert not Alert.objects.filter(closed_at=None).exists()
    taken_back(writes.undo_assessments, [key], county)
    assert Alert.objects.filter(closed_at=None).count() == 1


def test_a_first_assessment_taken_back_leaves_what_was_proposed(county: Actor) -> None:
    writes.propose([proposal(1)], by=county)
    key = Observation.objects.get().pk
    assert writes.assess([writes.NewAssessment(observation_id=key, answers=[True] * 6)], by=county)[0].taken
    assert Observation.objects.get().state == "assessed"
    taken_back(writes.undo_assessments, [key], county)
    assert Observation.objects.get().state == "proposed"


def test_an_assessment_that_somebody_signed_since_is_theirs_too(county: Actor) -> None:
    [key] = started(county, 1)
    writes.reassess([writes.NewAssessment(observation_id=key, answers=UNSUITABLE)], by=county)
    assessment = apps.get_model("quarantine", "Assessment").objects.get(again=True)
    with clocks.stopped(at(TODAY, 21)):
        writes.sign_assessments([assessment.pk], part="health", by=county)
        assert writes.undo_assessments([Undo(key, MISTAKE)], by=county)[0].code == "changed_since"


def test_an_assessment_is_undone_from_the_own_page(town: Client, county: Actor) -> None:
    key = Observation.objects.get().pk
    assessed(key, UNSUITABLE, county)
    assert "撤回" in page(town, f"{key}/")
    assert town.post(f"/quarantine/{key}/undo/", {"reason": MISTAKE}).status_code == 302
    assert not Alert.objects.filter(closed_at=None).exists()
