"""Rules come into force by two people: one proposes, another confirms or declines; neither alone, and not for ever."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict
from shouwang.policy import reads, writes
from shouwang.policy.models import PackInForce, Proposal
from shouwang.policy.writes import Decision, NewOverlay, NewPack

pytestmark = pytest.mark.django_db
COUNTY, VILLAGE, OTHER_COUNTY = "001001001", "001001001001002", "001001002"
OFFICE = Actor(1, 1, "command_office", COUNTY, "ZHB", "office")
OTHER_OFFICE = Actor(3, 3, "command_office", COUNTY, "ZHB", "other office")
SECOND = Actor(2, 2, "epidemiologist", COUNTY, "ZHB", "second")
STRANGER = Actor(4, 4, "command_office", OTHER_COUNTY, "ZHB", "stranger")
DAY = date(2020, 2, 1)


def propose(by: Actor = OFFICE, **given: Any) -> Verdict:
    values = {"area": COUNTY, "pack_id": "covid-19-2020-02", "valid_from": date(2020, 1, 20), "reason": "plan"} | given
    with acting_as(by):
        return writes.propose_packs([NewPack(**values)], by=by)[0]


def decide(key: UUID | None, by: Actor = SECOND, confirmed: bool = True, remark: str = "") -> Verdict:
    assert key
    with acting_as(by):
        return writes.decide_proposals([Decision(key, confirmed, remark)], by=by)[0]


def stored(key: UUID | None) -> Proposal:
    with acting_as(OFFICE):
        return Proposal.objects.get(pk=key)


def test_a_proposal_alone_changes_nothing() -> None:
    assert propose().taken
    assert not PackInForce.objects.exists()


def test_another_persons_yes_puts_it_in_force_and_both_are_named() -> None:
    key = propose(basis="指挥部令第3号").id
    assert decide(key).taken
    row = PackInForce.objects.get()
    assert (row.proposed_by, row.confirmed_by, row.basis, row.proposal) == ("office", "second", "指挥部令第3号", key)
    assert row.proposed_at is not None
    assert row.proposed_at <= row.at
    kept = stored(key)
    assert (kept.state, kept.proposed_by, kept.decided_by) == ("confirmed", 1, 2)


@pytest.mark.parametrize("same", [OFFICE, Actor(1, 77, "epidemiologist", COUNTY, "", "office, other post"), system()])
def test_who_proposes_cannot_confirm_in_any_post_and_the_machine_is_nobody(same: Actor) -> None:
    key = propose().id
    assert decide(key, by=same).code == "same_person"
    assert not PackInForce.objects.exists()


def test_the_database_keeps_it_too() -> None:
    key = propose().id
    with acting_as(OFFICE), pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=key).update(state="confirmed", decided_by=1)


def test_what_is_proposed_cannot_be_changed_afterwards() -> None:
    key = propose().id
    with acting_as(OFFICE), connection.cursor() as cursor:
        cursor.execute("SELECT has_column_privilege(current_user, 'policy_proposal', 'content', 'UPDATE')")
        assert cursor.fetchone() == (False,)
    assert stored(key).digest == propose(area=VILLAGE).facts["digest"]


def test_declining_needs_a_remark_and_ends_it() -> None:
    key = propose().id
    assert decide(key, confirmed=False).code == "remark_missing"
    assert decide(key, confirmed=False, remark="days too long").taken
    assert stored(key).remark == "days too long"
    assert decide(key).code == "not_open"
    assert not PackInForce.objects.exists()


def test_two_who_confirm_at_once_put_it_in_force_once() -> None:
    key = propose().id
    assert decide(key).taken
    assert decide(key, by=OTHER_OFFICE).code == "not_open"
    assert PackInForce.objects.count() == 1


def test_a_proposal_expires() -> None:
    now = clocks.now()
    with clocks.stopped(now):
        key = propose().id
    with clocks.stopped(now + timedelta(days=7)):
        assert decide(key).code == "expired"
        with acting_as(SECOND):
            assert not reads.to_confirm(by=SECOND).exists()
            found = reads.proposal(key, by=SECOND) if key else None
        assert found
        assert reads.shown_state(found, clocks.now()) == "expired"
        assert propose().taken  # and may be proposed again


def test_the_same_proposal_waits_only_once() -> None:
    propose()
    assert propose(by=OTHER_OFFICE).code == "waits_already"
    assert propose(valid_from=date(2020, 1, 21)).taken


def test_only_the_proposer_withdraws() -> None:
    key = propose().id
    assert key
    with acting_as(OTHER_OFFICE):
        assert writes.withdraw_proposals([key], by=OTHER_OFFICE)[0].code == "not_the_proposer"
    with acting_as(OFFICE):
        assert writes.withdraw_proposals([key], by=OFFICE)[0].taken
    assert decide(key).code == "not_open"


def test_a_stranger_neither_sees_nor_decides() -> None:
    key = propose().id
    with acting_as(STRANGER):
        assert not reads.proposals(by=STRANGER).exists()
    assert decide(key, by=STRANGER).code == "not_found"
    assert decide(uuid7()).code == "not_found"


@pytest.mark.parametrize("role", ["township_officer", "grid_worker", "supervisor", "operator"])
def test_who_may_not_confirm_is_refused(role: str) -> None:
    actor = Actor(9, 9, role, COUNTY)
    with acting_as(actor), pytest.raises(Refused) as refusal:
        writes.decide_proposals([], by=actor)
    assert refusal.value.code == "not_permitted"


def test_everything_is_checked_again_when_confirmed() -> None:
    decide(propose().id)
    later = propose(pack_id="covid-19-2021-05", valid_from=date(2020, 3, 1)).id
    inherit = NewOverlay("CQ", COUNTY, {"inherit": ["key_area"], "classes": [], "otherwise": "undecided"}, DAY, "own")
    with acting_as(OFFICE):
        overlay = writes.propose_overlays([inherit], by=OFFICE)[0]
    assert decide(overlay.id).taken
    verdict = decide(later)
    assert (verdict.code, stored(later).state) == ("pack_faulty", "proposed")
    assert "overlay[CQ].inherit" in verdict.reason


def test_what_waits_for_a_person_is_what_others_proposed() -> None:
    propose()
    propose(by=OTHER_OFFICE, valid_from=date(2020, 1, 21))
    for actor, waiting in ((OFFICE, 1), (OTHER_OFFICE, 1), (SECOND, 2)):
        with acting_as(actor):
            assert reads.to_confirm(by=actor).count() == waiting


# ---------------------------------------------------------------- the operator at the machine
def alone(**given: Any) -> Verdict:
    values = {
        "area": COUNTY,
        "pack_id": "covid-19-2020-02",
        "valid_from": date(2020, 1, 20),
        "reason": "set-up",
    } | given
    with acting_as(system()) as operator:
        return writes.put_in_force([NewPack(**values)], by=operator)[0]


def test_the_operator_puts_the_first_pack_in_force_alone() -> None:
    assert alone().taken
    assert alone().outcome == "duplicate"


def test_a_second_one_alone_needs_a_reason_that_is_kept() -> None:
    alone()
    later = {"pack_id": "covid-19-2021-05", "valid_from": date(2020, 3, 1)}
    assert alone(**later).code == "two_people"
    assert alone(**later, alone_because="office flooded, nobody can sign in").taken
    row = PackInForce.objects.latest("id")
    assert (row.alone_because, row.confirmed_by) == ("office flooded, nobody can sign in", "")


def test_a_post_never_does_it_alone() -> None:
    with acting_as(OFFICE), pytest.raises(Refused) as refusal:
        writes.put_in_force([NewPack(COUNTY, DAY, "plan", "covid-19-2020-02")], by=OFFICE)
    assert refusal.value.code == "two_people"


# ---------------------------------------------------------------- stricter, never milder
def overlay(content: dict[str, Any]) -> Verdict:
    with acting_as(OFFICE):
        return writes.propose_overlays([NewOverlay("CQ", COUNTY, content, DAY, "own rules")], by=OFFICE)[0]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ({"measure": [{"id": "home_observation", "days": 7}]}, "measure.home_observation.days"),
        ({"signs": {"fever_c": 38.0}}, "signs.fever_c"),
        ({"measure": [{"id": "home_observation", "slots": ["am"]}]}, "measure.home_observation.slots"),
        ({"measure": [{"id": "central_isolation", "leave_home": True}]}, "measure.central_isolation.leave_home"),
        ({"release": {"require": ["due_date_reached"]}}, "release.require"),
        ({"classes": [{"id": "free", "when": {"from_outside": "county"}, "measure": "none"}]}, "example[1]"),
    ],
)
def test_a_unit_may_not_be_milder_than_the_pack(content: dict[str, Any], key: str) -> None:
    alone()
    verdict = overlay(content)
    assert (verdict.code, key in verdict.reason) == ("pack_faulty", True)


@pytest.mark.parametrize(
    "content",
    [
        {"measure": [{"id": "home_observation", "days": 21}]},
        {"team": {"id": "one_to_one", "roles": ["responsible", "doctor"]}},
        {"inherit": ["key_area"], "classes": [], "otherwise": "undecided"},
        {"classes": [{"id": "all_in", "when": {"from_outside": "county"}, "measure": "central_isolation"}],
         "inherit": ["fever_undetermined"]},
    ],
)  # fmt: skip
def test_a_unit_may_be_stricter(content: dict[str, Any]) -> None:
    alone()
    assert overlay(content).taken
