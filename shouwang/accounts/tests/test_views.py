"""A user changes between the own posts and signs the own machines out; nobody else's."""

from datetime import date

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from shouwang.accounts import reads, writes
from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as, known_user
from shouwang.accounts.writes import NewPost

pytestmark = pytest.mark.django_db
COUNTY, TOWN = "001001001", "001001001001"


@pytest.fixture(autouse=True)
def one_factor(settings: pytest.FixtureRequest) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def user(name: str, *areas: str) -> User:
    with acting_as(system()) as operator:
        writes.give_posts(
            [NewPost(name, "township_officer", area, valid_from=date(2020, 1, 1)) for area in areas], by=operator
        )
    return User.objects.get(username=name)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def posts_of(person: User) -> dict[str, int]:
    with known_user(person.pk):
        return {post.area: post.pk for post in reads.posts_in_force(person.pk)}


def test_a_user_with_two_posts_switches_between_them() -> None:
    person = user("two", COUNTY, TOWN)
    client = signed_in(person)
    assert client.post("/posts/act-as", {"post": posts_of(person)[TOWN]}).url == "/"
    assert client.session["post"] == str(posts_of(person)[TOWN])


def test_nobody_acts_as_a_post_of_somebody_else() -> None:
    other = posts_of(user("other", TOWN))[TOWN]
    assert signed_in(user("one", COUNTY)).post("/posts/act-as", {"post": other}).status_code == 404


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().post("/posts/act-as", {"post": 1}).url.startswith("/account/login/")
    assert Client().post("/posts/end-session", {"session": 1}).url.startswith("/account/login/")


def test_one_machine_is_signed_out_and_the_others_stay() -> None:
    person = user("three", COUNTY)
    here, there = signed_in(person), signed_in(person)
    here.get("/account/sessions/")
    there.get("/account/sessions/")
    lost = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post("/posts/end-session", {"session": lost.pk}).url == "/account/sessions/"
    assert there.get("/account/sessions/").status_code == 302
    assert here.get("/account/sessions/").status_code == 200


def test_nobody_signs_somebody_else_out() -> None:
    victim = signed_in(user("four", COUNTY))
    victim.get("/account/sessions/")
    key = UserSession.objects.get(session_key=victim.session.session_key).pk
    assert signed_in(user("five", COUNTY)).post("/posts/end-session", {"session": key}).status_code == 404
    assert victim.get("/account/sessions/").status_code == 200
