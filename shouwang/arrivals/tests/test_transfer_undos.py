"""Slips with transfers: that none is needed, and requests, are taken back; and what stands in the way."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import reads
from shouwang.arrivals.models import Arrival, Passenger, Transfer
from shouwang.arrivals.tests.conftest import OTHER_TOWN, TOWN, Login, actor, came
from shouwang.arrivals.tests.test_recording import record
from shouwang.arrivals.writes import transfers as use
from shouwang.ledger.recounts import recount
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict

MISTAKE = "点错了"


@pytest.fixture
def root(town: Actor) -> UUID:
    """A returnee whose class demands a transfer."""
    key = record(came(1), by=town)[0].id
    Arrival.objects.filter(root=key).update(needs_transfer=True)
    assert key
    return key


def waived(root: UUID, by: Actor) -> Verdict:
    return use.waive_transfers([use.Waiver(root, "已自行到达")], by=by)[0]


def unwaived(root: UUID, by: Actor, reason: str = MISTAKE) -> Verdict:
    return use.undo_waivers([use.Waiver(root, reason)], by=by)[0]


def asked(root: UUID, by: Actor) -> UUID:
    verdict = use.request_transfers([use.TransferRequest(arrival_id=root, to_words="隔离点")], by=by)[0]
    assert verdict.id, verdict
    return verdict.id


def withdrawn(key: UUID, by: Actor, reason: str = MISTAKE) -> Verdict:
    return use.undo_requests([use.Undone(key, reason)], by=by)[0]


def test_whoever_needed_no_transfer_by_mistake_is_to_be_fetched_again(town: Actor, root: UUID) -> None:
    waiting = reads.without_transfer(by=town).count()
    assert waived(root, town).taken
    assert reads.without_transfer(by=town).count() == waiting - 1
    assert unwaived(root, town).taken
    assert reads.without_transfer(by=town).count() == waiting
    assert unwaived(root, town).code == "nothing_to_undo"
    assert list(recount()) == []


def test_what_stands_against_taking_a_waiver_back(town: Actor, root: UUID) -> None:
    waived(root, town)
    assert unwaived(root, town, " ").code == "reason_missing"
    assert unwaived(uuid4(), town).code == "not_found"
    with clocks.stopped(clocks.now() + timedelta(hours=25)):
        assert unwaived(root, town).code == "undo_too_late"


def test_a_request_taken_back_leaves_nobody_in_it_and_can_be_made_anew(town: Actor, root: UUID) -> None:
    key = asked(root, town)
    use.approve_transfers([use.Approval(key)], by=town)
    assert withdrawn(key, town).taken
    assert (Transfer.objects.exists(), Passenger.objects.exists()) == (False, False)
    assert reads.without_transfer(by=town).count() == 1
    assert withdrawn(key, town).code == "not_found"
    asked(root, town)
    assert list(recount()) == []


def test_a_request_on_which_a_vehicle_was_sent_is_not_taken_back(town: Actor, root: UUID) -> None:
    key = asked(root, town)
    assert withdrawn(key, town, "").code == "reason_missing"
    use.approve_transfers([use.Approval(key)], by=town)
    use.dispatch_transfers([use.Dispatch(transfer_id=key, crew=use.Crew(vehicle="救护车", driver="李样"))], by=town)
    assert withdrawn(key, town).code == "transfer_state"


def test_a_request_of_yesterday_is_not_taken_back_and_the_neighbour_takes_none(town: Actor, root: UUID) -> None:
    key = asked(root, town)
    with clocks.stopped(clocks.now() + timedelta(hours=25)):
        assert withdrawn(key, town).code == "undo_too_late"
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert (withdrawn(key, stranger).code, unwaived(root, stranger).code) == ("not_found", "not_found")


def test_both_are_taken_back_by_api_and_the_neighbour_takes_none(town: Actor, root: UUID, login: Login, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client, stranger = login(TOWN), login(OTHER_TOWN)

    def outcome(by: Client, address: str, row: dict[str, object]) -> str:
        answer = by.post(f"/api/v1/arrivals/transfers/{address}", [row | {"reason": MISTAKE}], content_type="application/json")
        return str(answer.json()["verdicts"][0]["outcome"])

    waived(root, town)
    assert [outcome(by, "waiver-undos", {"arrival": str(root)}) for by in (stranger, client, client)] == ["refused", "accepted", "refused"]
    key = str(asked(root, town))
    assert [outcome(by, "undos", {"transfer": key}) for by in (stranger, client, client)] == ["refused", "accepted", "refused"]
    assert not Transfer.objects.exists()


def test_both_are_taken_back_from_the_page_of_results(town: Actor, root: UUID, login: Login, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client = login(TOWN)
    waived(root, town)
    sent = {"list": "arrivals.returns", "do": "undo", "of": "waive", "ids": str(root), "reason": MISTAKE}
    assert "已撤回" in client.post("/arrivals/", sent, follow=True).content.decode()
    key = asked(root, town)
    sent |= {"of": "transfer", "ids": str(key)}
    assert "已撤回" in client.post("/arrivals/", sent, follow=True).content.decode()
    assert not Transfer.objects.exists()
