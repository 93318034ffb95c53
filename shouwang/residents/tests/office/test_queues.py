"""What holds for every queue of the office: its questions, who may do what, states and deadlines."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import ROLE_PERMISSIONS, Permission
from shouwang.lib.ids import uuid7
from shouwang.quarantine.tests.conftest import at, number
from shouwang.residents import rules, writes
from shouwang.residents.tests.conftest import (
    TODAY,
    TOWN,
    declared,
    holder,
)
from shouwang.residents.writes import NewHelp, NewObjection

pytestmark = pytest.mark.django_db


def test_queues_ask_the_same_number_of_questions_for_one_and_many(county: Actor, login: Any) -> None:
    client = login(TOWN)
    names = ("links", "help", "objections", "declarations")

    def fill(n: int) -> None:
        who = holder(county, n)
        writes.ask_help([NewHelp(who.person, "errand", "rice")], by=county)
        writes.lodge_objections([NewObjection(who.person, "no")], by=county)
        declared(id_number=number(600 + n), key=uuid7())

    def questions() -> list[int]:
        counted = []
        for name in names:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(f"residents:{name}")).status_code == 200
            counted.append(len(asked))
        return counted

    fill(1)
    questions()
    before = questions()
    for n in (2, 3, 4):
        fill(n)
    assert questions() == before


def test_who_may_do_what() -> None:
    for role, permissions in ROLE_PERMISSIONS.items():
        assert (Permission.GIVE_LINKS in permissions) == (role in {"village_officer", "community_staff", "township_officer", "command_office"})
        assert Permission.GIVE_LINKS not in permissions or Permission.ANSWER_OBJECTIONS in permissions


def test_rules_of_states_and_deadlines() -> None:
    now = at(TODAY, 12)
    assert rules.link_state(revoked_at=None, expires_at=now, left=False, now=now) == "expired"
    assert rules.link_state(revoked_at=now, expires_at=now, left=True, now=now) == "revoked"
    assert rules.link_state(revoked_at=None, expires_at=now + timedelta(1), left=True, now=now) == "left"
    assert rules.link_state(revoked_at=None, expires_at=now + timedelta(1), left=False, now=now) == "live"
    assert rules.hours_for("errand", True, {"errand": 24, "doctor": 2}) == 2
    assert rules.has_moved("001001001001001", "001001001001002")
    assert not rules.has_moved("001001001001001003", "001001001001001")
