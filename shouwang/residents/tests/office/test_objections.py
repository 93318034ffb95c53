"""Objections answered by somebody else than the author of the measure, in time, with reasons."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine import writes as measures
from shouwang.quarantine.tests.conftest import order, proposal
from shouwang.residents import due, writes
from shouwang.residents.models import Objection
from shouwang.residents.tests.conftest import (
    TODAY,
    TOWN,
    VILLAGE,
    Holder,
    given,
    person,
)
from shouwang.residents.writes import NewLink, NewObjection, ObjectionAnswer

pytestmark = pytest.mark.django_db


def post(area: str, role: str, post_id: int) -> Actor:
    """Somebody in a numbered post."""
    return Actor(user_id=None, post_id=post_id, role=role, area=area, name=f"{role} {post_id}")


@pytest.fixture
def ordered(county: Actor) -> Holder:
    """Somebody whose measure the post 41 ordered."""
    with acting_as(post(TOWN, "township_officer", 41)) as author:
        measures.propose([proposal(1)], by=author)
        observation = measures.start([order(1)], by=author)[0].id
    who = person(1)
    (link, code), = given(county, NewLink(person_id=who))
    assert observation
    return Holder(who, observation, link, code)


def test_an_objection_has_a_number_a_deadline_and_stands_in_the_story(ordered: Holder, county: Actor) -> None:
    verdict = writes.lodge_objections([NewObjection(ordered.person, "I never left the county")], by=county)[0]
    one = Objection.objects.get()
    assert verdict.facts["number"] == one.number
    assert one.number.startswith("SS20200204-")
    assert one.due_at - one.lodged_at == timedelta(hours=24)
    observation = quarantine.observation(ordered.observation, by=county)
    told = quarantine.story(observation, by=county).events
    assert [one.number in event.reason for event in told if event.kind == "objected"] == [True]


def test_the_author_of_the_measure_cannot_answer(ordered: Holder, county: Actor) -> None:
    writes.lodge_objections([NewObjection(ordered.person, "I never left the county")], by=county)
    one = Objection.objects.get()
    answer = ObjectionAnswer(one.pk, "granted", "The train ticket shows it.")
    with acting_as(post(TOWN, "township_officer", 41)) as author:
        assert writes.answer_objections([answer], by=author)[0].code == "same_author"
    with acting_as(post(TOWN, "township_officer", 42)) as somebody_else:
        assert writes.answer_objections([answer], by=somebody_else)[0].taken
        assert writes.answer_objections([answer], by=somebody_else)[0].code == "answered"
    one.refresh_from_db()
    assert (one.outcome, one.answer, one.answered_by) == ("granted", "The train ticket shows it.", "township_officer 42")


def test_whoever_extended_the_measure_is_its_author_too(ordered: Holder, county: Actor) -> None:
    with acting_as(post(TOWN, "township_officer", 43)) as by:
        longer = measures.Decided(observation_id=ordered.observation, reason="a new exposure", due_on=TODAY + timedelta(days=9))
        assert measures.extend([longer], by=by)[0].taken
    writes.lodge_objections([NewObjection(ordered.person, "Too long")], by=county)
    assert quarantine.authors([ordered.observation]) == {ordered.observation: {41, 43}}
    with acting_as(post(TOWN, "township_officer", 43)) as by:
        assert writes.answer_objections([ObjectionAnswer(Objection.objects.get().pk, "rejected", "no")], by=by)[0].code == "same_author"


def test_the_same_officer_in_another_post_is_the_same_author(county: Actor, login: Any) -> None:
    from shouwang.accounts import reads as accounts
    from shouwang.accounts.models import Post, User
    from shouwang.accounts.writes import NewPost, give_posts

    login(TOWN)
    with acting_as(system()) as operator:
        user = User.objects.get(username=f"township_officer-{TOWN}")
        give_posts([NewPost(user.username, "village_officer", VILLAGE, "", valid_from=TODAY.replace(day=1))], by=operator)
        first, second = Post.objects.filter(user=user).order_by("pk")
    with acting_as(accounts.actor_in(user, first)) as author:
        measures.propose([proposal(1)], by=author)
        measures.start([order(1)], by=author)
    writes.lodge_objections([NewObjection(person(1), "why me")], by=county)
    with acting_as(accounts.actor_in(user, second)) as by:
        assert writes.answer_objections([ObjectionAnswer(Objection.objects.get().pk, "rejected", "no")], by=by)[0].code == "same_author"


def test_an_answer_needs_its_reasons_and_the_resident_reads_it(ordered: Holder, county: Actor, login: Any) -> None:
    from shouwang.residents.tests.conftest import with_link

    writes.lodge_objections([NewObjection(ordered.person, "I never left the county")], by=county)
    one = Objection.objects.get()
    client = login(VILLAGE, "village_officer")
    address = reverse("residents:objection", args=[one.pk])
    assert client.post(address, {"outcome": "granted", "answer": " "}).status_code == 200
    assert client.post(address, {"outcome": "granted", "answer": "车票已核对，措施撤销。"}).status_code == 302
    body = with_link(ordered.code).get("/r/").content.decode()
    assert "车票已核对" in body
    assert "采纳" in body


def test_objections_wait_and_become_late(ordered: Holder, county: Actor, login: Any) -> None:
    writes.lodge_objections([NewObjection(ordered.person, "a"), NewObjection(ordered.person, "b", "record")], by=county)
    with clocks.stopped(clocks.now() + timedelta(hours=25)):
        duty = next(one for one in due.due(county, clocks.now()) if one.kind == "objections")
        assert (duty.count, duty.late) == (2, 2)
        assert "逾期" in login(TOWN).get(reverse("residents:objections")).content.decode()


def test_without_a_measure_there_is_nothing_to_object_to(county: Actor) -> None:
    who = person(9)
    codes = [v.code for v in writes.lodge_objections([NewObjection(who, "a"), NewObjection(who, "my name is wrong", "record"), NewObjection(uuid4(), "a")], by=county)]
    assert codes == ["nothing_to_object", "", "not_found"]
