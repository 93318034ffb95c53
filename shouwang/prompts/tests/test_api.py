"""Channels and messages by API and page: the address never comes back, strangers find nothing, what failed is sent again."""

import json
from typing import Any

import pytest
from django.test import Client

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.places.reads import path_of
from shouwang.prompts.models import Delivery
from shouwang.prompts.tests.test_writes import ROBOT

pytestmark = pytest.mark.usefixtures("demo")
BASE = "/api/v1/prompts"


def client(username: str) -> Client:
    from django.contrib.auth import get_user_model

    with acting_as(system()):
        user = get_user_model().objects.get(username=username)
    found = Client()
    found.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def post(who: Client, address: str, body: Any = None) -> Any:
    return who.post(f"{BASE}{address}", data=json.dumps(body if body is not None else {}), content_type="application/json")


@pytest.fixture
def made(demo: None) -> str:
    """A channel of the county, set up by the operator."""
    [verdict] = post(client("operator"), "/channels", [{"kind": "wecom", "label": "县群", "address": ROBOT}]).json()["verdicts"]
    assert verdict["outcome"] == "accepted", verdict
    return str(verdict["id"])


def test_a_channel_is_set_up_tried_and_ended_and_its_address_never_shown(made: str) -> None:
    operator = client("operator")
    assert post(operator, f"/channels/{made}/tests").status_code == 200
    listed = operator.get(f"{BASE}/channels").content.decode()
    assert made in listed
    assert "693a91f6" not in listed
    [message] = [one for one in operator.get(f"{BASE}/messages").json() if one["channel"] == made]
    assert (message["state"], message["tries"]) == ("waiting", 0)
    assert post(operator, "/channels/endings", [made]).json()["verdicts"][0]["outcome"] == "accepted"
    assert made not in operator.get(f"{BASE}/channels").content.decode()


def test_what_failed_is_listed_and_sent_again_and_nothing_else(made: str) -> None:
    operator = client("operator")
    post(operator, f"/channels/{made}/tests")
    with acting_as(system()):
        Delivery.objects.filter(channel=made).update(state="failed", reason="not_taken", tries=6)
        [key] = Delivery.objects.filter(channel=made).values_list("pk", flat=True)
    assert [one["id"] for one in operator.get(f"{BASE}/messages?state=failed").json()] == [str(key)]
    assert "县群" in operator.get("/prompts/messages/?state=failed").content.decode()
    [verdict] = post(operator, "/messages/again", [str(key)]).json()["verdicts"]
    assert verdict["outcome"] == "accepted"
    [verdict] = post(operator, "/messages/again", [str(key)]).json()["verdicts"]
    assert (verdict["outcome"], verdict["code"]) == ("refused", "not_failed")
    with acting_as(system()):
        assert Delivery.objects.get(pk=key).tries == 0


def test_from_the_page_many_are_sent_again(made: str) -> None:
    operator = client("operator")
    for _ in range(2):
        post(operator, f"/channels/{made}/tests")
    with acting_as(system()):
        Delivery.objects.filter(channel=made).update(state="failed")
        keys = [str(key) for key in Delivery.objects.filter(channel=made).values_list("pk", flat=True)]
    assert operator.post("/prompts/messages/", {"do": "again", "selected": keys, "confirmed": "1"}).status_code == 200
    with acting_as(system()):
        assert set(Delivery.objects.filter(channel=made).values_list("state", flat=True)) == {"waiting"}


@pytest.mark.parametrize("username", ["township", "village"])
def test_who_does_not_see_to_channels_finds_none(made: str, username: str) -> None:
    other = client(username)
    answers = [other.get(f"{BASE}/channels"), other.get(f"{BASE}/messages"), post(other, "/channels/endings", [made]), post(other, "/messages/again", [made]), post(other, f"/channels/{made}/tests")]
    assert {answer.status_code for answer in answers} == {403}
    assert other.get("/prompts/messages/").status_code in {302, 403, 404}


def test_a_post_reads_and_opens_its_own_reminders(demo: None) -> None:
    from shouwang.prompts import writes

    with acting_as(system()) as by:
        own, strange = path_of("411621101201") or "", path_of("411621205") or ""
        [first, second] = writes.prompt([writes.NewPrompt("report_to_sign", area, f"/reports/{area}/2020-02-05/", "2020-02-05") for area in (own, strange)], by=by)
    village = client("village")
    seen = {one["id"]: one["is_seen"] for one in village.get(BASE).json()}
    assert seen[str(first.id)] is False
    assert str(second.id) not in seen
    assert post(village, f"/{first.id}/open").status_code == 200
    assert {one["id"]: one["is_seen"] for one in village.get(BASE).json()}[str(first.id)] is True
    assert post(village, f"/{second.id}/open").status_code == 404
