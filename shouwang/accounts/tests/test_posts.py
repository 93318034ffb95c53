"""Offices give and end posts below themselves, and none that may do more than they."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from shouwang.accounts import reads, writes
from shouwang.accounts.actors import Actor, system
from shouwang.accounts.models import Post, User
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost
from shouwang.lib import clocks
from shouwang.ui import trail

pytestmark = pytest.mark.django_db
COUNTY, EAST, WEST = "001001001", "001001001001", "001001001002"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = date(2020, 2, 5)


@pytest.fixture(autouse=True)
def one_factor(settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """It is noon of 5 February 2020; a password is enough; areas are named by their paths, for no tree is loaded."""
    settings.SECOND_FACTOR_REQUIRED = False
    monkeypatch.setattr(trail, "_source", trail._Source())
    with clocks.stopped(clocks.at(TODAY, clocks.DEFAULT_CUTOFF) - timedelta(hours=6)):
        yield


def officer(area: str, role: str = "township_officer") -> Client:
    """Somebody with this post, signed in."""
    with acting_as(system()) as by:
        writes.give_posts([NewPost(f"{role}-{area}", role, area)], by=by)
    client = Client()
    client.force_login(User.objects.get(username=f"{role}-{area}"), BACKEND)
    return client


def posts_of(username: str) -> list[Post]:
    with acting_as(system()):
        return list(Post.objects.filter(user__username=username).order_by("pk"))


def sent(**more: str) -> dict[str, str]:
    return {"username": "new.one", "full_name": "样新", "role": "grid_worker", "area": EAST} | more


def test_a_new_account_gets_a_password_that_is_shown_once() -> None:
    client = officer(EAST)
    page = client.post("/posts/give", sent()).content.decode()
    password = page.partition("<code>")[2].partition("</code>")[0]
    assert len(password) == 19
    assert User.objects.get(username="new.one").check_password(password)
    assert password not in client.get("/posts/").content.decode()
    assert [post.area for post in posts_of("new.one")] == [EAST]


def test_a_further_post_goes_to_an_account_that_is_there() -> None:
    client = officer(EAST)
    client.post("/posts/give", sent())
    hashed = User.objects.get(username="new.one").password
    assert "<code>" not in client.post("/posts/give", sent(role="volunteer", existing="on")).content.decode()
    assert len(posts_of("new.one")) == 2
    assert User.objects.get(username="new.one").password == hashed


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "a b"},
        {"full_name": ""},
        {"role": "command_office"},
        {"area": WEST},
        {"area": "nowhere"},
        {"existing": "on"},
        {"username": f"township_officer-{EAST}"},
        {"valid_from": "2020-02-05", "valid_to": "2020-02-01"},
    ],
)
def test_a_post_that_cannot_be_given_comes_back_with_the_reason(wrong: dict[str, str]) -> None:
    response = officer(EAST).post("/posts/give", sent(**wrong))
    assert response.status_code == 200
    assert "<code>" not in response.content.decode()
    assert posts_of("new.one") == []


def test_nobody_gives_a_duty_that_may_do_more_than_the_own_one() -> None:
    township = Actor(None, None, "township_officer", EAST)
    operator = Actor(None, None, "operator", COUNTY)
    command = NewPost("boss", "command_office", EAST)
    for giver, said in ((township, "role_too_high"), (operator, "accepted")):
        with acting_as(giver) as by:
            [verdict] = writes.give_posts([command], by=by)
            assert (verdict.code or verdict.outcome) == said


def _table(client: Client, query: str) -> str:
    return client.get(f"/posts/?{query}").content.decode().partition("<table")[2]


def test_the_list_holds_the_own_area_only() -> None:
    client = officer(EAST)
    officer(WEST)
    officer(COUNTY, "command_office")
    listed = _table(client, "sort=-role")
    assert (f"township_officer-{EAST}" in listed, WEST in listed, "command_office" in listed) == (True, False, False)
    assert f"township_officer-{EAST}" not in _table(client, "role=volunteer")


@pytest.mark.parametrize(
    ("body", "last_day"), [({"at_once": "1"}, None), ({"last_day": "2020-02-09"}, date(2020, 2, 9))]
)
def test_a_post_is_ended_on_a_day_or_at_once(body: dict[str, str], last_day: date | None) -> None:
    client = officer(EAST)
    client.post("/posts/give", sent())
    [post] = posts_of("new.one")
    assert client.get(f"/posts/{post.pk}").status_code == 200
    assert client.post(f"/posts/{post.pk}", body).headers["Location"] == "/posts/"
    assert [one.valid_to for one in posts_of("new.one")] == ([last_day] if last_day else [])
    assert len(reads.posts_in_force(post.user.pk)) == 0  # outside any scope nobody sees a post


def test_a_post_given_before_ends_at_once_on_the_day_before() -> None:
    client = officer(EAST)
    client.post("/posts/give", sent(valid_from="2020-01-01"))
    [post] = posts_of("new.one")
    client.post(f"/posts/{post.pk}", {"at_once": "1"})
    assert [one.valid_to for one in posts_of("new.one")] == [TODAY - timedelta(days=1)]
    assert "new.one" not in client.get("/posts/").content.decode()
    assert "new.one" in client.get("/posts/?ended=on").content.decode()


def test_many_posts_end_at_once_but_neither_the_own_nor_what_is_elsewhere() -> None:
    client = officer(EAST)
    officer(WEST)
    client.post("/posts/give", sent())
    client.post("/posts/give", sent(username="new.two", valid_from="2020-01-01", valid_to="2020-02-06"))
    [own], [new], [two] = posts_of(f"township_officer-{EAST}"), posts_of("new.one"), posts_of("new.two")
    [other] = posts_of(f"township_officer-{WEST}")
    keys = [str(post.pk) for post in (own, new, two, other)]
    body = {"list": "accounts.posts", "do": "end", "selected": keys, "confirmed": "1"}
    assert "with-last_day" in client.post("/posts/", body).content.decode()  # without a day it is asked for
    client.post("/posts/", body | {"with-last_day": "2020-02-09"})
    ends = [posts_of(post.user.username)[0].valid_to for post in (own, new, two, other)]
    assert ends == [None, date(2020, 2, 9), date(2020, 2, 6), None]


def test_people_are_found_by_name_without_an_address_that_names_them() -> None:
    client = officer(EAST)
    client.post("/posts/give", sent())
    page = client.post("/posts/", {"list": "accounts.posts", "q": "new.o"}).content.decode()
    found = page.partition("<table")[2].partition("</table>")[0]
    assert ("new.one" in found, f"township_officer-{EAST}" in found) == (True, False)


def test_posts_elsewhere_are_not_there() -> None:
    officer(WEST)
    [other] = posts_of(f"township_officer-{WEST}")
    client = officer(EAST)
    assert client.get(f"/posts/{other.pk}").status_code == 404
    assert client.post(f"/posts/{other.pk}", {"at_once": "1"}).status_code == 404
    assert client.get("/posts/0").status_code == 404


def test_whoever_gives_no_posts_finds_no_pages() -> None:
    client = officer(EAST, "grid_worker")
    assert [client.get(address).status_code for address in ("/posts/", "/posts/give", "/posts/1")] == [404] * 3
    assert Client().get("/posts/").headers["Location"].startswith("/account/login/")


def token_of(area: str, role: str = "township_officer") -> Client:
    officer(area, role)
    with acting_as(system()) as by:
        token = writes.give_token(f"{role}-{area}", label="test", by=by)
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_posts_are_given_and_ended_by_api() -> None:
    client = token_of(EAST)
    officer(WEST)
    refused = [sent(username="other", area=WEST), sent(username="b", role="command_office")]
    rows = [sent(), sent(role="volunteer"), *refused]
    response = client.post("/api/v1/posts", json.dumps(rows), content_type="application/json")
    verdicts = response.json()["verdicts"]
    said = [verdict["code"] or verdict["outcome"] for verdict in verdicts]
    assert said == ["accepted", "accepted", "out_of_area", "role_too_high"]
    assert [bool(verdict["password"]) for verdict in verdicts] == [True, False, False, False]
    listed = client.get("/api/v1/posts").json()
    assert {post["username"] for post in listed} == {"new.one", f"township_officer-{EAST}"}
    [other] = posts_of(f"township_officer-{WEST}")
    body = {"posts": [verdicts[0]["post_id"], other.pk]}
    assert client.post("/api/v1/posts/end", json.dumps(body), content_type="application/json").json() == {"ended": 1}


def test_who_may_not_give_posts_gets_403_by_api() -> None:
    client = token_of(EAST, "grid_worker")
    assert client.get("/api/v1/posts").status_code == 403
    assert client.post("/api/v1/posts", "[]", content_type="application/json").status_code == 403


def test_the_unit_is_chosen_from_those_of_the_own_area() -> None:
    with acting_as(system()):
        for code, area in (("OWN", EAST), ("FAR", WEST)):
            apps.get_model("places", "Unit").objects.create(code=code, name=f"单位{code}", kind="department", area=area)
    client = officer(EAST)
    page = client.get("/posts/give").content.decode()
    assert "单位OWN" in page
    assert "单位FAR" not in page
    client.post("/posts/give", sent(unit="FAR"))
    assert posts_of("new.one") == []
    client.post("/posts/give", sent(unit="OWN"))
    assert [post.unit for post in posts_of("new.one")] == ["OWN"]


def test_no_way_in_gives_a_post_that_speaks_for_an_office_outside_the_own_area() -> None:
    with acting_as(system()):
        for code, area in (("OWN", EAST), ("ABOVE", COUNTY), ("FAR", WEST)):
            apps.get_model("places", "Unit").objects.create(code=code, name=f"单位{code}", kind="department", area=area)
    rows = [sent(username=f"of.{unit.lower()}", unit=unit) for unit in ("OWN", "ABOVE", "FAR", "NONE")]
    answer = token_of(EAST, "township_officer").post("/api/v1/posts", json.dumps(rows), content_type="application/json")
    assert [one["code"] for one in answer.json()["verdicts"]] == ["", *["unit_out_of_area"] * 3]
    assert [len(posts_of(row["username"])) for row in rows] == [1, 0, 0, 0]
    with acting_as(system()) as by:  # at the machine itself any office is named
        assert writes.give_posts([NewPost(**sent(unit="ABOVE"))], by=by)[0].taken
